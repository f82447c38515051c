"""The noise of a photo, estimated from the photo itself."""

from __future__ import annotations

import numpy as np
import pytest

from ccnet_core.noise import KNOTS, LARGEST, LEAST, NoiseProfile


def scene(sigma: float, seed: int = 0, side: int = 320) -> np.ndarray:
    """Areas of several luminances between sharp edges, stripes in some of them, and noise over all."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:side, 0:side]
    areas = 0.05 + 0.12 * ((x // 64 + y // 64) % 4)
    stripes = np.where((x // 64 + 2 * (y // 64)) % 3 == 0, 0.05 * np.sin(x), 0.0)
    return (areas + stripes + sigma * rng.standard_normal((side, side))).astype(np.float32)


@pytest.mark.parametrize("sigma", [0.004, 0.012, 0.03])
def test_noise_is_found_beside_edges_and_stripes(sigma: float) -> None:
    assert NoiseProfile.of(scene(sigma)).level == pytest.approx(sigma, rel=0.12)


def test_noise_that_grows_with_light_is_told_by_light() -> None:
    rng = np.random.default_rng(1)
    L = np.repeat(np.linspace(0.02, 0.95, 16, dtype=np.float32), 64)[None].repeat(256, axis=0)
    profile = NoiseProfile.of(L + (0.002 + 0.03 * L) * rng.standard_normal(L.shape, np.float32))
    for knot, sigma in zip(KNOTS[1:-1], profile.sigma[1:-1], strict=True):
        assert sigma == pytest.approx(0.002 + 0.03 * knot, rel=0.3)


def test_a_slope_is_no_noise_and_neither_is_black() -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32)[None].repeat(256, axis=0)
    assert NoiseProfile.of(ramp).level == LEAST
    assert NoiseProfile.of(np.zeros((64, 64), np.float32)).level == LEAST


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (9, 9)])
def test_pictures_too_small_to_tell_have_a_profile_all_the_same(size: tuple[int, int]) -> None:
    profile = NoiseProfile.of(np.random.default_rng(0).random(size, np.float32))
    assert all(LEAST <= sigma <= LARGEST for sigma in profile.sigma)


def test_noise_that_is_known_is_measured_by_the_light_of_the_picture() -> None:
    L = scene(0.0)
    noise = 0.02 * np.random.default_rng(2).standard_normal(L.shape).astype(np.float32)
    assert NoiseProfile.of(L, noise).level == pytest.approx(0.02, rel=0.1)


def test_coarse_grain_is_told_from_fine_grain() -> None:
    rng = np.random.default_rng(3)
    fine = rng.standard_normal((256, 256)).astype(np.float32)
    coarse = np.kron(rng.standard_normal((128, 128)), np.ones((2, 2))).astype(np.float32)
    flat = np.full((256, 256), 0.2, np.float32)
    assert NoiseProfile.of(flat + 0.02 * fine).coarseness == pytest.approx(1, abs=0.05)
    assert NoiseProfile.of(flat + 0.02 * coarse).coarseness == pytest.approx(2, abs=0.05)
    assert NoiseProfile.of(flat + 0.02 * coarse).told[-1] == NoiseProfile.of(flat, 0.02 * coarse).coarseness


def test_structure_at_one_brightness_is_no_noise_of_it() -> None:
    L = scene(0.01)
    L[:, 160:] = 0.7 + 0.15 * np.sign(np.sin(np.arange(160))) * np.sign(np.sin(np.arange(320)))[:, None]
    profile = NoiseProfile.of(L)
    assert profile.sigma[KNOTS.index(0.4)] == pytest.approx(0.01, rel=0.1)
    assert max(profile.sigma) < 0.5 * 0.15
