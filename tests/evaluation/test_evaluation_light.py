"""Figures of light: each tells what it is for, by pictures of which it is known."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from evaluation_samples import scene
from hypothesis import given, settings
from hypothesis import strategies as st

from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.light import Light, measure_light, reversed_edges


def night(size: tuple[int, int] = (96, 128)) -> np.ndarray:
    """A dark scene with black in it and an orange lamp, textured and not clipped."""
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    picture = np.zeros((*size, 3), np.float64)
    picture[:, 16:] = (14, 16, 20)
    lamp = np.hypot(y - 48, x - 84) < 40
    texture = 1 + 0.15 * np.sin(x / 1.5) * np.sin(y / 1.5)
    picture[lamp] = (texture[..., None] * (205, 140, 60))[lamp]
    return picture.astype(np.uint8)


LAMP = (slice(20, 76), slice(56, 112))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.sampled_from((1, 3, 8)))
def test_a_photo_left_alone_keeps_all(seed: int, darkness: int) -> None:
    photo = scene(seed) // darkness
    light = measure_light(photo, photo)
    for kept in (light.lights_chroma, light.lights_detail):
        assert math.isnan(kept) or kept == pytest.approx(1)
    for change in (light.lights_hue, light.halo, light.lift):
        assert math.isnan(change) or change == 0
    assert light.burnt_added == 0
    assert light.mean == pytest.approx(metrics.to_lab(photo)[..., 0].mean())


def test_a_lamp_that_turns_white_loses_its_colour_and_its_detail() -> None:
    photo = night()
    blown = np.minimum(photo.astype(int) * 6, 255).astype(np.uint8)
    blown[LAMP] = 255
    light = measure_light(photo, blown)
    assert light.lights_chroma < 0.8
    assert light.lights_detail < 0.8
    assert light.burnt_added > 0.05
    assert light.lift > 15


def test_lifting_only_the_dark_parts_keeps_the_lamp() -> None:
    photo = night()
    lifted = photo.copy()
    dark = (photo.max(axis=2) < 60) & (photo.max(axis=2) > 0)
    lifted[dark] = photo[dark] * 4
    light = measure_light(photo, lifted)
    assert light.lights_chroma == pytest.approx(1)
    assert light.lights_hue == 0
    assert light.burnt_added == 0
    assert light.lift > 15
    assert light.black == pytest.approx(0)


def test_dark_parts_are_the_darkest_two_fifths_that_hold_light() -> None:
    photo = np.full((50, 100, 3), 120, np.uint8)
    photo[:, :20] = 0
    photo[:, 20:40] = 40
    after = photo.copy()
    after[:, :20] = 90
    after[:, 20:40] = 80
    light = measure_light(photo, after)
    expected = [metrics.to_lab(np.full((1, 1, 3), code, np.uint8))[0, 0, 0] for code in (40, 80)]
    assert [light.dark_before, light.dark] == pytest.approx(expected)
    assert light.lift == pytest.approx(expected[1] - expected[0])


def test_grey_veil_raises_black() -> None:
    photo = night()
    veil = np.maximum(photo, 40)
    expected = metrics.to_lab(np.full((1, 1, 3), 40, np.uint8))[0, 0, 0]
    assert measure_light(photo, veil).black == pytest.approx(expected)
    assert math.isnan(measure_light(np.maximum(photo, 30), veil).black)  # it held no black


def test_hue_of_the_lights_is_measured_in_degrees() -> None:
    # Of equal chroma and luminance, a quarter turn apart.
    lab = np.full((40, 40, 3), (60.0, 30.0, 0.0))
    turned = np.full((40, 40, 3), (60.0, 0.0, 30.0))
    pictures = [_from_lab(values) for values in (lab, turned)]
    light = measure_light(*pictures)
    assert light.lights_hue == pytest.approx(90, abs=1.5)
    assert light.lights_chroma == pytest.approx(1, abs=0.03)


def _from_lab(lab: np.ndarray) -> np.ndarray:
    rgb = cv2.cvtColor(lab.astype(np.float32), cv2.COLOR_LAB2RGB)
    return np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)


def test_detail_beyond_that_of_the_input_does_not_count() -> None:
    photo = np.full((64, 64, 3), 128, np.uint8)
    noisy = np.clip(photo + np.random.default_rng(1).normal(0, 20, (64, 64, 1)), 0, 240).astype(np.uint8)
    assert measure_light(photo, noisy).lights_detail == 1.5


def test_what_a_photo_has_nothing_to_measure_by_is_unknown() -> None:
    black = np.zeros((32, 32, 3), np.uint8)
    light = measure_light(black, black)
    for figure in (light.lights_chroma, light.lights_detail, light.lights_hue, light.dark, light.halo):
        assert math.isnan(figure)
    assert light.to_dict()["lights_chroma"] is None
    assert light.to_dict()["lift"] is None


def step(low: float, high: float) -> np.ndarray:
    return np.where(np.arange(64)[None] < 32, low, high) * np.ones((48, 1))


@settings(max_examples=30, deadline=None)
@given(st.floats(0.2, 3), st.floats(-10, 10))
def test_an_edge_that_keeps_its_direction_has_no_halo(scale: float, offset: float) -> None:
    edge = step(20, 60)
    assert reversed_edges(edge, scale * edge + offset) == 0


def test_an_edge_whose_sides_are_swapped_is_a_halo() -> None:
    edge = step(20, 60)
    assert reversed_edges(edge, step(60, 45)) == 1
    assert reversed_edges(edge, step(40, 40)) == 0  # gone, not reversed


def test_halo_is_the_share_of_the_edge() -> None:
    edge, after = step(20, 60), step(20, 60)
    after[:12] = step(70, 60)[:12]
    assert reversed_edges(edge, after) == pytest.approx(0.25, abs=0.05)


def test_without_strong_edges_there_is_no_halo_to_measure() -> None:
    flat = np.tile(np.linspace(10, 60, 64), (48, 1))
    assert math.isnan(reversed_edges(flat, flat[:, ::-1]))


def test_sizes_must_agree() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        measure_light(scene(1), scene(1, (48, 65)))


def test_means_are_over_the_photos_of_which_a_figure_is_known() -> None:
    black = np.zeros((32, 32, 3), np.uint8)
    known, unknown = measure_light(night(), night()), measure_light(black, black)
    mean = Light.mean_of([known, unknown])
    assert mean.lights_chroma == known.lights_chroma
    assert mean.mean == pytest.approx((known.mean + unknown.mean) / 2)
