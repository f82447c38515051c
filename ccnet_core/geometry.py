"""Which part of a photo is shown, and which way up: a frozen value, and where it lies in a photo of a size.

The photo is turned by quarters, then mirrored: that is the upright photo. Straightening turns it further
about its middle; the crop is a level rectangle over it, in shares of the upright photo's width and height.
Where the turned photo does not reach as far as the crop does, the crop is reduced, and moved as little as can
be: the frame never leaves the photo, and a crop of everything is the largest frame of the photo's shape.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, NamedTuple, Self

LARGEST_ANGLE = 45.0
"""Degrees by which a photo can be straightened, either way; what is more is a quarter turn and less."""
FLIPS = ("horizontal", "vertical", "both")
"""Left and right exchanged, above and below, or both, which is half a turn."""
QUARTERS = (0, 90, 180, 270)
"""Degrees of whole quarter turns, clockwise."""
_DECIMALS = 9
"""Of shares: a thousandth of a pixel of any photo, and rounded so turning and flipping back give the same."""
_FITS = 1e-6
"""Pixels by which a frame may seem to leave the photo, as numbers are not exact."""
_ROUNDED = 0.01
"""Pixels that a side may lack to count as whole, as shares are rounded."""


class Crop(NamedTuple):
    """A rectangle in shares of the upright photo's width and height, from its upper left corner.

    >>> Crop(left=0.25, width=0.5)
    Crop(left=0.25, top=0.0, width=0.5, height=1.0)
    """

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0


WHOLE = Crop()


@dataclass(frozen=True, slots=True)
class Geometry:
    """Which part of a photo is shown, and which way up. The default is the photo as it is.

    Attributes:
        rotation: degrees by which the photo is turned clockwise first: 0, 90, 180 or 270.
        mirrored: whether left and right are exchanged after that.
        straighten: degrees by which it is turned clockwise about its middle then, -45 to 45.
        crop: the part that is shown, any four numbers being taken.

    Raises:
        ValueError: a value is out of its range.

    >>> Geometry(crop=(0.25, 0.25, 0.5, 0.5)).size(60, 90)
    (30, 45)
    >>> Geometry(straighten=60)
    Traceback (most recent call last):
    ValueError: straighten must lie between -45 and 45, got 60
    """

    rotation: int = 0
    mirrored: bool = False
    straighten: float = 0.0
    crop: Crop = WHOLE

    def __post_init__(self) -> None:
        if isinstance(self.rotation, bool) or self.rotation not in QUARTERS:
            raise ValueError(f"rotation must be 0, 90, 180 or 270, got {str(self.rotation)[:20]}")
        if not isinstance(self.mirrored, bool):
            raise ValueError(f"mirrored must be true or false, got {str(self.mirrored)[:20]}")
        angle = _number("straighten", self.straighten)
        if not -LARGEST_ANGLE <= angle <= LARGEST_ANGLE:
            raise ValueError(f"straighten must lie between -45 and 45, got {str(self.straighten)[:20]}")
        object.__setattr__(self, "rotation", int(self.rotation))
        # Adding 0 makes one zero of both.
        object.__setattr__(self, "straighten", round(angle, _DECIMALS) + 0.0)
        object.__setattr__(self, "crop", _checked(self.crop))

    @property
    def is_neutral(self) -> bool:
        """Whether the photo is shown as it is."""
        return self == Geometry()

    @property
    def swaps_sides(self) -> bool:
        """Whether the photo's width becomes the height."""
        return self.rotation in (90, 270)

    def turned(self, degrees: int) -> Self:
        """The picture that is shown, turned clockwise by quarters; four times 90 give the same value."""
        geometry = self
        for _ in range(degrees // 90 % 4):
            left, top, width, height = geometry.crop
            geometry = replace(
                geometry,
                rotation=(geometry.rotation + (-90 if geometry.mirrored else 90)) % 360,
                crop=Crop(max(0.0, 1 - (top + height)), left, height, width),
            )
        return geometry

    def flipped(self, which: str) -> Self:
        """The picture that is shown, mirrored: "horizontal", "vertical" or "both"; twice gives the same.

        Raises:
            ValueError: there is no such flip.
        """
        if which not in FLIPS:
            raise ValueError(f"flip must be one of {', '.join(FLIPS)}, got {which[:20]}")
        left, top, width, height = self.crop
        if which == "both":
            return self.turned(180)
        if which == "horizontal":
            crop, turn = Crop(max(0.0, 1 - (left + width)), top, width, height), 0
        else:
            crop, turn = Crop(left, max(0.0, 1 - (top + height)), width, height), 180
        return replace(
            self,
            rotation=(self.rotation + turn) % 360,
            mirrored=not self.mirrored,
            straighten=-self.straighten,
            crop=crop,
        )

    def upright(self, height: int, width: int) -> tuple[int, int]:
        """Height and width of the upright photo, for those of the photo."""
        return (width, height) if self.swaps_sides else (height, width)

    def size(self, height: int, width: int) -> tuple[int, int]:
        """Height and width of what is shown of a photo of a height and width, in its pixels."""
        return self.frame(height, width).size

    def frame(self, height: int, width: int, size: tuple[int, int] | None = None) -> Frame:
        """Where what is shown lies in a photo.

        Args:
            height: of the photo, in pixels.
            width: of the photo.
            size: height and width of what is shown, where rounding is not to choose them; it may differ from
                :meth:`size` by a pixel.
        """
        rows, columns = self.upright(height, width)
        crop = fitted(self.crop, self.straighten, columns / rows)
        if self.straighten == 0:
            shown = size or (max(1, round(crop.height * rows)), max(1, round(crop.width * columns)))
            corner = (
                float(min(round(crop.left * columns), columns - shown[1])),
                float(min(round(crop.top * rows), rows - shown[0])),
            )
            return Frame((height, width), shown, self.rotation, self.mirrored, corner, (1.0, 1.0), 0.0)
        sides = crop.height * rows, crop.width * columns
        shown = size or (max(1, math.floor(sides[0] + _ROUNDED)), max(1, math.floor(sides[1] + _ROUNDED)))
        # Where a size is given all of the crop is shown in it; else what rounding leaves is left out.
        scale = (sides[0] / shown[0], sides[1] / shown[1]) if size else (1.0, 1.0)
        top = crop.top * rows + (sides[0] - scale[0] * shown[0]) / 2
        left = crop.left * columns + (sides[1] - scale[1] * shown[1]) / 2
        return Frame(
            (height, width), shown, self.rotation, self.mirrored, (left, top), scale, self.straighten
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it; :meth:`from_dict` gives an equal value."""
        return {**asdict(self), "crop": list(self.crop)}

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Read what :meth:`to_dict` gave.

        Raises:
            ValueError: it is no such value, or a value is out of its range.
        """
        if not isinstance(values, Mapping):
            raise ValueError("geometry must be an object")
        if unknown := values.keys() - {f.name for f in fields(cls)}:
            raise ValueError(f"geometry has unknown entries {', '.join(sorted(map(str, unknown)))}")
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where what is shown lies in a photo of a certain size.

    Attributes:
        photo: height and width of the photo, in pixels.
        size: height and width of what is shown, in pixels.
        rotation: degrees by which the photo is turned first.
        mirrored: whether it is mirrored then.
        corner: column and row of the upper left corner, over the upright photo, which is turned about its
            middle beneath; whole where it is not turned.
        scale: pixels of the photo for one of what is shown, down and across; 1 or nearly so.
        angle: degrees by which the upright photo is turned clockwise.
    """

    photo: tuple[int, int]
    size: tuple[int, int]
    rotation: int
    mirrored: bool
    corner: tuple[float, float]
    scale: tuple[float, float]
    angle: float

    @property
    def is_exact(self) -> bool:
        """Whether what is shown are the photo's own pixels, be they in another order."""
        return self.angle == 0

    @property
    def is_whole(self) -> bool:
        """Whether the photo is shown as it is."""
        return self.is_exact and self.size == self.photo and not (self.rotation or self.mirrored)

    def to_photo(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of what is shown lies in the photo; in pixels from the upper left corners."""
        height, width = self.photo
        if self.rotation in (90, 270):
            height, width = width, height
        x, y = self.corner[0] + self.scale[1] * x, self.corner[1] + self.scale[0] * y
        if self.angle:
            x, y = turn(x - width / 2, y - height / 2, -self.angle)
            x, y = x + width / 2, y + height / 2
        if self.mirrored:
            x = width - x
        if self.rotation == 90:
            return y, width - x
        if self.rotation == 180:
            return width - x, height - y
        if self.rotation == 270:
            return height - y, x
        return x, y


def turn(x: float, y: float, degrees: float) -> tuple[float, float]:
    """Turn a point clockwise about the origin; y points down."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return cosine * x - sine * y, sine * x + cosine * y


def fitted(crop: Crop, angle: float, shape: float) -> Crop:
    """The crop within a photo that is turned beneath it: reduced about its middle, then moved, if at all.

    Args:
        crop: in shares of the upright photo.
        angle: degrees by which that is turned.
        shape: its width for a height of 1.
    """
    if angle == 0:
        return crop
    width, height = crop.width * shape, crop.height
    across, down = _extent(width, height, angle)
    scale = min(1.0, shape / across, 1.0 / down)
    x, y = turn((crop.left - 0.5) * shape + width / 2, crop.top - 0.5 + height / 2, -angle)
    room = max(0.0, (shape - scale * across) / 2), max(0.0, (1 - scale * down) / 2)
    x, y = turn(min(max(x, -room[0]), room[0]), min(max(y, -room[1]), room[1]), angle)
    width, height = scale * width, scale * height
    return Crop((x - width / 2) / shape + 0.5, y - height / 2 + 0.5, width / shape, height)


def is_inside(crop: Crop, angle: float, shape: float) -> bool:
    """Whether a crop lies within the photo that is turned beneath it; the arguments are those of `fitted`."""
    width, height = crop.width * shape, crop.height
    across, down = _extent(width, height, angle)
    x, y = turn((crop.left - 0.5) * shape + width / 2, crop.top - 0.5 + height / 2, -angle)
    return abs(x) + across / 2 <= shape / 2 + _FITS and abs(y) + down / 2 <= 0.5 + _FITS


def _extent(width: float, height: float, angle: float) -> tuple[float, float]:
    """Width and height of what holds a rectangle that is turned."""
    cosine, sine = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    return width * cosine + height * sine, width * sine + height * cosine


def _checked(crop: object) -> Crop:
    if isinstance(crop, str | bytes | Mapping):
        raise ValueError("crop must be four numbers: left, top, width and height")
    numbers = tuple(crop) if isinstance(crop, Iterable) else ()
    if len(numbers) != len(Crop._fields):
        raise ValueError("crop must be four numbers: left, top, width and height")
    values = Crop(*(round(_number("crop", number), _DECIMALS) + 0.0 for number in numbers))
    for name, start, length in (("left", values.left, values.width), ("top", values.top, values.height)):
        side = "width" if name == "left" else "height"
        if not 0 <= start < 1:
            raise ValueError(f"{name} of the crop must lie between 0 and 1, got {start:g}")
        if not 0 < length <= 1:
            raise ValueError(f"{side} of the crop must lie between 0 and 1 and not be 0, got {length:g}")
        if start + length > 1 + 2 * 10**-_DECIMALS:
            raise ValueError(
                f"{name} and {side} of the crop must be 1 or less together, got {start:g} + {length:g}"
            )
    return values


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} must be a number, got {str(value)[:20]}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a number, got {str(value)[:20]}")
    return number
