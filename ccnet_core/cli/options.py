"""Options that several commands share."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.canonical import is_file
from ccnet_core.colour.statistics import TransferMethod
from ccnet_core.controls import CONTROLS, DECLARED, SWITCHES, Control, Unit
from ccnet_core.documents import LARGEST
from ccnet_core.errors import cannot_open
from ccnet_core.export_presets import ExportPresets
from ccnet_core.geometry import FLIPS, LARGEST_ANGLE, QUARTERS, WHOLE, Crop, Geometry
from ccnet_core.looks import Look, allow, read_look
from ccnet_core.masks import Mask, read_masks
from ccnet_core.mixer import BANDS, PARTS, ColourMixer
from ccnet_core.mixer import LARGEST as LARGEST_MIX
from ccnet_core.paths import weights_file
from ccnet_core.photo import ExportOptions, Photo, PhotoError, open_photo
from ccnet_core.photo.formats import BIT_DEPTHS, EXPORT_FORMATS
from ccnet_core.photo.profile import OUTPUT_PROFILES
from ccnet_core.photo.sharpening import AMOUNTS
from ccnet_core.presets import PresetFolder, parse_preset, saved_presets
from ccnet_core.reading import read_regular
from ccnet_core.sidecar import parse_sidecar
from ccnet_core.styles import find_style
from ccnet_core.tone_curve import CURVES, MOST_POINTS, Points, ToneCurve
from ccnet_core.white_rule import WhiteRule

if TYPE_CHECKING:
    from ccnet_core.engine.style import PictureStyle

AUTOMATIC = "auto"
"""What stands for a photo's own value."""
_TEMPERATURE = "temperature"
"""The control that can be given in kelvin as well."""
DATA_HELP = "a folder with pairs.csv, with low and high, or laid out as LOL or LSRW"


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """``--weights`` and ``--device``."""
    parser.add_argument(
        "--weights",
        type=weights_file,
        metavar="FILE",
        help='network weights: a file, "studio" (default) or "free", which are for any use',
    )
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (default: auto)")


def add_adjustment_options(parser: argparse.ArgumentParser) -> None:
    """What :func:`read_adjustments` reads."""
    parser.add_argument(
        "--preset",
        metavar="PRESET",
        help="to begin with: the name of a saved preset, a preset's file or a photo's .ccnet.json; "
        "the options below change it",
    )
    parser.add_argument(
        "--snapshot", metavar="NAME", help="of a .ccnet.json that is given as --preset, that snapshot"
    )
    for control in CONTROLS:
        parser.add_argument(
            *(f"--{name}" for name in (control.option, *control.options)),
            dest=control.name,
            type=_value_of(control),
            # What is not given is told apart from what is given as the photo's own.
            default=argparse.SUPPRESS,
            metavar=_metavar(control),
            help=control.help.format(low=control.low, high=control.high, neutral=control.neutral),
        )
    parser.add_argument(
        "--auto-white-balance",
        action="store_true",
        help="set temperature and tint by each photo itself; of a cast a quarter or more stays",
    )
    for switch in SWITCHES:
        parser.add_argument(
            f"--{switch.option}",
            dest=switch.name,
            action=argparse.BooleanOptionalAction,
            default=argparse.SUPPRESS,
            help=f"{switch.help} (default: {'yes' if switch.default else 'no'})",
        )
    parser.add_argument(
        "--style", action="append", default=[], metavar="NAME", help="built-in style; repeatable"
    )
    parser.add_argument(
        "--reference",
        action="append",
        default=[],
        metavar="FILE[:WEIGHT][@PART]",
        help="picture whose colours to follow, and LEFT,TOP,WIDTH,HEIGHT in shares (0 to 1) of it where "
        "a part counts alone, such as sunset.jpg:2@0,0,1,0.5; repeatable",
    )
    parser.add_argument(
        "--follow",
        choices=tuple(_FOLLOWING),
        help="how styles and references are followed: main colours apart (palette, the default), or all "
        "colours by one map (simple)",
    )
    parser.add_argument(
        "--mask",
        action="append",
        default=[],
        metavar="FILE",
        help="local adjustments: a JSON file of a mask or of a list of them as sidecars have them, or a "
        "sidecar, of which its masks count; repeatable",
    )
    parser.add_argument(
        "--lut",
        action="append",
        default=[],
        metavar="FILE[:STRENGTH]",
        help="look for the colours to go through at last: a .cube or a Hald CLUT picture, and 0 to 1; "
        "repeatable, in their order",
    )
    _add_curve_and_mixer_options(parser)
    _add_geometry_options(parser)


