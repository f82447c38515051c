"""Batches of dark and bright crops, drawn deterministically from the step's number."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import Dataset

from ccnet_core.colour.lab import srgb_to_lab
from ccnet_core.cv import cv2
from ccnet_core.training.config import TrainingConfig
from ccnet_core.training.synthesis import Darkness

ByteImage = npt.NDArray[np.uint8]
_THUMBNAIL = 64
WELL_EXPOSED = 70
"""Mean level (of 255) below which a bright photo is a dark scene, and no example of what needs no change."""


class DataError(Exception):
    """Training data is missing or cannot be read; the message names the file."""


@dataclass(frozen=True, slots=True)
class Pair:
    """File names of a dark and a bright photo of one scene, relative to the data folder."""

    low: str
    high: str

    @property
    def source(self) -> str:
        """The data set's name: the first folder."""
        return self.low.split("/", 1)[0]


def list_pairs(data: Path, split: str) -> list[Pair]:
    """The pairs of ``pairs.csv`` (columns low, high, scene, split) in one split.

    Raises:
        DataError: the table is missing or has other columns.
    """
    return [Pair(row["low"], row["high"]) for row in _rows(data / "pairs.csv", {"low", "high"}, split)]


def list_clean(data: Path, split: str) -> list[str]:
    """The bright photos of ``clean.csv`` (columns photo, split) in one split.

    Raises:
        DataError: the table is missing or has other columns.
    """
    return [row["photo"] for row in _rows(data / "clean.csv", {"photo"}, split)]


def _rows(path: Path, columns: set[str], split: str) -> list[dict[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: is no table ({error})") from error
    if not rows or not (columns | {"split"}) <= rows[0].keys():
        raise DataError(f"{path}: expected the columns {', '.join(sorted(columns | {'split'}))}")
    return [row for row in rows if row["split"] == split]


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


@dataclass(frozen=True, slots=True)
class Batch:
    """Crops of B photos.

    Attributes:
        low: (B, 3, S, S) uint8 sRGB.
        high: (B, 3, S, S) uint8 sRGB.
        thumbnail: (B, 1, 64, 64), L of the whole dark photos in [0, 1].
    """

    low: Tensor
    high: Tensor
    thumbnail: Tensor


class TrainingData(Dataset[Batch]):
    """Batch number ``i`` is the same on every run with the same configuration, so that a resumed run goes on
    as if it had never stopped.
    """

    def __init__(self, root: Path, config: TrainingConfig) -> None:
        self._config = config
        self._pairs: dict[bool, list[tuple[ByteImage, ByteImage, ByteImage]]] = {True: [], False: []}
        for pair in list_pairs(root, "train"):
            low, high = read_rgb(root / pair.low), read_rgb(root / pair.high)
            if low.shape != high.shape:
                raise DataError(f"{pair.low}: is {low.shape[:2]}, {pair.high} is {high.shape[:2]}")
            self._pairs[pair.source == "sice"].append((low, high, _thumbnail(low)))
        self._clean: list[ByteImage] = []
        if config.data.synthetic or config.data.unchanged:
            photos = (read_rgb(root / name) for name in list_clean(root, "train"))
            self._clean = [photo for photo in photos if photo.mean() >= WELL_EXPOSED]
        if config.data.real and not (self._pairs[True] or self._pairs[False]):
            raise DataError(f"{root}: pairs.csv lists no training pair")
        if (config.data.synthetic or config.data.unchanged) and not self._clean:
            raise DataError(f"{root}: clean.csv lists no training photo")

    def __len__(self) -> int:
        return self._config.steps

    def __getitem__(self, step: int) -> Batch:
        stage = self._config.stage(step)
        rng = np.random.default_rng((self._config.seed, step))
        samples = [self._sample(rng, stage.size) for _ in range(stage.batch)]
        low, high, thumbnails = (np.stack(parts) for parts in zip(*samples, strict=True))
        luminance, _ = srgb_to_lab(_to_tensor(thumbnails).float() / 255)
        return Batch(_to_tensor(low), _to_tensor(high), luminance)

    def _sample(self, rng: np.random.Generator, size: int) -> tuple[ByteImage, ByteImage, ByteImage]:
        shares = self._config.data
        kind = rng.uniform()
        if kind < shares.real:
            group = self._pairs[bool(rng.uniform() < shares.sice)] or self._pairs[True] or self._pairs[False]
            low, high, thumbnail = group[rng.integers(len(group))]
            (y, x), side = _choose_crop(rng, low.shape, size, shares.zoom)
            parts = [_resize(image[y : y + side, x : x + side], size) for image in (low, high)]
            return _turn(rng, parts[0], parts[1], thumbnail)
        bright = self._bright(rng)
        (y, x), side = _choose_crop(rng, bright.shape, size, shares.zoom)
        target = _resize(bright[y : y + side, x : x + side], size)
        if kind < shares.real + shares.synthetic:
            darkness = Darkness.draw(rng)
            height, width = bright.shape[:2]
            window = (x / width, y / height, (x + side) / width, (y + side) / height)
            dark = darkness.apply(target, rng, window)
            return _turn(rng, dark, target, darkness.apply(_thumbnail(bright), None))
        return _turn(rng, target, target, _thumbnail(bright))

    def _bright(self, rng: np.random.Generator) -> ByteImage:
        """A well exposed photo: of the clean ones, or the bright side of a SICE pair."""
        sice = self._pairs[True]
        if sice and rng.uniform() < 0.3:
            return sice[rng.integers(len(sice))][1]
        return self._clean[rng.integers(len(self._clean))]


def _thumbnail(image: ByteImage) -> ByteImage:
    return np.asarray(cv2.resize(image, (_THUMBNAIL, _THUMBNAIL), interpolation=cv2.INTER_AREA), np.uint8)


def _resize(image: ByteImage, size: int) -> ByteImage:
    if image.shape[0] == size:
        return image
    return np.asarray(cv2.resize(image, (size, size), interpolation=cv2.INTER_AREA), np.uint8)


def _choose_crop(
    rng: np.random.Generator, shape: tuple[int, ...], size: int, zoom: int
) -> tuple[tuple[int, int], int]:
    """Corner and side of a square; half of them up to ``zoom`` times larger than ``size``."""
    height, width = shape[:2]
    largest = min(height, width)
    side = min(size, largest)
    if zoom > 1 and largest > size and rng.uniform() < 0.5:
        side = int(rng.integers(size, min(largest, zoom * size) + 1))
    return (int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1))), side


def _turn(rng: np.random.Generator, *images: ByteImage) -> tuple[ByteImage, ByteImage, ByteImage]:
    """One of the eight flips and quarter turns, the same for all."""
    turns, flip = int(rng.integers(4)), rng.uniform() < 0.5
    turned = [np.rot90(image, turns) for image in images]
    low, high, thumbnail = [image[:, ::-1] for image in turned] if flip else turned
    return low, high, thumbnail


def _to_tensor(images: ByteImage) -> Tensor:
    """(B, H, W, 3) -> (B, 3, H, W)."""
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
