"""How a reference is followed, and the part of its picture that counts: chosen by mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, drop, files

from app.dialogs.reference_part import PartDialog
from app.window.window import MainWindow
from ccnet_core.colour import TransferMethod
from ccnet_core.geometry import WHOLE

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sunset(tmp_path: Path) -> Path:
    """Blue above orange."""
    pixels = np.full((120, 180, 3), (160, 60, 30), np.uint8)
    pixels[60:] = (30, 120, 200)
    path = tmp_path / "sunset.png"
    cv2.imwrite(str(path), pixels)
    return path


def test_a_part_of_a_reference_is_chosen_and_it_is_followed_by_colours_or_simply(
    opened: MainWindow, sunset: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, document = opened.panel, opened.studio.document
    assert not panel.switches["match_luminance"].isEnabled()
    drop(opened, files(sunset), panel)
    qtbot.waitUntil(lambda: len(document.adjustments.references) == 1, timeout=TIMEOUT)
    whole = document.adjustments.references[0]
    row = panel.references.rows[0]

    def draw_the_lower_half(dialog: QDialog) -> int:
        assert isinstance(dialog, PartDialog)
        assert "sunset.png" in dialog.windowTitle()
        assert dialog.part == WHOLE
        view, frame = dialog.view, dialog.view.frame()
        QTest.mousePress(view, LEFT, pos=(frame.topLeft() + QPointF(1, 0.6 * frame.height())).toPoint())
        QTest.mouseMove(view, frame.bottomRight().toPoint())
        QTest.mouseRelease(view, LEFT, pos=frame.bottomRight().toPoint())
        QTest.keyClick(view, Qt.Key.Key_Up)
        QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(PartDialog, "exec", draw_the_lower_half)
    before = row.thumbnail.pixmap().toImage()
    QTest.mouseClick(row.thumbnail, LEFT)
    qtbot.waitUntil(lambda: document.adjustments.references != (whole,), timeout=TIMEOUT)
    (part,) = document.adjustments.references
    assert part.part.top == pytest.approx(0.58, abs=0.02)
    assert part.part.width < 1
    # Orange alone, and the row shows what counts.
    assert part.statistics.mean[1] > 0.3 > whole.statistics.mean[1]
    assert panel.references.rows[0].thumbnail.pixmap().toImage() != before
    document.history.undo()
    assert document.adjustments.references == (whole,)

    monkeypatch.setattr(PartDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    QTest.keyClick(panel.references.rows[0].thumbnail, Qt.Key.Key_Space)
    assert document.adjustments.references == (whole,)

    # What belongs to main colours is there for them alone.
    assert panel.following.index == 0
    assert panel.switches["match_luminance"].isEnabled()
    QTest.keyClick(panel.switches["match_luminance"], Qt.Key.Key_Space)
    assert document.adjustments.match_luminance
    QTest.mouseClick(panel.following.buttons[1], LEFT)
    assert document.adjustments.transfer is TransferMethod.MONGE_KANTOROVICH
    assert not panel.switches["match_luminance"].isEnabled()
    assert not panel.sliders["protect_skin"].track.isEnabled()
    document.history.undo()
    assert panel.following.index == 0
    assert panel.sliders["protect_skin"].track.isEnabled()


def test_the_part_that_the_keyboard_makes_stays_within_the_picture(qtbot: QtBot) -> None:
    dialog = PartDialog("sunset", QImage(90, 60, QImage.Format.Format_RGB32), WHOLE)
    qtbot.addWidget(dialog)
    assert not dialog.whole.isEnabled()
    for _ in range(60):
        QTest.keyClick(dialog.view, Qt.Key.Key_Left, SHIFT)
    assert 0 < dialog.part.width <= 0.06
    for _ in range(60):
        QTest.keyClick(dialog.view, Qt.Key.Key_Right)
    left, _, width, _ = dialog.part
    assert left + width == pytest.approx(1)
    QTest.mouseClick(dialog.whole, LEFT)
    assert dialog.part == WHOLE
