"""The first bits of a JPEG XL codestream: which size, depth and colours a picture has.

By ISO/IEC 18181-1:2024, annexes D and E. They end at a whole byte, so that they can be written anew.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ccnet_core.photo.coded import Cicp
from ccnet_core.photo.profile import (
    D65,
    DISPLAY_P3_PRIMARIES,
    OUTPUT_PROFILES,
    SRGB_CURVE,
    SRGB_PRIMARIES,
    Curve,
    OutputProfile,
    Xy,
)

BARE = b"\xff\x0a"
"""What a codestream begins with."""
_WHITES: dict[int, Xy] = {1: D65, 10: (1 / 3, 1 / 3), 11: (0.314, 0.351)}
_OWN = 2
"""A white, or primaries, that are told by chromaticities."""
_BT2020_PRIMARIES: tuple[Xy, ...] = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
_PRIMARIES: dict[int, tuple[Xy, ...]] = {1: SRGB_PRIMARIES, 9: _BT2020_PRIMARIES, 11: DISPLAY_P3_PRIMARIES}
_CODE_POINTS = {(1, 1): 1, (9, 1): 9, (11, 1): 12, (11, 11): 11}
"""Primaries and white as H.273 numbers them together."""
_LINEAR, _LIKE_SRGB = 8, 13
_SRGB = Cicp(1, _LIKE_SRGB)
_ALPHA, _SPOT, _MOSAIC = 0, 2, 5
"""Kinds of further channels."""
_RELATIVE = 1
"""The rendering intent."""


class OwnColours(NamedTuple):
    """Colours that are told by chromaticities and a curve, as `convert_by_curve` takes them."""

    name: str
    primaries: tuple[Xy, ...]
    white: Xy
    curve: Curve


def _own(primaries: tuple[Xy, ...], white: Xy, gamma: float | None) -> OwnColours:
    """Colours with a gamma, or with the curve of sRGB where it is None."""
    # In a file a chromaticity is told to a millionth, and a gamma by its reverse.
    for profile in OUTPUT_PROFILES.values():
        if (
            np.allclose(np.array((*primaries, white)), np.array((*profile.primaries, D65)), atol=1e-5)
            and abs((gamma or 0) - (profile.gamma or 0)) < 1e-3
        ):
            return OwnColours(profile.label, primaries, white, (0, (gamma,)) if gamma else SRGB_CURVE)
    name = f"gamma {gamma:.2f}" if gamma else "own primaries"
    return OwnColours(name, primaries, white, (0, (gamma,)) if gamma else SRGB_CURVE)


class Header:
    """What the first bits of a codestream tell.

    Attributes:
        width, height: in pixels, as stored.
        has_profile: whether there is an ICC profile.
        colours: what else tells of the colours; None where that is not known.
        sample_bits: 8, or 16 for any depth above.
        is_xyb: whether the pixels are coded in a space of the format's own; libjxl converts them.
        is_grey: whether there is one channel beside alpha.
        has_alpha: whether there is alpha.
        is_mixed: whether there are inks beside the colours.
        is_turned: whether libjxl makes rows of columns, as the orientation asks for.
    """

    def __init__(self, codestream: bytes) -> None:
        """Read them.

        Raises:
            IndexError: the codestream ends too early.
        """
        self._bits = bits = _Bits(codestream[len(BARE) :])
        self.width, self.height = _size(bits)
        self.has_profile = self.is_grey = self.has_alpha = self.is_mixed = self.is_turned = False
        self.is_xyb, self.sample_bits = True, 8
        self.colours: Cicp | OwnColours | None = _SRGB
        self._size_ends = bits.at
        self._depth_ends = self._colours_begin = self._colours_end = 0
        self._is_usual, self._has_more = bits.flag(), False
        if not self._is_usual:
            self._read(bits)

    def _read(self, bits: _Bits) -> None:
        self._has_more = bits.flag()
        if self._has_more:
            self.is_turned = bits.take(3) >= 4
            if bits.flag():
                _size(bits)
            if bits.flag():
                self._skip_preview(bits)
            if bits.flag():
                self._skip_animation(bits)
        self.sample_bits = _read_depth(bits)
        self._depth_ends = bits.at
        bits.flag()
        for _ in range(bits.number((0, 0), (1, 0), (2, 4), (1, 12))):
            kind = _read_channel(bits)
            self.has_alpha = self.has_alpha or kind == _ALPHA
            self.is_mixed = self.is_mixed or kind != _ALPHA
        self.is_xyb = bits.flag()
        self._colours_begin = bits.at
        if not bits.flag():
            self._read_colours(bits)
        self._colours_end = bits.at

    def _read_colours(self, bits: _Bits) -> None:
        self.has_profile, space = bits.flag(), bits.enum()
        self.is_grey = space == 1
        self.colours = None
        if self.has_profile or space > 1:
            return
        white_kind, primaries_kind = bits.enum(), 1
        white = _read_xy(bits) if white_kind == _OWN else _WHITES.get(white_kind)
        primaries = _PRIMARIES[1]
        if not self.is_grey:
            primaries_kind = bits.enum()
            if primaries_kind == _OWN:
                primaries = tuple(_read_xy(bits) for _ in range(3))
            elif primaries_kind in _PRIMARIES:
                primaries = _PRIMARIES[primaries_kind]
            else:
                white = None
        # A gamma is told as the exponent by which light became samples.
        gamma = 10_000_000 / max(1, bits.take(24)) if bits.flag() else None
        transfer = bits.enum() if gamma is None else 0
        bits.enum()  # the rendering intent
        points = _CODE_POINTS.get((primaries_kind, white_kind))
        if points is not None and gamma is None:
            self.colours = Cicp(points, transfer)
        elif white is not None and (gamma is not None or transfer in (_LINEAR, _LIKE_SRGB)):
            self.colours = _own(primaries, white, 1.0 if transfer == _LINEAR else gamma)

    def telling(self, profile: OutputProfile, bits: int | None) -> tuple[bytes, int]:
        """The same header for the colours of a profile, and where in the codestream the old one ends.

        Args:
            profile: whose colours the pixels are in.
            bits: how deep they are, where that is to be told anew.

        Raises:
            ValueError: the header tells more than imagecodecs has it tell.
        """
        old = self._bits
        old.at = self._size_ends + 1 if self._is_usual else self._colours_end
        # No extensions, and the usual opsin transform.
        if self._has_more or self.has_profile or not (self._is_usual or not old.take(2)) or not old.flag():
            raise ValueError("libjxl wrote another header than was expected")
        depth = old.between(self._size_ends + 2, self._depth_ends) if not self._is_usual else "000"
        if bits is not None:
            depth = "000" if bits == 8 else "011" + _digits(bits - 1, 6)
        between = "1001" if self._is_usual else old.between(self._depth_ends, self._colours_begin)
        parts = (old.between(0, self._size_ends), "00", depth, between, _colours_told(profile), "001")
        end = len(BARE) - (-old.at // 8)
        return BARE + _packed("".join(parts)), end

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
        self._data, self.at = data, 0

    def between(self, start: int, end: int) -> str:
        """The bits from one place to another, as digits."""
        return "".join(str(self._data[at >> 3] >> (at & 7) & 1) for at in range(start, end))

    def take(self, count: int) -> int:
        if self.at + count > 8 * len(self._data):
            raise IndexError("beyond the end")
        value = 0
        for place in range(count):
            byte, bit = divmod(self.at + place, 8)
            value |= (self._data[byte] >> bit & 1) << place
        self.at += count
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


def _read_depth(bits: _Bits) -> int:
    """How deep the samples are that imagecodecs gives: 8 or 16 bits."""
    if bits.flag():  # floating-point samples
        bits.number((32, 0), (16, 0), (24, 0), (1, 6))
        bits.take(4)
        return 16
    return 8 if bits.number((8, 0), (10, 0), (12, 0), (1, 6)) <= 8 else 16


def _read_channel(bits: _Bits) -> int:
    """The kind of a further channel."""
    if bits.flag():
        return _ALPHA
    kind = bits.enum()
    _read_depth(bits)
    bits.number((0, 0), (3, 0), (4, 0), (1, 3))
    for _ in range(bits.number((0, 0), (0, 4), (16, 5), (48, 10))):
        bits.take(8)
    if kind == _ALPHA:
        bits.flag()
    elif kind == _SPOT:
        bits.take(64)
    elif kind == _MOSAIC:
        bits.number((1, 0), (0, 2), (3, 4), (19, 8))
    return kind


_COORDINATES = ((0, 19), (524_288, 19), (1_048_576, 20), (2_097_152, 21))


def _read_xy(bits: _Bits) -> Xy:
    """A chromaticity, of which the lowest bit of each number is the sign."""
    x, y = (bits.number(*_COORDINATES) for _ in range(2))
    return _signed(x) / 1e6, _signed(y) / 1e6


def _signed(value: int) -> int:
    return -(value + 1) // 2 if value & 1 else value // 2


def _digits(value: int, count: int) -> str:
    """A number's bits, the lowest first."""
    return format(value, f"0{count}b")[::-1]


