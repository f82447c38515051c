"""What a person decided about a photo: a frozen value that travels between window, engine and files."""

from __future__ import annotations

import base64
import json
import os
import re
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from ccnet_core.colour.palette import Palette
from ccnet_core.colour.statistics import AbStatistics, TransferMethod
from ccnet_core.controls import CONTROLS, DECLARED, SWITCHES, TONE, Controls, Section, Stage, check_range
from ccnet_core.geometry import WHOLE, Crop, Geometry
from ccnet_core.looks import MOST_LOOKS, Look
from ccnet_core.masks import LARGEST_CHROMA, Mask, checked_masks, read_masks
from ccnet_core.mixer import ColourMixer
from ccnet_core.tone_curve import LUMINANCE, ToneCurve

SCHEMA = 10
"""2 added temperature and tint; 3 contrast, whites, blacks and range, and wider ranges of two others; 4 the
geometry, the correction of lenses, and clarity; 6 the tone curve, the colour mixer and looks; 7 masks; 8
noise, detail and sharpening; 9 the palettes of references, parts of them, and how they are followed; 10
noise, detail and sharpening of masks."""
_PALETTES = 9
"""The first in which references are followed by their main colours."""
_SCHEMAS = {"geometry": 4, "curve": 6, "mixer": 6, "looks": 6, "masks": 7}
"""The first that holds what is no control."""
_LARGEST_THUMBNAIL = 40_000
"""Characters of a thumbnail in a file."""


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
        palette: its main colours; None where they were not measured, as by an earlier version.
        part: what of the picture was measured, in shares of it, any four numbers being taken.

    Raises:
        ValueError: the weight is out of range, or no picture has such statistics.

    >>> from ccnet_core import open_photo
    >>> from ccnet_core.engine import picture_reference
    >>> sunset = picture_reference(open_photo("night.jpg"), weight=2)
    >>> Adjustments(references=[sunset], style_strength=0.4).active_references == (sunset,)
    True
    """

    name: str
    statistics: AbStatistics
    weight: float = 1.0
    path: str = ""
    thumbnail: bytes = field(default=b"", compare=False, repr=False)
    palette: Palette | None = None
    part: Crop = WHOLE

    def __post_init__(self) -> None:
        check_range("weight", self.weight, 0.0, 1e6)
        # As the crop of a photo is checked.
        object.__setattr__(self, "part", Geometry(crop=self.part).crop)
        colours = () if self.palette is None else self.palette.colours
        for statistics in (self.statistics, *(colour.statistics for colour in colours)):
            va, _, vb = statistics.covariance
            for axis, mean, variance in zip("ab", statistics.mean, (va, vb), strict=True):
                check_range(f"a style's mean of {axis}", mean, -LARGEST_CHROMA, LARGEST_CHROMA)
                check_range(f"a style's variance of {axis}", variance, 0.0, LARGEST_CHROMA**2)


@dataclass(frozen=True, slots=True)
class Adjustments(Controls):
    """What becomes of the light and the colours. The default is the network's own result.

    Attributes:
        references: styles that are mixed by weight; any iterable of them is taken.
        transfer: how references are followed; its name as text is taken, too.
        geometry: which part of the photo is shown, and which way up; light and colours do not depend on it.
        curve: of luminance, and of each channel.
        mixer: what becomes of colours by their hue.
        looks: files of colours that the result goes through, one after the other; 8 at most.
        masks: what becomes of parts of the photo, one after the other; any iterable is taken.

    Its numbers are those of :class:`ccnet_core.controls.Controls`.

    Raises:
        ValueError: a value is out of its range, there is no such transfer, or there are too many masks.

    >>> value = Adjustments(saturation=1.2, exposure=0.5)
    >>> Adjustments.from_json(value.to_json()) == value
    True
    >>> Adjustments(exposure=9)
    Traceback (most recent call last):
    ValueError: exposure must lie between -5 and 5, got 9
    """

    references: tuple[Reference, ...] = ()
    transfer: TransferMethod = TransferMethod.PALETTE
    geometry: Geometry = field(default_factory=Geometry)
    curve: ToneCurve = field(default_factory=ToneCurve)
    mixer: ColourMixer = field(default_factory=ColourMixer)
    looks: tuple[Look, ...] = ()
    masks: tuple[Mask, ...] = ()

    def __post_init__(self) -> None:
        # Not super(), which does not find a class of slots.
        Controls.__post_init__(self)
        object.__setattr__(self, "references", tuple(self.references))
        object.__setattr__(self, "transfer", TransferMethod(self.transfer))
        object.__setattr__(self, "looks", tuple(self.looks))
        if len(self.looks) > MOST_LOOKS:
            raise ValueError(f"a photo can go through {MOST_LOOKS} looks at most")
        object.__setattr__(self, "masks", checked_masks(self.masks))

    @property
    def for_network(self) -> Self:
        """Without what acts after the network or before it: equal values give equal colorizations."""
        neutral: dict[str, Any] = {c.name: c.neutral for c in CONTROLS if c.stage is Stage.PIXELS}
        # What acts before the network makes another photo for it; the others act after it.
        neutral |= {switch.name: switch.default for switch in SWITCHES}
        if self.references and all(map(self.moves_colours_of, self.references)):
            # Neither do styles that are followed after it, however strongly.
            neutral |= {"references": (), "transfer": TransferMethod.PALETTE}
            neutral |= {c.name: c.neutral for c in CONTROLS if c.section is Section.STYLE}
        return replace(
            self,
            geometry=Geometry(),
            curve=ToneCurve(),
            mixer=ColourMixer(),
            looks=(),
            masks=(),
            **neutral,
        )

    @property
    def of_whole(self) -> Self:
        """The same of the whole photo, as it is stored."""
        return self if self.geometry.is_neutral else replace(self, geometry=Geometry())

    def over(self, own: Adjustments) -> Self:
        """These for a photo with others of its own: its geometry and masks stay unless these have any."""
        geometry = own.geometry if self.geometry.is_neutral else self.geometry
        return replace(self, geometry=geometry, masks=self.masks or own.masks)

    @property
    def of_any_photo(self) -> Self:
        """The same without what lies at places of one photo: its geometry and its masks."""
        return replace(self.of_whole, masks=()) if self.masks else self.of_whole

    @property
    def scales(self) -> tuple[float, float]:
        """The factors on a and b."""
        return self.saturation * self.green_magenta, self.saturation * self.blue_yellow

    def with_tone_of(self, other: Adjustments) -> Self:
        """These colours, as bright as another value: what one photo of a series can take from the next."""
        curve = self.curve.with_points(LUMINANCE, other.curve.luminance)
        return replace(self, curve=curve, **{name: getattr(other, name) for name in TONE})

    @property
    def active_references(self) -> tuple[Reference, ...]:
        """The references that have an effect."""
        if self.style_strength == 0:
            return ()
        return tuple(reference for reference in self.references if reference.weight > 0)

    @property
    def guiding_references(self) -> tuple[Reference, ...]:
        """Those that have an effect by one map of the guidance, before the network."""
        return tuple(r for r in self.active_references if not self.moves_colours_of(r))

    def moves_colours_of(self, reference: Reference) -> bool:
        """Whether a reference is followed by its main colours, after the network."""
        return self.transfer is TransferMethod.PALETTE and reference.palette is not None

    def to_json(self) -> str:
        """Serialize; :meth:`from_json` gives an equal value."""
        values: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        values["references"] = [_reference_values(reference) for reference in self.references]
        values |= {name: getattr(self, name).to_dict() for name in ("geometry", "curve", "mixer")}
        values["looks"] = [{"path": look.path, "strength": look.strength} for look in self.looks]
        values["masks"] = [mask.to_dict() for mask in self.masks]
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
        known = {f.name for f in fields(cls)} - {c.name for c in DECLARED if c.schema > schema}
        known -= {name for name, first in _SCHEMAS.items() if first > schema}
        if unknown := values.keys() - known:
            raise ValueError(f"not adjustments: unknown entries {', '.join(sorted(unknown))}")
        looks = _looks(values.pop("looks", []))
        references = values.pop("references", [])
        if not isinstance(references, list):
            raise ValueError("not adjustments: expected a list of references")
        transfer = _transfer(values, references, schema)
        geometry, curve, mixer = (values.pop(name, {}) for name in ("geometry", "curve", "mixer"))
        masks = values.pop("masks", [])
        try:
            return cls(
                geometry=Geometry.from_dict(geometry),
                curve=ToneCurve.from_dict(curve),
                mixer=ColourMixer.from_dict(mixer),
                looks=looks,
                masks=read_masks(masks),
                references=tuple(_reference(r) for r in references),
                transfer=transfer,
                **values,
            )
        except TypeError as error:
            raise ValueError(f"not adjustments: {error}") from error


def _transfer(values: dict[str, Any], references: list[Any], schema: int) -> TransferMethod:
    """How references are followed: those of earlier versions as they were then."""
    simple = TransferMethod.MONGE_KANTOROVICH
    earlier = schema < _PALETTES
    transfer = TransferMethod(values.pop("transfer", simple if earlier else TransferMethod.PALETTE))
    # Where nothing was followed nothing was decided about it.
    return TransferMethod.PALETTE if earlier and transfer is simple and not references else transfer


def _looks(values: object) -> tuple[Look, ...]:
    if not isinstance(values, list):
        raise ValueError("not adjustments: expected a list of looks")
    for look in values:
        if not isinstance(look, dict) or not {"path"} <= look.keys() <= {"path", "strength"}:
            raise ValueError("not adjustments: a look must be an object with a path and a strength")
    return tuple(Look(**look) for look in values)


def _reference_values(reference: Reference) -> dict[str, Any]:
    values = {
        "name": reference.name,
        "weight": reference.weight,
        "path": reference.path,
        "statistics": reference.statistics.to_dict(),
    }
    if reference.palette is not None:
        values["palette"] = reference.palette.to_dict()
    if reference.part != WHOLE:
        values["part"] = list(reference.part)
    if reference.thumbnail:
        values["thumbnail"] = base64.b64encode(reference.thumbnail).decode()
    return values


def _reference(values: object) -> Reference:
    if not isinstance(values, dict) or not {"name", "statistics"} <= values.keys():
        raise ValueError("not adjustments: a reference needs a name and statistics")
    palette, part = values.get("palette"), values.get("part", WHOLE)
    return Reference(
        name=_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", str(values["name"])),
        statistics=AbStatistics.from_dict(values["statistics"]),
        palette=None if palette is None else Palette.from_dict(palette),
        part=part,
        weight=values.get("weight", 1.0),
        path=_usable_path(str(values.get("path", ""))),
        thumbnail=_thumbnail(values.get("thumbnail", "")),
    )


_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character, which no text can be written with."""


def _usable_path(path: str) -> str:
    """Nothing of what no file can have as its name."""
    try:
        os.fsencode(path)
    except ValueError:
        return ""
    return "" if "\0" in path else path


def _thumbnail(text: object) -> bytes:
    """Nothing of what cannot be one: no adjustments are refused for a picture that only shows."""
    if not isinstance(text, str) or len(text) > _LARGEST_THUMBNAIL:
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
