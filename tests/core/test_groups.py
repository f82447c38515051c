"""Groups of adjustments that are taken from one photo to others."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.adjustments import Adjustments
from ccnet_core.geometry import Geometry
from ccnet_core.groups import OF_PLACES, USUAL, Group, names_in, taken_over

_OTHER = Adjustments(exposure=1.0, temperature=0.4, saturation=1.5, geometry=Geometry(rotation=90))


def test_every_adjustment_is_in_one_group() -> None:
    counts = Counter(name for group in Group for name in names_in(group))
    assert counts == Counter(field.name for field in fields(Adjustments))
    assert frozenset(Group) == USUAL | OF_PLACES


@given(st.sets(st.sampled_from(Group)))
def test_what_is_in_the_groups_is_taken_and_all_else_stays(groups: set[Group]) -> None:
    own = Adjustments(contrast=0.2, tint=-0.3)
    taken = taken_over(own, _OTHER, groups)
    for group in Group:
        source = _OTHER if group in groups else own
        assert all(getattr(taken, name) == getattr(source, name) for name in names_in(group))


@pytest.mark.parametrize("own", [Adjustments(), Adjustments(exposure=-2)])
def test_all_groups_are_all_of_it(own: Adjustments) -> None:
    assert taken_over(own, _OTHER, Group) == _OTHER
    assert taken_over(own, _OTHER, ()) == own
    assert taken_over(own, _OTHER, USUAL) == replace(_OTHER, geometry=own.geometry)
