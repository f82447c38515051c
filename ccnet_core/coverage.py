"""How far the shape and the strokes of a mask cover each pixel of a photo, or of a part of it, at any size.

What is computed at the middle of a pixel is the same at every size. Falloffs are smooth at both ends, by
3 t^2 - 2 t^3. Without torch, as the window paints while a brush is drawn.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ccnet_core.masks import Linear, Mask, MaskKind, Radial, Stroke

Cover = npt.NDArray[np.float32]
"""(H, W), from 0, where a mask does nothing, to 1."""
Part = tuple[slice, slice]
"""Rows and columns."""
_Places = npt.NDArray[np.float64]


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
        np.minimum(near, _squared_distance(x[columns], y[rows], start, end), out=near)
    soft = max(stroke.softness * stroke.radius, _pixel(size))
    painted = _smooth((stroke.radius - np.sqrt(distance)) / np.float32(soft))
    target = cover[box]
    if stroke.erases:
        target *= 1 - painted
    else:
        target += painted * (1 - target)


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
