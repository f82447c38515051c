"""What happened, in a log file."""

from __future__ import annotations

import contextlib
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QLockFile, QMessageLogContext, QStandardPaths, QtMsgType, QUrl
from PySide6.QtGui import QDesktopServices

from ccnet_core.reading import check_regular

LEVELS = ("debug", "info", "warning", "error")
FILE_NAME = "ccnet-studio.log"
_LARGEST_FILE = 1_000_000
_OLD_FILES = 3
_MOST_PROGRAMS = 20
"""So many at once have logs of their own."""
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_log = logging.getLogger(__name__)
_qt = logging.getLogger("qt")


def log_folder() -> Path:
    """Where this platform keeps the program's logs; it need not exist yet."""
    location = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(location)) / "logs"


class _OwnFile(RotatingFileHandler):
    """A log file of one program alone: two would lose each other's lines when one puts it aside."""

    def __init__(self, path: Path, held: QLockFile, largest: int) -> None:
        super().__init__(
            path, maxBytes=largest, backupCount=_OLD_FILES, encoding="utf-8", errors="backslashreplace"
        )
        self._held = held

    def close(self) -> None:
        """Let another program go on with the file."""
        super().close()
        self._held.unlock()


def _own_file(folder: Path, largest: int) -> _OwnFile:
    """The first log that no other program writes: the usual one, or one with a number."""
    path = folder / FILE_NAME
    for number in range(2, _MOST_PROGRAMS + 1):
        held = QLockFile(f"{path}.lock")
        # Only that of a program which is gone is nobody's, however old it is.
        held.setStaleLockTime(0)
        if held.tryLock(0) or held.error() != QLockFile.LockError.LockFailedError:
            break
        path = folder / f"{Path(FILE_NAME).stem}-{number}{Path(FILE_NAME).suffix}"
    try:
        with contextlib.suppress(FileNotFoundError):
            check_regular(path, sys.maxsize, follow_links=False)
        return _OwnFile(path, held, largest)
    except OSError:
        held.unlock()
        raise


def start_log(folder: Path, level: str = "info", largest: int = _LARGEST_FILE) -> logging.Handler:
    """Write what happens to a file that begins anew when it is full; the last three are kept.

    Several programs at once write a file each.

    Args:
        folder: made if need be. Where no file can be written the log goes to stderr.
        level: one of `LEVELS`; what matters less is left out.
        largest: size of a file in bytes.

    Returns:
        The handler, to end the log with :func:`end_log`.
    """
    handler: logging.Handler
    problem: OSError | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _own_file(folder, largest)
    except OSError as error:
        handler, problem = logging.StreamHandler(), error
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level.upper())
    if problem is not None:
        _log.warning("no log file in %s: %s", folder, problem)
    return handler


def end_log(handler: logging.Handler) -> None:
    """Close the log of :func:`start_log`."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def show_folder(folder: Path) -> bool:
    """Show a folder in the file manager; False if there is none to show it."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's own messages belong to the log; the signature is Qt's."""
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    _qt.log(levels.get(kind, logging.WARNING), "%s", message)
