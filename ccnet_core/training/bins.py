"""The 313 bins of the ab plane that the published training head tells apart.

Zhang, Isola, Efros, "Colorful Image Colorization" (ECCV 2016) lay a grid of spacing 10 over ab and keep the
313 points in gamut. In gamut there means: a corner of a grid cell that some sRGB colour falls into. Exact
sRGB gives 309 corners so; the published set has four more at the rim, (40, 90), (100, -90), (100, -10) and
(100, 0). The set below is the published one, in its order, because the published weights number their bins
by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from ccnet_core.colour.pixel import AB_SCALE

_SPACING = 10
_FIRST_A = -90
_RANGES_OF_B = (
    *((50, 90), (20, 90), (0, 90), (-20, 90), (-30, 100), (-40, 100), (-50, 100), (-50, 100), (-60, 100)),
    *((-70, 100), (-80, 90), (-80, 90), (-90, 90), (-100, 90), (-100, 80), (-110, 80), (-110, 80)),
    *((-110, 70), (-110, 70), (-90, 0)),
)
"""Lowest and highest b*, both included, for a* from -90 to 100."""
_NEIGHBOURS = 5
_SIGMA = 5.0


@dataclass(frozen=True, slots=True)
class SoftBins:
    """Colours as weights on their nearest bins.

    Attributes:
        indices: (N, 5, H, W), of the bins, nearest first.
        weights: (N, 5, H, W), which sum to 1 over the bins.
    """

    indices: Tensor
    weights: Tensor


@cache
def bin_centres() -> Tensor:
    """The bins in the published order: (313, 2), a* and b*."""
    points = [
        (_FIRST_A + _SPACING * row, b)
        for row, (low, high) in enumerate(_RANGES_OF_B)
        for b in range(low, high + 1, _SPACING)
    ]
    return torch.tensor(points, dtype=torch.float32)


def soft_encode(ab: Tensor) -> SoftBins:
    """Weigh the 5 nearest bins of each colour by a Gaussian of sigma 5 (Zhang et al. 2016, section 2.2).

    Args:
        ab: (N, 2, H, W), (a*, b*) / 110.
    """
    colours = AB_SCALE * ab.movedim(1, -1)
    # The quicker way by matrix products is off by hundredths.
    distances = torch.cdist(colours, bin_centres().to(ab), compute_mode="donot_use_mm_for_euclid_dist")
    nearest, indices = distances.topk(_NEIGHBOURS, largest=False)
    # A softmax, as the plain Gaussians of a colour far outside of the gamut would all be 0.
    weights = torch.softmax(-nearest.square() / (2 * _SIGMA**2), dim=-1)
    return SoftBins(indices.movedim(-1, 1), weights.movedim(-1, 1))
