"""From the working picture to the photo's full size.

Tone is that of the working picture, which saw the whole photo; detail is that of the network run on
overlapping tiles at native scale. Of the tiles' result only what the working picture cannot hold is used: its
reduction to the working size is replaced by the working picture itself. So the export, reduced, is the
preview.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ccnet_core.cv import cv2
from ccnet_core.engine.pixels import to_lab
from ccnet_core.engine.upsampling import sample
from ccnet_core.network import Backend, Window
from ccnet_core.progress import Progress

if TYPE_CHECKING:
    from ccnet_core.engine.brightened import Brightened

TILE = 512
_GPU_TILES = (2048, 1024, 512, 256)
"""Tried in this order: large ones keep a GPU busy, small ones fit into little memory."""
_OVERLAP = 64
"""Pixels around a tile that are brightened with it; over half of them neighbouring tiles are blended."""


Tile = tuple[slice, slice]
"""Rows and columns of the full size."""


class FullLuminance:
    """A bright luminance at full size (H, W), made tile by tile where it is needed.

    Confined to the engine's thread: what is missing is added to it.

    Attributes:
        tile: side of the tiles, in pixels.
    """

    def __init__(self, tone: npt.NDArray[np.float32], size: tuple[int, int], tile: int) -> None:
        """Begin with nothing of the full size.

        Args:
            tone: the working picture's luminance (h, w) in [0, 1].
            size: height and width of the photo; where it is the working picture's nothing is missing.
            tile: side of the tiles, as :func:`first_tile` gives it.
        """
        self._tone = tone
        self._size = size
        self._difference: npt.NDArray[np.float32] | None = None
        self.begin(tile)
        if tone.shape == size:
            self._detail = tone
            self._missing.clear()

    def begin(self, tile: int) -> None:
        """Forget what there is, and begin with tiles of another side."""
        self.tile = tile
        self._tops, self._lefts = (
            [slice(start, min(start + tile, length)) for start in tile_starts(length, tile)]
            for length in self._size
        )
        self._missing = [(rows, columns) for rows in self._tops for columns in self._lefts]
        self._detail = np.zeros(self._size, np.float32)
        self._difference = None

    @property
    def nbytes(self) -> int:
        """Memory it holds or will hold, in bytes."""
        height, width = self._tone.shape
        return self.nbytes_of(self._size, (height, width))

    @staticmethod
    def nbytes_of(size: tuple[int, int], working: tuple[int, int]) -> int:
        """Memory that one holds, in bytes, by the heights and widths of a photo and its working picture."""
        of_detail = 0 if size == working else math.prod(size)
        return np.dtype(np.float32).itemsize * (of_detail + 2 * math.prod(working))

    def missing(self, part: Tile | None = None) -> list[Tile]:
        """The tiles that are not there yet, of the whole, or of those on which a part depends."""
        if part is None:
            return list(self._missing)
        rows, columns = (
            _widen(side, self._size[axis], self._tone.shape[axis]) for axis, side in enumerate(part)
        )
        return [tile for tile in self._missing if _overlap(tile[0], rows) and _overlap(tile[1], columns)]

    def add(self, tile: Tile, L: npt.NDArray[np.float32]) -> None:
        """Add the network's luminance of a missing tile at native scale, blended where tiles overlap."""
        rows, columns = tile
        weights = [
            _ramp(side, length) / _total_ramp(sides, length)[side]
            for side, sides, length in zip(tile, (self._tops, self._lefts), self._size, strict=True)
        ]
        self._detail[rows, columns] += L * weights[0][:, None] * weights[1]
        self._missing.remove(tile)
        self._difference = None

    def part(self, rows: slice, columns: slice, device: torch.device) -> Tensor:
        """L (1, 1, rows, columns) in [0, 1]; nothing that it depends on may be missing."""
        rows, columns = (
            slice(*side.indices(length)) for side, length in zip((rows, columns), self._size, strict=True)
        )
        assert not self.missing((rows, columns))
        if self._difference is None:
            # Where tiles are missing it is wrong, and not used: it is made anew when one was added.
            size = self._tone.shape[1], self._tone.shape[0]
            self._difference = self._tone - cv2.resize(self._detail, size, interpolation=cv2.INTER_AREA)
        values = torch.from_numpy(np.ascontiguousarray(self._detail[rows, columns])).to(device)[None, None]
        difference = torch.from_numpy(self._difference).to(device)[None, None]
        part = (values.shape[-2], values.shape[-1])
        return (values + sample(difference, rows.start, columns.start, part, self._size)).clamp_(0, 1)


