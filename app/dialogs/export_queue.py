"""The exports of this window: what waits, what is being made, what is done and can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets.file_names import as_tip
from app.widgets.showing import open_file, show_folder

_KEPT = 200
_FILE, _STATE = range(2)


@dataclass(slots=True, eq=False)
class _Entry:
    path: Path
    item: QTreeWidgetItem
    running: bool = True
    done: bool = False


class ExportQueue(QDialog):
    """Stays open beside the window. The newest export is on top.

    Signals:
        cancel_requested: the task of an export that is to be stopped.
    """

    cancel_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Exports"))
        self.resize(QSize(560, 340).boundedTo(self.screen().availableSize()))
        self._entries: dict[int, _Entry] = {}
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Exports"))
        self.list.setHeaderLabels([self.tr("File"), self.tr("State")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(_FILE, QHeaderView.ResizeMode.Stretch)
        self.list.itemActivated.connect(lambda _item, _column: self._open())
        self.list.currentItemChanged.connect(self._allow)
        self.hint = QLabel(self.tr("Exports of this window are listed here; a double click opens a file."))
        self.hint.setProperty("role", "hint")
        self.hint.setWordWrap(True)
        self.open_button = self._button(self.tr("&Open"), self._open)
        self.folder_button = self._button(self.tr("S&how folder"), self._show_folder)
        self.cancel_button = self._button(self.tr("Canc&el"), self._cancel)
        self.close_button = self._button(self.tr("&Close"), self.close)
        buttons = QHBoxLayout()
        for button in (self.open_button, self.folder_button, self.cancel_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint)
        layout.addLayout(buttons)
        self._allow()

    def add(self, task: int, path: Path) -> None:
        """An export was asked for."""
        item = QTreeWidgetItem([path.name, self.tr("Queued")])
        item.setToolTip(_FILE, as_tip(str(path)))
        item.setData(_FILE, Qt.ItemDataRole.UserRole, task)
        self.list.insertTopLevelItem(0, item)
        self._entries[task] = _Entry(path, item)
        if self.list.currentItem() is None:
            self.list.setCurrentItem(item)
        for old in [task for task, entry in self._entries.items() if not entry.running][:-_KEPT]:
            gone = self._entries.pop(old)
            self.list.takeTopLevelItem(self.list.indexOfTopLevelItem(gone.item))

    def show_share(self, task: int, share: float) -> None:
        """An export is so far, 0 to 1."""
        entry = self._entries.get(task)
        if entry is not None and entry.running:
            entry.item.setText(_STATE, f"{100 * share:.0f} %")

    def finish(self, task: int, *, done: bool, cancelled: bool = False) -> None:
        """An export has ended."""
        entry = self._entries.get(task)
        if entry is not None:
            entry.running, entry.done = False, done
            ended = self.tr("Cancelled") if cancelled else self.tr("Failed")
            entry.item.setText(_STATE, self.tr("Done") if done else ended)
            self._allow()

    @property
    def _chosen(self) -> tuple[int, _Entry] | None:
        item = self.list.currentItem()
        task = None if item is None else item.data(_FILE, Qt.ItemDataRole.UserRole)
        return None if task not in self._entries else (task, self._entries[task])

    def _allow(self) -> None:
        entry = self._chosen[1] if self._chosen else None
        for button in (self.open_button, self.folder_button):
            button.setEnabled(entry is not None and entry.done)
        self.cancel_button.setEnabled(entry is not None and entry.running)

    def _open(self) -> None:
        if self._chosen and self._chosen[1].done:
            open_file(self._chosen[1].path)

    def _show_folder(self) -> None:
        if self._chosen and self._chosen[1].done:
            show_folder(self._chosen[1].path)

    def _cancel(self) -> None:
        if self._chosen and self._chosen[1].running:
            self.cancel_requested.emit(self._chosen[0])

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button
