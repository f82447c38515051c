"""The training loop: checkpoints every few minutes, and resumes to the same curve."""

from __future__ import annotations

import json
import logging
import math
import multiprocessing
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from tqdm import tqdm

from ccnet_core.colour.lab import srgb_to_lab
from ccnet_core.colour.luminance import chroma_gain
from ccnet_core.network import CCNet, CCNetConfig, Window, grow, save_network
from ccnet_core.network.exposure import expose, whole_photo
from ccnet_core.network.gain import GainBrightening
from ccnet_core.network.light import KNOTS, Light, slice_grid, surroundings
from ccnet_core.training.batches import Batch, TrainingData
from ccnet_core.training.checkpoint import Checkpoint, read_checkpoint, restore, write_checkpoint
from ccnet_core.training.config import ConfigError, Phase, TrainingConfig, check_count, check_number
from ccnet_core.training.control import draw_maps
from ccnet_core.training.interrupts import interrupts_held_back
from ccnet_core.training.light import LightBatch, LightData
from ccnet_core.training.losses import bins, chrominance_loss, luminance_loss, quantile
from ccnet_core.training.perceptual import PerceptualLoss
from ccnet_core.training.report import Row, format_row, resumed_metrics, write_curves, write_metrics
from ccnet_core.training.validation import Validation

