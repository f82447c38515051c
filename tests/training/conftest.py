"""A data folder with a handful of small pictures, and a run of a few steps on it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from ccnet_samples import CONFIGS

from ccnet_core.training.config import CropStage, DataConfig, LossConfig, TrainingConfig


def _blotches(rng: np.random.Generator, height: int = 48, width: int = 64) -> np.ndarray:
    """A picture with large patches of different colours, bright on the whole."""
    patches = rng.integers(60, 240, (4, 5, 3), dtype=np.uint8)
    return cv2.resize(patches, (width, height), interpolation=cv2.INTER_CUBIC)


def _write(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())


def _table(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Dark pictures at a third of the light, and clean ones; read-only for tests."""
    root = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(5)
    pairs, clean = [], []
    for source in ("lol", "sice"):
        for index in range(3):
            bright = _blotches(rng)
            names = (f"{source}/low/{index}.png", f"{source}/high/{index}.png")
            _write(root / names[0], (bright * 0.3).astype(np.uint8))
            _write(root / names[1], bright)
            pairs += [(*names, f"{source}{index}", split) for split in ("train", "val")]
    for index in range(3):
        _write(root / f"clean/{index}.png", _blotches(rng))
        clean += [(f"clean/{index}.png", split) for split in ("train", "val")]
    _write(root / "clean/night.png", np.full((48, 64, 3), 20, np.uint8))
    clean += [("clean/night.png", split) for split in ("train", "val")]
    _table(root / "pairs.csv", ("low", "high", "scene", "split"), pairs)
    _table(root / "clean.csv", ("photo", "split"), clean)
    return root


@pytest.fixture
def config() -> TrainingConfig:
    """A few seconds of training of a tiny network, with every kind of sample and loss."""
    return TrainingConfig(
        network=CONFIGS["gain"],
        steps=12,
        learning_rate=3e-3,
        warmup=4,
        seed=3,
        stages=(CropStage(0, 32, 2), CropStage(6, 48, 2)),
        data=DataConfig(real=0.6, synthetic=0.3, unchanged=0.1),
        loss=LossConfig(total_variation=0.01, highlight=0.1, tone=0.5, ab_tone=0.5),
    )
