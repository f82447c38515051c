"""How far the shape and the strokes of a mask cover each pixel of a photo, or of a part of it, at any size.

What is computed at the middle of a pixel is the same at every size. Falloffs are smooth at both ends, by
3 t^2 - 2 t^3. Without torch, as the window paints while a brush is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2
from ccnet_core.masks import Linear, Mask, MaskKind, Radial, Stroke

Cover = npt.NDArray[np.float32]
"""(H, W), from 0, where a mask does nothing, to 1."""
Part = tuple[slice, slice]
"""Rows and columns."""
_Places = npt.NDArray[np.float64]
_CORE = 0.4
"""Share of a brush's radius under which lies what is meant, where it is to keep to that."""
_SAME = 0.06
"""Difference of L that counts as the same there, beside what that differs in itself."""
_FINE = 3
"""Pixels over which its limits follow the finest edges."""
_FLAT = 0.01**2
"""Variance of L below which there are none."""


def cover_of(mask: Mask, size: tuple[int, int], part: Part | None = None) -> Cover:
    """What the shape and strokes of a mask cover; ranges, edges and inverting are not looked at.

    Args:
        mask: the mask.
        size: height and width of the whole photo, in pixels.
        part: the rows and columns that are asked for; by default all.
    """
    x, y = _places(size, part)
    if isinstance(mask.shape, Linear):
        cover = _linear(mask.shape, x, y, size)
    elif isinstance(mask.shape, Radial):
        cover = _radial(mask.shape, x, y, size)
    else:
        begin = 0.0 if mask.kind is MaskKind.BRUSH else 1.0
        cover = np.full((len(y), len(x)), begin, np.float32)
    for stroke in mask.strokes:
        add_stroke(cover, stroke, size, part)
    return cover


def add_stroke(cover: Cover, stroke: Stroke, size: tuple[int, int], part: Part | None = None) -> None:
    """Paint or erase along a stroke, in place; the arguments are those of :func:`cover_of`."""
    x, y = _places(size, part)
    sides = np.array(size[::-1]) / max(size)
    line = np.array(stroke.points) * sides
    low, high = line.min(axis=0) - stroke.radius, line.max(axis=0) + stroke.radius
    box = _between(y, low[1], high[1]), _between(x, low[0], high[0])
    x, y = x[box[1]], y[box[0]]
    if not (len(x) and len(y)):
        return
    # The square of the distance from the line, where the brush can be.
    distance = np.full((len(y), len(x)), np.inf, np.float32)
    for start, end in zip(line, line[1:] if len(line) > 1 else line, strict=False):
        rows = _between(y, min(start[1], end[1]) - stroke.radius, max(start[1], end[1]) + stroke.radius)
        columns = _between(x, min(start[0], end[0]) - stroke.radius, max(start[0], end[0]) + stroke.radius)
        near = distance[rows, columns]
        if not near.size:
            continue
        np.minimum(near, _squared_distance(x[columns], y[rows], start, end), out=near)
    soft = max(stroke.softness * stroke.radius, _pixel(size))
    painted = _smooth(np.asarray((stroke.radius - np.sqrt(distance)) / soft, np.float32))
    target = cover[box]
    if stroke.erases:
        target *= 1 - painted
    else:
        target += painted * (1 - target)


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """What the shape and strokes of a mask cover of a whole photo, to which strokes can be added.

    Attributes:
        mask: the mask.
        cover: what it covers, along edges where it follows them.
        drawn: what it covers without that.
        core: what the middle of its strokes covers, where it follows edges.
    """

    mask: Mask
    cover: Cover
    drawn: Cover
    core: Cover | None = None

    @classmethod
    def of(cls, mask: Mask, L: Cover, before: Painted | None = None) -> Self:
        """Paint it.

        A brush that follows edges keeps to what is as bright as what lies under its middle, nearby. Its
        limits are smoothed along edges by the guided filter (He, Sun, Tang, IEEE TPAMI 35, 2013).

        Args:
            mask: the mask; ranges and inverting are not looked at.
            L: luminance (H, W) of the photo in [0, 1], at the size that is asked for.
            before: the same of an earlier mask; where this one is that with further strokes, what is added is
                all that is painted.
        """
        size = (L.shape[0], L.shape[1])
        if before is None or not before.begins(mask) or before.cover.shape != size:
            before, added = None, mask.strokes
            drawn = cover_of(replace(mask, strokes=()), size)
        else:
            added = mask.strokes[len(before.mask.strokes) :]
            drawn = before.drawn.copy()
        for stroke in added:
            add_stroke(drawn, stroke, size)
        if not follows_edges(mask):
            return cls(mask, drawn, drawn)
        core = np.zeros(size, np.float32) if before is None or before.core is None else before.core.copy()
        for stroke in added:
            add_stroke(core, _narrowed(stroke), size)
        reach = max(2, round(_largest(mask) * max(size)))
        if before is None:
            return cls(mask, _along_edges(drawn, core, L, reach), drawn, core)
        # What depends on where it was painted, and all on which that depends.
        inner, outer = (_around(added, times * (reach + 2 * _FINE), size) for times in (1, 2))
        changed = _along_edges(drawn[outer], core[outer], L[outer], reach)
        cover = before.cover.copy()
        cover[inner] = changed[_within(inner[0], outer[0]), _within(inner[1], outer[1])]
        return cls(mask, cover, drawn, core)

    def begins(self, mask: Mask) -> bool:
        """Whether a mask is this one with further strokes, or without."""
        before = self.mask
        count = len(before.strokes)
        if (before.kind, before.shape, before.strokes) != (mask.kind, mask.shape, mask.strokes[:count]):
            return False
        if not (follows_edges(before) and follows_edges(mask)):
            return not (follows_edges(before) or follows_edges(mask))
        # How far it looks around follows from the largest of its strokes.
        return _largest(before) == _largest(mask)


