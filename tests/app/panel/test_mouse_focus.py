"""A control that was clicked has the keyboard only while the pointer is over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT

from app.window.window import MainWindow

Key = Qt.Key
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CENTRE = QPoint(0, 0)


def place(window: MainWindow, widget: QWidget, shift: QPoint) -> QPoint:
    return widget.mapTo(window, widget.rect().center()) + shift


def press(window: MainWindow, widget: QWidget, shift: QPoint = CENTRE) -> None:
    """As the screen tells it: the window finds what lies under the pointer."""
    QTest.mouseMove(window.windowHandle(), place(window, widget, shift))
    QTest.mousePress(window.windowHandle(), LEFT, pos=place(window, widget, shift))


def release(window: MainWindow, widget: QWidget, shift: QPoint = CENTRE) -> None:
    QTest.mouseMove(window.windowHandle(), place(window, widget, shift))
    QTest.mouseRelease(window.windowHandle(), LEFT, pos=place(window, widget, shift))


def click(window: MainWindow, widget: QWidget) -> None:
    press(window, widget)
    release(window, widget)


def point_at(window: MainWindow, widget: QWidget) -> None:
    QTest.mouseMove(window.windowHandle(), place(window, widget, CENTRE))
    QApplication.processEvents()


def choose(window: MainWindow, widget: QWidget, choice: str, over: QWidget) -> None:
    """Open a widget's own menu by a right click and choose from it; with an empty choice press Escape.

    Meanwhile the pointer comes over something else; what lies under the menu sees nothing of it.
    """

    at = place(window, widget, CENTRE)
    held: list[bool] = []

    def act() -> None:
        QTest.mouseRelease(window.windowHandle(), RIGHT, pos=at)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        # The screen tells it when a menu opens.
        QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
        QCursor.setPos(over.mapToGlobal(over.rect().center()))
        held.append(widget.hasFocus())
        if choice:
            action = next(action for action in menu.actions() if choice in action.text().replace("&", ""))
            menu.setActiveAction(action)
        QTest.keyClick(menu, Key.Key_Return if choice else Key.Key_Escape)

    QTimer.singleShot(0, act)
    QTest.mousePress(window.windowHandle(), RIGHT, pos=at)
    QApplication.processEvents()
    assert held == [True]


@pytest.fixture
def walking(opened: MainWindow, make_photo: Callable[..., Path], qtbot: QtBot) -> MainWindow:
    """The window with the first of two photos in it."""
    opened.filmstrip.add([make_photo("second.png", width=64)])
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow, timeout=TIMEOUT)
    return opened


def test_after_a_drag_the_arrows_lead_to_the_next_photo_once_the_pointer_is_over_the_photo(
    walking: MainWindow, qtbot: QtBot
) -> None:
    slider = walking.panel.sliders["highlights"]
    press(walking, slider.track)
    release(walking, slider.track, QPoint(20, 0))
    assert slider.track.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Right)
    nudged = walking.studio.document.adjustments.highlights
    assert nudged > 0.1
    point_at(walking, walking.canvas)
    assert walking.canvas.hasFocus()
    with qtbot.waitSignal(walking.studio.opened, timeout=TIMEOUT):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Right)
    assert walking.studio.document.history.count() == 0
    walking.filmstrip.step(-1)
    qtbot.waitUntil(lambda: walking.studio.document.adjustments.highlights == nudged, timeout=TIMEOUT)


def test_a_drag_that_ends_beside_the_slider_gives_the_keyboard_back_when_it_ends(walking: MainWindow) -> None:
    track = walking.panel.sliders["highlights"].track
    press(walking, track)
    QTest.mouseMove(walking.windowHandle(), place(walking, walking.canvas, CENTRE))
    assert track.hasFocus()
    release(walking, walking.canvas)
    QApplication.processEvents()
    assert walking.canvas.hasFocus()


def test_a_clicked_box_or_style_gives_the_keyboard_back_too(walking: MainWindow) -> None:
    scroll = walking.panel.findChild(QScrollArea, "panelScroll")
    for widget in (walking.panel.sliders["exposure"].box, walking.panel.gallery.buttons[0]):
        scroll.ensureWidgetVisible(widget)
        click(walking, widget)
        assert widget.hasFocus()
        point_at(walking, walking.canvas)
        assert walking.canvas.hasFocus()


def test_a_box_that_is_typed_into_keeps_the_keyboard(walking: MainWindow) -> None:
    box = walking.panel.sliders["saturation"].box
    walking.panel.findChild(QScrollArea, "panelScroll").ensureWidgetVisible(box)
    click(walking, box)
    QTest.keyClick(box, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box, "15")
    point_at(walking, walking.canvas)
    assert box.hasFocus()
    QTest.keyClicks(box, "0")
    QTest.keyClick(box, Key.Key_Return)
    assert walking.studio.document.adjustments.saturation == 1.5
    assert walking.panel.sliders["saturation"].track.hasFocus()


def test_what_is_pasted_by_the_menu_of_a_box_can_be_taken_or_left(walking: MainWindow) -> None:
    box, before = walking.panel.sliders["highlights"].box, walking.panel.sliders["highlights"].value
    text = box.text()
    for key, shown, value in ((Key.Key_Escape, text, before), (Key.Key_Return, "+50", 0.5)):
        click(walking, box)
        QApplication.clipboard().setText("50")
        box.selectAll()
        choose(walking, box, "Paste", over=walking.canvas)
        assert box.hasFocus()
        assert walking.panel.sliders["highlights"].value == before
        QTest.keyClick(box, key)
        assert box.text() == shown
        assert walking.panel.sliders["highlights"].value == value


def test_what_is_selected_by_the_menu_of_a_box_can_be_typed_over(walking: MainWindow) -> None:
    box = walking.panel.sliders["highlights"].box
    click(walking, box)
    choose(walking, box, "Select All", over=walking.canvas)
    assert box.hasFocus()
    QTest.keyClicks(box, "50")
    QTest.keyClick(box, Key.Key_Return)
    assert walking.panel.sliders["highlights"].value == 0.5


def test_a_menu_that_is_closed_leaves_the_keyboard_where_the_pointer_is(walking: MainWindow) -> None:
    box = walking.panel.sliders["highlights"].box
    for over in (walking.canvas, box):
        click(walking, box)
        choose(walking, box, "", over)
        assert over.hasFocus()


def test_what_is_reached_by_the_keyboard_keeps_it_wherever_the_pointer_goes(walking: MainWindow) -> None:
    track = walking.panel.sliders["highlights"].track
    click(walking, track)
    QTest.keyClick(track, Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Backtab)
    assert track.hasFocus()
    point_at(walking, walking.canvas)
    assert track.hasFocus()
