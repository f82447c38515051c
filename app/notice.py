"""A message in the window: what happened and what to do. It stays until it is dismissed or replaced."""

from __future__ import annotations

from collections.abc import Callable

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.theme import Colors


class Notice(QFrame):
    """One line above the photo, with an optional action."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._icon = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton()
        self.action.clicked.connect(self._act)
        self._callback: Callable[[], object] | None = None
        close = QToolButton()
        close.setIcon(qtawesome.icon("mdi6.close", color=Colors.faint))
        close.setAccessibleName(self.tr("Dismiss"))
        close.setToolTip(self.tr("Dismiss"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 7, 7)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action)
        layout.addWidget(close)
        self.hide()

    def show_error(self, message: str) -> None:
        """Say that something failed."""
        self._show(message, "error", "mdi6.alert-circle-outline", Colors.error)

    def show_message(
        self, message: str, action: str = "", callback: Callable[[], object] | None = None
    ) -> None:
        """Say that something happened, and offer what may follow."""
        self._show(message, "message", "mdi6.information-outline", Colors.accent)
        self._callback = callback
        self.action.setText(action)
        self.action.setVisible(callback is not None)

    def _show(self, message: str, kind: str, icon: str, color: object) -> None:
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.setPixmap(qtawesome.icon(icon, color=color).pixmap(18, 18))
        self.text.setText(message)
        self.action.hide()
        self._callback = None
        self.show()

    def _act(self) -> None:
        if self._callback is not None:
            self._callback()
        self.hide()
