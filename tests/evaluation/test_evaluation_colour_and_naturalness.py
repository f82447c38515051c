"""CSE and NIQE: what they must tell apart."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from ccnet_core.evaluation.color_sensitive import color_sensitive_error
from ccnet_core.evaluation.errors import EvaluationError
from ccnet_core.evaluation.naturalness import NaturalSceneModel

SMALL = arrays(np.uint8, (6, 7, 3))


def textured(seed: int, size: tuple[int, int] = (288, 384)) -> np.ndarray:
    """Noise of the spectrum of natural scenes, 1 / f, with the same values in the three channels."""
    rng = np.random.default_rng(seed)
    fy, fx = np.fft.fftfreq(size[0])[:, None], np.fft.rfftfreq(size[1])[None]
    spectrum = np.fft.rfft2(rng.normal(size=size)) / np.maximum(np.hypot(fy, fx), 1 / max(size))
    scene = np.fft.irfft2(spectrum, s=size)
    grey = np.clip(128 + 45 * scene / scene.std(), 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def hues(picture_of: float, count: int = 64) -> np.ndarray:
    """Saturated pixels around a hue (degrees)."""
    hsv = np.zeros((count, count, 3), np.uint8)
    hsv[..., 0] = (picture_of / 2 + np.arange(count)[:, None] % 3) % 180
    hsv[..., 1:] = 200
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB))


@settings(max_examples=25)
@given(SMALL)
def test_equal_pictures_have_no_colour_sensitive_error(picture: np.ndarray) -> None:
    assert color_sensitive_error(picture, picture) == 0


@settings(max_examples=25)
@given(SMALL, SMALL)
def test_colour_sensitive_error_is_finite_and_not_negative(picture: np.ndarray, target: np.ndarray) -> None:
    assert 0 <= color_sensitive_error(picture, target) < math.inf


def test_colour_sensitive_error_of_two_plain_pictures_by_hand() -> None:
    # Hue 0 and 60 degrees, saturation and value 255: of 16 pixels all are in one bin of each histogram.
    red, yellow = np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4, 3), np.uint8)
    red[..., 0] = 255
    yellow[..., :2] = 255
    # Only hue differs: red has its peak in the first bin, where the slope counts half, yellow within.
    variation = abs((16 - 8) - 32)
    # Red's second highest bin is one of the empty ones: the first of them that has no higher neighbour.
    distance = (16 * abs(0 - 30 // 4) + 0 * 2) / 16
    expected = 1 / 180 * 1 / 3 * variation * math.exp(math.sqrt(distance))
    assert color_sensitive_error(red, yellow) == pytest.approx(expected)


def test_the_farther_the_hue_the_larger_the_error() -> None:
    target = np.concatenate((hues(40), hues(43)[:9]))
    errors = [
        color_sensitive_error(np.concatenate((hues(h), hues(h + 3)[:20])), target) for h in (40, 80, 160)
    ]
    assert errors[0] < errors[1] < errors[2]


def test_noise_and_blur_are_less_natural_than_what_the_model_was_fitted_to() -> None:
    model = NaturalSceneModel.fit(textured(seed) for seed in range(6))
    picture = textured(9)
    rng = np.random.default_rng(0)
    noisy = np.clip(picture + rng.normal(0, 25, picture.shape[:2])[..., None], 0, 255).astype(np.uint8)
    blurred = cv2.GaussianBlur(picture, (0, 0), 2.5)
    assert model.niqe(picture) < 0.5 * min(model.niqe(noisy), model.niqe(blurred))


def test_niqe_of_a_picture_without_any_structure_is_finite() -> None:
    model = NaturalSceneModel.fit(textured(seed) for seed in range(2))
    assert math.isfinite(model.niqe(np.full((200, 200, 3), 255, np.uint8)))


def test_niqe_of_a_picture_too_small_for_patches_is_unknown() -> None:
    model = NaturalSceneModel.fit(textured(seed) for seed in range(2))
    assert math.isnan(model.niqe(textured(3, (100, 100))))


def test_without_good_photographs_there_is_no_model() -> None:
    with pytest.raises(EvaluationError, match="good photographs"):
        NaturalSceneModel.fit([textured(0, (50, 50))])
