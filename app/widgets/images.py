"""Between arrays and Qt's images."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter

from ccnet_core.cv import cv2
from ccnet_core.framing import cut
from ccnet_core.geometry import Geometry
from ccnet_core.photo.reducing import Pixels

_JPEG_QUALITY = 85
_LARGEST_JPEG = 512
"""Longest side that is read: what a file holds may claim to be of any size."""


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


def grey_image(pixels: npt.NDArray[np.uint8]) -> QImage:
    """(H, W) uint8 to a grey picture that owns its pixels."""
    height, width = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    return QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


def tinted(image: QImage, color: QColor) -> QImage:
    """A colour, as opaque as a picture of :func:`grey_image` is bright, and at most as it is itself."""
    height, width = image.height(), image.width()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())[:, :width]
    channels = (color.blue(), color.green(), color.red(), 255)
    # Multiplied already, as is painted fastest.
    factors = np.array(channels, np.float32) * (color.alphaF() / 255)
    bgra = (rows[..., None] * factors + 0.5).astype(np.uint8)
    return QImage(bgra.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def cut_image(image: QImage, geometry: Geometry) -> QImage:
    """What a geometry shows of a picture of :func:`to_image`; the picture itself where that is all of it."""
    if geometry.is_neutral:
        return image
    pixels = cut(bgrx_view(image), geometry)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def to_pixels(image: QImage) -> npt.NDArray[np.uint8]:
    """A picture of the clipboard to (H, W, 3) uint8 sRGB; transparent parts become white."""
    flat = QImage(image.size(), QImage.Format.Format_RGB888)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    rows = np.frombuffer(flat.constBits(), np.uint8).reshape(flat.height(), flat.bytesPerLine())
    return rows[:, : 3 * flat.width()].reshape(flat.height(), flat.width(), 3).copy()


def to_jpeg(image: QImage, side: int) -> bytes:
    """The middle square of a picture, so many pixels wide, as a JPEG file."""
    small = image.scaled(
        side,
        side,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    return encode_jpeg(small.copy((small.width() - side) // 2, (small.height() - side) // 2, side, side))


def encode_jpeg(image: QImage) -> bytes:
    """A small picture as a JPEG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"JPEG")
    writer.setQuality(_JPEG_QUALITY)
    writer.write(image)
    return bytes(buffer.data().data())


def from_jpeg(data: bytes) -> QImage | None:
    """A picture of :func:`to_jpeg` or :func:`encode_jpeg`; None of what is none."""
    buffer = QBuffer()
    buffer.setData(data)
    reader = QImageReader(buffer, b"JPEG")
    # What is none has no start of one, and is not worth a line of the log.
    if not reader.canRead():
        return None
    size = reader.size()
    if not 0 < max(size.width(), size.height()) <= _LARGEST_JPEG:
        return None
    image = reader.read()
    return None if image.isNull() else image


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


def cover(picture: QImage, frame: QRectF) -> QRectF:
    """The part of a picture that fills a frame: the middle, or of a tall one above it, where heads are."""
    factor = min(picture.width() / frame.width(), picture.height() / frame.height())
    width, height = frame.width() * factor, frame.height() * factor
    return QRectF((picture.width() - width) / 2, (picture.height() - height) / 3, width, height)
