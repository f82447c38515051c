"""Tone curves as values: what goes through the points, and what is refused."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from ccnet_samples import point_lists
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.adjustments import SCHEMA, Adjustments
from ccnet_core.tone_curve import CURVES, IDENTITY, ToneCurve

_GREY = np.linspace(0, 1, 1001)


@given(point_lists())
def test_a_curve_passes_its_points_and_leaves_none_of_them_behind(points: tuple) -> None:
    curve = ToneCurve(luminance=points)
    drawn = curve.luminance
    for x, y in drawn:
        assert curve.values("luminance", x) == pytest.approx(y, abs=1e-9)
    for left, right in pairwise(drawn):
        between = curve.values("luminance", np.linspace(left.x, right.x, 50))
        # It rises where its points do, falls where they do, and passes neither.
        assert np.all(np.diff(between) * np.sign(right.y - left.y) >= -1e-12)
        assert min(left.y, right.y) - 1e-9 <= between.min() <= between.max() <= max(left.y, right.y) + 1e-9
    for end, beyond in ((drawn[0], [0, drawn[0].x]), (drawn[-1], [drawn[-1].x, 1])):
        np.testing.assert_allclose(curve.values("luminance", beyond), end.y, atol=1e-12)
    table = curve.table("luminance")
    np.testing.assert_allclose(table, curve.values("luminance", np.linspace(0, 1, len(table))), atol=1e-6)


def test_reference_values_of_fritsch_and_carlson() -> None:
    # Slopes 1/2 and 3/2 meet in the mean, 1: the cubic of the first half is 0.25 t + 0.25 (t^3 - t^2) in
    # t = 2 x, by the definition of Hermite splines.
    curve = ToneCurve(red=((0, 0), (0.5, 0.25), (1, 1)))
    t = 0.5
    first = 0.25 * t + 0.25 * (t**3 - t**2)
    assert curve.values("red", 0.25) == pytest.approx(first)
    # A steep step after a level one: the level one stays level.
    stepped = ToneCurve(red=((0, 0), (0.4, 0), (0.6, 1), (1, 1)))
    np.testing.assert_array_equal(stepped.values("red", [0.1, 0.4, 0.8]), [0, 0, 1])
    assert stepped.values("red", 0.5) == pytest.approx(0.5)


@pytest.mark.parametrize("points", [IDENTITY, ((0, 0), (0.25, 0.25), (0.7, 0.7), (1, 1))])
def test_points_on_the_diagonal_change_nothing(points: tuple) -> None:
    curve = ToneCurve(luminance=points, blue=points)
    assert curve.is_neutral
    np.testing.assert_allclose(curve.values("blue", _GREY), _GREY, atol=1e-12)
    assert not ToneCurve(green=((0.1, 0.1), (1, 1))).is_neutral


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ([], "needs two points or more"),
        ([(0, 0)], "needs two points or more"),
        ([(k / 16, 0) for k in range(17)], "16 points at most"),
        ([(0, 0), (0.5, 0.2), (0.5, 0.3)], "must ascend by 0.004 or more, got 0.5 and 0.5"),
        ([(0.5, 0), (0.1, 1)], "must ascend"),
        ([(0, 0), (1, 1.01)], "must lie between 0 and 1, got 1.01"),
        ([(0, 0), (1, float("nan"))], "must lie between 0 and 1, got nan"),
        ([(0, 0), (1, True)], "must be two numbers, got True"),
        ([(0, 0), (1, "1")], "must be two numbers, got 1"),
        ([(0, 0), (1, 10**400)], "must lie between 0 and 1, got 1000"),
        ([(0, 0), (1,)], "must be two numbers"),
        ([0, 1], "must be two numbers"),
        ("0,0;1,1", "must be a list of points"),
        ({}, "must be a list of points"),
        (None, "must be a list of points"),
    ],
    ids=str,
)
def test_what_is_no_curve_is_refused_by_its_name(points: object, told: str) -> None:
    with pytest.raises(ValueError, match=told) as raised:
        Adjustments.from_json(json.dumps({"schema": SCHEMA, "curve": {"green": points}}))
    assert "green" in str(raised.value)


@pytest.mark.parametrize(
    ("curve", "told"),
    [([], "curve must be an object"), ({"cyan": []}, "unknown entries cyan"), (3, "must be an object")],
)
def test_what_is_no_set_of_curves_is_refused(curve: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Adjustments.from_json(json.dumps({"schema": SCHEMA, "curve": curve}))


@given(st.sampled_from(CURVES), point_lists())
def test_curves_survive_json_and_old_files_have_none(name: str, points: tuple) -> None:
    adjustments = Adjustments(curve=ToneCurve().with_points(name, points))
    assert Adjustments.from_json(adjustments.to_json()) == adjustments
    assert hash(Adjustments.from_json(adjustments.to_json())) == hash(adjustments)
    values = json.loads(adjustments.to_json()) | {"schema": 5}
    with pytest.raises(ValueError, match=r"unknown entries .*curve"):
        Adjustments.from_json(json.dumps(values))


def test_the_curve_of_luminance_is_light_and_those_of_channels_are_colour() -> None:
    curved = ToneCurve(luminance=((0, 0.1), (1, 1)), red=((0, 0.1), (1, 1)))
    colours = Adjustments(curve=curved).with_tone_of(Adjustments())
    assert colours.curve == ToneCurve(red=curved.red)
    assert Adjustments().with_tone_of(Adjustments(curve=curved)).curve == ToneCurve(
        luminance=curved.luminance
    )
