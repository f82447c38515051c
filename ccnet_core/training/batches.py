"""Batches of dark and bright crops, drawn deterministically from the step's number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import Dataset

from ccnet_core.colour.lab import srgb_to_lab
from ccnet_core.cv import cv2
from ccnet_core.data.layout import SEVERAL_EXPOSURES, TRAIN, DataError, PhotoPair, list_pairs
from ccnet_core.data.pictures import ByteImage, PictureStore, read_well_exposed
from ccnet_core.data.synthesis import Darkness
from ccnet_core.network.exposure import CANVAS
from ccnet_core.training.config import TrainingConfig

Luminance = npt.NDArray[np.float32]
_Sample = tuple[ByteImage, ByteImage, Luminance, float]
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Batch:
    """Crops of B photos.

    Attributes:
        low: (B, 3, S, S) uint8 sRGB.
        high: (B, 3, S, S) uint8 sRGB.
        thumbnail: (B, 1, 96, 96), L of the whole dark photos in [0, 1].
        mean: (B,), the mean L of the whole bright photos.
    """

    low: Tensor
    high: Tensor
    thumbnail: Tensor
    mean: Tensor

    def pin_memory(self) -> Batch:
        """In memory that a GPU can fetch from by itself; the loader looks for a method of this name."""
        return Batch(*(x.pin_memory() for x in (self.low, self.high, self.thumbnail, self.mean)))

    def to(self, device: torch.device) -> Batch:
        """On a device; from pinned memory, without waiting for it."""
        return Batch(
            *(x.to(device, non_blocking=True) for x in (self.low, self.high, self.thumbnail, self.mean))
        )


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
        self._thumbnails: dict[Path, Luminance] = {}
        # By whether they are of the data set with several exposures of each scene.
        self._pairs: dict[bool, list[PhotoPair]] = {True: [], False: []}
        for pair in list_pairs(root, TRAIN):
            self._check(pair)
            self._pairs[pair.source == SEVERAL_EXPOSURES].append(pair)
        self._clean: list[Path] = []
        if config.data.synthetic or config.data.unchanged:
            for path, photo in read_well_exposed(root, TRAIN, self._pictures.read):
                self._pictures.keep(path, photo)
                self._thumbnails[path] = self._thumbnail(path, photo)
                self._clean.append(path)
        if config.data.real and not (self._pairs[True] or self._pairs[False]):
            raise DataError(f"{root}: has no training pair")
        if (config.data.synthetic or config.data.unchanged) and not self._clean:
            raise DataError(f"{root}: clean.csv lists no well exposed training photo")

    def __len__(self) -> int:
        return self._config.steps

    def __getitem__(self, step: int) -> Batch:
        stage = self._config.stage(step)
        rng = np.random.default_rng((self._config.seed, step))
        samples = [self._sample(rng, stage.size) for _ in range(stage.batch)]
        low, high, thumbnails, means = (np.stack(parts) for parts in zip(*samples, strict=True))
        return Batch(
            _to_tensor(low),
            _to_tensor(high),
            torch.from_numpy(thumbnails)[:, None],
            torch.from_numpy(means.astype(np.float32)),
        )

    def _sample(self, rng: np.random.Generator, size: int) -> _Sample:
        shares = self._config.data
        kind = rng.uniform()
        if kind < shares.real:
            group = self._pairs[bool(rng.uniform() < shares.sice)] or self._pairs[True] or self._pairs[False]
            pair = group[rng.integers(len(group))]
            low, high = self._read(pair)
            (y, x), side = _choose_crop(rng, low.shape, size, shares.zoom)
            dark, target = (_resize(image[y : y + side, x : x + side], size) for image in (low, high))
            thumbnail, mean = self._thumbnail(pair.low, low), self._thumbnail(pair.high, high).mean()
            if shares.exposure and group is self._pairs[False]:
                stops = rng.uniform(-shares.exposure, shares.exposure)
                dark, thumbnail = _expose(dark, stops), _expose_luminance(thumbnail, stops)
            return _turn(rng, dark, target, thumbnail, mean)
        path = self._choose_bright(rng)
        bright = self._pictures.read(path)
        darkened = kind < shares.real + shares.synthetic
        coarse = darkened and shares.coarse > 0 and rng.uniform() < shares.coarse
        taken = 2 * round(size / rng.uniform(2, 4)) if coarse else size
        (y, x), side = _choose_crop(rng, bright.shape, taken, shares.zoom)
        target = _resize(bright[y : y + side, x : x + side], taken)
        whole = self._thumbnail(path, bright)
        if darkened:
            darkness = Darkness.draw(rng)
            height, width = bright.shape[:2]
            window = (x / width, y / height, (x + side) / width, (y + side) / height)
            dark = darkness.apply(target, rng, window)
            small = cv2.resize(bright, (CANVAS, CANVAS), interpolation=cv2.INTER_AREA)
            thumbnail = _luminance(darkness.apply(np.asarray(small, np.uint8), None))
            return _turn(rng, _resize(dark, size), _resize(target, size), thumbnail, whole.mean())
        return _turn(rng, target, target, whole, whole.mean())

    def _choose_bright(self, rng: np.random.Generator) -> Path:
        """A well exposed photo: of the clean ones, or the bright side of a SICE pair."""
        sice = self._pairs[True]
        if sice and rng.uniform() < 0.3:
            return sice[rng.integers(len(sice))].high
        return self._clean[rng.integers(len(self._clean))]

    def _check(self, pair: PhotoPair) -> None:
        """Decode a pair while memory lasts; of the others, only that they are there is known in advance."""
        if self._pictures.full:
            for path in (pair.low, pair.high):
                if not path.is_file():
                    raise DataError(f"{path}: cannot be read (no such file)")
            return
        low, high = self._read(pair)
        for path, picture in ((pair.low, low), (pair.high, high)):
            self._pictures.keep(path, picture)
            self._thumbnails[path] = self._thumbnail(path, picture)

    def _read(self, pair: PhotoPair) -> tuple[ByteImage, ByteImage]:
        """Both pictures."""
        low, high = self._pictures.read(pair.low), self._pictures.read(pair.high)
        if low.shape != high.shape:
            raise DataError(f"{pair.low}: is {low.shape[:2]}, {pair.high} is {high.shape[:2]}")
        return low, high

    def _thumbnail(self, path: Path, picture: ByteImage) -> Luminance:
        """L of the whole picture, (96, 96)."""
        thumbnail = self._thumbnails.get(path)
        if thumbnail is None:
            whole = cv2.resize(_luminance(picture), (CANVAS, CANVAS), interpolation=cv2.INTER_AREA)
            thumbnail = np.asarray(whole, np.float32)
        return thumbnail


def _luminance(picture: ByteImage) -> Luminance:
    """L (H, W) in [0, 1] of (H, W, 3) sRGB."""
    L, _ = srgb_to_lab(_to_tensor(picture[None]).float() / 255)
    return np.asarray(L[0, 0].numpy(), np.float32)


def _expose(image: ByteImage, stops: float) -> ByteImage:
    """Multiply linear light, taken as the power 2.2 of the code."""
    codes = np.arange(256) * 2.0 ** (stops / 2.2)
    return np.asarray(np.clip(codes + 0.5, 0, 255).astype(np.uint8)[image])


def _expose_luminance(L: Luminance, stops: float) -> Luminance:
    """The same of L: L* + 16 is proportional to the cube root of light."""
    return np.asarray(np.clip((L + 0.16) * 2.0 ** (stops / 3) - 0.16, 0, 1), np.float32)


def _resize(image: ByteImage, size: int) -> ByteImage:
    if image.shape[0] == size:
        return image
    method = cv2.INTER_AREA if image.shape[0] > size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (size, size), interpolation=method), np.uint8)


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


def _turn(
    rng: np.random.Generator, low: ByteImage, high: ByteImage, thumbnail: Luminance, mean: float
) -> _Sample:
    """One of the eight flips and quarter turns, the same for all."""
    turns, flip = int(rng.integers(4)), rng.uniform() < 0.5

    def turn(image: npt.NDArray[_T]) -> npt.NDArray[_T]:
        turned = np.rot90(image, turns)
        return turned[:, ::-1] if flip else turned

    return turn(low), turn(high), np.ascontiguousarray(turn(thumbnail)), mean


def _to_tensor(images: ByteImage) -> Tensor:
    """(B, H, W, 3) -> (B, 3, H, W)."""
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
