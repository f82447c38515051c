"""The colour of a scene's light, told from its picture: what automatic white balance goes by.

A first estimate by Shades of Grey, the Minkowski mean of degree 6 (Finlayson and Trezzi: Shades of gray and
colour constancy, Color Imaging Conference 2004, pages 37-41), is drawn to what is near grey under it, again
and again with a narrower view (after Huo, Chang, Wang and Wei: Robust automatic white balance algorithm using
gray color points in images, IEEE Transactions on Consumer Electronics 52(2), 2006, pages 541-546). A place
counts as far as its luminance differs from that beside it, as edges tell of the light and large areas of one
colour do not (van de Weijer, Gevers and Gijsenij: Edge-based color constancy, IEEE Transactions on Image
Processing 16(9), 2007, pages 2207-2214). Lamps, whatever else is nearly white, and the dark are left out.

Of warm light a share stays, as of the scene's to the eye: :data:`ADAPTATION`.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.colour.pixel import AB_SCALE, DELTA
from ccnet_core.colour.white_balance import WhiteBalance

_MOST_PIXELS = 60_000
_DARK, _BRIGHT, _LAMP = 0.12, 0.97, 0.9
"""L of the brightened photo below and above which nothing counts, and L that lamps have in the photo."""
_DEGREE = 6.0
_WIDTHS = (0.30, 0.24, 0.20, 0.16, 0.13, 0.11, 0.10, 0.10)
"""Standard deviations, in natural logarithms of X / Y and Z / Y, of what counts as near grey, in turn."""
_FLAT = 0.15
"""What a place counts without any edge, where one with a strong edge counts 1."""
_DOUBT = 0.01
"""So much of the picture is taken to be grey in white light beside what is seen of it."""
ADAPTATION = 0.9 * (1 - math.exp(-(10 + 42) / 92) / 3.6)
"""How far the eye takes warm light for white: the degree of adaptation of CIECAM02 (CIE 159:2004) in a dim
surround (F = 0.9) at 10 cd/m², as in a lit street or room at night. About 76 %: the rest is how it looked."""


def light_of(L: Tensor, ab: Tensor, own_L: Tensor) -> WhiteBalance:
    """The white balance that makes grey what is grey in the light of a scene.

    Args:
        L: luminance of the brightened photo, (1, 1, h, w) in [0, 1].
        ab: its chrominance, (1, 2, h, w), (a*, b*) / 110.
        own_L: luminance of the photo itself, (1, 1, h, w), which tells where lamps are.

    Returns:
        The factors; those that change nothing where no place tells of the light.
    """
    # Light adds up where pixels are put together, so their XYZ is averaged.
    fy = (100 * L + 16) / 116
    f = torch.cat((fy + ab[:, :1] * (AB_SCALE / 500), fy, fy - ab[:, 1:] * (AB_SCALE / 200)), dim=1)
    xyz = torch.where(f > DELTA, f**3, 3 * DELTA**2 * (f - 4 / 29)).clamp_min(0)
    counted = ((L > _DARK) & (L < _BRIGHT) & (own_L < _LAMP)).to(L)
    xyz, counted = _smaller(xyz), _smaller(counted)
    chromaticity = torch.log(xyz.clamp_min(1e-4)) - torch.log(xyz[:, 1:2].clamp_min(1e-4))
    u, v = chromaticity[0, 0], chromaticity[0, 2]
    weight = (counted[0, 0] > 0.999) * _edges(torch.pow(xyz[0, 1], 1 / 3))
    if not bool((weight > 0).any()):
        return WhiteBalance(1.0, 1.0)
    means = [
        float(torch.log((weight * channel.clamp_min(1e-4) ** _DEGREE).sum()) / _DEGREE) for channel in xyz[0]
    ]
    at_u, at_v = means[0] - means[1], means[2] - means[1]
    doubt = _DOUBT * float(weight.mean()) * weight.numel()
    for width in _WIDTHS:
        near = weight * torch.exp(-((u - at_u) ** 2 + (v - at_v) ** 2) / (2 * width**2))
        total = float(near.sum()) + doubt
        at_u, at_v = float((near * u).sum()) / total, float((near * v).sum()) / total
    return WhiteBalance(math.exp(-at_u / 3), math.exp(-at_v / 3))


def balanced_for(light: WhiteBalance) -> tuple[float, float]:
    """Temperature and tint, -1 to 1 each, for a light: warm light stays warm by ``1 - ADAPTATION``."""
    temperature, tint = light.chosen
    if temperature < 0:
        temperature *= ADAPTATION
    return tuple(min(1.0, max(-1.0, round(value, 2))) for value in (temperature, tint))  # type: ignore[return-value]


def _smaller(x: Tensor) -> Tensor:
    """Averages of so many pixels as suffice."""
    height, width = x.shape[-2:]
    scale = math.sqrt(_MOST_PIXELS / (height * width))
    if scale >= 1:
        return x
    return F.interpolate(x, size=(max(1, round(height * scale)), max(1, round(width * scale))), mode="area")


def _edges(lightness: Tensor) -> Tensor:
    """How much places (h, w) count by how much they differ from those beside them: `_FLAT` to 1."""
    padded = F.pad(lightness[None, None], (1, 1, 1, 1), mode="replicate")[0, 0]
    across, down = padded[1:-1, 2:] - padded[1:-1, :-2], padded[2:, 1:-1] - padded[:-2, 1:-1]
    slope = torch.sqrt(across**2 + down**2)
    return _FLAT + (1 - _FLAT) * slope / (slope + slope.mean()).clamp_min(1e-6)
