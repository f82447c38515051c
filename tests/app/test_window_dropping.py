"""What is dragged over the window: how it is answered, what is shown meanwhile, and what is told then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from test_window_batch import show_batch
from test_window_opening import files
from window_fixtures import TIMEOUT

from app.export_dialog import ExportDialog
from app.presets import PresetNameDialog
from app.window import MainWindow
from ccnet_core.photo import ExportOptions

Maker = Callable[..., Path]
Action = Qt.DropAction
_Event = TypeVar("_Event", bound=QDropEvent)
NOTHING = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Drag:
    """A drag over a window, as the system reports it."""

    def __init__(
        self,
        window: QWidget,
        data: QMimeData,
        actions: Action = Action.CopyAction,
        keys: Qt.KeyboardModifier = NOTHING,
    ) -> None:
        self._window, self._data, self._actions, self._keys = window, data, actions, keys

    def enter(self, on: QWidget) -> QDragEnterEvent:
        return self._send(QDragEnterEvent(self._at(on), *self._rest()))

    def move(self, on: QWidget) -> QDragMoveEvent:
        return self._send(QDragMoveEvent(self._at(on), *self._rest()))

    def drop(self, on: QWidget) -> QDropEvent:
        return self._send(QDropEvent(QPointF(self._at(on)), *self._rest()))

    def _at(self, on: QWidget) -> QPoint:
        return on.mapTo(self._window, on.rect().center())

    def _rest(self) -> tuple[Action, QMimeData, Qt.MouseButton, Qt.KeyboardModifier]:
        return self._actions, self._data, Qt.MouseButton.LeftButton, self._keys

    def _send(self, event: _Event) -> _Event:
        QApplication.sendEvent(self._window.windowHandle(), event)
        return event


# How it is answered


@pytest.mark.parametrize("place", ["canvas", "panel"])
def test_what_is_to_be_moved_is_taken_as_a_copy(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot, place: str
) -> None:
    on = getattr(opened, place)
    drag = Drag(opened, files(make_photo("dropped.png")), Action.CopyAction | Action.MoveAction, SHIFT)
    done = opened.studio.opened if place == "canvas" else opened.studio.reference_measured
    with qtbot.waitSignal(done, timeout=TIMEOUT):
        for event in (drag.enter(on), drag.move(on), drag.drop(on)):
            assert event.proposedAction() == Action.MoveAction
            assert event.isAccepted()
            assert event.dropAction() == Action.CopyAction


@pytest.mark.parametrize("action", [Action.MoveAction, Action.LinkAction])
def test_what_cannot_be_copied_is_refused(opened: MainWindow, make_photo: Maker, action: Action) -> None:
    drag = Drag(opened, files(make_photo("dropped.png")), action)
    for event in (drag.enter(opened.canvas), drag.drop(opened.canvas)):
        assert not event.isAccepted()
    assert [path.name for path in opened.filmstrip.paths] == ["night.png"]


def test_the_batch_takes_copies_too(window: MainWindow, make_photo: Maker, qtbot: QtBot) -> None:
    dialog = show_batch(window, qtbot)
    drag = Drag(dialog, files(make_photo()), Action.CopyAction | Action.MoveAction, SHIFT)
    # Whatever lies below: a field for text would take the file's name, as a move.
    for on in (dialog.table, dialog.folder, dialog.template):
        for event in (drag.enter(on), drag.move(on), drag.drop(on)):
            assert event.isAccepted()
            assert event.dropAction() == Action.CopyAction
    assert len(dialog.photos) == 1
    refused = Drag(dialog, files(make_photo("other.png")), Action.MoveAction)
    refused.enter(dialog.table)
    assert not refused.drop(dialog.table).isAccepted()
    assert len(dialog.photos) == 1


def test_no_field_for_text_takes_files(opened: MainWindow, qtbot: QtBot) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    dialogs = [
        ExportDialog(photo, ExportOptions("png"), opened),
        PresetNameDialog("", "", lambda _: ("", True), opened),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
    fields = [field for widget in (opened, *dialogs) for field in widget.findChildren(QLineEdit)]
    assert fields
    assert not any(field.acceptDrops() for field in fields)