def follows_edges(mask: Mask) -> bool:
    """Whether what a mask's strokes cover depends on the photo."""
    return mask.kind is MaskKind.BRUSH and mask.follows_edges and bool(mask.strokes)


def _largest(mask: Mask) -> float:
    """The radius of its largest stroke, of which it has one at least."""
    return max(stroke.radius for stroke in mask.strokes)


def _around(strokes: Sequence[Stroke], reach: int, size: tuple[int, int]) -> Part:
    """The rows and columns in which strokes lie, and so many pixels around them."""
    sides = []
    for axis, length in ((1, size[0]), (0, size[1])):
        places = [point[axis] * length for stroke in strokes for point in stroke.points]
        wide = reach + max((stroke.radius for stroke in strokes), default=0.0) * max(size) + 1
        low, high = min(places, default=0.0) - wide, max(places, default=0.0) + wide
        sides.append(slice(min(max(math.floor(low), 0), length), min(max(math.ceil(high), 0), length)))
    return sides[0], sides[1]


def _within(side: slice, outer: slice) -> slice:
    """A side as counted from the beginning of another."""
    return slice(side.start - outer.start, side.stop - outer.start)


def _along_edges(drawn: Cover, core: Cover, L: Cover, reach: int) -> Cover:
    """What a brush covers that keeps to edges.

    Args:
        drawn: what it covers without that, (H, W).
        core: what its middle covers.
        L: luminance of the photo.
        reach: pixels to either side that tell how bright what lies under the middle is.
    """
    if not L.size:
        return drawn
    weight = _mean(core, reach)
    known = np.maximum(weight, np.float32(1e-6))
    middle = _mean(core * L, reach) / known
    spread = np.maximum(_mean(core * L * L, reach) / known - middle * middle, 0)
    unlike = (L - middle) ** 2 / (2 * (spread + np.float32(_SAME**2)))
    alike = np.asarray(np.exp(-unlike) * (weight > 0), np.float32)
    cover: Cover = drawn * alike
    light, mean = _mean(L, _FINE), _mean(cover, _FINE)
    variance = np.maximum(_mean(L * L, _FINE) - light * light, 0)
    slope = np.asarray((_mean(L * cover, _FINE) - light * mean) / (variance + _FLAT), np.float32)
    smoothed = _mean(slope, _FINE) * L + _mean(mean - slope * light, _FINE)
    return np.asarray(np.clip(smoothed, 0, 1), np.float32)


