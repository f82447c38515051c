"""Local adjustments: masks, each with values of its own for the places that it covers.

A mask is parameters and strokes, never pixels, so it acts alike at every size. Places are shares of the
width and height of the photo as it opens, upright, before it is turned, mirrored, straightened or cropped:
a mask stays on what it covers. Lengths are shares of the longer side, so circles are round on any photo.

A kind says where a mask begins: a gradient covers its part, a brush nothing, a range of luminance or colour
everything. Strokes add to that or erase; both ranges, where there are any, limit what is covered. Ranges ask
the brightened photo, before any adjustment, so no slider moves a mask.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self

from ccnet_core.controls import CONTROLS, LOCAL_DETAIL, LOCAL_STYLE, check_range
from ccnet_core.names import tidy_name

MOST_MASKS = 32
"""Of a photo."""
MOST_STROKES = 500
"""Of a mask."""
MOST_POINTS = 5_000
"""Of a stroke."""
MOST_POINTS_OF_ALL = 50_000
"""Of all strokes of a photo: a sidecar holds no more than is read."""
_OUTSIDE = 1.0
"""How far beyond the photo a place may lie, in shares of its side."""
_DECIMALS = 6
"""Of places and lengths: a tenth of a pixel of any photo."""
_SHORTEST = 1e-3
_LONGEST = 4.0
"""Lengths, in shares of the longer side."""
LARGEST_CHROMA = 2.0
"""Above that of every colour, in units of ab / 110."""


class Point(NamedTuple):
    """A place, in shares of the photo's width and height from its upper left corner."""

    x: float
    y: float


class MaskKind(StrEnum):
    """Where a mask begins."""

    LINEAR = "linear"
    RADIAL = "radial"
    BRUSH = "brush"
    LUMINANCE = "luminance"
    COLOUR = "colour"


@dataclass(frozen=True, slots=True)
class Linear:
    """A gradient along a line; beyond its ends all or nothing is covered.

    Attributes:
        start: up to where all is covered.
        end: from where nothing is.

    Raises:
        ValueError: a place is far outside, or both are one.
    """

    start: Point
    end: Point

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            object.__setattr__(self, name, _place(name, getattr(self, name)))
        if math.dist(self.start, self.end) < _SHORTEST:
            raise ValueError("start and end of a gradient must not be the same place")

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"start": list(self.start), "end": list(self.end)}


