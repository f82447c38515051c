"""``ccnet evaluate``: measure what the product makes of photos."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ccnet_core.cli.options import DATA_HELP, add_engine_options, count

_SPLIT = "val"
_SIZE_PHOTOS = 4
"""Photos for tone against size: each is brightened at up to 4 MP."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "evaluate",
        help="measure fidelity and control",
        description="Measure what the product makes of photos. Needs scikit-image.",
    )
    kinds = parser.add_subparsers(required=True, metavar="KIND")
    pairs = kinds.add_parser(
        "pairs",
        help="against bright photos of the same scenes",
        description="Compare outputs with bright photos of the same scenes, beside simple methods.",
    )
    pairs.add_argument("--low", type=Path, metavar="DIR", help="dark photos")
    pairs.add_argument("--high", type=Path, metavar="DIR", help="bright photos of the same names")
    pairs.add_argument("--data", type=Path, metavar="DIR", help=f"instead: {DATA_HELP}")
    pairs.add_argument("--split", default=_SPLIT, help=f"of --data: train or val (default: {_SPLIT})")
    pairs.add_argument("--sheet", type=Path, metavar="FILE", help="write photos side by side, a PNG or JPEG")
    _add_common_options(pairs)
    pairs.set_defaults(run=_run, evaluate=_evaluate_pairs)
    control = kinds.add_parser(
        "control",
        help="how saturation, style, size and noise behave",
        description=f"Measure how well outputs obey the sliders, on the {_SPLIT} photos of a data folder.",
    )
    control.add_argument("--data", type=Path, required=True, metavar="DIR", help=DATA_HELP)
    _add_common_options(control)
    control.set_defaults(run=_run, evaluate=_evaluate_control)

    darkened = kinds.add_parser(
        "darkened",
        help="a sheet of bright photos, darkened and brought back",
        description=f"Darken 12 of the bright {_SPLIT} photos of a data folder and show what comes back.",
    )
    darkened.add_argument("--data", type=Path, required=True, metavar="DIR", help=DATA_HELP)
    darkened.add_argument("--sheet", type=Path, required=True, metavar="FILE", help="a PNG or JPEG to write")
    add_engine_options(darkened)
    darkened.set_defaults(run=_run, evaluate=_show_darkened)


def _add_common_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=count, metavar="N", help="at most N photos of each data set")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    add_engine_options(parser)


def _run(options: argparse.Namespace) -> int:
    from ccnet_core.data.layout import DataError
    from ccnet_core.evaluation.errors import EvaluationError
    from ccnet_core.network import WeightsError

    try:
        options.evaluate(options)
    except (DataError, EvaluationError, WeightsError, ValueError) as error:
        print(f"ccnet: {error}", file=sys.stderr)
        return 1
    return 0


def _evaluate_pairs(options: argparse.Namespace) -> None:
    from ccnet_core.data.layout import pair_folders
    from ccnet_core.engine import Engine
    from ccnet_core.evaluation.errors import EvaluationError
    from ccnet_core.evaluation.libraries import load_library
    from ccnet_core.evaluation.pairs import (
        BASELINES,
        PRODUCT,
        evaluate_pairs,
        format_rows,
        limit_pairs,
        natural_scenes,
        product,
        split_pairs,
    )
    from ccnet_core.evaluation.sheet import check_sheet_path, write_sheet

    load_library("skimage")  # told of before the work rather than after it
    if options.sheet:
        check_sheet_path(options.sheet)
    if options.data and not (options.low or options.high):
        pairs = split_pairs(options.data, options.split)
    elif options.low and options.high and not options.data:
        pairs = pair_folders(options.low, options.high, options.low.resolve().name)
    else:
        raise EvaluationError("give either --data, or --low and --high")
    if options.limit:
        pairs = limit_pairs(pairs, options.limit)
    engine = Engine.load(options.weights, options.device)
    enhance = product(engine)
    methods = {**BASELINES, PRODUCT: enhance}
    natural = natural_scenes(options.data, pairs)
    rows = evaluate_pairs(tqdm(pairs, unit="photo", disable=None), methods, natural)
    if options.sheet:
        write_sheet(options.sheet, pairs, enhance)
    if options.json:
        _print_json(engine, options, {"rows": [row.to_dict() for row in rows]})
    else:
        print(format_rows(rows))
    _print_notices(engine)


def _evaluate_control(options: argparse.Namespace) -> None:
    from ccnet_core.data.pictures import UNCHANGED
    from ccnet_core.engine import Engine
    from ccnet_core.evaluation.control import format_control, measure_control, size_photos, style_references
    from ccnet_core.evaluation.libraries import load_library
    from ccnet_core.evaluation.pairs import limit_pairs, split_pairs
    from ccnet_core.evaluation.size import measure_sizes

    load_library("skimage")  # told of before the work rather than after it
    pairs = split_pairs(options.data, _SPLIT)
    engine = Engine.load(options.weights, options.device)
    references = style_references(engine, options.data, _SPLIT)
    dark = [pair for pair in pairs if pair.source != UNCHANGED]
    if options.limit:
        dark = limit_pairs(dark, options.limit)
    report = measure_control(engine, tqdm(dark, unit="photo", disable=None), references)
    bright = size_photos(pairs, min(_SIZE_PHOTOS, options.limit or _SIZE_PHOTOS))
    sizes = measure_sizes(engine, tqdm(bright, unit="photo", disable=None)) if bright else []
    if options.json:
        _print_json(engine, options, {**report.to_dict(), "sizes": [row.to_dict() for row in sizes]})
    else:
        print(format_control(report, sizes))
    _print_notices(engine)


def _show_darkened(options: argparse.Namespace) -> None:
    from ccnet_core.data.layout import list_clean
    from ccnet_core.engine import Engine
    from ccnet_core.evaluation.libraries import load_library
    from ccnet_core.evaluation.pairs import product
    from ccnet_core.evaluation.sheet import check_sheet_path, write_darkened_sheet

    load_library("skimage")
    check_sheet_path(options.sheet)
    engine = Engine.load(options.weights, options.device)
    write_darkened_sheet(options.sheet, list_clean(options.data, _SPLIT), product(engine))
    _print_notices(engine)


def _print_json(engine: Any, options: argparse.Namespace, values: dict[str, Any]) -> None:
    from ccnet_core.paths import WEIGHTS

    weights = Path(options.weights or WEIGHTS).name
    print(json.dumps({"weights": weights, "device": engine.description, **values}, indent=1, allow_nan=False))


def _print_notices(engine: Any) -> None:
    for notice in engine.notices:
        print(f"ccnet: {notice}", file=sys.stderr)
