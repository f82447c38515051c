"""Batches of dark and bright crops, drawn deterministically from the step's number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import Dataset

from ccnet_core.colour.lab import srgb_to_lab
from ccnet_core.cv import cv2
from ccnet_core.data.brackets import Bracket, fuse_exposures, read_brackets
from ccnet_core.data.exposing import Backlight, Corners, Misexposure
from ccnet_core.data.layout import SEVERAL_EXPOSURES, TRAIN, DataError, PhotoPair, list_clean, list_pairs
from ccnet_core.data.night import Night
from ccnet_core.data.pictures import ByteImage, PictureStore, read_well_exposed
from ccnet_core.data.synthesis import Darkness
from ccnet_core.network.exposure import CANVAS
from ccnet_core.training.config import SHARES, TrainingConfig

_DIMMED = (-0.7, 0.3)
"""Stops by which dark photos of phase "light" are exposed anew."""
SmallLab = npt.NDArray[np.float32]
"""A whole photo, (96, 96, 3): L in [0, 1] and (a*, b*) / 110."""
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Batch:
    """Crops of B photos.

    Attributes:
        low: (B, 3, S, S) uint8 sRGB.
        high: (B, 3, S, S) uint8 sRGB.
        thumbnail: (B, 3, 96, 96), the whole dark photos: L in [0, 1] and (a*, b*) / 110.
        mean: (B,), the mean L of the whole bright photos.
        given: (B,) bool, whether that mean is given to the network rather than chosen by it.
        night: (B,) bool, whether the target is the fusion of the photo's own exposures, and not ``high``.
        corners: (B, 4), left, top, right, bottom of the crops in shares of their photos' sides.
    """

    low: Tensor
    high: Tensor
    thumbnail: Tensor
    mean: Tensor
    given: Tensor
    night: Tensor
    corners: Tensor

    def pin_memory(self) -> Batch:
        """In memory that a GPU can fetch from by itself; the loader looks for a method of this name."""
        return Batch(*(x.pin_memory() for x in self._tensors()))

    def to(self, device: torch.device) -> Batch:
        """On a device; from pinned memory, without waiting for it."""
        return Batch(*(x.to(device, non_blocking=True) for x in self._tensors()))

    def _tensors(self) -> tuple[Tensor, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One crop of a batch, in numpy's arrays; see :class:`Batch`."""

    low: ByteImage
    high: ByteImage
    thumbnail: SmallLab
    mean: float
    given: bool
    corners: Corners
    night: bool = False


