"""Runs a batch photo by photo. A photo that fails is told of and does not stop the others."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ccnet_core import rendering
from ccnet_core.adjustments import Adjustments
from ccnet_core.batch.job import BatchJob
from ccnet_core.batch.ledger import FolderLedger, Ledger
from ccnet_core.batch.record import Made, file_digest
from ccnet_core.batch.report import BatchReport, Outcome, State, Tally, Watch, ignore
from ccnet_core.canonical import is_file
from ccnet_core.errors import FolderError, cannot_open, cannot_save
from ccnet_core.messages import Message
from ccnet_core.photo import ExportOptions, Photo, PhotoError, open_photo, save_photo
from ccnet_core.photo.pages import page_of
from ccnet_core.photo.reducing import reduced_photo

if TYPE_CHECKING:
    from ccnet_core.engine import Engine, Progress
    from ccnet_core.photo.pages import page_of
from ccnet_core.photo.reducing import Pixels

_log = logging.getLogger(__name__)
# Shares of a photo's time, roughly: reading; the working picture; the full size; encoding and writing.
_READ, _BRIGHTENED, _EXPORTED = 0.05, 0.2, 0.95

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

    Photos that have a result already, made of the same content with the same settings, weights and rendering,
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
    try:
        for index in range(len(job.sources)):
            outcome = worker.process(index, lambda share, index=index: tally.progress(index, share))  # type: ignore[misc]
            notices, engine.notices[:] = list(engine.notices), []
            tally.finish(index, outcome, notices)
            if outcome.stops:
                return tally.report(cancelled=True)
    except Cancelled:
        return tally.report(cancelled=True)
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
        self._weights = engine.network.digest()

    def process(self, index: int, progress: Progress) -> Outcome:
        """Make the result of one source.

        Raises:
            Cancelled: ``progress`` said so.
        """
        from ccnet_core.engine import Cancelled

        started, source = time.perf_counter(), self._job.sources[index]
        try:
            progress(0.0)
            outcome = self._process(index, source, progress)
        except Cancelled:
            raise
        except PhotoError as error:
            stops = isinstance(error, FolderError)
            outcome = Outcome(source, State.FAILED, reason=error.message, stops=stops)
        except MemoryError:
            reason = Message(
                "{file}: there is not enough memory. Close other programs and try again.", file=source.name
            )
            outcome = Outcome(source, State.FAILED, reason=reason)
        except Exception as error:
            # Whatever is wrong with one photo, the others are not to wait for it.
            _log.exception("%s failed", source)
            outcome = Outcome(source, State.FAILED, reason=f"{source.name}: {type(error).__name__}: {error}")
        return replace(outcome, seconds=time.perf_counter() - started)

    def _process(self, index: int, source: Path, progress: Progress) -> Outcome:
        if self._ledger.is_result(index):
            reason = Message("{file}: result of an earlier batch", file=source.name)
            return Outcome(source, State.SKIPPED, reason=reason)
        own = self._read_adjustments(source) if self._job.own_adjustments else None
        adjustments = own or self._job.adjustments
        settings = self._job.settings_digest(adjustments)
        made = Made(_source_digest(source), settings, self._weights, rendering.RENDERING)
        finished = self._ledger.finished(index, made)
        if finished is not None:
            reason = Message("{file}: already finished: {result}", file=source.name, result=finished.name)
            return Outcome(source, State.SKIPPED, finished, reason)
        photo = open_photo(source, partial=self._job.partial)
        progress(_READ)
        told: list[Message] = []
        options, stem = self._job.options_for(photo), self._job.stem_for(index, photo)
        target = self._ledger.claim(index, stem, options.suffix)
        picture = None
        while target is not None:
            if picture is None:
                photo = reduced_photo(photo, options.long_side)
                picture = self._render(photo, adjustments, options, progress)
            try:
                self._save(index, target, picture, photo, made, told)
            except PhotoError as error:
                if not isinstance(error.__cause__, FileExistsError):
                    raise
                # Somebody else took the name meanwhile.
                target = self._ledger.claim(index, stem, options.suffix)
            else:
                return Outcome(source, State.WRITTEN, target, notices=(*photo.notices, *told))
        reason = Message(
            "{file}: already exists: {result}", file=source.name, result=f"{stem}{options.suffix}"
        )
        return Outcome(source, State.SKIPPED, reason=reason)

    def _render(
        self, photo: Photo, adjustments: Adjustments, options: ExportOptions, progress: Progress
    ) -> Pixels:
        from ccnet_core.progress import part_of

        brightening = part_of(progress, _READ, _BRIGHTENED)
        brightened = self._engine.brighten(photo, brightening, self._job.working_pixels)
        exporting = part_of(progress, _BRIGHTENED, _EXPORTED)
        return self._engine.export(
            brightened, adjustments, options.sample_bits, exporting, profile=options.profile
        )

    def _save(
        self, index: int, target: Path, picture: Pixels, photo: Photo, made: Made, told: list[Message]
    ) -> None:
        def enter(data: bytes) -> None:
            if not self._ledger.enter(index, target, made, hashlib.sha256(data).hexdigest()):
                taken = FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
                raise cannot_save(target, taken) from taken

        options = self._job.options_for(photo)
        save_photo(target, picture, options, photo, before_writing=enter, tell=told.append)


def _source_digest(source: Path) -> str:
    file, page = page_of(source)
    if not is_file(file):
        # It says what is wrong; a pipe would never end.
        open_photo(source)
    try:
        return file_digest(file) + ("" if page is None else f"#{page}")
    except OSError as error:
        raise cannot_open(source, error) from error
