"""Automatic white balance: the light is told from pictures of known light."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ccnet_core.colour import AB_SCALE, WhiteBalance
from ccnet_core.colour.grey import ADAPTATION, balanced_for, light_of
from ccnet_core.colour.illuminant import Light
from ccnet_core.colour.lab import lab_to_linear, linear_to_lab
from ccnet_core.colour.pixel import WHITE

SIDE = 96


def scene(seed: int, greys: float = 0.35) -> torch.Tensor:
    """Linear sRGB (1, 3, SIDE, SIDE) of patches in white light: so many are grey, the others of all hues."""
    rng = np.random.default_rng(seed)
    patches = rng.uniform(0.05, 0.8, (12, 12, 3))
    grey = rng.random((12, 12)) < greys
    patches[grey] = rng.uniform(0.05, 0.8, (12, 12, 1))[grey] * rng.normal(1, 0.015, (int(grey.sum()), 3))
    large = np.kron(patches, np.ones((SIDE // 12, SIDE // 12, 1)))
    return torch.from_numpy(large.transpose(2, 0, 1)[None]).float()


def lit(scene: torch.Tensor, balance: WhiteBalance) -> tuple[torch.Tensor, torch.Tensor]:
    """L and ab of a scene in another light, which ``balance`` would make white; luminance stays."""
    L, ab = linear_to_lab(scene)
    fy = (100 * L + 16) / 116
    fx = (fy + ab[:, :1] * AB_SCALE / 500) / balance.fx
    fz = (fy - ab[:, 1:] * AB_SCALE / 200) / balance.fz
    return L, torch.cat((500 * (fx - fy), 200 * (fy - fz)), dim=1) / AB_SCALE


def angle(one: WhiteBalance, other: WhiteBalance) -> float:
    """Degrees between two lights in linear sRGB, as recovery is measured."""
    lights = []
    for balance in (one, other):
        L, ab = lit(torch.full((1, 3, 1, 1), 0.5), balance)
        lights.append(lab_to_linear(L, ab).flatten().numpy())
    cosine = lights[0] @ lights[1] / math.prod(float(np.linalg.norm(light)) for light in lights)
    return math.degrees(math.acos(min(1.0, float(cosine))))


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    temperature=st.floats(-1, 0.25),
    tint=st.floats(-0.2, 0.2),
)
def test_the_cast_of_a_usual_light_is_recovered_within_three_degrees(
    seed: int, temperature: float, tint: float
) -> None:
    truth = WhiteBalance.of(temperature, tint)
    L, ab = lit(scene(seed), truth)
    assert angle(light_of(L, ab, L, ab), truth) < 3


@pytest.mark.parametrize("seed", range(4))
def test_a_photo_in_white_light_stays(seed: int) -> None:
    L, ab = linear_to_lab(scene(seed))
    temperature, tint = balanced_for(light_of(L, ab, L, ab))
    assert abs(temperature) < 0.05
    assert abs(tint) < 0.05


@pytest.mark.parametrize(("temperature", "tint"), [(-0.5, 0.0), (0.25, 0.0), (0.0, 0.25), (0.0, -0.25)])
def test_most_of_the_cast_of_a_grey_card_goes(temperature: float, tint: float) -> None:
    card = torch.full((1, 3, SIDE, SIDE), 0.03)
    card[..., 20:70, 20:70] = 0.18
    card[..., 30:50, 30:50] = 0.5
    L, ab = lit(card, WhiteBalance.of(temperature, tint))
    for got, cast in zip(balanced_for(light_of(L, ab, L, ab)), (temperature, tint), strict=True):
        assert got == pytest.approx(0.7 * cast, abs=0.15 * abs(cast) + 0.02)


def test_sodium_light_gets_less_orange_and_nothing_turquoise() -> None:
    # A black body of 2000 K, as the light of high-pressure sodium lamps, with a lit window in white light.
    x, _, z = Light(2000, 0).xyz
    sodium = WhiteBalance(math.cbrt(WHITE[0] / x), math.cbrt(WHITE[2] / z))
    L, ab = lit(0.4 * scene(5, greys=0.6), sodium)
    window, colour = linear_to_lab(torch.full((1, 3, 12, 12), 0.6))
    L[..., :12, :12], ab[..., :12, :12] = window, colour
    temperature, tint = balanced_for(light_of(L, ab, L, ab))
    assert -0.9 < temperature < -0.5
    assert abs(tint) < 0.3
    after = WhiteBalance.of(temperature, tint).apply(ab, L)
    assert after[0, 1, 12:].mean() < ab[0, 1, 12:].mean() / 1.4
    assert after[0, 1, 12:].mean() > 0.05


def test_black_that_was_brightened_tells_nothing_of_the_light() -> None:
    # A sky at night that brightening and noise made teal, and a street whose greys are grey.
    L, ab = linear_to_lab(0.5 * scene(6, greys=0.6))
    own = L.clone()
    own[..., : SIDE // 2, :] = 0.001
    L[..., : SIDE // 2, :] = 0.2 + 0.01 * torch.rand(SIDE // 2, SIDE, generator=torch.manual_seed(1))
    teal = ab.clone()
    teal[..., : SIDE // 2, :] = torch.tensor((-0.08, -0.05)).view(1, 2, 1, 1)
    temperature, tint = balanced_for(light_of(L, teal, own, ab))
    assert abs(temperature) < 0.05
    assert abs(tint) < 0.05


def test_a_blue_sky_with_clouds_stays_blue() -> None:
    # Thin clouds: every mixture of white and of the sky's own blue.
    share = torch.linspace(0, 1, SIDE).view(1, 1, 1, SIDE) * torch.linspace(0.2, 1, SIDE).view(1, 1, SIDE, 1)
    blue, white = (torch.tensor(rgb).view(1, 3, 1, 1) for rgb in ((0.1, 0.22, 0.55), (0.8, 0.8, 0.8)))
    L, ab = linear_to_lab(torch.lerp(blue, white, share))
    temperature, tint = balanced_for(light_of(L, ab, L, ab))
    assert abs(temperature) < 0.25
    assert abs(tint) < 0.15
    after = WhiteBalance.of(temperature, tint).apply(ab, L)
    assert after[0, 1, 0, 0] < 0.75 * ab[0, 1, 0, 0]  # three quarters of its blue
    assert after[0, 1, -1, -1] < 0.1  # and no cloud yellow


@pytest.mark.parametrize("rgb", [(0.1, 0.3, 0.06), (0.02, 0.25, 0.3), (0.6, 0.05, 0.02), (0.4, 0.05, 0.5)])
def test_a_picture_of_one_colour_that_no_usual_light_has_stays(rgb: tuple[float, float, float]) -> None:
    rng = torch.Generator().manual_seed(2)
    colour = torch.tensor(rgb).view(1, 3, 1, 1)
    shades = torch.rand(1, 1, SIDE, SIDE, generator=rng) + 0.4 * torch.rand(1, 3, SIDE, SIDE, generator=rng)
    L, ab = linear_to_lab((colour * (0.3 + shades)).clamp_max(0.9))
    assert balanced_for(light_of(L, ab, L, ab)) == (pytest.approx(0, abs=0.03), pytest.approx(0, abs=0.03))


def test_a_channel_that_is_clipped_tells_nothing_of_the_light() -> None:
    L, ab = linear_to_lab(scene(7))
    white = balanced_for(light_of(L, ab, L, ab))
    L[..., :40, :], ab[..., :40, :] = (
        x[..., :1, :1] for x in linear_to_lab(torch.tensor((1.0, 0.6, 0.5)).view(1, 3, 1, 1))
    )
    assert L[0, 0, 0, 0] < 0.9
    clipped = balanced_for(light_of(L, ab, L, ab))
    assert clipped == (pytest.approx(white[0], abs=0.05), pytest.approx(white[1], abs=0.05))


def test_a_large_area_of_one_colour_and_lamps_tell_nothing_of_the_light() -> None:
    picture = scene(3, greys=0.5)
    picture[..., : SIDE // 2] = torch.tensor((0.05, 0.1, 0.45)).view(1, 3, 1, 1)  # the sky
    picture[..., :10, SIDE // 2 :] = torch.tensor((1.0, 0.8, 0.4)).view(1, 3, 1, 1)  # lamps
    L, ab = linear_to_lab(picture)
    white = WhiteBalance(1.0, 1.0)
    assert angle(light_of(L, ab, L, ab), white) < 4
    lamp = L.clone()
    lamp[..., :10, SIDE // 2 :] = 1.0
    assert angle(light_of(L, ab, lamp, ab), white) < 3


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_black_and_white_pictures_tell_of_no_light(value: float) -> None:
    L, ab = torch.full((1, 1, 20, 30), value), torch.zeros(1, 2, 20, 30)
    assert light_of(L, ab, L, ab) == WhiteBalance(1.0, 1.0)


def test_a_quarter_of_a_weak_light_stays_and_more_of_a_strong_one() -> None:
    assert pytest.approx(0.76, abs=0.005) == ADAPTATION
    for weak in ((-0.1, 0.02), (0.1, -0.05)):
        assert balanced_for(WhiteBalance.of(*weak)) == pytest.approx(
            [ADAPTATION * x for x in weak], abs=0.006
        )
    assert balanced_for(WhiteBalance.of(0.0, 0.0)) == (0.0, 0.0)
    strong = balanced_for(WhiteBalance.of(-3.0, 2.0))
    assert 0.8 < math.hypot(*strong) < 0.91
    assert strong[1] / strong[0] == pytest.approx(-2 / 3, abs=0.02)  # one colour, not another
