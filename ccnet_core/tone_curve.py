"""A tone curve that a person draws: points, and what goes through them.

There are four: one of luminance and one of each channel. Each goes through its points by monotone cubic
interpolation (Fritsch, Carlson: Monotone Piecewise Cubic Interpolation, SIAM J. Numer. Anal. 17, 1980): it
rises and falls nowhere but where its points do, and passes none of them. Left of the first point and right of
the last it is level.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

LUMINANCE = "luminance"
CHANNELS = ("red", "green", "blue")
"""Curves of the display values of sRGB."""
CURVES = (LUMINANCE, *CHANNELS)
MOST_POINTS = 16
LEAST_STEP = 0.004
"""From one point to the next: a step of 8 bits."""
_DECIMALS = 6
_TABLE = 4097
"""Entries of a table, of which 16 lie between two neighbouring codes of 8 bits."""


class Point(NamedTuple):
    """What a value becomes, both 0 to 1."""

    x: float
    y: float


Points = tuple[Point, ...]
IDENTITY: Points = (Point(0.0, 0.0), Point(1.0, 1.0))
"""What changes nothing."""


@dataclass(frozen=True, slots=True)
class ToneCurve:
    """Four curves, each by 2 to 16 points with x ascending; any pairs of numbers are taken.

    Attributes:
        luminance: of L* / 100.
        red: of the channel's display value, 0 to 1, as its 8 bits are; likewise the others.
        green: likewise.
        blue: likewise.

    Raises:
        ValueError: there are too few or too many points, one is out of range, or they do not ascend.

    >>> curve = ToneCurve(luminance=((0, 0), (0.25, 0.2), (1, 1)))
    >>> [round(float(y), 3) for y in curve.values("luminance", [0.1, 0.25, 0.6])]
    [0.077, 0.2, 0.56]
    >>> ToneCurve(red=((0, 0), (0.5, 2)))
    Traceback (most recent call last):
    ValueError: a point of the curve of red must lie between 0 and 1, got 2
    """

    luminance: Points = IDENTITY
    red: Points = IDENTITY
    green: Points = IDENTITY
    blue: Points = IDENTITY

    def __post_init__(self) -> None:
        for name in CURVES:
            object.__setattr__(self, name, _checked(name, getattr(self, name)))

    @property
    def is_neutral(self) -> bool:
        """Whether it changes nothing."""
        return self.is_identity(LUMINANCE) and not self.changes_channels

    @property
    def changes_channels(self) -> bool:
        """Whether any channel has a curve."""
        return not all(self.is_identity(name) for name in CHANNELS)

    def is_identity(self, name: str) -> bool:
        """Whether one of :data:`CURVES` changes nothing: all its points lie on the diagonal."""
        points = self.of(name)
        return (points[0].x, points[-1].x) == (0, 1) and all(point.x == point.y for point in points)

    def of(self, name: str) -> Points:
        """The points of one of :data:`CURVES`."""
        points: Points = getattr(self, name)
        return points

    def with_points(self, name: str, points: Iterable[tuple[float, float]]) -> Self:
        """With other points of one of :data:`CURVES`.

        Raises:
            ValueError: as for the class.
        """
        return replace(self, **{name: _checked(name, points)})

    def values(self, name: str, x: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """What values become by one of :data:`CURVES`; of any shape."""
        return evaluated(self.of(name), x)

    def table(self, name: str) -> npt.NDArray[np.float32]:
        """One of :data:`CURVES` at evenly spaced values from 0 to 1: (4097,), to be interpolated."""
        return _table(self.of(name))

    def towards(self, other: ToneCurve, share: float) -> Self:
        """On the way to another, 0 to 1: point by point where two curves have as many.

        Where they have not, both are looked at where either has points, or at 16 even places.
        """
        curve = self
        for name in CURVES:
            if self.of(name) != other.of(name):
                curve = curve.with_points(name, _towards(self.of(name), other.of(name), share))
        return curve

    def to_dict(self) -> dict[str, list[list[float]]]:
        """As JSON holds it, without what changes nothing; :meth:`from_dict` gives an equal value."""
        return {name: [list(p) for p in self.of(name)] for name in CURVES if self.of(name) != IDENTITY}

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what :meth:`to_dict` gave.

        Raises:
            ValueError: it is no such value, or out of range.
        """
        if not isinstance(values, Mapping):
            raise ValueError("curve must be an object")
        if unknown := values.keys() - {f.name for f in fields(cls)}:
            raise ValueError(f"curve has unknown entries {', '.join(sorted(map(str, unknown)))}")
        return cls(**values)


