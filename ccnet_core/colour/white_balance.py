"""White balance: what colour the light of a scene is taken to have.

X and Z are scaled and Y is held (von Kries scaling in XYZ), so luminance stays. In Lab that is an affine map
of a*, b* at every luminance: a* = 500 (fx - fy) and b* = 200 (fy - fz), with f the cube root (CIE 15:2004),
so fx and fz are scaled by the cube roots of the gains.

Temperature follows the daylight locus of the CIE, on which the eye expects light; tint goes across it,
between green and magenta. What needs no pixels needs no torch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ccnet_core.colour.pixel import AB_SCALE

if TYPE_CHECKING:
    from torch import Tensor

_D65 = 1e6 / 6504
"""Correlated colour temperature in mireds, in which equal steps look equal."""
_WARM = 1e6 / 4000
"""Where the part of the locus ends along which the gains are taken."""
LARGEST_SHIFT = 150.0
"""Mireds at temperature 1: from D65, light bulbs are 200 away and candles 360."""
_LARGEST_TINT = 0.08
"""Logarithm of the factor on fx at tint 1: 25 units of a* at L* 58."""
_LEAST = 1e-3


@dataclass(frozen=True, slots=True)
class WhiteBalance:
    """The factors on fx and fz: above 1 on fx it gets redder, below 1 on fz yellower."""

    fx: float
    fz: float

    @classmethod
    def of(cls, temperature: float, tint: float) -> WhiteBalance:
        """For what a person chose.

        Args:
            temperature: -1 (bluer, by 150 mireds) to 1 (warmer).
            tint: -1 (greener) to 1 (more magenta).
        """
        x, z = _locus_slopes()
        return cls(math.exp(temperature * x + tint * _LARGEST_TINT), math.exp(temperature * z))

    @property
    def chosen(self) -> tuple[float, float]:
        """The temperature and tint that give it; they may lie beyond -1 to 1."""
        x, z = _locus_slopes()
        temperature = math.log(self.fz) / z
        return temperature, (math.log(self.fx) - temperature * x) / _LARGEST_TINT

    def apply(self, ab: Tensor, L: Tensor, scales: tuple[float, float] = (1.0, 1.0)) -> Tensor:
        """The chrominance in that light.

        Args:
            ab: (N, 2, H, W), (a*, b*) / 110, of which saturation scaled the axes by ``scales``.
            L: luminance that goes with it, (N, 1, H, W) in [0, 1].
            scales: what is added is scaled as well, so grey stays what is without saturation.

        Returns:
            (N, 2, H, W).
        """
        import torch

        factors = torch.tensor((self.fx, self.fz), device=ab.device).view(1, 2, 1, 1)
        offsets = torch.tensor(
            (500 / AB_SCALE * (self.fx - 1) * scales[0], 200 / AB_SCALE * (1 - self.fz) * scales[1]),
            device=ab.device,
        ).view(1, 2, 1, 1)
        return ab * factors + (L + 0.16) * (offsets / 1.16)

    def apply_to(
        self, L: float, ab: tuple[float, float], scales: tuple[float, float] = (1.0, 1.0)
    ) -> tuple[float, float]:
        """The chrominance of one colour in that light, as :meth:`apply` gives it for pictures.

        Args:
            L: its luminance in [0, 1].
            ab: its (a*, b*) / 110, of which saturation scaled the axes by ``scales``.
            scales: as in :meth:`apply`.
        """
        fy = (L + 0.16) / 1.16
        return (
            ab[0] * self.fx + fy * 500 / AB_SCALE * (self.fx - 1) * scales[0],
            ab[1] * self.fz + fy * 200 / AB_SCALE * (1 - self.fz) * scales[1],
        )

    def neutralizing(self, L: float, ab: tuple[float, float], scales: tuple[float, float]) -> WhiteBalance:
        """The white balance with which a colour would be grey.

        Args:
            L: its luminance in [0, 1].
            ab: its (a*, b*) / 110 with this white balance.
            scales: as in :meth:`apply`, not 0.
        """
        fy = (L + 0.16) / 1.16
        fx = fy + AB_SCALE * ab[0] / (500 * scales[0])
        fz = fy - AB_SCALE * ab[1] / (200 * scales[1])
        return WhiteBalance(self.fx * fy / max(fx, _LEAST), self.fz * fy / max(fz, _LEAST))


@lru_cache(maxsize=1)
def _locus_slopes() -> tuple[float, float]:
    """Logarithms of the factors on fx and fz at temperature 1."""
    cool, warm = _daylight(_D65), _daylight(_WARM)
    per_mired = LARGEST_SHIFT / (3 * (_WARM - _D65))
    x, z = (per_mired * math.log(w / c) for w, c in zip(warm, cool, strict=True))
    return x, z


def _daylight(mireds: float) -> tuple[float, float]:
    """X / Y and Z / Y of daylight of 4000 to 7000 K (CIE 15:2004, 3.1)."""
    t = mireds / 1e6
    x = -4.6070e9 * t**3 + 2.9678e6 * t**2 + 0.09911e3 * t + 0.244063
    y = -3.0 * x**2 + 2.870 * x - 0.275
    return x / y, (1 - x - y) / y
