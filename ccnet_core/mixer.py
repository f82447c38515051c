"""The colour mixer: eight bands of hue, each with a hue, a saturation and a luminance of its own.

Hues are those of OKLCh (B. Ottosson: A perceptual color space for image processing, 2020,
bottosson.github.io/posts/oklab). In LCh of CIE Lab the blue of a neon tube and violet lie six degrees apart,
so no band could tell them; here they are thirty. Between the middles of two bands their shares go over into
each other smoothly and sum to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ccnet_core.controls import check_range

BANDS = {
    "red": 26.0,
    "orange": 60.0,
    "yellow": 105.0,
    "green": 143.0,
    "aqua": 188.0,
    "blue": 250.0,
    "purple": 306.0,
    "magenta": 343.0,
}
"""The middle of each band: degrees of hue in OKLCh. Skin, at 35 to 65, is mostly orange; skies and the
purest blue of sRGB, at 220 to 264, are mostly blue."""
PARTS = ("hue", "saturation", "luminance")
LARGEST = 100.0
"""Of each part, either way."""
_MIDDLES = np.array(tuple(BANDS.values()))
_GAPS = np.diff(_MIDDLES, append=_MIDDLES[0] + 360)
"""From each middle to the next."""
_WAY = 0.6
"""How far towards the next band's middle a hue goes at 100: if one band is turned, hues keep their order."""
_LOG_ODDS = 1.2
"""What luminance adds to the log odds of lightness at 100: 0.5 becomes 0.77."""


@dataclass(frozen=True, slots=True)
class Band:
    """What becomes of the colours of one band; each from -100 to 100.

    Attributes:
        hue: turned towards the band before (red to magenta) or after (red to orange).
        saturation: less, to grey, or more, to twice as much.
        luminance: darker or lighter.

    Raises:
        ValueError: one is out of range.

    >>> Band(saturation=-20)
    Band(hue=0.0, saturation=-20, luminance=0.0)
    >>> Band(hue=200)
    Traceback (most recent call last):
    ValueError: hue must lie between -100 and 100, got 200
    """

    hue: float = 0.0
    saturation: float = 0.0
    luminance: float = 0.0

    def __post_init__(self) -> None:
        for part in PARTS:
            check_range(part, getattr(self, part), -LARGEST, LARGEST)


NEUTRAL = Band()


