"""Pictures of a data set: decoded once where memory allows, and on demand where it does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2
from ccnet_core.training.layout import DataError

ByteImage = npt.NDArray[np.uint8]


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


class PictureStore:
    """Holds decoded pictures until they fill its memory; the others are read each time they are wanted.

    It is filled before workers are forked, which then share what it holds. Nothing is added afterwards: each
    worker would hold its own copy.
    """

    def __init__(self, gibibytes: float) -> None:
        self._free = gibibytes * 2**30
        self._held: dict[Path, ByteImage] = {}

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
