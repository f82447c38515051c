"""The photos of the window in a row under the canvas."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import qtawesome
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QHideEvent,
    QIcon,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.gallery import cover
from app.requests import Progressed
from app.theme import Colors
from app.thumbnails import THUMBNAIL_SIDE, Thumbnail, ThumbnailThread
from ccnet_core.canonical import canonical_path

_FEWEST = 2
_PICTURE = QSize(104, 70)
_MARGIN = 5
_CAPTION = 18
_CELL = QSize(_PICTURE.width() + 2 * _MARGIN, _PICTURE.height() + _CAPTION + 2 * _MARGIN)
_HEIGHT = _CELL.height() + 20
"""With room for the scroll bar, so that nothing moves when it comes."""
_MANY = 30
"""Fewer thumbnails are made before anyone would read how far they are."""
THUMBNAILS = -1
"""The id of their task, which no request has."""
_BADGE = 18
_ICON = 26

_PATH = Qt.ItemDataRole.UserRole
_THUMBNAIL = Qt.ItemDataRole.UserRole + 1
_EDITED = Qt.ItemDataRole.UserRole + 2
_OPEN = Qt.ItemDataRole.UserRole + 3
_DEVELOPED = Qt.ItemDataRole.UserRole + 4

_Index = QModelIndex | QPersistentModelIndex


class Filmstrip(QListWidget):
    """Thumbnails of all photos that were opened or dropped; hidden while there are fewer than two.

    The current item is the photo that was asked for last; the open one is marked, and so are files that could
    not be read. They differ while a photo is read, and where it could not be. A photo that was developed is
    shown so.

    Attributes:
        remove_action: takes the current photo out of the list; it is in the context menu, on the Delete key,
            and to be put into the window's menu.
        remove_broken_action: takes all files out that could not be read; in the same places.

    Signals:
        chosen: the photo that is to be opened.
        removed: a photo that was taken out.
        open_removed: the open photo was taken out; those that can be read, nearest first.
        changed: photos came or went.
        progressed: of many thumbnails, how far they are.
        finished: the id of a task that shows no progress any more.
    """

    chosen = Signal(Path)
    removed = Signal(Path)
    open_removed = Signal(list)
    changed = Signal()
    progressed = Signal(object)
    finished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[Path, QListWidgetItem] = {}
        self._open: Path | None = None
        self._wanted = True
        self._asked = 0
        self._thread = ThumbnailThread(self)
        self._thread.made.connect(self._take)
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
        self.setItemDelegate(_Delegate(self))
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.remove_action = QAction(self.tr("Take photo out of the filmstrip"), self)
        self.remove_action.setShortcut(Qt.Key.Key_Delete)
        self.remove_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.remove_action.setToolTip(self.tr("The file stays where it is (Delete)"))
        self.remove_action.triggered.connect(self._remove_current)
        self.remove_action.setEnabled(False)
        self.remove_broken_action = QAction(self.tr("Take out all files that cannot be read"), self)
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
    def paths(self) -> list[Path]:
        """All photos, in their order."""
        return [self.item(row).data(_PATH) for row in range(self.count())]

    @property
    def open_path(self) -> Path | None:
        """The photo that is marked as open."""
        return self._open

    def add(self, paths: Iterable[Path]) -> list[Path]:
        """List photos after those that are listed; gives those that were not listed before."""
        new: list[Path] = []
        for path in paths:
            if (key := canonical_path(path)) not in self._items:
                item = QListWidgetItem(path.name)
                item.setData(_PATH, path.absolute())
                item.setToolTip(str(path))
                item.setSizeHint(_CELL)
                self.addItem(item)
                self._items[key] = item
                new.append(item.data(_PATH))
        if new:
            self._asked += len(new)
            self._thread.request(new)
            self._settle.start()
            self._count_changed()
        return new

    def select(self, path: Path) -> None:
        """Another photo is asked for; it comes into sight."""
        item = self._items.get(canonical_path(path))
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def set_open(self, path: Path | None) -> None:
        """Mark the photo that is open; None for one that is not listed, as a pasted one."""
        for other in (self._open, path):
            item = None if other is None else self._items.get(canonical_path(other))
            if item is not None:
                item.setData(_OPEN, other is path)
                self._describe(item)
                if path is not None and other is path and _problem(item):
                    # It is there again.
                    self.look_again(path)
        self._open = path

    def set_edited(self, path: Path) -> None:
        """Adjustments of a photo are saved."""
        item = self._items.get(canonical_path(path))
        if item is not None:
            item.setData(_EDITED, True)
            self._describe(item)

    def set_developed(self, path: Path, picture: QImage) -> None:
        """Show a photo as it is developed, as long as it is listed."""
        item = self._items.get(canonical_path(path))
        if item is not None:
            small = picture.scaled(
                THUMBNAIL_SIDE,
                THUMBNAIL_SIDE,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            item.setData(_DEVELOPED, small)

    def look_again(self, path: Path) -> None:
        """A file may have changed: see whether it can be read."""
        item = self._items.get(canonical_path(path))
        if item is not None:
            self._thread.request([item.data(_PATH)])
            self._thread.prefer([item.data(_PATH)])

    def remove(self, path: Path) -> None:
        """Take a photo out; what is open stays so."""
        item = self._items.get(canonical_path(path))
        if item is not None:
            self._take_out([item])

    def step(self, by: int) -> None:
        """Choose the photo so many places on; beyond the ends, nothing happens."""
        row = self.currentRow() + by
        if 0 <= row < self.count():
            self._choose(self.item(row))

    def set_wanted(self, wanted: bool) -> None:
        """Show the strip as soon as there are photos to choose from, or never."""
        self._wanted = wanted
        self._show_or_hide()

    def cancel_thumbnails(self) -> None:
        """Make no thumbnails but of photos that come into sight from here on."""
        self._thread.put_off()
        self._tell_progress()

    def stop(self) -> None:
        """Make no more thumbnails."""
        self._thread.stop()

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right open the photos beside, Home and End the first and last."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.count() - 1}
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif event.key() in ends and self.count():
            self._choose(self.item(ends[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentRow() >= 0:
                self._choose(self.currentItem())
        else:
            # Letters are the window's shortcuts, not a search.
            event.ignore()

    def showEvent(self, event: QShowEvent) -> None:
        """What is in sight comes first."""
        super().showEvent(event)
        self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus to a neighbour that is seen."""
        super().hideEvent(event)
        self.clearFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be in sight."""
        super().resizeEvent(event)
        self._settle.start()

    # Helpers

    def _choose(self, item: QListWidgetItem) -> None:
        path: Path = item.data(_PATH)
        self.select(path)
        self.chosen.emit(path)

    def _remove_current(self) -> None:
        row = self.currentRow()
        if row < 0:
            return
        item = self.item(row)
        was_open = bool(item.data(_OPEN))
        after = [self.item(other) for other in range(row + 1, self.count())]
        before = [self.item(other) for other in range(row - 1, -1, -1)]
        others = [other.data(_PATH) for other in (*after, *before) if not _problem(other)]
        self._take_out([item])
        if was_open:
            self._open = None
            self.open_removed.emit(others)
        elif self._open is not None:
            self.select(self._open)

    def _remove_broken(self) -> None:
        items = [self.item(row) for row in range(self.count())]
        self._take_out([item for item in items if _problem(item) and not item.data(_OPEN)])
        if self._open is not None:
            self.select(self._open)

    def _take_out(self, items: list[QListWidgetItem]) -> None:
        paths: list[Path] = [item.data(_PATH) for item in items]
        for item, path in zip(items, paths, strict=True):
            del self._items[canonical_path(path)]
            self.takeItem(self.row(item))
            self._thread.drop(path)
            self.removed.emit(path)
        if paths:
            self._count_changed()

    def _tell_progress(self) -> None:
        waiting = self._thread.waiting
        if not waiting:
            self._asked = 0
            self.finished.emit(THUMBNAILS)
        elif self._asked >= _MANY:
            share = max(0.0, 1 - waiting / self._asked)
            self.progressed.emit(Progressed(THUMBNAILS, self.tr("Thumbnails"), share))

    def _take(self, thumbnail: Thumbnail) -> None:
        self._tell_progress()
        item = self._items.get(canonical_path(thumbnail.path))
        if item is not None:
            item.setData(_EDITED, bool(item.data(_EDITED)) or thumbnail.edited)
            item.setData(_THUMBNAIL, thumbnail)
            item.setToolTip(thumbnail.problem or str(thumbnail.path))
            self._describe(item)
            self._allow_removing()

    def _describe(self, item: QListWidgetItem) -> None:
        """Say what is painted, for who does not see it."""
        marks = [
            self.tr("open") if item.data(_OPEN) else "",
            self.tr("edited") if item.data(_EDITED) else "",
            _problem(item),
        ]
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, ", ".join(filter(None, marks)))

    def _prefer_visible(self) -> None:
        if not self.isVisible():
            return
        area = self.viewport().rect()
        first = max(0, self.indexAt(area.topLeft()).row())
        shown = area.width() // _CELL.width() + 2
        rows = range(first, min(self.count(), first + shown))
        self._thread.prefer([self.item(row).data(_PATH) for row in rows])

    def _count_changed(self) -> None:
        self._allow_removing()
        self._show_or_hide()
        self.changed.emit()

    def _allow_removing(self) -> None:
        self.remove_action.setEnabled(self.count() >= _FEWEST)
        items = (self.item(row) for row in range(self.count()))
        self.remove_broken_action.setEnabled(any(_problem(item) and not item.data(_OPEN) for item in items))

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
        thumbnail: Thumbnail | None = index.data(_THUMBNAIL)
        broken = thumbnail is not None and bool(thumbnail.problem)
        picture: QImage | None = index.data(_DEVELOPED) or (None if thumbnail is None else thumbnail.picture)
        if picture is not None and not broken:
            painter.setClipPath(outline)
            painter.drawImage(frame, picture, cover(picture, frame))
            painter.setClipping(False)
        else:
            icon = _icon("alert-outline", "error") if broken else _icon("image-outline", "disabled")
            square = QRectF(0, 0, _ICON, _ICON)
            square.moveCenter(frame.center())
            icon.paint(painter, square.toRect())
        is_open, is_current = bool(index.data(_OPEN)), bool(state & QStyle.StateFlag.State_Selected)
        focused = is_current and isinstance(strip, QWidget) and strip.hasFocus()
        if is_open or is_current or state & QStyle.StateFlag.State_MouseOver:
            color = Colors.accent if is_open else Colors.text if focused else Colors.faint
            painter.setPen(QPen(color, 3 if is_open and focused else 2))
            painter.drawPath(outline)
        if index.data(_EDITED):
            badge = QRectF(frame.right() - _BADGE - 4, frame.bottom() - _BADGE - 4, _BADGE, _BADGE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Colors.panel)
            painter.drawEllipse(badge)
            _icon("tune-variant", "text").paint(painter, badge.adjusted(3, 3, -3, -3).toRect())
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


@cache
def _icon(name: str, color: str) -> QIcon:
    icon: QIcon = qtawesome.icon(f"mdi6.{name}", color=getattr(Colors, color))
    return icon


def _problem(item: QListWidgetItem) -> str:
    """Why a file cannot be read; empty where it can, and while that is not known."""
    thumbnail: Thumbnail | None = item.data(_THUMBNAIL)
    return "" if thumbnail is None else thumbnail.problem
