"""Starts the application."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.theme import apply_theme
from app.window import MainWindow
from app.worker import EngineThread, default_engine
from ccnet_core.paths import RESOURCES
from ccnet_core.styles import load_styles


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the application; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="ccnet-studio",
        description="Rescue photos taken in the dark, and decide how their colours come back.",
    )
    parser.add_argument("photo", nargs="?", type=Path, help="photo to open")
    parser.add_argument(
        "--weights", type=Path, metavar="FILE", help="network weights (default: those that ship)"
    )
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (default: auto)")
    options = parser.parse_args(arguments)

    application = QApplication(sys.argv[:1])
    application.setApplicationName("CCNet Studio")
    application.setOrganizationName("CCNet Studio")
    application.setDesktopFileName("ccnet-studio")
    application.setWindowIcon(QIcon(str(RESOURCES / "icon.svg")))
    apply_theme(application)
    thread = EngineThread(lambda: default_engine(options.weights, options.device))
    window = MainWindow(thread, load_styles(), QSettings())
    if options.photo is not None:
        window.open_photo(options.photo)
    window.show()
    # Python handles Ctrl+C only while it runs: let it, now and then.
    signal.signal(signal.SIGINT, lambda *_: window.close())
    heartbeat = QTimer()
    heartbeat.start(250)
    heartbeat.timeout.connect(lambda: None)
    return application.exec()
