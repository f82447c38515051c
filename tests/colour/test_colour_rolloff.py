"""Highlight roll-off: colours that are exposed towards white lose chroma gradually, and nothing else."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from ccnet_core.colour import chroma_gain, limit_chroma, roll_off_chroma
from ccnet_core.colour.lab import lab_to_srgb

_luminances = st.floats(0.02, 0.999)
_hues = st.floats(-math.pi, math.pi)


def exposed(L: Tensor, stops: float) -> Tensor:
    return 2**stops * L / (2**stops * L + 1 - L)


def rolled_off(L: Tensor, ab: Tensor, stops: float) -> Tensor:
    after = exposed(L, stops)
    return roll_off_chroma(ab, L, after, chroma_gain(L, after))


def colour(L: float, chroma: float, hue: float) -> tuple[Tensor, Tensor]:
    ab = torch.tensor([chroma * math.cos(hue), chroma * math.sin(hue)])
    return torch.full((1, 1, 1, 1), L), ab.view(1, 2, 1, 1)


def srgb_colours() -> tuple[Tensor, Tensor]:
    """Hues by whole degrees at many luminances, each of the most chroma that sRGB has there."""
    L = torch.linspace(0.02, 0.97, 96).view(1, 1, 96, 1).expand(1, 1, 96, 360)
    hue = torch.deg2rad(torch.arange(360.0))
    ab = torch.stack((hue.cos(), hue.sin()))[None, :, None, :].expand(1, 2, 96, 360)
    return L.contiguous(), limit_chroma(L, 1.3 * ab)


@given(_luminances, st.floats(0.01, 1.2), _hues, st.floats(-2, 2))
def test_hue_stays_and_chroma_never_grows_beyond_that_of_more_light(
    luminance: float, chroma: float, hue: float, stops: float
) -> None:
    L, ab = colour(luminance, chroma, hue)
    out = rolled_off(L, ab, stops).flatten()
    turned = torch.atan2(out[1], out[0]).item() - hue
    assert abs(math.degrees(math.remainder(turned, 2 * math.pi))) < 0.01
    gained = chroma * chroma_gain(L, exposed(L, stops)).item()
    assert 0 < out.norm().item() <= gained * (1 + 1e-5)


@given(_luminances, st.floats(0, 1.2), _hues, st.floats(-2, 0))
def test_what_is_not_raised_is_only_scaled(luminance: float, chroma: float, hue: float, stops: float) -> None:
    L, ab = colour(luminance, chroma, hue)
    after = exposed(L, stops).clamp_max(luminance)  # rounded, no light less can be a hair more
    gain = chroma_gain(L, after)
    assert torch.equal(roll_off_chroma(ab, L, after, gain), ab * gain)


@given(st.floats(0.02, 0.4), st.floats(0, 0.2), _hues)
def test_shadows_and_midtones_of_usual_colours_are_only_scaled(
    luminance: float, chroma: float, hue: float
) -> None:
    L, ab = colour(luminance, chroma, hue)
    assert torch.equal(rolled_off(L, ab, 0.5), ab * chroma_gain(L, exposed(L, 0.5)))


@given(_luminances, _hues)
def test_more_saturation_never_gives_less_chroma_and_more_light_never_a_larger_share_of_it(
    luminance: float, hue: float
) -> None:
    _, direction = colour(luminance, 1, hue)
    chroma = torch.linspace(0.005, 1.2, 240).view(1, 1, 1, -1)
    L = torch.full_like(chroma, luminance)
    before = torch.ones_like(chroma)
    for stops in (0.25, 0.5, 1.0, 1.5, 2.0):
        after = exposed(L, stops)
        out = rolled_off(L, chroma * direction, stops).norm(dim=1, keepdim=True)
        assert (out.diff() > -1e-5).all()
        share = out / (chroma * chroma_gain(L, after))
        assert (share <= before + 1e-3).all()
        before = share


@given(_luminances, st.floats(0.01, 1.0), _hues)
def test_a_hair_of_light_changes_colours_by_a_hair(luminance: float, chroma: float, hue: float) -> None:
    L, ab = colour(luminance, chroma, hue)
    torch.testing.assert_close(rolled_off(L, ab, 1e-3), ab, rtol=0.01, atol=1e-4)


def ended(L: Tensor, ab: Tensor) -> Tensor:
    """Which pixels show a channel of 255 although their luminance is not near white."""
    codes = (lab_to_srgb(L, limit_chroma(L, ab)) * 255 + 0.5).floor()
    return (codes.amax(1, keepdim=True) >= 255) & (L < 0.97)


@pytest.mark.parametrize("stops", [0.5, 1, 2])
def test_no_channel_ends_before_luminance_is_near_white(stops: float) -> None:
    L, vivid = srgb_colours()
    ab, after = 0.8 * vivid, exposed(L, stops)
    assert ended(after, ab * chroma_gain(L, after)).float().mean() > 0.25
    # What is left lies at the sharp edge of the gamut at yellow, between the entries of the table.
    assert ended(after, rolled_off(L, ab, stops)).float().mean() < 2e-3


def test_what_had_a_channel_at_its_end_already_leaves_it_with_more_light() -> None:
    L, vivid = srgb_colours()
    before, *after = (
        ended(exposed(L, stops), rolled_off(L, vivid, stops)).float().mean() for stops in (0.0, 0.5, 1.0, 2.0)
    )
    assert before > 0.2
    assert max(after) < 0.02


def test_ramps_towards_white_have_no_steps_that_cutting_would_not_make() -> None:
    L = torch.linspace(0.3, 1, 1401).view(1, 1, 1, -1)
    after = exposed(L, 1)
    for hue in range(0, 360, 15):
        _, direction = colour(0.5, 0.3, math.radians(hue))
        ab = limit_chroma(L, direction.expand(1, 2, 1, L.shape[-1]))
        cut, rolled = (
            255 * lab_to_srgb(after, limit_chroma(after, x)).clamp(0, 1).diff().abs().max()
            for x in (ab * chroma_gain(L, after), rolled_off(L, ab, 1))
        )
        assert rolled <= 1.05 * cut


@pytest.mark.parametrize("share", [0.1, 0.9])
def test_what_is_raised_in_part_comes_out_as_if_it_were_alone(share: float) -> None:
    """A picture of which masks raise a little or much, in several pieces."""
    size = (1, 1, 500, 400)
    generator = torch.Generator().manual_seed(3)
    before = torch.rand(size, generator=generator)
    ab = limit_chroma(before, torch.randn((1, 2, *size[2:]), generator=generator) * 0.2)
    raised = torch.rand(size, generator=generator) < share
    after = torch.where(raised, before + 0.6 * (1 - before), 0.8 * before)
    gain = chroma_gain(before, after)
    rolled = roll_off_chroma(ab, before, after, gain)
    row = [x.expand(1, -1, -1, -1)[:, :, raised[0, 0]][:, :, None] for x in (ab, before, after, gain)]
    torch.testing.assert_close(rolled[:, :, raised[0, 0]][:, :, None], roll_off_chroma(*row))
    torch.testing.assert_close(torch.where(raised, 0, rolled), torch.where(raised, 0, ab * gain))


def test_a_colour_comes_out_alike_among_greys_and_among_vivid_ones() -> None:
    L, ab = srgb_colours()
    vivid = torch.cat([rolled_off(L, ab * share, 0.8) for share in (0.2, 0.45, 0.7, 1.0)], dim=-1)
    alone = torch.rand(L.shape[-1], generator=torch.Generator().manual_seed(0)) < 0.1
    for number, share in enumerate((0.2, 0.45, 0.7, 1.0)):
        among_greys = rolled_off(L, ab * share * alone, 0.8)
        there = vivid[..., 360 * number : 360 * (number + 1)][..., alone]
        assert torch.equal(among_greys[..., alone], there)
        assert not among_greys[..., ~alone].any()
