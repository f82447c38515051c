"""Dialogs that ask one thing and are gone, and what Enter does in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

_Dialog = TypeVar("_Dialog", bound=QDialog)
_QUESTION_WIDTH, _NAME_WIDTH = 400, 280
"""The least of a question, and the most of a name in it, in logical pixels."""


@contextmanager
def passing(dialog: _Dialog) -> Iterator[_Dialog]:
    """A dialog that ends with the block.

    Otherwise its parent keeps it, and all that it holds, for as long as the window lives.
    """
    try:
        yield dialog
    finally:
        dialog.deleteLater()


class Question(QDialog):
    """Asks whether to do what cannot be taken back; accepted if so. Enter and Escape do nothing."""

    def __init__(self, title: str, text: str, act: str, keep: str, parent: QWidget | None = None) -> None:
        """Build the dialog.

        Args:
            title: of the window.
            text: what is asked.
            act: names the button that does it.
            keep: names the button that does nothing.
            parent: the owner.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_QUESTION_WIDTH)
        self.text = QLabel(text)
        # A file's name is no markup.
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.act = buttons.addButton(act, QDialogButtonBox.ButtonRole.DestructiveRole)
        self.keep = buttons.addButton(keep, QDialogButtonBox.ButtonRole.RejectRole)
        self.act.clicked.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(18)
        layout.addWidget(self.text)
        layout.addWidget(buttons)
        press_by_enter(self.keep, self.act)
        self.keep.setFocus()


def short_name(name: str, widget: QWidget) -> str:
    """A file's name for a :class:`Question`, shortened in its middle where it would make that wide.

    Args:
        name: of the file.
        widget: whose font it is shown in.
    """
    return widget.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _NAME_WIDTH)


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
