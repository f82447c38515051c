"""The dialog that asks for photos, where it is Qt's own: it shows what is pointed at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView
from pytestqt.qtbot import QtBot
from window_helpers import LEFT, TIMEOUT

from app.dialogs.photo_files import PhotoDialog
from app.filmstrip import thumbnails
from app.window.window import MainWindow
from app.worker.ending import still_left

Maker = Callable[..., Path]


def test_the_photo_that_is_pointed_at_is_shown(
    qtbot: QtBot, make_photo: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_photo("first.png")
    make_photo("second.png", 60, 40)
    (tmp_path / "broken.png").write_text("no photo")
    entered, go_on = threading.Event(), threading.Event()
    read = thumbnails.read_thumbnail

    def wait(path: Path, side: int) -> np.ndarray:
        entered.set()
        assert go_on.wait(TIMEOUT / 1000)
        return read(path, side)

    monkeypatch.setattr(thumbnails, "read_thumbnail", wait)
    dialog = PhotoDialog(None, "Open photos", str(tmp_path), "Photos (*.png)")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    preview, view = dialog.preview, dialog.findChild(QListView, "listView")
    assert preview is not None
    assert preview.isVisible()
    assert preview.text.text() == "Select a photo to see it here."
    if not view.isVisible():
        dialog.setViewMode(PhotoDialog.ViewMode.List)

    def place(name: str) -> QRect:
        model, folder = view.model(), view.rootIndex()
        rows = (model.index(row, 0, folder) for row in range(model.rowCount(folder)))
        return next((view.visualRect(row) for row in rows if row.data() == name), QRect())

    def point_at(name: str) -> None:
        qtbot.waitUntil(lambda: view.viewport().rect().contains(place(name).center()), timeout=TIMEOUT)
        QTest.mouseClick(view.viewport(), LEFT, pos=place(name).center())

    # What is slow to read holds nobody up, and when it comes late it is not shown.
    point_at("first.png")
    qtbot.waitUntil(entered.is_set, timeout=TIMEOUT)
    point_at("second.png")
    assert preview.picture.pixmap().isNull()
    go_on.set()
    qtbot.waitUntil(lambda: preview.text.text() == "second.png", timeout=TIMEOUT)
    assert preview.picture.pixmap().size().toTuple() == (40, 60)
    point_at("broken.png")
    qtbot.waitUntil(lambda: "broken.png" in preview.text.text(), timeout=TIMEOUT)
    assert preview.text.text() != "broken.png"
    assert preview.picture.pixmap().isNull()
    dialog.reject()
    # Nobody waits for it, and it ends.
    qtbot.waitUntil(lambda: not still_left(), timeout=TIMEOUT)


def test_pictures_to_follow_are_looked_for_where_the_last_ones_were(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "paintings").mkdir()
    painting = make_photo("paintings/sea.png", 20, 30)
    began: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PhotoDialog)
        began.append(dialog.directory().absolutePath())
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(edit, QLineEdit)
        edit.setText(str(painting))
        dialog.accept()

    for _ in range(2):
        QTimer.singleShot(0, answer)
        opened.opening.choose_references()
        qtbot.waitUntil(lambda: len(opened.panel.references.rows) == 1, timeout=TIMEOUT)
    assert began == [str(tmp_path), str(tmp_path / "paintings")]
