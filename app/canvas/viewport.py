"""Where a photo lies in a frame: scale and centre, in the photo's own coordinates."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF

LARGEST_FIT = 1.0
"""Device pixels per photo pixel up to which a photo is fitted: a small one is not enlarged."""
_LARGEST_SCALE = 16.0


class Viewport:
    """The transformation between a photo of full size and the frame it is seen through.

    Attributes:
        photo: the photo's size in its own pixels.
        frame: the frame's size in logical pixels.
        ratio: device pixels per logical pixel.
        scale: device pixels per photo pixel.
        fitted: whether the photo follows the frame's size.
    """

    def __init__(self) -> None:
        self.photo = QSize()
        self.frame = QSizeF()
        self.ratio = 1.0
        self.scale = 1.0
        self.fitted = True
        self._centre = QPointF()

    @property
    def logical_scale(self) -> float:
        """Logical pixels per photo pixel."""
        return self.scale / self.ratio

    def fit(self) -> None:
        """Show the whole photo, no larger than its own pixels."""
        self._show_middle(min(*self._ratios(), LARGEST_FIT))
        self.fitted = True

    def fill(self) -> None:
        """Leave nothing of the frame empty: the shorter side fits, of the longer one the middle shows."""
        self._show_middle(max(self._ratios(), default=1.0))
        self.fitted = False

    def set_scale(self, scale: float, anchor: QPointF) -> None:
        """Zoom within limits; the point ``anchor`` of the frame stays where it is."""
        fixed = self.to_photo(anchor)
        fit = min(self._ratios(), default=1.0)
        self.scale = min(max(scale, min(fit, 1.0)), max(fit, _LARGEST_SCALE))
        self.fitted = False
        self._centre = fixed - (anchor - self.middle()) / self.logical_scale
        self.keep_in_sight()

    def pan(self, delta: QPointF) -> None:
        """Move the photo by logical pixels."""
        self._centre -= delta / self.logical_scale
        self.keep_in_sight()

    def middle(self) -> QPointF:
        """The centre of the frame."""
        return QPointF(self.frame.width() / 2, self.frame.height() / 2)

    def to_photo(self, point: QPointF) -> QPointF:
        """A point of the frame in photo pixels."""
        return self._centre + (point - self.middle()) / self.logical_scale

    def photo_rect(self) -> QRectF:
        """Where the whole photo lies in the frame."""
        corner = self.middle() - self._centre * self.logical_scale
        return QRectF(corner, QSizeF(self.photo) * self.logical_scale)

    def visible_region(self) -> QRect:
        """The part of the photo that is visible, in whole photo pixels."""
        corner = QPointF(self.frame.width(), self.frame.height())
        visible = QRectF(self.to_photo(QPointF(0, 0)), self.to_photo(corner))
        return visible.toAlignedRect().intersected(QRect(QPoint(), self.photo))

    def keep_in_sight(self) -> None:
        """No side of the photo leaves its side of the frame; a photo that fits is centred."""
        for get, put, extent, length in (
            (self._centre.x, self._centre.setX, self.frame.width(), self.photo.width()),
            (self._centre.y, self._centre.setY, self.frame.height(), self.photo.height()),
        ):
            half = extent / self.logical_scale / 2
            put(length / 2 if 2 * half >= length else min(max(get(), half), length - half))

    def _show_middle(self, scale: float) -> None:
        self._centre = QPointF(self.photo.width() / 2, self.photo.height() / 2)
        self.scale = scale
        self.keep_in_sight()

    def _ratios(self) -> tuple[float, ...]:
        """The scales at which width and height fit; none without a photo or a frame."""
        if self.photo.isEmpty() or self.frame.isEmpty():
            return ()
        width = self.frame.width() / self.photo.width()
        height = self.frame.height() / self.photo.height()
        return (width * self.ratio, height * self.ratio)
