"""Masks: what they hold, how they are kept, and what they cover of a photo."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.adjustments import Adjustments
from ccnet_core.controls import CONTROLS, LOCAL_DETAIL, LOCAL_STYLE
from ccnet_core.coverage import Painted, add_stroke, cover_of
from ccnet_core.geometry import Crop, Geometry
from ccnet_core.masks import (
    LOCAL_CONTROLS,
    MOST_MASKS,
    MOST_POINTS,
    MOST_POINTS_OF_ALL,
    MOST_STROKES,
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

_places = st.builds(Point, st.floats(-1, 2), st.floats(-1, 2))
_shares = st.floats(0, 1)
_linear = st.builds(lambda start, way: Linear(start, Point(0.5 + way, 0.5)), _places, st.floats(0.6, 1.4))
_radial = st.builds(
    Radial, _places, st.tuples(st.floats(0.01, 1), st.floats(0.01, 1)), st.floats(-180, 180), _shares
)
_strokes = st.builds(
    Stroke, st.lists(_places, min_size=1, max_size=5), st.floats(0.01, 0.5), _shares, st.booleans()
)
_values = st.builds(
    LocalValues, **{control.name: st.floats(control.low, control.high) for control in LOCAL_CONTROLS}
)
_luminances = st.builds(
    lambda one, other, soft: LuminanceRange(min(one, other), max(one, other), soft), _shares, _shares, _shares
)
_colours = st.builds(ColourRange, st.floats(-1, 1), st.floats(-1, 1), st.floats(0.01, 1))


@st.composite
def masks(draw: st.DrawFn) -> Mask:
    """Any of any kind."""
    kind = draw(st.sampled_from(MaskKind))
    shapes: dict[MaskKind, Any] = {MaskKind.LINEAR: _linear, MaskKind.RADIAL: _radial}
    needs_light, needs_colour = kind is MaskKind.LUMINANCE, kind is MaskKind.COLOUR
    return Mask(
        kind,
        draw(shapes.get(kind, st.none())),
        tuple(draw(st.lists(_strokes, max_size=2))),
        draw(_luminances if needs_light else st.none() | _luminances),
        draw(_colours if needs_colour else st.none() | _colours),
        *(draw(st.booleans()) for _ in range(3)),
        draw(_shares),
        draw(_values),
        draw(st.text(max_size=80)),
    )


_RADIAL = Mask(MaskKind.RADIAL, Radial(Point(0.5, 0.5), (0.25, 0.125), softness=0.5))
_LINEAR = Mask(MaskKind.LINEAR, Linear(Point(0.25, 0.5), Point(0.75, 0.5)))
_BRUSH = Mask(MaskKind.BRUSH, strokes=(Stroke((Point(0.25, 0.5), Point(0.75, 0.5)), 0.1, 0.5),))


@given(st.lists(masks(), max_size=3))
def test_json_gives_equal_masks(several: list[Mask]) -> None:
    adjustments = Adjustments(exposure=0.5, masks=several)
    assert Adjustments.from_json(adjustments.to_json()) == adjustments
    assert hash(adjustments) == hash(Adjustments.from_json(adjustments.to_json()))


def test_local_values_are_those_of_the_controls() -> None:
    """A mask changes nothing at first, and a value is what the control of its name can be."""
    known = {control.name: control for control in (*CONTROLS, LOCAL_STYLE, *LOCAL_DETAIL)}
    for control in LOCAL_CONTROLS:
        assert control is known[control.name]
        assert getattr(LocalValues(), control.name) == control.neutral
        with pytest.raises(ValueError, match=f"{control.name} must lie between"):
            LocalValues(**{control.name: control.high + 1})
    assert {control.name for control in LOCAL_DETAIL} < {control.name for control in CONTROLS}
    assert not replace(_RADIAL).acts
    assert replace(_RADIAL, values=LocalValues(luminance_noise=-0.5)).acts
    assert replace(_RADIAL, values=LocalValues(exposure=1)).acts
    assert not replace(_RADIAL, values=LocalValues(exposure=1), shown=False).acts
    assert not replace(_RADIAL, values=LocalValues(exposure=1), strength=0).acts


def test_a_name_is_one_visible_line() -> None:
    assert replace(_RADIAL, name=" the\nface \ud800 " + "x" * 90).name == "the face " + "x" * 50


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "lacks kind"),
        ([], "must be an object"),
        ({"kind": "square"}, "kind must be one of"),
        ({"kind": "radial"}, "cannot have that shape"),
        ({"kind": "radial", "shape": {"centre": [0, 0]}}, "lacks radii"),
        ({"kind": "radial", "shape": {"centre": [0, 0], "radii": [0, 1]}}, "radii must lie between"),
        ({"kind": "radial", "shape": {"centre": [0], "radii": [1, 1]}}, "centre must be two numbers"),
        ({"kind": "radial", "shape": {"centre": [0, math.nan], "radii": [1, 1]}}, "centre must lie between"),
        ({"kind": "linear", "shape": {"start": [0, 0], "end": [0, 0]}}, "must not be the same place"),
        ({"kind": "linear", "shape": {"start": [0, 10**400], "end": [0, 0]}}, "start must lie between"),
        ({"kind": "brush", "shape": {"centre": [0, 0], "radii": [1, 1]}}, "cannot have that shape"),
        ({"kind": "luminance"}, "needs a range of luminance"),
        ({"kind": "luminance", "luminance": {"low": 0.6, "high": 0.4}}, "low must not be above high"),
        ({"kind": "colour"}, "needs a range of colour"),
        ({"kind": "colour", "colour": {"a": 0}}, "lacks b"),
        ({"kind": "brush", "inverted": 1}, "inverted must be true or false"),
        ({"kind": "brush", "strength": 2}, "strength must lie between"),
        ({"kind": "brush", "name": 3}, "name must be text"),
        ({"kind": "brush", "shadow": 1}, "unknown entries shadow"),
        ({"kind": "brush", "values": {"exposure": True}}, "exposure must be a number"),
        ({"kind": "brush", "values": {"brightness": 1}}, "unknown entries brightness"),
        ({"kind": "brush", "strokes": {}}, "strokes must be a list"),
        ({"kind": "brush", "strokes": [{}] * (MOST_STROKES + 1)}, "strokes must be a list"),
        ({"kind": "brush", "strokes": [{"points": "0,0"}]}, "lacks radius"),
        ({"kind": "brush", "strokes": [{"points": [0, 0], "radius": 0.1}]}, "must be text"),
        ({"kind": "brush", "strokes": [{"points": "0;0", "radius": 0.1}]}, "must be written as"),
        ({"kind": "brush", "strokes": [{"points": "0,0.1.2", "radius": 0.1}]}, "could not convert|must be"),
        ({"kind": "brush", "strokes": [{"points": "", "radius": 0.1}]}, "1 to 5000 points"),
        (
            {"kind": "brush", "strokes": [{"points": "0,0 " * (MOST_POINTS + 1), "radius": 0.1}]},
            "1 to 5000 points",
        ),
    ],
)
def test_what_is_no_mask_is_refused_by_its_number(values: object, told: str) -> None:
    document = json.loads(Adjustments(masks=[_RADIAL]).to_json())
    document["masks"].append(values)
    with pytest.raises(ValueError, match=f"mask 2: .*({told})"):
        Adjustments.from_json(json.dumps(document))


def test_their_number_is_bounded() -> None:
    stroke = Stroke([Point(0, 0)] * MOST_POINTS, 0.1)
    many = replace(_BRUSH, strokes=[stroke] * (MOST_POINTS_OF_ALL // MOST_POINTS))
    assert Adjustments(masks=[many]).masks == (many,)
    with pytest.raises(ValueError, match="points at most"):
        Adjustments(masks=[many, _BRUSH])
    with pytest.raises(ValueError, match="32 masks at most, got 33"):
        Adjustments(masks=[_RADIAL] * (MOST_MASKS + 1))
    for masks_of_file in ({}, [{"kind": "brush"}] * (MOST_MASKS + 1)):
        with pytest.raises(ValueError, match=r"masks must be a list|masks at most"):
            Adjustments.from_json(json.dumps({"schema": 7, "masks": masks_of_file}))


def test_an_older_schema_has_none() -> None:
    assert Adjustments.from_json('{"schema": 6, "exposure": 1}') == Adjustments(exposure=1)
    with pytest.raises(ValueError, match="unknown entries masks"):
        Adjustments.from_json('{"schema": 6, "masks": []}')


def test_a_preset_leaves_the_masks_of_a_photo_unless_it_has_some() -> None:
    own = Adjustments(geometry=Geometry(crop=Crop(width=0.5)), masks=[_RADIAL])
    assert Adjustments(exposure=1).over(own) == replace(own, exposure=1)
    assert Adjustments(masks=[_LINEAR]).over(own).masks == (_LINEAR,)
    assert replace(own, exposure=1).of_any_photo == Adjustments(exposure=1)


def test_a_linear_gradient_falls_from_its_start_to_its_end() -> None:
    cover = cover_of(_LINEAR, (40, 80))
    assert cover.shape == (40, 80)
    np.testing.assert_array_equal(cover, np.broadcast_to(cover[:1], cover.shape))
    assert (cover[:, :20] == 1).all()
    assert (cover[:, 60:] == 0).all()
    # Half of it in the middle, symmetrical about it, and falling all the way.
    np.testing.assert_allclose(cover[0] + cover[0, ::-1], 1, atol=1e-6)
    assert (np.diff(cover[0, 20:60]) < 0).all()
    np.testing.assert_allclose(cover[0, 30], 3 * 0.7375**2 - 2 * 0.7375**3, atol=1e-5)


def test_a_gradient_across_a_corner_is_level_across_itself_in_pixels() -> None:
    """Places are shares of both sides, yet its lines of equal cover stand at right angles to it."""
    mask = Mask(MaskKind.LINEAR, Linear(Point(0.25, 0.25), Point(0.5, 0.75)))
    cover = cover_of(mask, (100, 200))
    # From (50, 25) to (100, 75): along (1, -1) nothing changes.
    assert cover[50, 75] == pytest.approx(cover[40, 85], abs=1e-6) == pytest.approx(cover[60, 65], abs=1e-6)


@pytest.mark.parametrize("size", [(90, 120), (120, 90)])
def test_a_radial_gradient_is_an_ellipse_of_its_radii(size: tuple[int, int]) -> None:
    cover = cover_of(_RADIAL, size)
    inside = np.argwhere(cover > 0)
    # Radii are shares of the longer side, whichever that is: 30 by 15 pixels.
    assert np.ptp(inside[:, 1]) + 1 == pytest.approx(60, abs=2)
    assert np.ptp(inside[:, 0]) + 1 == pytest.approx(30, abs=2)
    assert cover[size[0] // 2, size[1] // 2] == 1
    assert cover[size[0] // 2, size[1] // 2 + 22] == pytest.approx(0.5, abs=0.06)


def test_a_radial_gradient_turns_clockwise() -> None:
    steep = replace(_RADIAL, shape=replace(_RADIAL.shape, angle=90))
    np.testing.assert_allclose(cover_of(steep, (80, 80)), cover_of(_RADIAL, (80, 80)).T, atol=1e-5)
    turned = replace(_RADIAL, shape=replace(_RADIAL.shape, angle=45))
    cover = cover_of(turned, (80, 80))
    assert cover[50, 50] > 0.5 > cover[50, 30]


def test_a_stroke_is_as_wide_as_its_brush_and_fades_out() -> None:
    cover = cover_of(_BRUSH, (100, 100))
    column = cover[:, 50]
    assert np.count_nonzero(column) == pytest.approx(20, abs=2)
    assert (column[46:54] == 1).all()
    assert 0 < column[41] < column[43] < 1
    # Its ends are round.
    assert cover[50, 16] > 0 == cover[50, 14] == cover[42, 17]


def test_erasing_takes_painting_away_and_painting_gradients_adds() -> None:
    rubber = Stroke((Point(0.5, 0.5),), 0.2, 0.0, erases=True)
    erased = replace(_BRUSH, strokes=(*_BRUSH.strokes, rubber))
    assert cover_of(erased, (100, 100))[50, 50] == 0
    assert cover_of(erased, (100, 100))[50, 25] == 1
    again = replace(erased, strokes=(*erased.strokes, *_BRUSH.strokes))
    assert cover_of(again, (100, 100))[50, 50] == 1
    added = replace(_LINEAR, strokes=(Stroke((Point(0.9, 0.5),), 0.05),))
    assert cover_of(added, (100, 100))[50, 90] == 1
    holed = replace(_LINEAR, strokes=(Stroke((Point(0.1, 0.5),), 0.05, erases=True),))
    assert cover_of(holed, (100, 100))[50, 10] == 0


def test_painting_on_gives_what_painting_at_once_gives() -> None:
    """The window adds strokes to what it shows; the engine makes all of them anew."""
    strokes = (_BRUSH.strokes[0], Stroke((Point(0.5, 0.2), Point(0.4, 0.9)), 0.07, 1.0))
    shown = np.zeros((60, 90), np.float32)
    for stroke in strokes:
        add_stroke(shown, stroke, shown.shape)
    np.testing.assert_array_equal(shown, cover_of(replace(_BRUSH, strokes=strokes), shown.shape))


@given(masks(), st.integers(0, 30), st.integers(1, 20), st.integers(0, 40), st.integers(1, 20))
def test_a_part_is_that_part_of_the_whole(mask: Mask, y: int, height: int, x: int, width: int) -> None:
    part = slice(y, y + height), slice(x, x + width)
    whole = cover_of(mask, (50, 60))
    np.testing.assert_allclose(cover_of(mask, (50, 60), part), whole[part], atol=1e-5)
    assert whole.min() >= 0
    assert whole.max() <= 1
    assert whole.dtype == np.float32


@pytest.mark.parametrize("mask", [_RADIAL, _LINEAR, _BRUSH])
def test_it_covers_the_same_at_every_size(mask: Mask) -> None:
    small, large = cover_of(mask, (60, 80)), cover_of(mask, (240, 320))
    reduced = cv2.resize(large, (80, 60), interpolation=cv2.INTER_AREA)
    assert np.abs(reduced - small).max() < 0.03


_NEAR = st.floats(-0.2, 1.2)


@given(
    st.lists(
        st.builds(
            Stroke,
            st.lists(st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2)), min_size=1, max_size=4).map(
                tuple
            ),
            st.sampled_from((0.02, 0.06, 0.15)),
            st.floats(0, 1),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 5),
    st.booleans(),
    st.integers(0, 99),
)
def test_strokes_that_are_added_cover_what_all_of_them_at_once_do(
    strokes: list[Stroke], first: int, edges: bool, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    L = np.kron(chance.uniform(0, 1, (6, 9)), np.ones((12, 12))).astype(np.float32)
    L += chance.normal(0, 0.01, L.shape).astype(np.float32)
    mask = Mask(MaskKind.BRUSH, strokes=strokes, follows_edges=edges)
    at_once = Painted.of(mask, L).cover
    begun = Painted.of(replace(mask, strokes=strokes[:first]), L)
    kept = begun.cover.copy()
    np.testing.assert_allclose(Painted.of(mask, L, begun).cover, at_once, atol=2e-4)
    np.testing.assert_array_equal(begun.cover, kept)
    # What is no beginning of it is not gone on from.
    other = Painted.of(replace(mask, strokes=(Stroke((Point(0.5, 0.5),), 0.4), *strokes[1:])), L)
    np.testing.assert_array_equal(Painted.of(mask, L, other).cover, at_once)
    assert hash(mask) == hash(Mask.from_dict(mask.to_dict()))
