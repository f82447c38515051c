"""The engine's thread: serves requests one after another, and lets urgent ones pass long work."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from app.widgets.messages import told, translated
from app.worker.cache import BrightenedCache
from app.worker.ending import end_thread
from app.worker.jobs import Jobs
from app.worker.queue import RequestQueue
from app.worker.requests import (
    CopyRequest,
    ExportRequest,
    Failed,
    FullSizeRequest,
    OpenRequest,
    Progressed,
    ReferenceRequest,
    RegionRequest,
    RenderRequest,
    Request,
    Stopped,
    ThumbnailsRequest,
)
from ccnet_core.photo import PhotoError
from ccnet_core.writer import Writer, WritingWork

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

_log = logging.getLogger(__name__)

_PASSING: tuple[type[Request], ...] = (OpenRequest, RenderRequest, RegionRequest, ReferenceRequest)
"""What must not wait for long work to end, most urgent first."""
_PROGRESS_SECONDS = 0.05


class EngineThread(QThread):
    """Owns the engine. Requests come from the window's thread, results go there as signals.

    Signals:
        ready: the engine is loaded; its description.
        result: one of the results of :mod:`app.worker.requests`.
        notice: something the person should know.
    """

    ready = Signal(str)
    result = Signal(object)
    notice = Signal(str)

    def __init__(
        self,
        load_engine: Callable[[], Engine],
        parent: QObject | None = None,
        preview_pixels: int = 1_000_000,
        idle_seconds: float = 1.0,
    ) -> None:
        """Prepare the thread.

        Args:
            load_engine: called in the thread, after the first photo was read: loading takes a second.
            parent: the owner.
            preview_pixels: size of the working picture.
            idle_seconds: after which, with nothing to do, the open photo's full size is made.
        """
        super().__init__(parent)
        self.setObjectName("engine")
        self._queue = RequestQueue()
        self._cache = BrightenedCache()
        self._jobs = Jobs(
            load_engine,
            preview_pixels,
            self._cache,
            self.result.emit,
            self.ready.emit,
            self._queue,
            self._progress_of,
            self._hand_over,
            idle_seconds,
        )
        # A copy needs no disk, and is not to wait for one.
        self._writers = {ExportRequest: Writer("export"), CopyRequest: Writer("copy")}
        self._handed_over: set[int] = set()
        self._may_pass: tuple[type[Request], ...] | None = None

    @property
    def load_engine(self) -> Callable[[], Engine]:
        """What makes an engine, for other threads that need one of their own."""
        return self._jobs.load_engine

    def submit(self, request: Request) -> list[Request]:
        """Ask for work; a waiting request of the same kind is dropped where only the newest counts.

        Gives what is dropped: there will be no result of it.
        """
        return self._queue.put(request)

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do now; what it told last may not have come to the window yet."""
        return self._queue.idle

    @property
    def memory_limit(self) -> int:
        """Most memory that brightened photos may take, in bytes; a smaller one is in force at once.

        The open photo is held whatever the limit.
        """
        return self._cache.limit

    @memory_limit.setter
    def memory_limit(self, limit: int) -> None:
        self._cache.limit = limit

    def cancel(self, request_id: int) -> None:
        """Stop a request, running or waiting, at the next chance."""
        self._queue.cancel(request_id)
        if any(writer.give_up(request_id) for writer in self._writers.values()):
            # An encoding cannot be interrupted, but nobody has to wait for its end.
            self.result.emit(Stopped(request_id))

    def stop(self) -> None:
        """End the thread as soon as the running step allows, and wait for it; a file is not written.

        A disk that does not answer is not waited for without end.
        """
        self._queue.stop()
        ended = [end_thread(self), *(writer.stop() for writer in self._writers.values())]
        if not all(ended):
            _log.warning("the disk does not answer; what is being written is left to itself")

    def run(self) -> None:
        """The thread: serve until stopped."""
        while not self._queue.stopping:
            request = self._queue.take()
            if request is not None:
                self._serve(request)
            elif self._jobs.engine_tried:
                self._queue.wait()
            else:
                # Nothing to read: the time is right to load the engine.
                self._load()

    def _load(self) -> None:
        try:
            self._jobs.get_engine()
        except Exception as error:
            _log.exception("the engine did not load")
            self.notice.emit(told(error))
        self._tell_notices()

    def _serve(self, request: Request) -> None:
        def tell(result: object) -> None:
            # What nobody asked for is done without.
            if not isinstance(request, FullSizeRequest):
                self.result.emit(result)

        try:
            self._attempt(request, lambda: self._jobs.do(request), tell)
        finally:
            if request.id in self._handed_over:
                self._handed_over.remove(request.id)
            else:
                self._queue.forget(request.id)
            self._tell_notices()

    def _hand_over(self, request: ExportRequest | CopyRequest, work: WritingWork) -> None:
        """End a request in a thread that writes: encoding takes seconds, and a disk as long as it will."""
        self._handed_over.add(request.id)
        self._queue.begin_writing(request)
        writer = self._writers[type(request)]
        writer.put(request.id, lambda: self._finish_writing(request, work, writer))

    def _finish_writing(self, request: Request, work: WritingWork, writer: Writer) -> None:
        from ccnet_core.engine import Cancelled

        def begin() -> None:
            if not writer.begin_writing(request.id):
                raise Cancelled

        def tell(result: object) -> None:
            # Of what was given up that was told.
            if not writer.is_given_up(request.id):
                self.result.emit(result)

        try:
            self._attempt(request, lambda: work(begin), tell)
        finally:
            self._queue.forget(request.id)
            self._queue.end_writing(request)

    def _attempt(self, request: Request, work: Callable[[], None], tell: Callable[[object], None]) -> None:
        """Work for a request unless it is cancelled, and tell what prevents it."""
        from ccnet_core.engine import Cancelled
        from ccnet_core.network import WeightsError

        try:
            if self._queue.is_cancelled(request):
                raise Cancelled
            work()
        except Cancelled:
            tell(Stopped(request.id))
        except (PhotoError, WeightsError) as error:
            tell(self._failure(request, told(error)))
        except MemoryError:
            tell(self._failure(request, self.tr("There is not enough memory. Close other programs.")))
        except Exception as error:
            # Whatever happens to one request, the thread and the open photo live on.
            _log.exception("%s failed", type(request).__name__)
            tell(self._failure(request, f"{type(error).__name__}: {error}"))

    def _failure(self, request: Request, message: str) -> object:
        """What to tell who asked; nobody wants to know it of what is cancelled."""
        return Stopped(request.id) if self._queue.is_cancelled(request) else Failed(request.id, message)

    def _tell_notices(self) -> None:
        engine = self._jobs.engine
        if engine is not None:
            for notice in engine.notices:
                self.notice.emit(translated(notice))
            engine.notices.clear()

    def _progress_of(
        self, request: Request, task: str, *, passing: bool = True, outlives_photo: bool = False
    ) -> Callable[[float], None]:
        """Progress that tells the window, stops on demand, and lets more urgent requests pass in between.

        See :class:`app.worker.jobs.ProgressOf`.
        """
        from ccnet_core.engine import Cancelled

        last = 0.0

        def report(share: float) -> None:
            nonlocal last
            now = time.monotonic()
            if task and (share in (0.0, 1.0) or now - last > _PROGRESS_SECONDS):
                last = now
                self.result.emit(Progressed(request.id, task, share))
            if passing:
                self._let_pass(request)
            # What was let pass may have opened another photo; one that could not be read changes nothing.
            photo = self._jobs.photo
            superseded = photo is not None and photo.id > request.id and not outlives_photo
            if superseded or self._queue.is_cancelled(request):
                raise Cancelled

        return report

    def _let_pass(self, running: Request) -> None:
        """Serve what must not wait for long work to end.

        What itself was let pass lets pass only what is more urgent, and what may pass all that waits. A
        region is not let pass by another, which would be shown after it, but ends it. While a photo is
        opened, pictures of the one before are no longer shown to anyone.
        """
        kinds, outer = _PASSING, self._may_pass
        if outer is not None:
            urgent = _PASSING[: _PASSING.index(type(running))] if type(running) in _PASSING else _PASSING
            kinds = tuple(kind for kind in outer if kind in urgent)
        elif isinstance(running, OpenRequest):
            kinds = (OpenRequest, ReferenceRequest)
        elif isinstance(running, RegionRequest):
            kinds = tuple(kind for kind in _PASSING if kind is not RegionRequest)
        elif isinstance(running, (ExportRequest, CopyRequest)):
            # The gallery of a photo that is opened meanwhile is not to stay empty as long as that.
            kinds = (*_PASSING, ThumbnailsRequest)
        self._may_pass = kinds
        try:
            while not self._queue.stopping and (request := self._queue.take(kinds)) is not None:
                self._serve(request)
        finally:
            self._may_pass = outer


def default_engine(weights: Path | None = None, device: str = "auto", threads: int = 0) -> Engine:
    """The engine of some weights on a device.

    Args:
        weights: a weights file; by default the one that ships.
        device: "auto", "cpu", "cuda" or "cuda:N".
        threads: of the CPU; 0 for all cores but a share that is left to the window.

    Raises:
        WeightsError: the file cannot be used.
        ValueError: there is no such device here.
    """
    import torch

    from ccnet_core.engine import Engine
    from ccnet_core.engine.devices import default_threads

    cores = default_threads()
    torch.set_num_threads(threads or (cores - 1 if cores > 2 else cores))
    return Engine.load(weights, device)
