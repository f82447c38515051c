"""Finding by bisection the largest chroma that something allows, for whole tables at once."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

_STEPS = 24


def largest_chroma_where(fits: Callable[[Tensor], Tensor], like: Tensor, end: float) -> Tensor:
    """The largest chroma from 0 to ``end`` that fits, to ``end`` / 2^24: it fits up to there and not beyond.

    Args:
        fits: which chromas, of the shape of ``like``, fit: bool, of the same shape.
        like: gives the shape and type of the result; its values do not matter.
        end: taken not to fit.
    """
    low, high = torch.zeros_like(like), torch.full_like(like, end)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        inside = fits(middle)
        low, high = torch.where(inside, middle, low), torch.where(inside, high, middle)
    return low
