"""Runs a batch on the workers of a Dask cluster: https://distributed.dask.org.

The process that was started leads: it alone decides about names, in the order of the photos, and writes the
record. Workers look at photos and develop them into temporary files, as :mod:`ccnet_core.batch.tasks` says. A
photo whose worker dies is done by another; where the leading process dies, the next one goes on by the
record. So results, record and report are the same as of a run in one process, to the byte where processors,
versions and threads are the same.

What is on its way at any time is bounded by the number of workers, whatever the number of photos.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import re
import secrets
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccnet_core.atomic import mode_of, take_name
from ccnet_core.batch.job import BatchJob
from ccnet_core.batch.ledger import FolderLedger
from ccnet_core.batch.processes import ProcessError
from ccnet_core.batch.report import BatchReport, Outcome, State, Tally, Watch, ignore
from ccnet_core.batch.run import (
    PATIENCE_SECONDS,
    already_exists,
    already_finished,
    earlier_result,
    failure,
)
from ccnet_core.batch.scheduler import Scheduler
from ccnet_core.batch.tasks import (
    Changed,
    Developed,
    Failed,
    Looked,
    Result,
    Setup,
    Target,
    Unfit,
    bytes_for,
    develop_photo,
    look_at,
    versions,
)
from ccnet_core.canonical import is_file
from ccnet_core.errors import cannot_save
from ccnet_core.messages import Message
from ccnet_core.paths import ROOT
from ccnet_core.photo.pages import file_of
from ccnet_core.progress import Cancelled

if TYPE_CHECKING:
    from distributed import Client, Future

MEMORY = "MEMORY"
"""The resource, in bytes, of which a worker that declares it is asked no more than it has."""
_AT_ONCE = 2
"""Photos of one kind of work that are given out for each worker: one that it is at, and one to go on with."""
_ON_THEIR_WAY = 8
"""Photos for each worker that are looked at or developed, and whose turn has not come."""
_TICK_SECONDS = 0.25
_COUNT_SECONDS = 2.0
_LOOK_FIRST = 10
_TEMPORARY = re.compile(r"\.ccnet-([0-9a-f]{8})(?:-[0-9a-f]{16})?\.tmp")
"""What :class:`Setup` names."""


@contextmanager
def connected(scheduler: Scheduler, threads: int, patience: float = 10.0) -> Iterator[Client]:
    """A client of a cluster; workers that were started for it end with it.

    Args:
        scheduler: which cluster.
        threads: of each worker that is started here.
        patience: seconds in which a scheduler has to answer.

    Raises:
        ProcessError: the extra is not installed, or no scheduler answers.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
        from distributed.system import MEMORY_LIMIT
    except ImportError as error:
        raise ProcessError(
            'a scheduler needs Dask, which is not installed: pip install "ccnet-studio[cluster]"'
        ) from error
    with contextlib.ExitStack() as stack:
        address = scheduler.address
        if scheduler.workers:
            share = MEMORY_LIMIT // scheduler.workers
            # What tasks give is small: a worker that is short of memory has nothing to put aside, and one
            # that waits for memory would wait for ever.
            rules: dict[str, object] = {
                f"distributed.worker.memory.{step}": False for step in ("target", "spill", "pause")
            }
            # Pictures come and go: with Dask's threshold each is given back to the system and asked for anew.
            rules["distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_"] = None
            stack.enter_context(dask.config.set(rules))
            scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="ccnet-"))
            address = stack.enter_context(
                LocalCluster(
                    n_workers=scheduler.workers,
                    threads_per_worker=threads,
                    processes=True,
                    host="127.0.0.1",
                    # Of scheduler and workers both, for none but this machine, at ports that are free.
                    dashboard_address="127.0.0.1:0",
                    worker_dashboard_address="127.0.0.1:0",
                    silence_logs=logging.ERROR,
                    memory_limit=share,
                    resources={MEMORY: share},
                    local_directory=scratch,
                )
            )
        try:
            client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ProcessError(
                Message(
                    "{address}: no scheduler answers there ({reason})", address=address, reason=str(error)
                )
            ) from error
        yield stack.enter_context(client)


@dataclass(frozen=True, slots=True)
class Tasks:
    """What workers do with a photo; benchmarks give others that take and give the same."""

    look: Callable[..., Looked | Failed | Unfit] = look_at
    develop: Callable[..., Developed | Failed | Changed | Unfit] = develop_photo