@dataclass(frozen=True, slots=True)
class Radial:
    """An ellipse, which is covered more and more from its edge inwards.

    Attributes:
        centre: its middle.
        radii: along its two axes, in shares of the photo's longer side.
        angle: degrees by which it is turned clockwise, -180 to 180.
        softness: share of the way from the edge to the middle over which it becomes covered, 0 to 1.

    Raises:
        ValueError: a value is out of its range.
    """

    centre: Point
    radii: tuple[float, float]
    angle: float = 0.0
    softness: float = 0.5

    def __post_init__(self) -> None:
        object.__setattr__(self, "centre", _place("centre", self.centre))
        radii = _pair("radii", self.radii)
        object.__setattr__(
            self, "radii", tuple(_number("radii", radius, _SHORTEST, _LONGEST) for radius in radii)
        )
        object.__setattr__(self, "angle", _number("angle", self.angle, -180, 180))
        object.__setattr__(self, "softness", _number("softness", self.softness, 0, 1))

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "centre": list(self.centre),
            "radii": list(self.radii),
            "angle": self.angle,
            "softness": self.softness,
        }


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line that a round brush was drawn along.

    Attributes:
        points: the line, of one point or more.
        radius: of the brush, in shares of the photo's longer side.
        softness: share of the radius over which it fades out, 0 to 1.
        erases: whether it takes away what was covered before.

    Raises:
        ValueError: a value is out of its range, or there are too many points.
    """

    points: tuple[Point, ...]
    radius: float
    softness: float = 0.5
    erases: bool = False

    def __post_init__(self) -> None:
        points = tuple(_place("a point of a stroke", point) for point in self.points)
        if not 1 <= len(points) <= MOST_POINTS:
            raise ValueError(f"a stroke must have 1 to {MOST_POINTS} points, got {len(points)}")
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "radius", _number("radius", self.radius, _SHORTEST, 1))
        object.__setattr__(self, "softness", _number("softness", self.softness, 0, 1))
        _check_flag("erases", self.erases)

    def __hash__(self) -> int:
        """By its ends: masks are looked up at every move of a hand, and have thousands of points."""
        return hash((len(self.points), self.points[0], self.points[-1], self.radius, self.erases))

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it, the points written as SVG writes those of a polyline."""
        return {
            "points": " ".join(f"{x!r},{y!r}" for x, y in self.points),
            "radius": self.radius,
            "softness": self.softness,
            "erases": self.erases,
        }

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what :meth:`to_dict` gave.

        Raises:
            ValueError: it is no such value.
        """
        entries = _entries("a stroke", values, cls)
        text = entries.pop("points")
        if not isinstance(text, str):
            raise ValueError("the points of a stroke must be text")
        pairs = text.split()
        if len(pairs) > MOST_POINTS:
            raise ValueError(f"a stroke must have 1 to {MOST_POINTS} points, got {len(pairs)}")
        if not all(_PAIR.fullmatch(pair) for pair in pairs):
            raise ValueError('the points of a stroke must be written as "x,y x,y"')
        points = tuple(Point(*map(float, pair.split(","))) for pair in pairs)
        return cls(points, **entries)


_PAIR = re.compile(r"-?\d[\d.]{0,20}(?:e-\d{1,2})?,-?\d[\d.]{0,20}(?:e-\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class LuminanceRange:
    """Luminances that are covered, of the brightened photo.

    Attributes:
        low: the darkest, in [0, 1].
        high: the brightest.
        softness: how far beyond either it fades out, in the same unit.

    Raises:
        ValueError: a value is out of its range, or the darkest brighter than the brightest.
    """

    low: float = 0.0
    high: float = 1.0
    softness: float = 0.1

    def __post_init__(self) -> None:
        for name in ("low", "high", "softness"):
            object.__setattr__(self, name, _number(name, getattr(self, name), 0, 1))
        if self.low > self.high:
            raise ValueError(f"low must not be above high, got {self.low:g} and {self.high:g}")

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"low": self.low, "high": self.high, "softness": self.softness}


@dataclass(frozen=True, slots=True)
class ColourRange:
    """Colours that are covered: those whose chrominance lies near one of the brightened photo.

    Attributes:
        a: of that colour, a* / 110.
        b: of that colour, b* / 110.
        tolerance: how far from it nothing is covered any more, in the same unit; half of that is wholly.

    Raises:
        ValueError: a value is out of its range.
    """

    a: float
    b: float
    tolerance: float = 0.15

    def __post_init__(self) -> None:
        for name in ("a", "b"):
            value = _number(name, getattr(self, name), -LARGEST_CHROMA, LARGEST_CHROMA)
            object.__setattr__(self, name, value)
        object.__setattr__(self, "tolerance", _number("tolerance", self.tolerance, 0.01, 1))

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"a": self.a, "b": self.b, "tolerance": self.tolerance}


@dataclass(frozen=True, slots=True)
class LocalValues:
    """What becomes of light, colours and detail of a place; each as the control of its name for the photo.

    They go on from what that made of the photo: an exposure of 1 within one of 0.5 is 1.5 in all. Style is
    how much of the photo's style is added there or taken away: -1 is none of it, 1 twice as much. Noise,
    detail and sharpening are as far from what they are everywhere towards none, -1, or all, 1.

    Raises:
        ValueError: a value is out of its range.
    """

    exposure: float = 0.0
    contrast: float = 0.0
    highlights: float = 0.0
    shadows: float = 0.0
    whites: float = 0.0
    blacks: float = 0.0
    clarity: float = 0.0
    temperature: float = 0.0
    tint: float = 0.0
    saturation: float = 1.0
    style: float = 0.0
    luminance_noise: float = 0.0
    colour_noise: float = 0.0
    detail: float = 0.0
    sharpen: float = 0.0

    def __post_init__(self) -> None:
        for control in LOCAL_CONTROLS:
            control.check(getattr(self, control.name))

    @property
    def changes_light(self) -> bool:
        """Whether it does anything to luminance."""
        return any(getattr(self, c.name) != c.neutral for c in LOCAL_CONTROLS if c.is_tone)

    @property
    def changes_colour(self) -> bool:
        """Whether it does anything to chrominance alone."""
        return any(getattr(self, c.name) != c.neutral for c in _LOCAL_COLOUR)

    @property
    def changes_detail(self) -> bool:
        """Whether it does anything to noise and fine structure."""
        return any(getattr(self, c.name) for c in LOCAL_DETAIL)

    @property
    def light(self) -> tuple[float, ...]:
        """What it does to luminance."""
        return tuple(getattr(self, control.name) for control in LOCAL_CONTROLS if control.is_tone)

    @property
    def detail_values(self) -> tuple[float, ...]:
        """What it does to noise and fine structure."""
        return tuple(getattr(self, control.name) for control in LOCAL_DETAIL)

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it: what is not neutral."""
        values = {control.name: getattr(self, control.name) for control in LOCAL_CONTROLS}
        return {c.name: values[c.name] for c in LOCAL_CONTROLS if values[c.name] != c.neutral}


