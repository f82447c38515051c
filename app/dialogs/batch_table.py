"""The photos of a batch in a table: how far each is, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QBrush, QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QMenu,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets.file_names import as_tip
from app.widgets.messages import translated
from app.widgets.theme import Colors
from ccnet_core.batch import Outcome, State

_PHOTO, _STATE, _RESULT = range(3)


class BatchTable(QTableWidget):
    """A row for each photo: its name, its state, and its result or what went wrong.

    Signals:
        removal_asked: Delete was pressed.
        open_asked: the result of a photo that is done is to be opened.
        folder_asked: the folder of such a result is to be shown.
    """

    removal_asked = Signal()
    open_asked = Signal(Path)
    folder_asked = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without photos."""
        super().__init__(0, 3, parent)
        self.setAccessibleName(self.tr("Photos"))
        self.setHorizontalHeaderLabels([self.tr("Photo"), self.tr("State"), self.tr("Result")])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # Tab leads on to the choices instead of through every cell.
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.removal_asked)
        self._outputs: dict[int, Path] = {}
        self.cellDoubleClicked.connect(lambda row, _column: self._emit(self.open_asked, row))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_RESULT, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(_PHOTO, 260)
        self.setColumnWidth(_STATE, 120)
        self._invitation = QLabel(self.tr("Drop photos or folders here"))
        self._invitation.setProperty("role", "hint")
        self._invitation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self.viewport()).addWidget(self._invitation)

    @property
    def chosen_rows(self) -> set[int]:
        """The rows that are selected."""
        return {index.row() for index in self.selectionModel().selectedRows()}

    def list_photos(self, photos: Sequence[Path]) -> None:
        """Show other photos, all of them waiting; without any, an invitation."""
        self._outputs = {}
        self.setRowCount(0)
        self.setRowCount(len(photos))
        for row, photo in enumerate(photos):
            self._set_cell(row, _PHOTO, photo.name, str(photo))
            self.show_waiting(row)
            self._set_cell(row, _RESULT, "")
        self._invitation.setVisible(not photos)

    def show_waiting(self, row: int) -> None:
        """A photo has not been made yet."""
        self._set_cell(row, _STATE, self.tr("Queued"))

    def show_share(self, row: int, share: float) -> None:
        """A photo is being made.

        Args:
            row: of the photo, which comes into view.
            share: of it that is done, 0 to 1.
        """
        self._set_cell(row, _STATE, f"{100 * share:.0f} %")
        self.scrollTo(self.model().index(row, 0))

    def show_outcome(self, row: int, outcome: Outcome) -> None:
        """A photo is done with."""
        states = {
            State.WRITTEN: self.tr("Done"),
            State.SKIPPED: self.tr("Skipped"),
            State.FAILED: self.tr("Failed"),
        }
        self._set_cell(row, _STATE, states[outcome.state])
        if outcome.output is not None:
            self._outputs[row] = outcome.output
        # The row names the photo already.
        text = translated(outcome.reason).removeprefix(f"{outcome.source.name}: ")
        if not text and outcome.output is not None:
            text = outcome.output.name
        self._set_cell(row, _RESULT, text, text)
        if outcome.state is State.FAILED:
            for column in (_STATE, _RESULT):
                item = self.item(row, column)
                assert item is not None
                item.setForeground(QBrush(Colors.error))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a photo that is done."""
        row = self.rowAt(self.viewport().mapFromGlobal(event.globalPos()).y())
        if row in self._outputs:
            self.result_menu(row).popup(event.globalPos())

    def result_menu(self, row: int) -> QMenu:
        """The menu of a result; it deletes itself when it is closed."""
        menu = QMenu(self)
        menu.addAction(self.tr("Open")).triggered.connect(lambda: self._emit(self.open_asked, row))
        menu.addAction(self.tr("Show folder")).triggered.connect(lambda: self._emit(self.folder_asked, row))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _emit(self, signal: SignalInstance, row: int) -> None:
        if row in self._outputs:
            signal.emit(self._outputs[row])

    def _set_cell(self, row: int, column: int, text: str, tip: str = "") -> None:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, column, item)
        item.setText(text)
        item.setToolTip(as_tip(tip))
