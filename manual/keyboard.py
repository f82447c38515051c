"""The keys of the window, told by the window: ``python -m manual.keyboard`` prints them as JSON.

A list of menus, each with its title and its commands, each of these with its keys; all in English.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ccnet_core.paths import ROOT

Menus = list[tuple[str, list[tuple[str, str]]]]


def read_keys() -> Menus:
    """What the window lists under Help, Keyboard shortcuts, asked of a process of its own."""
    with TemporaryDirectory() as home:
        folders = {f"XDG_{kind}_HOME": home for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
        environment = {
            **os.environ,
            **folders,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        }
        printed = subprocess.run(
            [sys.executable, "-m", "manual.keyboard", home],
            env=environment,
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
    return [(title, [(text, keys) for text, keys in rows]) for title, rows in json.loads(printed)]


def _list_keys(folder: Path) -> Menus:
    """Build a window that computes nothing and is never shown, and read its table."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from app.dialogs.about import ShortcutsDialog
    from app.widgets.theme import apply_theme
    from app.window.window import MainWindow
    from app.worker.thread import EngineThread, default_engine

    application = QApplication([])
    apply_theme(application)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(EngineThread(default_engine), (), settings, presets=folder / "presets")
    table = ShortcutsDialog(window.menuBar(), window).list
    menus: Menus = []
    for index in range(table.topLevelItemCount()):
        menu = table.topLevelItem(index)
        assert menu is not None
        rows = [row for index in range(menu.childCount()) if (row := menu.child(index)) is not None]
        menus.append((menu.text(0), [(row.text(0), row.text(1)) for row in rows]))
    window.end()
    return menus


if __name__ == "__main__":
    json.dump(_list_keys(Path(sys.argv[1])), sys.stdout)
