from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, at, drag, open_and_wait, settle

from app.canvas.clipping import HIGHLIGHTS, SHADOWS, clipped_shares, marked
from app.panel.histogram import measure
from app.widgets.images import to_image, to_pixels
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import ExportOptions, save_photo
from ccnet_core.styles import load_styles

Maker = Callable[..., Path]
LEFT = Qt.MouseButton.LeftButton
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
RED = (HIGHLIGHTS.red(), HIGHLIGHTS.green(), HIGHLIGHTS.blue())
BLUE = (SHADOWS.red(), SHADOWS.green(), SHADOWS.blue())


@pytest.fixture
def patches() -> np.ndarray:
    """Four vertical stripes of equal width: black, mid-grey, white, and a pure blue."""
    pixels = np.zeros((40, 80, 3), np.uint8)
    pixels[:, 20:40] = 119
    pixels[:, 40:60] = 255
    pixels[:, 60:] = (30, 60, 255)
    return pixels


@pytest.fixture
def shown_patches(window: MainWindow, patches: np.ndarray, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """The window with the stripes as its photo, the original shown: its pixels are known."""
    path = tmp_path / "patches.png"
    save_photo(path, patches, ExportOptions.for_path(path))
    open_and_wait(window, path, qtbot)
    QTest.keyClick(window.canvas, Qt.Key.Key_O)
    return window


def painted(window: MainWindow, x: float, y: float) -> tuple[int, ...]:
    """The colour of a pixel of the photo on the screen."""
    point = at(window, x, y)
    return window.canvas.grab().toImage().pixelColor(point).getRgb()[:3]  # type: ignore[return-value]


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", text.replace("−", "-"))]


# Histogram


def test_the_curves_of_a_known_picture_are_its_shares(patches: np.ndarray) -> None:
    tones = measure(to_image(patches))
    assert tones.red[[0, 30, 119, 255]] == pytest.approx([0.25, 0.25, 0.25, 0.25])
    assert tones.green[[0, 60, 119, 255]] == pytest.approx([0.25, 0.25, 0.25, 0.25])
    assert tones.blue[[0, 119, 255]] == pytest.approx([0.25, 0.25, 0.5])
    # Grey 119 has L* 50.
    assert tones.luminance[0] == pytest.approx(0.25)
    assert tones.luminance[127:129].sum() == pytest.approx(0.25)
    assert tones.luminance[255] == pytest.approx(0.25)
    assert tones.clipped.shadows == pytest.approx(0.25)
    assert tones.clipped.highlights == pytest.approx(0.5)


def test_of_a_large_picture_curves_are_taken_from_a_part_and_clipping_from_all(patches: np.ndarray) -> None:
    large = np.kron(patches, np.ones((25, 25, 1), np.uint8))
    small_tones, tones = measure(to_image(patches)), measure(to_image(large))
    assert tones.luminance == pytest.approx(small_tones.luminance, abs=0.01)
    assert tones.red == pytest.approx(small_tones.red, abs=0.01)
    assert tones.clipped.highlights == pytest.approx(0.5)


def test_the_histogram_follows_what_is_shown(opened: MainWindow, qtbot: QtBot) -> None:
    histogram = opened.panel.histogram

    def mean() -> float:
        tones = histogram.tones
        return 0.0 if tones is None else float(tones.luminance @ np.arange(256))

    settle(opened, qtbot)
    assert opened.canvas.result is not None
    bright = float(measure(opened.canvas.result).luminance @ np.arange(256))
    qtbot.waitUntil(lambda: mean() == pytest.approx(bright), timeout=TIMEOUT)
    QTest.keyPress(opened.canvas, Qt.Key.Key_Backslash)
    qtbot.waitUntil(lambda: mean() < bright - 5, timeout=TIMEOUT)
    QTest.keyRelease(opened.canvas, Qt.Key.Key_Backslash)
    qtbot.waitUntil(lambda: mean() == pytest.approx(bright), timeout=TIMEOUT)
    opened.panel.sliders["brightness"].box.setValue(30)
    qtbot.waitUntil(lambda: mean() < bright - 5, timeout=TIMEOUT)


def test_marks_light_for_clipped_pixels_and_tell_how_many(shown_patches: MainWindow, qtbot: QtBot) -> None:
    histogram = shown_patches.panel.histogram
    qtbot.waitUntil(lambda: histogram.shadows.lit and histogram.highlights.lit, timeout=TIMEOUT)
    assert "25.00 %" in histogram.shadows.toolTip()
    assert "50.00 %" in histogram.highlights.toolTip()
    centre = histogram.highlights.rect().center()
    lit = histogram.highlights.grab().toImage()
    histogram.highlights.set_share(0.0009)
    assert not histogram.highlights.lit
    assert histogram.highlights.grab().toImage().pixelColor(centre) != lit.pixelColor(centre)


def test_the_curves_are_drawn_where_the_tones_are(shown_patches: MainWindow, qtbot: QtBot) -> None:
    histogram = shown_patches.panel.histogram
    qtbot.waitUntil(lambda: histogram.tones is not None and histogram.shadows.lit, timeout=TIMEOUT)
    drawn = to_pixels(histogram.grab().toImage()).astype(int)
    low = drawn[histogram.height() - 12]
    # Mid-grey is a peak at the middle; there is nothing between it and white.
    middle, empty = histogram.width() // 2, round(0.85 * histogram.width())
    assert low[middle - 6 : middle + 6].max() > low[empty].max() + 40


def test_a_drag_in_the_histogram_changes_the_tones_below_it(opened: MainWindow, qtbot: QtBot) -> None:
    histogram, panel, document = opened.panel.histogram, opened.panel, opened.studio.document
    settle(opened, qtbot)
    width, middle = histogram.width(), histogram.height() // 2
    plain = histogram.grab().toImage()
    zones = {"blacks": 0.05, "shadows": 0.2, "exposure": 0.5, "highlights": 0.8, "whites": 0.95}
    for name, share in zones.items():
        at = QPoint(round(share * width), middle)
        QTest.mouseMove(histogram, at)
        assert histogram.zone == name
        assert histogram.grab().toImage() != plain
        QTest.mousePress(histogram, LEFT, pos=at)
        for by in (5, 20):
            QTest.mouseMove(histogram, at + QPoint(round(by / 100 * width), 0))
        QTest.mouseRelease(histogram, LEFT, pos=at + QPoint(round(0.2 * width), 0))
        # All of the width is the way from end to end.
        track = panel.sliders[name].track
        span = (track.maximum() - track.minimum()) / 100
        assert getattr(document.adjustments, name) == pytest.approx(0.2 * span, abs=0.02 * span)
        label = panel.sliders[name].track.accessibleName()
        assert document.history.undoText().startswith(f"{label} +")
    assert document.history.count() == len(zones)
    at = QPoint(round(0.5 * width), middle)
    # A double click of QTest's lacks the click that a real one begins with.
    QTest.mouseClick(histogram, LEFT, pos=at)
    QTest.mouseDClick(histogram, LEFT, pos=at)
    assert document.adjustments.exposure == 0
    document.history.undo()
    document.history.undo()
    assert document.adjustments.whites == 0
    assert document.adjustments.highlights != 0
    QTest.mouseMove(histogram, at)
    QApplication.sendEvent(histogram, QEvent(QEvent.Type.Leave))
    assert histogram.zone == ""


def test_a_click_on_a_mark_marks_the_pixels(shown_patches: MainWindow) -> None:
    histogram = shown_patches.panel.histogram
    QTest.mouseClick(histogram.highlights, LEFT)
    assert shown_patches.canvas.clipping_marked
    assert histogram.highlights.isChecked()
    assert histogram.shadows.isChecked()
    QTest.mouseClick(histogram.shadows, LEFT)
    assert not shown_patches.canvas.clipping_marked
    assert not histogram.highlights.isChecked()


# Clipping in the picture


def test_clipped_pixels_are_painted_red_and_blue_and_others_stay(shown_patches: MainWindow) -> None:
    places = ((10, 20), (30, 20), (50, 20), (70, 20))
    untouched = [painted(shown_patches, *place) for place in places]
    assert untouched == [(0, 0, 0), (119, 119, 119), (255, 255, 255), (30, 60, 255)]
    QTest.keyClick(shown_patches.canvas, Qt.Key.Key_J)
    assert [painted(shown_patches, *place) for place in places] == [BLUE, (119, 119, 119), RED, RED]
    QTest.keyClick(shown_patches.canvas, Qt.Key.Key_J)
    assert [painted(shown_patches, *place) for place in places] == untouched


def test_the_overlay_follows_each_rendering(opened: MainWindow, qtbot: QtBot) -> None:
    settle(opened, qtbot)
    QTest.keyClick(opened.canvas, Qt.Key.Key_J)
    white = np.full((90, 130, 3), 255, np.uint8)
    opened.canvas.set_result(to_image(white))
    assert painted(opened, 65, 45) == RED
    opened.canvas.set_result(to_image(white - 100))
    assert painted(opened, 65, 45) == (155, 155, 155)


def test_full_size_detail_is_marked_by_its_own_pixels(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    open_and_wait(window, make_photo("large.png", 1200, 1500), qtbot)
    canvas = window.canvas
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        canvas.set_scale(1.0)
    region = canvas.detail_region
    assert region is not None
    detail = np.full((region.height(), region.width(), 3), 90, np.uint8)
    detail[:, : region.width() // 2] = 0
    canvas.set_detail(region, to_image(detail), to_image(detail))
    QTest.keyClick(canvas, Qt.Key.Key_J)
    y = canvas.visible_region().center().y()
    middle = region.left() + region.width() // 2
    assert painted(window, middle - 20, y) == BLUE
    assert painted(window, middle + 20, y) == (90, 90, 90)


def test_a_colour_with_one_channel_at_zero_is_tinted_not_covered() -> None:
    pixels = np.array([[(200, 80, 0), (0, 0, 0), (200, 80, 1)]], np.uint8)
    tinted, black, kept = to_pixels(marked(to_image(pixels)))[0]
    assert tuple(black) == BLUE
    assert tuple(kept) == (200, 80, 1)
    assert np.abs(tinted - (pixels[0, 0] / 4 + 0.75 * np.array(BLUE))).max() <= 4
    assert clipped_shares(to_image(pixels)).shadows == pytest.approx(2 / 3)


# Readout


def test_the_status_bar_tells_the_pixel_under_the_cursor(shown_patches: MainWindow) -> None:
    canvas, readout = shown_patches.canvas, shown_patches.status.readout
    QTest.mouseMove(canvas, at(shown_patches, 30, 12))
    assert numbers(readout.text()) == pytest.approx([30, 12, 119, 119, 119, 50.03, 0.0, 0.0], abs=0.05)
    assert "Original" in readout.text()
    QTest.mouseMove(canvas, at(shown_patches, 70, 39))
    assert numbers(readout.text()) == pytest.approx([70, 39, 30, 60, 255, 39.11, 60.80, -96.48], abs=0.06)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert readout.text() == ""


def test_beside_the_photo_the_readout_is_empty(shown_patches: MainWindow) -> None:
    canvas = shown_patches.canvas
    rect = canvas.photo_rect()
    assert rect.top() > 4
    QTest.mouseMove(canvas, QPoint(canvas.width() // 2, round(rect.center().y())))
    assert shown_patches.status.readout.text() != ""
    QTest.mouseMove(canvas, QPoint(canvas.width() // 2, 2))
    assert shown_patches.status.readout.text() == ""
    assert not to_pixels(shown_patches.status.readout.grab().toImage()).std() > 1


def test_the_readout_changes_with_the_picture_under_a_still_cursor(opened: MainWindow, qtbot: QtBot) -> None:
    result = settle(opened, qtbot)
    canvas = opened.canvas
    QTest.mouseMove(canvas, at(opened, 100, 50))
    assert numbers(opened.status.readout.text())[:5] == [100, 50, *result[50, 100]]
    assert "Original" not in opened.status.readout.text()
    QTest.keyPress(canvas, Qt.Key.Key_Backslash)
    photo = opened.studio.document.photo
    assert photo is not None
    assert numbers(opened.status.readout.text())[:5] == [100, 50, *photo.pixels[50, 100]]
    QTest.keyRelease(canvas, Qt.Key.Key_Backslash)
    opened.panel.sliders["saturation"].box.setValue(0)
    grey = settle(opened, qtbot)
    assert numbers(opened.status.readout.text())[2:5] == list(grey[50, 100])
    # Left of the line between before and after lies the photo as it was.
    QTest.keyClick(canvas, Qt.Key.Key_S)
    assert "Original" not in opened.status.readout.text()
    QTest.mouseMove(canvas, at(opened, 20, 50))
    assert numbers(opened.status.readout.text())[2:5] == list(photo.pixels[50, 20])
    assert "Original" in opened.status.readout.text()


def test_no_number_moves_another(shown_patches: MainWindow) -> None:
    """Where the last digit is painted does not depend on those before it, but for its own shape."""
    canvas, readout = shown_patches.canvas, shown_patches.status.readout

    def right_edge() -> int:
        drawn = to_pixels(readout.grab().toImage()).astype(int)
        columns = np.flatnonzero(np.abs(drawn - drawn[0, 0]).max(axis=(0, 2)) > 30)
        return int(columns[-1])

    QTest.mouseMove(canvas, at(shown_patches, 1, 1))
    first = right_edge()
    QTest.mouseMove(canvas, at(shown_patches, 75, 38))
    assert abs(right_edge() - first) <= 1


# History


def test_the_history_names_each_step_and_a_click_goes_back(opened: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(opened.canvas, Qt.Key.Key_H)
    steps = opened.history.steps
    assert steps.isVisible()
    neutral = opened.studio.document.adjustments
    drag(opened.panel.sliders["saturation"], 120, 130, 140)
    dragged = opened.panel.sliders["saturation"].value
    style = opened.panel.gallery.buttons[0]
    QTest.mouseClick(style, LEFT)
    opened.panel.sliders["brightness"].box.setValue(70)
    model = steps.model()
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert names == [
        "Import",
        f"Saturation {opened.panel.sliders['saturation'].box.text()}",
        f"Style {style.text()}",
        "Brighten 70 %",
    ]

    def click(row: int) -> None:
        QTest.mouseClick(steps.viewport(), LEFT, pos=steps.visualRect(model.index(row, 0)).center())

    click(1)
    assert opened.studio.document.adjustments == Adjustments(saturation=dragged)
    assert opened.panel.sliders["saturation"].value == dragged
    assert opened.panel.sliders["brightness"].value == 1.0
    click(0)
    assert opened.studio.document.adjustments == neutral
    click(3)
    assert opened.studio.document.adjustments.brightness == 0.7
    QTest.keyClick(opened.canvas, Qt.Key.Key_H)
    assert not steps.isVisible()


def test_steps_that_mix_or_take_away_say_so(opened: MainWindow) -> None:
    history = opened.studio.document.history
    style = opened.panel.gallery.buttons[0]
    QTest.mouseClick(style, LEFT)
    QTest.mouseClick(style, LEFT)
    assert history.undoText() == f"Remove {style.text()}"
    QTest.mouseClick(style, LEFT, Qt.KeyboardModifier.ControlModifier)
    assert history.undoText() == f"Style {style.text()}"
    other = opened.panel.gallery.buttons[1]
    QTest.mouseClick(other, LEFT, Qt.KeyboardModifier.ControlModifier)
    assert history.undoText() == f"Mix in {other.text()}"
    QTest.mouseClick(style, LEFT, Qt.KeyboardModifier.ControlModifier)
    assert history.undoText() == f"Take {style.text()} out of the mix"
    QTest.mouseClick(other, LEFT, Qt.KeyboardModifier.ControlModifier)
    assert history.undoText() == f"Remove {other.text()}"
    opened.panel.sliders["blue_yellow"].box.setValue(150)
    QTest.mouseDClick(opened.panel.sliders["blue_yellow"].track, LEFT, pos=QPoint(20, 10))
    assert history.undoText() == "Reset Blues, yellows"


def test_the_history_is_hidden_below_its_heading_or_closed(opened: MainWindow) -> None:
    history = opened.history
    QTest.keyClick(opened.canvas, Qt.Key.Key_H)
    QTest.mouseClick(history.section.heading, LEFT)
    assert history.section.heading.isVisible()
    assert not history.steps.isVisible()
    QTest.mouseClick(history.section.heading, LEFT)
    assert history.steps.isVisible()
    QTest.mouseClick(history.close_button, LEFT)
    assert not history.isVisible()
    assert not opened.menus.history.isChecked()
    assert opened.canvas.hasFocus()
    QTest.keyClick(opened.canvas, Qt.Key.Key_H)
    assert history.steps.isVisible()


def test_another_photo_begins_its_own_history(opened: MainWindow, make_photo: Maker, qtbot: QtBot) -> None:
    opened.panel.sliders["saturation"].box.setValue(150)
    assert opened.history.steps.model().rowCount() == 2
    open_and_wait(opened, make_photo("other.png", width=64), qtbot)
    assert opened.history.steps.model().rowCount() == 1


# Clipboard


def test_adjustments_travel_from_one_photo_to_another(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    opened.panel.sliders["saturation"].box.setValue(150)
    QTest.mouseClick(opened.panel.gallery.buttons[1], LEFT)
    wanted = opened.studio.document.adjustments
    QTest.keyClick(opened.canvas, Qt.Key.Key_C, CONTROL_SHIFT)
    assert "copied" in opened.notice.text.text()
    open_and_wait(opened, make_photo("other.png", width=64), qtbot)
    assert opened.studio.document.adjustments == Adjustments()
    QTest.keyClick(opened.canvas, Qt.Key.Key_V, CONTROL_SHIFT)
    assert opened.notice.text.text() == "Settings pasted"
    assert opened.studio.document.adjustments == wanted
    assert opened.panel.sliders["saturation"].value == 1.5
    assert opened.panel.gallery.buttons[1].isChecked()
    QTest.keyClick(opened.canvas, Qt.Key.Key_V, CONTROL_SHIFT)
    assert "already" in opened.notice.text.text()
    opened.studio.document.history.undo()
    QTest.keyClick(opened.canvas, Qt.Key.Key_V, CONTROL_SHIFT)
    opened.notice.action.click()
    assert opened.studio.document.adjustments == Adjustments()


def test_undo_of_pasting_is_offered_only_while_it_is_the_last_step_of_the_open_photo(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText(Adjustments(saturation=0.4).to_json())
    QTest.keyClick(opened.canvas, Qt.Key.Key_V, CONTROL_SHIFT)
    assert opened.notice.isVisible()
    opened.panel.sliders["brightness"].box.setValue(50)
    assert not opened.notice.isVisible()
    opened.reset()
    QTest.keyClick(opened.canvas, Qt.Key.Key_V, CONTROL_SHIFT)
    assert opened.notice.isVisible()
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        opened.studio.open(make_photo("other.png", width=64))
    assert not opened.notice.isVisible()


def test_adjustments_are_also_pasted_from_their_text(opened: MainWindow) -> None:
    opened.studio.document.change(Adjustments(saturation=0.4), "")
    QTest.keyClick(opened.canvas, Qt.Key.Key_C, CONTROL_SHIFT)
    text = QGuiApplication.clipboard().text()
    opened.reset()
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(opened.canvas, Qt.Key.Key_V, CONTROL_SHIFT)
    assert opened.studio.document.adjustments == Adjustments(saturation=0.4)


COPY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from app.actions.clipboard import Clipboard, PictureData
from app.widgets.notice import Notice
from app.worker.requests import Copied
from app.studio import Studio
from app.worker.thread import EngineThread
application = QApplication([])
studio = Studio(EngineThread(lambda: None), None)
clipboard = Clipboard(studio, Notice(), None, None)
if sys.argv[1] == "adjustments":
    clipboard.copy_adjustments()
else:
    picture = QImage(8, 6, QImage.Format.Format_RGB32)
    studio.copied.emit(Copied(1, 1, studio.document.adjustments, "night.png", picture, b"png"))
    assert isinstance(application.clipboard().mimeData(), PictureData)
print(application.clipboard().text())
QTimer.singleShot(0, application.quit)
application.exec()
"""


@pytest.mark.parametrize("copied", ["adjustments", "picture"])
def test_a_program_that_copied_something_ends_as_it_should(copied: str) -> None:
    done = subprocess.run([sys.executable, "-c", COPY, copied], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if copied == "adjustments":
        assert Adjustments.from_json(done.stdout) == Adjustments()


def other_type() -> QMimeData:
    data = QMimeData()
    data.setData("application/json", b"\xff\xfe{")
    return data


def newer() -> QMimeData:
    data = QMimeData()
    data.setText('{"schema": 99, "saturation": 1.2}')
    return data


def prose() -> QMimeData:
    data = QMimeData()
    data.setText("saturation 2")
    return data


@pytest.mark.parametrize("data", [QMimeData, other_type, newer, prose])
def test_pasting_what_is_no_adjustments_says_so_and_changes_nothing(
    opened: MainWindow, data: Callable[[], QMimeData]
) -> None:
    opened.panel.sliders["saturation"].box.setValue(150)
    QGuiApplication.clipboard().setMimeData(data())
    QTest.keyClick(opened.canvas, Qt.Key.Key_V, CONTROL_SHIFT)
    assert opened.notice.isVisible()
    assert "no settings" in opened.notice.text.text()
    assert opened.studio.document.adjustments == Adjustments(saturation=1.5)


def test_without_a_photo_there_is_nothing_to_look_at(window: MainWindow) -> None:
    assert window.panel.histogram.tones is None
    assert window.status.readout.text() == ""
    assert not window.panel.histogram.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_J)
    assert not window.canvas.clipping_marked
    assert window.canvas.pixel() is None
    assert window.canvas.to_photo(QPointF()) is not None


def test_colours_are_pasted_without_the_brightness(opened: MainWindow) -> None:
    look = Adjustments(
        brightness=0.4,
        exposure=1.0,
        contrast=0.4,
        highlights=-0.5,
        shadows=0.5,
        whites=0.3,
        blacks=-0.2,
        clarity=0.4,
        range=0.8,
        saturation=1.5,
        vibrance=0.3,
        references=(load_styles()[0].reference(),),
        style_strength=0.7,
    )
    QGuiApplication.clipboard().setText(look.to_json())
    own = Adjustments(brightness=0.9, exposure=-0.3, highlights=0.1, shadows=0.2, range=0.3, saturation=0.4)
    opened.studio.document.change(own, "own")
    QTest.keyClick(opened.canvas, Qt.Key.Key_V, CONTROL_SHIFT | Qt.KeyboardModifier.AltModifier)
    assert opened.studio.document.adjustments == replace(
        own,
        **{name: getattr(look, name) for name in ("saturation", "vibrance", "references", "style_strength")},
    )
    opened.notice.action.click()
    assert opened.studio.document.adjustments == own
