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
from app.worker.jobs import Jobs, OpenPhoto
from app.worker.queue import RequestQueue
from app.worker.reader import Reader
from app.worker.reading import measure_references, picture_references, read_photo
from app.worker.requests import (
    BrightenRequest,
    ConfigureRequest,
    CopyRequest,
    ExportRequest,
    Failed,
    FullSizeRequest,
    LookRequest,
    OpenRequest,
    Progressed,
    ReferencePicturesRequest,
    ReferenceRequest,
    RegionRequest,
    RenderRequest,
    Request,
    Stopped,
    ThumbnailsRequest,
    WrittenRequest,
)
from ccnet_core.photo import Photo, PhotoError
from ccnet_core.rendering import WORKING_PIXELS
from ccnet_core.writer import Writer, WritingWork

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

_log = logging.getLogger(__name__)

_PASSING: tuple[type[Request], ...] = (BrightenRequest, RenderRequest, RegionRequest)
"""What must not wait for long work to end, most urgent first."""
_PROGRESS_SECONDS = 0.05


class _Wanted:
    """Whether what a request is to write is still wanted; the writer knows."""

    def __init__(self, writer: Writer, request_id: int) -> None:
        self._writer, self._id = writer, request_id

    def check(self) -> None:
        self._see(wanted=self._writer.is_wanted(self._id))

    def begin(self) -> None:
        self._see(wanted=self._writer.begin_writing(self._id))

    def _see(self, *, wanted: bool) -> None:
        from ccnet_core.engine import Cancelled

        if not wanted:
            raise Cancelled


