"""Whether another program writes the file of the open photo: then it is read anew."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from app.actions.opening import Opening
from app.studio import Studio
from app.worker.cache import FileVersion
from app.worker.requests import Opened
from ccnet_core.photo.pages import file_of

_REST_MS = 500
"""How long a file is to stay as it is before it is read: programs write in many steps."""


class Watching(QObject):
    """Looks at the open photo's file whenever it or its folder changes, and when the window is come back to.

    What is decided about the photo stays, and so does the photo where its file cannot be read any more.
    """

    def __init__(self, studio: Studio, opening: Opening, parent: QObject | None = None) -> None:
        """Watch nothing yet.

        Args:
            studio: tells what is open.
            opening: reads the photo anew.
            parent: the owner.
        """
        super().__init__(parent)
        self._opening = opening
        self._photo: Path | None = None
        self._read: FileVersion | None = None
        self._seen: FileVersion | None = None
        self._watcher = QFileSystemWatcher(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look)
        self._watcher.fileChanged.connect(self._wait)
        # What takes the file's place by its name, as most programs save, is a change of the folder.
        self._watcher.directoryChanged.connect(self._wait)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._come_back)
        studio.opened.connect(self._watch_opened)
        studio.closed.connect(self.stop)

    def stop(self) -> None:
        """Watch nothing, until another photo is opened."""
        self._rest.stop()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        self._photo = self._read = self._seen = None

    def _watch_opened(self, opened: Opened) -> None:
        self.stop()
        self._photo, self._read = opened.photo.path, opened.version
        self._watch()
        # It may have been written between the time that it was read and now.
        self._wait()

    def _watch(self) -> None:
        """The file, which is not watched any more once another takes its place, and its folder."""
        if self._photo is not None:
            file = file_of(self._photo)
            wanted = {str(file), str(file.parent)}
            missing = wanted - {*self._watcher.files(), *self._watcher.directories()}
            there = [path for path in sorted(missing) if Path(path).exists()]
            if there:  # Qt complains of a list without paths
                self._watcher.addPaths(there)

    def _come_back(self, state: Qt.ApplicationState) -> None:
        """Folders on other machines tell of no changes."""
        if state == Qt.ApplicationState.ApplicationActive:
            self._wait()

    def _wait(self) -> None:
        if self._photo is not None and self._read is not None:
            self._rest.start()

    def _look(self) -> None:
        """Read the file anew where it is another than was read, and does not change any more."""
        if self._photo is None:
            return
        self._watch()
        version = FileVersion.of(self._photo)
        if version is None or version == self._read:
            return
        if version != self._seen:
            self._seen = version
            self._rest.start()
            return
        # Where it cannot be read this is told, and not tried again before the next change.
        self._read = version
        self._opening.read_anew(self._photo)
