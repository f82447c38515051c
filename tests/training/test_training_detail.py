"""Phase "detail": it learns, is resumed to the same weights, and refuses what it cannot use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from ccnet_samples import colour_ramp
from PIL import Image

import ccnet_core.training
from ccnet_core.cli import main
from ccnet_core.data.layout import DataError
from ccnet_core.network.detail import DetailConfig, load_detail
from ccnet_core.paths import DETAIL_WEIGHTS
from ccnet_core.progress import Cancelled
from ccnet_core.training.config import ConfigError
from ccnet_core.training.detail import DetailTrainer, DetailTraining, detail_loss, load_detail_config
from ccnet_core.training.loop import BEST, CHECKPOINT, LAST, METRICS, RunOptions

_RUN = RunOptions(workers=0, checkpoint_minutes=60, validation_minutes=60)
_TINY = DetailTraining(
    DetailConfig((4, 8, 8), (1, 1, 1)), steps=8, warmup=2, size=32, batch=2, samples=6, seed=1
)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A data folder of four bright photos, one of them for validation."""
    folder = tmp_path / "data"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for i in range(4):
        pixels = colour_ramp(90, 120, top=0.9).astype(int) + rng.integers(-20, 20, (90, 120, 1))
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(folder / f"{i}.png")
    rows = [f"{i}.png,{'val' if i == 3 else 'train'}" for i in range(4)]
    (folder / "clean.csv").write_text("\n".join(["photo,split", *rows]) + "\n")
    return folder


def test_a_run_learns_and_leaves_weights_that_load(photos: Path, tmp_path: Path) -> None:
    config = replace(_TINY, steps=40, learning_rate=5e-3, ema=0.5)
    trainer = DetailTrainer(config, photos, tmp_path / "run", _RUN)
    untrained = DetailTrainer(config, photos, tmp_path / "other", _RUN)
    network = trainer.run()
    assert {path.name for path in (tmp_path / "run").iterdir()} >= {CHECKPOINT, BEST, LAST, METRICS}
    batch = trainer.data[0]
    with torch.inference_mode():
        assert detail_loss(network, batch, 0.0, 0.0) < detail_loss(untrained.network, batch, 0.0, 0.0)
    loaded = load_detail(tmp_path / "run" / LAST)
    for mine, theirs in zip(loaded.parameters(), network.parameters(), strict=True):
        assert torch.equal(mine, theirs)


def test_a_resumed_run_ends_as_one_that_never_stopped(photos: Path, tmp_path: Path) -> None:
    whole = DetailTrainer(_TINY, photos, tmp_path / "whole", _RUN).run()

    stopped = DetailTrainer(_TINY, photos, tmp_path / "parts", _RUN)
    draw, asked = type(stopped.data).__getitem__, []

    def stop(_: object, step: int) -> object:
        asked.append(step)
        if len(asked) == 5:
            raise Cancelled
        return draw(stopped.data, step)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(stopped.data), "__getitem__", stop)
        with pytest.raises(Cancelled):
            stopped.run()
    stopped.save()
    again = DetailTrainer(_TINY, photos, tmp_path / "parts", replace(_RUN, resume=True)).run()
    for mine, theirs in zip(again.parameters(), whole.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=0, atol=1e-6)


def test_a_run_is_not_replaced_and_goes_on_only_as_itself(photos: Path, tmp_path: Path) -> None:
    DetailTrainer(_TINY, photos, tmp_path / "run", _RUN).save()
    with pytest.raises(ConfigError, match="holds a run already"):
        DetailTrainer(_TINY, photos, tmp_path / "run", _RUN)
    resume = replace(_RUN, resume=True)
    with pytest.raises(ConfigError, match="seed was 1, is 2"):
        DetailTrainer(replace(_TINY, seed=2), photos, tmp_path / "run", resume)


def test_noise_is_told_and_clean_is_darker_than_the_photo(photos: Path, tmp_path: Path) -> None:
    data = DetailTrainer(_TINY, photos, tmp_path / "run", _RUN).data
    batch = data[0]
    assert batch.L.shape == batch.clean.shape == (2, 1, 32, 32)
    assert (batch.told > 0).all()
    assert (batch.log_gain >= 0).all()
    assert torch.equal(batch.L, data[0].L)
    assert not torch.equal(batch.L, data[1].L)


@pytest.mark.parametrize(
    "text",
    [
        "steps = 0",
        "size = 33",
        "samples = true",
        "network = 3",
        "[network]\nchannels = [0, 4]",
        "unknown = 1",
        "x",
    ],
)
def test_a_configuration_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"mine\.toml"):
        load_detail_config(path)


def test_the_run_of_the_weights_that_ship_is_of_their_sizes() -> None:
    config = Path(ccnet_core.training.__file__).parent / "configs" / "detail.toml"
    assert load_detail_config(config).network == load_detail(DETAIL_WEIGHTS).config


def test_a_folder_without_photos_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clean.csv").write_text("photo,split\n")
    with pytest.raises(DataError, match=r"clean\.csv"):
        DetailTrainer(_TINY, tmp_path, tmp_path / "run", _RUN)


def test_the_command_trains_and_starts_from_weights(photos: Path, tmp_path: Path) -> None:
    config = tmp_path / "tiny.toml"
    config.write_text(
        "steps = 2\nsize = 32\nbatch = 2\nsamples = 4\n[network]\nchannels = [4, 8, 8]\ndepth = [1, 1, 1]\n"
    )
    common = ["--config", str(config), "--data", str(photos), "--workers", "0", "--device", "cpu"]
    assert main(["train", "detail", *common, "--out", str(tmp_path / "one")]) == 0
    start = ["--start", str(tmp_path / "one" / LAST)]
    assert main(["train", "detail", *common, *start, "--out", str(tmp_path / "two")]) == 0
    assert load_detail(tmp_path / "two" / LAST).config == DetailConfig((4, 8, 8), (1, 1, 1))
