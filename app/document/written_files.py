"""What this program exported, from one start to the next, so that it is not taken for photos."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QSettings

from ccnet_core.canonical import canonical_path

_KEY = "export/written"
_KEPT = 1000


class WrittenFiles:
    """The newest exports by their canonical paths, kept in the settings.

    With their sizes: a file of another size was written by another program since, as a camera may that
    begins to count anew, and is a photo.
    """

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        # Read once for all files of a folder.
        self._read: tuple[str, dict[str, int]] = ("", {})

    def remember(self, path: Path) -> None:
        """A file was exported."""
        path = canonical_path(path)
        sizes = dict(self._sizes)
        sizes.pop(str(path), None)
        try:
            sizes[str(path)] = path.stat().st_size
        except OSError:
            # It is gone already.
            return
        newest = list(sizes.items())[-_KEPT:]
        self._settings.setValue(_KEY, json.dumps(newest))

    def __contains__(self, path: object) -> bool:
        """Whether a file, by its canonical path, is as it was exported."""
        size = self._sizes.get(str(path))
        try:
            return size is not None and Path(str(path)).stat().st_size == size
        except OSError:
            return False

    @property
    def _sizes(self) -> dict[str, int]:
        """Oldest first."""
        stored = str(self._settings.value(_KEY, ""))
        if stored != self._read[0]:
            try:
                self._read = stored, dict(json.loads(stored))
            except (ValueError, TypeError):
                self._read = stored, {}
        return self._read[1]
