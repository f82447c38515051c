from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCursor, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, open_name, press_and_wait

from app.widgets.elided import ElidedLabel
from app.widgets.images import to_pixels
from app.window.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def test_messages_lie_over_the_photo_and_do_not_move_it(opened: MainWindow) -> None:
    before, geometry = opened.canvas.photo_rect(), opened.canvas.geometry()
    opened.notice.show_error("night.jpg: cannot be read.")
    assert opened.notice.isVisible()
    assert opened.canvas.geometry() == geometry
    assert opened.canvas.photo_rect() == before
    place = QRect(opened.canvas.mapFromGlobal(opened.notice.mapToGlobal(QPoint())), opened.notice.size())
    assert opened.canvas.rect().contains(place)
    # Low, in the middle, and no wider than its words need: the upper half of the photo stays free.
    assert place.top() > opened.canvas.height() / 2
    assert abs(place.center().x() - opened.canvas.rect().center().x()) <= 1
    text = opened.notice.text
    assert text.heightForWidth(text.width()) == text.heightForWidth(9999)
    narrow = place.width()
    opened.notice.show_error("A rather long message, of which all the words need two lines or more. " * 3)
    assert narrow < opened.notice.width() <= 640
    # The newest is lowest.
    newest, older = opened.notice.lines
    assert newest.y() > older.y()


