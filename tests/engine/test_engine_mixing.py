"""Curves and mixer on pixels: on tensors, and from the preview to the export."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from ccnet_samples import MIXERS
from hypothesis import given, settings
from skimage import color

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import lab_to_srgb, srgb_to_lab
from ccnet_core.engine import Brightened, Engine
from ccnet_core.engine.mixing import curve_channels, curve_luminance, mix_colours
from ccnet_core.mixer import BANDS, PARTS, Band, ColourMixer
from ccnet_core.photo.profile import OUTPUT_PROFILES, SRGB_NAME
from ccnet_core.photo.reducing import reduce_pixels
from ccnet_core.tone_curve import ToneCurve

_STRONG = Band(hue=100, saturation=100, luminance=100)
_ALL = ColourMixer(**dict.fromkeys(BANDS, _STRONG))
_LOOK = Adjustments(
    exposure=0.5,
    curve=ToneCurve(luminance=((0, 0.05), (0.3, 0.22), (1, 0.97)), blue=((0, 0.1), (0.6, 0.55), (1, 1))),
    mixer=ColourMixer(orange=Band(saturation=40, luminance=20), blue=Band(hue=-50, luminance=-60)),
)


def _mixed(rgb: np.ndarray, mixer: ColourMixer) -> np.ndarray:
    """Colours (P, 3) of sRGB, 0 to 1, by a mixer."""
    pixels = torch.from_numpy(np.ascontiguousarray(rgb.T, np.float32))[None, :, None]
    return lab_to_srgb(*mix_colours(*srgb_to_lab(pixels), mixer))[0, :, 0].T.numpy()


def _hues(start: float, end: float, L: float = 0.65, chroma: float = 0.09, count: int = 400) -> np.ndarray:
    """Colours of sRGB (P, 3) along hues of OKLCh."""
    from ccnet_core.colour.lab import linear_to_srgb
    from ccnet_core.colour.oklab import oklab_to_linear

    hue = torch.linspace(math.radians(start), math.radians(end), count)
    oklab = torch.stack((torch.full_like(hue, L), chroma * hue.cos(), chroma * hue.sin()))
    return linear_to_srgb(oklab_to_linear(oklab[None, :, None]))[0, :, 0].T.numpy()


@settings(max_examples=25)
@given(MIXERS)
def test_greys_never_move(mixer: ColourMixer) -> None:
    greys = np.linspace(0, 1, 256)[:, None].repeat(3, axis=1)
    np.testing.assert_allclose(_mixed(greys, mixer), greys, atol=1 / 65535)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("value", [-100, 100])
def test_skin_does_not_band(part: str, value: float) -> None:
    # From cheeks to sallow, in steps that nobody sees: nor are those of the result seen, in whatever part.
    skin = _hues(20, 90)
    for band in ("red", "orange", "yellow"):
        mixed = _mixed(skin, ColourMixer().with_value(band, part, value))
        steps = color.deltaE_ciede2000(
            *(color.rgb2lab(mixed[None, s])[0] for s in (slice(1, None), slice(-1)))
        )
        assert steps.max() < 0.6


def test_a_band_moves_its_colours_and_no_others() -> None:
    leaf, sky = np.array([[60, 110, 40]]) / 255, np.array([[70, 130, 180]]) / 255
    greener = ColourMixer(green=Band(saturation=50, luminance=40))
    np.testing.assert_allclose(_mixed(sky, greener), sky, atol=1e-4)
    before, after = (color.rgb2lab(x)[0] for x in (leaf, _mixed(leaf, greener)))
    assert after[0] > before[0] + 3
    assert math.hypot(*after[1:]) > 1.3 * math.hypot(*before[1:])
    # Without its saturation nothing of a colour is left.
    grey = _mixed(leaf, ColourMixer(green=Band(saturation=-100), yellow=Band(saturation=-100)))
    assert np.ptp(grey) < 2e-3


def test_hues_turn_the_way_that_is_said() -> None:
    red = np.array([[200, 60, 50]]) / 255
    for value, bluer in ((100, False), (-100, True)):
        turned = _mixed(red, ColourMixer(red=Band(hue=value)))[0]
        assert (turned[2] > red[0, 2]) == bluer
        assert (turned[1] > red[0, 1]) != bluer


def test_neutral_is_the_same_object_and_costs_nothing() -> None:
    L, ab = torch.rand(1, 1, 4, 4), torch.rand(1, 2, 4, 4)
    assert mix_colours(L, ab, ColourMixer())[0] is L
    assert curve_luminance(L, ToneCurve(luminance=((0, 0), (0.5, 0.5), (1, 1)))) is L
    assert curve_channels(ab, ToneCurve(luminance=((0, 0.2), (1, 1)))) is ab


def test_channels_go_through_their_own_curves() -> None:
    rgb = torch.linspace(0, 1, 256).repeat(3, 1)[None, :, None]
    curve = ToneCurve(red=((0, 0.1), (0.5, 0.6), (1, 0.9)), blue=((0.25, 0), (1, 1)))
    curved = curve_channels(rgb, curve)[0, :, 0].numpy()
    for index, name in enumerate(("red", "green", "blue")):
        np.testing.assert_allclose(curved[index], curve.values(name, rgb[0, index, 0].numpy()), atol=1e-4)


def test_the_export_reduced_is_the_preview(engine: Engine, large: Brightened) -> None:
    preview = engine.render(large, _LOOK)
    reduced = reduce_pixels(engine.export(large, _LOOK), preview.shape[:2])
    difference = color.deltaE_ciede2000(color.rgb2lab(preview), color.rgb2lab(reduced))
    assert difference.mean() < 1
    plain = color.deltaE_ciede2000(
        color.rgb2lab(preview), color.rgb2lab(engine.render(large, Adjustments(exposure=0.5)))
    )
    assert plain.mean() > 3


def test_a_drag_shows_nearly_the_same(engine: Engine, small: Brightened) -> None:
    engine.prepare_quick(small, Adjustments())
    for look in (_LOOK, Adjustments(curve=_LOOK.curve), Adjustments(mixer=_LOOK.mixer), Adjustments()):
        quick, exact = engine.render_quick(small, look), engine.render(small, look)
        assert quick is not None
        difference = color.deltaE_ciede2000(color.rgb2lab(quick), color.rgb2lab(exact))
        assert difference.mean() < 0.8


def test_curves_are_of_the_colours_that_are_shown_in_every_profile(engine: Engine, small: Brightened) -> None:
    srgb = engine.export(small, _LOOK, 16).astype(float) / 65535
    profile = next(name for name in OUTPUT_PROFILES if name != SRGB_NAME)
    other = engine.export(small, _LOOK, 16, profile=profile).astype(float) / 65535
    linear = np.where(srgb > 0.04045, ((srgb + 0.055) / 1.055) ** 2.4, srgb / 12.92)
    own = linear @ np.array(OUTPUT_PROFILES[profile].from_srgb).T
    gamma = OUTPUT_PROFILES[profile].gamma
    encoded = (
        np.where(own > 0.0031308, 1.055 * own.clip(1e-9) ** (1 / 2.4) - 0.055, 12.92 * own)
        if gamma is None
        else own.clip(0) ** (1 / gamma)
    )
    np.testing.assert_allclose(other, encoded, atol=3e-4)


def test_curves_on_the_diagonal_leave_every_bit(engine: Engine, large: Brightened) -> None:
    diagonal = ((0, 0), (0.3, 0.3), (1, 1))
    neutral = Adjustments(curve=ToneCurve(luminance=diagonal, red=diagonal))
    np.testing.assert_array_equal(engine.export(large, neutral, 16), engine.export(large, Adjustments(), 16))


def test_a_change_of_curve_or_mixer_runs_no_network(engine: Engine, small: Brightened) -> None:
    calls: list[bool] = []
    engine.render(small, Adjustments())
    engine.network.chrominance.conv_out.register_forward_hook(lambda *_: calls.append(True))  # type: ignore[union-attr]
    engine.render(small, _LOOK)
    assert not calls
