"""The pictures of one photo: as it was, as it is rendered, and a part of both at full size."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from app.canvas.clipping import marked
from app.canvas.readout import Pixel
from app.widgets.images import bgrx_view

_AROUND = 3
"""Pixels of the preview on each side that count for a colour that is picked."""


class Pictures:
    """Paints the photo before and after, and tells its pixels.

    Attributes:
        size: of the photo in its own pixels.
        before: the whole photo as it was; None without a photo.
        after: its rendering; None while there is none.
        expected: what its rendering was when it was open before, or nearly will be, shown until there is one;
            None where that is not known.
        detail: a part of the photo, and its pixels rendered and as they were, which may be reduced.
        clipping_marked: whether clipped pixels are painted in the colours of :mod:`app.canvas.clipping`.
    """

    def __init__(self) -> None:
        self.size = QSize()
        self.before: QImage | None = None
        self.after: QImage | None = None
        self.expected: QImage | None = None
        self.detail: tuple[QRect, QImage, QImage] | None = None
        self.clipping_marked = False
        self._marked: dict[int, QImage] = {}

    def whole(self, *, original: bool) -> QImage | None:
        """The whole photo: as it was, also while there is nothing else, or rendered."""
        return self.before if original else self.after or self.expected or self.before

    def pixel(self, x: int, y: int, *, original: bool, detailed: bool) -> Pixel | None:
        """A pixel of the photo, from the detail where that is shown; None outside."""
        original = original or (self.after or self.expected) is None
        picture = self.whole(original=original)
        if picture is None or not QRect(QPoint(), self.size).contains(x, y):
            return None
        region = QRect(QPoint(), self.size)
        if detailed and self.detail is not None and self.detail[0].contains(x, y):
            region, rendered, untouched = self.detail
            picture = untouched if original else rendered
        column, row = _place(x, y, region, picture)
        blue, green, red = (int(value) for value in bgrx_view(picture)[row, column, :3])
        return Pixel(x, y, (red, green, blue), original)

    def around(self, x: int, y: int) -> Pixel | None:
        """The average of the rendering around a pixel of the photo, as noise is none of its colour."""
        if self.after is None or not QRect(QPoint(), self.size).contains(x, y):
            return None
        column, row = _place(x, y, QRect(QPoint(), self.size), self.after)
        rows = slice(max(0, row - _AROUND), row + _AROUND + 1)
        columns = slice(max(0, column - _AROUND), column + _AROUND + 1)
        means = bgrx_view(self.after)[rows, columns, :3].mean(axis=(0, 1))
        blue, green, red = (round(float(value)) for value in means)
        return Pixel(x, y, (red, green, blue))

    def paint(
        self, painter: QPainter, target: QRectF, clip: QRectF, *, original: bool, detailed: bool
    ) -> None:
        """Paint the part of the photo within ``clip`` so that the whole fills ``target``.

        Without ``detailed`` the detail is not painted: pixels that are reduced much in painting alias.
        """
        picture = self.whole(original=original)
        if picture is None:
            return
        painter.save()
        painter.setClipRect(clip)
        painter.drawImage(target, self._painted(picture))
        if detailed and self.detail is not None:
            region, rendered, untouched = self.detail
            scale = target.width() / self.size.width()
            corner = target.topLeft() + QPointF(region.topLeft()) * scale
            part = QRectF(corner, QRectF(region).size() * scale)
            painter.drawImage(part, self._painted(untouched if original else rendered))
        painter.restore()

    def _painted(self, picture: QImage) -> QImage:
        """A picture with its clipped pixels marked, if so asked; made once for each."""
        if not self.clipping_marked:
            self._marked.clear()
            return picture
        key = picture.cacheKey()
        if key not in self._marked:
            shown = [self.before, self.after, self.expected, *(self.detail or ())[1:]]
            keys = {other.cacheKey() for other in shown if isinstance(other, QImage)}
            self._marked = {k: image for k, image in self._marked.items() if k in keys}
            self._marked[key] = marked(picture)
        return self._marked[key]


def _place(x: int, y: int, region: QRect, picture: QImage) -> tuple[int, int]:
    """Column and row that show a pixel of the photo in a picture of a region of it."""
    column = int((x - region.left() + 0.5) * picture.width() / region.width())
    row = int((y - region.top() + 0.5) * picture.height() / region.height())
    return min(column, picture.width() - 1), min(row, picture.height() - 1)
