"""The handle by which the picture is dragged out of the window, into another program."""

from __future__ import annotations

from pathlib import Path

import qtawesome
from PySide6.QtCore import QMimeData, QPoint, Qt, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QColorSpace, QDrag, QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from app.canvas import Canvas
from app.document import Document
from app.theme import Colors
from ccnet_core.photo.writing import EXPORT_MARK

_QUALITY = 95
_CURSOR_SIDE = 96


class DragHandle(QToolButton):
    """Drags the result as it is previewed: as a picture, and as a JPEG file for programs that take files.

    Signals:
        explained: how to use it, after a click that drags nothing.
    """

    explained = Signal(str)

    def __init__(self, canvas: Canvas, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._document = canvas, document
        self._pressed: QPoint | None = None
        self._folder: QTemporaryDir | None = None
        self._count = 0
        self.setIcon(qtawesome.icon("mdi6.drag", color=Colors.text, color_disabled=Colors.disabled))
        self.setText(self.tr("Drag out"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAccessibleName(self.tr("Drag the picture into another program"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.clicked.connect(lambda: self.explained.emit(self.toolTip()))
        canvas.picture_changed.connect(self._follow)
        self._follow()

    def mime_data(self) -> QMimeData | None:
        """What is dragged; None while there is no result."""
        picture = self._canvas.result
        if picture is None:
            return None
        picture = picture.copy()
        picture.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
        data = QMimeData()
        data.setImageData(picture)
        path = self._write(picture)
        if path is not None:
            data.setUrls([QUrl.fromLocalFile(str(path))])
        return data

    def clean(self) -> None:
        """Remove the files that were dragged: the window is closed."""
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

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

    def _write(self, picture: QImage) -> Path | None:
        """A file of the picture; each drag has its own, as the other program may read it later."""
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
        photo = self._document.photo
        stem = photo.path.stem if photo is not None and photo.path is not None else "picture"
        path = folder / f"{stem}{EXPORT_MARK}-preview.jpg"
        return path if picture.save(str(path), quality=_QUALITY) else None

    def _follow(self) -> None:
        picture = self._canvas.result
        self.setEnabled(picture is not None)
        if picture is None:
            self.setToolTip(self.tr("Drag the picture into another program, as soon as there is a result."))
        else:
            self.setToolTip(
                self.tr(
                    "Drag from here into another program. It gets the preview, {width} × {height} pixels; "
                    "Ctrl+C and Export give the full size."
                ).format(width=picture.width(), height=picture.height())
            )
