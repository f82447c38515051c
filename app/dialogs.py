"""Dialogs that ask one thing and are gone, and what Enter does in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton

_Dialog = TypeVar("_Dialog", bound=QDialog)


@contextmanager
def passing(dialog: _Dialog) -> Iterator[_Dialog]:
    """A dialog that ends with the block.

    Otherwise its parent keeps it, and all that it holds, for as long as the window lives.
    """
    try:
        yield dialog
    finally:
        dialog.deleteLater()


def press_by_enter(main: QPushButton, *others: QPushButton) -> None:
    """Enter presses the main button of a dialog, wherever the focus is but on one of some other buttons.

    Without this the first button that the focus could come to would be pressed, whatever it does.

    Args:
        main: lies in its dialog already.
        others: Enter presses them while they have the focus, and only then.
    """
    for button in others:
        button.setAutoDefault(False)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            press = QShortcut(QKeySequence(key), button)
            press.setContext(Qt.ShortcutContext.WidgetShortcut)
            press.activated.connect(button.click)
    # Qt takes no button for the main one that is called so before it lies in the dialog.
    main.setDefault(True)
