"""What of libjxl the package imagecodecs keeps to itself: ICC profiles of JPEG XL files, and deeper samples.

libjxl's own interface for C is used (its header jxl/decode.h, from version 0.9 on), in the library that
imagecodecs brings along. Where that cannot be reached, as where it is a part of imagecodecs' module, there is
nothing to be had.
"""

from __future__ import annotations

import ctypes
import importlib
from typing import Any, NamedTuple

import numpy as np

_OLDEST = 9000
"""From version 0.9 on a profile is asked for as it is here."""
_SUCCESS, _NEEDS_BUFFER, _COLOURS, _WHOLE = 0, 5, 0x100, 0x1000
"""What the decoder tells, and the two of it that are waited for."""
_OF_THE_FILE, _OF_THE_SAMPLES = 0, 1
_TYPES = {8: 2, 16: 3}
"""How samples of so many bits are asked for."""
_LONGEST_PROFILE = 1 << 26


class Decoded(NamedTuple):
    """Samples and the profile that they are in.

    Attributes:
        samples: (H, W, C) uint8 or uint16, upright.
        icc: the profile.
        told: the profile that the file tells, which may be another one.
    """

    samples: np.ndarray
    icc: bytes
    told: bytes


class _Format(ctypes.Structure):
    """JxlPixelFormat."""

    _fields_ = (
        ("channels", ctypes.c_uint32),
        ("type", ctypes.c_int),
        ("byte_order", ctypes.c_int),
        ("align", ctypes.c_size_t),
    )


def decode_with_profile(data: bytes, shape: tuple[int, int], channels: int, bits: int) -> Decoded | None:
    """Decode a JPEG XL file.

    Args:
        data: the file.
        shape: its height and width, upright.
        channels: 1 or 3, and one more for alpha.
        bits: 8 or 16.

    Returns:
        None where libjxl cannot be reached, or is too old.

    Raises:
        ValueError: the file is not as it was written.
    """
    library = _library()
    if library is None:
        return None
    decoder = ctypes.c_void_p(library.JxlDecoderCreate(None))
    try:
        return _decode(library, decoder, data, shape, channels, bits)
    finally:
        library.JxlDecoderDestroy(decoder)


def _library() -> Any:
    """The library; None where it cannot be reached."""
    try:
        path = importlib.import_module("imagecodecs._jpegxl").__file__
        library = ctypes.CDLL(path)
        library.JxlDecoderCreate.restype = ctypes.c_void_p
        return library if library.JxlDecoderVersion() >= _OLDEST else None
    except (ImportError, OSError, AttributeError):
        return None


def _decode(
    library: Any,
    decoder: ctypes.c_void_p,
    data: bytes,
    shape: tuple[int, int],
    channels: int,
    bits: int,
) -> Decoded:
    format = _Format(channels, _TYPES[bits], 0, 0)
    _check(library.JxlDecoderSubscribeEvents(decoder, _COLOURS | _WHOLE), _SUCCESS)
    _check(library.JxlDecoderSetInput(decoder, data, ctypes.c_size_t(len(data))), _SUCCESS)
    library.JxlDecoderCloseInput(decoder)
    _check(library.JxlDecoderProcessInput(decoder), _COLOURS)
    icc, told = (_profile(library, decoder, of) for of in (_OF_THE_SAMPLES, _OF_THE_FILE))
    _check(library.JxlDecoderProcessInput(decoder), _NEEDS_BUFFER)
    samples = np.zeros((*shape, channels), np.uint8 if bits == 8 else np.uint16)
    size = ctypes.c_size_t()
    _check(library.JxlDecoderImageOutBufferSize(decoder, ctypes.byref(format), ctypes.byref(size)), _SUCCESS)
    if size.value != samples.nbytes:
        raise ValueError("the picture is of another size")
    place = ctypes.c_void_p(samples.ctypes.data)
    _check(library.JxlDecoderSetImageOutBuffer(decoder, ctypes.byref(format), place, size), _SUCCESS)
    _check(library.JxlDecoderProcessInput(decoder), _WHOLE)
    return Decoded(samples, icc, told)


def _profile(library: Any, decoder: ctypes.c_void_p, of: int) -> bytes:
    size = ctypes.c_size_t()
    _check(library.JxlDecoderGetICCProfileSize(decoder, of, ctypes.byref(size)), _SUCCESS)
    if size.value > _LONGEST_PROFILE:
        raise ValueError("this is no profile of a photo")
    icc = ctypes.create_string_buffer(size.value)
    _check(library.JxlDecoderGetColorAsICCProfile(decoder, of, icc, size), _SUCCESS)
    return icc.raw


def _check(told: int, expected: int) -> None:
    if told != expected:
        raise ValueError("libjxl cannot decode this")
