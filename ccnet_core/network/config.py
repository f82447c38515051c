"""What a network is made of: enough to rebuild it from the metadata of its weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from ccnet_core.network.structures import SINGLE_BLOCKS, STRUCTURES, Structure

MOST_CHANNELS = 1024
"""Of a level, and of the view."""
MOST_BLOCKS = 16
"""Of a level."""
_LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class CCNetConfig:
    """The structure of a :class:`~ccnet_core.network.ccnet.CCNet`.

    Attributes:
        structure: one of :data:`~ccnet_core.network.structures.STRUCTURES`: ``"published"`` is the network of
            Jin, Wang, Luo (TNNLS 2024), for the authors' checkpoints; ``"gain"`` predicts gains instead of
            values and is independent of the picture's size.
        channels: feature channels from the finest level to the coarsest, 1024 at most. The published
            structure starts at full size and has five levels; the gain structure starts at half size.
        depth: blocks per level of the gain structure's encoder and of its decoder, from the finest to the
            coarsest, 16 at most; the published structure has one at each.
        view: channels of the view of the whole photo that the gain structure takes, 1024 at most; 0 for the
            published one.
        light: whether the gain structure chooses light per place, see :mod:`ccnet_core.network.light`, and
            keeps the photo's own chrominance where the photo is bright.

    Raises:
        ValueError: the structure cannot have such sizes, or there is none of that name.

    >>> CCNetConfig.from_json(CCNetConfig.gain().to_json()) == CCNetConfig.gain()
    True
    >>> CCNetConfig("gain").kind.has_matrices
    Traceback (most recent call last):
    ValueError: the gain structure needs a view of at least 1 channel
    """

    structure: str = "published"
    channels: tuple[int, ...] = (16, 32, 64, 128, 256)
    depth: tuple[int, ...] = SINGLE_BLOCKS
    view: int = 0
    light: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.structure, str) or self.structure not in STRUCTURES:
            expected = " or ".join(map(repr, STRUCTURES))
            raise ValueError(f"unknown structure {self.structure!r}: expected {expected}")
        channels = range(4, MOST_CHANNELS + 1, 4)
        if not _are_five_counts(self.channels) or any(c not in channels for c in self.channels):
            raise ValueError(
                f"channels must be five multiples of 4, of at most {MOST_CHANNELS}, got {self.channels}"
            )
        if not _are_five_counts(self.depth) or not 1 <= min(self.depth) <= max(self.depth) <= MOST_BLOCKS:
            raise ValueError(f"depth must be five whole numbers from 1 to {MOST_BLOCKS}, got {self.depth}")
        if not _is_count(self.view) or self.view not in range(MOST_CHANNELS + 1):
            raise ValueError(f"view must be a whole number of at most {MOST_CHANNELS}, got {self.view!r}")
        if not isinstance(self.light, bool):
            raise ValueError(f"light must be true or false, got {self.light!r}")
        self.kind.check(self)

    @property
    def kind(self) -> Structure:
        """What a network of this structure can do."""
        return STRUCTURES[self.structure]

    @classmethod
    def gain(cls) -> Self:
        """The structure that this project trains and ships."""
        depth = (3, 3, 2, 1, 1)
        return cls(structure="gain", channels=(32, 48, 72, 96, 128), depth=depth, view=64, light=True)

    def to_json(self) -> str:
        """Serialize for the metadata of a weights file."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: the text is not such a configuration.
        """
        if len(text) > _LONGEST_TEXT:
            raise ValueError("not a network configuration: it is too long")
        try:
            table = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"not a network configuration: {error}") from error
        if not isinstance(table, dict) or "channels" not in table:
            raise ValueError("not a network configuration: it names no channels")
        return cls.from_table(table)

    @classmethod
    def from_table(cls, table: object) -> Self:
        """Read the fields of a table of JSON or TOML; those that it lacks have their defaults.

        Raises:
            ValueError: it is no such table.
        """
        if not isinstance(table, dict):
            raise ValueError(f"a network configuration must be a table, got {table!r}")
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
        try:
            return cls(**fields)
        except TypeError as error:
            raise ValueError(f"not a network configuration: {error}") from error


def _are_five_counts(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 5 and all(_is_count(v) for v in value)


def _is_count(value: object) -> bool:
    """Whether a value, perhaps from JSON, is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)
