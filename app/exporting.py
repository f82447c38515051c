"""What leaves the window as files: one photo exported, or many by the batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from app.batch_dialog import BatchDialog
from app.dialogs import passing
from app.export_dialog import ExportDialog
from app.last_export import first_options, remember_options
from app.messages import photo_name
from app.notice import Notice
from app.numbers import decimal
from app.preferences import PreferenceKeeper
from app.requests import Exported
from app.studio import Studio
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import ExportOptions

if TYPE_CHECKING:
    from ccnet_core.engine import Engine


class Exporting(QObject):
    """Asks how to export, and tells what became of it."""

    def __init__(
        self,
        studio: Studio,
        preferences: PreferenceKeeper,
        notice: Notice,
        load_engine: Callable[[], Engine],
        listed: Callable[[], Sequence[Path]],
        photo_filter: str,
        settings: QSettings,
        window: QWidget,
    ) -> None:
        """Export nothing yet.

        Args:
            studio: writes the open photo.
            preferences: what an export begins with.
            notice: tells what was written.
            load_engine: makes the engine of a batch, as the one of the window is then.
            listed: the photos of the filmstrip.
            photo_filter: of the batch's file dialogs.
            settings: where the choices of the last export and the last batch are kept.
            window: over which dialogs open.
        """
        super().__init__(window)
        self._studio, self._preferences, self._notice = studio, preferences, notice
        self._load_engine, self._listed, self._photo_filter = load_engine, listed, photo_filter
        self._settings, self._window = settings, window
        self._batch: BatchDialog | None = None
        studio.exported.connect(self._tell_export)

    @property
    def running(self) -> bool:
        """Whether an export or a batch is under way."""
        return self._studio.exporting or (self._batch is not None and self._batch.running)

    def export(self) -> None:
        """Ask how, then export."""
        photo = self._studio.document.photo
        if photo is None or not self._studio.ready:
            return
        begin = first_options(self._settings, self._preferences.current, photo)
        with passing(ExportDialog(photo, begin, self._window, self._studio.export_targets)) as dialog:
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            target, options = dialog.target, dialog.options
        if self._studio.document.photo is photo:
            self.export_to(target, options)
        else:
            self._notice.show_error(
                self.tr("Another photo was opened meanwhile; {name} was not exported.").format(
                    name=photo_name(photo)
                )
            )

    def export_to(self, path: Path, options: ExportOptions) -> None:
        """Export the picture as it is now."""
        photo = self._studio.document.photo
        if photo is not None:
            remember_options(self._settings, self._preferences.current, photo, options)
        self._studio.export(path, options)

    def show_batch(self) -> None:
        """Show what brightens many photos; the window goes on working beside it."""
        if self._batch is None:
            self._batch = BatchDialog(
                self._load_engine,
                lambda: self._studio.document.adjustments,
                self._unsaved_adjustments,
                self._listed,
                lambda: self._preferences.current.preview_pixels,
                self._photo_filter,
                self._settings,
                self._window,
            )
            self._batch.ended.connect(self._tell_batch)
        self._batch.show()
        self._batch.raise_()
        self._batch.activateWindow()

    def may_stop(self) -> bool:
        """Whether the window may be closed: where something is still being made, the person is asked."""
        return not (self.running or self._studio.copying) or self._confirm_stop()

    def stop(self) -> None:
        """Stop a batch that runs, and wait for it."""
        if self._batch is not None:
            self._batch.stop()

    def _confirm_stop(self) -> bool:
        with passing(QMessageBox(self._window)) as box:
            if self.running:
                box.setWindowTitle(self.tr("Export under way"))
                box.setText(self.tr("An export is not finished."))
                go_on = self.tr("Keep exporting")
            else:
                box.setWindowTitle(self.tr("Copy under way"))
                box.setText(self.tr("The picture is not on the clipboard yet."))
                go_on = self.tr("Keep copying")
            stop = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
            keep = box.addButton(go_on, QMessageBox.ButtonRole.RejectRole)
            box.setDefaultButton(keep)
            box.exec()
            return box.clickedButton() is stop

    def _unsaved_adjustments(self) -> Mapping[Path, Adjustments]:
        """What cannot be read beside the photos; the current value is saved there, if it can be."""
        self._studio.autosave.flush()
        return self._studio.autosave.unsaved

    def _tell_export(self, exported: Exported) -> None:
        self._notice.show_message(
            self.tr("{name} is written ({seconds} s).").format(
                name=exported.path.name, seconds=decimal(exported.seconds, 1)
            ),
            self.tr("Show folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(exported.path.parent))),
        )

    def _tell_batch(self, message: str) -> None:
        """Where the batch itself tells it, nothing needs to be said twice."""
        if self._batch is not None and not self._batch.isVisible():
            self._notice.show_message(
                self.tr("Batch: {message}").format(message=message), self.tr("Show"), self.show_batch
            )
