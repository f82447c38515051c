from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputDevice,
    QKeyEvent,
    QKeySequence,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from window_fixtures import Network
from window_helpers import TIMEOUT, at, open_and_wait, submitted, wait_for_thumbnails

from app.canvas.canvas import Canvas
from app.canvas.viewport import Viewport
from app.widgets.images import to_pixels
from app.window.window import MainWindow
from app.worker.requests import RegionRequest
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import ExportOptions, open_photo, save_photo
from ccnet_core.photo.reducing import reduce_pixels
from ccnet_core.rendering import WORKING_PIXELS

Maker = Callable[..., Path]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def preview_pixels() -> int:
    """As in the program: what is seen of a large photo depends on it."""
    return WORKING_PIXELS


def wheel(canvas: Canvas, at: QPoint, steps: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def pinch(canvas: Canvas, at: QPoint, by: float) -> None:
    """As a trackpad tells it: by how much the fingers spread."""
    position = QPointF(at)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        position,
        position,
        QPointF(canvas.mapToGlobal(at)),
        by,
        QPointF(),
    )
    QApplication.sendEvent(canvas, event)


def drag(canvas: Canvas, start: QPoint, by: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(canvas, button, pos=start)
    QTest.mouseMove(canvas, start + by)
    QTest.mouseRelease(canvas, button, pos=start + by)


def is_red(window: MainWindow, at: QPoint) -> bool:
    """Whether the spot is painted at a place of the canvas."""
    color = window.canvas.grab().toImage().pixelColor(at)
    return color.red() > 200 and color.blue() < 60


SPOT = (90, 40)


@pytest.fixture
def spotted(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """The window with a grey photo that has one red pixel at `SPOT`; the original is shown."""
    photo = np.full((90, 130, 3), 60, np.uint8)
    photo[SPOT[1], SPOT[0]] = (255, 0, 0)
    path = tmp_path / "spot.png"
    save_photo(path, photo, ExportOptions.for_path(path))
    open_and_wait(window, path, qtbot)
    QTest.keyClick(window.canvas, Qt.Key.Key_O)
    return window


def pixels(canvas: Canvas) -> np.ndarray:
    return to_pixels(canvas.grab().toImage()).astype(int)


def test_fit_shows_the_whole_photo_and_follows_the_window(opened: MainWindow, qtbot: QtBot) -> None:
    canvas = opened.canvas
    assert canvas.fitted
    rect = canvas.photo_rect()
    assert rect.width() == pytest.approx(canvas.width()) or rect.height() == pytest.approx(canvas.height())
    opened.resize(800, 500)
    qtbot.waitUntil(lambda: canvas.photo_rect().width() < rect.width(), timeout=TIMEOUT)
    assert canvas.rect().toRectF().adjusted(-1, -1, 1, 1).contains(canvas.photo_rect())


def test_two_fingers_on_a_touchpad_move_the_photo_and_with_ctrl_zoom(opened: MainWindow) -> None:
    canvas = opened.canvas
    touchpad = QPointingDevice(
        "touchpad",
        7,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Scroll,
        2,
        0,
    )

    def scroll(by: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        middle = canvas.rect().center()
        event = QWheelEvent(
            QPointF(middle),
            QPointF(canvas.mapToGlobal(middle)),
            by,
            2 * by,
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.ScrollUpdate,
            False,
            Qt.MouseEventSource.MouseEventNotSynthesized,
            touchpad,
        )
        QApplication.sendEvent(canvas, event)

    scroll(QPoint(0, 40))
    assert canvas.fitted
    canvas.set_scale(12.0)
    before = canvas.photo_rect()
    scroll(QPoint(-30, 20))
    assert canvas.photo_rect().topLeft() == before.topLeft() + QPointF(-30, 20)
    assert canvas.scale == 12.0
    scroll(QPoint(0, 60), Qt.KeyboardModifier.ControlModifier)
    assert canvas.scale == pytest.approx(12.0 * 1.25)


def test_a_photo_that_was_open_before_is_bright_at_once(
    opened: MainWindow, make_photo: Maker, network: Network, tmp_path: Path, qtbot: QtBot
) -> None:
    canvas, photo = opened.canvas, tmp_path / "night.png"
    opened.panel.sliders["exposure"].box.setValue(40)
    qtbot.waitUntil(lambda: opened.studio.exact, timeout=TIMEOUT)
    assert canvas.result is not None
    bright = to_pixels(canvas.result)
    open_and_wait(opened, make_photo("other.png"), qtbot)
    network.open_gate.clear()
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        opened.open_photo(photo)
    assert canvas.result is None
    assert canvas.picture is not None
    assert np.array_equal(to_pixels(canvas.picture), bright)
    # The photo as it was can be asked for all the same.
    QTest.keyPress(canvas, Qt.Key.Key_Backslash)
    assert to_pixels(canvas.picture).mean() < bright.mean() - 5
    QTest.keyRelease(canvas, Qt.Key.Key_Backslash)
    # What was decided otherwise, or was never open, is not promised.
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        opened.open_photo(make_photo("third.png"))
    assert canvas.picture is canvas.original
    network.open_gate.set()
    qtbot.waitUntil(lambda: opened.studio.exact, timeout=TIMEOUT)


def test_the_menu_of_the_photo_offers_what_belongs_there(opened: MainWindow, qtbot: QtBot) -> None:
    canvas, middle = opened.canvas, opened.canvas.rect().center()
    opened.panel.sliders["saturation"].box.setValue(150)

    def menu() -> QMenu:
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(canvas, QContextMenuEvent(reason, middle, canvas.mapToGlobal(middle)))
        shown = QApplication.activePopupWidget()
        assert isinstance(shown, QMenu)
        return shown

    def choose(text: str) -> None:
        shown = menu()
        (action,) = [action for action in shown.actions() if action.text() == text]
        shown.setActiveAction(action)
        QTest.keyClick(shown, Qt.Key.Key_Return)

    shown = menu()
    texts = [action.text() for action in shown.actions() if not action.isSeparator()]
    assert texts[:5] == [
        "Fit",
        "Actual pixels (1:1)",
        "Split view",
        "Side by side",
        opened.menus.original.text(),
    ]
    assert texts[5:8] == ["Crop and straighten", "Masks", "White balance picker"]
    assert texts[8:] == [
        *("Copy picture", "Copy settings", "Paste settings", "Reset all adjustments"),
        *("Export…", "Remove from filmstrip"),
    ]
    shown.close()
    choose("Split view")
    assert canvas.split == 0.5
    choose("Reset all adjustments")
    assert opened.studio.document.adjustments == Adjustments()
    opened.studio.close()
    QApplication.sendEvent(
        canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, canvas.mapToGlobal(middle))
    )
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize(
    ("photo", "ratio", "scale"),
    [((130, 90), 1.0, 1.0), ((130, 90), 2.0, 1.0), ((4000, 3000), 1.0, 0.25), ((4000, 3000), 2.0, 0.5)],
)
def test_fit_reduces_a_large_photo_and_enlarges_no_small_one(
    photo: tuple[int, int], ratio: float, scale: float
) -> None:
    viewport = Viewport()
    viewport.photo, viewport.frame, viewport.ratio = QSize(*photo), QSizeF(1000, 800), ratio
    viewport.fit()
    assert (viewport.fitted, viewport.scale) == (True, scale)
    assert viewport.photo_rect().center() == QPointF(500, 400)
    assert viewport.photo_rect().width() == photo[0] * scale / ratio
    # Who wants it larger can have it so.
    viewport.fill()
    assert viewport.photo_rect().height() == pytest.approx(800) or viewport.photo_rect().width() >= 1000


@pytest.mark.parametrize("zoom", [lambda c, at: wheel(c, at, 3), lambda c, at: pinch(c, at, 0.9)])
def test_wheel_and_pinch_zoom_to_the_cursor(
    spotted: MainWindow, zoom: Callable[[Canvas, QPoint], None]
) -> None:
    canvas = spotted.canvas
    spot = at(spotted, *SPOT)
    fitted = canvas.scale
    right = spot + QPoint(round(0.8 * fitted), 0)
    assert (is_red(spotted, spot), is_red(spotted, right)) == (True, False)
    zoom(canvas, spot)
    assert canvas.scale == pytest.approx(1.9 * fitted, rel=0.05)
    # The pixel under the cursor has stayed there, and is larger.
    assert (is_red(spotted, spot), is_red(spotted, right)) == (True, True)
    wheel(canvas, spot, -30)
    assert canvas.rect().toRectF().contains(canvas.photo_rect())


@pytest.mark.parametrize("way", ["left", "middle", "space"])
def test_the_photo_is_panned_with_the_hand(spotted: MainWindow, way: str) -> None:
    canvas = spotted.canvas
    wheel(canvas, at(spotted, *SPOT), 5)
    spot, by = at(spotted, *SPOT), QPoint(-60, 35)
    assert is_red(spotted, spot)
    if way == "space":
        # It leaves the line between before and after where it is, though that is grasped.
        QTest.keyClick(canvas, Qt.Key.Key_O)
        QTest.keyClick(canvas, Qt.Key.Key_S)
        line = QPoint(at(spotted, 65, 0).x(), spot.y())
        QTest.keyPress(canvas, Qt.Key.Key_Space)
        drag(canvas, line, by)
        QTest.keyRelease(canvas, Qt.Key.Key_Space)
        assert canvas.split == 0.5
        QTest.keyClick(canvas, Qt.Key.Key_S)
        QTest.keyClick(canvas, Qt.Key.Key_O)
    else:
        drag(canvas, spot, by, Qt.MouseButton.MiddleButton if way == "middle" else LEFT)
    assert not is_red(spotted, spot)
    assert is_red(spotted, spot + by)


def test_keys_that_are_released_elsewhere_are_not_held_any_more(opened: MainWindow, qtbot: QtBot) -> None:
    canvas = opened.canvas
    opened.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus, timeout=TIMEOUT)
    QTest.keyClick(canvas, Qt.Key.Key_S)
    after = pixels(canvas)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    QTest.keyPress(canvas, Qt.Key.Key_Backslash)
    assert not np.array_equal(pixels(canvas), after)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not opened.isActiveWindow(), timeout=TIMEOUT)
    assert np.array_equal(pixels(canvas), after)
    middle = QPoint(canvas.width() // 2, canvas.height() // 3)
    drag(canvas, middle, QPoint(-100, 0))
    assert canvas.split is not None
    assert canvas.split < 0.5


def test_keys_fit_and_show_actual_pixels(opened: MainWindow) -> None:
    QTest.keyClick(opened.canvas, Qt.Key.Key_Z)
    assert opened.canvas.scale == 1.0
    assert opened.status.scale_label.text() == "100 %"
    QTest.keyClick(opened.canvas, Qt.Key.Key_F)
    assert opened.canvas.fitted


@pytest.mark.parametrize(("key", "scale"), [("Z", 1), ("Shift+Z", 2), ("Ctrl+=", 1.25)])
def test_keys_zoom_to_the_pointer_and_beside_the_photo_to_the_middle(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, key: str, scale: float
) -> None:
    open_and_wait(window, make_photo("large.png", 1000, 3000), qtbot)
    canvas = window.canvas
    if key == "Ctrl+=":
        scale *= canvas.scale
    rect = canvas.photo_rect()
    pointer = QPoint(round(rect.left() + 0.3 * rect.width()), round(rect.top() + 0.6 * rect.height()))
    QTest.mouseMove(window.windowHandle(), canvas.mapTo(window, pointer))
    below = canvas.to_photo(QPointF(pointer))
    QTest.keySequence(canvas, QKeySequence(key))
    assert canvas.scale == pytest.approx(scale)
    moved = canvas.to_photo(QPointF(pointer)) - below
    assert abs(moved.x()) < 1
    canvas.fit()
    for elsewhere in (canvas.mapTo(window, QPoint(pointer.x(), 5)), QPoint(300, 30)):
        QTest.mouseMove(window.windowHandle(), elsewhere)
        QTest.keySequence(canvas, QKeySequence(key))
        assert canvas.scale == pytest.approx(scale)
        assert canvas.visible_region().center().x() == pytest.approx(1500, abs=3)
        canvas.fit()


def test_keys_fill_the_view_and_double_the_pixels(opened: MainWindow) -> None:
    canvas = opened.canvas
    QTest.keyClick(canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    rect = canvas.photo_rect()
    assert not canvas.fitted
    assert rect.adjusted(-1, -1, 1, 1).contains(canvas.rect().toRectF())
    assert min(rect.width() - canvas.width(), rect.height() - canvas.height()) == pytest.approx(0, abs=1e-6)
    assert rect.center().x() == pytest.approx(canvas.width() / 2)
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    assert opened.status.scale_label.text() == "200 %"


def test_dragging_pans_but_never_loses_the_photo(opened: MainWindow) -> None:
    canvas = opened.canvas
    canvas.set_scale(16.0)
    start = canvas.visible_region()
    QTest.mousePress(canvas, LEFT, pos=QPoint(300, 300))
    QTest.mouseMove(canvas, QPoint(200, 240))
    assert canvas.visible_region().left() > start.left()
    QTest.mouseMove(canvas, QPoint(-50_000, -50_000))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(-50_000, -50_000))
    assert canvas.visible_region().right() == 129
    assert canvas.visible_region().bottom() == 89


def test_the_split_line_divides_before_from_after_and_can_be_dragged(opened: MainWindow) -> None:
    canvas = opened.canvas
    after = pixels(canvas)
    canvas.hold_original(True)
    before = pixels(canvas)
    canvas.hold_original(False)
    assert np.abs(before - after).mean() > 2
    QTest.keyClick(canvas, Qt.Key.Key_S)
    assert canvas.split == 0.5
    middle, quarter = canvas.width() // 2, canvas.width() // 4
    y = canvas.height() // 3
    split = pixels(canvas)
    # Clipped painting interpolates a little otherwise; before and after differ by far more.
    assert np.abs(split - before)[y, : middle - 90].mean() < 0.3
    assert np.abs(split - after)[y, middle + 90 :].mean() < 0.3
    QTest.mousePress(canvas, LEFT, pos=QPoint(middle, y))
    QTest.mouseMove(canvas, QPoint(quarter, y))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(quarter, y))
    moved = pixels(canvas)
    assert np.abs(moved - after)[y, quarter + 90 :].mean() < 0.3
    QTest.keyClick(canvas, Qt.Key.Key_S)
    assert np.array_equal(pixels(canvas), after)


