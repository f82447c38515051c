"""What an export begins with: the last one's choices, across starts, or what is preferred."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot
from window_fixtures import Network
from window_helpers import TIMEOUT, open_and_wait

from app.dialogs.export import ExportDialog
from app.dialogs.last_export import first_options, remember_options
from app.document.preferences import Preferences
from app.window.window import MainWindow
from ccnet_core.engine import Engine
from ccnet_core.photo import ExportOptions, Photo, save_photo

JPEG = ExportOptions("jpeg", 70)
USUAL = Preferences()


def photo(bits: int = 8, format: str = "PNG", *, alpha: bool = False) -> Photo:
    pixels = np.zeros((4, 6, 3), np.uint8 if bits == 8 else np.uint16)
    return Photo.from_array(pixels, pixels[..., 0] if alpha else None, Path("night"), format)


@pytest.mark.parametrize("of", [photo(), photo(16, "RAW"), photo(16, "TIFF"), photo(alpha=True)])
def test_the_last_choices_begin_the_next_export_of_such_a_photo(settings: QSettings, of: Photo) -> None:
    remember_options(settings, USUAL, of, replace(JPEG, overwrite=True))
    settings.sync()
    again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert first_options(again, USUAL, of) == JPEG


@pytest.mark.parametrize("of", [photo(16, "TIFF"), photo(alpha=True), photo(16, "PNG", alpha=True)])
def test_what_a_photo_would_silently_lose_is_not_chosen_by_another(settings: QSettings, of: Photo) -> None:
    remember_options(settings, USUAL, photo(), JPEG)
    assert first_options(settings, USUAL, of) == USUAL.export_options(of)
    # As much as is preferred is not lost silently.
    few = Preferences(export_format="webp")
    remember_options(settings, few, photo(), ExportOptions("webp", 60))
    assert first_options(settings, few, of) == ExportOptions("webp", 60)
    # A raw photo is a JPEG unless another format is asked for.
    remember_options(settings, USUAL, photo(), JPEG)
    assert first_options(settings, USUAL, photo(16, "RAW")) == JPEG


def test_a_change_of_what_is_preferred_is_followed_by_the_next_export(settings: QSettings) -> None:
    remember_options(settings, USUAL, photo(), JPEG)
    changed = Preferences(export_format="tiff")
    assert first_options(settings, changed, photo()) == ExportOptions("tiff")
    assert first_options(settings, Preferences(threads=1), photo()) == JPEG
    remember_options(settings, changed, photo(), JPEG)
    assert first_options(settings, changed, photo()) == JPEG


@pytest.mark.parametrize("stored", ["", "no json", "[1]", '{"options": {"format": "bmp"}}', '{"options": 3}'])
def test_what_cannot_be_read_is_as_if_nothing_was_exported(settings: QSettings, stored: str) -> None:
    settings.setValue("export/last", stored)
    assert first_options(settings, USUAL, photo()) == ExportOptions("png")


def test_the_next_start_of_the_program_exports_as_the_last(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[ExportOptions] = []

    def look(dialog: ExportDialog) -> ExportDialog.DialogCode:
        seen.append(dialog.options)
        return ExportDialog.DialogCode.Rejected

    monkeypatch.setattr(ExportDialog, "exec", look)
    night = tmp_path / "night.tif"
    save_photo(night, colour_ramp(20, 30, np.uint16, 0.3), ExportOptions("tiff", bit_depth=16))
    window = make_window(network.load)
    open_and_wait(window, night, qtbot)
    window.exporting.export()
    with qtbot.waitSignal(window.studio.exported, timeout=TIMEOUT):
        window.exporting.export_to(tmp_path / "out.jpg", JPEG)
    window.close()
    window = make_window(network.load)
    open_and_wait(window, night, qtbot)
    window.exporting.export()
    assert seen == [ExportOptions("tiff", bit_depth=16), JPEG]
