"""Masks in the window: drawn by the mouse, moved by handles and keys, decided about in the panel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QIcon, QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_helpers import LEFT, TIMEOUT, drag, open_and_wait, settle, wait_for_presets

from app.canvas.canvas import Canvas
from app.dialogs.preset_name import PresetNameDialog
from app.masks.layer import MaskLayer
from app.masks.shapes import Handle
from app.panel.slider import AdjustmentSlider
from app.widgets.images import to_image
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.framing import cut
from ccnet_core.geometry import Crop, Geometry
from ccnet_core.masks import ColourRange, Linear, LocalValues, LuminanceRange, Mask, MaskKind, Point, Radial
from ccnet_core.photo import ExportOptions, open_photo
from ccnet_core.sidecar import read_sidecar

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


def begin(window: MainWindow) -> MaskLayer:
    """Press the key of the mode."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, TIMEOUT)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_M)
    layer = window.masking.layer
    assert layer.isVisible()
    assert layer.size() == window.canvas.size()
    return layer


def pull(
    layer: MaskLayer, start: QPointF, *way: tuple[float, float], keys: Qt.KeyboardModifier = NONE
) -> None:
    """Press at a point, move by some ways from there, let go."""
    at = start.toPoint()
    QTest.mousePress(layer, LEFT, keys, at)
    for x, y in way:
        at = (start + QPointF(x, y)).toPoint()
        place, everywhere = QPointF(at), layer.mapToGlobal(QPointF(at))
        # QTest moves without keys.
        move = QMouseEvent(QEvent.Type.MouseMove, place, everywhere, Qt.MouseButton.NoButton, LEFT, keys)
        QApplication.sendEvent(layer, move)
    QTest.mouseRelease(layer, LEFT, keys, at)


def enter(slider: AdjustmentSlider, text: str) -> None:
    """Type a value."""
    slider.box.setFocus()
    slider.box.selectAll()
    QTest.keyClicks(slider.box, text)
    QTest.keyClick(slider.box, Qt.Key.Key_Return)


def masks(window: MainWindow) -> tuple[Mask, ...]:
    return window.studio.document.adjustments.masks


def steps(window: MainWindow) -> list[str]:
    history = window.studio.document.history
    return [history.text(index) for index in range(history.count())]


def covered(window: MainWindow, qtbot: QtBot) -> np.ndarray:
    """How opaque what is covered is painted, once it is there."""
    qtbot.waitUntil(lambda: window.masking.layer.cover is not None and window.studio.exact, timeout=TIMEOUT)
    image = window.masking.layer.cover
    assert image is not None
    values = np.frombuffer(image.constBits(), np.uint8)
    return values.reshape(image.height(), image.width(), 4)[..., 3].astype(int)


