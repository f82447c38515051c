"""Configurations: read as written, and mistakes named with their file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import ccnet_core.training
from ccnet_core.network import CCNetConfig, load_network
from ccnet_core.paths import WEIGHTS
from ccnet_core.training.config import (
    ConfigError,
    CropStage,
    DataConfig,
    LossConfig,
    TrainingConfig,
    load_config,
)

_SHIPPED = Path(ccnet_core.training.__file__).parent / "configs"


def _load(tmp_path: Path, text: str) -> TrainingConfig:
    path = tmp_path / "run.toml"
    path.write_text(text)
    return load_config(path)


def test_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert _load(tmp_path, "") == TrainingConfig()


def test_every_entry_is_read(tmp_path: Path) -> None:
    config = _load(
        tmp_path,
        """
        steps = 50
        learning_rate = 0.5
        betas = [0.8, 0.9]
        schedule = "steps"
        milestones = [10, 30]
        factor = 0.1
        optimizer = "adam"
        control = "none"
        bfloat16 = true
        stages = [{ step = 0, size = 64, batch = 4 }, { step = 20, size = 96, batch = 2 }]
        [network]
        structure = "gain"
        channels = [8, 8, 8, 8, 8]
        view = 8
        [data]
        real = 0.5
        synthetic = 0.5
        zoom = 2
        [loss]
        ssim = 0.25
        """,
    )
    assert config.steps == 50
    assert config.learning_rate == 0.5
    assert config.betas == (0.8, 0.9)
    assert (config.schedule, config.milestones, config.factor) == ("steps", (10, 30), 0.1)
    assert (config.optimizer, config.control) == ("adam", "none")
    assert config.bfloat16
    assert config.stages == (CropStage(0, 64, 4), CropStage(20, 96, 2))
    assert config.network.channels == (8,) * 5
    assert config.data == DataConfig(0.5, 0.5, zoom=2)
    assert config.loss.ssim == 0.25


@pytest.mark.parametrize(("step", "size"), [(0, 64), (19, 64), (20, 96), (999, 96)])
def test_stage_is_the_last_that_has_begun(step: int, size: int) -> None:
    config = TrainingConfig(stages=(CropStage(20, 96, 2), CropStage(0, 64, 4)))
    assert config.stage(step).size == size


def test_config_can_be_logged() -> None:
    assert json.loads(json.dumps(TrainingConfig().to_dict()))["loss"]["ssim"] == 0.1


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("step = 5", "step"),
        ("steps = 'many'", "steps"),
        ("steps = 0", "steps"),
        ("learning_rate = true", "learning_rate"),
        ("betas = 3", "iterable"),
        ("betas = [0.9]", "betas must be two numbers"),
        ("betas = [0.9, 0.99, 0.999]", "betas must be two numbers"),
        ("betas = [0.9, 1.0]", "betas"),
        ("betas = ['a', 0.9]", "betas"),
        ("bfloat16 = 1", "bfloat16 must be true or false"),
        ("steps = ", "Invalid value"),
        ("network = 3", "table"),
        ("data = 3", "mapping"),
        ("stages = 3", "iterable"),
        ("stages = []", "stages"),
        ("stages = [{ step = 5, size = 64, batch = 4 }]", "stages"),
        ("stages = [{ step = 0, size = 15, batch = 4 }]", "size"),
        ("stages = [{ step = 0, size = 64, batch = 0 }]", "batch"),
        ("stages = [{ step = 0, size = 64 }]", "batch"),
        ("[data]\nreal = 0.5", "sum to 1"),
        ("[data]\nreal = 1.5\nsynthetic = -0.5", "real"),
        ("[data]\nshare = 0.5", "share"),
        ("[data]\nzoom = 0", "zoom"),
        ("schedule = 'linear'", "schedule"),
        ("optimizer = 'sgd'", "optimizer"),
        ("control = 'full'", "control"),
        ("factor = 2.0", "factor"),
        ("milestones = [5, 0]", "milestones"),
        ("milestones = [20, 10]", "milestones must ascend"),
        ("[loss]\nmagic = 1.0", "magic"),
        ("[loss]\nab = -1.0", "ab"),
        ("[loss]\nexposure_quantile = 0.0", "exposure_quantile"),
        ("[loss]\nexposure_quantile = 1.0", "exposure_quantile"),
        ("[loss]\nbins = 0.01", "published structure only"),
        ("bfloat16 = true\n[network]\nstructure = 'published'", "gain structure only"),
        ("[network]\nstructure = 'other'", "other"),
        ("[network]\nchannels = [8, 8]", "channels"),
        ("[network]\ndepth = 3", "depth"),
    ],
)
def test_mistakes_are_named_with_their_file(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=rf"^run\.toml: (.|\n)*{named}"):
        _load(tmp_path, text)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml: cannot be read"):
        load_config(tmp_path / "absent.toml")


def test_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"run\.toml"):
        load_config(tmp_path / "run.toml")


@pytest.mark.parametrize("camera", ["huawei", "nikon"])
def test_published_training_is_as_published(camera: str) -> None:
    config = load_config(_SHIPPED / f"lsrw_{camera}.toml")
    assert config.network == CCNetConfig()
    assert (config.optimizer, config.learning_rate, config.betas) == ("adam", 4e-4, (0.9, 0.99))
    assert (config.schedule, config.milestones) == ("steps", (5_000, 10_000, 15_000, 20_000))
    assert config.factor == 0.5
    assert (config.weight_decay, config.ema, config.gradient_clip, config.warmup) == (0, 0, 0, 0)
    assert config.stages == (CropStage(0, 512, 8),)
    assert config.data == DataConfig(zoom=1)
    assert config.loss == LossConfig(charbonnier=1, ssim=0.1, total_variation=1, ab=1, bins=0.01)
    assert config.control == "published"


def test_training_of_the_weights_that_ship_uses_both_kinds_of_light() -> None:
    config, last = (load_config(_SHIPPED / f"studio{name}.toml") for name in ("", "_light"))
    assert replace(config.network, depth=last.network.depth, light=True) == last.network == CCNetConfig.gain()
    assert load_network(WEIGHTS).config == last.network
    assert (config.schedule, config.optimizer, config.control) == ("cosine", "adamw", "affine")
    assert config.data.zoom == 3


def test_the_runs_that_judge_bins_differ_in_nothing_else() -> None:
    with_bins, without = (load_config(_SHIPPED / f"bins_{name}.toml") for name in ("with", "without"))
    assert with_bins.loss.bins > 0
    assert replace(with_bins, loss=replace(with_bins.loss, bins=0.0)) == without
