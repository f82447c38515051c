"""A thread in which files are written, and disks waited for, beside those that people wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

PATIENCE_SECONDS = 10.0
"""How long the end of a program waits for a disk: an encoding ends by then, one that hangs never does."""

_Work = Callable[[], None]
WritingWork = Callable[[Callable[[], None]], None]
"""What calls its argument before it writes, or shows, anything; that raises ``Cancelled`` to stop it."""


class Writer:
    """Does one piece of work after another. It may be used from several threads.

    Work has two parts: what leads up to the writing cannot be interrupted, but nothing of it is seen, so it
    can be given up at once; what writes asks by itself whether it is still wanted.
    """

    def __init__(self, name: str) -> None:
        """Start no thread before there is work.

        Args:
            name: of the thread.
        """
        self._name = name
        self._lock = threading.Lock()
        self._not_writing: set[int] = set()
        self._given_up: set[int] = set()
        self._waiting: SimpleQueue[tuple[int, _Work] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, id: int, work: _Work) -> None:
        """Do work that has an id and raises nothing, after what was put before it."""
        with self._lock:
            self._not_writing.add(id)
        self._waiting.put((id, work))
        if self._thread is None:
            # Not to be waited for when Python ends: a disk that hangs would keep the program.
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def begin_writing(self, id: int) -> bool:
        """Called by the work before it writes: False where it was given up, and is to write nothing."""
        with self._lock:
            wanted = id in self._not_writing
            self._not_writing.discard(id)
            return wanted

    def give_up(self, id: int) -> bool:
        """Whether a piece of work was given up: it is not at its writing, and will not be."""
        with self._lock:
            given_up = id in self._not_writing
            if given_up:
                self._not_writing.discard(id)
                self._given_up.add(id)
            return given_up

    def is_given_up(self, id: int) -> bool:
        """Whether nobody waits for a piece of work any more."""
        with self._lock:
            return id in self._given_up

    def stop(self, patience: float | None = None) -> bool:
        """Do no more after what was put; whether that ended in time. What did not is left to itself."""
        if self._thread is None:
            return True
        self._waiting.put(None)
        self._thread.join(PATIENCE_SECONDS if patience is None else patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            id, work = item
            work()
            with self._lock:
                self._not_writing.discard(id)
                self._given_up.discard(id)
