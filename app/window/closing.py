"""What would be lost with the window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.filmstrip.filmstrip import Filmstrip
from app.studio import Studio
from app.widgets.dialog import Question, passing, short_name


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
        unsaved = [short_name(path.name, self._window) for path in self._studio.autosave.unsaved]
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
        anyway = self.tr("Close anyway?")
        question = Question(
            self.tr("Not everything is saved"),
            f"{text}\n\n{anyway}",
            self.tr("Close"),
            self.tr("Keep open"),
            self._window,
        )
        with passing(question):
            return question.exec() == Question.DialogCode.Accepted
