"""What the gain structure promises by construction."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from ccnet_samples import random_lab, tiny_network
from hypothesis import given, settings
from hypothesis import strategies as st

from ccnet_core.network import CCNet


@settings(max_examples=25)
@given(k=st.floats(0, 3), with_reference=st.booleans(), seed=st.integers(0, 3))
def test_colours_are_proportional_to_the_guidance(k: float, with_reference: bool, seed: int) -> None:
    network = tiny_network("gain", seed)
    L, ab = random_lab(40, 50, seed)
    reference = ab.flip(1) if with_reference else None
    bright = network.brighten(L)
    expected = k * network.colorize(bright, ab, reference, 0.3)
    scaled = network.colorize(bright, k * ab, None if reference is None else k * reference, 0.3)
    # Two thousandths of a unit of a*, where guidance is too weak to be normalized; see the next test.
    torch.testing.assert_close(scaled, expected, atol=2e-5, rtol=1e-4)


@pytest.mark.parametrize("k", [0.003, 0.01, 0.1])
def test_nearly_grey_guidance_is_coloured_by_the_same_pattern(gain_network: CCNet, k: float) -> None:
    L, ab = random_lab(40, 50)
    bright = gain_network.brighten(L)
    torch.testing.assert_close(
        gain_network.colorize(bright, k * ab) / k, gain_network.colorize(bright, ab), atol=1e-5, rtol=1e-4
    )


def test_zero_guidance_gives_exact_grey(gain_network: CCNet) -> None:
    L, ab = random_lab(33, 47)
    assert not gain_network.colorize(gain_network.brighten(L), torch.zeros_like(ab)).any()


@settings(max_examples=25)
@given(strength=st.floats(0, 20), sign=st.sampled_from((-1, 1)), seed=st.integers(0, 3))
def test_tone_curve_alone_stays_between_black_and_white(strength: float, sign: int, seed: int) -> None:
    network = tiny_network("gain", seed)
    with torch.no_grad():
        network.lightness.conv_out.weight.mul_(strength)
        network.lightness.conv_out.bias[0] = sign * strength / 4
        network.lightness.conv_out.weight[1:] = 0
        network.lightness.conv_out.bias[1:] = 0
    L, _ = random_lab(40, 50, seed)
    L[..., 0, :], L[..., 1, :] = 0, 1
    bright = network.brighten(L).L
    assert bright.min() >= 0
    assert bright.max() <= 1
    assert not bright[..., 0, :].any()
    torch.testing.assert_close(bright[..., 1, :], torch.ones_like(bright[..., 1, :]))


def test_gain_of_an_untrained_network_is_one() -> None:
    untrained = CCNet(replace(tiny_network("gain").config, light=False))
    L, _ = random_lab(40, 50)
    torch.testing.assert_close(untrained.brighten(L).L, L, atol=1e-5, rtol=0)


@pytest.mark.parametrize("factor", [2, 3])
def test_context_does_not_depend_on_the_size(gain_network: CCNet, factor: int) -> None:
    L, ab = random_lab(96, 192)
    larger = L.repeat_interleave(factor, 2).repeat_interleave(factor, 3)
    torch.testing.assert_close(
        gain_network.context(larger, ab), gain_network.context(L, ab), atol=1e-4, rtol=0
    )


def test_published_structure_needs_no_context() -> None:
    assert tiny_network("published").context(*random_lab(8, 8)) is None


def test_a_part_with_the_context_of_the_whole_looks_as_in_the_whole(gain_network: CCNet) -> None:
    with torch.no_grad():
        for stage in (*gain_network.lightness.encoder, *gain_network.lightness.decoder):
            stage[0].modulate.weight.mul_(40)  # the view of the whole must matter
    L, _ = random_lab(256, 512)
    L[..., :256] *= 0.2
    inner = slice(0, 128)  # away from where the part is cut
    whole = gain_network.brighten(L).L[..., inner]
    part = L[..., :256]
    with_context = gain_network.brighten_part(part, gain_network.brighten(L).context)[..., inner]
    alone = gain_network.brighten(part).L[..., inner]
    assert (with_context - whole).abs().mean() < 0.06 * (alone - whole).abs().mean()


def test_no_gradient_of_colour_reaches_the_bright_luminance() -> None:
    network = tiny_network("gain").requires_grad_(requires_grad=True)
    L, ab = random_lab(32, 32)
    network.colorize(network.brighten(L), ab).sum().backward()
    assert network.lightness.conv_out.weight.grad is None
    assert network.chrominance.conv_out.weight.grad.abs().sum() > 0


def test_black_bars_stay_black_and_end_in_no_edge(gain_network: CCNet) -> None:
    with torch.no_grad():
        gain_network.lightness.conv_out.weight.zero_()
        gain_network.lightness.conv_out.bias.copy_(torch.tensor((0.0, 1.0, 1.0, 1.0, 1.0)))
    L, _ = random_lab(160, 128)
    L[:, :, :96] = 0
    bright, _ = gain_network.lightness(L, gain_network.lightness.view(L))
    rise = bright[0, 0, :96].mean(dim=1).diff()
    assert not bright[:, :, :60].any()
    assert (bright - L)[:, :, 96:].min() > 0.19
    assert rise.min() >= 0
    assert rise.max() < 0.2 / 8


def test_a_black_photo_stays_black(gain_network: CCNet) -> None:
    assert not gain_network.brighten(torch.zeros(1, 1, 64, 96)).L.any()


def test_scattered_light_of_one_code_is_brightened(gain_network: CCNet) -> None:
    with torch.no_grad():
        gain_network.lightness.conv_out.weight.zero_()
        gain_network.lightness.conv_out.bias.copy_(torch.tensor((0.0, 1.0, 1.0, 1.0, 1.0)))
    L = torch.zeros(1, 1, 64, 64)
    L[..., ::6, ::6] = 1 / 255 * 0.9
    view = gain_network.lightness.view(L)
    bright, _ = gain_network.lightness(L, view)
    assert (bright - L).min() > 0.75 * 0.2