def _narrowed(stroke: Stroke) -> Stroke:
    """The middle of a stroke; of one that erases, all."""
    return stroke if stroke.erases else replace(stroke, radius=max(_CORE * stroke.radius, 1e-3))


def _mean(values: Cover, reach: int) -> Cover:
    """Over a window of 2 ``reach`` + 1 pixels."""
    side = 2 * reach + 1
    mean: Cover = cv2.blur(values, (side, side), borderType=cv2.BORDER_REPLICATE)
    return mean


def _linear(shape: Linear, x: _Places, y: _Places, size: tuple[int, int]) -> Cover:
    start, end = (np.array(place) * size[::-1] / max(size) for place in (shape.start, shape.end))
    way = (end - start) / max(float(np.sum((end - start) ** 2)), 1e-12)
    along = (x - start[0]) * way[0], (y - start[1]) * way[1]
    return _smooth(1 - along[0].astype(np.float32)[None] - along[1].astype(np.float32)[:, None])


def _radial(shape: Radial, x: _Places, y: _Places, size: tuple[int, int]) -> Cover:
    x, y = x - shape.centre.x * size[1] / max(size), y - shape.centre.y * size[0] / max(size)
    cosine, sine = math.cos(math.radians(shape.angle)), math.sin(math.radians(shape.angle))
    (u, v), (p, q) = ((cosine / shape.radii[0], sine / shape.radii[0]), (-sine, cosine))
    p, q = p / shape.radii[1], q / shape.radii[1]
    # The square of (u x + v y, p x + q y), put together from rows and columns.
    squared = (2 * (u * v + p * q) * x).astype(np.float32)[None] * y.astype(np.float32)[:, None]
    squared += ((u * u + p * p) * x * x).astype(np.float32)[None]
    squared += ((v * v + q * q) * y * y).astype(np.float32)[:, None]
    softness = max(shape.softness, _pixel(size) / min(shape.radii))
    share = np.sqrt(squared.clip(0, None, out=squared), out=squared)
    return _smooth((1 - share) / np.float32(softness))


def _smooth(t: Cover) -> Cover:
    """3 t^2 - 2 t^3 between 0 and 1, 0 below, 1 above; in place."""
    np.clip(t, 0, 1, out=t)
    rise = 3 - 2 * t
    t *= t
    t *= rise
    return t


def _places(size: tuple[int, int], part: Part | None) -> tuple[_Places, _Places]:
    """The middles of the columns and rows of a part, in shares of the longer side."""
    rows, columns = part or (slice(0, size[0]), slice(0, size[1]))
    x, y = (
        (np.arange(*side.indices(length), dtype=np.float64) + 0.5) / max(size)
        for side, length in ((columns, size[1]), (rows, size[0]))
    )
    return x, y


def _between(places: _Places, low: float, high: float) -> slice:
    """Where places, which rise, lie between two."""
    return slice(int(np.searchsorted(places, low)), int(np.searchsorted(places, high, side="right")))


def _squared_distance(x: _Places, y: _Places, start: _Places, end: _Places) -> Cover:
    """From a line between two places."""
    dx, dy = float(end[0] - start[0]), float(end[1] - start[1])
    across, down = (x - start[0]).astype(np.float32)[None], (y - start[1]).astype(np.float32)[:, None]
    length = dx * dx + dy * dy
    if length > 0:
        along = np.clip(across * np.float32(dx / length) + down * np.float32(dy / length), 0, 1)
        across, down = across - along * np.float32(dx), down - along * np.float32(dy)
    squared: Cover = across * across + down * down
    return squared


def _pixel(size: tuple[int, int]) -> float:
    """The side of a pixel, in shares of the longer side: no edge is sharper."""
    return 1 / max(size)
