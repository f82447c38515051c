"""From a photo's main colours to those of a reference: where each colour moves, smoothly.

The main colours of both are small sets of Gaussians. Optimal transport between them says which goes where,
the linear map between two Gaussians how, and how near a colour is to each of them how much of which it takes:
the map of Delon, Desolneux, "A Wasserstein-type distance in the space of Gaussian mixture models", SIAM J.
Imaging Sciences 13(2), 2020. What is nearly black or white stays, as film and sensor have no colour there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ccnet_core.colour.palette import AB_WEIGHT, L_WEIGHT, Floats, MainColour, Palette, transport
from ccnet_core.colour.ramps import rise
from ccnet_core.colour.statistics import AbMap, AbStatistics, transfer_map

if TYPE_CHECKING:
    from torch import Tensor

_SPREAD = 12.0
"""Over how many units of a*, b* one main colour goes over into another."""
_RANKS = 0.4
"""Cost of moving from the darkest of a photo to the brightest of a reference, in units of ab / 110: sky goes
to sky and ground to ground, whatever their colours."""
_RELATIVE = 0.6
"""How much of where colours lie counts among those of their own picture, not by itself: what is green in a
photo of greens is the photo's grey, so to speak."""
_OWN_SHARE = 0.03
"""What a wrong share of a colour of the reference is worth, in squares of these units."""
_GAINS = (0.6, 1.5)
"""Within a main colour differences shrink and grow by no more: texture stays, and noise is no colour."""
LARGEST_SHIFT = 0.4
"""No colour moves farther, in units of ab / 110."""
_SHADOWS = (0.04, 0.3)
"""Over which L a style comes in, from black."""
_WHITES = (0.75, 1.0)
"""Over which L it fades out, towards white."""
_GREY = 0.13
"""Chroma up to which a colour is nearly grey."""
_DARK = (0.35, 0.65)
"""Over which L it is dark no more."""
_DULL = 0.6
"""What grey keeps of itself in the dark: asphalt in an evening's light is asphalt."""
_MOST_LIGHTER = 0.12
"""How far matching luminance moves any L."""
_SLOPES = (0.5, 2.0)
"""Of the curve that matches luminance, at least and at most."""
_ENDS = 0.25
"""Over how much of L, from black and to white, it begins and ends."""
_ENTRIES = 257


@dataclass(frozen=True, slots=True, eq=False)
class PaletteMap:
    """Moves the colours of one photo towards one reference.

    Attributes:
        points: the main colours of the photo, (K, 3).
        A: what becomes of differences from each of them, (K, 2, 2).
        t: the shift that goes with it, (K, 2), in units of ab / 110.
    """

    points: Floats
    A: Floats
    t: Floats

    @classmethod
    def between(cls, source: Palette, target: Palette) -> Self:
        """The map from the colours of a photo to those of a reference."""
        whole = transfer_map(source.statistics, target.statistics)
        cost = np.array(
            [[_cost(s, source, t, target, whole) for t in target.colours] for s in source.colours]
        )
        shares = [[c.share for c in palette.colours] for palette in (source, target)]
        plan = transport(cost, shares[0], shares[1], _OWN_SHARE)
        plan /= plan.sum(axis=1, keepdims=True)
        As, ts = [], []
        for own, row in zip(source.colours, plan, strict=True):
            wanted = _mean([c.statistics for c in target.colours], row)
            A = _limited(np.asarray(transfer_map(own.statistics, wanted).A))
            As.append(A)
            ts.append(np.asarray(wanted.mean) - A @ np.asarray(own.statistics.mean))
        return cls(np.array([c.point for c in source.colours]), np.array(As), np.array(ts))

    def shift(self, L: Tensor, ab: Tensor) -> Tensor:
        """By how much colours move.

        Args:
            L: (N, 1, H, W) in [0, 1].
            ab: (N, 2, H, W), (a*, b*) / 110.

        Returns:
            (N, 2, H, W), no longer than :data:`LARGEST_SHIFT`.
        """
        import torch  # takes a second, which the window's start does not have

        a, b = ab[:, :1], ab[:, 1:]
        scores = []
        for L_at, a_at, b_at in self.points.tolist():
            away = (L_WEIGHT * L - L_at).square_()
            away.add_((AB_WEIGHT * a - a_at).square_()).add_((AB_WEIGHT * b - b_at).square_())
            scores.append(away)
        near = torch.softmax(torch.cat(scores, dim=1).mul_(-0.5 / _SPREAD**2), dim=1)
        shift = torch.zeros_like(ab)
        for share, A, t in zip(near.chunk(len(self.points), dim=1), self.A, self.t, strict=True):
            (aa, a_b), (b_a, bb) = (A - np.eye(2)).tolist()
            ta, tb = t.tolist()
            shift[:, :1].addcmul_(share, aa * a + a_b * b + ta)
            shift[:, 1:].addcmul_(share, b_a * a + bb * b + tb)
        length = torch.hypot(shift[:, :1], shift[:, 1:])
        fade = rise(L, *_SHADOWS) * (1 - rise(L, *_WHITES))
        dull = (1 - rise(torch.hypot(a, b), 0, _GREY)).mul_(1 - rise(L, *_DARK))
        fade.mul_(1 - _DULL * dull)
        return shift.mul_(fade.mul_((LARGEST_SHIFT / length.clamp_min(1e-6)).clamp_max_(1)))


