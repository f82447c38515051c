"""How long work reports how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]
"""Called with the share done, 0 to 1, several times a second; raises :class:`Cancelled` to stop the work."""


class Cancelled(Exception):  # noqa: N818 - a decision, not an error
    """The person stopped the work."""


def ignore_progress(share: float) -> None:
    """A progress that nobody watches."""


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """Progress of a step that is the part from ``start`` to ``end`` of the whole."""
    return lambda share: progress(start + (end - start) * share)