def run_on_cluster(
    job: BatchJob,
    client: Client,
    weights: Path | None = None,
    device: str = "auto",
    watch: Watch = ignore,
    tasks: Tasks = Tasks(),
) -> BatchReport:
    """Do a job as :func:`ccnet_core.batch.run_batch` does.

    Args:
        job: what to do.
        client: of the cluster; its machines see photos, results and weights where this one does.
        weights: file of the network; None for the one that ships.
        device: what every engine computes on.
        watch: told how far the whole and each photo are; may stop the batch, what is written stays.
        tasks: what workers do.

    Raises:
        PhotoError: the output folder cannot be made.
        ProcessError: a worker is not fit for the run, or the scheduler is gone.
    """
    if weights is not None:
        weights = weights.absolute()
        weights = weights.relative_to(ROOT) if weights.is_relative_to(ROOT) else weights
    ledger, tally = FolderLedger(job), Tally(job, watch)
    alone = replace(job, folder=job.folder.absolute(), sources=(), frames=None, chosen=None)
    setup = Setup(secrets.token_hex(4), alone, weights, device, versions())
    lead = _Lead(setup, job, client, ledger, tally, tasks)
    try:
        with _marked(setup, ledger):
            lead.work()
    except Cancelled:
        return tally.report(cancelled=True)
    finally:
        ledger.close()
    return tally.report()


@contextmanager
def _marked(setup: Setup, ledger: FolderLedger) -> Iterator[None]:
    """Puts a file by which workers know the folder, and leaves no temporary files of ended runs behind."""
    folder = setup.job.folder
    ledger.hold_run(setup.run)
    _remove_temporaries(folder, {run for run in _runs(folder) if ledger.is_over(run)})
    try:
        setup.marker.touch()
    except OSError as error:
        raise cannot_save(folder, error) from error
    try:
        yield
    finally:
        _remove_temporaries(folder, {setup.run})


def _runs(folder: Path) -> set[str]:
    """The runs of which temporary files are in a folder."""
    return {match[1] for match in map(_TEMPORARY.fullmatch, _names(folder)) if match}


def _remove_temporaries(folder: Path, runs: set[str]) -> None:
    """The marker goes first: workers that are still at something see by it that nobody wants that."""
    for run in runs:
        _remove(folder / f".ccnet-{run}.tmp")
    for name in _names(folder) if runs else ():
        match = _TEMPORARY.fullmatch(name)
        if match and match[1] in runs:
            _remove(folder / name)


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  (names alone)
    except OSError:
        return []


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


@dataclass(slots=True, eq=False)
class _Photo:
    """A photo on its way.

    Attributes:
        index: of the source.
        looked: what was seen of it.
        targets: what is to be made of it.
        developed: the same, made.
        outcomes: what became of its results, by their numbers; those that are missing are targets.
    """

    index: int
    looked: Looked | None = None
    targets: list[Target] = field(default_factory=list)
    developed: Developed | None = None
    outcomes: dict[int, Outcome] = field(default_factory=dict)


