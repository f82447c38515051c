"""What no test of the window may leave behind: threads, running timers, windows, complaints of Qt."""

from __future__ import annotations

import gc
import re
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QThread,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.window.window import MainWindow

_COMPLAINTS = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
_Thing = TypeVar("_Thing", bound=QObject)


class Watch:
    """Watches one test, from before its fixtures to after their end."""

    def __init__(self, ignored: Sequence[str]) -> None:
        """Watch from here on.

        Args:
            ignored: regular expressions of what Qt may say.
        """
        self._ignored = ignored
        self._python_threads = set(threading.enumerate())
        self._threads: list[weakref.ref[QThread]] = []
        self._windows: list[weakref.ref[QWidget]] = []
        self._complaints: list[str] = []
        self._start = start = QThread.start

        def remember(thread: QThread, *arguments: QThread.Priority) -> None:
            self._threads.append(weakref.ref(thread))
            start(thread, *arguments)

        QThread.start = remember  # type: ignore[method-assign]

    def begin_closing(self) -> None:
        """The test is over and its windows are about to be closed."""
        self._windows = [weakref.ref(window) for window in _top_level()]
        # By what was said before, the test itself is judged: see qt_log_level_fail.
        self._before = qInstallMessageHandler(self._hear)

    def end(self, *, failed: bool = False) -> list[str]:
        """What is left, in words.

        Args:
            failed: whether an error of the test is kept, and holds what it came through.
        """
        QThread.start = self._start  # type: ignore[method-assign]
        left = [f"{_name(thread)} runs" for thread in _alive(self._threads) if thread.isRunning()]
        left += [
            f"{thread} runs"
            for thread in threading.enumerate()
            if thread not in self._python_threads and not isinstance(thread, threading._DummyThread)
        ]
        left += [complaint for window in _alive(self._windows) for complaint in _end(window)]
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        if not failed:
            left += [f"a {type(window).__name__} is still held" for window in _held(self._windows)]
            left += [f"{_name(thread)} is still held" for thread in _alive(self._threads)]
        qInstallMessageHandler(self._before)
        return left + self._complaints

    def _hear(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in _COMPLAINTS and not any(re.search(pattern, message) for pattern in self._ignored):
            self._complaints.append(f"Qt complains: {message}")


def _end(window: QWidget) -> list[str]:
    """Give up a closed window; the timers that still run in it, in words."""
    running = [timer for timer in window.findChildren(QTimer) if timer.isActive()]
    window.deleteLater()
    return [f"a timer of {_name(timer.parent())} runs in {_name(window)}" for timer in running]


def _top_level() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow | QDialog)]


def _held(things: Iterable[weakref.ref[_Thing]]) -> Iterator[_Thing]:
    return (thing for reference in things if (thing := reference()) is not None)


def _alive(things: Iterable[weakref.ref[_Thing]]) -> Iterator[_Thing]:
    """Those that Qt has not deleted; what is not held is, as far as it has no parent."""
    return filter(shiboken6.isValid, _held(things))


def _name(thing: QObject) -> str:
    return f"{type(thing).__name__} {thing.objectName()!r}"
