"""The tone curve, the colour mixer and looks in the panel, and the drag on the photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, make_no_thumbnails, settle, wait_for_thumbnails

from app.canvas.readout import Pixel
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.colour.pixel import pixel_to_oklch
from ccnet_core.looks import read_look, write_cube
from ccnet_core.mixer import BANDS, band_shares
from ccnet_core.tone_curve import IDENTITY, ToneCurve

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _open(window: MainWindow, name: str) -> None:
    heading = window.panel.sections[name].heading
    assert not heading.isChecked(), "it is closed at first"
    QTest.mouseClick(heading, LEFT)


def _place(window: MainWindow, x: float, y: float) -> QPoint:
    return window.panel.curve.graph.position((x, y)).toPoint()


def _drag(window: MainWindow, start: tuple[float, float], end: tuple[float, float]) -> None:
    graph = window.panel.curve.graph
    QTest.mousePress(graph, LEFT, pos=_place(window, *start))
    middle = tuple((a + b) / 2 for a, b in zip(start, end, strict=True))
    for at in (middle, end):
        QTest.mouseMove(graph, _place(window, *at))
    QTest.mouseRelease(graph, LEFT, pos=_place(window, *end))


def test_a_curve_is_drawn_by_the_mouse(opened: MainWindow, network, qtbot: QtBot) -> None:
    document, editor = opened.studio.document, opened.panel.curve
    wait_for_thumbnails(opened, qtbot)
    before = settle(opened, qtbot).astype(int)
    calls = dict(network.calls)
    _open(opened, "curve")
    # A new point, of the curve, dragged: one step. Its picture is lighter, and no network ran for it.
    _drag(opened, (0.3, 0.3), (0.3, 0.6))
    make_no_thumbnails(opened)
    (point,) = document.adjustments.curve.luminance[1:-1]
    assert point == pytest.approx((0.3, 0.6), abs=0.01)
    assert document.history.count() == 1
    assert document.history.text(0) == "Tone curve: Luminance"
    lighter = settle(opened, qtbot).astype(int)
    assert lighter.mean() > before.mean() + 10
    assert network.calls["colorization"] == calls["colorization"]
    # The same point again; it stays between its neighbours, however far the hand goes.
    _drag(opened, (0.3, 0.6), (0.02, 0.4))
    _drag(opened, (1, 1), (0.01, 0.9))
    points = document.adjustments.curve.luminance
    assert len(points) == 3
    assert points[1].x < points[2].x < 0.04
    document.history.undo()
    document.history.undo()
    assert document.adjustments.curve.luminance[1] == point
    # A double click on nothing leaves no step; on a point it takes that away.
    graph, steps = editor.graph, document.history.count()
    QTest.mouseClick(graph, LEFT, pos=_place(opened, 0.8, 0.2))
    assert len(document.adjustments.curve.luminance) == 4
    QTest.mouseDClick(graph, LEFT, pos=_place(opened, 0.8, 0.2))
    assert len(document.adjustments.curve.luminance) == 3
    assert document.history.index() < steps
    QTest.mouseDClick(graph, LEFT, pos=_place(opened, *point))
    assert document.adjustments == Adjustments()
    assert np.array_equal(settle(opened, qtbot), before)


def test_channels_keys_and_resets(opened: MainWindow) -> None:
    document, editor = opened.studio.document, opened.panel.curve
    _open(opened, "curve")
    graph = editor.graph
    QTest.mouseClick(editor.tabs.buttons[1], LEFT)
    graph.setFocus()
    assert graph.accessibleName() == "Tone curve: Red"
    QTest.keyClick(graph, Qt.Key.Key_Return)
    assert document.adjustments.curve.red[1] == (0.5, 0.5)
    assert document.adjustments.curve.is_neutral
    QTest.keyClick(graph, Qt.Key.Key_Up)
    QTest.keyClick(graph, Qt.Key.Key_Right, SHIFT)
    assert document.adjustments.curve.red[1] == pytest.approx((0.504, 0.52))
    assert graph.accessibleDescription() == "Point 2 of 3: 50 becomes 52"
    assert editor.tabs.buttons[1].text() == "R •"
    QTest.keyClick(graph, Qt.Key.Key_Left, CONTROL)
    QTest.keyClick(graph, Qt.Key.Key_Up)
    assert document.adjustments.curve.red[0] == pytest.approx((0, 0.02))
    # An end goes back to its corner; what is between goes away.
    QTest.keyClick(graph, Qt.Key.Key_Delete)
    assert document.adjustments.curve.red[0] == (0, 0)
    QTest.keyClick(graph, Qt.Key.Key_Right, CONTROL)
    QTest.keyClick(graph, Qt.Key.Key_Right, CONTROL)
    QTest.keyClick(graph, Qt.Key.Key_Delete)
    assert document.adjustments.curve.red == IDENTITY
    assert document.photo is not None
    assert opened.filmstrip.paths, "Delete in the curve takes no photo out"
    curved = ToneCurve(luminance=((0, 0.1), (1, 1)), blue=((0, 0.2), (1, 1)))
    document.change(Adjustments(curve=curved), "test")
    QTest.mouseClick(editor.tabs.buttons[3], LEFT)
    assert graph.points == curved.blue
    QTest.mouseClick(editor.reset, LEFT)
    assert document.adjustments.curve == ToneCurve(luminance=curved.luminance)
    assert not editor.reset.isEnabled()
    QTest.mouseClick(opened.panel.sections["curve"].reset, LEFT)
    assert document.adjustments == Adjustments()
    assert document.history.undoText() == "Reset tone curve"


def test_the_mixer_by_its_sliders_and_by_a_drag_on_the_photo(opened: MainWindow, qtbot: QtBot) -> None:
    document, mixer, canvas = opened.studio.document, opened.panel.mixer, opened.canvas
    wait_for_thumbnails(opened, qtbot)
    before = settle(opened, qtbot).astype(int)
    _open(opened, "mixer")
    QTest.mouseClick(mixer.tabs.buttons[1], LEFT)
    mixer.sliders["orange"].box.setValue(-100)
    assert document.adjustments.mixer.to_dict() == {"orange": {"saturation": -100}}
    assert document.history.undoText() == "Saturation: Orange -100"
    assert mixer.tabs.buttons[1].text() == "Saturation •"
    document.history.undo()
    assert mixer.sliders["orange"].value == 0
    # On the photo: where it is dragged up the colour under the hand gets lighter, in one step.
    QTest.mouseClick(mixer.tabs.buttons[2], LEFT)
    QTest.mouseClick(mixer.pick, LEFT)
    assert canvas.drags_colours
    colourful = max(
        ((x, y) for x in range(6, 124, 6) for y in range(6, 84, 6)),
        key=lambda at: pixel_to_oklch(tuple(before[at[1], at[0]].tolist()))[1],
    )
    rect = canvas.photo_rect()
    at = QPointF(
        rect.left() + (colourful[0] + 0.5) * rect.width() / 130,
        rect.top() + (colourful[1] + 0.5) * rect.height() / 90,
    ).toPoint()
    grasped: list[Pixel] = []
    canvas.colour_grasped.connect(grasped.append)
    steps = document.history.count()
    QTest.mousePress(canvas, LEFT, pos=at)
    for up in (20, 60):
        QTest.mouseMove(canvas, at - QPoint(0, up))
    QTest.mouseRelease(canvas, LEFT, pos=at - QPoint(0, 60))
    shares = dict(zip(BANDS, band_shares(pixel_to_oklch(grasped[0].rgb)[2]).tolist(), strict=True))
    own = max(shares, key=shares.__getitem__)
    assert document.adjustments.mixer.value(own, "luminance") == pytest.approx(30 * shares[own], abs=5)
    assert document.history.index() == steps, "the step that was undone makes room for one"
    assert document.history.undoText().startswith("Luminance: ")
    after = settle(opened, qtbot).astype(int)
    column, row = colourful
    assert after[row, column].sum() > before[row, column].sum()
    # Escape ends it, and the hand moves the photo again.
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.drags_colours
    assert not mixer.pick.isChecked()
    QTest.mouseClick(opened.panel.sections["mixer"].reset, LEFT)
    assert document.adjustments == Adjustments()


def test_a_drag_on_grey_says_so_and_changes_nothing(opened: MainWindow, qtbot: QtBot) -> None:
    document, canvas = opened.studio.document, opened.canvas
    opened.panel.sliders["saturation"].box.setValue(0)
    settle(opened, qtbot)
    _open(opened, "mixer")
    QTest.mouseClick(opened.panel.mixer.pick, LEFT)
    steps, at = document.history.count(), canvas.rect().center()
    QTest.mousePress(canvas, LEFT, pos=at)
    QTest.mouseMove(canvas, at - QPoint(0, 50))
    QTest.mouseRelease(canvas, LEFT, pos=at - QPoint(0, 50))
    assert opened.notice.text.text() == "This is nearly grey. Drag on a colour."
    assert document.history.count() == steps


def test_looks_are_added_weighed_ordered_and_taken_away(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    document, looks = opened.studio.document, opened.panel.looks
    wait_for_thumbnails(opened, qtbot)
    before = settle(opened, qtbot).astype(int)
    nodes = np.stack(np.meshgrid(*[np.linspace(0, 1, 5)] * 3, indexing="ij")[::-1], axis=-1).reshape(-1, 3)
    files = [tmp_path / "inverse.cube", tmp_path / "gone.cube"]
    write_cube(files[0], (1 - nodes).astype(np.float32), "inverse", overwrite=False)
    chosen = [str(path) for path in files]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    _open(opened, "looks")
    QTest.mouseClick(looks.add, LEFT)
    # The one that is not there is kept, and told; the other is seen.
    np.testing.assert_allclose(settle(opened, qtbot), 255 - before, atol=1)
    assert [look.name for look in document.adjustments.looks] == ["inverse", "gone"]
    assert "gone.cube: the file does not exist" in opened.notice.text.text()
    assert "The photo is shown without this look." in opened.notice.text.text()
    looks.rows[0].strength.box.setValue(50)
    assert document.adjustments.looks[0].strength == 0.5
    assert document.history.undoText() == "Look inverse 50 %"
    np.testing.assert_allclose(settle(opened, qtbot), 127.5, atol=1)
    QTest.mouseClick(looks.rows[1].earlier, LEFT)
    assert [look.name for look in document.adjustments.looks] == ["gone", "inverse"]
    QTest.mouseClick(looks.rows[0].remove, LEFT)
    assert [look.name for look in document.adjustments.looks] == ["inverse"]
    QTest.mouseClick(opened.panel.sections["looks"].reset, LEFT)
    assert document.adjustments == Adjustments()
    assert np.array_equal(settle(opened, qtbot), before)


def test_colours_are_saved_as_a_look(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "dusk.cube"
    document = opened.studio.document
    document.change(Adjustments(exposure=1, highlights=-0.5), "test")
    (command,) = [
        action
        for menu in opened.menuBar().actions()
        for action in menu.menu().actions()
        if action.text() == "Save colours as a look…"
    ]

    def save(name: str) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
        command.trigger()

    with qtbot.waitSignal(opened.studio.look_saved, timeout=TIMEOUT):
        save("dusk")
    cube = read_look(target)
    assert cube.size == 33
    assert cube.table[33**3 // 2].mean() > 0.6
    told = "dusk.cube is saved. It cannot hold what acts on places: Highlights."
    assert opened.notice.text.text() == told
    # Of a name that nobody was asked about no file is replaced.
    kept = target.read_bytes()
    document.change(Adjustments(), "test")
    with qtbot.waitSignal(opened.studio.failed, timeout=TIMEOUT) as failed:
        save("dusk")
    assert "dusk.cube: a file of this name already exists" in failed.args[0]
    assert target.read_bytes() == kept
    with qtbot.waitSignal(opened.studio.look_saved, timeout=TIMEOUT):
        save("dusk.cube")
    assert target.read_bytes() != kept
