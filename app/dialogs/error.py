"""A dialog for what nobody expected."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.widgets.dialog import press_by_enter
from app.widgets.logs import log_folder, log_qt_message, show_folder

_log = logging.getLogger(__name__)


class ErrorDialog(QDialog):
    """Tells of an unexpected error, with a report to copy; the session goes on behind it."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        """Show one report.

        Args:
            report: what happened, in full.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Unexpected error"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(620, 380)
        self._more = 0
        title = QLabel(self.tr("Something went wrong that should not."))
        title.setProperty("role", "section")
        hint = QLabel(
            self.tr(
                "Your photo is untouched and you can go on. If it happens again, export what you have "
                "and start the program anew. The report below helps to mend it."
            )
        )
        hint.setProperty("role", "hint")
        hint.setWordWrap(True)
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Report"))
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.more = QLabel()
        self.more.setProperty("role", "hint")
        self.more.hide()
        buttons = QDialogButtonBox()
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(self.tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        logs = buttons.addButton(self.tr("Show log folder"), QDialogButtonBox.ButtonRole.ActionRole)
        logs.clicked.connect(lambda: show_folder(log_folder()))
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        for widget in (title, hint, self.report, self.more, buttons):
            layout.addWidget(widget)
        press_by_enter(close, self.copy, logs)

    def count_another(self) -> None:
        """Another error happened while this one is shown."""
        self._more += 1
        self.more.setText(
            self.tr("Errors since then, which are in the log: {count}").format(count=self._more)
        )
        self.more.show()


class ErrorReporter(QObject):
    """Logs what nothing caught, in any thread, and tells the person; one dialog at a time."""

    _caught = Signal(str)

    def __init__(self, description: str = "", parent: QObject | None = None) -> None:
        """Nothing is caught before :meth:`install`.

        Args:
            description: version and system, for the end of a report.
            parent: the owner.
        """
        super().__init__(parent)
        self._description = description
        self._dialog: ErrorDialog | None = None
        # From whatever thread, and out of whatever Qt is in the middle of: painting, for one.
        self._caught.connect(self._show_report, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)
        self._qt_before: Callable[[QtMsgType, QMessageLogContext, str], object] | None = None

    @property
    def dialog(self) -> ErrorDialog | None:
        """The dialog that is open."""
        return self._dialog

    def install(self) -> None:
        """Catch from now on; Qt's messages go to the log too."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._catch
        threading.excepthook = self._catch_in_thread
        self._qt_before = qInstallMessageHandler(log_qt_message)

    def uninstall(self) -> None:
        """Leave everything as it was before :meth:`install`."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._qt_before)

    def _catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None, thread: str = ""
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("unexpected error", exc_info=(kind, error, trace))
        text = "".join(traceback.format_exception(kind, error, trace))
        where = thread or threading.current_thread().name
        self._caught.emit(f"{text}\nThread: {where}\n{self._description}".rstrip())

    def _catch_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is None:
            return
        name = arguments.thread.name if arguments.thread is not None else ""
        self._catch(arguments.exc_type, arguments.exc_value, arguments.exc_traceback, name)

    def _show_report(self, report: str) -> None:
        if self._dialog is not None:
            self._dialog.count_another()
            return
        parent = QApplication.activeModalWidget() or QApplication.activeWindow()
        self._dialog = ErrorDialog(report, parent)
        self._dialog.destroyed.connect(self._forget_dialog)
        self._dialog.finished.connect(self._forget_dialog)
        self._dialog.show()

    def _forget_dialog(self) -> None:
        self._dialog = None
