"""Looks from files for the open photo, and its colours as one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from app.panel.looks import LookList
from app.studio import Studio
from app.widgets.messages import control_text
from app.widgets.notice import Notice
from app.worker.requests import LookSaved
from ccnet_core.controls import DECLARED
from ccnet_core.looks import CUBE_SUFFIX, allow

_FOLDER = "looks/folder"


class LookFiles(QObject):
    """Asks for files of looks; where one cannot be read the engine says so, and shows the photo without."""

    def __init__(
        self, studio: Studio, looks: LookList, notice: Notice, settings: QSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._studio, self._looks, self._notice = studio, looks, notice
        self._settings, self._window = settings, window
        looks.add_requested.connect(self.choose)
        studio.look_saved.connect(self._tell)

    def choose(self) -> None:
        """Ask for looks, in the folder of the last ones."""
        kinds = self.tr("Looks (*.cube *.png *.tif *.tiff)")
        chosen, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Add looks"), self._folder, kinds)
        if chosen:
            self._settings.setValue(_FOLDER, str(Path(chosen[0]).parent))
            for path in chosen:
                allow(path)
            self._looks.append(chosen)

    def save(self) -> None:
        """Ask where the colours of the open photo are to be written as a look."""
        photo = self._studio.document.photo
        if photo is None:
            return
        proposed = str(Path(self._folder) / f"{Path(photo.name).stem}{CUBE_SUFFIX}")
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save colours as a look, without what acts on places"),
            proposed,
            self.tr("Looks (*.cube)"),
        )
        if chosen:
            path = Path(chosen)
            self._settings.setValue(_FOLDER, str(path.parent))
            named = path.suffix.lower() == CUBE_SUFFIX
            # The dialog asked about a file of the name that was typed, and of no other.
            self._studio.save_look(path if named else Path(f"{path}{CUBE_SUFFIX}"), overwrite=named)

    @property
    def _folder(self) -> str:
        return str(self._settings.value(_FOLDER, Path.home()))

    def _tell(self, saved: LookSaved) -> None:
        text = self.tr("{name} is saved.").format(name=saved.path.name)
        if saved.left_out:
            labels = {declared.name: control_text(declared.label) for declared in DECLARED}
            labels["masks"] = self.tr("Masks")
            names = ", ".join(labels.get(name, name) for name in saved.left_out)
            left_out = self.tr("It cannot hold what acts on places: {names}.").format(names=names)
            text = f"{text} {left_out}"
        self._notice.show_message(text)
