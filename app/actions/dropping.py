"""What is dragged over the window: what would become of it is shown until it falls, or leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.actions.presets import is_preset_file
from app.canvas.overlay import paint_caption
from app.widgets.drops import accept_as_copy
from app.widgets.theme import Colors
from ccnet_core.canonical import is_folder
from ccnet_core.own_files import without_own_files

_MARGIN = 8
_LOOKED_AT = 200
"""Of so many files the disk is asked whether they are folders: the window waits for the answers."""
_VEIL = QColor(20, 20, 20, 150)


class DropHint(QWidget):
    """Lies over a part of the window while something is dragged there, and says what would become of it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_over(self, area: QWidget, text: str) -> None:
        """Lie over a part of the window."""
        geometry = QRect(area.mapTo(self._window, QPoint()), area.size())
        if not self.isVisible() or (geometry, text) != (self.geometry(), self.text):
            self.text = text
            self.setGeometry(geometry)
            self.show()
            self.raise_()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil, a frame and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), _VEIL)
        frame = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.setPen(QPen(Colors.accent, 3))
        painter.drawRoundedRect(frame, 6, 6)
        font = painter.font()
        font.setPixelSize(15)
        painter.setFont(font)
        head = frame.center() - QPointF(0, painter.fontMetrics().height())
        paint_caption(painter, self.text, "", head, frame.width() - 2 * _MARGIN)


@dataclass(frozen=True, slots=True)
class _Dragged:
    """What is dragged.

    Attributes:
        photos: files that are to be opened, or followed.
        folders: whose photos are to be opened.
        presets: how many files are presets, which are taken in.
    """

    photos: tuple[Path, ...]
    folders: tuple[Path, ...]
    presets: int

    @property
    def pictures_only(self) -> bool:
        """Whether there is something to be followed, beside presets at most."""
        return not self.folders and (bool(self.photos) or not self.presets)


class Dropping(QObject):
    """Takes files and pictures that are dropped on the window, except its own.

    Attributes:
        hint: what is shown meanwhile.
    """

    def __init__(
        self,
        take: Callable[..., bool],
        may_follow: Callable[[], bool],
        photo: QWidget,
        panel: QWidget,
        window: QWidget,
    ) -> None:
        """Watch the window.

        Args:
            take: opens dropped data, or follows its pictures if so asked by ``as_reference``.
            may_follow: whether there is a photo that can follow pictures.
            photo: the part of the window where photos are opened; so they are beside it.
            panel: a picture that falls on it is followed.
            window: takes the drops.
        """
        super().__init__(window)
        self._take, self._may_follow = take, may_follow
        self._photo, self._panel, self._window = photo, panel, window
        self._dragged: _Dragged | None = None
        self.hint = DropHint(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever is dragged over the window."""
        if event.type() == QEvent.Type.DragLeave:
            self._end_drag()
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        if isinstance(event, QDragEnterEvent):
            self._dragged = None if event.source() is not None else _look_at(event.mimeData())
        dragged = self._dragged
        if dragged is None:
            event.ignore()
        elif accept_as_copy(event):
            on_panel = self._is_on_panel(event)
            follow = on_panel and dragged.pictures_only and self._may_follow()
            if event.type() == QEvent.Type.Drop:
                self._end_drag()
                if not self._take(event.mimeData(), as_reference=follow):
                    event.ignore()
            else:
                self.hint.show_over(
                    self._panel if on_panel else self._photo, self._text(dragged, follow=follow)
                )
        return True

    def _end_drag(self) -> None:
        """It fell, or left."""
        self._dragged = None
        self.hint.hide()

    def _is_on_panel(self, event: QDropEvent) -> bool:
        at = self._panel.mapFrom(self._window, event.position().toPoint())
        return self._panel.isVisible() and self._panel.rect().contains(at)

    def _text(self, dragged: _Dragged, *, follow: bool) -> str:
        paths = (*dragged.photos, *dragged.folders)
        if follow and len(paths) > 1:
            text = self.tr("Add {count} references")
        elif follow:
            text = self.tr("Match its colours")
        elif dragged.presets and not paths:
            text = self.tr("Import {count} presets") if dragged.presets > 1 else self.tr("Import preset")
        elif len(paths) < 2:
            text = self.tr("Open {name}") if paths else self.tr("Open picture")
        elif dragged.folders:
            text = self.tr("Open photos and folders") if dragged.photos else self.tr("Open folders")
        else:
            text = self.tr("Open {count} photos")
        name = paths[0].name or paths[0] if paths else ""
        return text.format(count=len(paths) or dragged.presets, name=name)


def _look_at(data: QMimeData) -> _Dragged | None:
    """What data holds; None where there is nothing to be taken. Beyond the first, files count as photos."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if not files and not data.hasImage():
        return None
    others = without_own_files(path for path in files if not is_preset_file(path))
    photos: list[Path] = []
    folders: list[Path] = []
    for index, path in enumerate(others):
        (folders if index < _LOOKED_AT and is_folder(path) else photos).append(path)
    return _Dragged(tuple(photos), tuple(folders), sum(map(is_preset_file, files)))
