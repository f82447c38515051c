"""JPEG XL files, by libjxl through the optional package imagecodecs (``ccnet-studio[codecs]``).

imagecodecs gives pixels alone. What colours they are in stands in the first bits of the codestream (ISO/IEC
18181-1:2024, annexes D and E), and the metadata in boxes around it (ISO/IEC 18181-2:2024, clause 9).
"""

from __future__ import annotations

import importlib.util
import struct
from typing import Any

import numpy as np

from ccnet_core.photo.boxes import boxes
from ccnet_core.photo.coded import Cicp, convert_by_gamma
from ccnet_core.photo.encoding import Encodable
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.source import Metadata, Picture, Source

_SIGNATURE = b"\0\0\0\x0cJXL \r\n\x87\n"
_FILE_TYPE = struct.pack(">I4s4sI4s", 20, b"ftyp", b"jxl ", 0, b"jxl ")
_BARE = b"\xff\x0a"
_D65, _DCI = 1, 11
_P3 = 11
_KNOWN_PRIMARIES = {1: 1, 9: 9, _P3: 12}
"""JPEG XL's primaries as code points of H.273; its P3 of white D65 is Display P3."""
_SRGB = Cicp(1, 13)


def has_jxl() -> bool:
    """Whether imagecodecs is installed."""
    return importlib.util.find_spec("imagecodecs") is not None


def read_jxl(source: Source) -> Picture:
    """Open a JPEG XL file; libjxl turns the pixels upright."""
    if not has_jxl():
        advice = 'Install it with: pip install "ccnet-studio[codecs]"'
        raise source.unsupported("JPEG XL files need the imagecodecs package", advice)
    import imagecodecs

    codestream, metadata = _parts(source.data)
    if not codestream.startswith(_BARE):
        raise source.damaged()
    try:
        header = _Header(codestream)
    except IndexError as error:
        raise source.damaged() from error
    source.check_size(header.width, header.height)
    if header.colours is None and header.gamma is None:
        raise source.unsupported("JPEG XL files with a colour profile of their own cannot be opened")
    values: Any = imagecodecs.jpegxl_decode(source.data)
    if values.ndim not in (2, 3) or values.dtype.kind not in "uf":
        raise source.unsupported("this kind of JPEG XL cannot be opened")
    samples = _unsigned(values)
    alpha = None
    if samples.ndim == 3 and samples.shape[2] in (2, 4):
        samples, alpha = samples[..., :-1], np.ascontiguousarray(samples[..., -1])
    if samples.ndim == 3 and samples.shape[2] == 1:
        samples = samples[..., 0]
    if header.gamma is not None:
        return Picture(*_with_alpha(convert_by_gamma(samples, header.gamma, None), alpha), metadata, 1)
    assert header.colours is not None
    pixels, profile, notices = header.colours.convert(np.ascontiguousarray(samples))
    return Picture(pixels, alpha, profile, metadata, 1, notices)


def _with_alpha(
    converted: tuple[np.ndarray, str], alpha: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None, str]:
    return converted[0], alpha, converted[1]


def _unsigned(values: np.ndarray) -> np.ndarray:
    if values.dtype in (np.uint8, np.uint16):
        return values
    scaled: np.ndarray = (np.nan_to_num(values).clip(0, 1) * 65_535 + 0.5).astype(np.uint16)
    return scaled


def _parts(data: bytes) -> tuple[bytes, Metadata]:
    """The codestream, and what the boxes around it tell."""
    if data.startswith(_BARE):
        return data, Metadata()
    codestream, exif, xmp = b"", None, None
    for kind, content in boxes(data[len(_SIGNATURE) :]):
        if kind == b"jxlc":
            codestream = content
        elif kind == b"jxlp":
            codestream += content[4:]
        elif kind == b"Exif" and len(content) > 4:
            exif = Exif.parse(content[4 + int.from_bytes(content[:4], "big") :])
        elif kind == b"xml " and xmp is None:
            xmp = content
    return codestream, Metadata(exif=exif, xmp=xmp)


