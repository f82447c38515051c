"""Actual pixels of a large photo: what is visible comes first, the rest while nothing else is to be done."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_fixtures import Network
from window_helpers import TIMEOUT, alive, open_and_wait, submitted, wait_for_thumbnails

from app.window.window import MainWindow
from app.worker.requests import RegionRendered, Rendered, Stopped, ThumbnailRendered
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.engine.fullsize import FullLuminance
from ccnet_core.photo import ExportOptions
from ccnet_core.rendering import WORKING_PIXELS

Maker = Callable[..., Path]
TILES = 6
"""Of a photo of 2400 x 2000 pixels."""


@pytest.fixture
def preview_pixels() -> int:
    """As in the program: what is seen of a large photo depends on it."""
    return WORKING_PIXELS


def test_actual_pixels_need_no_more_than_what_is_visible(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    open_and_wait(window, make_photo("large.png", 2000, 2400), qtbot)
    wait_for_thumbnails(window, qtbot)
    before = network.calls["detail"]
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        window.canvas.set_scale(1.0)
    count = network.calls["detail"] - before
    assert 0 < count < TILES
    # What is there is not made again.
    region = window.canvas.detail_region
    assert region is not None
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        window.studio.request_detail(region)
    assert network.calls["detail"] - before == count


def test_the_full_size_is_made_before_it_is_asked_for(
    make_window: Callable[..., MainWindow], make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    window = make_window(network.load, idle_seconds=0.0)
    open_and_wait(window, make_photo("large.png", 2000, 2400), qtbot)
    wait_for_thumbnails(window, qtbot)

    def missing() -> int:
        made = alive(FullLuminance)
        return len(made[0].missing()) if made else TILES

    qtbot.waitUntil(lambda: missing() == 0, timeout=TIMEOUT)
    before = network.calls["detail"]
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        window.canvas.set_scale(1.0)
    assert network.calls["detail"] == before


def test_actual_pixels_do_not_wait_for_an_export(
    window: MainWindow, make_photo: Maker, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_and_wait(window, make_photo("large.png", 1100, 1300), qtbot)
    wait_for_thumbnails(window, qtbot)
    events: list[str] = []
    window.studio.detailed.connect(lambda _: events.append("detailed"))
    window.studio.exported.connect(lambda _: events.append("exported"))
    entered, asked = threading.Event(), threading.Event()
    export_picture = Engine.export

    def wait_for_the_view(*arguments: object, **options: object) -> object:
        entered.set()
        assert asked.wait(TIMEOUT / 1000)
        return export_picture(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "export", wait_for_the_view)
    task = window.studio.export(tmp_path / "out.png", ExportOptions("png"))
    assert entered.wait(TIMEOUT / 1000)
    window.studio.request_detail(QRect(900, 900, 300, 200))
    asked.set()
    qtbot.waitUntil(lambda: bool(events), timeout=TIMEOUT)
    assert events == ["detailed"]
    window.studio.cancel(task)
    qtbot.waitUntil(lambda: not window.studio.exporting, timeout=TIMEOUT)


def test_a_slider_does_not_wait_for_the_colours_of_a_detail_and_ends_it(
    window: MainWindow, make_photo: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_and_wait(window, make_photo("large.png", 1100, 1300), qtbot)
    wait_for_thumbnails(window, qtbot)
    region = QRect(100, 100, 300, 200)
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        window.studio.request_detail(region)
    results: list[object] = []
    window.engine_thread.result.connect(results.append, Qt.ConnectionType.DirectConnection)
    entered, moved = threading.Event(), threading.Event()
    regions = Engine._regions

    def wait_for_the_hand(*arguments: object) -> object:
        entered.set()
        assert moved.wait(TIMEOUT / 1000)
        return regions(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "_regions", wait_for_the_hand)
    task = window.studio.request_detail(region)
    assert entered.wait(TIMEOUT / 1000)
    with qtbot.waitSignal(
        window.studio.finished, timeout=TIMEOUT, check_params_cb=lambda finished: finished == task
    ):
        window.panel.sliders["saturation"].box.setValue(180)
        moved.set()
    kinds = [type(result) for result in results]
    assert Rendered in kinds
    assert kinds.index(Rendered) < kinds.index(Stopped)
    # Nobody would look at it any more.
    assert RegionRendered not in kinds


def test_a_detail_that_was_stopped_is_asked_for_with_the_next_view(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_and_wait(window, make_photo("large.png", 1200, 1500), qtbot)
    wait_for_thumbnails(window, qtbot)
    network.entered.clear()
    network.open_gate.clear()
    window.studio.set_previews((Adjustments(saturation=0.5),))
    qtbot.waitUntil(network.entered.is_set, timeout=TIMEOUT)
    asked = submitted(window, monkeypatch)
    window.canvas.set_scale(1.0)
    task = asked[-1].id
    with qtbot.waitSignal(
        window.studio.finished, timeout=TIMEOUT, check_params_cb=lambda finished: finished == task
    ):
        window.studio.cancel(task)
        network.open_gate.set()
    assert window.canvas.detail_region is None
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        QTest.keyClick(window.canvas, Qt.Key.Key_Right)
    assert window.canvas.detail_region is not None


def test_newer_thumbnails_stop_those_that_are_made(
    opened: MainWindow, network: Network, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_thumbnails(opened, qtbot)
    asked = submitted(opened, monkeypatch)
    made: Counter[int] = Counter()
    opened.engine_thread.result.connect(
        lambda result: made.update([result.id] if isinstance(result, ThumbnailRendered) else [])
    )
    studio = opened.studio
    network.entered.clear()
    network.open_gate.clear()
    studio.set_previews(tuple(Adjustments(saturation=1 + n / 10) for n in range(1, 9)))
    qtbot.waitUntil(network.entered.is_set, timeout=TIMEOUT)
    studio.set_previews((Adjustments(saturation=0.5),))
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=TIMEOUT)
    network.open_gate.set()
    first, second = asked
    qtbot.waitUntil(lambda: made[second.id] == 1, timeout=TIMEOUT)
    assert made[first.id] == 0
