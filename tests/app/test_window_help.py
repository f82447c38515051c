from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTextBrowser
from pytestqt.qtbot import QtBot

from app.about import AboutDialog, ShortcutsDialog, program_version
from app.window import MainWindow


def in_dialog(open_it: Callable[[], object], kind: type[QDialog], act: Callable[[QDialog], None]) -> None:
    acted = []

    def enter() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        try:
            act(dialog)
            acted.append(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, enter)
    open_it()
    assert acted


def test_about_tells_licences_and_citation_and_copies_the_system(window: MainWindow) -> None:
    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, AboutDialog)
        pages = [dialog.tabs.widget(index) for index in range(dialog.tabs.count())]
        about, _card, parts, licence = [
            page.toPlainText() for page in pages if isinstance(page, QTextBrowser)
        ]
        for text in ("non-commercial", "Jin", "Wang", "Luo", "10.1109/TNNLS.2024.3502424"):
            assert text in about
        for text in ("LGPL", "PyTorch", "NumPy", "OpenCV", "Pillow", "QtAwesome", "Material Design Icons"):
            assert text in parts
        assert "MIT" in licence
        QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
        copied = QGuiApplication.clipboard().text()
        assert program_version() in copied
        assert "Python" in copied
        assert "torch" in copied

    keys = lambda: QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)  # noqa: E731
    in_dialog(keys, AboutDialog, act)


def test_the_model_card_is_shown(qtbot: QtBot) -> None:
    dialog = AboutDialog("CPU")
    qtbot.addWidget(dialog)
    pages = {dialog.tabs.tabText(index): dialog.tabs.widget(index) for index in range(dialog.tabs.count())}
    card = pages["Model card"]
    assert isinstance(card, QTextBrowser)
    assert "non-commercial use only" in card.toPlainText()


def test_the_list_of_keys_is_that_of_the_menus(window: MainWindow) -> None:
    wanted = {}
    for top in window.menuBar().actions():
        for action in top.menu().actions():  # type: ignore[union-attr,attr-defined]
            if not action.shortcut().isEmpty():
                text = action.text().replace("&", "").rstrip("…")
                wanted[text] = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ShortcutsDialog)
        listed = {}
        for index in range(dialog.list.topLevelItemCount()):
            menu = dialog.list.topLevelItem(index)
            for row in range(menu.childCount()):
                listed[menu.child(row).text(0)] = menu.child(row).text(1)
        assert listed.keys() == wanted.keys()
        assert all(listed[text].startswith(keys) for text, keys in wanted.items())
        assert listed["Redo"] == "Ctrl+Shift+Z or Ctrl+Y"

    in_dialog(lambda: QTest.keyClick(window, Qt.Key.Key_F1), ShortcutsDialog, act)


def test_no_two_commands_share_their_keys(window: MainWindow) -> None:
    keys = [
        shortcut.toString()
        for top in window.menuBar().actions()
        for action in top.menu().actions()  # type: ignore[union-attr,attr-defined]
        for shortcut in set(action.shortcuts())
    ]
    assert len(keys) == len(set(keys))
