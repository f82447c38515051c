"""Saves what is decided about the open photo in its sidecar, without being asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from app.document.document import Document
from app.document.photo_key import Source
from app.widgets.messages import told
from ccnet_core.adjustments import Adjustments
from ccnet_core.canonical import canonical_path
from ccnet_core.photo import Photo
from ccnet_core.sidecar import SidecarError, read_sidecar, write_sidecar

_log = logging.getLogger(__name__)

_DELAY_MS = 1000
"""How long after the last change the sidecar is written."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was decided about a photo, as it was found where the photo was read.

    Attributes:
        decided: what it is to be shown with, unless something else is decided meanwhile.
        kept: what its sidecar holds; None without one.
        error: why that cannot be read.
        since: how many sidecars had been written when it was asked for.
    """

    decided: Adjustments = field(default_factory=Adjustments)
    kept: Adjustments | None = None
    error: SidecarError | None = None
    since: int = 0


class Autosave(QObject):
    """Keeps the sidecar of the open photo as the document is.

    A photo that is as it was found gets no sidecar, and pasted pictures never do. One that is changed back
    to the defaults keeps its own, with the defaults in it: that too is a decision, and no file of a person is
    ever removed. A sidecar that cannot be read is never written over. What cannot be saved is remembered
    while the program runs, and tried again whenever something else could be saved.

    Signals:
        failed: why changes are not saved, and what to do; once a folder.
        unreadable: why the sidecar of a photo that is opened cannot be read, and what to do.
        saved: the photo whose sidecar was written, and whether that holds more than the defaults.
    """

    failed = Signal(str)
    unreadable = Signal(str)
    saved = Signal(Path, bool)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._path: Path | None = None
        self._saved = Adjustments()
        self._unsaved: dict[Path, Adjustments] = {}
        self._unreadable: set[Path] = set()
        self._told: set[Path] = set()
        # What was written last of each photo, and as the how manieth of all.
        self._written: dict[Path, tuple[int, Adjustments]] = {}
        self._writings = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.flush)
        document.adjustments_changed.connect(self._save_later)

    @property
    def unsaved(self) -> Mapping[Path, Adjustments]:
        """What is decided about photos, by their resolved paths, and could not be saved."""
        return self._unsaved

    def finder(self, source: Source) -> Callable[[], Found]:
        """What finds the adjustments of a photo that is to be opened; it may be called in any thread."""
        if isinstance(source, Photo) and source.path is None:
            decided = self._document.adjustments_of(source)
            return lambda: Found(decided)
        file = source.path if isinstance(source, Photo) else source
        assert file is not None
        unsaved, since = dict(self._unsaved), self._writings

        def find() -> Found:
            path = canonical_path(file)
            try:
                kept, error = read_sidecar(path), None
            except SidecarError as problem:
                kept, error = None, problem
            return Found(unsaved.get(path, kept or Adjustments()), kept, error, since)

        return find

    def begin(self, photo: Photo, found: Found) -> Adjustments:
        """Save the photo before this one, and give this one's adjustments: what its document starts with.

        Args:
            photo: it was read.
            found: from :meth:`finder`; what was written since then is newer.
        """
        self.flush()
        self._saved = Adjustments()
        self._path = path = _kept_with(photo)
        if path is None:
            return self._document.adjustments_of(photo)
        number, written = self._written.get(path, (0, found.kept))
        kept = written if number > found.since else found.kept
        if found.error is not None and number <= found.since:
            self._unreadable.add(path)
            self._tell_failure(
                self.unreadable,
                found.error,
                self.tr("It is left as it is; changes to this photo last only while the program runs."),
            )
        else:
            if kept is not None:
                self._saved = kept
                if path in self._unreadable:
                    # Repaired meanwhile: what it holds is wanted.
                    self._unsaved.pop(path, None)
            self._unreadable.discard(path)
        return self._unsaved.get(path, self._saved)

    def end(self) -> None:
        """Save the open photo; there is none any more."""
        self.flush()
        self._path = None

    def flush(self) -> None:
        """Save now what is not saved yet of the open photo; where that succeeds, of the others too."""
        if self._save_open():
            self._save_others()

    def save_all(self) -> None:
        """Try to save everything: :attr:`unsaved` is then what cannot be saved."""
        self._save_open()
        self._save_others()

    def _save_open(self) -> bool:
        """Save the open photo; whether its sidecar was written."""
        self._timer.stop()
        path, adjustments = self._path, self._document.adjustments
        if path is None:
            return False
        if adjustments == self._saved:
            self._unsaved.pop(path, None)
            return False
        self._unsaved[path] = adjustments
        if not self._save(path):
            return False
        self._saved = adjustments
        return True

    def _save_others(self) -> None:
        """Try again what could not be saved before; a folder that still takes no file is tried once."""
        failed: set[Path] = set()
        for path in [path for path in self._unsaved if path != self._path]:
            if path.parent not in failed and not self._save(path) and path not in self._unreadable:
                failed.add(path.parent)

    def _save(self, path: Path) -> bool:
        """Write what is not saved of a photo; False where it cannot be."""
        if path in self._unreadable and not self._is_moved_away(path):
            return False
        adjustments = self._unsaved[path]
        try:
            write_sidecar(path, adjustments)
        except SidecarError as error:
            if path.parent not in self._told:
                self._told.add(path.parent)
                consequence = self.tr("Until then changes last only while the program runs.")
                self._tell_failure(self.failed, error, consequence)
            return False
        del self._unsaved[path]
        self._writings += 1
        self._written[path] = self._writings, adjustments
        self._told.discard(path.parent)
        self.saved.emit(path, adjustments != Adjustments())
        return True

    def _is_moved_away(self, path: Path) -> bool:
        """Whether a sidecar that could not be read is there no more."""
        try:
            if read_sidecar(path) is not None:
                return False
        except SidecarError:
            return False
        self._unreadable.discard(path)
        return True

    def _save_later(self) -> None:
        self._timer.start()

    def _tell_failure(self, signal: SignalInstance, error: SidecarError, consequence: str) -> None:
        # Also to stderr: the window may be closing.
        _log.warning("%s", error)
        signal.emit(f"{told(error)} {consequence}")


def _kept_with(photo: Photo) -> Path | None:
    """The file whose sidecar keeps a photo's adjustments; none for what was pasted."""
    return None if photo.path is None else canonical_path(photo.path)
