from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from window_fixtures import Network, Questions
from window_helpers import TIMEOUT, keep_preset, open_and_wait, show_batch, wait_for_presets

from app.dialogs.batch import BatchDialog
from app.dialogs.look_box import LookBox
from app.dialogs.photo_files import PhotoDialog
from app.document import autosave
from app.widgets.dialog import Question
from app.window.window import MainWindow
from app.worker.batch import BatchThread
from ccnet_core.adjustments import Adjustments
from ccnet_core.batch import OnConflict
from ccnet_core.batch.record import RECORD_NAME
from ccnet_core.engine import Engine
from ccnet_core.photo import open_photo
from ccnet_core.presets import Preset, PresetFolder
from ccnet_core.sidecar import SidecarError, sidecar_path, write_sidecar
from ccnet_core.styles import find_style, load_styles

Maker = Callable[..., Path]


@pytest.fixture
def photos(tmp_path: Path, make_photo: Maker) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in (1, 2, 3):
        make_photo(f"photos/night{number}.png", 20 + number, 30)
    return folder


def drop(dialog: BatchDialog, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    centre = dialog.rect().center()
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(centre, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(dialog, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(centre), Qt.DropAction.CopyAction, data, buttons, keys)
        QApplication.sendEvent(dialog, event)


def run(dialog: BatchDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.ended, timeout=TIMEOUT):
        dialog.begin.click()


def column(dialog: BatchDialog, number: int) -> list[str]:
    items = [dialog.table.item(row, number) for row in range(dialog.table.rowCount())]
    return [item.text() if item else "" for item in items]


def results(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != RECORD_NAME)


def test_a_dropped_folder_is_brightened_beside_the_photos(
    window: MainWindow, photos: Path, qtbot: QtBot
) -> None:
    dialog = show_batch(window)
    assert not dialog.begin.isEnabled()
    drop(dialog, photos)
    assert column(dialog, 0) == ["night1.png", "night2.png", "night3.png"]
    assert Path(dialog.folder.text()) == photos / "ccnet"
    run(dialog, qtbot)
    assert results(photos / "ccnet") == ["night1-ccnet.png", "night2-ccnet.png", "night3-ccnet.png"]
    assert column(dialog, 1) == ["Done"] * 3
    assert column(dialog, 2) == results(photos / "ccnet")
    assert dialog.progress.value() == dialog.progress.maximum()
    assert "3 written, 0 skipped, 0 failed" in dialog.problem.text()
    run(dialog, qtbot)
    assert column(dialog, 1) == ["Skipped"] * 3
    assert column(dialog, 2) == [f"already finished: night{number}-ccnet.png" for number in (1, 2, 3)]
    dialog.table.selectAll()
    dialog.remove.click()
    dialog.add_photos([photos / "ccnet" / "night1-ccnet.png"])
    run(dialog, qtbot)
    assert column(dialog, 2) == ["result of an earlier batch"]


def test_the_choices_are_followed(opened: MainWindow, photos: Path, tmp_path: Path, qtbot: QtBot) -> None:
    opened.panel.sliders["saturation"].box.setValue(0)
    dialog = show_batch(opened)
    dialog.add_photos([photos / "night2.png"])
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.looks.choose("window")
    dialog.template.setText("{number}_{name}")
    dialog.format.setCurrentIndex(dialog.format.findData("jpeg"))
    dialog.size_choice.reduce.setChecked(True)
    dialog.size_choice.pixels.setValue(16)
    run(dialog, qtbot)
    assert results(tmp_path / "out") == ["001_night2.jpg"]
    photo = open_photo(tmp_path / "out" / "001_night2.jpg")
    assert photo.width == 16
    assert int(np.ptp(photo.pixels.astype(int), axis=2).max()) <= 4
    (tmp_path / "out" / RECORD_NAME).unlink()
    dialog.conflict.setCurrentIndex(2)
    run(dialog, qtbot)
    assert column(dialog, 1) == ["Skipped"]
    assert column(dialog, 2) == ["already exists: 001_night2.jpg"]


def test_the_choices_begin_the_next_batch(
    window: MainWindow, photos: Path, tmp_path: Path, network: Network, settings: QSettings, qtbot: QtBot
) -> None:
    def dialog() -> BatchDialog:
        looks = LookBox(Adjustments, lambda: window.presets.all, load_styles())
        made = BatchDialog(network.load, looks, dict, list, lambda: 1_000_000, str, "", settings)
        qtbot.addWidget(made)
        return made

    first = dialog()
    first.subfolders.setChecked(True)
    first.add_photos([photos / "night2.png"])
    first.template.setText("{number}_{name}")
    first.format.setCurrentIndex(first.format.findData("webp"))
    first.quality.setValue(70)
    first.conflict.setCurrentIndex(2)
    first.size_choice.reduce.setChecked(True)
    first.size_choice.pixels.setValue(16)
    first.looks.choose("style:Canyon")
    run(first, qtbot)
    settings.sync()
    again = dialog()
    assert again.subfolders.isChecked()
    assert again.template.text() == "{number}_{name}"
    assert again.format.currentData() == "webp"
    assert again.quality.value() == 70
    assert again.conflict.currentIndex() == 2
    assert again.size_choice.reduce.isChecked()
    assert again.size_choice.pixels.isEnabled()
    assert again.size_choice.pixels.value() == 16
    assert again.looks.currentText() == "Style: Canyon"
    assert again.folder.text() == ""
    for name, broken in (
        ("format", "99"),
        ("quality", "much"),
        ("reduce", "perhaps"),
        ("long_side", "9" * 30),
        ("adjustments", "nonsense"),
    ):
        settings.setValue(f"batch/{name}", broken)
    broken_dialog = dialog()
    assert broken_dialog.format.currentIndex() == 0
    assert broken_dialog.quality.value() == 95
    assert not broken_dialog.size_choice.reduce.isChecked()
    assert broken_dialog.looks.own
    # As an earlier version kept them.
    for stored, chosen in (("0", "As in the window now"), ("1", "Each photo's own")):
        settings.setValue("batch/adjustments", stored)
        assert dialog().looks.currentText() == chosen


def test_photos_without_adjustments_of_their_own_are_just_brightened_unless_another_look_is_chosen(
    opened: MainWindow, photos: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    grey = Adjustments(saturation=0)
    write_sidecar(photos / "night3.png", Adjustments(saturation=2))
    keep_preset(opened, Preset("Grey & <b>", grey))
    opened.panel.sliders["exposure"].box.setValue(150)
    dialog = show_batch(opened)
    dialog.add_photos([photos])

    def made(look: str | None) -> list[np.ndarray]:
        folder = tmp_path / f"out {look}".replace(":", " ")
        dialog.folder.setText(str(folder))
        if look is not None:
            QTest.keyClick(dialog.looks, Qt.Key.Key_Home)
            for _ in range(dialog.looks.count()):
                if dialog.looks.currentText() != look:
                    QTest.keyClick(dialog.looks, Qt.Key.Key_Down)
            assert dialog.looks.currentText() == look
        run(dialog, qtbot)
        return [open_photo(folder / name).pixels for name in results(folder)]

    def expected(*looks: Adjustments) -> list[np.ndarray]:
        engine, pixels = opened.engine_thread.load_engine(), []
        for number, look in enumerate(looks, 1):
            photo = open_photo(photos / f"night{number}.png")
            pixels.append(engine.export(engine.brighten(photo), look))
        return pixels

    plain = Adjustments()
    canyon = Adjustments(references=(find_style("Canyon").reference(),))
    in_window = opened.studio.document.adjustments
    assert in_window.exposure != 0
    for look, wanted in (
        (None, (plain, plain, Adjustments(saturation=2))),
        ("None: brighten only", (plain, plain, plain)),
        ("As in the window now", (in_window,) * 3),
        ("Preset: Grey & <b>", (grey,) * 3),
        ("Style: Canyon", (canyon,) * 3),
    ):
        for result, right in zip(made(look), expected(*wanted), strict=True):
            assert np.array_equal(result, right)


def test_the_presets_of_a_batch_come_and_go_with_those_of_the_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = show_batch(window)
    kept, other = (Preset(name, Adjustments(saturation=0)) for name in ("Kept", "Other"))
    for preset in (kept, other):
        keep_preset(window, preset)
    dialog.looks.choose("preset:Kept")
    window.presets.delete(1)
    wait_for_presets(window)
    assert dialog.looks.currentText() == "Preset: Kept"
    assert dialog.looks.findText("Preset: Other") < 0


def test_a_preset_that_is_gone_stays_chosen_and_holds_the_batch_back(
    window: MainWindow, photos: Path, settings: QSettings, qtbot: QtBot
) -> None:
    grey = Preset("Grey", Adjustments(saturation=0))
    keep_preset(window, grey)
    settings.setValue("batch/adjustments", "preset:Grey")
    dialog = show_batch(window)
    dialog.add_photos([photos])
    assert dialog.begin.isEnabled()
    window.presets.delete(0)
    wait_for_presets(window)
    assert dialog.looks.currentText() == "Preset: Grey (gone)"
    assert "gone" in dialog.problem.text()
    assert not dialog.begin.isEnabled()
    dialog.start()
    assert not dialog.running
    # The way back.
    window.notice.action.click()
    wait_for_presets(window)
    assert dialog.looks.currentText() == "Preset: Grey"
    assert dialog.begin.isEnabled()
    folder = PresetFolder(window.presets.folder)
    folder.load()
    folder.rename("Grey", "Ash")
    window.presets.load()
    assert not dialog.begin.isEnabled()
    dialog.looks.choose("preset:Ash")
    assert dialog.problem.text() == ""
    run(dialog, qtbot)
    assert column(dialog, 1) == ["Done"] * 3
    assert (
        int(np.ptp(open_photo(photos / "ccnet" / "night1-ccnet.png").pixels.astype(int), axis=2).max()) <= 4
    )
    assert settings.value("batch/adjustments") == "preset:Ash"
    told = dialog.problem.text()
    keep_preset(window, grey)
    # What was told of the batch stays while its choice does.
    assert dialog.problem.text() == told


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("preset:Other time", "Preset: Other time (gone)"), ("style:Fjord", "Style: Fjord (gone)")],
)
def test_what_was_chosen_at_an_earlier_start_is_named_when_it_is_gone(
    window: MainWindow, photos: Path, settings: QSettings, qtbot: QtBot, kept: str, shown: str
) -> None:
    settings.setValue("batch/adjustments", kept)
    dialog = show_batch(window)
    dialog.add_photos([photos])
    assert dialog.looks.currentText() == shown
    assert not dialog.begin.isEnabled()
    QTest.keyClick(dialog.looks, Qt.Key.Key_Home)
    assert dialog.looks.own
    assert dialog.begin.isEnabled()


def test_a_preset_that_goes_while_its_batch_runs_is_told_with_the_report(
    window: MainWindow, photos: Path, held: tuple[threading.Event, threading.Event], qtbot: QtBot
) -> None:
    begun, go_on = held
    keep_preset(window, Preset("Grey", Adjustments(saturation=0)))
    dialog = show_batch(window)
    dialog.add_photos([photos])
    dialog.looks.choose("preset:Grey")
    dialog.begin.click()
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT)
    window.presets.delete(0)
    wait_for_presets(window)
    with qtbot.waitSignal(dialog.ended, timeout=TIMEOUT):
        go_on.set()
    done, obstacle = dialog.problem.text().splitlines()
    assert "3 written" in done
    assert "gone" in obstacle
    assert not dialog.begin.isEnabled()


