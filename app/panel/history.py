"""The steps that led to the adjustments, as a list: a click goes back or forth to one."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QUndoGroup
from PySide6.QtWidgets import QFrame, QToolButton, QUndoView, QVBoxLayout, QWidget

from app.panel.section import Section
from app.widgets.theme import Colors

_HEIGHT = 168
_LEAST_HEIGHT = 56
"""Two steps, in a low window."""


class HistoryPanel(QWidget):
    """The undo stack of the open photo in a section that can be closed.

    Attributes:
        section: the heading, and what it hides.
        steps: the list; its current row is the step that is shown.
        close_button: asks to close it.
    """

    def __init__(self, histories: QUndoGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = QUndoView(histories)
        self.steps.setObjectName("history")
        self.steps.setAccessibleName(self.tr("History"))
        self.steps.setEmptyLabel(self.tr("Import"))
        self.steps.setCleanIcon(QIcon())
        self.steps.setIconSize(QSize(0, 0))
        self.steps.setFrameShape(QFrame.Shape.NoFrame)
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.steps.setMinimumHeight(_LEAST_HEIGHT)
        self.steps.setMaximumHeight(_HEIGHT)
        self.close_button = QToolButton()
        self.close_button.setProperty("compact", True)
        self.close_button.setIcon(qtawesome.icon("mdi6.close", color=Colors.text))
        self.close_button.setToolTip(self.tr("Close the history (H)"))
        # A click leaves the keyboard to the photo.
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.setAccessibleName(self.tr("Close the history"))
        self.section = Section(self.tr("History"), [self.steps], 0, resettable=False)
        self.section.add_to_heading(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 0)
        layout.addWidget(self.section)