class _Lead:
    """A run, seen from the process that leads it."""

    def __init__(
        self,
        setup: Setup,
        job: BatchJob,
        client: Client,
        ledger: FolderLedger,
        tally: Tally,
        tasks: Tasks,
    ) -> None:
        from distributed import as_completed

        self._setup, self._job, self._client, self._ledger, self._tally = setup, job, client, ledger, tally
        self._tasks = tasks
        self._waiting: Iterator[int] = iter(job.indices)
        self._again: list[int] = []
        # Those whose names are not decided yet, and all that are on their way, in their order.
        self._nameless: deque[_Photo] = deque()
        self._photos: deque[_Photo] = deque()
        self._looking: dict[Future, _Photo] = {}
        self._developing: dict[Future, _Photo] = {}
        self._completed = as_completed(loop=client.loop, with_results=True, raise_errors=False)
        self._weights = ""
        self._submitted = 0
        self._workers, self._memory, self._counted = 0, 0.0, -_COUNT_SECONDS
        # Of a folder full of results most photos are done: whether one is shows without opening it.
        self._open_at_once = not ledger.has_results

    def work(self) -> None:
        """Give out photos and take in results until all is done."""
        while self._fill():
            self._name()
            self._finish()
            if self._looking or self._developing:
                for future, result in self._next_completed():
                    self._receive(future, result)

    def _fill(self) -> bool:
        """Give more photos out to be looked at; whether any are on their way."""
        self._count_workers()
        at_once = max(1, self._workers)
        while len(self._looking) < _AT_ONCE * at_once and len(self._photos) < _ON_THEIR_WAY * at_once:
            index = next(self._waiting, None)
            if index is None:
                if self._photos or not self._again:
                    break
                # Other batches are at these.
                time.sleep(PATIENCE_SECONDS)
                self._waiting, self._again = iter(self._again), []
                continue
            photo = _Photo(index)
            self._photos.append(photo)
            self._nameless.append(photo)
            if self._ledger.is_result(self._job.numbers_of(index)[0]):
                self._end(photo, earlier_result(self._job.sources[index]))
            else:
                self._look(photo, opened=self._open_at_once)
        return bool(self._photos)

    def _look(self, photo: _Photo, *, opened: bool) -> None:
        job, index = self._job, photo.index
        frame = None if job.frames is None else job.frames[index]
        arguments = (self._setup, job.sources[index].absolute(), job.number_of(index), frame)
        future = self._submit(self._tasks.look, *arguments, opened=opened, priority=_LOOK_FIRST)
        self._looking[future] = photo

    def _submit(self, task: Any, *arguments: Any, **named: Any) -> Future:
        self._submitted += 1
        key = (f"ccnet-{task.__name__}-{self._setup.run}", self._submitted)
        future = self._client.submit(task, *arguments, key=key, pure=False, **named)
        self._completed.add(future)
        return future

    def _next_completed(self) -> list[tuple[Future, Any]]:
        """What came in; the watch is told meanwhile, as it may stop the run."""
        while not self._completed.has_ready():
            with self._completed.thread_condition:
                self._completed.thread_condition.wait_for(self._completed.has_ready, _TICK_SECONDS)
            first = self._photos[0]
            for number in self._job.numbers_of(first.index):
                self._tally.progress(number, 0.0 if first.looked is None else 0.5)
            self._count_workers()
        return list(self._completed.next_batch(block=False))

    def _count_workers(self) -> None:
        """Workers come and go."""
        now = time.monotonic()
        if now - self._counted < _COUNT_SECONDS:
            return
        self._counted = now
        try:
            workers = self._client.scheduler_info()["workers"].values()
        except (OSError, KeyError, RuntimeError):
            return
        self._workers = len(workers)
        self._memory = max((worker["resources"].get(MEMORY, 0.0) for worker in workers), default=0.0)

    def _receive(self, future: Future, result: Any) -> None:
        photo = self._looking.pop(future, None) or self._developing.pop(future)
        source = self._job.sources[photo.index]
        if future.status == "finished":
            self._take(photo, source, result)
        elif future.status == "error":
            self._end(photo, self._lost(source, result[1]))
        else:
            raise ProcessError("the scheduler is gone. Run the same again to go on.")

    def _take(self, photo: _Photo, source: Path, result: Any) -> None:
        if isinstance(result, Unfit):
            raise ProcessError(result.reason)
        if isinstance(result, Failed):
            outcome = result.outcome
            if result.unseen and is_file(file_of(source)):
                reason = Message(
                    "{file}: a worker does not see it at {path}. All machines need it at the same place.",
                    file=source.name,
                    path=str(source),
                )
                outcome = replace(outcome, reason=reason)
            self._end(photo, outcome)
        elif isinstance(result, Looked):
            self._weights = self._weights or result.made[0].weights
            if result.made[0].weights != self._weights:
                raise ProcessError("workers have different weights: results would differ.")
            if result.stems is None and not all(map(self._ledger.knows, result.made)):
                self._look(photo, opened=True)
            else:
                photo.looked = result
        elif isinstance(result, Changed):
            reason = Message("{file}: it changed meanwhile. Run the same again.", file=source.name)
            self._end(photo, Outcome(source, State.FAILED, reason=reason))
        else:
            photo.developed = result

    def _end(self, photo: _Photo, outcome: Outcome) -> None:
        """That became of all its results of which nothing has become yet."""
        for number in self._job.numbers_of(photo.index):
            photo.outcomes.setdefault(number, outcome)

    def _is_decided(self, photo: _Photo) -> bool:
        """Whether it is known what became of all its results, or they are made."""
        missing = self._job.count_of_sizes - len(photo.outcomes)
        return not missing or photo.developed is not None

    def _lost(self, source: Path, error: Exception) -> Outcome:
        """What became of a photo whose task failed as a task."""
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            reason = Message(
                "{file}: every process that was at it was ended by the system, perhaps for lack of memory. "
                "Try again with fewer workers.",
                file=source.name,
            )
            return Outcome(source, State.FAILED, reason=reason)
        if isinstance(error, ImportError):
            raise ProcessError(
                Message("CCNet Studio is not installed where the workers run ({reason})", reason=str(error))
            ) from error
        return failure(source, error)

    def _name(self) -> None:
        """Decide about names, in the order of the photos, and give out what is to be developed."""
        at_once = _AT_ONCE * max(1, self._workers)
        while self._nameless and len(self._developing) < at_once:
            photo = self._nameless[0]
            if not photo.outcomes:
                if photo.looked is None:
                    break
                try:
                    decided = self._decide(photo, photo.looked)
                except Exception as error:
                    self._end(photo, failure(self._job.sources[photo.index], error))
                else:
                    if not decided:
                        break
            self._nameless.popleft()

    def _decide(self, photo: _Photo, looked: Looked) -> bool:
        """Whether it is decided what becomes of a photo that was looked at."""
        index, source = photo.index, self._job.sources[photo.index]
        numbers = self._job.numbers_of(index)
        if not all(map(self._ledger.hold, numbers, looked.made)):
            # Another batch is making one of them at this moment.
            self._release(photo)
            self._photos.remove(photo)
            self._again.append(index)
            return True
        finished = {n: self._ledger.finished(n, made) for n, made in zip(numbers, looked.made, strict=True)}
        if looked.stems is None and not all(finished.values()):
            # What the record knows is not there any more.
            photo.looked = None
            self._open_again(photo)
            return False
        for size, number in enumerate(numbers):
            there = finished[number]
            if there is not None:
                photo.outcomes[number] = already_finished(source, there)
            elif self._memory and bytes_for(looked.pixels) > self._memory:
                photo.outcomes[number] = self._too_large(source, looked)
            elif looked.stems is not None:
                self._claim(photo, looked, size, looked.stems[size])
        if photo.targets:
            needed = {MEMORY: bytes_for(looked.pixels)} if self._memory else None
            arguments = (self._setup, source.absolute(), looked, tuple(photo.targets))
            future = self._submit(self._tasks.develop, *arguments, resources=needed)
            self._developing[future] = photo
        return True

    def _too_large(self, source: Path, looked: Looked) -> Outcome:
        reason = Message(
            "{file}: it takes about {needed} GB of memory, and no worker has more than {there} GB. "
            "Try again with fewer workers.",
            file=source.name,
            needed=f"{bytes_for(looked.pixels) / 1e9:.1f}",
            there=f"{self._memory / 1e9:.1f}",
        )
        return Outcome(source, State.FAILED, reason=reason)

    def _claim(self, photo: _Photo, looked: Looked, size: int, stem: str) -> None:
        """Decide about the name of a result; what becomes of it where it needs none is told."""
        number = self._job.numbers_of(photo.index)[size]
        target = self._ledger.claim(number, stem, looked.suffix)
        if target is None:
            source = self._job.sources[photo.index]
            photo.outcomes[number] = already_exists(source, f"{stem}{looked.suffix}")
        else:
            mode = mode_of(target) if looked.overwrite else None
            photo.targets.append(Target(size, target.absolute(), mode))

    def _open_again(self, photo: _Photo) -> None:
        self._release(photo)
        self._look(photo, opened=True)

    def _release(self, photo: _Photo) -> None:
        for number in self._job.numbers_of(photo.index):
            self._ledger.release(number)

    def _finish(self) -> None:
        """Give results their names, in the order of the photos."""
        while self._photos and self._is_decided(self._photos[0]):
            photo = self._photos[0]
            if self._nameless and self._nameless[0] is photo:
                break
            self._photos.popleft()
            of_engine = self._publish(photo)
            self._release(photo)
            for number, outcome in sorted(photo.outcomes.items()):
                self._tally.finish(number, outcome, of_engine)
                if outcome.stops:
                    raise Cancelled

    def _publish(self, photo: _Photo) -> list[str]:
        """Give what was made of a photo its names; what is to be known of the engine that made it."""
        if photo.developed is None:
            return []
        source = self._job.sources[photo.index]
        for target, result in zip(photo.targets, photo.developed.results, strict=True):
            number = self._job.numbers_of(photo.index)[target.size]
            try:
                outcome = self._name_result(photo, target, result)
            except Exception as error:
                outcome = failure(source, error)
            photo.outcomes[number] = replace(outcome, seconds=photo.developed.seconds)
        return list(photo.developed.of_engine)

    def _name_result(self, photo: _Photo, wanted: Target, result: Result) -> Outcome:
        """Record a result and give it its name; another one where that is not to be had any more."""
        source, looked = self._job.sources[photo.index], photo.looked
        number = self._job.numbers_of(photo.index)[wanted.size]
        assert looked is not None
        assert looked.stems is not None
        # As the job names the folder.
        target: Path | None = self._job.folder / wanted.path.name
        stem = looked.stems[wanted.size]
        try:
            while target is not None:
                # What appears under a name that was free is nobody's to replace.
                overwrite = looked.overwrite and os.path.lexists(target)
                try:
                    if not self._ledger.enter(number, target, looked.made[wanted.size], result.content):
                        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
                    take_name(result.temporary, target, overwrite=overwrite)
                except FileExistsError:
                    target = self._ledger.claim(number, stem, looked.suffix)
                except OSError as error:
                    if not os.path.lexists(result.temporary):
                        # Where a file system has no locks, another batch may take it for left behind.
                        reason = Message("{file}: its result is gone. Run the same again.", file=source.name)
                        return Outcome(source, State.FAILED, reason=reason)
                    raise cannot_save(target, error) from error
                else:
                    return Outcome(source, State.WRITTEN, target, notices=result.notices)
        finally:
            _remove(result.temporary)
        return already_exists(source, f"{stem}{looked.suffix}")
