from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton
from pytestqt.qtbot import QtBot
from window_fixtures import Network, Reading
from window_helpers import TIMEOUT, drop, files, open_and_wait, show_batch, wait_for_thumbnails

from app.dialogs.photo_files import PhotoDialog
from app.window.window import MainWindow
from app.worker.requests import Opened, RegionRendered, Rendered
from app.worker.thread import EngineThread
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.styles import load_styles

Maker = Callable[..., Path]


def click(window: MainWindow, text: str) -> None:
    """Click a button of the welcome screen, or one of its pictures by its name."""
    buttons = window.welcome.findChildren(QAbstractButton)
    (button,) = [b for b in buttons if text in (b.text(), b.accessibleName())]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_dropped_photo_is_shown_at_once_and_then_bright(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    path = make_photo()
    with qtbot.waitSignals([window.studio.opened, window.studio.rendered], timeout=TIMEOUT, order="strict"):
        drop(window, files(path), window.canvas)
    assert path.name in window.windowTitle()
    assert window.canvas.isVisible()
    result = window.canvas.result
    assert result is not None
    assert (result.width(), result.height()) == (130, 90)
    dim = QImage(str(path)).pixelColor(120, 80).lightness()
    assert result.pixelColor(120, 80).lightness() > dim + 5
    assert "130 × 90" in window.status.size_label.text()
    assert window.status.device.startswith("CPU, ")
    assert window.status.details.splitlines()[-2].endswith("ms")


def test_a_large_photo_is_seen_bright_before_it_can_be_worked_on(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    seen = []

    def look() -> None:
        picture = window.canvas.picture
        assert picture is not None
        seen.append((window.studio.ready, window.canvas.result is None, picture.width()))

    window.studio.glimpsed.connect(look)
    window.studio.brightened.connect(lambda: seen.append("bright"))
    open_and_wait(window, make_photo("large.png", 700, 900), qtbot)
    (ready, no_result, width), bright = seen
    assert (ready, no_result, bright) == (False, True, "bright")
    assert window.canvas.result is not None
    assert width < window.canvas.result.width() / 1.5


def test_before_the_engine_is_done_the_photo_itself_is_on_screen(
    window: MainWindow, make_photo: Maker, network, qtbot: QtBot
) -> None:
    network.open_gate.clear()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.open_photo(make_photo())
    assert window.canvas.has_photo
    assert window.canvas.result is None
    centre = window.canvas.grab().toImage()
    middle = centre.pixelColor(centre.width() // 2, centre.height() // 2)
    assert middle.red() != middle.blue()
    qtbot.waitUntil(window.status.progress.isVisible, timeout=TIMEOUT)
    network.open_gate.set()
    qtbot.waitUntil(lambda: window.canvas.result is not None, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: not window.status.progress.isVisible(), timeout=TIMEOUT)


def test_the_sample_on_the_welcome_screen_opens(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.canvas.isVisible()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        click(window, "Try the sample")
    assert "dark-street" in window.windowTitle()
    assert window.canvas.isVisible()


def test_the_welcome_screen_says_which_photo_is_on_its_way(
    window: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot
) -> None:
    title = window.welcome.title
    assert title.shown == "Drop a dark photo here"
    reading.hold()
    window.open_photo(make_photo("R&B.png"))
    assert title.isVisible()
    assert title.shown == "Opening R&B.png…"
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        reading.go_on.set()
    assert title.shown == "Drop a dark photo here"


def test_it_invites_again_where_that_cannot_be_opened(
    window: MainWindow, make_photo: Maker, tmp_path: Path, reading: Reading, qtbot: QtBot
) -> None:
    broken = [tmp_path / "first.jpg", tmp_path / "second.jpg"]
    for path in broken:
        path.write_text("not a photo")
    titles: list[str] = []
    window.opening.awaited.connect(lambda _: titles.append(window.welcome.title.shown))
    reading.hold()
    window.open_photos(broken)
    reading.go_on.set()
    qtbot.waitUntil(lambda: len(titles) == 3, timeout=TIMEOUT)
    assert titles == ["Opening first.jpg…", "Opening second.jpg…", "Drop a dark photo here"]


def test_the_button_on_the_welcome_screen_asks_for_photos(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(make_photo())]
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(PhotoDialog, "choose", lambda *a: asked.append(a) or chosen)
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        click(window, "Open photo…")
    assert "night.png" in window.windowTitle()
    assert "*.png" in str(asked[0])


def test_the_welcome_screen_and_the_menu_offer_recent_photos(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    make_photo: Maker,
    network: Network,
    qtbot: QtBot,
) -> None:
    first, second = make_photo("first.png"), make_photo("second.png")
    before = make_window(network.load)
    for path in (first, second):
        open_and_wait(before, path, qtbot)
    before.close()
    second.unlink()
    window = make_window(network.load)
    recent = window.welcome.recent
    assert [(path, button.accessibleName()) for path, button in recent.items()] == [(first, "first.png")]
    offered = [button.text() for button in window.welcome.findChildren(QPushButton)][2:]
    assert offered == ["Last session: 2 photos"]
    # As it was developed, and the panel, which could do nothing, leaves its place to it.
    qtbot.waitUntil(lambda: recent[first].picture is not None, timeout=TIMEOUT)
    picture = recent[first].picture
    assert picture is not None
    dim = QImage(str(first)).pixelColor(120, 80).lightness()
    assert picture.pixelColor(picture.width() * 12 // 13, picture.height() * 8 // 9).lightness() > dim + 5
    assert not window.panel.isVisible()
    assert window.welcome.width() == window.width()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        click(window, "first.png")
    open_and_wait(window, make_photo("second.png"), qtbot)
    menu = window.menus.recent
    menu.popup(QPoint())
    assert [action.text() for action in menu.actions()] == ["second.png", "first.png"]
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[1]).center())
    assert "first.png" in window.windowTitle()


@pytest.mark.parametrize("as_file", [True, False])
def test_paste_opens_a_picture_or_a_file(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, as_file: bool
) -> None:
    path = make_photo()
    if as_file:
        QGuiApplication.clipboard().setMimeData(files(path))
    else:
        QGuiApplication.clipboard().setImage(QImage(str(path)))
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    photo = window.studio.document.photo
    assert photo is not None
    assert (photo.width, photo.height) == (130, 90)


def test_pasting_text_says_what_to_copy(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("no picture")
    window.opening.paste()
    assert window.notice.isVisible()
    assert "no picture" in window.notice.text.text()


def test_what_is_no_photo_is_named_and_the_open_photo_stays(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    before, result = opened.studio.document.photo, opened.canvas.result
    broken = tmp_path / "notes.jpg"
    broken.write_text("not a photo")
    opened.panel.sliders["saturation"].box.setValue(150)
    with qtbot.waitSignal(opened.studio.failed, timeout=TIMEOUT):
        drop(opened, files(broken), opened.canvas)
    assert "notes.jpg" in opened.notice.text.text()
    assert opened.studio.document.photo is before
    assert opened.studio.document.adjustments.saturation == 1.5
    assert result is not None
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.panel.sliders["saturation"].box.setValue(120)


@pytest.mark.parametrize("name", ["notes.txt", "notes", "empty.md", "gone.txt"])
def test_a_file_that_is_no_photo_at_all_is_told_and_not_listed(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    if name != "gone.txt":
        (tmp_path / name).write_text("" if name == "empty.md" else "not a photo")
    drop(opened, files(tmp_path / name), opened.canvas)
    assert opened.notice.messages[0].startswith(f"{name}: ")
    assert len(opened.notice.messages) == 1
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        drop(opened, files(tmp_path / name, make_photo("other.png")), opened.canvas)
    assert [path.name for path in opened.filmstrip.paths] == ["night.png", "other.png"]
    assert opened.notice.messages[0].startswith(f"{name}: ")


def test_a_photo_by_another_name_and_a_damaged_one_are_listed(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    nameless = make_photo("other.png").rename(tmp_path / "IMG_0001")
    damaged = tmp_path / "damaged.jpg"
    damaged.write_text("not a photo any more")
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        drop(opened, files(nameless, damaged), opened.canvas)
    assert [path.name for path in opened.filmstrip.paths] == ["night.png", "IMG_0001", "damaged.jpg"]
    qtbot.waitUntil(opened.filmstrip.remove_broken_action.isEnabled, timeout=TIMEOUT)


def test_recent_photos_are_offered_newest_first_while_they_exist(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    first, second = make_photo("first.png"), make_photo("second.png")
    for path in (first, second):
        open_and_wait(window, path, qtbot)
    window.opening.fill_recent(window.menus.recent)
    assert [action.text() for action in window.menus.recent.actions()] == ["second.png", "first.png"]
    second.unlink()
    assert window.opening.recents.photos == [first]


@pytest.mark.parametrize("code", [errno.ENOTCONN, errno.ESTALE, errno.EIO, errno.EACCES])
def test_a_drive_that_does_not_answer_keeps_nobody_from_starting(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    make_photo: Maker,
    settings: QSettings,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
) -> None:
    there, away = make_photo(), Path("/away/night.png")
    settings.setValue("recent", [str(away), str(there)])
    settings.sync()
    stat = os.stat

    def fail(path: object, *rest: object, **options: object) -> os.stat_result:
        if str(path).startswith("/away"):
            raise OSError(code, os.strerror(code))
        return stat(path, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", fail)
    window = make_window(network.load)
    offered = [button.toolTip() for button in window.welcome.findChildren(QAbstractButton)]
    assert str(there) in offered
    assert str(away) not in offered
    batch = show_batch(window)
    batch.add_photos([away, there])
    assert batch.table.rowCount() == 2


def test_recent_photos_of_an_unplugged_drive_are_offered_when_it_is_back(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    drive, unplugged = tmp_path / "drive", tmp_path / "unplugged"
    drive.mkdir()
    night, other = make_photo("drive/night.png"), make_photo("other.png")
    open_and_wait(window, night, qtbot)
    drive.rename(unplugged)
    open_and_wait(window, other, qtbot)
    assert window.opening.recents.photos == [other]
    unplugged.rename(drive)
    assert window.opening.recents.photos == [other, night]


def test_of_two_photos_opened_at_once_the_second_remains(
    window: MainWindow, make_photo: Maker, network, qtbot: QtBot
) -> None:
    network.open_gate.clear()
    window.open_photo(make_photo("first.png"))
    assert network.entered.wait(TIMEOUT / 1000)
    window.open_photo(make_photo("second.png", height=70))
    network.open_gate.set()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        pass
    assert "second" in window.windowTitle()
    result = window.canvas.result
    assert result is not None
    assert result.height() == 70


def test_a_photo_that_is_opened_does_not_wait_for_pictures_of_the_one_before(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot, reading: Reading, network: Network
) -> None:
    wait_for_thumbnails(opened, qtbot)
    reading.hold()
    results: list[object] = []
    opened.engine_thread.result.connect(results.append, Qt.ConnectionType.DirectConnection)
    before = opened.studio.document.photo_id
    opened.open_photo(make_photo("other.png", height=70))
    assert reading.entered.wait(TIMEOUT / 1000)
    results.clear()
    # The photo before is still on screen, and a picture of it is on its way when the other one is read.
    network.open_gate.clear()
    network.entered.clear()
    opened.panel.sliders["saturation"].box.setValue(150)
    opened.studio.request_detail(QRect(0, 0, 60, 40))
    assert network.entered.wait(TIMEOUT / 1000)
    with qtbot.waitSignal(
        opened.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.photo_id > before
    ):
        reading.go_on.set()
        qtbot.waitUntil(lambda: any(isinstance(result, Opened) for result in results), timeout=TIMEOUT)
        network.open_gate.set()
    pictures = [result for result in results if isinstance(result, (Rendered, RegionRendered))]
    first = next(index for index, picture in enumerate(pictures) if picture.photo_id > before)
    assert not any(isinstance(picture, RegionRendered) for picture in pictures[:first])


def test_a_look_that_is_tried_while_another_photo_is_read_does_not_hold_its_picture_back(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot, reading: Reading
) -> None:
    wait_for_thumbnails(opened, qtbot)
    reading.hold()
    opened.open_photo(make_photo("other.png", height=70))
    assert reading.entered.wait(TIMEOUT / 1000)
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.studio.try_out(Adjustments(saturation=2))
    with qtbot.waitSignal(opened.studio.brightened, timeout=TIMEOUT):
        reading.go_on.set()
    qtbot.waitUntil(lambda: opened.studio.settled, timeout=TIMEOUT)
    assert opened.studio.exact
    assert opened.studio.rendered_with == Adjustments()
    assert opened.canvas.result is not None
    assert opened.canvas.result.height() == 70


def test_a_slider_that_is_moved_while_the_photo_is_brightened_counts(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    network.open_gate.clear()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.open_photo(make_photo())
    assert network.entered.wait(TIMEOUT / 1000)
    window.panel.sliders["saturation"].box.setValue(160)
    with qtbot.waitSignal(
        window.studio.rendered,
        timeout=TIMEOUT,
        check_params_cb=lambda r: r.exact and r.adjustments.saturation == 1.6,
    ):
        network.open_gate.set()


def test_a_photo_of_the_command_line_is_shown_before_the_network_is_loaded(
    network: Network, settings: QSettings, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    events: list[object] = []

    def load() -> Engine:
        events.append(Engine)
        return network.load()

    thread = EngineThread(load, idle_seconds=1e6)
    thread.result.connect(lambda result: events.append(type(result)), Qt.ConnectionType.DirectConnection)
    window = MainWindow(thread, load_styles(), settings, presets=tmp_path / "presets")
    qtbot.addWidget(window)
    try:
        assert not thread.isRunning()
        window.open_photos([make_photo()])
        with qtbot.waitSignal(window.studio.brightened, timeout=TIMEOUT):
            window.show()
        assert events.index(Opened) < events.index(Engine)
    finally:
        window.close()
    assert thread.isFinished()


def test_what_the_engine_gave_last_is_not_shown_in_a_closed_window(opened: MainWindow, qtbot: QtBot) -> None:
    wait_for_thumbnails(opened, qtbot)
    given = threading.Event()
    opened.engine_thread.result.connect(lambda _: given.set(), Qt.ConnectionType.DirectConnection)
    opened.panel.sliders["saturation"].box.setValue(150)
    assert given.wait(TIMEOUT / 1000)
    opened.close()
    shown: list[object] = []
    opened.studio.rendered.connect(shown.append)
    QApplication.processEvents()
    assert shown == []


def test_missing_weights_are_told_and_the_photo_still_shows(
    make_window: Callable[[Callable[[], Engine]], MainWindow], make_photo: Maker, qtbot: QtBot
) -> None:
    def load() -> Engine:
        return Engine.load("missing.safetensors")

    window = make_window(load)
    with qtbot.waitSignals([window.studio.opened, window.studio.not_brightened], timeout=TIMEOUT):
        window.open_photo(make_photo())
    assert not window.panel.export.isEnabled()
    assert "missing.safetensors" in window.notice.text.text()
    assert window.canvas.has_photo


def test_a_file_that_cannot_be_read_does_not_stop_the_photo_before_it(
    window: MainWindow, make_photo: Maker, tmp_path: Path, network, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff")
    network.open_gate.clear()
    window.open_photo(make_photo())
    assert network.entered.wait(TIMEOUT / 1000)
    window.open_photo(broken)
    network.open_gate.set()
    with qtbot.waitSignals([window.studio.failed, window.studio.rendered], timeout=TIMEOUT):
        pass
    assert "night" in window.windowTitle()
    assert window.canvas.result is not None


def test_a_brightening_that_is_cancelled_is_offered_again(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    network.open_gate.clear()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.open_photo(make_photo())
    assert network.entered.wait(TIMEOUT / 1000)
    qtbot.waitUntil(window.status.progress.isVisible, timeout=TIMEOUT)
    window.status.cancel.click()
    with qtbot.waitSignal(window.studio.not_brightened, timeout=TIMEOUT):
        network.open_gate.set()
    assert not window.panel.export.isEnabled()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.notice.action.click()
    assert window.panel.export.isEnabled()


def test_it_is_offered_still_where_another_photo_was_asked_for_and_cannot_be_read(
    window: MainWindow, make_photo: Maker, network: Network, tmp_path: Path, qtbot: QtBot
) -> None:
    network.open_gate.clear()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.open_photo(make_photo())
    assert network.entered.wait(TIMEOUT / 1000)
    window.studio.cancel(window.studio.document.photo_id)
    with qtbot.waitSignal(window.studio.not_brightened, timeout=TIMEOUT):
        network.open_gate.set()
    (tmp_path / "broken.jpg").write_text("not a photo")
    with qtbot.waitSignal(window.studio.failed, timeout=TIMEOUT):
        window.open_photo(tmp_path / "broken.jpg")
    told = window.notice.messages
    assert len(told) == 2
    assert told[0].startswith("night.png was not brightened")
    assert told[1].startswith("broken.jpg: ")
    with qtbot.waitSignal(window.studio.brightened, timeout=TIMEOUT):
        window.notice.action.click()
    (tmp_path / "broken.jpg").write_text("still not a photo")
    with qtbot.waitSignal(window.studio.failed, timeout=TIMEOUT):
        window.open_photo(tmp_path / "broken.jpg")
    assert len(window.notice.messages) == 1


def test_a_pasted_picture_that_is_brightened_again_keeps_what_was_decided(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    network.open_gate.clear()
    QGuiApplication.clipboard().setImage(QImage(str(make_photo())))
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.opening.paste()
    assert network.entered.wait(TIMEOUT / 1000)
    window.panel.sliders["saturation"].box.setValue(170)
    window.studio.cancel(window.studio.document.photo_id)
    with qtbot.waitSignal(window.studio.not_brightened, timeout=TIMEOUT):
        network.open_gate.set()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT) as shown:
        window.notice.action.click()
    assert shown.args[0].adjustments.saturation == 1.7
    assert window.panel.sliders["saturation"].value == 1.7
    window.studio.document.history.undo()
    assert window.panel.sliders["saturation"].value == 1.0


@pytest.mark.parametrize("readable", [False, True])
def test_a_pasted_picture_is_not_lost_to_a_file_that_is_asked_for_after_it(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, reading: Reading, qtbot: QtBot, readable: bool
) -> None:
    wait_for_thumbnails(opened, qtbot)
    other, last = make_photo("other.png", height=70), make_photo("last.png")
    if not readable:
        last.write_text("not a photo")
    reading.hold()
    opened.open_photo(other)
    assert reading.entered.wait(TIMEOUT / 1000)
    QGuiApplication.clipboard().setImage(QImage(str(make_photo("copied.png", height=50))))
    opened.opening.paste()
    opened.open_photo(last)
    with qtbot.waitSignal(
        opened.studio.rendered,
        timeout=TIMEOUT,
        check_params_cb=lambda r: r.picture.height() == (90 if readable else 50),
    ):
        reading.go_on.set()
    photo = opened.studio.document.photo
    assert photo is not None
    assert photo.path == (last if readable else None)
    if not readable:
        qtbot.waitUntil(lambda: "last.png" in opened.notice.text.text(), timeout=TIMEOUT)
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        opened.panel.sliders["saturation"].box.setValue(130)


def test_a_photo_keeps_its_adjustments_while_another_is_open(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    opened.panel.sliders["saturation"].box.setValue(170)
    open_and_wait(opened, make_photo("other.png"), qtbot)
    assert opened.panel.sliders["saturation"].value == 1.0
    photo = opened.studio.document.photo
    assert photo is not None
    assert photo.path is not None
    open_and_wait(opened, photo.path.with_name("night.png"), qtbot)
    assert opened.panel.sliders["saturation"].value == 1.7
