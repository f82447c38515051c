from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QTextBrowser
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT

from app.dialogs.about import AboutDialog, ShortcutsDialog
from app.window.window import MainWindow
from ccnet_core.version import program_version

Dialog = TypeVar("Dialog", bound=QDialog)


def dialog_of(window: MainWindow, kind: type[Dialog], modifiers: Qt.KeyboardModifier) -> Dialog:
    """Ask for help by its keys; the dialog that comes."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Qt.Key.Key_F1, modifiers)
    (dialog,) = window.findChildren(kind)
    assert dialog.isVisible()
    return dialog


def test_about_tells_licences_and_citation_and_copies_the_system(window: MainWindow) -> None:
    dialog = dialog_of(window, AboutDialog, Qt.KeyboardModifier.ShiftModifier)
    pages = [dialog.tabs.widget(index) for index in range(dialog.tabs.count())]
    about, _card, parts, licence = [page.toPlainText() for page in pages if isinstance(page, QTextBrowser)]
    for text in ("non-commercial", "Jin", "Wang", "Luo", "10.1109/TNNLS.2024.3502424"):
        assert text in about
    for text in ("LGPL", "PyTorch", "NumPy", "OpenCV", "Pillow", "QtAwesome", "Material Design Icons"):
        assert text in parts
    assert "MIT" in licence
    assert any(program_version() in label.text() for label in dialog.findChildren(QLabel))
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert program_version() in copied
    assert "Python" in copied
    assert "torch" in copied


def test_the_model_card_is_shown(qtbot: QtBot) -> None:
    dialog = AboutDialog("CPU")
    qtbot.addWidget(dialog)
    pages = {dialog.tabs.tabText(index): dialog.tabs.widget(index) for index in range(dialog.tabs.count())}
    card = pages["Model card"]
    assert isinstance(card, QTextBrowser)
    assert "non-commercial use only" in card.toPlainText()


def test_the_list_of_keys_is_that_of_the_menus(window: MainWindow) -> None:
    wanted = {}
    menus = [action.menu() for action in window.menuBar().actions()]
    for menu in menus:
        for action in menu.actions():  # type: ignore[union-attr,attr-defined]
            if action.menu():
                menus.append(action.menu())
            elif not action.shortcut().isEmpty():
                text = action.text().replace("&", "").rstrip("…")
                wanted[text] = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    dialog = dialog_of(window, ShortcutsDialog, Qt.KeyboardModifier.NoModifier)
    listed = {}
    for index in range(dialog.list.topLevelItemCount()):
        heading = dialog.list.topLevelItem(index)
        for row in range(heading.childCount()):
            listed[heading.child(row).text(0)] = heading.child(row).text(1)
    assert listed.keys() == wanted.keys()
    assert all(listed[text].startswith(keys) for text, keys in wanted.items())
    assert listed["Redo"] == "Ctrl+Shift+Z or Ctrl+Y"


@pytest.mark.parametrize(
    ("kind", "modifiers"),
    [(ShortcutsDialog, Qt.KeyboardModifier.NoModifier), (AboutDialog, Qt.KeyboardModifier.ShiftModifier)],
)
def test_help_stays_beside_the_window_which_works_on(
    opened: MainWindow, kind: type[QDialog], modifiers: Qt.KeyboardModifier, qtbot: QtBot
) -> None:
    dialog = dialog_of(opened, kind, modifiers)
    assert QApplication.activeModalWidget() is None
    opened.activateWindow()
    assert QTest.qWaitForWindowActive(opened)
    QTest.keyClick(opened.canvas, Qt.Key.Key_S)
    assert opened.canvas.split == 0.5
    # Asked for again, the same one comes to the front; after it was closed, another.
    assert dialog_of(opened, kind, modifiers) is dialog
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not opened.findChildren(kind), timeout=TIMEOUT)
    assert dialog_of(opened, kind, modifiers) is not dialog


def test_no_two_commands_share_their_keys(window: MainWindow) -> None:
    keys = [
        shortcut.toString()
        for top in window.menuBar().actions()
        for action in top.menu().actions()  # type: ignore[union-attr,attr-defined]
        for shortcut in set(action.shortcuts())
    ]
    assert len(keys) == len(set(keys))
