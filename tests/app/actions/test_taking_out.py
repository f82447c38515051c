"""Photos are removed from the filmstrip, one after another, and put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_helpers import (
    TIMEOUT,
    is_edited,
    is_marked,
    names,
    open_and_wait,
    open_name,
    press_and_wait,
    thumbnail,
)

from app.window.window import MainWindow

Maker = Callable[..., Path]
Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def five(window: MainWindow, make_photo: Maker, qtbot: QtBot) -> MainWindow:
    """The window with the photos a to e, of which a is open; what they look like is known."""
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.open_photos([make_photo(f"{name}.png") for name in "abcde"])
    strip = window.filmstrip
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(5)), timeout=TIMEOUT)
    return window


def current(window: MainWindow) -> str:
    return window.filmstrip.currentItem().text()


def point_at(window: MainWindow, row: int) -> None:
    """Make another photo than the open one the current one, as for its menu."""
    strip = window.filmstrip
    centre = strip.visualItemRect(strip.item(row)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.RightButton, pos=centre)


def undo(window: MainWindow) -> None:
    assert window.notice.action.text() == "Undo"
    QTest.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)


def test_the_next_photo_is_current_then_and_not_the_open_one(five: MainWindow, tmp_path: Path) -> None:
    strip = five.filmstrip
    point_at(five, 2)
    taken = []
    for left in ("d.png", "e.png", "b.png"):
        taken.append(current(five))
        QTest.keyClick(strip, Key.Key_Delete)
        assert current(five) == left
    assert taken == ["c.png", "d.png", "e.png"]
    assert names(five) == ["a.png", "b.png"]
    assert open_name(five) == "a.png"
    assert all((tmp_path / name).is_file() for name in taken)


def test_what_was_opened_again_is_not_told_as_out(five: MainWindow, tmp_path: Path) -> None:
    strip = five.filmstrip
    point_at(five, 3)
    for _ in range(2):
        QTest.keyClick(strip, Key.Key_Delete)
    strip.add([tmp_path / "d.png", tmp_path / "e.png"])
    point_at(five, 1)
    QTest.keyClick(strip, Key.Key_Delete)
    assert five.notice.messages == ["b.png was removed from the filmstrip; its file stays."]
    undo(five)
    assert sorted(names(five)) == ["a.png", "b.png", "c.png", "d.png", "e.png"]


def test_several_in_a_row_are_told_once_and_put_back_in_their_places(five: MainWindow) -> None:
    strip = five.filmstrip
    point_at(five, 1)
    QTest.keyClick(strip, Key.Key_Delete)
    assert five.notice.messages == ["b.png was removed from the filmstrip; its file stays."]
    point_at(five, 3)
    QTest.keyClick(strip, Key.Key_Delete)
    QTest.keyClick(strip, Key.Key_Delete)
    assert names(five) == ["a.png", "c.png"]
    assert five.notice.messages == ["3 photos were removed from the filmstrip; their files stay."]
    undo(five)
    assert names(five) == ["a.png", "b.png", "c.png", "d.png", "e.png"]
    assert open_name(five) == "a.png"
    assert all(thumbnail(strip, row) for row in range(5))
    assert five.notice.messages == []
    point_at(five, 1)
    QTest.keyClick(strip, Key.Key_Delete)
    assert five.notice.messages == ["b.png was removed from the filmstrip; its file stays."]


def test_files_that_cannot_be_read_are_put_back_too(five: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    strip = five.filmstrip
    for row in (1, 3):
        strip.paths[row].write_text("not a photo any more")
        strip.look_again(strip.paths[row])
    qtbot.waitUntil(lambda: all(thumbnail(strip, row).problem for row in (1, 3)), timeout=TIMEOUT)  # type: ignore[union-attr]
    strip.setFocus()
    QTest.keyClick(strip, Key.Key_Delete, SHIFT)
    assert names(five) == ["a.png", "c.png", "e.png"]
    undo(five)
    assert names(five) == ["a.png", "b.png", "c.png", "d.png", "e.png"]


def test_the_open_photo_is_open_again_with_its_history(five: MainWindow, qtbot: QtBot) -> None:
    strip = five.filmstrip
    five.panel.sliders["saturation"].box.setValue(170)
    strip.setFocus()
    press_and_wait(five, strip, Key.Key_Delete, qtbot)
    assert open_name(five) == "b.png"
    with qtbot.waitSignal(five.studio.rendered, timeout=TIMEOUT):
        undo(five)
    assert open_name(five) == "a.png"
    assert [is_marked(strip, row) for row in range(5)] == [True, False, False, False, False]
    qtbot.waitUntil(lambda: is_edited(strip, 0), timeout=TIMEOUT)
    assert five.panel.sliders["saturation"].value == 1.7
    assert five.studio.document.history.canUndo()


def test_what_was_decided_about_a_pasted_picture_comes_back_with_it(
    five: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(tmp_path / "c.png")))
    with qtbot.waitSignal(five.studio.rendered, timeout=TIMEOUT):
        five.opening.paste()
    five.panel.sliders["saturation"].box.setValue(130)
    strip = five.filmstrip
    strip.setFocus()
    press_and_wait(five, strip, Key.Key_Delete, qtbot)
    assert five.notice.messages == ["Pasted picture 1 was removed from the filmstrip."]
    with qtbot.waitSignal(five.studio.rendered, timeout=TIMEOUT):
        undo(five)
    assert open_name(five) == five.filmstrip.pasted[0].name
    assert five.panel.sliders["saturation"].value == 1.3


def test_the_way_back_to_a_pasted_picture_stays_until_it_is_dismissed(
    five: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(tmp_path / "c.png")))
    with qtbot.waitSignal(five.studio.rendered, timeout=TIMEOUT):
        five.opening.paste()
    pasted = five.filmstrip.pasted
    strip = five.filmstrip
    strip.setFocus()
    press_and_wait(five, strip, Key.Key_Delete, qtbot)
    five.notice.show_message("something else")
    point_at(five, 1)
    QTest.keyClick(strip, Key.Key_Delete)
    assert five.notice.messages == ["2 photos were removed from the filmstrip.", "something else"]
    five.notice.show_message("something else again")
    assert five.notice.messages == ["something else again", "2 photos were removed from the filmstrip."]
    QTest.mouseClick(five.notice.lines[1].action, Qt.MouseButton.LeftButton)
    assert strip.pasted == pasted
    assert names(five)[:5] == ["a.png", "b.png", "c.png", "d.png", "e.png"]


def test_a_photo_that_is_listed_again_meanwhile_is_put_back_once(
    five: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    point_at(five, 1)
    QTest.keyClick(five.filmstrip, Key.Key_Delete)
    open_and_wait(five, tmp_path / "b.png", qtbot)
    five.panel.sliders["saturation"].box.setValue(170)
    undo(five)
    assert names(five) == ["a.png", "c.png", "d.png", "e.png", "b.png"]
    five.notice.clear()
    press_and_wait(five, five.filmstrip, Key.Key_Home, qtbot)
    press_and_wait(five, five.filmstrip, Key.Key_End, qtbot)
    assert five.studio.document.history.canUndo()


def test_the_window_is_told_of_nothing_after_the_way_back_is_gone(five: MainWindow, qtbot: QtBot) -> None:
    point_at(five, 1)
    QTest.keyClick(five.filmstrip, Key.Key_Delete)
    five.notice.show_message("something else")
    point_at(five, 1)
    QTest.keyClick(five.filmstrip, Key.Key_Delete)
    undo(five)
    assert names(five) == ["a.png", "c.png", "d.png", "e.png"]


def test_in_the_photo_the_keys_take_out_what_is_open_and_what_cannot_be_read(
    five: MainWindow, qtbot: QtBot
) -> None:
    strip = five.filmstrip
    # Asked for last is another one, which cannot be read.
    broken = strip.paths[3]
    broken.write_text("not a photo any more")
    with qtbot.waitSignal(five.studio.failed, timeout=TIMEOUT):
        five.opening.walk_to(broken)
    qtbot.waitUntil(strip.remove_broken_action.isEnabled, timeout=TIMEOUT)
    five.canvas.setFocus()
    press_and_wait(five, five.canvas, Key.Key_Delete, qtbot)
    assert names(five) == ["b.png", "c.png", "d.png", "e.png"]
    assert open_name(five) == "b.png"
    assert five.canvas.hasFocus()
    QTest.keyClick(five.canvas, Key.Key_Delete, SHIFT)
    assert names(five) == ["b.png", "c.png", "e.png"]


def test_in_the_photo_the_only_one_stays(opened: MainWindow) -> None:
    assert not opened.filmstrip.remove_action.isEnabled()
    QTest.keyClick(opened.canvas, Key.Key_Delete)
    assert names(opened) == ["night.png"]
    assert open_name(opened) == "night.png"
