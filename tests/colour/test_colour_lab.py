"""sRGB and Lab against independent values, and bringing colours into the gamut."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from skimage import color
from torch import Tensor

from ccnet_core.colour import AB_SCALE, chroma_gain, lab_to_srgb, limit_chroma, srgb_to_lab
from ccnet_core.colour.gamut import in_gamut, nearest_share
from ccnet_core.colour.lab import lab_to_linear, linear_to_srgb, srgb_to_linear
from ccnet_core.colour.pixel import pixel_to_lab

# CIE L*a*b* of sRGB under D65, to two decimals, as in every table of colour constants.
_KNOWN = {
    (0.0, 0.0, 0.0): (0.0, 0.0, 0.0),
    (1.0, 1.0, 1.0): (100.0, 0.0, 0.0),
    (1.0, 0.0, 0.0): (53.24, 80.09, 67.20),
    (0.0, 1.0, 0.0): (87.74, -86.18, 83.18),
    (0.0, 0.0, 1.0): (32.30, 79.19, -107.86),
    (0.5, 0.5, 0.5): (53.39, 0.0, 0.0),
}
_PICTURES = npst.arrays(np.float32, (3, 4, 5), elements=st.floats(0, 1, width=32, allow_subnormal=False))


def _batch(rgb: np.ndarray) -> Tensor:
    """(H, W, 3) -> (1, 3, H, W)."""
    return torch.from_numpy(np.ascontiguousarray(rgb)).movedim(-1, 0)[None]


def _units(L: Tensor, ab: Tensor) -> np.ndarray:
    """(H, W, 3) in L*, a*, b*."""
    return torch.cat((100 * L, AB_SCALE * ab), dim=1)[0].movedim(0, -1).numpy()


def _every_colour(steps: int = 18) -> np.ndarray:
    axis = np.linspace(0, 1, steps)
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(steps, -1, 3)


@pytest.mark.parametrize(("rgb", "lab"), _KNOWN.items())
def test_known_colours_have_their_lab_values(rgb: tuple[float, ...], lab: tuple[float, ...]) -> None:
    found = _units(*srgb_to_lab(_batch(np.array([[rgb]]))))[0, 0]
    np.testing.assert_allclose(found, lab, atol=0.03)


def test_lab_is_that_of_scikit_image_all_over_the_cube() -> None:
    rgb = _every_colour()
    np.testing.assert_allclose(_units(*srgb_to_lab(_batch(rgb))), color.rgb2lab(rgb), atol=2e-3)


def test_srgb_is_that_of_scikit_image_all_over_the_cube() -> None:
    lab = color.rgb2lab(_every_colour())
    ours = lab_to_srgb(_batch(lab[..., :1] / 100), _batch(lab[..., 1:] / AB_SCALE))
    np.testing.assert_allclose(ours[0].movedim(0, -1), color.lab2rgb(lab), atol=2e-4)


@given(_PICTURES)
def test_round_trip_returns_every_picture(rgb: np.ndarray) -> None:
    picture = torch.from_numpy(rgb)[None]
    torch.testing.assert_close(lab_to_srgb(*srgb_to_lab(picture)), picture, atol=2e-5, rtol=0)


def test_every_16_bit_grey_survives_the_round_trip() -> None:
    codes = torch.arange(65536, dtype=torch.float32)
    grey = (codes / 65535).view(1, 1, 256, 256).expand(1, 3, 256, 256)
    L, ab = srgb_to_lab(grey)
    assert ab.abs().max() * AB_SCALE < 0.02
    found = (lab_to_srgb(L, ab) * 65535).round().view(3, -1)
    assert (found - codes).abs().max() <= 1


def test_transfer_curve_is_that_of_the_standard() -> None:
    coded = torch.tensor([0.0, 0.04045, 0.2, 0.5, 1.0], dtype=torch.float64)
    linear = torch.tensor([0.0, 0.0031308, 0.0331048, 0.2140411, 1.0], dtype=torch.float64)
    torch.testing.assert_close(srgb_to_linear(coded), linear, atol=1e-6, rtol=0)
    torch.testing.assert_close(linear_to_srgb(linear), coded, atol=1e-5, rtol=0)


def test_negative_light_becomes_black() -> None:
    assert linear_to_srgb(torch.tensor([-0.5])).item() == 0


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_gradients_are_finite_at_the_ends(value: float) -> None:
    rgb = torch.full((1, 3, 1, 1), value, requires_grad=True)
    lab_to_srgb(*srgb_to_lab(rgb)).sum().backward()
    assert rgb.grad is not None
    assert rgb.grad.isfinite().all()


def _vivid() -> tuple[Tensor, Tensor]:
    """All hues by whole degrees at many luminances, of more chroma than sRGB has."""
    luminance = torch.linspace(0.02, 0.98, 49)
    hue = torch.deg2rad(torch.arange(360.0))
    ab = 1.2 * torch.stack((hue.cos(), hue.sin()))[None, :, None, :].expand(1, 2, 49, 360)
    return luminance.view(1, 1, 49, 1).expand(1, 1, 49, 360), ab.contiguous()


def test_limited_colours_are_ones_that_srgb_can_show() -> None:
    L, ab = _vivid()
    linear = lab_to_linear(L, limit_chroma(L, ab))
    # What is still outside is less than half an 8-bit code.
    coded = linear_to_srgb(linear)
    assert (coded - coded.clamp(0, 1)).abs().max() < 0.5 / 255
    assert linear.min() > -2e-3


def test_limiting_keeps_luminance_and_hue_of_all_hues() -> None:
    L, ab = _vivid()
    limited = limit_chroma(L, ab)
    turned = torch.atan2(limited[:, 1], limited[:, 0]) - torch.atan2(ab[:, 1], ab[:, 0])
    degrees = torch.rad2deg(torch.remainder(turned + math.pi, 2 * math.pi) - math.pi)
    assert degrees.abs().max() < 0.01
    shown = lab_to_srgb(L, limited).clamp(0, 1)
    assert 100 * (srgb_to_lab(shown)[0] - L).abs().max() < 0.3


def test_limiting_leaves_no_more_chroma_out_than_needed() -> None:
    L, ab = _vivid()
    more = lab_to_linear(L, limit_chroma(L, ab) * 1.05)
    assert in_gamut(more).float().mean() < 0.01


@given(_PICTURES)
@settings(max_examples=30)
def test_colours_of_srgb_pass_unchanged(rgb: np.ndarray) -> None:
    L, ab = srgb_to_lab(torch.from_numpy(rgb)[None])
    assert torch.equal(limit_chroma(L, ab), ab)


def test_what_is_limited_can_end_where_no_channel_does() -> None:
    L, ab = _vivid()
    outside = ~in_gamut(lab_to_linear(L, ab))
    codes = 255 * lab_to_srgb(L, limit_chroma(L, ab, unclipped=True)).amax(1)
    colours = outside & (L[:, 0] < 0.95)
    assert colours.float().mean() > 0.2
    # Code 253, of which what is interpolated in the table of limits is off by a third at most.
    assert codes[colours].max() < 253.67
    assert (codes[colours] < 253.5).float().mean() > 0.99
    assert (255 * lab_to_srgb(L, limit_chroma(L, ab)).amax(1))[colours].max() > 254.5


def test_neighbours_of_a_pure_yellow_keep_their_colour_as_it_does() -> None:
    """At a constant hue and L*, sRGB has no yellow between a pale one and nearly the purest."""
    pure = torch.tensor([255.0, 254.0, 7.0]).view(1, 3, 1, 1) / 255
    L, ab = srgb_to_lab(pure)
    turned = torch.deg2rad(torch.linspace(-0.1, 0.1, 21))
    a, b = ab[:, :1], ab[:, 1:]
    around = torch.cat((a * turned.cos() - b * turned.sin(), a * turned.sin() + b * turned.cos()), dim=1)
    limited = limit_chroma(L.expand(1, 1, 1, 21), around, unclipped=True)
    assert torch.linalg.vector_norm(limited, dim=1).min() > 0.9 * torch.linalg.vector_norm(ab)


def test_the_rim_of_a_yellow_sign_is_no_cream() -> None:
    """From the yellow of a lit sign over orange to the dark around it, as a blurred edge has it."""
    rim = ((97, -21, 94), (95.8, -19, 93), (95.7, -16, 93), (95.5, -8, 91), (95, 4, 87), (91, 16, 73))
    colours = torch.tensor(rim, dtype=torch.float32).T[None, :, None]
    L, ab = colours[:, :1] / 100, colours[:, 1:] / AB_SCALE
    L, ab = (F.interpolate(x, size=(1, 100), mode="bilinear", align_corners=True) for x in (L, ab))
    shown = 255 * lab_to_srgb(L, limit_chroma(L, ab, unclipped=True)).clamp(0, 1)
    assert shown[0, 2].max() < 170
    assert shown.diff(dim=-1).abs().max() < 12


@given(_PICTURES)
@settings(max_examples=10)
def test_what_was_at_the_end_of_a_channel_may_stay_there(rgb: np.ndarray) -> None:
    L, ab = srgb_to_lab(torch.from_numpy(rgb)[None])
    assert torch.equal(limit_chroma(L, ab, unclipped=True), ab)


def test_only_pixels_outside_are_changed() -> None:
    L = torch.full((2, 1, 1, 2), 0.5)
    ab = torch.tensor([[0.1, 1.5], [0.1, 0.0]]).view(1, 2, 1, 2).repeat(2, 1, 1, 1)
    before = ab.clone()
    limited = limit_chroma(L, ab)
    assert torch.equal(limited[..., 0], ab[..., 0])
    assert (limited[:, 0, :, 1] < 1).all()
    assert torch.equal(ab, before)


def test_limited_colours_look_as_scikit_image_shows_them() -> None:
    L, ab = _vivid()
    limited = limit_chroma(L, ab)
    ours = lab_to_srgb(L, limited).clamp(0, 1)[0].movedim(0, -1).numpy()
    # Its conversion clips what is beyond the gamut: where nothing is, both agree.
    np.testing.assert_allclose(ours, color.lab2rgb(_units(L, limited)), atol=2e-3)


@pytest.mark.parametrize("L", [0.0, 1.0])
def test_black_and_white_have_almost_no_chroma(L: float) -> None:
    luminance = torch.full((1, 1, 1, 4), L)
    ab = torch.tensor([[0.5, -0.5, 0.0, 1.0], [0.5, 0.5, -1.0, 0.0]]).view(1, 2, 1, 4)
    assert AB_SCALE * limit_chroma(luminance, ab).abs().max() < 1


@given(
    exposure=st.floats(0.2, 1.0),
    rgb=npst.arrays(np.float64, (1, 6, 3), elements=st.floats(0.15, 1.0)),
)
def test_chroma_gain_is_what_more_light_does(exposure: float, rgb: np.ndarray) -> None:
    linear = torch.from_numpy(rgb).movedim(-1, 0)[None]
    L_after, after_ab = srgb_to_lab(linear_to_srgb(linear))
    L_before, before_ab = srgb_to_lab(linear_to_srgb(linear * exposure))
    torch.testing.assert_close(before_ab * chroma_gain(L_before, L_after), after_ab, atol=1e-5, rtol=1e-5)


def test_chroma_gain_is_one_without_a_change_and_bounded_at_black() -> None:
    L = torch.linspace(-0.1, 1.1, 13).view(1, 1, 1, 13)
    assert torch.equal(chroma_gain(L, L), torch.ones_like(L))
    assert chroma_gain(torch.zeros(1), torch.ones(1)).item() == pytest.approx(1.16 / 0.16)


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_one_pixel_has_the_lab_of_a_picture_of_it(rgb: tuple[int, int, int]) -> None:
    picture = torch.tensor(rgb, dtype=torch.float64).reshape(1, 3, 1, 1) / 255
    assert pixel_to_lab(rgb) == pytest.approx(_units(*srgb_to_lab(picture))[0, 0], abs=1e-6)


def test_colours_are_limited_alike_while_a_hand_drags() -> None:
    """The nearest entry of the table against what lies between, and lamps' yellows as they stay or not."""
    L = torch.linspace(0.02, 1, 99)[None, None, :, None].expand(1, 1, 99, 720).clone()
    hue = torch.linspace(0, 2 * math.pi, 720)
    worst = []
    for chroma in (0.2, 0.5, 0.7, 0.85, 1.0):
        ab = (chroma * torch.stack((hue.cos(), hue.sin())))[None, :, None, :].expand(1, 2, 99, 720).clone()
        difference = (nearest_share(L, ab) * ab - limit_chroma(L, ab)).abs().amax(1).flatten()
        worst.append(float(difference.quantile(0.99)))
    assert max(worst) < 0.02
