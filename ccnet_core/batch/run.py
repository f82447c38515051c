"""Runs a batch photo by photo. A photo that fails is told of and does not stop the others."""

from __future__ import annotations

import errno
import logging
import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ccnet_core import rendering
from ccnet_core.adjustments import Adjustments
from ccnet_core.batch.job import BatchJob
from ccnet_core.batch.ledger import FolderLedger, Ledger
from ccnet_core.batch.record import Content, Made, file_digest
from ccnet_core.batch.report import BatchReport, Outcome, State, Tally, Watch, ignore
from ccnet_core.canonical import is_file
from ccnet_core.develop import OneRendering, develop_file
from ccnet_core.errors import FolderError, cannot_open, cannot_save
from ccnet_core.looks import allow
from ccnet_core.messages import Message
from ccnet_core.photo import ExportOptions, Photo, PhotoError, open_photo
from ccnet_core.photo.pages import page_of
from ccnet_core.white_rule import AS_DECIDED, WhiteRule

if TYPE_CHECKING:
    from ccnet_core.engine import Engine, Progress

_log = logging.getLogger(__name__)
PATIENCE_SECONDS = 0.2
"""How long a photo that another batch is at is left alone before the next is looked at."""

ReadAdjustments = Callable[[Path], Adjustments | None]
"""The adjustments saved for a photo, None where there are none; raises PhotoError where they are damaged."""


def read_own_adjustments(photo: Path) -> Adjustments | None:
    """The adjustments saved beside a photo; None where there are none.

    Raises:
        PhotoError: they cannot be read.
    """
    from ccnet_core.sidecar import read_sidecar

    return read_sidecar(photo)


def run_batch(
    job: BatchJob,
    engine: Engine,
    watch: Watch = ignore,
    read_adjustments: ReadAdjustments = read_own_adjustments,
) -> BatchReport:
    """Do a job in this thread.

    Of a photo that gets several sizes the largest is rendered and the others are reduced from it. Photos that
    have a result already, made of the same content with the same settings, weights and rendering,
    are skipped: a batch that was stopped goes on where it was. No source is ever replaced, and no source's
    result by another's.

    Args:
        job: what to do.
        engine: what brightens; its notices are moved to the report.
        watch: told how far the whole and each photo are; may stop the batch, what is written stays.
        read_adjustments: where a photo's own adjustments are.

    Raises:
        PhotoError: the output folder cannot be made.
    """
    from ccnet_core.engine import Cancelled

    ledger, tally = FolderLedger(job), Tally(job, watch)
    worker = PhotoWorker(job, engine, ledger, read_adjustments)
    waiting = deque(number for index in job.indices for number in job.numbers_of(index))
    try:
        while waiting:
            number = waiting.popleft()
            outcome = worker.process(number, lambda share, number=number: tally.progress(number, share))  # type: ignore[misc]
            notices, engine.notices[:] = list(engine.notices), []
            if outcome is None:
                waiting.append(number)
                continue
            tally.finish(number, outcome, notices)
            if outcome.stops:
                return tally.report(cancelled=True)
    except Cancelled:
        return tally.report(cancelled=True)
    finally:
        ledger.close()
    return tally.report()


