"""The picture: fitted or at any zoom, before and after divided by a line that can be dragged."""

from __future__ import annotations

from enum import Enum, auto
from math import floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.clipping import marked
from app.images import bgrx_view
from app.readout import Pixel
from app.theme import Colors

_LARGEST_SCALE = 16.0
_GRIP = 8
"""Pixels around the split line in which it can be grasped."""
_WHEEL_STEP = 120
_WHEEL_FACTOR = 1.25


class _Drag(Enum):
    NONE = auto()
    PAN = auto()
    SPLIT = auto()


class Canvas(QWidget):
    """Shows a photo and its result in one coordinate system, that of the full-size photo.

    Signals:
        view_changed: another part or scale is visible.
        scale_changed: device pixels per photo pixel.
        picture_changed: the picture of the whole photo that is shown now; None without one.
        pixel_changed: the :class:`Pixel` under the cursor; None outside the photo.
    """

    view_changed = Signal()
    scale_changed = Signal(float)
    picture_changed = Signal(object)
    pixel_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName(self.tr("Photo"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._photo_size = QSize()
        self._before: QImage | None = None
        self._after: QImage | None = None
        self._detail: tuple[QRect, QImage, QImage] | None = None
        self._fitted = True
        self._scale = 1.0
        self._centre = QPointF()
        self._split: float | None = None
        self._original_held = self._original_shown = False
        self._drag = _Drag.NONE
        self._space_held = False
        self._last = QPointF()
        self._cursor: QPointF | None = None
        self._clipping_marked = False
        self._marked: dict[int, QImage] = {}
        self.view_changed.connect(self._tell_pixel)

    # What is shown

    def set_photo(self, size: QSize, picture: QImage) -> None:
        """Show a new photo, fitted; there is no result yet."""
        self._photo_size, self._before = QSize(size), picture
        self._after = self._detail = None
        self.fit()
        self._show_picture()

    def set_result(self, picture: QImage) -> None:
        """Show a rendering of the whole photo; sharper detail of an older one is dropped."""
        self._after, self._detail = picture, None
        self._show_picture()

    def set_detail(self, region: QRect, picture: QImage, original: QImage) -> None:
        """Show a part at full size: the rendering, and the photo's own pixels."""
        self._detail = (QRect(region), picture, original)
        self.update()
        self._tell_pixel()

    @property
    def has_photo(self) -> bool:
        """Whether there is anything to show."""
        return self._before is not None

    @property
    def result(self) -> QImage | None:
        """The rendering that is shown."""
        return self._after

    @property
    def picture(self) -> QImage | None:
        """The picture of the whole photo that is shown: the rendering, or the photo as it was."""
        return self._before if self._after is None or self._shows_original else self._after

    @property
    def detail_region(self) -> QRect | None:
        """The part that is shown at full size."""
        return self._detail[0] if self._detail else None

    # The view

    @property
    def scale(self) -> float:
        """Device pixels per photo pixel."""
        return self._scale

    @property
    def fitted(self) -> bool:
        """Whether the photo follows the widget's size."""
        return self._fitted

    def fit(self) -> None:
        """Show the whole photo."""
        self._fitted = True
        self._centre = QPointF(self._photo_size.width() / 2, self._photo_size.height() / 2)
        self._apply_scale(self._fit_scale())

    def fill(self) -> None:
        """Leave nothing of the widget empty: the shorter side fits, of the longer one the middle shows."""
        if not self.has_photo:
            return
        width, height = self._photo_size.width(), self._photo_size.height()
        self._fitted = False
        self._centre = QPointF(width / 2, height / 2)
        self._apply_scale(max(self.width() / width, self.height() / height) * self.devicePixelRatioF())

    def set_scale(self, scale: float, anchor: QPointF | None = None) -> None:
        """Zoom.

        Args:
            scale: device pixels per photo pixel; 1 shows every pixel of the photo.
            anchor: the point of the widget that stays where it is; its centre by default.
        """
        if not self.has_photo:
            return
        anchor = anchor if anchor is not None else QRectF(self.rect()).center()
        fixed = self.to_photo(anchor)
        self._fitted = False
        fit = self._fit_scale()
        scale = min(max(scale, min(fit, 1.0)), max(fit, _LARGEST_SCALE))
        logical = scale / self.devicePixelRatioF()
        offset = (anchor - QRectF(self.rect()).center()) / logical
        self._centre = fixed - offset
        self._apply_scale(scale)

    def zoom(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom by a factor."""
        self.set_scale(self._scale * factor, anchor)

    def to_photo(self, point: QPointF) -> QPointF:
        """A point of the widget in photo pixels."""
        return self._centre + (point - QRectF(self.rect()).center()) / self._logical_scale

    def photo_rect(self) -> QRectF:
        """Where the whole photo lies in the widget."""
        size = QRectF(0, 0, self._photo_size.width(), self._photo_size.height()).size() * self._logical_scale
        corner = QRectF(self.rect()).center() - self._centre * self._logical_scale
        return QRectF(corner, size)

    def visible_region(self) -> QRect:
        """The part of the photo that is visible, in whole photo pixels."""
        corners = QRectF(self.to_photo(QPointF(0, 0)), self.to_photo(QPointF(self.width(), self.height())))
        return corners.toAlignedRect().intersected(QRect(QPoint(), self._photo_size))

    def wants_detail(self) -> bool:
        """Whether the screen could show more than the picture of the whole photo holds."""
        if self._after is None or self._after.width() >= self._photo_size.width():
            return False
        return self._scale * self._photo_size.width() > 1.05 * self._after.width()

    # Before and after

    @property
    def split(self) -> float | None:
        """Where the line divides before (left) from after, as a share of the photo's width; None without."""
        return self._split

    def set_split(self, share: float | None) -> None:
        """Move the line, or take it away with None."""
        self._split = None if share is None else min(max(share, 0.0), 1.0)
        self.update()
        self._tell_pixel()

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
        """Whether clipped pixels are painted in the colours of :mod:`app.clipping`."""
        return self._clipping_marked

    def mark_clipping(self, marked: bool) -> None:
        """Paint clipped pixels of whatever is shown in colours that tell them, or as they are."""
        self._clipping_marked = marked
        self._marked.clear()
        self.update()

    def pixel(self) -> Pixel | None:
        """The pixel under the cursor as it is shown, sharper detail included; None outside the photo."""
        if self._before is None or self._cursor is None:
            return None
        point = self.to_photo(self._cursor)
        x, y = floor(point.x()), floor(point.y())
        if not QRect(QPoint(), self._photo_size).contains(x, y):
            return None
        original = self._after is None or self._shows_original or self._left_of_split(self._cursor)
        picture = self._before if original or self._after is None else self._after
        column = min(int((x + 0.5) * picture.width() / self._photo_size.width()), picture.width() - 1)
        row = min(int((y + 0.5) * picture.height() / self._photo_size.height()), picture.height() - 1)
        if self._detail is not None and self._detail[0].contains(x, y):
            region, rendered, untouched = self._detail
            picture = untouched if original else rendered
            column, row = x - region.left(), y - region.top()
        blue, green, red = (int(value) for value in bgrx_view(picture)[row, column, :3])
        return Pixel(x, y, (red, green, blue), original)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint before and after, and what divides them."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), Colors.surround)
        if self._before is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._scale < 2.0)
        target = self.photo_rect()
        original = self._shows_original
        after = None if original else self._after
        if after is None:
            self._paint_layer(painter, target, self._before, original=True)
            if original:
                corner = QPointF(max(0.0, target.left()) + 12, max(0.0, target.top()) + 12)
                self._paint_label(painter, self.tr("Before"), corner, right=False)
            return
        if self._split is None:
            self._paint_layer(painter, target, after, original=False)
            return
        x = target.left() + self._split * target.width()
        painter.setClipRect(QRectF(0, 0, x, self.height()))
        self._paint_layer(painter, target, self._before, original=True)
        painter.setClipRect(QRectF(x, 0, self.width() - x, self.height()))
        self._paint_layer(painter, target, after, original=False)
        painter.setClipping(False)
        self._paint_line(painter, x, target)

    def _paint_layer(self, painter: QPainter, target: QRectF, picture: QImage, *, original: bool) -> None:
        painter.drawImage(target, self._painted(picture))
        if self._detail is not None:
            region, rendered, untouched = self._detail
            corner = target.topLeft() + QPointF(region.topLeft()) * self._logical_scale
            part = QRectF(corner, QRectF(region).size() * self._logical_scale)
            painter.drawImage(part, self._painted(untouched if original else rendered))

    def _painted(self, picture: QImage) -> QImage:
        """A picture with its clipped pixels marked, if so asked; made once for each."""
        if not self._clipping_marked:
            return picture
        key = picture.cacheKey()
        if key not in self._marked:
            shown = [self._before, self._after, *(self._detail or ())[1:]]
            keys = {other.cacheKey() for other in shown if isinstance(other, QImage)}
            self._marked = {k: image for k, image in self._marked.items() if k in keys}
            self._marked[key] = marked(picture)
        return self._marked[key]

    def _paint_line(self, painter: QPainter, x: float, target: QRectF) -> None:
        top, bottom = max(0.0, target.top()), min(float(self.height()), target.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(0, 0, 0, 110), 3))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        painter.setPen(QPen(QColor(255, 255, 255, 220), 1))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        middle = QPointF(x, (top + bottom) / 2)
        painter.setBrush(QColor(255, 255, 255, 235))
        painter.setPen(QPen(QColor(0, 0, 0, 120), 1))
        painter.drawEllipse(middle, 11, 11)
        painter.setPen(QPen(QColor(40, 40, 40), 1.6))
        for side in (-1, 1):
            tip = middle + QPointF(6.0 * side, 0)
            painter.drawLine(tip, tip + QPointF(-3.0 * side, -3))
            painter.drawLine(tip, tip + QPointF(-3.0 * side, 3))
        self._paint_label(painter, self.tr("Before"), QPointF(x - 12, top + 12), right=True)
        self._paint_label(painter, self.tr("After"), QPointF(x + 12, top + 12), right=False)

    def _paint_label(self, painter: QPainter, text: str, corner: QPointF, *, right: bool) -> None:
        size = QRectF(painter.fontMetrics().boundingRect(text)).size()
        box = QRectF(corner, size).adjusted(0, 0, 14, 6)
        if right:
            box.moveRight(corner.x())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 120))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(255, 255, 255, 220))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay fitted, or keep the centre."""
        super().resizeEvent(event)
        if self._fitted and self.has_photo:
            self.fit()
        else:
            self.view_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another screen may have another pixel ratio."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._fitted and self.has_photo:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the cursor."""
        steps = event.angleDelta().y() / _WHEEL_STEP
        if steps and self.has_photo:
            self.zoom(_WHEEL_FACTOR**steps, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinch on a trackpad."""
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
            self.set_split((event.position().x() - target.left()) / target.width())
        elif self._drag is _Drag.PAN and not self._fitted:
            self._centre -= delta / self._logical_scale
            self._keep_in_sight()
            self.update()
            self.view_changed.emit()
        self._update_cursor(event.position())
        self._cursor = event.position()
        self._tell_pixel()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drag = _Drag.NONE
        self._update_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Toggle between the whole photo and its own pixels."""
        if event.button() != Qt.MouseButton.LeftButton or self._near_split(event.position()):
            return
        if self._fitted:
            self.set_scale(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space pans, arrows move the view."""
        steps = {
            Qt.Key.Key_Left: QPointF(-1, 0),
            Qt.Key.Key_Right: QPointF(1, 0),
            Qt.Key.Key_Up: QPointF(0, -1),
            Qt.Key.Key_Down: QPointF(0, 1),
        }
        if event.key() == Qt.Key.Key_Space:
            self._space_held = True
            self._update_cursor(self._last)
        elif event.key() in steps and not self._fitted:
            self._centre += steps[Qt.Key(event.key())] * (0.1 * self.width() / self._logical_scale)
            self._keep_in_sight()
            self.update()
            self.view_changed.emit()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space no longer pans."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self._update_cursor(self._last)
        else:
            super().keyReleaseEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what a click would grasp."""
        super().enterEvent(event)
        self._update_cursor(event.position())
        self._cursor = event.position()
        self._tell_pixel()

    def leaveEvent(self, event: QEvent) -> None:
        """No pixel is looked at any more."""
        super().leaveEvent(event)
        self._cursor = None
        self._tell_pixel()

    # Helpers

    @property
    def _shows_original(self) -> bool:
        return self._original_held or self._original_shown

    def _show_picture(self) -> None:
        """Another picture is shown."""
        self.update()
        self.picture_changed.emit(self.picture)
        self._tell_pixel()

    def _tell_pixel(self) -> None:
        self.pixel_changed.emit(self.pixel())

    def _left_of_split(self, point: QPointF) -> bool:
        target = self.photo_rect()
        return self._split is not None and point.x() < target.left() + self._split * target.width()

    @property
    def _logical_scale(self) -> float:
        return self._scale / self.devicePixelRatioF()

    def _fit_scale(self) -> float:
        if self._photo_size.isEmpty() or not self.width() or not self.height():
            return 1.0
        width = self.width() / self._photo_size.width()
        height = self.height() / self._photo_size.height()
        return min(width, height) * self.devicePixelRatioF()

    def _apply_scale(self, scale: float) -> None:
        self._scale = scale
        self._keep_in_sight()
        self.update()
        self.scale_changed.emit(scale)
        self.view_changed.emit()

    def _keep_in_sight(self) -> None:
        """No side of the photo leaves its side of the widget; a photo that fits is centred."""
        for get, put, extent, length in (
            (self._centre.x, self._centre.setX, self.width(), self._photo_size.width()),
            (self._centre.y, self._centre.setY, self.height(), self._photo_size.height()),
        ):
            half = extent / self._logical_scale / 2
            put(length / 2 if 2 * half >= length else min(max(get(), half), length - half))

    def _near_split(self, point: QPointF) -> bool:
        if self._split is None or self._after is None:
            return False
        target = self.photo_rect()
        return abs(point.x() - target.left() - self._split * target.width()) <= _GRIP

    def _update_cursor(self, point: QPointF) -> None:
        if self._drag is _Drag.SPLIT or (
            self._drag is _Drag.NONE and not self._space_held and self._near_split(point)
        ):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._drag is _Drag.PAN and not self._fitted:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space_held or not self._fitted:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
