"""What the engine's thread does for each kind of request."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QImage

from app.widgets.images import eight_bit, to_image, to_jpeg
from app.widgets.messages import photo_name, told, translated
from app.worker.cache import BrightenedCache, FileVersion
from app.worker.queue import RequestQueue
from app.worker.requests import (
    Configured,
    ConfigureRequest,
    Copied,
    CopyRequest,
    Exported,
    ExportRequest,
    Failed,
    FullSizeRequest,
    Opened,
    OpenRequest,
    Ready,
    ReferenceMeasured,
    ReferencePictured,
    ReferencePicturesRequest,
    ReferenceRequest,
    RegionRendered,
    RegionRequest,
    Rendered,
    RenderRequest,
    Request,
    Stopped,
    ThumbnailRendered,
    ThumbnailsRequest,
)
from app.worker.writer import WritingWork
from ccnet_core.adjustments import Reference
from ccnet_core.messages import Message
from ccnet_core.photo import Photo, PhotoError, open_photo, read_thumbnail, save_photo
from ccnet_core.photo.profile import SRGB_NAME
from ccnet_core.photo.reducing import Pixels, reduce_pixels, reduced_photo, reduced_size
from ccnet_core.photo.writing import encode_png

if TYPE_CHECKING:
    from ccnet_core.engine import Brightened, Engine

_log = logging.getLogger(__name__)

_DISPLAY_PIXELS = 2_000_000
_THUMBNAIL_PIXELS = 24_000
_REST_SECONDS = 0.08
"""A hand that moves asks for renderings in quicker succession; the exact one waits for it to rest."""
_REFERENCE_SIDE = 192
_THUMBNAIL_SIDE = 2 * _REFERENCE_SIDE
"""Longer side of what is read for it: of a panorama the middle is shown."""
_ENCODING = 0.85
"""Where an export's or a copy's encoding begins on the bar of its progress."""
_KEPT_SIDE = 96
"""Of what is kept of a reference picture that has no file."""


class ProgressOf(Protocol):
    """Makes what long work calls with the share done, 0 to 1; it raises ``Cancelled`` to stop the work."""

    def __call__(
        self, request: Request, task: str, *, passing: bool = True, outlives_photo: bool = False
    ) -> Callable[[float], None]:
        """Progress of a request.

        Args:
            request: what is worked for.
            task: what it is called; without a name it is not shown.
            passing: whether more urgent requests are served in between.
            outlives_photo: whether it goes on when another photo is opened.
        """


@dataclass(slots=True, eq=False)
class _Open:
    """The photo that is open: the id of the request that opened it, and its file as it was then, if any."""

    id: int
    version: FileVersion | None
    brightened: Brightened


class Jobs:
    """Serves requests with an engine, on the photo that is open. Confined to one thread.

    Attributes:
        engine: None until it is needed or asked for.
        engine_tried: whether loading it was tried; what failed is tried again only where it is needed.
        load_engine: what makes an engine.
        photo: the open photo; None before the first.
    """

    def __init__(
        self,
        load_engine: Callable[[], Engine],
        preview_pixels: int,
        cache: BrightenedCache,
        emit: Callable[[object], None],
        ready: Callable[[str], None],
        queue: RequestQueue,
        progress_of: ProgressOf,
        hand_over: Callable[[ExportRequest | CopyRequest, WritingWork], None],
        idle_seconds: float,
    ) -> None:
        """Begin without photo and engine.

        Args:
            load_engine: called when an engine is needed: loading takes a second.
            preview_pixels: size of the working picture.
            cache: where brightened photos are kept.
            emit: takes the results.
            ready: takes the description of an engine that is loaded.
            queue: where the requests come from, and what is to be done later goes.
            progress_of: makes the progress of long work.
            hand_over: takes work that ends a request and needs no engine: it is done in another thread. The
                work calls what it is given before anything of it can be seen; ``Cancelled`` then stops it.
            idle_seconds: after which, with nothing to do, the full size is made.
        """
        self.load_engine = load_engine
        self._preview_pixels = preview_pixels
        self._cache = cache
        self._emit, self._ready, self._queue, self._progress_of = emit, ready, queue, progress_of
        self._hand_over, self._idle_seconds = hand_over, idle_seconds
        self.engine: Engine | None = None
        self.engine_tried = False
        self.photo: _Open | None = None
        # A photo that is opened again by its pixels is kept as what it was read from.
        self._versions: WeakKeyDictionary[Photo, FileVersion] = WeakKeyDictionary()
        self._newest: RenderRequest | None = None

    def do(self, request: Request) -> None:
        """Serve a request.

        Raises:
            Cancelled: it was stopped.
            PhotoError: a file cannot be read or written.
            WeightsError: the engine cannot be loaded.
        """
        try:
            self._serve(request)
        finally:
            self._follow_engine()

    def _serve(self, request: Request) -> None:
        if isinstance(request, ConfigureRequest):
            self._configure(request)
        elif isinstance(request, OpenRequest):
            self._open_photo(request)
        elif isinstance(request, ReferenceRequest):
            self._measure(request)
        elif isinstance(request, ReferencePicturesRequest):
            self._picture_references(request)
        elif isinstance(request, CopyRequest):
            self._copy(request)
        elif isinstance(request, ExportRequest):
            self._export(request)
        elif isinstance(request, FullSizeRequest):
            self._make_full_size(request)
        elif self.photo is None or request.photo_id != self.photo.id:
            self._emit(Stopped(request.id))
        elif isinstance(request, RenderRequest):
            self._render(request, self.photo)
        elif isinstance(request, RegionRequest):
            self._render_region(request, self.photo)
        else:
            self._render_thumbnails(request, self.photo)

    def get_engine(self) -> Engine:
        """The engine, loaded now if it is not yet.

        Raises:
            WeightsError: it cannot be loaded.
        """
        if self.engine is None:
            self.engine_tried = True
            self.engine = self.load_engine()
            self._ready(translated(self.engine.description))
        return self.engine

    def _configure(self, request: ConfigureRequest) -> None:
        """Take another engine; where it cannot brighten the open photo the present one stays.

        Nothing passes meanwhile: features of one network are of no use to another.
        """
        import torch

        task = QCoreApplication.translate("EngineThread", "Loading the network")
        progress = self._progress_of(request, task, passing=False, outlives_photo=True)
        progress(0.0)
        threads = torch.get_num_threads()
        try:
            engine = request.load_engine()
            brightened = None
            if self.photo is not None:
                brightened = engine.brighten(self.photo.brightened.photo, progress, request.preview_pixels)
            progress(1.0)
        except Exception:
            # Loading an engine sets them, for whatever computes.
            torch.set_num_threads(threads)
            raise
        self.load_engine, self.engine, self.engine_tried = request.load_engine, engine, True
        self._cache.clear()
        if self.photo is not None and brightened is not None:
            self.photo.brightened = brightened
            self._keep_photo(self.photo)
        self._preview_pixels = request.preview_pixels
        self._ready(translated(engine.description))
        self._emit(Configured(request.id))

    def _open_photo(self, request: OpenRequest) -> None:
        from ccnet_core.engine import Cancelled

        source = request.source
        # Before it is read: what is written to the file from here on makes another version of it.
        version = self._versions.get(source) if isinstance(source, Photo) else FileVersion.of(source)
        kept = None if version is None else self._cache.get(version)
        if isinstance(source, Photo):
            photo = source
            kept = kept if kept is not None and kept.photo is photo else None
        elif kept is None:
            photo = open_photo(source, partial=True)
            if version is not None:
                self._versions[photo] = version
        else:
            photo = kept.photo
        if self._queue.is_cancelled(request):
            raise Cancelled
        self._emit(Opened(request.id, photo, _reduced_image(photo.pixels, _DISPLAY_PIXELS), version))
        if kept is None:
            progress = self._progress_of(request, QCoreApplication.translate("EngineThread", "Brightening"))
            engine = self.get_engine()
            kept = engine.brighten(photo, progress, self._preview_pixels)
        self._release_photo()
        device = self.get_engine().device
        self.photo = _Open(request.id, version, kept if kept.device == device else kept.to(device))
        self._keep_photo(self.photo)
        self._emit(Ready(request.id))

    def _release_photo(self) -> None:
        """Another photo is about to be open: only the open one takes memory of the engine or a GPU."""
        import torch

        photo = self.photo
        if photo is None:
            return
        self.get_engine().forget(photo.brightened.photo)
        if photo.version is not None and photo.brightened.device.type != "cpu":
            photo.brightened = photo.brightened.to(torch.device("cpu"))
            self._keep_photo(photo)

    def _follow_engine(self) -> None:
        """Where the engine fell back to the CPU, the open photo is not to fill the memory of the GPU."""
        photo, engine = self.photo, self.engine
        if photo is not None and engine is not None and photo.brightened.device != engine.device:
            photo.brightened = photo.brightened.to(engine.device)
            self._keep_photo(photo)

    def _keep_photo(self, photo: _Open) -> None:
        """What was made of a photo, to come back to."""
        if photo.version is not None:
            self._cache.put(photo.version, photo.brightened)

    def _render(self, request: RenderRequest, photo: _Open) -> None:
        """Show the adjustments as soon as can be; where not exactly, that follows when the hand rests."""
        started = time.perf_counter()
        self._newest = request
        engine = self.get_engine()
        pixels = None if request.exact else engine.render_quick(photo.brightened, request.adjustments)
        exact = pixels is None
        if pixels is None:
            pixels = engine.render(photo.brightened, request.adjustments)
        picture = to_image(_bytes(pixels))
        seconds = time.perf_counter() - started
        own_range = photo.brightened.own_range
        self._emit(
            Rendered(request.id, request.photo_id, request.adjustments, picture, seconds, exact, own_range)
        )
        if exact:
            engine.prepare_quick(photo.brightened, request.adjustments)
        else:
            self._queue.put(replace(request, exact=True), _REST_SECONDS)
        self._queue.put(FullSizeRequest(photo.id), self._idle_seconds)

    def _render_region(self, request: RegionRequest, photo: _Open) -> None:
        from ccnet_core.engine import Cancelled, Region

        rect = request.region
        region = Region(rect.x(), rect.y(), rect.width(), rect.height())
        rows = slice(rect.y(), rect.y() + rect.height())
        columns = slice(rect.x(), rect.x() + rect.width())
        full = photo.brightened.begin_full()
        self._keep_photo(photo)
        # Where only colours are to be made, nothing shows that: it happens with each decision.
        task = QCoreApplication.translate("EngineThread", "Full-size detail")
        progress = self._progress_of(request, task if full.missing((rows, columns)) else "")

        def watch(share: float) -> None:
            progress(share)
            newest = self._newest
            if newest is not None and newest.id > request.id and newest.adjustments != request.adjustments:
                # What was let pass shows other colours: those asked for here are not shown any more.
                raise Cancelled

        scale = min(request.scale, 1.0)
        engine = self.get_engine()
        picture = engine.render_region(photo.brightened, request.adjustments, region, watch, scale)
        original = reduce_pixels(photo.brightened.photo.pixels[rows, columns], region.size_at(scale))
        self._emit(
            RegionRendered(
                request.id,
                request.photo_id,
                request.adjustments,
                QRect(rect),
                to_image(_bytes(picture)),
                to_image(eight_bit(np.ascontiguousarray(original))),
            )
        )

    def _make_full_size(self, request: FullSizeRequest) -> None:
        """Make ready for actual pixels and export; whatever else comes goes first.

        Not where it would take more memory than photos may: what nobody asked for must not.
        """
        from ccnet_core.engine import Cancelled

        photo = self.photo
        if photo is None or photo.id != request.photo_id:
            return
        pixels = photo.brightened.photo
        if photo.brightened.size == (pixels.height, pixels.width):
            return
        if photo.brightened.nbytes_with_full > self._cache.limit:
            return
        photo.brightened.begin_full()
        self._keep_photo(photo)

        def give_way(share: float) -> None:
            if self._queue.is_due():
                raise Cancelled

        try:
            self.get_engine().brighten_full(photo.brightened, give_way)
        except Cancelled:
            self._queue.put(request, self._idle_seconds)

    def _render_thumbnails(self, request: ThumbnailsRequest, photo: _Open) -> None:
        engine = self.get_engine()
        progress = self._progress_of(request, "")
        small = engine.reduced(photo.brightened, _THUMBNAIL_PIXELS)
        for index, adjustments in enumerate(request.adjustments):
            progress(index / len(request.adjustments))
            picture = to_image(_bytes(engine.render(small, adjustments)))
            self._emit(ThumbnailRendered(request.id, request.photo_id, index, picture))

    def _measure(self, request: ReferenceRequest) -> None:
        # Each is answered, whatever is opened meanwhile.
        progress = self._progress_of(request, "", outlives_photo=True)
        for index, source in enumerate(request.sources):
            progress(index / len(request.sources))
            try:
                photo = source if isinstance(source, Photo) else open_photo(source)
                statistics = self.get_engine().statistics(photo)
            except PhotoError as error:
                self._emit(Failed(request.id, told(error)))
                continue
            thumbnail = _reference_thumbnail(photo.pixels)
            kept = b"" if photo.path else to_jpeg(thumbnail, _KEPT_SIDE)
            reference = Reference(photo.name, statistics, 1.0, str(photo.path or ""), kept)
            self._emit(ReferenceMeasured(request.id, request.photo_id, reference, thumbnail))

    def _picture_references(self, request: ReferencePicturesRequest) -> None:
        progress = self._progress_of(request, "")
        for index, reference in enumerate(request.references):
            progress(index / len(request.references))
            try:
                pixels = read_thumbnail(reference.path, _THUMBNAIL_SIDE)
            except PhotoError as error:
                # Its statistics are all that the style needs.
                _log.info("%s", error)
                continue
            self._emit(ReferencePictured(request.id, reference, _reference_thumbnail(pixels)))

    def _export(self, request: ExportRequest) -> None:
        started = time.perf_counter()
        task = QCoreApplication.translate("EngineThread", "Exporting {name}").format(name=request.path.name)
        source = reduced_photo(request.photo, request.options.long_side)
        options = request.options
        picture = self._full_picture(request, source, task, options.sample_bits, options.profile)
        self._hand_over(request, lambda begin: self._save(request, source, picture, started, begin))

    def _copy(self, request: CopyRequest) -> None:
        task = QCoreApplication.translate("EngineThread", "Copying {name}").format(
            name=photo_name(request.photo)
        )
        pixels = _bytes(self._full_picture(request, request.photo, task, 8))

        def encode(begin: Callable[[], None]) -> None:
            name, picture, png = photo_name(request.photo), to_image(pixels), encode_png(pixels)
            begin()
            self._emit(Copied(request.id, request.photo_id, request.adjustments, name, picture, png))

        self._hand_over(request, encode)

    def _full_picture(
        self,
        request: ExportRequest | CopyRequest,
        source: Photo,
        task: str,
        bit_depth: int,
        profile: str = SRGB_NAME,
    ) -> Pixels:
        """The whole picture of a photo that is open or was, or is smaller, with progress under a name."""
        from ccnet_core.progress import Progress, part_of

        report = self._progress_of(request, task, outlives_photo=True)
        # What is left of the bar is the encoding, which tells nothing while it lasts.
        progress: Progress = part_of(report, 0.0, _ENCODING)
        engine = self.get_engine()
        photo = self.photo
        try:
            if photo is None or photo.brightened.photo is not source:
                # It is to be smaller, or another photo was opened before this one's turn came.
                brightened = engine.brighten(source, part_of(progress, 0.0, 0.15), self._preview_pixels)
                progress = part_of(progress, 0.15, 1.0)
            else:
                brightened = photo.brightened
                brightened.begin_full()
                self._keep_photo(photo)
            return engine.export(brightened, request.adjustments, bit_depth, progress, profile)
        finally:
            if self.photo is None or self.photo.brightened.photo is not source:
                engine.forget(source)

    def _save(
        self,
        request: ExportRequest,
        source: Photo,
        picture: Pixels,
        started: float,
        begin: Callable[[], None],
    ) -> None:
        """Encode and write, in whatever thread: nothing of the engine or the open photo is touched."""
        from ccnet_core.engine import Cancelled

        def check() -> None:
            if self._queue.is_cancelled(request):
                raise Cancelled

        notices: list[Message] = []
        save_photo(
            request.path,
            picture,
            request.options,
            source,
            before_writing=lambda _: begin(),
            check=check,
            tell=notices.append,
        )
        self._emit(Exported(request.id, request.path, time.perf_counter() - started, tuple(notices)))


def _bytes(pixels: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The engine's 8-bit result, for the type checker."""
    assert pixels.dtype == np.uint8
    return pixels  # type: ignore[no-any-return]


def _reduced_image(pixels: Pixels, count: int) -> QImage:
    """A picture with at most so many pixels, to be shown."""
    height, width = pixels.shape[:2]
    return to_image(eight_bit(reduce_pixels(pixels, reduced_size(height, width, count))))


def _reference_thumbnail(pixels: Pixels) -> QImage:
    return _reduced_image(pixels, 200_000).scaled(
        QSize(_REFERENCE_SIDE, _REFERENCE_SIDE),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
