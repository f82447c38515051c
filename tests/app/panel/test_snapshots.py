"""Snapshots in the window: made, applied, compared with, renamed, deleted; kept in the sidecar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_helpers import LEFT, TIMEOUT, open_and_wait, settle

from app.dialogs.preset_name import PresetNameDialog
from app.widgets.images import to_pixels
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.sidecar import Notes, Snapshot, change_notes, read_whole_sidecar

Key = Qt.Key


def name_it(name: str) -> None:
    """Type a name into the dialog that is about to ask for it."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PresetNameDialog)
        dialog.edit.selectAll()
        QTest.keyClicks(dialog.edit, name)
        QTest.keyClick(dialog.edit, Key.Key_Return)

    QTimer.singleShot(0, answer)


def make(window: MainWindow, name: str, qtbot: QtBot) -> None:
    name_it(name)
    window.panel.snapshots.add.click()
    qtbot.waitUntil(lambda: name in names(window), timeout=TIMEOUT)


def names(window: MainWindow) -> list[str]:
    return [snapshot.name for snapshot in window.snapshots.all]


def notes_of(photo: Path) -> Notes:
    whole = read_whole_sidecar(photo)
    return Notes() if whole is None else whole.notes


def before(window: MainWindow) -> np.ndarray:
    """What is seen in the place of the photo as it was, at the middle of the canvas."""
    window.canvas.show_original(True)
    grabbed = to_pixels(window.canvas.grab().toImage())
    window.canvas.show_original(False)
    middle = window.canvas.photo_rect().center().toPoint()
    return np.asarray(grabbed[middle.y() - 4 : middle.y() + 4, middle.x() - 4 : middle.x() + 4])


def test_snapshots_are_made_applied_renamed_and_deleted(
    window: MainWindow, make_photo: Callable[..., Path], qtbot: QtBot
) -> None:
    photo = make_photo()
    open_and_wait(window, photo, qtbot)
    make(window, "Plain", qtbot)
    # It says so, and can be taken back at once; of two of one name the first is there again.
    assert window.notice.messages == ["The snapshot Plain is saved."]
    window.panel.sliders["saturation"].box.setValue(50)
    make(window, "Plain", qtbot)
    qtbot.waitUntil(lambda: window.snapshots.all[0].adjustments.saturation == 0.5, timeout=TIMEOUT)
    QTest.mouseClick(window.notice.action, LEFT)
    qtbot.waitUntil(lambda: window.snapshots.all[0].adjustments == Adjustments(), timeout=TIMEOUT)
    assert window.notice.messages == []
    window.panel.sliders["saturation"].box.setValue(180)
    make(window, "Vivid", qtbot)
    assert [(s.name, s.adjustments) for s in notes_of(photo).snapshots] == [
        ("Plain", Adjustments()),
        ("Vivid", Adjustments(saturation=1.8)),
    ]
    rows = window.panel.snapshots.rows
    rows[0].apply.click()
    assert window.studio.document.adjustments == Adjustments()
    assert window.studio.document.history.undoText() == "Snapshot Plain"
    window.studio.document.history.undo()
    assert window.studio.document.adjustments == Adjustments(saturation=1.8)
    name_it("Colourful")
    window.snapshots.menu(1).actions()[2].trigger()
    qtbot.waitUntil(lambda: names(window) == ["Plain", "Colourful"], timeout=TIMEOUT)
    window.snapshots.menu(0).actions()[3].trigger()
    qtbot.waitUntil(lambda: names(window) == ["Colourful"], timeout=TIMEOUT)
    window.notice.action.click()
    qtbot.waitUntil(lambda: sorted(names(window)) == ["Colourful", "Plain"], timeout=TIMEOUT)
    # What another window adds is there when the photo is opened again, and theirs alone.
    change_notes(photo, lambda _: Notes(snapshots=(Snapshot("Theirs", Adjustments(contrast=0.5)),)))
    open_and_wait(window, make_photo("other.png", top=0.5), qtbot)
    assert names(window) == []
    open_and_wait(window, photo, qtbot)
    assert names(window) == ["Theirs"]
    window.studio.autosave.flush()
    whole = read_whole_sidecar(photo)
    assert whole is not None
    assert whole.adjustments == Adjustments(saturation=1.8)


def test_a_snapshot_is_compared_with_what_is_decided_now(opened: MainWindow, qtbot: QtBot) -> None:
    opened.panel.sliders["saturation"].box.setValue(0)
    settle(opened, qtbot)
    make(opened, "Grey", qtbot)
    opened.panel.sliders["saturation"].box.setValue(100)
    settle(opened, qtbot)
    original = before(opened)
    opened.panel.sections["snapshots"].heading.setChecked(True)
    compare = opened.panel.snapshots.rows[0].compare
    with qtbot.waitSignal(opened.studio.compared, timeout=TIMEOUT):
        QTest.mouseClick(compare, LEFT)
    assert opened.menus.split.isChecked(), "the line between both is shown"
    grey = before(opened)
    assert np.ptp(grey.astype(int), axis=2).max() <= 3
    assert np.ptp(original.astype(int), axis=2).max() > 5
    # The same part of it, where another is shown.
    with qtbot.waitSignal(opened.studio.compared, timeout=TIMEOUT):
        opened.cropping.turn(90, "Rotate right")
    settle(opened, qtbot)
    assert np.ptp(before(opened).astype(int), axis=2).max() <= 3
    opened.studio.document.history.undo()
    settle(opened, qtbot)
    QTest.mouseClick(compare, LEFT)
    assert not compare.isChecked()
    np.testing.assert_array_equal(before(opened), original)
