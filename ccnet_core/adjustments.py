"""What a person decided about a photo: a frozen value that travels between window, engine and files."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from ccnet_core.colour.statistics import AbStatistics, TransferMethod

SCHEMA = 2
"""2 added temperature and tint."""
LARGEST_SCALE = 3.0
LARGEST_EXPOSURE = 2.0
_LARGEST_CHROMA = 2.0
"""Above that of every colour, in units of ab / 110: blue, the most vivid of sRGB, has 1.22."""
_LARGEST_THUMBNAIL = 40_000
"""Characters of a thumbnail in a file."""
TONE = ("brightness", "exposure", "highlights", "shadows")
"""The fields that decide on brightness alone; all others are about colours."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A style to follow, and how much of it.

    Attributes:
        name: shown to the person.
        statistics: the chrominance of the reference picture.
        weight: share among all references, 0 or more.
        path: the picture's file, empty for a built-in style or a pasted picture.
        thumbnail: a small JPEG of a pasted picture, which has no file to be shown from; for the eye alone, so
            that references with and without are equal.

    Raises:
        ValueError: the weight is out of range, or no picture has such statistics.
    """

    name: str
    statistics: AbStatistics
    weight: float = 1.0
    path: str = ""
    thumbnail: bytes = field(default=b"", compare=False, repr=False)

    def __post_init__(self) -> None:
        _check_range("weight", self.weight, 0.0, 1e6)
        va, _, vb = self.statistics.covariance
        for axis, mean, variance in zip("ab", self.statistics.mean, (va, vb), strict=True):
            _check_range(f"a style's mean of {axis}", mean, -_LARGEST_CHROMA, _LARGEST_CHROMA)
            _check_range(f"a style's variance of {axis}", variance, 0.0, _LARGEST_CHROMA**2)


@dataclass(frozen=True, slots=True)
class Adjustments:
    """How the colours come back. The default is the network's own result.

    Attributes:
        brightness: 0 keeps the photo's luminance, 1 takes the brightened one.
        exposure: stops of light more or less on the brightened one, -2 to 2.
        highlights: -1 brings bright areas back, 1 lifts them.
        shadows: -1 deepens dark areas, 1 opens them.
        saturation: factor on the guidance, 0 (grey) to 3; 1 is neutral.
        green_magenta: factor on its a axis, 0 to 3.
        blue_yellow: factor on its b axis, 0 to 3.
        vibrance: -1 to 1: weak colours lose or gain, vivid ones stay.
        temperature: -1 (bluer light) to 1 (warmer), see :class:`ccnet_core.colour.WhiteBalance`.
        tint: -1 (greener) to 1 (more magenta).
        references: styles that are mixed by weight; any iterable of them is taken.
        style_strength: how far the guidance moves towards the references, 0 to 1.
        transfer: how statistics are transferred; its name as text is taken, too.

    Raises:
        ValueError: a value is out of its range, or there is no such transfer.
    """

    brightness: float = 1.0
    exposure: float = 0.0
    highlights: float = 0.0
    shadows: float = 0.0
    saturation: float = 1.0
    green_magenta: float = 1.0
    blue_yellow: float = 1.0
    vibrance: float = 0.0
    temperature: float = 0.0
    tint: float = 0.0
    references: tuple[Reference, ...] = ()
    style_strength: float = 0.5
    transfer: TransferMethod = TransferMethod.MONGE_KANTOROVICH

    def __post_init__(self) -> None:
        _check_range("brightness", self.brightness, 0.0, 1.0)
        _check_range("style_strength", self.style_strength, 0.0, 1.0)
        for name in ("saturation", "green_magenta", "blue_yellow"):
            _check_range(name, getattr(self, name), 0.0, LARGEST_SCALE)
        _check_range("exposure", self.exposure, -LARGEST_EXPOSURE, LARGEST_EXPOSURE)
        for name in ("highlights", "shadows", "vibrance", "temperature", "tint"):
            _check_range(name, getattr(self, name), -1.0, 1.0)
        object.__setattr__(self, "references", tuple(self.references))
        object.__setattr__(self, "transfer", TransferMethod(self.transfer))

    @property
    def for_network(self) -> Self:
        """Without what acts after the network: equal values give equal colorizations."""
        return replace(
            self,
            brightness=1.0,
            exposure=0.0,
            highlights=0.0,
            shadows=0.0,
            vibrance=0.0,
            temperature=0.0,
            tint=0.0,
        )

    @property
    def scales(self) -> tuple[float, float]:
        """The factors on a and b."""
        return self.saturation * self.green_magenta, self.saturation * self.blue_yellow

    def with_tone_of(self, other: Adjustments) -> Self:
        """These colours, as bright as another value: what one photo of a series can take from the next."""
        return replace(self, **{name: getattr(other, name) for name in TONE})

    @property
    def active_references(self) -> tuple[Reference, ...]:
        """The references that have an effect."""
        if self.style_strength == 0:
            return ()
        return tuple(reference for reference in self.references if reference.weight > 0)

    def to_json(self) -> str:
        """Serialize; :meth:`from_json` gives an equal value."""
        values: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        values["references"] = [_reference_values(reference) for reference in self.references]
        return json.dumps({"schema": SCHEMA, **values}, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: no such value, a newer schema, or a value out of range.
        """
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"not adjustments: {error}") from error
        if not isinstance(values, dict):
            raise ValueError("not adjustments: expected an object")
        schema = values.pop("schema", None)
        if isinstance(schema, bool) or not isinstance(schema, int) or not 1 <= schema <= SCHEMA:
            raise ValueError(f"adjustments of schema {schema!r}; this version reads up to {SCHEMA}")
        if unknown := values.keys() - {f.name for f in fields(cls)}:
            raise ValueError(f"not adjustments: unknown entries {', '.join(sorted(unknown))}")
        references = values.pop("references", [])
        if not isinstance(references, list):
            raise ValueError("not adjustments: expected a list of references")
        transfer = values.pop("transfer", TransferMethod.MONGE_KANTOROVICH)
        try:
            return cls(
                references=tuple(_reference(r) for r in references),
                transfer=TransferMethod(transfer),
                **values,
            )
        except TypeError as error:
            raise ValueError(f"not adjustments: {error}") from error


def _reference_values(reference: Reference) -> dict[str, Any]:
    values = {
        "name": reference.name,
        "weight": reference.weight,
        "path": reference.path,
        "statistics": reference.statistics.to_dict(),
    }
    if reference.thumbnail:
        values["thumbnail"] = base64.b64encode(reference.thumbnail).decode()
    return values


def _reference(values: object) -> Reference:
    if not isinstance(values, dict) or not {"name", "statistics"} <= values.keys():
        raise ValueError("not adjustments: a reference needs a name and statistics")
    return Reference(
        name=str(values["name"]),
        statistics=AbStatistics.from_dict(values["statistics"]),
        weight=values.get("weight", 1.0),
        path=str(values.get("path", "")),
        thumbnail=_thumbnail(values.get("thumbnail", "")),
    )


def _thumbnail(text: object) -> bytes:
    """Nothing of what cannot be one: no adjustments are refused for a picture that only shows."""
    if not isinstance(text, str) or len(text) > _LARGEST_THUMBNAIL:
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _check_range(name: str, value: object, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} must be a number, got {value!r}")
    # So written, it also refuses what is not a number, and whole numbers too large for a float.
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g}, got {str(value)[:20]}")
