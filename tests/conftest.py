"""What all tests share: one thread, and the fixtures of network, engine, command line and training data."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from ccnet_samples import GOLDEN, tiny_network
from hypothesis import settings

from ccnet_core.network import CCNet, save_network

# More threads are slower on pictures this small, and sums would depend on their number.
torch.set_num_threads(1)
# How long an example takes is the machine's affair.
settings.register_profile("ccnet", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile("ccnet")


def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: windows wait for timers and disks for a fifth of their time."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


@pytest.fixture(scope="session")
def vectors() -> dict[str, np.ndarray]:
    """The golden values: see golden/README.md."""
    with np.load(GOLDEN / "vectors.npz") as file:
        return dict(file)


@pytest.fixture(scope="session")
def dim_pixels(vectors: dict[str, np.ndarray]) -> np.ndarray:
    """A real dim picture, (118, 171, 3) uint8."""
    return vectors["input_rgb"]


@pytest.fixture
def gain_network() -> CCNet:
    return tiny_network("gain")


@pytest.fixture(params=["published", "gain"])
def network(request: pytest.FixtureRequest) -> CCNet:
    """A tiny network of either structure."""
    return tiny_network(request.param)


@pytest.fixture(scope="session")
def tiny_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A weights file of the gain structure."""
    path = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    save_network(tiny_network("gain"), path)
    return path


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
