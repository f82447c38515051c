"""Adjustments outlive the window, and whatever cannot be saved or read is told and left alone."""

from __future__ import annotations

import errno
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_fixtures import HangingDisk, Network, Questions
from window_helpers import TIMEOUT, close_and_answer, drop, files, open_and_wait, settle, wait_for_thumbnails

from app.actions.opening import SAMPLE
from app.window.window import MainWindow
from ccnet_core import atomic
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.sidecar import SCHEMA, read_sidecar, sidecar_path, write_sidecar

Maker = Callable[..., Path]
WindowMaker = Callable[[Callable[[], Engine]], MainWindow]


def sidecars(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(".json"))


def wait_until_saved(photo: Path, adjustments: Adjustments, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: read_sidecar(photo) == adjustments, timeout=TIMEOUT)


def refuse_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a folder without permission does; the one who runs the tests may be allowed everything."""

    def refuse(*_: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(atomic.os, "replace", refuse)


def test_changes_are_saved_soon_after_the_last_and_the_photo_is_untouched(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    photo = make_photo()
    before = photo.read_bytes(), photo.stat().st_mtime_ns
    open_and_wait(window, photo, qtbot)
    window.panel.sliders["saturation"].box.setValue(150)
    window.panel.sliders["brightness"].box.setValue(70)
    assert not sidecar_path(photo).exists()
    timer = window.studio.autosave.findChild(QTimer)
    assert isinstance(timer, QTimer)
    assert 0 < timer.remainingTime() < 2000
    wait_until_saved(photo, Adjustments(saturation=1.5, brightness=0.7), qtbot)
    assert (photo.read_bytes(), photo.stat().st_mtime_ns) == before


def test_closing_saves_and_the_next_start_shows_the_same_picture(
    make_window: WindowMaker, make_photo: Maker, network: Network, tmp_path: Path, qtbot: QtBot
) -> None:
    photo, warm = make_photo(), make_photo("warm.png", top=0.9)
    first = make_window(network.load)
    open_and_wait(first, photo, qtbot)
    drop(first, files(warm), first.panel)
    qtbot.waitUntil(lambda: len(first.panel.references.rows) == 1, timeout=TIMEOUT)
    first.panel.sliders["saturation"].box.setValue(150)
    adjustments, picture = first.studio.document.adjustments, settle(first, qtbot)
    first.close()
    assert read_sidecar(photo) == adjustments

    warm.unlink()
    second = make_window(network.load)
    open_and_wait(second, photo, qtbot)
    assert second.studio.document.adjustments == adjustments
    assert second.panel.sliders["saturation"].value == 1.5
    assert (settle(second, qtbot) == picture).all()
    assert second.studio.document.history.count() == 0
    assert not second.studio.document.history.canUndo()


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_restored_reference_shows_its_picture_or_a_stand_in(
    make_window: WindowMaker, make_photo: Maker, network: Network, qtbot: QtBot, is_gone: bool
) -> None:
    photo, warm = make_photo(), make_photo("warm.png", top=0.9)
    first = make_window(network.load)
    open_and_wait(first, photo, qtbot)
    drop(first, files(warm), first.panel)
    qtbot.waitUntil(lambda: len(first.panel.references.rows) == 1, timeout=TIMEOUT)
    shown = first.panel.references.rows[0].thumbnail.pixmap().toImage()
    first.close()
    if is_gone:
        warm.unlink()

    second = make_window(network.load)
    open_and_wait(second, photo, qtbot)
    row = second.panel.references.rows[0]
    if is_gone:
        # Thumbnails come after the pictures of references: whatever came of those has come.
        wait_for_thumbnails(second, qtbot)
        assert row.thumbnail.pixmap().toImage() != shown
        assert not second.notice.isVisible()
    else:
        qtbot.waitUntil(lambda: row.thumbnail.pixmap().toImage() == shown, timeout=TIMEOUT)
    assert second.studio.document.history.count() == 0
    assert second.panel.sliders["style_strength"].isEnabled()


def test_opening_another_photo_saves_the_one_before(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    opened.panel.sliders["saturation"].box.setValue(170)
    open_and_wait(opened, make_photo("other.png"), qtbot)
    wait_until_saved(tmp_path / "night.png", Adjustments(saturation=1.7), qtbot)
    assert opened.panel.sliders["saturation"].value == 1.0
    opened.close()
    assert sidecars(tmp_path) == ["night.png.ccnet.json"]


def test_a_photo_that_was_never_changed_gets_no_sidecar(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    opened.panel.sliders["saturation"].box.setValue(170)
    opened.studio.document.history.undo()
    opened.studio.autosave.flush()
    opened.close()
    assert sidecars(tmp_path) == []


def test_a_sidecar_that_nothing_changes_is_not_written_anew(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    photo = make_photo()
    # Without line breaks, which the program would put in.
    document = {"schema": SCHEMA, "adjustments": json.loads(Adjustments(saturation=1.2).to_json())}
    sidecar_path(photo).write_text(json.dumps(document))
    before = sidecar_path(photo).read_bytes()
    open_and_wait(window, photo, qtbot)
    assert window.panel.sliders["saturation"].value == 1.2
    window.close()
    assert sidecar_path(photo).read_bytes() == before


def test_a_reset_is_saved_like_any_other_change(window: MainWindow, make_photo: Maker, qtbot: QtBot) -> None:
    photo = make_photo()
    write_sidecar(photo, Adjustments(saturation=1.2))
    open_and_wait(window, photo, qtbot)
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    wait_until_saved(photo, Adjustments(), qtbot)
    window.studio.document.history.undo()
    wait_until_saved(photo, Adjustments(saturation=1.2), qtbot)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "Repair it or move it away"),
        (json.dumps({"schema": SCHEMA + 1, "adjustments": {}}), "Update the program"),
    ],
)
def test_a_sidecar_that_cannot_be_read_is_told_and_never_written_over(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot, text: str, words: str
) -> None:
    photo, other = make_photo(), make_photo("other.png")
    sidecar_path(photo).write_text(text)
    open_and_wait(window, photo, qtbot)
    assert window.notice.isVisible()
    assert "night.png.ccnet.json" in window.notice.text.text()
    assert words in window.notice.text.text()
    assert "only while the program runs" in window.notice.text.text()
    window.panel.sliders["saturation"].box.setValue(170)
    window.studio.autosave.flush()
    assert sidecar_path(photo).read_text() == text
    # In memory it is kept all the same.
    open_and_wait(window, other, qtbot)
    assert not window.notice.isVisible()
    open_and_wait(window, photo, qtbot)
    assert window.panel.sliders["saturation"].value == 1.7
    window.close()
    assert sidecar_path(photo).read_text() == text
    assert sidecars(tmp_path) == ["night.png.ccnet.json"]


def test_a_broken_sidecar_that_is_moved_away_makes_room_for_what_was_changed_meanwhile(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    photo = make_photo()
    sidecar_path(photo).write_text("{")
    open_and_wait(window, photo, qtbot)
    window.panel.sliders["saturation"].box.setValue(170)
    window.studio.autosave.flush()
    sidecar_path(photo).unlink()
    open_and_wait(window, photo, qtbot)
    assert window.panel.sliders["saturation"].value == 1.7
    wait_until_saved(photo, Adjustments(saturation=1.7), qtbot)


def test_a_broken_sidecar_that_is_repaired_counts(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    photo = make_photo()
    sidecar_path(photo).write_text("{")
    open_and_wait(window, photo, qtbot)
    window.panel.sliders["saturation"].box.setValue(170)
    window.studio.autosave.flush()
    write_sidecar(photo, Adjustments(brightness=0.3))
    open_and_wait(window, photo, qtbot)
    assert window.studio.document.adjustments == Adjustments(brightness=0.3)
    window.panel.sliders["brightness"].box.setValue(40)
    wait_until_saved(photo, Adjustments(brightness=0.4), qtbot)


def test_a_folder_that_cannot_be_written_to_is_told_once_and_nothing_is_lost(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    messages: list[str] = []
    opened.studio.autosave.failed.connect(messages.append)
    other = make_photo("other.png")
    with monkeypatch.context() as denied:
        refuse_writing(denied)
        opened.panel.sliders["saturation"].box.setValue(170)
        with qtbot.waitSignal(opened.studio.autosave.failed, timeout=TIMEOUT):
            pass
        assert opened.notice.isVisible()
        assert "night.png.ccnet.json" in opened.notice.text.text()
        assert "Make the folder writable" in opened.notice.text.text()
        for value in (180, 190):
            opened.panel.sliders["saturation"].box.setValue(value)
            opened.studio.autosave.flush()
        open_and_wait(opened, other, qtbot)
        opened.panel.sliders["saturation"].box.setValue(40)
        open_and_wait(opened, tmp_path / "night.png", qtbot)
        assert opened.panel.sliders["saturation"].value == 1.9
        assert len(messages) == 1
        assert sidecars(tmp_path) == []
    # As soon as the folder allows it again, what is open is saved.
    opened.panel.sliders["saturation"].box.setValue(200)
    wait_until_saved(tmp_path / "night.png", Adjustments(saturation=2.0), qtbot)
    open_and_wait(opened, other, qtbot)
    assert opened.panel.sliders["saturation"].value == 0.4
    wait_until_saved(other, Adjustments(saturation=0.4), qtbot)


def test_what_could_not_be_saved_is_saved_with_the_next_that_can(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    other = make_photo("other.png")
    with monkeypatch.context() as denied:
        refuse_writing(denied)
        opened.panel.sliders["saturation"].box.setValue(170)
        open_and_wait(opened, other, qtbot)
    assert sidecars(tmp_path) == []
    opened.panel.sliders["saturation"].box.setValue(40)
    wait_until_saved(other, Adjustments(saturation=0.4), qtbot)
    wait_until_saved(tmp_path / "night.png", Adjustments(saturation=1.7), qtbot)
    # Who writes tells it after the file is there.
    qtbot.waitUntil(lambda: not opened.studio.autosave.unsaved, timeout=TIMEOUT)


def test_closing_tries_once_more_to_save_what_could_not_be_saved(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with monkeypatch.context() as denied:
        refuse_writing(denied)
        opened.panel.sliders["saturation"].box.setValue(170)
        open_and_wait(opened, make_photo("other.png"), qtbot)
    assert opened.close()
    assert read_sidecar(tmp_path / "night.png") == Adjustments(saturation=1.7)


def test_closing_asks_before_what_cannot_be_saved_is_lost(
    opened: MainWindow,
    questions: Questions,
    make_photo: Maker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    questions.ask()
    broken = make_photo("broken.png")
    sidecar_path(broken).write_text("{")
    with monkeypatch.context() as denied:
        refuse_writing(denied)
        opened.panel.sliders["saturation"].box.setValue(170)
        assert close_and_answer(opened, Qt.Key.Key_Return) == "Changes to night.png cannot be saved."
        assert opened.isVisible()
        open_and_wait(opened, broken, qtbot)
        opened.panel.sliders["saturation"].box.setValue(40)
        assert close_and_answer(opened, Qt.Key.Key_Escape) == "Changes to 2 photos cannot be saved."
        assert opened.isVisible()
    # The window goes on as before.
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        opened.panel.sliders["saturation"].box.setValue(50)
    assert close_and_answer(opened, "Close") == "Changes to broken.png cannot be saved."
    assert not opened.isVisible()
    assert read_sidecar(tmp_path / "night.png") == Adjustments(saturation=1.7)
    assert sidecar_path(broken).read_text() == "{"


def test_where_nothing_can_be_written_what_was_taken_back_stays_so(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    refuse_writing(monkeypatch)
    opened.panel.sliders["saturation"].box.setValue(170)
    opened.studio.autosave.flush()
    opened.studio.document.history.undo()
    open_and_wait(opened, make_photo("other.png"), qtbot)
    open_and_wait(opened, tmp_path / "night.png", qtbot)
    assert opened.panel.sliders["saturation"].value == 1.0


def test_a_folder_that_is_gone_is_told_and_the_window_closes(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "stick").mkdir()
    photo = make_photo("stick/night.png")
    open_and_wait(window, photo, qtbot)
    (tmp_path / "stick").rename(tmp_path / "unplugged")
    window.panel.sliders["saturation"].box.setValue(170)
    with qtbot.waitSignal(window.studio.autosave.failed, timeout=TIMEOUT):
        pass
    assert "night.png.ccnet.json" in window.notice.text.text()
    assert window.close()
    assert sidecars(tmp_path / "unplugged") == []


def test_a_pasted_picture_has_no_sidecar(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(tmp_path / "night.png")))
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        opened.opening.paste()
    messages: list[str] = []
    opened.studio.autosave.failed.connect(messages.append)
    opened.panel.sliders["saturation"].box.setValue(170)
    opened.close()
    assert sidecars(tmp_path) == []
    assert messages == []


def test_what_is_decided_about_the_sample_is_kept_and_nothing_is_put_beside_it(
    window: MainWindow, make_window: WindowMaker, network: Network, qtbot: QtBot
) -> None:
    beside = set(SAMPLE.parent.iterdir())
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.opening.open_sample()
    window.panel.sliders["saturation"].box.setValue(170)
    assert window.close()
    assert set(SAMPLE.parent.iterdir()) == beside
    again = make_window(network.load)
    open_and_wait(again, SAMPLE, qtbot)
    assert again.panel.sliders["saturation"].value == 1.7


def after_a_crash(settings: QSettings, tmp_path: Path) -> QSettings:
    """The settings as they are on disk at this moment, whatever the window does with its own later."""
    copy = tmp_path / "crash.ini"
    copy.write_bytes(Path(settings.fileName()).read_bytes())
    return QSettings(str(copy), QSettings.Format.IniFormat)


@pytest.fixture
def make_window_with(
    make_window: WindowMaker, network: Network, settings: QSettings
) -> Callable[[QSettings], MainWindow]:
    """A window whose settings are others' than those of the fixture."""

    def make(others: QSettings) -> MainWindow:
        settings.clear()
        for key in others.allKeys():
            settings.setValue(key, others.value(key))
        settings.sync()
        return make_window(network.load)

    return make