class PhotoWorker:
    """Makes the results of a job's photos with one engine."""

    def __init__(
        self,
        job: BatchJob,
        engine: Engine,
        ledger: Ledger,
        read_adjustments: ReadAdjustments = read_own_adjustments,
    ) -> None:
        self._job, self._engine, self._ledger = job, engine, ledger
        self._read_adjustments = read_adjustments
        self._sizes = job.each_size
        # What the sizes of a source share that are made one after the other, and the hash of that source.
        self._once: OneRendering | None = None
        self._once_of: tuple[int, str] | None = None
        self._weights = engine.network.digest()
        for look in job.adjustments.looks:
            # Whoever began the batch saw these; those beside photos are others.
            allow(look.path)

    def process(self, number: int, progress: Progress) -> Outcome | None:
        """Make one result; None after a while if another batch is making it at this moment.

        Raises:
            Cancelled: ``progress`` said so.
        """
        from ccnet_core.engine import Cancelled

        started, index = time.perf_counter(), number // len(self._sizes)
        source = self._job.sources[index]
        outcome: Outcome | None
        try:
            progress(0.0)
            outcome = self._process(number, index, source, progress)
        except Cancelled:
            raise
        except Exception as error:
            # Whatever is wrong with one photo, the others are not to wait for it.
            outcome = failure(source, error)
        finally:
            self._ledger.release(number)
            if number + 1 == (index + 1) * len(self._sizes):
                self._share(None)
        if outcome is None:
            time.sleep(PATIENCE_SECONDS)
            return None
        return replace(outcome, seconds=time.perf_counter() - started)

    def _share(self, of: tuple[int, str] | None) -> OneRendering | None:
        """What the sizes of a source share; it is held no longer once another is come to."""
        if of != self._once_of:
            side = self._sizes[0].rendered_at
            self._once = None if of is None or side is None else OneRendering(side)
            self._once_of = of
        return self._once

    def _process(self, number: int, index: int, source: Path, progress: Progress) -> Outcome | None:
        if self._ledger.is_result(number):
            return earlier_result(source)
        job = self._sizes[number % len(self._sizes)]
        frame = None if job.frames is None else job.frames[index]
        adjustments, white = decided(job, source, frame, self._read_adjustments)
        digest, settings = source_digest(source), job.settings_digest(adjustments, white)
        made = Made(digest, settings, self._weights, rendering.RENDERING)
        if not self._ledger.hold(number, made):
            return None
        finished = self._ledger.finished(number, made)
        if finished is not None:
            return already_finished(source, finished)
        wanted = ""

        def claim(photo: Photo, options: ExportOptions) -> Path | None:
            nonlocal wanted
            stem = job.stem_for(index, photo)
            wanted = f"{stem}{options.suffix}"
            return self._ledger.claim(number, stem, options.suffix)

        def enter(target: Path, data: bytes) -> None:
            if not self._ledger.enter(number, target, made, Content.of(data)):
                taken = FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
                raise cannot_save(target, taken) from taken

        written = develop_file(
            self._engine,
            source,
            adjustments,
            job.options_for,
            claim,
            progress,
            partial=job.partial,
            working_pixels=job.working_pixels,
            before_writing=enter,
            white=white,
            once=self._share((index, digest)),
        )
        if written is None:
            return already_exists(source, wanted)
        return Outcome(source, State.WRITTEN, written.target, notices=written.notices)


def earlier_result(source: Path) -> Outcome:
    """What became of a source that is itself what a batch wrote."""
    reason = Message("{file}: result of an earlier batch", file=source.name)
    return Outcome(source, State.SKIPPED, reason=reason)


def already_finished(source: Path, result: Path) -> Outcome:
    """What became of a photo whose result is there."""
    reason = Message("{file}: already finished: {result}", file=source.name, result=result.name)
    return Outcome(source, State.SKIPPED, result, reason)


def already_exists(source: Path, wanted: str) -> Outcome:
    """What became of a photo where a file is there under the name that its result would have."""
    reason = Message("{file}: already exists: {result}", file=source.name, result=wanted)
    return Outcome(source, State.SKIPPED, reason=reason)


def failure(source: Path, error: Exception) -> Outcome:
    """What became of a photo whose work raised an error."""
    if isinstance(error, PhotoError):
        return Outcome(source, State.FAILED, reason=error.message, stops=isinstance(error, FolderError))
    if isinstance(error, MemoryError):
        reason = Message(
            "{file}: there is not enough memory. Close other programs and try again.", file=source.name
        )
        return Outcome(source, State.FAILED, reason=reason)
    _log.error("%s failed", source, exc_info=error)
    return Outcome(source, State.FAILED, reason=f"{source.name}: {type(error).__name__}: {error}")


def decided(
    job: BatchJob, source: Path, frame: Adjustments | None, read_adjustments: ReadAdjustments
) -> tuple[Adjustments, WhiteRule]:
    """The adjustments of a photo, and how its white balance follows.

    Args:
        job: what is to be done.
        source: the photo's file.
        frame: its adjustments as a frame of a series.
        read_adjustments: where its own adjustments are.

    Raises:
        PhotoError: its own adjustments cannot be read.
    """
    own = read_adjustments(source) if job.own_adjustments else None
    # What was decided about one photo is not decided anew.
    return frame or own or job.adjustments, job.white if own is None else AS_DECIDED


def source_digest(source: Path) -> str:
    """A hash of a photo's file, and of which of its pictures it is.

    Raises:
        PhotoError: it cannot be read.
    """
    file, page = page_of(source)
    if not is_file(file):
        # It says what is wrong; a pipe would never end.
        open_photo(source)
    try:
        return file_digest(file) + ("" if page is None else f"#{page}")
    except OSError as error:
        raise cannot_open(source, error) from error
