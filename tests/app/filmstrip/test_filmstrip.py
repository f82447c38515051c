"""Several photos in one window: listed, walked through, kept bright, and remembered."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QKeySequence, QTextDocument, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from window_fixtures import Network, Questions, Reading
from window_helpers import (
    LEFT,
    TIMEOUT,
    alive,
    close_and_answer,
    drop,
    files,
    is_edited,
    is_marked,
    make_no_thumbnails,
    names,
    open_and_wait,
    open_name,
    press_and_wait,
    show_batch,
    thumbnail,
    wait_for_presets,
    wait_for_thumbnails,
)

from app.dialogs.photo_files import PhotoDialog
from app.document.preferences import Preferences
from app.document.session import Session
from app.document.written_files import WrittenFiles
from app.filmstrip import thumbnails as thumbnails_module
from app.filmstrip.developed import DevelopedPictures
from app.filmstrip.filmstrip import DEVELOPED_ROLE, Filmstrip
from app.filmstrip.thumbnails import THUMBNAIL_SIDE, ThumbnailThread
from app.panel.references import ReferenceRow
from app.widgets.images import to_pixels
from app.window.welcome import Welcome
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.engine import Brightened, Engine
from ccnet_core.engine.fullsize import FullLuminance
from ccnet_core.photo import ExportOptions
from ccnet_core.presets import Preset, write_preset
from ccnet_core.sidecar import read_sidecar, write_sidecar
from ccnet_core.styles import load_styles

Maker = Callable[..., Path]
Key = Qt.Key


def described(strip: Filmstrip, row: int) -> str:
    return str(strip.item(row).data(Qt.ItemDataRole.AccessibleDescriptionRole))


def test_what_nobody_opened_yet_is_said_to_be_as_it_was_taken(three: MainWindow, qtbot: QtBot) -> None:
    strip = three.filmstrip
    note = "Shown as it was taken."
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(3)), timeout=TIMEOUT)
    qtbot.waitUntil(
        lambda: [note in strip.item(row).toolTip() for row in range(3)] == [False, True, True],
        timeout=TIMEOUT,
    )

    def mark(row: int) -> int:
        """The contrast in its upper right corner; the photos are smooth."""
        pixels = to_pixels(strip.viewport().grab(strip.visualItemRect(strip.item(row))).toImage())
        return int(np.ptp(pixels[9:27, -27:-9].reshape(-1, 3).astype(int), axis=0).max())

    assert mark(1) > 140
    press_and_wait(three, strip, Key.Key_Right, qtbot)
    qtbot.waitUntil(lambda: note not in strip.item(1).toolTip(), timeout=TIMEOUT)
    assert mark(1) < 140
    assert note in strip.item(2).toolTip()


def click(window: MainWindow, row: int) -> None:
    strip = window.filmstrip
    centre = strip.visualItemRect(strip.item(row)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=centre)


# The list


def test_one_photo_needs_no_strip_and_a_second_shows_it(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    assert not opened.filmstrip.isVisible()
    open_and_wait(opened, make_photo("second.png"), qtbot)
    assert opened.filmstrip.isVisible()
    assert names(opened) == ["night.png", "second.png"]
    assert [is_marked(opened.filmstrip, row) for row in range(2)] == [False, True]


def test_the_view_menu_hides_the_strip_and_walking_goes_on(three: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(three.canvas, Key.Key_T)
    assert not three.filmstrip.isVisible()
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    assert open_name(three) == "b.png"
    QTest.keyClick(three.canvas, Key.Key_T)
    assert three.filmstrip.isVisible()


def test_dropped_photos_are_listed_once_and_the_first_new_one_opens(
    three: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    assert names(three) == ["a.png", "b.png", "c.png"]
    assert open_name(three) == "a.png"
    link = tmp_path / "link.png"
    link.symlink_to(tmp_path / "b.png")
    new = make_photo("new.png")
    with qtbot.waitSignal(three.studio.opened, timeout=TIMEOUT):
        drop(three, files(tmp_path / "c.png", link, new), three.canvas)
    assert names(three) == ["a.png", "b.png", "c.png", "new.png"]
    assert open_name(three) == "new.png"


@pytest.mark.parametrize("way", ["link/a.png", "link/../real/a.png", "real/../../link/a.png"])
def test_a_photo_is_the_same_by_whatever_way_it_is_reached(
    window: MainWindow, make_photo: Maker, tmp_path: Path, network: Network, qtbot: QtBot, way: str
) -> None:
    (tmp_path / "deep" / "real").mkdir(parents=True)
    (tmp_path / "real").symlink_to(tmp_path / "deep" / "real")
    (tmp_path / "link").symlink_to(tmp_path / "deep" / "real")
    make_photo("deep/real/a.png")
    make_photo("deep/b.png")
    open_and_wait(window, tmp_path / "deep" / "real" / "a.png", qtbot)
    window.panel.sliders["saturation"].box.setValue(170)
    open_and_wait(window, tmp_path / "link" / ".." / "b.png", qtbot)
    make_no_thumbnails(window)
    count = network.calls["brightening"]
    open_and_wait(window, tmp_path / way, qtbot)
    assert network.calls["brightening"] == count
    assert names(window) == ["a.png", "b.png"]
    assert window.studio.document.history.canUndo()
    assert is_marked(window.filmstrip, 0)
    press_and_wait(window, window.canvas, Key.Key_Right, qtbot)
    assert open_name(window) == "b.png"
    assert [path.name for path in window.opening.recents.photos] == ["b.png", "a.png"]


@pytest.mark.parametrize("alone", [True, False])
def test_the_way_by_which_a_photo_came_is_tidied(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot, alone: bool
) -> None:
    (tmp_path / "studio").mkdir()
    path = make_photo()
    way = tmp_path / "studio" / ".." / "night.png"
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        if alone:
            window.open_photo(way)
        else:
            window.open_photos([way])
    photo = window.studio.document.photo
    assert photo is not None
    assert str(photo.path) == str(path)
    assert [str(listed) for listed in window.filmstrip.paths] == [str(path)]


def test_exports_beside_their_photo_are_not_listed_with_a_folder_but_open_by_name(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "photos").mkdir()
    for name in ("a.png", "a-ccnet.jpg", "a-ccnet-2.png", "b-ccnet.png", "c.png", "c-ccnetted.png"):
        make_photo(f"photos/{name}")
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.open_photos([tmp_path / "photos"])
    assert names(window) == ["a.png", "b-ccnet.png", "c-ccnetted.png", "c.png"]
    open_and_wait(window, tmp_path / "photos" / "a-ccnet.jpg", qtbot)
    assert names(window)[-1] == "a-ccnet.jpg"


def test_exports_under_names_of_ones_own_are_not_listed_with_a_folder_either(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot, settings: QSettings
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    open_and_wait(window, make_photo("photos/a.png"), qtbot)
    make_photo("photos/b.png")
    for name in ("out.png", "again.png"):
        with qtbot.waitSignal(window.studio.exported, timeout=TIMEOUT):
            window.exporting.export_to(tmp_path / "link" / name, ExportOptions("png"))
    # Another program wrote a photo of this name since.
    (folder / "again.png").unlink()
    make_photo("photos/again.png", height=50)
    window.open_photos([folder])
    assert names(window) == ["a.png", "again.png", "b.png"]
    batch = show_batch(window)
    batch.add_photos([folder])
    assert [path.name for path in batch.photos] == ["a.png", "again.png", "b.png"]
    open_and_wait(window, folder / "out.png", qtbot)
    assert names(window)[-1] == "out.png"
    assert folder / "out.png" in WrittenFiles(settings)


def test_a_folder_of_nothing_but_exports_is_listed(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    for name in ("one.png", "two.png"):
        with qtbot.waitSignal(opened.studio.exported, timeout=TIMEOUT):
            opened.exporting.export_to(exports / name, ExportOptions("png"))
    batch = show_batch(opened)
    batch.add_photos([tmp_path / "night.png"])
    batch.add_photos([exports])
    assert [path.name for path in batch.photos] == ["night.png", "one.png", "two.png"]
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        opened.open_photos([exports])
    assert names(opened) == ["night.png", "one.png", "two.png"]
    make_photo("exports/photo.png")
    opened.open_photos([exports])
    assert names(opened) == ["night.png", "one.png", "two.png", "photo.png"]


def test_no_more_exports_are_remembered_than_the_newest(settings: QSettings, tmp_path: Path) -> None:
    files = WrittenFiles(settings)
    paths = [tmp_path / f"{number}.png" for number in range(1001)]
    for path in paths:
        path.touch()
        files.remember(path)
    files.remember(tmp_path / "gone.png")
    assert [path in WrittenFiles(settings) for path in paths[:2]] == [False, True]
    settings.setValue("export/written", "nonsense")
    assert paths[1] not in WrittenFiles(settings)


def test_photos_of_a_second_start_join_the_list(opened: MainWindow, make_photo: Maker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        opened.receive_photos([make_photo("x.png"), make_photo("y.png")])
    assert names(opened) == ["night.png", "x.png", "y.png"]
    assert open_name(opened) == "x.png"


def test_the_dialog_opens_several(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(make_photo("x.png")), str(make_photo("y.png"))]
    monkeypatch.setattr(PhotoDialog, "choose", lambda *_: chosen)
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        QTest.keyClick(window, Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert names(window) == ["x.png", "y.png"]


@pytest.mark.parametrize("dropped", [True, False])
def test_a_folder_is_listed_in_natural_order(
    window: MainWindow,
    make_photo: Maker,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    dropped: bool,
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("img10.png", "img9.png", "IMG1.png"):
        make_photo(f"photos/{name}")
    (folder / "notes.txt").write_text("no photo")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        if dropped:
            drop(window, files(folder), window)
        else:
            modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            QTest.keyClick(window, Key.Key_F, modifiers)
    assert names(window) == ["IMG1.png", "img9.png", "img10.png"]
    assert open_name(window) == "IMG1.png"


def test_a_large_folder_is_listed_without_a_look_at_every_folder_above_each_file(
    window: MainWindow, make_photo: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shoot"
    folder.mkdir()
    data = make_photo().read_bytes()
    for number in range(60):
        (folder / f"{number}.png").write_bytes(data)
    here = threading.get_ident()
    looks: Counter[str] = Counter()

    def count(name: str) -> None:
        look = getattr(os, name)

        def counted(*arguments: object, **options: object) -> object:
            if threading.get_ident() == here:
                looks[name] += 1
            return look(*arguments, **options)

        monkeypatch.setattr(os, name, counted)

    for name in ("stat", "lstat"):
        count(name)
    window.open_photos([folder])
    assert window.filmstrip.count() == 60
    assert looks["stat"] < 60
    assert looks["lstat"] < 3 * 60


def test_a_folder_without_photos_is_named_and_the_open_photo_stays(
    opened: MainWindow, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    drop(opened, files(empty), opened.canvas)
    assert "empty" in opened.notice.text.text()
    assert names(opened) == ["night.png"]
    assert open_name(opened) == "night.png"


def test_a_name_that_no_file_can_have_is_told(opened: MainWindow) -> None:
    opened.open_photos([Path("/tmp") / ("x" * 300 + ".png")])
    assert "too long" in opened.notice.text.text()
    assert open_name(opened) == "night.png"
    assert opened.filmstrip.count() == 1


def test_a_file_that_is_not_there_is_told_and_not_listed(opened: MainWindow, tmp_path: Path) -> None:
    opened.open_photos([tmp_path / "missing.jpg"])
    assert "missing.jpg" in opened.notice.text.text()
    assert opened.filmstrip.count() == 1


# Walking


def test_keys_walk_and_stop_at_the_ends(three: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(three.canvas, Key.Key_Left)
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    assert open_name(three) == "b.png"
    three.panel.sliders["saturation"].box.setFocus()
    press_and_wait(three, three.panel.sliders["saturation"].box, Key.Key_PageDown, qtbot)
    assert open_name(three) == "c.png"
    three.filmstrip.setFocus()
    QTest.keyClick(three.filmstrip, Key.Key_Right)
    assert three.filmstrip.currentRow() == 2
    press_and_wait(three, three.filmstrip, Key.Key_Home, qtbot)
    assert open_name(three) == "a.png"
    assert three.filmstrip.hasFocus()
    press_and_wait(three, three.filmstrip, Key.Key_End, qtbot)
    press_and_wait(three, three.filmstrip, Key.Key_Left, qtbot)
    assert open_name(three) == "b.png"
    press_and_wait(three, three.canvas, Key.Key_PageUp, qtbot)
    assert open_name(three) == "a.png"
    assert [is_marked(three.filmstrip, row) for row in range(3)] == [True, False, False]
    assert [described(three.filmstrip, row) for row in range(3)] == ["open", "", ""]


def test_a_click_opens(three: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(three.studio.opened, timeout=TIMEOUT):
        click(three, 2)
    assert open_name(three) == "c.png"
    assert is_marked(three.filmstrip, 2)


def test_keys_in_quick_succession_end_at_the_last(three: MainWindow, network: Network, qtbot: QtBot) -> None:
    wait_for_thumbnails(three, qtbot)
    network.open_gate.clear()
    QTest.keyClick(three.canvas, Key.Key_Right)
    qtbot.waitUntil(lambda: open_name(three) == "b.png", timeout=TIMEOUT)
    QTest.keyClick(three.canvas, Key.Key_Right)
    network.open_gate.set()
    qtbot.waitUntil(lambda: open_name(three) == "c.png" and three.studio.ready, timeout=TIMEOUT)
    assert three.filmstrip.currentRow() == 2


def test_arrows_pan_a_photo_that_is_enlarged(three: MainWindow) -> None:
    three.canvas.set_scale(16.0)
    before = three.canvas.visible_region()
    QTest.keyClick(three.canvas, Key.Key_Right)
    assert three.canvas.visible_region().left() > before.left()
    assert three.filmstrip.currentRow() == 0


def test_a_broken_file_is_marked_with_the_reason_and_walked_over(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "b.jpg"
    broken.write_text("not a photo")
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        drop(window, files(make_photo("a.png"), broken, make_photo("c.png")), window.canvas)
    strip = window.filmstrip
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(3)), timeout=TIMEOUT)
    made = thumbnail(strip, 1)
    assert made is not None
    assert made.picture is None
    assert "b.jpg" in strip.item(1).toolTip()
    assert "not a picture" in strip.item(1).toolTip()
    with qtbot.waitSignal(window.studio.failed, timeout=TIMEOUT):
        QTest.keyClick(window.canvas, Key.Key_Right)
    assert open_name(window) == "a.png"
    assert "b.jpg" in window.notice.text.text()
    assert is_marked(strip, 0)
    press_and_wait(window, window.canvas, Key.Key_Right, qtbot)
    assert open_name(window) == "c.png"
    assert not window.notice.isVisible()


# Thumbnails


def test_thumbnails_look_like_their_photos(three: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    strip = three.filmstrip
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(3)), timeout=TIMEOUT)
    for row, name in enumerate(("a", "b", "c")):
        made = thumbnail(strip, row)
        assert made is not None
        assert made.picture is not None
        assert max(made.picture.width(), made.picture.height()) <= THUMBNAIL_SIDE
        whole = QImage(str(tmp_path / f"{name}.png"))
        small = made.picture.pixelColor(made.picture.width() // 2, made.picture.height() // 2)
        assert small.lightness() == pytest.approx(whole.pixelColor(65, 45).lightness(), abs=3)
        # Of ten thousand photos the pixels would take a gigabyte.
        assert made.small is not None
        assert 8 * len(made.small.data) < made.picture.sizeInBytes()
    painted = strip.grab().toImage()
    rect = strip.visualItemRect(strip.item(0))
    centre = painted.pixelColor(rect.center().x() + 30, rect.center().y())
    assert centre.hsvSaturation() > 0


def test_thumbnails_come_while_the_network_is_busy(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    network.open_gate.clear()
    window.open_photos([make_photo("a.png"), make_photo("b.png")])
    qtbot.waitUntil(lambda: all(thumbnail(window.filmstrip, row) for row in range(2)), timeout=TIMEOUT)
    assert window.canvas.result is None
    network.open_gate.set()


def test_a_file_whose_reading_fails_in_an_unknown_way_keeps_no_other_from_its_picture(
    window: MainWindow, make_photo: Maker, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    read = thumbnails_module.read_thumbnail

    def fail_at_one(path: Path, side: int) -> Any:
        if path.name == "a.png":
            raise ZeroDivisionError("of a decoder")
        return read(path, side)

    monkeypatch.setattr(thumbnails_module, "read_thumbnail", fail_at_one)
    window.open_photos([make_photo(f"{name}.png") for name in "cab"])
    qtbot.waitUntil(lambda: thumbnail(window.filmstrip, 2) is not None, timeout=TIMEOUT)
    made = [thumbnail(window.filmstrip, row) for row in range(3)]
    assert [one is not None and one.picture is not None for one in made] == [True, False, True]
    assert made[1] is not None
    assert "of a decoder" in made[1].problem


@dataclass
class Reads:
    """Thumbnails that are made, by name; the tenth waits until it may go on."""

    made: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    reads, read = Reads(), thumbnails_module.read_thumbnail

    def hold_the_tenth(path: Path, side: int) -> Any:
        reads.made.append(path.name)
        if len(reads.made) == 10:
            reads.go_on.wait()
        return read(path, side)

    monkeypatch.setattr(thumbnails_module, "read_thumbnail", hold_the_tenth)
    yield reads
    reads.go_on.set()


@pytest.fixture
def forty(window: MainWindow, make_photo: Maker, reads: Reads, qtbot: QtBot) -> MainWindow:
    """The window with forty photos, of which nine have their thumbnail and the tenth waits."""
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.open_photos([make_photo(f"{number:02}.png", 20, 30) for number in range(40)])
    qtbot.waitUntil(
        lambda: thumbnail(window.filmstrip, 8) is not None and len(reads.made) == 10, timeout=TIMEOUT
    )
    return window


def test_thumbnails_that_are_in_sight_come_first(forty: MainWindow, reads: Reads, qtbot: QtBot) -> None:
    strip = forty.filmstrip
    press_and_wait(forty, strip, Key.Key_End, qtbot)
    reads.go_on.set()
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(40)), timeout=TIMEOUT)
    assert sorted(reads.made) == [f"{number:02}.png" for number in range(40)]
    assert reads.made.index("39.png") < reads.made.index("20.png")


def test_many_thumbnails_show_how_far_they_are_and_can_be_cancelled(
    forty: MainWindow, reads: Reads, qtbot: QtBot
) -> None:
    status, strip = forty.status, forty.filmstrip
    qtbot.waitUntil(status.progress.isVisible, timeout=TIMEOUT)
    assert status.task_label.text() == "Thumbnails"
    assert 200 <= status.progress.value() <= 300
    QTest.mouseClick(status.cancel, Qt.MouseButton.LeftButton)
    assert not status.progress.isVisible()
    reads.go_on.set()
    qtbot.waitUntil(lambda: thumbnail(strip, 9) is not None, timeout=TIMEOUT)
    # Walking on goes on; what comes into sight is made all the same.
    press_and_wait(forty, strip, Key.Key_End, qtbot)
    qtbot.waitUntil(lambda: thumbnail(strip, 39) is not None, timeout=TIMEOUT)
    assert len(reads.made) < 25


def test_a_photo_that_is_as_it_was_again_is_not_marked_as_edited(
    three: MainWindow,
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    strip = three.filmstrip
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(3)), timeout=TIMEOUT)
    three.panel.sliders["saturation"].box.setValue(150)
    three.studio.autosave.flush()
    assert is_edited(strip, 0)
    three.studio.document.history.undo()
    three.studio.autosave.flush()
    assert not is_edited(strip, 0)
    assert "edited" not in described(strip, 0)
    # The file stays, with the defaults in it.
    assert read_sidecar(tmp_path / "a.png") == Adjustments()
    (tmp_path / "b.png.ccnet.json").write_text("damaged")
    window = make_window(network.load)
    window.open_photos([tmp_path / "a.png", tmp_path / "b.png"])
    qtbot.waitUntil(lambda: all(thumbnail(window.filmstrip, row) for row in range(2)), timeout=TIMEOUT)
    assert [is_edited(window.filmstrip, row) for row in range(2)] == [False, True]


@pytest.mark.parametrize("first", [True, False])
def test_a_name_that_no_file_can_have_keeps_no_other_photo_from_its_thumbnail(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, first: bool
) -> None:
    paths = [Path("/tmp/no\0file.png"), make_photo()]
    window.filmstrip.add(paths if first else paths[::-1])
    qtbot.waitUntil(lambda: all(thumbnail(window.filmstrip, row) for row in range(2)), timeout=TIMEOUT)
    shown = [thumbnail(window.filmstrip, row) for row in range(2)]
    broken, good = shown if first else shown[::-1]
    assert broken is not None
    assert broken.problem
    assert good is not None
    assert good.picture is not None


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), ValueError("embedded null byte")])
def test_whatever_befalls_the_look_for_adjustments_thumbnails_are_made(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(path: Path) -> None:
        raise error

    monkeypatch.setattr(thumbnails_module, "read_whole_sidecar", fail)
    window.open_photos([make_photo("a.png"), make_photo("b.png")])
    qtbot.waitUntil(lambda: all(thumbnail(window.filmstrip, row) for row in range(2)), timeout=TIMEOUT)
    assert not any(is_edited(window.filmstrip, row) for row in range(2))


def test_edited_photos_are_marked_at_once_and_later(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    plain, edited = make_photo("plain.png"), make_photo("edited.png")
    write_sidecar(edited, Adjustments(saturation=1.5))
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.open_photos([plain, edited])
    strip = window.filmstrip
    qtbot.waitUntil(lambda: is_edited(strip, 1), timeout=TIMEOUT)
    assert not is_edited(strip, 0)
    window.panel.sliders["saturation"].box.setValue(140)
    qtbot.waitUntil(lambda: is_edited(strip, 0), timeout=TIMEOUT)


def test_a_photo_that_was_developed_shows_so_and_not_what_is_only_tried(
    three: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    strip = three.filmstrip
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(3)), timeout=TIMEOUT)

    def lightness(row: int) -> float:
        painted = strip.grab().toImage()
        rect = strip.visualItemRect(strip.item(row))
        ratio = painted.devicePixelRatio()
        return painted.pixelColor(int(ratio * (rect.center().x() + 40)), int(ratio * 30)).lightness()

    qtbot.waitUntil(lambda: strip.item(0).data(DEVELOPED_ROLE) is not None, timeout=TIMEOUT)
    bright = lightness(0)
    with qtbot.waitSignal(three.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        three.panel.sliders["brightness"].box.setValue(0)
    dark = lightness(0)
    assert bright > dark + 5
    with qtbot.waitSignal(three.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        three.studio.try_out(Adjustments())
    assert lightness(0) == pytest.approx(dark, abs=3)
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    assert lightness(0) == pytest.approx(dark, abs=3)


# Taking out


def test_delete_takes_a_photo_out_and_leaves_its_file(
    three: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    strip = three.filmstrip
    strip.setFocus()
    with qtbot.waitSignal(three.studio.rendered, timeout=TIMEOUT):
        QTest.keyClick(strip, Key.Key_Delete)
    qtbot.waitUntil(lambda: open_name(three) == "b.png", timeout=TIMEOUT)
    assert names(three) == ["b.png", "c.png"]
    assert (tmp_path / "a.png").is_file()
    press_and_wait(three, strip, Key.Key_Right, qtbot)
    with qtbot.waitSignal(three.studio.opened, timeout=TIMEOUT):
        QTest.keyClick(strip, Key.Key_Delete)
    assert open_name(three) == "b.png"
    assert names(three) == ["b.png"]
    assert not strip.isVisible()
    assert not strip.remove_action.isEnabled()


def test_the_context_menu_takes_out_another_photo_than_the_open_one(three: MainWindow) -> None:
    strip = three.filmstrip
    centre = strip.visualItemRect(strip.item(1)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.RightButton, pos=centre)
    assert strip.actions() == [strip.remove_action, strip.remove_broken_action]
    strip.remove_action.trigger()
    assert names(three) == ["a.png", "c.png"]
    assert open_name(three) == "a.png"
    assert strip.currentItem().text() == "c.png"


def test_the_photo_after_a_broken_one_follows_one_that_is_taken_out(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = [make_photo(f"{name}.png") for name in "abc"]
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.open_photos(paths)
    strip = window.filmstrip
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(3)), timeout=TIMEOUT)
    paths[1].write_text("not a photo any more")
    strip.setFocus()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        QTest.keyClick(strip, Key.Key_Delete)
    assert open_name(window) == "c.png"
    assert names(window) == ["b.png", "c.png"]
    assert is_marked(strip, 1)
    assert strip.currentRow() == 1
    assert "b.png" in window.notice.text.text()


def test_a_photo_that_is_chosen_then_and_cannot_be_read_leaves_the_others_to_be_opened(
    three: MainWindow, tmp_path: Path, qtbot: QtBot, reading: Reading
) -> None:
    wait_for_thumbnails(three, qtbot)
    (tmp_path / "c.png").unlink()
    reading.hold()
    # Until this is found to be no photo, what is asked for waits.
    (tmp_path / "busy.png").write_text("not a photo")
    three.studio.open(tmp_path / "busy.png")
    assert reading.entered.wait(TIMEOUT / 1000)
    three.filmstrip.setFocus()
    QTest.keyClick(three.filmstrip, Key.Key_Delete)
    QTest.keyClick(three.filmstrip, Key.Key_Right)
    with qtbot.waitSignal(three.studio.opened, timeout=TIMEOUT):
        reading.go_on.set()
    assert open_name(three) == "b.png"
    assert any("c.png" in message for message in three.notice.messages)


def test_a_picture_pasted_then_stays_open(
    three: MainWindow, tmp_path: Path, qtbot: QtBot, reading: Reading
) -> None:
    wait_for_thumbnails(three, qtbot)
    (tmp_path / "b.png").write_text("not a photo any more")
    reading.hold()
    three.filmstrip.setFocus()
    QTest.keyClick(three.filmstrip, Key.Key_Delete)
    assert reading.entered.wait(TIMEOUT / 1000)
    QGuiApplication.clipboard().setImage(QImage(str(tmp_path / "c.png")))
    three.opening.paste()
    opened: list[str] = []
    three.studio.opened.connect(lambda opening: opened.append(opening.photo.name))
    with qtbot.waitSignals([three.studio.failed, three.studio.rendered], timeout=TIMEOUT):
        reading.go_on.set()
    with qtbot.waitSignal(three.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        three.panel.sliders["saturation"].box.setValue(150)
    photo = three.studio.document.photo
    assert photo is not None
    assert photo.path is None
    assert opened == [photo.name]


def test_without_a_readable_photo_the_window_is_as_at_the_start(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    first, second = make_photo("a.png"), make_photo("b.png")
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.open_photos([first, second])
    window.panel.sliders["saturation"].box.setValue(150)
    second.unlink()
    window.filmstrip.setFocus()
    with qtbot.waitSignal(window.studio.closed, timeout=TIMEOUT):
        QTest.keyClick(window.filmstrip, Key.Key_Delete)
    assert window.studio.document.photo is None
    assert not window.canvas.isVisible()
    assert not window.panel.isEnabled()
    assert not window.panel.export.isEnabled()
    assert window.windowTitle() == "CCNet Studio"
    qtbot.waitUntil(lambda: window.panel.histogram.tones is None, timeout=TIMEOUT)
    assert window.status.size_label.text() == ""
    qtbot.waitUntil(lambda: "b.png" in window.notice.text.text(), timeout=TIMEOUT)
    open_and_wait(window, first, qtbot)
    assert window.canvas.isVisible()
    assert window.panel.sliders["saturation"].value == 1.5


def test_files_that_are_gone_are_marked_when_asked_for_and_leave_together(
    three: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    strip = three.filmstrip
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(3)), timeout=TIMEOUT)
    assert not strip.remove_broken_action.isEnabled()
    (tmp_path / "b.png").unlink()
    with qtbot.waitSignal(three.studio.failed, timeout=TIMEOUT):
        QTest.keyClick(three.canvas, Key.Key_Right)
    qtbot.waitUntil(strip.remove_broken_action.isEnabled, timeout=TIMEOUT)
    assert "does not exist" in strip.item(1).toolTip()
    assert "does not exist" in described(strip, 1)
    assert thumbnail(strip, 1).picture is None  # type: ignore[union-attr]
    make_photo("b.png")
    press_and_wait(three, strip, Key.Key_Home, qtbot)
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    qtbot.waitUntil(lambda: not strip.remove_broken_action.isEnabled(), timeout=TIMEOUT)
    (tmp_path / "c.png").write_text("not a photo")
    with qtbot.waitSignal(three.studio.failed, timeout=TIMEOUT):
        QTest.keyClick(three.canvas, Key.Key_Right)
    qtbot.waitUntil(strip.remove_broken_action.isEnabled, timeout=TIMEOUT)
    strip.remove_broken_action.trigger()
    assert names(three) == ["a.png", "b.png"]
    assert open_name(three) == "b.png"
    assert strip.currentRow() == 1


def test_of_several_the_first_that_can_be_read_opens(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_text("not a photo")
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        drop(window, files(broken, make_photo("a.png")), window)
    assert open_name(window) == "a.png"
    assert "broken.jpg" in window.notice.text.text()


def test_a_file_that_nobody_sees_in_the_strip_does_not_stay_in_it(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_text("not a photo")
    with qtbot.waitSignal(window.studio.failed, timeout=TIMEOUT):
        window.open_photo(broken)
    open_and_wait(window, make_photo("a.png"), qtbot)
    assert names(window) == ["a.png"]


def test_the_open_photo_stays_listed_though_it_is_asked_for_by_another_name_and_gone(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    path = make_photo("a.png")
    open_and_wait(window, path, qtbot)
    link = tmp_path / "link.png"
    link.symlink_to(path)
    path.unlink()
    with qtbot.waitSignal(window.studio.failed, timeout=TIMEOUT):
        window.open_photo(link)
    assert names(window) == ["a.png"]
    assert open_name(window) == "a.png"


def test_delete_in_the_panel_takes_nothing_out(three: MainWindow) -> None:
    three.panel.sliders["saturation"].box.setValue(170)
    for widget in (three.panel.sliders["saturation"].track, three.panel.gallery.buttons[0]):
        widget.setFocus()
        QTest.keyClick(widget, Key.Key_Delete)
    assert three.panel.sliders["saturation"].value == 1
    assert len(names(three)) == 3


def test_a_photo_that_was_taken_out_begins_anew(three: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    three.panel.sliders["saturation"].box.setValue(170)
    three.filmstrip.setFocus()
    with qtbot.waitSignal(three.studio.opened, timeout=TIMEOUT):
        QTest.keyClick(three.filmstrip, Key.Key_Delete)
    three.notice.clear()
    open_and_wait(three, tmp_path / "a.png", qtbot)
    assert names(three) == ["b.png", "c.png", "a.png"]
    assert three.panel.sliders["saturation"].value == 1.7
    assert not three.studio.document.history.canUndo()


def test_the_wheel_moves_the_strip(window: MainWindow, make_photo: Maker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.open_photos([make_photo(f"{number}.png") for number in range(20)])
    bar = window.filmstrip.horizontalScrollBar()
    assert bar.value() == 0
    centre = QPointF(window.filmstrip.viewport().rect().center())
    turn = QWheelEvent(
        centre,
        window.filmstrip.viewport().mapToGlobal(centre),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(window.filmstrip.viewport(), turn)
    assert bar.value() > 0
    window.filmstrip.setFocus()
    QTest.keyClick(window.filmstrip, Key.Key_End)
    last = window.filmstrip.visualItemRect(window.filmstrip.item(19))
    assert window.filmstrip.viewport().rect().contains(last.center())


# Brightened photos


def test_going_back_needs_no_brightening(three: MainWindow, network: Network, qtbot: QtBot) -> None:
    before = three.canvas.result
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    make_no_thumbnails(three)
    count = network.calls["brightening"]
    press_and_wait(three, three.canvas, Key.Key_Left, qtbot)
    make_no_thumbnails(three)
    assert network.calls["brightening"] == count
    assert open_name(three) == "a.png"
    assert three.canvas.result == before


def test_with_little_memory_going_back_brightens_again(
    three: MainWindow, network: Network, qtbot: QtBot
) -> None:
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    three.engine_thread.memory_limit = 1
    make_no_thumbnails(three)
    count = network.calls["brightening"]
    press_and_wait(three, three.canvas, Key.Key_Left, qtbot)
    assert network.calls["brightening"] > count


def test_ten_photos_take_no_more_memory_than_there_may_be_taken(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    # So small a preview that of small photos too there is a full size to make.
    with qtbot.waitSignal(window.studio.configured, timeout=TIMEOUT):
        window.studio.configure(network.load, 5_000)
    window.engine_thread.memory_limit = 0
    held: list[tuple[int, int]] = []
    for number in range(10):
        path = make_photo(f"{number}.png")
        with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
            open_and_wait(window, path, qtbot)
        photos = {brightened.photo.path for brightened in alive(Brightened)}
        assert path in photos
        held.append((len(photos), len(alive(FullLuminance))))
        if number == 3:
            # From the next one on there is room for two, of which one is open.
            one = max(b.nbytes_with_full for b in alive(Brightened))
            window.engine_thread.memory_limit = round(2.5 * one)
    assert held == [(1, 1)] * 5 + [(2, 2)] * 5
    window.engine_thread.memory_limit = 0
    assert len(alive(FullLuminance)) == 1


def test_the_limit_of_the_preferences_is_in_force_at_once(three: MainWindow) -> None:
    assert three.engine_thread.memory_limit == 1_024_000_000
    three.preferences.apply(Preferences(memory_megabytes=300))
    assert three.engine_thread.memory_limit == 300_000_000


def test_a_file_that_was_written_again_is_read_again(
    three: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    make_photo("new.png", height=70)
    (tmp_path / "new.png").replace(tmp_path / "a.png")
    press_and_wait(three, three.canvas, Key.Key_Left, qtbot)
    photo = three.studio.document.photo
    assert photo is not None
    assert photo.height == 70


def test_another_engine_brightens_anew(three: MainWindow, network: Network, qtbot: QtBot) -> None:
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    with qtbot.waitSignals([three.studio.configured, three.studio.rendered], timeout=TIMEOUT):
        three.studio.configure(network.load, 500_000)
    make_no_thumbnails(three)
    count = network.calls["brightening"]
    press_and_wait(three, three.canvas, Key.Key_Left, qtbot)
    assert network.calls["brightening"] > count


# What each photo keeps


def test_each_photo_keeps_its_adjustments_and_its_history(three: MainWindow, qtbot: QtBot) -> None:
    three.panel.sliders["saturation"].box.setValue(170)
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    assert not three.studio.document.history.canUndo()
    assert three.panel.sliders["saturation"].value == 1.0
    three.panel.sliders["brightness"].box.setValue(50)
    press_and_wait(three, three.canvas, Key.Key_Left, qtbot)
    assert three.panel.sliders["saturation"].value == 1.7
    assert three.panel.sliders["brightness"].value == 1.0
    assert three.history.steps.model().rowCount() == 2
    three.canvas.setFocus()
    QTest.keyClick(three.canvas, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert three.panel.sliders["saturation"].value == 1.0
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    assert three.panel.sliders["brightness"].value == 0.5
    QTest.keyClick(three.canvas, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert three.panel.sliders["brightness"].value == 1.0


def test_a_number_that_is_typed_counts_for_the_photo_that_is_left(
    three: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    box = three.panel.sliders["saturation"].box
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "150")
    press_and_wait(three, box, Key.Key_PageDown, qtbot)
    assert open_name(three) == "b.png"
    assert three.panel.sliders["saturation"].value == 1.0
    assert box.text() == "100 %"
    assert read_sidecar(tmp_path / "a.png") == Adjustments(saturation=1.5)
    press_and_wait(three, box, Key.Key_PageUp, qtbot)
    assert three.panel.sliders["saturation"].value == 1.5
    box.selectAll()
    QTest.keyClicks(box, "120")
    three.close()
    assert read_sidecar(tmp_path / "a.png") == Adjustments(saturation=1.2)


def test_a_slider_keeps_the_keys_from_photo_to_photo(three: MainWindow, qtbot: QtBot) -> None:
    track = three.panel.sliders["exposure"].track
    track.setFocus()
    press_and_wait(three, track, Key.Key_PageDown, qtbot)
    focused = QApplication.focusWidget()
    assert focused is track
    QTest.keyClick(focused, Key.Key_Right)
    assert three.panel.sliders["exposure"].value > 0
    assert open_name(three) == "b.png"
    assert three.filmstrip.currentRow() == 1


def test_adjustments_that_were_changed_outside_begin_a_new_history(
    three: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    three.panel.sliders["saturation"].box.setValue(170)
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    write_sidecar(tmp_path / "a.png", Adjustments(saturation=0.5))
    press_and_wait(three, three.canvas, Key.Key_Left, qtbot)
    assert three.panel.sliders["saturation"].value == 0.5
    assert not three.studio.document.history.canUndo()


def paste(window: MainWindow, picture: QImage, qtbot: QtBot) -> None:
    """Paste a picture and wait until it is bright."""
    before = window.studio.document.photo_id
    QGuiApplication.clipboard().setImage(picture)
    with qtbot.waitSignal(
        window.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.photo_id > before
    ):
        window.opening.paste()


def test_pasted_pictures_stay_in_the_strip_with_what_was_decided(
    three: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    strip = three.filmstrip
    paste(three, QImage(str(tmp_path / "b.png")), qtbot)
    three.panel.sliders["saturation"].box.setValue(150)
    paste(three, QImage(str(tmp_path / "c.png")).copy(0, 0, 60, 50), qtbot)
    assert [strip.item(row).text() for row in (3, 4)] == ["Pasted picture 1", "Pasted picture 2"]
    assert strip.currentRow() == 4
    assert [row for row in range(5) if is_marked(strip, row)] == [4]
    assert three.panel.sliders["saturation"].value == 1.0
    press_and_wait(three, three.canvas, Key.Key_Left, qtbot)
    assert three.canvas.result is not None
    assert three.canvas.result.height() == 90
    assert three.panel.sliders["saturation"].value == 1.5
    assert [row for row in range(5) if is_marked(strip, row)] == [3]
    three.studio.document.history.undo()
    assert three.panel.sliders["saturation"].value == 1.0
    # Only files outlive the window.
    assert names(three) == ["a.png", "b.png", "c.png"]
    strip.setFocus()
    press_and_wait(three, strip, Key.Key_Delete, qtbot)
    assert strip.count() == 4
    assert len(strip.pasted) == 1


def test_closing_asks_for_pasted_pictures_until_they_are_exported(
    three: MainWindow, questions: Questions, tmp_path: Path, qtbot: QtBot
) -> None:
    questions.ask()
    paste(three, QImage(str(tmp_path / "b.png")), qtbot)
    paste(three, QImage(str(tmp_path / "c.png")), qtbot)
    press_and_wait(three, three.filmstrip, Key.Key_Home, qtbot)
    assert "2 pasted pictures are not saved" in close_and_answer(three, Key.Key_Return)
    assert three.isVisible()
    press_and_wait(three, three.filmstrip, Key.Key_End, qtbot)
    three.panel.sliders["saturation"].box.setValue(150)
    with qtbot.waitSignal(three.studio.exported, timeout=TIMEOUT):
        three.exporting.export_to(tmp_path / "kept.png", ExportOptions("png"))
    assert "One pasted picture is not saved" in close_and_answer(three, Key.Key_Return)
    # What was changed after the export is not in its file.
    three.panel.sliders["saturation"].box.setValue(140)
    assert "2 pasted pictures are not saved" in close_and_answer(three, Key.Key_Return)
    three.studio.document.history.undo()
    three.filmstrip.remove(three.filmstrip.pasted[0])
    assert three.close()


def test_a_photo_whose_link_leads_elsewhere_by_now_can_be_taken_out(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    card, other = tmp_path / "card", tmp_path / "other"
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        for name in ("a.png", "b.png"):
            make_photo(f"{folder}/{name}")
    card.symlink_to(tmp_path / "first")
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.open_photos([card])
    card.rename(other)
    card.symlink_to(tmp_path / "second")
    strip = window.filmstrip
    qtbot.waitUntil(lambda: all(thumbnail(strip, row) for row in range(2)), timeout=TIMEOUT)
    # The same name is another photo by now.
    assert strip.add([card / "b.png"]) == [card / "b.png"]
    for row in (2, 1):
        strip.setCurrentRow(row)
        strip.remove_action.trigger()
    assert names(window) == ["a.png"]


def test_a_thumbnail_is_dragged_out_as_the_photos_file(
    three: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    dragged: list[list[str]] = []

    def note(drag: QDrag, *_: object) -> Qt.DropAction:
        dragged.append([Path(url.toLocalFile()).name for url in drag.mimeData().urls()])
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", note)
    strip, document = three.filmstrip, three.studio.document
    before = document.photo_id
    at = strip.visualItemRect(strip.item(1)).center()
    QTest.mousePress(strip.viewport(), LEFT, pos=at)
    for by in (1, 3):
        QTest.mouseMove(strip.viewport(), at + QPoint(by * QApplication.startDragDistance(), 0))
    QTest.mouseRelease(strip.viewport(), LEFT, pos=at)
    assert dragged == [["b.png"]]
    # A drag opens nothing.
    assert document.photo_id == before
    assert names(three) == ["a.png", "b.png", "c.png"]


def test_names_with_signs_of_their_own_are_shown_as_they_are(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "<b>").mkdir()
    path = make_photo("<b>/R&B.png")
    open_and_wait(window, path, qtbot)
    window.opening.fill_recent(window.menus.recent)
    assert window.menus.recent.toolTipsVisible()
    action = window.menus.recent.actions()[0]
    welcome = Welcome([path], 0, DevelopedPictures(tmp_path / "developed"))
    button = welcome.recent[path]
    assert (button.caption, button.text()) == ("R&B.png", "")
    row = ReferenceRow(Reference("R&B <i>.png", load_styles()[0].statistics, 1.0, str(path)), None)
    label = next(label for label in row.findChildren(QLabel) if label.text())
    assert action.text() == "R&&B.png"
    assert QKeySequence.mnemonic(action.text()).isEmpty()
    assert button.shortcut().isEmpty()
    # It is drawn as it is: without a buddy it underlines nothing.
    assert (label.text(), label.buddy()) == ("R&B <i>.png", None)
    assert label.textFormat() is Qt.TextFormat.PlainText
    for tip in (action.toolTip(), button.toolTip(), window.filmstrip.item(0).toolTip()):
        document = QTextDocument()
        document.setHtml(tip)
        assert document.toPlainText() == str(path)


# After a crash


def crash(window: MainWindow, settings: QSettings) -> None:
    """Close a window and leave in the settings what a crash would."""
    settings.sync()
    left = {key: settings.value(key) for key in settings.allKeys()}
    window.close()
    for key, value in left.items():
        settings.setValue(key, value)
    settings.sync()


def test_after_a_crash_the_whole_list_is_offered(
    three: MainWindow,
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    settings: QSettings,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    crash(three, settings)
    (tmp_path / "c.png").unlink()

    window = make_window(network.load)
    assert "2 photos" in window.notice.text.text()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        QTest.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert names(window) == ["a.png", "b.png"]
    assert open_name(window) == "b.png"
    assert is_marked(window.filmstrip, 1)


def test_the_offer_of_a_list_stays_until_all_of_it_is_listed(
    three: MainWindow,
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    settings: QSettings,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    crash(three, settings)
    window = make_window(network.load)
    open_and_wait(window, tmp_path / "a.png", qtbot)
    assert len(window.notice.messages) == 1
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.open_photos([tmp_path])
    assert window.notice.messages == []
    assert len(names(window)) == 3


def last_session(window: MainWindow) -> list[QPushButton]:
    return [b for b in window.welcome.findChildren(QPushButton) if b.text().startswith("Last session")]


def test_after_a_clean_exit_the_last_list_is_offered_on_the_first_page(
    three: MainWindow,
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    three.close()
    # A start that opens nothing changes nothing.
    make_window(network.load).close()
    (tmp_path / "a.png").unlink()
    window = make_window(network.load)
    assert not window.notice.isVisible()
    assert names(window) == []
    (button,) = last_session(window)
    assert button.text() == "Last session: 3 photos"
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert names(window) == ["b.png", "c.png"]
    assert open_name(window) == "b.png"


@pytest.mark.parametrize("gone", [True, False])
def test_a_last_list_of_one_or_of_none_that_is_left_is_not_offered(
    opened: MainWindow,
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    make_photo: Maker,
    network: Network,
    tmp_path: Path,
    qtbot: QtBot,
    gone: bool,
) -> None:
    if gone:
        open_and_wait(opened, make_photo("other.png"), qtbot)
        for name in ("night.png", "other.png"):
            (tmp_path / name).unlink()
    opened.close()
    assert last_session(make_window(network.load)) == []


@pytest.mark.parametrize("then", ["sample", "photo", "failure", "crash"])
def test_fewer_photos_leave_the_last_list_where_it_is(
    three: MainWindow,
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    make_photo: Maker,
    network: Network,
    settings: QSettings,
    tmp_path: Path,
    qtbot: QtBot,
    then: str,
) -> None:
    press_and_wait(three, three.canvas, Key.Key_Right, qtbot)
    three.close()
    window = make_window(network.load)
    if then == "sample":
        with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
            window.opening.open_sample()
    elif then == "failure":
        with qtbot.waitSignal(window.studio.failed, timeout=TIMEOUT):
            window.open_photo(tmp_path / "gone.png")
    else:
        open_and_wait(window, make_photo("other.png"), qtbot)
    if then == "crash":
        crash(window, settings)
        window = make_window(network.load)
        # It is what was listed then that is offered after a crash.
        assert window.notice.text.text() == "The program did not close properly while other.png was open."
    window.close()
    window = make_window(network.load)
    (button,) = last_session(window)
    assert button.text() == "Last session: 3 photos"
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert names(window) == ["a.png", "b.png", "c.png"]
    assert open_name(window) == "b.png"


def test_the_full_size_is_kept_too(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    large = make_photo("large.png", height=1100, width=1300)
    open_and_wait(window, large, qtbot)
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        window.canvas.set_scale(1.0)
    (full,) = alive(FullLuminance)
    open_and_wait(window, make_photo("small.png"), qtbot)
    press_and_wait(window, window.canvas, Key.Key_Left, qtbot)
    make_no_thumbnails(window)
    count = network.calls["brightening"]
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        window.canvas.set_scale(1.0)
    assert network.calls["brightening"] == count
    assert [other is full for other in alive(FullLuminance)] == [True]


def test_closing_while_thumbnails_are_made_waits_for_no_more_than_one(
    window: MainWindow, make_photo: Maker
) -> None:
    window.open_photos([make_photo(f"{number}.png", 900, 1200) for number in range(8)])
    window.close()
    reading = window.filmstrip.findChild(ThumbnailThread)
    assert isinstance(reading, ThumbnailThread)
    assert not reading.isRunning()
    assert not all(thumbnail(window.filmstrip, row) for row in range(8))


# What belongs to a photo that was left


def test_an_export_in_the_queue_is_written_though_another_photo_is_opened(
    three: MainWindow, network: Network, tmp_path: Path, qtbot: QtBot
) -> None:
    wait_for_thumbnails(three, qtbot)
    targets = [tmp_path / name for name in ("first.png", "second.png")]
    network.open_gate.clear()
    for target in targets:
        three.exporting.export_to(target, ExportOptions("png"))
    with qtbot.waitSignal(three.studio.opened, timeout=TIMEOUT):
        network.open_gate.set()
        QTest.keyClick(three.canvas, Key.Key_PageDown)
    qtbot.waitUntil(lambda: all(target.exists() for target in targets), timeout=TIMEOUT)
    first, second = (QImage(str(target)) for target in targets)
    assert open_name(three) == "b.png"
    assert first == second


def test_a_reference_does_not_go_to_a_photo_opened_meanwhile(
    three: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot
) -> None:
    wait_for_thumbnails(three, qtbot)
    reference = make_photo("reference.png", top=0.9)
    reading.hold(reference)
    three.studio.add_references([reference])
    with qtbot.waitSignal(three.studio.opened, timeout=TIMEOUT):
        three.studio.open(three.filmstrip.paths[1])
    with qtbot.waitSignal(three.studio.failed, timeout=TIMEOUT) as told:
        reading.go_on.set()
    assert "reference.png" in told.args[0]
    assert not three.studio.document.adjustments.references


def test_a_further_window_leaves_the_session_of_the_first_alone(settings: QSettings, tmp_path: Path) -> None:
    photos = [tmp_path / "a.png", tmp_path / "b.png"]
    for photo in photos:
        photo.touch()
    first = Session(settings)
    first.set_photo(photos[0], photos)
    second = Session(settings, kept=False)
    assert second.interrupted is None
    assert second.listed == second.last == ()
    second.set_photo(None)
    second.end()
    assert Session(settings).interrupted == photos[0]
    first.end()
    assert Session(settings, kept=False).last == ()
    assert Session(settings).last == tuple(photos)


def test_a_preset_dropped_on_the_photo_is_kept_and_not_opened(
    three: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "warm.ccnet-preset.json"
    write_preset(path, Preset("Warm", Adjustments(saturation=1.4)), overwrite=False)
    before = names(three)
    drop(three, files(path), three.canvas)
    wait_for_presets(three)
    assert names(three) == before
    assert [p.name for p in three.presets.all] == ["Warm"]
