"""Colours that a file states by number instead of an ICC profile: code points, and PNG's gAMA and cHRM.

Code points are those of ITU-T H.273 (07/2024), which PNG (cICP), HEIF and AVIF (nclx) share; the equations of
PQ and HLG are those of ITU-R BT.2100-2, tables 4 and 5.

The transfer characteristics of standard dynamic range video (1, 6, 11, 12, 14, 15) are taken as the curve of
sRGB: stills that carry them are looked at on the displays that sRGB stills are.

High dynamic range is brought down so that 203 cd/m², the reference white of ITU-R BT.2408-7 (section 2), is
white. A picture with nothing brighter stays what it was. In one that has, luminance above 0.92 of
white's follows a logarithm: the brightest becomes white, and between the two each doubling of light takes
about the same room, so that what lies there can be told apart and brought back: for that such pictures have
16 bits a channel, whatever their file has. The reference white itself comes out at 0.94 of the light or more.
Hues stay, and colours fade where they are too bright to be shown. HLG is seen as on a display of 1000 cd/m².
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ccnet_core.messages import Message
from ccnet_core.photo.headroom import compressed, logarithmic
from ccnet_core.photo.profile import (
    D65,
    DISPLAY_P3_PRIMARIES,
    SRGB,
    SRGB_CURVE,
    SRGB_PRIMARIES,
    Converter,
    Curve,
    Xy,
    build_profile,
    by_bands,
    encode_srgb16,
    rgb_to_xyz,
    to_srgb16,
)

_WHITE_C, _WHITE_E, _WHITE_DCI = (0.310, 0.316), (1 / 3, 1 / 3), (0.314, 0.351)
_PRIMARIES: dict[int, tuple[str, tuple[Xy, ...], Xy]] = {
    1: ("BT.709", SRGB_PRIMARIES, D65),
    4: ("BT.470 M", ((0.67, 0.33), (0.21, 0.71), (0.14, 0.08)), _WHITE_C),
    5: ("BT.470 BG", ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06)), D65),
    6: ("BT.601", ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)), D65),
    7: ("SMPTE 240M", ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)), D65),
    8: ("Film", ((0.681, 0.319), (0.243, 0.692), (0.145, 0.049)), _WHITE_C),
    9: ("BT.2020", ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)), D65),
    10: ("XYZ", ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0)), _WHITE_E),
    11: ("DCI-P3", DISPLAY_P3_PRIMARIES, _WHITE_DCI),
    12: ("Display P3", DISPLAY_P3_PRIMARIES, D65),
    22: ("EBU 3213", ((0.630, 0.340), (0.295, 0.605), (0.155, 0.077)), D65),
}
_CURVES: dict[int, tuple[str, Curve]] = {
    4: ("gamma 2.2", (0, (2.2,))),
    5: ("gamma 2.8", (0, (2.8,))),
    7: ("SMPTE 240M", (3, (1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 0.25, 0.0912))),
    8: ("linear", (0, (1.0,))),
    17: ("gamma 2.6", (0, (2.6,))),
}
PQ, HLG = 16, 18
_HDR = {PQ: "PQ", HLG: "HLG"}

_REFERENCE_WHITE = 203.0
_HLG_PEAK, _HLG_GAMMA = 1000.0, 1.2
_KNEE = 0.92
"""The luminance, of white's, from which on an HDR picture is compressed."""
_NO_CHANGE = 0.05
"""A gamma is the display's own within 5 %, as libpng has it: rounding in a file is to change no colours."""


class Cicp(NamedTuple):
    """Coding-independent code points.

    Attributes:
        primaries: ColourPrimaries.
        transfer: TransferCharacteristics.
        full_range: whether 0 and the largest value are black and white; else 16/255 and 235/255 are.
    """

    primaries: int
    transfer: int
    full_range: bool = True

    @property
    def is_hdr(self) -> bool:
        """Whether values above white are meant: PQ and HLG."""
        return self.transfer in _HDR

    def convert(self, pixels: np.ndarray) -> tuple[np.ndarray, str, tuple[Message, ...]]:
        """To sRGB.

        Args:
            pixels: (H, W) or (H, W, 3) uint8 or uint16.

        Returns:
            (H, W, 3) of the same type, but uint16 of HDR; the name of what they were converted from; and what
            is to be told.
        """
        name, primaries, white = _PRIMARIES.get(self.primaries, _PRIMARIES[1])
        curve_name, curve = _CURVES.get(self.transfer, ("", SRGB_CURVE))
        if not self.full_range:
            pixels = _expanded(pixels)
        if self.is_hdr:
            kind = _HDR[self.transfer]
            deep = _three(at_16_bits(pixels))
            converted = _Hdr(self.transfer, primaries, white).convert(deep)
            notice = Message(
                "It is an HDR picture ({kind}): 203 cd/m² are white, and what is brighter is compressed.",
                kind=kind,
            )
            return converted, f"{name} {kind}", (notice,)
        if (primaries, curve) == (SRGB_PRIMARIES, SRGB_CURVE):
            return _three(pixels), SRGB, ()
        return convert_by_curve(pixels, f"{name} {curve_name}".strip(), primaries, white, curve), name, ()


