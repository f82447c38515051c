"""``ccnet batch``: folders of photos in, a folder of brightened photos out; goes on where it was stopped."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from ccnet_core.adjustments import Adjustments
from ccnet_core.batch import (
    BatchJob,
    BatchProgress,
    BatchReport,
    OnConflict,
    Outcome,
    State,
    collect_photos,
    run_batch,
)
from ccnet_core.batch.job import DEFAULT_TEMPLATE
from ccnet_core.batch.report import Watch
from ccnet_core.cli.options import (
    add_adjustment_options,
    add_engine_options,
    add_export_options,
    add_reading_options,
    count,
    export_options,
    read_adjustments,
)
from ccnet_core.cli.telling import fail, put, tell
from ccnet_core.errors import cannot_open
from ccnet_core.photo import PhotoError
from ccnet_core.photo.formats import EXPORT_FORMATS

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

_MOST_JOBS = 4
"""More by default would ask for much memory: each holds a photo at full size."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "batch",
        help="brighten folders of photos",
        description="Brighten many photos into a folder. Photos that have a result already, made of the same "
        "content with the same settings, are skipped: run it again to go on where it was stopped. "
        "No photo is ever replaced.",
    )
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="photos, and folders of photos")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="DIR",
        help="folder for the results, made if it is not there; may be the photos' own",
    )
    parser.add_argument("--recursive", action="store_true", help="look into folders in folders")
    parser.add_argument(
        "--name",
        default=DEFAULT_TEMPLATE,
        metavar="TEMPLATE",
        help="of the results, of {name}, {number} and {date} (default: %(default)s)",
    )
    parser.add_argument(
        "--on-conflict",
        choices=[choice.value for choice in OnConflict],
        default=OnConflict.NUMBER.value,
        help="with files that are there: number the new one (default), overwrite those that this program "
        "wrote, or skip the photo",
    )
    parser.add_argument("--format", choices=tuple(EXPORT_FORMATS), help="default: the photo's own, else jpeg")
    add_reading_options(parser)
    add_export_options(parser)
    add_adjustment_options(parser)
    parser.add_argument(
        "--own-adjustments",
        action="store_true",
        help="take those saved beside a photo, where there are any, instead of the ones above",
    )
    parser.add_argument(
        "--jobs",
        type=count,
        metavar="N",
        help="photos at once (default: one for every two cores, 4 at most, one on a GPU)",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object as each photo is done")
    add_engine_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # torch takes a second to import: mistakes in the options are told before that.
    try:
        sources = collect_photos(options.photos, recursive=options.recursive)
        job = _job(options, sources, Adjustments())
    except PhotoError as error:
        return fail(str(error))
    except OSError as error:
        return fail(str(cannot_open(Path(error.filename or ""), error)))
    if not sources:
        return fail(f"{', '.join(map(str, options.photos))}: there are no photos here")

    from ccnet_core.batch.processes import ProcessError
    from ccnet_core.network import WeightsError

    try:
        with tqdm(total=len(sources), unit="photo", disable=None) as bar:
            report = _process(options, job, _watch(bar, as_json=options.json))
    except (WeightsError, ProcessError, PhotoError, ValueError) as error:
        return fail(str(error))
    return _print_summary(report)


def _job(options: argparse.Namespace, sources: tuple[Path, ...], adjustments: Adjustments) -> BatchJob:
    return BatchJob(
        sources=sources,
        folder=options.output,
        options=replace(export_options(options), format=options.format),
        template=options.name,
        on_conflict=OnConflict(options.on_conflict),
        partial=options.partial,
        adjustments=adjustments,
        own_adjustments=options.own_adjustments,
    )


def _process(options: argparse.Namespace, job: BatchJob, watch: Watch) -> BatchReport:
    from ccnet_core.batch.processes import run_in_processes
    from ccnet_core.engine import Engine
    from ccnet_core.engine.devices import choose_device, default_threads

    engine: Engine | None = None

    def load() -> Engine:
        nonlocal engine
        engine = engine or Engine.load(options.weights, options.device)
        return engine

    adjustments = read_adjustments(options, lambda photo, part: load().picture_style(photo, part))
    job = _job(options, job.sources, adjustments)
    cores = default_threads()
    jobs = options.jobs
    if jobs is None:
        on_gpu = choose_device(options.device).type != "cpu"
        jobs = 1 if on_gpu else max(1, min(cores // 2, _MOST_JOBS))
    jobs = min(jobs, len(job.sources))
    if jobs == 1:
        return run_batch(job, load(), watch)
    threads = max(1, cores // jobs)
    return run_in_processes(job, jobs, threads, options.weights, options.device, watch)


def _watch(bar: tqdm, *, as_json: bool) -> Watch:
    def watch(progress: BatchProgress) -> None:
        outcome = progress.outcome
        if outcome is None:
            return
        bar.update(1)
        with bar.external_write_mode():
            if outcome.state is State.FAILED:
                fail(outcome.reason)
            for notice in outcome.notices:
                tell(f"{outcome.source.name}: {notice}")
        if as_json:
            with bar.external_write_mode():
                put(json.dumps(_values(outcome)))

    return watch


def _values(outcome: Outcome) -> dict[str, object]:
    return {
        "photo": str(outcome.source),
        "state": outcome.state.value,
        "output": str(outcome.output) if outcome.output else None,
        "reason": outcome.reason,
        "notices": list(outcome.notices),
        "seconds": round(outcome.seconds, 3),
    }


def _print_summary(report: BatchReport) -> int:
    """Failures were told as they came; what was skipped, and the numbers, come at the end."""
    for notice in report.notices:
        tell(notice)
    for outcome in report.having(State.SKIPPED):
        tell(f"skipped {outcome.reason}")
    counts = ", ".join(f"{len(report.having(state))} {state.value}" for state in State)
    tell(f"{counts}, {report.not_begun} not begun" if report.not_begun else counts)
    return 1 if report.having(State.FAILED) else 0
