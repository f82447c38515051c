"""What dialogs leave behind when they are closed: nothing."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from window_fixtures import Network, Questions
from window_helpers import TIMEOUT, keep_preset, open_and_wait, show_batch

from app.dialogs.about import AboutDialog
from app.dialogs.batch import BatchDialog
from app.dialogs.error import ErrorDialog
from app.dialogs.export import ExportDialog
from app.dialogs.preferences import PreferencesDialog
from app.dialogs.preset_name import PresetNameDialog
from app.document.preferences import Preferences
from app.widgets.dialog import Question
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import ExportOptions
from ccnet_core.presets import Preset

Maker = Callable[..., Path]


def test_closed_dialogs_are_gone_and_so_are_the_photos_they_were_about(
    opened: MainWindow,
    questions: Questions,
    network: Network,
    make_photo: Maker,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []

    def give_up(dialog: QDialog) -> QDialog.DialogCode:
        shown.append(type(dialog).__name__)
        return QDialog.DialogCode.Rejected

    kinds = (ExportDialog, PreferencesDialog, PresetNameDialog)
    for kind in kinds:
        monkeypatch.setattr(kind, "exec", give_up)
    questions.answer = give_up
    keep_preset(opened, Preset("Grey", Adjustments(saturation=0)))
    # Photos that were open before are not kept to come back to.
    opened.engine_thread.memory_limit = 0
    photos = [weakref.ref(opened.studio.document.photo)]
    opened.exporting.export()
    open_and_wait(opened, make_photo("second.png"), qtbot)
    photos.append(weakref.ref(opened.studio.document.photo))
    opened.exporting.export()
    opened.show_preferences()
    opened.presets.save_current()
    opened.presets.rename(0)
    network.open_gate.clear()
    task = opened.studio.export(tmp_path / "out.png", ExportOptions("png"))
    assert not opened.close()
    opened.studio.cancel(task)
    network.open_gate.set()
    qtbot.waitUntil(lambda: not opened.studio.exporting, timeout=TIMEOUT)
    assert set(shown) == {kind.__name__ for kind in (*kinds, Question)}

    open_and_wait(opened, make_photo("third.png"), qtbot)

    def forgotten() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
        gc.collect()
        return not any(photo() is not None for photo in photos)

    qtbot.waitUntil(forgotten, timeout=TIMEOUT)
    assert opened.findChildren(QDialog) == []


def batch_of_one(window: MainWindow) -> BatchDialog:
    dialog = show_batch(window)
    photo = window.studio.document.photo
    assert photo is not None
    assert photo.path is not None
    dialog.add_photos([photo.path])
    return dialog


def plain(button: QPushButton) -> str:
    return button.text().replace("&", "")


def pressed_by_enter(dialog: QDialog, focus: QWidget, key: Qt.Key) -> list[str]:
    """Which buttons are clicked by a key while something has the focus."""
    pressed: list[str] = []
    focus.setFocus(Qt.FocusReason.TabFocusReason)
    assert QApplication.focusWidget() is focus
    buttons = dialog.findChildren(QPushButton)
    recorded = [button.clicked.connect(lambda *_, b=button: pressed.append(plain(b))) for button in buttons]
    QTest.keyClick(focus, key)
    for button, connection in zip(buttons, recorded, strict=True):
        button.clicked.disconnect(connection)
    return pressed


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize(
    ("make", "main", "others"),
    [
        (lambda window: ExportDialog(window.studio.document.photo, parent=window), "Export", {"Cancel"}),
        (
            lambda window: PreferencesDialog(Preferences(), window),
            "Save",
            {"Cancel", "Restore defaults"},
        ),
        (lambda window: PresetNameDialog("Rename", "Mine", lambda _: ("", True), window), "Save", {"Cancel"}),
        (lambda window: AboutDialog("CPU", window), "Close", {"Copy version and system"}),
        (lambda window: ErrorDialog("what happened", window), "Close", {"Copy report", "Show log folder"}),
        (batch_of_one, "Start", {"Close"}),
    ],
    ids=["export", "preferences", "preset", "about", "error", "batch"],
)
def test_enter_presses_the_main_button_but_on_some_others(
    opened: MainWindow,
    make: Callable[[MainWindow], QDialog],
    main: str,
    others: set[str],
    key: Qt.Key,
    qtbot: QtBot,
) -> None:
    dialog = make(opened)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=TIMEOUT)
    for button in dialog.findChildren(QPushButton):
        # What they do is no part of this.
        button.clicked.disconnect()
    reached = [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.isVisible()
        and widget.isEnabled()
    ]
    assert {main, *others} <= {plain(focus) for focus in reached if isinstance(focus, QPushButton)}
    assert not all(isinstance(focus, QPushButton) for focus in reached)
    for focus in reached:
        itself = isinstance(focus, QPushButton) and plain(focus) in others
        assert pressed_by_enter(dialog, focus, key) == [plain(focus) if itself else main], focus
    dialog.close()
