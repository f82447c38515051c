"""Losses against reference values."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from skimage.metrics import structural_similarity

from ccnet_core.training.config import LossConfig
from ccnet_core.training.losses import (
    charbonnier,
    chroma,
    chrominance_loss,
    highlight,
    kept,
    luminance_loss,
    noise,
    psnr,
    quantile,
    ssim,
    tone,
    total_variation,
)


def _pair(noise: float, seed: int = 0, channels: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    rng = np.random.default_rng(seed)
    x = rng.random((1, channels, 40, 52))
    y = np.clip(x + noise * rng.standard_normal(x.shape), 0, 1)
    return torch.from_numpy(x), torch.from_numpy(y)


@pytest.mark.parametrize("noise", [0.02, 0.1, 0.5])
@pytest.mark.parametrize("channels", [1, 2])
def test_ssim_is_that_of_scikit_image(noise: float, channels: int) -> None:
    x, y = _pair(noise, channels=channels)
    expected = structural_similarity(
        x[0].numpy(),
        y[0].numpy(),
        channel_axis=0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        data_range=1.0,
    )
    assert float(ssim(x, y)) == pytest.approx(expected, abs=1e-6)


def test_ssim_of_equal_pictures_is_one() -> None:
    x, _ = _pair(0.1)
    assert float(ssim(x, x)) == pytest.approx(1)


def test_charbonnier_is_a_smooth_absolute_error() -> None:
    x = torch.tensor([0.0, 0.3, -0.4]).view(1, 1, 1, 3)
    assert float(charbonnier(x, torch.zeros_like(x))) == pytest.approx((0.001 + 0.3 + 0.4) / 3, abs=1e-5)


def test_psnr_is_that_of_the_mean_error_of_each_photo() -> None:
    """Not of the mean over photos; an error of 1e-3 is added to each."""
    target = torch.zeros(2, 1, 4, 4)
    x = torch.stack((torch.full((1, 4, 4), 0.3), torch.zeros(1, 4, 4)))  # errors of 0.09 and 0
    expected = -(10 * math.log10(1 / 0.091) + 30) / 2
    assert float(psnr(x, target)) == pytest.approx(expected, abs=1e-4)


def test_total_variation_counts_steps_in_both_directions() -> None:
    x = torch.zeros(1, 1, 4, 4)
    x[..., 2:] = 1  # one step in each of four rows of three differences
    assert float(total_variation(x)) == pytest.approx(4 / 12)
    assert float(total_variation(x.transpose(2, 3))) == pytest.approx(4 / 12)


def test_highlight_counts_only_what_burns_beyond_the_target() -> None:
    x = torch.tensor([0.5, 0.95, 1.0, 1.0]).view(1, 1, 1, 4)
    target = torch.tensor([0.1, 0.1, 0.1, 1.0]).view(1, 1, 1, 4)
    assert float(highlight(x, target)) == pytest.approx((1.0 - 0.96) / 4, abs=1e-6)


def test_tone_sees_exposure_and_no_detail() -> None:
    board = torch.zeros(1, 1, 32, 32)
    board[..., ::2] = 1
    grey = torch.full_like(board, 0.5)
    assert float(tone(board, grey)) == pytest.approx(0)
    assert float(tone(board + 0.25, grey)) == pytest.approx(0.25)


def test_noise_counts_differences_of_neighbours_where_the_target_is_flat() -> None:
    flat = torch.full((1, 1, 2, 3), 0.2)
    x = torch.tensor([0.0, 0.3, 0.1]).expand(1, 1, 2, 3)  # differences of 0.3 and 0.2 along the rows
    assert float(noise(x, flat)) == pytest.approx(0.25)
    assert float(noise(x.transpose(2, 3), flat.transpose(2, 3))) == pytest.approx(0.25)


def test_noise_counts_what_exceeds_the_targets_and_less_the_rougher_that_is() -> None:
    target = torch.tensor([0.0, 0.02]).expand(1, 1, 2, 2)  # twice what counts as flat
    rougher = torch.tensor([0.0, 0.07]).expand(1, 1, 2, 2)
    assert float(noise(rougher, target)) == pytest.approx(0.05 * math.exp(-2))
    assert float(noise(torch.zeros(1, 1, 2, 2), target)) == 0


@pytest.mark.parametrize("which", [0.2, 0.5, 0.9])
def test_a_quantile_is_where_its_loss_is_least(which: float) -> None:
    targets = torch.linspace(0, 1, 101)
    losses = [float(quantile(x.expand(101), targets, which)) for x in targets]
    assert losses.index(min(losses)) == pytest.approx(100 * which, abs=1)


def test_the_loss_of_the_middle_quantile_is_the_absolute_error() -> None:
    assert float(quantile(torch.tensor([0.5, 0.1]), torch.tensor([0.2, 0.2]), 0.5)) == pytest.approx(0.2)


def _colour(a: float, b: float) -> torch.Tensor:
    return torch.tensor((a, b)).view(1, 2, 1, 1).expand(1, 2, 16, 16)


def test_chroma_is_the_error_of_the_mean_chroma_whatever_the_hue() -> None:
    assert float(chroma(_colour(0.3, 0.4), _colour(0.0, -0.2))) == pytest.approx(0.3, abs=1e-5)
    assert float(chroma(_colour(0.3, 0.4), _colour(-0.5, 0.0))) == pytest.approx(0, abs=1e-5)
    # Opposite hues do not cancel, as they do in the mean of ab.
    halves = torch.cat((_colour(0.5, 0.0)[..., :8], _colour(-0.5, 0.0)[..., :8]), dim=-1)
    assert float(chroma(halves, _colour(0.0, 0.5))) == pytest.approx(0, abs=1e-5)
    assert float(chroma(halves, _colour(0.0, 0.0))) == pytest.approx(0.5, abs=2e-3)


def _stripes(contrast: float, level: float) -> torch.Tensor:
    stripes = torch.full((1, 1, 32, 32), level)
    stripes[..., ::2] += contrast
    return stripes


def test_contrast_is_worth_keeping_where_the_dark_photo_is_bright() -> None:
    bright, dim = _stripes(0.2, 0.7), _stripes(0.2, 0.05)
    assert float(kept(bright, bright, bright)) == 0
    assert float(kept(_stripes(0.3, 0.6), bright, bright)) == 0  # more contrast loses nothing
    half = float(kept(_stripes(0.1, 0.85), bright, bright))
    assert half == pytest.approx(0.1 / 1.01, rel=0.02)
    flat = _stripes(0.0, 0.95)
    assert float(kept(flat, bright, bright)) == pytest.approx(2 * half, rel=0.02)
    # Half of it is lost in the target, too, and then all of it.
    assert float(kept(flat, _stripes(0.1, 0.85), bright)) == pytest.approx(half, rel=0.02)
    assert float(kept(flat, flat, bright)) == 0
    assert float(kept(_stripes(0.0, 0.5), dim, dim)) == 0


def test_losses_are_the_weighted_sums_of_their_parts() -> None:
    x, y = _pair(0.3)
    weights = LossConfig(
        charbonnier=2,
        psnr=0.5,
        ssim=3,
        total_variation=4,
        highlight=5,
        tone=6,
        noise=9,
        kept=11,
        ab=7,
        ab_tone=8,
        chroma=10,
    )
    expected = 2 * charbonnier(x, y) + 3 * (1 - ssim(x, y)) + 4 * total_variation(x)
    expected = expected + 5 * highlight(x, y) + 6 * tone(x, y) + 9 * noise(x, y) + 0.5 * psnr(x, y)
    expected = expected + 11 * kept(x, y, 0.8 * y)
    torch.testing.assert_close(luminance_loss(weights, x, y, 0.8 * y), expected)
    x, y = _pair(0.3, channels=2)
    expected = 7 * (x - y).abs().mean() + 8 * tone(x, y) + 10 * chroma(x, y)
    torch.testing.assert_close(chrominance_loss(weights, x, y), expected)
