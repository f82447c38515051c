"""What a folder knows about the results in it: the record by which a batch goes on where it was stopped.

``.ccnet-batch.json`` lies in the output folder, so it goes where the results go, and says of each result of
which source's content, settings, weights and rendering it is made, and what its own content is. Contents are
compared, not times and sizes: copying, syncing and restoring change times, and a photo retouched in place
keeps its name.

An entry is written before its file, and counts only while the file is there with that content. So there is no
moment at which a batch can be killed and, started again, writes a photo twice or takes for finished what is
not.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ccnet_core.atomic import write_whole
from ccnet_core.canonical import is_file
from ccnet_core.photo.errors import cannot_save

RECORD_NAME = ".ccnet-batch.json"
_SCHEMA = 1
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """Of what a result is made, and how.

    Attributes:
        source: SHA-256 of the source's file.
        settings: SHA-256 of the settings.
        weights: SHA-256 of the network.
        rendering: :data:`ccnet_core.engine.RENDERING` of the program; 0 where an older one did not tell.
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


def read_record(folder: Path) -> dict[str, Entry]:
    """The results in a folder by file name, as far as they are there; empty where there is no record."""
    return {name: entry for name, entry in read_entries(folder).items() if is_file(folder / name)}


def read_entries(folder: Path) -> dict[str, Entry]:
    """All that the record of a folder tells, of results that are about to be written or gone too."""
    path = folder / RECORD_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("%s cannot be read, so all photos of a batch are new: %s", path, error)
        return {}
    try:
        values = json.loads(text)
        if values["schema"] != _SCHEMA:
            raise ValueError(f"schema {values['schema']}")
        return {str(name): _entry(entry) for name, entry in values["results"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        _log.warning("%s is damaged, so all photos of a batch are new: %s", path, error)
        return {}


def write_record(folder: Path, record: Mapping[str, Entry]) -> None:
    """Write the record whole.

    Raises:
        PhotoError: it cannot be written.
    """
    path = folder / RECORD_NAME
    values = {"schema": _SCHEMA, "results": {name: asdict(entry) for name, entry in record.items()}}
    try:
        write_whole(path, json.dumps(values, indent=1, sort_keys=True).encode(), overwrite=True)
    except OSError as error:
        raise cannot_save(path, error) from error


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(values: Mapping[str, object]) -> Entry:
    made = values["made"]
    if not isinstance(made, Mapping):
        raise ValueError("not an entry")
    return Entry(
        str(values["path"]),
        Made(str(made["source"]), str(made["settings"]), str(made["weights"]), int(made.get("rendering", 0))),
        str(values["content"]),
    )
