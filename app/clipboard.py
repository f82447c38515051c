"""The picture and its adjustments on the clipboard, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app import adjustments_clipboard
from app.canvas import Canvas
from app.document import Document
from app.notice import Notice


class Clipboard(QObject):
    """Copies from the open photo, and pastes adjustments onto it."""

    def __init__(self, document: Document, canvas: Canvas, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._canvas, self._notice = document, canvas, notice
        self._pasted = self.tr("The adjustments are pasted.")
        document.histories.indexChanged.connect(self._withdraw)

    def copy_picture(self) -> None:
        """Put the result on the clipboard as it is shown."""
        picture = self._canvas.result
        if picture is None:
            self._notice.show_error(
                self.tr("There is no result to copy yet. Wait until the photo is bright.")
            )
            return
        QGuiApplication.clipboard().setImage(picture)
        self._notice.show_message(
            self.tr("The preview is copied, {width} × {height} pixels. Export writes the full size.").format(
                width=picture.width(), height=picture.height()
            )
        )

    def copy_adjustments(self) -> None:
        """Put the adjustments on the clipboard, for another photo."""
        QGuiApplication.clipboard().setMimeData(adjustments_clipboard.to_mime(self._document.adjustments))
        self._notice.show_message(
            self.tr("The adjustments are copied. Open another photo and paste them with Ctrl+Shift+V.")
        )

    def paste_adjustments(self) -> None:
        """Take the adjustments that the clipboard holds; with none, everything stays."""
        self._paste(self.tr("Paste adjustments"), colours_only=False)

    def paste_colours(self) -> None:
        """Take them but for the brightness, which is each photo's own in a series."""
        self._paste(self.tr("Paste colours only"), colours_only=True)

    def _paste(self, step: str, *, colours_only: bool) -> None:
        try:
            adjustments = adjustments_clipboard.from_mime(QGuiApplication.clipboard().mimeData())
        except ValueError:
            self._notice.show_error(
                self.tr("The clipboard holds no adjustments that can be read. Copy those of a photo first.")
            )
            return
        if colours_only:
            adjustments = adjustments.with_tone_of(self._document.adjustments)
        if adjustments == self._document.adjustments:
            self._notice.show_message(self.tr("The photo has these adjustments already."))
            return
        self._document.change(adjustments, step)
        self._notice.show_message(self._pasted, self.tr("Undo"), self._document.history.undo)

    def _withdraw(self) -> None:
        """Another photo is open, or another step is the last: pasting is not what would be undone."""
        self._notice.dismiss(self._pasted)
