"""The snapshots of the open photo: applied, compared, renamed, deleted."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.widgets.buttons import compact_button
from app.widgets.elided import ElidedLabel
from app.widgets.theme import Colors


class _Row(QWidget):
    """One snapshot: its name, and what can be done with it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        label = ElidedLabel(name)
        self.apply = QPushButton(self.tr("Apply"))
        self.apply.setAccessibleName(self.tr("Apply snapshot {name}").format(name=name))
        self.compare = compact_button("mdi6.compare", self.tr("Compare with {name}").format(name=name))
        self.compare.setCheckable(True)
        self.more = compact_button(
            "mdi6.dots-horizontal", self.tr("Rename or delete {name}").format(name=name)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(label, 1)
        for button in (self.apply, self.compare, self.more):
            row.addWidget(button)


class SnapshotList(QWidget):
    """The snapshots, oldest first.

    Attributes:
        rows: one for each.
        add: makes another.

    Signals:
        add_requested: what is decided is to be kept under a name.
        apply_requested: the index of a snapshot that is to be decided.
        compare_requested: the index of one to compare with; -1 to end that.
        menu_requested: the index of one, and where its menu is to be.
    """

    add_requested = Signal()
    apply_requested = Signal(int)
    compare_requested = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[_Row] = []
        self.hint = QLabel(self.tr("Keep what is decided under a name, to come back to it or to compare."))
        self.hint.setProperty("role", "hint")
        self.hint.setWordWrap(True)
        self.add = QPushButton(
            qtawesome.icon("mdi6.camera-plus-outline", color=Colors.text, color_disabled=Colors.disabled),
            self.tr("New snapshot…"),
        )
        self.add.setToolTip(self.tr("Keep the current adjustments of this photo under a name (Ctrl+Shift+N)"))
        self.add.clicked.connect(self.add_requested)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._rows)
        layout.addWidget(self.hint)
        layout.addWidget(self.add)

    def set_names(self, names: Sequence[str]) -> None:
        """Show the snapshots of these names; none of them is compared with."""
        for row in self.rows:
            self._rows.removeWidget(row)
            row.deleteLater()
        self.rows = []
        for index, name in enumerate(names):
            row = _Row(name, self)
            row.apply.clicked.connect(lambda _=False, i=index: self.apply_requested.emit(i))
            row.compare.clicked.connect(lambda on, i=index: self.compare_requested.emit(i if on else -1))
            row.more.clicked.connect(lambda _=False, i=index, row=row: self._ask_menu(i, row.more))
            row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            row.customContextMenuRequested.connect(
                lambda at, i=index, row=row: self.menu_requested.emit(i, row.mapToGlobal(at))
            )
            self._rows.addWidget(row)
            self.rows.append(row)
        self.hint.setVisible(not names)

    def mark_compared(self, index: int) -> None:
        """Show with which one the photo is compared; -1 for none."""
        for other, row in enumerate(self.rows):
            row.compare.setChecked(other == index)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, from the top."""
        rows = [(row.apply, row.compare, row.more) for row in self.rows]
        return [*(stop for row in rows for stop in row), self.add]

    def _ask_menu(self, index: int, button: QToolButton) -> None:
        self.menu_requested.emit(index, button.mapToGlobal(button.rect().bottomLeft()))
