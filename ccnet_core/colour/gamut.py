"""Bringing colours back into sRGB, or a larger space, without changing their luminance or their hue.

Clipping each channel of an out-of-gamut colour shifts hue and luminance. Here only chroma is reduced, to the
largest that the space has at the pixel's L* and hue angle (CIE 1976 h_ab). A space other than sRGB is given
as the rows of the matrix from linear light of sRGB to its own.
"""

from __future__ import annotations

import math
from functools import lru_cache

import torch
from torch import Tensor

from ccnet_core.colour.bisection import largest_chroma_where
from ccnet_core.colour.lab import lab_to_linear
from ccnet_core.colour.ramps import rise

_LUMINANCES = 257
_HUES = 720
_LARGEST, _LARGEST_OF_OTHERS = 1.4, 2.0
"""Above the chroma of every sRGB colour, in units of ab / 110 (blue reaches 1.22); and of larger spaces."""
Rows = tuple[tuple[float, ...], ...]
_LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Weights of linear light (IEC 61966-2-1)."""
_CEILING = 0.985
"""The largest channel of a colour, in linear light: code 253 of 255."""
_NEARLY_WHITE = 0.9
"""Luminance from which on a colour may come nearer to white."""
_YELLOW = (0.8, 0.6, 0.021)
"""Luminance from which, and smallest channel up to which, a colour is a bright yellow; and how far those that
are a little paler than the purest one at their hue and L* lie outside, at most."""
_GLOWING, _PALE = (0.4, 0.7), (0.3, 0.6)
"""Green from which on, in the light of oranges and yellows, they begin to be bright, and are; and blue from
which on they begin to be pale, and are."""
_WARM = (0.65, 0.25)
"""L and b* / 110 below which no orange or yellow that lies outside of sRGB is a bright one."""
_RED_BEYOND, _GREEN_BEYOND, _BLUE_BEYOND = (0.02, 0.6), (0.02, 0.1), (0.0, 0.02)
"""How far beyond their end red and green, and below 0 blue, leave a bright orange or yellow all of its
chroma, and from where on what fits alone."""
_TOLERANCE = 2e-4
"""How far linear light may lie outside [0, 1] and still round to the same 8-bit code."""


def in_gamut(linear: Tensor, from_srgb: Rows | None = None) -> Tensor:
    """Which pixels of linear light of sRGB (N, 3, H, W) the space can show: (N, H, W), bool."""
    if from_srgb is not None:
        linear = torch.einsum("ij,njhw->nihw", torch.tensor(from_srgb).to(linear), linear)
    return (linear.amin(1) >= -_TOLERANCE) & (linear.amax(1) <= 1 + _TOLERANCE)


def _luminance(linear: Tensor) -> Tensor:
    return torch.einsum("j,njhw->nhw", torch.tensor(_LUMINANCE).to(linear), linear)


def _unclipped(linear: Tensor, from_srgb: Rows | None) -> Tensor:
    """As :func:`in_gamut`, but no channel of a colour that is not nearly white reaches its end."""
    near_white = ((_luminance(linear) - _NEARLY_WHITE) / (1 - _NEARLY_WHITE)).clamp(0, 1)
    scaled = linear / (_CEILING + (1 - _CEILING) * near_white)[:, None]
    return in_gamut(scaled, from_srgb)


def _nearly_shown(linear: Tensor) -> Tensor:
    """Bright yellows that lie no more than a little outside of sRGB, and are shown as they are, (N, H, W).

    At their hue and L*, what is paler lies outside, too: brought back, one would have a third of its colour
    beside a neighbour that has all of it.
    """
    bright = _luminance(linear) > _YELLOW[0]
    least, largest = linear.amin(1), linear.amax(1)
    return bright & (least < _YELLOW[1]) & (least >= -_TOLERANCE) & (largest <= 1 + _YELLOW[2])


def _glow(linear: Tensor, from_srgb: Rows | None) -> Tensor:
    """How much of the chroma that does not fit stays and is clipped, of linear light (P, 3): (P,), 0 to 1.

    None but in bright oranges and yellows. There what fits at a constant L* is cream, whereas red that ends
    at white leaves a yellow: a lit yellow sign would get a pale rim where its luminance falls and its hue
    turns.
    """
    if from_srgb is not None:
        linear = torch.einsum("ij,pj->pi", torch.tensor(from_srgb).to(linear), linear)
    red, green, blue = linear.unbind(1)
    glow = rise(torch.minimum(red, green), *_GLOWING) * (1 - rise(blue, *_PALE))
    beyond = ((red - 1, _RED_BEYOND), (green - 1, _GREEN_BEYOND), (-blue, _BLUE_BEYOND))
    for distance, ends in beyond:
        glow = glow * (1 - rise(distance, *ends))
    return glow


@lru_cache(maxsize=8)
def _largest_chroma(
    device: torch.device, from_srgb: Rows | None = None, *, unclipped: bool = False
) -> Tensor:
    """Largest chroma in the space by L (rows, 0 to 1) and hue (columns, a turn and the first again)."""
    shows = _unclipped if unclipped else in_gamut
    luminance = torch.linspace(0, 1, _LUMINANCES, dtype=torch.float64)[None, None, :, None]
    hue = torch.arange(_HUES, dtype=torch.float64) * (2 * math.pi / _HUES)
    direction = torch.stack((hue.cos(), hue.sin()))[None, :, None, :].expand(1, 2, _LUMINANCES, _HUES)
    luminance = luminance.expand(1, 1, _LUMINANCES, _HUES)

    def is_inside(chroma: Tensor) -> Tensor:
        return shows(lab_to_linear(luminance, chroma * direction), from_srgb).unsqueeze(1)

    most = _LARGEST if from_srgb is None else _LARGEST_OF_OTHERS
    table = largest_chroma_where(is_inside, luminance, most)[0, 0]
    return torch.cat((table, table[:, :1]), dim=1).float().to(device)


def largest_chroma(
    L: Tensor, ab: Tensor, from_srgb: Rows | None = None, *, unclipped: bool = False
) -> Tensor:
    """The chroma at which a hue leaves the space.

    Args:
        L: luminances of any shape (P,), L* / 100.
        ab: (P, 2), of which only the hue counts.
        from_srgb: of the space; None for sRGB.
        unclipped: stay a little inside of it, where no channel ends.

    Returns:
        (P,), in units of ab / 110.
    """
    table = _largest_chroma(L.device, from_srgb, unclipped=unclipped)
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
    x = turn.add_(_HUES * (turn < 0)).add_(0.5).to(torch.int32)
    # Not by [], which takes six times as long.
    index = y.mul_(_HUES + 1).add_(x)
    return _largest_chroma(L.device).flatten().index_select(0, index.flatten()).view_as(index)


def nearest_share(L: Tensor, ab: Tensor) -> Tensor:
    """How much of its chroma :func:`limit_chroma` leaves a colour in sRGB, by the nearest entry of the table.

    Args:
        L: (N, 1, H, W) in [0, 1].
        ab: (N, 2, H, W), (a*, b*) / 110.

    Returns:
        (N, 1, H, W), 0 to 1.
    """
    # Not vector_norm, which takes 20 times as long over an axis of two.
    chroma = torch.hypot(ab[:, :1], ab[:, 1:]).clamp_min_(1e-6)
    share = nearest_largest_chroma(L, ab).div_(chroma).clamp_max_(1.0)
    if float(share.min()) == 1.0:
        return share
    # Of few pixels more is to be known. They are gathered by index, which is many times as fast as by mask.
    warm = (share < 1) & (_WARM[0] < L) & (ab[:, 1:] > _WARM[1])
    places = warm.flatten().nonzero().squeeze(1)
    if places.numel():
        taken = [x.flatten().index_select(0, places)[None] for x in (L, ab[:, 0], ab[:, 1], share)]
        linear = lab_to_linear(taken[0][None, ..., None], torch.cat(taken[1:3])[None, ..., None])
        left = torch.maximum(_glow(linear[0, :, :, 0].T, None), _nearly_shown(linear)[0, :, 0].to(share))
        share.view(-1).index_copy_(0, places, torch.lerp(taken[3][0], torch.ones_like(left), left))
    return share


def limit_chroma(L: Tensor, ab: Tensor, from_srgb: Rows | None = None, *, unclipped: bool = False) -> Tensor:
    """Reduce the chroma of what the space cannot show, at constant L and hue; all else stays as it is.

    Bright yellows that are outside by no more than two codes stay, too, and are clipped; of those that are
    further outside, and of bright oranges, ever less does.

    Args:
        L: (N, 1, H, W) in [0, 1].
        ab: (N, 2, H, W), (a*, b*) / 110.
        from_srgb: of the space; None for sRGB.
        unclipped: what is reduced ends a little inside of the space: but for bright oranges and yellows no
            channel is clipped that was not.

    Returns:
        ab (N, 2, H, W).
    """
    linear = lab_to_linear(L, ab)
    outside = ~in_gamut(linear, from_srgb)
    if not bool(outside.any()):
        return ab
    outside &= ~_nearly_shown(linear)
    channels_last = ab.movedim(1, -1).clone()
    mapped = channels_last[outside]
    chroma = torch.linalg.vector_norm(mapped, dim=1)
    limit = largest_chroma(L[:, 0][outside], mapped, from_srgb, unclipped=unclipped)
    # Interpolated in the table, the limit can lie a little above the chroma of a colour just outside.
    scale = (limit / chroma.clamp_min(1e-9)).clamp_max(1.0)
    scale = torch.lerp(scale, torch.ones_like(scale), _glow(linear.movedim(1, -1)[outside], from_srgb))
    channels_last[outside] = mapped * scale[:, None]
    return channels_last.movedim(-1, 1)
