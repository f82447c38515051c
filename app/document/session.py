"""Which photos are listed and open, kept in the settings so that they can be offered again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings

from ccnet_core.canonical import canonical_path, is_file
from ccnet_core.photo.pages import file_of

_RUNNING = "session/running"
_PHOTO = "session/photo"
_LISTED = "session/listed"
"""The newest list of several photos; fewer do not take its place."""
_LISTED_OPEN = "session/listed_open"
"""The one of them that was open."""
_LISTED_LAST = "session/listed_last"
"""Whether these were the photos that were listed last; fewer were since otherwise."""
_SEVERAL = 2
_LOOKED_AT = 200


class Session:
    """From the start of the window to its closing. Changes are on disk at once: a crash waits for nobody.

    Attributes:
        interrupted: the photo that was open when the program last ended without closing its window; None
            after a clean exit, and where that file is gone.
        listed: all photos that were listed then, in their order, less those of the first 200 that are gone;
            none where there were fewer than two.
        last: after a clean exit, all photos of the last session that listed two or more, in their order; none
            where all are gone. Some may be.
        last_open: the one of them that was open.
    """

    def __init__(self, settings: QSettings, *, kept: bool = True) -> None:
        """Begin.

        Args:
            settings: where the session is kept.
            kept: whether it is; not that of a further window, which would take the first one's for crashed,
                and what it lists for an earlier session.
        """
        self._settings, self._kept = settings, kept
        self._names: list[str] | None = None
        crashed = kept and settings.value(_RUNNING, False, bool)
        left = str(settings.value(_PHOTO, ""))
        self.interrupted = Path(left) if crashed and is_file(file_of(Path(left))) else None
        stored = settings.value(_LISTED, [])
        names = stored if isinstance(stored, list) else []
        paths = tuple(Path(name) for name in names if isinstance(name, str))
        several = bool(settings.value(_LISTED_LAST, True, bool))
        self.listed = tuple(_there(paths)) if crashed and several else ()
        offered = kept and not crashed and len(paths) >= _SEVERAL and any(_there(paths))
        self.last = paths if offered else ()
        was_open = str(settings.value(_LISTED_OPEN, ""))
        self.last_open = Path(was_open) if was_open else None
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
        name = "" if path is None else str(canonical_path(path))
        self._settings.setValue(_PHOTO, name)
        several = len(listed) >= _SEVERAL
        self._settings.setValue(_LISTED_LAST, several)
        if several:
            self._settings.setValue(_LISTED_OPEN, name)
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


def _there(paths: Sequence[Path]) -> Iterator[Path]:
    """Those that are there, of which no more than a few are looked at: the window waits for it."""
    for index, path in enumerate(paths):
        if index >= _LOOKED_AT or is_file(file_of(path)):
            yield path
