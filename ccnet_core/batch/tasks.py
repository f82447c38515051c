"""What workers of a cluster do: look at a photo, and develop it into a file that has no name yet.

A worker decides about no name and writes no record. So it does not matter which worker does what, whether two
do the same since one was taken for dead, or at what moment one dies: what is there is a temporary file more.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from ccnet_core import rendering
from ccnet_core.adjustments import Adjustments
from ccnet_core.atomic import write_temporary
from ccnet_core.batch.job import BatchJob
from ccnet_core.batch.record import Content, Made
from ccnet_core.batch.report import Outcome
from ccnet_core.batch.run import decided, failure, read_own_adjustments, source_digest
from ccnet_core.cv import cv2
from ccnet_core.develop import OneRendering, develop
from ccnet_core.errors import cannot_save
from ccnet_core.looks import allow
from ccnet_core.messages import Message
from ccnet_core.paths import ROOT
from ccnet_core.photo import open_photo
from ccnet_core.photo.pages import file_of
from ccnet_core.white_rule import WhiteRule

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

_PACKAGES = ("ccnet-studio", "torch", "numpy")


@dataclass(frozen=True, slots=True)
class Setup:
    """What is the same for all photos of a run, and travels with each.

    Attributes:
        run: what tells the run from others, fit for the name of a file.
        job: what is to be done, without sources and frames; all paths are absolute.
        weights: file of the network; None for the one that ships, relative for one that ships beside it.
        device: what engines compute on.
        versions: what :func:`versions` gives where the run is led.
    """

    run: str
    job: BatchJob
    weights: Path | None
    device: str
    versions: dict[str, str]

    @property
    def marker(self) -> Path:
        """A file by which a worker knows the folder of the results, and that the run is not over."""
        return self.job.folder / f".ccnet-{self.run}.tmp"

    def temporary(self) -> Path:
        """A new name for a result that has none yet."""
        return self.job.folder / f".ccnet-{self.run}-{secrets.token_hex(8)}.tmp"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of a photo.

    Attributes:
        made: of what its result is made, of each size.
        adjustments: what was decided about it.
        white: how its white balance follows.
        stems: what the templates name its results; None where the photo was not opened.
        suffix: of the results.
        overwrite: whether a result may be replaced.
        pixels: of the photo.
        seconds: how long that took.
    """

    made: tuple[Made, ...]
    adjustments: Adjustments
    white: WhiteRule
    stems: tuple[str, ...] | None = None
    suffix: str = ""
    overwrite: bool = False
    pixels: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Target:
    """A file that is to be made of a photo.

    Attributes:
        size: which of the job's sizes it has, from 0.
        path: its name.
        mode: the permissions of a file that is there; None where there is none.
    """

    size: int
    path: Path
    mode: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """A result that is wholly written and has no name yet.

    Attributes:
        temporary: its file.
        content: what that holds.
        notices: what the person should know of how the photo was read and written.
    """

    temporary: Path
    content: Content
    notices: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Developed:
    """What was made of a photo.

    Attributes:
        results: one of each size that was asked for, in that order.
        of_engine: what the person should know of the engine.
        seconds: how long that took.
    """

    results: tuple[Result, ...]
    of_engine: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """What became of a photo that cannot be done.

    Attributes:
        outcome: it.
        unseen: whether the photo is not there, for this worker.
    """

    outcome: Outcome
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """The photo is no longer what was looked at."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """The worker cannot take part in the run, and why."""

    reason: Message


class _UnfitError(Exception):
    """As :class:`Unfit`, to be raised."""


def versions() -> dict[str, str]:
    """What has to be the same everywhere for results to be the same, as installed here."""
    found = {"rendering": str(rendering.RENDERING)}
    for package in _PACKAGES:
        try:
            # What follows a plus says for which hardware it was built.
            found[package] = version(package).partition("+")[0]
        except PackageNotFoundError:
            found[package] = "unknown"
    return found


def bytes_for(pixels: int) -> int:
    """How much memory a worker takes for a photo of so many pixels, program and network included.

    ``python -m benchmarks export`` measured 0.6 GiB above the program's at 24 megapixels and 1.4 GiB at 100.
    """
    return 500_000_000 + 18 * pixels


def look_at(
    setup: Setup, source: Path, number: str, frame: Adjustments | None, *, opened: bool
) -> Looked | Failed | Unfit:
    """Find out of what a photo's results are made, and what they are to be named.

    Args:
        setup: of the run.
        source: the photo's file.
        number: what the template has for its number.
        frame: its adjustments as a frame of a series.
        opened: whether the photo is to be opened, which its name and its size take.
    """
    started = time.perf_counter()
    try:
        digest = _loaded(setup).digest
        job = setup.job
        adjustments, white = decided(job, source, frame, read_own_adjustments)
        of_photo, sizes = source_digest(source), job.each_size
        made = tuple(
            Made(of_photo, sized.settings_digest(adjustments, white), digest, rendering.RENDERING)
            for sized in sizes
        )
        if not opened:
            return Looked(made, adjustments, white)
        photo = open_photo(source, partial=job.partial)
        options = job.options_for(photo)
        stems = tuple(sized.stem_of(source, number, photo) for sized in sizes)
        seconds, pixels = time.perf_counter() - started, photo.height * photo.width
        return Looked(made, adjustments, white, stems, options.suffix, options.overwrite, pixels, seconds)
    except _UnfitError as error:
        return Unfit(error.args[0])
    except Exception as error:
        return Failed(failure(source, error), unseen=not os.path.lexists(file_of(source)))


def develop_photo(
    setup: Setup, source: Path, looked: Looked, targets: tuple[Target, ...]
) -> Developed | Failed | Changed | Unfit:
    """Make results of a photo, in temporary files beside those that they are to be.

    Args:
        setup: of the run.
        source: the photo's file.
        looked: what was seen of it.
        targets: the files that are to be made, at least one.
    """
    started = time.perf_counter()
    results: list[Result] = []
    try:
        loaded = _loaded(setup)
        job = setup.job
        if not os.path.lexists(setup.marker) or source_digest(source) != looked.made[0].source:
            # Of a run that is over nobody hears that.
            return Changed()
        photo, sizes = open_photo(source, partial=job.partial), job.each_size
        side, of_engine = sizes[0].rendered_at, list[str]()
        once = None if side is None else OneRendering(side)
        for target in targets:
            with loaded.lock:
                picture = develop(
                    loaded.engine,
                    photo,
                    looked.adjustments,
                    sizes[target.size].options_for(photo),
                    working_pixels=job.working_pixels,
                    white=looked.white,
                    once=once,
                )
                of_engine += loaded.engine.notices
                loaded.engine.notices.clear()
            data, notices = picture.encode(target.path)
            results.append(Result(setup.temporary(), Content.of(data), (*photo.notices, *notices)))
            _write(setup, results[-1].temporary, data, target)
        seconds = looked.seconds + time.perf_counter() - started
        return Developed(tuple(results), tuple(of_engine), seconds)
    except _UnfitError as error:
        return Unfit(error.args[0])
    except Exception as error:
        for result in results:
            result.temporary.unlink(missing_ok=True)
        return Failed(failure(source, error), unseen=not os.path.lexists(file_of(source)))


def _write(setup: Setup, temporary: Path, data: bytes, target: Target) -> None:
    try:
        write_temporary(temporary, data, target.mode)
    except OSError as error:
        raise cannot_save(target.path, error) from error
    finally:
        # Whoever ends a run takes the marker away, then what is left behind. Nobody takes this then.
        if not os.path.lexists(setup.marker):
            temporary.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The engine of a process: it does one photo at a time, with as many threads as the worker was given."""

    engine: Engine
    digest: str
    lock: threading.Lock


