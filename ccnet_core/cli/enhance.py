"""``ccnet enhance``: photos in, brightened photos out."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ccnet_core.adjustments import LARGEST_SCALE, Adjustments, Reference
from ccnet_core.cli.options import add_engine_options, number_between
from ccnet_core.photo import ExportOptions, Photo, PhotoError, default_export_path, open_photo, save_photo
from ccnet_core.styles import find_style

DEEP_SUFFIXES = (".png", ".tif", ".tiff")
"""Of the formats that hold 16 bits a channel."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "enhance",
        help="brighten photos and write them at full size",
        description="Brighten photos and write them at full size, as the window's export does.",
    )
    scale, share = number_between(0, LARGEST_SCALE), number_between(0, 1)
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="OUT",
        help="a file; or a folder, which several photos need, for files named PHOTO-ccnet",
    )
    parser.add_argument("--saturation", type=scale, default=1.0, help="0 (grey) to 3; 1 is neutral")
    parser.add_argument("--green-magenta", type=scale, default=1.0, help="scale of that axis, 0 to 3")
    parser.add_argument("--blue-yellow", type=scale, default=1.0, help="scale of that axis, 0 to 3")
    parser.add_argument("--brightness", type=share, default=1.0, help="0 (the photo's own) to 1")
    parser.add_argument(
        "--style", action="append", default=[], metavar="NAME", help="built-in style; repeatable"
    )
    parser.add_argument(
        "--reference",
        action="append",
        default=[],
        metavar="FILE[:WEIGHT]",
        help="picture whose colours to follow; repeatable",
    )
    parser.add_argument("--style-strength", type=share, default=Adjustments().style_strength, help="0 to 1")
    parser.add_argument("--quality", type=int, default=95, help="of JPEG and WebP, 1 to 100 (default: 95)")
    parser.add_argument(
        "--bit-depth",
        type=int,
        choices=(8, 16),
        help="16 for PNG and TIFF only (default: the photo's own, where the format holds it)",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace existing files")
    parser.add_argument("--json", action="store_true", help="print one JSON object per photo")
    add_engine_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # torch takes a second to import: mistakes in the options are told before that.
    from ccnet_core.engine import Engine
    from ccnet_core.network import WeightsError

    into_folder = options.output.is_dir() or len(options.photos) > 1
    if into_folder and not options.output.is_dir():
        return _fail(f"{options.output}: is not a folder; several photos need an existing folder")
    try:
        engine = Engine.load(options.weights, options.device)
        adjustments = _adjustments(options, engine)
    except (WeightsError, PhotoError, ValueError) as error:
        return _fail(str(error))
    failures = 0
    written: set[Path] = set()
    for path in tqdm(options.photos, unit="photo", disable=None if len(options.photos) > 1 else True):
        try:
            report = _enhance(engine, path, adjustments, options, into_folder, written)
        except PhotoError as error:
            failures += 1
            _fail(str(error))
            continue
        except MemoryError:
            failures += 1
            _fail(f"{path.name}: there is not enough memory; close other programs and try again")
            continue
        if options.json:
            print(json.dumps(report))
    for notice in engine.notices:
        print(f"ccnet: {notice}", file=sys.stderr)
    return 1 if failures else 0


def _adjustments(options: argparse.Namespace, engine: Any) -> Adjustments:
    references = [find_style(name).reference() for name in options.style]
    for text in options.reference:
        path, weight = _split_weight(text)
        references.append(Reference(path.name, engine.statistics(open_photo(path)), weight, str(path)))
    return Adjustments(
        brightness=options.brightness,
        saturation=options.saturation,
        green_magenta=options.green_magenta,
        blue_yellow=options.blue_yellow,
        references=tuple(references),
        style_strength=options.style_strength,
    )


def _split_weight(text: str) -> tuple[Path, float]:
    """``FILE[:WEIGHT]``; a file whose name itself ends so is taken as the file."""
    name, colon, weight = text.rpartition(":")
    if not colon or Path(text).exists():
        return Path(text), 1.0
    try:
        return Path(name), float(weight)
    except ValueError:
        return Path(text), 1.0


def _enhance(
    engine: Any,
    path: Path,
    adjustments: Adjustments,
    options: argparse.Namespace,
    into_folder: bool,
    written: set[Path],
) -> dict[str, Any]:
    """Enhance one photo; ``written`` are the files of this run, which not even --overwrite replaces."""
    started = time.perf_counter()
    photo = open_photo(path)
    target = _target(photo, options, into_folder)
    depth = options.bit_depth or (photo.bit_depth if target.suffix.lower() in DEEP_SUFFIXES else 8)
    export = ExportOptions.for_path(target, options.quality, depth, options.overwrite)
    if target in written:
        raise PhotoError(target, f"is the result of another photo, not of {path}", "Rename one of them.")
    if target.exists() and target.samefile(path):
        raise PhotoError(target, "is the photo itself", "Choose another name.")
    if target.exists() and not options.overwrite:
        # Told before the work rather than after it; saving checks again.
        raise PhotoError(target, "exists already", "Choose another name, or pass --overwrite.")
    picture = engine.export(engine.brighten(photo), adjustments, export.bit_depth)
    save_photo(target, picture, export, photo)
    written.add(target)
    return {
        "photo": str(path),
        "output": str(target),
        "width": photo.width,
        "height": photo.height,
        "device": engine.description,
        "seconds": round(time.perf_counter() - started, 3),
    }


def _target(photo: Photo, options: argparse.Namespace, into_folder: bool) -> Path:
    output: Path = options.output
    if not into_folder:
        return output
    suffix = default_export_path(photo).suffix
    if options.bit_depth == 16 and suffix not in DEEP_SUFFIXES:
        suffix = ".png"
    return output / f"{photo.path.stem if photo.path else 'photo'}-ccnet{suffix}"


def _fail(message: str) -> int:
    print(f"ccnet: {message}", file=sys.stderr)
    return 1
