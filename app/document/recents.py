"""The photos that were opened last, from one start of the program to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from ccnet_core.canonical import canonical_path, is_file
from ccnet_core.photo.pages import file_of

_KEY = "recent"
_SHOWN = 8
_KEPT = 40
"""More than are shown: what lies on a drive that is not there now is offered again when it is."""


class Recents:
    """Photos by their canonical paths, newest first, kept in the settings."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def photos(self) -> list[Path]:
        """The newest of those that are there now."""
        there: list[Path] = []
        for name in self._names:
            if is_file(file_of(Path(name))):
                there.append(Path(name))
            if len(there) == _SHOWN:
                break
        return there

    def remember(self, path: Path) -> None:
        """A photo is open: it is the newest."""
        newest = str(canonical_path(path))
        names = [newest, *(name for name in self._names if name != newest)]
        self._settings.setValue(_KEY, names[:_KEPT])

    @property
    def _names(self) -> list[str]:
        stored = self._settings.value(_KEY, [])
        # A list of one comes back as its only element.
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [name for name in names if isinstance(name, str)]
