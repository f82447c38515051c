"""What the engine's thread does for each kind of request."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QCoreApplication, QRect

from app.widgets.images import eight_bit, grey_image, to_image
from app.widgets.messages import photo_name, translated
from app.worker.cache import BrightenedCache, FileVersion
from app.worker.queue import RequestQueue
from app.worker.reading import DISPLAY_PIXELS, reduced_image
from app.worker.requests import (
    BrightenRequest,
    ColourRequest,
    ColourTold,
    Compared,
    CompareRequest,
    Configured,
    ConfigureRequest,
    Copied,
    CopyRequest,
    Exported,
    ExportRequest,
    FullSizeRequest,
    Glimpsed,
    LookRequest,
    LookSaved,
    OpenRequest,
    Pictured,
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
    WhiteRequest,
    WhiteTold,
    WrittenRequest,
)
from ccnet_core.develop import Developed, OneRendering, develop
from ccnet_core.framing import cut, cut_part, needed
from ccnet_core.looks import DEFAULT_SIZE, write_cube
from ccnet_core.photo import ExportOptions, Photo, lens
from ccnet_core.photo.reducing import reduce_pixels
from ccnet_core.photo.writing import encode_png
from ccnet_core.progress import part_of
from ccnet_core.writer import Wanted, WritingWork

if TYPE_CHECKING:
    from ccnet_core.engine import Brightened, Engine

_THUMBNAIL_PIXELS = 24_000
_LEAST_SHARE = 0.1
"""Of a photo; thumbnails of a smaller crop have fewer pixels."""
_REST_SECONDS = 0.08
"""A hand that moves asks for renderings in quicker succession; the exact one waits for it to rest."""
_GLIMPSE = 0.2
"""Where a glimpse ends on the bar of a brightening's progress."""
_GLIMPSE_PAYS = 3
"""As often the pixels of a glimpse has a working picture of which one is shown before."""
_ENCODING = 0.85
"""Where an export's or a copy's encoding begins on the bar of its progress."""

OpenPhoto = tuple[int, Photo | None]
"""The photo that is open in the document, if there is one, after the id of the request that opened it, or
closed the one before."""


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


