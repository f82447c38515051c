"""What is bright keeps its detail and does not become white."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ccnet_core.network.highlights import SIZE, below_white, detail_maps, keep_detail

_SIDE = 256


def _clouds(contrast: float = 0.05, middle: float = 0.6) -> torch.Tensor:
    """A bright sky, (1, 1, 256, 256)."""
    row = torch.sin(1.3 * torch.arange(_SIDE))
    return (middle + contrast * row[None, None, None] * torch.ones(_SIDE)[None, None, :, None]).contiguous()


def _kept(bright: torch.Tensor, L: torch.Tensor, own: float = 1.0) -> torch.Tensor:
    maps = detail_maps(L, bright)
    assert maps.shape == (1, SIZE)
    has, base = maps.reshape(1, 2, _SIDE, _SIDE).split(1, dim=1)
    return keep_detail(bright, L, torch.full_like(L, own), has, base)


@pytest.mark.parametrize("left", [0.0, 0.2, 0.6])
def test_detail_that_is_lost_is_given_back(left: float) -> None:
    L = _clouds()
    flat = 0.85 + left * (L - 0.6)
    kept = _kept(flat, L)
    assert float(kept.std() / L.std()) == pytest.approx(1.0, abs=0.12)
    assert float(kept.mean()) == pytest.approx(float(flat.mean()), abs=0.002)
    torch.testing.assert_close(_kept(flat, L, own=0.0), flat)


def test_detail_that_is_there_is_left() -> None:
    L = _clouds()
    vivid = 0.7 + 1.3 * (L - 0.6)
    torch.testing.assert_close(_kept(vivid, L), vivid, atol=0.004, rtol=0)


@settings(max_examples=60)
@given(L=st.floats(0, 1), low=st.floats(0, 1.2), more=st.floats(0.001, 0.3))
def test_the_shoulder_keeps_the_order_of_tones(L: float, low: float, more: float) -> None:
    own = torch.full((1, 1, 1, 1), L)
    before, after = (float(below_white(torch.full_like(own, x), own)) for x in (low, low + more))
    assert before <= after
    assert before <= low + 1e-6


def test_nothing_but_white_becomes_white() -> None:
    bright = torch.linspace(0, 1, 101).view(1, 1, 1, -1)
    grey = below_white(bright, torch.full_like(bright, 0.5))
    assert grey.max() < 0.96
    assert torch.equal(grey[bright <= 0.9], bright[bright <= 0.9])
    torch.testing.assert_close(below_white(bright, torch.ones_like(bright)), bright)
