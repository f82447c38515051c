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

import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from ccnet_core.canonical import is_file
from ccnet_core.errors import cannot_save

RECORD_NAME = ".ccnet-batch.jsonl"
_SCHEMA = 1
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
class Entry:
    """One result: the source's path, of what it is made, and the SHA-256 of its own file."""

    path: str
    made: Made
    content: str


class Record:
    """What the record of a folder tells, of results that are about to be written or gone, too.

    Attributes:
        folder: whose it is.
        entries: by the file names of the results.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: dict[str, Entry] = {}
        self._path = folder / RECORD_NAME
        self._read = 0
        self._complained = False
        self.refresh()

    def refresh(self) -> None:
        """Take in the lines that were added since, by whatever batch."""
        try:
            with self._path.open("rb") as file:
                if os.fstat(file.fileno()).st_size < self._read:
                    self._forget_entries()
                file.seek(self._read)
                added = file.read()
        except FileNotFoundError:
            self._forget_entries()
            return
        except OSError as error:
            self._complain(error)
            return
        # A line that is only half there is being written.
        lines = added[: added.rfind(b"\n") + 1]
        self._read += len(lines)
        for line in lines.splitlines():
            try:
                name, entry = _entry(line)
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                self._complain(error)
            else:
                self.entries[name] = entry

    def add(self, name: str, entry: Entry) -> None:
        """Write the line of a result.

        Raises:
            PhotoError: it cannot be written.
        """
        line = json.dumps({"schema": _SCHEMA, "name": name, **asdict(entry)}, sort_keys=True).encode()
        try:
            with self._path.open("a+b", buffering=0) as file:
                # The line of a batch that was killed may have no end.
                if file.seek(0, os.SEEK_END):
                    file.seek(-1, os.SEEK_END)
                    line = line if file.read(1) == b"\n" else b"\n" + line
                # In one go, as another batch may write, too.
                file.write(line + b"\n")
                os.fsync(file.fileno())
        except OSError as error:
            raise cannot_save(self._path, error) from error
        self.entries[name] = entry

    def _forget_entries(self) -> None:
        """It was taken away, or another put in its place."""
        self.entries.clear()
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
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(line: bytes) -> tuple[str, Entry]:
    values = json.loads(line)
    if values["schema"] != _SCHEMA:
        raise ValueError(f"schema {values['schema']}")
    made = values["made"]
    return str(values["name"]), Entry(
        str(values["path"]),
        Made(str(made["source"]), str(made["settings"]), str(made["weights"]), int(made["rendering"])),
        str(values["content"]),
    )