def first_tile(device: torch.device) -> int:
    """Side of the tiles to begin with on a device."""
    return _GPU_TILES[0] if device.type == "cuda" else TILE


def brighten_full(
    network: Backend, brightened: Brightened, progress: Progress, part: Tile | None = None
) -> None:
    """Brighten a photo at its full size: what its luminance there lacks of the whole, or of a part.

    Tiles shrink until they fit into the memory of a GPU.

    Raises:
        torch.OutOfMemoryError: the smallest do not fit.
    """
    full = brightened.begin_full()
    missing = full.missing(part)
    if missing and full.tile > TILE and brightened.device.type == "cpu":
        # It was begun on a GPU that had too little memory for something else.
        full.begin(TILE)
        missing = full.missing(part)
    count = len(missing)
    while missing:
        progress(max(0.0, 1 - len(missing) / count))
        # Who is told the progress may have others use what is here, too.
        missing = full.missing(part)
        if missing:
            try:
                full.add(missing[0], _run(network, brightened, missing[0]))
            except torch.OutOfMemoryError:
                smaller = [tile for tile in _GPU_TILES if tile < full.tile]
                if brightened.device.type == "cpu" or not smaller:
                    raise
                torch.cuda.empty_cache()
                full.begin(smaller[0])
            missing = full.missing(part)
    progress(1.0)


def _run(network: Backend, brightened: Brightened, tile: Tile) -> npt.NDArray[np.float32]:
    """The network's L of a tile at native scale."""
    L, _ = to_lab(brightened.photo.pixels[tile], brightened.device)
    size = brightened.photo.height, brightened.photo.width
    window = Window.of(*tile, size, L.device)
    bright = network.brighten_part(L, brightened.bright.context, window)[0, 0]
    return np.asarray(bright.float().cpu().numpy(), np.float32)


def _widen(side: slice, length: int, working: int) -> slice:
    """A side of a part with all on which it depends: the areas of two working pixels around it."""
    margin = math.ceil(2 * length / working)
    return slice(max(0, side.start - margin), min(length, side.stop + margin))


def _overlap(one: slice, other: slice) -> bool:
    return bool(one.start < other.stop and other.start < one.stop)


def tile_starts(length: int, tile: int) -> list[int]:
    """Where tiles start so that they cover a side and overlap."""
    if length <= tile:
        return [0]
    count = -(-(length - _OVERLAP) // (tile - _OVERLAP))
    return [round(i * (length - tile) / (count - 1)) for i in range(count)]


def _total_ramp(parts: list[slice], length: int) -> npt.NDArray[np.float32]:
    """The sum of the weights of all tiles along a side."""
    total = np.zeros(length, np.float32)
    for part in parts:
        total[part] += _ramp(part, length)
    return total


def _ramp(part: slice, length: int) -> npt.NDArray[np.float32]:
    """Weight along one side of a tile: rises over the overlap, except at the photo's own border."""
    position = np.arange(part.start, part.stop, dtype=np.float32) + 0.5
    quarter = _OVERLAP / 4
    rise = np.clip((position - part.start - quarter) / (2 * quarter), 0, 1) if part.start > 0 else 1.0
    fall = np.clip((part.stop - position - quarter) / (2 * quarter), 0, 1) if part.stop < length else 1.0
    return np.asarray(np.minimum(rise, fall) * np.ones_like(position), np.float32) + np.float32(1e-6)
