"""The handle by which the picture is dragged out of the window, into another program."""

from __future__ import annotations

import logging
from pathlib import Path

import qtawesome
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QSize, Qt, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QColorSpace, QDrag, QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton

from app.canvas.canvas import Canvas
from app.studio import Studio
from app.widgets.theme import Colors
from app.worker.requests import Copied
from ccnet_core.photo.writing import EXPORT_MARK

_log = logging.getLogger(__name__)

_QUALITY = 95
_COPIED = ".png"
_CURSOR_SIDE = 96
_MARGIN = 12
"""Of the handle from the edges, in logical pixels."""


class DragHandle(QToolButton):
    """Drags the result from a corner of the photo: as a picture as it is previewed, and as a file.

    The file is the full size where that is at hand, as after an export or a copy of what is decided now, else
    a JPEG of the preview: the full size takes longer to make than a drag may last.

    Signals:
        explained: how to use it, after a click that drags nothing.
    """

    explained = Signal(str)

    def __init__(self, canvas: Canvas, studio: Studio) -> None:
        super().__init__(canvas)
        self._canvas, self._studio = canvas, studio
        self._away = False
        self._pressed: QPoint | None = None
        self._folder: QTemporaryDir | None = None
        self._count = 0
        self._copied: Copied | None = None
        self._copied_file: Path | None = None
        self.setIcon(qtawesome.icon("mdi6.drag", color=Colors.text, color_disabled=Colors.disabled))
        self.setObjectName("dragHandle")
        self.setIconSize(QSize(20, 20))
        # A click leaves the keyboard to the photo.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Drag the picture into another program"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.clicked.connect(lambda: self.explained.emit(self.explanation))
        canvas.picture_changed.connect(self._follow_canvas)
        studio.leaving.connect(lambda: self._remember_copied(None))
        studio.copied.connect(self._remember_copied)
        canvas.installEventFilter(self)
        self._follow_canvas()

    @property
    def full_size(self) -> str:
        """The name of the file that is dragged, if it is the full size as it is decided now; else empty."""
        exported = self._studio.full_size_file()
        if exported is not None:
            return exported.name
        return f"{self._stem}{_COPIED}" if self._is_copied else ""

    @property
    def explanation(self) -> str:
        """What a drag gives."""
        picture = self._canvas.result
        if picture is None:
            return self.tr("Drag the picture into another program, as soon as there is a result.")
        name = self.full_size
        if name:
            return self.tr("Drag from here into another program. It gets the full size, {name}.").format(
                name=name
            )
        return self.tr(
            "Drag from here into another program. It gets the preview, {width} × {height} pixels; "
            "after Ctrl+C or an export, the full size."
        ).format(width=picture.width(), height=picture.height())

    def mime_data(self) -> QMimeData | None:
        """What is dragged; None while there is no result."""
        picture = self._canvas.result
        if picture is None:
            return None
        picture = picture.copy()
        picture.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
        data = QMimeData()
        data.setImageData(picture)
        path = self._studio.full_size_file() or self._write_copied() or self._write_preview(picture)
        if path is not None:
            data.setUrls([QUrl.fromLocalFile(str(path))])
        return data

    def set_away(self, away: bool) -> None:
        """Leave its corner to what is drawn on the photo, or come back."""
        self._away = away
        self._follow_canvas()

    def clean(self) -> None:
        """Remove the files that were dragged: the window is closed."""
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

    def event(self, event: QEvent) -> bool:
        """The tool tip is made when it is wanted: what lies on the disk is looked at for it."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.explanation)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the lower right corner of the photo's place."""
        if event.type() == QEvent.Type.Resize:
            self.adjustSize()
            corner = self._canvas.rect().bottomRight() - self.rect().bottomRight()
            self.move(corner - QPoint(_MARGIN, _MARGIN))
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from where it was pressed, it is a drag."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.setDown(False)
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """No drag; a click, if nothing was dragged."""
        self._pressed = None
        super().mouseReleaseEvent(event)

    def _drag(self) -> None:
        data, picture = self.mime_data(), self._canvas.result
        if data is None or picture is None:
            return
        drag = QDrag(self)
        drag.setMimeData(data)
        ratio = self.devicePixelRatioF()
        side = round(_CURSOR_SIDE * ratio)
        shown = picture.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        drag.setPixmap(QPixmap.fromImage(shown))
        drag.exec(Qt.DropAction.CopyAction)

    @property
    def _is_copied(self) -> bool:
        """Whether what was copied last is the open photo as it is decided now."""
        document, copied = self._studio.document, self._copied
        if copied is None:
            return False
        return (copied.photo_id, copied.adjustments) == (document.photo_id, document.adjustments)

    @property
    def _stem(self) -> str:
        photo = self._studio.document.photo
        name = photo.path.stem if photo is not None and photo.path is not None else "picture"
        return f"{name}{EXPORT_MARK}"

    def _remember_copied(self, copied: Copied | None) -> None:
        """What is on the clipboard can be dragged, too."""
        self._copied, self._copied_file = copied, None

    def _write_copied(self) -> Path | None:
        """A file of what was copied, once it is dragged."""
        if self._copied_file is None and self._is_copied:
            path = self._new_file(_COPIED)
            assert self._copied is not None
            try:
                if path is not None:
                    path.write_bytes(self._copied.png)
                    self._copied_file = path
            except OSError as error:
                _log.warning("the preview is dragged instead of the full size: %s", error)
        return self._copied_file if self._is_copied else None

    def _write_preview(self, picture: QImage) -> Path | None:
        """A file of the preview."""
        path = self._new_file("-preview.jpg")
        return path if path is not None and picture.save(str(path), quality=_QUALITY) else None

    def _new_file(self, ending: str) -> Path | None:
        """A name for a file of its own: the other program may read it after the next one is made."""
        try:
            if self._folder is None:
                made = QTemporaryDir()
                if not made.isValid():
                    # Its path is empty: the file would be written to wherever the program was started.
                    return None
                self._folder = made
            self._count += 1
            folder = Path(self._folder.path()) / str(self._count)
            folder.mkdir()
        except OSError:
            # The picture itself needs no disk.
            return None
        return folder / f"{self._stem}{ending}"

    def _follow_canvas(self) -> None:
        self.setEnabled(self._canvas.result is not None)
        self.setVisible(self.isEnabled() and not self._away)
