"""Photos exposed a little wrong, and against the light."""

from __future__ import annotations

import numpy as np
import pytest
from ccnet_samples import colour_ramp

from ccnet_core.data.exposing import Backlight, Misexposure


def test_misexposure_of_nothing_is_the_photo() -> None:
    photo = colour_ramp(16, 24)
    np.testing.assert_array_equal(Misexposure(gamma=1.0, stops=0.0, contrast=1.0).apply(photo), photo)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ((1.0, -1.0, 1.0), 255 * 0.5 * 2 ** (-1 / 2.2)),  # half the light, taken as the power 2.2 of the code
        ((1.8, 0.0, 1.0), 255 * 0.5**1.8),
        ((1.0, 0.0, 0.6), 127.5),
    ],
)
def test_misexposure_is_as_said(settings: tuple[float, float, float], code: float) -> None:
    grey = np.full((4, 4, 3), 127.5 + 0.5, np.uint8)
    assert np.abs(Misexposure(*settings).apply(grey).astype(float) - code).max() <= 1.5


def test_less_contrast_brings_black_and_white_nearer() -> None:
    ends = np.array([[[0, 0, 0], [255, 255, 255]]], np.uint8)
    flat = Misexposure(gamma=1.0, stops=0.0, contrast=0.6).apply(ends)
    assert flat[0, 0, 0] == pytest.approx(51, abs=1)
    assert flat[0, 1, 0] == pytest.approx(204, abs=1)


def test_misexposures_are_drawn_by_their_generator_alone_and_within_their_range() -> None:
    drawn = [Misexposure.draw(np.random.default_rng(seed)) for seed in range(40)]
    assert drawn == [Misexposure.draw(np.random.default_rng(seed)) for seed in range(40)]
    assert all(0.6 <= d.gamma <= 1.8 and -1.5 <= d.stops <= 0.5 and 0.6 <= d.contrast <= 1 for d in drawn)
    assert {d.contrast < 1 for d in drawn} == {True, False}


def _window() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A room with a bright window on its right: the photo, its L, and that of the whole photo, small."""
    photo = np.full((96, 96, 3), 110, np.uint8)
    photo[:, 70:] = 230
    L = np.where(np.arange(96) < 70, 0.46, 0.91)[None].repeat(96, 0).astype(np.float32)
    return photo, L, L


def test_backlight_darkens_the_dark_part_alone() -> None:
    photo, L, whole = _window()
    for seed in range(8):
        backlight = Backlight.draw(np.random.default_rng(seed), whole)
        dark = backlight.apply(photo, L, None)
        assert dark[:, :30].mean() < 0.8 * photo[:, :30].mean()
        np.testing.assert_array_equal(dark[:, 90:], photo[:, 90:])


def test_backlight_of_a_part_is_that_of_the_whole() -> None:
    photo, L, whole = _window()
    backlight = Backlight.draw(np.random.default_rng(3), whole)
    dark = backlight.apply(photo, L, None)
    part = backlight.apply(photo[24:72, 40:88], L[24:72, 40:88], None, (40 / 96, 24 / 96, 88 / 96, 72 / 96))
    assert np.abs(part.astype(int) - dark[24:72, 40:88]).max() <= 1
