"""Every command and every widget can be reached by the keyboard alone, and tells a screen reader its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QScrollBar,
    QSpinBox,
    QToolBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_fixtures import Network
from window_helpers import TIMEOUT, drop, files, open_and_wait, show_batch, wait_for_presets

from app.dialogs.about import AboutDialog, ShortcutsDialog
from app.dialogs.error import ErrorDialog
from app.dialogs.export import ExportDialog
from app.dialogs.preferences import PreferencesDialog
from app.dialogs.preset_name import PresetNameDialog
from app.document.preferences import Preferences
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.photo import open_photo
from ccnet_core.presets import Preset, PresetFolder

Maker = Callable[..., Path]
_PARTS = (QComboBox, QSpinBox, QAbstractItemView)
"""What handles the keys of its own parts."""


@pytest.fixture
def full(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    make_photo: Maker,
    tmp_path: Path,
    qtbot: QtBot,
) -> MainWindow:
    """The window with all it can show: two photos, a preset, two references, the history, a message."""
    PresetFolder(tmp_path / "presets").save(Preset("Grey", Adjustments(saturation=0.0)))
    window = make_window(network.load)
    open_and_wait(window, make_photo(), qtbot)
    open_and_wait(window, make_photo("other.png"), qtbot)
    drop(window, files(make_photo("warm.png", top=0.9), make_photo("cold.png")), window.panel)
    qtbot.waitUntil(lambda: len(window.panel.references.rows) == 2, timeout=TIMEOUT)
    QTest.keyClick(window.canvas, Qt.Key.Key_H)
    window.notice.show_error("It failed.", "Try again", lambda: None)
    return window


def focusable(widget: QWidget) -> Iterator[QWidget]:
    """The widgets below one that take the keyboard, less the parts of others."""
    for child in widget.findChildren(QWidget):
        parents: list[QWidget] = []
        above = child.parentWidget()
        while above is not None:
            parents.append(above)
            above = above.parentWidget()
        if isinstance(child, QScrollBar | QHeaderView | QMenu) or any(isinstance(p, _PARTS) for p in parents):
            continue
        # A plain scroll area only scrolls to what has the keyboard.
        plain = (
            isinstance(child, QAbstractScrollArea)
            and child.focusProxy() is None
            and (type(child).__name__ == "QScrollArea")
        )
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.isVisibleTo(widget) and not plain:
            yield child


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.toolTip()!r} in {type(widget.parent()).__name__}"


def nameless(widget: QWidget) -> list[str]:
    """The widgets below one that a person can use, but for which a screen reader has no name."""
    found = []
    for child in focusable(widget):
        interface = QAccessible.queryAccessibleInterface(child)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(described(child))
    return found


def leaves(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from leaves(below)
        elif not action.isSeparator():
            yield action


def commands(window: MainWindow) -> list[QAction]:
    """All of the menus, less the recent photos."""
    tops = [action.menu() for action in window.menuBar().actions()]
    recent = set(window.menus.recent.actions())
    return [
        action for menu in tops if isinstance(menu, QMenu) for action in leaves(menu) if action not in recent
    ]


def test_every_command_has_an_entry_in_a_menu_and_keys(full: MainWindow) -> None:
    found = commands(full)
    assert len(found) > 30
    assert [action.text() for action in found if action.shortcut().isEmpty()] == []
    bars = full.findChildren(QToolBar)
    assert len(bars) == 3
    buttons = [
        (bar, action, button)
        for bar in bars
        for action in bar.actions()
        if isinstance(button := bar.widgetForAction(action), QToolButton)
    ]
    assert [action.text() for _, action, _ in buttons if action not in found] == []
    # Everything has its word.
    assert all(button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly for *_, button in buttons)
    assert all(action.iconText().strip() for _, action, _ in buttons)
    # What leads to an export stands in the window once, outside of the menus.
    assert all("Export" not in action.text() for _, action, _ in buttons)


def test_the_keys_of_every_command_carry_it_out(full: MainWindow, qtbot: QtBot) -> None:
    """Real keys in the photo; what the commands do is tested elsewhere."""
    full.panel.sliders["saturation"].box.setValue(130)
    full.panel.sliders["saturation"].box.setValue(150)
    full.studio.document.history.undo()
    full.activateWindow()
    assert QTest.qWaitForWindowActive(full)
    done: list[QAction] = []
    for action in commands(full):
        of_strip = action.shortcutContext() == Qt.ShortcutContext.WidgetShortcut
        # What cannot be done just now can at other times.
        action.setEnabled(True)
        action.triggered.disconnect()
        if action.receivers(SIGNAL("toggled(bool)")):
            action.toggled.disconnect()
        action.triggered.connect(lambda _checked=False, action=action: done.append(action))
        focus = full.filmstrip if of_strip else full.canvas
        focus.setFocus()
        for sequence in dict.fromkeys(keys.toString() for keys in action.shortcuts()):
            done.clear()
            QTest.keySequence(focus, QKeySequence(sequence))
            assert done == [action], f"{action.text()}: {sequence}"


def test_tab_leads_to_everything_in_the_panel(full: MainWindow) -> None:
    full.activateWindow()
    assert QTest.qWaitForWindowActive(full)
    full.panel.tabs.choose(1)
    QTest.keyClick(full.canvas, Qt.Key.Key_F6)
    reached: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and full.panel.isAncestorOf(focus):
        assert focus not in reached
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    # Before the first slider come only the marks of the histogram and a button.
    QTest.keyClick(full.canvas, Qt.Key.Key_F6)
    while (focus := QApplication.focusWidget()) is not None and full.panel.isAncestorOf(focus):
        reached.insert(0, focus)
        QTest.keyClick(focus, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    wanted = [widget for widget in focusable(full.panel) if widget.isEnabled()]
    assert len(wanted) > 30
    missed = [described(widget) for widget in wanted if widget not in reached]
    assert not missed, "\n".join(missed)
    # From top to bottom.
    order = [
        reached.index(widget)
        for widget in (
            full.panel.sliders["brightness"].track,
            full.panel.sliders["range"].box,
            full.panel.pick_grey,
            full.panel.sliders["tint"].track,
            full.panel.sliders["saturation"].track,
            full.panel.sliders["style_strength"].track,
            full.panel.references.rows[0].weight.track,
            full.panel.references.rows[0].remove,
            full.panel.add_reference,
            full.panel.tabs.buttons[0],
            full.panel.presets.gallery.buttons[0],
            full.panel.presets.save,
            full.panel.export,
        )
    ]
    assert order == sorted(order)


def test_a_preset_is_applied_and_its_menu_opened_by_the_keyboard(full: MainWindow) -> None:
    (button,) = full.panel.presets.gallery.buttons
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert full.studio.document.adjustments == Adjustments(saturation=0.0)
    # As the menu key, or Shift+F10, is told.
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), button.mapToGlobal(QPoint(5, 5))
    )
    QApplication.sendEvent(button, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    wait_for_presets(full)
    assert full.presets.all == ()


def test_everything_in_the_window_has_a_name_for_screen_readers(full: MainWindow) -> None:
    assert len(list(focusable(full))) > 40
    assert nameless(full) == []


def test_so_has_the_invitation(window: MainWindow) -> None:
    assert nameless(window) == []


def test_everything_in_the_dialogs_has_a_name_for_screen_readers(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    dialogs: list[QDialog] = [
        ExportDialog(open_photo(make_photo())),
        AboutDialog("CPU"),
        ErrorDialog("what happened"),
        PresetNameDialog("", "night", lambda _: ("", True)),
        PreferencesDialog(Preferences()),
        show_batch(window),
        ShortcutsDialog(window.menuBar()),
    ]
    found = []
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
        assert list(focusable(dialog))
        found += [f"{type(dialog).__name__}: {text}" for text in nameless(dialog)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", ["export", "preferences", "batch"])
def test_each_access_key_of_a_dialog_leads_to_one_thing(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, kind: str
) -> None:
    dialog: QDialog
    if kind == "export":
        dialog = ExportDialog(open_photo(make_photo()), parent=window)
    elif kind == "preferences":
        dialog = PreferencesDialog(Preferences(), window)
    else:
        dialog = show_batch(window)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=TIMEOUT)
    labels = [label for label in dialog.findChildren(QLabel) if label.buddy() and "&" in label.text()]
    boxes = [box for box in dialog.findChildren(QCheckBox) if "&" in box.text()]
    buttons = [button for button in dialog.findChildren(QPushButton) if "&" in button.text()]
    texts = [widget.text() for widget in (*labels, *boxes, *buttons)]
    keys = [text[text.index("&") + 1].upper() for text in texts]
    assert len(keys) == len(set(keys)) > 5, sorted(keys)

    def press(text: str) -> None:
        key = Qt.Key(ord(text[text.index("&") + 1].upper()))
        QTest.keyClick(dialog, key, Qt.KeyboardModifier.AltModifier)

    for label in labels:
        buddy = label.buddy()
        if buddy.isEnabled():
            press(label.text())
            assert QApplication.focusWidget() is (buddy.focusProxy() or buddy), label.text()
    for box in boxes:
        before = box.isChecked()
        if box.isEnabled():
            press(box.text())
            # The key is seen to be pressed for a moment.
            qtbot.waitUntil(lambda box=box, before=before: box.isChecked() is not before, timeout=TIMEOUT)
    dialog.close()
