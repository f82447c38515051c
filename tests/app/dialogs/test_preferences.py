from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from ccnet_samples import GOLDEN, tiny_network
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot
from window_fixtures import Network
from window_helpers import TIMEOUT

import app.dialogs.preferences
from app.dialogs.export import ExportDialog
from app.dialogs.preferences import PreferencesDialog
from app.document.preferences import Preferences, read_preferences, write_preferences
from app.widgets.images import to_pixels
from app.window.window import MainWindow
from ccnet_core.engine import Engine
from ccnet_core.network import save_network
from ccnet_core.paths import FREE_WEIGHTS

LEFT = Qt.MouseButton.LeftButton
Maker = Callable[..., Path]


@pytest.fixture
def other_weights(tmp_path: Path) -> Path:
    path = tmp_path / "other.safetensors"
    save_network(tiny_network("gain", seed=7), path)
    return path


def in_dialog(window: MainWindow, act: Callable[[PreferencesDialog], None]) -> None:
    """Open the preferences by their keys and do something in the dialog."""
    acted = []

    def enter() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PreferencesDialog)
        try:
            act(dialog)
            acted.append(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, enter)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert acted


def choose(box: object, value: object) -> None:
    box.setCurrentIndex(box.findData(value))  # type: ignore[attr-defined]


def shown(window: MainWindow) -> np.ndarray:
    result = window.canvas.result
    assert result is not None
    return to_pixels(result)


def test_what_is_saved_is_stored_and_in_force(window: MainWindow, settings: QSettings) -> None:
    changes: list[Preferences] = []
    window.preferences.changed.connect(changes.append)

    def act(dialog: PreferencesDialog) -> None:
        choose(dialog.language, "de")
        choose(dialog.theme, "light")
        choose(dialog.export_format, "tiff")
        dialog.memory.setValue(4096)
        QTest.mouseClick(dialog.save, LEFT)

    in_dialog(window, act)
    wanted = Preferences(language="de", theme="light", export_format="tiff", memory_megabytes=4096)
    assert window.preferences.current == wanted
    assert read_preferences(settings) == wanted
    assert changes == [wanted]


