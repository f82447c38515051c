from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from evaluation_samples import scene

from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.errors import EvaluationError

# Sharma, Wu, Dalal 2005, table 1: L1 a1 b1, L2 a2 b2, CIEDE2000.
SHARMA = [
    (50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425),
    (50.0000, 3.1571, -77.2803, 50.0000, 0.0000, -82.7485, 2.8615),
    (50.0000, 2.8361, -74.0200, 50.0000, 0.0000, -82.7485, 3.4412),
    (50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000),
    (50.0000, -1.1848, -84.8006, 50.0000, 0.0000, -82.7485, 1.0000),
    (50.0000, -0.9009, -85.5211, 50.0000, 0.0000, -82.7485, 1.0000),
    (50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669),
    (50.0000, -1.0000, 2.0000, 50.0000, 0.0000, 0.0000, 2.3669),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0010, 7.1792),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0011, 7.2195),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0012, 7.2195),
    (50.0000, -0.0010, 2.4900, 50.0000, 0.0009, -2.4900, 4.8045),
    (50.0000, -0.0010, 2.4900, 50.0000, 0.0010, -2.4900, 4.8045),
    (50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461),
    (50.0000, 2.5000, 0.0000, 50.0000, 0.0000, -2.5000, 4.3065),
    (50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492),
    (50.0000, 2.5000, 0.0000, 61.0000, -5.0000, 29.0000, 22.8977),
    (50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030),
    (50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535),
    (50.0000, 2.5000, 0.0000, 50.0000, 3.1736, 0.5854, 1.0000),
    (50.0000, 2.5000, 0.0000, 50.0000, 3.2972, 0.0000, 1.0000),
    (50.0000, 2.5000, 0.0000, 50.0000, 1.8634, 0.5757, 1.0000),
    (50.0000, 2.5000, 0.0000, 50.0000, 3.2592, 0.3350, 1.0000),
    (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
    (63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630),
    (61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731),
    (35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645),
    (22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373),
    (36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146),
    (90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441),
    (90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381),
    (6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377),
    (2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082),
]


def grey(value: int, size: tuple[int, int] = (16, 16)) -> np.ndarray:
    return np.full((*size, 3), value, np.uint8)


def test_ciede2000_agrees_with_the_reference_data() -> None:
    table = np.array(SHARMA)
    first, second = table[:, 0:3], table[:, 3:6]
    np.testing.assert_allclose(metrics.ciede2000(first, second), table[:, 6], atol=1e-4)
    np.testing.assert_allclose(metrics.ciede2000(second, first), table[:, 6], atol=1e-4)


def test_psnr_by_hand() -> None:
    picture = grey(100)
    assert metrics.psnr(picture, picture) == math.inf
    assert metrics.psnr(picture, grey(110)) == pytest.approx(10 * math.log10(255**2 / 100))
    assert metrics.psnr(grey(0), grey(255)) == pytest.approx(0)


def test_psnr_counts_every_channel() -> None:
    red = grey(100)
    red[..., 0] += 30
    assert metrics.psnr(red, grey(100)) == pytest.approx(10 * math.log10(255**2 / 300))


def test_ssim_of_constants_by_hand() -> None:
    # Without variance SSIM is its luminance term (Wang et al. 2004, eq. 6).
    c1 = (0.01 * 255) ** 2
    expected = (2 * 80 * 120 + c1) / (80**2 + 120**2 + c1)
    assert metrics.ssim(grey(80), grey(120)) == pytest.approx(expected, abs=1e-6)


def test_ssim_by_its_definition() -> None:
    """One window: the weights, means and variances of an 11x11 Gaussian, written out."""
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 256, (2, 11, 11, 3), dtype=np.uint8)
    offset = np.arange(-5, 6)
    weights = np.exp(-(offset[:, None] ** 2 + offset[None, :] ** 2) / (2 * 1.5**2))
    weights = (weights / weights.sum())[..., None]

    def mean(values: np.ndarray) -> np.ndarray:
        return (weights * values).sum(axis=(0, 1))

    a, b = x.astype(float), y.astype(float)
    ma, mb = mean(a), mean(b)
    va, vb, c = mean(a * a) - ma**2, mean(b * b) - mb**2, mean(a * b) - ma * mb
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    expected = (2 * ma * mb + c1) * (2 * c + c2) / ((ma**2 + mb**2 + c1) * (va + vb + c2))
    assert metrics.ssim(x, y) == pytest.approx(expected.mean(), abs=1e-6)


