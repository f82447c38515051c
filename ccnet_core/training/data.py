"""Batches of dark and bright crops, drawn deterministically from the step's number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from ccnet_core.colour.lab import srgb_to_lab
from ccnet_core.cv import cv2
from ccnet_core.training.config import TrainingConfig
from ccnet_core.training.layout import TRAIN, DataError, PhotoPair, list_clean, list_pairs
from ccnet_core.training.pictures import ByteImage, PictureStore
from ccnet_core.training.synthesis import Darkness

_THUMBNAIL = 64
WELL_EXPOSED = 70
"""Mean level (of 255) below which a bright photo is a dark scene, and no example of what needs no change."""


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

    def pin_memory(self) -> Batch:
        """In memory that a GPU can fetch from by itself; the loader looks for a method of this name."""
        return Batch(self.low.pin_memory(), self.high.pin_memory(), self.thumbnail.pin_memory())

    def to(self, device: torch.device) -> Batch:
        """On a device; from pinned memory, without waiting for it."""
        return Batch(*(x.to(device, non_blocking=True) for x in (self.low, self.high, self.thumbnail)))


class TrainingData(Dataset[Batch]):
    """Batch number ``i`` is the same on every run with the same configuration, so that a resumed run goes on
    as if it had never stopped.
    """

    def __init__(self, root: Path, config: TrainingConfig, cache_gib: float = 4.0) -> None:
        """List the pictures, and decode as many as fit into ``cache_gib``.

        Raises:
            DataError: the folder, or a picture that was decoded, cannot be used.
        """
        self._config = config
        self._pictures = PictureStore(cache_gib)
        self._thumbnails: dict[Path, ByteImage] = {}
        self._pairs: dict[bool, list[PhotoPair]] = {True: [], False: []}
        for pair in list_pairs(root, TRAIN):
            self._check(pair)
            self._pairs[pair.source == "sice"].append(pair)
        self._clean: list[Path] = []
        if config.data.synthetic or config.data.unchanged:
            for path in list_clean(root, TRAIN):
                photo = self._pictures.read(path)
                if photo.mean() >= WELL_EXPOSED:
                    self._pictures.keep(path, photo)
                    self._clean.append(path)
        if config.data.real and not (self._pairs[True] or self._pairs[False]):
            raise DataError(f"{root}: has no training pair")
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
            low, high, thumbnail = self._read(group[rng.integers(len(group))])
            (y, x), side = _choose_crop(rng, low.shape, size, shares.zoom)
            dark, target = (_resize(image[y : y + side, x : x + side], size) for image in (low, high))
            if shares.exposure and group is self._pairs[False]:
                gain = 2.0 ** rng.uniform(-shares.exposure, shares.exposure)
                dark, thumbnail = (_expose(image, gain) for image in (dark, thumbnail))
            return _turn(rng, dark, target, thumbnail)
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
            return self._pictures.read(sice[rng.integers(len(sice))].high)
        return self._pictures.read(self._clean[rng.integers(len(self._clean))])

    def _check(self, pair: PhotoPair) -> None:
        """Decode a pair while memory lasts; of the others, only that they are there is known in advance."""
        if self._pictures.full:
            for path in (pair.low, pair.high):
                if not path.is_file():
                    raise DataError(f"{path}: cannot be read (no such file)")
            return
        low, high, thumbnail = self._read(pair)
        self._pictures.keep(pair.low, low)
        self._pictures.keep(pair.high, high)
        self._thumbnails[pair.low] = thumbnail

    def _read(self, pair: PhotoPair) -> tuple[ByteImage, ByteImage, ByteImage]:
        """Both pictures and the dark one's thumbnail."""
        low, high = self._pictures.read(pair.low), self._pictures.read(pair.high)
        if low.shape != high.shape:
            raise DataError(f"{pair.low}: is {low.shape[:2]}, {pair.high} is {high.shape[:2]}")
        thumbnail = self._thumbnails.get(pair.low)
        return low, high, _thumbnail(low) if thumbnail is None else thumbnail


def _thumbnail(image: ByteImage) -> ByteImage:
    return np.asarray(cv2.resize(image, (_THUMBNAIL, _THUMBNAIL), interpolation=cv2.INTER_AREA), np.uint8)


def _expose(image: ByteImage, gain: float) -> ByteImage:
    """Multiply linear light, taken as the power 2.2 of the code."""
    codes = np.arange(256) * gain ** (1 / 2.2)
    return np.asarray(np.clip(codes + 0.5, 0, 255).astype(np.uint8)[image])


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
