"""Pictures of a data set: decoded once where memory allows, and on demand where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2
from ccnet_core.data.layout import DataError, PhotoPair, list_clean

ByteImage = npt.NDArray[np.uint8]
"""A picture, (H, W, 3) sRGB."""
FloatImage = npt.NDArray[np.float32]
WELL_EXPOSED = 70
"""Mean level (of 255) below which a bright photo is a dark scene, and no example of what needs no change."""
UNCHANGED = "unchanged"
"""The data set of photos that need no brightening: each is its own target."""


def read_rgb(path: Path) -> ByteImage:
    """Read a picture as (H, W, 3) sRGB.

    Raises:
        DataError: it is missing or no picture.
    """
    try:
        image = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    except (OSError, cv2.error) as error:
        raise DataError(f"{path}: cannot be read ({error})") from error
    if image is None:
        raise DataError(f"{path}: is no picture")
    return np.ascontiguousarray(image[..., ::-1])


def read_well_exposed(
    data: Path, split: str, read: Callable[[Path], ByteImage] = read_rgb
) -> Iterator[tuple[Path, ByteImage]]:
    """The clean photos of a split with their pixels (H, W, 3), without those of dark scenes.

    Args:
        data: the data folder.
        split: "train" or "val", or another that its table names.
        read: how to read a picture.

    Raises:
        DataError: the table has other columns, or a picture cannot be read.
    """
    for path in list_clean(data, split):
        photo = read(path)
        if photo.mean() >= WELL_EXPOSED:
            yield path, photo


def unchanged_pairs(data: Path, split: str) -> list[PhotoPair]:
    """The well exposed clean photos of a split, each as its own target, as the data set "unchanged".

    Raises:
        DataError: as for :func:`read_well_exposed`.
    """
    return [PhotoPair(path, path, UNCHANGED) for path, _ in read_well_exposed(data, split)]


class PictureStore:
    """Holds decoded pictures until they fill its memory; the others are read each time they are wanted.

    It is filled before workers are forked, which then share what it holds. Nothing is added afterwards: each
    worker would hold its own copy. For the same reason a worker that is started anew, to which it goes by
    pickle, gets it empty and full: that worker reads every picture from its file.
    """

    def __init__(self, gibibytes: float) -> None:
        self._free = gibibytes * 2**30
        self._held: dict[Path, ByteImage] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {"_free": 0.0, "_held": {}}

    @property
    def full(self) -> bool:
        """Whether no more pictures are held."""
        return self._free <= 0

    def keep(self, path: Path, picture: ByteImage) -> None:
        """Hold a picture if it fits; once one did not, the store is full."""
        if path not in self._held and not self.full:
            self._free -= picture.nbytes
            if self._free >= 0:
                self._held[path] = picture

    def read(self, path: Path) -> ByteImage:
        """The picture (H, W, 3), not to be changed: from memory or from its file.

        Raises:
            DataError: it is missing or no picture.
        """
        picture = self._held.get(path)
        return read_rgb(path) if picture is None else picture
