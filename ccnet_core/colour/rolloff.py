"""Highlight roll-off: colours that are exposed towards white lose chroma gradually, as film loses it.

More light scales chroma with luminance. Near white sRGB has ever less room for it, and a colour that is
merely cut at the gamut's edge has a channel at its end long before its luminance has. Here chroma approaches
that edge but does not reach it; hue (CIE 1976 h_ab) and luminance stay.
"""

from __future__ import annotations

import math
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.colour.bisection import largest_chroma_where
from ccnet_core.colour.lab import lab_to_linear, linear_to_srgb, srgb_to_linear

_KNEE = 0.5
"""Share of the room for chroma up to which colours keep it all."""
_HEADROOM = 0.9
"""How far the highest channel may come from grey to 255: what is left lets every code below L* 98 be less."""
_LUMINANCES = 129
_HUES = 360
_LARGEST = 4.0
"""Where the room ends that dark colours have below the top, in units of ab / 110: more than any has."""


def roll_off_chroma(ab: Tensor, before: Tensor, after: Tensor, gain: Tensor) -> Tensor:
    """Chrominance scaled as luminance is raised, rolled off towards white.

    A colour that is not raised, or that stays below the knee, comes out as ``ab * gain``. One that was above
    the knee already keeps its place below white at first, so the result is continuous in ``after``.

    Args:
        ab: (1, 2, H, W) that goes with ``before``, (a*, b*) / 110.
        before: luminance (1, 1, H, W) in [0, 1].
        after: the same, raised or lowered.
        gain: the factor (1, 1, H, W) on chroma that goes with it.

    Returns:
        (1, 2, H, W).
    """
    scaled = ab * gain
    if not bool((after > before).any()):
        return scaled
    # Not vector_norm, which takes 20 times as long over an axis of two. In place, as most of the time goes
    # into memory for intermediate values.
    share = torch.hypot(scaled[:, :1], scaled[:, 1:])
    at = scaled.new_empty((*share.shape[:1], *share.shape[2:], 2))
    at[..., 0] = torch.atan2(scaled[:, 1], scaled[:, 0]).mul_(1 / math.pi)
    at[..., 1] = 2 * after[:, 0] - 1
    room = _room(at)
    share.div_(room).clamp_min_(1e-6)
    at[..., 1] = 2 * before[:, 0] - 1
    own = room.div_(_room(at)).div_(gain).mul_(share)
    knee = own.clamp(_KNEE, 1)
    above = (share - knee).clamp_min_(0)
    # From the knee with the slope 1 towards the whole of the room.
    rolled = (above / (1 - knee).clamp_min_(1e-6)).square_().add_(1).rsqrt_().mul_(above).add_(knee)
    # What had more than the room already keeps it at first, and approaches the room from above.
    rolled.add_((own - 1).clamp_min_(0).mul_(own.div_(share).square_()))
    return scaled.mul_(rolled.div_(share).clamp_max_(1))


def _room(at: Tensor) -> Tensor:
    """Chroma at which the highest channel has come as far as it may.

    Hue in half turns and 2 L - 1, both -1 to 1, (1, H, W, 2) -> (1, 1, H, W), positive.
    """
    table = _room_table(at.device)
    room = F.grid_sample(table, at, mode="bilinear", padding_mode="border", align_corners=True)
    return room.clamp_min_(1e-6)


@lru_cache(maxsize=4)
def _room_table(device: torch.device) -> Tensor:
    """The room by L (rows, 0 to 1) and hue (columns, -180 to 180 degrees): (1, 1, rows, columns)."""
    luminance = torch.linspace(0, 1, _LUMINANCES, dtype=torch.float64)[None, None, :, None]
    hue = torch.linspace(-math.pi, math.pi, _HUES + 1, dtype=torch.float64)
    shape = (1, 2, _LUMINANCES, _HUES + 1)
    direction = torch.stack((hue.cos(), hue.sin()))[None, :, None, :].expand(shape)
    luminance = luminance.expand(1, 1, *shape[2:])
    no_chroma = torch.zeros(shape, dtype=torch.float64)
    grey = linear_to_srgb(lab_to_linear(luminance, no_chroma)).amax(1, keepdim=True)
    top = srgb_to_linear(torch.lerp(grey, torch.ones_like(grey), _HEADROOM))

    def is_below(chroma: Tensor) -> Tensor:
        return lab_to_linear(luminance, chroma * direction).amax(1, keepdim=True) <= top

    return largest_chroma_where(is_below, luminance, _LARGEST).float().to(device)
