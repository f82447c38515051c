"""Configurations: read as written, and mistakes named with their file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ccnet_core.training.config import ConfigError, CropStage, DataConfig, TrainingConfig, load_config


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
        bfloat16 = true
        stages = [{ step = 0, size = 64, batch = 4 }, { step = 20, size = 96, batch = 2 }]
        [network]
        structure = "gain"
        channels = [8, 8, 8, 8, 8]
        context = 8
        [data]
        real = 0.5
        synthetic = 0.5
        [loss]
        ssim = 0.25
        """,
    )
    assert config.steps == 50
    assert config.learning_rate == 0.5
    assert config.betas == (0.8, 0.9)
    assert config.bfloat16
    assert config.stages == (CropStage(0, 64, 4), CropStage(20, 96, 2))
    assert config.network.channels == (8,) * 5
    assert config.data == DataConfig(0.5, 0.5)
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
        ("steps = ", "Invalid value"),
        ("network = 3", "iterable"),
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
        ("[loss]\nmagic = 1.0", "magic"),
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
