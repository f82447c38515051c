"""A photo that is taken out of the list before it is open stays closed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from test_window_filmstrip import names, open_name, three
from window_fixtures import TIMEOUT, Reading, open_and_wait, wait_for_thumbnails

from app.requests import Opened, Ready
from app.window import MainWindow

__all__ = ["three"]
Maker = Callable[..., Path]
Key = Qt.Key


def test_a_photo_taken_out_while_it_is_read_is_not_opened(
    three: MainWindow, qtbot: QtBot, reading: Reading
) -> None:
    wait_for_thumbnails(three, qtbot)
    reading.hold()
    opened: list[Opened] = []
    three.studio.opened.connect(opened.append)
    QTest.keyClick(three.canvas, Key.Key_PageDown)
    assert reading.entered.wait(TIMEOUT / 1000)
    three.filmstrip.setFocus()
    with qtbot.waitSignal(three.studio.finished, timeout=TIMEOUT):
        QTest.keyClick(three.filmstrip, Key.Key_Delete)
        reading.go_on.set()
    assert opened == []
    assert names(three) == ["a.png", "c.png"]
    assert open_name(three) == "a.png"
    assert not three.notice.isVisible()
    with qtbot.waitSignal(three.studio.rendered, timeout=TIMEOUT):
        three.panel.saturation.box.setValue(150)


@pytest.mark.parametrize("gone", [False, True])
def test_a_photo_taken_out_when_the_engine_is_at_it_already_gives_the_open_one_back(
    three: MainWindow, qtbot: QtBot, gone: bool
) -> None:
    three.panel.saturation.box.setValue(150)
    wait_for_thumbnails(three, qtbot)
    path = three.filmstrip.paths[1]
    ready = threading.Event()

    def look(result: object) -> None:
        if isinstance(result, Ready):
            ready.set()

    three._thread.result.connect(look, Qt.ConnectionType.DirectConnection)
    three.studio.open(path)
    assert ready.wait(TIMEOUT / 1000)
    if gone:
        three.filmstrip.paths[0].unlink()
    with qtbot.waitSignal(three.studio.rendered, timeout=TIMEOUT):
        three.studio.give_up(path)
    assert open_name(three) == "a.png"
    assert three.panel.saturation.value == 1.5
    three.panel.saturation.box.setValue(130)
    with qtbot.waitSignal(three.studio.rendered, timeout=TIMEOUT, check_params_cb=lambda r: r.exact):
        pass
    open_and_wait(three, path, qtbot)
    assert open_name(three) == "b.png"
