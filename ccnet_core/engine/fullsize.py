"""From the working picture to the photo's full size.

Tone is that of the working picture, which saw the whole photo; detail is that of the network run on
overlapping tiles at native scale. Of the tiles' result only what the working picture cannot hold is used: its
reduction to the working size is replaced by the working picture itself. So the export, reduced, is the
preview.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ccnet_core.cv import cv2
from ccnet_core.engine.brightened import Brightened
from ccnet_core.engine.pixels import to_lab
from ccnet_core.engine.progress import Progress
from ccnet_core.engine.upsampling import sample
from ccnet_core.network import CCNet

TILE = 512
_GPU_TILES = (2048, 1024, 512, 256)
"""Tried in this order: large ones keep a GPU busy, small ones fit into little memory."""
_OVERLAP = 64
"""Pixels of context around a tile; over half of them neighbouring tiles are blended."""


class FullLuminance:
    """A bright luminance at full size, (H, W) float32."""

    def __init__(self, values: npt.NDArray[np.float32]) -> None:
        self._values = values

    @property
    def nbytes(self) -> int:
        """Memory it holds, in bytes."""
        return self._values.nbytes

    def part(self, rows: slice, columns: slice, device: torch.device) -> Tensor:
        """L (1, 1, rows, columns) in [0, 1]."""
        values = torch.from_numpy(np.ascontiguousarray(self._values[rows, columns]))
        return values.to(device).clamp(0, 1)[None, None]


def brighten_full(network: CCNet, brightened: Brightened, progress: Progress) -> FullLuminance:
    """Brighten a photo at its full size (H, W)."""
    photo = brightened.photo
    height, width = photo.height, photo.width
    tone = brightened.bright.L[0, 0].clamp(0, 1).float().cpu().numpy()
    if tone.shape == (height, width):
        progress(1.0)
        return FullLuminance(tone)
    detail = _run_fitting_tiles(network, brightened, progress)
    reduced = cv2.resize(detail, (tone.shape[1], tone.shape[0]), interpolation=cv2.INTER_AREA)
    difference = tone - reduced
    # Strips bound the memory of the enlarged difference.
    for y in range(0, height, TILE):
        rows = slice(y, min(y + TILE, height))
        detail[rows] += _enlarge(difference, rows, (height, width))
    progress(1.0)
    return FullLuminance(detail)


def _run_fitting_tiles(network: CCNet, brightened: Brightened, progress: Progress) -> npt.NDArray[np.float32]:
    """Run tiles of the largest size that the device's memory takes."""
    tiles = _GPU_TILES if brightened.device.type == "cuda" else (TILE,)
    for tile in tiles[:-1]:
        try:
            return _run_tiles(network, brightened, progress, tile)
        except torch.OutOfMemoryError:
            torch.cuda.empty_cache()
    return _run_tiles(network, brightened, progress, tiles[-1])


def _run_tiles(
    network: CCNet, brightened: Brightened, progress: Progress, tile: int
) -> npt.NDArray[np.float32]:
    """The network's L (H, W) at native scale, tile by tile, blended where tiles overlap."""
    pixels = brightened.photo.pixels
    height, width = pixels.shape[:2]
    tops, lefts = (
        [slice(start, min(start + tile, length)) for start in tile_starts(length, tile)]
        for length in (height, width)
    )
    total = np.zeros((height, width), np.float32)
    for index, (rows, columns) in enumerate((rows, columns) for rows in tops for columns in lefts):
        progress(index / (len(tops) * len(lefts)))
        L, _ = to_lab(pixels[rows, columns], brightened.device)
        bright = network.brighten_part(L, brightened.bright.context)[0, 0].float().cpu().numpy()
        bright *= _ramp(rows, height)[:, None] * _ramp(columns, width)
        total[rows, columns] += bright
    total /= _total_ramp(lefts, width)
    total /= _total_ramp(tops, height)[:, None]
    return total


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


def _enlarge(values: npt.NDArray[np.float32], rows: slice, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Rows of a working-size map, enlarged bilinearly to the full size."""
    tensor = torch.from_numpy(values)[None, None]
    return sample(tensor, rows.start, 0, (rows.stop - rows.start, size[1]), size)[0, 0].numpy()
