"""What lies over the photo while masks are drawn: what they cover, their handles, and the brush."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from app.canvas.canvas import Canvas
from app.masks.shapes import Ground, Handle, strokes_of
from app.widgets.images import tinted
from app.widgets.theme import Colors
from ccnet_core.geometry import Geometry
from ccnet_core.masks import MOST_POINTS, Linear, Mask, MaskKind, Point, Radial, Stroke

_REACH = 11
"""How near to a handle it is grasped, in logical pixels."""
_STEM = 26
"""Of the handle that turns an ellipse, from its edge."""
_LEAST_DRAG = 5
"""Logical pixels of a drag that draws a gradient: less was a click."""
_STEP = 0.01
"""Share of the longer side by which an arrow key moves a mask; with Shift it is a tenth of that."""
_GROWTH = 1.15
"""By how much a key makes the brush larger."""
_MARGIN = 8
"""Of what is painted around the brush, in logical pixels: its outline, and the cross in a small one."""
_BRUSH = (0.004, 0.5)
"""Radii of the brush, in shares of the photo's longer side."""
_COVER = QColor(255, 45, 35, 150)
"""Of what is covered wholly."""
_LIGHT, _DARK = QColor(255, 255, 255), QColor(0, 0, 0, 150)


def overrides(event: QKeyEvent) -> bool:
    """Take O from the command that it is elsewhere: while masks are drawn it shows what they cover."""
    taken = event.key() == Qt.Key.Key_O and not event.modifiers()
    if taken:
        event.accept()
    return taken


