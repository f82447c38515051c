"""What is painted over the photo: labels, and the line between before and after."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.theme import Colors


def paint_label(
    painter: QPainter, text: str, corner: QPointF, *, right: bool = False, marked: bool = False
) -> None:
    """Write a word on a dark plate.

    Args:
        painter: of the widget.
        text: the word.
        corner: the plate's upper left corner, or the right one.
        right: whether it is the right one.
        marked: whether to draw attention to it.
    """
    box = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(0, 0, 14, 6)
    box.moveTopLeft(corner)
    if right:
        box.moveRight(corner.x())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 190 if marked else 120))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(Colors.accent if marked else QColor(255, 255, 255, 220))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_divider(painter: QPainter, line: QLineF) -> None:
    """A line that stands out from any picture, with a handle in its middle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 110), 3))
    painter.drawLine(line)
    painter.setPen(QPen(QColor(255, 255, 255, 220), 1))
    painter.drawLine(line)
    middle = line.center()
    painter.setBrush(QColor(255, 255, 255, 235))
    painter.setPen(QPen(QColor(0, 0, 0, 120), 1))
    painter.drawEllipse(middle, 11, 11)
    painter.setPen(QPen(QColor(40, 40, 40), 1.6))
    along = QPointF(line.unitVector().dx(), line.unitVector().dy())
    across = QPointF(along.y(), -along.x())
    for side in (-1, 1):
        tip = middle + across * (6.0 * side)
        painter.drawLine(tip, tip - across * (3.0 * side) - along * 3.0)
        painter.drawLine(tip, tip - across * (3.0 * side) + along * 3.0)
