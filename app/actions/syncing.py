"""What is decided about one photo, for the others that are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QDialog, QWidget

from app.dialogs.sync import SyncDialog
from app.document.autosave import Found
from app.document.document import Undoing
from app.document.photo_key import Source, photo_key
from app.filmstrip.filmstrip import Filmstrip
from app.studio import Studio
from app.widgets.dialog import passing
from app.widgets.messages import photo_name
from app.widgets.notice import Notice
from app.worker.looking import Looking
from ccnet_core.adjustments import Adjustments
from ccnet_core.groups import taken_over

Change = Callable[[Adjustments], Adjustments]
"""Gives what is to be decided about a photo, of what is decided about it now."""


class Syncing(QObject):
    """Decides about the selected photos beside the open one, each in its own history and sidecar.

    All of it can be taken back in one step, as long as that is told.
    """

    def __init__(
        self, studio: Studio, filmstrip: Filmstrip, notice: Notice, settings: QSettings, window: QWidget
    ) -> None:
        """Decide nothing yet.

        Args:
            studio: has the document, and keeps sidecars.
            filmstrip: where photos are selected.
            notice: tells what was decided.
            settings: where the choice of groups is kept.
            window: over which the dialog opens.
        """
        super().__init__(window)
        self._studio, self._filmstrip, self._notice = studio, filmstrip, notice
        self._settings, self._window = settings, window
        self._looking = Looking(self)
        self._told = ""
        # Whose small pictures are out of date once their sidecars are written.
        self._changed: set[Path] = set()
        studio.autosave.saved.connect(self._look_again)

    @property
    def others(self) -> list[Source]:
        """The selected photos beside the open one."""
        document = self._studio.document
        return [source for source in self._filmstrip.selected_sources if not document.has_open(source)]

    def stop(self) -> None:
        """Look for nothing any more."""
        self._looking.stop()

    def ask(self) -> None:
        """Ask which settings of the open photo the others get, and decide."""
        document = self._studio.document
        photo, others = document.photo, self.others
        if photo is None:
            return
        if not others:
            self._notice.show_message(
                self.tr("Select other photos in the filmstrip first: Ctrl-click, Shift-click or Ctrl+A."),
                of_photo=True,
            )
            return
        with passing(SyncDialog(photo_name(photo), len(others), self._settings, self._window)) as dialog:
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            groups = dialog.groups
        own = document.adjustments
        self.spread(self.tr("Sync settings"), lambda theirs: taken_over(theirs, own, groups), others)

    def spread(
        self,
        step: str,
        change: Change,
        others: Sequence[Source],
        own: Undoing | None = None,
    ) -> None:
        """Decide about photos that are not open.

        Args:
            step: what it is called in their histories.
            change: what is decided.
            others: the photos.
            own: the step of the open one, where that is to be taken back with the others.
        """
        finders = [(source, self._studio.autosave.finder(source)) for source in others]

        def find() -> list[tuple[Source, Found]]:
            return [(source, finder()) for source, finder in finders]

        self._looking.look(find, lambda found: self._decide(found, step, change, own))

    def _decide(
        self,
        found: list[tuple[Source, Found]],
        step: str,
        change: Change,
        own: Undoing | None,
    ) -> None:
        document = self._studio.document
        undoing: list[tuple[Source, Undoing]] = [] if own is None else [(own.key, own)]
        decided: list[tuple[Path, Adjustments, Found | None]] = []
        unreadable = 0
        for source, there in found:
            # It may have been opened meanwhile, and decided about.
            if there.error is not None:
                unreadable += 1
            elif document.has_open(source):
                document.change(change(document.adjustments), step)
            elif (after := change(there.decided)) != there.decided:
                undoing.append((source, document.change_of(source, there.decided, after, step)))
                self._filmstrip.forget_developed(source)
                if isinstance(source, Path):
                    decided.append((source, after, there))
        self._save(decided)
        self._tell(len(undoing), unreadable, lambda: self._undo(undoing))

    def _save(self, decided: Sequence[tuple[Path, Adjustments, Found | None]]) -> None:
        self._changed |= {_resolved(path) for path, _, _ in decided}
        self._studio.autosave.decide(decided)

    def _tell(self, count: int, unreadable: int, undo: Callable[[], object]) -> None:
        self._notice.dismiss(self._told)
        if unreadable:
            text = self.tr("{count} photos stay as they are: what is kept beside them cannot be read.")
            self._notice.show_error(text.format(count=unreadable))
        if count:
            self._told = self.tr("{count} photos have new settings.").format(count=count)
            self._notice.show_message(self._told, self.tr("Undo"), undo)
        elif not unreadable:
            self._notice.show_message(self.tr("The selected photos have these settings already."))

    def _undo(self, undoing: Sequence[tuple[Source, Undoing]]) -> None:
        """Take it back where nothing else was decided since."""
        decided: list[tuple[Path, Adjustments, Found | None]] = []
        document = self._studio.document
        for source, step in undoing:
            before = document.undo_of(step)
            if before is not None and isinstance(source, Path) and not document.has_open(source):
                self._filmstrip.forget_developed(source)
                decided.append((source, before, None))
        self._save(decided)

    def _look_again(self, path: Path, _edited: bool) -> None:
        """Show what is known of a photo as it is decided now."""
        if path in self._changed:
            self._changed.discard(path)
            self._filmstrip.look_again(path)


def _resolved(path: Path) -> Path:
    key = photo_key(path)
    assert isinstance(key, Path)
    return key
