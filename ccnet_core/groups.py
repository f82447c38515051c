"""Groups of adjustments that go together from one photo to others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from ccnet_core.adjustments import Adjustments
from ccnet_core.controls import DECLARED, Section

_BALANCE = ("temperature", "tint")


class Group(StrEnum):
    """What can be taken over by itself."""

    LIGHT = "light"
    WHITE_BALANCE = "white-balance"
    COLOUR = "colour"
    CURVE = "curve"
    MIXER = "mixer"
    DETAIL = "detail"
    STYLE = "style"
    LOOKS = "looks"
    LENS = "lens"
    CROP = "crop"
    MASKS = "masks"


OF_PLACES = frozenset((Group.CROP, Group.MASKS))
"""What lies at places of one photo, and fits others by chance alone."""
USUAL = frozenset(Group) - OF_PLACES
_OTHERS = {
    Group.WHITE_BALANCE: _BALANCE,
    Group.CURVE: ("curve",),
    Group.MIXER: ("mixer",),
    Group.LOOKS: ("looks",),
    Group.CROP: ("geometry",),
    Group.MASKS: ("masks",),
    Group.STYLE: ("references", "transfer"),
}
"""The adjustments of a group that are no controls of its section."""
_SECTIONS = {
    Group.LIGHT: Section.LIGHT,
    Group.COLOUR: Section.COLOUR,
    Group.DETAIL: Section.DETAIL,
    Group.STYLE: Section.STYLE,
    Group.LENS: Section.LENS,
}


def names_in(group: Group) -> tuple[str, ...]:
    """The names of a group's adjustments; each adjustment is in one group."""
    section = _SECTIONS.get(group)
    declared = tuple(d.name for d in DECLARED if d.section is section and d.name not in _BALANCE)
    return declared + _OTHERS.get(group, ())


def taken_over(own: Adjustments, other: Adjustments, groups: Iterable[Group]) -> Adjustments:
    """Adjustments with some groups of another value.

    >>> other = Adjustments(exposure=1, temperature=0.3)
    >>> taken_over(Adjustments(tint=0.1), other, [Group.LIGHT]) == Adjustments(tint=0.1, exposure=1)
    True
    """
    names = [name for group in groups for name in names_in(group)]
    return replace(own, **{name: getattr(other, name) for name in names})
