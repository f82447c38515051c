"""Buttons that are an icon."""

from __future__ import annotations

import qtawesome
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolButton

from app.widgets.theme import Colors


def compact_button(icon: str, text: str, color: QColor | None = None) -> QToolButton:
    """A small button beside what it belongs to.

    Args:
        icon: its name in the icon font.
        text: what the button does, for its tool tip and for a screen reader.
        color: of the icon; that of text by default.
    """
    button = QToolButton()
    button.setProperty("compact", True)
    button.setIcon(qtawesome.icon(icon, color=color or Colors.text, color_disabled=Colors.line))
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button