def test_a_face_is_lifted_in_three_gestures(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    before = settle(opened, qtbot).astype(int)
    layer = begin(opened)
    assert opened.panel.isHidden()
    assert opened.masking.panel.isVisible()
    middle = layer.to_widget(Point(0.5, 0.5))
    reach = layer.to_widget(Point(0.7, 0.7)) - middle
    pull(layer, middle, (2, 1), (reach.x() / 2, reach.y() / 2), (reach.x(), reach.y()))
    (mask,) = masks(opened)
    assert isinstance(mask.shape, Radial)
    assert mask.shape.centre == pytest.approx((0.5, 0.5), abs=0.02)
    assert mask.shape.radii[0] == pytest.approx(0.2, abs=0.03)
    # What is drawn is seen until it is decided what becomes of it.
    assert covered(opened, qtbot).max() > 100
    sliders = opened.masking.panel.sliders
    drag(sliders["exposure"], 60, 120)
    enter(sliders["shadows"], "30")
    assert layer.cover is None
    lifted = masks(opened)[0].values
    assert lifted == LocalValues(exposure=lifted.exposure, shadows=0.3)
    assert lifted.exposure == pytest.approx(1.2, abs=0.05)
    texts = ["Radial mask", f"Radial 1: Exposure +{lifted.exposure:.2f}", "Radial 1: Shadows +30"]
    assert steps(opened) == texts
    soft = settle(opened, qtbot).astype(int)
    enter(sliders["sharpen"], "60")
    enter(sliders["luminance_noise"], "-80")
    assert masks(opened)[0].values == replace(lifted, sharpen=0.6, luminance_noise=-0.8)
    assert steps(opened)[3:] == ["Radial 1: Sharpen +60", "Radial 1: Luminance noise -80"]
    assert (settle(opened, qtbot) != soft).any()
    after = settle(opened, qtbot).astype(int)
    height, width = after.shape[:2]
    assert (after[height // 2, width // 2] > before[height // 2, width // 2] + 10).all()
    np.testing.assert_array_equal(after[:3], before[:3])
    # Of the size of the preview, so it is the same at full size, noise and sharpening too.
    with qtbot.waitSignal(opened.studio.exported, timeout=TIMEOUT):
        opened.studio.export(tmp_path / "out.png", ExportOptions("png"))
    assert np.abs(open_photo(tmp_path / "out.png").pixels.astype(int) - after).max() <= 1
    QTest.keyClick(opened.canvas, Qt.Key.Key_Escape)
    assert not layer.isVisible()
    assert opened.panel.isVisible()
    for _ in range(5):
        QTest.keyClick(opened.canvas, Qt.Key.Key_Z, CONTROL)
    assert masks(opened) == ()
    np.testing.assert_array_equal(settle(opened, qtbot), before)
    # Kept in the sidecar, put into a preset only if asked, and not into what a batch takes from here.
    opened.studio.document.change(Adjustments(saturation=1.5, masks=[mask]), "look")
    opened.studio.autosave.save_all()
    photo = opened.studio.document.photo
    assert photo is not None
    assert photo.path is not None
    assert read_sidecar(photo.path) == Adjustments(saturation=1.5, masks=[mask])
    for asked in (False, True):

        def accept(dialog: PresetNameDialog, asked: bool = asked) -> int:
            assert not dialog.with_masks.isHidden()
            dialog.with_masks.setChecked(asked)
            dialog.edit.setText(f"with {asked}")
            return int(PresetNameDialog.DialogCode.Accepted)

        monkeypatch.setattr(PresetNameDialog, "exec", accept)
        opened.presets.save_current()
        wait_for_presets(opened)
    found = {preset.name: preset.adjustments.masks for preset in opened.presets.all}
    assert found == {"with False": (), "with True": (mask,)}


def test_a_click_on_a_kind_always_chooses_it(opened: MainWindow) -> None:
    layer, panel = begin(opened), opened.masking.panel
    radial, middle = panel.add[MaskKind.RADIAL], layer.to_widget(Point(0.5, 0.5))
    # It is chosen from the beginning, without masks; who clicks on it, once or twice, wants it.
    for _ in range(2):
        QTest.mouseClick(radial, LEFT)
        assert (layer.armed, radial.isChecked()) == (MaskKind.RADIAL, True)
    pull(layer, middle, (5, 3), (40, 20))
    assert [mask.kind for mask in masks(opened)] == [MaskKind.RADIAL]
    # What is drawn is not drawn again by the next drag.
    assert (layer.armed, radial.isChecked()) == (None, False)
    # Escape puts down what is chosen, in the photo and in the panel, and leaves when nothing is.
    for place in (opened.canvas, panel):
        QTest.mouseClick(panel.add[MaskKind.LINEAR], LEFT)
        assert layer.armed is MaskKind.LINEAR
        QTest.keyClick(place, Qt.Key.Key_Escape)
        assert (layer.armed, panel.add[MaskKind.LINEAR].isChecked()) == (None, False)
        assert opened.masking.active
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not opened.masking.active


def test_handles_pins_and_keys_move_what_is_drawn(opened: MainWindow) -> None:
    layer, panel, canvas = begin(opened), opened.masking.panel, opened.canvas
    panel.add[MaskKind.LINEAR].click()
    top, middle = layer.to_widget(Point(0.5, 0.1)), layer.to_widget(Point(0.5, 0.6))
    way = middle - top
    pull(layer, top, (0, way.y() / 2), (way.x(), way.y()))
    (mask,) = masks(opened)
    assert isinstance(mask.shape, Linear)
    assert mask.shape.start == pytest.approx((0.5, 0.1), abs=0.02)
    # It is drawn: the next drag moves what it grasps.
    end = layer.handle_points()[Handle.END]
    pull(layer, end, (5, 0), (60, 20))
    moved = masks(opened)[0].shape
    assert isinstance(moved, Linear)
    assert moved.start == mask.shape.start
    assert QPointF(layer.to_widget(moved.end) - end).toPoint() == QPoint(60, 20)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Down, SHIFT)
    keyed = masks(opened)[0].shape
    assert isinstance(keyed, Linear)
    photo = opened.studio.document.photo
    assert photo is not None
    longer = max(photo.width, photo.height)
    assert keyed.start.x - moved.start.x == pytest.approx(0.01 * longer / photo.width)
    assert keyed.start.y - moved.start.y == pytest.approx(0.001 * longer / photo.height, abs=1e-5)
    # A second one; the pin of the first selects that.
    panel.add[MaskKind.RADIAL].click()
    corner = layer.to_widget(Point(0.2, 0.8))
    pull(layer, corner, (20, 10), (40, 20), keys=SHIFT)
    drawn = masks(opened)[1].shape
    assert isinstance(drawn, Radial)
    assert drawn.radii[0] == drawn.radii[1]
    pull(layer, layer.handle_points()[Handle.RIGHT], (3, 0), (20, 0))
    pull(layer, layer.handle_points()[Handle.SOFT], (2, 2), (-4, -4))
    pull(layer, layer.handle_points()[Handle.TURN], (-1, 20), (-3, 60))
    shaped = masks(opened)[1].shape
    assert isinstance(shaped, Radial)
    assert shaped.radii[0] > drawn.radii[0]
    assert shaped.radii[1] == drawn.radii[1]
    assert shaped.softness != drawn.softness
    assert 20 < shaped.angle < 80
    assert panel.list.currentRow() == 1
    QTest.mouseClick(
        layer, LEFT, pos=((layer.to_widget(keyed.start) + layer.to_widget(keyed.end)) / 2).toPoint()
    )
    assert panel.list.currentRow() == 0
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert [mask.kind for mask in masks(opened)] == [MaskKind.RADIAL]
    assert steps(opened)[:3] == ["Linear mask", "Move Linear 1", "Move Linear 1"]
    assert steps(opened)[-1] == "Delete Linear 1"
    QTest.keyClick(canvas, Qt.Key.Key_Z, CONTROL)
    assert [mask.kind for mask in masks(opened)] == [MaskKind.LINEAR, MaskKind.RADIAL]
    # What grasps nothing is for the photo: it is panned.
    canvas.set_scale(8.0)
    region = canvas.visible_region()
    pull(layer, QPointF(30, 30), (30, 20), (90, 60))
    assert canvas.visible_region() != region


def test_undoing_leaves_the_mask_that_is_decided_and_says_what_it_was(
    opened: MainWindow, qtbot: QtBot
) -> None:
    layer, panel, notice = begin(opened), opened.masking.panel, opened.notice
    for x in (0.2, 0.5, 0.8):
        QTest.mouseClick(panel.add[MaskKind.RADIAL], LEFT)
        pull(layer, layer.to_widget(Point(x, 0.5)), (5, 3), (20, 10))
    QTest.keyClick(opened.canvas, Qt.Key.Key_O)
    assert layer.cover is None
    names = {row: panel.list.item(row).text() for row in range(3)}
    panel.list.setCurrentRow(1)
    enter(panel.sliders["exposure"], "0.5")
    # What comes and goes beside it does not select another, nor show what that covers.
    for keys, text, count in (
        (CONTROL, "Undone: Radial 2: Exposure +0.50", 3),
        (CONTROL, "Undone: Radial mask", 2),
        (CONTROL | SHIFT, "Redone: Radial mask", 3),
    ):
        QTest.keyClick(opened.canvas, Qt.Key.Key_Z, keys)
        assert notice.messages == [text]
        assert (panel.list.count(), panel.list.currentItem().text()) == (count, names[1])
        settle(opened, qtbot)
        assert (layer.cover, panel.cover.isChecked()) == (None, False)
    QTest.keyClick(opened.canvas, Qt.Key.Key_Delete)
    assert panel.list.currentRow() == 1
    QTest.keyClick(opened.canvas, Qt.Key.Key_Z, CONTROL)
    assert notice.messages == [f"Undone: Delete {names[1]}"]
    # That which was selected stays so, though it is another row now.
    assert panel.list.currentRow() == 2
    # Of one that is shown covered because it was just drawn, nothing is left once it is undone.
    QTest.mouseClick(panel.add[MaskKind.RADIAL], LEFT)
    pull(layer, layer.to_widget(Point(0.4, 0.3)), (5, 3), (20, 10))
    assert covered(opened, qtbot).max() > 100
    QTest.keyClick(opened.canvas, Qt.Key.Key_Z, CONTROL)
    assert panel.list.currentRow() == 2
    settle(opened, qtbot)
    assert (layer.cover, panel.cover.isChecked()) == (None, False)


def test_the_list_names_hides_inverts_and_duplicates(opened: MainWindow, qtbot: QtBot) -> None:
    document = opened.studio.document
    shape = Radial(Point(0.5, 0.5), (0.2, 0.2))
    document.change(Adjustments(masks=[Mask(MaskKind.RADIAL, shape, values=LocalValues(exposure=1))]), "face")
    bright = settle(opened, qtbot)
    begin(opened)
    panel = opened.masking.panel
    item = panel.list.item(0)
    assert item.text() == "Radial 1"
    # Dark on the bright row of what is selected, as its name is.
    for mode, dark in ((QIcon.Mode.Normal, False), (QIcon.Mode.Selected, True)):
        picture = item.icon().pixmap(QSize(32, 32), mode).toImage()
        places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
        colours = [picture.pixelColor(x, y) for x, y in places]
        assert all((colour.lightness() < 100) == dark for colour in colours if colour.alpha() > 200)
        assert any(colour.alpha() > 200 for colour in colours)
    item.setText("The face")
    item.setCheckState(Qt.CheckState.Unchecked)
    assert (masks(opened)[0].name, masks(opened)[0].shown) == ("The face", False)
    assert (settle(opened, qtbot) != bright).any()
    item.setCheckState(Qt.CheckState.Checked)
    panel.invert.click()
    panel.copy.click()
    first, second = masks(opened)
    assert first.inverted
    assert (second.name, second.shape, second.inverted) == ("", shape, True)
    assert panel.list.currentRow() == 1
    enter(panel.sliders["strength"], "40")
    assert masks(opened)[1].strength == 0.4
    panel.reset.click()
    assert masks(opened)[1].values == LocalValues()
    panel.delete.click()
    assert masks(opened) == (first,)
    assert steps(opened)[1:5] == ["Rename Radial 1", "Hide The face", "Show The face", "The face: Invert"]


def test_ranges_are_chosen_and_what_they_cover_is_shown(opened: MainWindow, qtbot: QtBot) -> None:
    layer, panel, canvas = begin(opened), opened.masking.panel, opened.canvas
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert layer.armed is None
    panel.add[MaskKind.LUMINANCE].click()
    assert masks(opened)[0].luminance == LuminanceRange(0.5, 1.0)
    wide = covered(opened, qtbot)
    enter(panel.sliders["low"], "98")
    assert masks(opened)[0].luminance == LuminanceRange(0.98, 1.0)
    qtbot.waitUntil(lambda: opened.studio.exact, timeout=TIMEOUT)
    assert covered(opened, qtbot).sum() < wide.sum() or wide.sum() == 0
    # The colour in the middle of a colour that is clicked on.
    panel.add[MaskKind.COLOUR].click()
    place = Point(0.8, 0.5)
    QTest.mouseClick(layer, LEFT, pos=layer.to_widget(place).toPoint())
    qtbot.waitUntil(lambda: len(masks(opened)) == 2, timeout=TIMEOUT)
    assert masks(opened)[1].kind is MaskKind.COLOUR
    cover = covered(opened, qtbot)
    assert cover[int(place.y * cover.shape[0]), int(place.x * cover.shape[1])] > 100
    # O hides and shows it, and shows the original once the mode is left.
    QTest.keyClick(canvas, Qt.Key.Key_O)
    assert layer.cover is None
    assert not panel.cover.isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_O)
    assert covered(opened, qtbot).max() > 100
    assert panel.cover.isChecked()
    QTest.keyClick(panel.sliders["low"].track, Qt.Key.Key_O)
    assert layer.cover is None
    QTest.keyClick(canvas, Qt.Key.Key_O, SHIFT)
    assert panel.cover.isChecked()
    assert canvas.badge == ""
    QTest.keyClick(canvas, Qt.Key.Key_M)
    assert not layer.isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_O)
    assert canvas.badge == "Original"