def evaluated(points: Points, x: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The curve through checked points at values of any shape."""
    xs, ys = np.array(points, np.float64).T
    steps = np.diff(xs)
    slopes = np.diff(ys) / steps
    tangents = _tangents(slopes)
    at = np.clip(np.asarray(x, np.float64), xs[0], xs[-1])
    part = np.clip(np.searchsorted(xs, at, side="right") - 1, 0, len(steps) - 1)
    step = steps[part]
    t = (at - xs[part]) / step
    # Of cubic Hermite splines, with the difference of the ends gathered: what is straight stays so.
    curved = (tangents[part] - slopes[part]) * (1 - t) - (tangents[part + 1] - slopes[part]) * t
    y: npt.NDArray[np.float64] = ys[part] + step * t * (slopes[part] + (1 - t) * curved)
    return np.clip(y, 0, 1)


def _towards(one: Points, other: Points, share: float) -> list[tuple[float, float]]:
    """The points of a curve on the way from one to another."""
    if len(one) != len(other):
        places = sorted({point.x for point in (*one, *other)})
        if len(places) > MOST_POINTS or min(b - a for a, b in pairwise(places)) < LEAST_STEP:
            places = np.linspace(0, 1, MOST_POINTS).tolist()
        one, other = (
            tuple(map(Point, places, evaluated(points, places).tolist())) for points in (one, other)
        )
    a, b = np.array(one), np.array(other)
    between: list[tuple[float, float]] = [(float(x), float(y)) for x, y in a + share * (b - a)]
    return between


def _tangents(slopes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The slopes at the points, for those between them: means, limited as Fritsch and Carlson do."""
    tangents = np.empty(len(slopes) + 1)
    tangents[[0, -1]] = slopes[[0, -1]]
    same = slopes[:-1] * slopes[1:] > 0
    tangents[1:-1] = np.where(same, (slopes[:-1] + slopes[1:]) / 2, 0.0)
    for index, slope in enumerate(slopes):
        if slope == 0:
            tangents[index : index + 2] = 0.0
            continue
        # In the circle of radius 3 about 0 the cubic is monotone.
        reach = math.hypot(tangents[index] / slope, tangents[index + 1] / slope)
        if reach > 3:
            tangents[index : index + 2] *= 3 / reach
    return tangents


@lru_cache(maxsize=16)
def _table(points: Points) -> npt.NDArray[np.float32]:
    table = evaluated(points, np.linspace(0, 1, _TABLE)).astype(np.float32)
    table.setflags(write=False)
    return table


def _checked(name: str, points: Any) -> Points:
    of = f"the curve of {name}"
    if isinstance(points, str | bytes | Mapping) or not isinstance(points, Iterable):
        raise ValueError(f"{of} must be a list of points")
    checked: list[Point] = []
    for point in points:
        if len(checked) == MOST_POINTS:
            raise ValueError(f"{of} can have {MOST_POINTS} points at most")
        if isinstance(point, str | bytes) or not isinstance(point, Iterable):
            raise ValueError(f"a point of {of} must be two numbers")
        numbers = list(point)
        if len(numbers) != len(Point._fields):
            raise ValueError(f"a point of {of} must be two numbers")
        for number in numbers:
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise ValueError(f"a point of {of} must be two numbers, got {str(number)[:20]}")
            if not 0 <= number <= 1:
                raise ValueError(f"a point of {of} must lie between 0 and 1, got {str(number)[:20]}")
        # Adding 0 makes one zero of both.
        checked.append(Point(*(round(float(number), _DECIMALS) + 0.0 for number in numbers)))
    if len(checked) < len(IDENTITY):
        raise ValueError(f"{of} needs two points or more")
    for before, after in pairwise(checked):
        if after.x - before.x < LEAST_STEP - 10**-_DECIMALS:
            raise ValueError(
                f"the points of {of} must ascend by {LEAST_STEP:g} or more, got {before.x:g} and {after.x:g}"
            )
    return tuple(checked)
