"""What a hand does to the frame: resized, moved and given a shape, and never out of the photo."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ccnet_core.geometry import Crop, fitted, is_inside

Handle = tuple[int, int]
"""What is dragged: -1 the left or upper side, 1 the right or lower one, 0 neither."""
_LEAST = 16
"""Pixels of the shorter side of a frame that a hand makes."""
_HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle over the upright photo, in its pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Ground:
    """The upright photo that a frame lies over.

    Attributes:
        width: in pixels.
        height: in pixels.
        angle: degrees by which it is turned clockwise about its middle, beneath the frame.
    """

    width: int
    height: int
    angle: float

    @property
    def shape(self) -> float:
        """Its width for a height of 1."""
        return self.width / self.height

    def rect(self, crop: Crop) -> Rect:
        """The frame of a crop, within the photo."""
        left, top, width, height = fitted(crop, self.angle, self.shape)
        return Rect(left * self.width, top * self.height, width * self.width, height * self.height)

    def crop(self, rect: Rect) -> Crop:
        """The crop of a frame."""
        width, height = min(rect.width / self.width, 1.0), min(rect.height / self.height, 1.0)
        left = min(max(rect.x / self.width, 0.0), 1 - width)
        top = min(max(rect.y / self.height, 0.0), 1 - height)
        return Crop(left, top, width, height)

    def holds(self, rect: Rect) -> bool:
        """Whether a frame lies within the photo."""
        if rect.width > self.width or rect.height > self.height:
            return False
        crop = Crop(
            rect.x / self.width, rect.y / self.height, rect.width / self.width, rect.height / self.height
        )
        return is_inside(crop, self.angle, self.shape)


def moved(ground: Ground, rect: Rect, x: float, y: float) -> Rect:
    """A frame moved by so many pixels, as far as it goes."""
    if ground.angle == 0:
        x, y = round(rect.x + x) - rect.x, round(rect.y + y) - rect.y
    inside = ground.rect(
        Crop(
            (rect.x + x) / ground.width,
            (rect.y + y) / ground.height,
            rect.width / ground.width,
            rect.height / ground.height,
        )
    )
    if ground.angle:
        return inside
    left = min(max(inside.x, 0.0), ground.width - rect.width)
    top = min(max(inside.y, 0.0), ground.height - rect.height)
    return Rect(left, top, rect.width, rect.height)


def resized(ground: Ground, rect: Rect, handle: Handle, to: tuple[float, float], ratio: float | None) -> Rect:
    """A frame whose handle is dragged to a point: whole pixels, as far as the photo reaches.

    Args:
        ground: the photo.
        rect: the frame as the drag found it.
        handle: a corner or a side; what is opposite to it stays.
        to: where the handle is wanted.
        ratio: width for a height of 1, which is kept; None for any.
    """
    least = min(_LEAST, ground.width, ground.height)
    ways = [
        (to[axis] - start if side > 0 else start + length - to[axis]) if side else length
        for axis, (side, start, length) in enumerate(
            ((handle[0], rect.x, rect.width), (handle[1], rect.y, rect.height))
        )
    ]
    if ratio is None:
        width, height = (max(way, least) for way in ways)
        # One after the other: at one border the frame slides along it.
        rect = _as_far(
            ground, rect, lambda t: _placed(rect, handle, _between(rect.width, width, t), rect.height)
        )
        wide = rect
        rect = _as_far(
            ground, wide, lambda t: _placed(wide, handle, wide.width, _between(wide.height, height, t))
        )
    else:
        width = max(ways[0] if handle[0] else 0.0, ways[1] * ratio if handle[1] else 0.0)
        width = max(width, least * max(1.0, ratio))
        start = min(rect.width, rect.height * ratio)
        rect = _as_far(
            ground,
            rect,
            lambda t: _placed(rect, handle, _between(start, width, t), _between(start, width, t) / ratio),
        )
    return _whole(ground, rect, handle, ratio)


def shaped(ground: Ground, rect: Rect, ratio: float) -> Rect:
    """A frame of another shape about the same middle and of the same area, as far as the photo reaches."""
    width = math.sqrt(rect.width * rect.height * ratio)
    wanted = _placed(rect, (0, 0), width, width / ratio)
    scale = min(1.0, ground.width / wanted.width, ground.height / wanted.height)
    wanted = _placed(rect, (0, 0), scale * wanted.width, scale * wanted.height)
    return _whole(ground, moved(ground, ground.rect(ground.crop(wanted)), 0, 0), (0, 0), ratio)


def turned_over(ratio: float, rect: Rect) -> float:
    """A ratio, upright or lying as a frame is."""
    # A square lies, though its sides are not exactly the same.
    return ratio if (ratio >= 1) == (rect.width >= (1 - 1e-6) * rect.height) else 1 / ratio


def _between(start: float, end: float, share: float) -> float:
    return start + share * (end - start)


def _placed(rect: Rect, handle: Handle, width: float, height: float) -> Rect:
    """A frame of another size: what is opposite to the handle stays, else the middle."""
    x = {-1: rect.x + rect.width - width, 0: rect.middle[0] - width / 2, 1: rect.x}[handle[0]]
    y = {-1: rect.y + rect.height - height, 0: rect.middle[1] - height / 2, 1: rect.y}[handle[1]]
    return Rect(x, y, width, height)


def _as_far(ground: Ground, rect: Rect, at: Callable[[float], Rect]) -> Rect:
    """The frame that is as near to the end, which is that of 1, as the photo reaches; else as it was."""
    if ground.holds(at(1.0)):
        return at(1.0)
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if ground.holds(at(middle)) else (low, middle)
    found = at(low)
    return found if ground.holds(found) else rect


def _whole(ground: Ground, rect: Rect, handle: Handle, ratio: float | None) -> Rect:
    """A frame with sides of whole pixels, which begin at whole ones where the photo is level."""
    # What lies a millionth below a whole number was one.
    width = max(1, math.floor(rect.width + 1e-3))
    height = max(1, math.floor(rect.height + 1e-3) if ratio is None else round(width / ratio))
    whole = _placed(rect, handle, min(width, ground.width), min(height, ground.height))
    return moved(ground, whole, 0, 0)