def test_a_level_line_has_before_above_it(opened: MainWindow) -> None:
    canvas = opened.canvas
    after = pixels(canvas)
    canvas.hold_original(True)
    before = pixels(canvas)
    canvas.hold_original(False)
    QTest.keyClick(canvas, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    rect = canvas.photo_rect()
    columns = slice(int(rect.left()) + 120, int(rect.left()) + 240)  # beside labels and handle
    top, quarter, middle = int(rect.top()), int(rect.top() + rect.height() / 4), int(rect.center().y())

    def shows(picture: np.ndarray, first: int, last: int) -> bool:
        return bool(np.abs(pixels(canvas) - picture)[first + 8 : last - 8, columns].mean() < 0.3)

    assert shows(before, top, middle)
    assert shows(after, middle, int(rect.bottom()))
    assert not shows(after, top, middle)
    drag(canvas, QPoint(canvas.width() // 3, middle), QPoint(0, quarter - middle))
    assert shows(before, top, quarter)
    assert shows(after, quarter, middle)
    # The pixel under the cursor is that which is seen.
    for y, original in ((quarter - 20, True), (quarter + 20, False)):
        QTest.mouseMove(canvas, QPoint(canvas.width() // 3, y))
        pixel = canvas.pixel()
        assert pixel is not None
        assert pixel.original is original


@pytest.mark.parametrize(
    ("view", "back", "on"),
    [
        (Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Left, Qt.Key.Key_Right),
        (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Up, Qt.Key.Key_Down),
    ],
)
def test_the_keyboard_moves_the_line(
    opened: MainWindow, view: Qt.KeyboardModifier, back: Qt.Key, on: Qt.Key
) -> None:
    canvas = opened.canvas
    QTest.keyClick(canvas, Qt.Key.Key_S, view)
    QTest.keyClick(canvas, back, Qt.KeyboardModifier.ControlModifier)
    assert canvas.split == pytest.approx(0.48)
    for _ in range(40):
        QTest.keyClick(canvas, on, Qt.KeyboardModifier.ControlModifier)
    assert canvas.split == 1.0


def test_holding_backslash_shows_the_original(opened: MainWindow) -> None:
    canvas = opened.canvas
    after = pixels(canvas)
    canvas.set_badge("Preview: Sea", "Click to keep it")
    QTest.keyPress(canvas, Qt.Key.Key_Backslash)
    assert np.abs(pixels(canvas) - after).mean() > 2
    assert canvas.badge == "Original"
    QTest.keyRelease(canvas, Qt.Key.Key_Backslash)
    assert canvas.badge == "Preview: Sea"
    canvas.set_badge("")
    assert np.array_equal(pixels(canvas), after)
    QTest.keyClick(canvas, Qt.Key.Key_O)
    assert canvas.badge == "Original"
    # Side by side each pane has its word already.
    QTest.keyClick(canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.badge == ""


def test_actual_pixels_of_a_large_photo_are_those_of_its_export(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "large.png"
    # Of every second pixel nothing is left in a reduced picture.
    photo = np.tile(np.array([[30, 90], [90, 30]], np.uint8)[..., None], (550, 550, 3))
    save_photo(path, photo, ExportOptions.for_path(path))
    open_and_wait(window, path, qtbot)
    canvas = window.canvas
    assert canvas.result is not None
    assert canvas.result.width() < 1100
    assert canvas.detail_region is None
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        QTest.keyClick(canvas, Qt.Key.Key_Z)
    assert canvas.detail_region is not None
    region = canvas.visible_region()
    assert canvas.detail_region.contains(region)
    target = tmp_path / "out.png"
    with qtbot.waitSignal(window.studio.exported, timeout=TIMEOUT):
        window.exporting.export_to(target, ExportOptions.for_path(target))
    window.notice.clear()
    shown = pixels(canvas)
    exported = open_photo(target).pixels[region.top() :, region.left() :][: canvas.height(), : canvas.width()]
    inner = slice(20, -20), slice(20, 400)
    # The view may begin with a part of a pixel.
    shifted = [np.roll(shown, (dy, dx), (0, 1))[inner] for dy in (0, 1) for dx in (0, 1)]
    differences = [np.abs(picture - exported[inner]).max() for picture in shifted]
    assert np.ptp(shown[inner].astype(int)) > 20
    assert min(differences) <= 1
    # New colours replace what the old ones showed, first of the whole, then again in detail.
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT) as signal:
        window.panel.sliders["saturation"].box.setValue(200)
    assert signal.args[0].adjustments.saturation == 2.0


def test_the_preview_is_enough_for_the_whole_photo_in_a_window_of_full_hd(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.resize(1920, 1010)
    asked = submitted(window, monkeypatch)
    open_and_wait(window, make_photo("large.png", 1200, 1800), qtbot)
    canvas = window.canvas
    qtbot.waitUntil(lambda: canvas.width() > 1300, timeout=TIMEOUT)
    assert canvas.result is not None
    # The screen has a few pixels more than the preview, and the photo many more than both.
    assert 1.05 * canvas.result.width() < canvas.photo_rect().width() < 1800
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        window.panel.sliders["saturation"].box.setValue(150)
    assert not any(isinstance(request, RegionRequest) for request in asked)
    # Twice as many are another matter.
    canvas.zoom(2)
    assert any(isinstance(request, RegionRequest) for request in asked)


def test_detail_has_the_pixels_of_the_screen_and_is_hidden_where_the_preview_is_enough(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "grain.png"
    grain = np.random.default_rng(0).integers(0, 120, (1200, 1800, 3), dtype=np.uint8)
    save_photo(path, grain, ExportOptions("png"))
    open_and_wait(window, path, qtbot)
    wait_for_thumbnails(window, qtbot)
    canvas = window.canvas
    fitted = pixels(canvas)
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT) as signal:
        canvas.set_scale(0.9)
    detail = signal.args[0]
    region = detail.region
    assert detail.picture.width() == round(0.9 * region.width())
    size = detail.original.height(), detail.original.width()
    crop = grain[region.top() : region.bottom() + 1, region.left() : region.right() + 1]
    assert np.array_equal(to_pixels(detail.original), reduce_pixels(np.ascontiguousarray(crop), size))
    # The pixel under the pointer is that of the detail.
    at = canvas.rect().center()
    QTest.mouseMove(canvas, at)
    pixel = canvas.pixel()
    assert pixel is not None
    share = (pixel.x - region.left() + 0.5) / region.width(), (pixel.y - region.top() + 0.5) / region.height()
    found = detail.picture.pixelColor(
        int(share[0] * detail.picture.width()), int(share[1] * detail.picture.height())
    )
    assert pixel.rgb == found.getRgb()[:3]
    # Another scale has other pixels.
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT) as signal:
        canvas.set_scale(1.0)
    assert signal.args[0].picture.size() == signal.args[0].region.size()
    canvas.fit()
    assert np.array_equal(pixels(canvas), fitted)


def test_a_zoomed_photo_leaves_no_blank_side_in_a_larger_window(opened: MainWindow, qtbot: QtBot) -> None:
    canvas = opened.canvas
    opened.resize(800, 560)
    qtbot.waitUntil(lambda: canvas.width() < 700, timeout=TIMEOUT)
    canvas.set_scale(16.0)
    canvas.pan(QPointF(-50_000, -50_000))
    width = canvas.width()
    opened.resize(1300, 900)
    qtbot.waitUntil(lambda: canvas.width() > width, timeout=TIMEOUT)
    assert canvas.scale == 16.0
    assert canvas.photo_rect().adjusted(-1, -1, 1, 1).contains(canvas.rect().toRectF())


def test_scale_and_place_stay_with_the_next_photo_of_the_same_size(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    canvas = opened.canvas
    canvas.set_scale(12.0, QPointF(80, 50))
    canvas.pan(QPointF(-37, -21))
    place = canvas.visible_region().center()
    open_and_wait(opened, make_photo("next.png", top=0.2), qtbot)
    assert (canvas.scale, canvas.fitted) == (12.0, False)
    # The filmstrip, which appears, takes as much above as below.
    assert canvas.visible_region().center() == place
    assert opened.status.scale_label.text() == "1200 %"
    open_and_wait(opened, make_photo("upright.png", 130, 90), qtbot)
    assert canvas.fitted
    open_and_wait(opened, make_photo("again.png", 130, 90), qtbot)
    assert canvas.fitted


def test_a_double_click_toggles_between_whole_and_actual_pixels(opened: MainWindow) -> None:
    canvas = opened.canvas
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(100, 100))
    assert canvas.scale == 1.0
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(100, 100))
    assert canvas.fitted


def test_side_by_side_shows_the_same_part_before_and_after(opened: MainWindow) -> None:
    canvas = opened.canvas
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(canvas, Qt.Key.Key_S, shift)
    left, right = canvas.panes()
    wheel(canvas, QPoint(int(right.left()) + 100, 200), 6)
    after = pixels(canvas)
    opened.canvas.hold_original(True)
    before = pixels(canvas)
    opened.canvas.hold_original(False)
    at, width = int(right.left()), int(left.width())
    rows = slice(60, None)  # below the labels
    # Where a pixel is cut by a pane's edge painting may round otherwise.
    assert np.abs(before[rows, :width] - before[rows, at : at + width]).mean() < 0.3
    assert np.array_equal(after[rows, :width], before[rows, :width])
    assert np.abs(after[rows, at:] - before[rows, at:]).mean() > 2
    # The pointer means the same pixel in both.
    one, other = QPointF(100, 300), QPointF(100 + right.left(), 300)
    assert canvas.to_photo(one) == canvas.to_photo(other)
    QTest.mouseMove(canvas, one.toPoint())
    on_left = canvas.pixel()
    QTest.mouseMove(canvas, other.toPoint())
    on_right = canvas.pixel()
    assert on_left is not None
    assert on_right is not None
    assert (on_left.original, on_right.original) == (True, False)
    assert (on_left.x, on_left.y) == (on_right.x, on_right.y)


def test_zoom_and_pan_in_one_pane_move_both(opened: MainWindow) -> None:
    canvas = opened.canvas
    QTest.keyClick(canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.fitted
    assert canvas.photo_rect().width() <= canvas.panes()[0].width() + 1e-6
    at = QPoint(int(canvas.panes()[1].left()) + 150, canvas.height() // 2 + 20)
    point = canvas.to_photo(QPointF(at))
    wheel(canvas, at, 8)
    moved = canvas.to_photo(QPointF(at)) - point
    assert abs(moved.x()) + abs(moved.y()) < 1e-6
    start = canvas.visible_region()
    QTest.mousePress(canvas, LEFT, pos=QPoint(50, 100))
    QTest.mouseMove(canvas, QPoint(20, 70))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(20, 70))
    assert canvas.visible_region().left() > start.left()


def test_one_way_to_compare_takes_the_place_of_the_other(opened: MainWindow) -> None:
    canvas = opened.canvas
    QTest.keyClick(canvas, Qt.Key.Key_S)
    QTest.keyClick(canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert (canvas.split, canvas.side_by_side) == (None, True)
    QTest.keyClick(canvas, Qt.Key.Key_S)
    assert (canvas.split, canvas.side_by_side) == (0.5, False)
    assert not opened.menus.side_by_side.isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert (canvas.split, canvas.level, canvas.side_by_side) == (0.5, True, False)
    QTest.keyClick(canvas, Qt.Key.Key_S)
    assert (canvas.split, canvas.level) == (0.5, False)
    assert not opened.menus.level_split.isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_S)
    assert (canvas.split, canvas.side_by_side) == (None, False)


def test_the_bar_below_the_photo_shows_either_line_as_active_and_ends_it(opened: MainWindow) -> None:
    canvas, bar = opened.canvas, opened.view_bar
    assert bar.mapTo(opened, QPoint()).y() >= canvas.mapTo(opened, canvas.rect().bottomLeft()).y()

    def active() -> list[QToolButton]:
        buttons = [bar.widgetForAction(action) for action in bar.actions()]
        return [b for b in buttons if isinstance(b, QToolButton) and b.isVisible() and b.isChecked()]

    count = len(bar.actions())
    QTest.keyClick(canvas, Qt.Key.Key_S)
    place = active()[0].x()
    QTest.keyClick(canvas, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()
    (level,) = active()
    assert level.x() == place
    QTest.mouseClick(level, LEFT)
    assert canvas.split is None
    assert active() == []
    assert len(bar.actions()) == count


def test_escape_leaves_the_full_screen_and_nothing_else(opened: MainWindow) -> None:
    QTest.keyClick(opened.canvas, Qt.Key.Key_F11)
    assert opened.isFullScreen()
    # First it ends what the next click would do.
    QTest.keyClick(opened.canvas, Qt.Key.Key_W)
    QTest.keyClick(opened.canvas, Qt.Key.Key_Escape)
    assert opened.isFullScreen()
    QTest.keyClick(opened.canvas, Qt.Key.Key_Escape)
    assert not opened.isFullScreen()
    QTest.keyClick(opened.canvas, Qt.Key.Key_Escape)
    assert not opened.isFullScreen()


def test_the_original_is_let_go_where_altgr_is_released_before_its_key(opened: MainWindow) -> None:
    """On a German keyboard \\ is AltGr and the key that is ß without it."""
    canvas = opened.canvas
    after = pixels(canvas)
    sharp_s = 20

    def key(kind: QEvent.Type, key: Qt.Key, text: str, scan_code: int) -> None:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, scan_code, 0, 0, text)
        QApplication.sendEvent(canvas, event)

    key(QEvent.Type.KeyPress, Qt.Key.Key_AltGr, "", 108)
    key(QEvent.Type.KeyPress, Qt.Key.Key_Backslash, "\\", sharp_s)
    key(QEvent.Type.KeyRelease, Qt.Key.Key_AltGr, "", 108)
    assert np.abs(pixels(canvas) - after).mean() > 2
    key(QEvent.Type.KeyRelease, Qt.Key.Key_ssharp, "ß", sharp_s)
    assert np.array_equal(pixels(canvas), after)


def test_space_that_is_released_elsewhere_no_longer_pans(opened: MainWindow) -> None:
    canvas = opened.canvas
    QTest.keyClick(canvas, Qt.Key.Key_S)
    line = QPoint(round(canvas.photo_rect().center().x()), canvas.height() // 2)
    canvas.setFocus()
    QTest.mouseMove(canvas, line)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    assert canvas.cursor().shape() is Qt.CursorShape.OpenHandCursor
    opened.panel.sliders["saturation"].track.setFocus()
    QTest.keyRelease(opened.panel.sliders["saturation"].track, Qt.Key.Key_Space)
    canvas.setFocus()
    QTest.mousePress(canvas, LEFT, pos=line)
    QTest.mouseMove(canvas, line + QPoint(40, 0))
    QTest.mouseRelease(canvas, LEFT, pos=line + QPoint(40, 0))
    assert canvas.split is not None
    assert canvas.split > 0.5