_LOCAL = {f.name for f in fields(LocalValues)}
_OWN = (LOCAL_STYLE, *LOCAL_DETAIL)
_SHARED = _LOCAL - {control.name for control in _OWN}
LOCAL_CONTROLS = (*(control for control in CONTROLS if control.name in _SHARED), *_OWN)
"""The controls of a mask, as they stand below each other: those of the whole photo that it has, too, and some
of its own."""
_LOCAL_COLOUR = tuple(c for c in LOCAL_CONTROLS if not c.is_tone and c not in LOCAL_DETAIL)


@dataclass(frozen=True, slots=True)
class Mask:
    """Where something is adjusted, and how.

    Attributes:
        kind: where it begins.
        shape: the gradient of a linear or radial one; None of all others.
        strokes: what was painted and erased, in this order.
        luminance: the luminances that it is limited to; those of a luminance mask.
        colour: the colours that it is limited to; those of a colour mask.
        follows_edges: whether the strokes of a brush cover only what is as bright as what lies under their
            middle, nearby.
        inverted: whether what is not covered is, and the other way round.
        shown: whether it has an effect.
        strength: how far it is applied, 0 to 1.
        values: what it does.
        name: given by a person; empty where none is.

    Raises:
        ValueError: a value is out of its range, or belongs to another kind.

    >>> window = Mask(MaskKind.RADIAL, Radial((0.7, 0.3), (0.1, 0.2)), values=LocalValues(highlights=-0.8))
    >>> Mask.from_dict(window.to_dict()) == window
    True
    """

    kind: MaskKind
    shape: Linear | Radial | None = None
    strokes: tuple[Stroke, ...] = ()
    luminance: LuminanceRange | None = None
    colour: ColourRange | None = None
    follows_edges: bool = False
    inverted: bool = False
    shown: bool = True
    strength: float = 1.0
    values: LocalValues = field(default_factory=LocalValues)
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", MaskKind(self.kind))
        object.__setattr__(self, "strokes", tuple(self.strokes))
        if not isinstance(self.shape, _SHAPES.get(self.kind, type(None))):
            raise ValueError(f"a {self.kind} mask cannot have that shape")
        needed = {MaskKind.LUMINANCE: self.luminance, MaskKind.COLOUR: self.colour}
        if needed.get(self.kind, True) is None:
            raise ValueError(f"a {self.kind} mask needs a range of {self.kind}")
        if len(self.strokes) > MOST_STROKES:
            raise ValueError(f"a mask can have {MOST_STROKES} strokes at most, got {len(self.strokes)}")
        for name in ("follows_edges", "inverted", "shown"):
            _check_flag(name, getattr(self, name))
        object.__setattr__(self, "strength", _number("strength", self.strength, 0, 1))
        object.__setattr__(self, "name", tidy_name(self.name))

    @property
    def place(self) -> tuple[object, ...]:
        """Where it acts alone: masks of which this is equal cover the same of a photo."""
        return (
            self.kind,
            self.shape,
            self.strokes,
            self.luminance,
            self.colour,
            self.follows_edges,
            self.inverted,
        )

    @property
    def acts(self) -> bool:
        """Whether it has any effect."""
        values = self.values
        changes = values.changes_light or values.changes_colour or values.changes_detail
        return self.shown and self.strength > 0 and changes

    def towards(self, other: Mask, share: float) -> Self:
        """On the way to another of its kind, 0 to 1.

        Shape, ranges that both have, strength and values change evenly; strokes, what is switched and the
        name are its own, and so is a gradient that would shrink to nothing on its way.
        """
        changed: dict[str, Any] = {"strength": _on_the_way(self.strength, other.strength, share)}
        for name in ("shape", "luminance", "colour", "values"):
            one, two = getattr(self, name), getattr(other, name)
            if one is None or two is None:
                continue
            numbers = {f.name: (getattr(one, f.name), getattr(two, f.name)) for f in fields(one)}
            moved = {each: _on_the_way(a, b, share) for each, (a, b) in numbers.items()}
            if isinstance(one, Radial):
                # An ellipse is the same after half a turn, so no way is longer than a quarter.
                way = (two.angle - one.angle + 90) % 180 - 90
                moved["angle"] = (one.angle + share * way + 180) % 360 - 180
            if isinstance(one, Linear) and math.dist(moved["start"], moved["end"]) < 2 * _SHORTEST:
                continue
            changed[name] = replace(one, **moved)
        return replace(self, **changed)

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it; :meth:`from_dict` gives an equal value."""
        values: dict[str, Any] = {"kind": str(self.kind)}
        for name in ("shape", "luminance", "colour"):
            part = getattr(self, name)
            if part is not None:
                values[name] = part.to_dict()
        if self.strokes:
            values["strokes"] = [stroke.to_dict() for stroke in self.strokes]
        for f in fields(self):
            if f.name in ("follows_edges", "inverted", "shown", "strength", "name"):
                value = getattr(self, f.name)
                if value != f.default:
                    values[f.name] = value
        return {**values, "values": self.values.to_dict()}

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what :meth:`to_dict` gave.

        Raises:
            ValueError: it is no such value, or a value is out of its range.
        """
        entries = _entries("a mask", values, cls)
        kind = entries["kind"]
        if kind not in tuple(MaskKind):
            raise ValueError(f"kind must be one of {', '.join(MaskKind)}, got {str(kind)[:20]}")
        shape = _SHAPES.get(MaskKind(kind))
        parts: dict[str, Any] = {"luminance": LuminanceRange, "colour": ColourRange, "values": LocalValues}
        if shape is not None:
            parts["shape"] = shape
        for name, part in parts.items():
            if name in entries:
                entries[name] = part(**_entries(name, entries[name], part))
        strokes = entries.get("strokes", [])
        if not isinstance(strokes, list) or len(strokes) > MOST_STROKES:
            raise ValueError(f"strokes must be a list of {MOST_STROKES} at most")
        entries["strokes"] = tuple(Stroke.from_dict(stroke) for stroke in strokes)
        if not isinstance(entries.get("name", ""), str):
            raise ValueError("name must be text")
        return cls(**entries)


