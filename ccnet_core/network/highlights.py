"""What is bright in a photo keeps its detail and its colour, and does not become white.

More light flattens what is bright already: a cloud, a lit wall or a lamp shade rises into the flat end of
the curve. Here the detail that is lost there is given back from the photo itself, as in tone mapping by a
base and a detail layer (Durand, Dorsey, "Fast Bilateral Filtering for the Display of High-Dynamic-Range
Images", SIGGRAPH 2002), and a shoulder, as that of film, keeps what was not white just below it. Detail is
judged on a small picture of the whole photo, so it is the same at any size and in each tile.

A coloured light can be given more light until the largest of its channels is full. Beyond that a screen shows
it paler, and an orange lamp becomes a white one. So most of what its colours do not bear is held back.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ccnet_core.colour.lab import lab_to_linear
from ccnet_core.colour.luminance import lit
from ccnet_core.network.fusing import SIDE
from ccnet_core.network.windows import mean_around

SIZE = 2 * SIDE * SIDE
"""Numbers that :func:`detail_maps` gives for a photo."""
_RADIUS = 2
"""Of the windows of the small picture whose mean is the base."""
_FLATNESS = 1e-4
"""Variance of L below which a window is taken as flat."""
_GIVEN_BACK = 1.1
"""How much of what is lost; detail smaller than the windows is lost by more than they tell."""
_DARKEST_CHANNEL = 1e-3
_LEAST_RISE = 1e-4
_COLOUR_RADIUS, _COLOUR_KEPT = 6, 0.6
"""Of the windows over which colours are looked at, and how much of what they do not bear is held back. In
smaller windows, or with more, a white and a coloured light side by side change places in brightness."""
_SHOULDER, _WHITEST = 0.90, 0.96
"""L at which the shoulder begins, and which it never reaches."""


def detail_maps(L: Tensor, bright: Tensor) -> Tensor:
    """How much of a photo's detail its bright picture has, and the base to which detail is relative.

    Args:
        L: of the whole photo, (N, 1, 256, 256).
        bright: what it becomes, like it.

    Returns:
        (N, SIZE), as one row of numbers.
    """
    base, mean_bright = mean_around(L, _RADIUS), mean_around(bright, _RADIUS)
    variance = (mean_around(L * L, _RADIUS) - base.square()).clamp_min(0)
    has = (mean_around(L * bright, _RADIUS) - base * mean_bright) / (variance + _FLATNESS)
    return torch.cat((mean_around(has, _RADIUS), mean_around(base, _RADIUS)), dim=1).flatten(1)


def keep_detail(bright: Tensor, L: Tensor, own: Tensor, has: Tensor, base: Tensor) -> Tensor:
    """Give lost detail back.

    Args:
        bright: bright luminance, (N, 1, H, W).
        L: that of the photo.
        own: where the photo is bright, 0 to 1.
        has: how much of its detail the bright picture has; 1 or more is all of it.
        base: to which that detail is relative.
    """
    return bright + own * (_GIVEN_BACK * (1 - has)).clamp(0.0, 1.0) * (L - base)


def below_white(bright: Tensor, L: Tensor) -> Tensor:
    """Let nothing rise beyond the shoulder, or beyond what it is in the photo, both (N, 1, H, W)."""
    room = _WHITEST - _SHOULDER
    above = (bright - _SHOULDER).clamp_min(0)
    bent = bright - above + room * (1 - torch.exp(-above / room))
    return torch.maximum(bent, torch.minimum(bright, L))


def colour_room(L: Tensor, ab: Tensor, bright: Tensor, own: Tensor) -> Tensor:
    """How much of the light that a photo gains its colours bear.

    Args:
        L: of the whole photo, (N, 1, 256, 256).
        ab: its (a*, b*) / 110, (N, 2, 256, 256).
        bright: what L becomes.
        own: where the photo is bright, 0 to 1.

    Returns:
        (N, 256 * 256), 0 to 1, as one row of numbers: 1 where colours bear all of it.
    """
    largest = lab_to_linear(L, ab).amax(1, keepdim=True).clamp(_DARKEST_CHANNEL, 1.0)
    rise = (bright - L).clamp_min(0)
    borne = lit(L, 1 / largest) - L
    means = mean_around(torch.cat((own * torch.minimum(rise, borne), own * rise), dim=1), _COLOUR_RADIUS)
    return ((means[:, :1] + _LEAST_RISE) / (means[:, 1:] + _LEAST_RISE)).flatten(1)


def keep_colour(bright: Tensor, L: Tensor, own: Tensor, room: Tensor) -> Tensor:
    """Give what is bright no more light than its colours bear, all (N, 1, H, W)."""
    return bright - _COLOUR_KEPT * own * (1 - room) * (bright - L).clamp_min(0)
