from __future__ import annotations

import numpy as np
import pytest
from evaluation_samples import scene

from ccnet_core.evaluation import baselines

METHODS = [baselines.unchanged, baselines.gamma, baselines.clahe, baselines.lime]


@pytest.mark.parametrize("method", METHODS)
def test_output_is_a_picture_of_the_size_and_repeats(method: object) -> None:
    dark = scene(2, (37, 50)) // 8
    before = dark.copy()
    first, second = method(dark), method(dark)
    assert first.shape == dark.shape
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(dark, before)


@pytest.mark.parametrize("method", METHODS[1:])
def test_dark_photos_become_brighter(method: object) -> None:
    dark = scene(2) // 8
    assert method(dark).mean() > 1.2 * dark.mean()


def test_gamma_by_hand() -> None:
    codes = np.array([[[0, 255, 51]]], np.uint8)
    assert baselines.gamma(codes).tolist() == [[[0, 255, round(255 * 0.2**0.4)]]]


def test_lime_of_a_constant_divides_by_the_power_of_its_largest_channel() -> None:
    picture = np.empty((20, 24, 3), np.uint8)
    picture[:] = (51, 25, 10)
    expected = [round(v / 0.2**0.8) for v in (51, 25, 10)]
    assert np.unique(baselines.lime(picture).reshape(-1, 3), axis=0).tolist() == [expected]


def test_lime_solves_its_objective() -> None:
    """The gradient of the objective, written out with differences, vanishes at the solution."""
    rng = np.random.default_rng(1)
    values, down, right = rng.uniform(0, 5, (3, 7, 9))
    down[-1], right[:, -1] = 0, 0
    u = baselines._smooth(values, down, right)
    gradient = u - values
    flow_down, flow_right = down[:-1] * np.diff(u, axis=0), right[:, :-1] * np.diff(u, axis=1)
    gradient[:-1] -= flow_down
    gradient[1:] += flow_down
    gradient[:, :-1] -= flow_right
    gradient[:, 1:] += flow_right
    np.testing.assert_allclose(gradient, 0, atol=1e-10)


def test_lime_of_a_large_photo_is_that_of_a_smaller_one(monkeypatch: pytest.MonkeyPatch) -> None:
    dark = scene(4, (96, 128)) // 8
    whole = baselines.lime(dark).astype(float)
    monkeypatch.setattr(baselines, "_LIME_PIXELS", 48 * 64)
    reduced = baselines.lime(dark).astype(float)
    assert reduced.shape == whole.shape
    assert np.abs(reduced - whole).mean() < 8
