"""What the eye relies on in menus and dialogs: states that show, and fields that line up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QTextFrame, QTextTable
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QSpinBox,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_helpers import show_batch

from app.dialogs.about import AboutDialog
from app.dialogs.export import ExportDialog
from app.dialogs.preferences import PreferencesDialog
from app.document.preferences import Preferences
from app.widgets.theme import apply_theme
from app.window.window import MainWindow
from ccnet_core.photo import open_photo

Maker = Callable[..., Path]
FIELDS = (QComboBox, QLineEdit, QSpinBox)


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> None:
    apply_theme(qapp)


@pytest.fixture
def export(make_photo: Maker, qtbot: QtBot) -> ExportDialog:
    dialog = ExportDialog(open_photo(make_photo()))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_menu_shows_what_is_switched_on(opened: MainWindow) -> None:
    action = opened.menus.panel
    menu = next(m for m in opened.menuBar().findChildren(QMenu) if action in m.actions())
    menu.ensurePolished()
    menu.resize(menu.sizeHint())

    def painted() -> QImage:
        return menu.grab(menu.actionGeometry(action)).toImage()

    on = painted()
    action.setChecked(False)
    assert painted() != on


def fields(dialog: QWidget) -> list[QWidget]:
    found = [child for child in dialog.findChildren(QWidget) if isinstance(child, FIELDS)]
    return [field for field in found if field.isVisible() and not isinstance(field.parent(), FIELDS)]


def test_fields_and_the_buttons_beside_them_are_of_one_height(
    export: ExportDialog, window: MainWindow, qtbot: QtBot
) -> None:
    preferences = PreferencesDialog(Preferences(), window)
    batch = show_batch(window)
    qtbot.addWidget(preferences)
    preferences.show()
    heights = {field.height() for dialog in (export, preferences, batch) for field in fields(dialog)}
    heights.add(export.export.height())
    assert len(heights) == 1


def test_what_hinders_an_export_stands_in_the_place_of_what_is_exported(export: ExportDialog) -> None:
    height = export.height()
    assert export.note.isVisible()
    assert not export.problem.isVisible()
    export.path.clear()
    QApplication.processEvents()
    assert export.problem.isVisible()
    assert not export.note.isVisible()
    assert export.height() == height


def test_tables_of_the_model_card_have_no_empty_heading(qtbot: QtBot) -> None:
    dialog = AboutDialog("CPU")
    qtbot.addWidget(dialog)
    card = dialog.tabs.widget(1)
    assert isinstance(card, QTextBrowser)
    frames: list[QTextFrame] = card.document().rootFrame().childFrames()
    tables = [frame for frame in frames if isinstance(frame, QTextTable)]
    assert tables
    for table in tables:
        cells = [table.cellAt(0, column) for column in range(table.columns())]
        assert any(cell.firstCursorPosition() != cell.lastCursorPosition() for cell in cells)
