from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_fixtures import TIMEOUT, open_and_wait

import app.jobs
from app.export_dialog import ExportDialog
from app.images import to_pixels
from app.window import MainWindow
from ccnet_core.engine import Engine
from ccnet_core.photo import ExportOptions, open_photo

Maker = Callable[..., Path]


def export(window: MainWindow, path: Path, qtbot: QtBot, **options: object) -> None:
    with qtbot.waitSignal(window.studio.exported, timeout=TIMEOUT):
        window.exporting.export_to(path, ExportOptions.for_path(path, **options))  # type: ignore[arg-type]


def test_the_exported_file_is_the_picture_on_screen(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        opened.panel.saturation.box.setValue(140)
    target = tmp_path / "out.png"
    export(opened, target, qtbot)
    photo = open_photo(target)
    assert (photo.width, photo.height) == (130, 90)
    assert opened.canvas.result is not None
    assert np.array_equal(photo.pixels, to_pixels(opened.canvas.result))
    assert "out.png" in opened.notice.text.text()


def test_keys_and_the_dialog_lead_to_a_file(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    opened.panel.saturation.box.setValue(0)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        dialog.path.selectAll()
        QTest.keyClicks(dialog.path, "grey.jpg")
        dialog.quality_box.setValue(80)
        QTest.keyClick(dialog.path, Qt.Key.Key_Return)

    QTimer.singleShot(0, choose)
    with qtbot.waitSignal(opened.studio.exported, timeout=TIMEOUT):
        QTest.keyClick(opened.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    photo = open_photo(tmp_path / "grey.jpg")
    assert (photo.width, photo.height) == (130, 90)
    assert np.ptp(photo.pixels.astype(int), axis=2).max() <= 4
    assert "grey.jpg" in opened.notice.text.text()


def test_a_large_photo_is_exported_at_its_own_size(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    open_and_wait(window, make_photo("large.png", 1200, 1500), qtbot)
    target = tmp_path / "large.tif"
    export(window, target, qtbot, bit_depth=16)
    photo = open_photo(target)
    assert photo.pixels.shape == (1200, 1500, 3)
    assert photo.pixels.dtype == np.uint16


def test_the_dialog_proposes_a_name_beside_the_photo(opened: MainWindow, qtbot: QtBot) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    assert photo.path is not None
    dialog = ExportDialog(photo, parent=opened)
    qtbot.addWidget(dialog)
    assert dialog.target == photo.path.with_name("night-ccnet.png")
    assert dialog.export.isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData("jpeg"))
    assert dialog.target.suffix == ".jpg"
    assert not dialog.bit_depth.isEnabled()
    assert dialog.options.bit_depth == 8
    dialog.path.setText(str(photo.path.with_name("other.tif")))
    assert dialog.format.currentData() == "tiff"
    dialog.bit_depth.setCurrentIndex(1)
    assert dialog.options == ExportOptions("tiff", 95, 16, overwrite=False)


def test_the_dialog_never_replaces_a_file_unless_ticked(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    dialog = ExportDialog(photo, parent=opened)
    qtbot.addWidget(dialog)
    taken = tmp_path / "taken.png"
    taken.write_bytes(b"precious")
    dialog.path.setText(str(taken))
    assert not dialog.export.isEnabled()
    assert "taken.png" in dialog.problem.text()
    dialog.replace.setChecked(True)
    assert dialog.export.isEnabled()
    assert dialog.options.overwrite
    dialog.path.setText(str(tmp_path / "missing" / "x.png"))
    assert not dialog.export.isEnabled()
    dialog.path.setText(str(tmp_path / "x.xyz"))
    assert not dialog.export.isEnabled()
    assert ".xyz" in dialog.problem.text()


def test_a_file_that_appears_meanwhile_is_left_alone(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    taken = tmp_path / "taken.png"
    taken.write_bytes(b"precious")
    with qtbot.waitSignal(opened.studio.failed, timeout=TIMEOUT):
        opened.exporting.export_to(taken, ExportOptions.for_path(taken))
    assert taken.read_bytes() == b"precious"
    assert "taken.png" in opened.notice.text.text()
    assert opened.studio.document.photo is not None


def test_a_cancelled_export_leaves_no_file_and_the_window_works_on(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    open_and_wait(window, make_photo("large.png", 1200, 1500), qtbot)
    target = tmp_path / "never.png"
    window.studio.progressed.connect(lambda progressed: window.status.cancel.click())
    written = []
    window.studio.exported.connect(written.append)
    window.exporting.export_to(target, ExportOptions.for_path(target))
    qtbot.waitUntil(lambda: not window.studio.exporting, timeout=TIMEOUT)
    assert written == []
    assert {path.name for path in tmp_path.iterdir()} <= {"large.png", "settings.ini", "settings.ini.lock"}
    assert not window.status.progress.isVisible()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.panel.saturation.box.setValue(50)


def test_sliders_are_rendered_while_an_export_runs(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_and_wait(window, make_photo("large.png", 1200, 1500), qtbot)
    events: list[str] = []
    window.studio.rendered.connect(lambda _: events.append("rendered"))
    window.studio.exported.connect(lambda _: events.append("exported"))
    hand_moved = threading.Event()
    export_picture = Engine.export

    def wait_for_the_hand(*arguments: object, **options: object) -> object:
        assert hand_moved.wait(TIMEOUT / 1000)
        return export_picture(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "export", wait_for_the_hand)
    target = tmp_path / "large-out.png"
    window.exporting.export_to(target, ExportOptions.for_path(target))
    window.panel.saturation.box.setValue(30)
    hand_moved.set()
    qtbot.waitUntil(lambda: "exported" in events, timeout=TIMEOUT)
    assert events.index("rendered") < events.index("exported")
    assert open_photo(target).pixels.shape == (1200, 1500, 3)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "denied")])
def test_a_full_disk_is_told_and_nothing_is_lost(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    from ccnet_core.photo.errors import cannot_save

    def save(path: Path, *_: object, **__: object) -> None:
        raise cannot_save(path, error)

    monkeypatch.setattr(app.jobs, "save_photo", save)
    target = tmp_path / "out.png"
    with qtbot.waitSignal(opened.studio.failed, timeout=TIMEOUT):
        opened.exporting.export_to(target, ExportOptions.for_path(target))
    assert "out.png" in opened.notice.text.text()
    assert not target.exists()
    assert opened.studio.document.photo is not None
    assert opened.panel.isEnabled()


def test_the_dialog_exports_what_it_names_or_nothing(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_another(dialog: ExportDialog) -> ExportDialog.DialogCode:
        open_and_wait(opened, make_photo("other.png"), qtbot)
        return ExportDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportDialog, "exec", open_another)
    opened.exporting.export()
    assert not opened.studio.exporting
    assert "night.png" in opened.notice.text.text()


def test_the_photo_itself_is_never_replaced(opened: MainWindow, qtbot: QtBot) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    dialog = ExportDialog(photo, parent=opened)
    qtbot.addWidget(dialog)
    dialog.path.setText(str(photo.path))
    dialog.replace.setChecked(True)
    assert not dialog.export.isEnabled()
    assert "photo itself" in dialog.problem.text()


@pytest.mark.parametrize("name", ["~nobody99/x.png", "x" * 300 + ".png", "/", ""])
def test_names_that_no_file_can_have_are_told(opened: MainWindow, qtbot: QtBot, name: str) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    dialog = ExportDialog(photo, parent=opened)
    qtbot.addWidget(dialog)
    dialog.path.setText(name)
    dialog.format.setCurrentIndex(1)
    dialog.format.setCurrentIndex(0)
    assert not dialog.export.isEnabled()
    assert dialog.problem.text()


def test_a_name_alone_is_beside_the_photo(opened: MainWindow, qtbot: QtBot) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    assert photo.path is not None
    dialog = ExportDialog(photo, parent=opened)
    qtbot.addWidget(dialog)
    dialog.path.setText("result.png")
    assert dialog.target == photo.path.with_name("result.png")


def test_enter_exports(opened: MainWindow, qtbot: QtBot) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    dialog = ExportDialog(photo, parent=opened)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog.path, Qt.Key.Key_Return)
    assert dialog.result() == ExportDialog.DialogCode.Accepted


@pytest.fixture
def dialog(opened: MainWindow, qtbot: QtBot) -> ExportDialog:
    photo = opened.studio.document.photo
    assert photo is not None
    dialog = ExportDialog(photo, parent=opened)
    qtbot.addWidget(dialog)
    return dialog


def test_the_right_reason_is_told_for_no_name_and_for_a_folder(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.path.setText("  ")
    assert dialog.problem.text() == "Name a file."
    dialog.path.setText(str(tmp_path))
    assert "is a folder" in dialog.problem.text()
    dialog.path.setText(f"{tmp_path}/")
    assert "is a folder" in dialog.problem.text()
    (tmp_path / "name.png").mkdir()
    dialog.path.setText(str(tmp_path / "name.png"))
    assert "is a folder" in dialog.problem.text()
    os.mkfifo(tmp_path / "pipe.png")
    dialog.path.setText("pipe.png")
    assert "no file that could be replaced" in dialog.problem.text()
    assert not dialog.export.isEnabled()


def test_a_name_without_a_suffix_gets_that_of_the_format(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.path.setText("result")
    assert dialog.export.isEnabled()
    assert dialog.target == tmp_path / "result.png"
    (tmp_path / "result.png").write_bytes(b"precious")
    dialog.path.setText("result ")
    assert "result.png exists already" in dialog.problem.text()
    dialog.path.setText("another")
    dialog.show()
    QTest.keyClick(dialog.path, Qt.Key.Key_Return)
    assert dialog.result() == ExportDialog.DialogCode.Accepted
    assert dialog.path.text() == str(tmp_path / "another.png")


@pytest.mark.parametrize(
    ("name", "format"), [("a.jpeg", "jpeg"), ("a.tiff", "tiff"), ("a.TIF", "tiff"), ("a.webp", "webp")]
)
def test_the_format_follows_a_suffix_that_is_typed_and_leaves_it(
    dialog: ExportDialog, name: str, format: str
) -> None:
    dialog.path.clear()
    QTest.keyClicks(dialog.path, name)
    assert dialog.format.currentData() == format
    assert dialog.path.text() == name
    assert dialog.options.format == format


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENOSPC])
def test_a_folder_that_takes_no_files_is_told_before_anything_is_computed(
    opened: MainWindow, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    create = os.open

    def refuse(path: Path, flags: int, *rest: int, **options: object) -> int:
        if flags & os.O_CREAT:
            raise OSError(code, os.strerror(code))
        return create(path, flags, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    dialog.show()
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "night-ccnet.png" in dialog.problem.text()
    assert "does not exist" not in dialog.problem.text()
    assert not opened.studio.exporting
    monkeypatch.undo()
    dialog.path.setText("other.png")
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert dialog.result() == ExportDialog.DialogCode.Accepted
    assert {path.suffix for path in tmp_path.iterdir()} <= {".png", ".ini", ".lock"}