def test_after_a_crash_the_photo_is_offered_with_what_was_saved(
    opened: MainWindow,
    make_window_with: Callable[[QSettings], MainWindow],
    settings: QSettings,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    opened.panel.sliders["saturation"].box.setValue(170)
    wait_until_saved(tmp_path / "night.png", Adjustments(saturation=1.7), qtbot)
    left = after_a_crash(settings, tmp_path)
    opened.close()

    window = make_window_with(left)
    assert window.notice.isVisible()
    assert "night.png" in window.notice.text.text()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        QTest.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert "night.png" in window.windowTitle()
    assert window.panel.sliders["saturation"].value == 1.7
    assert not window.notice.isVisible()


def test_the_offer_after_a_crash_goes_when_that_photo_is_opened_anyway(
    opened: MainWindow,
    make_window_with: Callable[[QSettings], MainWindow],
    settings: QSettings,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    left = after_a_crash(settings, tmp_path)
    opened.close()
    window = make_window_with(left)
    assert len(window.notice.messages) == 1
    (tmp_path / "link").symlink_to(tmp_path)
    open_and_wait(window, tmp_path / "link" / "night.png", qtbot)
    assert window.notice.messages == []


def test_the_offer_after_a_crash_stays_though_other_photos_are_opened(
    opened: MainWindow,
    make_window_with: Callable[[QSettings], MainWindow],
    make_photo: Maker,
    settings: QSettings,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    left = after_a_crash(settings, tmp_path)
    opened.close()
    window = make_window_with(left)
    # As when the program is started with a photo.
    open_and_wait(window, make_photo("other.png"), qtbot)
    window.notice.show_message("other.png is written")
    assert len(window.notice.messages) == 2
    window.notice.dismiss("other.png is written")
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        QTest.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert "night.png" in window.windowTitle()
    assert [path.name for path in window.filmstrip.paths] == ["other.png", "night.png"]
    assert window.notice.messages == []


def test_a_clean_exit_offers_nothing(
    make_window: WindowMaker, make_photo: Maker, network, qtbot: QtBot
) -> None:
    first = make_window(network.load)
    open_and_wait(first, make_photo(), qtbot)
    first.close()
    assert not make_window(network.load).notice.isVisible()


def test_a_photo_that_is_gone_after_a_crash_is_not_offered(
    opened: MainWindow,
    make_window_with: Callable[[QSettings], MainWindow],
    settings: QSettings,
    tmp_path: Path,
) -> None:
    left = after_a_crash(settings, tmp_path)
    opened.close()
    (tmp_path / "night.png").unlink()
    assert not make_window_with(left).notice.isVisible()


def test_a_crash_with_nothing_or_a_pasted_picture_open_offers_nothing(
    opened: MainWindow,
    make_window_with: Callable[[QSettings], MainWindow],
    settings: QSettings,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(tmp_path / "night.png")))
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        opened.opening.paste()
    left = after_a_crash(settings, tmp_path)
    opened.close()
    assert not make_window_with(left).notice.isVisible()


def test_what_is_still_there_after_two_crashes_is_offered_again(
    opened: MainWindow,
    make_window_with: Callable[[QSettings], MainWindow],
    settings: QSettings,
    tmp_path: Path,
) -> None:
    left = after_a_crash(settings, tmp_path)
    opened.close()
    second = make_window_with(left)
    left = after_a_crash(settings, tmp_path)
    second.close()
    assert make_window_with(left).notice.isVisible()


@pytest.mark.parametrize("value", [QByteArray(b"x"), ["a", "b"], "maybe", 7, None])
def test_settings_that_make_no_sense_are_no_obstacle(
    settings: QSettings, make_window: WindowMaker, network: Network, value: object
) -> None:
    settings.setValue("session/running", value)
    settings.setValue("session/photo", value)
    settings.sync()
    window = make_window(network.load)
    assert window.isVisible()
    assert not window.notice.isVisible()


def test_changes_that_never_pause_are_saved_meanwhile(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    """A crash would lose the last two seconds, and not all since the hand began to move."""
    values = itertools.cycle(range(101, 200))

    def change_and_look() -> bool:
        opened.panel.sliders["saturation"].box.setValue(next(values))
        return sidecar_path(tmp_path / "night.png").exists()

    qtbot.waitUntil(change_and_look, timeout=TIMEOUT)


def test_a_disk_that_hangs_holds_no_window_up(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, hanging_disk: HangingDisk, qtbot: QtBot
) -> None:
    opened.panel.sliders["saturation"].box.setValue(150)
    qtbot.waitUntil(hanging_disk.asked.is_set, timeout=TIMEOUT)
    # The window works on meanwhile, and so does its autosave once the disk answers.
    opened.panel.sliders["saturation"].box.setValue(160)
    settle(opened, qtbot)
    other = make_photo("other.png")
    open_and_wait(opened, other, qtbot)
    opened.panel.sliders["saturation"].box.setValue(40)
    open_and_wait(opened, tmp_path / "night.png", qtbot)
    assert opened.panel.sliders["saturation"].value == 1.6
    assert sidecars(tmp_path) == []
    hanging_disk.answers.set()
    wait_until_saved(tmp_path / "night.png", Adjustments(saturation=1.6), qtbot)
    wait_until_saved(other, Adjustments(saturation=0.4), qtbot)


@pytest.fixture
def two_windows(
    make_window: WindowMaker, make_photo: Maker, network: Network, qtbot: QtBot
) -> tuple[MainWindow, MainWindow]:
    """Both with the same photo."""
    windows = make_window(network.load), make_window(network.load)
    photo = make_photo()
    for window in windows:
        open_and_wait(window, photo, qtbot)
    return windows


def test_two_windows_on_one_photo_keep_what_is_decided_in_each(
    two_windows: tuple[MainWindow, MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = two_windows
    photo = tmp_path / "night.png"
    first.panel.sliders["saturation"].box.setValue(150)
    wait_until_saved(photo, Adjustments(saturation=1.5), qtbot)
    second.panel.sliders["brightness"].box.setValue(40)
    qtbot.waitUntil(lambda: read_sidecar(photo, 2) == Adjustments(brightness=0.4), timeout=TIMEOUT)
    assert read_sidecar(photo) == Adjustments(saturation=1.5)
    qtbot.waitUntil(lambda: bool(second.notice.messages), timeout=TIMEOUT)
    assert "night.png was changed in another window" in second.notice.text.text()
    assert "night.png.ccnet-2.json" in second.notice.text.text()
    # From then on each keeps its own.
    first.panel.sliders["saturation"].box.setValue(160)
    wait_until_saved(photo, Adjustments(saturation=1.6), qtbot)
    second.panel.sliders["brightness"].box.setValue(30)
    qtbot.waitUntil(lambda: read_sidecar(photo, 2) == Adjustments(brightness=0.3), timeout=TIMEOUT)
    assert read_sidecar(photo) == Adjustments(saturation=1.6)
    assert first.notice.messages == []
    assert len(second.notice.messages) == 1
    assert sidecars(tmp_path) == ["night.png.ccnet-2.json", "night.png.ccnet.json"]


def test_of_two_windows_one_can_be_preferred_and_nothing_is_lost(
    two_windows: tuple[MainWindow, MainWindow], make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = two_windows
    photo = tmp_path / "night.png"
    first.panel.sliders["saturation"].box.setValue(150)
    wait_until_saved(photo, Adjustments(saturation=1.5), qtbot)
    second.panel.sliders["brightness"].box.setValue(40)
    qtbot.waitUntil(lambda: bool(second.notice.messages), timeout=TIMEOUT)
    second.panel.sliders["brightness"].box.setValue(30)
    QTest.mouseClick(second.notice.action, Qt.MouseButton.LeftButton)
    wait_until_saved(photo, Adjustments(brightness=0.3), qtbot)
    qtbot.waitUntil(lambda: len(sidecars(tmp_path)) == 2, timeout=TIMEOUT)
    assert read_sidecar(photo, 3) == Adjustments(saturation=1.5)
    # The second's are the photo's now, and go on being kept there.
    open_and_wait(second, make_photo("other.png"), qtbot)
    open_and_wait(second, photo, qtbot)
    assert second.panel.sliders["brightness"].value == 0.3
    second.panel.sliders["brightness"].box.setValue(20)
    wait_until_saved(photo, Adjustments(brightness=0.2), qtbot)
    # And the first is told, too.
    first.panel.sliders["saturation"].box.setValue(140)
    qtbot.waitUntil(lambda: bool(first.notice.messages), timeout=TIMEOUT)
    assert read_sidecar(photo) == Adjustments(brightness=0.2)
    assert read_sidecar(photo, 2) == Adjustments(saturation=1.4)


def test_what_another_window_decided_is_offered_at_the_next_start_and_nothing_is_lost(
    make_window: WindowMaker, make_photo: Maker, network: Network, qtbot: QtBot, tmp_path: Path
) -> None:
    photo = make_photo()
    write_sidecar(photo, Adjustments(saturation=1.5))
    write_sidecar(photo, Adjustments(saturation=1.5), 2)  # the same is nothing to choose from
    write_sidecar(photo, Adjustments(brightness=0.4), 3)
    window = make_window(network.load)
    open_and_wait(window, photo, qtbot)
    assert window.panel.sliders["saturation"].value == 1.5
    assert "night.png" in window.notice.text.text()
    assert "night.png.ccnet-3.json" in window.notice.text.text()
    # Of another photo nothing is offered; with the photo it comes again.
    open_and_wait(window, make_photo("other.png"), qtbot)
    assert window.notice.messages == []
    open_and_wait(window, photo, qtbot)
    QTest.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert window.studio.document.adjustments == Adjustments(brightness=0.4)
    wait_until_saved(photo, Adjustments(brightness=0.4), qtbot)
    assert read_sidecar(photo, 4) == Adjustments(saturation=1.5), "what was there before is kept, too"
    assert read_sidecar(photo, 3) == Adjustments(brightness=0.4)
    window.studio.document.history.undo()
    assert window.panel.sliders["saturation"].value == 1.5


def test_a_window_that_closes_keeps_what_another_decided(
    two_windows: tuple[MainWindow, MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = two_windows
    photo = tmp_path / "night.png"
    first.panel.sliders["saturation"].box.setValue(150)
    wait_until_saved(photo, Adjustments(saturation=1.5), qtbot)
    second.panel.sliders["brightness"].box.setValue(40)
    assert second.close()
    assert read_sidecar(photo) == Adjustments(saturation=1.5)
    assert read_sidecar(photo, 2) == Adjustments(brightness=0.4)


def test_who_decides_the_same_elsewhere_or_takes_the_sidecar_away_is_no_other(
    two_windows: tuple[MainWindow, MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = two_windows
    photo = tmp_path / "night.png"
    for window in two_windows:
        window.panel.sliders["saturation"].box.setValue(150)
        window.studio.autosave.flush()
    sidecar_path(photo).unlink()
    second.panel.sliders["saturation"].box.setValue(170)
    second.studio.autosave.flush()
    assert read_sidecar(photo) == Adjustments(saturation=1.7)
    assert sidecars(tmp_path) == ["night.png.ccnet.json"]
    assert first.notice.messages == second.notice.messages == []


def test_a_reference_under_another_name_of_its_folder_is_no_other_decision(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    """Its path is read otherwise than it was written."""
    (tmp_path / "real").mkdir()
    make_photo("real/warm.png", top=0.9)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    drop(opened, files(tmp_path / "link" / "warm.png"), opened.panel)
    qtbot.waitUntil(lambda: len(opened.panel.references.rows) == 1, timeout=TIMEOUT)
    for value in (150, 160):
        opened.panel.sliders["saturation"].box.setValue(value)
        opened.studio.autosave.flush()
    assert sidecars(tmp_path) == ["night.png.ccnet.json"]
    assert opened.notice.messages == []


def test_a_sidecar_dropped_among_photos_is_left_out_quietly(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    photos = [make_photo("a.png"), make_photo("b.png")]
    write_sidecar(photos[0], Adjustments(saturation=1.2))
    (tmp_path / ".ccnet-batch.jsonl").touch()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        drop(window, files(sidecar_path(photos[0]), *photos, tmp_path / ".ccnet-batch.jsonl"), window.canvas)
    assert window.filmstrip.paths == photos
    assert window.notice.messages == []
    # Alone it is what was meant to be opened.
    drop(window, files(sidecar_path(photos[0])), window.canvas)
    assert "a.png.ccnet.json" in window.notice.text.text()
