"""``ccnet evaluate``: measure what the product makes of photos."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from ccnet_core.cli.options import DATA_HELP, add_engine_options, count

if TYPE_CHECKING:
    from ccnet_core.data.layout import PhotoPair
    from ccnet_core.evaluation.free import Develop

_SPLIT = "val"
_SIZE_PHOTOS = 4
"""Photos for tone against size: each is brightened at up to 4 MP."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "evaluate",
        help="measure fidelity, light and control",
        description="Measure what the product makes of photos. Needs scikit-image. "
        "pairs: compare outputs with bright photos of the same scenes, beside simple methods. "
        "brackets: compare outputs of dark exposures with the fusion of a dark and a bright one. "
        "noise: noise and detail at full size, on crops of camera noise, beside other ways to denoise. "
        "free: what becomes of lights and shadows in any photos. "
        f"control: how well outputs obey the sliders, on the {_SPLIT} photos of a data folder. "
        "styles: main colours, skin and grey of any photos in the built-in styles. "
        f"darkened: a sheet of 12 of its bright {_SPLIT} photos, darkened and brought back.",
    )
    parser.add_argument("kind", nargs="?", choices=_KINDS, default="pairs", help="what (default: pairs)")
    data = parser.add_argument_group("photos")
    data.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help=f"{DATA_HELP}; with brackets.csv (brackets); with noisy and mean (noise); "
        "any photos (free, styles)",
    )
    data.add_argument("--low", type=Path, metavar="DIR", help="dark photos (pairs)")
    data.add_argument("--high", type=Path, metavar="DIR", help="bright photos of the same names (pairs)")
    data.add_argument(
        "--pairs", type=Path, metavar="CSV", help="a table low, high, scene, split alone (pairs)"
    )
    data.add_argument(
        "--split", help=f"of --data or --pairs: train or val (pairs, brackets; default: {_SPLIT})"
    )
    data.add_argument(
        "--limit",
        type=count,
        metavar="N",
        help="at most N photos of each data set (pairs, brackets, noise, free, control, styles)",
    )
    data.add_argument(
        "--against",
        type=Path,
        metavar="FILE|DIR",
        help="other weights, or a folder of pictures of the same names that something else made (free)",
    )
    parser.add_argument(
        "--sheet",
        type=Path,
        metavar="FILE",
        help="write photos side by side, a PNG or JPEG (pairs, darkened); with --against a blind sheet, "
        "which side is which in FILE.key.json (free)",
    )
    parser.add_argument("--each", action="store_true", help="the figures of each photo too (free)")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object instead of tables (all but darkened)"
    )
    add_engine_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ccnet_core.data.layout import DataError
    from ccnet_core.evaluation.errors import EvaluationError
    from ccnet_core.network import WeightsError
    from ccnet_core.photo import PhotoError

    try:
        _check_options(options)
        _KINDS[options.kind](options)
    except (DataError, EvaluationError, PhotoError, WeightsError, ValueError) as error:
        print(f"ccnet: {error}", file=sys.stderr)
        return 1
    return 0


def _check_options(options: argparse.Namespace) -> None:
    """Nothing that is asked for is passed over."""
    from ccnet_core.evaluation.errors import EvaluationError

    given = {name for name in set().union(*_TAKEN.values()) if getattr(options, name)}
    if others := sorted(given - _TAKEN[options.kind]):
        raise EvaluationError(f"{options.kind} takes no --{others[0]}")
    if missing := sorted(_NEEDED[options.kind] - given):
        raise EvaluationError(f"{options.kind} needs --{' and --'.join(missing)}")
    if options.kind == "free" and options.sheet and not options.against:
        raise EvaluationError("free needs --against for a --sheet: it shows two results of each photo")


