"""The real window, offscreen, with a tiny network and settings of its own."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp, tiny_detail, tiny_network
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, drop, files, open_and_wait

import app.canvas.viewport
import app.worker.looking
import app.worker.reading
from app.widgets.dialog import Question
from app.widgets.theme import apply_theme, styled_when_built
from app.window.window import MainWindow
from app.worker.thread import EngineThread
from ccnet_core import atomic
from ccnet_core.engine import Engine
from ccnet_core.network import CCNet
from ccnet_core.network.detail import DetailNetwork
from ccnet_core.photo import ExportOptions, Photo, save_photo
from ccnet_core.styles import load_styles

STYLES = load_styles()[:4]
"""What a window offers: a thumbnail of each is made of every photo, and more would tell no more."""


@cache
def shared_networks() -> tuple[CCNet, DetailNetwork]:
    """Of all windows: what a window shows does not change them, and copies of them take time."""
    return tiny_network("gain"), tiny_detail()


@dataclass
class Network:
    """What happens inside the engine of a window: calls by name, and a gate that holds colours back."""

    calls: Counter[str] = field(default_factory=Counter)
    open_gate: threading.Event = field(default_factory=threading.Event)
    entered: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Count calls, and hold colours back, for as long as this lasts."""
        network, detail = shared_networks()
        colours = network.chrominance.conv_out
        hooks = [
            network.lightness.register_forward_hook(lambda *_: self.calls.update(["brightening"])),
            colours.register_forward_hook(lambda *_: self.calls.update(["colorization"])),
            colours.register_forward_pre_hook(lambda *_: self._wait()),
            detail.register_forward_hook(lambda *_: self.calls.update(["detail"])),
        ]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def load(self) -> Engine:
        network, detail = shared_networks()
        engine = Engine(network, "cpu", detail)
        render_quick = engine.render_quick

        def gated(*arguments: object) -> object:
            self._wait()
            return render_quick(*arguments)  # type: ignore[arg-type]

        engine.render_quick = gated  # type: ignore[assignment,method-assign]
        return engine

    def _wait(self) -> None:
        self.entered.set()
        assert self.open_gate.wait(TIMEOUT / 1000)