_loading = threading.Lock()


def _loaded(setup: Setup) -> _Loaded:
    """The engine of this process for a run, which the process has to be fit for."""
    with _loading:
        _check(setup.run, setup.marker, tuple(setup.versions.items()))
        for look in setup.job.adjustments.looks:
            # Whoever began the batch saw these; those beside photos are others.
            allow(look.path)
        # Joined with an absolute path it is that one.
        file = setup.weights and ROOT / setup.weights
        return _engine(file, _stamp(file), setup.device)


def _stamp(file: Path | None) -> tuple[int, int] | None:
    """By which a file that was replaced shows: workers live longer than runs."""
    try:
        status = file.stat() if file else None
    except OSError:
        status = None  # loading it says what is wrong
    return status and (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _check(run: str, marker: Path, wanted: tuple[tuple[str, str], ...]) -> None:
    """See once a run whether this process is fit for it."""
    here = versions()
    for name, value in wanted:
        if here.get(name) != value:
            reason = Message(
                "a worker on {machine} has {name} {here}, and this machine {value}: results would differ. "
                "Install the same there.",
                machine=_machine(),
                name=name,
                here=here.get(name, "unknown"),
                value=value,
            )
            raise _UnfitError(reason)
    if not os.path.lexists(marker):
        reason = Message(
            "a worker on {machine} does not see the folder {folder}. All machines need it at the same place.",
            machine=_machine(),
            folder=str(marker.parent),
        )
        raise _UnfitError(reason)


@lru_cache(maxsize=1)
def _engine(weights: Path | None, stamp: tuple[int, int] | None, device: str) -> _Loaded:
    """Loaded once a process."""
    import torch
    from distributed import get_worker

    from ccnet_core.engine import Engine
    from ccnet_core.network import WeightsError

    threads = get_worker().state.nthreads
    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)
    try:
        engine = Engine.load(weights, device)
    except (WeightsError, ValueError) as error:
        reason = Message("a worker on {machine}: {problem}", machine=_machine(), problem=str(error))
        raise _UnfitError(reason) from error
    return _Loaded(engine, engine.network.digest(), threading.Lock())


def _machine() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "unknown")
