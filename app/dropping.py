"""What is dragged over the window, and falls on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


def accept_as_copy(event: QDropEvent) -> bool:
    """Take what is dragged as a copy, whatever its source proposes; refuse where it offers none.

    A file manager that is told of a move deletes the file.
    """
    offered = bool(event.possibleActions() & Qt.DropAction.CopyAction)
    if offered:
        event.setDropAction(Qt.DropAction.CopyAction)
    event.setAccepted(offered)
    return offered


class Dropping(QObject):
    """Takes files and pictures that are dropped on the window, except its own."""

    def __init__(
        self, take: Callable[..., bool], may_follow: Callable[[], bool], panel: QWidget, window: QWidget
    ) -> None:
        """Watch the window.

        Args:
            take: opens dropped data, or follows its pictures if so asked by ``as_reference``.
            may_follow: whether there is a photo that can follow pictures.
            panel: a picture that falls on it is followed.
            window: takes the drops.
        """
        super().__init__(window)
        self._take, self._may_follow = take, may_follow
        self._panel, self._window = panel, window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever is dragged over the window."""
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        if isinstance(event, QDragEnterEvent) and not _is_welcome(event):
            event.ignore()
        elif accept_as_copy(event) and event.type() == QEvent.Type.Drop:
            self._drop(event)
        return True

    def _drop(self, event: QDropEvent) -> None:
        """On the panel a picture becomes a reference, elsewhere the photo."""
        follow = self._may_follow() and self._is_on_panel(event)
        if not self._take(event.mimeData(), as_reference=follow):
            event.ignore()

    def _is_on_panel(self, event: QDropEvent) -> bool:
        return self._panel.rect().contains(self._panel.mapFrom(self._window, event.position().toPoint()))


def _is_welcome(event: QDropEvent) -> bool:
    """Files and pictures are, but not the window's own."""
    return event.source() is None and _holds_picture(event.mimeData())


def _holds_picture(data: QMimeData) -> bool:
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())
