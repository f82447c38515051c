"""White balance: by its sliders, and by a click on what is to be grey."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from skimage.color import rgb2lab
from window_helpers import TIMEOUT, open_and_wait, settle

from app.window.window import MainWindow

Key = Qt.Key


def mean_lab(pixels: np.ndarray) -> np.ndarray:
    return np.asarray(rgb2lab(pixels).reshape(-1, 3).mean(axis=0))


@pytest.mark.parametrize(("name", "axis"), [("temperature", 2), ("tint", 1)])
def test_sliders_shift_the_colour_of_the_light_and_leave_luminance(
    opened: MainWindow, qtbot: QtBot, name: str, axis: int
) -> None:
    neutral = mean_lab(settle(opened, qtbot))
    slider = opened.panel.sliders[name]
    slider.box.setValue(60)
    warm = mean_lab(settle(opened, qtbot))
    slider.box.setValue(-60)
    cold = mean_lab(settle(opened, qtbot))
    assert warm[axis] > neutral[axis] + 3
    assert cold[axis] < neutral[axis] - 3
    assert warm[0] == pytest.approx(neutral[0], abs=0.5)
    assert getattr(opened.studio.document.adjustments, name) == -0.6


def click(window: MainWindow, x: float, y: float) -> None:
    rect = window.canvas.photo_rect()
    at = QPoint(round(rect.left() + x * rect.width()), round(rect.top() + y * rect.height()))
    QTest.mouseMove(window.canvas, at)
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=at)


def colour_at(pixels: np.ndarray, x: float, y: float) -> np.ndarray:
    row, column = int(y * pixels.shape[0]), int(x * pixels.shape[1])
    part = pixels[row - 3 : row + 4, column - 3 : column + 4].mean(axis=(0, 1))
    return np.asarray(rgb2lab(part / 255))


def test_a_click_makes_what_is_there_grey(opened: MainWindow, qtbot: QtBot) -> None:
    opened.panel.sliders["temperature"].box.setValue(30)
    opened.panel.sliders["tint"].box.setValue(-20)
    pixels = settle(opened, qtbot)
    chroma = np.hypot(*colour_at(pixels, 0.5, 0.5)[1:])
    assert chroma > 3
    QTest.keyClick(opened.canvas, Key.Key_W)
    assert opened.canvas.picking
    assert opened.panel.pick_grey.isChecked()
    assert opened.canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    click(opened, 0.5, 0.5)
    assert not opened.canvas.picking
    assert not opened.panel.pick_grey.isChecked()
    assert not opened.notice.isVisible()
    after = colour_at(settle(opened, qtbot), 0.5, 0.5)
    assert np.hypot(*after[1:]) < 0.25 * chroma
    assert opened.studio.document.history.undoText() == "White balance picker"
    opened.studio.document.history.undo()
    assert opened.studio.document.adjustments.temperature == 0.3


@pytest.mark.parametrize("by", ["escape", "button", "outside"])
def test_picking_can_be_given_up(opened: MainWindow, qtbot: QtBot, by: str) -> None:
    before = opened.studio.document.adjustments
    QTest.mouseClick(opened.panel.pick_grey, Qt.MouseButton.LeftButton)
    assert opened.canvas.picking
    if by == "escape":
        QTest.keyClick(opened.canvas, Key.Key_Escape)
    elif by == "button":
        QTest.mouseClick(opened.panel.pick_grey, Qt.MouseButton.LeftButton)
    else:
        click(opened, 1.5, 0.5)
    assert not opened.canvas.picking
    assert not opened.panel.pick_grey.isChecked()
    assert opened.studio.document.adjustments == before


def test_without_colours_a_click_changes_nothing(opened: MainWindow, qtbot: QtBot) -> None:
    opened.panel.sliders["saturation"].box.setValue(0)
    settle(opened, qtbot)
    before = opened.studio.document.adjustments
    QTest.keyClick(opened.canvas, Key.Key_W)
    click(opened, 0.5, 0.5)
    assert not opened.canvas.picking
    assert opened.studio.document.adjustments == before


def test_the_photo_itself_sets_it_in_one_step(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    grey = np.random.default_rng(2).uniform(30, 110, (60, 90, 1))
    Image.fromarray((grey * (1.0, 0.8, 0.55)).astype(np.uint8)).save(tmp_path / "bulb.png")
    open_and_wait(window, tmp_path / "bulb.png", qtbot)
    opened, document = window, window.studio.document
    before = mean_lab(settle(opened, qtbot))
    QTest.mouseClick(opened.panel.auto_white, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: document.history.count() == 1, timeout=TIMEOUT)
    assert document.history.undoText() == "Auto white balance"
    after = mean_lab(settle(opened, qtbot))
    assert 0 < after[2] < 0.6 * before[2], "less warm, and not cold"
    assert after[0] == pytest.approx(before[0], abs=0.5)
    chosen = document.adjustments
    assert (chosen.temperature, chosen.tint) != (0, 0)
    # A second time nothing is left to be done, and that is said.
    QTest.keyClick(opened, Key.Key_U, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: any("already" in text for text in opened.notice.messages), timeout=TIMEOUT)
    assert document.history.count() == 1
    document.history.undo()
    assert (document.adjustments.temperature, document.adjustments.tint) == (0, 0)
