"""One of a few, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget


class Choice(QWidget):
    """Buttons in a row, of which one is checked.

    Attributes:
        buttons: one for each, from the left.

    Signals:
        chosen: another one was, by its place.
    """

    chosen = Signal(int)

    def __init__(
        self, labels: Sequence[str], names: Sequence[str] | None = None, parent: QWidget | None = None
    ) -> None:
        """Begin with the first.

        Args:
            labels: what is written on them.
            names: what they are called, where the labels are shorter.
            parent: the owner.
        """
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._labels = tuple(labels)
        self.buttons: list[QToolButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for index, (label, name) in enumerate(zip(labels, names or labels, strict=True)):
            button = QToolButton()
            button.setText(label)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            # A click leaves the keyboard to the photo.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, index)
            self.buttons.append(button)
            row.addWidget(button, 1)
        self.buttons[0].setChecked(True)
        self._group.idToggled.connect(lambda index, on: self.chosen.emit(index) if on else None)

    def mark(self, index: int, marked: bool) -> None:
        """Show that one of them holds something, by a dot."""
        self.buttons[index].setText(f"{self._labels[index]} •" if marked else self._labels[index])

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, from the left."""
        return [*self.buttons]

    def choose(self, index: int) -> None:
        """Check one, by its place."""
        self.buttons[index].setChecked(True)

    @property
    def index(self) -> int:
        """The place of the one that is checked."""
        return self._group.checkedId()
