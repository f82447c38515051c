"""Bringing colours back into sRGB without changing their luminance or their hue.

Clipping each channel of an out-of-gamut colour shifts hue and luminance. Here only chroma is reduced, to the
largest that sRGB has at the pixel's L* and hue angle (CIE 1976 h_ab).
"""

from __future__ import annotations

import math
from functools import lru_cache

import torch
from torch import Tensor

from ccnet_core.colour.bisection import largest_chroma_where
from ccnet_core.colour.lab import lab_to_linear

_LUMINANCES = 257
_HUES = 720
_LARGEST = 1.4
"""Above the chroma of every sRGB colour, in units of ab / 110 (blue reaches 1.22)."""
_TOLERANCE = 2e-4
"""How far linear light may lie outside [0, 1] and still round to the same 8-bit code."""


def in_gamut(linear: Tensor) -> Tensor:
    """Which pixels of linear light (N, 3, H, W) sRGB can show: (N, H, W), bool."""
    return (linear.amin(1) >= -_TOLERANCE) & (linear.amax(1) <= 1 + _TOLERANCE)


@lru_cache(maxsize=4)
def _largest_chroma(device: torch.device) -> Tensor:
    """Largest chroma in sRGB by L (rows, 0 to 1) and hue (columns, one turn and the first column again)."""
    luminance = torch.linspace(0, 1, _LUMINANCES, dtype=torch.float64)[None, None, :, None]
    hue = torch.arange(_HUES, dtype=torch.float64) * (2 * math.pi / _HUES)
    direction = torch.stack((hue.cos(), hue.sin()))[None, :, None, :].expand(1, 2, _LUMINANCES, _HUES)
    luminance = luminance.expand(1, 1, _LUMINANCES, _HUES)

    def is_inside(chroma: Tensor) -> Tensor:
        return in_gamut(lab_to_linear(luminance, chroma * direction)).unsqueeze(1)

    table = largest_chroma_where(is_inside, luminance, _LARGEST)[0, 0]
    return torch.cat((table, table[:, :1]), dim=1).float().to(device)


def largest_chroma(L: Tensor, ab: Tensor) -> Tensor:
    """The chroma at which a hue leaves sRGB.

    Args:
        L: luminances of any shape (P,), L* / 100.
        ab: (P, 2), of which only the hue counts.

    Returns:
        (P,), in units of ab / 110.
    """
    table = _largest_chroma(L.device)
    y = L.clamp(0, 1) * (_LUMINANCES - 1)
    x = torch.remainder(torch.atan2(ab[:, 1], ab[:, 0]), 2 * math.pi) * (_HUES / (2 * math.pi))
    y0 = y.floor().clamp_max(_LUMINANCES - 2)
    x0 = x.floor().clamp_max(_HUES - 1)
    fy, fx = y - y0, x - x0
    index = y0.long() * (_HUES + 1) + x0.long()
    flat = table.flatten()
    top = flat[index] * (1 - fx) + flat[index + 1] * fx
    bottom = flat[index + _HUES + 1] * (1 - fx) + flat[index + _HUES + 2] * fx
    return top * (1 - fy) + bottom * fy


def nearest_largest_chroma(L: Tensor, ab: Tensor) -> Tensor:
    """As :func:`largest_chroma`, but the nearest entry: within 0.2 of L* and a quarter of a degree.

    L (N, 1, H, W) and ab (N, 2, H, W) -> (N, 1, H, W).
    """
    y = (L * (_LUMINANCES - 1) + 0.5).clamp(0, _LUMINANCES - 1).to(torch.int32)
    turn = torch.atan2(ab[:, 1:], ab[:, :1]) * (_HUES / (2 * math.pi))
    x = torch.where(turn < 0, turn + _HUES, turn).add_(0.5).to(torch.int32)
    return _largest_chroma(L.device).flatten()[y * (_HUES + 1) + x]


def limit_chroma(L: Tensor, ab: Tensor) -> Tensor:
    """Reduce the chroma of what sRGB cannot show, at constant L and hue; all else stays as it is.

    Args:
        L: (N, 1, H, W) in [0, 1].
        ab: (N, 2, H, W), (a*, b*) / 110.

    Returns:
        ab (N, 2, H, W).
    """
    outside = ~in_gamut(lab_to_linear(L, ab))
    if not bool(outside.any()):
        return ab
    channels_last = ab.movedim(1, -1).clone()
    mapped = channels_last[outside]
    chroma = torch.linalg.vector_norm(mapped, dim=1)
    limit = largest_chroma(L[:, 0][outside], mapped)
    # Interpolated in the table, the limit can lie a little above the chroma of a colour just outside.
    scale = (limit / chroma.clamp_min(1e-9)).clamp_max(1.0)
    channels_last[outside] = mapped * scale[:, None]
    return channels_last.movedim(-1, 1)
