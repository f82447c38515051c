"""``ccnet enhance``: photos in, brightened photos out."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ccnet_core.adjustments import Adjustments
from ccnet_core.canonical import file_id, is_folder
from ccnet_core.cli.options import (
    add_adjustment_options,
    add_engine_options,
    add_export_options,
    add_reading_options,
    read_adjustments,
    read_white_rule,
    sizes,
)
from ccnet_core.cli.telling import fail, put, tell
from ccnet_core.develop import OneRendering, develop_file
from ccnet_core.errors import CutShortError, FolderError, cannot_open, cannot_save
from ccnet_core.own_files import without_own_files
from ccnet_core.photo import ExportOptions, Photo, PhotoError
from ccnet_core.photo.formats import EXPORT_FORMATS, format_of_suffix
from ccnet_core.photo.pages import file_of, stem_of
from ccnet_core.photo.reading import LARGEST_FILE
from ccnet_core.photo.writing import EXPORT_MARK
from ccnet_core.reading import read_bounded
from ccnet_core.white_rule import WhiteRule

_STREAM = Path("-")
"""Standard input or output."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "enhance",
        help="brighten photos and write them at full size",
        description="Brighten photos and write them at full size, as the window's export does.",
    )
    parser.add_argument(
        "photos",
        nargs="+",
        type=Path,
        metavar="PHOTO",
        help="photos; of several pictures in a file, PHOTO#2 is the second; - is read from standard input",
    )
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="OUT",
        help=f"a file; or a folder, which several photos need, for files named PHOTO{EXPORT_MARK}; "
        "- writes the file to standard output",
    )
    parser.add_argument(
        "--format",
        choices=tuple(EXPORT_FORMATS),
        help="default: by the name of OUT; in a folder and for standard output the photo's own, else jpeg",
    )
    add_reading_options(parser)
    add_adjustment_options(parser)
    add_export_options(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace existing files")
    parser.add_argument("--json", action="store_true", help="print a JSON object as each photo is done")
    add_engine_options(parser)
    parser.set_defaults(run=_run, format_by_name=True)


def _run(options: argparse.Namespace) -> int:
    if _STREAM not in (*options.photos, options.output):
        return _run_on_files(options)
    with tempfile.TemporaryDirectory(prefix="ccnet-") as name:
        return _run_on_streams(options, Path(name))


def _run_on_streams(options: argparse.Namespace, folder: Path) -> int:
    """Standard input becomes a file to read, and the finished file goes to standard output in one go."""
    out = sys.stdout.buffer if options.output == _STREAM else None
    if out is not None:
        if len(options.photos) > 1 or len(options.resize or ()) > 1:
            return fail("-o - takes one photo in one size")
        if options.json:
            return fail("-o - and --json would both write to standard output; give one of them")
        if out.isatty():
            return fail("-o - would write a picture to the terminal; lead it into a file or another program")
    try:
        options.photos = [_spooled(path, folder) for path in options.photos]
    except OSError as error:
        return fail(f"standard input: {cannot_open(_STREAM, error).problem}")
    if out is None:
        return _run_on_files(options)
    options.output = folder / "standard output"
    options.format_by_name = False
    code = _run_on_files(options)
    if code == 0:
        out.write(options.output.read_bytes())
        out.flush()
    return code


def _spooled(path: Path, folder: Path) -> Path:
    """A photo's file, which of standard input is made."""
    if path != _STREAM:
        return path
    spool = folder / "standard input"
    if not spool.exists():
        spool.write_bytes(read_bounded(sys.stdin.buffer, spool, LARGEST_FILE))
    return spool


def _run_on_files(options: argparse.Namespace) -> int:
    # torch takes a second to import: mistakes in the options are told before that.
    from ccnet_core.engine import Engine
    from ccnet_core.network import WeightsError

    photos = without_own_files(options.photos)
    given_folder = is_folder(options.output)
    into_folder = given_folder or len(photos) > 1
    if into_folder and not given_folder:
        return fail(f"{options.output}: is not a folder; several photos need an existing folder")
    of_name = None if into_folder else format_of_suffix(options.output.suffix)
    if options.format and of_name not in (None, options.format):
        return fail(f"{options.output}: is named as another format than --format {options.format}")
    try:
        exports = sizes(options)
        engine = Engine.load(options.weights, options.device)
        white = read_white_rule(options)
        adjustments = read_adjustments(options, engine.picture_style)
    except (WeightsError, PhotoError, ValueError) as error:
        return fail(str(error))
    failures = 0
    pictures = [Path(reference.path) for reference in adjustments.references if reference.path]
    kept = _Kept((*photos, *pictures))
    wanted = [(path, export) for path in photos for export in exports]
    largest = max(options.resize) if len(exports) > 1 else None
    once, of = None, None
    for path, export in tqdm(wanted, unit="photo", disable=None if len(wanted) > 1 else True):
        is_last = False
        if largest is not None and path != of:
            once, of = OneRendering(largest), path
        try:
            report = _enhance(engine, path, adjustments, white, options, export, into_folder, kept, once)
        except PhotoError as error:
            hint = " Or pass --partial." if isinstance(error, CutShortError) else ""
            report = _failure(path, f"{error}{hint}")
            # Where nothing can be written, the next photo would be brightened in vain.
            is_last = isinstance(error, FolderError)
        except MemoryError:
            reason = "there is not enough memory; close other programs and try again"
            report = _failure(path, f"{path.name}: {reason}")
        except Exception as error:
            # Whatever is wrong with one photo, the others are not to wait for it.
            report = _failure(path, f"{path.name}: {type(error).__name__}: {' '.join(str(error).split())}")
        failures += report["output"] is None
        if options.json:
            put(json.dumps(report))
        if is_last:
            break
    for notice in engine.notices:
        tell(notice)
    return 1 if failures else 0


def _failure(path: Path, reason: str) -> dict[str, Any]:
    """Tell of a photo that was not written, and give what --json says of it."""
    fail(reason)
    return {"photo": str(path), "output": None, "error": reason}


def _enhance(
    engine: Any,
    path: Path,
    adjustments: Adjustments,
    white: WhiteRule,
    options: argparse.Namespace,
    export: tuple[str, ExportOptions],
    into_folder: bool,
    kept: _Kept,
    once: OneRendering | None,
) -> dict[str, Any]:
    """Enhance one photo in one size."""
    started = time.perf_counter()

    def options_for(photo: Photo) -> ExportOptions:
        format = options.format or export[1].format
        if options.format_by_name and not into_folder and not options.format:
            format = ExportOptions.for_path(_target(photo, options, export, into_folder)).format
        written = replace(export[1], format=format, overwrite=options.overwrite)
        return written.for_photo(photo)

    def target_for(photo: Photo, written: ExportOptions) -> Path:
        named = (export[0], replace(export[1], format=written.format))
        target = _target(photo, options, named, into_folder)
        try:
            exists = target.exists()
        except OSError as error:
            raise cannot_save(target, error) from error
        kept.check(target, path)
        if exists and not written.overwrite:
            # Told before the work rather than after it; saving checks again.
            raise PhotoError(target, "exists already", "Choose another name, or pass --overwrite.")
        return target

    written = develop_file(
        engine,
        path,
        adjustments,
        options_for,
        target_for,
        partial=options.partial,
        white=white,
        once=once,
    )
    assert written is not None  # only where there is no target
    kept.results.add(file_id(written.target))
    for notice in written.notices:
        tell(f"{written.source.name}: {notice}")
    return {
        "photo": str(path),
        "output": str(written.target),
        "width": written.size[1],
        "height": written.size[0],
        "device": engine.description,
        "notices": list(written.notices),
        "seconds": round(time.perf_counter() - started, 3),
    }


class _Kept:
    """What not even --overwrite replaces: the photos, whether they were read yet or not, and the results."""

    def __init__(self, originals: Sequence[Path]) -> None:
        self._originals = {file_id(file_of(path)) for path in originals} - {None}
        self.results: set[tuple[int, int] | None] = set()

    def check(self, target: Path, photo: Path) -> None:
        """Raise PhotoError unless the result of a photo may be written to a file."""
        found = file_id(target)
        if found is None:
            return
        if found == file_id(file_of(photo)):
            raise PhotoError(target, "is the photo itself", "Choose another name.")
        if found in self._originals:
            problem = f"is one of the pictures to begin with; the result of {photo} cannot replace it"
            raise PhotoError(target, problem, "Choose another name.")
        if found in self.results:
            raise PhotoError(target, f"is the result of another photo, not of {photo}", "Rename one of them.")


def _target(
    photo: Photo, options: argparse.Namespace, export: tuple[str, ExportOptions], into_folder: bool
) -> Path:
    output: Path = options.output
    mark, written = export
    if not into_folder:
        return output.with_name(f"{output.stem}{mark}{output.suffix}") if mark else output
    stem = stem_of(photo.path) if photo.path else "photo"
    return output / f"{stem}{EXPORT_MARK}{mark}{written.for_photo(photo).suffix}"
