"""What all tests share: one thread, and the fixtures of network, engine and command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from ccnet_samples import GOLDEN, tiny_network
from hypothesis import settings

from ccnet_core.network import CCNet, save_network

# More threads are slower on pictures this small, and sums would depend on their number.
torch.set_num_threads(1)
# How long an example takes is the machine's affair.
settings.register_profile("ccnet", deadline=None)
settings.load_profile("ccnet")


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
