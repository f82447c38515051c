"""How noisy the flat parts of what was dark come out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ccnet_core.evaluation.means import mean_of_known, ratio
from ccnet_core.evaluation.metrics import FloatArray
from ccnet_core.evaluation.table import format_table, json_number, number

_BLOCK = 16
_FLAT = 1.0
"""Standard deviation of L* up to which a block of a bright target is flat: what such a photo has of noise."""
_CLIPPED = (5.0, 95.0)
"""L* of the target outside which clipping hides noise."""


@dataclass(frozen=True, slots=True)
class NoiseRow:
    """Means over the photos of a data set that have flat dark blocks.

    Attributes:
        source: the data set.
        photos: how many they are.
        output: standard deviation of the output's L* in flat dark blocks.
        target: that of the bright target's in the same blocks.
        ratio: output over target (a ratio of means).
    """

    source: str
    photos: int
    output: float
    target: float
    ratio: float

    def to_dict(self) -> dict[str, str | float | None]:
        """For JSON."""
        return {
            "source": self.source,
            "photos": self.photos,
            "output": json_number(self.output),
            "target": json_number(self.target),
            "ratio": json_number(self.ratio),
        }


def measure_noise(low: FloatArray, output: FloatArray, target: FloatArray) -> tuple[float, float]:
    """Standard deviation of L* in flat dark blocks: of the output, and of the target.

    Pictures are cut into blocks of 16x16 pixels. Of the blocks in the darker half of the dark photo, whose
    target lies within L* 5 to 95, those count whose target deviates by at most 1. In each block the plane
    that fits best is taken off before the deviation is measured.

    Args:
        low: L* of the dark photo, (H, W).
        output: L* of what the product made of it, (H, W).
        target: L* of the bright photo, (H, W).

    Returns:
        Means over the blocks, in units of L*; NaN twice where there is no such block.
    """
    dark, made, bright = (_blocks(L, _BLOCK) for L in (low, output, target))
    brightness, level = dark.mean(axis=(1, 2)), bright.mean(axis=(1, 2))
    deviation = _deviation(bright)
    chosen = (level >= _CLIPPED[0]) & (level <= _CLIPPED[1]) & (deviation <= _FLAT)
    if len(chosen):
        chosen &= brightness <= np.median(brightness)
    if not chosen.any():
        return math.nan, math.nan
    return float(_deviation(made[chosen]).mean()), float(deviation[chosen].mean())


def summarize_noise(photos: Mapping[str, Sequence[tuple[float, float]]]) -> list[NoiseRow]:
    """Means per data set of what :func:`measure_noise` gave for each photo."""
    rows = []
    for source, figures in photos.items():
        output, target = (mean_of_known(f[i] for f in figures) for i in range(2))
        known = sum(not math.isnan(f[0]) for f in figures)
        rows.append(NoiseRow(source, known, output, target, ratio(output, target)))
    return rows


def format_noise(rows: Sequence[NoiseRow]) -> str:
    """The rows as a table for people."""
    headers = ("data", "photos", "std of L*", "target's", "ratio")
    cells = [
        (row.source, str(row.photos), number(row.output, 3), number(row.target, 3), number(row.ratio, 2))
        for row in rows
    ]
    return format_table(headers, cells)


def _blocks(L: FloatArray, side: int) -> FloatArray:
    """(H, W) -> (blocks, side, side); what is left at the right and lower border is dropped."""
    rows, columns = L.shape[0] // side, L.shape[1] // side
    cut = L[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return cut.swapaxes(1, 2).reshape(-1, side, side)


def _deviation(blocks: FloatArray) -> FloatArray:
    """Standard deviation about the best plane, unbiased: (N, S, S) -> (N,)."""
    side = blocks.shape[1]
    # On a centred grid the three columns of the plane are orthogonal, so the fit is three inner products.
    x = np.arange(side) - (side - 1) / 2
    flat = blocks - blocks.mean(axis=(1, 2), keepdims=True)
    power = side * float(x @ x)
    across = np.einsum("nyx,x->n", flat, x) / power
    down = np.einsum("nyx,y->n", flat, x) / power
    flat = flat - across[:, None, None] * x[None, None, :] - down[:, None, None] * x[None, :, None]
    return np.asarray(np.sqrt((flat**2).sum(axis=(1, 2)) / (side * side - 3)))
