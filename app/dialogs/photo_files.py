"""The dialog that asks for photos: the platform's own, or Qt's with a picture of what is pointed at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.filmstrip.developed import DevelopedPictures, developed_folder
from app.filmstrip.thumbnails import THUMBNAIL_SIDE, Thumbnail, ThumbnailThread
from app.widgets.dialog import passing

_SIZE = QSize(860, 460)
"""With room for the picture; no larger than the smallest screen."""


class PhotoPreview(QWidget):
    """A small picture of a file, made in a thread of its own, as it was developed where that is known.

    Attributes:
        picture: shows it.
        text: the file's name, or why there is no picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: Path | None = None
        self._thread = ThumbnailThread(DevelopedPictures(developed_folder()), self)
        self._thread.made.connect(self._show_made)
        self.setFixedWidth(THUMBNAIL_SIDE)
        self.picture, self.text = QLabel(), QLabel()
        self.picture.setFixedHeight(THUMBNAIL_SIDE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.tr("Preview"))
        # A file's name is no markup.
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setProperty("role", "hint")
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture)
        layout.addWidget(self.text, 1)
        self.show_file("")

    def show_file(self, name: str) -> None:
        """Show another file, none with an empty name; the one before, if it still waits, is not read."""
        if self._wanted is not None:
            self._thread.drop(self._wanted)
        self._wanted = Path(name) if name else None
        self.picture.clear()
        self.text.setText("" if name else self.tr("Select a photo to see it here."))
        if self._wanted is not None:
            self._thread.request([self._wanted])

    def end(self) -> None:
        """Make no more pictures; the one that is made may take its time on a drive that does not answer."""
        self._thread.leave()

    def _show_made(self, thumbnail: Thumbnail) -> None:
        if thumbnail.path != self._wanted:
            return  # it is late
        if thumbnail.picture is not None:
            side = self.picture.size()
            shown = QPixmap.fromImage(thumbnail.picture)
            if shown.width() > side.width() or shown.height() > side.height():
                shown = shown.scaled(
                    side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            self.picture.setPixmap(shown)
        self.text.setText(thumbnail.problem or thumbnail.path.name)


class PhotoDialog(QFileDialog):
    """Asks for one photo or more.

    Attributes:
        preview: the picture of what is pointed at; None where the dialog is the platform's own, which has its
            ways to show pictures.
    """

    def __init__(self, parent: QWidget | None, title: str, folder: str, kinds: str) -> None:
        """Build the dialog.

        Args:
            parent: over which it opens.
            title: of the window.
            folder: where it begins.
            kinds: the filter of file names.
        """
        super().__init__(parent, title, folder, kinds)
        self.setFileMode(QFileDialog.FileMode.ExistingFiles)
        # Qt lays out a dialog of its own alone.
        layout = self.layout()
        self.preview = PhotoPreview(self) if isinstance(layout, QGridLayout) else None
        if self.preview is not None and isinstance(layout, QGridLayout):
            layout.addWidget(self.preview, 0, layout.columnCount(), layout.rowCount(), 1)
            self.currentChanged.connect(self._show_current)
            self.directoryEntered.connect(lambda _: self._show_current(""))
            self.resize(_SIZE)

    @staticmethod
    def choose(parent: QWidget, title: str, folder: str, kinds: str) -> list[str]:
        """Ask, with the arguments of the dialog; the names of the files, none where the person wants none."""
        with passing(PhotoDialog(parent, title, folder, kinds)) as dialog:
            return dialog.selectedFiles() if dialog.exec() == QFileDialog.DialogCode.Accepted else []

    def done(self, result: int) -> None:
        """Taken or given up."""
        super().done(result)
        if self.preview is not None:
            self.preview.end()

    def _show_current(self, name: str) -> None:
        assert self.preview is not None
        self.preview.show_file("" if Path(name).is_dir() else name)
