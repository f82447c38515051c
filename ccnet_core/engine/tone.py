"""What a hand does after the network: exposure, highlights, shadows, white balance, vibrance.

All of it acts on pixels, no network runs. Luminance goes through the curve k x / (k x + 1 - x) with a k that
follows the brightness of the surroundings, so luminance is never cut at white and detail keeps its contrast.
Colours that it raises towards white fade gradually.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import WhiteBalance, chroma_gain, roll_off_chroma
from ccnet_core.engine.upsampling import box, sample

_SIDE = 256
"""Long side of the picture on which surroundings are fitted."""
_RADIUS = 12
_EDGE = 0.01
"""Variance of L above which a window holds an edge that the surroundings keep."""
_STOP = math.log(2.0)
"""Logarithm of k for a stop of light: exact at L* 50, where k x / (k x + 1 - x) and light double alike."""
_REACH = 0.6
"""Highlights and shadows each fade out over so much of the range of L."""
_LOCAL_STRENGTH = 1.6
_VIVID = 0.5
"""Chroma, in units of ab / 110, that vibrance leaves alone."""
_BLEACHED = 0.8
"""L from which a style fades out towards white."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """How bright it is around each pixel, following edges.

    A linear function of L per small window (fast guided filter: He, Sun, arXiv 1505.00996).

    Attributes:
        maps: slope and intercept, (1, 2, h', w').
    """

    maps: Tensor

    @classmethod
    def of(cls, L: Tensor) -> Surroundings:
        """Fit to the bright luminance of a whole photo (1, 1, h, w)."""
        factor = min(1.0, _SIDE / max(L.shape[-2:]))
        size = [max(1, round(side * factor)) for side in L.shape[-2:]]
        small = F.interpolate(L.clamp(0, 1), size=size, mode="area")
        mean = box(small, _RADIUS)
        variance = (box(small * small, _RADIUS) - mean.square()).clamp_min(0)
        slope = variance / (variance + _EDGE)
        return cls(box(torch.cat((slope, mean - slope * mean), dim=1), _RADIUS))

    def around(self, L: Tensor, y: int, x: int, size: tuple[int, int]) -> Tensor:
        """Of a part (1, 1, H', W') of the photo at row y and column x of a picture of ``size``: like L."""
        maps = sample(self.maps, y, x, (L.shape[-2], L.shape[-1]), size)
        return (maps[:, :1] * L + maps[:, 1:]).clamp(0, 1)

    def to(self, device: torch.device) -> Surroundings:
        """The same on another device."""
        return Surroundings(self.maps.to(device))


def needs_surroundings(adjustments: Adjustments) -> bool:
    """Whether :func:`adjust_luminance` looks at them."""
    return bool(adjustments.highlights or adjustments.shadows)


def adjust_luminance(input_L: Tensor, L: Tensor, surroundings: Tensor | None, value: Adjustments) -> Tensor:
    """The luminance that is shown.

    Args:
        input_L: of the dim photo, (1, 1, H, W) in [0, 1].
        L: of the brightened one.
        surroundings: of L, like it; may be None unless :func:`needs_surroundings`.
        value: the adjustments.
    """
    if value.exposure:
        L = _amplify(L, math.exp(_STOP * value.exposure))
    if needs_surroundings(value):
        assert surroundings is not None
        # What exposure made bright is a highlight, too.
        around = _amplify(surroundings, math.exp(_STOP * value.exposure))
        bright = ((around - (1 - _REACH)) / _REACH).clamp(0, 1).square()
        dark = (1 - around / _REACH).clamp(0, 1).square()
        L = _amplify(L, torch.exp(_LOCAL_STRENGTH * (value.highlights * bright + value.shadows * dark)))
    return L if value.brightness == 1.0 else torch.lerp(input_L, L, value.brightness)


def adjust_chroma(ab: Tensor, before: Tensor, after: Tensor, value: Adjustments) -> Tensor:
    """The chrominance that goes with a changed luminance, white balanced, and rolled off towards white.

    What is nearly white takes no style: lamps, suns and clouds that the light has bleached would be tinted,
    which no film and no sensor does.

    Args:
        ab: (1, 2, H, W) that goes with ``before``.
        before: luminance (1, 1, H, W).
        after: the luminance that is shown; the same object where nothing changed it.
        value: the adjustments.
    """
    gain = None if after is before else chroma_gain(before, after)
    if value.active_references:
        bleached = ((before - _BLEACHED) / (1 - _BLEACHED)).clamp(0, 1).square()
        ab = ab * (1 - value.style_strength * bleached)
    if value.temperature or value.tint:
        ab = WhiteBalance.of(value.temperature, value.tint).apply(ab, before, value.scales)
    if value.vibrance:
        # Not vector_norm, which takes 20 times as long over an axis of two.
        chroma = torch.hypot(ab[:, :1], ab[:, 1:])
        if gain is not None:
            chroma = chroma * gain
        ab = ab * (1 + value.vibrance * (1 - chroma / _VIVID).clamp(0, 1).square())
    return ab if gain is None else roll_off_chroma(ab, before, after, gain)


def _amplify(L: Tensor, k: Tensor | float) -> Tensor:
    amplified = k * L
    return amplified / (amplified + (1 - L))
