"""The colour of a scene's light, told from its picture: what automatic white balance goes by.

Each light that may be is judged by how much of the picture would be near grey in it, and by how usual it is,
and the mean of all lights, weighted by both, is taken (Brainard and Freeman: Bayesian color constancy,
Journal of the Optical Society of America A 14(7), 1997, pages 1393-1411; over a table of lights as in
Finlayson, Hordley and Hubel: Color by correlation, IEEE Transactions on Pattern Analysis and Machine
Intelligence 23(11), 2001, pages 1209-1221). A camera has balanced most photos already, so what is usual is no
cast; then lights on the locus of black bodies, moved so that D65 lies on it, warm ones sooner than bluer
ones. So leaves, water and a blue sky, of which no usual light makes a grey, are no casts, and where
little tells of the light little changes.

A place counts as far as its luminance differs from that beside it, as edges tell of the light and large areas
of one colour do not (van de Weijer, Gevers and Gijsenij: Edge-based color constancy, IEEE Transactions on
Image Processing 16(9), 2007, pages 2207-2214), and the more the brighter it is. Lamps, clipped channels and
what was black before it was brightened are left out.

Of a light's colour a share stays, as to the eye: :data:`ADAPTATION`.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.colour.illuminant import Light
from ccnet_core.colour.lab import lab_to_linear
from ccnet_core.colour.pixel import AB_SCALE, DELTA, WHITE
from ccnet_core.colour.white_balance import LARGEST_SHIFT, WhiteBalance

_MOST_PIXELS = 60_000
_DARK, _BRIGHT, _LAMP = 0.12, 0.97, 0.9
"""L of the brightened photo below and above which nothing counts, and L that lamps have in the photo."""
_CLIPPED = 0.98
"""Linear value of the photo's largest channel from which its colour is not known."""
_OWN_DARK = 0.02
"""L of the photo at which a place counts by half: noise and rounding are most of a darker one's colour."""
_FLAT = 0.15
"""What a place counts without any edge, where one with a strong edge counts 1."""
_DOUBT = 0.05
"""So much of the picture is taken to tell of nothing, beside what counts."""
_NEAR = 0.12
"""Standard deviation of what is near grey in a light, in units of temperature and tint."""
_COLDEST, _WARMEST, _LARGEST_TINT, _STEP = 1.2, -2.6, 1.2, 0.05
"""The table of lights, as the temperatures and tints that would make grey what is grey in them."""
_WARM, _COLD, _ACROSS = 0.55, 0.15, 0.14
"""How far from white usual lights lie: warm and cold ones along the locus, and any across it."""
_USUAL, _TOLD = 6.0, 80.0
"""How much it weighs that a light is usual, and that the whole picture is grey in it."""
_LITTLE = 0.02
"""Share of the picture near grey in the light found with which half of it is believed."""
ADAPTATION = 0.9 * (1 - math.exp(-(10 + 42) / 92) / 3.6)
"""How far the eye takes a light for white: the degree of adaptation of CIECAM02 (CIE 159:2004) in a dim
surround (F = 0.9) at 10 cd/m², as in a lit street or room at night. About 76 %: the rest is how it looked."""
_MOST = 0.9
"""What temperature and tint together approach, and never reach: the stronger a light's colour, the more of it
stays. Light of sodium lamps gets less orange, not white."""


