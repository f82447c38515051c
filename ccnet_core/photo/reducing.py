"""Smaller pictures of the same shape. Without torch: the window's first picture must not wait for it."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2

Pixels = npt.NDArray[np.uint8 | np.uint16]


def reduced_size(height: int, width: int, pixels: int) -> tuple[int, int]:
    """The largest size of the same shape with at most so many pixels; never larger than the picture.

    Sides are whole and at least 1, so extreme shapes become less so.
    """
    if height * width <= pixels:
        return height, width
    rows, columns = math.isqrt(pixels * height // width), math.isqrt(pixels * width // height)
    return min(max(1, rows), pixels), min(max(1, columns), pixels)


def reduce_pixels(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Average (H, W, 3) or (H, W) down to a height and width."""
    if pixels.shape[:2] == size:
        return pixels
    reduced: Pixels = cv2.resize(pixels, (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return reduced
