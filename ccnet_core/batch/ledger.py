"""Who may write which file: the one place of a run that decides about names, whatever process computes."""

from __future__ import annotations

import itertools
import json
import os
from dataclasses import astuple
from pathlib import Path
from typing import Protocol

from ccnet_core.batch.hold import Holds
from ccnet_core.batch.job import BatchJob, OnConflict
from ccnet_core.batch.record import Content, Entry, Made, Record
from ccnet_core.canonical import canonical_path, file_id, is_file
from ccnet_core.errors import cannot_save
from ccnet_core.photo.pages import file_of
from ccnet_core.photo.writing import EXPORT_MARK

_RUN, _OTHER_RUN = -1, -2
"""What is held beside results, which count from 0."""


class Ledger(Protocol):
    """Answers a run's questions about files. Results are known by their numbers in the job."""

    def is_result(self, number: int) -> bool:
        """Whether the source of a result is itself what a batch wrote, and has not changed since."""

    def hold(self, number: int, made: Made) -> bool:
        """Keep other batches from making the same until :meth:`release`; False where one is at it."""

    def release(self, number: int) -> None:
        """It is made, or will not be."""

    def finished(self, number: int, made: Made) -> Path | None:
        """The file of the same that its source has already; None if it has none."""

    def claim(self, number: int, stem: str, suffix: str) -> Path | None:
        """The file for it, numbered where need be; None if one is there and that is enough."""

    def enter(self, number: int, target: Path, made: Made, content: Content) -> bool:
        """Record it as what is about to be written; False where its name is not to be had any more.

        Raises:
            PhotoError: the record cannot be written.
        """


class FolderLedger:
    """The ledger of the job's output folder."""

    def __init__(self, job: BatchJob) -> None:
        """Make the folder where it is not there, and read its record.

        Raises:
            PhotoError: the folder cannot be made, or its record cannot be read.
        """
        self._job = job
        try:
            job.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_save(job.folder, error) from error
        self._record = Record(job.folder)
        if self._record.problem is not None:
            raise self._record.problem
        self._holds = Holds(job.folder)
        self._records = {job.folder: self._record}
        # Lines of results that are not there any more: their names are free.
        self._gone = {
            name: entry for name, entry in self._record.entries.items() if not is_file(job.folder / name)
        }
        self._paths = [str(canonical_path(source)) for source in job.sources]
        self._sources = set(self._paths)
        self._files = {file_id(file_of(source)) for source in job.sources} - {None}
        self._claims: dict[str, int] = {}

    def is_result(self, number: int) -> bool:
        """By the record of the source's own folder: a new photo of an old result's name is none."""
        source = file_of(Path(self._path_of(number)))
        if source.parent not in self._records:
            self._records[source.parent] = Record(source.parent)
        record = self._records[source.parent]
        record.refresh()
        entry = record.entries.get(source.name)
        return entry is not None and entry.content.is_in(source)

    def hold(self, number: int, made: Made) -> bool:
        """Known by the source's name and all of which the result is made."""
        return self._holds.take(number, json.dumps([self._path_of(number), astuple(made)]))

    def hold_run(self, run: str) -> None:
        """Let other runs into this folder know that this one is not over, until :meth:`close`."""
        self._holds.take(_RUN, run)

    def is_over(self, run: str) -> bool:
        """Whether another run ended, however that was; where a system has no locks that is taken for so."""
        over = self._holds.take(_OTHER_RUN, run)
        self._holds.release(_OTHER_RUN)
        return over

    def knows(self, made: Made) -> bool:
        """Whether the record has a result of that, be it there or not."""
        self._record.refresh()
        return bool(self._record.made_of(made))

    @property
    def has_results(self) -> bool:
        """Whether the record has any."""
        return bool(self._record.entries)

    def release(self, number: int) -> None:
        """It is no longer this batch's."""
        self._holds.release(number)

    def close(self) -> None:
        """The batch is over: hold nothing any more."""
        self._holds.release_all()

    def finished(self, number: int, made: Made) -> Path | None:
        """A result of the source itself, or of a file of the same content that is no source of this job."""
        own = self._path_of(number)
        self._record.refresh()
        fitting = [
            (name, entry)
            for name, entry in self._record.made_of(made)
            if entry.path == own or entry.path not in self._sources
        ]
        for name, entry in sorted(fitting, key=lambda named: named[1].path != own):
            target = self._job.folder / name
            if self._claims.get(name.casefold(), number) == number and entry.content.is_in(target):
                self._claims[name.casefold()] = number
                return target
        return None

    def claim(self, number: int, stem: str, suffix: str) -> Path | None:
        """Sources, other sources' results and what others claimed in this run are never given.

        Nor is, of files that are there, anything but what this program wrote.
        """
        self._record.refresh()
        for copy in itertools.count(1):
            target = self._job.folder / f"{stem}{'' if copy == 1 else f'-{copy}'}{suffix}"
            # Where names differ by case alone, some file systems take them for the same.
            key = target.name.casefold()
            if self._claims.get(key, number) != number or self._is_anothers(number, target):
                continue
            if os.path.lexists(target):
                if self._job.on_conflict is OnConflict.SKIP:
                    return None
                if not self._may_replace(target):
                    continue
            self._claims[key] = number
            break
        return target

    def enter(self, number: int, target: Path, made: Made, content: Content) -> bool:
        """Another batch may have written its results into this folder meanwhile, and anybody a photo."""
        self._record.refresh()
        if self._is_anothers(number, target):
            return False
        if os.path.lexists(target) and not self._may_replace(target):
            return False
        self._record.add(target.name, Entry(self._path_of(number), made, content))
        return True

    def _path_of(self, number: int) -> str:
        """The canonical name of the source of a result."""
        return self._paths[number // self._job.count_of_sizes]

    def _is_anothers(self, number: int, target: Path) -> bool:
        """Whether a file is a source, or the result of another source that is still there."""
        if file_id(target) in self._files:
            return True
        entry = self._record.entries.get(target.name)
        if entry is None or entry is self._gone.get(target.name):
            return False
        return entry.path != self._path_of(number) and is_file(file_of(Path(entry.path)))

    def _may_replace(self, target: Path) -> bool:
        """Whether a file is to be replaced, and is what this program wrote: anything else may be an original.

        That is a result that is as it was written, or a file of the name that exports get by themselves.
        """
        if self._job.on_conflict is not OnConflict.OVERWRITE or not is_file(target):
            return False
        if os.path.islink(target):  # noqa: PTH114  (one way with os.path.lexists)
            return False
        entry = self._record.entries.get(target.name)
        result = entry is not None and entry.content.is_in(target)
        return result or target.stem.endswith(EXPORT_MARK)
