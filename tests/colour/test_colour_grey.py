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
from ccnet_core.colour.lab import lab_to_linear, linear_to_lab

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
    temperature=st.floats(-1, 1),
    tint=st.floats(-0.6, 0.6),
)
def test_a_cast_is_recovered_within_three_degrees(seed: int, temperature: float, tint: float) -> None:
    truth = WhiteBalance.of(temperature, tint)
    L, ab = lit(scene(seed), truth)
    assert angle(light_of(L, ab, L), truth) < 3


@pytest.mark.parametrize("seed", range(4))
def test_a_photo_in_white_light_stays(seed: int) -> None:
    L, ab = linear_to_lab(scene(seed))
    temperature, tint = balanced_for(light_of(L, ab, L))
    assert abs(temperature) < 0.08
    assert abs(tint) < 0.08


def test_a_large_area_of_one_colour_and_lamps_tell_nothing_of_the_light() -> None:
    picture = scene(3, greys=0.5)
    picture[..., : SIDE // 2] = torch.tensor((0.05, 0.1, 0.45)).view(1, 3, 1, 1)  # the sky
    picture[..., :10, SIDE // 2 :] = torch.tensor((1.0, 0.8, 0.4)).view(1, 3, 1, 1)  # lamps
    L, ab = linear_to_lab(picture)
    white = WhiteBalance(1.0, 1.0)
    assert angle(light_of(L, ab, L), white) < 4
    lamp = L.clone()
    lamp[..., :10, SIDE // 2 :] = 1.0
    assert angle(light_of(L, ab, lamp), white) < 3


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_black_and_white_pictures_tell_of_no_light(value: float) -> None:
    L = torch.full((1, 1, 20, 30), value)
    assert light_of(L, torch.zeros(1, 2, 20, 30), L) == WhiteBalance(1.0, 1.0)


def test_a_quarter_of_warm_light_stays_and_cold_light_goes() -> None:
    assert pytest.approx(0.76, abs=0.005) == ADAPTATION
    assert balanced_for(WhiteBalance.of(-0.8, 0.1)) == (pytest.approx(-0.8 * ADAPTATION, abs=0.01), 0.1)
    assert balanced_for(WhiteBalance.of(0.5, -0.2)) == (0.5, -0.2)
    assert balanced_for(WhiteBalance.of(-3.0, 2.0)) == (-1, 1)
