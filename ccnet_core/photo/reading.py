"""Opening photos.

Each format has a reader of its own, which gives the pixels in sRGB as they are stored, and what else the file
tells. What all have in common is done here: files are read and their errors worded, pixels turned upright,
and what is told in many places is brought together.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, WebPImagePlugin

from ccnet_core.cv import cv2
from ccnet_core.errors import PhotoError, cannot_open
from ccnet_core.messages import Message
from ccnet_core.photo.bmp import read_bmp
from ccnet_core.photo.camera import camera_of
from ccnet_core.photo.coded import at_16_bits
from ccnet_core.photo.decoding import decode8, icc_or_adobe
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.formats import READABLE_SUFFIXES, closed_kind, sniff
from ccnet_core.photo.heif import read_avif, read_heif
from ccnet_core.photo.jpeg import read_jpeg
from ccnet_core.photo.jxl import read_jxl
from ccnet_core.photo.metadata import told_by
from ccnet_core.photo.pages import page_of
from ccnet_core.photo.photo import Photo
from ccnet_core.photo.png import read_png
from ccnet_core.photo.raw import is_raw, read_raw
from ccnet_core.photo.source import Metadata, Picture, Source, damaged, ends_unwritten
from ccnet_core.photo.tiff_reading import read_tiff
from ccnet_core.reading import TooLargeError, UnusableFileError, open_regular, read_regular

MAX_PIXELS = 200_000_000
"""The largest picture that is opened: at 16 bits a channel its pixels alone take 1.2 GB."""

_START_BYTES = 512
"""By so many the kind of a file is told."""
LARGEST_FILE = 1 << 31
"""Bytes: more than any picture of MAX_PIXELS takes."""


def open_photo(path: str | Path, *, max_pixels: int = MAX_PIXELS, partial: bool = False) -> Photo:
    """Open a photo file.

    JPEG, PNG, TIFF, WebP and BMP always; camera raw files with the ``raw`` extra, HEIC with the ``heif``
    extra, AVIF where Pillow was built with it. Pictures of more than 8 bits a channel come as uint16, all
    others as uint8. Orientation is applied and the colours converted to sRGB.

    Args:
        path: of the file; of several pictures in one, ``night.tif#2`` is the second.
        max_pixels: larger pictures are refused.
        partial: whether a JPEG or PNG of which the end is missing is opened, too. What is not there is grey.

    Raises:
        PhotoError: the file is missing, unreadable, not a picture, damaged or cut short, over ``max_pixels``
            by its header, or of a kind that cannot be opened; no other error escapes, whatever the bytes.

    >>> photo = open_photo("night.jpg")
    >>> photo.pixels.shape, photo.format
    ((60, 90, 3), 'JPEG')
    >>> open_photo("gone.jpg")
    Traceback (most recent call last):
    ccnet_core.errors.PhotoError: gone.jpg: ...
    """
    path = Path(path)
    with _worded(path):
        file, page = page_of(path)
        return _open(path, Source(path, _read(file), max_pixels, partial=partial, page=page))


def read_thumbnail(path: str | Path, side: int) -> np.ndarray:
    """Read a small picture of a photo file, upright and in sRGB; what a file has lost is grey.

    JPEG is decoded at an eighth, a quarter or half of its size where that is enough, raw files at half size.

    Args:
        path: as for `open_photo`.
        side: the longer side of the result in pixels, from 1; smaller photos keep their size.

    Returns:
        (H, W, 3) uint8, C-contiguous.

    Raises:
        PhotoError: as `open_photo` raises it.
    """
    path = Path(path)
    with _worded(path):
        file, page = page_of(path)
        pixels = _open(path, Source(path, _read(file), MAX_PIXELS, side, True, page)).pixels
        if pixels.dtype == np.uint16:
            pixels = (pixels >> 8).astype(np.uint8)
        height, width = pixels.shape[:2]
        factor = min(1.0, side / max(height, width))
        size = (max(1, round(factor * width)), max(1, round(factor * height)))
        small = pixels if factor == 1.0 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(small, np.uint8)


def check_kind(path: Path) -> None:
    """See whether a file may be a photo: by its name, else by its first bytes. A damaged photo is one.

    Raises:
        PhotoError: there is none, it is of no kind that `open_photo` opens, or it cannot be read.
    """
    with _worded(path):
        file, _ = page_of(path)
        if file.suffix.lower() in READABLE_SUFFIXES and os.path.lexists(file):
            return
        start = _read(file, _START_BYTES)
        if sniff(start, file.suffix) is None:
            raise _no_picture(path, start)


@contextlib.contextmanager
def _worded(path: Path) -> Iterator[None]:
    """Turn whatever reading a file raises into a `PhotoError`."""
    try:
        yield
    except PhotoError:
        raise
    except MemoryError as error:
        raise PhotoError(
            path, "there is not enough memory to open it", "Close other programs and retry."
        ) from error
    except Image.DecompressionBombError as error:
        raise PhotoError(path, "it has too many pixels", "Save a smaller version of it first.") from error
    except Exception as error:  # decoders raise nearly anything on bad bytes
        raise damaged(path) from error


def _read(path: Path, most: int = -1) -> bytes:
    """A file's bytes, or at most so many of its first ones."""
    try:
        if most < 0:
            data = read_regular(path, LARGEST_FILE)
        else:
            with open_regular(path, LARGEST_FILE) as file:
                data = file.read(most)
    except TooLargeError as error:
        problem, advice = "the file is larger than 2 GiB", "Save a smaller version of it first."
        raise PhotoError(path, problem, advice) from error
    except UnusableFileError as error:
        # A pipe or a device would block or never end.
        raise PhotoError(path, "this is not a regular file", "Choose a photo file.") from error
    except OSError as error:
        raise cannot_open(path, error) from error
    except ValueError as error:  # a NUL character in the name
        raise PhotoError(path, "the name is not a file name", "Check the name.") from error
    if not data:
        raise PhotoError(path, "the file is empty", "Copy it again from where it came from.")
    return data


