"""Lights in kelvin, and the white balance that a camera's matrix makes of them."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.colour import WhiteBalance
from ccnet_core.colour.illuminant import CameraLight, Light
from ccnet_core.colour.lab import lab_to_linear, linear_to_srgb, srgb_to_lab

TO_CAMERA = np.array(((0.9020, -0.2890, -0.0715), (-0.4535, 1.2436, 0.2348), (-0.0934, 0.1919, 0.7086)))
TO_XYZ = np.array(
    ((0.412453, 0.357580, 0.180423), (0.212671, 0.715160, 0.072169), (0.019334, 0.119193, 0.950227))
)


def camera_in(light: Light) -> tuple[CameraLight, np.ndarray]:
    """A camera that is balanced for a light, and its matrix from what it sees to linear sRGB."""
    of_srgb = TO_CAMERA @ TO_XYZ
    daylight = 1 / of_srgb.sum(axis=1)
    matrix = np.linalg.inv(of_srgb * daylight[:, None])
    as_shot = 1 / (TO_CAMERA @ light.xyz)
    found = CameraLight.of(matrix, tuple(daylight), tuple(as_shot))
    assert found is not None
    return found, matrix * as_shot


@given(st.floats(2000, 20_000), st.floats(-60, 60))
def test_a_light_is_told_by_its_colour(kelvin: float, tint: float) -> None:
    told = Light.of_xyz(Light(kelvin, tint).xyz)
    assert told.kelvin == pytest.approx(kelvin, rel=0.005)
    assert told.tint == pytest.approx(tint, abs=0.2)


@given(st.floats(2500, 9000), st.floats(-20, 20), st.floats(2500, 9000), st.floats(-20, 20))
def test_the_light_of_a_scene_makes_its_greys_grey(
    own: float, own_tint: float, kelvin: float, tint: float
) -> None:
    camera, develop = camera_in(Light(own, own_tint))
    assert camera.own.kelvin == pytest.approx(own, rel=0.005)
    grey = develop @ TO_CAMERA @ Light(kelvin, tint).xyz  # a grey thing in that light, as the photo shows it
    if grey.min() <= 0.01:
        return  # so far from what the camera was balanced for that sRGB has no such colour
    pixel = torch.tensor(0.2 * grey / grey[1]).view(1, 3, 1, 1)
    L, ab = srgb_to_lab(linear_to_srgb(pixel))
    balanced = camera.balance(Light(kelvin, tint)).apply(ab, L)
    shown = lab_to_linear(L, balanced).flatten()
    assert float(shown.max() - shown.min()) < 0.01 * float(shown.mean())


@given(st.floats(-0.6, 0.6), st.floats(-0.3, 0.3))
def test_what_a_hand_sets_is_what_it_is_shown(warmth: float, magenta: float) -> None:
    camera, _ = camera_in(Light(5200, 8))
    shown = camera.chosen(*camera.adjusted(warmth, magenta))
    assert shown == pytest.approx((warmth, magenta), abs=0.01)


def test_the_photos_own_light_changes_nothing_and_is_where_zero_is() -> None:
    camera, _ = camera_in(Light(4300, -5))
    assert camera.adjusted(0, 0) == camera.chosen(0, 0) == (0, 0)
    assert camera.moved(0, 0) == pytest.approx(camera.own)
    assert camera.moved(0.2, 0).kelvin > camera.own.kelvin, "taken for bluer"
    assert camera.balance(camera.moved(0.2, 0)).fz < 1, "so made yellower"
    assert camera.moved(9, 0).kelvin == pytest.approx(25_000)
    assert camera.moved(-9, 0).kelvin == pytest.approx(1700)
    assert all(-1 <= value <= 1 for value in camera.adjusted(9, -9))


@pytest.mark.parametrize(
    ("matrix", "daylight", "as_shot"),
    [
        (np.zeros((3, 3)), (2, 1, 1.5), (2, 1, 1.5)),
        (np.eye(3), (0, 1, 1), (2, 1, 1.5)),
        (np.eye(3), (2, 1, 1.5), (float("nan"), 1, 1)),
        (np.eye(3), (1, 1, 1), (1, 9, 1)),
    ],
    ids=["no matrix", "no daylight", "no number", "no light"],
)
def test_what_tells_no_light(matrix: np.ndarray, daylight: tuple, as_shot: tuple) -> None:
    assert CameraLight.of(matrix, daylight, as_shot) is None


def test_white_balance_is_as_it_was_for_other_photos() -> None:
    assert WhiteBalance.of(0.5, -0.2).chosen == pytest.approx((0.5, -0.2))
