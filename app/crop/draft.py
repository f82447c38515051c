"""What is decided about the frame before it is taken: with steps of its own that can be undone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoGroup, QUndoStack

from app.document.step import Step
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
            self._steps.push(Step(self._take, self._geometry, geometry, text, merge))

    def end(self) -> None:
        """Its steps are not wanted any more."""
        self._histories.removeStack(self._steps)
        self.deleteLater()

    def _take(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self.changed.emit()
