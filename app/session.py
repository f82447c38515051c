"""Which photo is open, kept in the settings so that it can be offered again after a crash."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

_RUNNING = "session/running"
_PHOTO = "session/photo"


class Session:
    """From the start of the window to its closing. Changes are on disk at once: a crash waits for nobody.

    Attributes:
        interrupted: the photo that was open when the program last ended without closing its window; None
            after a clean exit, and where that file is gone.
    """

    def __init__(self, settings: QSettings) -> None:
        """Begin.

        Args:
            settings: where the session is kept.
        """
        self._settings = settings
        crashed = settings.value(_RUNNING, False, bool)
        left = str(settings.value(_PHOTO, "")) if crashed else ""
        self.interrupted = Path(left) if left and Path(left).is_file() else None
        # The photo stays until another is opened: a second crash is followed by the same offer.
        settings.setValue(_RUNNING, True)
        settings.sync()

    def set_photo(self, path: Path | None) -> None:
        """Another photo is open; None for one without a file."""
        self._settings.setValue(_PHOTO, "" if path is None else str(path.resolve()))
        self._settings.sync()

    def end(self) -> None:
        """The window is closed as it should be."""
        self._settings.setValue(_RUNNING, False)
        self._settings.remove(_PHOTO)
        self._settings.sync()
