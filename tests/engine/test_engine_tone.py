"""Exposure, highlights, shadows, clarity and vibrance: what they do to a picture."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from ccnet_samples import CONTROL_VALUES, SAMPLE, counted
from hypothesis import given
from hypothesis import strategies as st
from skimage import color

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AbStatistics, WhiteBalance, srgb_to_lab
from ccnet_core.controls import CONTROLS, TONE
from ccnet_core.engine import Brightened, Engine, Region
from ccnet_core.engine.tone import Around, Surroundings, adjust_chroma, adjust_luminance, mix_chroma
from ccnet_core.photo import open_photo

TONES = [
    Adjustments(exposure=1.2),
    Adjustments(exposure=-0.8, brightness=0.6),
    Adjustments(brightness=0.3, saturation=1.4),
    Adjustments(brightness=1.4, highlights=-0.6),
    Adjustments(brightness=0.7, shadows=1, range=0.8),
    Adjustments(contrast=0.8, whites=-0.6, blacks=-0.5),
    Adjustments(contrast=-0.7, whites=0.6, blacks=0.5, exposure=0.4),
    Adjustments(clarity=1, exposure=0.3),
    Adjustments(clarity=-1, saturation=1.2),
    Adjustments(range=0.0),
    Adjustments(range=1.0, temperature=-0.4),
    Adjustments(highlights=-1),
    Adjustments(shadows=0.8, highlights=0.5),
    Adjustments(vibrance=0.9, saturation=0.6),
    Adjustments(vibrance=-1),
    Adjustments(temperature=0.6, tint=-0.3),
    Adjustments(temperature=-0.5, saturation=1.5, exposure=0.7),
]
RAMP = torch.linspace(0, 1, 501).view(1, 1, 1, -1)


def around(
    L: torch.Tensor,
    gain: float = 0.0,
    own_range: float = 0.0,
    middle: float = 0.0,
    structure: tuple[float, float] = (0.0, 0.0),
) -> Around:
    """Surroundings as bright as the pixel itself, brightened by so many log odds.

    Structure is a slope and an intercept over L.
    """
    maps = torch.tensor((1.0, 0.0, 0.0, gain, *structure)).view(1, 6, 1, 1)
    return Surroundings(maps, own_range, middle).around(L, 0, 0, (L.shape[-2], L.shape[-1]))


def dimmed(L: torch.Tensor, gain: float) -> torch.Tensor:
    """What was brightened by so many log odds to be L."""
    return torch.sigmoid(torch.logit(L.double()) - gain).float()


def shown(value: Adjustments, L: torch.Tensor = RAMP) -> torch.Tensor:
    """L as it is shown where the surroundings, and the photo, are as bright as the pixel itself."""
    return adjust_luminance(L, L, around(L), value).shown


_lights = {name: CONTROL_VALUES[name] for name in TONE}


def adjusted(value: Adjustments, gain: float = 0.0, own_range: float = 0.0) -> torch.Tensor:
    """The ramp, brightened by so many log odds, as it is shown."""
    return adjust_luminance(dimmed(RAMP, gain), RAMP, around(RAMP, gain, own_range), value).shown


@given(st.builds(Adjustments, **_lights), st.floats(0, 2), st.floats(0, 1))
def test_tone_never_leaves_the_range_and_keeps_the_order_of_tones(
    value: Adjustments, gain: float, own_range: float
) -> None:
    # Bright places that go back to what they are in the photo may pass what was brightened.
    out = adjusted(replace(value, highlights=max(value.highlights, 0)), gain, own_range)
    assert out.min() >= 0
    assert out.max() <= 1 + 1e-6
    assert (out.diff() >= -1e-6).all()
    assert out[..., 0] == 0
    assert out[..., -1] == pytest.approx(1)
    alone = adjusted(Adjustments(highlights=value.highlights), gain)
    assert (alone.diff() >= -1e-6).all()


@pytest.mark.parametrize("name", ["brightness", "exposure", "highlights", "shadows", "whites", "blacks"])
@given(
    value=st.builds(Adjustments, **_lights),
    gain=st.floats(0, 2),
    ends=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_further_to_the_right_is_never_darker(
    name: str, value: Adjustments, gain: float, ends: tuple[float, float]
) -> None:
    (control,) = (c for c in CONTROLS if c.name == name)
    less, more = (control.low + share * (control.high - control.low) for share in sorted(ends))
    if name == "brightness":
        # A range may darken a place, and shadows open the more the darker it is.
        value = Adjustments(exposure=value.exposure, contrast=value.contrast, whites=value.whites)
    if name == "exposure":
        # What exposure makes bright is a highlight, and no shadow.
        value = replace(value, highlights=0.0, shadows=0.0)
    darker, brighter = (adjusted(replace(value, **{name: x}), gain) for x in (less, more))
    assert (brighter - darker).min() >= -1e-5


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_contrast_parts_light_and_dark_about_the_middle(first: float, second: float) -> None:
    less, more = (adjusted(Adjustments(contrast=value)) for value in sorted((first, second)))
    assert ((more - less)[RAMP > 0.5] >= -1e-6).all()
    assert ((more - less)[RAMP < 0.5] <= 1e-6).all()
    assert less[..., 250] == pytest.approx(0.5)


def test_curves_have_their_reference_values() -> None:
    x = RAMP
    torch.testing.assert_close(adjusted(Adjustments(contrast=1)), 3 * x**2 - 2 * x**3)
    torch.testing.assert_close(adjusted(Adjustments(whites=-1)), x - x**3 * (1 - x))
    torch.testing.assert_close(adjusted(Adjustments(blacks=1)), x + x * (1 - x) ** 3)
    # k x / (k x + 1 - x) with the root of a gain of 4 in odds: half as much again in log odds.
    more = adjusted(Adjustments(brightness=1.5), gain=math.log(4))
    torch.testing.assert_close(more, 2 * x / (2 * x + 1 - x))


def test_neutral_changes_nothing_and_costs_nothing() -> None:
    tone = adjust_luminance(dimmed(RAMP, 1), RAMP, around(RAMP, 1), Adjustments())
    assert tone.shown is tone.mixed is RAMP


@given(st.floats(0, 1), st.floats(-2, 2))
def test_the_photos_own_range_is_the_result(own: float, middle: float) -> None:
    near = around(RAMP, 1.0, own, middle)
    out = adjust_luminance(dimmed(RAMP, 1), RAMP, near, Adjustments(range=own)).shown
    torch.testing.assert_close(out, RAMP)


def areas(*lights: float, size: int = 240) -> torch.Tensor:
    """Broad stripes of different light, (1, 1, size, size)."""
    L = torch.tensor(lights).repeat_interleave(-(-size // len(lights)))[:size]
    return L.expand(1, 1, size, size).contiguous()


def spread(L: torch.Tensor) -> float:
    """Between the darkest and the brightest stripe, in log odds."""
    odds = torch.logit(L[..., 120, :])
    return float(odds[..., -20] - odds[..., 20])


def test_range_tells_how_far_light_and_dark_came_together_and_brings_them_there() -> None:
    photo = areas(0.05, 0.2, 0.8)
    half = torch.sigmoid(0.5 * torch.logit(photo))
    fitted = Surroundings.of(half, photo)
    assert fitted.own_range == pytest.approx(0.5 / 0.75, abs=0.02)
    assert Surroundings.of(photo, photo).own_range == 0
    assert Surroundings.of(areas(0.3), areas(0.1)).own_range == 0
    shown = {
        wanted: adjust_luminance(
            photo, half, fitted.around(half, 0, 0, (240, 240)), Adjustments(range=wanted)
        ).shown
        for wanted in (0.0, 0.5, 1.0)
    }
    for wanted, left in ((0.0, 1.0), (0.5, 0.625), (1.0, 0.25)):
        assert spread(shown[wanted]) == pytest.approx(left * spread(photo), rel=0.05)


@pytest.mark.parametrize("face", [0.1, 0.15, 0.2])
def test_shadows_open_a_face_before_a_window_and_leave_black_black(face: float) -> None:
    L = areas(0.0, face, 0.85)
    near = Surroundings.of(L, L).around(L, 0, 0, (240, 240))
    opened = adjust_luminance(L, L, near, Adjustments(shadows=1)).shown[0, 0, 120]
    assert opened[90:150].min() >= 0.39
    assert opened[100:140].mean() >= 0.4
    assert (opened[:79] == 0).all()
    torch.testing.assert_close(opened[170:], L[0, 0, 120, 170:], rtol=0, atol=0.005)


@pytest.mark.parametrize(
    "value",
    [
        Adjustments(shadows=1),
        Adjustments(shadows=-1),
        Adjustments(highlights=-1),
        Adjustments(range=1),
        Adjustments(brightness=1.5),
        Adjustments(clarity=1),
        Adjustments(clarity=-1),
    ],
    ids=str,
)
@pytest.mark.parametrize(("dark", "bright"), [(0.15, 0.8), (0.15, 0.5), (0.3, 0.9), (0.45, 0.55)])
def test_an_edge_gets_no_halo(value: Adjustments, dark: float, bright: float) -> None:
    L = torch.full((1, 1, 300, 800), dark)
    L[..., 400:] = bright
    photo = dimmed(L, 1.5)
    near = Surroundings.of(L, photo).around(L, 0, 0, (300, 800))
    line = adjust_luminance(photo, L, near, value).shown[0, 0, 150].diff()
    # All that goes down on the way up the edge, on both its sides: the eye sees no step of 2 in L* there.
    assert float(-line.clamp_max(0).sum()) < 0.06
    assert float(line.max()) > 0.02


def test_highlights_to_the_left_give_bright_places_their_own_tone_and_colour_back() -> None:
    photo, L = areas(0.02, 0.02, 0.6), areas(0.3, 0.3, 0.99)
    near = Surroundings.of(L, photo).around(L, 0, 0, (240, 240))
    tone = adjust_luminance(photo, L, near, Adjustments(highlights=-1))
    assert tone.shown[..., 120, 200] == pytest.approx(0.6, abs=0.01)
    own, ab = torch.full((1, 2, 240, 240), 0.1), torch.full((1, 2, 240, 240), -0.05)
    mixed = mix_chroma(own, ab, photo, L, tone)[0, 0, 120]
    assert mixed[200] == pytest.approx(0.1, abs=0.005)
    # Dark places stay as they are.
    torch.testing.assert_close(tone.shown[..., 120, :100], L[..., 120, :100])
    torch.testing.assert_close(mixed[:100], ab[0, 0, 120, :100])
    half = adjust_luminance(photo, L, near, Adjustments(highlights=-0.5)).shown[..., 120, 200]
    assert 0.7 < half < 0.9


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


def waves(light: float, period: float, height: float = 0.03) -> torch.Tensor:
    """Stripes (1, 1, 512, 1024) that go up and down about a light, a wave every so many pixels."""
    wave = torch.sin(torch.arange(1024) * (2 * math.pi / period)) * height
    return (light + wave).expand(1, 1, 512, 1024).contiguous()


def strength(L: torch.Tensor, clarity: float) -> float:
    """How much of stripes clarity leaves, as a factor; borders aside."""
    near = Surroundings.of(L, L).around(L, 0, 0, (512, 1024))
    out = adjust_luminance(L, L, near, Adjustments(clarity=clarity)).shown
    return float(out[..., 256, 160:-160].std() / L[..., 256, 160:-160].std())


def test_clarity_has_its_reference_values() -> None:
    # k x / (k x + 1 - x): at L* 50 the slope is 1, or four times as much in log odds.
    near = around(RAMP, structure=(0.5, -0.2))
    for clarity, factor in ((1.0, 5.6), (0.5, 2.8), (-1.0, -4.0)):
        out = adjust_luminance(RAMP, RAMP, near, Adjustments(clarity=clarity)).shown
        k = torch.exp(factor * (0.5 * RAMP - 0.2))
        torch.testing.assert_close(out, k * RAMP / (k * RAMP + 1 - RAMP))


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(-1, 1))
def test_clarity_keeps_the_order_of_tones_black_and_white(clarity: float, slope: float, more: float) -> None:
    near = around(RAMP, structure=(slope, more))
    out = adjust_luminance(RAMP, RAMP, near, Adjustments(clarity=clarity)).shown
    assert (out.diff() >= -1e-6).all()
    assert out[..., 0] == 0
    assert out[..., -1] == 1


def test_clarity_takes_structure_of_middle_size_and_leaves_what_is_finer_broader_and_very_dark() -> None:
    middle = waves(0.5, 96)
    assert strength(middle, 1) > 1.9
    assert strength(middle, -1) < 0.5
    for others in (waves(0.5, 4), waves(0.5, 1024), waves(0.03, 96, 0.01)):
        assert strength(others, 1) < 1.15
        assert strength(others, -1) > 0.85


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


def test_what_is_shown_nearly_white_decides_where_a_style_fades() -> None:
    reference = Reference("Cold", AbStatistics((-0.1, -0.2), (0.01, 0.0, 0.01)))
    styled, plain = (
        Adjustments(references=(reference,), style_strength=1.0),
        Adjustments(style_strength=1.0),
    )
    ab = torch.full((1, 2, 1, 1), 0.02)
    dark, bright = torch.full((1, 1, 1, 1), 0.5), torch.full((1, 1, 1, 1), 0.95)

    def kept(before: torch.Tensor, after: torch.Tensor) -> float:
        with_style, without = (adjust_chroma(ab, before, after, value)[0, 0] for value in (styled, plain))
        return float(with_style / without)

    assert kept(bright, dark) == 1
    assert kept(dark, bright) < 0.6


@pytest.mark.parametrize("saturation", [0.0, 0.5, 1.0])
def test_white_balance_leaves_what_is_clipped_white(saturation: float) -> None:
    grey = torch.zeros(1, 2, 1, RAMP.shape[-1])
    value = Adjustments(temperature=0.6, tint=-0.4, saturation=saturation)
    balanced = adjust_chroma(grey, RAMP, RAMP, value)
    assert (balanced[..., -1] == 0).all()
    # In proportion to saturation, and as before where nothing is nearly white.
    full = WhiteBalance.of(0.6, -0.4).apply(grey, RAMP)
    torch.testing.assert_close(balanced[..., :450], saturation * full[..., :450])
    assert (balanced.abs() <= saturation * full.abs() + 1e-6).all()
    assert (balanced[..., 480:].abs().diff() <= 0).all()
    # What exposure made white counts as what it is.
    dim = torch.full_like(RAMP, 0.5)
    assert not adjust_chroma(grey, dim, torch.ones_like(RAMP), value).any()


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
    # A curve of a mean is not the mean of a curve, the less so the further shadows open.
    assert (tone - wanted).abs().mean() < (0.035 if value.shadows > 0 else 0.02)


def test_a_part_is_the_part_of_the_whole(engine: Engine, large: Brightened) -> None:
    value = Adjustments(highlights=-0.6, shadows=0.7, exposure=0.3, clarity=1, vibrance=0.5)
    whole = engine.export(large, value)
    part = engine.render_region(large, value, Region(37, 51, 90, 64))
    assert np.abs(part.astype(int) - whole[51:115, 37:127]).max() <= 1


def test_tone_runs_no_network_even_after_thumbnails(engine: Engine, small: Brightened) -> None:
    engine.render(small, Adjustments())
    engine.render(engine.reduced(small, 1_200), Adjustments())
    with counted({"chrominance": engine.network.chrominance}) as calls:
        engine.render(small, Adjustments(exposure=1, highlights=-1, shadows=1, clarity=1, vibrance=1))
    assert not calls