class EngineThread(QThread):
    """Owns the engine. Requests come from the window's thread, results go there as signals.

    It reads and writes no file: that do other threads, which it starts. A disk that does not answer holds up
    nothing else.

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
        preview_pixels: int = WORKING_PIXELS,
        idle_seconds: float = 1.0,
    ) -> None:
        """Prepare the thread.

        Args:
            load_engine: called in the thread, once the first photo was read: loading takes a second.
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
            self._get_open_photo,
            idle_seconds,
        )
        # Written by who has the document, and read whole.
        self._open_photo: OpenPhoto = (0, None)
        # The newest photo that is read, of which who has the document may not have heard yet.
        self._awaited = 0
        # What waits for one disk waits for no other: photos, and pictures that are or were followed.
        self._readers: dict[type[Request], Reader] = {
            OpenRequest: Reader("photos", self._read),
            ReferenceRequest: Reader("references", self._read),
            ReferencePicturesRequest: Reader("pictures of references", self._read),
        }
        # A copy needs no disk, and is not to wait for one.
        self._writers = {
            ExportRequest: Writer("export"),
            CopyRequest: Writer("copy"),
            LookRequest: Writer("look"),
        }
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
        if isinstance(request, CopyRequest):
            for given_up in self._writers[CopyRequest].give_all_up():
                self.result.emit(Stopped(given_up))
        reader = self._readers.get(type(request))
        return self._queue.put(request) if reader is None else reader.put(request)

    def set_open_photo(self, photo_id: int, photo: Photo | None) -> None:
        """The document has another photo open, or none: what was asked for others is not wanted any more.

        Args:
            photo_id: of the request that opened it, or closed the one before; ids grow.
            photo: None where none is open.
        """
        self._open_photo = photo_id, photo

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do now; what it told last may not have come to the window yet."""
        # In this order: what was read is put to the queue before its reader is idle.
        return all(reader.idle for reader in self._readers.values()) and self._queue.idle

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
        for reader in self._readers.values():
            reader.cancel(request_id)
        self._queue.cancel(request_id)
        if request_id == self._awaited:
            self._awaited = 0
        if any(writer.give_up(request_id) for writer in self._writers.values()):
            # An encoding cannot be interrupted, but nobody has to wait for its end.
            self.result.emit(Stopped(request_id))

    def stop(self) -> None:
        """End the thread as soon as the running step allows, and wait for it; a file is not written.

        A disk that does not answer is not waited for without end.
        """
        for reader in self._readers.values():
            reader.stop()
        self._queue.stop()
        for writer in self._writers.values():
            writer.give_all_up()
        ended = [end_thread(self), *(reader.wait_until_stopped() for reader in self._readers.values())]
        ended += [writer.stop() for writer in self._writers.values()]
        if not all(ended):
            _log.warning("a disk does not answer; what is read or written there is left to itself")

    def run(self) -> None:
        """The thread: serve until stopped."""
        for reader in self._readers.values():
            reader.start()
        while not self._queue.stopping:
            request = self._queue.take()
            if request is not None:
                self._serve(request)
            elif self._jobs.engine_tried:
                self._queue.wait()
            else:
                # A photo that is asked for already is shown before.
                self._readers[OpenRequest].wait_until_idle()
                if not self._queue.stopping:
                    self._load()

    def _load(self) -> None:
        try:
            self._jobs.get_engine()
        except Exception as error:
            _log.exception("the engine did not load")
            self.notice.emit(told(error))
        self._emit_notices()

    def _serve(self, request: Request) -> None:
        from ccnet_core.engine import Cancelled

        def tell(result: object) -> None:
            # What nobody asked for is done without.
            if not isinstance(request, FullSizeRequest):
                self.result.emit(result)

        def work() -> None:
            if self._queue.is_cancelled(request):
                raise Cancelled
            self._jobs.do(request)

        try:
            self._attempt(request, work, tell, lambda: not self._queue.is_cancelled(request))
        finally:
            if request.id in self._handed_over:
                self._handed_over.remove(request.id)
            else:
                self._queue.forget(request.id)
            self._emit_notices()

    def _read(self, request: Request) -> None:
        """Serve a request whose answer is on a disk, in a reader's thread."""
        from ccnet_core.engine import Cancelled

        reader = self._readers[type(request)]

        def check() -> None:
            # What is to be followed is answered, whatever is opened meanwhile.
            superseded = self._is_left(request) and not isinstance(request, ReferenceRequest)
            if superseded or reader.is_cancelled(request):
                raise Cancelled

        def tell(result: object) -> None:
            # Whoever would hear of it may be gone.
            if not reader.stopping:
                self.result.emit(result)

        def work() -> None:
            check()
            if isinstance(request, OpenRequest):
                read_photo(request, self._cache, tell, check, self._have_brightened)
            elif isinstance(request, ReferenceRequest):
                measure_references(request, tell, check)
            elif isinstance(request, ReferencePicturesRequest):
                picture_references(request, tell, check)

        self._attempt(request, work, tell, lambda: not reader.is_cancelled(request))

    def _have_brightened(self, request: BrightenRequest) -> None:
        self._awaited = request.photo_id
        if self._queue.is_cancelled(request):
            # Whoever gave it up before this found nothing to take back.
            self._awaited = 0
        for dropped in self._queue.put(request):
            self.result.emit(Stopped(dropped.id))

    def _is_left(self, request: Request) -> bool:
        """Whether the photo that something was asked for is open no more."""
        return not isinstance(request, ConfigureRequest) and self._get_open_photo()[0] > request.photo_id

    def _get_open_photo(self) -> OpenPhoto:
        """The photo of the document; none while it is about to have another."""
        photo_id, photo = self._open_photo
        return (self._awaited, None) if self._awaited > photo_id else (photo_id, photo)

    def _hand_over(self, request: WrittenRequest, work: WritingWork) -> None:
        """End a request in a thread that writes: encoding takes seconds, and a disk as long as it will."""
        self._handed_over.add(request.id)
        self._queue.begin_writing(request)
        writer = self._writers[type(request)]
        writer.put(request.id, lambda: self._finish_writing(request, work, writer))
        # Whoever cancelled it before this found nothing there to give up.
        if self._queue.is_cancelled(request) and writer.give_up(request.id):
            self.result.emit(Stopped(request.id))

    def _finish_writing(self, request: Request, work: WritingWork, writer: Writer) -> None:
        def tell(result: object) -> None:
            # Of what was given up that was told.
            if not writer.is_given_up(request.id):
                self.result.emit(result)

        def write() -> None:
            wanted = _Wanted(writer, request.id)
            wanted.check()
            work(wanted)

        try:
            self._attempt(request, write, tell, lambda: writer.is_wanted(request.id))
        finally:
            self._queue.forget(request.id)
            self._queue.end_writing(request)

    def _attempt(
        self,
        request: Request,
        work: Callable[[], None],
        tell: Callable[[object], None],
        is_wanted: Callable[[], bool],
    ) -> None:
        """Work for a request, and tell what prevents it, unless nobody wants to know it of that any more."""
        from ccnet_core.engine import Cancelled
        from ccnet_core.network import WeightsError

        def fail(message: str) -> None:
            tell(Failed(request.id, message) if is_wanted() else Stopped(request.id))

        try:
            work()
        except Cancelled:
            tell(Stopped(request.id))
        except (PhotoError, WeightsError) as error:
            fail(told(error))
        except MemoryError:
            fail(self.tr("There is not enough memory. Close other programs."))
        except Exception as error:
            # Whatever happens to one request, the thread and the open photo live on.
            _log.exception("%s failed", type(request).__name__)
            fail(f"{type(error).__name__}: {error}")

    def _emit_notices(self) -> None:
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
            if (self._is_left(request) and not outlives_photo) or self._queue.is_cancelled(request):
                raise Cancelled

        return report

    def _let_pass(self, running: Request) -> None:
        """Serve what must not wait for long work to end.

        What itself was let pass lets pass only what is more urgent, and what may pass all that waits. A
        region is not let pass by another, which would be shown after it, but ends it. While a photo is
        brightened, pictures of the one before are no longer shown to anyone.
        """
        kinds, outer = _PASSING, self._may_pass
        if outer is not None:
            urgent = _PASSING[: _PASSING.index(type(running))] if type(running) in _PASSING else _PASSING
            kinds = tuple(kind for kind in outer if kind in urgent)
        elif isinstance(running, BrightenRequest):
            kinds = (BrightenRequest,)
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