_FOLLOWING = {"palette": TransferMethod.PALETTE, "simple": TransferMethod.MONGE_KANTOROVICH}
"""Ways to follow references by their names on the command line."""


def _add_curve_and_mixer_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--curve",
        action="append",
        type=_curve,
        default=[],
        metavar="CURVE:X,Y;X,Y...",
        help=f"tone curve of {', '.join(CURVES)} through 2 to {MOST_POINTS} points, X ascending, both 0 to 1,"
        " such as luminance:0,0;0.25,0.2;1,1; repeatable",
    )
    parser.add_argument(
        "--mixer",
        action="append",
        type=_mix,
        default=[],
        metavar="BAND.PART=NUMBER",
        help=f"colour mixer, such as orange.saturation=-20: BAND is {', '.join(BANDS)}; PART is "
        f"{', '.join(PARTS)}; -{LARGEST_MIX:g} to {LARGEST_MIX:g}; repeatable",
    )


def _curve(text: str) -> tuple[str, Points]:
    """An argparse type: one of the tone curves, by its name and points."""
    name, colon, written = text.partition(":")
    if not colon or name not in CURVES:
        expected = f"expected CURVE:X,Y;X,Y... with CURVE one of {', '.join(CURVES)}"
        raise argparse.ArgumentTypeError(f"{text!r} is no tone curve: {expected}")
    try:
        points = [tuple(map(float, point.split(","))) for point in written.split(";")]
        return name, ToneCurve.from_dict({name: points}).of(name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no tone curve: {error}") from error


def _mix(text: str) -> tuple[str, str, float]:
    """An argparse type: band, part and value of the colour mixer."""
    name, equals, written = text.partition("=")
    band, _, part = name.partition(".")
    if not equals or band not in BANDS or part not in PARTS:
        expected = f"BAND.PART=NUMBER, BAND one of {', '.join(BANDS)}, PART of {', '.join(PARTS)}"
        raise argparse.ArgumentTypeError(f"{text!r} is nothing to mix: expected {expected}")
    return band, part, number_between(-LARGEST_MIX, LARGEST_MIX)(written)


def _read_curve_and_mixer(
    options: argparse.Namespace, curve: ToneCurve, mixer: ColourMixer
) -> tuple[ToneCurve, ColourMixer]:
    """Both with what the options change."""
    for name, points in options.curve:
        curve = curve.with_points(name, points)
    for band, part, value in options.mixer:
        mixer = mixer.with_value(band, part, value)
    return curve, mixer


def _add_geometry_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rotate",
        type=int,
        choices=QUARTERS,
        metavar="|".join(map(str, QUARTERS[1:])),
        help="turn the photo clockwise by so many degrees",
    )
    parser.add_argument(
        "--flip",
        choices=FLIPS,
        help="mirror the photo, after --rotate: left and right, above and below, or both",
    )
    parser.add_argument(
        "--straighten",
        type=number_between(-LARGEST_ANGLE, LARGEST_ANGLE),
        metavar="DEGREES",
        help=f"turn it clockwise by -{LARGEST_ANGLE:g} to {LARGEST_ANGLE:g} more; corners are cropped",
    )
    parser.add_argument(
        "--crop",
        type=_crop,
        metavar="LEFT,TOP,WIDTH,HEIGHT",
        help="the part to keep, in shares (0 to 1) of the upright photo; light and colours stay as they are",
    )


