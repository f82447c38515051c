"""Masks in the photo's pixels: how a hand draws and moves them."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import QLineF, QPointF, QSizeF

from ccnet_core.masks import Linear, Mask, Point, Radial, Stroke

_LEAST = 0.004
"""Shares of the longer side that a radius has at least."""
_FURTHEST = (-0.99, 1.99)
"""Where a place may be dragged to, in shares of the photo's side."""
_PRESSURES = 5
"""So many sizes of a brush a pen's pressure makes."""


class Handle(Enum):
    """What of a mask is grasped."""

    NONE = auto()
    ALL = auto()
    START = auto()
    END = auto()
    RIGHT = auto()
    LEFT = auto()
    BOTTOM = auto()
    TOP = auto()
    TURN = auto()
    SOFT = auto()


AXES = {Handle.RIGHT: (1, 0), Handle.LEFT: (-1, 0), Handle.BOTTOM: (0, 1), Handle.TOP: (0, -1)}
"""Handles at the ends of an ellipse's axes."""


class Ground:
    """A photo of a size, on which masks lie by shares."""

    def __init__(self, size: QSizeF) -> None:
        self.size = size

    @property
    def side(self) -> float:
        """The longer side, in pixels."""
        return max(self.size.width(), self.size.height())

    def to_pixels(self, place: Point) -> QPointF:
        """Where a place lies."""
        return QPointF(place.x * self.size.width(), place.y * self.size.height())

    def to_place(self, at: QPointF) -> Point:
        """The place, within reach."""
        x, y = at.x() / self.size.width(), at.y() / self.size.height()
        low, high = _FURTHEST
        return Point(min(max(x, low), high), min(max(y, low), high))

    def linear(self, start: QPointF, end: QPointF) -> Linear | None:
        """A gradient between two points; None where they are too near to each other."""
        try:
            return Linear(self.to_place(start), self.to_place(end))
        except ValueError:
            return None

    def radial(self, centre: QPointF, to: QPointF, *, round_: bool) -> Radial | None:
        """An ellipse around a point, as wide and high as another is off; None where that is too near."""
        across, down = abs(to.x() - centre.x()) / self.side, abs(to.y() - centre.y()) / self.side
        if round_:
            across = down = math.hypot(across, down)
        if max(across, down) < _LEAST:
            return None
        return Radial(self.to_place(centre), (max(across, _LEAST), max(down, _LEAST)))

    def handles(self, shape: Linear | Radial) -> dict[Handle, QPointF]:
        """Where a gradient can be grasped; that which turns it lies further out, as far as is seen fit."""
        if isinstance(shape, Linear):
            start, end = self.to_pixels(shape.start), self.to_pixels(shape.end)
            return {Handle.START: start, Handle.END: end, Handle.ALL: (start + end) / 2}
        points = {handle: self.on_radial(shape, *axis) for handle, axis in AXES.items()}
        points[Handle.SOFT] = self.on_radial(shape, *_DIAGONAL, 1 - shape.softness)
        points[Handle.ALL] = self.to_pixels(shape.centre)
        return points

    def on_radial(self, shape: Radial, x: float, y: float, share: float = 1.0) -> QPointF:
        """A point of an ellipse, by that of the circle of radius 1, or of one within it."""
        x, y = share * x * shape.radii[0] * self.side, share * y * shape.radii[1] * self.side
        angle = math.radians(shape.angle)
        turned = QPointF(x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))
        return self.to_pixels(shape.centre) + turned

    def moved(self, mask: Mask, way: QPointF) -> Mask:
        """All of a mask, elsewhere."""

        def by(place: Point) -> Point:
            return self.to_place(self.to_pixels(place) + way)

        shape = mask.shape
        if isinstance(shape, Linear):
            moved = self.linear(self.to_pixels(shape.start) + way, self.to_pixels(shape.end) + way)
            shape = moved or shape
        elif shape is not None:
            shape = replace(shape, centre=by(shape.centre))
        strokes = tuple(replace(stroke, points=tuple(map(by, stroke.points))) for stroke in mask.strokes)
        return replace(mask, shape=shape, strokes=strokes)

    def dragged(
        self, shape: Linear | Radial, handle: Handle, to: QPointF, *, even: bool = False
    ) -> Linear | Radial:
        """A gradient with a handle brought to a point.

        Args:
            shape: as the drag found it.
            handle: what is dragged, not all of it.
            to: the point.
            even: whether an ellipse keeps its proportions, and a line its direction of eighths of a turn.
        """
        if isinstance(shape, Linear):
            start, end = self.to_pixels(shape.start), self.to_pixels(shape.end)
            fixed = end if handle is Handle.START else start
            if even:
                line = QLineF(fixed, to)
                line.setAngle(45 * round(line.angle() / 45))
                to = line.p2()
            ends = (to, end) if handle is Handle.START else (start, to)
            return self.linear(*ends) or shape
        line = QLineF(self.to_pixels(shape.centre), to)
        if handle is Handle.TURN:
            angle = math.degrees(math.atan2(line.dy(), line.dx()))
            return replace(shape, angle=15 * round(angle / 15) if even else round(angle, 1))
        angle = math.radians(shape.angle)
        across = (line.dx() * math.cos(angle) + line.dy() * math.sin(angle)) / self.side
        down = (line.dy() * math.cos(angle) - line.dx() * math.sin(angle)) / self.side
        if handle is Handle.SOFT:
            share = math.hypot(across / shape.radii[0], down / shape.radii[1])
            return replace(shape, softness=round(min(max(1 - share, 0.0), 1.0), 2))
        wide, high = shape.radii
        level = bool(AXES[handle][0])
        radii = (max(abs(across), _LEAST), high) if level else (wide, max(abs(down), _LEAST))
        if even:
            factor = radii[0] / wide if level else radii[1] / high
            radii = max(wide * factor, _LEAST), max(high * factor, _LEAST)
        return replace(shape, radii=(min(radii[0], _MOST), min(radii[1], _MOST)))


