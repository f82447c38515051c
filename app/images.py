"""Between arrays and Qt's images."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from ccnet_core.cv import cv2
from ccnet_core.photo.reducing import Pixels


def to_image(pixels: npt.NDArray[np.uint8]) -> QImage:
    """(H, W, 3) uint8 sRGB to a picture that owns its pixels, in the format that is painted fastest."""
    height, width = pixels.shape[:2]
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise MemoryError
    # Into the picture itself: a copy of a full-size one takes as much memory again.
    bgra = np.frombuffer(image.bits(), np.uint8).reshape(height, width, 4)
    cv2.cvtColor(pixels, cv2.COLOR_RGB2BGRA, dst=bgra)
    return image


def to_pixels(image: QImage) -> npt.NDArray[np.uint8]:
    """A picture of the clipboard to (H, W, 3) uint8 sRGB; transparent parts become white."""
    flat = QImage(image.size(), QImage.Format.Format_RGB888)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    rows = np.frombuffer(flat.constBits(), np.uint8).reshape(flat.height(), flat.bytesPerLine())
    return rows[:, : 3 * flat.width()].reshape(flat.height(), flat.width(), 3).copy()


def eight_bit(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """uint8 or uint16 to uint8, rounded to the nearest."""
    if pixels.dtype == np.uint8:
        return pixels  # type: ignore[return-value]
    return ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)


def bgrx_view(image: QImage) -> npt.NDArray[np.uint8]:
    """The pixels of a picture of :func:`to_image`, not copied: (H, W, 4) uint8, read-only, as BGRX.

    It is valid as long as the picture lives. Qt leaves the fourth channel undefined.
    """
    assert image.format() == QImage.Format.Format_RGB32
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