def test_a_click_says_which_luminance_or_colour_is_meant(opened: MainWindow, qtbot: QtBot) -> None:
    document, cast = opened.studio.document, Adjustments(temperature=1.0, tint=-0.5, saturation=1.5)
    document.change(cast, "cast")
    seen = settle(opened, qtbot).astype(int)
    layer, panel = begin(opened), opened.masking.panel

    def click(place: Point) -> None:
        before = masks(opened)
        QTest.mouseClick(layer, LEFT, pos=layer.to_widget(place).toPoint())
        qtbot.waitUntil(lambda: masks(opened) != before, timeout=TIMEOUT)
        assert layer.armed is None

    def covers(place: Point) -> int:
        cover = covered(opened, qtbot)
        return int(cover[int(place.y * cover.shape[0]), int(place.x * cover.shape[1])])

    dark, bright = Point(0.1, 0.15), Point(0.9, 0.85)
    for _ in range(2):
        # Twice clicked it still is one.
        QTest.mouseClick(panel.add[MaskKind.LUMINANCE], LEFT)
    assert len(masks(opened)) == 1
    click(dark)
    found = masks(opened)[0].luminance
    assert found is not None
    assert found.high - found.low <= 0.2 + 1e-6
    assert covers(dark) > 100
    # A range that was chosen by hand keeps its width; the hand puts down what would pick another.
    panel.pick_light.click()
    enter(panel.sliders["high"], "40")
    enter(panel.sliders["low"], "10")
    assert layer.armed is None
    panel.pick_light.click()
    click(bright)
    moved = masks(opened)[0].luminance
    assert moved is not None
    assert moved.high - moved.low == pytest.approx(0.3, abs=0.01) or moved.high == 1
    assert moved.low > 0.1
    assert steps(opened)[-1] == "Pick luminance of Luminance 1"
    # A colour is shown as it was seen in the picture, whatever white balance makes of it.
    panel.add[MaskKind.COLOUR].click()
    click(bright)
    row, column = int(bright.y * seen.shape[0]), int(bright.x * seen.shape[1])
    clicked = np.array(panel.swatch.colour.getRgb()[:3])
    assert np.abs(clicked - seen[row, column]).max() <= 12
    # One that nobody clicked on here, as that of a sidecar, follows the white balance, too.
    shades = []
    for temperature in (-1.0, 1.0):
        other = replace(masks(opened)[1], colour=ColourRange(0.01, 0.02))
        document.change(Adjustments(temperature=temperature, masks=[masks(opened)[0], other]), "sidecar")
        shades.append(panel.swatch.colour)
    assert shades[0].blue() > shades[0].red()
    assert shades[1].red() > shades[1].blue() + 30