class Reading:
    """Holds back whoever reads a file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entered, self.go_on = threading.Event(), threading.Event()
        self.thumbnails = 0
        self._monkeypatch = monkeypatch

    def hold(self, *files: Path) -> None:
        """Hold back what is read from now on, some files or all, until ``go_on`` is set."""
        read = app.worker.reading.open_photo

        def wait(path: Path, *, partial: bool = False) -> Photo:
            if not files or path in files:
                self.entered.set()
                assert self.go_on.wait(TIMEOUT / 1000)
            return read(path, partial=partial)

        self._monkeypatch.setattr(app.worker.reading, "open_photo", wait)

    def hold_thumbnails(self) -> None:
        """Hold back, and count, what is read small from now on, until ``go_on`` is set."""
        read = app.worker.reading.read_thumbnail

        def wait(path: str, side: int) -> np.ndarray:
            self.thumbnails += 1
            self.entered.set()
            assert self.go_on.wait(TIMEOUT / 1000)
            return read(path, side)

        self._monkeypatch.setattr(app.worker.reading, "read_thumbnail", wait)


def accept(question: Question) -> int:
    """Say yes, without looking."""
    return int(QDialog.DialogCode.Accepted)


@dataclass
class Questions:
    """How the questions of a window are answered.

    Attributes:
        answer: by default at once with yes: a test that fails during an export, or leaves something unsaved,
            waits for nobody. ``QDialog.exec`` has them asked.
    """

    answer: Callable[[Question], int] = accept

    def ask(self) -> None:
        """Have questions asked from now on, up to the end of the test."""
        self.answer = QDialog.exec


@pytest.fixture
def questions() -> Iterator[Questions]:
    questions = Questions()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Question, "exec", lambda question: questions.answer(question))  # noqa: PLW0108 - it changes
        yield questions


@dataclass
class HangingDisk:
    """Every file that is to get its name waits for the disk.

    Attributes:
        asked: set once one waits.
        answers: lets all of them go on.
    """

    asked: threading.Event = field(default_factory=threading.Event)
    answers: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def hanging_disk(monkeypatch: pytest.MonkeyPatch) -> HangingDisk:
    disk, replace = HangingDisk(), atomic.os.replace

    def hang(*names: Path) -> None:
        disk.asked.set()
        assert disk.answers.wait(TIMEOUT / 1000)
        replace(*names)

    monkeypatch.setattr(atomic.os, "replace", hang)
    return disk


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    reading = Reading(monkeypatch)
    yield reading
    reading.go_on.set()


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network()
    network.open_gate.set()
    with network.watched():
        yield network
    network.open_gate.set()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def preview_pixels() -> int:
    """Size of the working picture: a photo that is larger than its preview takes no longer than it must."""
    return 500_000


@pytest.fixture
def make_window(
    qtbot: QtBot,
    qapp: QApplication,
    settings: QSettings,
    network: Network,
    questions: Questions,
    preview_pixels: int,
    tmp_path: Path,
) -> Iterator[Callable[..., MainWindow]]:
    """Put a window on the screen; when it is closed its thread must have ended."""
    apply_theme(qapp)
    windows: list[MainWindow] = []

    def make(load_engine: Callable[[], Engine], idle_seconds: float = 1e6) -> MainWindow:
        # Full size is made where it is asked for alone: what is counted does not depend on the time.
        thread = EngineThread(load_engine, preview_pixels=preview_pixels, idle_seconds=idle_seconds)
        with styled_when_built(qapp):
            window = MainWindow(thread, STYLES, settings, presets=tmp_path / "presets")
        window.resize(1100, 760)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        windows.append(window)
        return window

    with pytest.MonkeyPatch.context() as patch:
        # Where what is decided about the sample is kept.
        patch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        # The photos of tests are so small that their pixels could not be told apart by a hand.
        patch.setattr(app.canvas.viewport, "LARGEST_FIT", 16.0)
        # What is looked for is found before the window goes on, however busy the machine is.
        patch.setattr(app.worker.looking, "PATIENCE_SECONDS", TIMEOUT / 1000)
        # Where what photos look like is kept.
        patch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        yield make
        network.open_gate.set()
        questions.answer = accept
        for window in windows:
            window.close()
            assert window.engine_thread.isFinished()
        # As at the end of the program: Python is gone when Qt lets go of a picture that lies there.
        QGuiApplication.clipboard().clear()


@pytest.fixture
def window(make_window: Callable[[Callable[[], Engine]], MainWindow], network: Network) -> MainWindow:
    return make_window(network.load)


@pytest.fixture
def make_photo(tmp_path: Path) -> Callable[..., Path]:
    """Write a smooth dim photo."""

    def make(name: str = "night.png", height: int = 90, width: int = 130, top: float = 0.3) -> Path:
        path = tmp_path / name
        pixels: np.ndarray = colour_ramp(height, width, np.uint8, top)
        save_photo(path, pixels, ExportOptions.for_path(path))
        return path

    return make


@pytest.fixture
def opened(window: MainWindow, make_photo: Callable[..., Path], qtbot: QtBot) -> MainWindow:
    """The window with a bright photo in it."""
    open_and_wait(window, make_photo(), qtbot)
    return window


@pytest.fixture
def three(window: MainWindow, make_photo: Callable[..., Path], qtbot: QtBot) -> MainWindow:
    """The window after three photos were dropped on it; the first is bright."""
    paths = [make_photo(f"{name}.png", top=top) for name, top in (("a", 0.2), ("b", 0.4), ("c", 0.6))]
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        drop(window, files(*paths), window.canvas)
    return window
