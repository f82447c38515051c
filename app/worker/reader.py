"""Threads in which disks are read, beside the one that computes: a disk may be slow, or never answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.worker.queue import RequestQueue
from app.worker.requests import Request

PATIENCE_SECONDS = 3.0
"""What is read for longer than this holds back nothing that is to be read after it."""

ENDING_SECONDS = 2.0
"""How long the end of a program waits for what is read."""


class Reader:
    """Serves requests of one kind, one after another, in threads of its own. Any thread may use it.

    Where a disk does not answer its thread is left to itself, and another serves what comes next. Python does
    not wait for such a thread when the program ends.
    """

    def __init__(self, name: str, serve: Callable[[Request], None]) -> None:
        """Serve nothing before :meth:`start`.

        Args:
            name: of the threads.
            serve: called there with each request; it raises nothing.
        """
        self._name, self._serve = name, serve
        self._queue = RequestQueue()
        self._changed = threading.Condition()
        self._started = False
        # When each of what is served now was begun.
        self._busy: dict[int, float] = {}
        self._unserved = 0
        self._threads: list[threading.Thread] = []

    @property
    def idle(self) -> bool:
        """Whether nothing is read and nothing waits to be."""
        with self._changed:
            return not self._busy and not self._queue.is_due()

    @property
    def stopping(self) -> bool:
        """Whether nothing is to be read any more."""
        return self._queue.stopping

    def start(self) -> None:
        """Serve what waits, and what comes."""
        with self._changed:
            self._started = True
            for _ in range(self._unserved):
                self._begin()
            self._unserved = 0

    def put(self, request: Request) -> list[Request]:
        """Ask for something to be read; gives what waited and is dropped for it."""
        dropped = self._queue.put(request)
        with self._changed:
            if self._started:
                self._begin()
            else:
                self._unserved += 1
        return dropped

    def cancel(self, request_id: int) -> None:
        """Stop a request at the next chance."""
        self._queue.cancel(request_id)

    def is_cancelled(self, request: Request) -> bool:
        """Whether a request is to end now."""
        return self._queue.is_cancelled(request)

    def wait_until_idle(self) -> None:
        """Wait until nothing is read, or what is read takes longer than anything is to wait for it."""
        with self._changed:
            self._wait(lambda: not self._queue.is_due())

    def stop(self) -> None:
        """Serve nothing any more; what is read now ends at the next chance."""
        self._queue.stop()
        with self._changed:
            self._changed.notify_all()

    def wait_until_stopped(self) -> bool:
        """After :meth:`stop`: whether all ended in time. What did not is left to itself."""
        with self._changed:
            threads = list(self._threads)
        deadline = time.monotonic() + ENDING_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _begin(self) -> None:
        """Let a thread take what waits longest, once its turn has come."""
        thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._threads = [*(other for other in self._threads if other.is_alive()), thread]
        thread.start()

    def _run(self) -> None:
        me = threading.get_ident()
        with self._changed:
            self._wait(lambda: True)
            if self.stopping or (request := self._queue.take()) is None:
                return
            self._busy[me] = time.monotonic()
            self._changed.notify_all()
        try:
            self._serve(request)
        finally:
            self._queue.forget(request.id)
            with self._changed:
                del self._busy[me]
                self._changed.notify_all()

    def _wait(self, ready: Callable[[], bool]) -> None:
        """Wait while something is read that is not to be overtaken yet, or until everything ends."""
        while not self.stopping:
            now = time.monotonic()
            left = max((PATIENCE_SECONDS - (now - begun) for begun in self._busy.values()), default=0.0)
            if left <= 0 and ready():
                return
            self._changed.wait(left if left > 0 else None)
