"""The structures that a network can have, and what each can do.

A structure is one entry of :data:`STRUCTURES`: whoever depends on what it can do asks the entry, and nobody
compares names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from ccnet_core.network.gain import GainBrightening, GainColorization
from ccnet_core.network.published import PublishedBrightening, PublishedColorization

if TYPE_CHECKING:
    from ccnet_core.network.config import CCNetConfig

Brightening = PublishedBrightening | GainBrightening
Colorization = PublishedColorization | GainColorization

SINGLE_BLOCKS = (1, 1, 1, 1, 1)
"""The least depth of a network: one block per level."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What networks of a structure are made of, and what they can do.

    Attributes:
        name: as configurations have it.
        brightening: the network that sees luminance.
        colorization: the network that is guided by chrominance.
        check: raises ValueError where the structure cannot have a configuration's sizes.
        has_context: whether a part of a photo is brightened by what the whole says, so that tiles agree.
        has_matrices: whether it colours by matrices on the guidance, which can be held while a slider moves.
        is_size_independent: whether a small copy of a photo tells how its colours come out, as the size of a
            picture plays no part.
        has_bins: whether it has the head that predicts bins of colours in training.
        has_half_precision: whether it can be trained in bfloat16.
    """

    name: str
    brightening: type[PublishedBrightening] | type[GainBrightening]
    colorization: type[PublishedColorization] | type[GainColorization]
    check: Callable[[CCNetConfig], None]
    has_context: bool = False
    has_matrices: bool = False
    is_size_independent: bool = False
    has_bins: bool = False
    has_half_precision: bool = False

    @property
    def multiple(self) -> int:
        """Sides of the pictures that run through it are multiples of so many pixels; others are padded."""
        return self.brightening.multiple


def _check_published(config: CCNetConfig) -> None:
    if any(b != 2 * a for a, b in pairwise(config.channels)):
        raise ValueError(f"channels of the published structure must double, got {config.channels}")
    if config.depth != SINGLE_BLOCKS:
        raise ValueError(f"the published structure has one block per level, got a depth of {config.depth}")
    if config.light:
        raise ValueError("the published structure chooses no light per place")


def _check_gain(config: CCNetConfig) -> None:
    if config.view < 1:
        raise ValueError("the gain structure needs a view of at least 1 channel")


STRUCTURES: Mapping[str, Structure] = MappingProxyType(
    {
        structure.name: structure
        for structure in (
            Structure(
                "published",
                PublishedBrightening,
                PublishedColorization,
                _check_published,
                has_bins=True,
            ),
            Structure(
                "gain",
                GainBrightening,
                GainColorization,
                _check_gain,
                has_context=True,
                has_matrices=True,
                is_size_independent=True,
                has_half_precision=True,
            ),
        )
    }
)
"""All of them, by their names."""