@dataclass(frozen=True, slots=True)
class _Cut:
    """A rectangle of a picture, which becomes a square of another size."""

    y: int
    x: int
    height: int
    width: int

    def cut(self, image: ByteImage) -> ByteImage:
        """Cut it out."""
        return image[self.y : self.y + self.height, self.x : self.x + self.width]

    def of(self, image: ByteImage, size: int) -> ByteImage:
        """Cut it out and resize it to (size, size, 3)."""
        return _resize(self.cut(image), size)

    def corners(self, shape: tuple[int, ...]) -> Corners:
        """In shares of the picture's sides."""
        height, width = shape[:2]
        return (
            self.x / width,
            self.y / height,
            (self.x + self.width) / width,
            (self.y + self.height) / height,
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
        shares = config.data
        self._config = config
        self._pictures = PictureStore(cache_gib)
        self._thumbnails: dict[Path, SmallLab] = {}
        # By whether they are of the data set with several exposures of each scene.
        self._pairs: dict[bool, list[PhotoPair]] = {True: [], False: []}
        for pair in list_pairs(root, TRAIN):
            self._check(pair)
            self._pairs[pair.source == SEVERAL_EXPOSURES].append(pair)
        self._clean: list[Path] = []
        if shares.synthetic or shares.unchanged or shares.backlit:
            for path, photo in read_well_exposed(root, TRAIN, self._pictures.read):
                self._keep(path, photo)
                self._clean.append(path)
        self._scenes = list_clean(root, TRAIN) if shares.misexposed or shares.night else []
        self._brackets = [
            (bracket.dark, self._fuse(bracket))
            for bracket in (read_brackets(root, TRAIN) if shares.brackets else [])
        ]
        if shares.real and not (self._pairs[True] or self._pairs[False]):
            raise DataError(f"{root}: has no training pair")
        if (shares.synthetic or shares.unchanged or shares.backlit) and not self._clean:
            raise DataError(f"{root}: clean.csv lists no well exposed training photo")
        if (shares.misexposed or shares.night) and not self._scenes:
            raise DataError(f"{root}: clean.csv lists no training photo")
        if shares.brackets and not self._brackets:
            raise DataError(f"{root}: brackets.csv lists no training bracket")

    def __len__(self) -> int:
        return self._config.steps

    def __getitem__(self, step: int) -> Batch:
        stage = self._config.stage(step)
        rng = np.random.default_rng((self._config.seed, step))
        return stack([self.draw(rng, stage.size) for _ in range(stage.batch)])

    def draw(self, rng: np.random.Generator, size: int, *, whole: bool = False) -> Sample:
        """Draw one sample.

        Args:
            rng: source of chance.
            size: side of the square crop.
            whole: take whole photos, squeezed into the square, instead of crops; they stay upright.
        """
        shares = self._config.data
        kind = self._choose_kind(rng)
        given = bool(rng.uniform() < shares.given)
        if kind in ("real", "brackets"):
            sample = self._draw_photographed(rng, size, kind, given=given, whole=whole)
        else:
            sample = self._draw_made(rng, size, kind, given=given, whole=whole)
        return _mirror(rng, sample) if whole else _turn(rng, sample)

    def _choose_kind(self, rng: np.random.Generator) -> str:
        chosen = rng.uniform()
        reached = 0.0
        for name in SHARES:
            reached += getattr(self._config.data, name)
            if chosen < reached:
                return name
        return next(name for name in reversed(SHARES) if getattr(self._config.data, name))

    def _draw_photographed(
        self, rng: np.random.Generator, size: int, kind: str, *, given: bool, whole: bool
    ) -> Sample:
        """Of two photos of one scene."""
        shares = self._config.data
        told = False  # whether there is one exposure alone, from which its target's mean cannot be told
        if kind == "real":
            group = self._pairs[bool(rng.uniform() < shares.sice)] or self._pairs[True] or self._pairs[False]
            told = group is self._pairs[False]
            pair = group[rng.integers(len(group))]
            low_path, (low, high) = pair.low, self._read(pair)
            wanted = self._thumbnail(pair.high, high)
        else:
            low_path, high = self._brackets[rng.integers(len(self._brackets))]
            low = self._pictures.read(low_path)
            wanted = _small_lab(high)
        if whole and rng.uniform() < shares.parts:
            part = _choose_part(rng, low.shape)
            low, high = part.cut(low), part.cut(high)
            seen, wanted = _small_lab(low), _small_lab(high)
        else:
            seen = self._thumbnail(low_path, low)
        cut = _choose_cut(rng, low.shape, size, shares.zoom, whole=whole)
        dark, thumbnail = cut.of(low, size), seen
        stops = 0.0
        if shares.exposure and told:
            stops = rng.uniform(-shares.exposure, shares.exposure)
        elif whole and rng.uniform() < shares.dimmed:
            stops = rng.uniform(*_DIMMED)
        if stops:
            dark, thumbnail = _expose(dark, stops), _expose_lab(thumbnail, stops)
        return Sample(
            dark,
            cut.of(high, size),
            thumbnail,
            float(wanted[..., 0].mean()),
            given or told,
            cut.corners(low.shape),
        )

    def _draw_made(
        self, rng: np.random.Generator, size: int, kind: str, *, given: bool, whole: bool
    ) -> Sample:
        """Of a bright photo, which is the target."""
        shares = self._config.data
        if kind in ("misexposed", "night"):
            path = self._scenes[rng.integers(len(self._scenes))]
        else:
            path = self._choose_bright(rng)
        bright = self._pictures.read(path)
        if part := whole and rng.uniform() < shares.parts:
            bright = _choose_part(rng, bright.shape).cut(bright)
        coarse = kind == "synthetic" and shares.coarse > 0 and rng.uniform() < shares.coarse
        taken = 2 * round(size / rng.uniform(2, 4)) if coarse else size
        cut = _choose_cut(rng, bright.shape, taken, shares.zoom, whole=whole)
        target, corners = cut.of(bright, taken), cut.corners(bright.shape)
        thumbnail = wanted = _small_lab(bright) if part else self._thumbnail(path, bright)
        dark = target
        small = bright if kind == "unchanged" else _resize(bright, CANVAS)
        match kind:
            case "synthetic":
                darkness = Darkness.draw(rng)
                dark = darkness.apply(target, rng, corners)
                thumbnail = _lab(darkness.apply(small, None))
            case "misexposed":
                exposure = Misexposure.draw(rng)
                dark, thumbnail = exposure.apply(target), _lab(exposure.apply(small))
            case "night":
                night = Night.draw(rng)
                dark, thumbnail = night.apply(target, rng), _lab(night.apply(small, None))
            case "backlit":
                backlight = Backlight.draw(rng, wanted[..., 0])
                dark = backlight.apply(target, _lab(target)[..., 0], rng, corners)
                thumbnail = _lab(backlight.apply(small, wanted[..., 0], None))
        pictures = _resize(dark, size), _resize(target, size)
        return Sample(*pictures, thumbnail, float(wanted[..., 0].mean()), given, corners, kind == "night")

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
        self._keep(pair.low, low)
        self._keep(pair.high, high)

    def _keep(self, path: Path, picture: ByteImage) -> None:
        self._pictures.keep(path, picture)
        self._thumbnails[path] = self._thumbnail(path, picture)

    def _fuse(self, bracket: Bracket) -> ByteImage:
        """The target of a bracket; its dark exposure is held."""
        dark, bright = self._read(bracket)
        self._keep(bracket.dark, dark)
        return fuse_exposures(dark, bright)

    def _read(self, pair: PhotoPair | Bracket) -> tuple[ByteImage, ByteImage]:
        """Both pictures, the dark one first."""
        paths = (pair.dark, pair.bright) if isinstance(pair, Bracket) else (pair.low, pair.high)
        low, high = (self._pictures.read(path) for path in paths)
        if low.shape != high.shape:
            raise DataError(f"{paths[0]}: is {low.shape[:2]}, {paths[1]} is {high.shape[:2]}")
        return low, high

    def _thumbnail(self, path: Path, picture: ByteImage) -> SmallLab:
        """The whole picture, small."""
        thumbnail = self._thumbnails.get(path)
        return _small_lab(picture) if thumbnail is None else thumbnail


def stack(samples: Sequence[Sample]) -> Batch:
    """A batch of samples."""
    return Batch(
        _to_tensor(np.stack([sample.low for sample in samples])),
        _to_tensor(np.stack([sample.high for sample in samples])),
        torch.from_numpy(np.stack([sample.thumbnail.transpose(2, 0, 1) for sample in samples])),
        torch.tensor([sample.mean for sample in samples], dtype=torch.float32),
        torch.tensor([sample.given for sample in samples]),
        torch.tensor([sample.night for sample in samples]),
        torch.tensor([sample.corners for sample in samples], dtype=torch.float32),
    )


def _small_lab(picture: ByteImage) -> SmallLab:
    """The whole picture, small, from (H, W, 3) sRGB."""
    return np.asarray(cv2.resize(_lab(picture), (CANVAS, CANVAS), interpolation=cv2.INTER_AREA), np.float32)


def _lab(picture: ByteImage) -> npt.NDArray[np.float32]:
    """L in [0, 1] and (a*, b*) / 110, (H, W, 3), of (H, W, 3) sRGB."""
    lab = torch.cat(srgb_to_lab(_to_tensor(picture[None]).float() / 255), dim=1)
    return np.ascontiguousarray(lab[0].numpy().transpose(1, 2, 0), np.float32)


def _expose(image: ByteImage, stops: float) -> ByteImage:
    """Multiply linear light, taken as the power 2.2 of the code."""
    codes = np.arange(256) * 2.0 ** (stops / 2.2)
    return np.asarray(np.clip(codes + 0.5, 0, 255).astype(np.uint8)[image])


def _expose_lab(lab: SmallLab, stops: float) -> SmallLab:
    """The same in Lab: a*, b* and L* + 16 are proportional to cube roots of light."""
    offset = np.array((0.16, 0.0, 0.0), np.float32)
    exposed = 2.0 ** (stops / 3) * (lab + offset) - offset
    exposed[..., 0] = np.clip(exposed[..., 0], 0, 1)
    return np.asarray(exposed, np.float32)


def _resize(image: ByteImage, size: int) -> ByteImage:
    if image.shape[:2] == (size, size):
        return image
    method = cv2.INTER_AREA if min(image.shape[:2]) > size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (size, size), interpolation=method), np.uint8)


