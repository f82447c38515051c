"""The real window, offscreen: how soon it shows a photo, follows a slider and stops."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.panel.slider import AdjustmentSlider
from app.widgets.theme import apply_theme
from app.window.window import MainWindow
from app.worker.requests import Rendered
from app.worker.thread import EngineThread, default_engine
from benchmarks.photos import write_night
from benchmarks.report import Line, at_least, at_most
from ccnet_core.adjustments import Adjustments
from ccnet_core.masks import LocalValues, Mask, MaskKind, Point, Stroke
from ccnet_core.network import CCNet
from ccnet_core.photo import ExportOptions
from ccnet_core.styles import load_styles

_LEFT = Qt.MouseButton.LeftButton
_PATIENCE = 600.0
_BRUSHES = ("brush", "along edges")
STROKES, _POINTS = 300, 40
"""Of a mask that is painted on."""


class _Paints(QObject):
    """Notes when the canvas was painted last."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.at = 0.0
        window.canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the paint happen, then note it."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QApplication.sendEvent(watched, event)
            watched.installEventFilter(self)
            self.at = time.perf_counter()
            return True
        return False


class _Frames(QObject):
    """The newest rendering and how many there were.

    Older ones go, as they do in the window: kept, they would take the memory that the engine works in, and it
    would have to fetch fresh memory for each rendering.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.count = 0
        self.newest: Rendered | None = None
        window.studio.rendered.connect(self._take_frame)

    def show(self, adjustments: Adjustments) -> bool:
        """Whether the newest is of these adjustments."""
        return self.newest is not None and self.newest.adjustments == adjustments

    @property
    def exact(self) -> bool:
        """Whether the newest is."""
        return self.newest is not None and self.newest.exact

    def _take_frame(self, rendered: Rendered) -> None:
        self.count += 1
        self.newest = rendered


def until(condition: Callable[[], bool]) -> float:
    """Let the application work until something holds; the time when it did."""
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        QApplication.processEvents()
        if time.monotonic() > deadline:
            raise TimeoutError
        # Leaves the interpreter to the engine's thread, as an idle event loop does.
        time.sleep(0.001)
    return time.perf_counter()


def yardstick(size: tuple[int, int]) -> float:
    """Seconds for one change as the published program pays for it: both networks, float32, nothing cached."""
    network = CCNet().eval()
    L, ab = torch.rand((1, 1, *size)), torch.zeros((1, 2, *size))
    with torch.inference_mode():
        started = time.perf_counter()
        network(L, ab)
        return time.perf_counter() - started


def measure_window() -> list[Line]:
    """Open, drag, rest, cancel."""
    application = QApplication.instance() or QApplication([])
    apply_theme(application)  # type: ignore[arg-type]
    lines: list[Line] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(EngineThread(default_engine), load_styles(), settings, presets=folder / "presets")
        window.resize(1600, 1000)
        window.show()
        until(lambda: window.status.device.startswith(("CPU", "NVIDIA")))
        try:
            for megapixels, limit in ((12, 2.0), (24, 3.0)):
                lines += _measure_opening(window, write_night(folder, megapixels), limit)
            lines += _measure_dragging(window)
            lines += _measure_beside_detail(window)
            lines += _measure_cancelling(window, folder)
        finally:
            window.close()
    return lines


def measure_brush() -> list[Line]:
    """Paint over a photo of 24 MP at Fit: what follows the hand, and what becomes of the picture."""
    application = QApplication.instance() or QApplication([])
    apply_theme(application)  # type: ignore[arg-type]
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(EngineThread(default_engine), load_styles(), settings, presets=folder / "presets")
        window.resize(1600, 1000)
        window.show()
        try:
            window.open_photo(write_night(folder, 24))
            until(lambda: window.studio.ready)
            frames = _Frames(window)
            painted = {kind: _painted(STROKES, follows_edges=kind == "along edges") for kind in _BRUSHES}
            lines = []
            for kind, mask in painted.items():
                window.studio.document.change(Adjustments(masks=(mask,)), kind)
                until(lambda: frames.exact and frames.show(window.studio.document.adjustments))
                _settle()
                # What was painted is painted on.
                window.masking.begin()
                lines += _measure_painting(window, frames, kind)
                window.masking.end()
        finally:
            window.close()
    return lines


def _painted(count: int, *, follows_edges: bool) -> Mask:
    """A mask of strokes all over the photo that makes it brighter."""
    chance = np.random.default_rng(0)
    strokes = []
    for _ in range(count):
        line = chance.uniform(0.05, 0.95, 2) + np.cumsum(chance.normal(0, 0.006, (_POINTS, 2)), axis=0)
        points = tuple(Point(*(float(share) for share in place.clip(0, 1))) for place in line)
        strokes.append(Stroke(points, 0.02))
    values = LocalValues(exposure=0.7)
    return Mask(MaskKind.BRUSH, strokes=tuple(strokes), values=values, follows_edges=follows_edges)


def _measure_painting(window: MainWindow, frames: _Frames, kind: str) -> list[Line]:
    """Moves while a line is drawn, and what it takes from its end to the picture that has it in it."""
    paints, layer = _Paints(window), window.masking.layer
    middle, reach = layer.rect().center(), min(layer.width(), layer.height()) // 3
    moves, strokes = [], []
    for turn in range(12):
        around = np.linspace(turn, turn + 2.5, 80)
        line = [middle + QPoint(round(reach * np.cos(a)), round(reach * np.sin(2 * a))) for a in around]
        QTest.mousePress(layer, _LEFT, pos=line[0])
        for at in line[1:]:
            started = time.perf_counter()
            QTest.mouseMove(layer, at)
            QApplication.processEvents()
            moves.append(time.perf_counter() - started)
        seen, started = frames.count, time.perf_counter()
        QTest.mouseRelease(layer, _LEFT, pos=line[-1])
        wanted = window.studio.document.adjustments
        until(lambda seen=seen, wanted=wanted: frames.count > seen and frames.show(wanted))  # type: ignore[misc]
        window.canvas.repaint()
        strokes.append(paints.at - started)
    _settle()
    slider = _drag(window, window.masking.panel.sliders["exposure"], paints, frames)
    return [
        at_most(
            f"move of a brush to painted line, {kind}, median", 1000 * float(np.median(moves)), 17, "ms", 1
        ),
        at_most(f"the same, p95, {kind}", 1000 * float(np.percentile(moves, 95)), 17, "ms", 1),
        Line(f"stroke to painted frame, {kind}, median", f"{1000 * np.median(strokes):.0f} ms"),
        Line(f"slider of that mask to painted frame, {kind}, median", f"{1000 * np.median(slider):.0f} ms"),
    ]


def _measure_opening(window: MainWindow, path: Path, limit: float) -> list[Line]:
    paints, seen = _Paints(window), []
    window.studio.opened.connect(lambda _: seen.append("opened"))
    window.studio.glimpsed.connect(lambda _: seen.append("glimpsed"))
    window.studio.rendered.connect(lambda _: seen.append("rendered"))
    started = time.perf_counter()
    window.open_photo(path)
    opened = until(lambda: "opened" in seen)
    until(lambda: paints.at > opened)
    shown = paints.at
    glimpsed = until(lambda: "glimpsed" in seen)
    until(lambda: paints.at > glimpsed)
    first = paints.at
    rendered = until(lambda: "rendered" in seen)
    until(lambda: paints.at > rendered)
    bright = paints.at
    until(lambda: all(button.picture is not None for button in window.panel.gallery.buttons))
    name = path.stem.removeprefix("night-")
    return [
        at_most(f"drop to photo on screen, {name}", shown - started, 0.4, "s", 2),
        at_most(f"drop to first bright picture, {name}", first - started, 0.8, "s", 2),
        at_most(f"drop to bright preview, {name}", bright - started, limit, "s", 2),
    ]


def _measure_dragging(window: MainWindow) -> list[Line]:
    """Moves in a closed loop: the next one follows when the picture of the last one is painted."""
    lines: list[Line] = []
    panel, paints, frames = window.panel, _Paints(window), _Frames(window)
    everything: list[float] = []
    styled = replace(window.studio.document.adjustments, references=(load_styles()[0].reference(),))
    window.studio.document.change(styled, "style")
    until(lambda: frames.show(styled) and frames.exact)
    _settle()
    rests: list[float] = []
    for slider in (
        panel.sliders["saturation"],
        panel.sliders["green_magenta"],
        panel.sliders["blue_yellow"],
        panel.sliders["style_strength"],
        panel.sliders["brightness"],
    ):
        delays = _drag(window, slider, paints, frames)
        everything += delays
        let_go = time.perf_counter()
        until(lambda: frames.exact)
        finished = time.perf_counter()
        until(lambda at=finished: paints.at > at)  # type: ignore[misc]
        rests.append(paints.at - let_go)
        _settle()
    median, p95 = np.median(everything), np.percentile(everything, 95)
    size = window.canvas.result.size()  # type: ignore[union-attr]
    plain = yardstick((size.height(), size.width()))
    lines += [
        at_most("slider to painted frame, 24 MP, median", 1000 * float(median), 40, "ms"),
        at_most("slider to painted frame, 24 MP, p95", 1000 * float(p95), 70, "ms"),
        at_most("hand at rest to exact preview, worst", max(rests), 0.5, "s", 2),
        Line(f"yardstick: published, uncached, {size.width()} x {size.height()}", f"{plain:.2f} s"),
        at_least("slider against yardstick", plain / float(median), 25, "times"),
    ]
    return lines


def _measure_beside_detail(window: MainWindow) -> list[Line]:
    """Moves in a window of Full HD, each while the whole photo is rendered at full size."""
    size = window.size()
    window.resize(1920, 1080)
    window.canvas.fit()
    _settle()
    paints, frames = _Paints(window), _Frames(window)
    photo = window.studio.document.photo
    assert photo is not None
    whole = QRect(0, 0, photo.width, photo.height)
    track = window.panel.sliders["saturation"].track
    y = track.height() // 2
    delays = []
    QTest.mousePress(track, _LEFT, pos=QPoint(round(track.width() * 0.5), y))
    for x in np.linspace(0.3, 0.9, 20):
        window.studio.request_detail(whole, window.canvas.scale)
        # It takes seconds: by then it is at work.
        _settle(0.1)
        delay = _move(window, track, round(track.width() * x), paints, frames)
        delays += [] if delay is None else [delay]
    QTest.mouseRelease(track, _LEFT, pos=QPoint(round(track.width() * 0.9), y))
    _settle()
    window.resize(size)
    worst = 1000 * max(delays)
    return [at_most("slider to painted frame at Fit, 1920 x 1080, beside a detail, worst", worst, 300, "ms")]


def _settle(seconds: float = 1.5) -> None:
    """Wait, by default until thumbnails are made and the thread is idle."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end)