class _Header:
    """What the first bits of a codestream tell.

    Attributes:
        width, height: in pixels, as stored.
        colours: the code points of the colours; None where they are told otherwise.
        gamma: the exponent by which light became samples; None where there is none.
    """

    def __init__(self, codestream: bytes) -> None:
        """Read them.

        Raises:
            IndexError: the codestream ends too early.
        """
        bits = _Bits(codestream[len(_BARE) :])
        self.width, self.height = _size(bits)
        self.colours: Cicp | None = _SRGB
        self.gamma: float | None = None
        if bits.flag():  # all is as usual
            return
        if bits.flag():
            bits.take(3)  # the orientation, which libjxl applies
            if bits.flag():
                _size(bits)
            if bits.flag():
                self._skip_preview(bits)
            if bits.flag():
                self._skip_animation(bits)
        _skip_depth(bits)
        bits.flag()
        for _ in range(bits.number((0, 0), (1, 0), (2, 4), (1, 12))):
            _skip_channel(bits)
        bits.flag()  # whether it is coded in XYB: libjxl gives what is told here
        if not bits.flag():
            self._read_colours(bits)

    def _read_colours(self, bits: _Bits) -> None:
        has_profile, space = bits.flag(), bits.enum()
        if has_profile or space > 1:
            self.colours = None
            return
        white, primaries = bits.enum(), 1
        if white == 2:
            _skip_xy(bits)
        if space == 0:
            primaries = bits.enum()
            for _ in range(3 if primaries == 2 else 0):
                _skip_xy(bits)
        if bits.flag():
            self.gamma = bits.take(24) / 10_000_000
            self.colours = None
            if primaries != 1 or white != _D65:
                self.gamma = None
            return
        transfer = bits.enum()
        known = _KNOWN_PRIMARIES.get(primaries)
        if primaries == _P3 and white == _DCI:
            known = 11
        elif white != _D65:
            known = None
        self.colours = None if known is None else Cicp(known, transfer)

    @staticmethod
    def _skip_preview(bits: _Bits) -> None:
        by_8 = bits.flag()
        sizes = ((16, 0), (32, 0), (1, 5), (33, 9)) if by_8 else ((1, 6), (65, 8), (321, 10), (1345, 12))
        bits.number(*sizes)
        if not bits.take(3):
            bits.number(*sizes)

    @staticmethod
    def _skip_animation(bits: _Bits) -> None:
        bits.number((100, 0), (1000, 0), (1, 10), (1, 30))
        bits.number((1, 0), (1001, 0), (1, 8), (1, 10))
        bits.number((0, 0), (0, 3), (0, 16), (0, 32))
        bits.flag()


class _Bits:
    """Reads numbers from the lowest bit of each byte on; beyond the end an IndexError is raised."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> int:
        if self._at + count > 8 * len(self._data):
            raise IndexError("beyond the end")
        value = 0
        for place in range(count):
            byte, bit = divmod(self._at + place, 8)
            value |= (self._data[byte] >> bit & 1) << place
        self._at += count
        return value

    def flag(self) -> bool:
        return bool(self.take(1))

    def number(self, *kinds: tuple[int, int]) -> int:
        """One of four kinds, each an offset and how many bits are added."""
        offset, count = kinds[self.take(2)]
        return offset + self.take(count)

    def enum(self) -> int:
        return self.number((0, 0), (1, 0), (2, 4), (18, 6))


def _size(bits: _Bits) -> tuple[int, int]:
    """Width and height."""
    by_8 = bits.flag()

    def side() -> int:
        return 8 * (1 + bits.take(5)) if by_8 else bits.number((1, 9), (1, 13), (1, 18), (1, 30))

    height = side()
    ratio = bits.take(3)
    across, down = ((0, 0), (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))[ratio]
    return (height * across // down if ratio else side()), height


def _skip_depth(bits: _Bits) -> None:
    if bits.flag():  # floating-point samples
        bits.number((32, 0), (16, 0), (24, 0), (1, 6))
        bits.take(4)
    else:
        bits.number((8, 0), (10, 0), (12, 0), (1, 6))


def _skip_channel(bits: _Bits) -> None:
    if bits.flag():  # alpha as usual
        return
    kind = bits.enum()
    _skip_depth(bits)
    bits.number((0, 0), (3, 0), (4, 0), (1, 3))
    for _ in range(bits.number((0, 0), (0, 4), (16, 5), (48, 10))):
        bits.take(8)
    if kind == 0:
        bits.flag()
    elif kind == 2:
        bits.take(64)
    elif kind == 5:
        bits.number((1, 0), (0, 2), (3, 4), (19, 8))


def _skip_xy(bits: _Bits) -> None:
    for _ in range(2):
        bits.number((0, 19), (524_288, 19), (1_048_576, 20), (2_097_152, 21))


def encode_jxl(picture: Encodable) -> bytes:
    """A JPEG XL file of 8 bits in sRGB, as imagecodecs writes it; of the quality 100 without loss."""
    import imagecodecs

    codestream = bytes(
        imagecodecs.jpegxl_encode(
            np.ascontiguousarray(picture.samples),
            distance=_distance(picture.quality),
            lossless=picture.quality == 100,
        )
    )
    if not codestream.startswith(_BARE):  # in boxes already, of which the codestream alone is taken
        codestream = _parts(codestream)[0]
    parts = [_SIGNATURE, _FILE_TYPE]
    if picture.exif:
        parts.append(_box(b"Exif", bytes(4) + picture.block))
    if picture.xmp:
        parts.append(_box(b"xml ", picture.xmp))
    return b"".join((*parts, _box(b"jxlc", codestream)))


def _distance(quality: int) -> float:
    """How far from the original a quality from 1 to 100 may lead: 1 is where it begins to be seen.

    As libjxl's own tools count it.
    """
    if quality >= 30:
        return 0.0 if quality == 100 else 0.1 + (100 - quality) * 0.09
    return 53 / 3000 * quality**2 - 23 / 20 * quality + 25


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content
