"""A photo that is taken out of the list before it is open stays closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_fixtures import Network, Reading
from window_helpers import TIMEOUT, names, open_and_wait, open_name, wait_for_thumbnails

from app.window.window import MainWindow
from app.worker.requests import Opened, Rendered

Maker = Callable[..., Path]
Key = Qt.Key


def test_a_photo_taken_out_while_it_is_read_is_not_opened(
    three: MainWindow, qtbot: QtBot, reading: Reading
) -> None:
    wait_for_thumbnails(three, qtbot)
    reading.hold()
    opened: list[Opened] = []
    three.studio.opened.connect(opened.append)
    QTest.keyClick(three.canvas, Key.Key_PageDown)
    assert reading.entered.wait(TIMEOUT / 1000)
    three.filmstrip.setFocus()
    with qtbot.waitSignal(three.studio.finished, timeout=TIMEOUT):
        QTest.keyClick(three.filmstrip, Key.Key_Delete)
        reading.go_on.set()
    assert opened == []
    assert names(three) == ["a.png", "c.png"]
    assert open_name(three) == "a.png"
    assert three.notice.messages == ["b.png was removed from the filmstrip; its file stays."]
    with qtbot.waitSignal(three.studio.rendered, timeout=TIMEOUT):
        three.panel.sliders["saturation"].box.setValue(150)


def test_what_was_taken_out_while_one_before_it_was_read_is_not_opened_after_that(
    window: MainWindow, make_photo: Maker, reading: Reading, tmp_path: Path, qtbot: QtBot
) -> None:
    opened: list[Opened] = []
    window.studio.opened.connect(opened.append)
    paths = [tmp_path / "bad.png", make_photo("b.png"), make_photo("c.png")]
    damage(paths[0])
    reading.hold()
    window.open_photos(paths)
    assert reading.entered.wait(TIMEOUT / 1000)
    strip = window.filmstrip
    second = strip.visualItemRect(strip.item(1)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.RightButton, pos=second)
    QTest.keyClick(strip, Key.Key_Delete)
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        reading.go_on.set()
    assert [photo.photo.path for photo in opened] == [paths[2]]
    assert names(window) == ["bad.png", "c.png"]


def let_the_engine_open(window: MainWindow, path: Path) -> None:
    """Open a photo, and wait until the engine has made it bright; the window has not heard of that yet."""
    bright: SimpleQueue[int] = SimpleQueue()

    def look(result: object) -> None:
        if isinstance(result, Rendered):
            bright.put(result.id)

    window.engine_thread.result.connect(look, Qt.ConnectionType.DirectConnection)
    opened = window.studio.open(path)
    while bright.get(timeout=TIMEOUT / 1000) != opened:
        pass


def damage(path: Path) -> None:
    path.write_text("not a photo any more")


def check_that_it_obeys(window: MainWindow, qtbot: QtBot) -> None:
    """What is decided shows, and can be exported."""
    with qtbot.waitSignal(
        window.studio.rendered,
        timeout=TIMEOUT,
        check_params_cb=lambda r: r.exact and r.adjustments.saturation == 1.3,
    ):
        window.panel.sliders["saturation"].box.setValue(130)
    assert window.panel.export.isEnabled()


@pytest.mark.parametrize("befall", [Path.exists, Path.unlink, damage], ids=["nothing", "gone", "damaged"])
def test_a_photo_taken_out_when_it_is_bright_already_leaves_the_open_one_as_it_is(
    three: MainWindow, network: Network, qtbot: QtBot, befall: Callable[[Path], object]
) -> None:
    three.panel.sliders["saturation"].box.setValue(150)
    wait_for_thumbnails(three, qtbot)
    path = three.filmstrip.paths[1]
    let_the_engine_open(three, path)
    befall(three.filmstrip.paths[0])
    count = network.calls["brightening"]
    with qtbot.waitSignal(three.studio.finished, timeout=TIMEOUT):
        three.studio.give_up(path)
    assert network.calls["brightening"] == count
    assert open_name(three) == "a.png"
    assert three.panel.sliders["saturation"].value == 1.5
    assert three.studio.document.history.canUndo()
    assert not three.notice.isVisible()
    check_that_it_obeys(three, qtbot)
    open_and_wait(three, path, qtbot)
    assert open_name(three) == "b.png"


def test_the_open_photo_stays_where_the_one_asked_for_instead_cannot_be_read(
    three: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    three.panel.sliders["saturation"].box.setValue(150)
    wait_for_thumbnails(three, qtbot)
    path = three.filmstrip.paths[1]
    let_the_engine_open(three, path)
    damage(tmp_path / "c.png")
    three.studio.give_up(path)
    with qtbot.waitSignal(three.studio.failed, timeout=TIMEOUT):
        three.open_photo(tmp_path / "c.png")
    assert "c.png" in three.notice.text.text()
    assert open_name(three) == "a.png"
    check_that_it_obeys(three, qtbot)


def test_the_open_photo_stays_though_an_earlier_one_was_never_come_to(
    three: MainWindow, make_photo: Maker, tmp_path: Path, reading: Reading, qtbot: QtBot
) -> None:
    wait_for_thumbnails(three, qtbot)
    first = make_photo("d.png")
    damage(first)
    reading.hold()
    three.open_photo(first)
    assert reading.entered.wait(TIMEOUT / 1000)
    # The third takes the place of the second, which waits.
    three.open_photo(tmp_path / "b.png")
    damage(tmp_path / "c.png")
    three.open_photo(tmp_path / "c.png")
    reading.go_on.set()
    qtbot.waitUntil(lambda: not three.studio.opening, timeout=TIMEOUT)
    let_the_engine_open(three, tmp_path / "b.png")
    with qtbot.waitSignal(three.studio.finished, timeout=TIMEOUT):
        three.studio.give_up(tmp_path / "b.png")
    assert open_name(three) == "a.png"
    check_that_it_obeys(three, qtbot)


def test_a_brightening_is_tried_again_though_the_file_is_damaged(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    path = make_photo()
    network.open_gate.clear()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.open_photo(path)
    assert network.entered.wait(TIMEOUT / 1000)
    window.panel.sliders["saturation"].box.setValue(170)
    window.studio.cancel(window.studio.document.photo_id)
    with qtbot.waitSignal(window.studio.not_brightened, timeout=TIMEOUT):
        network.open_gate.set()
    damage(path)
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.notice.action.click()
    assert window.panel.sliders["saturation"].value == 1.7
    assert window.studio.document.history.canUndo()
    check_that_it_obeys(window, qtbot)


def test_a_reference_is_added_though_another_photo_was_given_up_meanwhile(
    three: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot
) -> None:
    wait_for_thumbnails(three, qtbot)
    path, warm = three.filmstrip.paths[1], make_photo("warm.png", top=0.9)
    let_the_engine_open(three, path)
    reading.hold()
    three.studio.add_references([warm])
    assert reading.entered.wait(TIMEOUT / 1000)
    with qtbot.waitSignal(three.studio.finished, timeout=TIMEOUT):
        three.studio.give_up(path)
    with qtbot.waitSignal(three.studio.reference_measured, timeout=TIMEOUT):
        reading.go_on.set()
    assert [reference.name for reference in three.studio.document.adjustments.references] == ["warm.png"]
    assert three.notice.messages == ["Matching the colours of warm.png"]
