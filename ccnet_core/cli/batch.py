"""``ccnet batch``: folders of photos in, a folder of brightened photos out; goes on where it was stopped."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
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
from ccnet_core.batch.scheduler import Scheduler
from ccnet_core.batch.selection import LARGEST_LIST, Shard, listed_paths
from ccnet_core.cli.options import (
    add_adjustment_options,
    add_engine_options,
    add_export_options,
    add_reading_options,
    count,
    export_options,
    read_adjustments,
    read_white_rule,
)
from ccnet_core.cli.telling import fail, put, tell
from ccnet_core.errors import cannot_open
from ccnet_core.photo import PhotoError
from ccnet_core.photo.formats import EXPORT_FORMATS
from ccnet_core.reading import read_bounded, read_regular
from ccnet_core.sidecar import read_whole_sidecar

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
    parser.add_argument("photos", nargs="*", type=Path, metavar="PHOTO", help="photos, and folders of photos")
    parser.add_argument(
        "--files-from",
        metavar="FILE",
        help="take more of them from a list, a path a line or with NUL characters between them; "
        "- reads it from standard input",
    )
    parser.add_argument(
        "--shard",
        type=_shard,
        metavar="NUMBER/COUNT",
        help="do one share of the photos alone, such as 3/16, and the others elsewhere; photos are shared "
        "out by their names, each is in exactly one",
    )
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
        "--series",
        action="store_true",
        help="take the photos, in their order, for frames of a time-lapse or burst: one exposure runs "
        "smoothly through them, without flicker, and between frames with saved settings these change evenly",
    )
    parser.add_argument(
        "--flagged", action="store_true", help="take those photos alone that were flagged in the window"
    )
    at_once = parser.add_mutually_exclusive_group()
    at_once.add_argument(
        "--jobs",
        type=count,
        metavar="N",
        help="photos at once (default: one for every two cores, 4 at most, one on a GPU)",
    )
    at_once.add_argument(
        "--scheduler",
        type=_scheduler,
        metavar="SCHEDULER",
        help="let the workers of a Dask cluster do the photos: local:N starts N here, tcp://HOST:PORT is a "
        "scheduler whose workers see photos and results at the same paths as this machine",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object as each photo is done")
    add_engine_options(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # torch takes a second to import: mistakes in the options are told before that.
    try:
        given = [*options.photos, *_listed(options.files_from)]
        if not given:
            raise ValueError("no photos are named: give some, or a list of some as --files-from")
        sources = collect_photos(given, recursive=options.recursive)
        if options.flagged:
            sources = tuple(source for source in sources if _is_flagged(source))
        job = _job(options, sources, Adjustments())
    except (PhotoError, ValueError) as error:
        return fail(str(error))
    except OSError as error:
        return fail(str(cannot_open(Path(error.filename or ""), error)))
    if not sources:
        kind = "flagged photos" if options.flagged else "photos"
        named = [*map(str, options.photos), *([options.files_from] if options.files_from else [])]
        return fail(f"{', '.join(named)}: there are no {kind} here")
    if not job.indices:
        tell(f"none of {len(sources)} photos is in shard {options.shard.number}/{options.shard.count}")
        return 0

    from ccnet_core.batch.processes import ProcessError
    from ccnet_core.network import WeightsError

    try:
        with tqdm(total=len(job.indices) * job.count_of_sizes, unit="photo", disable=None) as bar:
            report = _process(options, sources, _watch(bar, as_json=options.json))
    except (WeightsError, ProcessError, PhotoError, ValueError) as error:
        return fail(str(error))
    return _print_summary(report)


def _shard(text: str) -> Shard:
    """An argparse type: a share of the photos."""
    try:
        return Shard.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _scheduler(text: str) -> Scheduler:
    """An argparse type: a cluster."""
    try:
        return Scheduler.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _listed(name: str | None) -> list[Path]:
    """The paths of a list; none where there is no list.

    Raises:
        PhotoError: it cannot be read.
    """
    if name is None:
        return []
    try:
        if name == "-":
            return listed_paths(read_bounded(sys.stdin.buffer, Path("standard input"), LARGEST_LIST))
        return listed_paths(read_regular(Path(name), LARGEST_LIST))
    except OSError as error:
        raise cannot_open(Path(name), error) from error


def _is_flagged(photo: Path) -> bool:
    whole = read_whole_sidecar(photo)
    return whole is not None and whole.notes.flagged


def _job(options: argparse.Namespace, sources: tuple[Path, ...], adjustments: Adjustments) -> BatchJob:
    export = export_options(options)
    sizes = options.resize
    return BatchJob(
        sources=sources,
        folder=options.output,
        options=replace(export, format=options.format or export.format),
        template=options.name,
        on_conflict=OnConflict(options.on_conflict),
        partial=options.partial,
        adjustments=adjustments,
        own_adjustments=options.own_adjustments,
        white=read_white_rule(options),
        chosen=options.shard.indices(sources) if options.shard else None,
        sizes=tuple(sizes) if sizes and len(sizes) > 1 else None,
    )


def _process(options: argparse.Namespace, sources: tuple[Path, ...], watch: Watch) -> BatchReport:
    from ccnet_core.batch.processes import run_in_processes
    from ccnet_core.batch.series import plan_series
    from ccnet_core.engine import Engine
    from ccnet_core.engine.devices import choose_device, default_threads

    engine: Engine | None = None

    def load() -> Engine:
        nonlocal engine
        engine = engine or Engine.load(options.weights, options.device)
        return engine

    adjustments = read_adjustments(options, lambda photo, part: load().picture_style(photo, part))
    cores = default_threads()
    jobs = options.jobs
    if jobs is None:
        on_gpu = choose_device(options.device).type != "cpu"
        jobs = 1 if on_gpu else max(1, min(cores // 2, _MOST_JOBS))
    job = _job(options, sources, adjustments)
    if options.series:
        series = plan_series(job, load())
        before, after = series.flicker
        steps = f"L* flickered by {before:.2f} from frame to frame, now by {after:.2f}"
        tell(f"{series.key_frames} key frames; {steps}")
        job = series.job
    if options.scheduler is not None:
        from ccnet_core.batch.cluster import connected, run_on_cluster

        scheduler: Scheduler = options.scheduler
        with connected(scheduler, max(1, cores // (scheduler.workers or 1))) as client:
            workers = len(client.scheduler_info()["workers"])
            tell(
                f"{scheduler.address or 'local'}: {workers} workers{'' if workers else ', waiting for some'}"
            )
            return run_on_cluster(job, client, options.weights, options.device, watch)
    jobs = min(jobs, len(job.indices))
    threads = max(1, cores // jobs)
    if jobs == 1:
        return run_batch(job, load(), watch)
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
    numbers = Counter(outcome.state for outcome in report.outcomes)
    counts = ", ".join(f"{numbers[state]} {state.value}" for state in State)
    tell(f"{counts}, {report.not_begun} not begun" if report.not_begun else counts)
    return 1 if numbers[State.FAILED] else 0