def test_the_keyboard_gets_to_the_newest_message_and_a_screen_reader_is_told(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def note(event: QAccessibleAnnouncementEvent) -> None:
        told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    done: list[str] = []
    opened.notice.show_message("2 references added", "Undo", lambda: done.append("undone"))
    assert told == ["2 references added"]
    opened.canvas.setFocus()
    QTest.keyClick(opened.canvas, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert opened.notice.action.hasFocus()
    QTest.keyClick(opened.notice.action, Qt.Key.Key_Space)
    assert done == ["undone"]
    opened.notice.show_error("failed")
    QTest.keyClick(opened.canvas, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert opened.notice.lines[0].close_button.hasFocus()
    QTest.keyClick(opened.notice.lines[0].close_button, Qt.Key.Key_Escape)
    assert opened.notice.messages == []


def test_failures_stay_until_each_is_dismissed(opened: MainWindow) -> None:
    names = [f"{n}.jpg: cannot be read." for n in range(5)]
    for name in names:
        opened.notice.show_error(name)
    opened.notice.show_error(names[4])
    assert opened.notice.messages == names[::-1]
    visible = [line for line in opened.notice.lines if line.isVisible()]
    assert [line.text.text() for line in visible] == names[:2:-1]
    assert opened.notice.more.text() == "3 older"
    QTest.mouseClick(visible[1].close_button, LEFT)
    assert opened.notice.messages == [names[4], names[2], names[1], names[0]]
    assert opened.notice.lines[1].isVisible()
    opened.notice.clear()
    assert not opened.notice.isVisible()


def test_news_take_the_place_of_older_news_but_not_of_failures(opened: MainWindow) -> None:
    opened.notice.show_error("failed")
    opened.notice.show_message("one is written")
    opened.notice.show_message("two is written")
    assert opened.notice.messages == ["two is written", "failed"]


def test_what_is_about_a_photo_leaves_with_it(three: MainWindow, qtbot: QtBot) -> None:
    notice, canvas = three.notice, three.canvas
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    # It is for the next photo.
    QTest.keyClick(canvas, Qt.Key.Key_C, keys)
    press_and_wait(three, canvas, Qt.Key.Key_Right, qtbot)
    assert open_name(three) == "b.png"
    assert notice.messages == ["Settings copied. Paste them onto another photo with Ctrl+Shift+V."]
    # This is of no other photo.
    QTest.keyClick(canvas, Qt.Key.Key_V, keys)
    assert notice.messages == ["The photo has these settings already."]
    press_and_wait(three, canvas, Qt.Key.Key_Right, qtbot)
    assert open_name(three) == "c.png"
    assert notice.messages == []


@pytest.mark.parametrize("size", [(1100, 760), (960, 500)])
def test_messages_leave_the_handles_of_the_crop_free(
    opened: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    opened.resize(*size)
    view, notice = opened.cropping.view, opened.notice
    notice.show_message("Exported night.jpg (0.4 s)", "Show folder", lambda: None)
    below = notice.geometry()
    opened.activateWindow()
    assert QTest.qWaitForWindowActive(opened, TIMEOUT)
    opened.canvas.setFocus()
    QTest.keyClick(opened.canvas, Qt.Key.Key_C)

    def bottom() -> QPoint:
        frame = view.frame_rect().toRect()
        return QPoint(frame.center().x(), frame.bottom())

    def is_free() -> bool:
        return notice.isVisible() and opened.childAt(view.mapTo(opened, bottom())) is view

    qtbot.waitUntil(is_free, timeout=TIMEOUT)
    # It makes way for the handle wherever that is dragged.
    height = view.frame_rect().height()
    QTest.mousePress(view, LEFT, pos=bottom())
    for _ in range(2):
        QTest.mouseMove(view, bottom() - QPoint(0, 20))
    QTest.mouseRelease(view, LEFT, pos=bottom())
    assert view.frame_rect().height() < height - 10
    assert is_free()
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: notice.geometry().bottom() >= below.bottom(), timeout=TIMEOUT)


def test_what_an_older_message_offers_still_works(opened: MainWindow) -> None:
    done: list[str] = []
    opened.notice.show_error("first", "Try again", lambda: done.append("first"))
    opened.notice.show_error("second", "Try again", lambda: done.append("second"))
    QTest.mouseClick(opened.notice.lines[1].action, LEFT)
    assert done == ["first"]
    assert opened.notice.messages == ["second"]


class Clock:
    """Lets the time of a message pass, as far as it runs."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    @property
    def left(self) -> int:
        """Seconds after which the newest message goes away, if nothing happens; 0 for never."""
        timer = self._window.notice.lines[0].leaving
        return timer.interval() // 1000 if timer.isActive() else 0

    def ring(self) -> None:
        assert self.left
        self._window.notice.lines[0].leaving.timeout.emit()


@pytest.fixture
def clock(opened: MainWindow, qtbot: QtBot) -> Clock:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow, timeout=TIMEOUT)
    return Clock(opened)


def test_news_leave_by_themselves_and_failures_and_offers_do_not(opened: MainWindow, clock: Clock) -> None:
    notice = opened.notice
    notice.show_error("failed")
    assert clock.left == 0
    notice.show_offer("offered", "Do it", lambda: None)
    assert clock.left == 0
    notice.show_message("done", "Undo", lambda: None)
    assert clock.left == 15
    notice.show_message("written")
    assert clock.left == 8
    clock.ring()
    assert notice.messages == ["offered", "failed"]


def test_news_stay_while_the_pointer_or_the_keyboard_is_there(opened: MainWindow, clock: Clock) -> None:
    notice = opened.notice
    notice.show_message("done", "Undo", lambda: None)
    QTest.mouseMove(opened.windowHandle(), notice.text.mapTo(opened, notice.text.rect().center()))
    QApplication.processEvents()
    assert clock.left == 0
    notice.action.setFocus()
    QTest.mouseMove(opened.windowHandle(), opened.canvas.mapTo(opened, opened.canvas.rect().center()))
    QApplication.processEvents()
    assert clock.left == 0
    opened.canvas.setFocus()
    assert clock.left == 15


def test_the_pointer_in_the_photo_does_not_hold_what_appears_elsewhere(
    opened: MainWindow, clock: Clock
) -> None:
    QCursor.setPos(opened.canvas.mapToGlobal(QPoint(200, 300)))
    QApplication.processEvents()
    opened.notice.show_message("written")
    QApplication.processEvents()
    assert clock.left == 8


def test_news_wait_for_who_is_in_another_window(opened: MainWindow, clock: Clock, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not opened.isActiveWindow(), timeout=TIMEOUT)
    opened.notice.show_message("written")
    assert clock.left == 0
    opened.activateWindow()
    qtbot.waitUntil(lambda: clock.left == 8, timeout=TIMEOUT)


def test_news_that_no_one_read_leave_no_timer_behind(opened: MainWindow, clock: Clock) -> None:
    opened.notice.show_message("written")
    timer = opened.notice.lines[0].leaving
    opened.close()
    QApplication.processEvents()
    assert not timer.isActive()


def test_escape_dismisses_the_message_that_has_the_keyboard(opened: MainWindow, clock: Clock) -> None:
    for name in ("first", "second"):
        opened.notice.show_error(name, "Try again", lambda: None)
    for button in (opened.notice.lines[1].action, opened.notice.lines[0].close_button):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Escape)
    assert opened.notice.messages == []
    assert opened.canvas.hasFocus()


@pytest.mark.parametrize("key", ["S", "Alt+S"])
def test_messages_never_hide_which_side_is_before_or_after(opened: MainWindow, key: str) -> None:
    canvas, notice = opened.canvas, opened.notice
    plain = to_pixels(canvas.grab().toImage()).astype(int)
    QTest.keySequence(canvas, QKeySequence(key))
    for name in ("first", "second", "third"):
        notice.show_error(f"{name}.jpg: cannot be read.")
    top = canvas.mapFromGlobal(notice.mapToGlobal(QPoint())).y()
    # Where messages lie there is the picture alone, before or after, beside the line.
    shown = to_pixels(canvas.grab().toImage()).astype(int)
    canvas.hold_original(True)
    before = to_pixels(canvas.grab().toImage()).astype(int)
    written = np.minimum(np.abs(shown - plain), np.abs(shown - before)).max(axis=2)[top:] > 60
    middle = canvas.width() // 2
    written[:, middle - 3 : middle + 3] = False
    assert not written.any()


def test_messages_follow_a_narrower_window_and_show_all_their_text(opened: MainWindow, qtbot: QtBot) -> None:
    opened.notice.show_error("a rather long message that needs more than one line in a narrow window " * 2)
    height = opened.notice.height()
    opened.resize(760, 600)
    qtbot.waitUntil(lambda: opened.notice.height() > height)
    assert opened.notice.width() <= opened.canvas.width()
    text = opened.notice.text
    assert text.height() >= text.heightForWidth(text.width())


def test_a_label_that_is_too_narrow_ends_in_an_ellipsis_and_tells_all_in_its_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("Exporting a-file-with-a-long-name.jpg")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    assert label.shown == label.text()
    assert label.toolTip() == ""
    assert label.minimumSizeHint().width() < label.sizeHint().width()
    label.resize(90, label.height())
    qtbot.waitUntil(lambda: label.toolTip() == label.text())
    assert label.shown.endswith("…")