def _crop(text: str) -> Crop:
    """An argparse type: a part of a photo."""
    parts = text.split(",")
    if len(parts) != len(Crop._fields):
        raise argparse.ArgumentTypeError(f"{text!r} is no part of a photo: expected LEFT,TOP,WIDTH,HEIGHT")
    try:
        return Geometry(crop=Crop(*map(float, parts))).crop
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no part of a photo: {error}") from error


def _read_geometry(options: argparse.Namespace, geometry: Geometry) -> Geometry:
    """A geometry with what the options change; which way up is one choice, and so is each of the others."""
    if options.rotate is not None or options.flip is not None:
        turned = Geometry().turned(options.rotate or 0)
        turned = turned.flipped(options.flip) if options.flip else turned
        geometry = replace(geometry, rotation=turned.rotation, mirrored=turned.mirrored)
    if options.straighten is not None:
        geometry = replace(geometry, straighten=options.straighten)
    return geometry if options.crop is None else replace(geometry, crop=options.crop)


class _Kelvin(float):
    """A temperature that was given in kelvin."""


def _kelvin(text: str) -> _Kelvin:
    """An argparse type: a temperature such as 3200K."""
    try:
        kelvin = _Kelvin(text[:-1])
        WhiteRule(kelvin=kelvin)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no temperature in kelvin: {error}") from error
    return kelvin


def _metavar(control: Control) -> str:
    """What the help calls the value of a control."""
    number = "STOPS" if control.unit is Unit.STOPS else "NUMBER"
    if control.name == _TEMPERATURE:
        number += "|KELVIN"
    return number if control.neutral is not None else f"{AUTOMATIC}|{number}"


def _value_of(control: Control) -> Callable[[str], float | None]:
    """An argparse type: what a control can be."""
    number = number_between(control.low, control.high)
    if control.name == _TEMPERATURE:
        return lambda text: _kelvin(text) if text[-1:] in "kK" and text else number(text)
    if control.neutral is not None:
        return number
    return lambda text: None if text == AUTOMATIC else number(text)


def read_adjustments(
    options: argparse.Namespace, measure: Callable[[Photo, Crop], PictureStyle]
) -> Adjustments:
    """The preset, or neutral adjustments, with what the options change.

    Args:
        options: of a parser that :func:`add_adjustment_options` was called with.
        measure: measures a part of a reference picture.

    Raises:
        PhotoError: the preset, a reference, a look or a mask cannot be read.
        ValueError: there is no such style, a weight or strength is out of range, or there are too many masks.
    """
    adjustments = _read_preset(options.preset, options.snapshot) if options.preset else Adjustments()
    if options.snapshot is not None and not options.preset:
        raise ValueError("--snapshot names one of a photo's .ccnet.json; give that as --preset")
    references = [find_style(name).reference() for name in options.style]
    for text in options.reference:
        named, part = _split_part(text)
        path, weight = _split_weight(named)
        style = measure(open_photo(path), part)
        references.append(
            Reference(path.name, style.statistics, weight, str(path), palette=style.palette, part=part)
        )
    # Not resolved: what a link leads to may have no suffix.
    looks = tuple(Look(os.path.abspath(path), value) for path, value in map(_split_weight, options.lut))  # noqa: PTH100
    for look in looks:
        # Who asks for it is told now, and not when a photo is shown without it.
        read_look(Path(look.path))
        allow(look.path)
    given = {c.name: getattr(options, c.name) for c in DECLARED if hasattr(options, c.name)}
    if isinstance(given.get(_TEMPERATURE), _Kelvin):
        # What it comes to the photo tells: see read_white_rule.
        del given[_TEMPERATURE]
    geometry = _read_geometry(options, adjustments.geometry)
    followed = tuple(references) or adjustments.references
    curve, mixer = _read_curve_and_mixer(options, adjustments.curve, adjustments.mixer)
    masks = tuple(mask for name in options.mask for mask in _read_masks(Path(name)))
    if options.follow:
        given["transfer"] = _FOLLOWING[options.follow]
    return replace(
        adjustments,
        references=followed,
        geometry=geometry,
        curve=curve,
        mixer=mixer,
        looks=looks or adjustments.looks,
        masks=masks or adjustments.masks,
        **given,
    )


