"""Phase "detail": the network that takes the noise out of luminance at full size.

It learns where it is used: photos are darkened as by :mod:`ccnet_core.data.synthesis`, resized and compressed
once more as phones do, and what counts is luminance after a gain such as brightening gives, as that is what
makes noise of dark parts seen.
"""

from __future__ import annotations

import json
import logging
import math
import time
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from tqdm import tqdm

from ccnet_core.colour.lab import srgb_to_lab
from ccnet_core.cv import cv2
from ccnet_core.data.layout import TRAIN, VAL, DataError, list_clean
from ccnet_core.data.pictures import ByteImage, FloatImage, PictureStore
from ccnet_core.data.synthesis import Darkness, compress
from ccnet_core.network.detail import MULTIPLE, DetailConfig, DetailNetwork, save_detail
from ccnet_core.noise import NoiseProfile
from ccnet_core.training.checkpoint import Checkpoint, read_checkpoint, restore, write_checkpoint
from ccnet_core.training.config import ConfigError, check_count, check_number
from ccnet_core.training.interrupts import interrupts_held_back
from ccnet_core.training.loop import (
    BEST,
    CHECKPOINT,
    CURVES,
    LAST,
    METRICS,
    START_METHOD,
    RunOptions,
    check_folder,
)
from ccnet_core.training.losses import ssim
from ccnet_core.training.report import Row, format_row, resumed_metrics, write_curves, write_metrics

_log = logging.getLogger(__name__)
_GENTLE = 0.02
"""Error of the noisy photo below which an error counts for itself; above, in shares of that."""
_TONE = (0.25, 0.55)
"""Mean L to which a crop is brightened where its error is measured."""
_VAL_CROPS = 64
_OF_NOISY = 3
"""In every other sample, the darkest and noisiest of so many that are drawn: such are brightened most."""
_OF_COARSENESS = 0.3
"""Mistakes about the coarseness of noise, by those about its deviation."""


@dataclass(frozen=True, slots=True)
class DetailTraining:
    """Everything a run depends on besides the data.

    Attributes:
        network: the sizes of the network.
        steps: optimizer steps in all.
        learning_rate: the peak of a cosine schedule that falls to a hundredth.
        warmup: steps of linear warm-up.
        size: side of the crops, in pixels.
        batch: crops a step.
        ema: decay of the moving average that is evaluated and shipped.
        edges: weight of the error of differences between neighbours: what is even comes out even.
        structure: weight of 1 - SSIM beside the error of luminance.
        samples: crops that are prepared once and drawn from: a network so small learns none by heart.
        mistaken: spread of the logarithm by which the noise that is told differs from the true one.
        seed: of weights, sampling and augmentation.

    Raises:
        ValueError: a value is out of range.
    """

    network: DetailConfig = field(default_factory=DetailConfig)
    steps: int = 4000
    learning_rate: float = 2e-3
    warmup: int = 100
    size: int = 96
    batch: int = 16
    ema: float = 0.995
    edges: float = 0.5
    structure: float = 0.1
    samples: int = 4000
    mistaken: float = 0.3
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("steps", "batch", "samples"):
            check_count(name, getattr(self, name), 1)
        for name in ("warmup", "seed"):
            check_count(name, getattr(self, name), 0)
        check_count("size", self.size, 32)
        if self.size % MULTIPLE:
            raise ValueError(f"size must be a multiple of {MULTIPLE}, got {self.size}")
        check_number("learning_rate", self.learning_rate, 0.0, 1.0)
        check_number("ema", self.ema, 0.0, 0.999999)
        check_number("edges", self.edges, 0.0, math.inf)
        check_number("structure", self.structure, 0.0, math.inf)
        check_number("mistaken", self.mistaken, 0.0, 2.0)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for logs and checkpoints."""
        return asdict(self)


def load_detail_config(path: Path) -> DetailTraining:
    """Read a configuration.

    Raises:
        ConfigError: the file cannot be read, or an entry is unknown or out of range.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        network = table.pop("network", {})
        if unknown := table.keys() - {field.name for field in fields(DetailTraining)}:
            raise ConfigError(f"{path.name}: unknown entries {', '.join(sorted(unknown))}")
        sizes: dict[str, Any] = {name: tuple(value) for name, value in network.items()}
        return DetailTraining(network=DetailConfig(**sizes), **table)
    except OSError as error:
        raise ConfigError(f"{path.name}: cannot be read ({error.strerror})") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ConfigError(f"{path.name}: {error}") from error