def test_a_pen_paints_wider_where_it_is_pressed_harder(opened: MainWindow) -> None:
    layer, panel = begin(opened), opened.masking.panel
    panel.add[MaskKind.BRUSH].click()
    pen = QPointingDevice(
        "pen",
        8,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Pressure,
        1,
        1,
    )
    start, end = layer.to_widget(Point(0.3, 0.5)), layer.to_widget(Point(0.7, 0.5))

    def press_pen(at: QPointF, pressure: float) -> None:
        kind, place = QEvent.Type.TabletMove, QPointF(layer.mapToGlobal(at))
        rest = (0.0, 0.0, 0.0, 0.0, 0.0, Qt.KeyboardModifier.NoModifier, LEFT, LEFT)
        event = QTabletEvent(kind, pen, at, place, pressure, *rest)
        QApplication.sendEvent(layer, event)
        # Qt makes mouse events of it then.
        assert not event.isAccepted()

    press_pen(start, 0.2)
    QTest.mousePress(layer, LEFT, pos=start.toPoint())
    for step in range(1, 21):
        at = start + (end - start) * (step / 20)
        press_pen(at, 0.2 if step < 10 else 1.0)
        QTest.mouseMove(layer, at.toPoint())
    QTest.mouseRelease(layer, LEFT, pos=end.toPoint())
    (mask,) = masks(opened)
    light, firm = mask.strokes
    assert (light.radius, firm.radius) == (pytest.approx(layer.radius / 5), pytest.approx(layer.radius))
    assert light.points[0] == pytest.approx((0.3, 0.5), abs=0.02)
    assert firm.points[0] == light.points[-1]
    assert firm.points[-1] == pytest.approx((0.7, 0.5), abs=0.02)
    # One stroke of the hand is one step, and the mouse has no pressure.
    assert opened.studio.document.history.count() == 1
    pull(layer, start, (20.0, 0.0))
    assert masks(opened)[0].strokes[-1].radius == pytest.approx(layer.radius)


