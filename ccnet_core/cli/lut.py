"""``ccnet lut``: a photo's colours as a look for other photos and programs."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ccnet_core.cli.options import (
    add_adjustment_options,
    add_engine_options,
    add_reading_options,
    read_adjustments,
    read_white_rule,
)
from ccnet_core.cli.telling import fail, put, tell
from ccnet_core.errors import PhotoError
from ccnet_core.looks import CUBE_SUFFIX, DEFAULT_SIZE, SIZES, write_cube
from ccnet_core.photo import open_photo
from ccnet_core.sidecar import sidecar_path


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "lut",
        help="write a photo's colours as a .cube",
        description="Write what is decided about the colours of a photo as a look (.cube) for brightened "
        "photos, in this program or another: what is saved beside it, or --preset, and what the options "
        "change. What acts on places rather than colours cannot be part of it: brightening, highlights, "
        "shadows, clarity and range.",
    )
    parser.add_argument("photo", type=Path, metavar="PHOTO", help="whose colours; its style is fitted to it")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="LOOK.cube", help="the file")
    parser.add_argument(
        "--size",
        type=int,
        default=DEFAULT_SIZE,
        choices=range(SIZES[0], SIZES[1] + 1),
        metavar="NODES",
        help=f"nodes of each channel, {SIZES[0]} to {SIZES[1]} (default: %(default)s)",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace an existing file")
    add_reading_options(parser)
    add_adjustment_options(parser)
    add_engine_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ccnet_core.engine import Engine
    from ccnet_core.engine.looks import left_out_of_cube
    from ccnet_core.network import WeightsError

    target: Path = options.output
    if target.suffix.lower() != CUBE_SUFFIX:
        return fail(f"{target}: the name of a look must end in {CUBE_SUFFIX}")
    beside = sidecar_path(options.photo)
    if options.preset is None and os.path.lexists(beside):
        options.preset = str(beside)
    try:
        photo = open_photo(options.photo, partial=options.partial)
        engine = Engine.load(options.weights, options.device)
        white, adjustments = read_white_rule(options), read_adjustments(options, engine.picture_style)
        if not white.is_neutral:
            adjustments = white.settled(engine, engine.brighten(photo), adjustments)
        cube = engine.colour_cube(photo, adjustments, options.size)
        write_cube(target, cube, target.stem, overwrite=options.overwrite)
    except (WeightsError, PhotoError, ValueError) as error:
        return fail(str(error))
    for notice in engine.notices:
        tell(notice)
    if left_out := left_out_of_cube(adjustments):
        tell(f"{target.name}: left out, as they act on places: {', '.join(left_out)}")
    put(str(target))
    return 0