def _packed(digits: str) -> bytes:
    return bytes(int(digits[at : at + 8][::-1], 2) for at in range(0, len(digits), 8))


def _enum(value: int) -> str:
    """The reverse of `_Bits.enum`."""
    if value < 2:
        return _digits(value, 2)
    return _digits(2, 2) + _digits(value - 2, 4) if value < 18 else _digits(3, 2) + _digits(value - 18, 6)


def _coordinate(value: float) -> str:
    number = 2 * round(value * 1e6)
    kind = next(at for at, (start, count) in enumerate(_COORDINATES) if number < start + (1 << count))
    start, count = _COORDINATES[kind]
    return _digits(kind, 2) + _digits(number - start, count)


def _colours_told(profile: OutputProfile) -> str:
    """The bits that tell of a profile's colours."""
    known = next((kind for kind, primaries in _PRIMARIES.items() if primaries == profile.primaries), _OWN)
    told = "00" + _enum(0) + _enum(1) + _enum(known)
    if known == _OWN:
        told += "".join(_coordinate(value) for xy in profile.primaries for value in xy)
    if profile.gamma is None:
        told += "0" + _enum(_LIKE_SRGB)
    else:
        told += "1" + _digits(round(10_000_000 / profile.gamma), 24)
    return told + _enum(_RELATIVE)
