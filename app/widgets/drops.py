"""How what is dragged onto a widget is taken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def accept_as_copy(event: QDropEvent) -> bool:
    """Take what is dragged as a copy, whatever its source proposes; refuse where it offers none.

    A file manager that is told of a move deletes the file.
    """
    offered = bool(event.possibleActions() & Qt.DropAction.CopyAction)
    if offered:
        event.setDropAction(Qt.DropAction.CopyAction)
    event.setAccepted(offered)
    return offered
