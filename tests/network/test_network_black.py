"""Black stays black."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ccnet_core.network.black import black_level, lower_black


def _ramp(low: float, high: float) -> torch.Tensor:
    return torch.linspace(low, high, 10_000).reshape(1, 1, 100, 100)


def test_a_veil_over_black_is_lifted() -> None:
    photo, veiled = _ramp(0.0, 0.25), _ramp(0.08, 0.9)
    lowered = lower_black(veiled, black_level(photo, veiled))
    assert float(torch.quantile(lowered, 0.02)) == pytest.approx(0.02, abs=0.003)
    assert float((lowered == 0).float().mean()) < 0.01
    above = veiled > 0.38
    assert torch.equal(lowered[above], veiled[above])


def test_a_photo_without_black_keeps_its_haze() -> None:
    hazy, bright = _ramp(0.06, 0.25), _ramp(0.1, 0.9)
    assert float(black_level(hazy, bright)) == 0


def test_shade_in_a_photo_that_is_bright_on_the_whole_stays_open() -> None:
    backlit, bright = _ramp(0.0, 0.6), _ramp(0.08, 0.9)
    assert float(black_level(backlit, bright)) == 0


def test_what_is_black_already_is_left() -> None:
    photo = _ramp(0.0, 0.5)
    assert float(black_level(photo, _ramp(0.0, 0.9))) == pytest.approx(0, abs=0.01)
    assert not lower_black(torch.zeros(1, 1, 8, 8), torch.tensor([0.1])).any()


@settings(max_examples=50)
@given(level=st.floats(0, 0.2))
def test_shadows_keep_their_order(level: float) -> None:
    lowered = lower_black(_ramp(0.0, 1.0), torch.tensor([level])).flatten()
    assert (lowered.diff() >= 0).all()
    assert (lowered <= _ramp(0.0, 1.0).flatten()).all()


def test_each_photo_of_a_batch_has_its_own() -> None:
    photos, veiled = torch.cat((_ramp(0.0, 0.25), _ramp(0.06, 0.25))), _ramp(0.08, 0.9).expand(2, -1, -1, -1)
    level = black_level(photos, veiled)
    assert level[0] > 0.04
    assert level[1] == 0
    assert torch.equal(lower_black(veiled, level)[1], veiled[1])
