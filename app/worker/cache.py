"""Brightened photos that are kept in memory, so that going back to one needs no brightening."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ccnet_core.canonical import canonical_path
from ccnet_core.photo.pages import file_of

if TYPE_CHECKING:
    from ccnet_core.engine import Brightened

DEFAULT_LIMIT = 1_024_000_000


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A file as it was at some time; one that is written again is another.

    Attributes:
        path: its canonical one, with the number of the picture where it holds several.
        modified_ns: when it was last written, in nanoseconds.
        size: in bytes.
    """

    path: str
    modified_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> FileVersion | None:
        """The file as it is now; None where there is none."""
        try:
            about = file_of(path).stat()
        except (OSError, ValueError):
            return None
        return cls(str(canonical_path(path)), about.st_mtime_ns, about.st_size)


class BrightenedCache:
    """Keeps brightened photos up to a limit of bytes; the one not used for longest goes first.

    The photo that was kept last counts too, but who works with it holds it himself: where it alone is over
    the limit, nothing is kept. May be used from several threads.
    """

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        """Begin empty, with a limit in bytes."""
        self._limit = limit
        self._photos: OrderedDict[FileVersion, Brightened] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._photos)

    @property
    def nbytes(self) -> int:
        """Memory that is held, in bytes."""
        with self._lock:
            return self._held()

    @property
    def limit(self) -> int:
        """Most memory that may be held, in bytes; a smaller one is in force at once."""
        return self._limit

    @limit.setter
    def limit(self, limit: int) -> None:
        with self._lock:
            self._limit = limit
            self._shrink()

    def get(self, version: FileVersion) -> Brightened | None:
        """A photo that is kept; it counts as used now."""
        with self._lock:
            if version in self._photos:
                self._photos.move_to_end(version)
            return self._photos.get(version)

    def put(self, version: FileVersion, brightened: Brightened) -> None:
        """Keep a photo in place of all that was kept of its file."""
        with self._lock:
            for other in [other for other in self._photos if other.path == version.path]:
                del self._photos[other]
            self._photos[version] = brightened
            self._shrink()

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._photos.clear()

    def _held(self) -> int:
        return sum(brightened.nbytes for brightened in self._photos.values())

    def _shrink(self) -> None:
        while self._photos and self._held() > self._limit:
            self._photos.popitem(last=False)
