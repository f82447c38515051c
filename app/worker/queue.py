"""What waits for a thread: the most urgent comes first, the newest replaces what it supersedes."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

from app.worker.requests import (
    BrightenRequest,
    ColourRequest,
    CompareRequest,
    ConfigureRequest,
    CopyRequest,
    ExportRequest,
    FullSizeRequest,
    LookRequest,
    OpenRequest,
    ReferencePicturesRequest,
    ReferenceRequest,
    RegionRequest,
    RenderRequest,
    Request,
    ThumbnailsRequest,
    WhiteRequest,
)
from ccnet_core.photo import Photo

# In this order when several wait: what the eye waits for first comes first.
ORDER: tuple[type[Request], ...] = (
    ConfigureRequest,
    OpenRequest,
    BrightenRequest,
    RenderRequest,
    ColourRequest,
    WhiteRequest,
    CompareRequest,
    RegionRequest,
    ReferenceRequest,
    ReferencePicturesRequest,
    ThumbnailsRequest,
    LookRequest,
    CopyRequest,
    ExportRequest,
    FullSizeRequest,
)
_ALL_COUNT = (ReferenceRequest, LookRequest, ExportRequest)
"""Kinds of which none may be dropped; of the others the newest replaces one that waits.

Of photos to be opened, one that is in memory alone is not replaced by a file: see :func:`_replaces`.
"""
_STOPPED_BY_NEWER = (RegionRequest, ThumbnailsRequest, CopyRequest)
"""Kinds of which one that runs need not end. A photo that is opened may turn out not to be readable."""
_MOST_WRITTEN = 2
"""So many pictures of a kind may be with the thread that writes them, one of which waits: where the disk is
slow more would fill the memory."""


class RequestQueue:
    """Requests by urgency. May be used from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin empty.

        Args:
            clock: seconds, by which requests that are put for later fall due.
        """
        self._clock = clock
        self._condition = threading.Condition()
        self._waiting: list[tuple[float, Request]] = []
        self._cancelled: set[int] = set()
        self._stopping = False
        self._waited_for = False
        self._written: Counter[type[Request]] = Counter()

    @property
    def stopping(self) -> bool:
        """Whether nothing is to be served any more."""
        return self._stopping

    @property
    def idle(self) -> bool:
        """Whether who serves waits for a request: nothing is served, and nothing is due."""
        with self._condition:
            return self._waited_for and not self._is_due()

    def put(self, request: Request, delay: float = 0.0) -> list[Request]:
        """Add a request that may be taken after some seconds.

        Of a kind of which only the newest counts, the others are dropped; ids grow, so the newest is known
        in whatever order they come. Gives what is dropped.
        """
        with self._condition:
            if any(waiting.id > request.id and _replaces(waiting, request) for _, waiting in self._waiting):
                return [request]
            dropped = [waiting for _, waiting in self._waiting if _replaces(request, waiting)]
            self._waiting = [entry for entry in self._waiting if entry[1] not in dropped]
            self._waiting.append((self._clock() + delay, request))
            self._condition.notify()
            return dropped

    def take(self, kinds: tuple[type[Request], ...] = ORDER) -> Request | None:
        """Remove and return the most urgent request of some kinds; None where none is due."""
        with self._condition:
            due = self._due()
            for kind in kinds:
                for entry in due:
                    if isinstance(entry[1], kind):
                        self._waiting.remove(entry)
                        return entry[1]
        return None

    def wait(self) -> None:
        """Wait until a request is due or the queue is stopped."""
        with self._condition:
            self._waited_for = True
            while not self._is_due():
                now = self._clock()
                first = min((due for due, _ in self._waiting if due > now), default=None)
                self._condition.wait(None if first is None else first - now)
            self._waited_for = False

    def is_due(self) -> bool:
        """Whether there is something to do: to serve a request, or to stop."""
        with self._condition:
            return self._is_due()

    def _is_due(self) -> bool:
        return self._stopping or bool(self._due())

    def _due(self) -> list[tuple[float, Request]]:
        """What may be taken now."""
        now = self._clock()
        return [(due, request) for due, request in self._waiting if due <= now and not self._is_held(request)]

    def _is_held(self, request: Request) -> bool:
        """Whether as many of its kind as may be are with the thread that writes, and it is still wanted."""
        return self._written[type(request)] >= _MOST_WRITTEN and request.id not in self._cancelled

    def cancel(self, request_id: int) -> None:
        """Stop a request, running or waiting, at the next chance."""
        with self._condition:
            self._cancelled.add(request_id)
            self._condition.notify()

    def is_cancelled(self, request: Request) -> bool:
        """Whether a request is to end now: cancelled, superseded by a newer one, or everything ends."""
        with self._condition:
            superseded = isinstance(request, _STOPPED_BY_NEWER) and any(
                type(waiting) is type(request) and waiting.id > request.id for _, waiting in self._waiting
            )
            return self._stopping or superseded or request.id in self._cancelled

    def forget(self, request_id: int) -> None:
        """A request is served; nothing of it is left to be cancelled."""
        with self._condition:
            self._cancelled.discard(request_id)

    def begin_writing(self, request: Request) -> None:
        """The full-size picture of a request was handed over to another thread, which writes it."""
        with self._condition:
            self._written[type(request)] += 1

    def end_writing(self, request: Request) -> None:
        """It is written, or will not be."""
        with self._condition:
            self._written[type(request)] -= 1
            self._condition.notify()

    def stop(self) -> None:
        """Let nothing be waited for any more."""
        with self._condition:
            self._stopping = True
            self._condition.notify()


def _replaces(request: Request, other: Request) -> bool:
    """Whether a request takes the place of another one that waits."""
    if type(request) is not type(other) or isinstance(request, _ALL_COUNT) or request.id < other.id:
        return False
    # A file may turn out not to be readable; then a photo that is in memory alone would be lost for nothing.
    in_memory = isinstance(other, OpenRequest) and isinstance(other.source, Photo)
    return not in_memory or (isinstance(request, OpenRequest) and isinstance(request.source, Photo))