@dataclass(frozen=True, slots=True, eq=False)
class DetailBatch:
    """Crops of B photos.

    Attributes:
        L: noisy luminance, (B, 1, S, S).
        ab: noisy chrominance, (a*, b*) / 110, (B, 2, S, S).
        clean: luminance without noise, (B, 1, S, S).
        told: (B, K + 1), the noise as it is told, see :attr:`ccnet_core.noise.NoiseProfile.told`.
        log_gain: (B,), logarithm of the gain k x / (k x + 1 - x) after which errors count.
    """

    L: Tensor
    ab: Tensor
    clean: Tensor
    told: Tensor
    log_gain: Tensor

    def to(self, device: torch.device) -> DetailBatch:
        """On a device."""
        return DetailBatch(*(x.to(device) for x in self.tensors()))

    def tensors(self) -> tuple[Tensor, ...]:
        """All of them, in order."""
        return tuple(getattr(self, field.name) for field in fields(self))


class DetailData(Dataset[DetailBatch]):
    """Batch number ``i`` is the same on every run with the same configuration."""

    def __init__(
        self, root: Path, config: DetailTraining, split: str, count: int, cache_gib: float = 4.0
    ) -> None:
        """Prepare ``count`` crops of the bright photos of a split, none where it has no photo.

        Raises:
            DataError: a photo cannot be read, or there is none to train on.
        """
        self._config = config
        self._photos = list_clean(root, split)
        if not self._photos and split == TRAIN:
            raise DataError(f"{root}: clean.csv lists no training photo")
        self._pictures = PictureStore(cache_gib)
        for path in self._photos:
            if not self._pictures.full:
                self._pictures.keep(path, self._pictures.read(path))
        starts = range(0, count, config.batch) if self._photos else ()
        parts = [
            self._draw((config.seed, start), min(config.batch, count - start))
            for start in tqdm(starts, desc="preparing", mininterval=5)
        ]
        self.all = (
            DetailBatch(*map(torch.cat, zip(*(part.tensors() for part in parts), strict=True)))
            if parts
            else None
        )

    def __len__(self) -> int:
        return self._config.steps

    def __getitem__(self, step: int) -> DetailBatch:
        assert self.all is not None
        rng = np.random.default_rng((self._config.seed, step, 1))
        chosen = torch.from_numpy(rng.integers(len(self.all.L), size=self._config.batch))
        turns, flip = int(rng.integers(4)), bool(rng.uniform() < 0.5)

        def turn(x: Tensor) -> Tensor:
            turned = torch.rot90(x[chosen], turns, (2, 3))
            return turned.flip(3) if flip else turned

        L, ab, clean = (turn(x) for x in (self.all.L, self.all.ab, self.all.clean))
        return DetailBatch(L, ab, clean, self.all.told[chosen], self.all.log_gain[chosen])

    def _draw(self, seed: tuple[int, ...], count: int) -> DetailBatch:
        """``count`` crops, the same for the same seed."""
        rng = np.random.default_rng(seed)
        noisy, clean = zip(*(self._sample(rng) for _ in range(count)), strict=True)
        L, ab = srgb_to_lab(_to_tensor(np.stack(noisy).astype(np.float32) / np.float32(255)))
        clean_L, _ = srgb_to_lab(_to_tensor(np.stack(clean)))
        profiles = [
            NoiseProfile.of(one.numpy(), other.numpy())
            for one, other in zip(clean_L[:, 0], L[:, 0] - clean_L[:, 0], strict=True)
        ]
        told = torch.tensor([profile.told for profile in profiles])
        mistakes = np.exp(self._config.mistaken * rng.standard_normal((count, 2)))
        told[:, :-1] *= torch.from_numpy(mistakes[:, :1]).float()
        told[:, -1] = (told[:, -1] * torch.from_numpy(mistakes[:, 1] ** _OF_COARSENESS).float()).clamp(1, 2)
        mean = clean_L.mean(dim=(1, 2, 3)).clamp(0.005, 0.995)
        wanted = torch.from_numpy(rng.uniform(*_TONE, count)).float()
        log_gain = (torch.logit(wanted) - torch.logit(mean)).clamp_min(0)
        return DetailBatch(L, ab, clean_L, told, log_gain)

    def _sample(self, rng: np.random.Generator) -> tuple[ByteImage, FloatImage]:
        """A noisy crop (S, S, 3) and the same without noise, in [0, 1]."""
        # Blocks of JPEG seldom lie where the network's own squares of pixels do.
        size = self._config.size + MULTIPLE
        photo = self._pictures.read(self._photos[rng.integers(len(self._photos))])
        # The camera's own size against that of the file, and the photo's against the camera's.
        resized = float(rng.choice((1.0, rng.uniform(1.0, 1.8), rng.uniform(0.5, 1.0)), p=(0.5, 0.25, 0.25)))
        made = 2 * round(size * resized / 2)
        side = min(round(made * rng.uniform(1.0, 2.5)), *photo.shape[:2])
        y, x = (int(rng.integers(length - side + 1)) for length in photo.shape[:2])
        bright = _resize(photo[y : y + side, x : x + side], made)
        height, width = photo.shape[:2]
        window = x / width, y / height, (x + side) / width, (y + side) / height
        drawn = [Darkness.draw(rng) for _ in range(int(rng.choice((1, _OF_NOISY))))]
        darkness = max(drawn, key=lambda one: one.shot / one.exposure)
        noisy, clean = darkness.apply(bright, rng, window), darkness.without_noise(bright, window)
        noisy, clean = _resize(noisy, size), _resize(clean, size)
        if rng.uniform() < 0.5:
            noisy = compress(noisy, int(rng.integers(70, 97)))
        top, left = (int(i) for i in rng.integers(MULTIPLE, size=2))
        inner = slice(top, top + size - MULTIPLE), slice(left, left + size - MULTIPLE)
        return noisy[inner], clean[inner]


