from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from evaluation_samples import scene

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AB_SCALE, AbStatistics
from ccnet_core.engine import Engine
from ccnet_core.evaluation import control, metrics, size
from ccnet_core.evaluation.control import measure_control, style_references
from ccnet_core.evaluation.noise import measure_noise, summarize_noise
from ccnet_core.evaluation.pairs import split_pairs
from ccnet_core.evaluation.saturation import measure_saturation, unmapped
from ccnet_core.evaluation.style import lab_statistics
from ccnet_core.photo import Photo


def test_what_the_network_gives_is_what_is_rendered(engine: Engine) -> None:
    """Where sRGB shows all colours, what the network gives and what is rendered differ by rounding only."""
    brightened = engine.brighten(Photo(scene(3) // 8))
    for saturation in (0.5, 1.0):
        shown = metrics.to_lab(engine.render(brightened, Adjustments(saturation=saturation)))
        given, is_shown = unmapped(engine, brightened, saturation)
        assert is_shown.all()
        np.testing.assert_allclose(given.mean(axis=(0, 1)), shown.mean(axis=(0, 1)), atol=0.5)


def test_what_srgb_cannot_show_keeps_its_hue(engine: Engine) -> None:
    """Only rounding turns it; with every channel clipped by itself it would turn by many degrees."""
    brightened = engine.brighten(Photo(scene(3)))
    neutral = metrics.to_lab(engine.render(brightened, Adjustments()))
    for figures in measure_saturation(engine, brightened, neutral)[-2:]:
        assert figures.mapped > 0.05
        assert figures.mapped_hue_shift < 1


def test_saturation_is_proportional_for_the_gain_structure(engine: Engine, data: Path) -> None:
    references = [Reference("warm", AbStatistics((0.1, 0.2), (0.01, 0.0, 0.01)))]
    report = measure_control(engine, split_pairs(data, "val")[:2], references)
    assert report.photos == 2
    for row in report.saturation:
        assert row.chroma_ratio == pytest.approx(row.saturation, abs=1e-4)
    grey, neutral = report.saturation[0], report.saturation[2]
    assert grey.shown_chroma_ratio < 0.02
    assert math.isnan(grey.hue_drift)
    assert neutral.hue_drift == neutral.luminance_drift == 0
    assert report.style[0].fall == report.style[0].luminance_drift == 0
    assert 0 < report.style[2].luminance_drift < 0.5
    assert report.style[2].distance < report.style[1].distance < report.style[0].distance
    assert report.to_dict()["saturation"][0]["hue_drift"] is None


def test_statistics_have_the_units_of_the_engine(engine: Engine) -> None:
    picture = scene(5)
    ours, theirs = lab_statistics(metrics.to_lab(picture)), engine.statistics(Photo(picture))
    np.testing.assert_allclose(ours.mean, theirs.mean, atol=0.01 / AB_SCALE)
    np.testing.assert_allclose(ours.covariance, theirs.covariance, atol=1e-4)


def test_without_styles_clean_photos_are_the_references(
    engine: Engine, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "load_styles", tuple)
    names = [reference.name for reference in style_references(engine, data, "val")]
    assert names == ["clean/day.png", "clean/night.png"]


def test_noise_of_known_deviation_on_a_slope() -> None:
    rng = np.random.default_rng(2)
    slope = np.add.outer(np.linspace(20, 40, 128), np.linspace(0, 20, 160))
    target = slope + rng.normal(0, 0.5, slope.shape)
    output = slope + rng.normal(0, 1.5, slope.shape)
    made, bright = measure_noise(slope / 8, output, target)
    assert made == pytest.approx(1.5, rel=0.05)
    assert bright == pytest.approx(0.5, rel=0.05)
    (row,) = summarize_noise({"set": [(made, bright), (math.nan, math.nan)]})
    assert row.photos == 1
    assert row.ratio == pytest.approx(3, rel=0.1)


def test_noise_counts_dark_and_flat_blocks_only() -> None:
    rng = np.random.default_rng(2)
    low = np.full((64, 64), 3.0)
    low[:, 32:] = 30.0
    target = np.full((64, 64), 50.0)
    target[:32, :32] += rng.normal(0, 8, (32, 32))  # texture
    output = target + np.where(low > 10, rng.normal(0, 9, low.shape), rng.normal(0, 1, low.shape))
    made, bright = measure_noise(low, output, target)
    assert bright == 0
    assert made == pytest.approx(1, rel=0.1)


@pytest.mark.parametrize("shape", [(64, 64), (8, 8)])
def test_noise_without_a_block_is_unknown(shape: tuple[int, int]) -> None:
    black = np.zeros(shape)
    assert all(math.isnan(value) for value in measure_noise(black, black, black))


def test_darkening_scales_linear_light() -> None:
    grey = np.full((2, 2, 3), 255, np.uint8)
    dark = size.darken(grey, 0.25)
    assert np.unique(dark).tolist() == [round(255 * (1.055 * 0.25 ** (1 / 2.4) - 0.055))]
    np.testing.assert_array_equal(size.darken(scene(1), 1.0), scene(1))


def test_tone_against_size(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "MEGAPIXELS", (0.002, 0.004, 0.008))
    rows = size.measure_sizes(engine, [scene(1), scene(2)])
    assert [row.megapixels for row in rows] == [0.002, 0.004, 0.008]
    assert rows[1].luminance_drift == 0
    assert 0 < rows[0].luminance_drift < 3
    assert 0 < rows[2].luminance_drift < 3
