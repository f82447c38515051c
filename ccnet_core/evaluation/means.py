"""Means of figures of which some may be unknown (NaN)."""

from __future__ import annotations

import math
from collections.abc import Iterable


def mean_of_known(values: Iterable[float]) -> float:
    """The mean of those that are not NaN; NaN if there are none."""
    known = [value for value in values if not math.isnan(value)]
    return math.fsum(known) / len(known) if known else math.nan


def ratio(value: float, base: float) -> float:
    """Their quotient; NaN where the base is as good as 0 or either is unknown."""
    return value / base if abs(base) > 1e-6 else math.nan
