"""Losses against reference values, colour maps, and darkness made out of bright photos."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from ccnet_samples import colour_ramp
from skimage.metrics import structural_similarity

from ccnet_core.data.synthesis import Darkness, LightPool
from ccnet_core.training.config import LossConfig
from ccnet_core.training.control import ColourMaps
from ccnet_core.training.losses import (
    charbonnier,
    chroma,
    chrominance_loss,
    highlight,
    luminance_loss,
    noise,
    psnr,
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


def _colour(a: float, b: float) -> torch.Tensor:
    return torch.tensor((a, b)).view(1, 2, 1, 1).expand(1, 2, 16, 16)


def test_chroma_is_the_error_of_the_mean_chroma_whatever_the_hue() -> None:
    assert float(chroma(_colour(0.3, 0.4), _colour(0.0, -0.2))) == pytest.approx(0.3, abs=1e-5)
    assert float(chroma(_colour(0.3, 0.4), _colour(-0.5, 0.0))) == pytest.approx(0, abs=1e-5)
    # Opposite hues do not cancel, as they do in the mean of ab.
    halves = torch.cat((_colour(0.5, 0.0)[..., :8], _colour(-0.5, 0.0)[..., :8]), dim=-1)
    assert float(chroma(halves, _colour(0.0, 0.5))) == pytest.approx(0, abs=1e-5)
    assert float(chroma(halves, _colour(0.0, 0.0))) == pytest.approx(0.5, abs=2e-3)


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
        ab=7,
        ab_tone=8,
        chroma=10,
    )
    expected = 2 * charbonnier(x, y) + 3 * (1 - ssim(x, y)) + 4 * total_variation(x)
    expected = expected + 5 * highlight(x, y) + 6 * tone(x, y) + 9 * noise(x, y) + 0.5 * psnr(x, y)
    torch.testing.assert_close(luminance_loss(weights, x, y), expected)
    x, y = _pair(0.3, channels=2)
    expected = 7 * (x - y).abs().mean() + 8 * tone(x, y) + 10 * chroma(x, y)
    torch.testing.assert_close(chrominance_loss(weights, x, y), expected)


def _maps(count: int = 200, seed: int = 0) -> ColourMaps:
    return ColourMaps.draw_affine(count, torch.Generator().manual_seed(seed))


def test_colour_maps_apply_alike_before_and_after_brightening() -> None:
    generator = torch.Generator().manual_seed(1)
    ab = torch.randn((200, 2, 3, 4), generator=generator)
    gain = 1 + 4 * torch.rand((200, 1, 3, 4), generator=generator)
    maps = _maps()
    torch.testing.assert_close(maps.apply(ab, gain) * gain, maps.apply(ab * gain))


def test_colour_maps_are_rows_times_columns_for_each_sample() -> None:
    maps = ColourMaps(
        torch.tensor([[[1.0, 2.0], [3.0, 4.0]], [[1.0, 0.0], [0.0, 1.0]]]),
        torch.tensor([[0.5, 0.25], [0.0, 0.0]]),
    )
    ab = torch.tensor([10.0, 1.0]).view(1, 2, 1, 1).expand(2, 2, 1, 1)
    assert maps.apply(ab).flatten(1).tolist() == [[12.5, 34.25], [10.0, 1.0]]


def test_colour_maps_are_drawn_by_their_generator_alone() -> None:
    first, again, other = _maps(), _maps(), _maps(seed=1)
    assert torch.equal(first.A, again.A)
    assert torch.equal(first.t, again.t)
    assert not torch.equal(first.A, other.A)


def test_about_half_of_the_colour_maps_change_nothing() -> None:
    maps = _maps(2000)
    identity = (torch.eye(2) == maps.A).all(dim=(1, 2)) & (maps.t == 0).all(dim=1)
    assert 0.45 < identity.float().mean() < 0.55
    assert maps.A.isfinite().all()
    assert torch.linalg.det(maps.A).min() > 0


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
        for read in (1e-6, 1e-4)
    )
    clean = replace(_plain(), exposure=0.3).apply(bright, None)
    assert loud.std() > 2 * quiet.std() > 0
    assert abs(quiet.mean() - clean.mean()) < 1.5


def test_thumbnail_is_the_small_picture_of_the_dark_photo() -> None:
    rng = np.random.default_rng(8)
    darkness = replace(Darkness.draw(rng), exposure=0.2, quality=None, shot=1e-5, read=1e-7)
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
