"""What tests do with a window: open, drop, drag, wait, close; and what it shows then."""

from __future__ import annotations

import gc
import os
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.dialogs.batch import BatchDialog
from app.filmstrip.filmstrip import EDITED_ROLE, OPEN_ROLE, THUMBNAIL_ROLE, Filmstrip
from app.filmstrip.thumbnails import Thumbnail
from app.panel.slider import AdjustmentSlider
from app.widgets.dialog import Question
from app.widgets.images import to_pixels
from app.window.window import MainWindow
from app.worker.requests import Request
from ccnet_core.presets import Preset, PresetFolder

LEFT = Qt.MouseButton.LeftButton
TIMEOUT = 20_000


def environment(home: Path) -> dict[str, str]:
    """Of a process with settings, logs and cache of its own."""
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path]),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
    }


def show_batch(window: MainWindow) -> BatchDialog:
    """The batch beside a window, opened by its key."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, TIMEOUT)
    QTest.keyClick(
        window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = window.findChild(BatchDialog)
    assert isinstance(dialog, BatchDialog)
    assert dialog.isVisible()
    return dialog


def keep_preset(window: MainWindow, preset: Preset) -> None:
    """Put a preset into the folder of a window, which reads it anew."""
    folder = PresetFolder(window.presets.folder)
    folder.load()
    folder.add(preset)
    window.presets.load()


def wait_for_presets(window: MainWindow) -> None:
    """Wait until what was asked of the presets is written and shown."""
    deadline, loop, timer = QDeadlineTimer(TIMEOUT), QEventLoop(), QTimer()
    window.presets.changed.connect(loop.quit)
    timer.timeout.connect(loop.quit)
    timer.start(TIMEOUT)
    while not window.presets.idle:
        loop.exec()
        assert not deadline.hasExpired()


def open_and_wait(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    """Open a photo and wait for its first bright preview, whatever of the one before still comes."""
    before = window.studio.document.photo_id
    with qtbot.waitSignal(
        window.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.photo_id > before
    ):
        window.open_photo(path)


def go_on_when_stopped(
    window: MainWindow, held_back: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let work that is held back go on once the window's thread is told to stop."""
    thread = window.engine_thread
    wait = thread.wait

    def go_on_and_wait(*patience: int) -> bool:
        held_back.set()
        return wait(*patience)

    monkeypatch.setattr(thread, "wait", go_on_and_wait)


def wait_for_thumbnails(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until every style has its thumbnail, and nothing else is to come."""
    buttons = window.panel.gallery.buttons
    qtbot.waitUntil(
        lambda: (
            window.studio.settled
            and window.engine_thread.idle
            and all(button.picture is not None for button in buttons)
        ),
        timeout=TIMEOUT,
    )


def make_no_thumbnails(window: MainWindow) -> None:
    """Leave out the thumbnails of what was decided last, which are made when the hand rests."""
    window.studio.set_previews(())


def submitted(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """What is asked of the engine's thread from now on."""
    asked: list[Request] = []
    submit = window.engine_thread.submit

    def note(request: Request) -> list[Request]:
        asked.append(request)
        return submit(request)

    monkeypatch.setattr(window.engine_thread, "submit", note)
    return asked


def alive(kind: type) -> list[Any]:
    """All objects of a kind that somebody holds."""
    gc.collect()
    return [thing for thing in gc.get_objects() if isinstance(thing, kind)]


def handle(slider: AdjustmentSlider, value: int) -> QPoint:
    """Where the handle is at a value."""
    track = slider.track
    return QPoint(round(track.x_of(value)), track.height() // 2)


def drag(slider: AdjustmentSlider, *values: int) -> None:
    """Grasp the handle, pull it over some values, let go."""
    track = slider.track
    QTest.mousePress(track, LEFT, pos=handle(slider, track.value()))
    for value in values:
        QTest.mouseMove(track, handle(slider, value))
    QTest.mouseRelease(track, LEFT, pos=handle(slider, values[-1]))


def settle(window: MainWindow, qtbot: QtBot) -> np.ndarray:
    """Wait until the picture shows the adjustments exactly; its pixels."""
    qtbot.waitUntil(lambda: window.studio.exact and window.engine_thread.idle, timeout=TIMEOUT)
    result = window.canvas.result
    assert result is not None
    return to_pixels(result)


def drop(window: MainWindow, data: QMimeData, on: QWidget) -> QDropEvent:
    """Drag data over the window and let it fall on the middle of a widget, whoever takes it there."""
    point = QPointF(on.mapTo(window, on.rect().center()))
    action, buttons, keys = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(point.toPoint(), action, data, buttons, keys)
    QApplication.sendEvent(window.windowHandle(), enter)
    assert enter.isAccepted()
    event = QDropEvent(point, action, data, buttons, keys)
    QApplication.sendEvent(window.windowHandle(), event)
    return event


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def at(window: MainWindow, x: float, y: float) -> QPoint:
    """Where a pixel of the photo lies in the canvas."""
    rect = window.canvas.photo_rect()
    photo = window.studio.document.photo
    assert photo is not None
    return QPoint(
        int(rect.x() + (x + 0.5) * rect.width() / photo.width),
        int(rect.y() + (y + 0.5) * rect.height() / photo.height),
    )


def close_and_answer(window: MainWindow, answer: Qt.Key | str) -> str:
    """Close the window and answer its question by a key or a button; gives what was asked."""
    asked: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, Question)
        asked.append(box.text.text().removesuffix("\n\nClose anyway?"))
        if isinstance(answer, str):
            next(button for button in (box.act, box.keep) if button.text() == answer).click()
        else:
            QTest.keyClick(box, answer)

    QTimer.singleShot(0, press)
    window.close()
    assert len(asked) == 1
    return asked[0]


def names(window: MainWindow) -> list[str]:
    return [path.name for path in window.filmstrip.paths]


def open_name(window: MainWindow) -> str:
    photo = window.studio.document.photo
    return "" if photo is None else photo.name


def thumbnail(strip: Filmstrip, row: int) -> Thumbnail | None:
    return strip.item(row).data(THUMBNAIL_ROLE)


def is_marked(strip: Filmstrip, row: int) -> bool:
    return bool(strip.item(row).data(OPEN_ROLE))


def is_edited(strip: Filmstrip, row: int) -> bool:
    return bool(strip.item(row).data(EDITED_ROLE))


def press_and_wait(window: MainWindow, on: QWidget, key: Qt.Key, qtbot: QtBot) -> None:
    """Press a key that opens another photo, and wait until that is bright."""
    before = window.studio.document.photo_id
    with qtbot.waitSignal(
        window.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.photo_id > before
    ):
        QTest.keyClick(on, key)
