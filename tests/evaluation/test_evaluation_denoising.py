"""Noise and detail at full size, beside other ways to denoise."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from evaluation_samples import save

from ccnet_core.cli import main
from ccnet_core.data.layout import PhotoPair
from ccnet_core.engine import Engine
from ccnet_core.evaluation.denoising import DenoisingRow, darken, evaluate_denoising


@pytest.fixture
def crops(tmp_path: Path) -> Path:
    """Two crops of soft structure, with noise and without."""
    y, x = np.mgrid[0:96, 0:128]
    for i in range(2):
        rng = np.random.default_rng(i)
        waves = 120 + 40 * np.sin((x + i * y) / 15)[..., None] * np.ones(3)
        save(tmp_path / f"noise/mean/{i}.png", waves.astype(np.uint8))
        grain = rng.normal(0, 14, (96, 128, 3))
        save(tmp_path / f"noise/noisy/{i}.png", np.clip(waves + grain, 0, 255).astype(np.uint8))
    return tmp_path


def rows_of(crops: Path, engine: Engine) -> dict[str, DenoisingRow]:
    folders = crops / "noise/noisy", crops / "noise/mean"
    pairs = [PhotoPair(folders[0] / f"{i}.png", folders[1] / f"{i}.png", "noise") for i in range(2)]
    return {row.method: row for row in evaluate_denoising(pairs, engine)}


def test_what_takes_noise_away_is_nearer_than_nothing_and_detail_is_that_of_nothing(
    crops: Path, engine: Engine
) -> None:
    rows = rows_of(crops, engine)
    nothing = rows["nothing"]
    assert nothing.detail == pytest.approx(1)
    for method in ("bilateral", "non-local means", "CCNet Studio"):
        assert rows[method].photos == 2
        assert rows[method].psnr > nothing.psnr + 1
        assert rows[method].noise < nothing.noise
        assert rows[method].detail == pytest.approx(1, abs=0.15)


def test_darkening_is_of_linear_light() -> None:
    picture = np.full((1, 1, 3), 188, np.uint8)  # half of the light of white
    assert darken(picture, 1.0)[0, 0, 0] == 188
    assert abs(int(darken(np.full((1, 1, 3), 255, np.uint8), 0.5)[0, 0, 0]) - 188) <= 1


def test_the_command_prints_a_table_and_json(
    crops: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", "noise", "--data", str(crops), "--weights", str(weights), "--device", "cpu"]
    assert main([*arguments, "--limit", "1"]) == 0
    assert "detail kept" in capsys.readouterr().out
    assert main([*arguments, "--limit", "1", "--json"]) == 0
    methods = [row["method"] for row in json.loads(capsys.readouterr().out)["rows"]]
    assert methods == ["brightening network alone", "nothing", "bilateral", "non-local means", "CCNet Studio"]
