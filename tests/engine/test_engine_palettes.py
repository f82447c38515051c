"""Styles that move main colours apart, in previews, exports, drags and tables of colours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import TransferMethod
from ccnet_core.engine import Brightened, Engine, picture_reference
from ccnet_core.geometry import Crop
from ccnet_core.masks import Linear, LocalValues, Mask, MaskKind
from ccnet_core.photo import Photo
from ccnet_core.styles import find_style

DESERT, FOREST = (find_style(name).reference() for name in ("Desert", "Tea garden"))
_FULL = Adjustments(references=(DESERT,), style_strength=1.0, protect_skin=0.0)


def _lab(picture: np.ndarray | None) -> np.ndarray:
    assert picture is not None
    return np.asarray(rgb2lab(picture / np.iinfo(picture.dtype).max))


def _difference(first: np.ndarray | None, second: np.ndarray | None) -> float:
    return float(deltaE_ciede2000(_lab(first), _lab(second)).mean())


def test_a_style_moves_colours_and_no_light(engine: Engine, small: Brightened) -> None:
    plain, styled = (_lab(engine.render(small, value)) for value in (Adjustments(), _FULL))
    assert float(np.abs(styled - plain)[..., 1:].mean()) > 3
    assert float(np.abs(styled - plain)[..., 0].mean()) < 0.6
    for nothing in ({"style_strength": 0.0}, {"references": (replace(DESERT, weight=0.0),)}):
        np.testing.assert_array_equal(
            engine.render(small, replace(_FULL, **nothing)), engine.render(small, Adjustments())
        )
    assert engine.render(small, replace(_FULL, saturation=0.0)).std(axis=2).max() < 1


def test_strength_shares_and_the_same_twice(engine: Engine, small: Brightened) -> None:
    plain = _lab(engine.render(small, Adjustments()))
    half, whole = (
        _lab(engine.render(small, replace(_FULL, style_strength=strength))) for strength in (0.5, 1.0)
    )
    moved, fully = (np.abs(lab - plain)[..., 1:].mean() for lab in (half, whole))
    assert moved == pytest.approx(fully / 2, rel=0.15)
    mixed = replace(_FULL, references=(replace(DESERT, weight=3.0), FOREST))
    between, other = (
        _lab(engine.render(small, value)) for value in (mixed, replace(_FULL, references=(FOREST,)))
    )
    assert np.abs(between - whole)[..., 1:].mean() < np.abs(between - other)[..., 1:].mean()
    again = Engine(engine.network, "cpu")
    np.testing.assert_array_equal(
        again.render(again.brighten(small.photo), mixed), engine.render(small, mixed)
    )


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"brightness": 0.4, "highlights": -0.6},
        {"saturation": 1.4, "green_magenta": 0.5, "match_luminance": True, "exposure": 0.4},
    ],
)
def test_preview_drag_and_export_agree(
    engine: Engine, small: Brightened, large: Brightened, change: dict[str, object]
) -> None:
    value = replace(_FULL, references=(DESERT, FOREST), protect_skin=0.4, **change)  # type: ignore[arg-type]
    preview = engine.render(small, value)
    assert _difference(engine.export(small, value, bit_depth=16), preview) < 0.6
    # A drag begins anywhere: no network has to run for a style.
    engine.prepare_quick(small, Adjustments())
    assert _difference(engine.render_quick(small, value), preview) < 1.0
    # What is decided on a small picture is what comes out at full size.
    plain = replace(value, references=())
    of_style = _difference(engine.export(large, value), preview)
    assert of_style < _difference(engine.export(large, plain), engine.render(small, plain)) + 0.8


def test_no_network_runs_for_it(engine: Engine, small: Brightened) -> None:
    engine.render(small, Adjustments())
    engine.render(small, _FULL)
    calls: list[bool] = []
    engine.network.chrominance.conv_out.register_forward_hook(lambda *_: calls.append(True))  # type: ignore[attr-defined]
    for strength in (0.2, 0.8):
        engine.render(small, replace(_FULL, style_strength=strength, protect_skin=strength))
        engine.render(small, replace(_FULL, style_strength=strength, match_luminance=True))
    assert not calls


def test_skin_is_spared_as_far_as_is_asked_for(engine: Engine) -> None:
    pixels = np.full((64, 96, 3), (70, 90, 140), np.uint8)
    pixels[:, :48] = (198, 134, 100)
    pixels += np.random.default_rng(0).integers(0, 5, pixels.shape, np.uint8)
    # Bright, as what the network makes of other light is not known here.
    photo = engine.brighten(Photo.from_array(pixels))
    value = replace(_FULL, references=(FOREST,), brightness=1.0)
    plain = _lab(engine.render(photo, Adjustments()))
    moved = []
    for protection in (0.0, 0.5, 1.0):
        lab = _lab(engine.render(photo, replace(value, protect_skin=protection)))
        difference = deltaE_ciede2000(lab, plain)
        moved.append((float(difference[:, 8:40].mean()), float(difference[:, 56:88].mean())))
    (free, sky), (half, _), (spared, still_sky) = moved
    assert free > half > spared
    assert still_sky == pytest.approx(sky, rel=0.1)


def test_light_follows_only_where_it_is_asked_for(engine: Engine, small: Brightened) -> None:
    bright = picture_reference(Photo.from_array(np.full((40, 40, 3), (250, 240, 235), np.uint8)))
    value = replace(_FULL, references=(bright,))
    plain, matched = (
        _lab(engine.render(small, replace(value, match_luminance=on)))[..., 0].mean() for on in (False, True)
    )
    assert matched > plain + 3


def test_simple_is_one_map_and_a_reference_without_a_palette_too(engine: Engine, small: Brightened) -> None:
    simple = replace(_FULL, transfer=TransferMethod.MONGE_KANTOROVICH)
    old = replace(_FULL, references=(replace(DESERT, palette=None),))
    shown = engine.render(small, simple)
    np.testing.assert_array_equal(engine.render(small, old), shown)
    # Skin and light are of the other way.
    np.testing.assert_array_equal(
        engine.render(small, replace(simple, protect_skin=1.0, match_luminance=True)), shown
    )
    assert _difference(engine.render(small, _FULL), shown) > 1
    # Both ways beside each other: each by its share.
    mixed = replace(_FULL, references=(replace(DESERT, palette=None), FOREST), match_luminance=True)
    both = engine.render(small, mixed)
    assert _difference(both, shown) > 0.5
    engine.prepare_quick(small, mixed)
    assert _difference(engine.render_quick(small, mixed), both) < 1.5


def test_a_part_of_a_picture_is_what_is_followed() -> None:
    pixels = np.full((80, 120, 3), (30, 60, 160), np.uint8)
    pixels[40:] = (200, 120, 30)
    photo = Photo.from_array(pixels)
    top, bottom = (
        picture_reference(photo, part=Crop(0, start, 1, 0.5)).statistics.mean for start in (0.0, 0.5)
    )
    assert top[1] < -0.3
    assert bottom[1] > 0.3
    whole = picture_reference(photo)
    assert whole.palette is not None
    assert [round(c.share, 2) for c in whole.palette.colours] == [0.5, 0.5]
    smallest = picture_reference(photo, part=Crop(0.999, 0.999, 0.001, 0.001))
    assert smallest.statistics.mean == pytest.approx(bottom, abs=1e-6)


def test_a_table_of_colours_has_the_style(engine: Engine, small: Brightened) -> None:
    plain, styled, spared = (
        engine.colour_cube(small.photo, value, 9)
        for value in (Adjustments(), _FULL, replace(_FULL, protect_skin=1.0))
    )
    assert np.abs(styled - plain).mean() > 0.01
    ends = [0, -1]
    np.testing.assert_allclose(styled[ends], plain[ends], atol=0.01)
    assert np.abs(spared - plain).mean() < np.abs(styled - plain).mean()


def test_old_files_keep_the_look_they_had(engine: Engine) -> None:
    values = replace(_FULL, references=(replace(DESERT, palette=None),)).to_json()
    import json

    document = json.loads(values)
    for name in ("protect_skin", "match_luminance"):
        del document[name]
    document |= {"schema": 8, "transfer": "monge-kantorovich"}
    old = Adjustments.from_json(json.dumps(document))
    assert old.transfer is TransferMethod.MONGE_KANTOROVICH
    del document["transfer"]
    assert Adjustments.from_json(json.dumps(document)) == old
    # One without any is nothing decided.
    document |= {"references": [], "style_strength": 0.5, "transfer": "monge-kantorovich"}
    assert Adjustments.from_json(json.dumps(document)) == Adjustments()


def test_palettes_and_parts_travel_in_files() -> None:
    part = Reference("sky", DESERT.statistics, palette=DESERT.palette, part=Crop(0, 0, 1, 0.5))
    value = Adjustments(references=(part, FOREST), protect_skin=0.2, match_luminance=True)
    assert Adjustments.from_json(value.to_json()) == value
    with pytest.raises(ValueError, match="crop"):
        replace(part, part=Crop(0.5, 0, 1, 1))
    text = value.to_json().replace('"share": ', '"share": 9')
    with pytest.raises(ValueError, match="share"):
        Adjustments.from_json(text)


def test_a_mask_has_more_or_less_of_the_style(engine: Engine, small: Brightened) -> None:
    half = replace(_FULL, style_strength=0.5)
    plain, styled, whole = (
        _lab(engine.render(small, value)) for value in (replace(half, references=()), half, _FULL)
    )
    # Wholly on the left, not at all on the right.
    left = Mask(MaskKind.LINEAR, Linear((0.45, 0.5), (0.55, 0.5)))
    inner, outer = np.s_[:, :60], np.s_[:, 120:]
    for style, wanted in ((-1.0, plain), (1.0, whole)):
        value = replace(half, masks=(replace(left, values=LocalValues(style=style)),))
        shown = engine.render(small, value)
        lab = _lab(shown)
        assert deltaE_ciede2000(lab[inner], wanted[inner]).mean() < 0.6
        np.testing.assert_allclose(lab[outer], styled[outer], atol=1.5)
        engine.prepare_quick(small, half)
        assert _difference(engine.render_quick(small, value), shown) < 1
        assert _difference(engine.export(small, value), shown) < 0.6
