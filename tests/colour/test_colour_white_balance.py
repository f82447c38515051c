"""White balance against the scaling of X and Z that it stands for."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from skimage.color import lab2xyz

from ccnet_core.colour import AB_SCALE, WhiteBalance

_D65 = np.array([0.95047, 1.0, 1.08883])
_choices = st.floats(-1, 1)
_luminances = st.floats(0.05, 1)
_chromas = st.floats(-0.3, 0.3)


def _xyz(L: float, ab: torch.Tensor) -> np.ndarray:
    lab = np.array([100 * L, *(AB_SCALE * ab.flatten().numpy())])
    return np.asarray(lab2xyz(lab, illuminant="D65"))


@given(_choices, _choices, st.floats(0.3, 1), st.floats(-0.1, 0.1), st.floats(-0.1, 0.1))
def test_it_scales_x_and_z_and_holds_luminance(
    temperature: float, tint: float, L: float, a: float, b: float
) -> None:
    ab = torch.tensor([a, b]).view(1, 2, 1, 1)
    balance = WhiteBalance.of(temperature, tint)
    before, after = _xyz(L, ab), _xyz(L, balance.apply(ab, torch.full((1, 1, 1, 1), L)))
    np.testing.assert_allclose(after / before, (balance.fx**3, 1, balance.fz**3), rtol=1e-4)


def test_temperature_goes_to_the_daylight_of_4000_k() -> None:
    """96.25 mireds from D65, whose chromaticity is x 0.3823, y 0.3838 (CIE 15:2004, 3.1)."""
    balance = WhiteBalance.of((1e6 / 4000 - 1e6 / 6504) / 150, 0)
    white = np.array([0.3823, 0.3838, 1 - 0.3823 - 0.3838]) / 0.3838
    # The locus's own point at 6504 K is a little off the white of D65.
    np.testing.assert_allclose((balance.fx**3, 1, balance.fz**3), white / _D65, rtol=2e-3)


def test_tint_moves_between_green_and_magenta_alone() -> None:
    ab, L = torch.zeros(1, 2, 1, 1), torch.full((1, 1, 1, 1), 0.5)
    a, b = WhiteBalance.of(0, 0.5).apply(ab, L).flatten()
    assert a > 0.05
    assert b == 0
    assert WhiteBalance.of(0, -0.5).apply(ab, L)[0, 0] < -0.05


@given(_choices, _choices, _luminances, _chromas, _chromas, st.floats(0.2, 3))
def test_picked_colour_becomes_grey(
    temperature: float, tint: float, L: float, a: float, b: float, saturation: float
) -> None:
    scales = (saturation, 0.7 * saturation)
    fy = (L + 0.16) / 1.16
    # Colours without any light in X or Z cannot become grey.
    if fy + a * AB_SCALE / 500 < 0.05 or fy - b * AB_SCALE / 200 < 0.05:
        return
    raw, light = torch.tensor([a, b]).view(1, 2, 1, 1), torch.full((1, 1, 1, 1), L)
    balance = WhiteBalance.of(temperature, tint)
    raw = raw * torch.tensor(scales).view(1, 2, 1, 1)
    seen = balance.apply(raw, light, scales)
    corrected = balance.neutralizing(L, (float(seen[0, 0]), float(seen[0, 1])), scales)
    assert corrected.apply(raw, light, scales).abs().max() < 2e-5


@given(_choices, _choices)
def test_what_was_chosen_can_be_told_again(temperature: float, tint: float) -> None:
    assert WhiteBalance.of(temperature, tint).chosen == pytest.approx((temperature, tint), abs=1e-9)


def test_without_saturation_nothing_is_added() -> None:
    ab = WhiteBalance.of(1, 1).apply(torch.zeros(1, 2, 2, 2), torch.ones(1, 1, 2, 2), (0.0, 0.0))
    assert not ab.any()


@given(_choices, _choices, _luminances, _chromas, _chromas, st.floats(0, 2))
def test_one_colour_is_taken_as_those_of_a_picture_are(
    temperature: float, tint: float, L: float, a: float, b: float, scale: float
) -> None:
    balance, scales = WhiteBalance.of(temperature, tint), (scale, 1.0)
    ab = torch.tensor([a, b], dtype=torch.float64).view(1, 2, 1, 1)
    of_picture = balance.apply(ab, torch.full((1, 1, 1, 1), L, dtype=torch.float64), scales).flatten()
    np.testing.assert_allclose(balance.apply_to(L, (a, b), scales), of_picture, atol=1e-6)
