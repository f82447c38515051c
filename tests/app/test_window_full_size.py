"""Actual pixels of a large photo: what is visible comes first, the rest while nothing else is to be done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot
from window_fixtures import TIMEOUT, Network, open_and_wait, wait_for_thumbnails

from app.window import MainWindow

Maker = Callable[..., Path]
TILES = 30
"""Of a photo of 2400 x 2000 pixels."""


def test_actual_pixels_need_no_more_than_what_is_visible(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    open_and_wait(window, make_photo("large.png", 2000, 2400), qtbot)
    wait_for_thumbnails(window, qtbot)
    before = network.calls["brightening"]
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        window.canvas.set_scale(1.0)
    count = network.calls["brightening"] - before
    assert 0 < count < TILES / 2
    # What is there is not made again.
    region = window.canvas.detail_region
    assert region is not None
    with qtbot.waitSignal(window.studio.detailed, timeout=TIMEOUT):
        window.studio.request_detail(region)
    assert network.calls["brightening"] - before == count