_SHAPES: dict[MaskKind, type[Linear] | type[Radial]] = {MaskKind.LINEAR: Linear, MaskKind.RADIAL: Radial}


def masks_towards(one: Iterable[Mask], other: Iterable[Mask], share: float) -> tuple[Mask, ...]:
    """Masks on the way to those of another photo, 0 to 1: see :meth:`Mask.towards`.

    Those of one name and kind belong together, the first to the first where several are alike; what has no
    fellow stays as it is.
    """
    fellows: dict[tuple[str, MaskKind], list[Mask]] = {}
    for mask in other:
        fellows.setdefault((mask.name, mask.kind), []).append(mask)
    moved = []
    for mask in one:
        left = fellows.get((mask.name, mask.kind))
        moved.append(mask.towards(left.pop(0), share) if left else mask)
    return tuple(moved)


def checked_masks(masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """The masks of a photo.

    Raises:
        ValueError: there are too many, or their strokes have too many points.
    """
    masks = tuple(masks)
    if len(masks) > MOST_MASKS:
        raise ValueError(f"a photo can have {MOST_MASKS} masks at most, got {len(masks)}")
    points = sum(len(stroke.points) for mask in masks for stroke in mask.strokes)
    if points > MOST_POINTS_OF_ALL:
        raise ValueError(f"the strokes of all masks can have {MOST_POINTS_OF_ALL} points at most")
    return masks


def read_masks(values: object) -> tuple[Mask, ...]:
    """Masks as JSON holds them, a list of :meth:`Mask.to_dict`.

    Raises:
        ValueError: one is none, with its number from 1; or there are too many.
    """
    if not isinstance(values, list):
        raise ValueError("masks must be a list")
    if len(values) > MOST_MASKS:
        raise ValueError(f"a photo can have {MOST_MASKS} masks at most, got {len(values)}")
    masks = []
    for number, each in enumerate(values, 1):
        try:
            masks.append(Mask.from_dict(each))
        except ValueError as error:
            raise ValueError(f"mask {number}: {error}") from error
    return checked_masks(masks)


def _entries(what: str, values: object, of: type[Any]) -> dict[str, Any]:
    """The entries of an object of JSON: all that it needs, and none that it has not."""
    if not isinstance(values, Mapping):
        raise ValueError(f"{what} must be an object")
    known = {f.name for f in fields(of)}
    if unknown := values.keys() - known:
        raise ValueError(f"{what} has unknown entries {', '.join(sorted(map(str, unknown)))[:60]}")
    needed = {f.name for f in fields(of) if f.default is MISSING and f.default_factory is MISSING}
    if missing := needed - values.keys():
        raise ValueError(f"{what} lacks {', '.join(sorted(missing))}")
    return dict(values)


def _place(name: str, value: object) -> Point:
    x, y = _pair(name, value)
    return Point(_number(name, x, -_OUTSIDE, 1 + _OUTSIDE), _number(name, y, -_OUTSIDE, 1 + _OUTSIDE))


def _pair(name: str, value: object) -> tuple[Any, Any]:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise ValueError(f"{name} must be two numbers")
    return value[0], value[1]


def _number(name: str, value: object, low: float, high: float) -> float:
    """A number, rounded, so that a file holds what is decided."""
    check_range(name, value, low, high)
    # Adding 0 makes one zero of both.
    return round(float(value), _DECIMALS) + 0.0  # type: ignore[arg-type]


def _on_the_way(a: Any, b: Any, share: float) -> Any:
    """Between two numbers, or two pairs of them."""
    if isinstance(a, tuple):
        return tuple(_on_the_way(x, y, share) for x, y in zip(a, b, strict=True))
    return round(a + share * (b - a), _DECIMALS)


def _check_flag(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false, got {str(value)[:20]}")
