"""Crop, straighten, turn and flip in the window, by the mouse and by keys."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from window_helpers import (
    LEFT,
    TIMEOUT,
    drag,
    keep_preset,
    open_and_wait,
    press_and_wait,
    settle,
    wait_for_presets,
    wait_for_thumbnails,
)

from app.crop.view import CropView
from app.dialogs.preset_name import PresetNameDialog
from app.widgets.images import to_image, to_pixels
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.framing import cut
from ccnet_core.geometry import Crop, Geometry
from ccnet_core.photo import ExportOptions, open_photo
from ccnet_core.presets import Preset
from ccnet_core.sidecar import read_sidecar, write_sidecar

Maker = Callable[..., Path]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def begin(window: MainWindow) -> CropView:
    """Press the key of the mode."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, TIMEOUT)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_C)
    view = window.cropping.view
    assert view.isVisible()
    assert view.hasFocus()
    return view


def pull(
    view: QWidget, start: QPointF, *way: tuple[float, float], keys: Qt.KeyboardModifier | None = None
) -> None:
    """Press at a point, move by some ways from there, let go."""
    pressed = keys or Qt.KeyboardModifier.NoModifier
    at = start.toPoint()
    QTest.mousePress(view, LEFT, pressed, at)
    for x, y in way:
        at = (start + QPointF(x, y)).toPoint()
        QTest.mouseMove(view, at)
    QTest.mouseRelease(view, LEFT, pressed, at)


def geometry(window: MainWindow) -> Geometry:
    return window.studio.document.adjustments.geometry


def exported(window: MainWindow, path: Path, qtbot: QtBot) -> np.ndarray:
    """The pixels of a file that the photo is exported to."""
    with qtbot.waitSignal(window.studio.exported, timeout=TIMEOUT):
        window.studio.export(path, ExportOptions("png"))
    return open_photo(path).pixels


def steps(window: MainWindow) -> list[str]:
    history = window.studio.document.history
    return [history.text(index) for index in range(history.count())]


