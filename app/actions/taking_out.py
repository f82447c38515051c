"""Taking photos out of the filmstrip, and the way back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from app.actions.opening import Opening
from app.filmstrip.filmstrip import Filmstrip, TakenOut
from app.studio import Studio
from app.widgets.notice import Notice


class TakingOut(QObject):
    """Tells which photos were taken out, and puts them back as long as that is told.

    Until then their histories are kept, and what was decided about pasted pictures.
    """

    def __init__(
        self, filmstrip: Filmstrip, studio: Studio, opening: Opening, notice: Notice, parent: QObject
    ) -> None:
        """Watch the filmstrip.

        Args:
            filmstrip: out of which photos are taken.
            studio: is not to open what was taken out.
            opening: opens again what was open.
            notice: tells it.
            parent: the owner.
        """
        super().__init__(parent)
        self._filmstrip, self._studio = filmstrip, studio
        self._opening, self._notice = opening, notice
        self._steps: list[list[TakenOut]] = []
        self._told = ""
        filmstrip.taken_out.connect(self._offer_way_back)
        notice.passed.connect(self._forget_taken_out)

    def _offer_way_back(self, taken: list[TakenOut]) -> None:
        for photo in taken:
            self._studio.give_up(photo.source)
        # What was opened again since then is not out any more.
        out = [[photo for photo in step if not self._filmstrip.lists(photo.source)] for step in self._steps]
        self._steps = [*filter(None, out), taken]
        # What was told of those before makes way for this.
        before, self._told = self._told, ""
        self._notice.dismiss(before)
        photos = [photo for step in self._steps for photo in step]
        text = self._text(photos)
        # A picture without a file is gone once there is no way back: that is not to end by itself.
        files = all(isinstance(photo.source, Path) for photo in photos)
        tell = self._notice.show_message if files else self._notice.show_offer
        tell(text, self.tr("Undo"), self._put_back)
        self._told = text

    def _text(self, taken: list[TakenOut]) -> str:
        files = all(isinstance(photo.source, Path) for photo in taken)
        if len(taken) == 1:
            text = (
                self.tr("{name} was removed from the filmstrip; its file stays.")
                if files
                else self.tr("{name} was removed from the filmstrip.")
            )
            return text.format(name=taken[0].name)
        text = (
            self.tr("{count} photos were removed from the filmstrip; their files stay.")
            if files
            else self.tr("{count} photos were removed from the filmstrip.")
        )
        return text.format(count=len(taken))

    def _put_back(self) -> None:
        steps, self._steps, self._told = self._steps, [], ""
        for taken in reversed(steps):
            self._filmstrip.put_back(taken)
        was_open = next((photo.source for taken in steps for photo in taken if photo.was_open), None)
        if was_open is not None:
            self._opening.walk_to(was_open)

    def _forget_taken_out(self, message: str) -> None:
        """There is no way back any more."""
        if message != self._told:
            return
        steps, self._steps, self._told = self._steps, [], ""
        for photo in (photo for taken in steps for photo in taken):
            if not self._filmstrip.lists(photo.source):
                self._studio.document.forget(photo.source)