def test_enter_in_a_field_saves(window: MainWindow, settings: QSettings, qtbot: QtBot) -> None:
    def act(dialog: PreferencesDialog) -> None:
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow, timeout=TIMEOUT)
        QTest.keyClick(dialog, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
        dialog.quality.selectAll()
        QTest.keyClicks(dialog.quality, "80")
        QTest.keyClick(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(dialog.language, key)

    in_dialog(window, act)
    wanted = Preferences(export_quality=80, language="de")
    assert window.preferences.current == wanted
    assert read_preferences(settings) == wanted


def test_enter_on_another_button_presses_that_one(window: MainWindow, qtbot: QtBot) -> None:
    mine = Preferences(export_quality=40)
    window.preferences.apply(mine)

    def act(dialog: PreferencesDialog) -> None:
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow, timeout=TIMEOUT)
        dialog.defaults.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(dialog.defaults, Qt.Key.Key_Return)
        assert dialog.preferences == Preferences()
        dialog.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(dialog.cancel, Qt.Key.Key_Return)
        assert not dialog.isVisible()

    in_dialog(window, act)
    assert window.preferences.current == mine


def test_what_is_cancelled_changes_nothing(window: MainWindow, settings: QSettings) -> None:
    def act(dialog: PreferencesDialog) -> None:
        choose(dialog.language, "zh")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    in_dialog(window, act)
    assert window.preferences.current == Preferences()
    assert settings.value("preferences/language") is None


def test_the_dialog_shows_what_is_in_force_and_restores_defaults(window: MainWindow, qtbot: QtBot) -> None:
    mine = Preferences(
        device="cuda:7",
        threads=64,
        language="de",
        export_format="webp",
        export_quality=40,
        memory_megabytes=256,
    )
    dialog = PreferencesDialog(mine, window)
    assert dialog.preferences == mine
    assert "cuda:7" in dialog.device.currentText()
    QTest.mouseClick(dialog.defaults, LEFT)
    assert dialog.preferences == Preferences()


def test_other_weights_render_the_open_photo_anew_and_keep_its_edits(
    opened: MainWindow, other_weights: Path, settings: QSettings, qtbot: QtBot
) -> None:
    opened.panel.sliders["saturation"].box.setValue(150)
    qtbot.waitUntil(lambda: not opened.status.progress.isVisible(), timeout=TIMEOUT)
    before, photo = shown(opened), opened.studio.document.photo
    steps = opened.studio.document.history.count()

    def act(dialog: PreferencesDialog) -> None:
        dialog.threads.setValue(1)
        dialog.load_weights(other_weights)
        assert other_weights.name in dialog.weights.text()
        QTest.mouseClick(dialog.save, LEFT)

    with qtbot.waitSignal(opened.studio.configured, timeout=TIMEOUT):
        in_dialog(opened, act)
    qtbot.waitUntil(lambda: np.abs(shown(opened).astype(int) - before).mean() > 1, timeout=TIMEOUT)
    assert opened.studio.document.photo is photo
    assert opened.studio.document.history.count() == steps
    assert opened.panel.sliders["saturation"].value == 1.5
    assert read_preferences(settings).weights == other_weights


def test_the_free_weights_are_chosen_by_their_button_and_kept_by_their_name(
    opened: MainWindow, settings: QSettings, qtbot: QtBot
) -> None:
    def act(dialog: PreferencesDialog) -> None:
        dialog.threads.setValue(1)
        assert dialog.free_weights.isEnabled()
        QTest.mouseClick(dialog.free_weights, LEFT)
        assert not dialog.free_weights.isEnabled()
        assert "Free" in dialog.weights.text()
        QTest.mouseClick(dialog.save, LEFT)

    with qtbot.waitSignal(opened.studio.configured, timeout=TIMEOUT):
        in_dialog(opened, act)
    assert settings.value("preferences/weights") == "free"
    assert read_preferences(settings).weights == FREE_WEIGHTS


def test_the_checkpoint_of_the_authors_is_taken_by_the_button(
    opened: MainWindow, settings: QSettings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint = GOLDEN / "weights_fp16.pth"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(checkpoint), ""))
    qtbot.waitUntil(lambda: not opened.status.progress.isVisible(), timeout=TIMEOUT)
    before = shown(opened)

    def act(dialog: PreferencesDialog) -> None:
        dialog.threads.setValue(1)
        QTest.mouseClick(dialog.choose_weights, LEFT)
        assert checkpoint.name in dialog.weights.text()
        QTest.mouseClick(dialog.save, LEFT)

    with qtbot.waitSignal(opened.studio.configured, timeout=TIMEOUT):
        in_dialog(opened, act)
    qtbot.waitUntil(lambda: np.abs(shown(opened).astype(int) - before).mean() > 1, timeout=TIMEOUT)
    assert read_preferences(settings).weights == checkpoint
    published = shown(opened)
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        opened.panel.sliders["saturation"].box.setValue(250)
    assert not np.array_equal(shown(opened), published)


def test_a_file_that_holds_no_weights_is_named_in_the_dialog(
    window: MainWindow, tmp_path: Path, settings: QSettings
) -> None:
    broken = tmp_path / "broken.pth"
    broken.write_bytes(b"no weights")

    def act(dialog: PreferencesDialog) -> None:
        height = dialog.height()
        dialog.load_weights(broken)
        assert dialog.problem.isVisible()
        assert "broken.pth" in dialog.problem.text()
        assert "weights_only" not in dialog.problem.text()
        assert dialog.height() > height
        QTest.mouseClick(dialog.save, LEFT)

    in_dialog(window, act)
    assert window.preferences.current.weights is None
    assert read_preferences(settings) == Preferences()


def test_weights_that_vanish_before_they_load_are_told_and_the_photo_stays_bright(
    opened: MainWindow, other_weights: Path, settings: QSettings, qtbot: QtBot
) -> None:
    other_weights.unlink()
    with qtbot.waitSignal(opened.studio.failed, timeout=TIMEOUT):
        opened.preferences.apply(Preferences(weights=other_weights, threads=1, language="de"))
    assert other_weights.name in opened.notice.text.text()
    # What needs no network is in force all the same.
    assert opened.preferences.wanted == opened.preferences.current == Preferences(language="de")
    assert read_preferences(settings) == Preferences(language="de")
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.panel.sliders["saturation"].box.setValue(130)


