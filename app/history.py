"""The steps that led to the adjustments, as a list: a click goes back or forth to one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QUndoGroup
from PySide6.QtWidgets import QFrame, QLabel, QUndoView, QVBoxLayout, QWidget

_HEIGHT = 168
_LEAST_HEIGHT = 56
"""Two steps, in a low window."""


class HistoryPanel(QWidget):
    """The undo stack of the open photo under a heading.

    Attributes:
        steps: the list; its current row is the step that is shown.
    """

    def __init__(self, histories: QUndoGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(self.tr("History"))
        heading.setProperty("role", "section")
        self.steps = QUndoView(histories)
        self.steps.setObjectName("history")
        self.steps.setAccessibleName(self.tr("History"))
        self.steps.setEmptyLabel(self.tr("As opened"))
        self.steps.setCleanIcon(QIcon())
        self.steps.setIconSize(QSize(0, 0))
        self.steps.setFrameShape(QFrame.Shape.NoFrame)
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.steps.setMinimumHeight(_LEAST_HEIGHT)
        self.steps.setMaximumHeight(_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 0)
        layout.setSpacing(6)
        layout.addWidget(heading)
        layout.addWidget(self.steps)
