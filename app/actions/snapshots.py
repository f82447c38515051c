"""Snapshots of the open photo in the window: made, applied, compared with, renamed, deleted."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from weakref import WeakKeyDictionary

import qtawesome
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from app.canvas.canvas import Canvas
from app.dialogs.preset_name import PresetNameDialog
from app.document.photo_key import photo_key
from app.panel.snapshots import SnapshotList
from app.studio import Studio
from app.widgets.dialog import passing
from app.widgets.notice import Notice
from app.widgets.theme import Colors
from app.worker.requests import Compared, Opened
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import Photo
from ccnet_core.sidecar import MOST_SNAPSHOTS, Notes, Snapshot


class Snapshots(QObject):
    """Keeps adjustments of the open photo under names, in its sidecar; of a pasted one while it is there.

    Signals:
        changed: there are others now.
        comparing_changed: whether the photo is compared with a snapshot from here on.
    """

    changed = Signal()
    comparing_changed = Signal(bool)

    def __init__(
        self, studio: Studio, shown: SnapshotList, canvas: Canvas, notice: Notice, window: QWidget
    ) -> None:
        """Begin without a photo.

        Args:
            studio: has the document, renders, and keeps sidecars.
            shown: where they are listed.
            canvas: where before and after are compared.
            notice: tells what was deleted.
            window: over which dialogs open.
        """
        super().__init__(window)
        self._studio, self._shown, self._canvas = studio, shown, canvas
        self._notice, self._window = notice, window
        self._notes = Notes()
        self._photo: Photo | None = None
        self._pasted: WeakKeyDictionary[Photo, Notes] = WeakKeyDictionary()
        self._compared: Snapshot | None = None
        studio.opened.connect(self._take_photo)
        studio.leaving.connect(self._leave)
        studio.compared.connect(self._show_compared)
        studio.brightened.connect(self._compare_anew)
        studio.configured.connect(self._compare_anew)
        studio.document.adjustments_changed.connect(self._follow_frame)
        studio.autosave.noted.connect(self._take_notes)
        shown.add_requested.connect(self.add)
        shown.apply_requested.connect(self.apply)
        shown.compare_requested.connect(self.compare)
        shown.menu_requested.connect(lambda index, at: self.menu(index).popup(at))

    @property
    def all(self) -> tuple[Snapshot, ...]:
        """Those of the open photo, oldest first."""
        return self._notes.snapshots

    def add(self) -> None:
        """Ask for a name, and keep the current adjustments under it."""
        if self._photo is None:
            return
        photo, adjustments = self._photo, self._studio.document.adjustments
        numbers = (self.tr("Snapshot {number}").format(number=number) for number in itertools.count(1))
        free = next(name for name in numbers if self._notes.find(name) is None)

        def hint(name: str) -> tuple[str, bool]:
            taken = self._notes.find(name) is not None
            if not taken and len(self.all) >= MOST_SNAPSHOTS:
                return self.tr("A photo has {count} snapshots at most.").format(count=MOST_SNAPSHOTS), False
            return (self.tr("Takes the place of the snapshot of this name.") if taken else "", True)

        with passing(PresetNameDialog(self.tr("New snapshot"), free, hint, self._window)) as dialog:
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            made = Snapshot(dialog.name, adjustments)
        replaced = self._notes.find(made.name)
        self._change(photo, lambda notes: _with(notes, made))
        self._notice.show_message(
            self.tr("The snapshot {name} is saved.").format(name=made.name),
            self.tr("Undo"),
            lambda: self._change(photo, lambda notes: _taken_back(notes, made, replaced)),
            of_photo=True,
        )

    def apply(self, index: int) -> None:
        """Decide as a snapshot has it."""
        snapshot = self.all[index]
        self._studio.document.change(
            snapshot.adjustments, self.tr("Snapshot {name}").format(name=snapshot.name)
        )

    def rename(self, index: int) -> None:
        """Ask for another name."""
        if self._photo is None:
            return
        photo, old = self._photo, self.all[index]

        def hint(name: str) -> tuple[str, bool]:
            if name != old.name and self._notes.find(name) is not None:
                return self.tr("Another snapshot has this name."), False
            return "", True

        with passing(PresetNameDialog(self.tr("Rename snapshot"), old.name, hint, self._window)) as dialog:
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            new = replace(old, name=dialog.name)
        self._change(photo, lambda notes: _renamed(notes, old.name, new.name))

    def delete(self, index: int) -> None:
        """Delete a snapshot, with a way back."""
        if self._photo is None:
            return
        photo, gone = self._photo, self.all[index]
        self._change(photo, lambda notes: _without(notes, gone.name))
        self._notice.show_message(
            self.tr("The snapshot {name} is deleted.").format(name=gone.name),
            self.tr("Undo"),
            lambda: self._change(photo, lambda notes: _with(notes, gone)),
            of_photo=True,
        )

    def compare(self, index: int) -> None:
        """Show a snapshot in the place of the photo as it was; -1 ends that."""
        was, self._compared = self._compared, None if index < 0 else self.all[index]
        self._shown.mark_compared(index)
        self._compare_anew()
        if self._compared is None:
            self._canvas.set_compared(None)
        if (was is None) != (self._compared is None):
            self.comparing_changed.emit(self._compared is not None)

    def menu(self, index: int) -> QMenu:
        """What can be done with a snapshot; the menu deletes itself when it is closed."""
        menu = QMenu(self._window)
        for text, icon, act in (
            (self.tr("Apply"), "check", self.apply),
            (self.tr("Compare"), "compare", self.compare),
            (self.tr("Rename…"), "pencil-outline", self.rename),
            (self.tr("Delete"), "trash-can-outline", self.delete),
        ):
            action = menu.addAction(qtawesome.icon(f"mdi6.{icon}", color=Colors.text), text)
            action.triggered.connect(lambda _=False, act=act: act(index))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _change(self, photo: Photo, change: Callable[[Notes], Notes]) -> None:
        if photo.path is not None:
            self._studio.autosave.note(photo.path, change)
            return
        self._pasted[photo] = change(self._pasted.get(photo, Notes()))
        if photo is self._photo:
            self._take(self._pasted[photo])

    def _take_photo(self, opened: Opened) -> None:
        self._photo = photo = opened.photo
        self._take(self._pasted.get(photo, Notes()) if photo.path is None else opened.found.notes)

    def _take_notes(self, path: Path, notes: Notes) -> None:
        if self._photo is not None and self._photo.path is not None and photo_key(self._photo.path) == path:
            self._take(notes)

    def _take(self, notes: Notes) -> None:
        if notes.snapshots != self._notes.snapshots or not notes.snapshots:
            self._notes = notes
            if self._compared not in notes.snapshots:
                self.compare(-1)
            self._shown.set_names([snapshot.name for snapshot in notes.snapshots])
            if self._compared is not None:
                self._shown.mark_compared(notes.snapshots.index(self._compared))
            self.changed.emit()

    def _leave(self) -> None:
        self.compare(-1)
        self._photo = None
        self._take(Notes())

    def _compare_anew(self) -> None:
        self._studio.compare_with(None if self._compared is None else self._compared.adjustments)

    def _follow_frame(self, adjustments: Adjustments) -> None:
        """Another part of the photo is shown: the same is compared with."""
        compared = self._studio.compared_with
        if compared is not None and compared.geometry != adjustments.geometry:
            self._compare_anew()

    def _show_compared(self, compared: Compared) -> None:
        if self._compared is not None and compared.adjustments == self._studio.compared_with:
            self._canvas.set_compared(compared.picture, self._compared.name)


def _with(notes: Notes, snapshot: Snapshot) -> Notes:
    """Notes with a snapshot, in place of one of its name."""
    return replace(notes, snapshots=(*_without(notes, snapshot.name).snapshots, snapshot))


def _without(notes: Notes, name: str) -> Notes:
    return replace(notes, snapshots=tuple(other for other in notes.snapshots if other.name != name))


def _taken_back(notes: Notes, made: Snapshot, replaced: Snapshot | None) -> Notes:
    """Notes without a snapshot that was made, with what it replaced; one of somebody else stays."""
    if notes.find(made.name) != made:
        return notes
    return _without(notes, made.name) if replaced is None else _with(notes, replaced)


def _renamed(notes: Notes, old: str, new: str) -> Notes:
    """Notes in which a snapshot has another name, unless somebody else gave that away meanwhile."""
    if notes.find(new) is not None:
        return notes
    snapshots = (replace(s, name=new) if s.name == old else s for s in notes.snapshots)
    return replace(notes, snapshots=tuple(snapshots))