def light_of(L: Tensor, ab: Tensor, own_L: Tensor, own_ab: Tensor) -> WhiteBalance:
    """The white balance that makes grey what is grey in the light of a scene.

    Args:
        L: luminance of the brightened photo, (1, 1, h, w) in [0, 1].
        ab: its chrominance, (1, 2, h, w), (a*, b*) / 110.
        own_L: luminance of the photo itself, (1, 1, h, w), which tells where lamps are, and black.
        own_ab: its chrominance, (1, 2, h, w), which tells where channels are clipped.

    Returns:
        The factors; those that change nothing where no place tells of the light.
    """
    # Light adds up where pixels are put together, so their XYZ is averaged.
    fy = (100 * L + 16) / 116
    f = torch.cat((fy + ab[:, :1] * (AB_SCALE / 500), fy, fy - ab[:, 1:] * (AB_SCALE / 200)), dim=1)
    xyz = torch.where(f > DELTA, f**3, 3 * DELTA**2 * (f - 4 / 29)).clamp_min(0)
    counted = (L > _DARK) & (L < _BRIGHT) & (own_L < _LAMP)
    counted &= lab_to_linear(own_L, own_ab).amax(1, keepdim=True) < _CLIPPED
    small = _smaller(torch.cat((xyz, counted.to(L), own_L), dim=1))[0]
    x, y, z, counted, own = small.clamp_min(0)
    lightness = torch.pow(y, 1 / 3)
    weight = (counted > 0.999) * own / (own + _OWN_DARK) * lightness * _edges(lightness)
    if not bool((weight > 0).any()):
        return WhiteBalance(1.0, 1.0)
    temperature, tint = _chosen(x, y, z)
    temperatures, tints, usual = _lights()
    near = [
        torch.exp((pixels.flatten()[None] - lights.to(L)[:, None]).square() / (-2 * _NEAR**2))
        for pixels, lights in ((temperature, temperatures), (tint, tints))
    ]
    total = weight.sum() + _DOUBT * weight.numel()
    grey = (near[0] * weight.flatten()) @ near[1].T / total
    likely = torch.softmax((usual.to(L) + _TOLD * grey).flatten(), dim=0).view_as(grey)
    told = float((likely * grey).sum())
    believed = told / (told + _LITTLE)
    return WhiteBalance.of(
        believed * float(likely.sum(1) @ temperatures.to(L)), believed * float(likely.sum(0) @ tints.to(L))
    )


def balanced_for(light: WhiteBalance) -> tuple[float, float]:
    """Temperature and tint, -1 to 1 each, for a light: of its colour some stays, and of a strong one more."""
    temperature, tint = light.chosen
    size = ADAPTATION * math.hypot(temperature, tint)
    if size == 0.0:
        return 0.0, 0.0
    # Both by one factor: the direction is that of the light's colour.
    share = ADAPTATION * _MOST * math.tanh(size / _MOST) / size
    return round(share * temperature, 2), round(share * tint, 2)


def _chosen(x: Tensor, y: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
    """The temperature and tint that make each XYZ grey, of D65 being 1, 1, 1."""
    along, across = (WhiteBalance.of(*unit) for unit in ((1.0, 0.0), (0.0, 1.0)))
    log_x, log_y, log_z = (torch.log(channel.clamp_min(1e-4)) / 3 for channel in (x, y, z))
    temperature = (log_y - log_z) / math.log(along.fz)
    return temperature, (log_y - log_x - temperature * math.log(along.fx)) / math.log(across.fx)


@lru_cache(maxsize=1)
def _lights() -> tuple[Tensor, Tensor, Tensor]:
    """The temperatures (T,) and tints (N,) of the table, and how usual each light is, (T, N): 0 is white."""
    temperatures = np.arange(_WARMEST, _COLDEST + _STEP / 2, _STEP)
    tints = np.arange(-_LARGEST_TINT, _LARGEST_TINT + _STEP / 2, _STEP)
    daylight = Light.of_xyz(WHITE)
    most, least = (1e6 / daylight.kelvin + LARGEST_SHIFT * shift for shift in (3.0, -0.85))
    locus = []
    for mireds in np.arange(least, most, 5.0):
        lit_x, _, lit_z = Light(1e6 / float(mireds), daylight.tint).xyz
        locus.append(WhiteBalance(math.cbrt(WHITE[0] / lit_x), math.cbrt(WHITE[2] / lit_z)).chosen)
    at, on_locus = np.array(sorted(locus)).T
    along = temperatures / np.where(temperatures < 0, _WARM, _COLD)
    across = (tints[None] - np.interp(temperatures, at, on_locus)[:, None]) / _ACROSS
    usual = _USUAL * (1 - np.sqrt(1 + along[:, None] ** 2 + across**2))
    first, second, third = (torch.from_numpy(table).float() for table in (temperatures, tints, usual))
    return first, second, third


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
