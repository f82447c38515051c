"""The help menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMainWindow

from app.dialogs.about import AboutDialog, ShortcutsDialog
from app.widgets.logs import log_folder, show_folder

Command = tuple[str, str, Callable[[], object], str]
"""Text, keys, what it does, icon."""


class Help(QObject):
    """What the help menu offers about a window."""

    def __init__(self, window: QMainWindow, device: Callable[[], str], tell: Callable[[str], object]) -> None:
        """Nothing is shown yet.

        Args:
            window: whose menus are listed, and over which dialogs open.
            device: gives what the engine computes on.
            tell: shows a message of failure.
        """
        super().__init__(window)
        self._window, self._device, self._tell = window, device, tell
        self._shown: dict[str, QDialog] = {}

    def commands(self) -> list[Command]:
        """The menu's entries, in order."""
        return [
            (self.tr("Keyboard shortcuts"), "F1", self.show_shortcuts, "keyboard-outline"),
            (self.tr("Show log folder"), "Ctrl+Shift+L", self.show_logs, ""),
            (self.tr("About CCNet Studio"), "Shift+F1", self.show_about, ""),
        ]

    def show_shortcuts(self) -> None:
        """List the keys."""
        self._show_once("shortcuts", lambda: ShortcutsDialog(self._window.menuBar(), self._window))

    def show_logs(self) -> None:
        """Open the folder of the log."""
        folder = log_folder()
        if not show_folder(folder):
            text = self.tr("No file manager could be started. The log is in {name}.")
            self._tell(text.format(name=folder))

    def show_about(self) -> None:
        """Version, licences, citation."""
        self._show_once("about", lambda: AboutDialog(self._device(), self._window))

    def _show_once(self, name: str, make: Callable[[], QDialog]) -> None:
        """Show a dialog beside the window, where there is nothing to decide; each once."""
        if name not in self._shown:
            dialog = self._shown[name] = make()
            dialog.finished.connect(lambda: self._shown.pop(name).deleteLater())
        dialog = self._shown[name]
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