def matching_curve(source: Palette, target: Palette) -> Floats:
    """A curve of luminance that brings the light of a photo towards a reference's.

    Quantiles are matched (Gonzalez, Woods, Digital Image Processing, histogram specification), but no
    luminance moves by more than 0.12, differences at most halve or double, and black and white stay.

    Returns:
        (257,), L in [0, 1] at even steps of L from 0 to 1; rising.
    """
    x = np.linspace(0, 1, _ENTRIES)
    own, wanted = np.asarray(source.luminances), np.asarray(target.luminances)
    # Equal quantiles, as of a black frame, say one thing.
    own = own + 1e-6 * np.arange(len(own))
    # Beyond its darkest and brightest a photo has nothing that could be matched.
    offset = np.interp(x, own, np.clip(wanted - own, -_MOST_LIGHTER, _MOST_LIGHTER))
    offset *= np.minimum(1.0, np.minimum(x, 1 - x) / _ENDS)
    width = _ENTRIES // 10
    kernel = np.hanning(2 * width + 1)
    padded = np.pad(offset, width, mode="reflect", reflect_type="odd")
    smooth = np.convolve(padded, kernel / kernel.sum(), "valid")
    slopes = np.clip(np.diff(x + smooth) * (_ENTRIES - 1), *_SLOPES)
    curve = np.concatenate(((0.0,), np.cumsum(slopes)))
    return np.asarray(curve / curve[-1])


def _cost(own: MainColour, source: Palette, wanted: MainColour, target: Palette, whole: AbMap) -> float:
    """Of one main colour becoming another, in squares of units of ab / 110.

    Args:
        own: of the photo.
        source: all of the photo's.
        wanted: of the reference.
        target: all of the reference's.
        whole: the map of all of the photo's chrominance to all of the reference's.
    """
    rank = _RANKS * (source.rank(own.L) - target.rank(wanted.L))
    mean = np.asarray(own.statistics.mean)
    among = np.asarray(whole.A) @ mean + np.asarray(whole.t)
    away = (1 - _RELATIVE) * mean + _RELATIVE * among - np.asarray(wanted.statistics.mean)
    return float(rank * rank + away @ away)


def _mean(statistics: list[AbStatistics], weights: Floats) -> AbStatistics:
    """The weighted mean of Gaussians: of their means and of their covariances."""
    mean = weights @ np.array([s.mean for s in statistics])
    covariance = weights @ np.array([s.covariance for s in statistics])
    a, b = mean.tolist()
    va, c, vb = covariance.tolist()
    return AbStatistics((a, b), (va, c, vb))


def _limited(A: Floats) -> Floats:
    values, vectors = np.linalg.eigh(A)
    return np.asarray((vectors * np.clip(values, *_GAINS)) @ vectors.T)