def test_working_weights_brighten_the_photo_that_broken_ones_could_not(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    make_photo: Maker,
    tiny_weights: Path,
    qtbot: QtBot,
) -> None:
    window = make_window(lambda: Engine.load("missing.safetensors"))
    with qtbot.waitSignal(window.studio.not_brightened, timeout=TIMEOUT):
        window.open_photo(make_photo())
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.preferences.apply(Preferences(weights=tiny_weights, threads=1))
    assert window.panel.export.isEnabled()


@pytest.mark.parametrize("preview_pixels", [1_000_000])
def test_a_smaller_preview_is_shown_at_once(
    window: MainWindow, make_photo: Maker, tiny_weights: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        window.open_photo(make_photo(height=1000, width=1000))
    whole = shown(window).shape
    window.preferences.apply(Preferences(preview_megapixels=0.5, weights=tiny_weights, threads=1))
    qtbot.waitUntil(lambda: shown(window).shape != whole, timeout=TIMEOUT)
    height, width, _ = shown(window).shape
    assert height * width == pytest.approx(500_000, rel=0.05)


def test_a_device_that_is_gone_is_told_and_done_without(
    opened: MainWindow, tiny_weights: Path, qtbot: QtBot
) -> None:
    if torch.cuda.is_available() and torch.cuda.device_count() > 98:
        pytest.skip("there is such a device")
    with qtbot.waitSignal(opened.studio.configured, timeout=TIMEOUT):
        opened.preferences.apply(Preferences(device="cuda:98", weights=tiny_weights, threads=1))
    qtbot.waitUntil(lambda: "cuda:98" in opened.notice.text.text(), timeout=TIMEOUT)
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.panel.sliders["saturation"].box.setValue(130)


def test_only_the_last_of_two_changes_in_a_row_remains(
    opened: MainWindow, network: Network, tiny_weights: Path, settings: QSettings, qtbot: QtBot
) -> None:
    network.entered.clear()
    network.open_gate.clear()
    opened.panel.sliders["saturation"].box.setValue(140)
    assert network.entered.wait(TIMEOUT / 1000)
    opened.preferences.apply(Preferences(weights=tiny_weights, threads=1))
    opened.preferences.apply(Preferences(weights=tiny_weights, threads=1, preview_megapixels=2.0))
    with qtbot.waitSignal(opened.studio.configured, timeout=TIMEOUT):
        network.open_gate.set()
    assert read_preferences(settings).preview_megapixels == 2.0
    assert opened.preferences.current == opened.preferences.wanted


def test_of_two_changes_the_first_is_in_force_when_the_second_fails(
    opened: MainWindow,
    tiny_weights: Path,
    tmp_path: Path,
    settings: QSettings,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entered, asked = threading.Event(), threading.Event()
    load = app.dialogs.preferences.default_engine

    def wait_for_the_second(*arguments: object, **options: object) -> Engine:
        entered.set()
        assert asked.wait(TIMEOUT / 1000)
        return load(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(app.dialogs.preferences, "default_engine", wait_for_the_second)
    first = Preferences(weights=tiny_weights, threads=1)
    opened.preferences.apply(first)
    assert entered.wait(TIMEOUT / 1000)
    opened.preferences.apply(Preferences(weights=tmp_path / "gone.safetensors", threads=1, language="de"))
    with qtbot.waitSignal(opened.studio.failed, timeout=TIMEOUT):
        asked.set()
    wanted = replace(first, language="de")
    assert opened.preferences.current == opened.preferences.wanted == wanted
    assert read_preferences(settings) == wanted


def test_what_the_command_line_chose_for_a_session_is_not_stored(
    window: MainWindow, settings: QSettings, tiny_weights: Path, qtbot: QtBot
) -> None:
    from app.dialogs.preferences import PreferenceKeeper

    write_preferences(settings, Preferences(export_quality=80))
    keeper = PreferenceKeeper(window.studio, settings, Preferences(device="cpu", export_quality=80), window)
    keeper.apply(Preferences(device="cpu", export_quality=60))
    assert read_preferences(settings) == Preferences(export_quality=60)


def test_an_export_begins_with_the_preferred_format(opened: MainWindow, make_photo: Maker) -> None:
    opened.preferences.apply(Preferences(export_format="webp", export_quality=55))
    seen = []

    def enter() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        seen.append((dialog.format.currentData(), dialog.quality_box.value(), dialog.target.suffix))
        dialog.done(QDialog.DialogCode.Rejected)

    QTimer.singleShot(0, enter)
    opened.exporting.export()
    assert seen == [("webp", 55, ".webp")]
