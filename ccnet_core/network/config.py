"""What a network is made of: enough to rebuild it from the metadata of its weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Literal, Self

Structure = Literal["published", "gain"]


@dataclass(frozen=True, slots=True)
class CCNetConfig:
    """The structure of a :class:`~ccnet_core.network.ccnet.CCNet`.

    Attributes:
        structure: ``"published"`` is the network of Jin, Wang, Luo (TNNLS 2024), for the authors'
            checkpoints; ``"gain"`` predicts gains instead of values and is independent of the picture's size.
        channels: feature channels from the finest level to the coarsest. The published structure starts at
            full size and has five levels; the gain structure starts at half size.
        context: channels of the whole-photo context of the gain structure; 0 for the published one.
    """

    structure: Structure = "published"
    channels: tuple[int, ...] = (16, 32, 64, 128, 256)
    context: int = 0

    def __post_init__(self) -> None:
        if self.structure not in ("published", "gain"):
            raise ValueError(f"unknown structure {self.structure!r}: expected 'published' or 'gain'")
        if len(self.channels) != 5 or any(not _is_count(c) or c < 4 or c % 4 for c in self.channels):
            raise ValueError(f"channels must be five multiples of 4, got {self.channels}")
        if self.structure == "published" and any(b != 2 * a for a, b in pairwise(self.channels)):
            raise ValueError(f"channels of the published structure must double, got {self.channels}")
        if not _is_count(self.context):
            raise ValueError(f"context must be a whole number, got {self.context!r}")
        if self.structure == "gain" and self.context < 1:
            raise ValueError("the gain structure needs a context of at least 1 channel")

    @classmethod
    def gain(cls) -> Self:
        """The structure that this project trains and ships."""
        return cls(structure="gain", channels=(32, 48, 72, 96, 128), context=64)

    def to_json(self) -> str:
        """Serialize for the metadata of a weights file."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: the text is not such a configuration.
        """
        try:
            fields = json.loads(text)
            return cls(**{**fields, "channels": tuple(fields["channels"])})
        except (TypeError, KeyError, json.JSONDecodeError) as error:
            raise ValueError(f"not a network configuration: {error}") from error


def _is_count(value: object) -> bool:
    """Whether a value, perhaps from JSON, is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)
