"""Sharpening for what a picture is looked at on, after it has its final size.

An unsharp mask of luma with a radius of about a pixel, as a screen shows every one of them (B. Fraser and
J. Schewe: Real World Image Sharpening, 2nd edition, 2009, on output sharpening). Averages over many pixels,
as of a reduced picture, are softer than those of a sensor, so a reduced picture is sharpened more. What would
go beyond the brightest and darkest pixel beside it is cut off, but for a little, so that edges get no halo.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ccnet_core.cv import cv2
from ccnet_core.photo.reducing import Pixels

NO_SHARPENING = "none"
AMOUNTS: Mapping[str, float] = MappingProxyType(
    {NO_SHARPENING: 0.0, "low": 0.5, "standard": 1.0, "high": 1.8}
)
"""By name, how much is added of what a blur takes away, of a picture that is reduced by far."""
_AT_FULL_SIZE = 0.5
"""The share of it for a picture that is not reduced."""
_RADIUS = 0.7
"""Standard deviation of the blur in pixels."""
_OVERSHOOT = 0.02
"""How far beyond its neighbours a pixel may go, as a share of white."""
_LUMA = (0.2126, 0.7152, 0.0722)
_ROWS = 256
_MARGIN = 4


def sharpened(picture: Pixels, amount: str, reduction: float) -> Pixels:
    """A picture made crisper for the screen.

    Args:
        picture: (H, W, 3) uint8 or uint16, of its final size.
        amount: one of `AMOUNTS`.
        reduction: its longer side as a share of that before it was reduced, at most 1.

    Returns:
        The same for none; else a new one.
    """
    strength = AMOUNTS[amount] * (_AT_FULL_SIZE + (1 - _AT_FULL_SIZE) * min(1.0, 2 * (1 - reduction)))
    if not strength or min(picture.shape[:2]) < 2:
        return picture
    white = float(np.iinfo(picture.dtype).max)
    result = np.empty_like(picture)
    height = picture.shape[0]
    for top in range(0, height, _ROWS):
        # With what lies around it, so that strips do not show.
        first, last = max(0, top - _MARGIN), min(height, top + _ROWS + _MARGIN)
        inner = slice(top - first, min(height, top + _ROWS) - first)
        strip = picture[first:last].astype(np.float32)
        luma = strip @ np.array(_LUMA, np.float32)
        wanted = luma + strength * (luma - cv2.GaussianBlur(luma, (0, 0), _RADIUS))
        square = np.ones((3, 3), np.uint8)
        low = cv2.erode(luma, square) - _OVERSHOOT * white
        high = cv2.dilate(luma, square) + _OVERSHOOT * white
        added = (np.clip(wanted, low, high) - luma)[inner]
        result[top : top + _ROWS] = np.clip(strip[inner] + added[..., None] + 0.5, 0, white)
    return result
