from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from window_fixtures import Questions
from window_helpers import TIMEOUT, go_on_when_stopped, open_and_wait

from app.dialogs.export import ExportDialog
from app.dialogs.preset_name import PresetNameDialog
from app.widgets.dialog import Question
from app.widgets.images import to_pixels
from app.window.window import MainWindow
from ccnet_core import develop, writer
from ccnet_core.batch import BatchJob, run_batch
from ccnet_core.cv import cv2
from ccnet_core.engine import Engine
from ccnet_core.errors import cannot_save
from ccnet_core.export_presets import ExportPresets
from ccnet_core.photo import ExportOptions, open_photo

Maker = Callable[..., Path]


def export(window: MainWindow, path: Path, qtbot: QtBot, **options: object) -> None:
    with qtbot.waitSignal(window.studio.exported, timeout=TIMEOUT):
        window.exporting.export_to(path, ExportOptions.for_path(path, **options))  # type: ignore[arg-type]


def test_the_exported_file_is_the_picture_on_screen(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        opened.panel.sliders["saturation"].box.setValue(140)
    target = tmp_path / "out.png"
    export(opened, target, qtbot)
    photo = open_photo(target)
    assert (photo.width, photo.height) == (130, 90)
    assert opened.canvas.result is not None
    assert np.array_equal(photo.pixels, to_pixels(opened.canvas.result))
    assert "out.png" in opened.notice.text.text()


def test_keys_and_the_dialog_lead_to_a_file(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    opened.panel.sliders["saturation"].box.setValue(0)

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
    open_and_wait(window, make_photo("large.png", 660, 825), qtbot)
    target = tmp_path / "large.tif"
    export(window, target, qtbot, bit_depth=16)
    photo = open_photo(target)
    assert photo.pixels.shape == (660, 825, 3)
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


def test_another_format_is_proposed_a_name_of_its_own(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "night-ccnet.png").write_bytes(b"an earlier export")
    (tmp_path / "night-ccnet.webp").write_bytes(b"another")
    photo = opened.studio.document.photo
    assert photo is not None
    dialog = ExportDialog(photo, parent=opened)
    qtbot.addWidget(dialog)
    proposed = [dialog.target.name]
    for format in ("jpeg", "webp", "tiff", "png"):
        dialog.format.setCurrentIndex(dialog.format.findData(format))
        assert dialog.export.isEnabled()
        proposed.append(dialog.target.name)
    assert proposed == [
        "night-ccnet-2.png",
        "night-ccnet.jpg",
        "night-ccnet-2.webp",
        "night-ccnet.tif",
        "night-ccnet-2.png",
    ]
    # A name that was typed is kept, whatever number it has.
    dialog.path.setText(str(tmp_path / "night-ccnet-3.png"))
    dialog.format.setCurrentIndex(dialog.format.findData("jpeg"))
    assert dialog.target.name == "night-ccnet-3.jpg"


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
    open_and_wait(window, make_photo("large.png", 660, 825), qtbot)
    target = tmp_path / "never.png"
    window.studio.progressed.connect(lambda progressed: window.status.cancel.click())
    written = []
    window.studio.exported.connect(written.append)
    window.exporting.export_to(target, ExportOptions.for_path(target))
    qtbot.waitUntil(lambda: not window.studio.exporting, timeout=TIMEOUT)
    assert written == []
    assert window.notice.messages == ["The export of never.png was cancelled. Nothing was written."]
    assert {path.name for path in tmp_path.iterdir()} <= {"large.png", "settings.ini", "settings.ini.lock"}
    assert not window.status.progress.isVisible()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.panel.sliders["saturation"].box.setValue(50)


def test_an_export_is_not_taken_for_written_by_what_was_told_of_an_earlier_one(
    opened: MainWindow, tmp_path: Path, disk: Hold, qtbot: QtBot
) -> None:
    disk.go_on.set()
    export(opened, tmp_path / "first.png", qtbot)
    assert "Exported first.png" in opened.notice.text.text()
    opened.notice.show_error("something else failed")
    disk.go_on.clear()
    disk.entered.clear()
    opened.exporting.export_to(tmp_path / "second.png", ExportOptions("png"))
    assert opened.notice.messages == ["something else failed"]
    assert disk.entered.wait(TIMEOUT / 1000)
    qtbot.waitUntil(opened.status.cancel.isVisible, timeout=TIMEOUT)
    opened.status.cancel.click()
    disk.go_on.set()
    told = "The export of second.png was cancelled. Nothing was written."
    qtbot.waitUntil(lambda: told in opened.notice.messages, timeout=TIMEOUT)
    assert not (tmp_path / "second.png").exists()
    export(opened, tmp_path / "third.png", qtbot)
    assert opened.notice.text.text().startswith("Exported third.png")
    assert told not in opened.notice.messages


def test_sliders_are_rendered_while_an_export_runs(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_and_wait(window, make_photo("large.png", 660, 825), qtbot)
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
    window.panel.sliders["saturation"].box.setValue(30)
    hand_moved.set()
    qtbot.waitUntil(lambda: "exported" in events, timeout=TIMEOUT)
    assert events.index("rendered") < events.index("exported")
    assert open_photo(target).pixels.shape == (660, 825, 3)


class Hold:
    """Holds an export back where it calls a function."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> None:
        self.entered, self.go_on = threading.Event(), threading.Event()
        call = getattr(module, name)

        def wait(*arguments: Any) -> Any:
            if threading.current_thread().name == "export":
                self.entered.set()
                assert self.go_on.wait(TIMEOUT / 1000)
            return call(*arguments)

        monkeypatch.setattr(module, name, wait)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hold]:
    """Where it waits for the disk."""
    disk = Hold(monkeypatch, os, "fsync")
    yield disk
    disk.go_on.set()


def writers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "export"]


def test_nothing_waits_for_a_slow_disk_but_the_export(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, disk: Hold, qtbot: QtBot
) -> None:
    written: list[object] = []
    opened.studio.exported.connect(written.append)
    target = tmp_path / "out.png"
    opened.exporting.export_to(target, ExportOptions.for_path(target))
    assert disk.entered.wait(TIMEOUT / 1000)
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.panel.sliders["saturation"].box.setValue(30)
    open_and_wait(opened, make_photo("other.png", height=70), qtbot)
    assert opened.studio.exporting
    assert not written
    with qtbot.waitSignal(opened.studio.exported, timeout=TIMEOUT):
        disk.go_on.set()
    assert open_photo(target).pixels.shape == (90, 130, 3)
    assert not opened.studio.exporting


def test_an_export_that_is_cancelled_while_it_is_written_replaces_nothing(
    opened: MainWindow, tmp_path: Path, disk: Hold, qtbot: QtBot
) -> None:
    target = tmp_path / "out.png"
    target.write_bytes(b"precious")
    written: list[object] = []
    opened.studio.exported.connect(written.append)
    opened.exporting.export_to(target, ExportOptions.for_path(target, overwrite=True))
    assert disk.entered.wait(TIMEOUT / 1000)
    qtbot.waitUntil(opened.status.cancel.isVisible, timeout=TIMEOUT)
    opened.status.cancel.click()
    disk.go_on.set()
    qtbot.waitUntil(lambda: not opened.studio.exporting, timeout=TIMEOUT)
    assert not written
    assert target.read_bytes() == b"precious"
    assert not list(tmp_path.glob(".ccnet-*"))
    # What is exported next is not taken for cancelled.
    export(opened, tmp_path / "next.png", qtbot)
    assert (tmp_path / "next.png").exists()


def test_a_window_that_is_closed_during_the_writing_leaves_neither_file_nor_thread(
    opened: MainWindow, tmp_path: Path, disk: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.png"
    opened.exporting.export_to(target, ExportOptions.for_path(target))
    assert disk.entered.wait(TIMEOUT / 1000)
    go_on_when_stopped(opened, disk.go_on, monkeypatch)
    opened.close()
    assert not writers()
    assert not target.exists()
    assert not list(tmp_path.glob(".ccnet-*"))


def test_a_window_is_closed_though_the_disk_never_answers(
    opened: MainWindow, tmp_path: Path, disk: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PATIENCE_SECONDS", 0.01)
    target = tmp_path / "out.png"
    opened.exporting.export_to(target, ExportOptions.for_path(target))
    assert disk.entered.wait(TIMEOUT / 1000)
    opened.close()
    assert not opened.isVisible()
    (left,) = writers()
    # The interpreter does not wait for it either.
    assert left.daemon
    assert not target.exists()
    disk.go_on.set()
    left.join(TIMEOUT / 1000)
    assert not left.is_alive()
    assert not list(tmp_path.glob(".ccnet-*"))


def question() -> Question:
    """What is asked at this moment."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Question)
    return dialog


def test_the_window_closes_as_asked_when_all_exports_end_during_the_question(
    opened: MainWindow, questions: Questions, tmp_path: Path, disk: Hold, qtbot: QtBot
) -> None:
    questions.ask()
    for name in ("first.png", "second.png"):
        opened.exporting.export_to(tmp_path / name, ExportOptions("png"))
    assert disk.entered.wait(TIMEOUT / 1000)
    asked: list[str] = []

    def read() -> None:
        asked.append(question().text.text())
        disk.go_on.set()

    opened.studio.exported.connect(
        lambda _: asked.extend(asking.text.text() for asking in opened.findChildren(Question))
    )
    QTimer.singleShot(0, read)
    assert opened.close()
    assert asked[:2] == ["Not written yet: first.png, second.png", "second.png is not written yet."]
    assert (tmp_path / "first.png").exists()
    assert (tmp_path / "second.png").exists()


def test_the_window_stays_with_the_error_when_an_export_fails_during_the_question(
    opened: MainWindow, questions: Questions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def fail(path: Path, *_: object, **__: object) -> None:
        assert asked.wait(TIMEOUT / 1000)
        raise cannot_save(path, OSError(errno.ENOSPC, "No space left on device"))

    monkeypatch.setattr(develop, "save_photo", fail)
    questions.ask()
    opened.exporting.export_to(tmp_path / "out.png", ExportOptions("png"))

    def read() -> None:
        assert question().text.text() == "out.png is not written yet."
        asked.set()

    QTimer.singleShot(0, read)
    assert not opened.close()
    assert opened.isVisible()
    assert "out.png: the disk is full" in opened.notice.text.text()
    assert not opened.studio.exporting


def test_what_else_fails_during_the_question_leaves_it_open(
    opened: MainWindow, questions: Questions, tmp_path: Path, disk: Hold, qtbot: QtBot
) -> None:
    questions.ask()
    opened.exporting.export_to(tmp_path / "out.png", ExportOptions("png"))
    assert disk.entered.wait(TIMEOUT / 1000)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    told: list[str] = []
    opened.studio.failed.connect(told.append)

    def fail() -> None:
        opened.studio.add_references([tmp_path / "broken.png"])
        opened.studio.failed.connect(lambda _: QTimer.singleShot(0, disk.go_on.set))

    QTimer.singleShot(0, fail)
    assert opened.close()
    assert "broken.png" in told[0]
    assert (tmp_path / "out.png").exists()


@pytest.mark.parametrize("stop", [False, True])
def test_closing_during_an_export_is_left_to_the_person(
    opened: MainWindow,
    questions: Questions,
    tmp_path: Path,
    disk: Hold,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    stop: bool,
) -> None:
    questions.ask()
    go_on_when_stopped(opened, disk.go_on, monkeypatch)
    opened.exporting.export_to(tmp_path / "out.png", ExportOptions("png"))
    assert disk.entered.wait(TIMEOUT / 1000)

    def answer() -> None:
        asked = question()
        if stop:
            QTest.mouseClick(asked.act, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(asked, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    assert opened.close() is stop
    assert opened.isVisible() is not stop
    assert not (tmp_path / "out.png").exists()
    if not stop:
        with qtbot.waitSignal(opened.studio.exported, timeout=TIMEOUT):
            disk.go_on.set()
        assert (tmp_path / "out.png").exists()


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hold]:
    """Where its file is encoded."""
    encoder = Hold(monkeypatch, cv2, "imencode")
    yield encoder
    encoder.go_on.set()


def test_a_copy_waits_for_no_disk(opened: MainWindow, tmp_path: Path, disk: Hold, qtbot: QtBot) -> None:
    for name in ("hangs.png", "waits.png", "comes later.png"):
        opened.exporting.export_to(tmp_path / name, ExportOptions("png"))
    assert disk.entered.wait(TIMEOUT / 1000)
    with qtbot.waitSignal(opened.studio.copied, timeout=TIMEOUT):
        opened.clipboard.copy_picture()
    assert len(opened.studio.export_targets) == 3
    disk.go_on.set()
    qtbot.waitUntil(lambda: not opened.studio.exporting, timeout=TIMEOUT)


def test_an_export_that_is_cancelled_while_it_is_encoded_ends_at_once(
    opened: MainWindow, tmp_path: Path, encoder: Hold, qtbot: QtBot
) -> None:
    ended: list[int] = []
    opened.studio.finished.connect(ended.append)
    target = tmp_path / "out.png"
    target.write_bytes(b"precious")
    told: list[object] = []
    opened.studio.exported.connect(told.append)
    opened.studio.failed.connect(told.append)
    opened.exporting.export_to(target, ExportOptions.for_path(target, overwrite=True))
    assert encoder.entered.wait(TIMEOUT / 1000)
    qtbot.waitUntil(opened.status.cancel.isVisible, timeout=TIMEOUT)
    opened.status.cancel.click()
    assert not opened.studio.exporting
    assert not opened.status.progress.isVisible()
    encoder.go_on.set()
    # What is exported next waits for the encoding, and is not taken for cancelled.
    export(opened, tmp_path / "next.png", qtbot)
    assert (tmp_path / "next.png").exists()
    assert target.read_bytes() == b"precious"
    assert [exported.path.name for exported in told] == ["next.png"]  # type: ignore[attr-defined]
    # Each was told once.
    assert len(ended) == len(set(ended)) == 2


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "denied")])
def test_a_full_disk_is_told_and_nothing_is_lost(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def save(path: Path, *_: object, **__: object) -> None:
        raise cannot_save(path, error)

    monkeypatch.setattr(develop, "save_photo", save)
    target = tmp_path / "out.png"
    with qtbot.waitSignal(opened.studio.failed, timeout=TIMEOUT):
        opened.exporting.export_to(target, ExportOptions.for_path(target))
    assert "out.png" in opened.notice.text.text()
    assert not target.exists()
    assert opened.studio.document.photo is not None
    assert opened.panel.isEnabled()


def test_two_exports_at_once_are_proposed_two_names(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    export, go_on = Engine.export, threading.Event()

    def wait(*arguments: object, **options: object) -> object:
        assert go_on.wait(TIMEOUT / 1000)
        return export(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "export", wait)
    problems: list[str] = []

    def accept(dialog: ExportDialog) -> int:
        proposed = dialog.path.text()
        dialog.path.setText(str(tmp_path / "night-ccnet.png"))
        problems.append(dialog.problem.text())
        dialog.path.setText(proposed)
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(ExportDialog, "exec", accept)
    written: list[str] = []
    opened.studio.exported.connect(lambda exported: written.append(exported.path.name))
    try:
        opened.exporting.export()
        opened.exporting.export()
    finally:
        go_on.set()
    qtbot.waitUntil(lambda: not opened.studio.exporting, timeout=TIMEOUT)
    assert written == ["night-ccnet.png", "night-ccnet-2.png"]
    assert problems == ["", "night-ccnet.png is being exported already. Choose another name."]


def test_what_failed_is_told_until_it_is_dismissed_whatever_is_opened_or_exported_then(
    opened: MainWindow, make_photo: Callable[..., Path], tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(opened.studio.failed, timeout=TIMEOUT):
        opened.exporting.export_to(tmp_path / "gone" / "lost.png", ExportOptions("png"))
    told = opened.notice.messages
    assert "lost.png" in told[0]
    opened.filmstrip.add([make_photo("other.png")])
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        QTest.keyClick(opened.canvas, Qt.Key.Key_Right)
    assert opened.notice.messages == told
    export(opened, tmp_path / "out.png", qtbot)
    assert [message for message in opened.notice.messages if "out.png" not in message] == told


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


def test_no_other_photo_of_the_filmstrip_is_replaced(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    other = make_photo("other.png")
    before = other.read_bytes()
    opened.filmstrip.add([other])
    told: list[str] = []

    def name_the_other() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        dialog.path.setText(str(other))
        dialog.replace.setChecked(True)
        told.append(dialog.problem.text())
        assert not dialog.export.isEnabled()
        dialog.reject()

    QTimer.singleShot(0, name_the_other)
    opened.exporting.export()
    assert "other.png is a photo of the filmstrip" in told[0]
    assert other.read_bytes() == before


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


@pytest.mark.parametrize("click_into_the_field", [False, True])
def test_enter_exports_under_a_good_name_after_a_bad_one_was_refused(
    dialog: ExportDialog, tmp_path: Path, click_into_the_field: bool
) -> None:
    dialog.show()
    assert QTest.qWaitForWindowActive(dialog)
    dialog.path.setText("/proc/out.jpg")
    dialog.export.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert not dialog.export.isEnabled()
    # What was refused can be typed anew at once.
    assert dialog.focusWidget() is dialog.path
    if click_into_the_field:
        dialog.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.mouseClick(dialog.path, Qt.MouseButton.LeftButton)
    dialog.path.selectAll()
    QTest.keyClicks(dialog.path, str(tmp_path / "good.jpg"))
    QTest.keyClick(dialog.path, Qt.Key.Key_Return)
    assert dialog.result() == ExportDialog.DialogCode.Accepted


@pytest.mark.parametrize(
    ("chosen", "chosen_filter", "name", "format"),
    [
        ("pic", "TIFF (*.tif)", "pic.tif", "tiff"),
        ("pic", "PNG (*.png)", "pic.png", "png"),
        ("night-ccnet.png", "WebP (*.webp)", "night-ccnet.webp", "webp"),
        ("pic.jpeg", "TIFF (*.tif)", "pic.jpeg", "jpeg"),
    ],
    ids=["filter", "proposed", "another filter", "typed suffix"],
)
def test_the_filter_of_the_file_dialog_chooses_the_format(
    dialog: ExportDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
    chosen_filter: str,
    name: str,
    format: str,
) -> None:
    asked = []

    def choose(*arguments: object) -> tuple[str, str]:
        asked.append(arguments[4])
        return str(tmp_path / chosen), chosen_filter

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    QTest.mouseClick(dialog.browse, Qt.MouseButton.LeftButton)
    assert asked == ["PNG (*.png)"]
    assert dialog.path.text() == str(tmp_path / name)
    assert dialog.options.format == format
    assert dialog.export.isEnabled()


def test_an_export_of_fewer_pixels_is_what_the_batch_makes(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    night = make_photo("night.png", 120, 150)
    open_and_wait(window, night, qtbot)
    photo = window.studio.document.photo
    assert photo is not None
    dialog = ExportDialog(photo, parent=window)
    qtbot.addWidget(dialog)
    assert dialog.options.long_side is None
    assert "150 × 120" in dialog.note.text()
    dialog.size_choice.reduce.setChecked(True)
    dialog.size_choice.pixels.setValue(60)
    assert "60 × 48" in dialog.note.text()
    dialog.path.setText("small.png")
    with qtbot.waitSignal(window.studio.exported, timeout=TIMEOUT):
        window.exporting.export_to(dialog.target, dialog.options)
    small = open_photo(tmp_path / "small.png")
    assert (small.width, small.height) == (60, 48)

    engine = window.engine_thread.load_engine()
    small_ones = ExportOptions(None, bit_depth=None, long_side=60)
    job = BatchJob((night,), tmp_path / "out", small_ones, working_pixels=1_000_000)
    run_batch(job, engine)
    assert np.array_equal(small.pixels, open_photo(tmp_path / "out" / "night-ccnet.png").pixels)
    # The picture in the window is as large as before.
    assert window.studio.document.photo is photo
    export(window, tmp_path / "large.png", qtbot)
    assert open_photo(tmp_path / "large.png").width == 150


def test_the_place_is_left_out_of_an_export_where_ticked(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.options.keep_location
    dialog.no_location.click()
    assert not dialog.options.keep_location
    again = ExportDialog(open_photo(tmp_path / "night.png"), dialog.options)
    assert again.no_location.isChecked()


def test_a_preset_several_sizes_and_what_became_of_them(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One flow: choices are kept as a preset, taken again, written in two sizes, and opened from the list."""
    photo = opened.studio.document.photo
    assert photo is not None

    def name_it() -> None:
        asks = QApplication.activeModalWidget()
        assert isinstance(asks, PresetNameDialog)
        asks.edit.setText("Web")
        QTest.keyClick(asks.edit, Qt.Key.Key_Return)

    first = ExportDialog(photo, parent=opened)
    qtbot.addWidget(first)
    first.show()
    first.format.setCurrentIndex(first.format.findData("jpeg"))
    first.sharpen.setCurrentIndex(first.sharpen.findData("standard"))
    first.size_choice.set_value(60)
    QTest.mouseClick(first.metadata.none, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert not first.no_location.isEnabled(), "all is left out already"
    QTimer.singleShot(0, name_it)
    first.presets.save.click()
    kept = ExportPresets().find("Web").options
    assert (kept.format, kept.long_side, kept.keep_metadata, kept.sharpen) == ("jpeg", 60, False, "standard")

    second = ExportDialog(photo, parent=opened)
    qtbot.addWidget(second)
    assert second.options.format == "png"
    second.presets.box.setCurrentIndex(second.presets.box.findText("Web"))
    second.presets.box.activated.emit(second.presets.box.currentIndex())
    assert second.options == kept
    second.size_choice.also.setText("30, 60")
    assert [path.name for path, _ in second.targets] == ["night-ccnet-60.jpg", "night-ccnet-30.jpg"]
    (tmp_path / "night-ccnet-30.jpg").write_bytes(b"there before")
    second.size_choice.also.setText("30")
    assert "night-ccnet-30.jpg exists already" in second.problem.text()
    (tmp_path / "night-ccnet-30.jpg").unlink()
    second.size_choice.also.setText("30,")

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        dialog.presets.chosen.emit(kept)
        dialog.size_choice.also.setText("30")
        QTest.keyClick(dialog.path, Qt.Key.Key_Return)

    QTimer.singleShot(0, choose)
    opened.exporting.export()
    sizes = {tmp_path / f"night-ccnet-{side}.jpg": side for side in (60, 30)}
    qtbot.waitUntil(lambda: not opened.studio.exporting, timeout=TIMEOUT)
    assert {path: max(open_photo(path).pixels.shape) for path in sizes} == sizes

    shown: list[Path] = []
    monkeypatch.setattr("app.dialogs.export_queue.open_file", shown.append)
    monkeypatch.setattr("app.dialogs.export_queue.show_folder", shown.append)
    opened.exporting.show_queue()
    queue = opened.exporting.queue
    assert [queue.list.topLevelItem(row).text(1) for row in range(2)] == ["Done", "Done"]
    queue.list.setCurrentItem(queue.list.topLevelItem(0))
    queue.open_button.click()
    queue.folder_button.click()
    assert shown == [tmp_path / "night-ccnet-60.jpg"] * 2
    assert not queue.cancel_button.isEnabled()
    # What cannot be written is told there, too, and nothing can be opened.
    opened.exporting.export_to(tmp_path / "gone" / "x.png", ExportOptions("png"))
    qtbot.waitUntil(lambda: queue.list.topLevelItem(0).text(1) == "Failed", timeout=TIMEOUT)
    queue.list.setCurrentItem(queue.list.topLevelItem(0))
    assert not queue.open_button.isEnabled()