_log = logging.getLogger(__name__)
CHECKPOINT = "checkpoint.pt"
BEST = "best.safetensors"
LAST = "last.safetensors"
METRICS = "metrics.csv"
CURVES = "curves.png"
SAMPLES = "samples.png"
# Only forked workers share the pictures in memory. macOS can fork, but its own libraries do not bear it.
_CAN_FORK = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
START_METHOD = "fork" if _CAN_FORK else None


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run needs of the machine that it runs on, its files included.

    Attributes:
        device: where the network is.
        checkpoint_minutes: minutes between checkpoints.
        validation_minutes: minutes between validations on the val split.
        workers: processes that prepare batches; 0 prepares them in the run's own.
        cache_gib: memory for decoded pictures, which the workers share; the others are read on demand.
        resume: go on from the checkpoint in the output folder if there is one.
        vgg16: the file with the weights of VGG-16, which the perceptual loss needs and nothing else does.
    """

    device: str = "cpu"
    checkpoint_minutes: float = 3.0
    validation_minutes: float = 10.0
    workers: int = 1
    cache_gib: float = 4.0
    resume: bool = False
    vgg16: Path | None = None

    def __post_init__(self) -> None:
        try:
            check_count("workers", self.workers, 0)
            for name in ("checkpoint_minutes", "validation_minutes", "cache_gib"):
                check_number(name, getattr(self, name), 0.0, math.inf)
        except ValueError as error:
            raise ConfigError(str(error)) from error


def check_folder(out: Path, *, resume: bool) -> None:
    """Fail before the work, and before anything is replaced.

    Raises:
        ConfigError: ``out`` is no folder, or holds a run that is not to be resumed, or none to resume.
    """
    if out.exists() and not out.is_dir():
        raise ConfigError(f"{out}: is no folder; choose another for the run")
    held = [name for name in (CHECKPOINT, BEST, LAST, METRICS) if (out / name).exists()]
    if held and not resume:
        raise ConfigError(
            f"{out}: holds a run already ({held[0]}); pass --resume to go on with it, "
            "or choose another folder"
        )
    if LAST in held and CHECKPOINT not in held:
        raise ConfigError(
            f"{out}: holds {LAST} but no {CHECKPOINT} to resume from; choose another folder, "
            "and start from these weights with --start"
        )


class Trainer:
    """One run of one phase.

    It leaves ``checkpoint.pt`` to resume from, the averaged weights of the last step in
    ``last.safetensors`` and those of the best validation in ``best.safetensors``, and ``metrics.csv``,
    ``curves.png`` and ``samples.png`` to look at. Without val photos nothing tells which weights are best:
    there is no ``best.safetensors`` and no ``samples.png``.
    """

    def __init__(
        self,
        config: TrainingConfig,
        phase: Phase,
        data: Path,
        out: Path,
        options: RunOptions,
        start: CCNet | None = None,
    ) -> None:
        """Prepare a run.

        Args:
            config: what to train.
            phase: which network: the other one is frozen, "joint" trains both; "exposure" only that part of
                the brightening which chooses how bright a photo becomes, "light" only that which chooses how
                much light goes where.
            data: the data folder.
            out: where checkpoints, weights and metrics go.
            options: how to run.
            start: a network to start from, as phase colorization does from a trained brightening; it may be
                shallower than the configuration's.

        Raises:
            ConfigError: ``start`` is of another structure than the configuration's; there is nothing that the
                phase could train; or ``out`` is no folder, holds a run that is not to be resumed, or one that
                this one cannot go on with, see :func:`~ccnet_core.training.checkpoint.read_checkpoint`.
            DataError: the data folder cannot be used.
            WeightsError: the weights of VGG-16 cannot be used.
        """
        torch.manual_seed(config.seed)
        self._config, self._phase, self._out, self._options = config, phase, out, options
        self._device = torch.device(options.device)
        check_folder(out, resume=options.resume)
        resumed = self._read_checkpoint()
        self._network = CCNet(config.network) if start is None else _grown(start, config.network)
        # torch's own annotations lack this argument.
        self._network.to(self._device).train().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._network.requires_grad_(requires_grad=True)
        if phase == "colorization":
            self._network.lightness.requires_grad_(requires_grad=False)
        if phase == "exposure":
            if not isinstance(self._network.lightness, GainBrightening):
                raise ConfigError("only the gain structure chooses an exposure")
            if not config.loss.exposure:
                raise ConfigError("exposure of [loss] is 0, so phase exposure has no loss: set it above 0")
            self._network.lightness.requires_grad_(requires_grad=False)
            self._network.lightness.exposure.requires_grad_(requires_grad=True)
        if phase == "light":
            if not config.network.light or start is None:
                raise ConfigError(
                    "phase light needs a [network] with light = true, and weights to start from (--start)"
                )
            self._network.requires_grad_(requires_grad=False)
            cast(Light, self._brightening.light).requires_grad_(requires_grad=True)
        if phase in ("brightening", "exposure", "light"):
            self._network.chrominance.requires_grad_(requires_grad=False)
        self._perceptual = self._load_perceptual()
        self._average = deepcopy(self._network).eval().requires_grad_(requires_grad=False)
        self._trained = [p for p in self._network.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW if config.optimizer == "adamw" else torch.optim.Adam
        self._optimizer = optimizer(
            self._trained, lr=config.learning_rate, betas=config.betas, weight_decay=config.weight_decay
        )
        photos = TrainingData(data, config, options.cache_gib)
        self._data: Dataset[Batch] | Dataset[LightBatch] = photos
        if phase == "light":
            self._data = LightData(photos, config, cast(GainBrightening, self._average.lightness))
        self._validation = Validation(data)
        if self._validation.empty:
            _log.warning("%s: has no val photo, so %s is not written; %s is the result", data, BEST, LAST)
        self._step = 0
        self._seconds = 0.0
        self._best = -math.inf
        self._smoothed: dict[str, float] = {}
        self._rows: list[Row] = []
        if resumed is not None:
            self._go_on_from(resumed)
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"{out}: cannot be made ({error.strerror}); choose another folder") from error

    def run(self) -> CCNet:
        """Train to the last step and return the averaged network."""
        started = checked = validated = time.monotonic()
        before = self._seconds
        for batch in tqdm(self._batches(), total=self._config.steps, initial=self._step, mininterval=5):
            self._train(batch)
            now = time.monotonic()
            self._seconds = before + now - started
            last = self._step == self._config.steps
            if last or now - validated > 60 * self._options.validation_minutes:
                self._validate()
                validated = time.monotonic()
            if last or now - checked > 60 * self._options.checkpoint_minutes:
                self.save()
                checked = time.monotonic()
        return self._result()

    def save(self) -> None:
        """Write everything a resumed run needs, and the averaged weights."""
        checkpoint = Checkpoint(
            phase=self._phase,
            config=self._config.to_dict(),
            step=self._step,
            seconds=self._seconds,
            best=self._best,
            losses=self._smoothed,
            network=self._network.state_dict(),
            average=self._average.state_dict(),
            optimizer=self._optimizer.state_dict(),
        )
        write_checkpoint(self._out / CHECKPOINT, checkpoint)
        save_network(self._result(), self._out / LAST, self._metadata())

    def _result(self) -> CCNet:
        """The averaged network, which leans as the configuration says."""
        if self._phase != "light" or not self._config.lean:
            return self._average
        result = deepcopy(self._average)
        light = cast(Light, cast(GainBrightening, result.lightness).light)
        bias = cast(Tensor, light.conv_out.bias)
        with torch.no_grad():
            bias[:KNOTS] += torch.tensor(self._config.lean).to(bias)
        return result

    def _load_perceptual(self) -> PerceptualLoss | None:
        if not self._config.loss.perceptual or self._phase in ("colorization", "exposure", "light"):
            return None
        if self._options.vgg16 is None:
            raise ConfigError(
                "perceptual of [loss] needs the weights of VGG-16: name their file, or set it to 0"
            )
        return PerceptualLoss(self._options.vgg16).to(self._device)

    def _read_checkpoint(self) -> Checkpoint | None:
        path = self._out / CHECKPOINT
        if not (self._options.resume and path.exists()):
            return None
        return read_checkpoint(path, self._config, self._phase, self._device)

    def _go_on_from(self, checkpoint: Checkpoint) -> None:
        self._step, self._seconds, self._best = checkpoint.step, checkpoint.seconds, checkpoint.best
        self._smoothed = checkpoint.losses
        restore(checkpoint, self._out / CHECKPOINT, self._network, self._average, self._optimizer)
        # What came after the checkpoint will come again.
        self._rows = resumed_metrics(self._out / METRICS, self._step)
        _log.info("resumed at step %d", self._step)

    @property
    def _brightening(self) -> GainBrightening:
        return cast(GainBrightening, self._network.lightness)

    def _batches(self) -> Iterator[Batch | LightBatch]:
        steps = range(self._step, self._config.steps)
        workers = self._options.workers
        yield from DataLoader(
            self._data,
            batch_size=None,
            sampler=steps,
            num_workers=workers,
            prefetch_factor=4 if workers else None,
            multiprocessing_context=START_METHOD if workers else None,
            pin_memory=self._device.type == "cuda" and self._phase != "light",
        )

    def _train(self, batch: Batch | LightBatch) -> None:
        """One step. What a checkpoint holds changes at its end and at once, whenever Ctrl+C may come."""
        for group in self._optimizer.param_groups:
            group["lr"] = self._learning_rate()
        losses = self._losses(batch)
        self._optimizer.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        limit = self._config.gradient_clip or math.inf
        norm = torch.nn.utils.clip_grad_norm_(self._trained, limit)
        values = {name: float(value.detach()) for name, value in losses.items()}
        with interrupts_held_back():
            if torch.isfinite(norm):
                self._optimizer.step()
                self._update_averages(values)
            else:
                # One such step would destroy the weights; the next batch is another.
                _log.warning("step %d left out: the gradient is not finite", self._step + 1)
            self._step += 1

    def _update_averages(self, losses: dict[str, float]) -> None:
        """Update the moving averages, of the weights and of the losses."""
        done = self._step + 1
        decay = min(self._config.ema, (1 + done) / (10 + done))
        with torch.no_grad():
            for average, value in zip(self._average.parameters(), self._network.parameters(), strict=True):
                average.lerp_(value, 1 - decay)
        for name, loss in losses.items():
            self._smoothed[name] = 0.98 * self._smoothed.get(name, loss) + 0.02 * loss

    def _losses(self, batch: Batch | LightBatch) -> dict[str, Tensor]:
        """Forward pass of one batch; the losses by name."""
        batch = batch.to(self._device)
        # What dropout draws depends on the step alone, so that a resumed run draws the same.
        torch.manual_seed(self._config.seed * 1_000_003 + self._step)
        if isinstance(batch, LightBatch):
            return self._light_losses(batch)
        seen_L, seen_ab = batch.thumbnail[:, :1], batch.thumbnail[:, 1:]
        chosen = self._choose_mean(seen_L)
        if self._phase == "exposure":
            return self._exposure_loss(chosen, batch.mean)
        wanted = batch.mean if chosen is None else torch.where(batch.given, batch.mean, chosen.detach())
        L, ab = srgb_to_lab(batch.low.float() / 255)
        target_L, target_ab = srgb_to_lab(batch.high.float() / 255)
        generator = torch.Generator().manual_seed(self._config.seed * 1_000_003 + self._step)
        guidance_maps, target_maps = draw_maps(self._config.control, len(L), generator)
        weights = self._config.loss
        losses = {}
        with torch.autocast(self._device.type, dtype=torch.bfloat16, enabled=self._config.bfloat16):
            # With the exposure given, all else is learned free of it.
            context = self._network.context(seen_L, seen_ab, wanted)
            window = Window(batch.corners)
            if self._phase == "brightening":
                bright_L = self._network.brighten_part(L, context, window)
            else:
                bright = self._network.brighten(L, context, window)
                bright_L = bright.L
                gain = chroma_gain(L, bright_L.detach().float())
                guidance = guidance_maps.apply(ab, gain)
                if weights.bins:
                    out, logits = self._network.colorize_with_bins(bright, guidance)
                else:
                    out = self._network.colorize(bright, guidance)
        if self._phase != "brightening":
            target_ab = target_maps.apply(target_ab)
            losses["ab"] = chrominance_loss(weights, out.float(), target_ab)
            if weights.bins:
                losses["bins"] = weights.bins * bins(logits.float(), target_ab)
        if self._phase != "colorization":
            losses["L"] = luminance_loss(weights, bright_L.float(), target_L, L)
            if self._perceptual is not None:
                losses["perceptual"] = weights.perceptual * self._perceptual(bright_L.float(), target_L)
            losses |= self._exposure_loss(chosen, batch.mean)
        return losses

    def _light_losses(self, batch: LightBatch) -> dict[str, Tensor]:
        """That of phase "light": all but the choice of light per place is there already."""
        light = cast(Light, self._brightening.light)
        grid = light(batch.canvas, batch.canvas_ab, batch.canvas_raw, batch.canvas_log_gain)
        positions = Window.whole(batch.L).positions(batch.L)
        share, gain = slice_grid(grid, surroundings(grid, batch.L, positions), positions)
        bright_L = expose(torch.lerp(batch.exposed, batch.fused, share), gain)
        return {"L": luminance_loss(self._config.loss, bright_L, batch.target, batch.L)}

    def _choose_mean(self, thumbnail: Tensor) -> Tensor | None:
        """The mean luminance that the network chooses, (N,); None for the published structure."""
        if not isinstance(self._network.lightness, GainBrightening):
            return None
        canvas = whole_photo(thumbnail)
        mean: Tensor = self._network.lightness.exposure(canvas, canvas.mean(dim=(1, 2, 3)))
        return mean

    def _exposure_loss(self, chosen: Tensor | None, mean: Tensor) -> dict[str, Tensor]:
        """Error of the mean luminance that the network chooses."""
        weight = self._config.loss.exposure
        if not weight or chosen is None:
            return {}
        return {"exposure": weight * quantile(chosen, mean, self._config.loss.exposure_quantile)}

    def _learning_rate(self) -> float:
        """Linear warm-up, then the schedule."""
        config = self._config
        if self._step < config.warmup:
            return config.learning_rate * (self._step + 1) / config.warmup
        if config.schedule == "steps":
            passed = sum(self._step >= milestone for milestone in config.milestones)
            return config.learning_rate * config.factor**passed
        progress = (self._step - config.warmup) / max(1, config.steps - config.warmup)
        return config.learning_rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress)))

    def _validate(self) -> None:
        result = self._result()
        figures = self._validation.measure(result, self._device)
        row = {"step": self._step, "hours": round(self._seconds / 3600, 3), **self._smoothed, **figures}
        tqdm.write(json.dumps({k: round(v, 4) for k, v in row.items()}))
        self._rows.append(format_row(row))
        write_metrics(self._out / METRICS, self._rows)
        write_curves(self._out / CURVES, self._rows)
        if self._validation.empty:
            return  # there is nothing to choose the best weights by
        self._validation.write_samples(self._out / SAMPLES, result, self._device)
        if figures["score"] > self._best:
            save_network(result, self._out / BEST, self._metadata())
            self._best = figures["score"]

    def _metadata(self) -> dict[str, str]:
        return {
            "phase": self._phase,
            "step": str(self._step),
            "hours": f"{self._seconds / 3600:.2f}",
            "device": str(self._device),
            "training_config": json.dumps(self._config.to_dict()),
        }


def _grown(start: CCNet, config: CCNetConfig) -> CCNet:
    """The network to start from, in the structure to train."""
    if start.config == config:
        return start
    try:
        return grow(start, config)
    except ValueError as error:
        raise ConfigError("the weights to start from are not of the configuration's structure") from error
