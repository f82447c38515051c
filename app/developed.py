"""Small pictures of photos as they were developed last, from one start of the program to the next."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QImage

from app.images import encode_jpeg, from_jpeg
from ccnet_core.adjustments import Adjustments
from ccnet_core.atomic import write_whole
from ccnet_core.canonical import canonical_path
from ccnet_core.documents import with_paths
from ccnet_core.paths import WEIGHTS

_log = logging.getLogger(__name__)

_KEPT = 2000
"""Pictures, of 5 to 20 KB each; beyond it, those that were not looked at for longest go."""


def developed_folder() -> Path:
    """Where this platform keeps what can be made anew; it need not exist yet."""
    location = QStandardPaths.StandardLocation.CacheLocation
    return Path(QStandardPaths.writableLocation(location)) / "developed"


class DevelopedPictures:
    """A folder of JPEG files, each named for a photo's file as it is at this moment, and for adjustments.

    So what is out of date is not found, after an update of the weights that ship either. All of it may be
    deleted at any time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, photo: Path, adjustments: Adjustments) -> QImage | None:
        """What a photo looks like with adjustments; None where that is not known."""
        file = self._file(photo, adjustments)
        if file is None:
            return None
        try:
            data = file.read_bytes()
            os.utime(file)  # it was looked at
        except OSError:
            return None
        return from_jpeg(data)

    def keep(self, photo: Path, adjustments: Adjustments, picture: QImage) -> None:
        """Keep what a photo looks like; where that cannot be, it is made anew next time."""
        file = self._file(photo, adjustments)
        if file is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(file, encode_jpeg(picture), overwrite=True)
            self._drop_oldest()
        except OSError as error:
            _log.info("%s: cannot be kept (%s)", file, error)

    def _file(self, photo: Path, adjustments: Adjustments) -> Path | None:
        """Its name; None where there is no such photo."""
        path = canonical_path(photo)
        try:
            states = [(file.stat().st_size, file.stat().st_mtime_ns) for file in (path, WEIGHTS)]
        except (OSError, ValueError):
            return None
        # Where references were read from does not show.
        look = with_paths(adjustments, lambda _: "").to_json()
        known_by = (os.fspath(path), states, look)
        digest = hashlib.sha256(json.dumps(known_by).encode(errors="surrogateescape"))
        return self._folder / f"{digest.hexdigest()}.jpg"

    def _drop_oldest(self) -> None:
        with os.scandir(self._folder) as entries:
            files = [(entry.stat().st_mtime_ns, entry.path) for entry in entries]
        for _, file in sorted(files)[:-_KEPT]:
            os.unlink(file)  # noqa: PTH108  (as os.scandir names it)
