"""Photos that the person picks out of others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.document.photo_key import Source, photo_key, photo_source
from app.filmstrip.filmstrip import Filmstrip
from app.studio import Studio
from app.widgets.notice import Notice
from app.worker.requests import Opened
from ccnet_core.sidecar import Notes


class Flagging(QObject):
    """Flags the selected photos, in their sidecars; those without a file while the program runs.

    Signals:
        changed: whether the open photo is flagged.
    """

    changed = Signal(bool)

    def __init__(self, studio: Studio, filmstrip: Filmstrip, notice: Notice, parent: QObject) -> None:
        """Flag nothing yet.

        Args:
            studio: keeps sidecars.
            filmstrip: where photos are selected, and flags shown.
            notice: tells it where that cannot be seen.
            parent: the owner.
        """
        super().__init__(parent)
        self._studio, self._filmstrip, self._notice = studio, filmstrip, notice
        self._asked: set[Source] = set()
        studio.autosave.noted.connect(self._show)
        studio.opened.connect(self._take_photo)

    def flag(self, flagged: bool) -> None:
        """Flag the selected photos, or take their flags away."""
        for source in self._filmstrip.selected_sources:
            if isinstance(source, Path):
                self._asked.add(photo_key(source))
                self._studio.autosave.note(source, lambda notes: replace(notes, flagged=flagged))
            else:
                self._filmstrip.set_flagged(source, flagged)
                self._tell_of(source, flagged)

    def _take_photo(self, opened: Opened) -> None:
        source = photo_source(opened.photo)
        is_file = isinstance(source, Path)
        self.changed.emit(opened.found.notes.flagged if is_file else self._filmstrip.is_flagged(source))

    def _tell_of(self, source: Source, flagged: bool) -> None:
        if self._studio.document.has_open(source):
            self.changed.emit(flagged)

    def _show(self, path: Path, notes: Notes) -> None:
        self._filmstrip.set_flagged(path, notes.flagged)
        self._tell_of(path, notes.flagged)
        asked = path in self._asked
        self._asked.discard(path)
        if asked and not self._filmstrip.isVisible():
            text = self.tr("{name} is flagged.") if notes.flagged else self.tr("{name} is not flagged.")
            self._notice.show_message(text.format(name=path.name), of_photo=True)
