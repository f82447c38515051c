"""Style as statistics: the mean and covariance of a picture's chrominance, and the maps between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from torch import Tensor

Matrix = npt.NDArray[np.float64]

_FLOOR = (0.5 / 110) ** 2
"""Variance added to a covariance before it is inverted: half a unit of a*, b*, as 8-bit rounding leaves."""
_LARGEST_GAIN = 6.0
"""No map stretches chrominance by more: an almost grey photo would become noise."""
_ROUNDING = 1e-6
_NO_COVARIANCE = 1e-9
"""A covariance as small is the rounding of none: of spreads of 0.003 units."""


class TransferMethod(StrEnum):
    """How a photo's chrominance follows a reference.

    All but the first are one map of the whole photo.
    """

    PALETTE = "palette"
    """By main colours, each apart (:class:`ccnet_core.colour.palette_map.PaletteMap`); a reference of which
    none are known is followed as by the next."""
    MONGE_KANTOROVICH = "monge-kantorovich"
    """The linear optimal transport of the covariances (Pitié, Kokaram, CVMP 2007)."""
    REINHARD = "reinhard"
    """Mean and standard deviation per axis (Reinhard et al., IEEE CG&A 2001)."""


@dataclass(frozen=True, slots=True)
class AbStatistics:
    """Mean and covariance of ab / 110.

    Attributes:
        mean: of the two axes.
        covariance: variance of a, covariance, variance of b.

    Raises:
        ValueError: a value is not finite, or nothing has such a covariance.
    """

    mean: tuple[float, float]
    covariance: tuple[float, float, float]

    def __post_init__(self) -> None:
        va, c, vb = self.covariance
        if not np.isfinite((*self.mean, va, c, vb)).all():
            raise ValueError("statistics must be finite")
        if va < 0 or vb < 0:
            raise ValueError(f"a variance must not be negative, got {min(va, vb):g}")
        if abs(c) > math.sqrt(va) * math.sqrt(vb) * (1 + _ROUNDING) + _NO_COVARIANCE:
            raise ValueError(f"a covariance of {c:g} is impossible with variances of {va:g} and {vb:g}")

    @classmethod
    def of(cls, ab: Tensor) -> Self:
        """Measure ab (N, 2, H, W) or (2, P)."""
        samples = ab.detach().movedim(1, 0).flatten(1) if ab.dim() == 4 else ab.detach()
        samples = samples.double()
        mean = samples.mean(dim=1)
        centred = samples - mean[:, None]
        covariance = centred @ centred.T / samples.shape[1]
        return cls(
            (float(mean[0]), float(mean[1])),
            (float(covariance[0, 0]), float(covariance[0, 1]), float(covariance[1, 1])),
        )

    def matrix(self) -> Matrix:
        """The covariance as (2, 2)."""
        va, c, vb = self.covariance
        return np.array(((va, c), (c, vb)))

    def to_dict(self) -> dict[str, list[float]]:
        """For JSON."""
        return {"mean": list(self.mean), "covariance": list(self.covariance)}

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_dict` gave.

        Raises:
            ValueError: fields are missing or no statistics.
        """
        try:
            a, b = (float(x) for x in fields["mean"])
            va, c, vb = (float(x) for x in fields["covariance"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"not the statistics of a style: {error}") from error
        return cls((a, b), (va, c, vb))


@dataclass(frozen=True, slots=True)
class AbMap:
    """An affine map x -> A x + t of the ab plane.

    Attributes:
        A: rows of the matrix.
        t: the shift, in units of ab / 110.
    """

    A: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (0.0, 1.0))
    t: tuple[float, float] = (0.0, 0.0)

    def __call__(self, ab: Tensor, gain: Tensor | None = None) -> Tensor:
        """Map ab (N, 2, H, W).

        Args:
            ab: (N, 2, H, W).
            gain: (N, 1, H, W), the chroma gain of the brightening when ab is that of the dim photo and the
                map was made for the bright one: before brightening a shift is smaller by as much as all
                chrominance.
        """
        import torch  # takes a second, which the window's start does not have

        a, b = ab[:, :1], ab[:, 1:]
        shift_a, shift_b = (t if gain is None else t / gain for t in self.t)
        (aa, ab_), (ba, bb) = self.A
        return torch.cat((aa * a + ab_ * b + shift_a, ba * a + bb * b + shift_b), dim=1)

    def then(self, other: AbMap) -> AbMap:
        """This map, followed by another; together, too, they stretch by 6 at most."""
        left, values, right = np.linalg.svd(np.asarray(other.A) @ np.asarray(self.A))
        A = (left * np.minimum(values, _LARGEST_GAIN)) @ right
        return _ab_map(A, np.asarray(other.A) @ np.asarray(self.t) + np.asarray(other.t))


def transfer_map(
    source: AbStatistics, target: AbStatistics, method: TransferMethod = TransferMethod.MONGE_KANTOROVICH
) -> AbMap:
    """The map that gives a picture with the statistics ``source`` those of ``target``.

    Both methods map the mean exactly. To both covariances the variance of half a unit of a*, b* is added
    first, so where no gain above 6 is needed, the variance that comes out misses the target's by (1 - gain²)
    times as much: spreads of several units come out as asked for, of less than a unit nearly grey photos
    stay greyer than the target, and vivid ones keep up to half a unit.
    """
    floor = _FLOOR * np.eye(2)
    s, t = source.matrix() + floor, target.matrix() + floor
    if method is TransferMethod.REINHARD:
        A = np.diag(np.sqrt(np.diag(t) / np.diag(s)))
    else:
        root = _power(s, 0.5)
        inverse = _power(s, -0.5)
        A = inverse @ _power(root @ t @ root, 0.5) @ inverse
    values, vectors = np.linalg.eigh(A)
    A = (vectors * np.minimum(values, _LARGEST_GAIN)) @ vectors.T
    shift = np.asarray(target.mean) - A @ np.asarray(source.mean)
    return _ab_map(A, shift)


def mix_maps(maps: Sequence[AbMap], weights: Sequence[float]) -> AbMap:
    """The weighted mean of maps from one source: the generalized geodesic between their targets.

    Raises:
        ValueError: no map, or no positive weight.
    """
    total = sum(weights)
    if not maps or total <= 0:
        raise ValueError("mixing needs a map with a positive weight")
    w = np.asarray(weights) / total
    A = np.einsum("m,mij->ij", w, [m.A for m in maps])
    return _ab_map(A, np.einsum("m,mi->i", w, [m.t for m in maps]))


def _ab_map(A: Matrix, t: Matrix) -> AbMap:
    (aa, ab), (ba, bb) = A.tolist()
    ta, tb = t.tolist()
    return AbMap(((aa, ab), (ba, bb)), (ta, tb))


def _power(matrix: Matrix, exponent: float) -> Matrix:
    """A power of a symmetric positive definite matrix."""
    values, vectors = np.linalg.eigh(matrix)
    result: Matrix = (vectors * np.maximum(values, 1e-18) ** exponent) @ vectors.T
    return result


def wasserstein(first: AbStatistics, second: AbStatistics) -> float:
    """2-Wasserstein distance of two Gaussians, in units of ab / 110 (Dowson, Landau, 1982)."""
    a, b = first.matrix(), second.matrix()
    root = _power(a, 0.5)
    cross = _power(root @ b @ root, 0.5)
    means = np.asarray(first.mean) - np.asarray(second.mean)
    return float(np.sqrt(max(0.0, means @ means + np.trace(a + b - 2 * cross))))
