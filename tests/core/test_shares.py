"""A mix in shares of a hundred: they add up, and one that is moved leaves the others their relation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.shares import percent_shares, with_share

weights = st.lists(st.one_of(st.just(0.0), st.floats(0.01, 1e6)), min_size=1, max_size=9)


@given(weights)
def test_shares_of_whatever_weighs_anything_come_to_a_hundred(mix: list[float]) -> None:
    shares = percent_shares(mix)
    assert sum(shares) == (100 if any(mix) else 0)
    for share, weight in zip(shares, mix, strict=True):
        assert abs(share - 100 * weight / (sum(mix) or 1)) < 1


def test_what_rounding_leaves_goes_to_the_largest_remainders() -> None:
    assert percent_shares([1, 1, 1]) == [34, 33, 33]
    assert percent_shares([2, 1]) == [67, 33]
    assert percent_shares([1.5, 0.5]) == [75, 25]
    assert percent_shares([0, 3]) == [0, 100]


@given(weights.filter(lambda mix: len(mix) > 1), st.integers(0, 8), st.integers(0, 100))
def test_one_gets_its_share_and_the_others_keep_their_relation(
    mix: list[float], index: int, percent: int
) -> None:
    index %= len(mix)
    mixed = with_share(mix, index, percent / 100)
    assert sum(mixed) == pytest.approx(len(mix))
    assert mixed[index] == pytest.approx(len(mix) * percent / 100)
    others = [weight for i, weight in enumerate(mix) if i != index]
    after = [weight for i, weight in enumerate(mixed) if i != index]
    if any(others) and percent < 100:
        for before, now in zip(others, after, strict=True):
            assert now / sum(after) == pytest.approx(before / sum(others))
    assert percent_shares(mixed)[index] == percent


def test_the_others_of_one_that_was_all_divide_equally_what_it_gives() -> None:
    assert with_share([1, 0, 0], 0, 0.4) == pytest.approx([1.2, 0.9, 0.9])
    assert with_share([0.0], 0, 0.7) == [1.0]
    assert with_share([1.0], 0, 0.0) == [0.0]
