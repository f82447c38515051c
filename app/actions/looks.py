"""Looks from files, for the open photo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from app.panel.looks import LookList

_FOLDER = "looks/folder"


class AddingLooks(QObject):
    """Asks for files of looks; where one cannot be read the engine says so, and shows the photo without."""

    def __init__(self, looks: LookList, settings: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._looks, self._settings, self._window = looks, settings, window
        looks.add_requested.connect(self.choose)

    def choose(self) -> None:
        """Ask, in the folder of the last ones."""
        folder = str(self._settings.value(_FOLDER, Path.home()))
        kinds = self.tr("Looks (*.cube *.png *.tif *.tiff)")
        chosen, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Add looks"), folder, kinds)
        if chosen:
            self._settings.setValue(_FOLDER, str(Path(chosen[0]).parent))
            self._looks.append(chosen)
