"""A thread in which files are written, and disks waited for, beside those that people wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum, auto
from queue import SimpleQueue
from typing import Protocol

PATIENCE_SECONDS = 10.0
"""How long the end of a program waits for a disk: an encoding ends by then, one that hangs never does."""

_Work = Callable[[], None]


class Wanted(Protocol):
    """Whether what a piece of work is to write is still wanted; each raises ``Cancelled`` where it is not."""

    def check(self) -> None:
        """Called as often as the work likes, until its file is there."""

    def begin(self) -> None:
        """Called before anything is written, or can be seen otherwise."""


WritingWork = Callable[[Wanted], None]


class _State(Enum):
    """How far a piece of work is."""

    WAITING = auto()
    """It is not at its writing, so it can be given up at once."""
    WRITING = auto()
    STOPPING = auto()
    """It was at its writing when it was given up: it says itself how that ended."""
    GIVEN_UP = auto()


class Writer:
    """Does one piece of work after another, and alone knows whether each is still wanted.

    Work has two parts: what leads up to the writing cannot be interrupted, but nothing of it is seen, so it
    can be given up at once; what writes asks by itself whether it is still wanted. Any thread may use it.
    """

    def __init__(self, name: str) -> None:
        """Start no thread before there is work.

        Args:
            name: of the thread.
        """
        self._name = name
        self._lock = threading.Lock()
        self._states: dict[int, _State] = {}
        self._waiting: SimpleQueue[tuple[int, _Work] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, id: int, work: _Work) -> None:
        """Do work that has an id and raises nothing, after what was put before it."""
        with self._lock:
            self._states[id] = _State.WAITING
        self._waiting.put((id, work))
        if self._thread is None:
            # Not to be waited for when Python ends: a disk that hangs would keep the program.
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def begin_writing(self, id: int) -> bool:
        """Called by the work before it writes: False where it was given up, and is to write nothing."""
        with self._lock:
            wanted = self._states.get(id) is _State.WAITING
            if wanted:
                self._states[id] = _State.WRITING
            return wanted

    def is_wanted(self, id: int) -> bool:
        """Whether a piece of work is not given up."""
        with self._lock:
            return self._states.get(id) in (_State.WAITING, _State.WRITING)

    def give_up(self, id: int) -> bool:
        """Give a piece of work up; whether it ends here, as it is not at its writing, and never will be."""
        with self._lock:
            state = self._states.get(id)
            if state is _State.WAITING:
                self._states[id] = _State.GIVEN_UP
            elif state is _State.WRITING:
                self._states[id] = _State.STOPPING
            return state is _State.WAITING

    def give_all_up(self) -> list[int]:
        """Give up all that was put; gives the ids of what ends here."""
        with self._lock:
            ids = list(self._states)
        return [id for id in ids if self.give_up(id)]

    def is_given_up(self, id: int) -> bool:
        """Whether nobody waits for a piece of work any more: its end was told when it was given up."""
        with self._lock:
            return self._states.get(id) is _State.GIVEN_UP

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
                del self._states[id]
