"""Local adjustments: the mathematics of the whole photo, where a mask covers it, at every size."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import cv2
import numpy as np
import pytest
from ccnet_samples import colour_ramp, tiny_network
from skimage.color import deltaE_ciede2000, rgb2lab

from ccnet_core import framing
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AbStatistics
from ccnet_core.engine import Brightened, Engine, Region, fullsize
from ccnet_core.geometry import Crop, Geometry
from ccnet_core.masks import (
    ColourRange,
    Linear,
    LocalValues,
    LuminanceRange,
    Mask,
    MaskKind,
    Point,
    Radial,
    Stroke,
)
from ccnet_core.photo import Photo

_ALL = Mask(MaskKind.LUMINANCE, luminance=LuminanceRange())
"""Covers everything."""
_RADIAL = Mask(MaskKind.RADIAL, Radial(Point(0.4, 0.4), (0.3, 0.2), 20))
_LINEAR = Mask(MaskKind.LINEAR, Linear(Point(0.7, 0.8), Point(0.4, 0.5)))
_LEFT = Mask(MaskKind.LINEAR, Linear(Point(0.499, 0.5), Point(0.501, 0.5)))
"""Covers the left half."""
_BRUSH = Mask(MaskKind.BRUSH, strokes=(Stroke((Point(0.2, 0.3), Point(0.8, 0.6)), 0.12),))
_MUCH = LocalValues(exposure=1.5, contrast=0.3, temperature=0.5, saturation=1.5)
_KINDS = {
    "radial": _RADIAL,
    "linear": _LINEAR,
    "brush": _BRUSH,
    "erased": replace(_RADIAL, strokes=(Stroke((Point(0.4, 0.4),), 0.1, erases=True),)),
    "edges": replace(_BRUSH, follows_edges=True),
    "luminance": Mask(MaskKind.LUMINANCE, luminance=LuminanceRange(0.3, 0.6, 0.1)),
    "colour": Mask(MaskKind.COLOUR, colour=ColourRange(0.05, 0.1, 0.3)),
    "limited": replace(_RADIAL, luminance=LuminanceRange(0.4, 1.0, 0.2)),
    "inverted": replace(_RADIAL, inverted=True),
}


def _difference(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """CIEDE2000 of each pixel."""
    return np.asarray(deltaE_ciede2000(rgb2lab(one), rgb2lab(other)))


@pytest.mark.parametrize(
    ("local", "whole"),
    [
        (LocalValues(exposure=0.8), Adjustments(exposure=0.8)),
        (LocalValues(contrast=0.6), Adjustments(contrast=0.6)),
        (LocalValues(highlights=0.5, shadows=0.7), Adjustments(highlights=0.5, shadows=0.7)),
        (LocalValues(highlights=-1, exposure=0.5), Adjustments(highlights=-1, exposure=0.5)),
        (LocalValues(whites=-0.5, blacks=0.6), Adjustments(whites=-0.5, blacks=0.6)),
        (LocalValues(clarity=0.8), Adjustments(clarity=0.8)),
        (LocalValues(temperature=0.6, tint=-0.4), Adjustments(temperature=0.6, tint=-0.4)),
    ],
)
def test_a_mask_of_everything_is_the_control_of_the_whole_photo(
    engine: Engine, small: Brightened, large: Brightened, local: LocalValues, whole: Adjustments
) -> None:
    masked = Adjustments(masks=[replace(_ALL, values=local)])
    for make, brightened in ((engine.render, small), (engine.export, large)):
        expected = make(brightened, whole)
        assert (expected != make(brightened, Adjustments())).any()
        assert np.abs(make(brightened, masked).astype(int) - expected).max() <= 1


def test_highlights_that_a_mask_brings_back_are_the_photos_own_at_full_size_too() -> None:
    network = tiny_network("gain")
    # Bright enough that whites are burnt.
    network.lightness.exposure.head[-1].bias.fill_(2.0)
    engine = Engine(network, "cpu")
    brightened = engine.brighten(Photo.from_array(colour_ramp(118, 171, top=0.9)), pixels=5_000)
    mask = replace(_ALL, values=LocalValues(highlights=-1))
    whole, masked = (
        engine.export(brightened, look).astype(int)
        for look in (Adjustments(highlights=-1), Adjustments(masks=[mask]))
    )
    assert np.abs(masked - whole).max() <= 1


def test_exposures_add_up_and_so_do_masks(engine: Engine, small: Brightened) -> None:
    """A mask goes on from the adjustments of the whole, and from the masks before it."""
    half = replace(_ALL, values=LocalValues(exposure=0.5))
    expected = engine.render(small, Adjustments(exposure=1.0)).astype(int)
    assert np.abs(engine.render(small, Adjustments(exposure=0.5, masks=[half])) - expected).max() <= 1
    assert np.abs(engine.render(small, Adjustments(masks=[half, half])) - expected).max() <= 1


def test_outside_of_a_mask_nothing_changes_and_within_it_lies_between(
    engine: Engine, small: Brightened
) -> None:
    mask = replace(_RADIAL, values=LocalValues(exposure=1.0))
    plain = engine.render(small, Adjustments(contrast=0.2)).astype(int)
    bright = engine.render(small, Adjustments(contrast=0.2, masks=[replace(_ALL, values=mask.values)]))
    masked = engine.render(small, Adjustments(contrast=0.2, masks=[mask]))
    changed = (masked != plain).any(-1)
    assert 0.05 < changed.mean() < 0.4
    rows, columns = np.nonzero(changed)
    height, width = plain.shape[:2]
    reach = 0.31 * max(height, width)
    assert np.hypot(rows - 0.4 * height, columns - 0.4 * width).max() < reach
    assert (masked.sum(-1) >= plain.sum(-1) - 3).all()
    assert (masked.astype(int).sum(-1) <= bright.astype(int).sum(-1) + 3).all()
    middle = int(0.4 * height), int(0.4 * width)
    np.testing.assert_allclose(masked[middle], bright[middle], atol=1)
    # Half the strength is half of the way in luminance.
    halved = engine.render(small, Adjustments(contrast=0.2, masks=[replace(mask, strength=0.5)]))
    light = [rgb2lab(picture[middle][None, None].astype(np.uint8))[0, 0, 0] for picture in (plain, halved)]
    full = rgb2lab(masked[middle][None, None])[0, 0, 0]
    assert light[1] - light[0] == pytest.approx((full - light[0]) / 2, abs=0.4)


def test_what_has_no_effect_changes_nothing_to_the_bit(engine: Engine, small: Brightened) -> None:
    look = Adjustments(saturation=1.3, exposure=0.4)
    plain = engine.render(small, look)
    hidden = replace(_RADIAL, values=_MUCH, shown=False)
    nowhere = replace(_RADIAL, shape=Radial(Point(1.9, 1.9), (0.1, 0.1)), values=_MUCH)
    unpainted = Mask(MaskKind.BRUSH, values=_MUCH)
    without = [hidden, nowhere, unpainted, _RADIAL, replace(_RADIAL, values=_MUCH, strength=0)]
    np.testing.assert_array_equal(engine.render(small, replace(look, masks=tuple(without))), plain)
    np.testing.assert_array_equal(engine.export(small, replace(look, masks=tuple(without))), plain)
    assert (engine.render(small, replace(look, masks=(replace(hidden, shown=True),))) != plain).any()


def test_an_inverted_mask_covers_the_rest(engine: Engine, small: Brightened) -> None:
    values = LocalValues(exposure=1)
    both = [replace(_LINEAR, values=values), replace(_LINEAR, values=values, inverted=True)]
    apart = [engine.render(small, Adjustments(masks=[mask])) for mask in both]
    plain = engine.render(small, Adjustments())
    height, width = plain.shape[:2]
    corners = (height - 1, width - 1), (0, 0)
    assert (apart[0][corners[0]] > plain[corners[0]]).all()
    np.testing.assert_array_equal(apart[0][corners[1]], plain[corners[1]])
    np.testing.assert_array_equal(apart[1][corners[0]], plain[corners[0]])
    assert (apart[1][corners[1]] > plain[corners[1]]).all()


def test_a_range_of_luminance_covers_what_is_as_bright(engine: Engine, small: Brightened) -> None:
    L = small.bright.L[0, 0].numpy()
    low = float(np.median(L))
    mask = Mask(MaskKind.LUMINANCE, luminance=LuminanceRange(low, 1, 0.02), values=LocalValues(exposure=-1))
    # It asks the photo before adjustments: no slider moves it.
    for look in (Adjustments(), Adjustments(exposure=1.5)):
        changed = engine.render(small, replace(look, masks=(mask,))) != engine.render(small, look)
        assert changed[low < L].any(-1).mean() > 0.99
        assert not changed[low - 0.021 > L].any()


def test_a_range_of_colour_covers_what_is_of_that_colour(engine: Engine, small: Brightened) -> None:
    lab = rgb2lab(engine.render(small, Adjustments())) / 110
    at = np.unravel_index(np.hypot(lab[..., 1], lab[..., 2]).argmax(), lab.shape[:2])
    a, b = (float(value) for value in lab[at][1:])
    mask = Mask(MaskKind.COLOUR, colour=ColourRange(a, b, 0.1), values=LocalValues(saturation=0))
    masked = rgb2lab(engine.render(small, Adjustments(masks=[mask]))) / 110
    assert np.hypot(*masked[at][1:]) < 0.02
    far = np.hypot(lab[..., 1] - a, lab[..., 2] - b) > 0.13
    assert far.any()
    assert np.abs(masked[far] - lab[far]).max() < 0.01


def test_painting_that_follows_edges_stays_on_its_side(engine: Engine) -> None:
    """A brush over the edge between dark and bright covers the side of its middle alone."""
    pixels = np.full((80, 120, 3), 20, np.uint8)
    pixels[:, 60:] = 130
    brightened = engine.brighten(Photo.from_array(pixels))
    stroke = Stroke((Point(0.44, 0.2), Point(0.44, 0.8)), 0.12, 0.3)
    values = LocalValues(exposure=1)
    plain = Mask(MaskKind.BRUSH, strokes=(stroke,), values=values)
    base = engine.render(brightened, Adjustments()).astype(int)
    spilt, kept = (
        np.abs(engine.render(brightened, Adjustments(masks=[mask])) - base)[40, 61:66].mean()
        for mask in (plain, replace(plain, follows_edges=True))
    )
    assert kept < spilt / 3
    inside = engine.render(brightened, Adjustments(masks=[replace(plain, follows_edges=True)]))[40, 50:56]
    assert (inside > base[40, 50:56]).all()


@pytest.mark.parametrize("mask", _KINDS.values(), ids=_KINDS.keys())
def test_the_export_reduced_is_the_preview(
    engine: Engine, large: Brightened, mask: Mask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fullsize, "TILE", 96)
    monkeypatch.setattr(framing, "PIECE_PIXELS", 900)
    look = Adjustments(exposure=0.2, masks=[replace(mask, values=_MUCH)])
    preview = engine.render(large, look)
    full = engine.export(large, look)
    reduced = cv2.resize(full, preview.shape[1::-1], interpolation=cv2.INTER_AREA)
    without = engine.export(large, replace(look, masks=()))
    plain = cv2.resize(without, preview.shape[1::-1], interpolation=cv2.INTER_AREA)
    # Not farther apart than without a mask, where the preview is one of nearly the same pixels.
    own = _difference(plain, engine.render(large, replace(look, masks=()))).mean()
    effect = _difference(reduced, plain).mean()
    assert effect > 0.8
    assert _difference(reduced, preview).mean() < own + 0.15 * effect


@pytest.mark.parametrize("geometry", [Geometry(crop=Crop(0.2, 0.1, 0.5, 0.6)), Geometry(90, mirrored=True)])
def test_masks_stay_on_what_they_cover_when_a_photo_is_cropped_or_turned(
    engine: Engine, large: Brightened, geometry: Geometry
) -> None:
    several = [replace(mask, values=_MUCH) for mask in (_RADIAL, _KINDS["limited"], _KINDS["edges"])]
    look, framed = Adjustments(masks=several), Adjustments(masks=several, geometry=geometry)
    for make in (engine.render, engine.export):
        np.testing.assert_array_equal(make(large, framed), framing.cut(make(large, look), geometry))
    part = engine.render_region(large, look, Region(30, 20, 60, 50))
    assert np.abs(part.astype(int) - engine.export(large, look)[20:70, 30:90]).max() <= 1


def test_a_hand_that_drags_sees_masks_too(engine: Engine, small: Brightened) -> None:
    """Those of one rendering are not those of the next."""
    warm = Reference("warm", AbStatistics((0.1, 0.2), (0.02, 0.005, 0.03)))
    look = Adjustments(saturation=1.2, brightness=0.8, references=(warm,), exposure=0.2)
    engine.prepare_quick(small, look)
    for several in (
        (replace(_RADIAL, values=_MUCH),),
        (replace(_RADIAL, values=replace(_MUCH, highlights=-1)), replace(_LINEAR, values=_MUCH)),
        (replace(_RADIAL, values=_MUCH, inverted=True),),
        (),
    ):
        wanted = replace(look, masks=several)
        quick = engine.render_quick(small, wanted)
        assert quick is not None
        assert _difference(quick, engine.render(small, wanted)).mean() < 0.8


@pytest.fixture
def grainy(engine: Engine, dim_pixels: np.ndarray) -> Brightened:
    """A noisy photo that is larger than its working picture, which is large enough for blotches."""
    grain = 4 * np.random.default_rng(0).standard_normal(dim_pixels.shape)
    photo = Photo.from_array(np.clip(dim_pixels + grain, 0, 255).astype(np.uint8))
    return engine.brighten(photo, pixels=12_000)


@pytest.mark.parametrize(
    ("local", "base", "whole"),
    [
        # From what it is everywhere, by Auto or by hand, so far towards none or all.
        (LocalValues(luminance_noise=-1), {}, {"luminance_noise": 0.0}),
        (LocalValues(luminance_noise=1), {}, {"luminance_noise": 1.0}),
        (LocalValues(luminance_noise=-0.5), {"luminance_noise": 0.8}, {"luminance_noise": 0.4}),
        (LocalValues(luminance_noise=0.5), {"luminance_noise": 0.2}, {"luminance_noise": 0.6}),
        (LocalValues(colour_noise=-1), {"colour_noise": 0.9}, {"colour_noise": 0.0}),
        (LocalValues(colour_noise=1), {"colour_noise": 0.2}, {"colour_noise": 1.0}),
        (LocalValues(detail=-1), {}, {"detail": 0.0}),
        (
            LocalValues(detail=1, luminance_noise=-0.4),
            {"luminance_noise": 1.0},
            {"detail": 1, "luminance_noise": 0.6},
        ),
        (LocalValues(sharpen=0.7), {}, {"sharpen": 0.7}),
        (LocalValues(sharpen=-0.5), {"sharpen": 0.8}, {"sharpen": 0.4}),
    ],
)
def test_noise_and_detail_of_a_mask_are_those_of_the_whole_photo(
    engine: Engine,
    grainy: Brightened,
    local: LocalValues,
    base: dict[str, float],
    whole: dict[str, float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the preview, while a hand drags, and at full size, in pieces."""
    monkeypatch.setattr(framing, "PIECE_PIXELS", 900)
    plain, wanted = Adjustments(**base), Adjustments(**{**base, **whole})
    everywhere, half, nowhere = (
        replace(plain, masks=(replace(mask, values=local),))
        for mask in (_ALL, _LEFT, replace(_ALL, inverted=True))
    )
    engine.prepare_quick(grainy, plain)
    for make in (engine.render, engine.render_quick, engine.export):
        expected, before = make(grainy, wanted).astype(int), make(grainy, plain).astype(int)
        assert np.abs(make(grainy, everywhere) - expected).max() <= 1
        np.testing.assert_array_equal(make(grainy, nowhere), before)
        masked, middle = make(grainy, half), before.shape[1] // 2
        # Blotches are judged by the whole picture, which is the same; edges of pieces show nowhere.
        assert np.abs(masked[:, : middle - 4] - expected[:, : middle - 4]).max() <= 1
        assert np.abs(masked[:, middle + 4 :] - before[:, middle + 4 :]).max() <= 1
    assert (expected != before).any(), "at full size each does something"
    part = engine.render_region(grainy, half, Region(20, 10, 60, 50))
    np.testing.assert_array_equal(part, engine.export(grainy, half)[10:60, 20:80])
    # The order of their other values changes nothing of it, and a second mask goes on from the first.
    twice = replace(plain, masks=2 * everywhere.masks)
    thrice = replace(plain, masks=(*twice.masks, replace(_ALL, values=LocalValues(exposure=0.0))))
    np.testing.assert_array_equal(engine.render_quick(grainy, twice), engine.render_quick(grainy, thrice))


