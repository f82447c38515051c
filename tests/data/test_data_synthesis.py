"""Darkness made out of bright photos."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from ccnet_samples import colour_ramp

from ccnet_core.data.synthesis import Darkness, LightPool


def _plain() -> Darkness:
    """A camera that takes nothing away."""
    drawn = Darkness.draw(np.random.default_rng(0))
    return replace(
        drawn,
        exposure=1.0,
        pools=(),
        camera_to_rgb=np.linalg.inv(drawn.rgb_to_camera),
        cast=(1.0, 1.0, 1.0),
        tone=1.0,
        quality=None,
        row=0.0,
        denoised=0.0,
        sharpened=0.0,
    )


def test_darkness_of_full_exposure_is_almost_the_identity() -> None:
    bright = colour_ramp(32, 48, top=0.8)
    assert np.abs(_plain().apply(bright, None).astype(int) - bright).max() <= 3


def test_darkness_is_drawn_and_applied_by_its_generator_alone() -> None:
    bright = colour_ramp(32, 48)
    runs = []
    for seed in (3, 3, 4):
        rng = np.random.default_rng(seed)
        runs.append(Darkness.draw(rng).apply(bright, rng))
    np.testing.assert_array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])


def test_less_exposure_is_darker() -> None:
    bright = colour_ramp(32, 48)
    levels = [replace(_plain(), exposure=e).apply(bright, None).mean() for e in (1.0, 0.5, 0.1, 0.03)]
    assert all(more > 1.2 * less for more, less in pairwise(levels))


def test_noise_has_no_bias_and_grows_with_read_noise() -> None:
    bright = np.full((64, 64, 3), 150, np.uint8)
    quiet, loud = (
        replace(_plain(), exposure=0.3, shot=1e-5, read=read).apply(bright, np.random.default_rng(0))
        for read in (7e-4, 7e-3)
    )
    clean = replace(_plain(), exposure=0.3).apply(bright, None)
    assert loud.std() > 2 * quiet.std() > 0
    assert abs(quiet.mean() - clean.mean()) < 1.5


def _noise(**settings: float) -> np.ndarray:
    """What noise adds to grey, in codes."""
    grey = np.full((128, 128, 3), 150, np.uint8)
    darkness = replace(_plain(), exposure=0.3, shot=1e-6, **({"read": 1e-6} | settings))
    clean = darkness.apply(grey, None)[2:-2, 2:-2]
    return darkness.apply(grey, np.random.default_rng(0))[2:-2, 2:-2].astype(float) - clean


def test_row_noise_is_that_of_whole_rows() -> None:
    noise = _noise(row=0.004)[..., 1]
    assert noise.mean(axis=1).std() > 0.8 * noise.std() > 0
    assert noise.mean(axis=0).std() < 0.2 * noise.std()


def test_read_noise_of_a_lower_shape_has_heavier_tails() -> None:
    def kurtosis(shape: float) -> float:
        values = _noise(read=0.004, shape=shape)[..., 1].ravel()
        return float(((values - values.mean()) ** 4).mean() / values.var() ** 2)

    assert kurtosis(0.14) < 4.5
    assert kurtosis(-0.2) > kurtosis(0.14) + 1.0


def test_a_cameras_own_denoising_leaves_less_noise_and_sharpening_more() -> None:
    plain, smoothed, sharp = (
        _noise(read=0.004, **more).std() for more in ({}, {"denoised": 20.0}, {"sharpened": 1.0})
    )
    assert smoothed < 0.8 * plain
    assert sharp > 1.2 * plain


def test_thumbnail_is_the_small_picture_of_the_dark_photo() -> None:
    rng = np.random.default_rng(8)
    darkness = replace(Darkness.draw(rng), exposure=0.2, quality=None, shot=1e-5, read=1e-5, row=0.0)
    darkness = replace(darkness, denoised=0.0, sharpened=0.0)
    bright = colour_ramp(128, 128)
    small = bright.reshape(64, 2, 64, 2, 3).mean(axis=(1, 3)).astype(np.uint8)
    dark = darkness.apply(bright, rng).reshape(64, 2, 64, 2, 3).mean(axis=(1, 3))
    assert np.abs(darkness.apply(small, None)[2:-2, 2:-2] - dark[2:-2, 2:-2]).mean() < 2.5


def test_part_of_a_photo_is_lit_as_in_the_whole() -> None:
    darkness = replace(_plain(), exposure=0.1, pools=(LightPool(0.75, 0.5, 0.2, 2.0),))
    grey = np.full((64, 64, 3), 160, np.uint8)
    whole = darkness.apply(grey, None)
    left = darkness.apply(grey[:, :32], None, (0.0, 0.0, 0.5, 1.0))
    right = darkness.apply(grey[:, 32:], None, (0.5, 0.0, 1.0, 1.0))
    assert right.mean() > 1.2 * left.mean()
    assert np.abs(np.hstack((left, right)).astype(int) - whole).max() <= 3


def test_pool_of_light_gives_back_no_more_than_the_darkness_took() -> None:
    darkness = replace(_plain(), exposure=0.5, pools=(LightPool(0.5, 0.5, 0.4, 2.5),))
    bright = colour_ramp(32, 48)
    assert (darkness.apply(bright, None) <= _plain().apply(bright, None)).all()


def test_a_white_lamp_stays_white_however_dark_the_scene_becomes() -> None:
    lamp = np.full((16, 16, 3), 255, np.uint8)
    for seed in range(12):
        darkness = replace(
            Darkness.draw(np.random.default_rng(seed)), exposure=0.1, pools=(), cast=(1.0, 1.0, 1.0)
        )
        pixels = darkness.apply(lamp, None).reshape(-1, 3).mean(axis=0)
        assert pixels.max() - pixels.min() < 0.25 * pixels.max()


def _lit(lamps: float) -> np.ndarray:
    """A white lamp in a grey room, 3 stops darker."""
    scene = np.full((32, 32, 3), 120, np.uint8)
    scene[12:20, 12:20] = 255
    return replace(_plain(), exposure=1 / 8, lamps=lamps).apply(scene, None)


def test_a_lamp_that_was_brighter_than_white_is_bright_in_the_dark() -> None:
    dim, bright = _lit(1.0), _lit(32.0)
    assert dim[14:18, 14:18].max() < 150
    assert bright[14:18, 14:18].min() >= 250
    np.testing.assert_array_equal(bright[:8], dim[:8])


def test_a_lamp_beyond_white_is_white_and_not_pink() -> None:
    lamp = np.full((16, 16, 3), 255, np.uint8)
    for seed in range(12):
        darkness = replace(Darkness.draw(np.random.default_rng(seed)), exposure=0.2, pools=(), lamps=64.0)
        assert darkness.apply(lamp, None).min() >= 235


def test_a_bright_colour_is_no_lamp() -> None:
    red = np.zeros((16, 16, 3), np.uint8)
    red[..., 0] = 255
    dark = replace(_plain(), exposure=1 / 8)
    np.testing.assert_array_equal(replace(dark, lamps=32.0).apply(red, None), dark.apply(red, None))


def test_many_dark_scenes_have_highlights() -> None:
    scene = np.full((32, 32, 3), 120, np.uint8)
    scene[12:20, 12:20] = 255
    drawn = [
        replace(Darkness.draw(np.random.default_rng(seed)), exposure=1 / 8, pools=()) for seed in range(40)
    ]
    lit = [darkness.apply(scene, None)[14:18, 14:18].min() >= 250 for darkness in drawn]
    assert 0.2 < np.mean(lit) < 0.8
