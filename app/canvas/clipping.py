"""Pixels that ran into an end of the range: how many, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtGui import QColor, QImage

from app.widgets.images import bgrx_view
from ccnet_core.cv import cv2

SHADOWS = QColor(64, 120, 242)
"""Marks pixels with a channel at 0."""
HIGHLIGHTS = QColor(236, 62, 54)
"""Marks pixels with a channel at 255."""

_UNUSED = 255  # Whatever the fourth channel of a picture holds, it is within 0 to this.


@dataclass(frozen=True, slots=True)
class ClippedShares:
    """Shares of all pixels, 0 to 1.

    Attributes:
        shadows: with at least one channel at 0.
        highlights: with at least one channel at 255.
    """

    shadows: float = 0.0
    highlights: float = 0.0


def clipped_shares(picture: QImage) -> ClippedShares:
    """Count the clipped pixels of a picture of :func:`app.widgets.images.to_image`."""
    pixels = bgrx_view(picture)
    total = pixels.shape[0] * pixels.shape[1]
    shadows, highlights = (cv2.countNonZero(mask) for mask in _unclipped(pixels))
    return ClippedShares(1 - shadows / total, 1 - highlights / total)


def marked(picture: QImage) -> QImage:
    """A copy of a picture, of the same size, with clipped pixels in the colours of their end.

    Where only some channels are at 0 the pixel is tinted: it is a saturated colour rather than black. A pixel
    that is clipped at both ends is marked as a highlight: what is blown is lost for good.
    """
    pixels = bgrx_view(picture)
    shadows, highlights = _unclipped(pixels)
    black = cv2.inRange(pixels, (0, 0, 0, 0), (0, 0, 0, _UNUSED))
    # A pixel as one number, so that it is set at once; Qt has it as 0xffRRGGBB.
    result = pixels.view(np.uint32)[..., 0].copy()
    # A quarter of itself: enough to keep the picture's shapes, too little to turn the blue into grey.
    quarter = (SHADOWS.rgb() >> 2) & 0x3F3F3F3F
    tinted = ((result >> np.uint32(2)) & np.uint32(0x3F3F3F3F)) + np.uint32(3 * quarter)
    np.copyto(result, tinted, where=shadows == 0)
    np.copyto(result, np.uint32(SHADOWS.rgb()), where=black != 0)
    np.copyto(result, np.uint32(HIGHLIGHTS.rgb()), where=highlights == 0)
    height, width = result.shape
    return QImage(result.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _unclipped(pixels: Any) -> tuple[Any, Any]:
    """(H, W) masks, 255 where no channel lies at the lower end, and at the upper end."""
    above_shadows = cv2.inRange(pixels, (1, 1, 1, 0), (255, 255, 255, _UNUSED))
    below_highlights = cv2.inRange(pixels, (0, 0, 0, 0), (254, 254, 254, _UNUSED))
    return above_shadows, below_highlights
