"""What is bright keeps its detail and does not become white."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ccnet_core.colour import srgb_to_lab
from ccnet_core.colour.gamut import in_gamut
from ccnet_core.colour.lab import lab_to_linear
from ccnet_core.colour.luminance import chroma_gain
from ccnet_core.network.highlights import (
    SIZE,
    below_white,
    colour_room,
    detail_maps,
    keep_colour,
    keep_detail,
)

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


def _lit(rgb: tuple[float, float, float], bright: float, own: float = 1.0) -> tuple[torch.Tensor, ...]:
    """An even light of a colour: its L, its ab, and the L to which it may rise."""
    L, ab = srgb_to_lab(torch.tensor(rgb).view(1, 3, 1, 1).expand(1, 3, _SIDE, _SIDE).contiguous())
    raised, whole = torch.full_like(L, bright), torch.full_like(L, own)
    room = colour_room(L, ab, raised, whole).view(1, 1, _SIDE, _SIDE)
    return L, ab, keep_colour(raised, L, whole, room), raised


@pytest.mark.parametrize("rgb", [(0.8, 0.5, 0.1), (0.2, 0.4, 0.9), (0.9, 0.2, 0.6)])
def test_a_coloured_light_rises_less_than_a_white_one(rgb: tuple[float, float, float]) -> None:
    L, ab, kept, raised = _lit(rgb, 0.95)
    assert (kept > L).all()
    assert float((raised - kept).mean()) > 0.05

    # Its colour, scaled as light scales it, leaves less of the gamut than it would.
    def excess(x: torch.Tensor) -> float:
        return float(lab_to_linear(x, ab * chroma_gain(L, x)).amax())

    assert excess(kept) < excess(raised) - 0.1


@pytest.mark.parametrize("rgb", [(0.8, 0.5, 0.1), (0.5, 0.5, 0.5), (0.3, 0.5, 0.3)])
def test_light_that_a_colour_bears_is_given_whole(rgb: tuple[float, float, float]) -> None:
    L, ab, _, _ = _lit(rgb, 1.0)
    borne = L + 0.02
    assert in_gamut(lab_to_linear(borne, ab * chroma_gain(L, borne))).all()
    kept = keep_colour(borne, L, torch.ones_like(L), colour_room(L, ab, borne, torch.ones_like(L)).view_as(L))
    torch.testing.assert_close(kept, borne, atol=1e-3, rtol=0)


def test_white_lights_and_what_lies_in_the_dark_are_left() -> None:
    _, _, white, raised = _lit((0.7, 0.7, 0.7), 0.95)
    torch.testing.assert_close(white, raised, atol=1e-4, rtol=0)
    _, _, dark, raised = _lit((0.8, 0.5, 0.1), 0.95, own=0.0)
    assert torch.equal(dark, raised)