def convert_by_gamma(
    pixels: np.ndarray, gamma: float | None, chromaticities: tuple[Xy, Xy, Xy, Xy] | None
) -> tuple[np.ndarray, str]:
    """To sRGB, by PNG's gAMA and cHRM (PNG third edition, 11.3.2.1 and 11.3.2.2).

    Args:
        pixels: (H, W) or (H, W, 3) uint8 or uint16.
        gamma: the exponent by which light became samples, such as 0.45455; None where it is not told.
        chromaticities: of white, red, green and blue; None where they are not told.

    Returns:
        (H, W, 3) of the same type, and the name of what they were converted from.
    """
    white, *primaries = chromaticities or (D65, *SRGB_PRIMARIES)
    plain = gamma is None or abs(gamma * 2.2 - 1) <= _NO_CHANGE
    known = np.abs(np.array([white, *primaries]) - np.array([D65, *SRGB_PRIMARIES])).max() < 0.002
    if plain and known:
        return _three(pixels), SRGB
    curve: Curve = SRGB_CURVE if plain or gamma is None else (0, (1 / gamma,))
    name = "own primaries" if plain or gamma is None else f"gamma {1 / gamma:.2f}"
    try:
        return convert_by_curve(pixels, name, tuple(primaries), white, curve), name
    except ValueError:  # the file's numbers mean no colours
        return _three(pixels), SRGB


def convert_by_curve(
    pixels: np.ndarray, name: str, primaries: tuple[Xy, ...], white: Xy, curve: Curve
) -> np.ndarray:
    """To sRGB, from colours of a name as `build_profile` takes them.

    Args:
        pixels: (H, W) or (H, W, 3) uint8 or uint16.

    Returns:
        (H, W, 3) of the same type.

    Raises:
        ValueError: the primaries span no colours.
    """
    # In 16 bits, as a table of 8 bits misses the dark colours of a curve that is far from sRGB's.
    profile = build_profile(name, primaries, curve, white)
    return _in_16_bits(pixels, lambda deep: to_srgb16(deep, profile)[0])


def _in_16_bits(pixels: np.ndarray, convert: Converter) -> np.ndarray:
    """Convert (H, W) or (H, W, 3) as (H, W, 3) uint16, and back to the type it had."""
    if pixels.dtype == np.uint16:
        return convert(_three(pixels))
    deep = convert(_three(at_16_bits(pixels)))
    return ((deep.astype(np.uint32) + 128) // 257).astype(np.uint8)


def at_16_bits(samples: np.ndarray) -> np.ndarray:
    """Unsigned samples over the full range of uint16."""
    return samples if samples.dtype == np.uint16 else samples.astype(np.uint16) * 257


def _three(pixels: np.ndarray) -> np.ndarray:
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)


def _expanded(pixels: np.ndarray) -> np.ndarray:
    """Narrow range to full range (H.273, 8.3, equations 19 and on)."""
    whole = np.iinfo(pixels.dtype).max
    share = (np.arange(whole + 1) / whole * 255 - 16) / 219
    table: np.ndarray = (np.clip(share, 0, 1) * whole + 0.5).astype(pixels.dtype)
    return np.asarray(table[pixels])


class _Hdr:
    """Converts high dynamic range of one transfer function and one set of primaries to sRGB."""

    def __init__(self, transfer: int, primaries: tuple[Xy, ...], white: Xy) -> None:
        to_xyz = rgb_to_xyz(primaries, white)
        from_xyz = np.linalg.inv(rgb_to_xyz(SRGB_PRIMARIES))
        self._matrix = (from_xyz @ to_xyz).T
        self._luminance, self._own_luminance = rgb_to_xyz(SRGB_PRIMARIES)[1], to_xyz[1]
        self._is_hlg = transfer == HLG
        signal = np.linspace(0, 1, 65536)
        self._light = _hlg_scene(signal) if self._is_hlg else _pq_light(signal) / _REFERENCE_WHITE

    def convert(self, pixels: np.ndarray) -> np.ndarray:
        """(H, W, 3) uint16 to (H, W, 3) uint16 sRGB."""
        peak = 1.0

        def measured(samples: np.ndarray) -> np.ndarray:
            nonlocal peak
            peak = max(peak, float((self._linear(samples) @ self._luminance).max()))
            return samples

        by_bands(pixels, measured)
        return by_bands(pixels, lambda samples: self._shown(samples, peak))

    def _linear(self, samples: np.ndarray) -> np.ndarray:
        """(N, 3) uint16 to linear light of sRGB, in which white is 1; what it has no hue for is clipped."""
        light = self._light[samples]
        if self._is_hlg:
            scene = (light @ self._own_luminance)[:, None]
            light *= np.maximum(scene, 1e-9) ** (_HLG_GAMMA - 1) * (_HLG_PEAK / _REFERENCE_WHITE)
        linear: np.ndarray = np.maximum(light @ self._matrix, 0)
        return linear

    def _shown(self, samples: np.ndarray, peak: float) -> np.ndarray:
        """(N, 3) uint16 to (N, 3) uint16 sRGB, of a picture whose largest luminance is ``peak``, from 1."""
        return encode_srgb16(compressed(self._linear(samples), self._luminance, peak, _KNEE, logarithmic))


def _pq_light(signal: np.ndarray) -> np.ndarray:
    """The light, in cd/m², of a PQ signal from 0 to 1 (BT.2100-2, table 4)."""
    m1, m2, c1, c2, c3 = 1305 / 8192, 2523 / 32, 107 / 128, 2413 / 128, 2392 / 128
    root = signal ** (1 / m2)
    light: np.ndarray = 10_000 * (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1)
    return light


def _hlg_scene(signal: np.ndarray) -> np.ndarray:
    """The light of the scene, 0 to 1, of an HLG signal (BT.2100-2, table 5)."""
    a = 0.17883277
    b = 1 - 4 * a
    c = 0.5 - a * np.log(4 * a)
    light: np.ndarray = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    return light
