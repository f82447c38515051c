"""Small pictures of photo files, made one after another in a thread of their own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QImage

from app.filmstrip.developed import DevelopedPictures
from app.widgets.images import encode_jpeg, from_jpeg, to_image
from app.widgets.messages import told
from app.worker.cache import FileVersion
from app.worker.ending import end_thread, leave_thread
from app.worker.priority import step_back
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import PhotoError, read_thumbnail
from ccnet_core.sidecar import Sidecar, SidecarError, read_whole_sidecar

_log = logging.getLogger(__name__)

THUMBNAIL_SIDE = 208
"""Longer side in pixels: twice as many as are shown, for screens of high density."""
_DECODED = 256
"""So many pictures are kept as they are painted: more than are in sight."""


@dataclass(frozen=True, slots=True, eq=False)
class SmallPicture:
    """A picture of at most `THUMBNAIL_SIDE` on its longer side, in a tenth of the memory of its pixels.

    Attributes:
        data: a JPEG file.
    """

    data: bytes

    @classmethod
    def of(cls, image: QImage) -> Self:
        """Made of a picture."""
        return cls(encode_jpeg(image))

    @property
    def image(self) -> QImage | None:
        """To be painted."""
        return _decoded(self.data)


@lru_cache(_DECODED)
def _decoded(data: bytes) -> QImage | None:
    return from_jpeg(data)


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """What a file looks like.

    Attributes:
        path: as it was asked for.
        small: its picture, as the photo was developed, if that is known; None where the file cannot be read.
        problem: why it cannot be read, and what to do; empty where it can.
        edited: whether adjustments other than the defaults are saved beside it.
        flagged: whether the person picked it out of others.
        developed: whether the picture shows it as it was developed, and not as it was taken.
    """

    path: Path
    small: SmallPicture | None
    problem: str
    edited: bool
    flagged: bool = False
    developed: bool = False

    @property
    def picture(self) -> QImage | None:
        """To be painted; None where the file cannot be read."""
        return None if self.small is None else self.small.image


class ThumbnailThread(QThread):
    """Makes thumbnails while nothing waits for them.

    Signals:
        made: a :class:`Thumbnail`.
    """

    made = Signal(object)

    def __init__(self, developed: DevelopedPictures, parent: QObject | None = None) -> None:
        """Make none yet.

        Args:
            developed: pictures of photos that were developed before; used in the thread alone.
            parent: the owner.
        """
        super().__init__(parent)
        self.setObjectName("thumbnails")
        self._developed = developed
        self._to_keep: dict[FileVersion, tuple[Adjustments, QImage]] = {}
        self._look_at: set[Path] = set()
        self._condition = threading.Condition()
        self._waiting: dict[Path, None] = {}
        self._put_off: set[Path] = set()
        self._stopping = False

    def request(self, paths: Iterable[Path]) -> None:
        """Make thumbnails of files, in their order, after those that wait."""
        with self._condition:
            self._waiting.update(dict.fromkeys(paths))
            self._condition.notify()
        self._start_reading()

    def look_again(self, path: Path) -> None:
        """Read a file before all others, whatever is known of it: whether it can be read is asked."""
        with self._condition:
            self._look_at.add(path)
        self.request([path])
        self.prefer([path])

    def keep(self, photo: FileVersion, adjustments: Adjustments, picture: QImage) -> None:
        """Keep what a photo looks like for the next start; before the thread ends, at the latest."""
        with self._condition:
            self._to_keep[photo] = adjustments, picture
            self._condition.notify()
        self._start_reading()

    def prefer(self, paths: Iterable[Path]) -> None:
        """Of those that wait or were put off, make these first: they are in sight."""
        with self._condition:
            first = [path for path in paths if path in self._waiting or path in self._put_off]
            self._waiting = {**dict.fromkeys(first), **self._waiting}
            self._put_off.difference_update(first)
            self._condition.notify()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def drop(self, path: Path) -> None:
        """A thumbnail is not wanted any more."""
        with self._condition:
            self._waiting.pop(path, None)
            self._put_off.discard(path)

    def put_off(self) -> None:
        """Make no more of those that wait until they are preferred."""
        with self._condition:
            self._put_off.update(self._waiting)
            self._waiting.clear()

    def stop(self) -> None:
        """End the thread after the file that it is at, and what is to be kept; a disk may hang."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        end_thread(self)

    def leave(self) -> None:
        """End the thread without waiting for the file that it is at; it makes no thumbnails any more."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        leave_thread(self)

    def run(self) -> None:
        """The thread: serve until stopped."""
        step_back()
        while True:
            with self._condition:
                while not self._waiting and not self._to_keep and not self._stopping:
                    self._condition.wait()
                to_keep, self._to_keep = self._to_keep, {}
                path = None if self._stopping else next(iter(self._waiting), None)
                look = path in self._look_at
                if path is not None:
                    del self._waiting[path]
                    self._look_at.discard(path)
                elif not to_keep:
                    return
            for photo, (adjustments, picture) in to_keep.items():
                self._developed.keep(photo, adjustments, picture)
            if path is not None:
                self.made.emit(self._thumbnail(path, look=look))

    def _start_reading(self) -> None:
        if not self.isRunning() and not self._stopping:
            self.start(QThread.Priority.LowPriority)

    def _thumbnail(self, path: Path, *, look: bool) -> Thumbnail:
        edited, flagged, adjustments = _decided(path)
        version = None if look else FileVersion.of(path)
        if version is not None and adjustments is not None:
            developed = self._developed.find(version, adjustments)
            if developed is not None:
                return Thumbnail(path, SmallPicture.of(developed), "", edited, flagged, developed=True)
        try:
            small = SmallPicture.of(to_image(read_thumbnail(path, THUMBNAIL_SIDE)))
            return Thumbnail(path, small, "", edited, flagged)
        except PhotoError as error:
            return Thumbnail(path, None, told(error), edited, flagged)
        except Exception as error:
            # Whatever one file does, the others get their pictures.
            _log.exception("%r has no thumbnail", str(path))
            return Thumbnail(path, None, f"{type(error).__name__}: {error}", edited, flagged)


def _decided(path: Path) -> tuple[bool, bool, Adjustments | None]:
    """Whether a photo was edited, and flagged, and what it opens with; None where that is not known."""
    try:
        saved = read_whole_sidecar(path) or Sidecar(Adjustments())
    except SidecarError:
        # Something is there, though nobody can say what.
        return True, False, None
    except (OSError, ValueError) as error:
        # Of a name that no file can have; the thread is to go on to the others.
        _log.info("%r has no adjustments that can be looked for: %s", str(path), error)
        return False, False, None
    return saved.adjustments != Adjustments(), saved.notes.flagged, saved.adjustments
