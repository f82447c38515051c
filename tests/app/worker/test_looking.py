"""What takes its time on a slow drive holds no window up, and comes in the order it was asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, drop, files, names, open_and_wait, open_name, show_batch

import app.actions.opening
import app.dialogs.batch
import app.worker.looking
from app.window.window import MainWindow
from app.worker.looking import Looking
from ccnet_core.batch import collect_photos

Maker = Callable[..., Path]


class Drive:
    """A drive that answers when it is told to."""

    def __init__(self) -> None:
        self.answer = threading.Event()
        self.asked = threading.Event()

    def collect(self, *arguments: Any, **options: Any) -> tuple[Path, ...]:
        self.asked.set()
        assert self.answer.wait(TIMEOUT / 1000)
        return collect_photos(*arguments, **options)


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    drive = Drive()
    yield drive
    drive.answer.set()


def test_what_is_found_quickly_is_there_at_once_and_the_rest_in_its_order(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, found, go_on = Looking(), [], threading.Event()
    monkeypatch.setattr(app.worker.looking, "PATIENCE_SECONDS", TIMEOUT / 1000)
    looking.look(lambda: 1, found.append)
    assert found == [1]
    assert not looking.looking
    monkeypatch.setattr(app.worker.looking, "PATIENCE_SECONDS", 0.001)
    looking.look(lambda: go_on.wait(TIMEOUT / 1000), found.append)
    looking.look(lambda: 3, found.append)
    assert found == [1]
    assert looking.looking
    go_on.set()
    qtbot.waitUntil(lambda: not looking.looking, timeout=TIMEOUT)
    assert found == [1, True, 3]
    looking.stop()


def test_a_slow_folder_holds_no_window_up_and_takes_no_other_photos_place(
    window: MainWindow,
    make_photo: Maker,
    tmp_path: Path,
    drive: Drive,
    monkeypatch: pytest.MonkeyPatch,
    qtbot,
) -> None:
    (tmp_path / "slow").mkdir()
    for name in ("a.png", "b.png"):
        make_photo(f"slow/{name}")
    quick = make_photo("quick.png")
    monkeypatch.setattr(app.worker.looking, "PATIENCE_SECONDS", 0.001)
    monkeypatch.setattr(app.actions.opening, "collect_photos", drive.collect)
    drop(window, files(tmp_path / "slow"), window)
    qtbot.waitUntil(drive.asked.is_set, timeout=TIMEOUT)
    open_and_wait(window, quick, qtbot)
    assert names(window) == ["quick.png"]
    drive.answer.set()
    qtbot.waitUntil(lambda: len(names(window)) == 3, timeout=TIMEOUT)
    assert names(window) == ["quick.png", "a.png", "b.png"]
    assert open_name(window) == "quick.png"


def test_a_slow_folder_of_a_batch_is_waited_for_by_the_batch_alone(
    opened: MainWindow,
    make_photo: Maker,
    tmp_path: Path,
    drive: Drive,
    monkeypatch: pytest.MonkeyPatch,
    qtbot,
) -> None:
    (tmp_path / "slow").mkdir()
    make_photo("slow/a.png")
    dialog = show_batch(opened)
    dialog.add_photos([tmp_path / "night.png"])
    assert dialog.begin.isEnabled()
    monkeypatch.setattr(app.worker.looking, "PATIENCE_SECONDS", 0.001)
    monkeypatch.setattr(app.dialogs.batch, "collect_photos", drive.collect)
    dialog.add_photos([tmp_path / "slow"])
    dialog.add_photos([tmp_path / "slow", tmp_path / "night.png"])
    assert not dialog.begin.isEnabled()
    assert "Looking for photos" in dialog.problem.text()
    with qtbot.waitSignal(opened.studio.rendered, timeout=TIMEOUT):
        opened.panel.sliders["saturation"].box.setValue(150)
    drive.answer.set()
    qtbot.waitUntil(dialog.begin.isEnabled, timeout=TIMEOUT)
    assert [path.name for path in dialog.photos] == ["night.png", "a.png"]
