"""What a folder knows about the results in it: the record by which a batch goes on where it was stopped.

``.ccnet-batch.jsonl`` lies in the output folder, so it goes where the results go, and says of each result of
which source's content, settings, weights and rendering it is made, and what its own content is. Contents are
compared, not times and sizes: copying, syncing and restoring change times, and a photo retouched in place
keeps its name.

It is a line of JSON per result, and only ever grows: thousands of photos take no longer each than a few, and
batches that write into one folder do not undo each other's lines. The last line of a name counts.

A line is written before its file, and counts only while the file is there with that content. So there is no
moment at which a batch can be killed and, started again, writes a photo twice or takes for finished what is
not.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from ccnet_core.canonical import is_file
from ccnet_core.errors import PhotoError, cannot_open, cannot_save
from ccnet_core.own_files import RECORD_NAME
from ccnet_core.reading import UnusableFileError, check_regular, open_regular

LARGEST_RECORD = 256_000_000
"""Bytes: the lines of several hundred thousand results."""
_SCHEMA = 1
_LONGEST_LINE = 64_000
_PIECE = 1 << 20
_ENDS = 1 << 16
"""So many bytes at the beginning and at the end of a file tell it from others of its size."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """Of what a result is made, and how.

    Attributes:
        source: SHA-256 of the source's file.
        settings: SHA-256 of the settings.
        weights: SHA-256 of the network.
        rendering: :data:`ccnet_core.rendering.RENDERING` of the program.
    """

    source: str
    settings: str
    weights: str
    rendering: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds.

    Attributes:
        digest: SHA-256 of all of it.
        size: in bytes; None where an earlier version did not write it down.
        ends: SHA-256 of its beginning and its end, likewise.
    """

    digest: str
    size: int | None = None
    ends: str | None = None

    @classmethod
    def of(cls, data: bytes) -> Self:
        """That of a file that is about to be written."""
        ends = hashlib.sha256(data[:_ENDS] + data[max(_ENDS, len(data) - _ENDS) :])
        return cls(hashlib.sha256(data).hexdigest(), len(data), ends.hexdigest())

    def is_in(self, path: Path) -> bool:
        """Whether a file holds it; all of the file is read."""
        try:
            size = check_regular(path, sys.maxsize)
            return self.size in (None, size) and file_digest(path) == self.digest
        except OSError:
            return False

    def seems_in(self, path: Path) -> bool:
        """As :meth:`is_in`, but of what is known of size and ends nothing more is read.

        A folder of thousands is looked through so. Photos of one size differ at their beginnings at the
        latest in when they were taken.
        """
        if self.size is None or self.ends is None:
            return self.is_in(path)
        try:
            with open_regular(path, self.size) as file:
                if os.fstat(file.fileno()).st_size != self.size:
                    return False
                read = hashlib.sha256(file.read(_ENDS))
                file.seek(max(_ENDS, self.size - _ENDS))
                read.update(file.read(_ENDS))
        except OSError:
            return False
        return read.hexdigest() == self.ends


@dataclass(frozen=True, slots=True)
class Entry:
    """One result: the source's path, of what it is made, and what its own file holds."""

    path: str
    made: Made
    content: Content


class Record:
    """What the record of a folder tells, of results that are about to be written or gone, too.

    Attributes:
        folder: whose it is.
        entries: by the file names of the results.
        problem: why the record cannot be read; None where it can, or is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: dict[str, Entry] = {}
        # Of a million results not all are looked through for each photo.
        self._made: dict[Made, dict[str, None]] = {}
        self._path = folder / RECORD_NAME
        self._read = 0
        self._complained = False
        self.problem: PhotoError | None = None
        self.refresh()

    def refresh(self) -> None:
        """Take in the lines that were added since, by whatever batch."""
        self.problem = None
        try:
            with open_regular(self._path, LARGEST_RECORD, follow_links=False) as file:
                if os.fstat(file.fileno()).st_size < self._read:
                    self._forget_entries()
                file.seek(self._read)
                added = file.read()
        except FileNotFoundError:
            self._forget_entries()
            return
        except OSError as error:
            self._complain(error)
            advice = "Move it away, or choose another folder for the results."
            self.problem = PhotoError(self._path, cannot_open(self._path, error).problem, advice)
            return
        # A line that is only half there is being written.
        lines = added[: added.rfind(b"\n") + 1]
        self._read += len(lines)
        for line in lines.splitlines():
            try:
                name, entry = _entry(line)
            except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
                self._complain(error)
            else:
                self._take(name, entry)

    def add(self, name: str, entry: Entry) -> None:
        """Write the line of a result.

        Raises:
            PhotoError: it cannot be written.
        """
        values = {"schema": _SCHEMA, "name": name, "path": entry.path, "made": asdict(entry.made)}
        values |= {"content": entry.content.digest, "size": entry.content.size, "ends": entry.content.ends}
        line = json.dumps(values, sort_keys=True).encode()
        try:
            with open_regular(self._path, LARGEST_RECORD, follow_links=False, append=True) as file:
                # The line of a batch that was killed may have no end.
                if file.seek(0, os.SEEK_END):
                    file.seek(-1, os.SEEK_END)
                    line = line if file.read(1) == b"\n" else b"\n" + line
                # In one go, as another batch may write, too.
                if file.write(line + b"\n") <= len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
        except OSError as error:
            # People know the result, unless it is the record that is odd.
            odd = isinstance(error, UnusableFileError)
            raise cannot_save(self._path if odd else self.folder / name, error) from error
        self._take(name, entry)

    def made_of(self, made: Made) -> list[tuple[str, Entry]]:
        """The results that were made of the same in the same way, with their names."""
        return [(name, self.entries[name]) for name in self._made.get(made, ())]

    def _take(self, name: str, entry: Entry) -> None:
        before = self.entries.get(name)
        if before is not None and before.made != entry.made:
            del self._made[before.made][name]
        self.entries[name] = entry
        self._made.setdefault(entry.made, {})[name] = None

    def _forget_entries(self) -> None:
        """It was taken away, or another put in its place."""
        self.entries.clear()
        self._made.clear()
        self._read = 0

    def _complain(self, error: Exception) -> None:
        if not self._complained:
            _log.warning("%s is damaged, so photos of a batch may be new: %s", self._path, error)
            self._complained = True


def read_record(folder: Path) -> dict[str, Entry]:
    """The results in a folder by file name, as far as they are there; empty where there is no record."""
    return {name: entry for name, entry in Record(folder).entries.items() if is_file(folder / name)}


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with open_regular(path, sys.maxsize) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _entry(line: bytes) -> tuple[str, Entry]:
    if len(line) > _LONGEST_LINE:
        raise ValueError("a line that is too long")
    values = json.loads(line)
    if values["schema"] != _SCHEMA:
        raise ValueError(f"schema {values['schema']}")
    name, path = _file_name(values["name"]), str(values["path"])
    made = values["made"]
    made = Made(str(made["source"]), str(made["settings"]), str(made["weights"]), int(made["rendering"]))
    size, ends = values.get("size"), values.get("ends")
    content = Content(
        str(values["content"]), None if size is None else int(size), None if ends is None else str(ends)
    )
    return name, Entry(path, made, content)


def _file_name(name: object) -> str:
    """The name of a file of the folder; raises ValueError for what is none."""
    if (
        not isinstance(name, str)
        or "\0" in name
        or name in ("", os.curdir, os.pardir)
        or Path(name).name != name
    ):
        raise ValueError(f"{name!r} is no name of a file")
    os.fsencode(name)  # raises it for characters that the system has no bytes for
    return name