def read_white_rule(options: argparse.Namespace) -> WhiteRule:
    """How white balance follows from each photo.

    Raises:
        ValueError: it is asked for in two ways.
    """
    temperature = getattr(options, _TEMPERATURE, None)
    kelvin = float(temperature) if isinstance(temperature, _Kelvin) else None
    if options.auto_white_balance and (temperature is not None or hasattr(options, "tint")):
        raise ValueError("--auto-white-balance sets temperature and tint; give either it or them")
    return WhiteRule(options.auto_white_balance, kelvin)


def _read_masks(path: Path) -> tuple[Mask, ...]:
    """The masks of a file: one, a list of them, or those of adjustments or a sidecar."""
    try:
        values = json.loads(read_regular(path, LARGEST))
        for name in ("adjustments", "masks"):
            if isinstance(values, dict) and name in values:
                values = values[name]
        return read_masks(values if isinstance(values, list) else [values])
    except OSError as error:
        raise cannot_open(path, error) from error
    except (ValueError, RecursionError) as error:
        advice = "Give a file of masks as a photo's .ccnet.json has them."
        raise PhotoError(path, f"it holds no masks ({error})", advice) from error


def _read_preset(name: str, snapshot: str | None) -> Adjustments:
    """A saved preset by its name, or what a file holds: a preset, a photo's sidecar or adjustments alone."""
    path = Path(name)
    if snapshot is not None:
        return _read_snapshot(path, snapshot)
    if not is_file(name):
        folder = PresetFolder(saved_presets())
        folder.load()
        saved = folder.find(name)
        if saved is None:
            problem = "there is no such file and no saved preset of this name"
            raise PhotoError(path, problem, "Check the name.")
        return saved.adjustments
    try:
        data = read_regular(path, LARGEST)
    except OSError as error:
        raise cannot_open(path, error) from error
    try:
        document = json.loads(data)
        if isinstance(document, dict) and "adjustments" in document:
            holder = parse_preset(path, data) if "name" in document else parse_sidecar(path, data)
            return holder.adjustments
        return Adjustments.from_json(data.decode())
    except (ValueError, RecursionError) as error:
        advice = "Give a file of adjustments that this program wrote."
        raise PhotoError(path, f"it holds no adjustments ({error})", advice) from error


def _read_snapshot(path: Path, name: str) -> Adjustments:
    """A snapshot of a sidecar."""
    try:
        notes = parse_sidecar(path, read_regular(path, LARGEST)).notes
    except OSError as error:
        raise cannot_open(path, error) from error
    snapshot = notes.find(name)
    if snapshot is None:
        names = ", ".join(repr(other.name) for other in notes.snapshots)
        advice = f"Choose one of {names}." if names else "Make one in the window."
        raise PhotoError(path, f"it has no snapshot {name!r}", advice)
    return snapshot.adjustments


def _split_part(text: str) -> tuple[str, Crop]:
    """``FILE[@LEFT,TOP,WIDTH,HEIGHT]``; a file whose name itself ends so is taken as the file.

    Raises:
        ValueError: the part leaves the picture.
    """
    found = _PART.search(text)
    if not found or os.path.exists(text):  # noqa: PTH110  (Path.exists raises for names that are too long)
        return text, WHOLE
    try:
        return text[: found.start()], Geometry(crop=Crop(*map(float, found[1].split(",")))).crop
    except ValueError as error:
        raise ValueError(f"{text!r} names no part of a picture: {error}") from error


