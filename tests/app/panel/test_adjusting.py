from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QToolTip
from pytestqt.qtbot import QtBot
from window_fixtures import STYLES, Network
from window_helpers import (
    TIMEOUT,
    drag,
    drop,
    files,
    handle,
    make_no_thumbnails,
    open_and_wait,
    settle,
    wait_for_thumbnails,
)

import app.studio
from app.panel.slider import AdjustmentSlider
from app.widgets.elided import ElidedLabel
from app.widgets.images import to_pixels
from app.widgets.theme import Colors
from app.window.window import MainWindow
from app.worker.requests import RenderRequest, Request, ThumbnailsRequest
from app.worker.thread import EngineThread
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.photo import ExportOptions, save_photo

Maker = Callable[..., Path]
LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_drag_colours_anew_but_never_brightens_and_is_one_step(
    opened: MainWindow, network, qtbot: QtBot
) -> None:
    wait_for_thumbnails(opened, qtbot)
    neutral = settle(opened, qtbot)
    brightened, coloured = network.calls["brightening"], network.calls["colorization"]
    drag(opened.panel.sliders["saturation"], 120, 160, 200)
    make_no_thumbnails(opened)
    vivid = settle(opened, qtbot)
    assert opened.studio.document.adjustments.saturation == pytest.approx(2, abs=0.03)
    assert network.calls["brightening"] == brightened
    assert network.calls["colorization"] > coloured
    assert np.ptp(vivid, axis=2).mean() > 1.3 * np.ptp(neutral, axis=2).mean()
    assert opened.studio.document.history.count() == 1
    opened.studio.document.history.undo()
    assert opened.panel.sliders["saturation"].value == 1.0
    assert np.array_equal(settle(opened, qtbot), neutral)


def test_two_drags_are_two_steps(opened: MainWindow) -> None:
    drag(opened.panel.sliders["saturation"], 120, 160)
    drag(opened.panel.sliders["saturation"], 140, 60)
    assert opened.studio.document.history.count() == 2


def test_a_drag_runs_no_network_until_the_hand_rests(opened: MainWindow, network, qtbot: QtBot) -> None:
    wait_for_thumbnails(opened, qtbot)
    settle(opened, qtbot)
    before = dict(network.calls)
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT) as first:
        drag(opened.panel.sliders["saturation"], 150)
        make_no_thumbnails(opened)
    quick = to_pixels(first.args[0].picture).astype(int)
    assert not first.args[0].exact
    assert dict(network.calls) == before
    exact = settle(opened, qtbot).astype(int)
    assert network.calls["colorization"] > before["colorization"]
    assert np.abs(quick - exact).mean() < 1.0


def test_saturation_zero_is_grey(opened: MainWindow, qtbot: QtBot) -> None:
    opened.panel.sliders["saturation"].box.setValue(0)
    assert np.ptp(settle(opened, qtbot).astype(int), axis=2).max() <= 1


def test_brightness_runs_no_network(opened: MainWindow, network, qtbot: QtBot) -> None:
    wait_for_thumbnails(opened, qtbot)
    bright = settle(opened, qtbot)
    before = dict(network.calls)
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.panel.sliders["brightness"].box.setValue(40)
        # Thumbnails follow when the hand rests; here only the photo counts.
        make_no_thumbnails(opened)
    assert dict(network.calls) == before
    picture = opened.canvas.result
    assert picture is not None
    assert to_pixels(picture).mean() < bright.mean() - 3