def test_a_corner_is_dragged_and_enter_takes_the_frame(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    whole = settle(opened, qtbot)
    view = begin(opened)
    assert opened.panel.isHidden()
    assert opened.cropping.panel.isVisible()
    frame = view.frame_rect()
    pull(view, frame.topLeft(), (20, 10), (frame.width() / 2, frame.height() / 2))
    assert geometry(opened) == Geometry()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.panel.isVisible()
    assert opened.cropping.panel.isHidden()
    left, top, width, height = geometry(opened).crop
    assert (left, top) == pytest.approx((0.5, 0.5), abs=0.02)
    assert (left + width, top + height) == pytest.approx((1, 1))
    shown = settle(opened, qtbot)
    np.testing.assert_array_equal(shown, cut(whole, geometry(opened)))
    assert opened.canvas.hasFocus()
    assert np.abs(exported(opened, tmp_path / "out.png", qtbot).astype(int) - shown).max() <= 1
    assert steps(opened) == ["Crop"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("angle", [0, -20])
def test_what_is_seen_in_the_frame_is_what_is_shown(
    qtbot: QtBot, rotation: int, mirrored: bool, angle: float
) -> None:
    pixels = colour_ramp(200, 300)
    wanted = Geometry(rotation, mirrored, angle, Crop(0.2, 0.3, 0.4, 0.5))
    view = CropView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.set_photo(QSize(300, 200), to_image(pixels))
    view.set_geometry(wanted)
    seen, shown, frame = to_pixels(view.grab().toImage()), cut(pixels, wanted), view.frame_rect()
    height, width = shown.shape[:2]
    # Beside the lines of the grid.
    for x, y in ((0.2, 0.2), (0.5, 0.5), (0.8, 0.2), (0.2, 0.8)):
        here = seen[int(frame.top() + y * frame.height()), int(frame.left() + x * frame.width())]
        assert np.abs(here.astype(int) - shown[int(y * height), int(x * width)]).max() <= 4


def test_undo_and_redo_of_a_crop(opened: MainWindow, qtbot: QtBot) -> None:
    whole = settle(opened, qtbot)
    view = begin(opened)
    pull(view, view.frame_rect().bottomRight(), (-60, -60))
    QTest.keyClick(view, Qt.Key.Key_Enter)
    cropped = settle(opened, qtbot)
    QTest.keyClick(opened.canvas, Qt.Key.Key_Z, CONTROL)
    np.testing.assert_array_equal(settle(opened, qtbot), whole)
    assert geometry(opened) == Geometry()
    QTest.keyClick(opened.canvas, Qt.Key.Key_Z, CONTROL | SHIFT)
    np.testing.assert_array_equal(settle(opened, qtbot), cropped)


def test_escape_gives_up(opened: MainWindow) -> None:
    view = begin(opened)
    pull(view, view.frame_rect().topLeft(), (80, 80))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not opened.cropping.active
    assert geometry(opened) == Geometry()
    assert steps(opened) == []
    assert opened.canvas.isVisible()
    assert not opened.menus.crop.isChecked()


def test_the_frame_stops_at_the_borders_and_slides_along_them(opened: MainWindow) -> None:
    view = begin(opened)
    frame = view.frame_rect()
    pull(view, frame.topLeft(), (frame.width() / 2, frame.height() / 2))
    pull(view, view.frame_rect().topLeft(), (-9000, 10), (-9000, 20))
    crop = opened.cropping.view.rect_in_photo
    assert crop.x == 0
    assert crop.y > 45
    pull(view, view.frame_rect().center(), (9000, -9000))
    moved = view.rect_in_photo
    assert (moved.x + moved.width, moved.y) == pytest.approx((130, 0))
    assert (moved.width, moved.height) == pytest.approx((crop.width, crop.height))


def test_a_line_along_the_horizon_is_levelled(opened: MainWindow, qtbot: QtBot) -> None:
    view = begin(opened)
    opened.cropping.panel.level.click()
    assert view.levelling
    pull(view, view.frame_rect().center() - QPointF(100, 0), (50, 5), (200, 20))
    assert not view.levelling
    assert not opened.cropping.panel.level.isChecked()
    expected = -math.degrees(math.atan2(20, 200))
    assert opened.cropping.panel.angle.value == pytest.approx(expected, abs=0.01)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert geometry(opened).straighten == pytest.approx(expected, abs=0.01)
    assert steps(opened)[0].startswith("Straighten ")
    shown = settle(opened, qtbot)
    assert shown.shape[:2] == geometry(opened).size(90, 130)


@pytest.mark.parametrize(("way", "angle"), [((10, 100), 5.71), ((-10, 100), -5.71), ((100, -10), 5.71)])
def test_a_line_that_is_nearly_upright_becomes_so(
    opened: MainWindow, way: tuple[int, int], angle: float
) -> None:
    view = begin(opened)
    pull(view, view.frame_rect().center(), way, keys=CONTROL)
    assert opened.cropping.panel.angle.value == pytest.approx(angle, abs=0.02)


def test_the_slider_straightens_and_the_frame_stays_in_the_photo(opened: MainWindow, qtbot: QtBot) -> None:
    view = begin(opened)
    drag(opened.cropping.panel.angle, 300, 800)
    rect, ground = view.rect_in_photo, view.ground
    assert ground.angle == pytest.approx(8, abs=0.4)
    assert ground.holds(rect)
    assert rect.width < 130
    # Back at 0 all of the photo is there again.
    drag(opened.cropping.panel.angle, 300, 0)
    assert view.rect_in_photo.width == pytest.approx(130)
    drag(opened.cropping.panel.angle, -1000)
    pull(view, view.frame_rect().topRight(), (300, -300))
    assert view.ground.holds(view.rect_in_photo)
    QTest.keyClick(view, Qt.Key.Key_Return)
    settle(opened, qtbot)


def test_a_drag_outside_the_frame_turns_the_photo(opened: MainWindow) -> None:
    view = begin(opened)
    middle = QPointF(view.width() / 2, view.height() / 2)
    start = QPointF(view.width() - 6, middle.y())
    radius = start.x() - middle.x()
    to = middle + radius * QPointF(math.cos(math.radians(10)), math.sin(math.radians(10)))
    pull(view, start, ((to - start).x(), (to - start).y()))
    assert opened.cropping.panel.angle.value == pytest.approx(10, abs=0.3)


def test_what_is_done_in_the_mode_is_undone_there_step_by_step(opened: MainWindow) -> None:
    view = begin(opened)
    pull(view, view.frame_rect().topLeft(), (30, 30), (60, 60))
    first = view.rect_in_photo
    pull(view, view.frame_rect().topLeft(), (30, 30), (60, 60))
    assert view.rect_in_photo != first
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert view.rect_in_photo == first
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert view.rect_in_photo.width == pytest.approx(130)
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL | SHIFT)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert steps(opened) == ["Crop"]
    assert opened.studio.document.histories.activeStack() is opened.studio.document.history


def test_ratios_and_their_swap(opened: MainWindow) -> None:
    view, panel = begin(opened), opened.cropping.panel

    def sides() -> tuple[float, float]:
        rect = view.rect_in_photo
        return rect.width, rect.height

    panel.shapes.setCurrentIndex(panel.shapes.findText("1 : 1"))
    assert sides() == pytest.approx((90, 90))
    panel.shapes.setCurrentIndex(panel.shapes.findText("3 : 2"))
    assert sides()[0] / sides()[1] == pytest.approx(1.5, abs=0.02)
    QTest.keyClick(view, Qt.Key.Key_X)
    assert sides()[1] / sides()[0] == pytest.approx(1.5, abs=0.02)
    # A drag keeps the ratio, whatever handle it is.
    pull(view, view.frame_rect().topLeft(), (60, 10))
    pull(view, QPointF(view.frame_rect().right(), view.frame_rect().center().y()), (-30, 0))
    assert sides()[1] / sides()[0] == pytest.approx(1.5, abs=0.04)
    panel.shapes.setCurrentIndex(panel.shapes.findText("Own ratio"))
    panel.own[0].setValue(2)
    panel.own[1].setValue(1)
    assert max(sides()) / min(sides()) == pytest.approx(2, abs=0.05)
    panel.shapes.setCurrentIndex(panel.shapes.findText("Free"))
    pull(view, view.frame_rect().topLeft(), (40, 0))
    assert max(sides()) / min(sides()) != pytest.approx(2, abs=0.05)


def test_shift_keeps_the_ratio_of_a_free_frame(opened: MainWindow) -> None:
    view = begin(opened)
    pull(view, view.frame_rect().topLeft(), (100, 0), keys=SHIFT)
    start = view.frame_rect().bottomRight().toPoint()
    QTest.mousePress(view, LEFT, SHIFT, start)
    at = QPointF(start - QPoint(60, 5))
    move = QMouseEvent(QMouseEvent.Type.MouseMove, at, view.mapToGlobal(at), LEFT, LEFT, SHIFT)
    before = view.rect_in_photo
    QApplication.sendEvent(view, move)
    QTest.mouseRelease(view, LEFT, SHIFT, at.toPoint())
    after = view.rect_in_photo
    assert after.width < before.width
    assert after.width / after.height == pytest.approx(before.width / before.height, abs=0.03)


def test_the_keyboard_alone_crops(opened: MainWindow, qtbot: QtBot) -> None:
    view = begin(opened)
    for _ in range(10):
        QTest.keyClick(view, Qt.Key.Key_Left, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_Up, CONTROL | SHIFT)
    QTest.keyClick(view, Qt.Key.Key_Right, SHIFT)
    rect = view.rect_in_photo
    assert (rect.x, rect.y, rect.width, rect.height) == pytest.approx((1, 0, 120, 89))
    assert "120 × 89" in view.accessibleDescription()
    # To the panel and back, and from there Enter takes the frame, too.
    QTest.keyClick(view, Qt.Key.Key_F6)
    assert opened.cropping.panel.shapes.hasFocus()
    QTest.keyClick(opened.cropping.panel.angle.track, Qt.Key.Key_Return)
    assert not opened.cropping.active
    assert geometry(opened).size(90, 130) == (89, 120)
    settle(opened, qtbot)


def test_everything_in_the_mode_has_a_name(opened: MainWindow) -> None:
    view, panel = begin(opened), opened.cropping.panel
    assert view.accessibleName()
    named = [panel.shapes, panel.swap, panel.angle.track, panel.angle.box, *panel.own]
    assert all(widget.accessibleName() for widget in named)
    buttons = panel.findChildren(QAbstractButton)
    assert all(button.text() or button.accessibleName() for button in buttons)
    assert {"Rotate left", "Flip vertically"} <= {button.accessibleName() for button in buttons}
    assert all(button.text() for button in (panel.level, panel.reset, panel.cancel, panel.done))
    assert all(
        action.text() and action.toolTip() for action in opened.tools.actions() if not action.isSeparator()
    )


def test_four_quarter_turns_and_two_flips_show_the_same(opened: MainWindow, qtbot: QtBot) -> None:
    whole = settle(opened, qtbot)
    QTest.keyClick(opened.canvas, Qt.Key.Key_R)
    np.testing.assert_array_equal(settle(opened, qtbot), np.rot90(whole, -1))
    QTest.keyClick(opened.canvas, Qt.Key.Key_R, SHIFT)
    np.testing.assert_array_equal(settle(opened, qtbot), whole)
    QTest.keyClick(opened.canvas, Qt.Key.Key_R, ALT)
    np.testing.assert_array_equal(settle(opened, qtbot), whole[:, ::-1])
    QTest.keyClick(opened.canvas, Qt.Key.Key_R, ALT | SHIFT)
    np.testing.assert_array_equal(settle(opened, qtbot), whole[::-1, ::-1])
    for _ in range(2):
        QTest.keyClick(opened.canvas, Qt.Key.Key_R)
    assert geometry(opened) == Geometry()
    assert steps(opened)[:3] == ["Rotate right", "Rotate left", "Flip horizontally"]


def test_turning_in_the_mode_turns_the_frame_too(opened: MainWindow) -> None:
    view = begin(opened)
    pull(view, view.frame_rect().topLeft(), (80, 40))
    before = view.rect_in_photo
    QTest.keyClick(view, Qt.Key.Key_R)
    after = view.rect_in_photo
    assert opened.cropping.active
    assert (after.width, after.height) == pytest.approx((before.height, before.width))
    assert (after.x, after.y) == pytest.approx((0, before.x))


def test_reset_shows_all_of_the_photo_again(opened: MainWindow) -> None:
    view = begin(opened)
    pull(view, view.frame_rect().topLeft(), (80, 40))
    QTest.keyClick(view, Qt.Key.Key_R)
    opened.cropping.panel.reset.click()
    assert (view.rect_in_photo.width, view.rect_in_photo.height) == pytest.approx((130, 90))
    opened.cropping.panel.done.click()
    assert geometry(opened) == Geometry()
    assert steps(opened) == []


def test_another_photo_takes_the_frame_of_the_one_before(three: MainWindow, qtbot: QtBot) -> None:
    path = three.filmstrip.paths[0]
    view = begin(three)
    pull(view, view.frame_rect().topLeft(), (80, 40))
    press_and_wait(three, view, Qt.Key.Key_PageDown, qtbot)
    assert not three.cropping.active
    assert three.canvas.isVisible()
    assert geometry(three) == Geometry()
    three.close()
    kept = read_sidecar(path)
    assert kept is not None
    assert not kept.geometry.is_neutral


def test_closing_takes_the_frame(opened: MainWindow) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    assert photo.path is not None
    view = begin(opened)
    pull(view, view.frame_rect().topLeft(), (80, 40))
    opened.close()
    kept = read_sidecar(photo.path)
    assert kept is not None
    assert kept.geometry.crop != Crop()


def test_a_photo_that_was_cropped_opens_so(window: MainWindow, make_photo: Maker, qtbot: QtBot) -> None:
    path = make_photo()
    wanted = Geometry(rotation=90, crop=Crop(0.1, 0.2, 0.5, 0.5))
    write_sidecar(path, Adjustments(geometry=wanted))
    sizes: list[tuple[int, int]] = []

    def note(picture: object) -> None:
        if window.canvas.picture is not None:
            sizes.append((window.canvas.picture.height(), window.canvas.picture.width()))

    window.canvas.picture_changed.connect(note)
    open_and_wait(window, path, qtbot)
    settle(window, qtbot)
    # Never, not even dim, is anything else shown.
    assert set(sizes) == {wanted.size(90, 130)}
    view = begin(window)
    rect = view.rect_in_photo
    assert (rect.x, rect.y, rect.width, rect.height) == pytest.approx((9, 26, 45, 65))


def test_before_and_after_show_the_same_part(opened: MainWindow, qtbot: QtBot) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    document = opened.studio.document
    document.change(Adjustments(geometry=Geometry(rotation=180, crop=Crop(0.1, 0.1, 0.5, 0.5))), "turned")
    settle(opened, qtbot)
    opened.canvas.show_original(True)
    picture = opened.canvas.picture
    assert picture is not None
    np.testing.assert_array_equal(to_pixels(picture), cut(photo.pixels, geometry(opened)))


def test_thumbnails_and_size_follow_the_crop(opened: MainWindow, qtbot: QtBot) -> None:
    document = opened.studio.document
    document.change(Adjustments(geometry=Geometry(crop=Crop(0, 0, 0.25, 1))), "crop")
    settle(opened, qtbot)
    wait_for_thumbnails(opened, qtbot)
    picture = opened.panel.gallery.buttons[0].picture
    assert picture is not None
    assert picture.width() < picture.height()
    assert "32 × 90" in opened.status.size_label.text() or "33 × 90" in opened.status.size_label.text()


def test_actual_pixels_are_those_of_the_crop(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    open_and_wait(window, make_photo("large.png", 1000, 1500), qtbot)
    crop = Geometry(rotation=90, straighten=3, crop=Crop(0.2, 0.2, 0.6, 0.6))
    document = window.studio.document
    document.change(replace(document.adjustments, geometry=crop), "crop")
    settle(window, qtbot)
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT) as told:
        window.canvas.set_scale(1.0)
    detail = told.args[0]
    region: QRect = detail.region
    picture = exported(window, tmp_path / "out.png", qtbot)
    height, width = picture.shape[:2]
    assert QRect(0, 0, width, height).contains(region)
    rows, columns = slice(region.top(), region.bottom() + 1), slice(region.left(), region.right() + 1)
    assert np.abs(to_pixels(detail.picture).astype(int) - picture[rows, columns]).max() <= 1


def test_pasting_leaves_the_crop_and_pastes_it_alone(three: MainWindow, qtbot: QtBot) -> None:
    three.activateWindow()
    document = three.studio.document
    copied = Adjustments(saturation=1.5, geometry=Geometry(rotation=90))
    document.change(copied, "look")
    QTest.keyClick(three.canvas, Qt.Key.Key_C, CONTROL | SHIFT)
    press_and_wait(three, three.canvas, Qt.Key.Key_PageDown, qtbot)
    QTest.keyClick(three.canvas, Qt.Key.Key_V, CONTROL | SHIFT)
    assert document.adjustments == Adjustments(saturation=1.5)
    QTest.keyClick(three.canvas, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(three.canvas, Qt.Key.Key_V, CONTROL | ALT)
    assert document.adjustments == Adjustments(geometry=Geometry(rotation=90))


@pytest.mark.parametrize("with_crop", [False, True])
def test_presets_hold_the_crop_if_asked(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch, with_crop: bool
) -> None:
    document = opened.studio.document
    look = Adjustments(saturation=1.5, geometry=Geometry(rotation=90))
    document.change(look, "look")

    def accept(dialog: PresetNameDialog) -> int:
        assert not dialog.with_crop.isHidden()
        dialog.with_crop.setChecked(with_crop)
        return int(PresetNameDialog.DialogCode.Accepted)

    monkeypatch.setattr(PresetNameDialog, "exec", accept)
    opened.presets.save_current()
    wait_for_presets(opened)
    assert opened.presets.all[0].adjustments == (look if with_crop else look.of_whole)
    own = Geometry(mirrored=True)
    document.change(Adjustments(geometry=own), "other")
    opened.presets.apply(0)
    assert document.adjustments == (look if with_crop else replace(look, geometry=own))


def test_a_preset_without_a_crop_shows_that_of_the_photo(opened: MainWindow) -> None:
    keep_preset(opened, Preset("Vivid", Adjustments(saturation=1.5)))
    own = Geometry(crop=Crop(0, 0, 0.5, 1))
    opened.studio.document.change(Adjustments(saturation=1.5, geometry=own), "crop")
    assert opened.panel.preview_adjustments()[-1].geometry == own
    assert opened.panel.presets.gallery.buttons[0].isChecked()


def test_a_command_of_the_photo_takes_the_frame_first(opened: MainWindow) -> None:
    view = begin(opened)
    pull(view, view.frame_rect().topLeft(), (80, 40))
    QTest.keyClick(view, Qt.Key.Key_C, CONTROL | SHIFT)
    assert not opened.cropping.active
    copied = Adjustments.from_json(QApplication.clipboard().text())
    assert copied.geometry == geometry(opened) != Geometry()


def test_without_a_photo_there_is_nothing_to_crop(window: MainWindow) -> None:
    window.menus.crop.trigger()
    assert not window.cropping.active
    assert window.tools.isHidden()


def test_a_dim_photo_can_be_turned_and_cropped(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, network: object
) -> None:
    network.open_gate.clear()  # type: ignore[attr-defined]
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.open_photo(make_photo())
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_R)
    picture = window.canvas.picture
    assert picture is not None
    assert (picture.width(), picture.height()) == (90, 130)
    view = begin(window)
    pull(view, view.frame_rect().topLeft(), (80, 40))
    QTest.keyClick(view, Qt.Key.Key_Return)
    network.open_gate.set()  # type: ignore[attr-defined]
    shown = settle(window, qtbot)
    assert shown.shape[:2] == geometry(window).size(90, 130)
