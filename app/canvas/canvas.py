"""The picture: fitted or at any zoom, before and after divided by a line that can be dragged."""

from __future__ import annotations

from enum import Enum, auto
from math import floor

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QImage,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.canvas.overlay import LABEL_OFFSET, paint_caption, paint_divider, paint_label, paint_sides
from app.canvas.pictures import Pictures
from app.canvas.readout import Pixel
from app.canvas.viewport import Viewport
from app.widgets.theme import Colors

_GRIP = 8
"""Pixels around the split line in which it can be grasped."""
_GAP = 2
"""Pixels between the panes of the side by side view."""
_CAPTION_OFFSET, _LOWERED = 16, 48
"""Of a caption from the upper edge: alone, and below labels."""
_SPLIT_STEP = 0.02
_CONTROL = Qt.KeyboardModifier.ControlModifier
_WHEEL_STEP = 120
_WHEEL_FACTOR = 1.25
_ENLARGED = 1.25
"""A picture of the whole photo that is enlarged by less is sharp enough: full size costs seconds."""


class _Drag(Enum):
    NONE = auto()
    PAN = auto()
    COLOUR = auto()
    SPLIT = auto()


class Canvas(QWidget):
    """Shows a photo and its result in one coordinate system, that of the full-size photo.

    A line divides before from after: an upright one left from right, a level one above from below. Side by
    side, before and after have a pane each, and both panes show the same part of the photo.

    Signals:
        view_changed: another part or scale is visible.
        scale_changed: device pixels per photo pixel.
        picture_changed: the picture of the whole photo that is shown now; None without one.
        pixel_changed: the :class:`Pixel` under the cursor; None outside the photo.
        picking_changed: whether the next click picks a colour.
        picked: the :class:`Pixel` that was picked, of the average around it.
        colour_drag_changed: whether a drag changes the colour beneath it.
        colour_grasped: the :class:`Pixel` on which such a drag begins, of the average around it.
        colour_dragged: how far up it is since, in logical pixels.
        tab_pressed: the Tab key, which leads nowhere from here; Shift+Tab does.
    """

    view_changed = Signal()
    scale_changed = Signal(float)
    picture_changed = Signal(object)
    pixel_changed = Signal(object)
    picking_changed = Signal(bool)
    picked = Signal(object)
    colour_drag_changed = Signal(bool)
    colour_grasped = Signal(object)
    colour_dragged = Signal(float)
    tab_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName(self.tr("Photo"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._viewport = Viewport()
        self._pictures = Pictures()
        self._split: float | None = None
        self._level = False
        self._side_by_side = False
        self._badge = self._badge_hint = ""
        # The photo as it was, and the name of what is shown in its place.
        self._original: QImage | None = None
        self._compared = ""
        self._original_held = self._original_shown = False
        self._drag = _Drag.NONE
        self._space_held = False
        self._picking = self._drags_colours = False
        self._last = QPointF()
        self._grasped_at = QPointF()
        self._cursor: QPointF | None = None
        self.view_changed.connect(self._emit_pixel)

    # What is shown

    def set_photo(self, size: QSize, picture: QImage) -> None:
        """Show a new photo; there is no result yet.

        It is fitted, unless it follows one of the same size that is zoomed: of a burst, the same part of
        each can be compared.
        """
        comparable = self.has_photo and not self.fitted and size == self._viewport.photo
        self._viewport.photo = self._pictures.size = QSize(size)
        self._pictures.before = self._original = picture
        self._compared = ""
        self._pictures.after = self._pictures.expected = self._pictures.detail = None
        if comparable:
            self._show_scale()
        else:
            self.fit()
        self._show_picture()

    def clear(self) -> None:
        """Show no photo."""
        self.pick(False)
        self.drag_colours(False)
        self._pictures.before = self._pictures.after = self._pictures.expected = None
        self._pictures.detail = self._original = None
        self._compared = ""
        self._show_picture()

    def expect(self, picture: QImage) -> None:
        """Show what the result was before, or nearly will be, until there is one; what came first stays."""
        if self.result is None and self._pictures.expected is None:
            self._pictures.expected = picture
            self._show_picture()

    def set_original(self, picture: QImage) -> None:
        """Show another picture of the photo as it was; sharper detail of an older one is dropped."""
        self._original = picture
        if not self._compared:
            self._pictures.before, self._pictures.detail = picture, None
            self._show_picture()

    def set_compared(self, picture: QImage | None, name: str = "") -> None:
        """Show a rendering under a name in the place of the photo as it was; None for that again."""
        self._compared = "" if picture is None else name
        if self._original is not None:
            self._pictures.before = self._original if picture is None else picture
            self._pictures.detail = None
            self._show_picture()

    def set_result(self, picture: QImage) -> None:
        """Show a rendering of the whole photo; sharper detail of an older one is dropped."""
        self._pictures.after, self._pictures.expected, self._pictures.detail = picture, None, None
        self._show_picture()

    def set_detail(self, region: QRect, picture: QImage, original: QImage) -> None:
        """Show a part from the full size, where it is wanted: the rendering, and the photo's own pixels.

        Both may be reduced to the scale at which they are shown.
        """
        self._pictures.detail = (QRect(region), picture, original)
        self.update()
        self._emit_pixel()

    @property
    def has_photo(self) -> bool:
        """Whether there is anything to show."""
        return self._pictures.before is not None

    @property
    def original(self) -> QImage | None:
        """The whole photo as it was."""
        return self._pictures.before

    @property
    def result(self) -> QImage | None:
        """The rendering that is shown."""
        return self._pictures.after

    @property
    def picture(self) -> QImage | None:
        """The picture of the whole photo that is shown: the rendering, or the photo as it was."""
        return self._pictures.whole(original=self._shows_original)

    @property
    def detail_region(self) -> QRect | None:
        """The part that is shown at full size."""
        return self._pictures.detail[0] if self._pictures.detail else None

    # The view

    @property
    def scale(self) -> float:
        """Device pixels per photo pixel."""
        return self._viewport.scale

    @property
    def fitted(self) -> bool:
        """Whether the photo follows the widget's size."""
        return self._viewport.fitted

    def fit(self) -> None:
        """Show the whole photo."""
        self._lay_out()
        self._viewport.fit()
        self._show_scale()

    def fill(self) -> None:
        """Leave nothing empty: the shorter side fits, of the longer one the middle shows."""
        if self.has_photo:
            self._viewport.fill()
            self._show_scale()

    def set_scale(self, scale: float, anchor: QPointF | None = None) -> None:
        """Zoom.

        Args:
            scale: device pixels per photo pixel; 1 shows every pixel of the photo.
            anchor: the point of the widget that stays where it is; by default that under the pointer, or the
                centre while the pointer is not over the photo.
        """
        if self.has_photo:
            fixed = self._pointed_at() if anchor is None else self._in_pane(anchor)
            self._viewport.set_scale(scale, self._viewport.middle() if fixed is None else fixed)
            self._show_scale()

    def pan(self, delta: QPointF) -> None:
        """Move the photo by so many logical pixels, as far as it goes."""
        self._viewport.pan(delta)
        self.update()
        self.view_changed.emit()

    def zoom(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom by a factor."""
        self.set_scale(self.scale * factor, anchor)

    @property
    def space_held(self) -> bool:
        """Whether a drag moves the photo, whatever lies over it."""
        return self._space_held

    def to_photo(self, point: QPointF) -> QPointF:
        """A point of the widget in photo pixels."""
        return self._viewport.to_photo(self._in_pane(point))

    def photo_rect(self) -> QRectF:
        """Where the whole photo lies in the widget; side by side, the left one."""
        return self._viewport.photo_rect()

    def visible_region(self) -> QRect:
        """The part of the photo that is visible, in whole photo pixels."""
        return self._viewport.visible_region()

    def wants_detail(self) -> bool:
        """Whether the screen could show more than the picture of the whole photo holds."""
        width = self._viewport.photo.width()
        if self.result is None or self.result.width() >= width:
            return False
        # From 1:1 on, who looks wants the photo's own pixels, however little would be gained.
        return self.scale >= 1 or self.scale * width > _ENLARGED * self.result.width()

    # Before and after

    @property
    def split(self) -> float | None:
        """Where the line divides before from after, as a share of the photo's side; None without."""
        return self._split

    @property
    def level(self) -> bool:
        """Whether the line is level, with before above it; else it is upright, with before on the left."""
        return self._level

    def set_split(self, share: float | None, *, level: bool | None = None) -> None:
        """Move the line, or take it away with None.

        Args:
            share: of the photo's width, or of its height for a level line.
            level: whether the line is level; None leaves it as it is.
        """
        self._split = None if share is None else min(max(share, 0.0), 1.0)
        self._level = self._level if level is None else level
        self.update()
        self._emit_pixel()

    @property
    def side_by_side(self) -> bool:
        """Whether before and after have a pane each."""
        return self._side_by_side

    def set_side_by_side(self, shown: bool) -> None:
        """Show before on the left and after on the right, or one in the place of the other."""
        if shown == self._side_by_side:
            return
        self._side_by_side = shown
        self._lay_out()
        if self.fitted:
            self._viewport.fit()
        else:
            self._viewport.keep_in_sight()
        self._show_scale()

    def panes(self) -> list[QRectF]:
        """The parts of the widget that show the photo: one, or the left and the right one."""
        whole = QRectF(self.rect())
        if not self._side_by_side:
            return [whole]
        width = max(0, (self.width() - _GAP) // 2)
        size = QSizeF(width, whole.height())
        return [QRectF(QPointF(0, 0), size), QRectF(QPointF(self.width() - width, 0), size)]

    @property
    def badge(self) -> str:
        """What is written over the picture, if it is not the result; empty for nothing."""
        if self._shows_original:
            # Side by side every pane says what it shows.
            return "" if self._side_by_side else self._compared or self.tr("Original")
        return self._badge if self.result is not None else ""

    def set_badge(self, text: str, hint: str = "") -> None:
        """Write over the result what it is, if it is only tried, and what can be done about it."""
        if (text, hint) != (self._badge, self._badge_hint):
            self._badge, self._badge_hint = text, hint
            self.update()

    def hold_original(self, held: bool) -> None:
        """Show the photo as it was, while a key or button is held."""
        if held != self._original_held:
            self._original_held = held
            self._show_picture()

    def show_original(self, shown: bool) -> None:
        """Show the photo as it was until told otherwise."""
        self._original_shown = shown
        self._show_picture()

    # What is looked at

    @property
    def clipping_marked(self) -> bool:
        """Whether clipped pixels are painted in the colours of :mod:`app.canvas.clipping`."""
        return self._pictures.clipping_marked

    def mark_clipping(self, marked: bool) -> None:
        """Paint clipped pixels of whatever is shown in colours that tell them, or as they are."""
        self._pictures.clipping_marked = marked
        self.update()

    @property
    def picking(self) -> bool:
        """Whether the next click picks a colour."""
        return self._picking

    def pick(self, on: bool) -> None:
        """Let the next click pick a colour of the result, or not; Escape ends it, too."""
        on = on and self.has_photo
        if on != self._picking:
            self._picking = on
            if on:
                self.drag_colours(False)
            self._update_cursor(self._last)
            self.picking_changed.emit(on)

    @property
    def drags_colours(self) -> bool:
        """Whether a drag changes the colour beneath it."""
        return self._drags_colours

    def drag_colours(self, on: bool) -> None:
        """Let drags change the colour beneath them, or move the photo again; Escape does that, too."""
        on = on and self.has_photo
        if on != self._drags_colours:
            self._drags_colours = on
            if on:
                self.pick(False)
            self._update_cursor(self._last)
            self.colour_drag_changed.emit(on)

    def pixel(self) -> Pixel | None:
        """The pixel under the cursor as it is shown, sharper detail included; None outside the photo."""
        if self._cursor is None or not self.has_photo:
            return None
        point = self.to_photo(self._cursor)
        original = self._shows_original or self._shows_before(self._cursor)
        detailed = self.wants_detail()
        return self._pictures.pixel(floor(point.x()), floor(point.y()), original=original, detailed=detailed)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint before and after, and what divides them."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), Colors.surround)
        if not self.has_photo:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 2.0)
        target, whole = self.photo_rect(), QRectF(self.rect())
        shows_after = self.result is not None and not self._shows_original
        detailed = self.wants_detail()
        if self._side_by_side:
            # Until there is a result, and while the original is asked for, both show it.
            for pane, original in zip(self.panes(), (True, not shows_after), strict=True):
                moved = target.translated(pane.topLeft())
                self._pictures.paint(painter, moved, pane, original=original, detailed=detailed)
                text = self._before_name if original else self.tr("After")
                seen = moved.intersected(pane)
                paint_label(painter, text, seen.topLeft() + QPointF(LABEL_OFFSET, LABEL_OFFSET))
        elif shows_after and self._split is not None:
            self._paint_split(painter, target)
        else:
            original = self._shows_original
            self._pictures.paint(painter, target, whole, original=original, detailed=detailed)
        if self.badge:
            # Above, where messages never lie over it.
            labelled = self._side_by_side or (shows_after and self._split is not None)
            pane = self.panes()[-1]
            seen = target.translated(pane.topLeft()).intersected(pane)
            head = QPointF(seen.center().x(), seen.top() + (_LOWERED if labelled else _CAPTION_OFFSET))
            paint_caption(painter, self.badge, self._badge_hint if shows_after else "", head, pane.width())

    @property
    def _before_name(self) -> str:
        return self._compared or self.tr("Before")

    def _paint_split(self, painter: QPainter, target: QRectF) -> None:
        """Paint before and after on either side of the line."""
        at, whole = self._split_at, QRectF(self.rect())
        seen = target.intersected(whole)
        before, after = QRectF(whole), QRectF(whole)
        if self._level:
            before.setBottom(at)
            after.setTop(at)
            line = QLineF(seen.left(), at, seen.right(), at)
        else:
            before.setRight(at)
            after.setLeft(at)
            line = QLineF(at, seen.top(), at, seen.bottom())
        detailed = self.wants_detail()
        self._pictures.paint(painter, target, before, original=True, detailed=detailed)
        self._pictures.paint(painter, target, after, original=False, detailed=detailed)
        paint_divider(painter, line)
        paint_sides(painter, (self._before_name, self.tr("After")), seen, at, level=self._level)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay fitted, or keep the centre."""
        super().resizeEvent(event)
        self._lay_out()
        self._stay()

    def changeEvent(self, event: QEvent) -> None:
        """Another screen may have another pixel ratio."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out()
            self._stay()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the cursor; two fingers on a touchpad move the photo, unless Ctrl is held."""
        steps = event.angleDelta().y() / _WHEEL_STEP
        two_fingers = event.device().type() == QInputDevice.DeviceType.TouchPad
        if two_fingers and self.has_photo and not event.modifiers() & _CONTROL:
            way = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
            self.pan(QPointF(way))
        elif steps and self.has_photo:
            self.zoom(_WHEEL_FACTOR**steps, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinch on a touchpad."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(1 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grasp the line, or the picture."""
        if not self.has_photo:
            return
        panning = event.button() == Qt.MouseButton.MiddleButton or self._space_held
        if self._picking and event.button() == Qt.MouseButton.LeftButton and not panning:
            self._pick_at(event.position())
            return
        if self._drags_colours and event.button() == Qt.MouseButton.LeftButton and not panning:
            self._grasp_colour(event.position())
            return
        if event.button() == Qt.MouseButton.LeftButton and not panning and self._near_split(event.position()):
            self._drag = _Drag.SPLIT
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag = _Drag.PAN
        self._last = event.position()
        self._update_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was grasped."""
        delta = event.position() - self._last
        self._last = event.position()
        if self._drag is _Drag.SPLIT:
            target = self.photo_rect()
            way = event.position() - target.topLeft()
            self.set_split(way.y() / target.height() if self._level else way.x() / target.width())
        elif self._drag is _Drag.PAN and not self.fitted:
            self.pan(delta)
        elif self._drag is _Drag.COLOUR:
            self.colour_dragged.emit(self._grasped_at.y() - event.position().y())
        self._update_cursor(event.position())
        self._cursor = event.position()
        self._emit_pixel()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drag = _Drag.NONE
        self._update_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Toggle between the whole photo and its own pixels."""
        near = self._near_split(event.position())
        if event.button() != Qt.MouseButton.LeftButton or near or self._drags_colours:
            return
        if self.fitted:
            self.set_scale(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space pans, arrows move the view, or with Ctrl the line."""
        steps = {
            Qt.Key.Key_Left: QPointF(-1, 0),
            Qt.Key.Key_Right: QPointF(1, 0),
            Qt.Key.Key_Up: QPointF(0, -1),
            Qt.Key.Key_Down: QPointF(0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._picking:
            self.pick(False)
        elif event.key() == Qt.Key.Key_Escape and self._drags_colours:
            self.drag_colours(False)
        elif event.key() == Qt.Key.Key_Space:
            self._hold_space(True)
        elif step is not None and self._split is not None and event.modifiers() & _CONTROL:
            self.set_split(self._split + _SPLIT_STEP * (step.y() if self._level else step.x()))
        elif step is not None and not self.fitted:
            self.pan(-step * (0.1 * self._viewport.frame.width()))
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab is a command of the photo; back leads as everywhere."""
        if not forward:
            return super().focusNextPrevChild(forward)
        self.tab_pressed.emit()
        return True

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space no longer pans."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hold_space(False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is released elsewhere is released here too."""
        super().focusOutEvent(event)
        self._hold_space(False)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what a click would grasp."""
        super().enterEvent(event)
        self._update_cursor(event.position())
        self._cursor = event.position()
        self._emit_pixel()

    def leaveEvent(self, event: QEvent) -> None:
        """No pixel is looked at any more."""
        super().leaveEvent(event)
        self._cursor = None
        self._emit_pixel()

    # Helpers

    @property
    def _shows_original(self) -> bool:
        return self._original_held or self._original_shown

    def _show_picture(self) -> None:
        """Another picture is shown."""
        self.update()
        self.picture_changed.emit(self.picture)
        self._emit_pixel()

    def _emit_pixel(self) -> None:
        self.pixel_changed.emit(self.pixel())

    def _shows_before(self, point: QPointF) -> bool:
        """Whether the photo as it was is shown at a point of the widget, beside or left of the result."""
        if self._side_by_side:
            return point.x() < self.panes()[1].left()
        if self._split is None:
            return False
        return (point.y() if self._level else point.x()) < self._split_at

    @property
    def _split_at(self) -> float:
        """Where the line lies in the widget, which there is one."""
        assert self._split is not None
        target = self.photo_rect()
        if self._level:
            return target.top() + self._split * target.height()
        return target.left() + self._split * target.width()

    def _hold_space(self, held: bool) -> None:
        self._space_held = held
        self._update_cursor(self._last)

    def _in_pane(self, point: QPointF) -> QPointF:
        """A point of the widget in the pane that it lies in."""
        last = self.panes()[-1].topLeft()
        return point - last if point.x() >= last.x() else point

    def _pointed_at(self) -> QPointF | None:
        """Where the pointer is in its pane, if it is over the photo."""
        point = None if self._cursor is None else self._in_pane(self._cursor)
        return point if point is not None and self.photo_rect().contains(point) else None

    def _lay_out(self) -> None:
        """Tell the viewport how large a pane is."""
        self._viewport.frame = self.panes()[0].size()
        self._viewport.ratio = self.devicePixelRatioF()

    def _stay(self) -> None:
        """In a frame of another size: fitted, or at the same scale around the same centre."""
        if self.fitted and self.has_photo:
            self.fit()
        else:
            self._viewport.keep_in_sight()
            self.view_changed.emit()

    def _show_scale(self) -> None:
        """Another scale or part is shown."""
        self.update()
        self.scale_changed.emit(self.scale)
        self.view_changed.emit()

    def _near_split(self, point: QPointF) -> bool:
        if self._split is None or self.result is None or self._side_by_side:
            return False
        return abs((point.y() if self._level else point.x()) - self._split_at) <= _GRIP

    def _pick_at(self, point: QPointF) -> None:
        """Pick the colour at a point, and be done; nothing is picked before the photo is bright."""
        if self.result is None:
            return
        at = self.to_photo(point)
        pixel = self._pictures.around(floor(at.x()), floor(at.y()))
        self.pick(False)
        if pixel is not None:
            self.picked.emit(pixel)

    def _grasp_colour(self, point: QPointF) -> None:
        """Begin a drag on the colour at a point, where the photo is bright already."""
        at = self.to_photo(point)
        pixel = None if self.result is None else self._pictures.around(floor(at.x()), floor(at.y()))
        if pixel is not None:
            self._drag, self._grasped_at = _Drag.COLOUR, point
            self.colour_grasped.emit(pixel)

    def _update_cursor(self, point: QPointF) -> None:
        if self._picking and self._drag is _Drag.NONE and not self._space_held:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self._drags_colours and self._drag in (_Drag.NONE, _Drag.COLOUR) and not self._space_held:
            self.setCursor(Qt.CursorShape.SizeVerCursor)
        elif self._drag is _Drag.SPLIT or (
            self._drag is _Drag.NONE and not self._space_held and self._near_split(point)
        ):
            self.setCursor(Qt.CursorShape.SplitVCursor if self._level else Qt.CursorShape.SplitHCursor)
        elif self._drag is _Drag.PAN and not self.fitted:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space_held or not self.fitted:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