def test_each_slider_changes_its_own_adjustment_and_the_picture(opened: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseClick(opened.panel.gallery.buttons[0], LEFT)
    opened.panel.sliders["exposure"].box.setValue(150)  # a picture with highlights
    start = opened.studio.document.adjustments
    before = settle(opened, qtbot).astype(int)
    # Where the handle is pulled to, by what it changes.
    values = {
        "brightness": 40,
        "exposure": -50,
        "contrast": 80,
        "highlights": -80,
        "shadows": 80,
        "whites": -80,
        "blacks": 80,
        "clarity": 80,
        "range": 90,
        "saturation": 150,
        "vibrance": -80,
        "green_magenta": 10,
        "blue_yellow": 10,
        "style_strength": 30,
    }
    for name, value in values.items():
        slider = opened.panel.sliders[name]
        drag(slider, value)
        changed = opened.studio.document.adjustments
        pixel = (slider.track.maximum() - slider.track.minimum()) / slider.track.width() / 100
        assert getattr(changed, name) == pytest.approx(value / 100, abs=max(0.03, 2 * pixel)), name
        assert replace(changed, **{name: getattr(start, name)}) == start, name
        make_no_thumbnails(opened)
        assert np.abs(settle(opened, qtbot) - before).max() > 3, name
        opened.studio.document.history.undo()


def test_the_panel_follows_the_work_from_brighten_to_style(opened: MainWindow, qtbot: QtBot) -> None:
    panel, document = opened.panel, opened.studio.document
    sections = panel.sections
    assert [section.heading.text() for section in sections.values()] == [
        *("Light", "Tone curve", "White balance", "Colour", "Colour mixer"),
        *("Detail", "Style", "Looks", "Lens", "Snapshots"),
    ]
    names = {
        name: [slider.track.accessibleName() for slider in sections[name].findChildren(AdjustmentSlider)]
        for name in ("light", "white balance", "colour")
    }
    assert names["light"] == [
        *("Exposure", "Contrast", "Highlights", "Shadows"),
        *("Whites", "Blacks", "Clarity", "Range"),
    ]
    assert names["white balance"] == ["Temp", "Tint"]
    assert names["colour"] == ["Saturation", "Vibrance", "Greens, magentas", "Blues, yellows"]

    # Brighten is larger than the others, and always in sight: nothing of it can be scrolled away.
    brighten = panel.sliders["brightness"]
    assert brighten.track.height() > panel.sliders["exposure"].track.height()
    bar = panel.findChildren(QScrollArea)[0].verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: brighten.visibleRegion().boundingRect() == brighten.rect(), timeout=TIMEOUT)
    assert (brighten.track.minimum(), brighten.track.maximum()) == (0, 150)
    drag(brighten, 40)
    assert document.history.undoText().startswith("Brighten ")
    chosen = document.adjustments.brightness

    # Each name stands above a track of full width, and none is cut.
    sections["mixer"].heading.setChecked(True)
    sliders = (*opened.panel.sliders.values(), *opened.panel.mixer.sliders.values())
    qtbot.waitUntil(lambda: all(s.track.y() >= s.box.height() for s in sliders), timeout=TIMEOUT)
    for slider in sliders:
        (label,) = slider.findChildren(ElidedLabel)
        assert label.geometry().bottom() <= slider.track.geometry().top()
        assert slider.box.geometry().bottom() <= slider.track.geometry().top()
        assert (slider.track.x(), slider.track.width()) == (0, slider.width())
        assert slider.box.geometry().right() == slider.rect().right()
        assert label.shown == label.text()

    # Each section sets back its own.
    for name in ("exposure", "temperature", "saturation"):
        panel.sliders[name].box.setValue(panel.sliders[name].box.value() + 20)
    QTest.mouseClick(sections["white balance"].reset, LEFT)
    assert document.adjustments.temperature == 0
    assert document.history.undoText() == "Reset white balance"
    QTest.mouseClick(sections["light"].reset, LEFT)
    QTest.mouseClick(sections["colour"].reset, LEFT)
    assert document.adjustments == Adjustments(brightness=chosen)
    QTest.mouseDClick(brighten.track, LEFT, pos=handle(brighten, 0))
    assert document.adjustments == Adjustments()


