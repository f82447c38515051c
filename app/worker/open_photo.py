"""The photo that the engine's thread works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.worker.cache import FileVersion, Kept

if TYPE_CHECKING:
    from ccnet_core.engine import Brightened
    from ccnet_core.engine.fullsize import FullLuminance


@dataclass(slots=True, eq=False)
class OpenPhoto:
    """A brightened photo that is open.

    Attributes:
        id: of the request that opened it.
        version: the file it was read from, as it was then; None for a pasted picture.
        brightened: the photo, its working picture and features.
        full: its luminance at full size, as far as it was needed; None where it was not.
    """

    id: int
    version: FileVersion | None
    brightened: Brightened
    full: FullLuminance | None = None

    @property
    def kept(self) -> Kept:
        """What is worth keeping of it."""
        return Kept(self.brightened, self.full)
