"""Small pictures of photos as they were developed last, from one start of the program to the next."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from dataclasses import astuple, replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QImage

from app.widgets.images import encode_jpeg, from_jpeg
from app.worker.cache import FileVersion
from ccnet_core.adjustments import Adjustments
from ccnet_core.atomic import write_whole
from ccnet_core.looks import is_allowed
from ccnet_core.paths import WEIGHTS
from ccnet_core.reading import read_regular
from ccnet_core.rendering import RENDERING

_log = logging.getLogger(__name__)

KEPT = 2000
"""Pictures, of 5 to 20 KB each; beyond it, those that were not looked at for longest go."""
_SUFFIX = ".jpg"
_LARGEST_FILE = 1_000_000


def developed_folder() -> Path:
    """Where this platform keeps what can be made anew; it need not exist yet."""
    location = QStandardPaths.StandardLocation.CacheLocation
    return Path(QStandardPaths.writableLocation(location)) / "developed"


class DevelopedPictures:
    """A folder of JPEG files, each named for a photo's file as it was, adjustments and what rendered them.

    So what is out of date is not found. All of it may be deleted at any time.

    Attributes:
        weights: the weights file of the engine; None for the one that ships.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.weights: Path | None = None

    def find(self, photo: FileVersion, adjustments: Adjustments) -> QImage | None:
        """What a photo looks like with adjustments; None where that is not known."""
        file = self._file(photo, adjustments)
        try:
            data = read_regular(file, _LARGEST_FILE, follow_links=False)
            os.utime(file)  # it was looked at
        except OSError:
            return None
        return from_jpeg(data)

    def keep(self, photo: FileVersion, adjustments: Adjustments, picture: QImage) -> None:
        """Keep what a photo looks like; where that cannot be, it is made anew next time."""
        file = self._file(photo, adjustments)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(file, encode_jpeg(picture), overwrite=True)
            self._drop_oldest()
        except OSError as error:
            _log.info("%s: cannot be kept (%s)", file, error)

    def _file(self, photo: FileVersion, adjustments: Adjustments) -> Path:
        weights = FileVersion.of(self.weights or WEIGHTS)
        # Where references were read from does not show; what is in the files of looks does.
        references = tuple(replace(reference, path="") for reference in adjustments.references)
        look = replace(adjustments, references=references).to_json()
        allowed = filter(is_allowed, adjustments.looks)
        files = [(look.path, FileVersion.of(Path(look.path))) for look in allowed]
        looks = [(path, version and astuple(version)) for path, version in files]
        known_by = (RENDERING, astuple(photo), weights and astuple(weights), look, *looks)
        digest = hashlib.sha256(json.dumps(known_by).encode(errors="surrogateescape"))
        return self._folder / f"{digest.hexdigest()}{_SUFFIX}"

    def _drop_oldest(self) -> None:
        files: list[tuple[int, str]] = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                # Another window may drop them at the same time.
                with contextlib.suppress(FileNotFoundError):
                    if entry.name.endswith(_SUFFIX):
                        files.append((entry.stat().st_mtime_ns, entry.path))
        for _, file in sorted(files)[:-KEPT]:
            Path(file).unlink(missing_ok=True)
