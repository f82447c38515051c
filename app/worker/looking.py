"""Looks at files in a thread of its own: of thousands, or on a drive that is slow, that takes its time."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from ccnet_core.writer import Writer

PATIENCE_SECONDS = 0.2
"""So long the window waits: what is found by then is shown at once."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Found:
    take: Callable[[Any], object]
    result: Any
    error: Exception | None = None


class Looking(QObject):
    """Looks for one thing after another, and gives what it found in the same order.

    Signals:
        changed: it begins to look longer than the window waits, or has found all it was asked for.
    """

    changed = Signal()
    _done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # There while there is something to look for.
        self._thread: Writer | None = None
        self._ids = itertools.count()
        self._found: SimpleQueue[_Found] = SimpleQueue()
        self._waiting = 0
        self._done.connect(self._hand_out_found)

    @property
    def looking(self) -> bool:
        """Whether something is still looked for."""
        return self._waiting > 0

    def look(self, look: Callable[[], _T], take: Callable[[_T], object]) -> None:
        """Look for something.

        Args:
            look: called in the thread.
            take: given what it found, in the window's thread: before this returns where that is quick.
        """

        def work() -> None:
            try:
                found = _Found(take, look())
            except Exception as error:
                found = _Found(take, None, error)
            self._found.put(found)
            # The window may be gone.
            with contextlib.suppress(RuntimeError):
                self._done.emit()

        self._waiting += 1
        if self._thread is None:
            self._thread = Writer("looking")
        self._thread.put(next(self._ids), work)
        if self._waiting == 1:
            with contextlib.suppress(Empty):
                self._hand_out(self._found.get(timeout=PATIENCE_SECONDS))
        if self.looking:
            self.changed.emit()

    def stop(self) -> None:
        """Look for nothing any more; nobody waits for what is looked at now."""
        if self._thread is not None:
            self._thread.stop(0.0)

    def _hand_out_found(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                self._hand_out(self._found.get_nowait())

    def _hand_out(self, found: _Found) -> None:
        self._waiting -= 1
        if not self.looking:
            thread, self._thread = self._thread, None
            if thread is not None:
                thread.stop(PATIENCE_SECONDS)
        try:
            if found.error is not None:
                raise found.error
            found.take(found.result)
        finally:
            # Not before: what is done with it may be what is waited for next.
            if not self.looking:
                self.changed.emit()
