"""Many photos at once: selected, flagged, filtered, and given the settings of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_helpers import LEFT, TIMEOUT, is_edited, names, open_name, press_and_wait, settle

from app.dialogs.sync import SyncDialog
from app.filmstrip.filmstrip import FLAGGED_ROLE, Filmstrip, Shown
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.groups import Group
from ccnet_core.sidecar import read_sidecar, read_whole_sidecar, sidecar_path, write_sidecar

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


def click(strip: Filmstrip, row: int, keys: Modifier) -> None:
    at = strip.visualItemRect(strip.item(row)).center()
    QTest.mouseClick(strip.viewport(), LEFT, keys, at)


def selected(window: MainWindow) -> list[str]:
    return [source.name for source in window.filmstrip.selected_sources]


def shown(window: MainWindow) -> list[str]:
    return [path.name for path in window.filmstrip.shown_paths]


def press(window: MainWindow, key: Key, keys: Modifier = Modifier.NoModifier) -> None:
    QTest.keyClick(window.filmstrip, key, keys)


def is_flagged(window: MainWindow, row: int) -> bool:
    return bool(window.filmstrip.item(row).data(FLAGGED_ROLE))


def answer_sync(window: MainWindow, groups: set[Group]) -> None:
    """Press the keys of the command, and choose in the dialog."""

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SyncDialog)
        for group, tick in dialog.ticks.items():
            if tick.isChecked() != (group in groups):
                QTest.mouseClick(tick, LEFT, pos=QPoint(8, tick.height() // 2))
        QTest.keyClick(dialog, Key.Key_Return)

    QTimer.singleShot(0, choose)
    press(window, Key.Key_S, CTRL | SHIFT)


def test_photos_are_selected_by_mouse_and_keys_beside_the_open_one(three: MainWindow) -> None:
    strip = three.filmstrip
    assert selected(three) == ["a.png"]
    click(strip, 2, CTRL)
    assert selected(three) == ["a.png", "c.png"]
    assert open_name(three) == "a.png", "it is not opened"
    click(strip, 2, CTRL)
    assert selected(three) == ["a.png"]
    click(strip, 2, SHIFT)
    assert selected(three) == ["a.png", "b.png", "c.png"]
    press(three, Key.Key_D, CTRL)
    assert selected(three) == ["a.png"]
    press(three, Key.Key_Right, SHIFT)
    assert selected(three) == ["a.png", "b.png"]
    press(three, Key.Key_A, CTRL)
    assert selected(three) == ["a.png", "b.png", "c.png"]
    assert open_name(three) == "a.png"


def test_a_click_without_keys_opens_and_selects_it_alone(three: MainWindow, qtbot: QtBot) -> None:
    press(three, Key.Key_A, CTRL)
    with qtbot.waitSignal(three.studio.opened, timeout=TIMEOUT):
        click(three.filmstrip, 1, Modifier.NoModifier)
    assert open_name(three) == "b.png"
    assert selected(three) == ["b.png"]


def test_selected_photos_are_taken_out_together_and_put_back(three: MainWindow) -> None:
    click(three.filmstrip, 1, CTRL)
    press(three, Key.Key_Delete)
    assert names(three) == ["c.png"]
    three.notice.action.click()
    assert names(three) == ["a.png", "b.png", "c.png"]


def test_flags_are_kept_and_the_strip_is_filtered_by_them(three: MainWindow, qtbot: QtBot) -> None:
    click(three.filmstrip, 2, CTRL)
    press(three, Key.Key_P)
    qtbot.waitUntil(lambda: is_flagged(three, 0) and is_flagged(three, 2), timeout=TIMEOUT)
    assert not is_flagged(three, 1)
    path = three.filmstrip.paths[2]
    whole = read_whole_sidecar(path)
    assert whole is not None
    assert whole.notes.flagged
    assert not is_edited(three.filmstrip, 2)
    three.filmstrip.filter_actions[Shown.FLAGGED].trigger()
    assert shown(three) == ["a.png", "c.png"]
    press(three, Key.Key_A, CTRL)
    assert selected(three) == ["a.png", "c.png"], "what is not seen is not selected"
    press_and_wait(three, three.filmstrip, Key.Key_Right, qtbot)
    assert open_name(three) == "c.png", "hidden ones are passed"
    press(three, Key.Key_U)
    qtbot.waitUntil(lambda: not is_flagged(three, 2), timeout=TIMEOUT)
    assert shown(three) == ["a.png", "c.png"], "the open one is shown in any case"
    # An edit does not take the flag away.
    press_and_wait(three, three.filmstrip, Key.Key_Left, qtbot)
    assert shown(three) == ["a.png"]
    three.panel.sliders["exposure"].box.setValue(100)
    settle(three, qtbot)
    three.studio.autosave.flush()
    whole = read_whole_sidecar(three.filmstrip.paths[0])
    assert whole is not None
    assert whole.notes.flagged
    assert whole.adjustments.exposure == 1.0


def test_chosen_settings_go_to_the_others_in_one_step_that_can_be_taken_back(
    three: MainWindow, qtbot: QtBot
) -> None:
    b, c = three.filmstrip.paths[1:]
    write_sidecar(c, Adjustments(contrast=0.3, tint=-0.2))
    three.panel.sliders["exposure"].box.setValue(50)
    three.panel.sliders["temperature"].box.setValue(40)
    press(three, Key.Key_S, CTRL | SHIFT)
    assert any("Select other photos" in text for text in three.notice.messages)
    press(three, Key.Key_A, CTRL)
    answer_sync(three, {Group.WHITE_BALANCE})
    warm = Adjustments(contrast=0.3, temperature=0.4)
    qtbot.waitUntil(lambda: read_sidecar(c) == warm, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: read_sidecar(b) == Adjustments(temperature=0.4), timeout=TIMEOUT)
    qtbot.waitUntil(lambda: is_edited(three.filmstrip, 1), timeout=TIMEOUT)
    three.notice.action.click()
    qtbot.waitUntil(lambda: read_sidecar(c) == Adjustments(contrast=0.3, tint=-0.2), timeout=TIMEOUT)
    qtbot.waitUntil(lambda: read_sidecar(b) == Adjustments(), timeout=TIMEOUT)
    assert three.studio.document.adjustments.exposure == 0.5
    # Each has a history of its own in which it can be done again.
    press_and_wait(three, three.filmstrip, Key.Key_Right, qtbot)
    assert three.studio.document.adjustments == Adjustments()
    assert three.studio.document.history.redoText() == "Sync settings"
    three.studio.document.history.redo()
    assert three.studio.document.adjustments == Adjustments(temperature=0.4)


def test_pasting_reaches_all_that_are_selected_and_is_taken_back_at_once(
    three: MainWindow, qtbot: QtBot
) -> None:
    b, c = three.filmstrip.paths[1:]
    QGuiApplication.clipboard().setText(Adjustments(exposure=1.0).to_json())
    sidecar_path(c).write_text("{")
    press(three, Key.Key_A, CTRL)
    press(three, Key.Key_V, CTRL | SHIFT)
    qtbot.waitUntil(lambda: read_sidecar(b) == Adjustments(exposure=1.0), timeout=TIMEOUT)
    assert three.studio.document.adjustments == Adjustments(exposure=1.0)
    assert sidecar_path(c).read_text() == "{", "what cannot be read is not written over"
    assert any("1 photos stay as they are" in text for text in three.notice.messages)
    # Taken back also where another photo is open by now.
    press_and_wait(three, three.filmstrip, Key.Key_Right, qtbot)
    assert three.studio.document.history.undoText() == "Paste settings"
    three.notice.action.click()
    assert three.studio.document.adjustments == Adjustments()
    a = three.filmstrip.paths[0]
    qtbot.waitUntil(lambda: read_sidecar(a) == Adjustments(), timeout=TIMEOUT)


def test_what_another_program_decides_at_the_same_time_is_kept_apart(
    three: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    b, other = three.filmstrip.paths[1], Adjustments(exposure=-1)
    three.panel.sliders["exposure"].box.setValue(50)
    autosave = three.studio.autosave
    decide: Callable[..., None] = autosave.decide

    def later(decided: object) -> None:
        write_sidecar(b, other)
        decide(decided)

    monkeypatch.setattr(autosave, "decide", later)
    click(three.filmstrip, 1, CTRL)
    answer_sync(three, {Group.LIGHT})
    beside = Path(f"{b}.ccnet-2.json")
    qtbot.waitUntil(beside.exists, timeout=TIMEOUT)
    assert read_sidecar(b) == other
    assert read_sidecar(b, 2) == Adjustments(exposure=0.5)
