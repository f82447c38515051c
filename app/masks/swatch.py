"""What the colours of masks look like: as they were seen in the picture when they were clicked on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QImage

from app.widgets.images import to_pixels
from ccnet_core.adjustments import Adjustments
from ccnet_core.colour.white_balance import WhiteBalance
from ccnet_core.masks import ColourRange

_AROUND = 3
"""Pixels of the picture on each side of a place that a colour is the mean of, as masks take it."""
_MIDDLE = 0.62
"""Luminance at which a colour is shown that nobody saw clicked on, as that of a sidecar."""


class Swatches:
    """Remembers how colours were seen that masks are limited to, which themselves are of no adjustment."""

    def __init__(self) -> None:
        self._seen: dict[tuple[float, float], QColor] = {}

    def note(self, limits: ColourRange, seen: QColor) -> None:
        """A colour was clicked on, and looked like this."""
        self._seen[limits.a, limits.b] = seen

    def colour(self, limits: ColourRange, adjustments: Adjustments) -> QColor:
        """How it was seen; where that is not known, what white balance and saturation make of it."""
        return self._seen.get((limits.a, limits.b)) or _expected(limits, adjustments)


def seen_at(picture: QImage, place: QPointF) -> QColor:
    """The colour of a place of a picture, in shares of its width and height."""
    x, y = int(place.x() * picture.width()), int(place.y() * picture.height())
    side = 2 * _AROUND + 1
    around = QRect(x - _AROUND, y - _AROUND, side, side).intersected(picture.rect())
    red, green, blue = to_pixels(picture.copy(around)).reshape(-1, 3).mean(axis=0).round().astype(int)
    return QColor(int(red), int(green), int(blue))


def _expected(limits: ColourRange, adjustments: Adjustments) -> QColor:
    import numpy as np

    from ccnet_core.colour.pixel import AB_SCALE
    from ccnet_core.cv import cv2

    scales = adjustments.scales
    scaled = limits.a * scales[0], limits.b * scales[1]
    balance = WhiteBalance.of(adjustments.temperature, adjustments.tint)
    a, b = balance.apply_to(_MIDDLE, scaled, scales)
    lab = np.array([[[100 * _MIDDLE, AB_SCALE * a, AB_SCALE * b]]], np.float32)
    red, green, blue = (255 * cv2.cvtColor(lab, cv2.COLOR_Lab2RGB)).clip(0, 255)[0, 0]
    return QColor(int(red), int(green), int(blue))