_PART = re.compile(r"@([^@,]+(?:,[^@,]+){3})\Z")


def _split_weight(text: str) -> tuple[Path, float]:
    """``FILE[:WEIGHT]``; a file whose name itself ends so is taken as the file."""
    name, colon, weight = text.rpartition(":")
    if not colon or os.path.exists(text):  # noqa: PTH110  (Path.exists raises for names that are too long)
        return Path(text), 1.0
    try:
        return Path(name), float(weight)
    except ValueError:
        return Path(text), 1.0


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """How results are written."""
    lossy = ", ".join(format.label for format in EXPORT_FORMATS.values() if format.lossy)
    parser.add_argument(
        "--export-preset", metavar="NAME", help="one that was saved in the window; other options change it"
    )
    parser.add_argument("--quality", type=int, help=f"of {lossy}: 1 to 100 (default: 95)")
    parser.add_argument(
        "--bit-depth",
        type=int,
        choices=BIT_DEPTHS,
        help="16 for PNG and TIFF, 10 for AVIF (default: the photo's own, where the format holds it)",
    )
    parser.add_argument(
        "--profile",
        choices=tuple(OUTPUT_PROFILES),
        help="colour space of the result; larger ones keep colours that sRGB cannot show (default: srgb)",
    )
    parser.add_argument(
        "--resize",
        type=_sizes,
        metavar="PIXELS[,PIXELS...]",
        help="reduce the longer side to so many pixels; of several each makes a file named with it, and the "
        "largest is rendered, the others are reduced from that",
    )
    parser.add_argument(
        "--no-location", action="store_true", help="leave out of the metadata where a photo was taken"
    )
    parser.add_argument("--no-metadata", action="store_true", help="leave out all of the metadata")
    parser.add_argument(
        "--output-sharpen",
        choices=tuple(AMOUNTS),
        help="sharpen for the screen at the final size, more the more it is reduced (default: none)",
    )


def _sizes(text: str) -> tuple[int, ...]:
    """An argparse type: longer sides in pixels."""
    try:
        return tuple(dict.fromkeys(int(part) for part in text.split(",")))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} are no whole numbers") from None


def export_options(options: argparse.Namespace) -> ExportOptions:
    """What :func:`add_export_options` parsed; where no preset tells the format it is left to the photo.

    Raises:
        PhotoError: a value is out of its range, or there is no such preset.
    """
    begin = ExportOptions(None, bit_depth=None)
    if options.export_preset is not None:
        begin = ExportPresets().find(options.export_preset).options
    given: dict[str, Any] = {
        "quality": options.quality,
        "bit_depth": options.bit_depth,
        "profile": options.profile,
        "sharpen": options.output_sharpen,
        "long_side": options.resize[0] if options.resize else None,
        "keep_location": False if options.no_location else None,
        "keep_metadata": False if options.no_metadata else None,
    }
    return replace(begin, **{name: value for name, value in given.items() if value is not None})


def sizes(options: argparse.Namespace) -> tuple[tuple[str, ExportOptions], ...]:
    """The same for each size that is asked for, with what is added to the name of its file.

    Raises:
        PhotoError: as :func:`export_options`.
    """
    begin = export_options(options)
    if not options.resize or len(options.resize) == 1:
        return (("", begin),)
    return tuple((f"-{pixels}", replace(begin, long_side=pixels)) for pixels in options.resize)


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """``--partial``."""
    parser.add_argument(
        "--partial",
        action="store_true",
        help="open JPEG and PNG files that are cut short, too; what is missing is grey",
    )


def count(text: str) -> int:
    """An argparse type: a whole number from 1."""
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")
    return int(text)


def number_between(low: float, high: float) -> Callable[[str], float]:
    """An argparse type: a number in a closed range."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is not between {low:g} and {high:g}")
        return value

    return parse
