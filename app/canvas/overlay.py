"""What is painted over the photo: labels, and the line between before and after."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

LABEL_OFFSET = 12
"""Of labels from the edges and the line that they stand at."""
_PADDING = QPointF(14, 8)
_BETWEEN = 10
_LOUD, _PLAIN = QColor(240, 178, 72), QColor(224, 224, 224)
"""Of words on a dark plate, whatever the theme."""


def paint_label(painter: QPainter, text: str, corner: QPointF, *, right: bool = False) -> None:
    """Write a word on a dark plate.

    Args:
        painter: of the widget.
        text: the word.
        corner: the plate's upper left corner, or the right one.
        right: whether it is the right one.
    """
    box = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(0, 0, 14, 6)
    box.moveTopLeft(corner)
    if right:
        box.moveRight(corner.x())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 120))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(255, 255, 255, 220))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_sides(painter: QPainter, names: tuple[str, str], seen: QRectF, at: float, *, level: bool) -> None:
    """Name what lies on either side of a line, above, where messages never lie over it.

    Args:
        painter: of the widget.
        names: of the upper or left side, and of the other.
        seen: the part of the photo that is seen.
        at: where the line is.
        level: whether it is a level one.
    """
    left, top = seen.left() + LABEL_OFFSET, seen.top() + LABEL_OFFSET
    if level:
        paint_label(painter, names[0], QPointF(left, top))
        paint_label(painter, names[1], QPointF(left, at + LABEL_OFFSET))
    else:
        paint_label(painter, names[0], QPointF(at - LABEL_OFFSET, top), right=True)
        paint_label(painter, names[1], QPointF(at + LABEL_OFFSET, top))


def paint_caption(painter: QPainter, text: str, hint: str, head: QPointF, width: float) -> None:
    """Write on a dark plate what must not be overlooked, and beside it what can be done about it.

    Args:
        painter: of the widget.
        text: what it is; shortened where there is too little room.
        hint: what can be done, or nothing; left out where there is too little room for both.
        head: the middle of the plate's upper edge.
        width: the room for the plate.
    """
    plain, bold = painter.font(), painter.font()
    bold.setBold(True)
    metrics, faint = QFontMetricsF(bold), QFontMetricsF(plain)
    room = width - 2 * _PADDING.x()
    needed = metrics.horizontalAdvance(text)
    beside = _BETWEEN + faint.horizontalAdvance(hint) if hint else 0.0
    if needed + beside > room:
        hint, beside = "", 0.0
        text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        needed = metrics.horizontalAdvance(text)
    box = QRectF(0, 0, needed + beside + 2 * _PADDING.x(), metrics.height() + 2 * _PADDING.y())
    box.moveCenter(head + QPointF(0, box.height() / 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(255, 255, 255, 50), 1))
    painter.setBrush(QColor(20, 20, 20, 225))
    painter.drawRoundedRect(box, 6, 6)
    line = box.adjusted(_PADDING.x(), 0, -_PADDING.x(), 0)
    painter.setFont(bold)
    painter.setPen(_LOUD)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    painter.setFont(plain)
    painter.setPen(_PLAIN)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, hint)


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
