"""Nights that are made out of photos of any light."""

from __future__ import annotations

import numpy as np
import pytest
from ccnet_samples import colour_ramp

from ccnet_core.data.night import Lamp, Night


def _scene() -> np.ndarray:
    """A grey street with a bright window."""
    scene = np.full((96, 128, 3), 110, np.uint8)
    scene[20:50, 40:90] = 235
    return scene


@pytest.mark.parametrize("seed", range(8))
def test_the_dark_sinks_and_the_bright_stays(seed: int) -> None:
    night = Night.draw(np.random.default_rng(seed))
    made = night.apply(_scene(), None).max(axis=2)
    window, street = made[28:42, 55:75], made[80:, :20]
    assert np.median(window) > 120
    assert np.median(street) < 0.6 * 110
    assert np.median(street) < 0.5 * np.median(window)


def test_the_bright_takes_the_colour_of_the_lamps() -> None:
    orange = np.array((1.0, 0.7, 0.3), np.float32)
    night = Night(3.0, 0.95, 0.9, 0.005, orange, 1.0, 0.0, (), 0.0)
    scene = _scene()
    scene[70:] = 50
    made = night.apply(scene, None).astype(float)
    window, street = made[28:42, 55:75].mean((0, 1)), made[80:, :20].mean((0, 1))
    assert window[2] / window[0] == pytest.approx(0.3, abs=0.02)
    assert street[2] == pytest.approx(street[0], abs=0.5)


def test_a_lamp_shines_where_it_hangs() -> None:
    lamp = Lamp(0.25, 0.5, 0.02, 1.0, 0.2, 5.0, np.array((1.0, 0.9, 0.6), np.float32))
    light = lamp.shine((100, 200))
    y, x = np.unravel_index(light[..., 0].argmax(), (100, 200))
    assert abs(y - 50) <= 1
    assert abs(x - 50) <= 1
    assert light[50, 50, 0] > 0.9
    assert 0.05 < light[50, 70, 0] < light[50, 60, 0] < 0.4
    assert light[5, 195].max() < 0.01


def test_the_same_chance_makes_the_same_night_and_noise_can_be_left_out() -> None:
    photo = colour_ramp(64, 80, top=1.0)
    nights = [Night.draw(np.random.default_rng(3)) for _ in range(2)]
    first, second = (night.apply(photo, np.random.default_rng(4)) for night in nights)
    assert np.array_equal(first, second)
    clean = nights[0].apply(photo, None)
    assert not np.array_equal(clean, first)
    assert np.abs(clean.astype(int) - first).mean() < 3


def test_the_sky_is_dark_above_lit_houses() -> None:
    scene = np.full((96, 128, 3), 60, np.uint8)
    scene[:40] = (150, 190, 230)
    scene[40:80, 30:100] = 130
    scene[44:76:6, 34:96:8] = 40
    white = np.ones(3, np.float32)
    dark, bright = (
        Night(2.5, 0.95, 0.9, 0.003, white, sky, 0.0, (), 0.0).apply(scene, None) for sky in (0.1, 1.0)
    )
    sky, house = np.s_[:30, :], np.s_[50:72, 50:80]
    assert np.median(bright[sky]) > 120
    assert np.median(dark[sky]) < 20
    assert np.median(dark[house]) > 100


def test_what_is_bright_below_is_no_sky() -> None:
    scene = np.full((96, 128, 3), 40, np.uint8)
    scene[60:] = 200
    white = np.ones(3, np.float32)
    pictures = [
        Night(2.5, 0.95, 0.9, 0.003, white, sky, 0.0, (), 0.0).apply(scene, None) for sky in (0.1, 1.0)
    ]
    assert np.array_equal(*pictures)
