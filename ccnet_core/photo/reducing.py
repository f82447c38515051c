"""Smaller pictures of the same shape. Without torch: the window's first picture must not wait for it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2
from ccnet_core.photo.photo import Photo

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


def size_within(height: int, width: int, long_side: int | None) -> tuple[int, int]:
    """The size of the same shape with at most so many pixels on the longer side; None leaves it."""
    longer = max(height, width)
    if long_side is None or longer <= long_side:
        return height, width
    return max(1, round(height * long_side / longer)), max(1, round(width * long_side / longer))


def reduced_photo(photo: Photo, long_side: int | None) -> Photo:
    """The photo with at most so many pixels on its longer side; the same one where it has no more.

    It is to be reduced before it is brightened: that takes a small part of the time of brightening all pixels
    and throwing most away, and the tone is decided on a reduced picture anyway.
    """
    return photo_of_size(photo, size_within(photo.height, photo.width, long_side))


def photo_of_size(photo: Photo, size: tuple[int, int]) -> Photo:
    """The photo reduced to a height and width; the same one where it has them."""
    if size == (photo.height, photo.width):
        return photo
    alpha = None if photo.alpha is None else reduce_pixels(photo.alpha, size)
    return replace(photo, pixels=reduce_pixels(photo.pixels, size), alpha=alpha)
