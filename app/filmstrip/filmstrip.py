"""The photos of the window in a row under the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from pathlib import Path

import qtawesome
from PySide6.QtCore import (
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QDrag,
    QHideEvent,
    QIcon,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from app.document.photo_key import Source, photo_key, photo_keys
from app.filmstrip.developed import DevelopedPictures
from app.filmstrip.thumbnails import THUMBNAIL_SIDE, SmallPicture, Thumbnail, ThumbnailThread
from app.widgets.file_names import as_tip
from app.widgets.images import cover, eight_bit, to_image
from app.widgets.theme import Colors
from app.worker.cache import FileVersion
from app.worker.requests import Progressed
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import Photo
from ccnet_core.photo.pages import file_of

_FEWEST = 2
_PICTURE = QSize(104, 70)
_MARGIN = 5
_CAPTION = 18
_CELL = QSize(_PICTURE.width() + 2 * _MARGIN, _PICTURE.height() + _CAPTION + 2 * _MARGIN)
_HEIGHT = _CELL.height() + 20
"""With room for the scroll bar, so that nothing moves when it comes."""
_MANY = 30
"""Fewer thumbnails are made before anyone would read how far they are."""
_SELECTING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
THUMBNAILS = -1
"""The id of their task, which no request has."""
_BADGE = 18
_BUTTON = 26
_ICON = 26

SOURCE_ROLE = Qt.ItemDataRole.UserRole
THUMBNAIL_ROLE = Qt.ItemDataRole.UserRole + 1
EDITED_ROLE = Qt.ItemDataRole.UserRole + 2
OPEN_ROLE = Qt.ItemDataRole.UserRole + 3
DEVELOPED_ROLE = Qt.ItemDataRole.UserRole + 4
FLAGGED_ROLE = Qt.ItemDataRole.UserRole + 5
_KEY = Qt.ItemDataRole.UserRole + 6
"""What it was known by when it was listed: a link may lead elsewhere since."""


class Shown(Enum):
    """Which photos the filmstrip shows."""

    ALL = auto()
    FLAGGED = auto()
    EDITED = auto()
    UNEDITED = auto()


_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, eq=False)
class TakenOut:
    """A photo that the person took out of the filmstrip.

    Attributes:
        source: the photo.
        row: its place, from 0, before any that were taken out with it were.
        was_open: whether it was the open photo.
        item: what it was in the filmstrip.
    """

    source: Source
    row: int
    was_open: bool
    item: QListWidgetItem

    @property
    def name(self) -> str:
        """As it was written below it."""
        return self.item.text()


class Filmstrip(QListWidget):
    """Thumbnails of all photos that were opened, dropped or pasted; hidden while there are fewer than two.

    The current item is the photo that was asked for last; the open one is marked, and so are files that could
    not be read. They differ while a photo is read, and where it could not be. A photo that was developed is
    shown so. Others can be selected beside the current one, and only some of them shown.

    Attributes:
        filter_actions: what to show, by :class:`Shown`; to be put into the window's menu.
        remove_action: takes the selected photos out of the list; it is in the context menu, on the Delete
            key, and to be put into the window's menu.
        remove_broken_action: takes all files out that could not be read; in the same places.

    Signals:
        chosen: the photo that is to be opened: a path, or a pasted picture itself.
        removed: a photo that was taken out because it could not be opened.
        taken_out: the photos that the person took out, each a :class:`TakenOut`, in their order.
        open_removed: the open photo was taken out; those that can be read, nearest first.
        changed: photos came or went.
        progressed: of many thumbnails, how far they are.
        finished: the id of a task that shows no progress any more.
    """

    chosen = Signal(object)
    removed = Signal(object)
    taken_out = Signal(list)
    open_removed = Signal(list)
    changed = Signal()
    progressed = Signal(object)
    finished = Signal(int)

    def __init__(self, developed: DevelopedPictures, parent: QWidget | None = None) -> None:
        """List nothing yet.

        Args:
            developed: pictures of photos that were developed before.
            parent: the owner.
        """
        super().__init__(parent)
        self._items: dict[Source, QListWidgetItem] = {}
        self._named: dict[Source, QListWidgetItem] = {}
        self._open: Source | None = None
        self._pasted = 0
        self._wanted = True
        self._asked = 0
        self._shown = Shown.ALL
        self._selecting = False
        # How far a selection was drawn out by keys.
        self._reach = -1
        self._open_version: FileVersion | None = None
        self._to_keep: tuple[FileVersion, Adjustments, QImage] | None = None
        self._thread = ThumbnailThread(developed, self)
        self._thread.made.connect(self._set_thumbnail)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._prefer_visible)
        self.setObjectName("filmstrip")
        self.setAccessibleName(self.tr("Filmstrip"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setFixedHeight(_HEIGHT)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.horizontalScrollBar().setSingleStep(_CELL.width() // 2)
        # Not connected as it is: it would wait as many milliseconds as the strip is scrolled by.
        self.horizontalScrollBar().valueChanged.connect(lambda _: self._settle.start())
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(_Delegate(self))
        self.setDragEnabled(True)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.currentRowChanged.connect(self._begin_reach)
        self._build_filter()
        self.remove_action = QAction(self.tr("Remove from filmstrip"), self)
        self.remove_action.setShortcut(Qt.Key.Key_Delete)
        self.remove_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.remove_action.setToolTip(self.tr("The file stays where it is (Delete)"))
        self.remove_action.triggered.connect(lambda: self._remove(*self._selected()))
        self.remove_action.setEnabled(False)
        self.remove_broken_action = QAction(self.tr("Remove unreadable files"), self)
        self.remove_broken_action.setShortcut(QKeySequence("Shift+Delete"))
        self.remove_broken_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.remove_broken_action.setToolTip(self.tr("The files stay where they are (Shift+Delete)"))
        self.remove_broken_action.triggered.connect(self._remove_broken)
        self.remove_broken_action.setEnabled(False)
        self.addActions([self.remove_action, self.remove_broken_action])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.hide()

    # Photos

    @property
    def sources(self) -> list[Source]:
        """All photos, in their order: files by their paths, pasted pictures themselves."""
        return [self.item(row).data(SOURCE_ROLE) for row in range(self.count())]

    @property
    def paths(self) -> list[Path]:
        """The files, in their order."""
        return [source for source in self.sources if isinstance(source, Path)]

    @property
    def pasted(self) -> list[Photo]:
        """The pasted pictures, in their order."""
        return [source for source in self.sources if isinstance(source, Photo)]

    @property
    def selected_sources(self) -> list[Source]:
        """The photos that are selected, the current one among them, in their order."""
        return [item.data(SOURCE_ROLE) for item in self._selected()]

    @property
    def shown_paths(self) -> list[Path]:
        """The files that are shown, in their order."""
        shown = (self.item(row) for row in range(self.count()) if not self.isRowHidden(row))
        return [item.data(SOURCE_ROLE) for item in shown if isinstance(item.data(SOURCE_ROLE), Path)]

    def select_all(self) -> None:
        """Select all photos that are shown."""
        for row in range(self.count()):
            self.item(row).setSelected(not self.isRowHidden(row))

    def select_none(self) -> None:
        """Select none beside the current one."""
        for item in self._selected():
            item.setSelected(item is self.currentItem())
        self._reach = self.currentRow()

    def show_only(self, shown: Shown) -> None:
        """Show some photos only; the open one, and the one that is asked for, are shown in any case."""
        self._shown = shown
        self.filter_actions[shown].setChecked(True)
        self._filter_button.setIcon(_icon("filter-outline" if shown is Shown.ALL else "filter", "text"))
        self._filter()

    @property
    def open_source(self) -> Source | None:
        """The photo that is marked as open."""
        return self._open

    def add(self, sources: Sequence[Source], keys: Sequence[Source] | None = None) -> list[Source]:
        """List photos after those that are listed; gives those that were not listed before.

        ``keys`` is what they are known by, for who knows that already: it takes a look at each file.
        """
        new: list[Source] = []
        for key, source in zip(photo_keys(sources) if keys is None else keys, sources, strict=True):
            if key not in self._items:
                item = self._file_item(source) if isinstance(source, Path) else self._pasted_item(source)
                item.setData(_KEY, key)
                item.setSizeHint(_CELL)
                self.addItem(item)
                self._items[key] = self._named[item.data(SOURCE_ROLE)] = item
                new.append(item.data(SOURCE_ROLE))
        if new:
            self._ask_for_thumbnails(new)
            self._count_changed()
        return new

    def select(self, source: Source) -> None:
        """Another photo is asked for; it comes into sight."""
        item = self._find(source)
        if item is not None:
            self.setCurrentItem(item, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._filter()
            self.scrollToItem(item)

    def setCurrentRow(self, row: int) -> None:  # type: ignore[override]
        """Another photo is the current one, and selected alone."""
        super().setCurrentRow(row, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def set_open(self, source: Source | None) -> None:
        """Mark the photo that is open."""
        for other in (self._open, source):
            item = None if other is None else self._find(other)
            if item is not None:
                item.setData(OPEN_ROLE, other is source)
                self._describe(item)
                if source is not None and other is source and _problem(item):
                    # It is there again.
                    self.look_again(source)
        self._open = source
        self._filter()
        self._open_version = FileVersion.of(source) if isinstance(source, Path) else None

    def set_edited(self, path: Path, edited: bool) -> None:
        """Whether a photo has adjustments other than the defaults; no older look at its file counts then."""
        item = self._find(path)
        if item is not None:
            item.setData(EDITED_ROLE, edited)
            self._describe(item)
            self._filter(item)

    def set_flagged(self, source: Source, flagged: bool) -> None:
        """Whether the person picked a photo out of others; no older look at its file counts then."""
        item = self._find(source)
        if item is not None:
            item.setData(FLAGGED_ROLE, flagged)
            self._describe(item)
            self._filter(item)

    def is_flagged(self, source: Source) -> bool:
        """Whether a photo is shown as one that was picked out."""
        item = self._find(source)
        return item is not None and bool(item.data(FLAGGED_ROLE))

    def forget_developed(self, source: Source) -> None:
        """A photo is to be developed otherwise than it is shown."""
        item = self._find(source)
        if item is not None and isinstance(source, Path):
            item.setData(DEVELOPED_ROLE, None)
            self._describe(item)

    def set_developed(self, source: Source, adjustments: Adjustments, picture: QImage) -> None:
        """Show a photo as it is developed, as long as it is listed."""
        item = self._find(source)
        if item is not None:
            small = _small(picture)
            item.setData(DEVELOPED_ROLE, SmallPicture.of(small))
            self._describe(item)
            if self._open_version is not None and source == self._open:
                self._to_keep = self._open_version, adjustments, small

    def keep_developed(self) -> None:
        """Keep for the next start what the open photo looks like: it is not developed any further."""
        if self._to_keep is not None:
            self._thread.keep(*self._to_keep)
            self._to_keep = None

    def look_again(self, source: Source) -> None:
        """A file may have changed: see whether it can be read."""
        item = self._find(source)
        if item is not None and isinstance(source, Path):
            self._thread.look_again(item.data(SOURCE_ROLE))

    def remove(self, source: Source) -> None:
        """Take a photo out; what is open stays so."""
        item = self._find(source)
        if item is not None:
            self._remove_items([item])
            self.removed.emit(item.data(SOURCE_ROLE))

    def remove_open(self) -> None:
        """Take the open photo out, as the person may do with the current one."""
        if self._open is not None and self.remove_action.isEnabled():
            self._remove(self._find(self._open))

    def put_back(self, taken: Sequence[TakenOut]) -> None:
        """List photos again that were taken out together, in their places; those that are listed stay."""
        missing = [photo for photo in taken if photo.item.data(_KEY) not in self._items]
        for photo in missing:
            photo.item.setData(EDITED_ROLE, None)
            photo.item.setData(FLAGGED_ROLE, None)
            self.insertItem(min(photo.row, self.count()), photo.item)
            self._items[photo.item.data(_KEY)] = self._named[photo.source] = photo.item
        # What became of them meanwhile is not known.
        self._ask_for_thumbnails([photo.source for photo in missing])
        self._count_changed()

    def lists(self, source: Source) -> bool:
        """Whether a photo is listed, by whatever name."""
        return self._find(source) is not None

    def step(self, by: int) -> None:
        """Choose the photo so many places on; beyond the ends, nothing happens."""
        row = self._row_beside(self.currentRow(), by)
        if row >= 0:
            self._choose(self.item(row))

    def set_wanted(self, wanted: bool) -> None:
        """Show the strip as soon as there are photos to choose from, or never."""
        self._wanted = wanted
        self._show_or_hide()

    def cancel_thumbnails(self) -> None:
        """Make no thumbnails but of photos that come into sight from here on."""
        self._thread.put_off()
        self._emit_progress()

    def stop(self) -> None:
        """Make no more thumbnails; what photos look like is kept."""
        self.keep_developed()
        self._thread.stop()

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right open the photos beside, Home and End the first and last."""
        ends = {Qt.Key.Key_Home: (-1, 1), Qt.Key.Key_End: (self.count(), -1)}
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = -1 if event.key() == Qt.Key.Key_Left else 1
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._reach_to(self._row_beside(self._reach, by))
            else:
                self.step(by)
        elif event.key() in ends and (row := self._row_beside(*ends[Qt.Key(event.key())])) >= 0:
            self._choose(self.item(row))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentRow() >= 0:
                self._choose(self.currentItem())
        else:
            # Letters are the window's shortcuts, not a search.
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Ctrl photos are selected beside the current one, with Shift all up to one."""
        self._selecting = self._select_by(event)
        if not self._selecting:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As two clicks where photos are selected."""
        self._selecting = self._select_by(event)
        if not self._selecting:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was selected is not opened."""
        if not self._selecting:
            super().mouseReleaseEvent(event)
        self._selecting = False

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the files of the photos into another program; pasted pictures have none."""
        sources = [item.data(SOURCE_ROLE) for item in self.selectedItems()]
        urls = [QUrl.fromLocalFile(str(file_of(source))) for source in sources if isinstance(source, Path)]
        if not urls:
            return
        data = QMimeData()
        data.setUrls(list(dict.fromkeys(urls)))
        drag = QDrag(self)
        drag.setMimeData(data)
        small: SmallPicture | None = self.selectedItems()[0].data(DEVELOPED_ROLE)
        if small is not None and small.image is not None:
            drag.setPixmap(QPixmap.fromImage(small.image.scaledToHeight(_PICTURE.height())))
        drag.exec(Qt.DropAction.CopyAction)

    def showEvent(self, event: QShowEvent) -> None:
        """What is in sight comes first."""
        super().showEvent(event)
        self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus to a neighbour that is seen."""
        super().hideEvent(event)
        self.clearFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be in sight; the current photo stays there."""
        super().resizeEvent(event)
        self._filter_button.move(2, (self.height() - _BUTTON) // 2)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())
        self._settle.start()

    # Helpers

    def _build_filter(self) -> None:
        """What chooses which photos are shown: a button at the left, and actions for menus."""
        texts = {
            Shown.ALL: self.tr("Show all photos"),
            Shown.FLAGGED: self.tr("Show flagged photos"),
            Shown.EDITED: self.tr("Show edited photos"),
            Shown.UNEDITED: self.tr("Show unedited photos"),
        }
        self.filter_actions = {shown: QAction(text, self) for shown, text in texts.items()}
        choices = QActionGroup(self)
        for key, (shown, action) in enumerate(self.filter_actions.items(), start=1):
            action.setCheckable(True)
            action.setShortcut(QKeySequence(f"Ctrl+Alt+{key}"))
            choices.addAction(action)
            action.triggered.connect(lambda _=False, shown=shown: self.show_only(shown))
        menu = QMenu(self)
        menu.addActions(list(self.filter_actions.values()))
        self._filter_button = QToolButton(self)
        self._filter_button.setFixedSize(_BUTTON, _BUTTON)
        self._filter_button.setAutoRaise(True)
        self._filter_button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._filter_button.setMenu(menu)
        self._filter_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._filter_button.setToolTip(self.tr("Which photos are shown"))
        self._filter_button.setAccessibleName(self.tr("Which photos are shown"))
        # The menu of the window has the same.
        self._filter_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setViewportMargins(_BUTTON + 4, 0, 0, 0)
        self.show_only(Shown.ALL)

    def _filter(self, *items: QListWidgetItem) -> None:
        """Hide what is not to be shown, of some or all."""
        for item in items or [self.item(row) for row in range(self.count())]:
            needed = item is self.currentItem() or bool(item.data(OPEN_ROLE))
            hidden = not (needed or self._is_shown(item))
            if hidden != item.isHidden():
                item.setHidden(hidden)
                # What is not seen is not to be changed with the others.
                item.setSelected(item.isSelected() and not hidden)

    def _is_shown(self, item: QListWidgetItem) -> bool:
        flagged, edited = bool(item.data(FLAGGED_ROLE)), bool(item.data(EDITED_ROLE))
        return {
            Shown.ALL: True,
            Shown.FLAGGED: flagged,
            Shown.EDITED: edited,
            Shown.UNEDITED: not edited,
        }[self._shown]

    def _selected(self) -> list[QListWidgetItem]:
        """The selected items in their order, the current one among them."""
        items = (self.item(row) for row in range(self.count()))
        return [item for item in items if item.isSelected() or item is self.currentItem()]

    def _select_by(self, event: QMouseEvent) -> bool:
        """Whether a press selects, and opens nothing."""
        at = self.itemAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.RightButton:
            # The menu is about all that are selected.
            return at is not None and at.isSelected()
        keys = event.modifiers() & _SELECTING
        if event.button() != Qt.MouseButton.LeftButton or not keys:
            return False
        if at is not None and keys & Qt.KeyboardModifier.ShiftModifier:
            self._reach_to(self.row(at))
        elif at is not None and at is not self.currentItem():
            at.setSelected(not at.isSelected())
        return True

    def _begin_reach(self, row: int) -> None:
        self._reach = row

    def _reach_to(self, row: int) -> None:
        """Select all from the current photo to one."""
        if row < 0:
            return
        self._reach = row
        first, last = sorted((row, self.currentRow()))
        for other in range(self.count()):
            self.item(other).setSelected(first <= other <= last and not self.isRowHidden(other))
        self.scrollToItem(self.item(row))

    def _row_beside(self, row: int, by: int) -> int:
        """The row of the next photo that is shown, in steps of ``by``; -1 beyond the ends."""
        row += by
        while 0 <= row < self.count() and self.isRowHidden(row):
            row += 1 if by > 0 else -1
        return row if 0 <= row < self.count() else -1

    def _find(self, source: Source) -> QListWidgetItem | None:
        """Its item: by the name under which it was listed, else by whatever name."""
        return self._named.get(source) or self._items.get(photo_key(source))

    def _file_item(self, path: Path) -> QListWidgetItem:
        item = QListWidgetItem(path.name)
        item.setData(SOURCE_ROLE, path.absolute())
        item.setToolTip(as_tip(str(path)))
        return item

    def _pasted_item(self, photo: Photo) -> QListWidgetItem:
        self._pasted += 1
        item = QListWidgetItem(self.tr("Pasted picture {number}").format(number=self._pasted))
        item.setData(SOURCE_ROLE, photo)
        item.setData(DEVELOPED_ROLE, SmallPicture.of(_small(to_image(eight_bit(photo.pixels)))))
        item.setToolTip(self.tr("This picture has no file. Export it to keep it."))
        return item

    def _choose(self, item: QListWidgetItem) -> None:
        source: Source = item.data(SOURCE_ROLE)
        self.select(source)
        self.chosen.emit(source)

    def _remove(self, *items: QListWidgetItem | None) -> None:
        """Take out what the person wants out; who is told of it can put it back."""
        taken = [
            TakenOut(item.data(SOURCE_ROLE), self.row(item), bool(item.data(OPEN_ROLE)), item)
            for item in items
            if item is not None
        ]
        if not taken:
            return
        was_open = any(photo.was_open for photo in taken)
        after = [self.item(other) for other in range(taken[0].row + 1, self.count())]
        before = [self.item(other) for other in range(taken[0].row - 1, -1, -1)]
        others = [other.data(SOURCE_ROLE) for other in (*after, *before) if not _problem(other)]
        self._remove_items([photo.item for photo in taken])
        self.taken_out.emit(taken)
        if was_open:
            self._open = None
            self.open_removed.emit(others)

    def _remove_broken(self) -> None:
        items = [self.item(row) for row in range(self.count())]
        self._remove(*(item for item in items if _problem(item) and not item.data(OPEN_ROLE)))

    def _remove_items(self, items: list[QListWidgetItem]) -> None:
        rows = {self.row(item) for item in items}
        current = self.currentRow()
        # Of what was current the next neighbour is: the one after it, else the one before.
        order = (*range(current, self.count()), *range(current, -1, -1))
        stays = next((self.item(row) for row in order if row not in rows), None)
        for item in items:
            source: Source = item.data(SOURCE_ROLE)
            del self._items[item.data(_KEY)]
            if self._named.get(source) is item:
                del self._named[source]
            self.takeItem(self.row(item))
            item.setData(OPEN_ROLE, False)
            if isinstance(source, Path):
                self._thread.drop(source)
        if stays is not None:
            self.setCurrentItem(stays, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if items:
            self._count_changed()

    def _ask_for_thumbnails(self, sources: Sequence[Source]) -> None:
        files = [source for source in sources if isinstance(source, Path)]
        self._asked += len(files)
        self._thread.request(files)
        self._settle.start()

    def _emit_progress(self) -> None:
        waiting = self._thread.waiting
        if not waiting:
            self._asked = 0
            self.finished.emit(THUMBNAILS)
        elif self._asked >= _MANY:
            share = max(0.0, 1 - waiting / self._asked)
            self.progressed.emit(Progressed(THUMBNAILS, self.tr("Thumbnails"), share))

    def _set_thumbnail(self, thumbnail: Thumbnail) -> None:
        self._emit_progress()
        item = self._named.get(thumbnail.path)
        if item is not None:
            if item.data(EDITED_ROLE) is None:
                item.setData(EDITED_ROLE, thumbnail.edited)
            if item.data(FLAGGED_ROLE) is None:
                item.setData(FLAGGED_ROLE, thumbnail.flagged)
            item.setData(THUMBNAIL_ROLE, thumbnail)
            self._describe(item)
            self._filter(item)
            self._allow_removing()

    def _describe(self, item: QListWidgetItem) -> None:
        """Say what is painted, for who does not see it, and in the tool tip what the moon means."""
        marks = [
            self.tr("open") if item.data(OPEN_ROLE) else "",
            self.tr("edited") if item.data(EDITED_ROLE) else "",
            self.tr("flagged") if item.data(FLAGGED_ROLE) else "",
            _problem(item),
        ]
        source = item.data(SOURCE_ROLE)
        if isinstance(source, Path):
            tip = _problem(item) or str(source)
            if _is_as_taken(item):
                tip += "\n" + self.tr("Shown as it was taken. Open it, and it is brightened.")
            item.setToolTip(as_tip(tip))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, ", ".join(filter(None, marks)))

    def _prefer_visible(self) -> None:
        if not self.isVisible():
            return
        area = self.viewport().rect()
        first = max(0, self.indexAt(area.topLeft()).row())
        shown = area.width() // _CELL.width() + 2
        rows = range(first, min(self.count(), first + shown))
        sources = (self.item(row).data(SOURCE_ROLE) for row in rows)
        self._thread.prefer([source for source in sources if isinstance(source, Path)])

    def _count_changed(self) -> None:
        self._allow_removing()
        self._show_or_hide()
        self.changed.emit()

    def _allow_removing(self) -> None:
        self.remove_action.setEnabled(self.count() >= _FEWEST)
        items = (self.item(row) for row in range(self.count()))
        self.remove_broken_action.setEnabled(
            any(_problem(item) and not item.data(OPEN_ROLE) for item in items)
        )

    def _show_or_hide(self) -> None:
        self.setVisible(self._wanted and self.count() >= _FEWEST)


class _Delegate(QStyledItemDelegate):
    """Paints a photo: thumbnail, frame, name, marks."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """All are alike."""
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Thumbnail, frame, name, marks."""
        state: QStyle.StateFlag = option.state
        cell = QRectF(option.rect)
        strip = self.parent()
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(cell.left() + _MARGIN, cell.top() + _MARGIN, _PICTURE.width(), _PICTURE.height())
        outline = QPainterPath()
        outline.addRoundedRect(frame, 4, 4)
        painter.fillPath(outline, Colors.raised)
        thumbnail: Thumbnail | None = index.data(THUMBNAIL_ROLE)
        broken = thumbnail is not None and bool(thumbnail.problem)
        small: SmallPicture | None = index.data(DEVELOPED_ROLE) or (
            None if thumbnail is None else thumbnail.small
        )
        picture = None if small is None or broken else small.image
        if picture is not None:
            painter.setClipPath(outline)
            painter.drawImage(frame, picture, cover(picture, frame))
            painter.setClipping(False)
        else:
            icon = _icon("alert-outline", "error") if broken else _icon("image-outline", "disabled")
            square = QRectF(0, 0, _ICON, _ICON)
            square.moveCenter(frame.center())
            icon.paint(painter, square.toRect())
        is_open, is_current = bool(index.data(OPEN_ROLE)), bool(state & QStyle.StateFlag.State_Selected)
        focused = is_current and isinstance(strip, QWidget) and strip.hasFocus()
        if is_open or is_current or state & QStyle.StateFlag.State_MouseOver:
            color = Colors.accent if is_open else Colors.text if focused else Colors.faint
            painter.setPen(QPen(color, 3 if is_open and focused else 2))
            painter.drawPath(outline)
        lower, upper = frame.bottom() - _BADGE - 4, frame.top() + 4
        for marked, name, x, y in (
            (index.data(EDITED_ROLE), "tune-variant", frame.right() - _BADGE - 4, lower),
            (index.data(FLAGGED_ROLE), "flag", frame.left() + 4, lower),
            (_is_as_taken(index), "weather-night", frame.right() - _BADGE - 4, upper),
        ):
            if marked:
                badge = QRectF(x, y, _BADGE, _BADGE)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(Colors.panel)
                painter.drawEllipse(badge)
                _icon(name, "text").paint(painter, badge.adjusted(3, 3, -3, -3).toRect())
        painter.setPen(Colors.error if broken else Colors.text if is_open else Colors.faint)
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        caption = QRectF(frame.left(), frame.bottom() + 1, frame.width(), _CAPTION)
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, round(frame.width())
        )
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, name)
        painter.restore()


def _small(picture: QImage) -> QImage:
    return picture.scaled(
        THUMBNAIL_SIDE,
        THUMBNAIL_SIDE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


@cache
def _icon(name: str, color: str) -> QIcon:
    icon: QIcon = qtawesome.icon(f"mdi6.{name}", color=getattr(Colors, color))
    return icon


def _is_as_taken(item: QListWidgetItem | _Index) -> bool:
    """Whether a photo is shown as it was taken, as nobody saw it developed yet."""
    thumbnail: Thumbnail | None = item.data(THUMBNAIL_ROLE)
    if thumbnail is None or thumbnail.problem:
        return False
    return not thumbnail.developed and item.data(DEVELOPED_ROLE) is None


def _problem(item: QListWidgetItem) -> str:
    """Why a file cannot be read; empty where it can, and while that is not known."""
    thumbnail: Thumbnail | None = item.data(THUMBNAIL_ROLE)
    return "" if thumbnail is None else thumbnail.problem
