"""The whole photo, and over it the frame: its handles are dragged, and a line along what is to be level."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import Enum, auto

import qtawesome
from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.crop.shapes import Ground, Handle, Rect, moved, resized, turned_over
from app.widgets.theme import Colors
from ccnet_core.geometry import LARGEST_ANGLE, Geometry

_MARGIN = 28
"""Logical pixels around the photo, from which it is turned."""
_GRIP, _CORNER = 10, 18
"""How near to a side, and to a corner, it is grasped, in logical pixels."""
_ARM = 22
"""Length of what marks a corner or the middle of a side."""
_THIRDS, _FINE = 3, 9
"""Fields of the grid across and down: of the frame, and while the photo is turned."""
_SHORTEST_LINE = 12
"""Logical pixels of a line that says what is to be level: less was a click."""
_STEP = 0.01
"""Share of a side of the photo that an arrow key moves by; with Shift it is a pixel."""
_LIGHT, _DARK = QColor(255, 255, 255), QColor(0, 0, 0, 130)
_CURSORS = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
}


class _Drag(Enum):
    NONE = auto()
    FRAME = auto()
    MOVE = auto()
    TURN = auto()
    LEVEL = auto()


class CropView(QWidget):
    """Shows a photo as it is turned, and the frame over it.

    Attributes:
        ratio: width of the frame for a height of 1, or the other way round, which drags keep; None for any.

    Signals:
        decided: a new geometry, the step's name, and whether it is one of a row, as in a drag.
        released: a row of steps has ended.
        applied: the frame is to be taken.
        given_up: it is not to be.
        swap_requested: the frame is to lie where it stands, or stand where it lies.
        levelling_changed: whether the next drag is a line along what is to be level.
        framed: the frame is elsewhere in the widget.
    """

    decided = Signal(Geometry, str, bool)
    released = Signal()
    applied = Signal()
    given_up = Signal()
    swap_requested = Signal()
    levelling_changed = Signal(bool)
    framed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cropView")
        self.setAccessibleName(self.tr("Crop frame"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.ratio: float | None = None
        self._image = QImage()
        self._photo = QSize(1, 1)
        self._geometry = Geometry()
        self._levelling = self._turning = False
        self._drag, self._handle = _Drag.NONE, (0, 0)
        self._from, self._start = QPointF(), Geometry()
        self._line: QLineF | None = None
        self._backdrop: tuple[object, QPixmap] | None = None
        icon = qtawesome.icon("mdi6.rotate-3d-variant", color="white")
        self._turn_cursor = QCursor(icon.pixmap(22, 22))

    def set_photo(self, size: QSize, image: QImage) -> None:
        """Show a photo.

        Args:
            size: of the photo in its own pixels, as it is stored.
            image: all of it, in any size.
        """
        self._photo, self._image = QSize(size), image
        self._backdrop = None
        self._describe()
        self.framed.emit()

    def set_geometry(self, geometry: Geometry) -> None:
        """Show a frame; nothing is emitted."""
        self._geometry = geometry
        self._describe()
        self.framed.emit()

    @property
    def ground(self) -> Ground:
        """The upright photo beneath the frame."""
        height, width = self._geometry.upright(self._photo.height(), self._photo.width())
        return Ground(width, height, self._geometry.straighten)

    @property
    def rect_in_photo(self) -> Rect:
        """The frame, in pixels of the upright photo."""
        return self.ground.rect(self._geometry.crop)

    def frame_rect(self) -> QRectF:
        """The frame, in the widget."""
        rect, scale = self.rect_in_photo, self._scale
        return QRectF(
            self._to_widget(rect.x, rect.y), QRectF(0, 0, scale * rect.width, scale * rect.height).size()
        )

    def handle_rects(self) -> list[QRect]:
        """What corners and the middles of sides are grasped by, in the widget."""
        frame, middle = self.frame_rect(), self.frame_rect().center()
        across, down = (frame.left(), middle.x(), frame.right()), (frame.top(), middle.y(), frame.bottom())
        square = QRectF(0, 0, 2 * _CORNER, 2 * _CORNER)
        points = [QPointF(x, y) for x in across for y in down if (x, y) != (middle.x(), middle.y())]
        return [square.translated(point - square.center()).toAlignedRect() for point in points]

    @property
    def levelling(self) -> bool:
        """Whether the next drag is a line along what is to be level or upright."""
        return self._levelling

    def level(self, on: bool) -> None:
        """Have the next drag be such a line, or not."""
        if on != self._levelling:
            self._levelling, self._line = on, None
            self._update_cursor(self.mapFromGlobal(QCursor.pos()).toPointF())
            self.levelling_changed.emit(on)
            self.update()

    def show_turning(self, turning: bool) -> None:
        """Show the finer grid, while the photo is turned from elsewhere."""
        if turning != self._turning:
            self._turning = turning
            self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The photo, dimmed outside the frame; the frame with its grid and handles; the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Colors.surround)
        if self._image.isNull():
            return
        painter.drawPixmap(0, 0, self._painted_photo())
        frame = self.frame_rect()
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        outside.addRect(frame)
        veil = QColor(Colors.surround)
        veil.setAlpha(185)
        painter.fillPath(outside, veil)
        turning = self._turning or self._drag in (_Drag.TURN, _Drag.LEVEL)
        self._paint_grid(painter, frame, _FINE if turning else _THIRDS)
        self._paint_handles(painter, frame)
        if self._line is not None:
            self._paint_line(painter, self._line)

    def _painted_photo(self) -> QPixmap:
        """The turned photo; made once for what does not change while the frame is dragged."""
        geometry, ratio = self._geometry, self.devicePixelRatioF()
        key = (
            geometry.rotation,
            geometry.mirrored,
            geometry.straighten,
            self.size().toTuple(),
            ratio,
            Colors.surround.rgb(),
        )
        if self._backdrop is None or self._backdrop[0] != key:
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Colors.surround)
            painter = QPainter(pixmap)
            painter.setRenderHints(
                QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
            )
            painter.setTransform(self._from_stored())
            painter.drawImage(QRectF(0, 0, self._photo.width(), self._photo.height()), self._image)
            painter.end()
            self._backdrop = key, pixmap
        return self._backdrop[1]

    def _from_stored(self) -> QTransform:
        """From pixels of the photo as it is stored to the widget: one after the other, from the left."""
        ground, scale, moved_by = self.ground, self._scale, QTransform.fromTranslate
        corners = {90: (ground.width, 0), 180: (ground.width, ground.height), 270: (0, ground.height)}
        corner = corners.get(self._geometry.rotation, (0, 0))
        upright = QTransform().rotate(self._geometry.rotation) * moved_by(*corner)
        if self._geometry.mirrored:
            upright = upright * QTransform.fromScale(-1, 1) * moved_by(ground.width, 0)
        level = upright * moved_by(-ground.width / 2, -ground.height / 2) * QTransform.fromScale(scale, scale)
        return level * QTransform().rotate(ground.angle) * moved_by(self.width() / 2, self.height() / 2)

    def _paint_grid(self, painter: QPainter, frame: QRectF, fields: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        lines = []
        for index in range(1, fields):
            x, y = (
                frame.left() + index * frame.width() / fields,
                frame.top() + index * frame.height() / fields,
            )
            lines += [QLineF(x, frame.top(), x, frame.bottom()), QLineF(frame.left(), y, frame.right(), y)]
        for color, offset in ((QColor(0, 0, 0, 70), 1), (QColor(255, 255, 255, 110), 0)):
            painter.setPen(QPen(color, 1))
            painter.drawLines([line.translated(offset, offset) for line in lines])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_DARK, 3))
        painter.drawRect(frame)
        painter.setPen(QPen(QColor(255, 255, 255, 230), 1))
        painter.drawRect(frame)

    def _paint_handles(self, painter: QPainter, frame: QRectF) -> None:
        """Angles at the corners, bars in the middle of the sides."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        arm = min(_ARM, frame.width() / 3, frame.height() / 3)
        path = QPainterPath()
        for x, sign in ((frame.left(), 1), (frame.right(), -1)):
            for y, down in ((frame.top(), 1), (frame.bottom(), -1)):
                path.moveTo(x + sign * arm, y)
                path.lineTo(x, y)
                path.lineTo(x, y + down * arm)
        middle, half = frame.center(), arm / 2
        for y in (frame.top(), frame.bottom()):
            path.moveTo(middle.x() - half, y)
            path.lineTo(middle.x() + half, y)
        for x in (frame.left(), frame.right()):
            path.moveTo(x, middle.y() - half)
            path.lineTo(x, middle.y() + half)
        focus = self.hasFocus()
        for color, width in ((_DARK, 6.0), (Colors.fill if focus else _LIGHT, 3.5)):
            pen = QPen(
                color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin
            )
            painter.strokePath(path, pen)

    def _paint_line(self, painter: QPainter, line: QLineF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in ((_DARK, 4.0), (Colors.fill, 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawLine(line)
        painter.setBrush(Colors.fill)
        painter.setPen(QPen(_DARK, 1))
        for end in (line.p1(), line.p2()):
            painter.drawEllipse(end, 4.5, 4.5)

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grasp a handle, the frame, the photo around it, or begin a line."""
        if event.button() != Qt.MouseButton.LeftButton or self._image.isNull():
            return
        at = event.position()
        self._from, self._start = at, self._geometry
        self._handle = self._handle_at(at)
        if self._levelling or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._drag, self._line = _Drag.LEVEL, QLineF(at, at)
        elif self._handle != (0, 0):
            self._drag = _Drag.FRAME
        else:
            self._drag = _Drag.MOVE if self.frame_rect().contains(at) else _Drag.TURN
        self._update_cursor(at)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        at = event.position()
        if self._drag is _Drag.LEVEL:
            self._line = QLineF(self._from, at)
            self.update()
        elif self._drag is _Drag.TURN:
            self._turn_to(at)
        elif self._drag is _Drag.MOVE:
            way = (at - self._from) / self._scale
            rect = moved(self.ground, self._start_rect, way.x(), way.y())
            self._decide(replace(self._start, crop=self.ground.crop(rect)), self.tr("Move frame"))
        elif self._drag is _Drag.FRAME:
            ground, rect = self.ground, self._start_rect
            held = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            ratio = rect.width / rect.height if held and self.ratio is None else None
            if self.ratio is not None:
                ratio = turned_over(self.ratio, rect)
            way = (at - self._from) / self._scale
            to = (
                (rect.x if self._handle[0] < 0 else rect.x + rect.width) + way.x(),
                (rect.y if self._handle[1] < 0 else rect.y + rect.height) + way.y(),
            )
            crop = ground.crop(resized(ground, rect, self._handle, to, ratio))
            self._decide(replace(self._start, crop=crop), self.tr("Crop frame"))
        self._update_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a line says what is to be level."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        drag, line = self._drag, self._line
        self._drag, self._line = _Drag.NONE, None
        if drag is _Drag.LEVEL and line is not None and line.length() >= _SHORTEST_LINE:
            self._level_by(line)
            self.level(False)
        self.released.emit()
        self._update_cursor(event.position())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Within the frame it takes it."""
        at = event.position()
        inside = self._handle_at(at) == (0, 0) and self.frame_rect().contains(at)
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.applied.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the frame, Escape gives it up, X swaps its sides; arrows move it, with Ctrl a side."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.applied.emit()
        elif event.key() == Qt.Key.Key_Escape and self._levelling:
            self.level(False)
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() == Qt.Key.Key_X:
            self.swap_requested.emit()
        elif step is not None:
            self._step(step, event.modifiers())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All of the photo stays in sight."""
        super().resizeEvent(event)
        self.framed.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        super().leaveEvent(event)
        self.unsetCursor()

    # Helpers

    @property
    def _scale(self) -> float:
        """Logical pixels per photo pixel, at which all of the turned photo is seen."""
        ground = self.ground
        sine, cosine = (abs(f(math.radians(ground.angle))) for f in (math.sin, math.cos))
        across = ground.width * cosine + ground.height * sine
        down = ground.width * sine + ground.height * cosine
        room = max(1, self.width() - 2 * _MARGIN), max(1, self.height() - 2 * _MARGIN)
        return min(room[0] / across, room[1] / down)

    @property
    def _start_rect(self) -> Rect:
        """The frame as the drag found it."""
        return self.ground.rect(self._start.crop)

    def _to_widget(self, x: float, y: float) -> QPointF:
        """A point over the upright photo, in the widget."""
        ground, scale = self.ground, self._scale
        return QPointF(
            self.width() / 2 + scale * (x - ground.width / 2),
            self.height() / 2 + scale * (y - ground.height / 2),
        )

    def _handle_at(self, at: QPointF) -> Handle:
        """The corner or side that would be grasped."""
        frame = self.frame_rect()
        # Of a small frame the middle is left to move it by.
        corner = min(_CORNER, frame.width() / 3, frame.height() / 3)
        grip = min(_GRIP, corner)
        for reach, both in ((corner, True), (grip, False)):
            x = -1 if abs(at.x() - frame.left()) <= reach else int(abs(at.x() - frame.right()) <= reach)
            y = -1 if abs(at.y() - frame.top()) <= reach else int(abs(at.y() - frame.bottom()) <= reach)
            if both and x and y:
                return x, y
            if not both and x and frame.top() <= at.y() <= frame.bottom():
                return x, 0
            if not both and y and frame.left() <= at.x() <= frame.right():
                return 0, y
        return 0, 0

    def _turn_to(self, at: QPointF) -> None:
        """Turn the photo as the hand goes around the middle."""
        middle = QPointF(self.width() / 2, self.height() / 2)
        turned = QLineF(middle, self._from).angleTo(QLineF(middle, at))
        # Qt counts counterclockwise, 0 to 360.
        self._straighten(self._start, -turned if turned <= 180 else 360 - turned)

    def _level_by(self, line: QLineF) -> None:
        """Turn the photo so that a line is level, or upright where it is nearer to that."""
        angle = math.degrees(math.atan2(line.dy(), line.dx()))
        self._straighten(self._geometry, -((angle + 45) % 90 - 45))

    def _straighten(self, geometry: Geometry, by: float) -> None:
        angle = min(max(geometry.straighten + by, -LARGEST_ANGLE), LARGEST_ANGLE)
        self._decide(replace(geometry, straighten=round(angle, 2)), self.tr("Straighten"))

    def _step(self, step: tuple[int, int], keys: Qt.KeyboardModifier) -> None:
        """Move the frame, or its lower right corner, by keys."""
        ground, rect = self.ground, self.rect_in_photo
        fine = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        way = 1.0 if fine else max(1.0, round(_STEP * max(ground.width, ground.height)))
        x, y = step[0] * way, step[1] * way
        if not keys & Qt.KeyboardModifier.ControlModifier:
            crop, text = ground.crop(moved(ground, rect, x, y)), self.tr("Move frame")
        else:
            ratio = None if self.ratio is None else turned_over(self.ratio, rect)
            handle = (abs(step[0]), abs(step[1]))
            to = rect.x + rect.width + x, rect.y + rect.height + y
            crop, text = ground.crop(resized(ground, rect, handle, to, ratio)), self.tr("Crop frame")
        self._decide(replace(self._geometry, crop=crop), text)

    def _decide(self, geometry: Geometry, text: str) -> None:
        if geometry != self._geometry:
            self.decided.emit(geometry, text, True)

    def _describe(self) -> None:
        """Say where the frame is, to who does not see it."""
        rect = self.rect_in_photo
        self.setAccessibleDescription(
            self.tr("{width} × {height} pixels at {x}, {y}").format(
                width=round(rect.width), height=round(rect.height), x=round(rect.x), y=round(rect.y)
            )
        )
        self.update()

    def _update_cursor(self, at: QPointF) -> None:
        handle = self._handle if self._drag is _Drag.FRAME else self._handle_at(at)
        if self._levelling or self._drag is _Drag.LEVEL:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._drag is _Drag.MOVE:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._drag is _Drag.TURN:
            self.setCursor(self._turn_cursor)
        elif handle in _CURSORS:
            self.setCursor(_CURSORS[handle])
        elif self.frame_rect().contains(at):
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(self._turn_cursor)
