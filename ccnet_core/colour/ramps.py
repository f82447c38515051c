"""Shares that rise from 0 to 1 between two values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def ramp(x: Tensor, begin: float, end: float) -> Tensor:
    """Evenly from 0 at ``begin`` to 1 at ``end``, which may lie below it; of any shape."""
    return ((x - begin) / (end - begin)).clamp(0, 1)


def rise(x: Tensor, begin: float, end: float) -> Tensor:
    """As :func:`ramp`, but level at both ends."""
    share = ramp(x, begin, end)
    return share * share * (3 - 2 * share)