class Jobs:
    """Serves requests with an engine. Confined to one thread.

    Which photo is open the document alone knows; what is at hand here is only what was worked on last.

    Attributes:
        engine: None until it is needed or asked for.
        engine_tried: whether loading it was tried; what failed is tried again only where it is needed.
        load_engine: what makes an engine.
        at_hand: the photo that was worked on last; None before the first.
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
        hand_over: Callable[[WrittenRequest, WritingWork], None],
        open_photo: Callable[[], OpenPhoto],
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
            hand_over: takes work that ends a request and needs no engine: it is done in another thread, which
                knows whether it is still wanted.
            open_photo: which photo is open in the document: what is asked for another is not wanted any more.
            idle_seconds: after which, with nothing to do, the full size is made.
        """
        self.load_engine = load_engine
        self._preview_pixels = preview_pixels
        self._cache = cache
        self._emit, self._ready, self._queue, self._progress_of = emit, ready, queue, progress_of
        self._hand_over, self._open_photo, self._idle_seconds = hand_over, open_photo, idle_seconds
        self.engine: Engine | None = None
        self.engine_tried = False
        self.at_hand: Brightened | None = None
        # What a photo is kept as: a pasted one has no file, and is not kept.
        self._versions: WeakKeyDictionary[Photo, FileVersion] = WeakKeyDictionary()
        self._newest: RenderRequest | BrightenRequest | None = None
        # Whether the photo that the window shows beside the rendering is that with the lens corrected.
        self._corrected_is_shown = False

    def do(self, request: Request) -> None:
        """Serve a request.

        Raises:
            Cancelled: it was stopped.
            WeightsError: the engine cannot be loaded.
        """
        assert not isinstance(request, (OpenRequest, ReferenceRequest, ReferencePicturesRequest))
        photo_id, photo = self._open_photo()
        try:
            if isinstance(request, ConfigureRequest):
                self._configure(request)
            elif isinstance(request, CopyRequest):
                self._copy(request)
            elif isinstance(request, ExportRequest):
                self._export(request)
            elif isinstance(request, LookRequest):
                self._save_look(request)
            elif isinstance(request, BrightenRequest) and request.photo_id >= photo_id:
                # The document may hear of it later than it is asked for here.
                self._brighten(request)
            elif photo is None or request.photo_id != photo_id:
                if not isinstance(request, FullSizeRequest):
                    self._emit(Stopped(request.id))
            elif isinstance(request, FullSizeRequest):
                self._make_full_size(request, photo)
            elif isinstance(request, RenderRequest):
                self._render(request, self._brightened(photo, request))
            elif isinstance(request, RegionRequest):
                self._render_region(request, self._brightened(photo, request))
            elif isinstance(request, ColourRequest):
                self._tell_colour(request, self._brightened(photo, request))
            elif isinstance(request, (CompareRequest, WhiteRequest)):
                self._look_at(request, self._brightened(photo, request))
            elif isinstance(request, ThumbnailsRequest):
                self._render_thumbnails(request, self._brightened(photo, request))
        finally:
            self._follow_engine()

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
            photo, brightened = self._open_photo()[1], None
            if photo is not None:
                if self.at_hand is not None and _is_of(self.at_hand, photo):
                    photo = self.at_hand.photo
                brightened = engine.brighten(photo, progress, request.preview_pixels)
            progress(1.0)
        except Exception:
            # Loading an engine sets them, for whatever computes.
            torch.set_num_threads(threads)
            raise
        self.load_engine, self.engine, self.engine_tried = request.load_engine, engine, True
        self._cache.clear()
        self.at_hand = brightened
        self._keep()
        self._preview_pixels = request.preview_pixels
        self._ready(translated(engine.description))
        self._emit(Configured(request.id))

    def _brighten(self, request: BrightenRequest) -> None:
        if request.version is not None:
            self._versions[request.photo] = request.version
        task = QCoreApplication.translate("EngineThread", "Brightening")
        self._render(request, self._brightened(request.photo, request, task))

    def _brightened(self, photo: Photo, request: Request, task: str = "") -> Brightened:
        """A photo to be worked on: it is at hand, or kept, or brightened now, with progress under a name."""
        corrected = _wants_correction(request)
        if self.at_hand is not None and _is_of(self.at_hand, photo, corrected):
            return self.at_hand
        version = self._versions.get(photo)
        brightened = None if version is None else self._cache.get(version)
        if brightened is None or not _is_of(brightened, photo, corrected):
            engine, progress = self.get_engine(), self._progress_of(request, task)
            progress(0.0)
            source = lens.corrected(photo) if corrected else photo
            if isinstance(request, BrightenRequest) and self._glimpse_pays(source):
                self._glimpse(request, source, part_of(progress, 0.0, _GLIMPSE))
                progress = part_of(progress, _GLIMPSE, 1.0)
            brightened = engine.brighten(source, progress, self._preview_pixels)
        self._put_away()
        device = self.get_engine().device
        self.at_hand = brightened if brightened.device == device else brightened.to(device)
        self._keep()
        return self.at_hand

    def _glimpse_pays(self, photo: Photo) -> bool:
        """Whether brightening takes so long that a small picture is worth a fifth of its time more."""
        from ccnet_core.engine import GLIMPSE_PIXELS

        pixels = min(photo.width * photo.height, self._preview_pixels)
        return self.get_engine().device.type == "cpu" and pixels >= _GLIMPSE_PAYS * GLIMPSE_PIXELS

    def _glimpse(self, request: BrightenRequest, photo: Photo, progress: Callable[[float], None]) -> None:
        pixels = self.get_engine().glimpse(photo, request.adjustments, progress)
        self._emit(Glimpsed(request.photo_id, request.adjustments, to_image(_bytes(pixels))))

    def _put_away(self) -> None:
        """Another photo is taken up: only that one takes memory of the engine or a GPU."""
        import torch

        left = self.at_hand
        if left is None:
            return
        self.get_engine().forget(left.photo)
        if left.device.type != "cpu":
            self.at_hand = left.to(torch.device("cpu"))
            self._keep()

    def _follow_engine(self) -> None:
        """Where the engine fell back to the CPU, the photo at hand is not to fill the memory of the GPU."""
        at_hand, engine = self.at_hand, self.engine
        if at_hand is not None and engine is not None and at_hand.device != engine.device:
            self.at_hand = at_hand.to(engine.device)
            self._keep()

    def _keep(self) -> None:
        """Keep what is at hand, to come back to."""
        version = None if self.at_hand is None else self._versions.get(_original(self.at_hand))
        if self.at_hand is not None and version is not None:
            self._cache.put(version, self.at_hand)

    def _render(self, request: RenderRequest | BrightenRequest, brightened: Brightened) -> None:
        """Show the adjustments as soon as can be; where not exactly, that follows when the hand rests."""
        self._picture(request, brightened.photo)
        started = time.perf_counter()
        self._newest = request
        engine, pixels = self.get_engine(), None
        # All of it, which who crops sees; then it is cut.
        geometry, of_whole = request.adjustments.geometry, request.adjustments.of_whole
        if isinstance(request, RenderRequest) and not request.exact:
            pixels = engine.render_quick(brightened, of_whole)
        exact = pixels is None
        if pixels is None:
            pixels = engine.render(brightened, of_whole)
        picture = to_image(_bytes(cut(pixels, geometry, quick=not exact)))
        whole = picture if geometry.is_neutral else to_image(_bytes(pixels)) if exact else None
        cover = None
        if isinstance(request, RenderRequest) and request.cover is not None:
            cover = grey_image(_bytes(cut(engine.cover(brightened, request.cover), geometry, quick=True)))
        seconds = time.perf_counter() - started
        own, noise = brightened.own_values, 100 * brightened.noise.level
        self._emit(
            Rendered(
                request.id,
                request.photo_id,
                request.adjustments,
                picture,
                seconds,
                exact,
                own,
                noise,
                whole,
                cover,
            )
        )
        if isinstance(request, RenderRequest) and not exact:
            # Where pictures take long the next move comes later, too, and would wait for the exact one.
            self._queue.put(replace(request, exact=True), max(_REST_SECONDS, 2 * seconds))
        else:
            engine.prepare_quick(brightened, request.adjustments)
        self._queue.put(FullSizeRequest(request.photo_id), self._idle_seconds)

    def _tell_colour(self, request: ColourRequest, brightened: Brightened) -> None:
        L, a, b = self.get_engine().colour_at(brightened, *request.place)
        self._emit(ColourTold(request.id, request.photo_id, L, (a, b)))

    def _look_at(self, request: CompareRequest | WhiteRequest, brightened: Brightened) -> None:
        """What changes nothing of what is shown as decided."""
        if isinstance(request, WhiteRequest):
            balance = self.get_engine().auto_white_balance(brightened)
            self._emit(WhiteTold(request.id, request.photo_id, *balance))
            return
        picture = to_image(_bytes(self.get_engine().render(brightened, request.adjustments)))
        self._emit(Compared(request.id, request.photo_id, request.adjustments, picture))

    def _picture(self, request: RenderRequest | BrightenRequest, photo: Photo) -> None:
        """Have the window show the photo that is rendered, where the one it shows is of another lens."""
        original = photo.uncorrected or photo
        corrected = photo.uncorrected is not None
        # A photo is brightened before it is rendered again.
        is_shown = isinstance(request, RenderRequest) and self._corrected_is_shown == corrected
        self._corrected_is_shown = corrected
        if original.lens is not None and not is_shown:
            self._emit(Pictured(request.photo_id, reduced_image(photo.pixels, DISPLAY_PIXELS)))

    def _render_region(self, request: RegionRequest, brightened: Brightened) -> None:
        from ccnet_core.engine import Cancelled, Region

        rect = request.region
        region = Region(rect.x(), rect.y(), rect.width(), rect.height())
        photo, full = brightened.photo, brightened.begin_full()
        frame = request.adjustments.geometry.frame(photo.height, photo.width)
        self._keep()
        # Where only colours are to be made, nothing shows that: it happens with each decision.
        task = QCoreApplication.translate("EngineThread", "Full-size detail")
        progress = self._progress_of(request, task if full.missing(needed(frame, region.part)) else "")

        def watch(share: float) -> None:
            progress(share)
            newest = self._newest
            if newest is not None and newest.id > request.id and newest.adjustments != request.adjustments:
                # What was let pass shows other colours: those asked for here are not shown any more.
                raise Cancelled

        scale = min(request.scale, 1.0)
        engine = self.get_engine()
        picture = engine.render_region(brightened, request.adjustments, region, watch, scale)
        if request.compared is not None:
            before = _bytes(engine.render_region(brightened, request.compared, region, watch, scale))
        else:
            own = reduce_pixels(cut_part(photo.pixels, frame, region.part), region.size_at(scale))
            before = eight_bit(own)
        self._emit(
            RegionRendered(
                request.id,
                request.photo_id,
                request.adjustments,
                QRect(rect),
                to_image(_bytes(picture)),
                to_image(before),
            )
        )

    def _make_full_size(self, request: FullSizeRequest, photo: Photo) -> None:
        """Make ready for actual pixels and export; whatever else comes goes first.

        Not where it would take more memory than photos may: what nobody asked for must not.
        """
        from ccnet_core.engine import Cancelled

        brightened = self.at_hand
        if brightened is None or not _is_of(brightened, photo):
            return
        if brightened.size == (photo.height, photo.width):
            return
        if brightened.nbytes_with_full > self._cache.limit:
            return
        brightened.begin_full()
        self._keep()

        def give_way(share: float) -> None:
            if self._queue.is_due():
                raise Cancelled

        try:
            self.get_engine().brighten_full(brightened, give_way)
        except Cancelled:
            self._queue.put(request, self._idle_seconds)

    def _render_thumbnails(self, request: ThumbnailsRequest, brightened: Brightened) -> None:
        engine = self.get_engine()
        progress = self._progress_of(request, "")
        # Of a cropped photo that many are to be seen, within bounds.
        shares = (wanted.geometry.crop for wanted in request.adjustments)
        share = min((crop.width * crop.height for crop in shares), default=1.0)
        small = engine.reduced(brightened, round(_THUMBNAIL_PIXELS / max(share, _LEAST_SHARE)))
        for index, adjustments in enumerate(request.adjustments):
            progress(index / len(request.adjustments))
            picture = to_image(_bytes(engine.render(small, adjustments)))
            self._emit(ThumbnailRendered(request.id, request.photo_id, index, picture))

    def _export(self, request: ExportRequest) -> None:
        started = time.perf_counter()
        task = QCoreApplication.translate("EngineThread", "Exporting {name}").format(name=request.path.name)
        developed = self._developed(request, request.options, task, request.once)
        self._hand_over(request, lambda wanted: self._save(request, developed, started, wanted))

    def _save_look(self, request: LookRequest) -> None:
        from ccnet_core.engine.looks import left_out_of_cube

        cube = self.get_engine().colour_cube(request.photo, request.adjustments, DEFAULT_SIZE)
        left_out = left_out_of_cube(request.adjustments)

        def write(wanted: Wanted) -> None:
            wanted.begin()
            write_cube(request.path, cube, request.path.stem, overwrite=request.overwrite)
            self._emit(LookSaved(request.id, request.path, left_out))

        self._hand_over(request, write)

    def _copy(self, request: CopyRequest) -> None:
        name = photo_name(request.photo)
        task = QCoreApplication.translate("EngineThread", "Copying {name}").format(name=name)
        pixels = _bytes(self._developed(request, ExportOptions("png"), task).picture)

        def encode(wanted: Wanted) -> None:
            picture, png = to_image(pixels), encode_png(pixels)
            wanted.begin()
            self._emit(Copied(request.id, request.photo_id, request.adjustments, name, picture, png))

        self._hand_over(request, encode)

    def _developed(
        self,
        request: ExportRequest | CopyRequest,
        options: ExportOptions,
        task: str,
        once: OneRendering | None = None,
    ) -> Developed:
        """The whole picture of a photo that is open or was, with progress under a name."""
        from ccnet_core.progress import part_of

        # What is left of the bar is the encoding, which tells nothing while it lasts.
        progress = part_of(self._progress_of(request, task, outlives_photo=True), 0.0, _ENCODING)
        engine, photo = self.get_engine(), request.photo
        if self.at_hand is not None and _is_of(self.at_hand, photo, request.adjustments.lens_correction):
            photo = self.at_hand.photo
        try:
            return develop(
                engine,
                photo,
                request.adjustments,
                options,
                progress,
                working_pixels=self._preview_pixels,
                begun=self._begun,
                once=once,
            )
        finally:
            if self.at_hand is None or self.at_hand.photo is not photo:
                # It was left meanwhile.
                engine.forget(photo)

    def _begun(self, source: Photo) -> Brightened | None:
        """The photo at hand; None of one that is smaller, or another."""
        brightened = self.at_hand
        if brightened is None or brightened.photo is not source:
            return None
        brightened.begin_full()
        self._keep()
        return brightened

    def _save(self, request: ExportRequest, developed: Developed, started: float, wanted: Wanted) -> None:
        """Encode and write, in whatever thread: nothing of the engine or the open photo is touched."""
        notices = developed.save(request.path, before_writing=lambda _: wanted.begin(), check=wanted.check)
        self._emit(Exported(request.id, request.path, time.perf_counter() - started, notices))


def _original(brightened: Brightened) -> Photo:
    """The photo as it was opened."""
    return brightened.photo.uncorrected or brightened.photo


def _is_of(brightened: Brightened, photo: Photo, corrected: bool | None = None) -> bool:
    """Whether it is of a photo, and its lens corrected or not as is wanted; None for either."""
    if corrected is not None and photo.lens is not None and corrected == (brightened.photo is photo):
        return False
    return _original(brightened) is photo


def _wants_correction(request: Request) -> bool | None:
    """Whether a lens is to be corrected for a request; None where that does not matter."""
    if isinstance(request, BrightenRequest | RenderRequest | RegionRequest):
        return request.adjustments.lens_correction
    return None


def _bytes(pixels: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The engine's 8-bit result, for the type checker."""
    assert pixels.dtype == np.uint8
    return pixels  # type: ignore[no-any-return]