def test_the_numbers_can_be_clicked_up_and_down(window: MainWindow, qtbot: QtBot) -> None:
    dialog = show_batch(window)
    quality = dialog.quality
    for y, value in ((6, 96), (quality.height() - 6, 95)):
        QTest.mouseClick(quality, Qt.MouseButton.LeftButton, pos=QPoint(quality.width() - 10, y))
        assert quality.value() == value


def test_a_bad_photo_is_told_in_its_row_and_in_the_report(
    window: MainWindow, photos: Path, qtbot: QtBot
) -> None:
    (photos / "night2.png").write_bytes(b"no picture")
    dialog = show_batch(window)
    dialog.add_photos([photos])
    run(dialog, qtbot)
    assert column(dialog, 1) == ["Done", "Failed", "Done"]
    assert "not a picture" in column(dialog, 2)[1]
    assert "1 failed" in dialog.problem.text()
    # What went well is not said in the colour of what failed.
    assert dialog.problem.property("role") == "hint"
    assert "night2.png: " in dialog.failures.text()
    assert dialog.failures.isVisible()
    assert dialog.begin.isEnabled()


@pytest.mark.parametrize(
    ("field", "text", "named"),
    [("template", "{title}", "{title}"), ("template", "", "name"), ("folder", " ", "folder")],
)
def test_what_stands_in_the_way_is_told_before_anything_is_done(
    window: MainWindow, photos: Path, qtbot: QtBot, field: str, text: str, named: str
) -> None:
    dialog = show_batch(window)
    dialog.add_photos([photos])
    assert dialog.begin.isEnabled()
    getattr(dialog, field).setText(text)
    assert not dialog.begin.isEnabled()
    assert named in dialog.problem.text()


