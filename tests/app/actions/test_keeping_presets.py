"""Presets in the window: kept, applied, given away; and what the pointer rests on is shown, no more."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QCursor, QEnterEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from window_fixtures import HangingDisk, Network
from window_helpers import TIMEOUT, drop, files, open_and_wait, settle, wait_for_presets, wait_for_thumbnails

from app.dialogs.preset_name import PresetNameDialog
from app.panel.gallery import StyleButton
from app.widgets.images import to_pixels
from app.widgets.theme import Colors
from app.window.window import MainWindow
from ccnet_core import atomic
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.presets import Preset, PresetFolder, read_preset, write_preset
from ccnet_core.sidecar import sidecar_path

Maker = Callable[..., Path]
LEFT = Qt.MouseButton.LeftButton
GREY = Preset("Grey", Adjustments(saturation=0.0))


def answer(name: str) -> list[str]:
    """Type a name into the dialog that is about to open, and press Enter; gives what the dialog hints."""
    hints: list[str] = []

    def type_name() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PresetNameDialog):
            QTimer.singleShot(5, type_name)
            return
        dialog.edit.selectAll()
        QTest.keyClicks(dialog.edit, name)
        hints.append(dialog.hint.text())
        if dialog.accept_button.isEnabled():
            QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
        else:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, type_name)
    return hints


def save_as(window: MainWindow, name: str) -> list[str]:
    # A dialog from before, which would go when the event loop runs, is not to keep the focus.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    hints = answer(name)
    QTest.keyClick(
        window.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    wait_for_presets(window)
    return hints


def names(window: MainWindow) -> list[str]:
    return [button.text() for button in window.panel.presets.gallery.buttons]


def from_menu(window: MainWindow, index: int, text: str) -> None:
    """Ask for the menu of a preset, and choose from it."""
    button = window.panel.presets.gallery.buttons[index]
    button.customContextMenuRequested.emit(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (action,) = [action for action in menu.actions() if action.text().startswith(text)]
    menu.close()
    action.trigger()
    wait_for_presets(window)


def enter(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(middle, middle, QPointF(widget.mapToGlobal(middle))))


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def in_folder(window: MainWindow) -> list[Preset]:
    folder = PresetFolder(window.presets.folder)
    assert folder.load() == []
    return list(folder.presets)


def test_a_saved_preset_gives_all_its_adjustments_to_another_photo(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    open_and_wait(window, make_photo(), qtbot)
    window.panel.sliders["saturation"].box.setValue(150)
    window.panel.sliders["exposure"].box.setValue(40)
    QTest.mouseClick(window.panel.gallery.buttons[2], LEFT)
    wanted = window.studio.document.adjustments
    assert save_as(window, "  Warm   evening ") == [""]
    assert in_folder(window) == [Preset("Warm evening", wanted)]
    assert window.panel.presets.gallery.buttons[0].isChecked()
    open_and_wait(window, make_photo("other.png", 60, 80), qtbot)
    (button,) = window.panel.presets.gallery.buttons
    assert not button.isChecked()
    qtbot.waitUntil(lambda: button.picture is not None, timeout=TIMEOUT)
    QTest.mouseClick(button, LEFT)
    document = window.studio.document
    assert document.adjustments == wanted
    assert (document.history.count(), document.history.undoText()) == (1, "Preset Warm evening")
    document.history.undo()
    assert document.adjustments == Adjustments()


def test_the_thumbnail_shows_the_preset_whatever_is_open(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    make_photo: Maker,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    PresetFolder(tmp_path / "presets").save(GREY)
    window = make_window(network.load)
    open_and_wait(window, make_photo(), qtbot)
    (button,) = window.panel.presets.gallery.buttons
    qtbot.waitUntil(lambda: button.picture is not None, timeout=TIMEOUT)
    assert button.picture is not None
    assert np.ptp(to_pixels(button.picture).astype(int), axis=2).max() <= 1
    wait_for_thumbnails(window, qtbot)
    # Only what changes is made anew: of a preset nothing but its name.
    before = dict(network.calls)
    answer("Silver")
    from_menu(window, 0, "Rename")
    (renamed,) = window.panel.presets.gallery.buttons
    assert renamed.picture is None
    qtbot.waitUntil(lambda: renamed.picture is not None, timeout=TIMEOUT)
    assert dict(network.calls) == before


def test_a_name_that_is_taken_is_said_and_replacing_can_be_undone(opened: MainWindow) -> None:
    save_as(opened, "Mine")
    opened.panel.sliders["saturation"].box.setValue(150)
    assert save_as(opened, "mine") == ["Takes the place of the preset of this name."]
    assert [p.adjustments.saturation for p in in_folder(opened)] == [1.5]
    opened.notice.action.click()
    wait_for_presets(opened)
    assert [p.adjustments.saturation for p in in_folder(opened)] == [1.0]


def test_renaming_keeps_the_preset_and_takes_no_other_name(opened: MainWindow) -> None:
    save_as(opened, "One")
    opened.panel.sliders["saturation"].box.setValue(150)
    save_as(opened, "Two")
    hints = answer("One")
    from_menu(opened, 1, "Rename")
    assert hints == ["Another preset has this name."]
    assert names(opened) == ["One", "Two"]
    answer("A: 2/3")
    from_menu(opened, 1, "Rename")
    assert names(opened) == ["A: 2/3", "One"]
    assert opened.notice.text.text() == "The preset Two is now called A: 2/3."
    assert [(p.name, p.adjustments.saturation) for p in in_folder(opened)] == [("A: 2/3", 1.5), ("One", 1.0)]


def test_a_deleted_preset_can_be_brought_back(opened: MainWindow) -> None:
    save_as(opened, "Mine")
    from_menu(opened, 0, "Delete")
    assert names(opened) == []
    assert in_folder(opened) == []
    opened.notice.action.click()
    wait_for_presets(opened)
    assert names(opened) == ["Mine"]
    assert len(in_folder(opened)) == 1


def test_a_deleted_preset_comes_back_with_its_thumbnail(opened: MainWindow, qtbot: QtBot) -> None:
    opened.panel.sliders["saturation"].box.setValue(150)
    save_as(opened, "Mine")
    presets = opened.panel.presets
    qtbot.waitUntil(lambda: presets.gallery.buttons[0].picture is not None, timeout=TIMEOUT)
    from_menu(opened, 0, "Delete")
    # What is made for the others is taken in before it comes back.
    wait_for_thumbnails(opened, qtbot)
    opened.notice.action.click()
    wait_for_presets(opened)
    qtbot.waitUntil(lambda: presets.gallery.buttons[0].picture is not None, timeout=TIMEOUT)


def test_an_exported_preset_can_be_dropped_on_another_window(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.panel.sliders["saturation"].box.setValue(150)
    save_as(opened, "Mine")
    target = tmp_path / "given"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    from_menu(opened, 0, "Export")
    file = tmp_path / "given.ccnet-preset.json"
    assert read_preset(file).adjustments.saturation == 1.5
    from_menu(opened, 0, "Delete")
    title = opened.windowTitle()
    drop(opened, files(file), opened.panel)
    wait_for_presets(opened)
    assert names(opened) == ["Mine"]
    assert "Mine" in opened.notice.text.text()
    # It is no photo and no reference.
    assert opened.windowTitle() == title
    assert opened.studio.document.adjustments.references == ()


def test_of_several_files_the_broken_one_is_told_and_the_others_come_in(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = tmp_path / "good.ccnet-preset.json", tmp_path / "bad.ccnet-preset.json"
    write_preset(good, GREY, overwrite=False)
    bad.write_text("{")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(bad), str(good)], ""))
    opened.panel.presets.import_.click()
    wait_for_presets(opened)
    assert names(opened) == ["Grey"]
    assert any(message.startswith("bad.ccnet-preset.json: ") for message in opened.notice.messages)


def test_a_broken_preset_in_the_folder_is_told_and_left_alone(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    folder = tmp_path / "presets"
    PresetFolder(folder).save(GREY)
    (folder / "bad.ccnet-preset.json").write_text("precious")
    window = make_window(network.load)
    qtbot.waitUntil(lambda: names(window) == ["Grey"], timeout=TIMEOUT)
    assert window.notice.text.text().startswith("bad.ccnet-preset.json: ")
    assert (folder / "bad.ccnet-preset.json").read_text() == "precious"


def test_a_preset_that_cannot_be_saved_is_told(opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic.os, "replace", refuse)
    save_as(opened, "Mine")
    assert names(opened) == []
    assert opened.notice.text.text() == (
        "Mine.ccnet-preset.json: the disk is full. Free some space or save to another disk."
    )


def test_a_disk_that_hangs_holds_no_window_up(
    opened: MainWindow, hanging_disk: HangingDisk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(PresetNameDialog, "exec", lambda _: PresetNameDialog.DialogCode.Accepted)
    opened.panel.sliders["saturation"].box.setValue(150)
    opened.presets.save_current()
    qtbot.waitUntil(hanging_disk.asked.is_set, timeout=TIMEOUT)
    # The window works on, and another preset waits for its turn.
    opened.panel.sliders["saturation"].box.setValue(160)
    settle(opened, qtbot)
    opened.presets.save_current()
    assert names(opened) == []
    hanging_disk.answers.set()
    wait_for_presets(opened)
    assert [preset.adjustments.saturation for preset in in_folder(opened)] == [1.6]
    assert names(opened) == ["My preset"]


def test_a_window_that_closes_writes_the_preset_first(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PresetNameDialog, "exec", lambda _: PresetNameDialog.DialogCode.Accepted)
    opened.panel.sliders["saturation"].box.setValue(150)
    opened.presets.save_current()
    assert opened.close()
    assert [preset.adjustments.saturation for preset in in_folder(opened)] == [1.5]


def first_style(window: MainWindow) -> StyleButton:
    return window.panel.gallery.buttons[0]


def test_what_the_pointer_rests_on_is_shown_and_taken_back(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    photo = make_photo()
    open_and_wait(window, photo, qtbot)
    wait_for_thumbnails(window, qtbot)
    before = settle(window, qtbot)
    button, canvas = first_style(window), window.canvas
    enter(button)
    qtbot.waitUntil(lambda: canvas.badge == f"Preview: {button.text()}", timeout=TIMEOUT)
    assert canvas.result is not None
    assert np.abs(to_pixels(canvas.result).astype(int) - before).mean() > 0.5
    leave(button)
    qtbot.waitUntil(lambda: canvas.badge == "", timeout=TIMEOUT)
    assert np.array_equal(settle(window, qtbot), before)
    document = window.studio.document
    assert document.adjustments == Adjustments()
    assert document.history.count() == 0
    window.studio.autosave.flush()
    assert not sidecar_path(photo).exists()


def test_what_the_wheel_scrolls_away_from_the_pointer_is_looked_at_no_more(
    opened: MainWindow, qtbot: QtBot
) -> None:
    wait_for_thumbnails(opened, qtbot)
    button, canvas = first_style(opened), opened.canvas
    scroll = opened.panel.findChild(QScrollArea, "panelScroll")
    scroll.ensureWidgetVisible(button)
    opened.activateWindow()
    assert QTest.qWaitForWindowActive(opened, TIMEOUT)
    QCursor.setPos(button.mapToGlobal(button.rect().center()))
    qtbot.waitUntil(lambda: canvas.badge == f"Preview: {button.text()}", timeout=TIMEOUT)

    def turn_wheel(by: int) -> None:
        place = scroll.viewport().mapFromGlobal(QPointF(QCursor.pos()))
        everywhere, none = QPointF(QCursor.pos()), Qt.MouseButton.NoButton
        keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        wheel = QWheelEvent(place, everywhere, QPoint(), QPoint(0, by), none, keys, phase, False)
        QApplication.sendEvent(scroll.viewport(), wheel)

    # As long as it still is below the pointer it is shown.
    scroll.verticalScrollBar().setSingleStep(1)
    turn_wheel(120)
    assert button.underMouse()
    scroll.verticalScrollBar().setSingleStep(20)
    for _ in range(3):
        turn_wheel(120)
    assert not button.visibleRegion().contains(button.mapFromGlobal(QCursor.pos()))
    qtbot.waitUntil(lambda: canvas.badge == "", timeout=TIMEOUT)
    assert opened.studio.tried is None


def test_going_from_one_to_the_next_shows_the_next_without_the_photo_between(
    opened: MainWindow, qtbot: QtBot
) -> None:
    wait_for_thumbnails(opened, qtbot)
    settle(opened, qtbot)
    shown: list[str] = []
    one, other = opened.panel.gallery.buttons[:2]
    enter(one)
    qtbot.waitUntil(lambda: opened.canvas.badge != "", timeout=TIMEOUT)
    opened.studio.rendered.connect(lambda _: shown.append(opened.canvas.badge))
    leave(one)
    enter(other)
    qtbot.waitUntil(lambda: opened.canvas.badge == f"Preview: {other.text()}", timeout=TIMEOUT)
    assert "" not in shown


def test_the_photo_says_what_is_only_tried_and_above_where_no_message_hides_it(
    opened: MainWindow, qtbot: QtBot
) -> None:
    canvas = opened.canvas

    def marked() -> np.ndarray:
        """The rows in which the colour of what is active is painted."""
        pixels = to_pixels(canvas.grab().toImage()).astype(int)
        accent = np.array(Colors.accent.getRgb()[:3])
        rows: np.ndarray = np.flatnonzero((np.abs(pixels - accent).max(axis=2) <= 2).any(axis=1))
        return rows

    assert marked().size == 0
    enter(first_style(opened))
    qtbot.waitUntil(lambda: canvas.badge != "", timeout=TIMEOUT)
    rows = marked()
    assert rows.size > 0
    assert rows.max() < 0.3 * canvas.height() * canvas.devicePixelRatioF()
    # While the photo is held as it was, it is no trial.
    canvas.hold_original(True)
    assert canvas.badge == "Original"


def test_a_click_on_what_is_shown_decides_it_in_one_step(opened: MainWindow, qtbot: QtBot) -> None:
    button = first_style(opened)
    enter(button)
    qtbot.waitUntil(lambda: opened.canvas.badge != "", timeout=TIMEOUT)
    QTest.mouseClick(button, LEFT)
    assert opened.studio.tried is None
    assert [r.name for r in opened.studio.document.adjustments.references] == [button.text()]
    assert opened.studio.document.history.count() == 1
    qtbot.waitUntil(lambda: opened.canvas.badge == "", timeout=TIMEOUT)
    # What is decided can be taken back though the pointer rests where it was.
    opened.studio.document.history.undo()
    assert opened.studio.shown == Adjustments()


def test_the_keyboard_looks_too_and_escape_ends_it(opened: MainWindow, qtbot: QtBot) -> None:
    button = first_style(opened)
    opened.activateWindow()
    opened.panel.sliders["style_strength"].box.setFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: opened.canvas.badge == f"Preview: {button.text()}", timeout=TIMEOUT)
    QTest.keyClick(button, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: opened.canvas.badge == "", timeout=TIMEOUT)
    assert button.hasFocus()
    assert opened.studio.shown == Adjustments()


def test_another_photo_is_shown_as_it_is(window: MainWindow, make_photo: Maker, qtbot: QtBot) -> None:
    open_and_wait(window, make_photo(), qtbot)
    enter(first_style(window))
    qtbot.waitUntil(lambda: window.canvas.badge != "", timeout=TIMEOUT)
    open_and_wait(window, make_photo("other.png", 60, 80), qtbot)
    assert window.studio.tried is None
    assert window.canvas.badge == ""


def test_strength_says_why_it_cannot_be_moved(opened: MainWindow) -> None:
    strength = opened.panel.sliders["style_strength"]
    assert not strength.isEnabled()
    assert "Choose a style" in strength.track.toolTip()
    QTest.mouseClick(first_style(opened), LEFT)
    assert strength.isEnabled()
    assert "How far" in strength.track.toolTip()


def test_a_preset_is_of_the_photo_that_was_open_when_it_was_asked_for(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def receive_another(_dialog: PresetNameDialog) -> PresetNameDialog.DialogCode:
        open_and_wait(opened, make_photo("other.png"), qtbot)
        return PresetNameDialog.DialogCode.Accepted

    opened.panel.sliders["saturation"].box.setValue(200)
    monkeypatch.setattr(PresetNameDialog, "exec", receive_another)
    opened.presets.save_current()
    wait_for_presets(opened)
    assert opened.studio.document.adjustments == Adjustments()
    assert [preset.adjustments for preset in opened.presets.all] == [Adjustments(saturation=2.0)]
