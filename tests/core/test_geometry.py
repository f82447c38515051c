"""Which part of a photo is shown, and which way up: the value, and where it lies in a photo."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.adjustments import Adjustments
from ccnet_core.controls import DECLARED
from ccnet_core.framing import cut, cut_part, needed, whole
from ccnet_core.geometry import FLIPS, QUARTERS, WHOLE, Crop, Geometry, fitted, is_inside

_NUMBERED = np.arange(12 * 20 * 3, dtype=np.uint16).reshape(12, 20, 3)
"""Every sample is another."""


@st.composite
def crops(draw: st.DrawFn) -> Crop:
    """Any part, from a hundredth of a side up."""
    width, height = draw(st.floats(0.01, 1)), draw(st.floats(0.01, 1))
    left, top = draw(st.floats(0, 1)) * (1 - width), draw(st.floats(0, 1)) * (1 - height)
    return Crop(left, top, width, height)


geometries = st.builds(Geometry, st.sampled_from(QUARTERS), st.booleans(), st.floats(-45, 45), crops())


@given(geometries)
def test_four_quarter_turns_and_two_flips_change_nothing(geometry: Geometry) -> None:
    turned = geometry
    for _ in range(4):
        turned = turned.turned(90)
    assert turned == geometry
    assert geometry.turned(90).turned(-90) == geometry
    for flip in FLIPS:
        assert geometry.flipped(flip).flipped(flip) == geometry


@given(geometries)
def test_both_flips_are_half_a_turn(geometry: Geometry) -> None:
    assert geometry.flipped("horizontal").flipped("vertical") == geometry.turned(180)
    assert geometry.flipped("both") == geometry.turned(180)


@given(geometries)
def test_json_gives_an_equal_value(geometry: Geometry) -> None:
    adjustments = Adjustments(saturation=1.2, geometry=geometry)
    assert Adjustments.from_json(adjustments.to_json()) == adjustments


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (Geometry(rotation=90), np.rot90(_NUMBERED, -1)),
        (Geometry(rotation=180), np.rot90(_NUMBERED, 2)),
        (Geometry(rotation=270), np.rot90(_NUMBERED, 1)),
        (Geometry(mirrored=True), _NUMBERED[:, ::-1]),
        (Geometry().flipped("vertical"), _NUMBERED[::-1]),
        (Geometry().turned(90).flipped("horizontal"), np.rot90(_NUMBERED, -1)[:, ::-1]),
        (Geometry().flipped("horizontal").turned(90), np.rot90(_NUMBERED[:, ::-1], -1)),
        (Geometry(crop=Crop(0.25, 0.5, 0.5, 0.25)), _NUMBERED[6:9, 5:15]),
        (Geometry(rotation=90, crop=Crop(0.25, 0.5, 0.5, 0.25)), np.rot90(_NUMBERED, -1)[10:15, 3:9]),
        (Geometry(crop=Crop(0.999, 0.999, 0.001, 0.001)), _NUMBERED[11:, 19:]),
    ],
)
def test_quarter_turns_flips_and_crops_are_exact_copies(geometry: Geometry, expected: np.ndarray) -> None:
    np.testing.assert_array_equal(cut(_NUMBERED, geometry), expected)
    np.testing.assert_array_equal(cut(_NUMBERED[..., 0], geometry), expected[..., 0])
    assert geometry.size(12, 20) == expected.shape[:2]


@given(st.sampled_from(QUARTERS), st.booleans(), st.sampled_from(FLIPS), st.integers(0, 3))
def test_turning_what_is_shown_turns_its_pixels(rotation: int, mirrored: bool, flip: str, turns: int) -> None:
    geometry = Geometry(rotation, mirrored, crop=Crop(0.25, 0.25, 0.5, 0.75))
    shown = cut(_NUMBERED, geometry)
    np.testing.assert_array_equal(cut(_NUMBERED, geometry.turned(90 * turns)), np.rot90(shown, -turns))
    flipped = {"horizontal": shown[:, ::-1], "vertical": shown[::-1], "both": shown[::-1, ::-1]}[flip]
    np.testing.assert_array_equal(cut(_NUMBERED, geometry.flipped(flip)), flipped)


def test_a_photo_that_is_shown_as_it_is_is_not_copied() -> None:
    assert cut(_NUMBERED, Geometry()) is _NUMBERED


@given(crops(), st.floats(-45, 45), st.floats(0.2, 5))
def test_the_frame_never_leaves_the_turned_photo(crop: Crop, angle: float, shape: float) -> None:
    inside = fitted(crop, angle, shape)
    assert is_inside(inside, angle, shape)
    # Its shape stays, and what lies inside is left alone.
    assert inside.width * crop.height == pytest.approx(crop.width * inside.height)
    if is_inside(crop, angle, shape):
        assert inside == pytest.approx(crop, abs=1e-5)


@given(geometries, st.integers(1, 90), st.integers(1, 90))
def test_what_is_shown_lies_in_the_photo(geometry: Geometry, height: int, width: int) -> None:
    frame = geometry.frame(height, width)
    rows, columns = frame.size
    # A frame narrower than a pixel is one.
    slack = 0.51 if min(frame.size) > 1 else 1
    for x, y in ((0, 0), (columns, 0), (0, rows), (columns, rows)):
        across, down = frame.to_photo(x, y)
        assert -slack <= across <= width + slack
        assert -slack <= down <= height + slack
    for side, length in zip(needed(frame, whole(frame)), (height, width), strict=True):
        assert 0 <= side.start < side.stop <= length
    assert cut(np.zeros((height, width, 3), np.uint8), geometry).shape == (*frame.size, 3)


@pytest.mark.parametrize("angle", [-30.0, -3.0, 10.0, 45.0])
def test_straightening_all_of_a_photo_keeps_the_largest_frame_of_its_shape(angle: float) -> None:
    """The closed form: shorter side / (longer sine + shorter cosine), for the factor of both sides."""
    sine, cosine = abs(math.sin(math.radians(angle))), math.cos(math.radians(angle))
    factor = 400 / (600 * sine + 400 * cosine)
    expected = round(400 * factor), round(600 * factor)
    assert Geometry(straighten=angle).size(400, 600) == pytest.approx(expected, abs=1)


def test_a_straightened_picture_shows_what_lies_there() -> None:
    """Of a picture whose value is its place, every pixel tells where it was taken from."""
    y, x = np.mgrid[0:200, 0:300].astype(np.float32)
    places = np.dstack([x, y, x + y])
    for geometry in (
        Geometry(straighten=7.5),
        Geometry(rotation=90, straighten=-20, crop=Crop(0.3, 0.4, 0.3, 0.2)),
        Geometry(mirrored=True, straighten=33, crop=Crop(0.5, 0.1, 0.4, 0.4)),
    ):
        frame = geometry.frame(200, 300)
        shown = cut(places, geometry)
        rows, columns = frame.size
        for row, column in ((0, 0), (rows // 2, columns // 3), (rows - 1, columns - 1)):
            expected = frame.to_photo(column + 0.5, row + 0.5)
            assert shown[row, column, :2] == pytest.approx([value - 0.5 for value in expected], abs=0.1)


def test_straightening_turns_the_picture_clockwise() -> None:
    """A line that falls to the left by ten degrees is level after ten."""
    y, x = np.mgrid[0:300, 0:400]
    below = (y - 150) > -(x - 200) * math.tan(math.radians(10))
    level = cut(np.where(below, 255, 0).astype(np.uint8), Geometry(straighten=10))
    middle = level.shape[0] // 2
    assert level[: middle - 2].max() < 10
    assert level[middle + 2 :].min() > 245


def test_a_part_of_what_is_shown_is_that_part() -> None:
    pixels = np.random.default_rng(3).integers(0, 255, (80, 120, 3), np.uint8)
    for geometry in (Geometry(rotation=270, crop=Crop(0.1, 0.2, 0.7, 0.6)), Geometry(straighten=12)):
        frame = geometry.frame(80, 120)
        part = slice(5, 30), slice(8, 41)
        np.testing.assert_array_equal(cut_part(pixels, frame, part), cut(pixels, geometry)[part])


@given(geometries, st.integers(8, 60), st.integers(8, 60))
def test_a_size_that_is_given_shows_the_same_part(geometry: Geometry, height: int, width: int) -> None:
    rows, columns = geometry.size(height, width)
    size = rows, max(1, columns - 1)
    frame = geometry.frame(height, width, size)
    assert frame.size == size
    middle, own = (f.to_photo(f.size[1] / 2, f.size[0] / 2) for f in (frame, geometry.frame(height, width)))
    assert math.dist(middle, own) <= 1.5


_HOSTILE: list[Any] = [math.nan, math.inf, 10**400, True, "1", None, [], {}]


@pytest.mark.parametrize("value", [*_HOSTILE, -45.1, 46])
def test_no_such_angle(value: Any) -> None:
    with pytest.raises(ValueError, match="straighten must"):
        Geometry(straighten=value)


@pytest.mark.parametrize("value", [45, -90, 360, *_HOSTILE])
def test_no_such_rotation(value: Any) -> None:
    with pytest.raises(ValueError, match="rotation must be"):
        Geometry(rotation=value)


@pytest.mark.parametrize("value", [0, 1, "true", None])
def test_mirrored_is_true_or_false(value: Any) -> None:
    with pytest.raises(ValueError, match="mirrored must be"):
        Geometry(mirrored=value)


@pytest.mark.parametrize(
    "value",
    [
        *_HOSTILE,
        (0, 0, 1),
        (0, 0, 1, 1, 1),
        (0, 0, 0, 1),
        (0, 0, 1, 1e-12),
        (-0.1, 0, 1, 1),
        (1, 0, 0.1, 1),
        (0.5, 0, 0.6, 1),
        (0, 0.5, 1, 0.6),
        (0, 0, math.nan, 1),
        (0, 0, 1, "1"),
        {"left": 0},
    ],
)
def test_no_such_crop(value: Any) -> None:
    with pytest.raises(ValueError, match="crop"):
        Geometry(crop=value)


def test_no_such_flip() -> None:
    with pytest.raises(ValueError, match="flip must be one of horizontal, vertical, both"):
        Geometry().flipped("sideways")


@pytest.mark.parametrize(
    "geometry",
    [[], "crop", 3, None, {"zoom": 2}, {"crop": [0, 0, 2, 1]}, {"rotation": 45}, {"crop": [[0], 0, 1, 1]}],
)
def test_files_with_no_such_geometry_are_refused(geometry: Any) -> None:
    values = json.loads(Adjustments().to_json()) | {"geometry": geometry}
    with pytest.raises(ValueError, match=r"geometry|crop|rotation"):
        Adjustments.from_json(json.dumps(values))


def test_files_of_earlier_versions_have_no_geometry() -> None:
    values = json.loads(Adjustments(saturation=1.3).to_json())
    for name in (
        "geometry",
        "curve",
        "mixer",
        "looks",
        "masks",
        *(declared.name for declared in DECLARED if declared.schema > 3),
    ):
        del values[name]
    values["schema"] = 3
    assert Adjustments.from_json(json.dumps(values)) == Adjustments(saturation=1.3)
    values["geometry"] = {}
    with pytest.raises(ValueError, match="geometry"):
        Adjustments.from_json(json.dumps(values))


def test_adjustments_of_another_photo_leave_the_geometry() -> None:
    own = Adjustments(geometry=Geometry(rotation=90))
    assert Adjustments(saturation=1.3).over(own) == Adjustments(saturation=1.3, geometry=own.geometry)
    cropped = Adjustments(geometry=Geometry(crop=Crop(0, 0, 0.5, 0.5)))
    assert cropped.over(own) == cropped
    assert own.of_whole == Adjustments()


def test_the_network_knows_nothing_of_it() -> None:
    geometry = Geometry(rotation=90, straighten=3, crop=Crop(0, 0, 0.5, 0.5))
    assert Adjustments(geometry=geometry).for_network == Adjustments().for_network
    assert Geometry(crop=WHOLE).is_neutral
    assert not geometry.is_neutral