def _no_picture(path: Path, data: bytes) -> PhotoError:
    """The error of a file of no kind that can be opened: what it is, where that is known."""
    kind = closed_kind(data)
    if kind is not None:
        problem = Message("{kind} files cannot be opened", kind=kind)
        return PhotoError(path, problem, "Save it as a 16-bit TIFF or PNG first.")
    advice = "Choose a JPEG, PNG, TIFF, WebP, BMP, HEIC, AVIF or camera raw file."
    return PhotoError(path, "this is not a picture, or not of a kind that can be opened", advice)


def _open(path: Path, source: Source) -> Photo:
    """Open what was read."""
    file, _ = page_of(path)
    kind = sniff(source.data, file.suffix)
    if kind == "TIFF" and is_raw(source.data):
        kind = "RAW"
    if kind not in _READERS:
        raise _no_picture(path, source.data)
    picture = _READERS[kind](source)
    if source.page is not None and not 1 <= source.page <= picture.pages:
        raise source.no_page(picture.pages)
    orientation = picture.orientation
    if orientation is None:
        orientation = picture.metadata.exif.orientation if picture.metadata.exif else 1
    alpha = picture.alpha
    if alpha is not None and alpha.dtype != picture.pixels.dtype:
        alpha = at_16_bits(alpha)
    told = told_by(file, picture.metadata, orientation=orientation)
    return Photo(
        turned(picture.pixels, orientation),
        None if alpha is None else turned(alpha, orientation),
        path,
        kind,
        told.exif.to_bytes() if told.exif else None,
        picture.profile,
        told.xmp,
        told.density,
        (*picture.notices, *told.notices),
        picture.missing,
        source.page or 1,
        picture.pages,
        picture.camera or camera_of(told.exif),
        picture.lens,
    )


def turned(array: np.ndarray, orientation: int) -> np.ndarray:
    """Turn (H, W) or (H, W, C) as stored to upright, by the EXIF Orientation 1 to 8 (EXIF 3.0, 4.6.5.1)."""
    if orientation >= 5:
        array = array.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        array = array[::-1]
    if orientation in (2, 3, 6, 7):
        array = array[:, ::-1]
    return array


def _read_webp(source: Source) -> Picture:
    """Open a WebP file; of an animation the first picture."""
    if _ends_in_zeros(source.data):
        raise source.damaged()
    with WebPImagePlugin.WebPImageFile(io.BytesIO(source.data)) as image:
        source.check_size(*image.size)
        exif = Exif.parse(image.info.get("exif", b""))
        icc = icc_or_adobe(image.info.get("icc_profile"), exif)
        pixels, alpha, profile = decode8(source, image, icc)
        return Picture(pixels, alpha, profile, Metadata(exif=exif, xmp=image.info.get("xmp")))


def _ends_in_zeros(data: bytes) -> bool:
    """Whether the chunk of the picture ends in zeros, which no coder writes (RFC 9649, 2.3 and on)."""
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name in (b"VP8 ", b"VP8L"):
            return ends_unwritten(data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return False


_READERS: dict[str, Callable[[Source], Picture]] = {
    "JPEG": read_jpeg,
    "PNG": read_png,
    "WEBP": _read_webp,
    "BMP": read_bmp,
    "TIFF": read_tiff,
    "RAW": read_raw,
    "HEIF": read_heif,
    "AVIF": read_avif,
    "JXL": read_jxl,
}