def test_a_brush_paints_and_erases(opened: MainWindow, qtbot: QtBot) -> None:
    layer, panel, canvas = begin(opened), opened.masking.panel, opened.canvas
    panel.add[MaskKind.BRUSH].click()
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    QTest.keyClick(canvas, Qt.Key.Key_BracketLeft, SHIFT)
    assert (layer.radius, layer.softness) == (pytest.approx(0.0575), 0.4)
    assert panel.sliders["brush softness"].value == 0.4
    start, end = layer.to_widget(Point(0.3, 0.5)), layer.to_widget(Point(0.7, 0.5))
    length = end.x() - start.x()
    pull(layer, start, *((length * step / 20, 0.0) for step in range(1, 21)))
    (mask,) = masks(opened)
    (stroke,) = mask.strokes
    assert (stroke.radius, stroke.softness, stroke.erases) == (pytest.approx(0.0575), 0.4, False)
    assert stroke.points[0] == pytest.approx((0.3, 0.5), abs=0.02)
    assert stroke.points[-1] == pytest.approx((0.7, 0.5), abs=0.02)
    painted = covered(opened, qtbot)
    height, width = painted.shape
    assert painted[height // 2, width // 2] > 100
    assert painted[height // 4, width // 2] == 0
    # Alt erases; the next stroke goes on in the same mask.
    pull(layer, (start + end) / 2, (3, 0), keys=ALT)
    assert [stroke.erases for stroke in masks(opened)[0].strokes] == [False, True]
    qtbot.waitUntil(lambda: opened.studio.exact, timeout=TIMEOUT)
    assert covered(opened, qtbot)[height // 2, width // 2] < 30
    panel.edges.click()
    assert masks(opened)[0].follows_edges
    enter(panel.sliders["exposure"], "0.5")
    assert steps(opened) == ["Paint", "Erase", "Brush 1: Follow edges", "Brush 1: Exposure +0.50"]
    # Space pans, and Escape puts the brush down before it ends the mode.
    canvas.set_scale(8.0)
    region = canvas.visible_region()
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    pull(layer, QPointF(30, 30), (30, 20), (90, 60))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.visible_region() != region
    assert len(masks(opened)[0].strokes) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert layer.isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not layer.isVisible()


def test_masks_stay_while_adjustments_are_pasted_and_are_pasted_too(three: MainWindow, qtbot: QtBot) -> None:
    document = three.studio.document
    shape = Radial(Point(0.5, 0.5), (0.2, 0.2))
    document.change(Adjustments(saturation=1.5, masks=[Mask(MaskKind.RADIAL, shape)]), "look")
    QTest.keyClick(three.canvas, Qt.Key.Key_C, CONTROL | SHIFT)
    begin(three)
    open_and_wait(three, three.filmstrip.paths[1], qtbot)
    # The mode ends with the photo that it was of.
    assert not three.masking.active
    assert three.panel.isVisible()
    QTest.keyClick(three.canvas, Qt.Key.Key_V, CONTROL | SHIFT)
    assert document.adjustments == Adjustments(saturation=1.5)
    QTest.keyClick(three.canvas, Qt.Key.Key_M, CONTROL | ALT)
    assert document.adjustments == Adjustments(saturation=1.5, masks=[Mask(MaskKind.RADIAL, shape)])


def test_crop_and_masks_take_each_others_place(opened: MainWindow) -> None:
    begin(opened)
    QTest.keyClick(opened.canvas, Qt.Key.Key_C)
    assert opened.cropping.active
    assert not opened.masking.active
    assert opened.cropping.panel.isVisible()
    QTest.keyClick(opened.cropping.view, Qt.Key.Key_M)
    assert opened.masking.active
    assert not opened.cropping.active
    assert opened.masking.panel.isVisible()
    assert opened.cropping.panel.isHidden()
    opened.masking.panel.done.click()
    assert opened.panel.isVisible()


@pytest.mark.parametrize(
    "geometry",
    [
        Geometry(),
        Geometry(90, crop=Crop(0.1, 0.2, 0.6, 0.5)),
        Geometry(270, mirrored=True),
        Geometry(straighten=-15),
    ],
)
def test_a_place_lies_where_the_photo_shows_it(qtbot: QtBot, geometry: Geometry) -> None:
    """Whichever part is shown and which way up."""
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 400)
    rows, columns = np.mgrid[:200, :300]
    # Red tells the column, green the row.
    pixels = np.dstack((columns * 0.8, rows, 0 * rows)).astype(np.uint8)
    shown = cut(pixels, geometry)
    canvas.set_photo(QSize(shown.shape[1], shown.shape[0]), to_image(shown))
    layer = MaskLayer(canvas)
    layer.resize(canvas.size())
    layer.set_photo(QSize(300, 200), geometry)
    for place in (Point(0.5, 0.5), Point(0.4, 0.6)):
        at = canvas.to_photo(layer.to_widget(place))
        red, green, _ = shown[int(at.y()), int(at.x())]
        assert red / 0.8 == pytest.approx(place.x * 300, abs=3)
        assert green == pytest.approx(place.y * 200, abs=3)