def test_range_shows_the_photos_own_until_one_is_chosen(opened: MainWindow, qtbot: QtBot) -> None:
    slider, document = opened.panel.sliders["range"], opened.studio.document
    settle(opened, qtbot)
    own = slider.value
    drag(slider, 90)
    chosen = document.adjustments.range
    assert chosen == slider.value == pytest.approx(0.9, abs=0.03)
    assert own < chosen
    # A double click of QTest's lacks the click that a real one begins with.
    QTest.mouseClick(slider.track, LEFT, pos=handle(slider, 90))
    QTest.mouseDClick(slider.track, LEFT, pos=handle(slider, 90))
    assert document.adjustments.range is None
    assert slider.value == own
    document.history.undo()
    assert document.adjustments.range == chosen
    slider.track.setFocus()
    QTest.keyClick(slider.track, Qt.Key.Key_Delete)
    assert document.adjustments.range is None
    assert slider.value == own
    drag(slider, 70)
    assert opened.panel.sections["light"].reset.isEnabled()
    QTest.mouseClick(opened.panel.sections["light"].reset, LEFT)
    assert document.adjustments == Adjustments()
    assert slider.value == own


def test_detail_shows_what_suits_the_photo_until_something_is_chosen(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    grain = np.random.default_rng(0).normal(0, 12, (90, 130, 3))
    save_photo(tmp_path / "grainy.png", np.clip(60 + grain, 0, 255).astype(np.uint8), ExportOptions("png"))
    open_and_wait(opened, tmp_path / "grainy.png", qtbot)
    section, document = opened.panel.sections["detail"], opened.studio.document
    sliders = section.findChildren(AdjustmentSlider)
    names = [slider.track.accessibleName() for slider in sliders]
    assert names == ["Luminance noise", "Colour noise", "Detail", "Sharpen"]
    before = settle(opened, qtbot).astype(int)
    assert "\nNoise " in f"\n{opened.status.details}"
    own = [slider.value for slider in sliders]
    assert document.adjustments == Adjustments()
    drag(opened.panel.sliders["luminance_noise"], 5)
    chosen = document.adjustments.luminance_noise
    assert chosen == pytest.approx(0.05, abs=0.03)
    assert document.history.undoText().startswith("Luminance noise ")
    assert np.abs(settle(opened, qtbot) - before).max() > 3
    assert document.adjustments == Adjustments(luminance_noise=chosen)
    QTest.mouseClick(section.reset, LEFT)
    assert document.adjustments == Adjustments()
    assert [slider.value for slider in sliders] == own


def test_range_follows_what_the_photo_has(opened: MainWindow, qtbot: QtBot) -> None:
    slider = opened.panel.sliders["range"]
    settle(opened, qtbot)
    # As of another photo, or network.
    opened.panel.set_own_values({"range": 0.37})
    assert slider.value == 0.37
    assert opened.studio.document.adjustments == Adjustments()
    slider.box.setValue(80)
    opened.panel.set_own_values({"range": 0.52})
    assert slider.value == 0.8
    slider.box.setValue(52)
    assert opened.studio.document.adjustments.range is None


def test_every_part_of_a_slider_tells_what_it_does(opened: MainWindow, qtbot: QtBot) -> None:
    for slider in opened.panel.findChildren(AdjustmentSlider):
        for part in (slider.track, slider.box, *slider.findChildren(QLabel)):
            at = part.rect().center()
            QApplication.sendEvent(part, QHelpEvent(QEvent.Type.ToolTip, at, part.mapToGlobal(at)))
            tip = QToolTip.text()
            assert len(tip.split()) > 5
            assert ("double click resets" in tip) == slider.isEnabled()
            QToolTip.hideText()


@pytest.mark.parametrize("by", ["track", "label", "Delete", "Backspace"])
def test_a_slider_is_reset_by_hand_and_by_keyboard(opened: MainWindow, by: str) -> None:
    slider, history = opened.panel.sliders["blue_yellow"], opened.studio.document.history
    drag(slider, 150, 250)
    assert slider.value > 2
    decided = opened.studio.document.adjustments
    if by == "track":
        QTest.mouseDClick(slider.track, LEFT, pos=handle(slider, 250))
    elif by == "label":
        QTest.mouseDClick(slider.findChild(QLabel), LEFT)  # type: ignore[call-overload]
    else:
        slider.track.setFocus()
        QTest.keyClick(slider.track, getattr(Qt.Key, f"Key_{by}"))
    assert opened.studio.document.adjustments == Adjustments()
    assert slider.box.value() == 100
    if by != "track":
        # There it may belong to the click that begins the double click.
        history.undo()
        assert opened.studio.document.adjustments == decided


def test_every_name_of_a_slider_is_seen_whole(opened: MainWindow) -> None:
    labels = [slider.findChild(QLabel) for slider in opened.panel.findChildren(AdjustmentSlider)]
    assert [label.text() for label in labels if label.sizeHint().width() > label.width()] == []


@pytest.mark.parametrize("value", [0, 100])
def test_the_ring_of_the_focus_is_seen_whole_at_the_ends(opened: MainWindow, value: int) -> None:
    slider = opened.panel.sliders["brightness"]
    slider.box.setValue(value)
    slider.track.setFocus()
    picture = to_pixels(slider.track.grab().toImage()).astype(int)
    accent = np.array(Colors.accent.getRgb()[:3])
    columns = np.flatnonzero((np.abs(picture - accent).max(axis=2) < 60).any(axis=0))
    ratio = slider.devicePixelRatioF()
    middle = handle(slider, value).x() * ratio
    assert middle - columns.min() == pytest.approx(columns.max() - middle, abs=2 * ratio)
    assert columns.max() - columns.min() > 18 * ratio


def test_arrow_keys_step_and_shift_steps_finely(opened: MainWindow) -> None:
    track = opened.panel.sliders["saturation"].track
    QTest.keyClick(track, Qt.Key.Key_Right)
    assert opened.studio.document.adjustments.saturation == 1.05
    QTest.keyClick(track, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert opened.studio.document.adjustments.saturation == 1.04


def test_of_many_moves_while_the_engine_is_busy_only_the_newest_is_rendered(
    opened: MainWindow, network, qtbot: QtBot
) -> None:
    wait_for_thumbnails(opened, qtbot)
    settle(opened, qtbot)
    shown: list[float] = []
    opened.studio.rendered.connect(lambda r: shown.append(r.adjustments.saturation))
    network.entered.clear()
    network.open_gate.clear()
    opened.panel.sliders["saturation"].box.setValue(101)
    assert network.entered.wait(TIMEOUT / 1000)
    for value in range(102, 180):
        opened.panel.sliders["saturation"].box.setValue(value)
    network.open_gate.set()
    # Shown at once, and exactly once the hand rests.
    qtbot.waitUntil(lambda: shown == [1.01, 1.79, 1.79], timeout=TIMEOUT)


def test_a_rendering_of_the_previous_photo_is_dropped(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    late = []
    opened.studio.rendered.connect(late.append)
    opened.panel.sliders["saturation"].box.setValue(150)
    settle(opened, qtbot)
    old = late[-1]
    open_and_wait(opened, make_photo("other.png", width=64), qtbot)
    shown = opened.canvas.result
    opened.engine_thread.result.emit(old)
    assert opened.canvas.result is shown


def test_a_style_changes_colours_and_a_second_mixes_with_ctrl(opened: MainWindow, qtbot: QtBot) -> None:
    neutral = settle(opened, qtbot)
    first, second, third = opened.panel.gallery.buttons[:3]
    assert not opened.panel.sliders["style_strength"].isEnabled()
    QTest.mouseClick(first, LEFT)
    assert [r.name for r in opened.studio.document.adjustments.references] == [first.text()]
    styled = settle(opened, qtbot)
    assert np.abs(styled.astype(int) - neutral).mean() > 1
    QTest.mouseClick(second, LEFT, CONTROL)
    assert first.isChecked()
    assert second.isChecked()
    assert len(opened.panel.references.rows) == 2
    QTest.mouseClick(third, LEFT)
    assert [r.name for r in opened.studio.document.adjustments.references] == [third.text()]
    QTest.mouseClick(third, LEFT)
    assert opened.studio.document.adjustments.references == ()
    assert np.array_equal(settle(opened, qtbot), neutral)


def test_the_keyboard_chooses_and_mixes_styles(opened: MainWindow) -> None:
    first, second = opened.panel.gallery.buttons[:2]
    QTest.keyClick(first, Qt.Key.Key_Space)
    QTest.keyClick(second, Qt.Key.Key_Space, CONTROL)
    assert [r.name for r in opened.studio.document.adjustments.references] == [first.text(), second.text()]
    QTest.keyClick(first, Qt.Key.Key_Space, CONTROL)
    assert [r.name for r in opened.studio.document.adjustments.references] == [second.text()]
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert [r.name for r in opened.studio.document.adjustments.references] == [first.text()]


def test_a_hand_that_moves_waits_for_no_thumbnail(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Those on their way are given up at the first move, and asked for again once the hand rests."""
    asked: list[ThumbnailsRequest] = []
    cancelled: list[int] = []
    submit, cancel = EngineThread.submit, EngineThread.cancel

    def hold(thread: EngineThread, request: Request) -> list[Request]:
        if isinstance(request, ThumbnailsRequest):
            asked.append(request)
            return []
        return submit(thread, request)

    def note(thread: EngineThread, request_id: int) -> None:
        cancelled.append(request_id)
        cancel(thread, request_id)

    qtbot.waitUntil(lambda: opened.studio.settled)
    monkeypatch.setattr(EngineThread, "submit", hold)
    monkeypatch.setattr(EngineThread, "cancel", note)
    opened.studio.document.change(Adjustments(saturation=1.5), "saturation")
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert asked[0].id not in cancelled
    opened.studio.document.change(Adjustments(saturation=1.4), "saturation")
    assert asked[0].id in cancelled
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1].id not in cancelled


def test_a_hand_that_waits_for_its_picture_is_not_taken_to_rest(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    make_photo: Maker,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    """Where pictures take long, thumbnails between two of them would make each move wait for them, too."""
    monkeypatch.setattr(app.studio, "_REST_MS", 1)
    window = make_window(network.load)
    open_and_wait(window, make_photo(), qtbot)
    qtbot.waitUntil(lambda: window.studio.settled, timeout=TIMEOUT)
    asked: list[type[Request]] = []
    submit = EngineThread.submit

    def note(thread: EngineThread, request: Request) -> list[Request]:
        asked.append(type(request))
        return submit(thread, request)

    monkeypatch.setattr(EngineThread, "submit", note)
    network.open_gate.clear()
    window.studio.document.change(Adjustments(saturation=1.5), "saturation")
    # Long after the hand would have rested, had it not to wait.
    later = QTimer()
    later.setSingleShot(True)
    with qtbot.waitSignal(later.timeout, timeout=TIMEOUT):
        later.start(50)
    assert asked == [RenderRequest]
    network.open_gate.set()
    qtbot.waitUntil(lambda: ThumbnailsRequest in asked, timeout=TIMEOUT)


def test_every_style_gets_a_thumbnail_of_the_photo(opened: MainWindow, qtbot: QtBot) -> None:
    buttons = opened.panel.gallery.buttons
    assert [button.text() for button in buttons] == [style.name for style in STYLES]
    qtbot.waitUntil(lambda: all(button.picture is not None for button in buttons), timeout=TIMEOUT)
    pictures = {bytes(to_pixels(button.picture)) for button in buttons if button.picture is not None}
    assert len(pictures) == len(buttons)


def test_dropped_references_are_weighed_and_removed(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    paths = make_photo("warm.png", top=0.9), make_photo("cold.png", top=0.5)
    references = opened.panel.references
    drop(opened, files(*paths), opened.panel)
    qtbot.waitUntil(lambda: len(references.rows) == 2, timeout=TIMEOUT)
    assert opened.studio.document.photo is not None
    assert opened.studio.document.photo.name == "night.png"
    assert not references.rows[0].thumbnail.pixmap().isNull()
    rows = references.rows
    assert [row.weight.box.text() for row in rows] == ["50 %", "50 %"]
    drag(rows[0].weight, 100, 75)
    adjustments = opened.studio.document.adjustments
    assert [r.weight for r in adjustments.references] == pytest.approx([1.5, 0.5], abs=0.04)
    shares = [row.weight.track.value() for row in rows]
    assert (sum(shares), shares[0]) == (100, pytest.approx(75, abs=2))
    assert opened.studio.document.history.undoText() == f"Share of warm.png {shares[0]} %"
    assert [r.name for r in adjustments.references] == ["warm.png", "cold.png"]
    QTest.mouseClick(references.rows[0].remove, LEFT)
    assert [r.name for r in opened.studio.document.adjustments.references] == ["cold.png"]
    assert len(references.rows) == 1


def test_a_reference_that_is_no_picture_is_named_and_the_others_are_taken(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"")
    with qtbot.waitSignal(opened.studio.failed, timeout=TIMEOUT):
        opened.studio.add_references([broken, make_photo("warm.png", top=0.9)])
    qtbot.waitUntil(lambda: len(opened.panel.references.rows) == 1, timeout=TIMEOUT)
    assert any("broken.png" in message for message in opened.notice.messages)


def test_reset_all_can_be_undone(opened: MainWindow) -> None:
    opened.panel.sliders["saturation"].box.setValue(150)
    opened.panel.sliders["brightness"].box.setValue(70)
    changed = opened.studio.document.adjustments
    QTest.keyClick(opened.canvas, Qt.Key.Key_R, CONTROL)
    assert opened.studio.document.adjustments == Adjustments()
    QTest.keyClick(opened.canvas, Qt.Key.Key_Z, CONTROL)
    assert opened.studio.document.adjustments == changed
    assert opened.panel.sliders["saturation"].value == 1.5


def test_all_steps_can_be_undone_and_redone(opened: MainWindow) -> None:
    for step in range(150):
        opened.panel.sliders["saturation"].box.setValue(101 + step)
    last = opened.studio.document.adjustments
    assert opened.studio.document.history.count() == 150
    for _ in range(150):
        QTest.keyClick(opened.canvas, Qt.Key.Key_Z, CONTROL)
    assert opened.studio.document.adjustments == Adjustments()
    assert opened.panel.sliders["saturation"].value == 1.0
    QTest.keyClick(opened.canvas, Qt.Key.Key_Z, CONTROL)
    for step in range(150):
        keys = (Qt.Key.Key_Y, CONTROL) if step % 2 else (Qt.Key.Key_Z, CONTROL | SHIFT)
        QTest.keyClick(opened.canvas, *keys)
    assert opened.studio.document.adjustments == last


def test_a_click_and_the_double_click_that_it_begins_are_one_step(opened: MainWindow) -> None:
    slider = opened.panel.sliders["saturation"]
    slider.box.setValue(150)
    at = QPoint(slider.track.width() - 10, 10)
    QTest.mouseClick(slider.track, LEFT, pos=at)
    QTest.mouseDClick(slider.track, LEFT, pos=at)
    assert slider.value == 1.0
    opened.studio.document.history.undo()
    assert slider.value == 1.5


def test_a_style_after_a_drag_stays_on_screen(opened: MainWindow, qtbot: QtBot) -> None:
    settle(opened, qtbot)
    shown: list[Adjustments] = []
    opened.studio.rendered.connect(lambda r: shown.append(r.adjustments))
    drag(opened.panel.sliders["saturation"], 150)
    qtbot.waitUntil(lambda: bool(shown), timeout=TIMEOUT)
    QTest.mouseClick(opened.panel.gallery.buttons[0], LEFT)
    styled = opened.studio.document.adjustments
    qtbot.waitUntil(lambda: shown[-1] == styled, timeout=TIMEOUT)
    # Thumbnails come last: whatever was still to be made exact has been by then.
    buttons = opened.panel.gallery.buttons
    opened.panel.gallery.clear_pictures()
    opened.panel.sliders["blue_yellow"].box.setValue(120)
    qtbot.waitUntil(lambda: all(button.picture is not None for button in buttons), timeout=TIMEOUT)
    assert shown[-1] == opened.studio.document.adjustments


def test_enter_in_a_value_box_gives_the_keys_back_to_the_window(opened: MainWindow) -> None:
    box = opened.panel.sliders["saturation"].box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_S)
    assert opened.canvas.split == 0.5
    box.selectAll()
    QTest.keyClicks(box, "150")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert opened.studio.document.adjustments.saturation == 1.5
    assert not box.hasFocus()


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("exposure", "+0.75", 0.75),
        ("highlights", "-40 %", -0.4),
        ("shadows", "25", 0.25),
        ("brightness", "130", 1.3),
        ("contrast", "+60 %", 0.6),
        ("whites", "-70", -0.7),
        ("blacks", "55", 0.55),
        ("clarity", "-100", -1),
        ("range", "90 %", 0.9),
        ("vibrance", "-100", -1),
    ],
)
def test_tone_and_vibrance_take_typed_signs_and_change_the_picture(
    opened: MainWindow, network, qtbot: QtBot, name: str, typed: str, value: float
) -> None:
    wait_for_thumbnails(opened, qtbot)
    opened.panel.sliders["exposure"].box.setValue(150)  # a picture with highlights
    make_no_thumbnails(opened)
    before = settle(opened, qtbot)
    calls = dict(network.calls)
    slider: AdjustmentSlider = opened.panel.sliders[name]
    slider.box.selectAll()
    qtbot.keyClicks(slider.box, typed)
    qtbot.keyClick(slider.box, Qt.Key.Key_Return)
    make_no_thumbnails(opened)
    assert getattr(opened.studio.document.adjustments, name) == value
    assert not np.array_equal(settle(opened, qtbot), before)
    assert dict(network.calls) == calls


def test_stops_are_shown_with_sign_and_decimals(opened: MainWindow) -> None:
    box = opened.panel.sliders["exposure"].box
    box.setValue(50)
    assert box.text() == "+0.50"
    box.setValue(-125)
    assert box.text() == "-1.25"
    opened.panel.sliders["highlights"].box.setValue(30)
    assert opened.panel.sliders["highlights"].box.text() == "+30"
    assert opened.panel.sliders["saturation"].box.text() == "100 %"


def test_a_drag_with_shift_is_fine(opened: MainWindow) -> None:
    slider = opened.panel.sliders["saturation"]
    start, end = handle(slider, 100), handle(slider, 200)
    QTest.mousePress(slider.track, LEFT, pos=start)
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(end),
        slider.track.mapToGlobal(QPointF(end)),
        Qt.MouseButton.NoButton,
        LEFT,
        Qt.KeyboardModifier.ShiftModifier,
    )
    QApplication.sendEvent(slider.track, move)
    QTest.mouseRelease(slider.track, LEFT, pos=end)
    assert opened.studio.document.adjustments.saturation == pytest.approx(1.2, abs=0.03)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("saturation", "350", 3.0),
        ("exposure", "-9", -5.0),
        ("brightness", "200", 1.5),
        ("exposure", "0,5", 0.5),
        ("highlights", "1.5", 0.02),
    ],
)
def test_values_beyond_the_scale_go_to_its_end_and_either_decimal_mark_is_one(
    opened: MainWindow, qtbot: QtBot, name: str, typed: str, value: float
) -> None:
    slider: AdjustmentSlider = opened.panel.sliders[name]
    slider.box.selectAll()
    qtbot.keyClicks(slider.box, typed)
    qtbot.keyClick(slider.box, Qt.Key.Key_Return)
    assert getattr(opened.studio.document.adjustments, name) == pytest.approx(value)


def test_the_wheel_over_a_value_box_scrolls_and_edits_nothing(opened: MainWindow) -> None:
    opened.canvas.setFocus()
    before = opened.studio.document.adjustments
    box = opened.panel.sliders["saturation"].box
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert opened.studio.document.adjustments == before
    assert not box.hasFocus()


def test_keys_on_one_slider_are_one_step_until_something_comes_between(opened: MainWindow) -> None:
    panel, history = opened.panel, opened.studio.document.history
    track = panel.sliders["saturation"].track
    track.setFocus()
    for _ in range(10):
        QTest.keyClick(track, Qt.Key.Key_Right)
    assert panel.sliders["saturation"].value == 1.5
    assert history.count() == 1
    assert history.undoText() == "Saturation 150 %"
    panel.sliders["vibrance"].track.setFocus()
    QTest.keyClick(panel.sliders["vibrance"].track, Qt.Key.Key_Right)
    track.setFocus()
    QTest.keyClick(track, Qt.Key.Key_Right)
    assert history.count() == 3
    history.undo()
    history.redo()
    QTest.keyClick(track, Qt.Key.Key_Right)
    assert history.count() == 4
    drag(panel.sliders["saturation"], 170, 180)
    dragged = panel.sliders["saturation"].value
    QTest.keyClick(track, Qt.Key.Key_Right)
    assert history.count() == 6
    for value in (dragged, 1.6, 1.55, 1.5):
        history.undo()
        assert panel.sliders["saturation"].value == value


def test_keys_that_lead_back_decide_nothing(opened: MainWindow) -> None:
    track = opened.panel.sliders["saturation"].track
    track.setFocus()
    QTest.keyClick(track, Qt.Key.Key_Right)
    QTest.keyClick(track, Qt.Key.Key_Left)
    assert not opened.studio.document.history.canUndo()


def test_a_slider_that_is_disabled_is_not_reset_by_its_name(opened: MainWindow) -> None:
    slider = opened.panel.sliders["style_strength"]
    QTest.mouseClick(opened.panel.gallery.buttons[0], LEFT)
    slider.box.setValue(80)
    QTest.mouseClick(opened.panel.gallery.buttons[0], LEFT)
    assert not slider.isEnabled()
    name = next(label for label in slider.findChildren(QLabel) if label.text())
    QTest.mouseDClick(name, LEFT)
    assert opened.studio.document.adjustments.style_strength == 0.8


def test_the_arrow_keys_in_a_value_box_are_one_step_too(opened: MainWindow) -> None:
    box = opened.panel.sliders["saturation"].box
    box.setFocus()
    for _ in range(3):
        QTest.keyClick(box, Qt.Key.Key_Up)
    assert opened.panel.sliders["saturation"].value == 1.03
    assert opened.studio.document.history.count() == 1


def test_pasted_references_are_told_apart_by_number(opened: MainWindow, qtbot: QtBot) -> None:
    def paste(colour: tuple[int, int, int]) -> None:
        picture = QImage(40, 30, QImage.Format.Format_RGB888)
        picture.fill(QColor(*colour))
        data = QMimeData()
        data.setImageData(picture)
        with qtbot.waitSignal(opened.studio.reference_measured, timeout=TIMEOUT):
            assert opened.opening.take(data, as_reference=True)

    def followed() -> list[str]:
        return [reference.name for reference in opened.studio.document.adjustments.references]

    paste((200, 60, 40))
    paste((40, 60, 200))
    assert followed() == ["Pasted picture", "Pasted picture 2"]
    first, second = (
        to_pixels(row.thumbnail.pixmap().toImage())[22, 22] for row in opened.panel.references.rows
    )
    assert first[0] > first[2]
    assert second[0] < second[2]
    # The same picture again is no other reference.
    paste((200, 60, 40))
    assert sorted(followed()) == ["Pasted picture", "Pasted picture 2"]
    # Each is shown as itself: a name is free again when its picture is gone.
    opened.studio.document.history.undo()
    opened.studio.document.history.undo()
    paste((60, 200, 40))
    assert followed() == ["Pasted picture", "Pasted picture 2"]
