"""From the working picture to the photo's full size.

Tone is that of the working picture, which saw the whole photo; detail is the photo's own without its noise,
brightened as the working picture was (:mod:`ccnet_core.engine.detail`). Of that only what the working picture
cannot hold is used: its reduction to the working size is replaced by the working picture itself. So the
export, reduced, is the preview. Each part is made with all that its result depends on, so parts need no
blending, and are the same whatever their size.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ccnet_core.engine.detail import (
    MARGIN,
    SHARPEN_MARGIN,
    STRUCTURE_POOL,
    Fitted,
    Layers,
    WorkingDetail,
    structure_at,
)
from ccnet_core.engine.pixels import to_lab
from ccnet_core.engine.upsampling import sample
from ccnet_core.network.detail import Denoiser
from ccnet_core.network.layers import asked_between_layers
from ccnet_core.progress import Progress

if TYPE_CHECKING:
    from ccnet_core.engine.brightened import Brightened

TILE = 1024
_GPU_TILES = (2048, 1024, 512, 256)
"""Tried in this order: large ones keep a GPU busy, small ones fit into little memory."""
_CELL = 128
"""Pixels of the squares of which it is known whether they are there."""


Tile = tuple[slice, slice]
"""Rows and columns of the full size."""


class FullLuminance:
    """The luminance of a photo at full size in layers, made tile by tile where it is needed.

    Confined to the engine's thread: what is missing is added to it.

    Attributes:
        tile: largest side of the tiles, in pixels.
    """

    def __init__(self, tone: npt.NDArray[np.float32], size: tuple[int, int], tile: int) -> None:
        """Begin with nothing of the full size.

        Args:
            tone: the working picture's luminance (h, w) in [0, 1].
            size: height and width of the photo; where it is the working picture's nothing is missing.
            tile: side of the tiles, as :func:`first_tile` gives it.
        """
        self._tone = torch.from_numpy(np.ascontiguousarray(tone))[None, None]
        self._size = size
        self.begin(tile)

    def begin(self, tile: int) -> None:
        """Forget what there is, and begin with tiles of another side."""
        self.tile = tile
        self._cell = min(_CELL, tile)
        exact = self._tone.shape[-2:] == torch.Size(self._size)
        height, width = (0, 0) if exact else self._size
        cells = [-(-length // self._cell) for length in (height, width)]
        self._missing = np.ones(cells, bool)
        # What tone cannot hold is small, so that half precision keeps steps finer than 16 bits.
        self._fine = np.zeros((height, width), np.float16)
        self._removed = np.zeros((height, width), np.float16)
        pooled = [-(-length // STRUCTURE_POOL) for length in (height, width)]
        self._structure = np.zeros(pooled, np.float32)
        self._reduced = torch.zeros(0 if exact else 2, *self._tone.shape[-2:])
        self._maps: Tensor | None = None

    @property
    def nbytes(self) -> int:
        """Memory it holds or will hold, in bytes."""
        height, width = self._tone.shape[-2:]
        return self.nbytes_of(self._size, (height, width))

    @staticmethod
    def nbytes_of(size: tuple[int, int], working: tuple[int, int]) -> int:
        """Memory that one holds, in bytes, by the heights and widths of a photo and its working picture."""
        single, half = (np.dtype(kind).itemsize for kind in (np.float32, np.float16))
        if size == working:
            return single * math.prod(working)
        pooled = math.prod(-(-length // STRUCTURE_POOL) for length in size)
        return 2 * half * math.prod(size) + single * (pooled + 6 * math.prod(working))

    def missing(self, part: Tile | None = None, margin: int = SHARPEN_MARGIN) -> list[Tile]:
        """The tiles that are not there yet: of the whole, or of what a part with a margin depends on."""
        missing = self._missing
        if part is not None and missing.size:
            rows, columns = (
                self._cells(_widen(side, self._size[axis], self._tone.shape[axis + 2], margin))
                for axis, side in enumerate(part)
            )
            wanted = np.zeros_like(missing)
            wanted[rows, columns] = True
            missing = missing & wanted
        return [
            (self._pixels(rows, 0), self._pixels(columns, 1))
            for rows, columns in _rectangles(missing, self.tile // self._cell)
        ]

    def is_missing(self, tile: Tile) -> bool:
        """Whether nothing of a tile that :meth:`missing` gave is there."""
        rows, columns = (self._cells(side) for side in tile)
        return bool(self._missing[rows, columns].all())

    def _cells(self, side: slice) -> slice:
        return slice(side.start // self._cell, -(-side.stop // self._cell))

    def _pixels(self, cells: slice, axis: int) -> slice:
        return slice(cells.start * self._cell, min(cells.stop * self._cell, self._size[axis]))

    def add(self, tile: Tile, layers: Layers) -> None:
        """Add the layers of a missing tile."""
        rows, columns = tile
        clean, removed = layers.clean.float(), layers.removed.float()
        part = (clean.shape[-2], clean.shape[-1])
        tone = sample(self._tone.to(clean.device), rows.start, columns.start, part, self._size)
        self._fine[tile] = (clean - tone)[0, 0].cpu().numpy()
        self._removed[tile] = removed[0, 0].cpu().numpy()
        pooled = tuple(slice(s.start // STRUCTURE_POOL, -(-s.stop // STRUCTURE_POOL)) for s in tile)
        self._structure[pooled] = layers.structure[0, 0].cpu().numpy()
        down = _Reduction.of(rows, self._size[0], self._tone.shape[-2], clean.device)
        across = _Reduction.of(columns, self._size[1], self._tone.shape[-1], clean.device)
        share = down.weights @ torch.cat((clean, removed), dim=1)[0] @ across.weights.T
        self._reduced[:, down.onto, across.onto] += share.cpu()
        self._missing[self._cells(rows), self._cells(columns)] = False
        self._maps = None

    def part(self, rows: slice, columns: slice, working: Fitted) -> Fitted:
        """The luminance of a part; nothing that it depends on may be missing.

        Args:
            rows: of the full size.
            columns: of the full size.
            working: of the working picture.
        """
        rows, columns = (
            slice(*side.indices(length)) for side, length in zip((rows, columns), self._size, strict=True)
        )
        if not self._missing.size:
            clean, _, coarse, structure = working
            clean, coarse, structure = (x[..., rows, columns] for x in (clean, coarse, structure))
            return Fitted(clean, None, coarse, structure)
        assert not self.missing((rows, columns), 0)
        device = working.clean.device
        if self._maps is None or self._maps.device != device:
            # Where tiles are missing it is wrong, and not used: it is made anew when one was added.
            tone, reduced = self._tone.to(device), self._reduced.to(device)
            self._maps = torch.cat((2 * tone - reduced[:1], reduced[None, 1:], working.coarse), dim=1)
        part = (rows.stop - rows.start, columns.stop - columns.start)
        place = rows.start, columns.start, part
        fine, removed = (
            torch.from_numpy(layer[rows, columns].astype(np.float32)).to(device)[None, None]
            for layer in (self._fine, self._removed)
        )
        of_clean, of_removed, coarse = sample(self._maps, *place, self._size).chunk(3, dim=1)
        structure = structure_at(torch.from_numpy(self._structure).to(device)[None, None], *place)
        return Fitted((of_clean + fine).clamp_(0, 1), removed - of_removed, coarse, structure)


class _Reduction:
    """Averages a part of a side of the full size down onto the working picture's.

    Attributes:
        onto: the pixels of the working picture that it touches.
        weights: what each of them takes of each pixel of the part.
    """

    def __init__(self, onto: slice, weights: Tensor) -> None:
        self.onto, self.weights = onto, weights

    @classmethod
    def of(cls, part: slice, length: int, working: int, device: torch.device) -> _Reduction:
        """That of a part of a side of ``length`` pixels, ``working`` in the working picture."""
        ratio = length / working
        onto = slice(int(part.start / ratio), min(working, math.ceil(part.stop / ratio)))
        begin = torch.arange(part.start, part.stop, dtype=torch.float64)
        first = (torch.arange(onto.start, onto.stop, dtype=torch.float64) * ratio)[:, None]
        shared = torch.minimum(begin + 1, first + ratio) - torch.maximum(begin, first)
        return cls(onto, (shared.clamp_min(0) / ratio).float().to(device))


def first_tile(device: torch.device) -> int:
    """Side of the tiles to begin with on a device."""
    return _GPU_TILES[0] if device.type == "cuda" else TILE


def brighten_full(
    network: Denoiser,
    detail: WorkingDetail,
    brightened: Brightened,
    progress: Progress,
    part: Tile | None = None,
) -> None:
    """Make what the luminance of a photo lacks at its full size, of the whole or of a part.

    Tiles shrink until they fit into the memory of a GPU.

    Args:
        network: takes the noise out.
        detail: of the working picture.
        brightened: the photo, whose luminance at full size is added to.
        progress: told how far the work is.
        part: on which not more than is necessary is done; the whole by default.

    Raises:
        torch.OutOfMemoryError: the smallest do not fit.
    """
    full = brightened.begin_full()
    missing = full.missing(part)
    done = 0.0

    def ask() -> None:
        progress(done)

    # A tile of a GPU takes no time.
    asked = network if brightened.device.type == "cpu" else None
    if missing and full.tile > TILE and brightened.device.type == "cpu":
        # It was begun on a GPU that had too little memory for something else.
        full.begin(TILE)
        missing = full.missing(part)
    count = len(missing)
    while missing:
        done = max(0.0, 1 - len(missing) / count)
        progress(done)
        # Who is told the progress may have others use what is here, too, and add to it.
        missing = full.missing(part)
        if missing:
            try:
                with asked_between_layers(asked, ask):
                    layers = _run(network, detail, brightened, missing[0])
                if full.is_missing(missing[0]):
                    full.add(missing[0], layers)
            except torch.OutOfMemoryError:
                smaller = [tile for tile in _GPU_TILES if tile < full.tile]
                if brightened.device.type == "cpu" or not smaller:
                    raise
                torch.cuda.empty_cache()
                full.begin(smaller[0])
            missing = full.missing(part)
    progress(1.0)


def _run(network: Denoiser, detail: WorkingDetail, brightened: Brightened, tile: Tile) -> Layers:
    """The layers of a tile, made with all on which they depend."""
    size = brightened.photo.height, brightened.photo.width
    rows, columns = (
        slice(max(0, side.start - MARGIN), min(length, side.stop + MARGIN))
        for side, length in zip(tile, size, strict=True)
    )
    own = to_lab(brightened.photo.pixels[rows, columns], brightened.device)
    layers = detail.part(network, own, rows.start, columns.start)
    inner = [slice(s.start - o.start, s.stop - o.start) for s, o in zip(tile, (rows, columns), strict=True)]
    pooled = [slice(s.start // STRUCTURE_POOL, -(-s.stop // STRUCTURE_POOL)) for s in inner]
    clean, removed = (layer[..., inner[0], inner[1]] for layer in layers[:2])
    return Layers(clean, removed, layers.structure[..., pooled[0], pooled[1]])


def _widen(side: slice, length: int, working: int, margin: int) -> slice:
    """A side of a part with all on which it depends: a margin, and the areas of two working pixels."""
    margin += math.ceil(2 * length / working)
    return slice(max(0, side.start - margin), min(length, side.stop + margin))


def _rectangles(mask: npt.NDArray[np.bool_], side: int) -> list[Tile]:
    """Rectangles of at most ``side`` that cover what is set of a mask, each place once, from the top left."""
    rest = mask.copy()
    found: list[Tile] = []
    while rest.any():
        top, left = (int(i) for i in np.unravel_index(int(rest.argmax()), rest.shape))
        row = rest[top, left : left + side]
        right = left + (len(row) if row.all() else int(row.argmin()))
        block = rest[top : top + side, left:right].all(axis=1)
        bottom = top + (block.size if block.all() else int(block.argmin()))
        found.append((slice(top, bottom), slice(left, right)))
        rest[top:bottom, left:right] = False
    return found