def detail_loss(network: DetailNetwork, batch: DetailBatch, edges: float, structure: float) -> Tensor:
    """The error of luminance after a gain, in shares of what noise does there; a scalar."""
    made = network.estimate(batch.L, batch.ab, batch.told)
    k = torch.exp(batch.log_gain)[:, None, None, None]
    made, wanted, noisy = (_amplify(x, k) for x in (made, batch.clean, batch.L))
    difference = made - wanted
    error = _size(difference)
    if edges:
        error = error + edges * (_size(difference.diff(dim=2)) + _size(difference.diff(dim=3)))
    before = (noisy - wanted).abs().mean(dim=(1, 2, 3))
    loss = (error / (_GENTLE + before)).mean()
    return loss + structure * (1 - ssim(made, wanted)) if structure else loss


def _size(difference: Tensor) -> Tensor:
    """Mean absolute value, smooth about 0: (B, 1, H, W) -> (B,)."""
    return torch.sqrt(difference.square() + 1e-7).mean(dim=(1, 2, 3))


def _amplify(L: Tensor, k: Tensor) -> Tensor:
    amplified = k * L
    return amplified / (amplified + (1 - L))


class DetailTrainer:
    """One run, with the files that :class:`ccnet_core.training.loop.Trainer` leaves, but for its samples.

    Attributes:
        network: what is trained.
        data: what it learns from.
    """

    def __init__(
        self,
        config: DetailTraining,
        data: Path,
        out: Path,
        options: RunOptions,
        start: DetailNetwork | None = None,
    ) -> None:
        """Prepare a run.

        Args:
            config: what to train.
            data: the data folder, of whose ``clean.csv`` the photos are taken.
            out: where checkpoints, weights and metrics go.
            options: how to run.
            start: a network of the same sizes to start from.

        Raises:
            ConfigError: ``start`` is of other sizes; or ``out`` is no folder, holds a run that is not to be
                resumed, or one that this one cannot go on with.
            DataError: the data folder cannot be used.
        """
        torch.manual_seed(config.seed)
        self._config, self._out, self._options = config, out, options
        self._device = torch.device(options.device)
        check_folder(out, resume=options.resume)
        path = out / CHECKPOINT
        resumed = (
            read_checkpoint(path, config, "detail", self._device)
            if options.resume and path.exists()
            else None
        )
        if start is not None and start.config != config.network:
            raise ConfigError("the weights to start from are not of the configuration's sizes")
        self.network = start or DetailNetwork(config.network)
        # torch's own annotations lack this argument.
        self.network.to(self._device).train().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.network.requires_grad_(requires_grad=True)
        self._average = deepcopy(self.network).eval().requires_grad_(requires_grad=False)
        self._optimizer = torch.optim.AdamW(self.network.parameters(), lr=config.learning_rate)
        self._val = DetailData(data, config, VAL, _VAL_CROPS, options.cache_gib)
        self.data = DetailData(data, config, TRAIN, config.samples, options.cache_gib)
        self._step, self._seconds, self._best = 0, 0.0, -math.inf
        self._smoothed: dict[str, float] = {}
        self._rows: list[Row] = []
        if resumed is not None:
            self._go_on_from(resumed)
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"{out}: cannot be made ({error.strerror}); choose another folder") from error

    def run(self) -> DetailNetwork:
        """Train to the last step and return the averaged network."""
        started = checked = validated = time.monotonic()
        before = self._seconds
        for batch in tqdm(self._batches(), total=self._config.steps, initial=self._step, mininterval=5):
            self._train(batch.to(self._device))
            now = time.monotonic()
            self._seconds = before + now - started
            last = self._step == self._config.steps
            if last or now - validated > 60 * self._options.validation_minutes:
                self._validate()
                validated = time.monotonic()
            if last or now - checked > 60 * self._options.checkpoint_minutes:
                self.save()
                checked = time.monotonic()
        return self._average

    def save(self) -> None:
        """Write everything a resumed run needs, and the averaged weights."""
        checkpoint = Checkpoint(
            phase="detail",
            config=self._config.to_dict(),
            step=self._step,
            seconds=self._seconds,
            best=self._best,
            losses=self._smoothed,
            network=self.network.state_dict(),
            average=self._average.state_dict(),
            optimizer=self._optimizer.state_dict(),
        )
        write_checkpoint(self._out / CHECKPOINT, checkpoint)
        save_detail(self._average, self._out / LAST, self._metadata())

    def _go_on_from(self, checkpoint: Checkpoint) -> None:
        self._step, self._seconds, self._best = checkpoint.step, checkpoint.seconds, checkpoint.best
        self._smoothed = checkpoint.losses
        restore(checkpoint, self._out / CHECKPOINT, self.network, self._average, self._optimizer)
        # What came after the checkpoint will come again.
        self._rows = resumed_metrics(self._out / METRICS, self._step)
        _log.info("resumed at step %d", self._step)

    def _batches(self) -> Iterator[DetailBatch]:
        workers = self._options.workers
        yield from DataLoader(
            self.data,
            batch_size=None,
            sampler=range(self._step, self._config.steps),
            num_workers=workers,
            prefetch_factor=4 if workers else None,
            multiprocessing_context=START_METHOD if workers else None,
        )

    def _train(self, batch: DetailBatch) -> None:
        """One step. What a checkpoint holds changes at its end and at once, whenever Ctrl+C may come."""
        config = self._config
        rate = min(1.0, (self._step + 1) / config.warmup) if config.warmup else 1.0
        progress = max(0.0, self._step - config.warmup) / max(1, config.steps - config.warmup)
        rate *= 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress))
        for group in self._optimizer.param_groups:
            group["lr"] = config.learning_rate * rate
        loss = detail_loss(self.network, batch, config.edges, config.structure)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        value = float(loss.detach())
        with interrupts_held_back():
            if torch.isfinite(norm):
                self._optimizer.step()
                decay = min(config.ema, (2 + self._step) / (11 + self._step))
                with torch.no_grad():
                    pairs = zip(self._average.parameters(), self.network.parameters(), strict=True)
                    for average, own in pairs:
                        average.lerp_(own, 1 - decay)
                self._smoothed["detail"] = 0.98 * self._smoothed.get("detail", value) + 0.02 * value
            else:
                # One such step would destroy the weights; the next batch is another.
                _log.warning("step %d left out: the gradient is not finite", self._step + 1)
            self._step += 1

    def _validate(self) -> None:
        row = {"step": self._step, "hours": round(self._seconds / 3600, 3), **self._smoothed}
        if self._val.all is not None:
            batch = self._val.all.to(self._device)
            with torch.inference_mode():
                made = self._average.estimate(batch.L, batch.ab, batch.told)
            k = torch.exp(batch.log_gain)[:, None, None, None]
            made, wanted, noisy = (_amplify(x, k) for x in (made, batch.clean, batch.L))
            row |= {"psnr_noisy": _psnr(noisy, wanted), "psnr_made": _psnr(made, wanted)}
        tqdm.write(json.dumps({k: round(v, 4) for k, v in row.items()}))
        self._rows.append(format_row(row))
        write_metrics(self._out / METRICS, self._rows)
        write_curves(self._out / CURVES, self._rows)
        if row.get("psnr_made", -math.inf) > self._best:
            save_detail(self._average, self._out / BEST, self._metadata())
            self._best = row["psnr_made"]

    def _metadata(self) -> dict[str, str]:
        return {
            "phase": "detail",
            "step": str(self._step),
            "hours": f"{self._seconds / 3600:.2f}",
            "device": str(self._device),
            "training_config": json.dumps(self._config.to_dict()),
        }


def _psnr(x: Tensor, target: Tensor) -> float:
    """Peak signal-to-noise ratio in dB, averaged over the photos."""
    error = F.mse_loss(x, target, reduction="none").mean(dim=(1, 2, 3)).clamp_min(1e-10)
    return float((-10 * torch.log10(error)).mean())


def _resize(image: Any, size: int) -> Any:
    if image.shape[:2] == (size, size):
        return image
    method = cv2.INTER_AREA if min(image.shape[:2]) > size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (size, size), interpolation=method), image.dtype)


def _to_tensor(images: FloatImage) -> Tensor:
    """(B, H, W, 3) -> (B, 3, H, W)."""
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
