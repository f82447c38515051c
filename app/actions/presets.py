"""The person's presets in the window: save, apply, rename, give away, take in, delete."""

from __future__ import annotations

import contextlib
import itertools
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

import qtawesome
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QMenu,
    QWidget,
)

from app.dialogs.preset_name import PresetNameDialog
from app.document.document import Document
from app.widgets.dialog import passing
from app.widgets.messages import told
from app.widgets.notice import Notice
from app.widgets.theme import Colors
from ccnet_core.presets import (
    SUFFIX,
    Preset,
    PresetError,
    PresetFolder,
    preset_file_name,
    read_preset,
    shared,
    write_preset,
)
from ccnet_core.writer import Writer

_log = logging.getLogger(__name__)
_Done = TypeVar("_Done")

_PATIENCE_SECONDS = 5.0
"""How long the end of a window waits for a disk that does not answer."""


def is_preset_file(path: Path) -> bool:
    """Whether a file is a preset, by its name."""
    return path.name.casefold().endswith(SUFFIX)


class Presets(QObject):
    """The presets of a folder, applied to a document.

    Their files are written in a thread of their own, one after the other: no disk holds the window up. What
    is shown follows when it is done.

    Signals:
        changed: there are others now.
        applied: one was applied.
    """

    changed = Signal()
    applied = Signal()
    _done = Signal()

    def __init__(self, folder: Path, document: Document, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self._folder = PresetFolder(folder)
        self._document, self._notice, self._window = document, notice, window
        self._shown: tuple[Preset, ...] = ()
        self._writer = Writer("presets")
        self._ids = itertools.count()
        self._waiting, self._ended = 0, False
        self._results: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._done.connect(self._receive_results)

    @property
    def folder(self) -> Path:
        """Where they are kept."""
        return self._folder.folder

    @property
    def all(self) -> tuple[Preset, ...]:
        """The presets, by name."""
        return self._shown

    @property
    def idle(self) -> bool:
        """Whether all that was asked for is done and shown."""
        return self._waiting == 0

    def end(self) -> None:
        """Write what is asked for, and show no more; a disk that does not answer is left to itself."""
        self._ended = True
        if not self._writer.stop(_PATIENCE_SECONDS):
            _log.warning("the disk does not answer; presets are not written")

    def load(self) -> None:
        """Read the folder; what cannot be read is told, and stays as it is."""
        for error in self._folder.load():
            _log.warning("%s", error)
            self._show_failure(error)
        self._refresh()

    def apply(self, index: int) -> None:
        """Take all adjustments of a preset, in one step; one without a crop or masks leaves the photo's."""
        preset = self.all[index]
        adjustments = preset.adjustments.over(self._document.adjustments)
        self._document.change(adjustments, self.tr("Preset {name}").format(name=preset.name))
        self.applied.emit()

    def save_current(self) -> None:
        """Ask for a name, and keep the current adjustments under it."""

        def hint(name: str) -> tuple[str, bool]:
            taken = self._folder.find(name) is not None
            return (self.tr("Takes the place of the preset of this name.") if taken else "", True)

        name = self._folder.free_name(self.tr("My preset"))
        # While the name is asked, another start of the program may hand over another photo.
        adjustments = self._document.adjustments
        with passing(PresetNameDialog(self.tr("Save preset"), name, hint, self._window)) as dialog:
            dialog.with_crop.setVisible(not adjustments.geometry.is_neutral)
            dialog.with_masks.setVisible(bool(adjustments.masks))
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            kept = adjustments if dialog.with_crop.isChecked() else adjustments.of_whole
            if not dialog.with_masks.isChecked():
                kept = replace(kept, masks=())
            preset = Preset(dialog.name, kept)
        replaced = self._folder.find(preset.name)
        self._carry_out(lambda: self._folder.save(preset), lambda _: self._show_saved(preset, replaced))

    def rename(self, index: int) -> None:
        """Ask for another name."""
        old = self.all[index].name

        def hint(name: str) -> tuple[str, bool]:
            other = self._folder.find(name)
            if other is not None and other.name != old:
                return self.tr("Another preset has this name."), False
            return "", True

        with passing(PresetNameDialog(self.tr("Rename preset"), old, hint, self._window)) as dialog:
            if dialog.exec() != QDialog.DialogCode.Accepted or dialog.name == old:
                return
            new = dialog.name
        text = self.tr("The preset {old} is now called {new}.").format(old=old, new=new)
        self._carry_out(lambda: self._folder.rename(old, new), lambda _: self._notice.show_message(text))

    def export(self, index: int) -> None:
        """Ask for a file, and write a preset to it."""
        preset = self.all[index]
        suggested = Path.home() / preset_file_name(preset.name)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export preset"), str(suggested), self._filter()
        )
        if chosen:
            path = Path(chosen)
            asked = is_preset_file(path)
            if not asked:
                path = path.with_name(path.name + SUFFIX)
            self.export_to(preset, path, overwrite=asked)

    def export_to(self, preset: Preset, path: Path, *, overwrite: bool) -> None:
        """Write a preset to a file, for others."""
        text = self.tr("Exported {name}").format(name=path.name)
        self._carry_out(
            lambda: write_preset(path, shared(preset), overwrite=overwrite),
            lambda _: self._notice.show_message(text),
        )

    def delete(self, index: int) -> None:
        """Delete a preset, with a way back."""
        preset = self.all[index]
        text = self.tr("The preset {name} is deleted.").format(name=preset.name)
        self._carry_out(
            lambda: self._folder.delete(preset.name),
            lambda _: self._notice.show_message(
                text, self.tr("Undo"), lambda: self._carry_out(lambda: self._folder.add(preset))
            ),
        )

    def choose_import(self) -> None:
        """Ask for preset files, and take them in."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Import presets"), str(Path.home()), self._filter()
        )
        self.import_files([Path(name) for name in chosen])

    def import_files(self, paths: Sequence[Path]) -> None:
        """Keep the presets of some files beside the others; each that cannot be read is told."""

        def take_in() -> tuple[list[str], list[PresetError]]:
            names, errors = list[str](), list[PresetError]()
            for path in paths:
                try:
                    names.append(self._folder.add(read_preset(path)).name)
                except PresetError as error:
                    _log.warning("%s", error)
                    errors.append(error)
            return names, errors

        def show(taken: tuple[list[str], list[PresetError]]) -> None:
            names, errors = taken
            for error in errors:
                self._show_failure(error)
            if names:
                text = self.tr("Presets imported: {names}")
                self._notice.show_message(text.format(names=", ".join(names)))

        self._carry_out(take_in, show)

    def show_menu(self, index: int, at: QPoint) -> None:
        """What can be done with a preset."""
        self.menu(index).popup(at)

    def menu(self, index: int) -> QMenu:
        """The menu of a preset; it deletes itself when it is closed."""
        menu = QMenu(self._window)
        for text, icon, act in (
            (self.tr("Apply"), "check", self.apply),
            (self.tr("Rename…"), "pencil-outline", self.rename),
            (self.tr("Export…"), "export-variant", self.export),
            (self.tr("Delete"), "trash-can-outline", self.delete),
        ):
            action = menu.addAction(qtawesome.icon(f"mdi6.{icon}", color=Colors.text), text)
            action.triggered.connect(lambda _=False, act=act: act(index))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _carry_out(self, act: Callable[[], _Done], then: Callable[[_Done], object] = lambda _: None) -> None:
        """Change files in the thread that writes, and go on with what comes of it; what fails is told."""

        def work() -> None:
            try:
                done = act()
                self._results.put(lambda: self._finish(lambda: then(done)))
            except PresetError as error:
                _log.warning("%s", error)
                failure = error
                self._results.put(lambda: self._finish(lambda: self._show_failure(failure)))
            except Exception:
                # Such as that it is gone, or the name taken, by what was asked for just before.
                _log.exception("a preset is left as it is")
                self._results.put(lambda: self._finish(lambda: None))
            # The window may be gone.
            with contextlib.suppress(RuntimeError):
                self._done.emit()

        self._waiting += 1
        self._writer.put(next(self._ids), work)

    def _receive_results(self) -> None:
        with contextlib.suppress(Empty):
            while not self._ended:
                self._results.get_nowait()()

    def _finish(self, show: Callable[[], object]) -> None:
        self._waiting -= 1
        self._refresh()
        show()

    def _refresh(self) -> None:
        """Show what the folder holds."""
        self._shown = self._folder.presets
        self.changed.emit()

    def _show_saved(self, preset: Preset, replaced: Preset | None) -> None:
        text = self.tr("The preset {name} is saved.").format(name=preset.name)
        if replaced is None or replaced == preset:
            self._notice.show_message(text)
        else:
            self._notice.show_message(
                text, self.tr("Undo"), lambda: self._carry_out(lambda: self._folder.save(replaced))
            )

    def _show_failure(self, error: PresetError) -> None:
        self._notice.show_error(told(error))

    def _filter(self) -> str:
        presets, all_files = self.tr("Presets"), self.tr("All files")
        return f"{presets} (*{SUFFIX});;{all_files} (*)"
