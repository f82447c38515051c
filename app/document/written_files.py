"""What this program exported, from one start to the next, so that it is not taken for photos."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

from ccnet_core.canonical import canonical_path

_KEY = "export/written"
_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Written:
    """Files as they were exported, by their canonical paths. May be asked from any thread.

    Attributes:
        versions: the size of each in bytes, and when it was written, in nanoseconds; None where an earlier
            version of the program did not note that.
    """

    versions: Mapping[str, tuple[int, int | None]]

    def __contains__(self, path: object) -> bool:
        """Whether a file, by its canonical path, is as it was exported."""
        size, modified = self.versions.get(str(path), (-1, None))
        if size < 0:
            return False
        try:
            about = Path(str(path)).stat()
        except OSError:
            return False
        return about.st_size == size and modified in (None, about.st_mtime_ns)


class WrittenFiles:
    """The newest exports by their canonical paths, kept in the settings.

    With their sizes and times: another file was written by another program since, as a camera may that begins
    to count anew, and is a photo.
    """

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        # Read once for all files of a folder.
        self._read: tuple[str, Written] = ("", Written({}))

    def remember(self, path: Path) -> None:
        """A file was exported."""
        path = canonical_path(path)
        versions = dict(self.now.versions)
        versions.pop(str(path), None)
        try:
            about = path.stat()
        except OSError:
            # It is gone already.
            return
        versions[str(path)] = about.st_size, about.st_mtime_ns
        newest = list(versions.items())[-_KEPT:]
        self._settings.setValue(_KEY, json.dumps(newest))

    def __contains__(self, path: object) -> bool:
        """As of :class:`Written`."""
        return path in self.now

    @property
    def now(self) -> Written:
        """What is known at this moment, oldest first."""
        stored = str(self._settings.value(_KEY, ""))
        if stored != self._read[0]:
            self._read = stored, _parse(stored)
        return self._read[1]


def _parse(stored: str) -> Written:
    versions: dict[str, tuple[int, int | None]] = {}
    try:
        for path, version in json.loads(stored):
            size, modified = (version, None) if isinstance(version, int) else version
            versions[str(path)] = int(size), None if modified is None else int(modified)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return Written({})
    return Written(versions)
