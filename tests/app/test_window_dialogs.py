"""What dialogs leave behind when they are closed: nothing."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot
from window_fixtures import TIMEOUT, open_and_wait, show_batch

from app.about import AboutDialog
from app.dialogs import Question
from app.export_dialog import ExportDialog
from app.exporting import Exporting
from app.logs import ErrorDialog
from app.preferences import PreferencesDialog
from app.presets import PresetNameDialog
from app.settings import Preferences
from app.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.presets import Preset

Maker = Callable[..., Path]


def test_closed_dialogs_are_gone_and_so_are_the_photos_they_were_about(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def give_up(dialog: QDialog) -> QDialog.DialogCode:
        shown.append(type(dialog).__name__)
        return QDialog.DialogCode.Rejected

    kinds = (ExportDialog, PreferencesDialog, PresetNameDialog, Question)
    for kind in kinds:
        monkeypatch.setattr(kind, "exec", give_up)
    opened.presets._folder.add(Preset("Grey", Adjustments(saturation=0)))
    # Photos that were open before are not kept to come back to.
    opened._thread.memory_limit = 0
    photos = [weakref.ref(opened.studio.document.photo)]
    opened.exporting.export()
    open_and_wait(opened, make_photo("second.png"), qtbot)
    photos.append(weakref.ref(opened.studio.document.photo))
    opened.exporting.export()
    opened.show_preferences()
    opened.presets.save_current()
    opened.presets.rename(0)
    assert not Exporting._confirm_stop(opened.exporting)
    assert set(shown) == {kind.__name__ for kind in kinds}

    open_and_wait(opened, make_photo("third.png"), qtbot)

    def forgotten() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
        gc.collect()
        return not any(photo() is not None for photo in photos)

    qtbot.waitUntil(forgotten, timeout=TIMEOUT)
    assert opened.findChildren(QDialog) == []


@pytest.mark.parametrize(
    ("make", "pressed"),
    [
        (lambda window: ExportDialog(window.studio.document.photo, parent=window), "Export"),
        (lambda window: PreferencesDialog(Preferences(), window), "Save"),
        (lambda window: PresetNameDialog("Rename", "Mine", lambda _: ("", True), window), "Save"),
        (lambda window: AboutDialog("CPU", window), "Close"),
        (lambda window: ErrorDialog("what happened", window), "Close"),
        (show_batch, "Start"),
    ],
    ids=["export", "preferences", "preset", "about", "error", "batch"],
)
def test_enter_presses_the_main_button_and_no_other_from_a_field(
    opened: MainWindow, make: Callable[[MainWindow], QDialog], pressed: str, qtbot: QtBot
) -> None:
    dialog = make(opened)
    dialog.show()
    qtbot.waitExposed(dialog)
    buttons = dialog.findChildren(QPushButton)
    assert len(buttons) > 1
    for button in buttons:
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert [other.text().replace("&", "") for other in buttons if other.isDefault()] == [pressed]
    dialog.close()