def test_equal_pictures() -> None:
    picture = scene(1)
    lab = metrics.to_lab(picture)
    assert metrics.ssim(picture, picture) == pytest.approx(1)
    assert metrics.ciede2000(lab, lab).max() == 0
    assert metrics.hue_difference(lab, lab) == 0
    assert metrics.luminance_difference(lab, lab) == 0


def test_lab_of_the_primaries() -> None:
    colours = np.array([[[255, 255, 255], [255, 0, 0], [0, 0, 255], [0, 0, 0]]], np.uint8)
    expected = [(100, 0, 0), (53.24, 80.09, 67.20), (32.30, 79.19, -107.86), (0, 0, 0)]
    np.testing.assert_allclose(metrics.to_lab(colours)[0], expected, atol=0.02)
    np.testing.assert_allclose(
        metrics.chroma(metrics.to_lab(colours))[0, 1], math.hypot(80.09, 67.20), atol=0.02
    )


def test_burnt_takes_any_channel_from_254() -> None:
    picture = grey(100, (2, 2))
    assert metrics.burnt(picture) == 0
    picture[0, 0] = (254, 0, 0)
    picture[1, 1] = (253, 253, 253)
    assert metrics.burnt(picture) == 0.25


def test_hue_difference_takes_the_short_way_round() -> None:
    first, second = np.zeros((1, 2, 3)), np.zeros((1, 2, 3))
    for lab, degrees in ((first, 175.0), (second, -175.0)):
        lab[0, 0, 1:] = 20 * np.cos(np.radians(degrees)), 20 * np.sin(np.radians(degrees))
        lab[0, 1, 1:] = 3, 0  # grey enough not to count
    second[0, 1, 1:] = 0, 3
    assert metrics.hue_difference(first, second) == pytest.approx(10)


def test_hue_difference_of_greys_is_unknown() -> None:
    assert math.isnan(metrics.hue_difference(np.zeros((2, 2, 3)), np.zeros((2, 2, 3))))


@pytest.mark.parametrize("metric", [metrics.psnr, metrics.ssim])
def test_sizes_must_agree(metric: object) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        metric(grey(1), grey(1, (16, 17)))


def test_missing_library_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "skimage.color", None)
    with pytest.raises(EvaluationError, match=r'pip install "ccnet-studio\[train\]"'):
        metrics.to_lab(grey(1))


def test_given_mean_takes_exposure_out_of_the_comparison() -> None:
    target = scene(1) // 2 + 20
    darker = np.rint(target * 0.6).astype(np.uint8)
    fitted = metrics.with_mean_of(darker, target)
    assert fitted.mean() == pytest.approx(target.mean(), abs=0.3)
    assert metrics.psnr(fitted, target) > 45
    np.testing.assert_array_equal(metrics.with_mean_of(target, target), target)


def test_given_mean_is_of_grey_and_clips() -> None:
    green, red = np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4, 3), np.uint8)
    green[..., 1], red[..., 0] = 100, 100
    assert metrics.with_mean_of(red, green)[0, 0].tolist() == [round(100 * 0.587 / 0.299), 0, 0]
    assert metrics.with_mean_of(green, grey(255, (4, 4)))[0, 0].tolist() == [0, 255, 0]
    np.testing.assert_array_equal(metrics.with_mean_of(grey(0), grey(9)), grey(0))


def test_given_luminance_leaves_the_difference_of_colour() -> None:
    target = metrics.to_lab(scene(1))
    darker = target * (0.5, 1, 1)
    assert metrics.ciede2000(darker, target).mean() > 5
    assert metrics.ciede2000(metrics.with_luminance_of(darker, target), target).max() == 0
    greyed = metrics.with_luminance_of(target * (0.5, 0, 0), target)
    np.testing.assert_array_equal(greyed[..., 0], target[..., 0])
    np.testing.assert_array_equal(greyed[..., 1:], 0)
