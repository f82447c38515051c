"""The main colours of a picture: a small set of Gaussians, by which a style moves colours apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from ccnet_core.colour.statistics import AbStatistics

if TYPE_CHECKING:
    from torch import Tensor

Floats = npt.NDArray[np.float64]

MOST_COLOURS = 6
LEVELS = tuple(i / 16 for i in range(17))
"""Shares of the pixels below each of the luminances of a palette."""
L_WEIGHT = 45.0
"""Units of L in distances of colours, beside 110 of chrominance: hue tells things apart better than light."""
AB_WEIGHT = 110.0
_L_BINS, _AB_BINS = 24, 64
"""Cells on which pixels are counted, of L from 0 to 1 and of chrominance from -1.28 to 1.28."""
_AB_END = 1.28
_ROUNDS = 60
_CLOSEST = 9.0
"""Main colours are no closer than this, in units of a*, b*; closer ones are one colour."""
_LEAST_SHARE = 0.015
_TOLERANCE = 1e-3
"""By how much shares may miss 1 in sum, as files round them."""


@dataclass(frozen=True, slots=True)
class MainColour:
    """One of the main colours of a picture.

    Attributes:
        share: of the pixels, above 0 to 1.
        L: mean luminance, in [0, 1].
        statistics: of its chrominance.

    Raises:
        ValueError: a value is out of its range.
    """

    share: float
    L: float
    statistics: AbStatistics

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(f"the share of a main colour must lie between 0 and 1, got {self.share:g}")
        if not 0 <= self.L <= 1:
            raise ValueError(f"the luminance of a main colour must lie between 0 and 1, got {self.L:g}")

    @property
    def point(self) -> Floats:
        """Where it lies, (3,), in units in which distances are measured."""
        a, b = self.statistics.mean
        return np.array((L_WEIGHT * self.L, AB_WEIGHT * a, AB_WEIGHT * b))


@dataclass(frozen=True, slots=True)
class Palette:
    """What a picture's colours are, in short.

    Attributes:
        colours: one to six, in the order of their luminance.
        luminances: below which L lie 0, 1/16 ... 16/16 of the pixels, rising, in [0, 1].

    Raises:
        ValueError: there are none or too many, shares do not add up to 1, or luminances do not rise.
    """

    colours: tuple[MainColour, ...]
    luminances: tuple[float, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.colours) <= MOST_COLOURS:
            raise ValueError(f"a palette has 1 to {MOST_COLOURS} colours, got {len(self.colours)}")
        if abs(sum(colour.share for colour in self.colours) - 1) > _TOLERANCE:
            raise ValueError("the shares of a palette must add up to 1")
        if len(self.luminances) != len(LEVELS):
            raise ValueError(f"a palette has {len(LEVELS)} luminances, got {len(self.luminances)}")
        ends = (0.0, *self.luminances, 1.0)
        if not all(low <= high for low, high in pairwise(ends)):
            raise ValueError("the luminances of a palette must rise from 0 to 1")

    @classmethod
    def of(cls, L: Tensor, ab: Tensor) -> Self:
        """Measure a picture.

        Weighted k-means (Lloyd, IEEE Trans. Information Theory 28(2), 1982) on counts of colours. It begins
        with the most frequent colour and goes on with those that are frequent and far from the ones before
        (as Arthur, Vassilvitskii, SODA 2007, but without chance), so it always gives the same.

        Args:
            L: (N, 1, H, W) in [0, 1].
            ab: (N, 2, H, W), (a*, b*) / 110.
        """
        light = L.detach().double().cpu().numpy().ravel().clip(0, 1)
        a, b = ab.detach().double().cpu().movedim(1, 0).flatten(1).numpy()
        cells = _Cells.of(light, a, b)
        nearest = _clusters(cells)
        colours = [cells.colour(nearest == k) for k in range(int(nearest.max()) + 1)]
        quantiles = np.quantile(light, LEVELS)
        return cls(
            tuple(sorted(colours, key=lambda colour: (colour.L, colour.statistics.mean))),
            tuple(float(x) for x in quantiles),
        )

    @property
    def statistics(self) -> AbStatistics:
        """Of the chrominance of the whole picture."""
        shares = np.array([c.share for c in self.colours], np.float64)
        shares /= shares.sum()
        means = np.array([c.statistics.mean for c in self.colours])
        mean = shares @ means
        away = means - mean
        between = np.stack((away[:, 0] ** 2, away[:, 0] * away[:, 1], away[:, 1] ** 2), axis=1)
        within = np.array([c.statistics.covariance for c in self.colours])
        (a, b), (va, c, vb) = mean.tolist(), (shares @ (within + between)).tolist()
        return AbStatistics((a, b), (va, c, vb))

    def rank(self, L: float) -> float:
        """The share of the pixels that are darker than a luminance, 0 to 1."""
        return float(np.interp(L, self.luminances, LEVELS))

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        colours = [{"share": c.share, "L": c.L, **c.statistics.to_dict()} for c in self.colours]
        return {"colours": colours, "luminances": list(self.luminances)}

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_dict` gave.

        Raises:
            ValueError: fields are missing or no palette.
        """
        try:
            colours = [
                MainColour(float(c["share"]), float(c["L"]), AbStatistics.from_dict(c))
                for c in fields["colours"]
            ]
            luminances = [float(x) for x in fields["luminances"]]
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"not the palette of a style: {error}") from error
        return cls(tuple(colours), tuple(luminances))

    def rounded(self, decimals: int) -> Self:
        """The same with fewer decimals, as files need; shares still add up to 1."""
        shares = [round(c.share, decimals) for c in self.colours[1:]]
        shares = [round(1 - sum(shares), decimals), *shares]
        colours = []
        for colour, share in zip(self.colours, shares, strict=True):
            a, b = (round(x, decimals) for x in colour.statistics.mean)
            va, c, vb = colour.statistics.covariance
            # Of variances, more, and of what they share less, so that there is such a covariance.
            step = 10.0 ** (decimals + 1)
            va, c, vb = math.ceil(va * step) / step, math.trunc(c * step) / step, math.ceil(vb * step) / step
            statistics = AbStatistics((a, b), (va, c, vb))
            colours.append(MainColour(share, round(colour.L, decimals), statistics))
        return type(self)(tuple(colours), tuple(round(x, decimals) for x in self.luminances))


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Pixels counted by their colour.

    Attributes:
        counts: of the cells that hold any, (C,).
        sums: in them, of L, a, b, a², ab and b², (6, C).
    """

    counts: Floats
    sums: Floats

    @classmethod
    def of(cls, L: Floats, a: Floats, b: Floats) -> _Cells:
        index = np.minimum((L * _L_BINS).astype(np.int64), _L_BINS - 1)
        for axis in (a, b):
            at = ((axis / _AB_END + 1) * (_AB_BINS / 2)).astype(np.int64)
            index = index * _AB_BINS + at.clip(0, _AB_BINS - 1)
        _, cell = np.unique(index, return_inverse=True)
        sums = [np.bincount(cell, weights) for weights in (L, a, b, a * a, a * b, b * b)]
        return cls(np.bincount(cell).astype(np.float64), np.array(sums))

    @property
    def points(self) -> Floats:
        """Mean colours of the cells, (C, 3), in units in which distances are measured."""
        means = self.sums[:3] / self.counts
        return np.asarray(means.T * np.array((L_WEIGHT, AB_WEIGHT, AB_WEIGHT)))

    def colour(self, chosen: npt.NDArray[np.bool_]) -> MainColour:
        """Of some of the cells."""
        count = float(self.counts[chosen].sum())
        L, a, b, aa, ab, bb = (float(x) for x in self.sums[:, chosen].sum(axis=1) / count)
        va, vb = max(0.0, aa - a * a), max(0.0, bb - b * b)
        # Rounding leaves a little more than there can be.
        most = math.sqrt(va) * math.sqrt(vb)
        c = min(max(ab - a * b, -most), most)
        share = count / float(self.counts.sum())
        return MainColour(share, min(max(L, 0.0), 1.0), AbStatistics((a, b), (va, c, vb)))


def _clusters(cells: _Cells) -> npt.NDArray[np.int64]:
    """To which main colour each cell belongs, numbered from 0 without gaps."""
    points, weights = cells.points, cells.counts / cells.counts.sum()
    centres = points[[int(weights.argmax())]]
    distances = np.square(points - centres[0]).sum(axis=1)
    while len(centres) < min(MOST_COLOURS, len(points)):
        next_one = points[int((np.sqrt(weights) * distances).argmax())]
        centres = np.vstack((centres, next_one))
        distances = np.minimum(distances, np.square(points - next_one).sum(axis=1))
    while True:
        nearest, centres = _lloyd(points, weights, centres)
        shares = np.asarray(np.bincount(nearest, weights, len(centres)), np.float64)
        gone = _superfluous(centres, shares)
        if gone is None:
            return nearest
        centres = np.delete(centres, gone, axis=0)


def _lloyd(points: Floats, weights: Floats, centres: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    nearest = _nearest(points, centres)
    for _ in range(_ROUNDS):
        held = np.bincount(nearest, weights, len(centres))
        kept = held > 0
        sums = [np.bincount(nearest, weights * axis, len(centres))[kept] for axis in points.T]
        centres = np.array(sums).T / held[kept, None]
        moved = _nearest(points, centres)
        if np.array_equal(moved, nearest):
            break
        nearest = moved
    return nearest, centres


def _nearest(points: Floats, centres: Floats) -> npt.NDArray[np.int64]:
    distances = [np.square(points - centre).sum(axis=1) for centre in centres]
    return np.asarray(np.argmin(distances, axis=0), np.int64)


def _superfluous(centres: Floats, shares: Floats) -> int | None:
    """A colour that is too rare, or the rarer of the two that are closest where they are too close."""
    if len(centres) == 1:
        return None
    rarest = int(shares.argmin())
    if shares[rarest] < _LEAST_SHARE:
        return rarest
    apart = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    apart[np.diag_indices_from(apart)] = np.inf
    first, second = (int(i) for i in np.unravel_index(int(apart.argmin()), apart.shape))
    if apart[first, second] >= _CLOSEST:
        return None
    return first if shares[first] < shares[second] else second


def transport(cost: Floats, source: Sequence[float], target: Sequence[float], own: float) -> Floats:
    """How much of each source goes to each target, in shares: (K, M), rows add up to ``source``.

    Entropic optimal transport in which the targets may take more or less than their shares (Chizat, Peyré,
    Schmitzer, Vialard, Mathematics of Computation 87, 2018, with the Kullback-Leibler divergence on one
    side): a photo that is mostly sky does not have to become the ground of its reference.

    Args:
        cost: of moving between them, (K, M), 0 or more.
        source: shares, above 0.
        target: shares, above 0.
        own: how much cost a wrong share of a target is worth.
    """
    sharpness = _SOFTNESS
    a, b = np.asarray(source), np.asarray(target)
    exponent = own / (own + sharpness)
    log_kernel = -cost / sharpness
    u, v = np.zeros(len(a)), np.zeros(len(b))
    for _ in range(_SINKHORN):
        u = np.log(a) - _log_sum(log_kernel + v[None], 1)
        v = exponent * (np.log(b) - _log_sum(log_kernel + u[:, None], 0))
    u = np.log(a) - _log_sum(log_kernel + v[None], 1)
    return np.asarray(np.exp(log_kernel + u[:, None] + v[None]))


_SOFTNESS = 0.003
"""Costs that differ by less are nearly alike: six units of a*, b*, squared."""
_SINKHORN = 300


def _log_sum(x: Floats, axis: int) -> Floats:
    top = x.max(axis=axis, keepdims=True)
    return np.asarray(np.log(np.exp(x - top).sum(axis=axis)) + np.squeeze(top, axis))
