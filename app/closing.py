"""What would be lost with the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.dialogs import passing
from app.filmstrip import Filmstrip
from app.studio import Studio


class Closing(QObject):
    """Saves all that can be saved before the window closes, and asks about the rest."""

    def __init__(self, studio: Studio, filmstrip: Filmstrip, window: QWidget) -> None:
        """Ask nothing yet.

        Args:
            studio: what was decided in it is saved.
            filmstrip: lists the pictures that have no file.
            window: over which the question opens.
        """
        super().__init__(window)
        self._studio, self._filmstrip, self._window = studio, filmstrip, window

    def may_close(self) -> bool:
        """Save; whether the window may be closed: where something would be lost, the person is asked."""
        self._studio.autosave.save_all()
        unsaved = [path.name for path in self._studio.autosave.unsaved]
        lost: list[str] = []
        if len(unsaved) == 1:
            lost.append(self.tr("Changes to {name} cannot be saved.").format(name=unsaved[0]))
        elif unsaved:
            lost.append(self.tr("Changes to {count} photos cannot be saved.").format(count=len(unsaved)))
        pasted = [photo for photo in self._filmstrip.pasted if not self._studio.is_exported(photo)]
        if len(pasted) == 1:
            lost.append(self.tr("One pasted picture is not saved. Export it to keep it."))
        elif pasted:
            lost.append(
                self.tr("{count} pasted pictures are not saved. Export them to keep them.").format(
                    count=len(pasted)
                )
            )
        return not lost or self._confirm(" ".join(lost))

    def _confirm(self, text: str) -> bool:
        with passing(QMessageBox(self._window)) as box:
            box.setWindowTitle(self.tr("Not everything is saved"))
            # A file's name is no markup.
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setText(text)
            box.setInformativeText(self.tr("Close anyway?"))
            close = box.addButton(self.tr("Close"), QMessageBox.ButtonRole.DestructiveRole)
            keep = box.addButton(self.tr("Keep open"), QMessageBox.ButtonRole.RejectRole)
            box.setDefaultButton(keep)
            box.exec()
            return box.clickedButton() is close
