"""Reference pictures: read one after another, each shown as itself, and weighed beside others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from window_fixtures import Network, Reading
from window_helpers import (
    TIMEOUT,
    drag,
    drop,
    files,
    go_on_when_stopped,
    open_and_wait,
    open_name,
    submitted,
    wait_for_thumbnails,
)

import app.worker.reader
import app.worker.reading
from app.panel.references import ReferenceRow
from app.widgets.elided import ElidedLabel
from app.widgets.images import to_jpeg, to_pixels
from app.window.window import MainWindow
from app.worker.requests import ReferenceMeasured, ReferencePictured, Rendered, RenderRequest
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.engine import Engine
from ccnet_core.sidecar import read_sidecar, sidecar_path, write_sidecar
from ccnet_core.styles import load_styles

Maker = Callable[..., Path]
WindowMaker = Callable[[Callable[[], Engine]], MainWindow]
RED, BLUE = QColor(180, 60, 50), QColor(40, 70, 170)
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
WARM, COLD = (style.reference() for style in load_styles()[:2])


def references(make_photo: Maker) -> list[Reference]:
    statistics = load_styles()[0].reference().statistics
    paths = [make_photo(f"reference-{number}.png") for number in range(3)]
    return [Reference(path.name, statistics, 1.0, str(path)) for path in paths]


@pytest.mark.parametrize("kind", [ReferenceMeasured, ReferencePictured])
def test_a_slider_waits_for_no_reference(
    opened: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot, kind: type
) -> None:
    wait_for_thumbnails(opened, qtbot)
    results: list[object] = []
    opened.engine_thread.result.connect(
        lambda result: results.append(type(result)), Qt.ConnectionType.DirectConnection
    )
    wanted = references(make_photo)
    if kind is ReferenceMeasured:
        reading.hold()
        opened.studio.add_references([Path(reference.path) for reference in wanted])
    else:
        reading.hold_thumbnails()
        opened.studio.picture_references(wanted)
    assert reading.entered.wait(TIMEOUT / 1000)
    # The drive does not answer, and the hand goes on.
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.panel.sliders["saturation"].box.setValue(180)
    reading.go_on.set()
    qtbot.waitUntil(lambda: results.count(kind) == 3, timeout=TIMEOUT)
    assert results.index(Rendered) < results.index(kind)


def test_a_style_of_a_sidecar_is_shown_at_once_though_its_picture_is_on_a_drive_that_does_not_answer(
    window: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_photo()
    decided = Adjustments(references=(references(make_photo)[0],), style_strength=0.8)
    write_sidecar(path, decided)
    asked = submitted(window, monkeypatch)
    reading.hold_thumbnails()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT) as shown:
        window.open_photo(path)
    # The opening itself is answered so, nobody has to ask.
    assert shown.args[0].adjustments == window.studio.document.adjustments
    assert [r.name for r in shown.args[0].adjustments.references] == ["reference-0.png"]
    assert not any(isinstance(request, RenderRequest) for request in asked)
    assert reading.entered.wait(TIMEOUT / 1000)
    with qtbot.waitSignal(
        window.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.adjustments.style_strength == 0.3
    ):
        window.panel.sliders["style_strength"].box.setValue(30)
    row = window.panel.references.rows[0]
    assert not row.thumbnail.pixmap().isNull()
    with qtbot.waitSignal(window.studio.reference_pictured, timeout=TIMEOUT):
        reading.go_on.set()


@pytest.mark.parametrize("what", ["photo", "reference"])
def test_another_photo_is_opened_though_a_drive_does_not_answer(
    opened: MainWindow,
    make_photo: Maker,
    reading: Reading,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    wait_for_thumbnails(opened, qtbot)
    monkeypatch.setattr(app.worker.reader, "PATIENCE_SECONDS", 0.0)
    dead, other = make_photo("dead.png"), make_photo("other.png", height=70)
    reading.hold(dead)
    if what == "photo":
        opened.open_photo(dead)
    else:
        opened.studio.add_references([dead])
    assert reading.entered.wait(TIMEOUT / 1000)
    open_and_wait(opened, other, qtbot)
    assert open_name(opened) == "other.png"
    # What the drive gives after all comes too late to take its place.
    reading.go_on.set()
    qtbot.waitUntil(lambda: opened.studio.settled and opened.engine_thread.idle, timeout=TIMEOUT)
    assert open_name(opened) == "other.png"
    assert opened.canvas.result is not None
    assert opened.canvas.result.height() == 70


def test_a_picture_of_a_reference_is_not_read_at_full_size(
    opened: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot
) -> None:
    wait_for_thumbnails(opened, qtbot)
    reading.hold()
    pictured = []
    opened.studio.reference_pictured.connect(pictured.append)
    opened.studio.picture_references(references(make_photo))
    qtbot.waitUntil(lambda: len(pictured) == 3 or reading.entered.is_set(), timeout=TIMEOUT)
    assert not reading.entered.is_set()


def test_closing_waits_for_no_more_than_one_reference(
    opened: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_thumbnails(opened, qtbot)
    reading.hold_thumbnails()
    opened.studio.picture_references(references(make_photo))
    assert reading.entered.wait(TIMEOUT / 1000)
    go_on_when_stopped(opened, reading.go_on, monkeypatch)
    opened.close()
    assert reading.thumbnails == 1


# As themselves


def picture(colour: QColor) -> QImage:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


def drop_picture(window: MainWindow, colour: QColor, qtbot: QtBot) -> None:
    """As out of a browser, on the panel."""
    data = QMimeData()
    data.setImageData(picture(colour))
    with qtbot.waitSignal(window.studio.reference_measured, timeout=TIMEOUT):
        drop(window, data, window.panel)


def colour_of(row: ReferenceRow) -> list[int]:
    """What its thumbnail shows in the middle."""
    pixels = to_pixels(row.thumbnail.pixmap().toImage())
    height, width = pixels.shape[:2]
    return [int(value) for value in pixels[height // 2, width // 2]]


def shows(row: ReferenceRow, colour: QColor) -> bool:
    wanted = np.array((colour.red(), colour.green(), colour.blue()))
    return bool(np.abs(np.array(colour_of(row)) - wanted).max() <= 8)


def followed(window: MainWindow) -> list[tuple[str, float]]:
    return [(r.name, r.weight) for r in window.studio.document.adjustments.references]


def test_two_pictures_are_two_references_of_their_own_looks(opened: MainWindow, qtbot: QtBot) -> None:
    drop_picture(opened, RED, qtbot)
    drop_picture(opened, BLUE, qtbot)
    red, blue = opened.panel.references.rows
    assert shows(red, RED)
    assert shows(blue, BLUE)
    drop_picture(opened, RED, qtbot)
    assert len(opened.panel.references.rows) == 2


def test_the_pictures_of_two_photos_are_not_taken_for_each_other(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    drop_picture(opened, RED, qtbot)
    open_and_wait(opened, make_photo("other.png"), qtbot)
    drop_picture(opened, BLUE, qtbot)
    open_and_wait(opened, tmp_path / "night.png", qtbot)
    (row,) = opened.panel.references.rows
    assert shows(row, RED)


def test_pictures_of_one_name_in_two_sidecars_are_shown_each_on_its_photo(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    photos = {make_photo("a.png"): RED, make_photo("b.png"): BLUE}
    for photo, colour in photos.items():
        # Even what was measured may be the same.
        reference = Reference("Pasted picture", WARM.statistics, thumbnail=to_jpeg(picture(colour), 96))
        write_sidecar(photo, Adjustments(references=(reference,)))
    for photo, colour in [*photos.items(), *photos.items()]:
        open_and_wait(window, photo, qtbot)
        (row,) = window.panel.references.rows
        assert shows(row, colour)


def test_a_picture_without_its_own_thumbnail_is_not_shown_as_one_of_its_name(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    drop_picture(opened, RED, qtbot)
    other = make_photo("other.png")
    write_sidecar(other, Adjustments(references=(Reference("Pasted picture", COLD.statistics),)))
    open_and_wait(opened, other, qtbot)
    (row,) = opened.panel.references.rows
    assert not shows(row, RED)


def test_a_picture_without_a_file_is_shown_by_the_next_start(
    make_window: WindowMaker, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    photo = make_photo()
    first = make_window(network.load)
    open_and_wait(first, photo, qtbot)
    drop_picture(first, RED, qtbot)
    first.close()
    assert sidecar_path(photo).stat().st_size < 10_000
    second = make_window(network.load)
    open_and_wait(second, photo, qtbot)
    (row,) = second.panel.references.rows
    assert shows(row, RED)
    # It stays when something else is decided.
    second.panel.sliders["saturation"].box.setValue(150)
    second.studio.autosave.flush()
    kept = read_sidecar(photo)
    assert kept is not None
    assert kept.saturation == 1.5
    assert kept.references[0].thumbnail


def test_a_reference_with_a_file_carries_no_thumbnail(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    drop(opened, files(make_photo("warm.png", top=0.9)), opened.panel)
    qtbot.waitUntil(lambda: len(opened.panel.references.rows) == 1, timeout=TIMEOUT)
    assert opened.studio.document.adjustments.references[0].thumbnail == b""


@pytest.mark.qt_log_ignore("JPEG data")
@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", b"\xff\xd8\xff\xe0" + bytes(99), to_jpeg(picture(RED), 600)],
    ids=["nothing", "text", "broken", "large"],
)
def test_a_thumbnail_that_is_none_leaves_a_stand_in(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot, data: bytes
) -> None:
    other = make_photo("other.png")
    write_sidecar(other, Adjustments(references=(Reference("dropped", WARM.statistics, thumbnail=data),)))
    open_and_wait(opened, other, qtbot)
    (row,) = opened.panel.references.rows
    stand_in = ReferenceRow(WARM, None)
    qtbot.addWidget(stand_in)
    assert row.thumbnail.pixmap().toImage() == stand_in.thumbnail.pixmap().toImage()


def test_references_of_adjustments_from_another_window_are_shown(
    make_window: WindowMaker, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    first, warm = make_window(network.load), make_photo("warm.png", top=0.9)
    open_and_wait(first, make_photo(), qtbot)
    drop(first, files(warm), first.panel)
    qtbot.waitUntil(lambda: len(first.panel.references.rows) == 1, timeout=TIMEOUT)
    drop_picture(first, RED, qtbot)
    wanted = [colour_of(row) for row in first.panel.references.rows]
    first.clipboard.copy_adjustments()
    first.close()
    second = make_window(network.load)
    open_and_wait(second, make_photo("other.png"), qtbot)
    wait_for_thumbnails(second, qtbot)
    second.clipboard.paste_adjustments()
    rows = second.panel.references.rows
    assert len(rows) == 2
    qtbot.waitUntil(lambda: colour_of(rows[0]) == wanted[0], timeout=TIMEOUT)
    assert shows(rows[1], RED)


# Weighed


def name_of(row: ReferenceRow) -> QLabel:
    (label,) = [label for label in row.weight.findChildren(QLabel) if label.text()]
    return label


def tip_of(row: ReferenceRow) -> str:
    """What is told where the pointer rests on the name."""
    return name_of(row).toolTip() or row.weight.toolTip()


def test_a_long_name_is_cut_in_its_middle_and_told_whole(opened: MainWindow, qtbot: QtBot) -> None:
    long = "A picture & its name, which is longer than the panel is wide, of a winter in the mountains.jpg"
    (style,) = load_styles()[:1]
    opened.panel.add_reference_to_mix(replace(style.reference(), name=long))
    (row,) = opened.panel.references.rows
    qtbot.waitUntil(row.isVisible, timeout=TIMEOUT)
    label = name_of(row)
    assert isinstance(label, ElidedLabel)
    start, end = label.shown.split("…")
    assert long.startswith(start)
    assert long.endswith(end)
    assert start
    assert end
    assert tip_of(row) == long


def offered(window: MainWindow, qtbot: QtBot) -> list[bool]:
    """Of each row, whether its weight can be seen; its name always can."""
    rows = window.panel.references.rows
    qtbot.waitUntil(lambda: all(name_of(row).isVisible() for row in rows), timeout=TIMEOUT)
    assert [row.weight.box.isVisible() for row in rows] == [row.weight.track.isVisible() for row in rows]
    return [row.weight.track.isVisible() for row in rows]


def test_a_weight_is_offered_beside_another_picture_only(opened: MainWindow, qtbot: QtBot) -> None:
    warm, cold = opened.panel.gallery.buttons[:2]
    references = opened.panel.references
    QTest.mouseClick(warm, LEFT)
    assert offered(opened, qtbot) == [False]
    assert "beside another one" in tip_of(references.rows[0])
    QTest.mouseClick(cold, LEFT, CONTROL)
    assert offered(opened, qtbot) == [True, True]
    assert "beside another one" not in tip_of(references.rows[0])
    drag(references.rows[0].weight, 75)
    (_, warm_weight), (_, cold_weight) = followed(opened)
    share = references.rows[0].weight.value
    assert share == pytest.approx(0.75, abs=0.02)
    assert (warm_weight, cold_weight) == pytest.approx((2 * share, 2 - 2 * share))
    # A double click on the name gives both as much again.
    QTest.mouseDClick(name_of(references.rows[0]), LEFT)
    assert followed(opened) == [(WARM.name, 1.0), (COLD.name, 1.0)]
    opened.studio.document.history.undo()

    # A weight waits for the next picture; what cannot be seen is not reset by a double click on the name.
    QTest.mouseClick(references.rows[1].remove, LEFT)
    assert offered(opened, qtbot) == [False]
    QTest.mouseDClick(name_of(references.rows[0]), LEFT)
    assert followed(opened) == [(WARM.name, warm_weight)]
    QTest.mouseClick(cold, LEFT, CONTROL)
    assert offered(opened, qtbot) == [True, True]
    assert references.rows[0].weight.value == pytest.approx(warm_weight / (warm_weight + 1), abs=0.005)


@pytest.mark.parametrize("way", ["the row", "the gallery"])
def test_what_weighed_nothing_is_followed_when_it_is_alone(
    opened: MainWindow, qtbot: QtBot, way: str
) -> None:
    warm, cold = opened.panel.gallery.buttons[:2]
    QTest.mouseClick(warm, LEFT)
    QTest.mouseClick(cold, LEFT, CONTROL)
    assert offered(opened, qtbot) == [True, True]
    drag(opened.panel.references.rows[0].weight, 0)
    assert followed(opened) == [(WARM.name, 0.0), (COLD.name, 2.0)]
    if way == "the row":
        QTest.mouseClick(opened.panel.references.rows[1].remove, LEFT)
    else:
        QTest.mouseClick(cold, LEFT, CONTROL)
    assert followed(opened) == [(WARM.name, 1.0)]
    assert offered(opened, qtbot) == [False]
    QTest.keyClick(opened.canvas, Qt.Key.Key_Z, CONTROL)
    assert followed(opened) == [(WARM.name, 0.0), (COLD.name, 2.0)]
    assert offered(opened, qtbot) == [True, True]


def test_a_single_picture_that_came_with_no_weight_can_be_given_one(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    QTest.mouseClick(opened.panel.gallery.buttons[0], LEFT)
    assert offered(opened, qtbot) == [False]
    other = make_photo("other.png")
    write_sidecar(other, Adjustments(references=(Reference(WARM.name, WARM.statistics, weight=0.0),)))
    open_and_wait(opened, other, qtbot)
    assert offered(opened, qtbot) == [True]
    # What the hand is on stays until it is done.
    drag(opened.panel.references.rows[0].weight, 20, 100)
    assert followed(opened) == [(WARM.name, 1.0)]
    assert opened.studio.document.history.count() == 1


def test_no_other_machine_is_asked_for_the_picture_of_a_reference(
    opened: MainWindow, make_photo: Maker, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """It would learn who opens the photo; the style needs no picture."""
    asked: list[str] = []
    read = app.worker.reading.read_thumbnail

    def watched(path: str, side: int) -> np.ndarray:
        asked.append(path)
        return read(path, side)

    monkeypatch.setattr(app.worker.reading, "read_thumbnail", watched)
    near, other = make_photo("warm.png", top=0.9), make_photo("other.png")
    far = Reference("far", WARM.statistics, path="//host/share/far.png")
    write_sidecar(other, Adjustments(references=(far, Reference("near", COLD.statistics, path=str(near)))))
    open_and_wait(opened, other, qtbot)
    wait_for_thumbnails(opened, qtbot)
    assert asked == [str(near)]
    assert [reference.name for reference in opened.studio.document.adjustments.references] == ["far", "near"]
