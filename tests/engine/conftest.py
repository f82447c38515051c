"""An engine with a tiny network, and a real dim photo in it."""

from __future__ import annotations

import numpy as np
import pytest
from ccnet_samples import tiny_network

from ccnet_core.engine import Brightened, Engine
from ccnet_core.photo import Photo


@pytest.fixture
def engine() -> Engine:
    return Engine(tiny_network("gain"), "cpu")


@pytest.fixture(scope="session")
def dim_photo(dim_pixels: np.ndarray) -> Photo:
    return Photo.from_array(dim_pixels)


@pytest.fixture
def small(engine: Engine, dim_photo: Photo) -> Brightened:
    """The photo at its own size: working picture and photo are the same."""
    return engine.brighten(dim_photo)


@pytest.fixture
def large(engine: Engine, dim_photo: Photo) -> Brightened:
    """The photo with a working picture of a quarter of its pixels."""
    return engine.brighten(dim_photo, pixels=5_000)
