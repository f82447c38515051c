"""Training configurations: small TOML files, read into frozen values."""

from __future__ import annotations

import math
import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from ccnet_core.network import CCNetConfig
from ccnet_core.network.light import KNOTS

Phase = Literal["brightening", "colorization", "joint", "exposure", "light"]
Schedule = Literal["cosine", "steps"]
Optimizer = Literal["adamw", "adam"]
Control = Literal["affine", "published", "none"]
SHARES = ("real", "synthetic", "unchanged", "brackets", "misexposed", "backlit", "night")
"""The entries of :class:`DataConfig` that say how much of a batch is of which kind."""
_LARGEST_BETA = 0.999999
"""At 1 the optimizer's averages would never move."""


class ConfigError(Exception):
    """A training configuration cannot be used; the message names the file and the entry."""


def check_count(name: str, value: object, least: int) -> None:
    """Raise ValueError unless a value is a whole number of at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")


def check_number(name: str, value: object, low: float, high: float) -> None:
    """Raise ValueError unless a value is a number from ``low`` to ``high``."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}, got {value!r}")


def _check_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, got {value!r}")


@dataclass(frozen=True, slots=True)
class DataConfig:
    """What a batch is made of.

    Attributes:
        real: share of photographed dark and bright pairs.
        synthetic: share of bright photos darkened on the fly.
        unchanged: share of well exposed photos that must come out as they went in.
        brackets: share of dark exposures of still scenes, whose target is the fusion with a bright one.
        misexposed: share of photos, dark scenes among them, exposed a little wrong on the fly.
        backlit: share of well exposed photos put against the light on the fly.
        night: share of photos that were made nights among lamps on the fly; of phase "light" alone, where
            their target is the fusion of their own exposures.
        sice: probability that a photographed pair is one of SICE rather than LOL.
        zoom: half of the crops are up to so many times larger than asked for, then reduced, as scenes come
            at every scale; 1 takes every crop at the photo's own scale.
        coarse: share of the darkened crops that are enlarged afterwards, up to twice, with their targets:
            noise as coarse as a camera's own processing leaves it in photos of many megapixels.
        given: share of the samples for which the mean luminance of the target is given to the network
            instead of chosen by it, so that all else is learned free of exposure. That of pairs, except those
            of SICE, is always given: how bright they shall become cannot be told from them.
        exposure: dark photos of pairs, except those of SICE, which has several per scene, are exposed anew by
            up to so many stops either way: how dark a photo is must not tell how bright it should become.
        parts: of phase "light", share of the photos of which a part, half to all of each side, is taken for
            a whole photo.
        dimmed: of phase "light", share of the dark photos of other pairs that are exposed anew, by -0.7 to
            0.3 stops.
    """

    real: float = 1.0
    synthetic: float = 0.0
    unchanged: float = 0.0
    brackets: float = 0.0
    misexposed: float = 0.0
    backlit: float = 0.0
    night: float = 0.0
    sice: float = 0.5
    zoom: int = 3
    coarse: float = 0.0
    given: float = 1.0
    exposure: float = 0.0
    parts: float = 0.0
    dimmed: float = 0.0

    def __post_init__(self) -> None:
        for name in (*SHARES, "sice", "coarse", "given", "parts", "dimmed"):
            check_number(name, getattr(self, name), 0.0, 1.0)
        check_count("zoom", self.zoom, 1)
        check_number("exposure", self.exposure, 0.0, 4.0)
        if abs(math.fsum(getattr(self, name) for name in SHARES) - 1) > 1e-6:
            raise ValueError(f"the shares {', '.join(SHARES)} must sum to 1")


@dataclass(frozen=True, slots=True)
class LossConfig:
    """Weights of the losses; 0 leaves a loss out.

    Attributes:
        charbonnier: of L (Charbonnier et al. 1994).
        psnr: of the negative PSNR of L in dB (Chen et al. 2021).
        ssim: of 1 - SSIM of L (Wang et al. 2004).
        total_variation: of L, anisotropic.
        highlight: of what L rises above both a near-white threshold and the target.
        tone: of L averaged over 16 pixels, so that exposure counts apart from detail.
        noise: of how much L varies where the target is flat.
        kept: of the contrast that is lost where the dark photo is bright and the target has it.
        perceptual: of the difference of VGG-16's features of L (Johnson et al. 2016), whose weights the run
            must be given.
        exposure: of the error of the mean luminance chosen for the whole photo.
        exposure_quantile: no weight, but which quantile of the means that a photo might have is chosen,
            within (0, 1). Below 0.5, the less the photo tells, the darker.
        ab: of the mean absolute error of ab / 110.
        ab_tone: of the same, averaged over 16 pixels.
        chroma: of the absolute error of chroma, averaged over 16 pixels.
        bins: of the cross-entropy of the 313 bins of ab, which only the published structure predicts.
    """

    charbonnier: float = 1.0
    psnr: float = 0.0
    ssim: float = 0.1
    total_variation: float = 0.0
    highlight: float = 0.0
    tone: float = 0.0
    noise: float = 0.0
    kept: float = 0.0
    perceptual: float = 0.0
    exposure: float = 1.0
    exposure_quantile: float = 0.5
    ab: float = 1.0
    ab_tone: float = 0.0
    chroma: float = 0.0
    bins: float = 0.0

    def __post_init__(self) -> None:
        for entry in fields(self):
            check_number(entry.name, getattr(self, entry.name), 0.0, math.inf)
        if not 0 < self.exposure_quantile < 1:
            raise ValueError(f"exposure_quantile must be within (0, 1), got {self.exposure_quantile:g}")


