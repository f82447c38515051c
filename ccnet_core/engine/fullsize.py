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
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.cv import cv2
from ccnet_core.engine.brightened import Brightened
from ccnet_core.engine.pixels import to_lab
from ccnet_core.engine.progress import Progress
from ccnet_core.network import CCNet

TILE = 512
_GPU_TILES = (2048, 1024, 512, 256)
"""Tried in this order: large ones keep a GPU busy, small ones fit into little memory."""
_OVERLAP = 64
"""Pixels of context around a tile; over half of them neighbouring tiles are blended."""
_RADIUS = 2
_FLATNESS = 0.02**2
"""Variance of L below which the guided filter takes a window as flat."""


class FullLuminance:
    """A bright luminance at full size, (H, W) float32."""

    def __init__(self, values: npt.NDArray[np.float32]) -> None:
        self._values = values

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
        bright = network.brighten_part(L, brightened.context)[0, 0].float().cpu().numpy()
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


def sample(values: Tensor, y: int, x: int, part: tuple[int, int], size: tuple[int, int]) -> Tensor:
    """A part of a map, as if it had been enlarged bilinearly to the full size.

    Args:
        values: (1, C, h, w).
        y: first row of the part, in full-size pixels.
        x: first column.
        part: height and width of the part.
        size: height and width of the full size.

    Returns:
        (1, C, *part).
    """
    rows = (torch.arange(part[0], device=values.device) + (y + 0.5)) * (2 / size[0]) - 1
    columns = (torch.arange(part[1], device=values.device) + (x + 0.5)) * (2 / size[1]) - 1
    grid = torch.stack(torch.meshgrid(rows, columns, indexing="ij")[::-1], dim=-1)[None]
    return F.grid_sample(values, grid.to(values), mode="bilinear", padding_mode="border", align_corners=False)


class JointUpsampler:
    """Carries chrominance from the working picture to full size along the edges of luminance.

    In every small window chrominance is taken as a linear function of luminance (fast guided filter: He, Sun,
    arXiv 1505.00996); what such a function cannot express is enlarged bilinearly, so nothing of the working
    picture is lost.
    """

    def __init__(self, L: Tensor, ab: Tensor, size: tuple[int, int]) -> None:
        """Fit the functions.

        Args:
            L: bright luminance of the working picture, (1, 1, h, w).
            ab: its chrominance, (1, 2, h, w).
            size: height and width of the full-size photo.
        """
        self._size = size
        self._exact = ab if ab.shape[-2:] == torch.Size(size) else None
        mean_L, mean_ab = _box(L), _box(ab)
        variance = _box(L * L) - mean_L.square()
        slope = (_box(L * ab) - mean_L * mean_ab) / (variance + _FLATNESS)
        slope = _box(slope)
        self._maps = torch.cat((slope, ab - slope * L), dim=1)

    def __call__(self, L: Tensor, y: int, x: int) -> Tensor:
        """The chrominance (1, 2, H', W') of the part at row y, column x, with luminance L (1, 1, H', W')."""
        part = (L.shape[-2], L.shape[-1])
        if self._exact is not None:
            return self._exact[..., y : y + part[0], x : x + part[1]]
        maps = sample(self._maps, y, x, part, self._size)
        return maps[:, :2] * L + maps[:, 2:]


def _box(x: Tensor) -> Tensor:
    """Mean over a window, the border repeated."""
    padded = F.pad(x, (_RADIUS,) * 4, mode="replicate")
    return F.avg_pool2d(padded, 2 * _RADIUS + 1, stride=1)
