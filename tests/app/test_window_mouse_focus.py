"""A control that was clicked has the keyboard only while the pointer is over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from window_fixtures import TIMEOUT

from app.window import MainWindow

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
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
    slider = walking.panel.highlights
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
    track = walking.panel.highlights.track
    press(walking, track)
    QTest.mouseMove(walking.windowHandle(), place(walking, walking.canvas, CENTRE))
    assert track.hasFocus()
    release(walking, walking.canvas)
    QApplication.processEvents()
    assert walking.canvas.hasFocus()


def test_a_clicked_box_or_style_gives_the_keyboard_back_too(walking: MainWindow) -> None:
    scroll = walking.panel.findChild(QScrollArea, "panelScroll")
    for widget in (walking.panel.exposure.box, walking.panel.gallery.buttons[0]):
        scroll.ensureWidgetVisible(widget)
        click(walking, widget)
        assert widget.hasFocus()
        point_at(walking, walking.canvas)
        assert walking.canvas.hasFocus()


def test_a_box_that_is_typed_into_keeps_the_keyboard(walking: MainWindow) -> None:
    box = walking.panel.saturation.box
    click(walking, box)
    QTest.keyClick(box, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box, "15")
    point_at(walking, walking.canvas)
    assert box.hasFocus()
    QTest.keyClicks(box, "0")
    QTest.keyClick(box, Key.Key_Return)
    assert walking.studio.document.adjustments.saturation == 1.5
    assert walking.panel.saturation.track.hasFocus()


def test_what_is_reached_by_the_keyboard_keeps_it_wherever_the_pointer_goes(walking: MainWindow) -> None:
    track = walking.panel.highlights.track
    click(walking, track)
    QTest.keyClick(track, Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Backtab)
    assert track.hasFocus()
    point_at(walking, walking.canvas)
    assert track.hasFocus()
