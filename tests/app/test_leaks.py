"""What watches over the other tests sees what is left behind."""

from __future__ import annotations

import threading

from leaks import Watch
from PySide6.QtCore import QThread, QTimer, qWarning
from PySide6.QtWidgets import QApplication, QDialog


def test_what_is_left_behind_is_told(qapp: QApplication) -> None:
    watch = Watch(["^never mind"])
    go_on = threading.Event()
    of_python = threading.Thread(target=go_on.wait, name="endless")
    of_python.start()
    of_qt = QThread(objectName="looping")
    of_qt.start()
    dialog = QDialog(objectName="asking")
    timer = QTimer(dialog)
    timer.start(1_000_000)
    watch.begin_closing()
    qWarning("never mind this")
    qWarning("something is odd")
    left = watch.end()
    go_on.set()
    of_python.join()
    of_qt.quit()
    of_qt.wait()
    for told in (
        "QThread 'looping' runs",
        "a timer of QDialog 'asking' runs in QDialog 'asking'",
        "a QDialog is still held",
        "QThread 'looping' is still held",
        "Qt complains: something is odd",
    ):
        assert told in left
    assert [text for text in left if "endless" in text]
    assert not any("never mind" in text for text in left)


def test_where_nothing_is_left_nothing_is_told(qapp: QApplication) -> None:
    watch = Watch([])
    QDialog().deleteLater()
    dialog = QDialog()
    QTimer(dialog).start(1)
    dialog.findChild(QTimer).stop()  # type: ignore[union-attr]
    watch.begin_closing()
    del dialog
    assert watch.end() == []
