"""Main colours, and what moves them to those of a reference."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.colour import AbStatistics, srgb_to_lab, transfer_map
from ccnet_core.colour.palette import LEVELS, MOST_COLOURS, MainColour, Palette, transport
from ccnet_core.colour.palette_map import LARGEST_SHIFT, PaletteMap, matching_curve
from ccnet_core.colour.skin import skin_likeness

_Rgb = tuple[int, int, int]
_DESERT: dict[_Rgb, int] = {(190, 80, 30): 40, (110, 40, 20): 10, (165, 190, 225): 50}
"""Orange dunes below a blue sky, in 8-bit sRGB, and how often each is there."""
_STREET: dict[_Rgb, int] = {(62, 62, 64): 45, (120, 118, 116): 15, (140, 160, 195): 40}
"""Asphalt, a wall, and a dull sky."""


def _lab(colours: dict[_Rgb, int]) -> tuple[torch.Tensor, torch.Tensor]:
    """A picture with so many pixels of each, and a little grain."""
    pixels = [colour for colour, count in colours.items() for _ in range(count * 4)]
    grain = np.random.default_rng(0).normal(0, 2, (len(pixels), 3))
    rgb = torch.from_numpy(np.clip(np.array(pixels) + grain, 0, 255) / 255).float()
    return srgb_to_lab(rgb.T.reshape(1, 3, 1, -1))


def _palette(colours: dict[_Rgb, int]) -> Palette:
    return Palette.of(*_lab(colours))


def _one(colour: _Rgb) -> tuple[torch.Tensor, torch.Tensor]:
    return srgb_to_lab(torch.tensor(colour).float().view(1, 3, 1, 1) / 255)


def _shift(move: PaletteMap, colour: _Rgb) -> tuple[float, float]:
    """In units of a*, b*."""
    a, b = (110 * move.shift(*_one(colour))).flatten().tolist()
    return a, b


def test_palette_tells_the_colours_of_a_picture_and_their_shares() -> None:
    palette = _palette(_STREET)
    found = [(colour.share, colour.L) for colour in palette.colours]
    wanted = [(0.45, 0.26), (0.15, 0.50), (0.40, 0.65)]
    assert np.allclose(found, wanted, atol=0.02)
    sky = palette.colours[-1].statistics.mean
    L, ab = _one((140, 160, 195))
    assert np.allclose(sky, ab.flatten(), atol=0.01)
    assert np.isclose(palette.luminances[8], palette.colours[1].L, atol=0.03)
    assert palette.rank(float(L)) == pytest.approx(0.8, abs=0.15)


def test_palette_does_not_depend_on_the_order_of_pixels() -> None:
    L, ab = _lab(_DESERT)
    order = torch.from_numpy(np.random.default_rng(1).permutation(L.shape[-1]))
    first, second = Palette.of(L, ab), Palette.of(L[..., order], ab[..., order])
    assert len(first.colours) == len(second.colours)
    for one, other in zip(first.colours, second.colours, strict=True):
        assert one.share == pytest.approx(other.share)
        assert one.statistics.mean == pytest.approx(other.statistics.mean, abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.integers(1, 300))
def test_any_picture_has_a_palette_that_a_file_can_hold(seed: int, pixels: int) -> None:
    random = np.random.default_rng(seed)
    few = random.integers(0, 256, (max(1, pixels // 10), 3))
    rgb = torch.from_numpy(few[random.integers(0, len(few), pixels)] / 255).float()
    palette = Palette.of(*srgb_to_lab(rgb.T.reshape(1, 3, 1, -1)))
    assert 1 <= len(palette.colours) <= MOST_COLOURS
    assert sum(colour.share for colour in palette.colours) == pytest.approx(1)
    rounded = palette.rounded(5)
    assert Palette.from_dict(json.loads(json.dumps(rounded.to_dict()))) == rounded
    # Whatever it is followed by, nothing breaks.
    move = PaletteMap.between(palette, _palette(_DESERT))
    assert torch.isfinite(move.shift(*_lab(_STREET))).all()


@pytest.mark.parametrize(
    "change",
    [
        {"colours": []},
        {"colours": [{"share": 0.5, "L": 0.5, "mean": [0, 0], "covariance": [0, 0, 0]}]},
        {"colours": [{"share": 1.0, "L": 1.5, "mean": [0, 0], "covariance": [0, 0, 0]}]},
        {"colours": [{"share": 1.0, "mean": [0, 0], "covariance": [0, 0, 0]}]},
        {"luminances": [0.5] * 3},
        {"luminances": [*(1 - level for level in LEVELS)]},
        {"luminances": [float("nan")] * 17},
        {"colours": 3},
    ],
)
def test_what_is_no_palette_is_refused(change: dict[str, object]) -> None:
    fields = _palette(_STREET).to_dict() | change
    with pytest.raises(ValueError, match=r"palette|main colour"):
        Palette.from_dict(fields)


def test_transport_keeps_shares_and_goes_where_it_is_cheap() -> None:
    cost = np.array([[0.0, 1.0], [1.0, 0.0]])
    # Three quarters of the photo are what a quarter of the reference is: it need not be torn apart.
    plan = transport(cost, (0.75, 0.25), (0.25, 0.75), own=0.02)
    assert plan.sum(axis=1) == pytest.approx((0.75, 0.25))
    assert plan[0, 0] > 0.74
    assert plan[1, 1] > 0.24
    # Where a wrong share costs all there is, it is.
    strict = transport(cost, (0.75, 0.25), (0.25, 0.75), own=1e6)
    assert strict.sum(axis=0) == pytest.approx((0.25, 0.75), abs=1e-3)


def test_a_picture_hardly_moves_towards_itself() -> None:
    palette = _palette(_DESERT)
    shift = 110 * PaletteMap.between(palette, palette).shift(*_lab(_DESERT))
    assert float(shift.abs().max()) < 1.5


def test_sky_and_ground_move_apart_and_asphalt_is_no_maroon() -> None:
    street, desert = _palette(_STREET), _palette(_DESERT)
    move = PaletteMap.between(street, desert)
    sky, asphalt = _shift(move, (140, 160, 195)), _shift(move, (62, 62, 64))
    own_sky = 110 * float(_one((140, 160, 195))[1][0, 1])
    assert own_sky + sky[1] < -10  # still blue
    assert asphalt[1] > 3  # warmer
    # One map for all of it makes the asphalt as red as the mean of the dunes and the sky.
    ground, mean = _lab({(62, 62, 64): 10})[1], AbStatistics.of(_lab(_DESERT)[1])
    simple = 110 * (transfer_map(AbStatistics.of(_lab(_STREET)[1]), mean)(ground) - ground).mean(
        dim=(0, 2, 3)
    )
    assert np.hypot(*asphalt) < 0.5 * np.hypot(*simple.tolist())


@given(st.sampled_from([_DESERT, _STREET]), st.integers(0, 2**32 - 1))
def test_shifts_are_bounded_smooth_and_leave_black_and_white(reference: dict[_Rgb, int], seed: int) -> None:
    random = np.random.default_rng(seed)
    move = PaletteMap.between(_palette(_STREET), _palette(reference))
    L = torch.from_numpy(random.uniform(0, 1, (1, 1, 8, 8))).float()
    ab = torch.from_numpy(random.uniform(-1, 1, (1, 2, 8, 8))).float()
    shift = move.shift(L, ab)
    assert float(torch.hypot(shift[:, 0], shift[:, 1]).max()) <= LARGEST_SHIFT + 1e-6
    near = torch.from_numpy(random.normal(0, 1e-3, ab.shape)).float()
    step = torch.linalg.vector_norm(move.shift(L, ab + near) - shift, dim=1)
    assert bool((step <= 6 * torch.linalg.vector_norm(near, dim=1) + 1e-5).all())
    for end in (0.0, 1.0):
        assert float(move.shift(torch.full_like(L, end), ab).abs().max()) == 0


def test_matching_light_is_a_rising_bounded_curve() -> None:
    dark, bright = (
        _palette({(40, 40, 40): 50, (90, 90, 95): 50}),
        _palette({(120, 120, 120): 1, (220, 210, 200): 1}),
    )
    x = np.linspace(0, 1, 257)
    for source, target in ((dark, bright), (bright, dark)):
        curve = matching_curve(source, target)
        assert (curve[0], curve[-1]) == (0, 1)
        assert np.diff(curve).min() > 0
        assert np.abs(curve - x).max() <= 0.2
    middle = dark.luminances[8]
    assert np.interp(middle, x, matching_curve(dark, bright)) > middle + 0.05
    assert np.abs(matching_curve(dark, dark) - x).max() < 0.02


@pytest.mark.parametrize(
    ("colour", "least", "most"),
    [
        ((224, 172, 140), 0.9, 1.0),  # light skin
        ((198, 134, 100), 0.9, 1.0),
        ((141, 85, 60), 0.9, 1.0),  # brown skin
        ((92, 56, 40), 0.5, 1.0),  # dark skin
        ((128, 128, 128), 0.0, 0.0),
        ((60, 62, 66), 0.0, 0.0),  # asphalt
        ((110, 150, 220), 0.0, 0.0),  # sky
        ((80, 130, 60), 0.0, 0.0),  # grass
        ((230, 40, 30), 0.0, 0.1),  # neon
    ],
)
def test_skin_is_told_by_its_chrominance(colour: _Rgb, least: float, most: float) -> None:
    assert least <= float(skin_likeness(*_one(colour))) <= most


def test_skin_ends_softly() -> None:
    steps = np.linspace((128, 128, 128), (198, 134, 100), 400)
    rgb = torch.from_numpy(steps.T.reshape(1, 3, 1, -1) / 255).float()
    likeness = skin_likeness(*srgb_to_lab(rgb)).flatten()
    assert float(likeness[0]) == 0
    assert float(likeness[-1]) > 0.9
    assert float(likeness.diff().abs().max()) < 0.05


def test_main_colours_are_checked() -> None:
    statistics = AbStatistics((0, 0), (0, 0, 0))
    with pytest.raises(ValueError, match="share"):
        MainColour(0, 0.5, statistics)
    with pytest.raises(ValueError, match="luminance"):
        MainColour(1, -0.1, statistics)
