"""What is dragged over the window: how it is answered, what is shown meanwhile, and what is told then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, files, open_and_wait, show_batch

from app.actions import dropping
from app.dialogs.export import ExportDialog
from app.dialogs.preset_name import PresetNameDialog
from app.widgets.theme import Colors
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.canonical import is_folder
from ccnet_core.photo import ExportOptions

Maker = Callable[..., Path]
Action = Qt.DropAction
_Event = TypeVar("_Event", bound=QDropEvent)
NOTHING = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def end_drag(window: MainWindow) -> Iterator[None]:
    """Qt remembers over which widget something is dragged, though that be deleted."""
    yield
    leave(window)


def leave(window: MainWindow) -> None:
    QApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())


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
    dialog = show_batch(window)
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


# What is shown meanwhile


def lies_over(window: MainWindow, widget: QWidget) -> bool:
    hint = window.dropping.hint
    return hint.isVisible() and hint.geometry().contains(QRect(widget.mapTo(window, QPoint()), widget.size()))


def test_what_would_become_of_a_photo_is_shown_where_it_is(opened: MainWindow, make_photo: Maker) -> None:
    hint = opened.dropping.hint
    drag = Drag(opened, files(make_photo("dropped.png")))
    drag.enter(opened.canvas)
    assert hint.text == "Open dropped.png"
    assert lies_over(opened, opened.canvas)
    assert not lies_over(opened, opened.panel)
    image = hint.grab().toImage()
    assert Colors.accent.name() in {image.pixelColor(x, image.height() // 2).name() for x in range(12)}
    drag.move(opened.panel)
    assert hint.text == "Match its colours"
    assert lies_over(opened, opened.panel)
    assert not lies_over(opened, opened.canvas)
    drag.move(opened.status)
    assert hint.text == "Open dropped.png"
    assert lies_over(opened, opened.canvas)
    leave(opened)
    assert not hint.isVisible()


def test_it_is_gone_after_the_drop(opened: MainWindow, make_photo: Maker, qtbot: QtBot) -> None:
    drag = Drag(opened, files(make_photo("dropped.png")))
    drag.enter(opened.canvas)
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        drag.drop(opened.canvas)
        assert not opened.dropping.hint.isVisible()


def test_each_kind_has_its_words(opened: MainWindow, make_photo: Maker, tmp_path: Path) -> None:
    photos = [make_photo(f"{number}.png") for number in range(3)]
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    presets = [tmp_path / f"{number}.ccnet-preset.json" for number in range(2)]
    picture = QMimeData()
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    kinds = [
        (files(*photos), "Open 3 photos", "Add 3 references"),
        (files(folders[0]), "Open one", "Open one"),
        (files(*folders), "Open folders", "Open folders"),
        (files(folders[0], *photos), "Open photos and folders", "Open photos and folders"),
        (files(presets[0]), "Import preset", "Import preset"),
        (files(*presets), "Import 2 presets", "Import 2 presets"),
        (picture, "Open picture", "Match its colours"),
    ]
    for data, on_photo, on_panel in kinds:
        drag = Drag(opened, data)
        drag.enter(opened.canvas)
        assert opened.dropping.hint.text == on_photo
        drag.move(opened.panel)
        assert opened.dropping.hint.text == on_panel


def test_of_many_files_only_the_first_are_looked_at_on_the_disk(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[Path] = []

    def look(path: Path) -> bool:
        looked_at.append(path)
        return is_folder(path)

    monkeypatch.setattr(dropping, "is_folder", look)
    (tmp_path / "folder").mkdir()
    photos = [tmp_path / f"{number}.png" for number in range(5000)]
    Drag(opened, files(*photos)).enter(opened.canvas)
    assert opened.dropping.hint.text == "Open 5000 photos"
    Drag(opened, files(*photos[:10], tmp_path / "folder", *photos[10:])).enter(opened.canvas)
    assert opened.dropping.hint.text == "Open photos and folders"
    assert len(looked_at) == 2 * 200


def test_a_folder_on_the_panel_is_opened_as_it_says(
    opened: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "folder").mkdir()
    make_photo("folder/inside.png")
    drag = Drag(opened, files(tmp_path / "folder"))
    drag.enter(opened.panel)
    with qtbot.waitSignal(opened.studio.opened, timeout=TIMEOUT):
        drag.drop(opened.panel)
    assert [path.name for path in opened.filmstrip.paths] == ["night.png", "inside.png"]


def test_without_a_photo_nothing_can_be_followed(window: MainWindow, make_photo: Maker) -> None:
    Drag(window, files(make_photo("dropped.png"))).enter(window.panel)
    assert window.dropping.hint.text == "Open dropped.png"


def test_nothing_is_shown_for_what_is_not_taken(opened: MainWindow, make_photo: Maker) -> None:
    text = QMimeData()
    text.setText("no picture")
    for drag in (Drag(opened, text), Drag(opened, files(make_photo("x.png")), Action.MoveAction)):
        assert not drag.enter(opened.canvas).isAccepted()
        assert not drag.move(opened.canvas).isAccepted()
        assert not opened.dropping.hint.isVisible()


# What is told then


def test_a_picture_that_is_followed_is_told_with_the_way_back(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    drag = Drag(opened, files(make_photo("sunset.png")))
    drag.enter(opened.panel)
    with qtbot.waitSignal(opened.studio.reference_measured, timeout=TIMEOUT):
        drag.drop(opened.panel)
    assert opened.notice.messages == ["Matching the colours of sunset.png"]
    assert len(opened.studio.document.adjustments.references) == 1
    QTest.mouseClick(opened.notice.action, Qt.MouseButton.LeftButton)
    assert opened.studio.document.adjustments.references == ()
    assert opened.studio.document.history.canRedo()
    assert opened.notice.messages == []


def test_several_are_told_and_undone_together(opened: MainWindow, make_photo: Maker, qtbot: QtBot) -> None:
    opened.panel.sliders["saturation"].box.setValue(150)
    drag = Drag(opened, files(*(make_photo(f"{number}.png") for number in range(3))))
    drag.enter(opened.panel)
    drag.drop(opened.panel)
    qtbot.waitUntil(lambda: len(opened.studio.document.adjustments.references) == 3, timeout=TIMEOUT)
    assert opened.notice.messages == ["3 references added"]
    QTest.mouseClick(opened.notice.action, Qt.MouseButton.LeftButton)
    assert opened.studio.document.adjustments == Adjustments(saturation=1.5)


@pytest.mark.parametrize("then", ["decide", "undo", "open"])
def test_the_way_back_is_not_offered_after_something_else(
    opened: MainWindow, make_photo: Maker, qtbot: QtBot, then: str
) -> None:
    with qtbot.waitSignal(opened.studio.reference_measured, timeout=TIMEOUT):
        opened.studio.add_references([make_photo("sunset.png")])
    assert len(opened.notice.messages) == 1
    if then == "decide":
        opened.panel.sliders["saturation"].box.setValue(150)
    elif then == "undo":
        opened.studio.document.history.undo()
    else:
        open_and_wait(opened, make_photo("other.png"), qtbot)
    assert opened.notice.messages == []
