"""BMP files. Pillow reads those with palettes and run lengths; those of 16 and 32 bits are read here.

Their channels lie wherever the file's masks say (Windows GDI, BITMAPV4HEADER and BITMAPV5HEADER), of which
Pillow knows some. A channel of more than 8 bits makes a picture of 16.
"""

from __future__ import annotations

import io
import struct
from typing import NamedTuple

import numpy as np
from PIL import BmpImagePlugin

from ccnet_core.photo.decoding import decode8
from ccnet_core.photo.photo import Density
from ccnet_core.photo.profile import to_srgb
from ccnet_core.photo.source import Metadata, Picture, Source

_FILE_HEADER = 14
_RGB, _JPEG, _PNG, _BITFIELDS, _ALPHA_BITFIELDS = 0, 4, 5, 3, 6
_MASKS = {16: (0x7C00, 0x3E0, 0x1F, 0), 32: (0xFF0000, 0xFF00, 0xFF, 0)}
"""Of red, green, blue and alpha where the file has none of its own."""
_EMBEDDED_PROFILE = 0x4D424544
_METRE_IN_INCHES = 0.0254


class _Header(NamedTuple):
    """What the headers tell; rows stand from the bottom up unless ``is_top_down``."""

    size: int
    width: int
    height: int
    is_top_down: bool
    bits: int
    compression: int
    at: int


def read_bmp(source: Source) -> Picture:
    """Open a BMP file."""
    header = _header(source.data)
    if header is None:
        raise source.damaged()
    source.check_size(header.width, header.height)
    if header.compression in (_JPEG, _PNG):
        raise source.unsupported("this BMP holds a JPEG or PNG for printers, and cannot be opened")
    icc, metadata = _profile(source.data, header), Metadata(density=_density(source.data, header))
    if header.bits in _MASKS and header.compression in (_RGB, _BITFIELDS, _ALPHA_BITFIELDS):
        pixels, alpha = _decode(source, header)
        pixels, profile = to_srgb(pixels, icc)
    else:
        with BmpImagePlugin.BmpImageFile(io.BytesIO(source.data)) as image:
            source.check_size(*image.size)
            pixels, alpha, profile = decode8(source, image, icc)
    return Picture(pixels, alpha, profile, metadata)


def _header(data: bytes) -> _Header | None:
    if len(data) < _FILE_HEADER + 12:
        return None
    at, size = struct.unpack_from("<II", data, 10)
    if size == 12:  # OS/2's first
        width, height, _, bits = struct.unpack_from("<HHHH", data, _FILE_HEADER + 4)
        return _Header(size, width, height, False, bits, _RGB, at)
    if size < 16 or len(data) < _FILE_HEADER + max(size, 20):
        return None
    width, height, _, bits, compression = struct.unpack_from("<iiHHI", data, _FILE_HEADER + 4)
    return _Header(size, width, abs(height), height < 0, bits, compression, at)


def _decode(source: Source, header: _Header) -> tuple[np.ndarray, np.ndarray | None]:
    """(H, W, 3) uint8 or uint16 in the file's own colours, and alpha where the file has any."""
    stride = (header.width * header.bits + 31) // 32 * 4
    if header.at + stride * (header.height - 1) + header.width * header.bits // 8 > len(source.data):
        raise source.damaged()
    masks = _masks(source.data, header)
    widest = max(mask.bit_count() for mask in masks)
    target = np.uint16 if widest > 8 else np.uint8
    channels = np.zeros((header.height, header.width, 4), target)
    for number in range(header.height):
        row = number if header.is_top_down else header.height - 1 - number
        at = header.at + number * stride
        words = np.frombuffer(source.data, f"<u{header.bits // 8}", header.width, at).astype(np.uint32)
        for channel, mask in enumerate(masks):
            if mask:
                channels[row, :, channel] = _scaled(words, mask, np.iinfo(target).max)
    alpha = channels[..., 3]
    # Many programs that know of no alpha leave zeros where it would be.
    opaque = not masks[3] or not alpha.any()
    return np.ascontiguousarray(channels[..., :3]), None if opaque else np.ascontiguousarray(alpha)


def _scaled(words: np.ndarray, mask: int, whole: int) -> np.ndarray:
    """The bits under a mask, which are side by side, over the full range."""
    shift = (mask & -mask).bit_length() - 1
    most = mask >> shift
    return (
        (((words & np.uint32(mask)) >> np.uint32(shift)).astype(np.uint64) * whole + most // 2) // most
    ).astype(np.uint32)


def _masks(data: bytes, header: _Header) -> tuple[int, ...]:
    """Of red, green, blue and alpha; zero for what there is not."""
    if header.compression == _RGB:
        return _MASKS[header.bits]
    # They stand in the header, or behind one that is too short for them.
    count = 4 if header.size >= 56 or header.compression == _ALPHA_BITFIELDS else 3
    masks = struct.unpack_from(f"<{count}I", data, _FILE_HEADER + 40)
    return (*masks, 0)[:4]


def _profile(data: bytes, header: _Header) -> bytes | None:
    """The profile that a header of the fifth version embeds; None where there is none."""
    if header.size < 124:
        return None
    (space,) = struct.unpack_from("<I", data, _FILE_HEADER + 56)
    at, size = struct.unpack_from("<II", data, _FILE_HEADER + 112)
    found = data[_FILE_HEADER + at : _FILE_HEADER + at + size]
    return found if space == _EMBEDDED_PROFILE and found else None


def _density(data: bytes, header: _Header) -> Density | None:
    if header.size < 40:
        return None
    across, down = struct.unpack_from("<ii", data, _FILE_HEADER + 24)
    return (across * _METRE_IN_INCHES, down * _METRE_IN_INCHES) if across > 0 and down > 0 else None
