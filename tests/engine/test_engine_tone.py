"""Exposure, highlights, shadows and vibrance: what they do to a picture."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from ccnet_samples import SAMPLE, counted
from hypothesis import given
from hypothesis import strategies as st
from skimage import color

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AbStatistics, srgb_to_lab
from ccnet_core.engine import Brightened, Engine, Region
from ccnet_core.engine.tone import Around, Surroundings, adjust_chroma, adjust_luminance
from ccnet_core.photo import open_photo

TONES = [
    Adjustments(exposure=1.2),
    Adjustments(exposure=-0.8, brightness=0.6),
    Adjustments(highlights=-1),
    Adjustments(shadows=0.8, highlights=0.5),
    Adjustments(vibrance=0.9, saturation=0.6),
    Adjustments(vibrance=-1),
    Adjustments(temperature=0.6, tint=-0.3),
    Adjustments(temperature=-0.5, saturation=1.5, exposure=0.7),
]
RAMP = torch.linspace(0, 1, 501).view(1, 1, 1, -1)


def around(L: torch.Tensor, gain: float = 0.0, own_range: float = 0.0, middle: float = 0.0) -> Around:
    """Surroundings as bright as the pixel itself, brightened by so many log odds."""
    maps = torch.tensor((1.0, 0.0, 0.0, gain)).view(1, 4, 1, 1)
    return Surroundings(maps, own_range, middle).around(L, 0, 0, (L.shape[-2], L.shape[-1]))


def dimmed(L: torch.Tensor, gain: float) -> torch.Tensor:
    """What was brightened by so many log odds to be L."""
    return torch.sigmoid(torch.logit(L.double()) - gain).float()


def shown(value: Adjustments, L: torch.Tensor = RAMP, gain: float = 0.0) -> torch.Tensor:
    """L as it is shown where the surroundings are as bright as the pixel itself."""
    return adjust_luminance(dimmed(L, gain), L, around(L, gain), value).shown


@given(
    st.floats(-2, 2, allow_nan=False), st.floats(-1, 1, allow_nan=False), st.floats(-1, 1, allow_nan=False)
)
def test_tone_never_leaves_the_range_and_keeps_the_order_of_tones(
    exposure: float, highlights: float, shadows: float
) -> None:
    out = shown(Adjustments(exposure=exposure, highlights=highlights, shadows=shadows))
    assert out.min() >= 0
    assert out.max() <= 1
    assert (out.diff() >= -1e-6).all()
    assert out[..., 0] == 0
    assert out[..., -1] == pytest.approx(1)


def test_a_stop_doubles_the_light_of_a_middle_grey() -> None:
    def luminance(L: float) -> float:
        return ((100 * L + 16) / 116) ** 3  # CIE 15:2004

    L = torch.full((1, 1, 1, 1), 0.5)
    brighter = float(shown(Adjustments(exposure=1), L))
    assert math.log2(luminance(brighter) / luminance(0.5)) == pytest.approx(1, abs=0.05)


def test_highlights_leave_shadows_alone_and_shadows_leave_highlights_alone() -> None:
    dark, bright = RAMP <= 0.35, RAMP >= 0.65
    recovered, opened = shown(Adjustments(highlights=-1)), shown(Adjustments(shadows=1))
    torch.testing.assert_close(recovered[dark], RAMP[dark])
    torch.testing.assert_close(opened[bright], RAMP[bright])
    assert recovered[..., 450] < RAMP[..., 450] - 0.08
    assert opened[..., 100] > RAMP[..., 100] + 0.1


def test_surroundings_follow_an_edge_and_pass_over_texture() -> None:
    rng = np.random.default_rng(0)
    L = np.full((200, 300), 0.2, np.float32)
    L[:, 150:] = 0.8
    L += rng.normal(0, 0.02, L.shape).astype(np.float32)
    L = torch.from_numpy(L.clip(0, 1))[None, None]
    around = Surroundings.of(L, L).around(L, 0, 0, (200, 300)).L
    assert around[..., :145].mean() == pytest.approx(0.2, abs=0.02)
    assert around[..., 155:].mean() == pytest.approx(0.8, abs=0.02)
    assert around[..., 20:100].std() < 0.5 * L[..., 20:100].std()


def test_vibrance_raises_weak_colours_and_leaves_vivid_ones() -> None:
    weak, vivid = torch.full((1, 2, 1, 1), 0.05), torch.full((1, 2, 1, 1), 0.4)
    L = torch.full((1, 1, 1, 1), 0.5)
    assert (adjust_chroma(weak, L, L, Adjustments(vibrance=1)) / weak).min() > 1.6
    torch.testing.assert_close(adjust_chroma(vivid, L, L, Adjustments(vibrance=1)), vivid)


def test_vibrance_keeps_grey_grey_and_hue(engine: Engine, small: Brightened) -> None:
    assert not adjust_chroma(torch.zeros(1, 2, 1, 1), RAMP, RAMP, Adjustments(vibrance=1)).any()
    before, after = (engine.render(small, Adjustments(vibrance=v)) for v in (0, 0.7))
    a, b = (color.rgb2lab(x)[..., 1:] for x in (before, after))
    coloured = np.hypot(*np.moveaxis(a, -1, 0)) > 12
    angle = np.angle((a[..., 0] + 1j * a[..., 1]) * (b[..., 0] - 1j * b[..., 1]))[coloured]
    assert np.degrees(np.abs(angle)).mean() < 3
    assert np.hypot(*np.moveaxis(b, -1, 0)).mean() > np.hypot(*np.moveaxis(a, -1, 0)).mean()


@pytest.mark.parametrize("strength", [0.0, 0.4, 1.0])
def test_a_style_fades_towards_white_and_reaches_all_darker_colours(strength: float) -> None:
    reference = Reference("Cold", AbStatistics((-0.1, -0.2), (0.01, 0.0, 0.01)))
    ab = torch.full((1, 2, 1, RAMP.shape[-1]), 0.2)
    styled = adjust_chroma(ab, RAMP, RAMP, Adjustments(references=(reference,), style_strength=strength))
    share = (styled / ab)[0, 0, 0]
    assert (share[RAMP[0, 0, 0] <= 0.8] == 1).all()
    assert (share.diff() <= 0).all()
    assert float(share[-1]) == pytest.approx(1 - strength, abs=1e-6)
    # Without a style white keeps what colour it has.
    assert adjust_chroma(ab, RAMP, RAMP, Adjustments(style_strength=strength)) is ab


@pytest.mark.parametrize("stops", [0.5, 1, 2])
def test_exposure_ends_no_channel_of_the_sample_below_white(stops: float) -> None:
    engine, value = Engine.load(device="cpu"), Adjustments(exposure=stops)
    brightened = engine.brighten(open_photo(SAMPLE), pixels=60_000)
    engine.prepare_quick(brightened, Adjustments())
    pictures = engine.render(brightened, value), engine.render_quick(brightened, value)
    for picture in (*pictures, engine.export(brightened, value)):
        assert picture is not None
        ended = (picture == 255).any(-1) & (color.rgb2lab(picture)[..., 0] < 98)
        assert ended.mean() < 0.005  # a quarter to two thirds of them, if colours were only cut


@pytest.mark.parametrize("value", TONES)
def test_the_quick_picture_is_the_exact_one(engine: Engine, small: Brightened, value: Adjustments) -> None:
    engine.prepare_quick(small, Adjustments())
    quick = engine.render_quick(small, value)
    assert quick is not None
    exact = engine.render(small, value)
    assert color.deltaE_ciede2000(color.rgb2lab(quick), color.rgb2lab(exact)).mean() < 0.6


@pytest.mark.parametrize("value", TONES)
def test_export_has_the_tone_of_the_preview(engine: Engine, large: Brightened, value: Adjustments) -> None:
    preview, full = engine.render(large, value), engine.export(large, value)
    height, width = large.size
    reduced = torch.nn.functional.interpolate(
        torch.from_numpy(full).permute(2, 0, 1)[None].float(), size=(height, width), mode="area"
    )
    tone, _ = srgb_to_lab(reduced / 255)
    wanted, _ = srgb_to_lab(torch.from_numpy(preview).permute(2, 0, 1)[None].float() / 255)
    assert (tone - wanted).abs().mean() < 0.02  # a curve of a mean is not the mean of a curve


def test_a_part_is_the_part_of_the_whole(engine: Engine, large: Brightened) -> None:
    value = Adjustments(highlights=-0.6, shadows=0.7, exposure=0.3, vibrance=0.5)
    whole = engine.export(large, value)
    full = engine.brighten_full(large)
    part = engine.render_region(large, full, value, Region(37, 51, 90, 64))
    assert np.abs(part.astype(int) - whole[51:115, 37:127]).max() <= 1


def test_tone_runs_no_network_even_after_thumbnails(engine: Engine, small: Brightened) -> None:
    engine.render(small, Adjustments())
    engine.render(engine.reduced(small, 1_200), Adjustments())
    with counted({"chrominance": engine.network.chrominance}) as calls:
        engine.render(small, Adjustments(exposure=1, highlights=-1, shadows=1, vibrance=1))
    assert not calls
