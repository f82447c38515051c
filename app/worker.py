"""The engine's thread: one job runs, the newest of each kind waits, superseded work is dropped."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QRect, QSize, Qt, QThread, Signal

from app.brightened_cache import BrightenedCache, FileVersion, Kept
from app.images import eight_bit, to_image
from app.messages import told
from app.requests import (
    Configured,
    ConfigureRequest,
    Exported,
    ExportRequest,
    Failed,
    Opened,
    OpenRequest,
    Progressed,
    Ready,
    ReferenceMeasured,
    ReferencePictured,
    ReferencePicturesRequest,
    ReferenceRequest,
    RegionRendered,
    RegionRequest,
    Rendered,
    RenderRequest,
    Stopped,
    ThumbnailRendered,
    ThumbnailsRequest,
)
from ccnet_core.adjustments import Reference
from ccnet_core.photo import Photo, PhotoError, open_photo, save_photo
from ccnet_core.photo.reducing import reduce_pixels, reduced_size

if TYPE_CHECKING:
    from ccnet_core.engine import Brightened, Engine
    from ccnet_core.engine.fullsize import FullLuminance

_log = logging.getLogger(__name__)

Request = (
    ConfigureRequest
    | OpenRequest
    | RenderRequest
    | RegionRequest
    | ThumbnailsRequest
    | ReferenceRequest
    | ReferencePicturesRequest
    | ExportRequest
)

# In this order when several wait: what the eye waits for first comes first.
_ORDER = (
    ConfigureRequest,
    OpenRequest,
    RenderRequest,
    RegionRequest,
    ReferenceRequest,
    ReferencePicturesRequest,
    ThumbnailsRequest,
    ExportRequest,
)
_QUEUED = (ReferenceRequest, ExportRequest)
"""Kinds of which none may be dropped; of the others the newest replaces one that waits."""
_DISPLAY_PIXELS = 2_000_000
_THUMBNAIL_PIXELS = 24_000
_PROGRESS_SECONDS = 0.05
_REST_SECONDS = 0.08
"""A hand that moves asks for renderings in quicker succession; the exact one waits for it to rest."""
_REFERENCE_SIDE = 192


class EngineThread(QThread):
    """Owns the engine. Requests come from the window's thread, results go there as signals.

    Signals:
        ready: the engine is loaded; its description.
        result: one of the results of :mod:`app.requests`.
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
    ) -> None:
        """Prepare the thread.

        Args:
            load_engine: called in the thread, after the first photo was read: loading takes a second.
            parent: the owner.
            preview_pixels: size of the working picture.
        """
        super().__init__(parent)
        self.setObjectName("engine")
        self._load_engine = load_engine
        self._preview_pixels = preview_pixels
        self._condition = threading.Condition()
        self._waiting: list[Request] = []
        self._cancelled: set[int] = set()
        self._stopping = False
        self._cache = BrightenedCache()
        # From here on only the thread itself touches these.
        self._engine: Engine | None = None
        self._engine_tried = False
        self._brightened: Brightened | None = None
        self._full: FullLuminance | None = None
        self._photo_id = 0
        self._version: FileVersion | None = None
        self._refine: tuple[float, RenderRequest] | None = None
        self._nested = False

    @property
    def load_engine(self) -> Callable[[], Engine]:
        """What makes an engine, for other threads that need one of their own."""
        return self._load_engine

    def submit(self, request: Request) -> None:
        """Ask for work; a waiting request of the same kind is dropped where only the newest counts."""
        with self._condition:
            if not isinstance(request, _QUEUED):
                dropped = [waiting for waiting in self._waiting if type(waiting) is type(request)]
                self._waiting = [waiting for waiting in self._waiting if waiting not in dropped]
            self._waiting.append(request)
            self._condition.notify()

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
        with self._condition:
            self._cancelled.add(request_id)

    def stop(self) -> None:
        """End the thread as soon as the running step allows, and wait for it."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        self.wait()

    def run(self) -> None:
        """The thread: serve until stopped."""
        while True:
            with self._condition:
                while not self._waiting and not self._stopping:
                    if self._engine is None and not self._engine_tried:
                        # Nothing to read: the time is right to load the engine.
                        break
                    if self._refine is not None and time.monotonic() >= self._refine[0]:
                        self._waiting.append(self._refine[1])
                        self._refine = None
                        break
                    self._condition.wait(self._rest())
                if self._stopping:
                    return
                request = self._take(_ORDER)
            if request is not None:
                self._serve(request)
                continue
            try:
                self._get_engine()
            except Exception as error:
                _log.exception("the engine did not load")
                self.notice.emit(told(error))
            self._tell_notices()

    def _rest(self) -> float | None:
        """Seconds until the hand counts as resting; None if nothing is to be refined."""
        return None if self._refine is None else max(0.0, self._refine[0] - time.monotonic())

    def _take(self, kinds: tuple[type[Request], ...]) -> Request | None:
        """Remove and return the most urgent waiting request of some kinds. Needs the lock."""
        for kind in kinds:
            for request in self._waiting:
                if isinstance(request, kind):
                    self._waiting.remove(request)
                    return request
        return None

    def _serve(self, request: Request) -> None:
        from ccnet_core.engine import Cancelled
        from ccnet_core.network import WeightsError

        try:
            if request.id in self._cancelled:
                raise Cancelled
            self._dispatch(request)
        except Cancelled:
            self.result.emit(Stopped(request.id))
        except (PhotoError, WeightsError) as error:
            self.result.emit(Failed(request.id, told(error)))
        except MemoryError:
            self.result.emit(Failed(request.id, self.tr("There is not enough memory. Close other programs.")))
        except Exception as error:
            # Whatever happens to one request, the thread and the open photo live on.
            _log.exception("%s failed", type(request).__name__)
            self.result.emit(Failed(request.id, f"{type(error).__name__}: {error}"))
        finally:
            self._cancelled.discard(request.id)
            self._tell_notices()

    def _tell_notices(self) -> None:
        if self._engine is not None:
            for notice in self._engine.notices:
                self.notice.emit(notice)
            self._engine.notices.clear()

    def _dispatch(self, request: Request) -> None:
        if isinstance(request, ConfigureRequest):
            self._configure(request)
        elif isinstance(request, OpenRequest):
            self._open(request)
        elif isinstance(request, ReferenceRequest):
            self._measure(request)
        elif isinstance(request, ReferencePicturesRequest):
            self._picture_references(request)
        elif isinstance(request, ExportRequest):
            self._export(request)
        elif request.photo_id != self._photo_id or self._brightened is None:
            self.result.emit(Stopped(request.id))
        elif isinstance(request, RenderRequest):
            self._render(request, self._brightened)
        elif isinstance(request, RegionRequest):
            self._render_region(request, self._brightened)
        else:
            self._render_thumbnails(request, self._brightened)

    def _get_engine(self) -> Engine:
        if self._engine is None:
            self._engine_tried = True
            self._engine = self._load_engine()
            self.ready.emit(self._engine.description)
        return self._engine

    def _configure(self, request: ConfigureRequest) -> None:
        """Take another engine; where it cannot brighten the open photo the present one stays.

        Nothing passes meanwhile: features of one network are of no use to another.
        """
        from ccnet_core.engine import Cancelled

        def report(share: float) -> None:
            self.result.emit(Progressed(request.id, self.tr("Loading the network"), share))
            with self._condition:
                if self._stopping or request.id in self._cancelled:
                    raise Cancelled

        report(0.0)
        engine = request.load_engine()
        brightened = self._brightened
        if brightened is not None:
            brightened = engine.brighten(brightened.photo, report, request.preview_pixels)
        self._load_engine, self._engine, self._engine_tried = request.load_engine, engine, True
        self._cache.clear()
        if brightened is not None:
            self._hold(brightened, None)
        self._refine = None
        self._preview_pixels = request.preview_pixels
        self.ready.emit(engine.description)
        self.result.emit(Configured(request.id))

    def _open(self, request: OpenRequest) -> None:
        source = request.source
        # Before it is read: what is written to the file from here on makes another version of it.
        version = None if isinstance(source, Photo) else FileVersion.of(source)
        kept = None if version is None else self._cache.get(version)
        if kept is None:
            photo = source if isinstance(source, Photo) else open_photo(source)
        else:
            photo = kept.brightened.photo
        self.result.emit(Opened(request.id, photo, _reduced_image(photo, _DISPLAY_PIXELS)))
        if kept is None:
            progress = self._progress(request.id, self.tr("Brightening"))
            engine = self._get_engine()
            kept = Kept(engine.brighten(photo, progress, self._preview_pixels))
        self._put_away()
        self._photo_id, self._version, self._refine = request.id, version, None
        brightened, device = kept.brightened, self._get_engine().device
        self._hold(brightened if brightened.device == device else brightened.to(device), kept.full)
        self.result.emit(Ready(request.id))

    def _put_away(self) -> None:
        """Another photo is about to be open: only the open one takes memory of a GPU."""
        import torch

        brightened, version = self._brightened, self._version
        if brightened is not None and version is not None and brightened.device.type != "cpu":
            self._cache.put(version, Kept(brightened.to(torch.device("cpu")), self._full))

    def _hold(self, brightened: Brightened, full: FullLuminance | None) -> None:
        """What was made of the open photo, to work with and to come back to."""
        self._brightened, self._full = brightened, full
        if self._version is not None:
            self._cache.put(self._version, Kept(brightened, full))

    def _render(self, request: RenderRequest, brightened: Brightened) -> None:
        """Show the adjustments as soon as can be; where not exactly, that follows when the hand rests."""
        started = time.perf_counter()
        # What was to be made exact is no longer what is asked for.
        self._refine = None
        engine = self._get_engine()
        pixels = None if request.exact else engine.render_quick(brightened, request.adjustments)
        exact = pixels is None
        if pixels is None:
            pixels = engine.render(brightened, request.adjustments)
        picture = to_image(_bytes(pixels))
        seconds = time.perf_counter() - started
        self.result.emit(Rendered(request.id, request.photo_id, request.adjustments, picture, seconds, exact))
        if exact:
            engine.prepare_quick(brightened, request.adjustments)
        else:
            self._refine = (time.monotonic() + _REST_SECONDS, replace(request, exact=True))

    def _render_region(self, request: RegionRequest, brightened: Brightened) -> None:
        from ccnet_core.engine import Region

        engine = self._get_engine()
        full = self._full
        if full is None:
            full = engine.brighten_full(brightened, self._progress(request.id, self.tr("Full-size detail")))
            if request.photo_id != self._photo_id:
                self.result.emit(Stopped(request.id))
                return
            self._hold(brightened, full)
        rect = request.region
        region = Region(rect.x(), rect.y(), rect.width(), rect.height())
        picture = engine.render_region(brightened, full, request.adjustments, region)
        rows = slice(rect.y(), rect.y() + rect.height())
        original = brightened.photo.pixels[rows, rect.x() : rect.x() + rect.width()]
        self.result.emit(
            RegionRendered(
                request.id,
                request.photo_id,
                request.adjustments,
                QRect(rect),
                to_image(_bytes(picture)),
                to_image(eight_bit(np.ascontiguousarray(original))),
            )
        )

    def _render_thumbnails(self, request: ThumbnailsRequest, brightened: Brightened) -> None:
        engine = self._get_engine()
        progress = self._progress(request.id, "")
        small = engine.reduced(brightened, _THUMBNAIL_PIXELS)
        for index, adjustments in enumerate(request.adjustments):
            progress(index / len(request.adjustments))
            picture = to_image(_bytes(engine.render(small, adjustments)))
            self.result.emit(ThumbnailRendered(request.id, request.photo_id, index, picture))

    def _measure(self, request: ReferenceRequest) -> None:
        for source in request.sources:
            try:
                photo = source if isinstance(source, Photo) else open_photo(source)
                statistics = self._get_engine().statistics(photo)
            except PhotoError as error:
                self.result.emit(Failed(request.id, told(error)))
                continue
            reference = Reference(photo.name, statistics, 1.0, str(photo.path or ""))
            self.result.emit(
                ReferenceMeasured(request.id, request.photo_id, reference, _reference_thumbnail(photo))
            )

    def _picture_references(self, request: ReferencePicturesRequest) -> None:
        for reference in request.references:
            try:
                photo = open_photo(Path(reference.path))
            except PhotoError as error:
                # Its statistics are all that the style needs.
                _log.info("%s", error)
                continue
            self.result.emit(ReferencePictured(request.id, reference, _reference_thumbnail(photo)))

    def _export(self, request: ExportRequest) -> None:
        from ccnet_core.engine.progress import part_of

        started = time.perf_counter()
        task = self.tr("Exporting {name}").format(name=request.path.name)
        progress = self._progress(request.id, task, outlives_photo=True)
        engine = self._get_engine()
        brightened, full = self._brightened, self._full
        if brightened is None or request.photo_id != self._photo_id:
            # Another photo was opened before this one's turn came.
            brightened, full = engine.brighten(request.photo, progress, self._preview_pixels), None
        if full is None:
            full = engine.brighten_full(brightened, part_of(progress, 0.0, 0.8))
            if request.photo_id == self._photo_id:
                self._hold(brightened, full)
        picture = engine.export(
            brightened, request.adjustments, request.options.bit_depth, part_of(progress, 0.8, 1.0), full
        )
        save_photo(request.path, picture, request.options, brightened.photo)
        self.result.emit(Exported(request.id, request.path, time.perf_counter() - started))

    def _progress(
        self, request_id: int, task: str, *, outlives_photo: bool = False
    ) -> Callable[[float], None]:
        """Progress that tells the window, stops on demand, and lets more urgent requests pass in between.

        Args:
            request_id: of the work.
            task: what it is called; without a name it is not shown.
            outlives_photo: whether it goes on when another photo is opened.
        """
        from ccnet_core.engine import Cancelled

        last = 0.0

        def report(share: float) -> None:
            nonlocal last
            now = time.monotonic()
            if task and (share in (0.0, 1.0) or now - last > _PROGRESS_SECONDS):
                last = now
                self.result.emit(Progressed(request_id, task, share))
            self._let_pass()
            # What was let pass may have opened another photo; one that could not be read changes nothing.
            superseded = self._photo_id > request_id and not outlives_photo
            with self._condition:
                if self._stopping or request_id in self._cancelled or superseded:
                    raise Cancelled

        return report

    def _let_pass(self) -> None:
        """Serve what must not wait for long work to end. Once deep: what is let pass lets nothing pass."""
        if self._nested:
            return
        self._nested = True
        try:
            while True:
                with self._condition:
                    request = self._take((OpenRequest, RenderRequest, ReferenceRequest))
                if request is None and self._refine is not None and not self._rest():
                    request, self._refine = self._refine[1], None
                if request is None or self._stopping:
                    return
                self._serve(request)
        finally:
            self._nested = False


def _bytes(pixels: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The engine's 8-bit result, for the type checker."""
    assert pixels.dtype == np.uint8
    return pixels  # type: ignore[no-any-return]


def _reduced_image(photo: Photo, pixels: int) -> Any:
    """The photo with at most so many pixels, to be shown."""
    size = reduced_size(photo.height, photo.width, pixels)
    return to_image(eight_bit(reduce_pixels(photo.pixels, size)))


def _reference_thumbnail(photo: Photo) -> Any:
    return _reduced_image(photo, 200_000).scaled(
        QSize(_REFERENCE_SIDE, _REFERENCE_SIDE),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )


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
