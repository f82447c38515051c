"""Reference pictures are read one after another: nothing that the eye waits for waits for all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window_fixtures import TIMEOUT, Reading, wait_for_thumbnails

from app.requests import ReferenceMeasured, ReferencePictured, Rendered
from app.window import MainWindow
from ccnet_core.adjustments import Reference
from ccnet_core.styles import load_styles

Maker = Callable[..., Path]


def references(make_photo: Maker) -> list[Reference]:
    statistics = load_styles()[0].reference().statistics
    paths = [make_photo(f"reference-{number}.png") for number in range(3)]
    return [Reference(path.name, statistics, 1.0, str(path)) for path in paths]


@pytest.mark.parametrize("kind", [ReferenceMeasured, ReferencePictured])
def test_a_slider_waits_for_no_more_than_one_reference(
    opened: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot, kind: type
) -> None:
    wait_for_thumbnails(opened, qtbot)
    results: list[object] = []
    opened._thread.result.connect(
        lambda result: results.append(type(result)), Qt.ConnectionType.DirectConnection
    )
    wanted = references(make_photo)
    if kind is ReferenceMeasured:
        reading.hold()
        opened.studio.add_references([Path(reference.path) for reference in wanted])
    else:
        reading.hold_thumbnails()
        opened.studio.picture_references(wanted)
    assert reading.entered.wait(TIMEOUT / 1000)
    opened.panel.saturation.box.setValue(180)
    reading.go_on.set()
    qtbot.waitUntil(lambda: results.count(kind) == 3, timeout=TIMEOUT)
    assert results.index(Rendered) < [at for at, result in enumerate(results) if result is kind][1]


def test_a_picture_of_a_reference_is_not_read_at_full_size(
    opened: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot
) -> None:
    wait_for_thumbnails(opened, qtbot)
    reading.hold()
    pictured = []
    opened.studio.reference_pictured.connect(pictured.append)
    opened.studio.picture_references(references(make_photo))
    qtbot.waitUntil(lambda: len(pictured) == 3 or reading.entered.is_set(), timeout=TIMEOUT)
    assert not reading.entered.is_set()


def test_closing_waits_for_no_more_than_one_reference(
    opened: MainWindow, make_photo: Maker, reading: Reading, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_thumbnails(opened, qtbot)
    reading.hold_thumbnails()
    opened.studio.picture_references(references(make_photo))
    assert reading.entered.wait(TIMEOUT / 1000)
    queue = opened._thread._queue
    stop = queue.stop

    def stop_and_go_on() -> None:
        stop()
        reading.go_on.set()

    monkeypatch.setattr(queue, "stop", stop_and_go_on)
    opened.close()
    assert reading.thumbnails == 1
