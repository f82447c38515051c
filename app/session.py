"""Which photos are listed and open, kept in the settings so that they can be offered again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings

from ccnet_core.canonical import canonical_path, is_file

_RUNNING = "session/running"
_PHOTO = "session/photo"
_LISTED = "session/listed"


class Session:
    """From the start of the window to its closing. Changes are on disk at once: a crash waits for nobody.

    Attributes:
        interrupted: the photo that was open when the program last ended without closing its window; None
            after a clean exit, and where that file is gone.
        listed: all photos that were listed then, in their order, less those that are gone.
        last: after a clean exit, all photos that were listed when there were any last, in their order; none
            where there were fewer than two, or all are gone. Some may be.
        last_open: the one of them that was open.
    """

    def __init__(self, settings: QSettings, *, kept: bool = True) -> None:
        """Begin.

        Args:
            settings: where the session is kept.
            kept: whether it is; not that of a further window, which would take the first one's for crashed.
        """
        self._settings, self._kept = settings, kept
        self._names: list[str] | None = None
        crashed = kept and settings.value(_RUNNING, False, bool)
        left = str(settings.value(_PHOTO, ""))
        self.interrupted = Path(left) if crashed and is_file(left) else None
        stored = settings.value(_LISTED, [])
        # A list of one comes back as its only element.
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        paths = tuple(Path(name) for name in names if isinstance(name, str))
        self.listed = tuple(path for path in paths if is_file(path)) if crashed else ()
        offered = not crashed and len(paths) > 1 and any(is_file(path) for path in paths)
        self.last = paths if offered else ()
        self.last_open = Path(left) if left else None
        # The photos stay until others are opened: a second crash is followed by the same offer.
        if kept:
            settings.setValue(_RUNNING, True)
            settings.sync()

    def set_photo(self, path: Path | None, listed: Sequence[Path] = ()) -> None:
        """Another photo is open.

        Args:
            path: of the photo; None for one without a file.
            listed: all photos of the window.
        """
        if not self._kept:
            return
        self._settings.setValue(_PHOTO, "" if path is None else str(canonical_path(path)))
        names = [str(other) for other in listed]
        if names != self._names:
            # Thousands of names take a while to write.
            self._settings.setValue(_LISTED, names)
            self._names = names
        self._settings.sync()

    def end(self) -> None:
        """The window is closed as it should be; what was listed stays, to be listed again."""
        if self._kept:
            self._settings.setValue(_RUNNING, False)
            self._settings.sync()
