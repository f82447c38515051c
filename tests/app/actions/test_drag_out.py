"""The picture dragged out of the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTemporaryDir
from PySide6.QtGui import (
    QColorSpace,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QHelpEvent,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, open_and_wait

from app.actions import drag_out
from app.widgets.images import to_pixels
from app.window.window import MainWindow
from ccnet_core.photo import ExportOptions

LEFT = Qt.MouseButton.LeftButton


def drag(window: MainWindow) -> None:
    handle = window.drag_handle
    middle = handle.rect().center()
    QTest.mousePress(handle, LEFT, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(2 * QApplication.startDragDistance(), 0))
    QTest.mouseRelease(handle, LEFT, pos=middle)


@pytest.fixture
def dragged(monkeypatch: pytest.MonkeyPatch) -> list[QMimeData]:
    """What another program would get."""
    data: list[QMimeData] = []

    def keep(self: QDrag, *_: object) -> Qt.DropAction:
        given, taken = self.mimeData(), QMimeData()
        taken.setImageData(given.imageData())
        taken.setUrls(given.urls())
        data.append(taken)
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", keep)
    return data


def test_a_drag_gives_the_result_as_picture_and_as_file(
    opened: MainWindow, dragged: list[QMimeData], tmp_path: Path
) -> None:
    before = set(tmp_path.iterdir())
    drag(opened)
    drag(opened)
    result = opened.canvas.result
    assert result is not None
    first, second = dragged
    assert np.array_equal(to_pixels(QImage(first.imageData())), to_pixels(result))
    path = Path(first.urls()[0].toLocalFile())
    assert path.name == "night-ccnet-preview.jpg"
    written = QImage(str(path))
    assert written.size() == result.size()
    assert written.colorSpace().isValid()
    assert written.colorSpace().primaries() == QColorSpace.Primaries.SRgb
    difference = to_pixels(written).astype(int) - to_pixels(result)
    assert np.abs(difference).mean() < 3
    # The other program may read the first file after the second drag.
    assert second.urls() != first.urls()
    opened.close()
    assert not path.exists()
    assert set(tmp_path.iterdir()) <= before | {tmp_path / "night.png.ccnet.json", tmp_path / "cache"}


def test_the_tip_tells_the_size_and_a_click_tells_it_too(
    opened: MainWindow, dragged: list[QMimeData]
) -> None:
    handle = opened.drag_handle
    middle = handle.rect().center()
    QApplication.sendEvent(handle, QHelpEvent(QEvent.Type.ToolTip, middle, handle.mapToGlobal(middle)))
    assert "130 × 90" in handle.toolTip()
    QTest.mouseClick(opened.drag_handle, LEFT)
    assert dragged == []
    assert "130 × 90" in opened.notice.text.text()
    # It lies in the lower right corner, out of the way of what is drawn on the photo.
    corner = opened.canvas.rect().bottomRight() - handle.geometry().bottomRight()
    assert (0, 0) < (corner.x(), corner.y()) < (20, 20)
    opened.menus.masks.trigger()
    assert not handle.isVisible()
    opened.menus.masks.trigger()
    assert handle.isVisible()


def dragged_file(data: QMimeData) -> QImage:
    return QImage(data.urls()[0].toLocalFile())


@pytest.fixture
def large(window: MainWindow, make_photo: Callable[..., Path], qtbot: QtBot) -> MainWindow:
    """With a photo larger than its preview."""
    open_and_wait(window, make_photo("large.png", 660, 825), qtbot)
    return window


def test_what_was_exported_is_dragged_while_nothing_else_is_decided(
    large: MainWindow, dragged: list[QMimeData], tmp_path: Path, qtbot: QtBot
) -> None:
    drag(large)
    target = tmp_path / "out.png"
    with qtbot.waitSignal(large.studio.exported, timeout=TIMEOUT):
        large.exporting.export_to(target, ExportOptions("png"))
    assert "out.png" in large.drag_handle.explanation
    drag(large)
    with qtbot.waitSignal(large.studio.rendered, timeout=TIMEOUT):
        large.panel.sliders["saturation"].box.setValue(40)
    assert "preview" in large.drag_handle.explanation
    drag(large)
    large.studio.document.history.undo()
    target.unlink()
    assert "preview" in large.drag_handle.explanation
    drag(large)
    preview, exported, changed, gone = dragged
    assert Path(exported.urls()[0].toLocalFile()) == target
    for data in (preview, changed, gone):
        assert dragged_file(data).width() < 825


def test_a_file_that_became_another_photos_export_is_not_dragged(
    large: MainWindow, dragged: list[QMimeData], make_photo: Callable[..., Path], tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "out.png"
    with qtbot.waitSignal(large.studio.exported, timeout=TIMEOUT):
        large.exporting.export_to(target, ExportOptions("png"))
    open_and_wait(large, make_photo("other.png"), qtbot)
    with qtbot.waitSignal(large.studio.exported, timeout=TIMEOUT):
        large.exporting.export_to(target, ExportOptions("png", overwrite=True))
    open_and_wait(large, tmp_path / "large.png", qtbot)
    drag(large)
    assert Path(dragged[0].urls()[0].toLocalFile()).name == "large-ccnet-preview.jpg"


def test_copies_take_no_room_on_the_disk_until_one_is_dragged(
    large: MainWindow, dragged: list[QMimeData], qtbot: QtBot
) -> None:
    for saturation in (40, 60):
        with qtbot.waitSignal(large.studio.rendered, timeout=TIMEOUT):
            large.panel.sliders["saturation"].box.setValue(saturation)
        with qtbot.waitSignal(large.studio.copied, timeout=TIMEOUT):
            large.clipboard.copy_picture()
    drag(large)
    drag(large)
    first, second = (Path(data.urls()[0].toLocalFile()) for data in dragged)
    assert first == second
    assert [path for path in first.parent.parent.rglob("*") if path.is_file()] == [first]


def test_an_export_of_fewer_pixels_is_not_taken_for_the_full_size(
    large: MainWindow, dragged: list[QMimeData], tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(large.studio.exported, timeout=TIMEOUT):
        large.exporting.export_to(tmp_path / "small.png", ExportOptions("png", long_side=200))
    drag(large)
    assert Path(dragged[0].urls()[0].toLocalFile()).name == "large-ccnet-preview.jpg"


def test_a_click_offers_the_full_size_and_then_that_is_dragged(
    large: MainWindow, dragged: list[QMimeData], qtbot: QtBot
) -> None:
    QTest.mouseClick(large.drag_handle, LEFT)
    with qtbot.waitSignal(large.studio.copied, timeout=TIMEOUT):
        large.notice.action.click()
    drag(large)
    assert Path(dragged[0].urls()[0].toLocalFile()).name == "large-ccnet.png"
    assert (dragged_file(dragged[0]).width(), dragged_file(dragged[0]).height()) == (825, 660)
    QTest.mouseClick(large.drag_handle, LEFT)
    assert not large.notice.action.isVisible()


def test_without_a_result_there_is_nothing_to_drag(window: MainWindow, dragged: list[QMimeData]) -> None:
    assert not window.drag_handle.isEnabled()
    drag(window)
    assert dragged == []


def test_a_disk_that_takes_no_file_leaves_the_picture(
    opened: MainWindow, dragged: list[QMimeData], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", refuse)
    drag(opened)
    assert dragged[0].hasImage()
    assert dragged[0].urls() == []


def test_without_a_temporary_folder_the_picture_is_written_nowhere(
    opened: MainWindow, dragged: list[QMimeData], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing = str(tmp_path / "missing" / "XXXXXX")
    monkeypatch.setattr(drag_out, "QTemporaryDir", lambda: QTemporaryDir(missing))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    drag(opened)
    assert dragged[0].hasImage()
    assert dragged[0].urls() == []
    assert list(here.iterdir()) == []
    monkeypatch.setattr(drag_out, "QTemporaryDir", QTemporaryDir)
    drag(opened)
    assert dragged[1].urls()


@pytest.mark.parametrize("own", [True, False])
def test_what_is_dragged_out_is_not_taken_in_by_the_same_window(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    data = opened.drag_handle.mime_data()
    assert data is not None
    at = opened.canvas.mapTo(opened, opened.canvas.rect().center())
    rest = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    # As Qt tells it while a drag of this program is under way.
    monkeypatch.setattr(QDragEnterEvent, "source", lambda _: opened.drag_handle if own else None)
    enter, move = QDragEnterEvent(at, *rest), QDragMoveEvent(at, *rest)
    for event in (enter, move):
        QApplication.sendEvent(opened.windowHandle(), event)
        assert event.isAccepted() != own
        assert opened.dropping.hint.isVisible() != own
    QApplication.sendEvent(opened.windowHandle(), QDragLeaveEvent())
