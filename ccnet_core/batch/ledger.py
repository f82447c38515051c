"""Who may write which file: the one place of a run that decides about names, whatever process computes."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Protocol

from ccnet_core.batch.job import BatchJob, OnConflict
from ccnet_core.batch.record import Entry, Made, Record, file_digest
from ccnet_core.canonical import canonical_path, is_file
from ccnet_core.errors import cannot_save


class Ledger(Protocol):
    """Answers a run's questions about files. Sources are named by their index in the job."""

    def is_result(self, index: int) -> bool:
        """Whether a source is itself what a batch wrote."""

    def finished(self, index: int, made: Made) -> Path | None:
        """The result that a source has already, made of the same; None if it has none."""

    def claim(self, index: int, stem: str, suffix: str) -> Path | None:
        """The file for a source's result, numbered where need be; None if one is there and that is enough."""

    def enter(self, index: int, target: Path, made: Made, content: str) -> bool:
        """Record a result that is about to be written; False where another batch took its name meanwhile.

        Raises:
            PhotoError: the record cannot be written.
        """


class FolderLedger:
    """The ledger of the job's output folder."""

    def __init__(self, job: BatchJob) -> None:
        """Make the folder where it is not there, and read its record.

        Raises:
            PhotoError: the folder cannot be made.
        """
        self._job = job
        try:
            job.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_save(job.folder, error) from error
        self._record = Record(job.folder)
        self._records = {job.folder: self._record}
        # Lines of results that are not there any more: their names are free.
        self._gone = {
            name: entry for name, entry in self._record.entries.items() if not is_file(job.folder / name)
        }
        self._paths = [str(canonical_path(source)) for source in job.sources]
        self._sources = set(self._paths)
        self._files = {_file_id(source) for source in job.sources} - {None}
        self._claims: dict[str, int] = {}

    def is_result(self, index: int) -> bool:
        """By the record of the source's own folder."""
        source = Path(self._paths[index])
        if source.parent not in self._records:
            self._records[source.parent] = Record(source.parent)
        record = self._records[source.parent]
        record.refresh()
        return source.name in record.entries

    def finished(self, index: int, made: Made) -> Path | None:
        """A result of the source itself, or of a file of the same content that is no source of this job."""
        own = self._paths[index]
        fitting = [
            (name, entry)
            for name, entry in self._record.entries.items()
            if entry.made == made and (entry.path == own or entry.path not in self._sources)
        ]
        for name, entry in sorted(fitting, key=lambda named: named[1].path != own):
            target = self._job.folder / name
            if self._claims.get(name.casefold(), index) == index and _holds(target, entry.content):
                self._claims[name.casefold()] = index
                return target
        return None

    def claim(self, index: int, stem: str, suffix: str) -> Path | None:
        """Sources, other sources' results and what others claimed in this run are never given."""
        self._record.refresh()
        for number in itertools.count(1):
            target = self._job.folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
            # Where names differ by case alone, some file systems take them for the same.
            key = target.name.casefold()
            if self._claims.get(key, index) != index or self._is_anothers(index, target):
                continue
            if os.path.lexists(target):
                if self._job.on_conflict is OnConflict.SKIP:
                    return None
                if self._job.on_conflict is OnConflict.NUMBER or target.is_dir():
                    continue
            self._claims[key] = index
            break
        return target

    def enter(self, index: int, target: Path, made: Made, content: str) -> bool:
        """Another batch may have written its results into this folder meanwhile, and told of them."""
        self._record.refresh()
        if self._is_anothers(index, target):
            return False
        self._record.add(target.name, Entry(self._paths[index], made, content))
        return True

    def _is_anothers(self, index: int, target: Path) -> bool:
        """Whether a file is a source, or the result of another source that is still there."""
        if _file_id(target) in self._files:
            return True
        entry = self._record.entries.get(target.name)
        if entry is None or entry is self._gone.get(target.name):
            return False
        return entry.path != self._paths[index] and is_file(entry.path)


def _file_id(path: Path) -> tuple[int, int] | None:
    """What names, links and folders of one file have in common."""
    try:
        about = path.stat()
    except (OSError, ValueError):
        return None
    return about.st_dev, about.st_ino


def _holds(path: Path, content: str) -> bool:
    try:
        return file_digest(path) == content
    except OSError:
        return False
