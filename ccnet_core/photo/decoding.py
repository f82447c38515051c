"""Samples that Pillow and OpenCV decode, as sRGB pixels."""

from __future__ import annotations

import numpy as np
from PIL import Image

from ccnet_core.cv import cv2
from ccnet_core.messages import Message
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.profile import ADOBE_RGB_PROFILE, to_srgb8
from ccnet_core.photo.source import Source


def icc_or_adobe(icc: bytes | None, exif: Exif | None) -> bytes | None:
    """The profile of a file; where it has none and EXIF says Adobe RGB, that."""
    return ADOBE_RGB_PROFILE if not icc and exif and exif.is_adobe_rgb else icc


def decode8(
    source: Source, image: Image.Image, icc: bytes | None
) -> tuple[np.ndarray, np.ndarray | None, str]:
    """Decode a picture of 8 bits a channel to sRGB pixels and alpha as stored, and its profile's name."""
    colour, alpha = decode8_as_stored(source, image)
    pixels, profile = to_srgb8(colour, icc)
    return pixels, alpha, profile


def decode8_as_stored(source: Source, image: Image.Image) -> tuple[Image.Image, np.ndarray | None]:
    """Decode a picture of 8 bits a channel to mode L, RGB or CMYK in its own colour space, and alpha."""
    image.load()
    if image.mode in ("F", "I") or image.mode.startswith("I;") or image.mode == "LAB":
        raise source.unsupported(
            Message("pictures that store their values as {mode} cannot be opened", mode=image.mode),
            "Save it as 8- or 16-bit RGB first.",
        )
    alpha = None
    if image.has_transparency_data:
        grey = image.mode in ("LA", "La")
        whole = image.convert("LA" if grey else "RGBA")
        alpha = np.array(whole.getchannel("A"))
        image = whole.getchannel("L") if grey else whole.convert("RGB")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode not in ("L", "CMYK", "RGB"):
        image = image.convert("RGB")
    return image, alpha


def decode16(source: Source, data: bytes, shape: tuple[int, int]) -> np.ndarray:
    """Decode by OpenCV, to (H, W) or (H, W, 3 or 4) uint16 in the order red, green, blue, alpha.

    ``shape`` is the height and width that the file's header tells.
    """
    flags = cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION
    decoded: np.ndarray | None = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if decoded is None or decoded.dtype != np.uint16 or decoded.shape[:2] != shape:
        raise source.damaged()
    if decoded.ndim == 2:
        return decoded
    order = [2, 1, 0] if decoded.shape[2] == 3 else [2, 1, 0, 3]
    return decoded[..., order]


def divided_by_alpha(colour: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Divide (H, W, C) unsigned integers by their (H, W) alpha (TIFF 6.0 page 77: associated alpha)."""
    whole = np.iinfo(colour.dtype).max
    divided = np.empty_like(colour)
    for row, colours, opacity in zip(
        divided, colour, alpha, strict=True
    ):  # a copy of all would take much memory
        factor = whole / np.maximum(opacity, 1).astype(np.float64)
        row[...] = np.minimum(np.rint(colours * factor[:, None]), whole)
    return divided