def _choose_cut(
    rng: np.random.Generator, shape: tuple[int, ...], size: int, zoom: int, *, whole: bool
) -> _Cut:
    """A square, half of them up to ``zoom`` times larger than ``size``; or all of the picture."""
    height, width = shape[:2]
    if whole:
        return _Cut(0, 0, height, width)
    largest = min(height, width)
    side = min(size, largest)
    if zoom > 1 and largest > size and rng.uniform() < 0.5:
        side = int(rng.integers(size, min(largest, zoom * size) + 1))
    return _Cut(int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1)), side, side)


def _choose_part(rng: np.random.Generator, shape: tuple[int, ...]) -> _Cut:
    """A part of a picture that could be a photo of its own: half to all of each side."""
    height, width = (max(1, int(side * rng.uniform(0.5, 1.0))) for side in shape[:2])
    y, x = rng.integers(shape[0] - height + 1), rng.integers(shape[1] - width + 1)
    return _Cut(int(y), int(x), height, width)


def _turn(rng: np.random.Generator, sample: Sample) -> Sample:
    """One of the eight flips and quarter turns, the same for all."""
    turns, flip = int(rng.integers(4)), bool(rng.uniform() < 0.5)

    def turn(image: npt.NDArray[_T]) -> npt.NDArray[_T]:
        turned = np.rot90(image, turns)
        return turned[:, ::-1] if flip else turned

    left, top, right, bottom = sample.corners
    for _ in range(turns):
        left, top, right, bottom = top, 1 - right, bottom, 1 - left
    if flip:
        left, right = 1 - right, 1 - left
    return replace(
        sample,
        low=turn(sample.low),
        high=turn(sample.high),
        thumbnail=np.ascontiguousarray(turn(sample.thumbnail)),
        corners=(left, top, right, bottom),
    )


def _mirror(rng: np.random.Generator, sample: Sample) -> Sample:
    """As it is, or left and right exchanged: whole photos tell up from down."""
    if rng.uniform() < 0.5:
        return sample
    left, top, right, bottom = sample.corners
    return replace(
        sample,
        low=sample.low[:, ::-1],
        high=sample.high[:, ::-1],
        thumbnail=np.ascontiguousarray(sample.thumbnail[:, ::-1]),
        corners=(1 - right, top, 1 - left, bottom),
    )


def _to_tensor(images: ByteImage) -> Tensor:
    """(B, H, W, 3) -> (B, 3, H, W)."""
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
