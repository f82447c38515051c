"""Between the document and the engine's thread: asks for what is needed, drops what came too late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QImage

from app.document.autosave import Autosave
from app.document.document import Document
from app.document.photo_key import Source, photo_key
from app.widgets.messages import reference_name
from app.worker.cache import FileVersion
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
    Failed,
    Glimpsed,
    LookRequest,
    LookSaved,
    Opened,
    OpenRequest,
    Pictured,
    Progressed,
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
    WhiteRequest,
    WhiteTold,
)
from app.worker.thread import EngineThread
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.canonical import canonical_path, named_host
from ccnet_core.develop import OneRendering
from ccnet_core.geometry import WHOLE, Crop
from ccnet_core.masks import Point
from ccnet_core.photo import ExportOptions, Photo
from ccnet_core.photo.reducing import size_within

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

_REST_MS = 300
"""How long the hand rests before thumbnails are made anew."""


@dataclass(frozen=True, slots=True)
class _Export:
    """What a photo was exported as; it holds no photo, which would never end then."""

    adjustments: Adjustments
    path: Path
    version: FileVersion | None
    reduced: bool


class Studio(QObject):
    """The open photo with its renderings.

    Attributes:
        document: the photo and its adjustments.
        autosave: what keeps the adjustments in the photo's sidecar.
        rendered_with: the adjustments of the rendering that was shown last.

    Signals:
        leaving: the open photo is about to be closed or replaced; what is decided now is still of it.
        opened: a photo is read and replaces the open one.
        dimmed: the current photo is not bright, for now.
        closed: no photo is open any more.
        pictured: the current photo as it was, which looks otherwise now.
        glimpsed: a small picture of what the rendering of the current photo will be, before it is bright.
        rendered: a rendering of the current photo, newest last.
        detailed: a full-size part of the current photo with the current adjustments.
        colour_told: the :class:`app.worker.requests.ColourTold` that was asked for of the current photo.
        white_told: the :class:`app.worker.requests.WhiteTold` that was asked for of the current photo.
        compared: the :class:`app.worker.requests.Compared` of the current photo that was asked for.
        thumbnail: the index of a preview of :meth:`set_previews` and its picture.
        reference_measured: a reference picture that was added.
        reference_pictured: the picture of a reference that is followed already.
        exported: a file is written.
        look_saved: the photo's colours are a file of their own.
        export_cancelled: the file that an export was to write; nothing is written.
        copied: the full-size picture that was asked for last, for the clipboard.
        not_made: an export or a copy failed; what happened is told by ``failed``, before this.
        configured: the id of a change of the engine that is in force.
        failed: what happened and what to do.
        not_opened: why a photo that was asked for cannot be opened; the same is told by ``failed``.
        brightened: the current photo is bright and can be exported.
        not_brightened: the current photo could not be brightened, and why; empty if the person stopped it.
        progressed: a long task, how far it is, and its id.
        finished: the id of a task that shows no progress any more.
    """

    leaving = Signal()
    opened = Signal(object)
    dimmed = Signal()
    closed = Signal()
    pictured = Signal(object)
    glimpsed = Signal(object)
    rendered = Signal(object)
    detailed = Signal(object)
    colour_told = Signal(object)
    white_told = Signal(object)
    compared = Signal(object)
    thumbnail = Signal(int, object)
    reference_measured = Signal(object)
    reference_pictured = Signal(object)
    exported = Signal(object)
    look_saved = Signal(object)
    export_cancelled = Signal(object)
    copied = Signal(object)
    not_made = Signal()
    configured = Signal(int)
    failed = Signal(str)
    not_opened = Signal(str)
    brightened = Signal()
    not_brightened = Signal(str)
    progressed = Signal(object)
    finished = Signal(int)

    def __init__(self, thread: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = Document(self)
        self.autosave = Autosave(self.document, self)
        self._thread = thread
        self._last_id = 0
        self._opening: dict[int, Source] = {}
        self._given_up: set[int] = set()
        # The id of the open photo once it is bright, and of what is to make it so.
        self._bright = 0
        self._brightening = 0
        # Why the open photo could not be brightened; None where nobody was told of that.
        self._dim_because: str | None = None
        self._thumbnails = 0
        self._thumbnails_asked: tuple[Adjustments, ...] = ()
        self._thumbnails_coming: set[Adjustments] = set()
        self._thumbnail_pictures: dict[Adjustments, QImage] = {}
        self._tried: Adjustments | None = None
        self._covering: int | None = None
        self._compared: Adjustments | None = None
        self.rendered_with = Adjustments()
        self._first_shown = 0
        self._exact = False
        # The newest change of the engine that is not in force yet.
        self._changing = 0
        self._exports: dict[int, ExportRequest] = {}
        self._exported: WeakKeyDictionary[Photo, _Export] = WeakKeyDictionary()
        self._copy: CopyRequest | None = None
        self._previews: tuple[Adjustments, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._request_thumbnails)
        self.document.adjustments_changed.connect(self._show_document)
        self._handlers: dict[type, Callable[[Any], None]] = {
            Opened: self._replace_photo,
            Pictured: self._show_original,
            Glimpsed: self._show_glimpse,
            Rendered: self._show_rendered,
            RegionRendered: self._show_region,
            ColourTold: self._tell_colour,
            WhiteTold: self._tell_white,
            Compared: self._tell_compared,
            ThumbnailRendered: self._show_thumbnail,
            ReferenceMeasured: self._add_reference,
            ReferencePictured: self.reference_pictured.emit,
            Configured: self._render_anew,
            Progressed: self.progressed.emit,
            Copied: self._finish_copy,
            LookSaved: self.look_saved.emit,
            Exported: self._finish,
            Failed: self._finish,
            Stopped: self._finish,
        }
        thread.result.connect(self._handle)

    @property
    def ready(self) -> bool:
        """Whether the current photo is brightened."""
        return self._bright == self.document.photo_id != 0

    @property
    def opening(self) -> bool:
        """Whether a photo was asked for that is not read yet."""
        return bool(self._opening)

    @property
    def exact(self) -> bool:
        """Whether the picture of the current photo is exactly what it is to show, and not nearly that."""
        return self._exact

    @property
    def settled(self) -> bool:
        """Whether all that follows from what was decided is there: the exact picture, and the previews.

        Then nothing changes before something else is asked for. Exports, copies and references, which are
        asked for one by one, are told of one by one. The engine's thread may still be getting ready for what
        may be decided next.
        """
        if self._opening or self._changing or self._rest.isActive() or self._thumbnails_coming:
            return False
        return self.document.photo is None or (self._exact if self.ready else self._dim_because is not None)

    @property
    def tried(self) -> Adjustments | None:
        """What is shown instead of the document's adjustments; None while those are."""
        return self._tried

    @property
    def shown(self) -> Adjustments:
        """The adjustments that the picture is to show."""
        return self.document.adjustments if self._tried is None else self._tried

    def try_out(self, adjustments: Adjustments | None) -> None:
        """Show other adjustments until they are taken back with None, or the document changes.

        Document, history and sidecar know nothing of it.
        """
        if adjustments == self.document.adjustments:
            adjustments = None
        if adjustments != self._tried:
            self._tried = adjustments
            self._first_shown = self._last_id + 1
            self._render()

    def show_cover(self, index: int | None) -> None:
        """Have renderings tell what a mask covers, by its index; None for none."""
        if index != self._covering:
            self._covering = index
            if index is not None:
                self._render()

    def ask_colour(self, place: Point) -> None:
        """Ask for the colour of a place of the photo, as masks take it; told by ``colour_told``."""
        if self.ready:
            self._thread.submit(ColourRequest(self._next_id(), self.document.photo_id, place))

    def ask_white(self) -> None:
        """Ask for the white balance that the photo itself asks for; told by ``white_told``."""
        if self.ready:
            self._thread.submit(WhiteRequest(self._next_id(), self.document.photo_id))

    @property
    def compared_with(self) -> Adjustments | None:
        """What is shown in the place of the photo as it was; None for that."""
        return self._compared

    def compare_with(self, adjustments: Adjustments | None) -> None:
        """Ask for a picture of the shown part to compare with; told by ``compared``. None ends that."""
        geometry = self.shown.geometry
        self._compared = None if adjustments is None else replace(adjustments, geometry=geometry)
        if self._compared is not None and self.ready:
            self._thread.submit(CompareRequest(self._next_id(), self.document.photo_id, self._compared))

    @property
    def exporting(self) -> bool:
        """Whether an export is under way."""
        return bool(self._exports)

    @property
    def copying(self) -> Photo | None:
        """The photo of which the full-size picture is made for the clipboard."""
        return None if self._copy is None else self._copy.photo

    @property
    def export_tasks(self) -> tuple[int, ...]:
        """The ids of exports under way, the first to be asked for first."""
        return tuple(self._exports)

    @property
    def export_targets(self) -> tuple[Path, ...]:
        """The files that exports under way are about to write, the first to be asked for first."""
        return tuple(request.path for request in self._exports.values())

    def is_exported(self, photo: Photo) -> bool:
        """Whether a photo was exported as it is decided now."""
        return self._export_of(photo) is not None

    def full_size_file(self) -> Path | None:
        """The file to which the open photo was exported at full size as it is decided now; None without.

        It is looked at: where it is gone or another by now, there is none.
        """
        photo = self.document.photo
        export = None if photo is None else self._export_of(photo)
        if export is None or export.reduced or export.version is None:
            return None
        return export.path if FileVersion.of(export.path) == export.version else None

    def open(self, source: Source) -> int:
        """Read a photo and brighten it; the open one stays until it is read. Returns the id of the task."""
        request = OpenRequest(self._next_id(), source, self.autosave.finder(source))
        self._opening[request.id] = source
        for dropped in self._thread.submit(request):
            self._opening.pop(dropped.id, None)
            self._given_up.discard(dropped.id)
        return request.id

    def reopen(self) -> None:
        """Brighten the open photo anew, as it was read: its file may be damaged or gone by now."""
        document = self.document
        if document.photo is not None:
            self._begin_dim(self._next_id())
            request = BrightenRequest(self._brightening, document.photo_id, document.photo, self.shown)
            self._thread.submit(request)
            self.dimmed.emit()

    def give_up(self, source: Source) -> None:
        """Do not open a photo that was asked for and is not read yet; the open one stays."""
        given_up = photo_key(source)
        for opening, asked in list(self._opening.items()):
            if photo_key(asked) == given_up:
                del self._opening[opening]
                self._given_up.add(opening)
                self._thread.cancel(opening)
                if self.ready:
                    # What was asked for since may have been taken for late.
                    if not self._exact:
                        self._render()
                    self._rest.start()

    def close(self) -> None:
        """Let go of the open photo, with none in its place."""
        self.leaving.emit()
        self.autosave.end()
        self._tried = None
        self._begin_dim(0)
        self.document.close(self._next_id())
        self._thread.set_open_photo(self.document.photo_id, None)
        self.closed.emit()

    def end(self) -> None:
        """The window is closed: stop the threads; what the engine's gave last comes too late."""
        self.autosave.stop()
        self._thread.stop()
        self._handlers.clear()

    def add_references(self, sources: Sequence[Path | Photo], part: Crop = WHOLE) -> None:
        """Measure pictures, or a part of each, and follow them."""
        self._thread.submit(ReferenceRequest(self._next_id(), self.document.photo_id, tuple(sources), part))

    def measure_again(self, references: Sequence[Reference]) -> None:
        """Measure the pictures of references anew; which machines are asked is as below."""
        near = self._near(references)
        if near:
            self.add_references([Path(reference.path) for reference in near])

    def picture_references(self, references: Sequence[Reference]) -> None:
        """Ask for pictures of references that came without, as those of a sidecar; a file may be gone.

        Another machine than the photo's is not asked for any: who wrote the sidecar would learn who opens it.
        """
        near = self._near(references)
        if near:
            self._thread.submit(ReferencePicturesRequest(self._next_id(), self.document.photo_id, near))

    def _near(self, references: Sequence[Reference]) -> tuple[Reference, ...]:
        """Those of this machine, or of the photo's."""
        photo = self.document.photo
        own = "" if photo is None or photo.path is None else named_host(photo.path)
        return tuple(reference for reference in references if named_host(reference.path) in ("", own))

    def request_detail(self, region: QRect, scale: float = 1.0) -> int:
        """Ask for a part of the photo at full size, reduced to what is shown at a scale below 1.

        Returns the id of the task, which ends without a result when it is cancelled or other colours are
        shown; 0 where there is nothing to ask for.
        """
        if not self.ready or region.isEmpty():
            return 0
        photo_id = self.document.photo_id
        request = RegionRequest(
            self._next_id(), photo_id, self.shown, QRect(region), min(scale, 1.0), self._compared
        )
        self._thread.submit(request)
        return request.id

    def set_previews(self, previews: tuple[Adjustments, ...]) -> None:
        """What the thumbnails show, once the hand rests; what was made of this photo is not made again."""
        self._previews = previews
        self._rest.start()

    def export(self, path: Path, options: ExportOptions, once: OneRendering | None = None) -> int:
        """Write the picture as it is now; returns the id of the task.

        Args:
            path: the file.
            options: how it is written.
            once: what it shares with other sizes that are written now.
        """
        document = self.document
        assert document.photo is not None
        request = ExportRequest(
            self._next_id(), document.photo_id, document.photo, document.adjustments, path, options, once
        )
        self._exports[request.id] = request
        self._thread.submit(request)
        return request.id

    def copy(self) -> int:
        """Make the full-size picture as it is now, in place of one that is still made; the id of the task."""
        document, running = self.document, self._copy
        assert document.photo is not None
        request = CopyRequest(self._next_id(), document.photo_id, document.photo, document.adjustments)
        wanted = request.photo_id, request.adjustments
        if running is not None and (running.photo_id, running.adjustments) == wanted:
            # Asked for twice, as it takes its time.
            return running.id
        self._copy = request
        self._thread.submit(request)
        return request.id

    def save_look(self, path: Path, *, overwrite: bool) -> int:
        """Write the colours of the open photo as a look; returns the id of the task."""
        document = self.document
        assert document.photo is not None
        request = LookRequest(
            self._next_id(), document.photo_id, document.photo, document.adjustments, path, overwrite
        )
        self._thread.submit(request)
        return request.id

    def cancel_copy(self) -> None:
        """Make no full-size picture any more."""
        if self._copy is not None:
            self.cancel(self._copy.id)

    def configure(self, load_engine: Callable[[], Engine], preview_pixels: int) -> int:
        """Compute with another engine; the open photo is shown anew.

        Args:
            load_engine: called in the engine's thread; where it fails the present engine stays.
            preview_pixels: size of the working picture.

        Returns:
            The id of the change; ``configured`` tells it when it is in force, and ``finished`` in any case.
        """
        request = ConfigureRequest(self._next_id(), load_engine, preview_pixels)
        self._changing = request.id
        self._thread.submit(request)
        return request.id

    def cancel(self, task: int) -> None:
        """Stop a task at the next chance."""
        self._end_copy(task)
        self._thread.cancel(task)

    def _export_of(self, photo: Photo) -> _Export | None:
        """The last export of a photo, if that shows what is decided now."""
        export = self._exported.get(photo)
        if export is None or export.adjustments != self.document.adjustments_of(photo):
            return None
        return export

    def _note_export(self, request: ExportRequest) -> None:
        """A photo is a file now; what another was exported to under that name is no more."""
        written = canonical_path(request.path)
        for photo, export in list(self._exported.items()):
            if canonical_path(export.path) == written:
                del self._exported[photo]
        size = request.adjustments.geometry.size(request.photo.height, request.photo.width)
        reduced = size_within(*size, request.options.long_side) != size
        version = FileVersion.of(request.path)
        self._exported[request.photo] = _Export(request.adjustments, request.path, version, reduced)

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _show_document(self) -> None:
        """What was decided takes the place of what was tried."""
        if self._tried is not None:
            self._tried = None
            self._first_shown = self._last_id + 1
        self._render()

    def _render(self) -> None:
        self._exact = False
        if self.ready:
            masks, index = self.shown.masks, self._covering
            cover = masks[index] if index is not None and index < len(masks) else None
            request = RenderRequest(self._next_id(), self.document.photo_id, self.shown, cover=cover)
            self._thread.submit(request)
            self._let_thumbnails_wait()

    def _let_thumbnails_wait(self) -> None:
        """While a hand moves none is made: each would hold up the picture. What is made already stays."""
        if self._thumbnails_coming:
            self._thread.cancel(self._thumbnails)
            self._thumbnails_coming.clear()
            self._rest.start()
        elif self._rest.isActive():
            self._rest.start()

    def _request_thumbnails(self) -> None:
        if not self.ready:
            return
        if not self._exact:
            # Where pictures take long the hand has not come to rest: it waits for its own.
            self._rest.start()
            return
        previews, pictures = self._previews, self._thumbnail_pictures
        self._thumbnail_pictures = {wanted: pictures[wanted] for wanted in previews if wanted in pictures}
        for index, wanted in enumerate(previews):
            if wanted in pictures:
                self.thumbnail.emit(index, pictures[wanted])
        missing = tuple(dict.fromkeys(wanted for wanted in previews if wanted not in pictures))
        if not set(missing) <= self._thumbnails_coming:
            self._thumbnails_asked, self._thumbnails_coming = missing, set(missing)
            self._thumbnails = self._next_id()
            self._thread.submit(ThumbnailsRequest(self._thumbnails, self.document.photo_id, missing))

    def _forget_thumbnails(self) -> None:
        """Those of another photo or network are of no use, those on their way neither."""
        self._thumbnails = 0
        self._thumbnails_asked = ()
        self._thumbnails_coming.clear()
        self._thumbnail_pictures.clear()

    def _handle(self, result: object) -> None:
        handle = self._handlers.get(type(result))
        if handle is not None:
            handle(result)

    def _replace_photo(self, result: Opened) -> None:
        wanted = result.photo_id in self._opening
        self._opening = {id: source for id, source in self._opening.items() if id > result.photo_id}
        # Ids grow: what was opened before what is shown came too late.
        if wanted and result.photo_id > self.document.photo_id:
            self._begin_dim(result.photo_id)
            self.leaving.emit()
            adjustments = self.autosave.begin(result.photo, result.found)
            self.document.open(result.photo_id, result.photo, adjustments)
            self._thread.set_open_photo(result.photo_id, result.photo)
            self.opened.emit(result)
            self.dimmed.emit()

    def _begin_dim(self, brightening: int) -> None:
        """A photo that is not bright takes the open one's place: what makes it so has an id, or 0."""
        self._bright, self._brightening, self._dim_because = 0, brightening, None
        self._exact = False
        self._forget_thumbnails()

    def _begin_bright(self) -> None:
        """The open photo is bright now, and shown as it was decided when that was asked for."""
        self._bright, self._brightening = self.document.photo_id, 0
        self.brightened.emit()
        self._rest.start()

    def _show_original(self, result: Pictured) -> None:
        if result.photo_id == self.document.photo_id:
            self.pictured.emit(result.picture)

    def _show_glimpse(self, result: Glimpsed) -> None:
        if result.photo_id == self.document.photo_id and result.adjustments == self.shown and not self.ready:
            self.glimpsed.emit(result)

    def _show_rendered(self, result: Rendered) -> None:
        other = result.adjustments != self.shown
        # While a hand drags, what is a little late is still news; what is no longer tried is not.
        late = (result.exact and other) or result.id < self._first_shown
        if result.id == self._brightening:
            self.finished.emit(result.id)
            self._begin_bright()
            late = other
            if late:
                self._render()
        elif result.id == result.photo_id:
            # It was brightened before it could be stopped.
            self._given_up.discard(result.id)
            self.finished.emit(result.id)
        if result.photo_id == self.document.photo_id and not late:
            self.rendered_with, self._exact = result.adjustments, result.exact
            self.rendered.emit(result)

    def _show_region(self, result: RegionRendered) -> None:
        current = result.photo_id == self.document.photo_id
        if current and result.adjustments == self.shown:
            self.detailed.emit(result)
        self.finished.emit(result.id)

    def _tell_colour(self, result: ColourTold) -> None:
        if result.photo_id == self.document.photo_id:
            self.colour_told.emit(result)

    def _tell_compared(self, result: Compared) -> None:
        if result.photo_id == self.document.photo_id:
            self.compared.emit(result)

    def _tell_white(self, result: WhiteTold) -> None:
        if result.photo_id == self.document.photo_id:
            self.white_told.emit(result)

    def _add_reference(self, result: ReferenceMeasured) -> None:
        if result.photo_id == self.document.photo_id:
            self.reference_measured.emit(result)
        else:
            text = self.tr(
                "{name} was not added: its photo is no longer open. Go back to the photo and add it."
            )
            self.failed.emit(text.format(name=reference_name(result.reference)))

    def _show_thumbnail(self, result: ThumbnailRendered) -> None:
        if result.id == self._thumbnails:
            made = self._thumbnails_asked[result.index]
            self._thumbnails_coming.discard(made)
            self._thumbnail_pictures[made] = result.picture
            for index, wanted in enumerate(self._previews):
                if wanted == made:
                    self.thumbnail.emit(index, result.picture)

    def _finish_copy(self, copied: Copied) -> None:
        self.finished.emit(copied.id)
        if self._end_copy(copied.id):
            self.copied.emit(copied)

    def _end_copy(self, task: int) -> bool:
        """Whether a task that ends is the copy that was asked for last and is still wanted."""
        wanted = self._copy is not None and self._copy.id == task
        if wanted:
            self._copy = None
        return wanted

    def _render_anew(self, configured: Configured) -> None:
        self._end_change(configured.id)
        self.configured.emit(configured.id)
        self.finished.emit(configured.id)
        self._forget_thumbnails()
        if self.ready:
            self._render()
            self._rest.start()
        elif self._dim_because is not None:
            self.reopen()

    def _end_change(self, task: int) -> None:
        if task == self._changing:
            self._changing = 0

    def _finish(self, result: Exported | Failed | Stopped) -> None:
        self._end_change(result.id)
        export = self._exports.pop(result.id, None)
        was_opening = self._opening.pop(result.id, None) is not None
        was_copying = self._end_copy(result.id)
        if result.id == self._thumbnails:
            # What did not come is asked for again.
            self._thumbnails_coming.clear()
        self.finished.emit(result.id)
        if result.id in self._given_up:
            self._given_up.discard(result.id)
        elif result.id == self._brightening and not isinstance(result, Exported):
            self._brightening = 0
            self._dim_because = result.message if isinstance(result, Failed) else ""
            self.not_brightened.emit(self._dim_because)
        elif isinstance(result, Exported):
            if export is not None:
                self._note_export(export)
            self.exported.emit(result)
        elif isinstance(result, Stopped):
            if export is not None:
                self.export_cancelled.emit(export.path)
        else:
            if was_opening:
                self.not_opened.emit(result.message)
            self.failed.emit(result.message)
            if export is not None or was_copying:
                self.not_made.emit()
            if was_opening and not self._opening and self._dim_because is not None:
                # What was told of the open photo made way for the one that was asked for.
                self.not_brightened.emit(self._dim_because)
