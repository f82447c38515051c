"""The looks that a photo goes through, one after the other: a strength for each, and its place."""

from __future__ import annotations

from dataclasses import replace

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.panel.slider import AdjustmentSlider
from app.widgets.buttons import compact_button
from app.widgets.theme import Colors
from ccnet_core.looks import MOST_LOOKS, Look


class _Row(QWidget):
    """One look."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.strength = AdjustmentSlider(
            look.name, self.tr("How far the colours go through this look."), (0, 1)
        )
        self.earlier = compact_button(
            "mdi6.arrow-up", self.tr("Apply {name} earlier").format(name=look.name), Colors.faint
        )
        self.remove = compact_button(
            "mdi6.close", self.tr("Remove {name}").format(name=look.name), Colors.faint
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.strength, 1)
        for button in (self.earlier, self.remove):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


class LookList(QWidget):
    """The looks of the adjustments, the first on top.

    Attributes:
        rows: one for each.
        add: asks for another.

    Signals:
        changed: the looks, the step's name, and whether it is one of a row of changes.
        released: such a row has ended.
        add_requested: the person wants to pick files.
    """

    changed = Signal(object, str, bool)
    released = Signal()
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks: tuple[Look, ...] = ()
        self.rows: list[_Row] = []
        self.add = QPushButton(
            qtawesome.icon("mdi6.plus", color=Colors.text, color_disabled=Colors.disabled),
            self.tr("Add look…"),
        )
        self.add.setToolTip(self.tr("Let the colours go through a .cube file or a Hald CLUT picture"))
        self.add.clicked.connect(self.add_requested)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._rows)
        layout.addWidget(self.add)

    def set_looks(self, looks: tuple[Look, ...]) -> bool:
        """Show these; rows that stay keep the drag that may be going on in them.

        Returns whether there are other rows than before.
        """
        anew = [look.path for look in looks] != [look.path for look in self._looks]
        self._looks = looks
        if anew:
            self._rebuild()
        for row, look in zip(self.rows, looks, strict=True):
            row.strength.set_value(look.strength)
        self.add.setEnabled(len(looks) < MOST_LOOKS)
        return anew

    def append(self, paths: list[str]) -> None:
        """Let the colours go through further files, as far as there is room for them."""
        looks = (*self._looks, *(Look(path) for path in paths))[:MOST_LOOKS]
        if len(looks) > len(self._looks):
            self.changed.emit(looks, self.tr("Look {name}").format(name=looks[-1].name), False)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, from the top."""
        rows = [(row.strength.track, row.strength.box, row.earlier, row.remove) for row in self.rows]
        return [*(stop for row in rows for stop in row), self.add]

    def _rebuild(self) -> None:
        for row in self.rows:
            self._rows.removeWidget(row)
            row.deleteLater()
        self.rows = []
        for index, look in enumerate(self._looks):
            row = _Row(look, self)
            row.earlier.setEnabled(index > 0)
            row.strength.changed.connect(lambda value, drag, i=index: self._set_strength(i, value, drag))
            row.strength.reset.connect(lambda i=index: self._set_strength(i, 1.0, True))
            row.strength.released.connect(self.released)
            row.earlier.clicked.connect(lambda _=False, i=index: self._move_up(i))
            row.remove.clicked.connect(lambda _=False, i=index: self._remove(i))
            self._rows.addWidget(row)
            self.rows.append(row)

    def _set_strength(self, index: int, strength: float, dragging: bool) -> None:
        looks = list(self._looks)
        looks[index] = replace(looks[index], strength=strength)
        text = self.tr("Look {name} {percent:.0f} %").format(name=looks[index].name, percent=100 * strength)
        self.changed.emit(tuple(looks), text, dragging)

    def _move_up(self, index: int) -> None:
        looks = list(self._looks)
        looks[index - 1], looks[index] = looks[index], looks[index - 1]
        text = self.tr("Apply {name} earlier").format(name=looks[index - 1].name)
        self.changed.emit(tuple(looks), text, False)

    def _remove(self, index: int) -> None:
        looks = list(self._looks)
        text = self.tr("Remove {name}").format(name=looks.pop(index).name)
        self.changed.emit(tuple(looks), text, False)
