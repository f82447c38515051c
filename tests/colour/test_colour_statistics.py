"""Style as statistics: maps that carry them, and the distance between them."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from ccnet_core.colour import AbMap, AbStatistics, TransferMethod, mix_maps, transfer_map, wasserstein

_METHODS = list(TransferMethod)
_IDENTITY = ((1.0, 0.0), (0.0, 1.0))
_means = st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))


@st.composite
def _statistics(draw: st.DrawFn) -> AbStatistics:
    """Spreads of a real photo, 1 to 33 units of a* and b*, correlated in any way."""
    sa, sb = draw(st.floats(1 / 110, 0.3)), draw(st.floats(1 / 110, 0.3))
    correlation = draw(st.floats(-0.9, 0.9))
    return AbStatistics(draw(_means), (sa * sa, correlation * sa * sb, sb * sb))


def _samples(statistics: AbStatistics, count: int = 4000) -> torch.Tensor:
    """ab (1, 2, 1, count) with exactly these statistics."""
    white = np.random.default_rng(0).standard_normal((2, count))
    white -= white.mean(axis=1, keepdims=True)
    white = np.linalg.solve(np.linalg.cholesky(white @ white.T / count), white)
    values = np.linalg.cholesky(statistics.matrix()) @ white + np.array(statistics.mean)[:, None]
    return torch.from_numpy(values).view(1, 2, 1, count)


def test_statistics_are_those_of_numpy() -> None:
    ab = torch.randn((2, 2, 7, 9), generator=torch.Generator().manual_seed(0))
    flat = ab.movedim(1, 0).reshape(2, -1).double().numpy()
    found = AbStatistics.of(ab)
    np.testing.assert_allclose(found.mean, flat.mean(axis=1))
    np.testing.assert_allclose(found.matrix(), np.cov(flat, bias=True))
    assert AbStatistics.of(torch.from_numpy(flat)) == found


@given(_statistics(), _statistics(), st.sampled_from(_METHODS))
def test_map_gives_the_source_the_statistics_of_the_target(
    source: AbStatistics, target: AbStatistics, method: TransferMethod
) -> None:
    style = transfer_map(source, target, method)
    gain = np.linalg.norm(style.A, ord=2)
    assume(gain < 5.9)
    found = AbStatistics.of(style(_samples(source)))
    np.testing.assert_allclose(found.mean, target.mean, atol=1e-9)
    # Both covariances are raised by the same small floor before the map is made: nothing else is missing.
    explained = (0.5 / 110) ** 2 * max(1, gain**2 - 1) + 1e-9
    np.testing.assert_allclose(np.diag(found.matrix()), np.diag(target.matrix()), rtol=0, atol=explained)
    if method is TransferMethod.MONGE_KANTOROVICH:
        np.testing.assert_allclose(found.matrix(), target.matrix(), rtol=0, atol=explained)


@given(_statistics(), _statistics())
def test_optimal_transport_is_symmetric_and_turns_no_colour_round(
    source: AbStatistics, target: AbStatistics
) -> None:
    matrix = np.array(transfer_map(source, target).A)
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-12)
    assert np.linalg.eigvalsh(matrix).min() > 0


@given(_statistics(), _statistics())
def test_reinhard_treats_each_axis_alone(source: AbStatistics, target: AbStatistics) -> None:
    (_, across_a), (across_b, _) = transfer_map(source, target, TransferMethod.REINHARD).A
    assert across_a == across_b == 0


@given(_statistics(), st.sampled_from(_METHODS))
def test_equal_statistics_give_the_identity(statistics: AbStatistics, method: TransferMethod) -> None:
    identity = transfer_map(statistics, statistics, method)
    np.testing.assert_allclose(identity.A, _IDENTITY, atol=1e-9)
    np.testing.assert_allclose(identity.t, (0, 0), atol=1e-9)


@given(_statistics(), _statistics())
def test_map_back_undoes_the_map(source: AbStatistics, target: AbStatistics) -> None:
    there, back = np.array(transfer_map(source, target).A), np.array(transfer_map(target, source).A)
    assume(max(np.linalg.eigvalsh(there).max(), np.linalg.eigvalsh(back).max()) < 5.9)
    np.testing.assert_allclose(back @ there, _IDENTITY, atol=1e-6)


@pytest.mark.parametrize("method", _METHODS)
def test_grey_source_gives_a_bounded_map(method: TransferMethod) -> None:
    grey = AbStatistics((0.0, 0.0), (0.0, 0.0, 0.0))
    vivid = AbStatistics((0.3, -0.2), (0.09, 0.02, 0.04))
    found = transfer_map(grey, vivid, method)
    assert np.isfinite(found.A).all()
    assert np.linalg.norm(found.A, ord=2) <= 6 + 1e-9
    np.testing.assert_allclose(found.t, vivid.mean)


@pytest.mark.parametrize("method", _METHODS)
def test_grey_target_takes_almost_all_colour(method: TransferMethod) -> None:
    grey = AbStatistics((0.0, 0.0), (0.0, 0.0, 0.0))
    found = transfer_map(AbStatistics((0.1, 0.1), (0.04, 0.0, 0.04)), grey, method)
    assert np.abs(found.A).max() < 0.03


def test_shift_before_brightening_is_smaller_by_the_gain() -> None:
    style = AbMap(((1.2, 0.1), (0.1, 0.8)), (0.2, -0.1))
    ab = torch.randn((1, 2, 3, 4), generator=torch.Generator().manual_seed(0))
    gain = torch.full((1, 1, 3, 4), 2.5)
    torch.testing.assert_close(style(ab, gain) * gain, style(ab * gain))


def test_map_is_rows_times_columns() -> None:
    found = AbMap(((1.0, 2.0), (3.0, 4.0)), (0.5, 0.25))(torch.tensor([10.0, 1.0]).view(1, 2, 1, 1))
    assert found.flatten().tolist() == [12.5, 34.25]


_MAPS = (
    AbMap(((1.0, 0.2), (0.2, 0.5)), (0.1, -0.3)),
    AbMap(((2.0, -0.1), (-0.1, 1.5)), (-0.2, 0.4)),
)


@given(st.floats(1e-3, 1e3))
def test_mix_of_one_map_is_that_map(weight: float) -> None:
    mixed = mix_maps(_MAPS[:1], [weight])
    np.testing.assert_allclose(mixed.A, _MAPS[0].A)
    np.testing.assert_allclose(mixed.t, _MAPS[0].t)


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.floats(1e-3, 1e3))
def test_only_the_proportion_of_weights_counts(first: float, second: float, scale: float) -> None:
    one, other = mix_maps(_MAPS, [first, second]), mix_maps(_MAPS, [scale * first, scale * second])
    np.testing.assert_allclose(one.A, other.A)
    np.testing.assert_allclose(one.t, other.t)


def test_mix_is_the_weighted_mean() -> None:
    mixed = mix_maps(_MAPS, [3, 1])
    np.testing.assert_allclose(mixed.A, ((1.25, 0.125), (0.125, 0.75)))
    np.testing.assert_allclose(mixed.t, (0.025, -0.125))


@pytest.mark.parametrize(("maps", "weights"), [((), ()), (_MAPS, (0, 0))])
def test_mix_of_nothing_is_refused(maps: tuple[AbMap, ...], weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="positive weight"):
        mix_maps(maps, weights)


@given(_statistics())
def test_distance_to_itself_is_zero(statistics: AbStatistics) -> None:
    assert wasserstein(statistics, statistics) == pytest.approx(0, abs=1e-7)


@given(_statistics(), _statistics())
def test_distance_is_symmetric_and_at_least_that_of_the_means(
    first: AbStatistics, second: AbStatistics
) -> None:
    distance = wasserstein(first, second)
    assert distance == pytest.approx(wasserstein(second, first), abs=1e-7)
    assert distance >= np.linalg.norm(np.subtract(first.mean, second.mean)) - 1e-9


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        (((0, 0), (0, 0, 0)), ((0.3, 0.4), (0, 0, 0)), 0.5),
        (((0, 0), (0.04, 0, 0.04)), ((0, 0), (0.01, 0, 0.01)), 0.1 * 2**0.5),
        (((0, 0), (0.09, 0, 0.01)), ((0, 0), (0.01, 0, 0.09)), 0.2 * 2**0.5),
        (((0.3, 0), (0.04, 0, 0)), ((0, 0), (0, 0, 0)), 0.13**0.5),
    ],
)
def test_known_distances(first: tuple, second: tuple, distance: float) -> None:
    assert wasserstein(AbStatistics(*first), AbStatistics(*second)) == pytest.approx(distance, abs=1e-8)


def test_statistics_survive_json() -> None:
    statistics = AbStatistics((0.1, -0.2), (0.04, 0.01, 0.09))
    assert AbStatistics.from_dict(json.loads(json.dumps(statistics.to_dict()))) == statistics


@pytest.mark.parametrize(
    "fields",
    [
        {},
        [],
        {"mean": [0, 0]},
        {"mean": [0], "covariance": [1, 0, 1]},
        {"mean": [0, 0], "covariance": [1, 0]},
        {"mean": ["a", 0], "covariance": [1, 0, 1]},
        {"mean": [0, 0], "covariance": None},
        {"mean": [10**400, 0], "covariance": [1, 0, 1]},
    ],
)
def test_what_is_no_statistics_is_refused(fields: object) -> None:
    with pytest.raises(ValueError, match="statistics"):
        AbStatistics.from_dict(fields)


@pytest.mark.parametrize(
    ("covariance", "told"),
    [
        ((-1, 0, 1), "a variance must not be negative, got -1"),
        ((1, 0, -1), "a variance must not be negative, got -1"),
        ((1, 2, 1), "a covariance of 2 is impossible"),
        ((1e-6, 3e-5, 1e-6), "a covariance of 3e-05 is impossible with variances of 1e-06 and 1e-06"),
        ((4e-4, -4.1e-4, 4e-4), "a covariance of -0.00041 is impossible"),
    ],
)
def test_impossible_covariances_are_refused(covariance: tuple[float, float, float], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        AbStatistics((0, 0), covariance)


@given(st.floats(1e-6, 1), st.floats(-1e3, 1e3))
def test_colours_in_a_line_have_statistics_in_spite_of_rounding(spread: float, slope: float) -> None:
    line = spread * torch.linspace(-1, 1, 101)
    measured = AbStatistics.of(torch.stack((line, slope * line)))
    assert AbStatistics.from_dict(json.loads(json.dumps(measured.to_dict()))) == measured


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_statistics_must_be_finite(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        AbStatistics((value, 0), (1, 0, 1))


def test_one_map_then_another_is_their_composition() -> None:
    first = AbMap(((1.2, 0.1), (0.1, 0.8)), (0.2, -0.1))
    second = AbMap(((0.5, -0.2), (0.3, 1.1)), (-0.3, 0.1))
    ab = torch.randn(1, 2, 3, 4, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(first.then(second)(ab), second(first(ab)))


def test_maps_in_a_row_stretch_no_more_than_one_may() -> None:
    strong = AbMap(((5.0, 0.0), (0.0, 1.0)), (0.0, 0.0))
    assert np.linalg.svd(np.asarray(strong.then(strong).A), compute_uv=False).max() == pytest.approx(6)