def _drag(window: MainWindow, slider: AdjustmentSlider, paints: _Paints, frames: _Frames) -> list[float]:
    """Seconds from each move to the end of the first paint that shows it."""
    track = slider.track
    y = track.height() // 2
    delays = []
    QTest.mousePress(track, _LEFT, pos=QPoint(round(track.width() * 0.5), y))
    for x in np.linspace(0.3, 0.9, 40):
        delay = _move(window, track, round(track.width() * x), paints, frames)
        delays += [] if delay is None else [delay]
    QTest.mouseRelease(track, _LEFT, pos=QPoint(round(track.width() * 0.9), y))
    return delays


def _move(window: MainWindow, track: QWidget, x: int, paints: _Paints, frames: _Frames) -> float | None:
    """Seconds from a move of a slider's handle to the end of the first paint that shows it; None for none."""
    before, seen = window.studio.document.adjustments, frames.count
    started = time.perf_counter()
    QTest.mouseMove(track, QPoint(x, track.height() // 2))
    wanted = window.studio.document.adjustments
    if wanted == before:
        return None
    until(lambda: frames.count > seen and frames.show(wanted))
    window.canvas.repaint()
    return paints.at - started


def _measure_cancelling(window: MainWindow, folder: Path) -> list[Line]:
    """Cancel exports and an opening at several points."""
    delays = []
    for share in (0.05, 0.3, 0.6, 0.8):
        progress: list[float] = []
        finished: list[int] = []
        window.studio.progressed.connect(lambda p, seen=progress: seen.append(p.share))
        window.studio.finished.connect(finished.append)
        target = folder / "cancelled.png"
        task = window.studio.export(target, ExportOptions("png"))
        until(lambda s=share, seen=progress: bool(seen) and seen[-1] >= s)  # type: ignore[misc]
        started = time.perf_counter()
        window.studio.cancel(task)
        until(lambda t=task, seen=finished: t in seen)  # type: ignore[misc]
        delays.append(time.perf_counter() - started)
        if target.exists():
            raise AssertionError("a cancelled export left a file")
    return [at_most("cancel of a 24 MP export, worst of 4 points", max(delays), 0.3, "s", 2)]


def measure_start() -> list[Line]:
    """From the start of the process to a window that can be used."""
    program = (
        "import time, sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "import app.main\n"
        "def once(*_):\n"
        "    QApplication.processEvents(); print(time.time()); sys.stdout.flush()\n"
        "    [w.close() for w in QApplication.topLevelWidgets()]\n"
        "    return 0\n"
        "QApplication.exec = once\n"
        "app.main.main([])\n"
    )
    times = []
    for _ in range(3):
        started = time.time()
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        times.append(float(done.stdout.split()[0]) - started)
    return [at_most("start to usable window, median of 3", float(np.median(times)), 2.5, "s", 2)]
