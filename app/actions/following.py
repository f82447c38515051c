"""Pictures that the open photo follows since they were dropped or chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.document.document import Document
from app.panel.panel import AdjustmentPanel
from app.widgets.messages import reference_name
from app.widgets.notice import Notice
from app.worker.requests import ReferenceMeasured


class Following(QObject):
    """Adds references to the mix and says so: their rows may be out of sight.

    What is told offers the way back as long as nothing else is decided.
    """

    def __init__(
        self, document: Document, panel: AdjustmentPanel, notice: Notice, parent: QObject | None = None
    ) -> None:
        """Follow nothing yet.

        Args:
            document: whose history leads back.
            panel: shows the mix.
            notice: tells it.
            parent: the owner.
        """
        super().__init__(parent)
        self._document, self._panel, self._notice = document, panel, notice
        self._task = self._steps = 0
        self._told = ""
        document.histories.indexChanged.connect(self._withdraw)
        document.histories.activeStackChanged.connect(self._withdraw)

    def follow(self, measured: ReferenceMeasured) -> None:
        """Add a reference to the mix."""
        history, steps = self._document.history, self._steps
        together = bool(self._told) and measured.id == self._task
        before = history.index()
        references = self._panel.references
        reference = references.numbered(measured.reference)
        if not reference.thumbnail:
            references.set_thumbnail(reference.name, reference.path, measured.thumbnail)
        self._panel.add_reference_to_mix(reference)
        if history.index() == before:
            return
        self._task, self._steps = measured.id, 1 + (steps if together else 0)
        self._told = (
            self.tr("{count} references added").format(count=self._steps)
            if self._steps > 1
            else self.tr("Matching the colours of {name}").format(name=reference_name(reference))
        )
        self._notice.show_message(self._told, self.tr("Undo"), self._undo, of_photo=True)

    def _undo(self) -> None:
        steps, self._told = self._steps, ""
        for _ in range(steps):
            self._document.history.undo()

    def _withdraw(self) -> None:
        """Something else was decided, or is open: undoing would take that back."""
        told, self._told = self._told, ""
        if told:
            self._notice.dismiss(told)
