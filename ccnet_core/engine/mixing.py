"""The colour mixer and the curves: what they do to pixels.

Luminance goes through its curve where light is decided on (:mod:`ccnet_core.engine.tone`). The mixer acts on
what tone and colour have become, in OKLCh; the curves of channels on display values, last of all.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from ccnet_core.colour.lab import lab_to_linear, linear_to_lab
from ccnet_core.colour.oklab import linear_to_oklab, oklab_to_linear
from ccnet_core.mixer import ColourMixer
from ccnet_core.tone_curve import CHANNELS, LUMINANCE, ToneCurve

_NEARLY_GREY = 0.03
"""Chroma of OKLCh up to which hue and saturation act in part; in grey, whose hue is chance, not at all."""
_PALE = 0.06
"""The same of luminance, in which the noise of hues would show most."""
_DARKEST = 1e-4


def through_table(values: Tensor, table: np.ndarray) -> Tensor:
    """A curve at values of any shape, which are clamped to 0 to 1; its table is interpolated."""
    entries = torch.from_numpy(np.append(table, table[-1])).to(values)
    at = values.clamp(0, 1).mul_(len(table) - 1)
    index = at.to(torch.int32)
    return torch.lerp(entries[index], entries[index + 1], at.sub_(index))


def curve_luminance(L: Tensor, curve: ToneCurve) -> Tensor:
    """Luminance (1, 1, H, W) by its curve; the same object where that changes nothing."""
    return L if curve.is_identity(LUMINANCE) else through_table(L, curve.table(LUMINANCE))


def curve_channels(rgb: Tensor, curve: ToneCurve) -> Tensor:
    """Display values of sRGB (1, 3, H, W) by the curves of channels; likewise."""
    if not curve.changes_channels:
        return rgb
    channels = (
        channel if curve.is_identity(name) else through_table(channel, curve.table(name))
        for name, channel in zip(CHANNELS, rgb.chunk(3, dim=1), strict=True)
    )
    return torch.cat(tuple(channels), dim=1)


def mix_colours(L: Tensor, ab: Tensor, mixer: ColourMixer) -> tuple[Tensor, Tensor]:
    """Turn, strengthen and lighten colours by their hue.

    Lightness x goes through k x / (k x + 1 - x), as luminance does elsewhere, and chroma with it, as light
    would have it; white and black stay. What is grey stays as it is.

    Args:
        L: (1, 1, H, W) in [0, 1].
        ab: (1, 2, H, W), (a*, b*) / 110; in the gamut or not.
        mixer: what becomes of each band.

    Returns:
        L and ab; the same objects where the mixer changes nothing.
    """
    if mixer.is_neutral:
        return L, ab
    table = torch.tensor(mixer.table()).to(L)
    lightness, a, b = linear_to_oklab(lab_to_linear(L, ab)).chunk(3, dim=1)
    # Not vector_norm, which takes 20 times as long over an axis of two.
    chroma = torch.hypot(a, b)
    at = torch.atan2(b, a).mul_(1 / (2 * math.pi)).remainder_(1.0).mul_(table.shape[1] - 1)
    index = at.to(torch.int32).clamp_max_(table.shape[1] - 2)
    share = at.sub_(index)
    turn, more, lighter = (
        torch.lerp(row[index], row[index + 1], share) if bool(row.any()) else None for row in table
    )
    coloured = _rise(chroma, _NEARLY_GREY)
    gain = torch.ones_like(chroma) if more is None else more.mul_(coloured).add_(1)
    if lighter is not None:
        x = lightness.clamp(0, 1)
        k = torch.exp(lighter.mul_(_rise(chroma, _PALE)))
        after = k * x / (k * x + (1 - x))
        gain = gain * (after.clamp_min(_DARKEST) / x.clamp_min(_DARKEST))
        lightness = lightness + (after - x)
    if turn is not None:
        angle = turn.mul_(coloured).mul_(math.pi / 180)
        cosine, sine = torch.cos(angle), torch.sin(angle)
        a, b = a * cosine - b * sine, a * sine + b * cosine
    return linear_to_lab(oklab_to_linear(torch.cat((lightness, a * gain, b * gain), dim=1)))


def _rise(chroma: Tensor, end: float) -> Tensor:
    """From 0 in grey to 1 at a chroma, level at both ends."""
    x = (chroma / end).clamp_max_(1)
    return x * x * (3 - 2 * x)
