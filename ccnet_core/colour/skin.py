"""Which colours may be skin's: the ellipse in chrominance of YCbCr that skin of all tones shares.

Centre, axes and angle are those of Hsu, Abdel-Mottaleb, Jain, "Face detection in color images", IEEE TPAMI
24(5), 2002, without their bending by luma, which is none at middle luma. What is as red as skin may lie in
it, too: wood, brick, the sky of an evening.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from ccnet_core.colour.lab import lab_to_srgb
from ccnet_core.colour.ramps import rise

_CENTRE = (109.38, 152.02)
"""Cb and Cr of 8 bits (ITU-R BT.601)."""
_OFFSET = (1.60, 2.41)
_AXES = (25.39, 14.03)
_ANGLE = 2.53
"""Radians by which the longer axis is turned from that of Cb towards that of Cr."""
_EDGE = (0.6, 1.0)
"""Over which distances from the centre, in axes of the ellipse, skin goes over into what is none."""
_LIT = 0.25
"""L from which colours count for what the light is like."""
_OF_LIGHT = (0.25, 0.55)
"""Over which shares of a photo such colours go over from skin to light."""
_CB = (-37.797, -74.203, 112.0)
_CR = (112.0, -93.786, -18.214)
"""Of display values from 0 to 1 (ITU-R BT.601, 16 to 240)."""


def skin_is_told(L: Tensor, ab: Tensor) -> float:
    """How far skin can be told from the rest of a photo by its colour, 0 to 1.

    Where half of a photo has such colours it is its light that has them, as of street lamps.

    Args:
        L: of the photo, (N, 1, H, W) in [0, 1].
        ab: (N, 2, H, W), (a*, b*) / 110.
    """
    share = float((skin_likeness(L, ab) * (L > _LIT)).mean())
    begin, end = _OF_LIGHT
    return min(max((end - share) / (end - begin), 0.0), 1.0)


def skin_likeness(L: Tensor, ab: Tensor) -> Tensor:
    """How far colours are such as skin has.

    Args:
        L: (N, 1, H, W) in [0, 1].
        ab: (N, 2, H, W), (a*, b*) / 110.

    Returns:
        (N, 1, H, W): 1 within the ellipse, 0 outside of it, with a soft edge.
    """
    rgb = lab_to_srgb(L, ab).clamp(0, 1)
    rows = torch.tensor((_CB, _CR), device=rgb.device, dtype=rgb.dtype)
    centre = torch.tensor(_CENTRE, device=rgb.device, dtype=rgb.dtype).view(1, 2, 1, 1)
    x, y = (torch.einsum("ij,njhw->nihw", rows, rgb) + 128 - centre).chunk(2, dim=1)
    cosine, sine = math.cos(_ANGLE), math.sin(_ANGLE)
    along = (x * cosine + y * sine - _OFFSET[0]) / _AXES[0]
    across = (y * cosine - x * sine - _OFFSET[1]) / _AXES[1]
    return 1 - rise(torch.hypot(along, across), *_EDGE)