class MaskLayer(QWidget):
    """Shows masks over the photo and lets a hand draw them; what it does not need goes on to the photo.

    Attributes:
        radius: of the brush, in shares of the photo's longer side.
        softness: of the brush, 0 to 1.

    Signals:
        drawn: the shape of a new gradient, and whether it is the first of one drag.
        changed: the selected mask as it is dragged or moved by keys, and whether that is one of a row.
        released: a row of changes has ended.
        stroked: the strokes that were painted at once; several where a pen was pressed unevenly.
        picked: a place whose colour or luminance is meant.
        selected: the index of a mask whose pin was clicked.
        brush_changed: its size or softness.
        ended: Escape, where nothing else was to be ended.
        disarmed: what the next drag was to draw it does not draw any more.
        delete_requested: the selected mask is not wanted.
        cover_requested: whether what is covered is to be shown.
    """

    drawn = Signal(object, bool)
    changed = Signal(object, bool)
    released = Signal()
    stroked = Signal(object)
    picked = Signal(object)
    selected = Signal(int)
    brush_changed = Signal()
    ended = Signal()
    disarmed = Signal()
    delete_requested = Signal()
    cover_requested = Signal(bool)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.setObjectName("maskLayer")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas = canvas
        self.radius, self.softness = 0.05, 0.5
        self._size, self._geometry = QSize(1, 1), Geometry()
        self._masks: tuple[Mask, ...] = ()
        self._selected = -1
        self._armed: MaskKind | None = None
        self._covered = False
        self._cover: QImage | None = None
        self._handle, self._from, self._start = Handle.NONE, QPointF(), QPointF()
        self._grasped: Mask | None = None
        self._drawing = self._begun = self._erasing = False
        self._line: list[QPointF] = []
        self._pressure = 1.0
        self._pressures: list[float] = []
        self._pointer: QPointF | None = None
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self.update)
        self.hide()

    def set_photo(self, size: QSize, geometry: Geometry) -> None:
        """Lie over a photo.

        Args:
            size: of the photo in its own pixels, as it is stored.
            geometry: what is shown of it.
        """
        if (self._size, self._geometry) != (size, geometry):
            self._size, self._geometry = QSize(size), geometry
            self._cover = None
            self.update()

    def set_masks(self, masks: tuple[Mask, ...], selected: int) -> None:
        """Show masks; nothing is emitted.

        Args:
            masks: all of the photo.
            selected: the index of that which is being decided, -1 for none.
        """
        self._masks, self._selected = masks, selected
        if self._mask is None or not self._covered:
            self._cover = None
        self.update()

    def set_cover(self, cover: QImage | None) -> None:
        """Show what the selected mask covers of the photo, a picture of grey; None for nothing."""
        self._cover = None if cover is None else tinted(cover, _COVER)
        self.update()

    def show_cover(self, shown: bool) -> None:
        """Whether what is covered is wanted; what comes late is not."""
        self._covered = shown
        if not shown:
            self._cover = None
        self.update()

    def arm(self, kind: MaskKind | None) -> None:
        """What the next drag draws, or the next click picks; None for nothing."""
        self._armed = kind
        self._update_cursor(self._pointer)
        self.update()

    @property
    def armed(self) -> MaskKind | None:
        """What the next drag draws, or the next click picks; None for nothing."""
        return self._armed

    @property
    def cover(self) -> QImage | None:
        """What is shown of what the selected mask covers."""
        return self._cover

    def to_widget(self, place: Point) -> QPointF:
        """Where a place of the photo lies."""
        return self._from_photo.map(self._ground.to_pixels(place))

    def place_in_picture(self, place: Point) -> QPointF:
        """Where a place of the photo lies in what is shown of it, in shares of width and height."""
        rect, at = self._photo_rect, self.to_widget(place)
        return QPointF((at.x() - rect.x()) / rect.width(), (at.y() - rect.y()) / rect.height())

    def handle_points(self) -> dict[Handle, QPointF]:
        """Where the selected gradient can be grasped."""
        mask = self._mask
        if mask is None or mask.shape is None:
            return {}
        shape, ground, transform = mask.shape, self._ground, self._from_photo
        points = {handle: transform.map(at) for handle, at in ground.handles(shape).items()}
        if isinstance(shape, Radial):
            line = QLineF(points[Handle.ALL], points[Handle.RIGHT])
            line.setLength(line.length() + _STEM)
            points[Handle.TURN] = line.p2()
        return points

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is covered, the pins of all masks, the handles of the selected one, and the brush."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._cover is not None and not self._canvas.badge:
            painter.drawImage(self._photo_rect, self._cover)
        for index, other in enumerate(self._masks):
            if index != self._selected and (pin := self._pin(other)) is not None:
                self._paint_dot(painter, pin, 5.0, other.shown)
        mask = self._mask
        if mask is not None and not self._drawing_line:
            if isinstance(mask.shape, Linear):
                self._paint_linear(painter, mask.shape)
            elif isinstance(mask.shape, Radial):
                self._paint_radial(painter, mask.shape)
            elif (pin := self._pin(mask)) is not None:
                self._paint_dot(painter, pin, 6.5, mask.shown, selected=True)
        self._paint_brush(painter)

    def _paint_linear(self, painter: QPainter, shape: Linear) -> None:
        """Lines across its start, its middle and its end, level in the photo, and the handles on them."""
        ground, transform = self._ground, self._from_photo
        start, end = (transform.map(ground.to_pixels(place)) for place in (shape.start, shape.end))
        way = QLineF(start, end)
        normal = way.normalVector()
        normal.setLength(3.0 * (self.width() + self.height()))
        reach = QPointF(normal.dx(), normal.dy())
        path = QPainterPath()
        for at in (start, end):
            path.moveTo(at - reach)
            path.lineTo(at + reach)
        self._stroke(painter, path, 1.4)
        middle = QPainterPath((start + end) / 2 - reach)
        middle.lineTo((start + end) / 2 + reach)
        self._stroke(painter, middle, 1.0, dashed=True)
        stem = QPainterPath(start)
        stem.lineTo(end)
        self._stroke(painter, stem, 1.0)
        self._paint_handles(painter)

    def _paint_radial(self, painter: QPainter, shape: Radial) -> None:
        """Its edge, where it covers all, and the handles on them."""
        ground, transform = self._ground, self._from_photo
        for share, width, dashed in ((1.0, 1.4, False), (1 - shape.softness, 1.0, True)):
            if share < 0.02:
                continue
            path = QPainterPath()
            for step in range(97):
                turn = 2 * math.pi * step / 96
                at = transform.map(ground.on_radial(shape, math.cos(turn), math.sin(turn), share))
                if step:
                    path.lineTo(at)
                else:
                    path.moveTo(at)
            self._stroke(painter, path, width, dashed=dashed)
        points = self.handle_points()
        stem = QPainterPath(points[Handle.RIGHT])
        stem.lineTo(points[Handle.TURN])
        self._stroke(painter, stem, 1.0)
        self._paint_handles(painter)

    def _paint_handles(self, painter: QPainter) -> None:
        mask = self._mask
        for handle, at in self.handle_points().items():
            if handle is Handle.ALL:
                self._paint_dot(painter, at, 6.5, mask is not None and mask.shown, selected=True)
            else:
                self._paint_dot(painter, at, 3.5 if handle is Handle.SOFT else 4.5, True)

    def _paint_dot(
        self, painter: QPainter, at: QPointF, radius: float, filled: bool, *, selected: bool = False
    ) -> None:
        painter.setPen(QPen(_DARK, 1.5))
        painter.setBrush((Colors.fill if selected else _LIGHT) if filled else QColor(0, 0, 0, 90))
        painter.drawEllipse(at, radius + 1, radius + 1)
        painter.setPen(QPen(_LIGHT, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, radius, radius)

    def _stroke(self, painter: QPainter, path: QPainterPath, width: float, *, dashed: bool = False) -> None:
        """A line that stands out from any picture."""
        for color, wide in ((_DARK, width + 2), (_LIGHT, width)):
            pen = QPen(color, wide)
            if dashed:
                pen.setDashPattern([4 / wide * width, 4 / wide * width])
            painter.strokePath(path, pen)

    def _paint_brush(self, painter: QPainter) -> None:
        """What is being painted, and the brush at the pointer."""
        if self._line:
            path = QPainterPath(self._from_photo.map(self._line[0]))
            for point in self._line[1:]:
                path.lineTo(self._from_photo.map(point))
            if len(self._line) == 1:
                path.lineTo(path.currentPosition() + QPointF(0.01, 0))
            color = QColor(255, 255, 255) if self._erasing else QColor(_COVER)
            # Softer towards the edge: strokes within each other.
            shares = (1.0, 1 - self.softness / 2, max(0.05, 1 - self.softness))
            for share in shares if self.softness > 0.05 else (1.0,):
                color.setAlpha(55 if self.softness > 0.05 else 120)
                pen = QPen(
                    color, 2 * share * self._brush_radius, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
                )
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.strokePath(path, pen)
        if self._armed is not MaskKind.BRUSH or self._pointer is None or self._canvas.space_held:
            return
        for share, dashed in ((1.0, False), (1 - self.softness, True)):
            circle = QPainterPath()
            radius = share * self._brush_radius
            circle.addEllipse(self._pointer, radius, radius)
            if radius > 2:
                self._stroke(painter, circle, 1.2, dashed=dashed)
        cross = QPainterPath()
        for x, y in ((4, 0),) if self._erasing else ((4, 0), (0, 4)):
            cross.moveTo(self._pointer - QPointF(x, y))
            cross.lineTo(self._pointer + QPointF(x, y))
        self._stroke(painter, cross, 1.2)

    # Events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of the photo's widget, and take its keys while masks are drawn."""
        if event.type() == QEvent.Type.Resize:
            self.resize(self._canvas.size())
        elif self.isVisible() and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                return overrides(event)
            if event.key() == Qt.Key.Key_Alt:
                self._erase(event.type() == QEvent.Type.KeyPress)
            elif event.type() == QEvent.Type.KeyPress:
                return self._press(event)
        return super().eventFilter(watched, event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Note how hard a pen is pressed; it goes on as the mouse does."""
        if event.pointerType() is QPointingDevice.PointerType.Pen and event.pressure() > 0:
            self._pressure = event.pressure()
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grasp a handle or a pin, or begin to draw; what is for the photo goes on to it."""
        if event.button() != Qt.MouseButton.LeftButton or self._canvas.space_held:
            event.ignore()
            return
        at = event.position()
        self._pointer, self._from = at, at
        self._erase(bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        if self._armed is MaskKind.BRUSH:
            self._line, self._pressures = [self._to_photo(at)], [self._pressure]
        elif self._armed in (MaskKind.LUMINANCE, MaskKind.COLOUR):
            self._pick(at)
        elif self._armed in (MaskKind.LINEAR, MaskKind.RADIAL):
            self._drawing, self._begun = True, False
        elif (handle := self._handle_at(at)) is not Handle.NONE:
            self._handle, self._grasped = handle, self._mask
            self._start = self.handle_points().get(handle, at)
        elif (index := self._pin_at(at)) >= 0:
            self.selected.emit(index)
            self._handle, self._grasped = Handle.ALL, self._mask
            self._start = at
        else:
            event.ignore()
            return
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        at, before = event.position(), self._pointer
        self._pointer = at
        even = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._line:
            if len(self._line) < MOST_POINTS:
                self._line.append(self._to_photo(at))
                self._pressures.append(self._pressure)
        elif self._drawing:
            self._draw_to(at, even)
        elif self._grasped is not None:
            self._drag_to(at, even)
        else:
            self._erase(bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            event.ignore()
        self._update_cursor(at)
        if self._armed is MaskKind.BRUSH:
            self._update_brush(before, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() != Qt.MouseButton.LeftButton or not self._busy:
            event.ignore()
            return
        if self._line:
            line, self._line = self._line, []
            self.stroked.emit(self._strokes_of(line))
            self._pressure = 1.0
        if self._drawing and self._begun:
            # What is drawn is there to be dragged now.
            self.arm(None)
            self.disarmed.emit()
        self._drawing, self._grasped, self._handle = False, None, Handle.NONE
        self.released.emit()
        self._update_cursor(event.position())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As two clicks where something is drawn or grasped; else it is the photo's."""
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The brush is elsewhere."""
        super().leaveEvent(event)
        self._pointer = None
        self.update()

    # Helpers

    @property
    def _mask(self) -> Mask | None:
        """The selected one."""
        return self._masks[self._selected] if 0 <= self._selected < len(self._masks) else None

    @property
    def _busy(self) -> bool:
        return self._drawing or bool(self._line) or self._grasped is not None

    @property
    def _drawing_line(self) -> bool:
        """Whether handles would be in the way."""
        return self._armed is MaskKind.BRUSH

    @property
    def _ground(self) -> Ground:
        return Ground(QSizeF(self._size))

    @property
    def _photo_rect(self) -> QRectF:
        """Where what is shown of the photo lies; side by side, the result."""
        return self._canvas.photo_rect().translated(self._canvas.panes()[-1].topLeft())

    @property
    def _from_photo(self) -> QTransform:
        """From pixels of the photo as it is stored to the widget."""
        frame = self._geometry.frame(self._size.height(), self._size.width())
        origin, across, down = (frame.to_photo(*at) for at in ((0, 0), (1, 0), (0, 1)))
        to_photo = QTransform(
            across[0] - origin[0],
            across[1] - origin[1],
            down[0] - origin[0],
            down[1] - origin[1],
            origin[0],
            origin[1],
        )
        inverted, _ = to_photo.inverted()
        rect = self._photo_rect
        scale = rect.width() / frame.size[1], rect.height() / frame.size[0]
        placed = QTransform.fromScale(*scale) * QTransform.fromTranslate(rect.x(), rect.y())
        return inverted * placed

    @property
    def _brush_radius(self) -> float:
        """In logical pixels."""
        return self.radius * self._ground.side * self._pixel

    @property
    def _pixel(self) -> float:
        """Logical pixels per pixel of the photo."""
        transform = self._from_photo
        return math.hypot(transform.m11(), transform.m12())

    def _to_photo(self, at: QPointF) -> QPointF:
        """A point of the widget in pixels of the photo as it is stored."""
        return self._from_photo.inverted()[0].map(at)

    def _pin(self, mask: Mask) -> QPointF | None:
        """Where a mask is marked; None where it has no place."""
        if isinstance(mask.shape, Linear):
            middle = self._ground.handles(mask.shape)[Handle.ALL]
            return self._from_photo.map(middle)
        if isinstance(mask.shape, Radial):
            return self.to_widget(mask.shape.centre)
        return self.to_widget(mask.strokes[0].points[0]) if mask.strokes else None

    def _pin_at(self, at: QPointF) -> int:
        """The index of the mask whose pin is grasped, -1 for none."""
        for index, mask in enumerate(self._masks):
            pin = self._pin(mask)
            if pin is not None and QLineF(pin, at).length() <= _REACH:
                return index
        return -1

    def _handle_at(self, at: QPointF) -> Handle:
        """The handle that is grasped; of several the nearest."""
        near = {handle: QLineF(point, at).length() for handle, point in self.handle_points().items()}
        nearest = min(near, key=lambda handle: near[handle], default=Handle.NONE)
        return nearest if near.get(nearest, math.inf) <= _REACH else Handle.NONE

    def _draw_to(self, at: QPointF, even: bool) -> None:
        if not self._begun and QLineF(self._from, at).length() < _LEAST_DRAG:
            return
        ground, start, end = self._ground, self._to_photo(self._from), self._to_photo(at)
        shape: Linear | Radial | None
        if self._armed is MaskKind.RADIAL:
            shape = ground.radial(start, end, round_=even)
        else:
            shape = ground.linear(start, end)
            if shape is not None and even:
                shape = ground.dragged(shape, Handle.END, end, even=True)
        if shape is not None:
            first, self._begun = not self._begun, True
            self.drawn.emit(shape, first)

    def _drag_to(self, at: QPointF, even: bool) -> None:
        mask, ground = self._grasped, self._ground
        assert mask is not None
        if self._handle is Handle.ALL or mask.shape is None:
            way = self._to_photo(at) - self._to_photo(self._from)
            self.changed.emit(ground.moved(mask, way), True)
            return
        # Where the handle is, not the pointer, which need not have been in its middle.
        to = self._start + at - self._from
        if self._handle is Handle.TURN:
            to = at
        shape = ground.dragged(mask.shape, self._handle, self._to_photo(to), even=even)
        self.changed.emit(replace(mask, shape=shape), True)

    def _strokes_of(self, line: list[QPointF]) -> tuple[Stroke, ...]:
        return strokes_of(
            self._ground, line, self._pressures, self.radius, self.softness, erases=self._erasing
        )

    def _pick(self, at: QPointF) -> None:
        """Pick the colour or the luminance of a place of the photo."""
        if self._photo_rect.contains(at):
            self.picked.emit(self._ground.to_place(self._to_photo(at)))

    def _erase(self, erases: bool) -> None:
        """Whether the brush takes away; not while it paints."""
        if not self._line and erases != self._erasing:
            self._erasing = erases
            self.update()

    def _press(self, event: QKeyEvent) -> bool:
        """A key of the photo's widget; whether it was of any use."""
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key, mask = Qt.Key(event.key()), self._mask
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        brackets = {
            Qt.Key.Key_BracketLeft: -1,
            Qt.Key.Key_BraceLeft: -1,
            Qt.Key.Key_BracketRight: 1,
            Qt.Key.Key_BraceRight: 1,
        }
        if key in brackets:
            self._change_brush(brackets[key], soft=shift)
        elif key == Qt.Key.Key_O and not event.modifiers():
            self.cover_requested.emit(not self._covered)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and mask is not None:
            self.delete_requested.emit()
        elif key in arrows and mask is not None and (mask.shape is not None or mask.strokes):
            way = QPointF(*arrows[key]) * (_STEP * self._ground.side * (0.1 if shift else 1))
            # As it is seen, whichever way up that is.
            turned = self._from_photo.inverted()[0].map(way * self._pixel) - self._to_photo(QPointF())
            self.changed.emit(self._ground.moved(mask, turned), True)
        else:
            return False
        return True

    def _update_brush(self, before: QPointF | None, at: QPointF) -> None:
        """Paint where the brush was and where it is: all of the photo would take longer than a frame may."""
        if before is None:
            self.update()
            return
        reach = self._brush_radius + _MARGIN
        way = QRectF(before, at).normalized().adjusted(-reach, -reach, reach, reach)
        self.update(way.toAlignedRect())

    def _change_brush(self, way: int, *, soft: bool) -> None:
        if soft:
            self.softness = min(max(round(self.softness + 0.1 * way, 2), 0.0), 1.0)
        else:
            self.radius = min(max(self.radius * _GROWTH**way, _BRUSH[0]), _BRUSH[1])
        self.brush_changed.emit()
        self.update()

    def _escape(self) -> None:
        """End what is going on: the drag, then what is armed, then all of it."""
        if self._line:
            self._line = []
            self.update()
        elif self._armed is not None:
            self.arm(None)
            self.disarmed.emit()
        else:
            self.ended.emit()

    def _update_cursor(self, at: QPointF | None) -> None:
        if self._canvas.space_held or at is None:
            self.unsetCursor()
        elif self._armed is MaskKind.BRUSH:
            self.setCursor(Qt.CursorShape.BlankCursor)
        elif self._armed is not None:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._handle is not Handle.NONE or self._handle_at(at) is not Handle.NONE:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        elif self._pin_at(at) >= 0:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
