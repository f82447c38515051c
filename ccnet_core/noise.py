"""How noisy a photo is, by brightness: estimated from the photo itself.

Where nothing is to be seen but noise, the deviation of small blocks about a plane is that of the noise; of
blocks of like brightness, those that deviate least hold the least else (after Amer, Dubois, "Fast and
reliable structure-oriented video noise estimation", IEEE TCSVT 15(1), 2005, and Foi et al., "Practical
Poissonian-Gaussian noise modeling and fitting", IEEE TIP 17(10), 2008, who fit it by brightness).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

KNOTS = (0.0, 0.03, 0.06, 0.1, 0.15, 0.22, 0.3, 0.4, 0.52, 0.66, 0.82, 1.0)
"""L at which noise is known; between them it is interpolated."""
LEAST = 0.001
"""Deviation of L below which noise is not told from the steps of 8 bits."""
LARGEST = 0.2
_BLOCK = 8
_QUANTILE = 0.2
"""Share of the blocks of a brightness that are taken to hold noise alone."""
_OF_QUANTILE = 0.924
"""That quantile of the deviations of blocks of pure noise, in units of the noise's."""
_LEAST_BLOCKS = 16
_STEEPEST = 1.8
"""Largest ratio of the noise at one knot to that at the next."""
_CLIPPED = (0.004, 0.985)
"""Mean L of a block outside which clipping hides noise."""
_DARK = 0.25
"""L up to which noise counts for :attr:`NoiseProfile.level`: it is what brightening amplifies."""


@dataclass(frozen=True, slots=False)
class NoiseProfile:
    """Standard deviation of the noise of luminance, by luminance.

    Attributes:
        sigma: of L in [0, 1], at each of :data:`KNOTS`; from :data:`LEAST` to :data:`LARGEST`.
        coarseness: twice the deviation of the noise's means over 2x2 pixels, in units of the noise's own: 1
            where pixels differ independently, up to 2 where a camera smoothed or enlarged its grain.

    >>> NoiseProfile.constant(0.02).level
    0.02
    """

    sigma: tuple[float, ...]
    coarseness: float = 1.0

    @classmethod
    def constant(cls, sigma: float) -> Self:
        """The same noise at every brightness."""
        return cls((float(np.clip(sigma, LEAST, LARGEST)),) * len(KNOTS))

    @classmethod
    def of(cls, L: FloatArray, noise: FloatArray | None = None) -> Self:
        """Estimate it.

        Args:
            L: luminance in [0, 1], (H, W) or several pictures of one size (N, H, W).
            noise: the noise itself where it is known, of the same shape; L otherwise.
        """
        blocks = _blocks(L)
        mean = blocks.mean(axis=(1, 2))
        fine, coarse = _variances(blocks if noise is None else _blocks(noise))
        usable = (mean > _CLIPPED[0]) & (mean < _CLIPPED[1])
        mean, fine, coarse = mean[usable], fine[usable], coarse[usable]
        deviation = np.sqrt(fine)
        borders = np.convolve(KNOTS, (0.5, 0.5), "valid")
        of_knot = np.searchsorted(borders, mean)
        known, values = [], np.zeros(0)
        least = np.zeros(len(mean), bool)
        for knot in range(len(KNOTS)):
            there = deviation[of_knot == knot]
            if len(there) >= _LEAST_BLOCKS:
                quantile = float(np.quantile(there, _QUANTILE))
                known.append(knot)
                values = np.append(values, quantile / _OF_QUANTILE)
                least |= (of_knot == knot) & (deviation <= quantile)
        if not known:
            few = float(np.quantile(deviation, _QUANTILE)) / _OF_QUANTILE if len(deviation) else 0.0
            return cls.constant(few)
        # Where all is structure at some brightness, the noise of others tells what it can be at most.
        steps = np.abs(np.subtract.outer(known, known))
        values = (values.clip(LEAST, LARGEST) * _STEEPEST**steps).min(axis=1)
        sigma = np.interp(KNOTS, np.asarray(KNOTS)[known], values)
        # In shares of each block's own noise, so that no brightness decides alone.
        shares = coarse[least] / np.maximum(fine[least], LEAST**2)
        coarseness = float(np.clip(2 * np.sqrt(shares.mean()), 1, 2))
        return cls(tuple(float(x) for x in sigma), coarseness)

    @property
    def told(self) -> tuple[float, ...]:
        """As a network is told it: at each of :data:`KNOTS`, then the coarseness."""
        return *self.sigma, self.coarseness

    @cached_property
    def level(self) -> float:
        """One number for it: the deviation of L in dark parts."""
        return float(np.median([s for s, L in zip(self.sigma, KNOTS, strict=True) if L <= _DARK]))


def _blocks(L: FloatArray) -> FloatArray:
    """(..., H, W) -> (blocks, 8, 8); what is left at the right and lower border is dropped."""
    rows, columns = L.shape[-2] // _BLOCK, L.shape[-1] // _BLOCK
    cut = L[..., : rows * _BLOCK, : columns * _BLOCK]
    pictures = math.prod(L.shape[:-2])
    split = cut.reshape(pictures, rows, _BLOCK, columns, _BLOCK).swapaxes(2, 3)
    return split.reshape(pictures * rows * columns, _BLOCK, _BLOCK)


def _variances(blocks: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Variances about the plane that fits best, of the pixels and of means over 2x2 of them, unbiased.

    (N, S, S) -> (N,) each.
    """
    pairs = blocks.reshape(len(blocks), _BLOCK // 2, 2, _BLOCK // 2, 2).mean(axis=(2, 4))
    return _variance(blocks), _variance(pairs)


def _variance(blocks: FloatArray) -> FloatArray:
    side = blocks.shape[-1]
    x = np.arange(side, dtype=np.float32) - np.float32((side - 1) / 2)
    power = np.float32(side * float(x @ x))
    flat = blocks - blocks.mean(axis=(1, 2), keepdims=True)
    # On a centred grid the three columns of the plane are orthogonal: what each takes is subtracted.
    across, down = flat.sum(axis=1) @ x, flat.sum(axis=2) @ x
    rest = (flat * flat).sum(axis=(1, 2)) - (across * across + down * down) / power
    return np.asarray(np.maximum(rest, 0) / (side * side - 3), np.float32)
