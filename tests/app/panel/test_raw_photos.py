"""What a camera raw file has in the window: its white balance in kelvin, its lens, and what it tells."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from raw_samples import CAMERA, dng
from window_helpers import drag, make_no_thumbnails, open_and_wait, settle

from app.widgets.images import to_pixels
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.sidecar import read_sidecar

pytest.importorskip("rawpy", reason="the raw extra is not installed")

D50 = (0.96422, 1.0, 0.82521)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A grey photo by daylight of 5000 K, through a zoom of which lensfun knows."""
    pytest.importorskip("lensfunpy", reason="the raw extra is not installed")
    seen = np.array(CAMERA) @ D50
    neutral = seen / seen.max()
    light = np.linspace(0.1, 0.4, 300)[None, :, None] * np.ones((200, 1, 1)) * neutral
    path = tmp_path / "night.dng"
    path.write_bytes(
        dng(
            light,
            neutral=neutral,
            camera=CAMERA,
            iso=6400,
            noise_profile=(4e-4, 1e-6),
            make="NIKON CORPORATION",
            model="NIKON D750",
            lens="AF-S Nikkor 24-70mm f/2.8G ED",
            focal_length=24,
            aperture=2.8,
        )
    )
    return path


def typed(window: MainWindow, name: str, text: str) -> None:
    box = window.panel.sliders[name].box
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def test_white_balance_is_in_kelvin_and_other_photos_keep_theirs(
    window: MainWindow, raw: Path, make_photo, qtbot: QtBot
) -> None:
    open_and_wait(window, raw, qtbot)
    temperature, tint = (window.panel.sliders[name].box for name in ("temperature", "tint"))
    assert (temperature.text(), tint.text()) == ("5000 K", "+10")
    typed(window, "temperature", "3200")
    assert (temperature.text(), tint.text()) == ("3200 K", "+10")
    assert window.studio.document.history.undoText() == "Temp 3200 K"
    decided = window.studio.document.adjustments
    assert decided.temperature < -0.3, "the light is taken for warmer, so the photo gets bluer"
    typed(window, "tint", "-15")
    assert (temperature.text(), tint.text()) == ("3200 K", "-15")
    window.panel.sliders["temperature"].track.setFocus()
    QTest.keyClick(window.panel.sliders["temperature"].track, Qt.Key.Key_Delete)
    assert (temperature.text(), tint.text()) == ("5000 K", "-15")
    window.studio.document.history.undo()
    assert (temperature.text(), tint.text()) == ("3200 K", "-15")
    make_no_thumbnails(window)
    open_and_wait(window, make_photo(), qtbot)
    assert (temperature.text(), tint.text()) == ("0", "0")


def test_a_drag_of_the_temperature_is_one_step_and_colours_the_photo(
    window: MainWindow, raw: Path, qtbot: QtBot
) -> None:
    open_and_wait(window, raw, qtbot)
    before = settle(window, qtbot).astype(int)
    drag(window.panel.sliders["temperature"], 10, 30)
    make_no_thumbnails(window)
    after = settle(window, qtbot).astype(int)
    assert window.studio.document.history.count() == 1
    assert (after - before)[..., 0].mean() > (after - before)[..., 2].mean() + 3, "warmer"
    window.studio.document.history.undo()
    assert window.studio.document.adjustments == Adjustments()
    assert window.panel.sliders["temperature"].box.text() == "5000 K"


def test_the_lens_is_corrected_until_it_is_switched_off(window: MainWindow, raw: Path, qtbot: QtBot) -> None:
    open_and_wait(window, raw, qtbot)
    tick = window.panel.switches["lens_correction"]
    assert tick.isEnabled()
    assert tick.isChecked()
    assert window.panel.lens.text() == "Nikon AF-S Zoom-Nikkor 24-70mm f/2.8G ED"
    corrected = settle(window, qtbot).astype(int)
    original = window.canvas.original
    assert original is not None
    shown_before = to_pixels(original).astype(int)
    QTest.keyClick(tick, Qt.Key.Key_Space)
    make_no_thumbnails(window)
    plain = settle(window, qtbot).astype(int)
    assert not tick.isChecked()
    assert window.studio.document.adjustments == Adjustments(lens_correction=False)
    assert window.studio.document.history.undoText() == "Lens correction off"
    assert corrected[3, 3].mean() > plain[3, 3].mean() + 5, "the corners are as dark as the lens made them"
    original = window.canvas.original
    assert original is not None
    assert to_pixels(original)[3, 3].mean() < shown_before[3, 3].mean() - 5, "before and after fit"
    window.studio.document.history.undo()
    assert tick.isChecked()
    make_no_thumbnails(window)
    assert np.abs(settle(window, qtbot) - corrected).max() <= 1
    original = window.canvas.original
    assert original is not None
    assert np.array_equal(to_pixels(original), shown_before)


def test_what_was_decided_of_the_lens_is_kept_and_exported(
    window: MainWindow, raw: Path, make_photo, qtbot: QtBot
) -> None:
    open_and_wait(window, raw, qtbot)
    QTest.keyClick(window.panel.switches["lens_correction"], Qt.Key.Key_Space)
    make_no_thumbnails(window)
    plain = settle(window, qtbot).astype(int)
    open_and_wait(window, make_photo(), qtbot)
    assert not window.panel.switches["lens_correction"].isEnabled()
    assert not window.panel.switches["lens_correction"].isChecked()
    assert window.panel.lens.text() == "The lens of this photo is not known."
    assert read_sidecar(raw) == Adjustments(lens_correction=False)
    open_and_wait(window, raw, qtbot)
    assert not window.panel.switches["lens_correction"].isChecked()
    assert np.abs(settle(window, qtbot) - plain).max() <= 1


def test_the_status_bar_tells_of_the_sensor(window: MainWindow, raw: Path, make_photo, qtbot: QtBot) -> None:
    open_and_wait(window, raw, qtbot)
    expected = "NIKON D750, ISO 6400, black level 512, read noise 15.9, gain 6.35 per electron"
    status = window.status
    assert status.details.splitlines()[0] == expected
    assert (status.name_label.text(), status.exposure_label.text()) == (raw.name, "ISO 6400")
    open_and_wait(window, make_photo(), qtbot)
    assert not any(text in status.details for text in ("NIKON", "black level"))
    assert (status.name_label.text(), status.exposure_label.text()) == ("night.png", "")
