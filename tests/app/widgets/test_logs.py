from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_instance import environment
from window_helpers import TIMEOUT

from app.dialogs.error import ErrorDialog, ErrorReporter
from app.widgets.logs import FILE_NAME, end_log, start_log
from app.window.window import MainWindow


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    handler = start_log(tmp_path / "logs")
    yield tmp_path / "logs" / FILE_NAME
    end_log(handler)
    logging.getLogger().setLevel(level)


@pytest.fixture
def reporter(log: Path, qtbot: QtBot) -> Iterator[ErrorReporter]:
    reporter = ErrorReporter("CCNet Studio: test")
    reporter.install()
    yield reporter
    reporter.uninstall()
    if reporter.dialog is not None:
        reporter.dialog.close()
    # Python keeps the last error that nothing caught, and with it the window it came through.
    sys.last_value = sys.last_traceback = None


def fail(text: str) -> None:
    raise ZeroDivisionError(text)


def test_the_log_begins_anew_when_it_is_full_and_keeps_the_last_three(tmp_path: Path) -> None:
    level = logging.getLogger().level
    handler = start_log(tmp_path, "info", largest=1000)
    try:
        for number in range(200):
            logging.getLogger("somewhere").info("line %d – – –", number)
    finally:
        end_log(handler)
        logging.getLogger().setLevel(level)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [FILE_NAME, *(f"{FILE_NAME}.{n}" for n in (1, 2, 3))]
    assert all(file.stat().st_size <= 1000 for file in files)
    assert "line 199" in files[0].read_text(encoding="utf-8")


def test_two_programs_at_once_lose_no_line_of_each_other(log: Path) -> None:
    """Each has a file of its own; whose program is gone is taken over."""
    program = f"""
import logging, sys
from pathlib import Path
from app.widgets.logs import end_log, start_log

handler = start_log(Path({str(log.parent)!r}), "info", largest=100_000)
for number in range(300):
    logging.getLogger("other").info("other %d", number)
if len(sys.argv) == 1:
    end_log(handler)
else:
    import os
    os._exit(0)
"""
    for number in range(3):
        logging.getLogger("own").warning("own %d", number)
        killed = ["killed"] if number == 0 else []
        subprocess.run([sys.executable, "-c", program, *killed], check=True, env=environment(log.parent))
    files = sorted(path.name for path in log.parent.iterdir() if path.suffix != ".lock")
    assert files == ["ccnet-studio-2.log", "ccnet-studio.log"]
    own = log.read_text(encoding="utf-8")
    assert all(f"own {number}" in own for number in range(3))
    assert "other" not in own
    others = (log.parent / files[0]).read_text(encoding="utf-8").splitlines()
    assert len(others) == 900


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has named pipes")
def test_a_pipe_or_a_link_in_the_place_of_the_log_is_not_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / FILE_NAME
    level = logging.getLogger().level
    for make in (lambda: os.mkfifo(path), lambda: path.symlink_to(tmp_path / "elsewhere")):
        make()
        handler = start_log(tmp_path)
        logging.getLogger("own").warning("heard all the same")
        end_log(handler)
        logging.getLogger().setLevel(level)
        told = capsys.readouterr().err
        assert "no log file in" in told
        assert "heard all the same" in told
        assert not (tmp_path / "elsewhere").exists()
        path.unlink()


def test_the_level_leaves_out_what_matters_less(tmp_path: Path) -> None:
    level = logging.getLogger().level
    handler = start_log(tmp_path, "warning")
    try:
        logging.getLogger("somewhere").info("chatter")
        logging.getLogger("somewhere").warning("trouble")
    finally:
        end_log(handler)
        logging.getLogger().setLevel(level)
    text = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert "trouble" in text
    assert "chatter" not in text


def test_where_no_log_can_be_written_the_program_still_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file is in the way")
    level = logging.getLogger().level
    handler = start_log(tmp_path / "logs")
    end_log(handler)
    logging.getLogger().setLevel(level)
    assert str(tmp_path / "logs") in capsys.readouterr().err


def test_messages_of_qt_are_logged(reporter: ErrorReporter, log: Path) -> None:
    qWarning("something of Qt")
    assert "WARNING" in log.read_text(encoding="utf-8")
    assert "something of Qt" in log.read_text(encoding="utf-8")


def test_an_unexpected_error_is_logged_and_shown_once_and_the_session_goes_on(
    opened: MainWindow, reporter: ErrorReporter, log: Path, qtbot: QtBot
) -> None:
    for number in range(3):
        QTimer.singleShot(0, lambda n=number: fail(f"error {n}"))
    qtbot.waitUntil(
        lambda: reporter.dialog is not None and "2" in reporter.dialog.more.text(), timeout=TIMEOUT
    )
    dialogs = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ErrorDialog)]
    assert dialogs == [reporter.dialog]
    assert QApplication.activeModalWidget() is None
    QTest.mouseClick(dialogs[0].copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: error 0" in copied
    assert "CCNet Studio: test" in copied
    text = log.read_text(encoding="utf-8")
    assert all(f"ZeroDivisionError: error {n}" in text for n in range(3))
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.panel.sliders["saturation"].box.setValue(150)
    dialogs[0].close()
    QTimer.singleShot(0, lambda: fail("a later one"))
    qtbot.waitUntil(lambda: reporter.dialog is not None, timeout=TIMEOUT)
    assert reporter.dialog is not None
    assert "a later one" in reporter.dialog.report.toPlainText()


def test_an_error_in_another_thread_is_shown_with_its_name(reporter: ErrorReporter, qtbot: QtBot) -> None:
    thread = threading.Thread(target=fail, args=("far away",), name="distant")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: reporter.dialog is not None, timeout=TIMEOUT)
    assert reporter.dialog is not None
    report = reporter.dialog.report.toPlainText()
    assert "far away" in report
    assert "distant" in report
