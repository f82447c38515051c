"""What is decided about the frame before it is taken: with steps of its own that can be undone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoGroup, QUndoStack

from ccnet_core.geometry import Geometry


class Draft(QObject):
    """A geometry that is tried, and the way back.

    While it is there its steps are what is undone and listed, in place of those of the document.

    Signals:
        changed: there is another geometry.
    """

    changed = Signal()

    def __init__(self, geometry: Geometry, histories: QUndoGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._geometry, self._histories = geometry, histories
        self._steps = QUndoStack(self)
        histories.addStack(self._steps)
        self._steps.setActive()

    @property
    def geometry(self) -> Geometry:
        """As it is decided now."""
        return self._geometry

    def change(self, geometry: Geometry, text: str, merge: int = -1) -> None:
        """Decide; the arguments are those of :meth:`app.document.document.Document.change`."""
        if geometry != self._geometry:
            self._steps.push(_Step(self, geometry, text, merge))

    def end(self) -> None:
        """Its steps are not wanted any more."""
        self._histories.removeStack(self._steps)
        self.deleteLater()

    def take(self, geometry: Geometry) -> None:
        """Have another geometry, as a step says."""
        self._geometry = geometry
        self.changed.emit()


class _Step(QUndoCommand):
    def __init__(self, draft: Draft, after: Geometry, text: str, merge: int) -> None:
        super().__init__(text)
        self._draft, self._before, self._after, self._merge = draft, draft.geometry, after, merge

    def id(self) -> int:
        """Steps with the same id merge."""
        return self._merge

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the end of a step of the same drag."""
        if not isinstance(other, _Step) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setText(other.text())
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Apply."""
        self._draft.take(self._after)

    def undo(self) -> None:
        """Take back."""
        self._draft.take(self._before)