def _evaluate_pairs(options: argparse.Namespace) -> None:
    from ccnet_core.engine import Engine
    from ccnet_core.evaluation.libraries import load_library
    from ccnet_core.evaluation.pairs import (
        BASELINES,
        PRODUCT,
        burnt_of_all,
        evaluate_pairs,
        format_rows,
        limit_pairs,
        natural_scenes,
        product,
    )
    from ccnet_core.evaluation.sheet import check_sheet_path, write_sheet

    load_library("skimage")  # told of before the work rather than after it
    if options.sheet:
        check_sheet_path(options.sheet)
    pairs = _find_pairs(options)
    if options.limit:
        pairs = limit_pairs(pairs, options.limit)
    engine = Engine.load(options.weights, options.device)
    enhance = product(engine)
    methods = {**BASELINES, PRODUCT: enhance}
    natural = natural_scenes(options.pairs.parent if options.pairs else options.data, pairs)
    rows = evaluate_pairs(tqdm(pairs, unit="photo", disable=None), methods, natural)
    if options.sheet:
        write_sheet(options.sheet, pairs, enhance)
    if options.json:
        values = {"rows": [row.to_dict() for row in rows], "burnt_added": burnt_of_all(rows)}
        _print_json(engine, options, values)
    else:
        print(format_rows(rows))
    _print_notices(engine)


def _find_pairs(options: argparse.Namespace) -> list[PhotoPair]:
    """The pairs of a data folder, of a table or of two folders."""
    from ccnet_core.data.layout import pair_folders, read_pairs
    from ccnet_core.evaluation.errors import EvaluationError
    from ccnet_core.evaluation.pairs import split_pairs

    split = options.split or _SPLIT
    match (options.data, options.pairs, options.low, options.high):
        case (data, None, None, None) if data:
            return split_pairs(data, split)
        case (None, table, None, None) if table:
            pairs = read_pairs(table, split)
            if not pairs:
                raise EvaluationError(f"{table}: has no pair in the split {split!r}")
            return pairs
        case (None, None, low, high) if low and high and not options.split:
            return pair_folders(low, high, low.resolve().name)
    raise EvaluationError("give either --data or --pairs, each with --split or without, or --low and --high")


def _evaluate_brackets(options: argparse.Namespace) -> None:
    from ccnet_core.data.layout import choose_evenly
    from ccnet_core.engine import Engine
    from ccnet_core.evaluation.baselines import unchanged
    from ccnet_core.evaluation.brackets import bracket_pairs, read_bracket
    from ccnet_core.evaluation.libraries import load_library
    from ccnet_core.evaluation.pairs import INPUT, PRODUCT, evaluate_pairs, format_rows, product

    load_library("skimage")  # told of before the work rather than after it
    pairs = bracket_pairs(options.data, options.split or _SPLIT)
    if options.limit:
        pairs = choose_evenly(pairs, options.limit)
    engine = Engine.load(options.weights, options.device)
    methods = {INPUT: unchanged, PRODUCT: product(engine)}
    rows = evaluate_pairs(tqdm(pairs, unit="photo", disable=None), methods, read=read_bracket)
    if options.json:
        _print_json(engine, options, {"rows": [row.to_dict() for row in rows]})
    else:
        print(format_rows(rows))
    _print_notices(engine)


def _evaluate_free(options: argparse.Namespace) -> None:
    from ccnet_core.data.layout import choose_evenly
    from ccnet_core.engine import Engine
    from ccnet_core.evaluation.blind import BlindSheet
    from ccnet_core.evaluation.errors import EvaluationError
    from ccnet_core.evaluation.free import (
        develop_photos,
        developed_by,
        format_each,
        format_free,
        list_photos,
        measure_developed,
        summarize_free,
        the_photo,
    )
    from ccnet_core.evaluation.libraries import load_library
    from ccnet_core.evaluation.pairs import INPUT, PRODUCT

    load_library("skimage")  # told of before the work rather than after it
    photos = list_photos(options.data)
    engine = Engine.load(options.weights, options.device)
    methods = {INPUT: the_photo, PRODUCT: developed_by(engine)}
    sheet = None
    if options.against:
        # No other method has a name that begins so.
        against = f"against {options.against.name}"
        photos, methods[against] = _other_results(options, photos)
        sheet = BlindSheet(options.sheet, (PRODUCT, against)) if options.sheet else None
    if options.limit:
        photos = choose_evenly(photos, options.limit)
    figures = []
    for developed in develop_photos(tqdm(photos, unit="photo", disable=None), methods, _tell):
        figures += measure_developed(developed)
        if sheet:
            sheet.add(developed)
    if not figures:
        raise EvaluationError(f"{options.data}: none of its photos could be measured")
    rows = summarize_free(figures)
    if sheet:
        sheet.write()
    if options.json:
        values = {"rows": [row.to_dict() for row in rows]}
        _print_json(
            engine, options, values | ({"photos": [f.to_dict() for f in figures]} if options.each else {})
        )
    else:
        print(*([format_each(figures)] if options.each else []), format_free(rows), sep="\n\n")
    _print_notices(engine)


