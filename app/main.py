"""Starts the application."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QIcon

from app.dialogs.about import system_information
from app.dialogs.error import ErrorReporter
from app.dialogs.preferences import preferred_engine
from app.document.preferences import read_preferences
from app.instance import NAME, Application, InstanceServer, hand_over
from app.translation import install_translation
from app.widgets.logs import LEVELS, end_log, log_folder, start_log
from app.widgets.theme import apply_theme, styled_when_built
from app.window.window import MainWindow
from app.worker.ending import end_program
from app.worker.thread import EngineThread
from ccnet_core.paths import RESOURCES
from ccnet_core.styles import load_styles
from ccnet_core.version import program_version

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None, instance: str = NAME) -> int:
    """Run the application, or hand the photos to the window that is open already.

    Args:
        arguments: of the command line; by default those of the process.
        instance: under which name windows find each other.

    Returns:
        The exit code; 0 where an open window took the photos.
    """
    options = _parser().parse_args(arguments)
    application = Application(sys.argv[:1])
    application.setApplicationName("CCNet Studio")
    application.setApplicationVersion(program_version())
    application.setOrganizationName("CCNet Studio")
    application.setDesktopFileName("ccnet-studio")
    # An open window has its network already: who asks for another needs another window.
    alone = options.new_window or options.weights is not None or options.device is not None
    server = None if alone else InstanceServer(instance, application)
    # Of two starts at the same moment one listens, and the other finds it then.
    if server is not None and (
        hand_over(options.photos, instance) or (not server.listen() and hand_over(options.photos, instance))
    ):
        print(
            "Opened in the window that is running."
            if options.photos
            else "The window that is running is in front."
        )
        return 0
    log = start_log(log_folder(), options.log_level)
    reporter = ErrorReporter(system_information(), application)
    reporter.install()
    _log.info("started; %s", system_information().replace("\n", "; "))
    try:
        return _run_window(application, options, server)
    finally:
        reporter.uninstall()
        end_log(log)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ccnet-studio",
        description="Rescue photos taken in the dark, and decide how their colours come back.",
    )
    parser.add_argument("photos", nargs="*", type=Path, metavar="photo", help="photo or folder to open")
    parser.add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="network weights (default: those of the preferences, or those that ship)",
    )
    parser.add_argument("--device", help="auto, cpu, cuda or cuda:N (default: that of the preferences)")
    parser.add_argument(
        "--new-window",
        action="store_true",
        help="start another window even if one is open; so do --weights and --device",
    )
    parser.add_argument(
        "--log-level",
        choices=LEVELS,
        default="info",
        help="what the log leaves out is below it (default: info)",
    )
    return parser


def _run_window(application: Application, options: argparse.Namespace, server: InstanceServer | None) -> int:
    application.setWindowIcon(QIcon(str(RESOURCES / "icon.svg")))
    settings = QSettings()
    preferences = read_preferences(settings)
    apply_theme(application, preferences.theme)
    install_translation(application, preferences.language)
    try:
        preferences = replace(
            preferences,
            weights=options.weights or preferences.weights,
            device=options.device or preferences.device,
        )
    except ValueError:
        print(f"--device: {options.device} is no device; use auto, cpu, cuda or cuda:N", file=sys.stderr)
        return 2
    thread = EngineThread(partial(preferred_engine, preferences), preview_pixels=preferences.preview_pixels)
    # Not where a window runs that does not answer: what that one lists is no session that has ended.
    keep_session = server is not None and not server.found_another
    with styled_when_built(application):
        window = MainWindow(thread, load_styles(), settings, preferences, keep_session=keep_session)
    if server is not None:
        server.received.connect(window.receive_photos)
    application.received.connect(window.receive_photos)
    window.open_photos(options.photos)
    window.show()
    # Python handles signals only while it runs: let it, now and then.
    # By a timer: a window that is closed before the event loop runs ends no loop.
    signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, window.close))

    def end() -> None:
        window.end()
        # The loop of a dialog that is open ends with it.
        application.quit()

    signal.signal(signal.SIGTERM, lambda *_: QTimer.singleShot(0, end))
    heartbeat = QTimer()
    heartbeat.start(250)
    heartbeat.timeout.connect(lambda: None)
    return end_program(application.exec())
