"""The picture and its adjustments on the clipboard, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QByteArray, QCoreApplication, QMetaType, QMimeData, QObject, Signal
from PySide6.QtGui import QColorSpace, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from app.actions.syncing import Change, Syncing
from app.document.photo_key import Source
from app.studio import Studio
from app.widgets.notice import Notice
from app.worker.requests import Copied
from ccnet_core.adjustments import Adjustments

_QT_IMAGE = "application/x-qt-image"


class PictureData(QMimeData):
    """A picture for other programs, with its PNG made already.

    Without it Qt makes one whenever a program asks, in the window's thread: of 12 megapixels that takes so
    long that the program gives up, or takes a smaller picture of another format.
    """

    def __init__(self, picture: QImage, png: bytes) -> None:
        super().__init__()
        self._png = QByteArray(png)
        self.setImageData(picture)
        self.setData("image/png", self._png)

    def retrieveData(self, mimetype: str, preferred: QMetaType | QMetaType.Type) -> Any:
        """What programs that use Qt ask for first is a PNG too."""
        if mimetype == _QT_IMAGE and preferred == QMetaType(QMetaType.Type.QByteArray.value):
            return self._png
        return super().retrieveData(mimetype, preferred)


class Clipboard(QObject):
    """Copies from the open photo, and pastes adjustments onto it.

    The picture is made at full size first; what is copied after it takes its place.

    Signals:
        pasted: adjustments were.
    """

    pasted = Signal()

    def __init__(self, studio: Studio, notice: Notice, syncing: Syncing, window: QWidget) -> None:
        super().__init__(window)
        self._syncing = syncing
        self._studio, self._document, self._notice = studio, studio.document, notice
        self._pasted = self.tr("Settings pasted")
        self._document.histories.indexChanged.connect(self._withdraw)
        studio.copied.connect(self._put_on_clipboard)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self._let_go)

    def copy_picture(self) -> None:
        """Put the full-size picture on the clipboard, as soon as it is made."""
        if self._studio.ready:
            self._studio.copy()
        else:
            self._notice.show_error(
                self.tr("There is no result to copy yet. Wait until the photo is bright."), of_photo=True
            )

    def copy_adjustments(self) -> None:
        """Put the adjustments on the clipboard, for another photo."""
        self._studio.cancel_copy()
        # As text, which can be kept or sent, and which outlives Python at the end of the program.
        QGuiApplication.clipboard().setText(self._document.adjustments.to_json())
        self._notice.show_message(
            self.tr("Settings copied. Paste them onto another photo with Ctrl+Shift+V.")
        )

    def paste_adjustments(self) -> None:
        """Take the adjustments that the clipboard holds; with none, everything stays.

        What is shown of a photo is its own, and so are its masks: light and colours are pasted.
        """
        self._paste(
            self.tr("Paste settings"),
            lambda copied, own: replace(copied, geometry=own.geometry, masks=own.masks),
        )

    def paste_colours(self) -> None:
        """Take them but for the light, which is each photo's own in a series."""
        self._paste(
            self.tr("Paste colours only"),
            lambda copied, own: replace(copied.with_tone_of(own), geometry=own.geometry, masks=own.masks),
        )

    def paste_crop(self) -> None:
        """Take which part is shown, and which way up, and nothing else."""
        self._paste(self.tr("Paste crop only"), lambda copied, own: replace(own, geometry=copied.geometry))

    def paste_masks(self) -> None:
        """Take the masks, in place of the photo's own, and nothing else."""
        self._paste(self.tr("Paste masks only"), lambda copied, own: replace(own, masks=copied.masks))

    def _paste(self, step: str, taken: Callable[[Adjustments, Adjustments], Adjustments]) -> None:
        """Onto the open photo, and onto the others that are selected with it."""
        try:
            copied = Adjustments.from_json(QGuiApplication.clipboard().text())
        except ValueError:
            self._notice.show_error(
                self.tr("The clipboard holds no settings that can be read. Copy those of a photo first.")
            )
            return
        adjustments, others = taken(copied, self._document.adjustments), self._syncing.others
        if others:
            self._paste_onto_all(step, adjustments, lambda own: taken(copied, own), others)
            return
        if adjustments == self._document.adjustments:
            self._notice.show_message(self.tr("The photo has these settings already."), of_photo=True)
            return
        self._document.change(adjustments, step)
        self.pasted.emit()
        undo = self._document.history.undo
        self._notice.show_message(self._pasted, self.tr("Undo"), undo, of_photo=True)

    def _paste_onto_all(
        self, step: str, adjustments: Adjustments, change: Change, others: Sequence[Source]
    ) -> None:
        own = None
        if adjustments != self._document.adjustments:
            self._document.change(adjustments, step)
            self.pasted.emit()
            own = self._document.undoing()
        self._syncing.spread(step, change, others, own)

    def _put_on_clipboard(self, copied: Copied) -> None:
        picture = copied.picture
        picture.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
        QGuiApplication.clipboard().setMimeData(PictureData(picture, copied.png))
        self._notice.show_message(
            self.tr("{name} is copied at full size, {width} × {height} pixels.").format(
                name=copied.name, width=picture.width(), height=picture.height()
            )
        )

    def _let_go(self) -> None:
        """Leave a picture of Qt's own: Python is gone when Qt asks for what lies there a last time."""
        clipboard = QGuiApplication.clipboard()
        data = clipboard.mimeData()
        if isinstance(data, PictureData):
            clipboard.setImage(QImage(data.imageData()))

    def _withdraw(self) -> None:
        """Another photo is open, or another step is the last: pasting is not what would be undone."""
        self._notice.dismiss(self._pasted)