def test_a_folder_that_cannot_be_made_is_told(window: MainWindow, photos: Path, qtbot: QtBot) -> None:
    dialog = show_batch(window)
    dialog.add_photos([photos])
    dialog.folder.setText(str(photos / "night1.png" / "out"))
    run(dialog, qtbot)
    assert "folder" in dialog.problem.text()
    assert dialog.begin.isEnabled()
    dialog.folder.setText(str(photos / "out"))
    run(dialog, qtbot)
    assert len(results(photos / "out")) == 3


def test_progress_is_shown_for_the_photo_and_for_the_whole(
    window: MainWindow, photos: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, calls = threading.Event(), threading.Event(), count(1)
    export = Engine.export

    def hold_the_second(*arguments: object, **options: object) -> object:
        if next(calls) == 2:
            begun.set()
            assert go_on.wait(TIMEOUT / 1000)
        return export(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "export", hold_the_second)
    dialog = show_batch(window)
    dialog.add_photos([photos])
    seen: list[str] = []
    dialog.table.itemChanged.connect(lambda item: seen.append(item.text()))
    dialog.begin.click()
    qtbot.waitUntil(lambda: begun.is_set() and column(dialog, 1)[1].endswith(" %"), timeout=TIMEOUT)
    assert column(dialog, 1)[0] == "Done"
    assert column(dialog, 1)[2] == "Queued"
    assert dialog.progress.maximum() == 1000
    assert 333 <= dialog.progress.value() < 667
    assert dialog.problem.text() == "Photo 2 of 3: night2.png"
    assert window.status.batch.text() == "Batch: 2 of 3"
    with qtbot.waitSignal(dialog.ended, timeout=TIMEOUT):
        go_on.set()
    assert dialog.progress.value() == dialog.progress.maximum()
    assert seen.count("Done") == 3


def test_what_is_in_the_way_of_a_result_is_numbered_replaced_or_left_as_chosen(
    window: MainWindow, photos: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = show_batch(window)
    dialog.add_photos([photos / "night1.png"])
    for choice, names, state in (
        (OnConflict.NUMBER, ["night1-ccnet-2.png", "night1-ccnet.png"], "Done"),
        (OnConflict.OVERWRITE, ["night1-ccnet.png"], "Done"),
        (OnConflict.SKIP, ["night1-ccnet.png"], "Skipped"),
    ):
        folder = tmp_path / choice.value
        folder.mkdir()
        taken = folder / "night1-ccnet.png"
        taken.write_bytes(b"precious")
        dialog.folder.setText(str(folder))
        dialog.conflict.setCurrentIndex(dialog.conflict.findData(choice))
        run(dialog, qtbot)
        assert results(folder) == names
        assert column(dialog, 1) == [state]
        assert (taken.read_bytes() == b"precious") == (choice is not OnConflict.OVERWRITE)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Holds exports, which only a batch makes here: an event when one begins, and one to let it go on."""
    begun, go_on = threading.Event(), threading.Event()
    export = Engine.export

    def hold(*arguments: object, **options: object) -> object:
        begun.set()
        assert go_on.wait(TIMEOUT / 1000)
        return export(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "export", hold)
    return begun, go_on


def test_the_window_opens_and_renders_while_a_batch_runs(
    opened: MainWindow,
    photos: Path,
    make_photo: Maker,
    qtbot: QtBot,
    held: tuple[threading.Event, threading.Event],
) -> None:
    begun, go_on = held
    dialog = show_batch(opened)
    dialog.add_photos([photos])
    dialog.begin.click()
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT)
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.panel.sliders["saturation"].box.setValue(30)
    open_and_wait(opened, make_photo("other.png"), qtbot)
    dialog.close()
    assert dialog.running
    assert opened.status.batch.isVisible()
    assert opened.status.batch.text() == "Batch: 1 of 3"
    opened.status.batch.click()
    assert dialog.isVisible()
    dialog.close()
    with qtbot.waitSignal(dialog.ended, timeout=TIMEOUT):
        go_on.set()
    assert not opened.status.batch.isVisible()
    assert "3 written" in opened.notice.text.text()
    opened.notice.action.click()
    assert dialog.isVisible()
    assert column(dialog, 1) == ["Done"] * 3


def test_a_cancelled_batch_stops_and_goes_on_when_started_again(
    window: MainWindow, photos: Path, qtbot: QtBot, held: tuple[threading.Event, threading.Event]
) -> None:
    begun, go_on = held
    dialog = show_batch(window)
    dialog.add_photos([photos])
    dialog.begin.click()
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT)
    assert not dialog.begin.isEnabled()
    drop(dialog, photos / "night1.png")
    dialog.cancel.click()
    with qtbot.waitSignal(dialog.ended, timeout=TIMEOUT):
        go_on.set()
    assert dialog.problem.text().startswith("Stopped: 0 written")
    assert column(dialog, 1) == ["Queued"] * 3
    assert not dialog.cancel.isEnabled()
    run(dialog, qtbot)
    assert column(dialog, 1) == ["Done"] * 3


def test_closing_the_window_asks_and_stops_the_batch(
    window: MainWindow,
    questions: Questions,
    photos: Path,
    qtbot: QtBot,
    held: tuple[threading.Event, threading.Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on = held
    answers = [QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted]
    questions.answer = lambda _: answers.pop(0)
    dialog = show_batch(window)
    dialog.add_photos([photos])
    dialog.begin.click()
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT)
    assert not window.close()
    assert dialog.running
    cancel = BatchThread.cancel

    def cancel_and_go_on(thread: BatchThread) -> None:
        cancel(thread)
        go_on.set()

    monkeypatch.setattr(BatchThread, "cancel", cancel_and_go_on)
    assert window.close()
    assert answers == []
    assert results(photos / "ccnet") == []


@pytest.mark.parametrize("broken", [False, True])
def test_the_window_closes_as_asked_when_the_batch_ends_well_during_the_question(
    window: MainWindow,
    questions: Questions,
    photos: Path,
    qtbot: QtBot,
    held: tuple[threading.Event, threading.Event],
    broken: bool,
) -> None:
    begun, go_on = held
    if broken:
        (photos / "night2.png").write_bytes(b"no picture")
    questions.ask()
    dialog = show_batch(window)
    dialog.add_photos([photos])
    dialog.begin.click()
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT)

    def read() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, Question)
        assert question.text.text() == "The batch is not finished."
        go_on.set()

    QTimer.singleShot(0, read)
    # What failed is to be seen.
    assert window.close() is not broken
    assert len(results(photos / "ccnet")) == (2 if broken else 3)


def test_photos_are_taken_out_by_key_and_by_button(window: MainWindow, photos: Path, qtbot: QtBot) -> None:
    dialog = show_batch(window)
    dialog.add_photos([photos, photos / "night1.png"])
    second = dialog.table.visualItemRect(dialog.table.item(1, 0)).center()
    QTest.mouseClick(
        dialog.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, second
    )
    qtbot.waitUntil(dialog.table.hasFocus, timeout=TIMEOUT)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert column(dialog, 0) == ["night1.png", "night3.png"]
    dialog.table.selectAll()
    dialog.remove.click()
    assert dialog.photos == ()
    assert not dialog.begin.isEnabled()


def test_folders_in_folders_are_looked_into_when_ticked(
    window: MainWindow, photos: Path, make_photo: Maker, qtbot: QtBot
) -> None:
    (photos / "deep").mkdir()
    make_photo("photos/deep/night4.png")
    dialog = show_batch(window)
    drop(dialog, photos)
    assert len(dialog.photos) == 3
    assert isinstance(dialog.subfolders, QCheckBox)
    QTest.keyClick(dialog.subfolders, Qt.Key.Key_Space)
    drop(dialog, photos)
    assert [path.name for path in dialog.photos][-1] == "night4.png"


def test_what_could_not_be_saved_beside_a_photo_counts_as_its_own(
    window: MainWindow, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(photo: Path, *_: object) -> NoReturn:
        raise SidecarError(photo, "there is no permission to write here", "Make the folder writable.")

    monkeypatch.setattr(autosave, "write_sidecar", refuse)
    for name, saturation in (("night1.png", 0), ("night2.png", 150)):
        open_and_wait(window, photos / name, qtbot)
        window.panel.sliders["saturation"].box.setValue(saturation)
    dialog = show_batch(window)
    dialog.add_photos([photos])
    dialog.folder.setText(str(tmp_path / "out"))
    run(dialog, qtbot)
    assert column(dialog, 1) == ["Done"] * 3
    assert sorted(path.name for path in photos.iterdir()) == ["night1.png", "night2.png", "night3.png"]
    # Of the first, which was left, its own; of the second as the window shows it; the third has none.
    colours = [
        int(np.ptp(open_photo(tmp_path / "out" / name).pixels.astype(int), axis=2).max())
        for name in results(tmp_path / "out")
    ]
    assert colours[0] <= 4 < min(colours[1:])


def test_the_report_stays_while_its_rows_are_looked_at(
    window: MainWindow, photos: Path, qtbot: QtBot
) -> None:
    (photos / "night2.png").write_bytes(b"no picture")
    dialog = show_batch(window)
    dialog.add_photos([photos])
    run(dialog, qtbot)
    report = dialog.problem.text()
    assert "1 failed" in report
    row = dialog.table.visualItemRect(dialog.table.item(1, 0)).center()
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, row)
    assert dialog.remove.isEnabled()
    assert dialog.problem.text() == report
    assert dialog.failures.isVisible()


def test_the_proposed_folder_goes_with_the_photos_and_a_named_one_stays(
    window: MainWindow, photos: Path, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "tuesday").mkdir()
    other = make_photo("tuesday/night.png", 20, 30)
    dialog = show_batch(window)
    dialog.add_photos([photos])
    dialog.table.selectAll()
    dialog.remove.click()
    dialog.add_photos([other])
    assert Path(dialog.folder.text()) == other.parent / "ccnet"
    dialog.folder.setText(str(tmp_path / "all"))
    dialog.table.selectAll()
    dialog.remove.click()
    dialog.add_photos([photos])
    assert Path(dialog.folder.text()) == tmp_path / "all"


def test_typing_in_the_batch_writes_no_sidecar_and_starting_does(
    window: MainWindow, photos: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    photo = photos / "night1.png"
    open_and_wait(window, photo, qtbot)
    dialog = show_batch(window)
    dialog.add_photos([photo])
    window.panel.sliders["saturation"].box.setValue(0)
    # No test is to depend on when the time of waiting is over.
    for timer in window.studio.autosave.findChildren(QTimer):
        timer.stop()
    dialog.folder.selectAll()
    QTest.keyClicks(dialog.folder, str(tmp_path / "out"))
    assert not sidecar_path(photo).exists()
    run(dialog, qtbot)
    assert sidecar_path(photo).exists()
    (result,) = results(tmp_path / "out")
    assert int(np.ptp(open_photo(tmp_path / "out" / result).pixels.astype(int), axis=2).max()) <= 4


def test_photos_are_looked_for_where_the_last_ones_were(
    window: MainWindow, photos: Path, make_photo: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(*arguments: object) -> str:
        asked.append(str(arguments[2]))
        return ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", ask)
    monkeypatch.setattr(PhotoDialog, "choose", lambda *arguments: list(ask(*arguments)))
    window.opening.recents.remember(photos / "night1.png")
    dialog = show_batch(window)
    add = {button.text().replace("&", ""): button for button in dialog.findChildren(QPushButton)}
    for text in ("Add photos…", "Add folder…"):
        add[text].click()
    (tmp_path / "tuesday").mkdir()
    dialog.add_photos([make_photo("tuesday/night.png", 20, 30)])
    for text in ("Add photos…", "Add folder…"):
        add[text].click()
    assert asked == [str(photos)] * 2 + [str(tmp_path / "tuesday")] * 2


def test_the_photos_of_the_filmstrip_are_added(window: MainWindow, photos: Path, qtbot: QtBot) -> None:
    dialog = show_batch(window)
    QTest.mouseClick(dialog.add_listed, Qt.MouseButton.LeftButton)
    assert "filmstrip is empty" in dialog.problem.text()
    window.open_photos([photos])
    qtbot.waitUntil(lambda: window.studio.ready, timeout=TIMEOUT)
    QTest.mouseClick(dialog.add_listed, Qt.MouseButton.LeftButton)
    assert column(dialog, 0) == ["night1.png", "night2.png", "night3.png"]
    dialog.no_location.click()
    assert not dialog.job().options.keep_location


def test_how_results_are_written_is_chosen_and_what_is_done_can_be_opened(
    window: MainWindow, photos: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = show_batch(window)
    drop(dialog, photos)
    dialog.folder.setText("even")
    for box, value in ((dialog.bit_depth, 16), (dialog.profile, "display-p3"), (dialog.sharpen, "low")):
        box.setCurrentIndex(box.findData(value))
    dialog.format.setCurrentIndex(dialog.format.findData("jpeg"))
    assert not dialog.begin.isEnabled(), "it holds no 16 bits"
    dialog.format.setCurrentIndex(dialog.format.findData("tiff"))
    dialog.size_choice.set_value(24)
    dialog.size_choice.also.setText("12")
    dialog.series.setChecked(True)
    run(dialog, qtbot)
    assert "3 written, 0 skipped, 0 failed" in dialog.problem.text()
    written = {path.name: open_photo(path) for path in (photos / "even").glob("*.tif")}
    assert {name: (photo.width, photo.bit_depth) for name, photo in written.items()} == {
        f"night{number}-ccnet-{side}.tif": (side, 16) for number in (1, 2, 3) for side in (24, 12)
    }
    assert all("P3" in photo.profile for photo in written.values())
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    cell = dialog.table.visualItemRect(dialog.table.item(1, 0)).center()
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    QTest.mouseDClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    dialog.table.result_menu(1).actions()[1].trigger()
    assert opened == [photos / "even" / "night2-ccnet-12.tif", photos / "even"]