@dataclass(frozen=True, slots=True)
class CropStage:
    """From ``step`` on, batches of ``batch`` crops of ``size`` pixels."""

    step: int
    size: int
    batch: int

    def __post_init__(self) -> None:
        check_count("step", self.step, 0)
        check_count("size", self.size, 16)
        check_count("batch", self.batch, 1)
        if self.size % 2:
            raise ValueError(f"size must be even, as a sensor's mosaic is, got {self.size}")


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Everything a run depends on besides the data.

    Attributes:
        network: the structure to train.
        steps: optimizer steps in all.
        learning_rate: the schedule's peak.
        schedule: "cosine" falls to a hundredth; "steps" multiplies by ``factor`` at each of ``milestones``.
        milestones: steps, ascending.
        factor: by which "steps" multiplies the rate, 0 to 1.
        warmup: steps of linear warm-up, with either schedule.
        optimizer: "adamw" (Loshchilov and Hutter, ICLR 2019) or "adam" (Kingma and Ba, ICLR 2015).
        weight_decay: of the optimizer: decoupled from the gradient with "adamw", a part of it with "adam".
        betas: decay of the optimizer's averages of the gradient and of its square, below 1.
        ema: decay of the exponential moving average that is evaluated and shipped; 0 takes the weights
            themselves.
        gradient_clip: largest norm of the gradient; 0 sets no limit.
        control: what colorization learns to obey, see :func:`ccnet_core.training.control.draw_maps`.
        samples: whole photos that phase "light" prepares and learns from.
        lean: of phase "light", what is added in the end to the logits of the share of the fused picture, from
            the knot of the darkest surroundings to that of the brightest: training pairs whose skies are
            white in the bright photo teach to give up lights, which a person keeps. None where it is empty.
        bfloat16: run the convolutions in bfloat16, on the CPU as with CUDA. Not for the published structure,
            whose Fourier transform knows no bfloat16.
        seed: of weights, sampling and augmentation.
        stages: crop sizes, in order of steps.
        data: what a batch is made of.
        loss: weights of the losses.
    """

    network: CCNetConfig = field(default_factory=CCNetConfig.gain)
    steps: int = 20_000
    learning_rate: float = 1e-3
    schedule: Schedule = "cosine"
    milestones: tuple[int, ...] = ()
    factor: float = 0.5
    warmup: int = 200
    optimizer: Optimizer = "adamw"
    weight_decay: float = 1e-4
    betas: tuple[float, float] = (0.9, 0.99)
    ema: float = 0.999
    gradient_clip: float = 1.0
    control: Control = "affine"
    samples: int = 3000
    lean: tuple[float, ...] = ()
    bfloat16: bool = False
    seed: int = 1
    stages: tuple[CropStage, ...] = (CropStage(0, 128, 8),)
    data: DataConfig = field(default_factory=DataConfig)
    loss: LossConfig = field(default_factory=LossConfig)

    def __post_init__(self) -> None:
        check_count("steps", self.steps, 1)
        check_count("warmup", self.warmup, 0)
        check_count("seed", self.seed, 0)
        check_count("samples", self.samples, 1)
        for value in self.lean:
            check_number("lean", value, -20.0, 20.0)
        if len(self.lean) not in (0, KNOTS):
            raise ValueError(f"lean must have {KNOTS} numbers, got {len(self.lean)}")
        for name in ("learning_rate", "weight_decay", "gradient_clip"):
            check_number(name, getattr(self, name), 0.0, math.inf)
        for name in ("ema", "factor"):
            check_number(name, getattr(self, name), 0.0, 1.0)
        if len(self.betas) != 2:
            raise ValueError(f"betas must be two numbers, got {list(self.betas)}")
        for beta in self.betas:
            check_number("betas", beta, 0.0, _LARGEST_BETA)
        if not isinstance(self.bfloat16, bool):
            raise ValueError(f"bfloat16 must be true or false, got {self.bfloat16!r}")
        _check_choice("schedule", self.schedule, get_args(Schedule))
        _check_choice("optimizer", self.optimizer, get_args(Optimizer))
        _check_choice("control", self.control, get_args(Control))
        for milestone in self.milestones:
            check_count("milestones", milestone, 1)
        if sorted(set(self.milestones)) != list(self.milestones):
            raise ValueError(f"milestones must ascend, got {list(self.milestones)}")
        if not any(stage.step == 0 for stage in self.stages):
            raise ValueError("stages must have one that begins at step 0")
        if self.loss.bins and not self.network.kind.has_bins:
            raise ValueError("bins are predicted by the published structure only")
        if self.bfloat16 and not self.network.kind.has_half_precision:
            raise ValueError("bfloat16 is for the gain structure only")

    def stage(self, step: int) -> CropStage:
        """The crop stage in force at a step."""
        return max((s for s in self.stages if s.step <= step), key=lambda s: s.step)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for logs and checkpoints."""
        return asdict(self)


def load_config(path: Path) -> TrainingConfig:
    """Read a configuration.

    Raises:
        ConfigError: the file cannot be read, or an entry is unknown or out of range.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        network = table.pop("network", None)
        stages = table.pop("stages", None)
        values: dict[str, Any] = {
            "data": DataConfig(**table.pop("data", {})),
            "loss": LossConfig(**table.pop("loss", {})),
        }
        if network is not None:
            values["network"] = CCNetConfig.from_table(network)
        if stages is not None:
            values["stages"] = tuple(CropStage(**stage) for stage in stages)
        values |= {name: tuple(table.pop(name)) for name in ("betas", "milestones", "lean") if name in table}
        unknown = set(table) - {f.name for f in fields(TrainingConfig)}
        if unknown:
            raise ConfigError(f"{path.name}: unknown entries {', '.join(sorted(unknown))}")
        return TrainingConfig(**values, **table)
    except OSError as error:
        raise ConfigError(f"{path.name}: cannot be read ({error.strerror})") from error
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{path.name}: {error}") from error