def _other_results(options: argparse.Namespace, photos: list[Path]) -> tuple[list[Path], Develop]:
    """What to compare with, and the photos of which there is something to compare with."""
    from ccnet_core.canonical import is_folder
    from ccnet_core.engine import Engine
    from ccnet_core.evaluation.free import developed_by, developed_elsewhere, pictures_by_photo

    if not is_folder(options.against):
        return photos, developed_by(Engine.load(options.against, options.device))
    pictures = pictures_by_photo(options.against)
    if lonely := [photo.name for photo in photos if photo.stem not in pictures]:
        _tell(f"{options.against}: has no picture of {', '.join(lonely)} (left out)")
    return [photo for photo in photos if photo.stem in pictures], developed_elsewhere(pictures)


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


def _evaluate_styles(options: argparse.Namespace) -> None:
    from ccnet_core.data.layout import choose_evenly
    from ccnet_core.engine import Engine
    from ccnet_core.evaluation.free import list_photos
    from ccnet_core.evaluation.libraries import load_library
    from ccnet_core.evaluation.matching import format_matching, measure_matching
    from ccnet_core.styles import load_styles

    load_library("skimage")  # told of before the work rather than after it
    photos = list_photos(options.data)
    if options.limit:
        photos = choose_evenly(photos, options.limit)
    engine = Engine.load(options.weights, options.device)
    references = [style.reference() for style in load_styles() if style.palette is not None]
    rows = measure_matching(engine, tqdm(photos, unit="photo", disable=None), references)
    if options.json:
        values = {"photos": len(photos), "styles": [reference.name for reference in references]}
        _print_json(engine, options, values | {"rows": [row.to_dict() for row in rows]})
    else:
        print(f"{len(photos)} photos in {len(references)} styles", format_matching(rows), sep="\n\n")
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


def _evaluate_noise(options: argparse.Namespace) -> None:
    from ccnet_core.data.layout import choose_evenly, pair_folders
    from ccnet_core.engine import Engine
    from ccnet_core.evaluation.denoising import evaluate_denoising, format_denoising, noise_folders
    from ccnet_core.evaluation.libraries import load_library

    load_library("skimage")  # told of before the work rather than after it
    pairs = pair_folders(*noise_folders(options.data), "noise")
    if options.limit:
        pairs = choose_evenly(pairs, options.limit)
    engine = Engine.load(options.weights, options.device)
    rows = evaluate_denoising(tqdm(pairs, unit="photo", disable=None), engine)
    if options.json:
        _print_json(engine, options, {"rows": [row.to_dict() for row in rows]})
    else:
        print(format_denoising(rows))
    _print_notices(engine)


_KINDS = {
    "pairs": _evaluate_pairs,
    "brackets": _evaluate_brackets,
    "noise": _evaluate_noise,
    "free": _evaluate_free,
    "control": _evaluate_control,
    "styles": _evaluate_styles,
    "darkened": _show_darkened,
}
_TAKEN = {
    "pairs": {"data", "low", "high", "pairs", "split", "limit", "sheet", "json"},
    "brackets": {"data", "split", "limit", "json"},
    "noise": {"data", "limit", "json"},
    "free": {"data", "limit", "against", "sheet", "each", "json"},
    "control": {"data", "limit", "json"},
    "styles": {"data", "limit", "json"},
    "darkened": {"data", "sheet"},
}
_NEEDED: dict[str, set[str]] = {
    "pairs": set(),
    "brackets": {"data"},
    "noise": {"data"},
    "free": {"data"},
    "control": {"data"},
    "styles": {"data"},
    "darkened": {"data", "sheet"},
}


def _print_json(engine: Any, options: argparse.Namespace, values: dict[str, Any]) -> None:
    from ccnet_core.paths import WEIGHTS

    weights = Path(options.weights or WEIGHTS).name
    print(json.dumps({"weights": weights, "device": engine.description, **values}, indent=1, allow_nan=False))


def _print_notices(engine: Any) -> None:
    for notice in engine.notices:
        _tell(notice)


def _tell(line: object) -> None:
    print(f"ccnet: {line}", file=sys.stderr)
