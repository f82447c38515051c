"""Thumbnails to choose from: which part of the photo they show, and their tool tips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QScrollArea, QToolTip

from app.window.window import MainWindow


def test_of_a_tall_picture_the_part_above_the_middle_is_shown(opened: MainWindow) -> None:
    button = opened.panel.gallery.buttons[0]
    button.resize(100, button.height())
    frame = QRectF(0, 0, 98, 66)
    tall = QImage(98, 3 * 66 + 3, QImage.Format.Format_RGB32)
    tall.fill(Qt.GlobalColor.black)
    painter = QPainter(tall)
    # A third of what is cut is above.
    painter.fillRect(frame.translated(0, 45).toRect(), QColor(200, 40, 40))
    painter.end()
    button.set_picture(tall)
    shown = button.grab().toImage()
    ratio = shown.devicePixelRatio()
    for y in (4, 63):
        assert shown.pixelColor(round(50 * ratio), round(y * ratio)).red() > 180


@pytest.mark.parametrize("size", [(300, 66), (98, 66)])
def test_of_a_wide_picture_the_middle_is_shown(opened: MainWindow, size: tuple[int, int]) -> None:
    button = opened.panel.gallery.buttons[0]
    button.resize(100, button.height())
    wide = QImage(*size, QImage.Format.Format_RGB32)
    wide.fill(Qt.GlobalColor.black)
    wide.setPixelColor(size[0] // 2, 33, QColor(255, 255, 255))
    button.set_picture(wide)
    shown = button.grab().toImage()
    ratio = shown.devicePixelRatio()
    assert shown.pixelColor(round(50 * ratio), round(34 * ratio)).red() > 60


def test_the_tip_of_a_style_leaves_its_picture_and_name_in_sight(opened: MainWindow) -> None:
    button = opened.panel.gallery.buttons[0]
    scroll = opened.panel.findChild(QScrollArea, "panelScroll")
    scroll.ensureWidgetVisible(button)
    for at in (button.rect().center(), button.rect().topLeft()):
        QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, at, button.mapToGlobal(at)))
        (tip,) = (w for w in QApplication.topLevelWidgets() if w.windowType() == Qt.WindowType.ToolTip)
        assert button.text() in QToolTip.text()
        place = QRect(button.mapToGlobal(button.rect().topLeft()), button.size())
        assert not tip.geometry().intersects(place)
        QToolTip.hideText()
