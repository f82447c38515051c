"""The open photo, what the person decided about it, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import Photo


class Document(QObject):
    """A photo and its adjustments with unlimited undo. Changing adjustments never touches the photo.

    Attributes:
        history: the undo stack; one step per decision, a whole drag being one.

    Signals:
        adjustments_changed: the new value, whatever changed it.
    """

    adjustments_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = QUndoStack(self)
        self._photo: Photo | None = None
        self._photo_id = 0
        self._adjustments = Adjustments()

    @property
    def photo(self) -> Photo | None:
        """The open photo."""
        return self._photo

    @property
    def photo_id(self) -> int:
        """The id of the request that opened it; 0 before the first."""
        return self._photo_id

    @property
    def adjustments(self) -> Adjustments:
        """The current value."""
        return self._adjustments

    def open(self, photo_id: int, photo: Photo, adjustments: Adjustments) -> None:
        """Another photo takes the open one's place; its own history begins with ``adjustments``."""
        self._photo_id, self._photo = photo_id, photo
        self.history.clear()
        self._set(adjustments)

    def change(self, adjustments: Adjustments, text: str, merge: int = -1) -> None:
        """Decide.

        Args:
            adjustments: the new value.
            text: what the step is called in the history.
            merge: steps in a row with the same number from 0 become one; -1 stands alone.
        """
        if adjustments != self._adjustments:
            self.history.push(_Change(self, self._adjustments, adjustments, text, merge))

    def _set(self, adjustments: Adjustments) -> None:
        self._adjustments = adjustments
        self.adjustments_changed.emit(adjustments)


class _Change(QUndoCommand):
    """One step of the history."""

    def __init__(
        self, document: Document, before: Adjustments, after: Adjustments, text: str, merge: int
    ) -> None:
        super().__init__(text)
        self._document, self._before, self._after, self._merge = document, before, after, merge

    def id(self) -> int:
        """Steps with the same id merge."""
        return self._merge

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the end of a step of the same drag."""
        if not isinstance(other, _Change) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setText(other.text())
        # A drag that ends where it began decided nothing.
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Apply."""
        self._document._set(self._after)

    def undo(self) -> None:
        """Take back."""
        self._document._set(self._before)