@dataclass(frozen=True, slots=True)
class ColourMixer:
    """What becomes of each band; the default changes nothing.

    Raises:
        ValueError: one of them is no band.

    >>> ColourMixer(orange=Band(saturation=-20)).to_dict()
    {'orange': {'saturation': -20}}
    """

    red: Band = field(default=NEUTRAL)
    orange: Band = field(default=NEUTRAL)
    yellow: Band = field(default=NEUTRAL)
    green: Band = field(default=NEUTRAL)
    aqua: Band = field(default=NEUTRAL)
    blue: Band = field(default=NEUTRAL)
    purple: Band = field(default=NEUTRAL)
    magenta: Band = field(default=NEUTRAL)

    def __post_init__(self) -> None:
        for name in BANDS:
            if not isinstance(getattr(self, name), Band):
                raise ValueError(f"{name} of the colour mixer must be a band")

    @property
    def is_neutral(self) -> bool:
        """Whether it changes nothing."""
        return self == ColourMixer()

    def of(self, band: str) -> Band:
        """What becomes of one of :data:`BANDS`."""
        value: Band = getattr(self, band)
        return value

    def value(self, band: str, part: str) -> float:
        """One of :data:`PARTS` of one of :data:`BANDS`."""
        value: float = getattr(self.of(band), part)
        return value

    def with_value(self, band: str, part: str, value: float) -> Self:
        """With another value of one of :data:`PARTS` of one of :data:`BANDS`.

        Raises:
            ValueError: it is out of range.
        """
        return replace(self, **{band: replace(self.of(band), **{part: value})})

    def with_part(self, part: str, other: ColourMixer) -> Self:
        """With one of :data:`PARTS` of all bands as another mixer has it."""
        mixer = self
        for band in BANDS:
            mixer = mixer.with_value(band, part, other.value(band, part))
        return mixer

    def moved(self, shares: Mapping[str, float], part: str, by: float) -> Self:
        """With one of :data:`PARTS` of bands moved by so much in proportion to their shares, to the ends."""
        mixer = self
        for band, share in shares.items():
            value = round(self.value(band, part) + share * by)
            mixer = mixer.with_value(band, part, min(max(value, -LARGEST), LARGEST))
        return mixer

    def towards(self, other: ColourMixer, share: float) -> Self:
        """On the way to another, 0 to 1."""
        mixer = self
        for band in BANDS:
            for part in PARTS:
                a, b = self.value(band, part), other.value(band, part)
                mixer = mixer.with_value(band, part, round(a + share * (b - a), 6))
        return mixer

    def table(self) -> npt.NDArray[np.float32]:
        """What becomes of hues from 0 to 360 degrees: (3, 721).

        Degrees by which they turn; what their chroma gains, in parts of it; what the log odds of their
        lightness gain.
        """
        return _table(self)

    def hue_before(self, hue: float) -> float:
        """The hue that becomes another one, both in degrees: what is seen tells of which band it was."""
        hues = np.linspace(0, 360, 721)
        away = np.mod(hues + self.table()[0] - hue + 180, 360) - 180
        return float(hues[np.abs(away).argmin()])

    def to_dict(self) -> dict[str, dict[str, float]]:
        """As JSON holds it, without what changes nothing; :meth:`from_dict` gives an equal value."""
        values = {
            band: {part: self.value(band, part) for part in PARTS if self.value(band, part)} for band in BANDS
        }
        return {band: parts for band, parts in values.items() if parts}

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what :meth:`to_dict` gave.

        Raises:
            ValueError: it is no such value, or out of range.
        """
        if not isinstance(values, Mapping):
            raise ValueError("mixer must be an object")
        if unknown := values.keys() - BANDS.keys():
            raise ValueError(f"mixer has unknown entries {', '.join(sorted(map(str, unknown)))}")
        return cls(**{band: _band(band, parts) for band, parts in values.items()})


def _band(name: str, values: Any) -> Band:
    if not isinstance(values, Mapping):
        raise ValueError(f"{name} of the mixer must be an object")
    if unknown := values.keys() - {f.name for f in fields(Band)}:
        raise ValueError(f"{name} of the mixer has unknown entries {', '.join(sorted(map(str, unknown)))}")
    try:
        return Band(**values)
    except ValueError as error:
        raise ValueError(f"{name} of the mixer: {error}") from error


def band_shares(hue: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The share of each band in hues of OKLCh, in degrees: (8, ...) for any shape; they sum to 1."""
    degrees = np.asarray(hue, np.float64)
    shares = np.zeros((len(_MIDDLES), *degrees.shape))
    for index, (middle, gap) in enumerate(zip(_MIDDLES, _GAPS, strict=True)):
        along = np.mod(degrees - middle, 360) / gap
        here = along < 1
        later = np.where(here, along * along * (3 - 2 * along), 0)
        shares[index] += np.where(here, 1 - later, 0)
        shares[(index + 1) % len(_MIDDLES)] += later
    return shares


@lru_cache(maxsize=16)
def _table(mixer: ColourMixer) -> npt.NDArray[np.float32]:
    shares = band_shares(np.linspace(0, 360, 721))
    bands = [mixer.of(band) for band in BANDS]
    gaps = [_GAPS[index] if band.hue > 0 else _GAPS[index - 1] for index, band in enumerate(bands)]
    per_band = np.array(
        [
            [_WAY * gap * band.hue for band, gap in zip(bands, gaps, strict=True)],
            [band.saturation for band in bands],
            [_LOG_ODDS * band.luminance for band in bands],
        ]
    )
    table = (per_band / LARGEST @ shares).astype(np.float32)
    table.setflags(write=False)
    return table