def test_a_hand_that_changes_a_masks_noise_sees_each_step(engine: Engine, grainy: Brightened) -> None:
    """What is held of one step is not taken for another's, nor that of a mask for another mask's."""
    engine.prepare_quick(grainy, Adjustments(masks=(replace(_LEFT, values=LocalValues(luminance_noise=-1)),)))
    for mask in (_LEFT, replace(_LEFT, inverted=True), replace(_LEFT, strength=0.5)):
        for values in (
            LocalValues(luminance_noise=-1),
            LocalValues(luminance_noise=-0.5, exposure=0.5),
            LocalValues(colour_noise=1, exposure=0.5),
            LocalValues(),
        ):
            look = Adjustments(masks=(replace(mask, values=values),))
            quick = engine.render_quick(grainy, look)
            assert quick is not None
            assert _difference(quick, engine.render(grainy, look)).mean() < 0.6


@pytest.mark.parametrize("kind", ["edges", "luminance", "colour", "limited"])
def test_masks_cover_the_same_whatever_noise_is_left(
    engine: Engine, dim_pixels: np.ndarray, kind: str
) -> None:
    """In the preview, while a hand drags, and at full size."""
    grain = 4 * np.random.default_rng(0).standard_normal((*dim_pixels.shape[:2], 1))
    photo = Photo.from_array(np.clip(dim_pixels + grain, 0, 255).astype(np.uint8))
    brightened = engine.brighten(photo, pixels=5_000)
    noisy = Adjustments(luminance_noise=0.0, colour_noise=1.0, detail=1.0, sharpen=1.0)
    engine.prepare_quick(brightened, noisy)
    for make in (engine.render, engine.render_quick, partial(engine.export, bit_depth=16)):
        lit, covers = True, []
        for look in (Adjustments(), noisy):
            masked = replace(look, masks=(replace(_KINDS[kind], values=LocalValues(exposure=1)),))
            before, after = (rgb2lab(make(brightened, each))[..., 0] / 100 for each in (look, masked))
            # Where a stop of light is added L becomes 2 L / (1 + L); darker, codes are too coarse to tell.
            covers.append((after - before) / (2 * before / (1 + before) - before).clip(1e-6))
            lit = lit & (before > 0.15)
        assert covers[0][lit].max() > 0.9
        assert np.abs(covers[1] - covers[0])[lit].max() < 0.1


def test_what_is_remembered_of_masks_ends_with_the_photo(engine: Engine, small: Brightened) -> None:
    """Another photo with the same masks is covered by its own light."""
    mask = replace(_KINDS["luminance"], values=_MUCH)
    first = engine.render(small, Adjustments(masks=[mask]))
    engine.forget(small.photo)
    np.testing.assert_array_equal(engine.render(small, Adjustments(masks=[mask])), first)