_DIAGONAL = (math.sqrt(0.5), math.sqrt(0.5))
_MOST = 3.0
"""Shares of the longer side that a radius has at most."""


def thinned(points: list[QPointF], least: float) -> list[QPointF]:
    """The points of a line without those that come less far than so many pixels; both ends stay."""
    kept = points[:1]
    for point in points[1:-1]:
        if QLineF(kept[-1], point).length() >= least:
            kept.append(point)
    return kept + points[-1:] if len(points) > 1 else kept


def stroke_of(
    ground: Ground, points: list[QPointF], radius: float, softness: float, *, erases: bool
) -> Stroke:
    """What a hand painted along points in the photo's pixels."""
    line = thinned(points, radius * ground.side / 8)
    return Stroke(tuple(ground.to_place(point) for point in line), radius, softness, erases)


def strokes_of(
    ground: Ground,
    points: list[QPointF],
    pressures: list[float],
    radius: float,
    softness: float,
    *,
    erases: bool,
) -> tuple[Stroke, ...]:
    """What a pen painted: a stroke for each stretch of about the same pressure, which makes the brush larger.

    Args:
        ground: the photo.
        points: in its pixels.
        pressures: of the pen at each, 0 to 1; 1 gives the radius.
        radius: of the brush, in shares of the photo's longer side.
        softness: of the brush, 0 to 1.
        erases: whether it takes away.
    """
    steps = [max(1, round(_PRESSURES * pressure)) for pressure in pressures]
    strokes: list[Stroke] = []
    start = 0
    for end in range(1, len(points) + 1):
        if end == len(points) or steps[end] != steps[start]:
            # From where the one before ended.
            part = points[max(0, start - 1) : end]
            size = max(_LEAST, radius * steps[start] / _PRESSURES)
            strokes.append(stroke_of(ground, part, size, softness, erases=erases))
            start = end
    return tuple(strokes)
