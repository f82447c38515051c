"""Which photos are opened: from dialogs, drops, the clipboard, folders, recent files and sessions before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QSettings, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.actions.presets import Presets, is_preset_file
from app.dialogs.photo_files import PhotoDialog
from app.document.photo_key import Source, photo_key, photo_keys, photo_source
from app.document.recents import Recents
from app.document.session import Session
from app.document.written_files import Written, WrittenFiles
from app.filmstrip.filmstrip import Filmstrip
from app.studio import Studio
from app.widgets.file_names import as_label, as_tip
from app.widgets.images import to_pixels
from app.widgets.messages import photo_name, told, translated
from app.widgets.notice import Notice
from app.worker.looking import Looking
from app.worker.requests import Opened
from ccnet_core.batch.job import collect_photos
from ccnet_core.canonical import is_file, is_folder, tidy_path
from ccnet_core.own_files import without_own_files
from ccnet_core.paths import RESOURCES, ships
from ccnet_core.photo import READABLE_SUFFIXES, Photo, PhotoError, check_kind
from ccnet_core.photo.pages import file_of, with_page

SAMPLE = RESOURCES / "sample" / "dark-street.jpg"
_REFERENCES = "references/folder"
"""Where the last pictures to follow were chosen."""


class Opening(QObject):
    """Lists photos in the filmstrip and asks the studio to open them; on failure the open photo stays.

    Attributes:
        recents: the photos that were opened last.

    Signals:
        awaited: the name of the photo that is asked for; empty when none is any more.
    """

    awaited = Signal(str)

    def __init__(
        self,
        studio: Studio,
        filmstrip: Filmstrip,
        presets: Presets,
        notice: Notice,
        settings: QSettings,
        window: QWidget,
    ) -> None:
        """Open nothing yet.

        Args:
            studio: opens photos and measures references.
            filmstrip: lists photos.
            presets: takes in preset files that are dropped.
            notice: tells what cannot be opened.
            settings: where recent photos are kept, and which files were exported.
            window: over which dialogs open.
        """
        super().__init__(window)
        self._studio, self._filmstrip, self._presets = studio, filmstrip, presets
        self._notice, self._settings, self._window = notice, settings, window
        self.recents = Recents(settings)
        self._written = WrittenFiles(settings)
        self._looking, self._looked_for = Looking(self), ""
        self._looking.changed.connect(self._show_looking)
        # How many photos were asked for: what is found late is not to take the place of a later one.
        self._requests = 0
        self._asked: tuple[int, Source] | None = None
        self._others: list[Source] = []
        # What is left to be tried since the open photo was taken out; None where it was not.
        self._leaving: list[Source] | None = None
        # What was told of photos that were opened, until others are.
        self._told: list[str] = []
        # What was told of how photos were read, to say it once.
        self._noted: dict[Source, str] = {}
        # What is offered since a crash would list these.
        self._offered: frozenset[Source] = frozenset()
        self._offer = ""
        studio.not_opened.connect(self._told.append)
        studio.not_brightened.connect(self._offer_brightening)
        studio.autosave.unreadable.connect(self._show_failure)
        studio.opened.connect(self._show_opened)
        studio.finished.connect(self._try_next)

    def open_photo(self, path: Path) -> None:
        """List a file and open it."""
        self._forget_messages()
        path = tidy_path(path)
        self._filmstrip.add([path])
        self._open_listed(path)

    def open_photos(self, paths: Sequence[Path]) -> None:
        """List files, and the photos of folders by their names; open the first that was not listed before.

        Where that cannot be read, the next is opened.
        """
        if not paths:
            return
        self._forget_messages()
        before, written = self._requests, self._written.now
        self._looked_for = paths[0].name
        self._looking.look(
            lambda: _find_photos(paths, written), lambda found: self._list_found(found, before)
        )

    def open_sample(self) -> None:
        """Open the photo that ships."""
        self.open_photo(SAMPLE)

    def read_anew(self, photo: Path) -> None:
        """The file of the open photo was written by another program: read it again; what is decided stays."""
        text = self.tr("{name} was changed by another program, and is read anew.").format(name=photo.name)
        self._told.append(text)
        self._notice.show_message(text)
        self._noted.pop(photo_key(photo), None)
        self._filmstrip.look_again(photo)
        self._open_listed(photo)

    def list_pictures(self) -> None:
        """List all pictures of the open photo's file, each as a photo of its own."""
        photo = self._studio.document.photo
        if photo is not None and photo.path is not None and photo.pages > 1:
            file = file_of(photo.path)
            others = [with_page(file, number) for number in range(2, photo.pages + 1)]
            self._filmstrip.add([file, *others])

    def walk_to(self, photo: Source) -> None:
        """Open a photo that is listed; what was told of others is out of date."""
        self._forget_messages()
        self._open_listed(photo)

    def leave(self, others: Sequence[Source]) -> None:
        """The open photo was taken out: open the first of others that can be read, else none."""
        self._leaving = list(others)
        self._go_on(())

    def stop(self) -> None:
        """The window is closed: look for no more photos."""
        self._looking.stop()

    # Dialogs

    def choose_photos(self) -> None:
        """Ask for files and open them."""
        chosen = PhotoDialog.choose(
            self._window, self.tr("Open photos"), self.photo_folder(), self.photo_filter()
        )
        self.open_photos([Path(name) for name in chosen])

    def choose_folder(self) -> None:
        """Ask for a folder and open its photos."""
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Open folder"), self.photo_folder())
        if chosen:
            self.open_photos([Path(chosen)])

    def choose_references(self) -> None:
        """Ask for pictures to follow, in the folder of the last ones: seldom are they beside the photos."""
        folder = str(self._settings.value(_REFERENCES, ""))
        chosen = PhotoDialog.choose(
            self._window,
            self.tr("Add reference pictures"),
            folder if Path(folder).is_dir() and folder else self.photo_folder(),
            self.photo_filter(),
        )
        if chosen:
            self._settings.setValue(_REFERENCES, str(Path(chosen[0]).parent))
            self._studio.add_references([Path(name) for name in chosen])

    def photo_folder(self) -> str:
        """Where file dialogs begin: where the last photo was."""
        folders = (photo.parent for photo in self.recents.photos if not ships(photo))
        return str(next(folders, Path.home()))

    def photo_filter(self) -> str:
        """Of file dialogs that ask for photos."""
        patterns = " ".join(f"*{suffix}" for suffix in READABLE_SUFFIXES)
        photos, all_files = self.tr("Photos"), self.tr("All files")
        return f"{photos} ({patterns} {patterns.upper()});;{all_files} (*)"

    # Drops and the clipboard

    def paste(self) -> None:
        """Open what the clipboard holds: a file or a picture."""
        if not self.take(QGuiApplication.clipboard().mimeData(), as_reference=False):
            self._show_failure(
                self.tr("The clipboard holds no picture. Copy one, or a picture's file, first.")
            )

    def take(self, data: QMimeData, *, as_reference: bool) -> bool:
        """Open dropped or pasted data, or follow its pictures; False if it holds no picture."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        presets = [path for path in files if is_preset_file(path)]
        if presets:
            self._presets.import_files(presets)
        photos = without_own_files(path for path in files if not is_preset_file(path))
        if files and (not photos or not as_reference):
            self.open_photos(photos)
            return True
        sources: list[Source] = [*photos]
        if not sources and data.hasImage():
            image = QImage(data.imageData())
            if not image.isNull():
                sources = [Photo.from_array(to_pixels(image))]
        if not sources:
            return False
        if as_reference:
            self._studio.add_references(sources)
        else:
            self._forget_messages()
            # Whatever of the photos before still comes is too late.
            self._leaving = None
            self._filmstrip.add(sources)
            self._open_listed(sources[0])
        return True

    # What was open before

    def fill_recent(self, menu: QMenu) -> None:
        """Offer the recent photos in a menu."""
        menu.clear()
        menu.setToolTipsVisible(True)
        for path in self.recents.photos:
            action = menu.addAction(as_label(path.name))
            action.setToolTip(as_tip(str(path)))
            action.triggered.connect(lambda _=False, p=path: self.open_photo(p))
        if menu.isEmpty():
            menu.addAction(self.tr("None yet")).setEnabled(False)

    def offer_interrupted(self, session: Session) -> None:
        """After a crash: open what was open, and list what was listed."""
        photo, listed = session.interrupted, session.listed
        if len(listed) > 1:
            text = self.tr("The program did not close properly while {count} photos were listed.")
            self._offer = text.format(count=len(listed))
            self._notice.show_offer(
                self._offer, self.tr("Open them again"), lambda: self._restore(listed, photo)
            )
        elif photo is not None:
            text = self.tr("The program did not close properly while {name} was open.")
            self._offer, listed = text.format(name=photo.name), (photo,)
            self._notice.show_offer(self._offer, self.tr("Open it again"), lambda: self.open_photo(photo))
        self._offered = frozenset(photo_keys(listed)) if self._offer else frozenset()

    def open_last(self, session: Session) -> None:
        """After a clean exit: list again what is still there of the last photos, and open what was open."""
        self._forget_messages()
        self._restore(session.last, session.last_open)

    # Helpers

    def _show_failure(
        self, message: str, action: str = "", callback: Callable[[], object] | None = None
    ) -> None:
        """Say what failed, until other photos are opened."""
        self._told.append(message)
        self._notice.show_error(message, action, callback)

    def _forget_messages(self) -> None:
        """What was told of the photos before is out of date; what others told is not."""
        for message in self._told:
            self._notice.dismiss(message)
        self._told.clear()

    def _offer_brightening(self, message: str) -> None:
        """The photo is open but not bright: nothing that is decided would show."""
        photo = self._studio.document.photo
        if photo is None:
            return
        if message:
            self._show_failure(message, self.tr("Try again"), self._studio.reopen)
        else:
            text = self.tr("{name} was not brightened.").format(name=photo_name(photo))
            self._told.append(text)
            self._notice.show_offer(text, self.tr("Try again"), self._studio.reopen)

    def _open_listed(self, photo: Source, others: Sequence[Source] = ()) -> None:
        """Open a photo; where it cannot be read, the next of some others."""
        self._requests += 1
        self._filmstrip.select(photo)
        self._withdraw_offer()
        self._others = list(others)
        self._asked = (self._studio.open(photo), photo)
        self.awaited.emit(photo.name if isinstance(photo, Path) else photo_name(photo))

    def _withdraw_offer(self) -> None:
        """What is listed already needs no offer to list it."""
        if self._offered and self._offered <= set(photo_keys(self._filmstrip.sources)):
            self._offered = frozenset()
            self._notice.dismiss(self._offer)

    def _go_on(self, others: Sequence[Source]) -> None:
        others = self._still_listed(others)
        if not others and self._leaving is not None:
            others = self._leaving = self._still_listed(self._leaving)
        if others:
            self._open_listed(others[0], others[1:])
        elif self._leaving is not None:
            self._leaving = None
            self._studio.close()

    def _still_listed(self, photos: Sequence[Source]) -> list[Source]:
        """Those that were not taken out meanwhile."""
        return [photo for photo in photos if self._filmstrip.lists(photo)]

    def _show_opened(self, opened: Opened) -> None:
        self._leaving = None
        self._show_notices(opened.photo)
        if self._asked is not None and opened.photo_id == self._asked[0]:
            self._asked = None
            self.awaited.emit("")

    def _try_next(self, task: int) -> None:
        """What ended without being opened could not be read."""
        if self._asked is None or task != self._asked[0]:
            return
        photo, self._asked = self._asked[1], None
        if self._leaving is not None:
            self._leaving = [other for other in self._leaving if other != photo]
        if len(self._filmstrip.sources) > 1:
            self._filmstrip.look_again(photo)
        elif not self._is_open(photo):
            # Nobody would see it in the strip, and come to take it out.
            self._filmstrip.remove(photo)
        self._go_on(self._others)
        if self._asked is None:
            self.awaited.emit("")

    def _show_notices(self, photo: Photo) -> None:
        """Say what the person should know of how a photo was read, the first time that it is."""
        text = f"{photo_name(photo)}: {' '.join(map(translated, photo.notices))}"
        key = photo_key(photo_source(photo))
        if not photo.notices or self._noted.get(key) == text:
            return
        self._noted[key] = text
        if photo.missing:
            self._show_failure(text)
        elif photo.pages > 1 and photo.path is not None and file_of(photo.path) == photo.path:
            self._told.append(text)
            self._notice.show_message(text, self.tr("List them all"), self.list_pictures)
        else:
            self._told.append(text)
            self._notice.show_message(text)

    def _is_open(self, photo: Source) -> bool:
        """Whether it is the open photo, by whatever name."""
        shown = self._filmstrip.open_source
        return shown is not None and photo_key(shown) == photo_key(photo)

    def _restore(self, listed: Sequence[Path], was_open: Path | None) -> None:
        """List what is still there, and open what was open, else the first."""
        before, self._looked_for = self._requests, (was_open or listed[0]).name
        wanted = dict.fromkeys((*listed, *(() if was_open is None else (was_open,))))

        def find() -> _Found:
            found = _Found([path for path in wanted if is_file(file_of(path))])
            found.keys = photo_keys(found.photos)
            found.first = photo_key(was_open or listed[0])
            return found

        self._looking.look(find, lambda found: self._list_found(found, before))

    def _list_found(self, found: _Found, before: int) -> None:
        """List what was found; open the first unless another photo was asked for since."""
        for problem in found.problems:
            if isinstance(problem, PhotoError):
                self._show_failure(told(problem))
            else:
                text = self.tr("{name}: there is no photo in this folder. Choose another.")
                self._show_failure(text.format(name=problem.name or problem))
        if not found.photos:
            return
        new = self._filmstrip.add(found.photos, found.keys)
        if self._requests != before:
            return
        if found.first is None:
            first, *others = new or found.photos
            self._open_listed(first, others)
        else:
            at = found.keys.index(found.first) if found.first in found.keys else 0
            self._open_listed(found.photos[at])

    def _show_looking(self) -> None:
        """Say on the first page what is looked for."""
        if self._looking.looking:
            self.awaited.emit(self._looked_for)
        elif self._asked is None:
            self.awaited.emit("")


@dataclass(slots=True)
class _Found:
    """Photos that were looked for.

    Attributes:
        photos: in their order.
        keys: what each is known by.
        problems: what is none, or folders without any.
        first: the key of the one to be opened; by default the first that was not listed before.
    """

    photos: list[Path] = field(default_factory=list)
    keys: list[Source] = field(default_factory=list)
    problems: list[PhotoError | Path] = field(default_factory=list)
    first: Source | None = None


def _find_photos(paths: Sequence[Path], written: Written) -> _Found:
    """The photos among files, and in folders."""
    result = _Found()
    for path in map(tidy_path, without_own_files(paths)):
        try:
            if not is_folder(path):
                # What is no photo at all is told, and has no place among photos.
                check_kind(path)
            found = collect_photos([path], exported=written)
        except PhotoError as error:
            result.problems.append(error)
            continue
        if not found:
            result.problems.append(path)
        result.photos += found
    result.keys = photo_keys(result.photos)
    return result
