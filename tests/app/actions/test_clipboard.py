"""The picture on the clipboard: at full size, made beside the work."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColorSpace, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_fixtures import Network, Questions
from window_helpers import TIMEOUT, open_and_wait

from app.widgets.dialog import Question
from app.widgets.images import to_pixels
from app.window.window import MainWindow
from app.worker.requests import Copied
from ccnet_core.engine import Engine
from ccnet_core.photo import ExportOptions, open_photo

Maker = Callable[..., Path]
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press_copy(window: MainWindow) -> None:
    QTest.keyClick(window.canvas, Qt.Key.Key_C, CONTROL)


def on_clipboard() -> QImage:
    image: QImage = QGuiApplication.clipboard().image()
    return image


@pytest.fixture
def large(window: MainWindow, make_photo: Maker, qtbot: QtBot) -> MainWindow:
    """The window with a photo that is larger than its preview, and something else on the clipboard."""
    open_and_wait(window, make_photo("large.png", 660, 825), qtbot)
    QGuiApplication.clipboard().setText("before")
    return window


class Making:
    """Holds the engine's thread back where it begins a full-size picture."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entered, self.go_on = threading.Event(), threading.Event()
        self.error: Exception | None = None
        export = Engine.export

        def wait(*arguments: object, **options: object) -> object:
            self.entered.set()
            assert self.go_on.wait(TIMEOUT / 1000)
            if self.error is not None:
                raise self.error
            return export(*arguments, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(Engine, "export", wait)


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> Iterator[Making]:
    making = Making(monkeypatch)
    yield making
    making.go_on.set()


def test_the_copied_picture_is_the_exported_one(large: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    large.panel.sliders["saturation"].box.setValue(140)
    tasks: set[str] = set()
    large.studio.progressed.connect(lambda progressed: tasks.add(progressed.task))
    with qtbot.waitSignal(large.studio.copied, timeout=TIMEOUT):
        press_copy(large)
    assert tasks == {"Copying large.png"}
    assert not large.status.progress.isVisible()
    assert large.notice.text.text() == "large.png is copied at full size, 825 × 660 pixels."
    copied = on_clipboard()
    assert copied.colorSpace() == QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    target = tmp_path / "out.png"
    with qtbot.waitSignal(large.studio.exported, timeout=TIMEOUT):
        large.exporting.export_to(target, ExportOptions("png"))
    assert np.array_equal(to_pixels(copied), open_photo(target).pixels)
    # Other programs ask for a PNG first, by one of these names; Qt would make it while they wait.
    gc.collect()
    data = QGuiApplication.clipboard().mimeData()
    for name in ("image/png", "application/x-qt-image"):
        png = data.data(name).data()
        decoded = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR_RGB)
        assert np.array_equal(decoded, to_pixels(copied))


def test_the_window_works_on_while_a_copy_is_made(large: MainWindow, making: Making, qtbot: QtBot) -> None:
    events: list[str] = []
    large.studio.rendered.connect(lambda _: events.append("rendered"))
    large.studio.copied.connect(lambda _: events.append("copied"))
    decided = large.studio.document.adjustments
    press_copy(large)
    assert making.entered.wait(TIMEOUT / 1000)
    large.panel.sliders["saturation"].box.setValue(30)
    making.go_on.set()
    qtbot.waitUntil(lambda: "copied" in events, timeout=TIMEOUT)
    assert events[0] == "rendered"
    # What was decided later is not in it.
    large.studio.document.change(decided, "")
    qtbot.waitUntil(lambda: large.studio.exact, timeout=TIMEOUT)
    assert large.canvas.result is not None
    small = on_clipboard().scaled(large.canvas.result.size(), mode=Qt.TransformationMode.SmoothTransformation)
    difference = to_pixels(small).astype(int) - to_pixels(large.canvas.result)
    assert np.abs(difference).mean() < 2


def test_a_newer_copy_takes_the_place_of_an_older_one(
    large: MainWindow, making: Making, qtbot: QtBot
) -> None:
    made: list[Copied] = []
    large.studio.copied.connect(made.append)
    press_copy(large)
    assert making.entered.wait(TIMEOUT / 1000)
    large.panel.sliders["saturation"].box.setValue(0)
    press_copy(large)
    making.go_on.set()
    qtbot.waitUntil(lambda: not large.studio.copying, timeout=TIMEOUT)
    assert len(made) == 1
    assert np.ptp(to_pixels(on_clipboard()).astype(int), axis=2).max() <= 1


def test_who_copies_twice_gets_what_is_made_already(large: MainWindow, making: Making, qtbot: QtBot) -> None:
    press_copy(large)
    task = large.studio.copy()
    press_copy(large)
    assert large.studio.copy() == task
    making.go_on.set()
    qtbot.waitUntil(lambda: not on_clipboard().isNull(), timeout=TIMEOUT)


def test_a_cancelled_copy_leaves_the_clipboard_and_can_be_begun_anew(large: MainWindow, qtbot: QtBot) -> None:
    large.studio.progressed.connect(lambda progressed: large.status.cancel.click())
    with qtbot.waitSignal(large.studio.finished, timeout=TIMEOUT):
        press_copy(large)
    assert not large.studio.copying
    assert not large.status.progress.isVisible()
    assert QGuiApplication.clipboard().text() == "before"
    large.studio.progressed.disconnect()
    large.studio.progressed.connect(large.status.show_progress)
    with qtbot.waitSignal(large.studio.copied, timeout=TIMEOUT):
        press_copy(large)
    assert on_clipboard().width() == 825


def test_what_is_copied_after_the_picture_stays_on_the_clipboard(
    large: MainWindow, making: Making, qtbot: QtBot
) -> None:
    press_copy(large)
    assert making.entered.wait(TIMEOUT / 1000)
    QTest.keyClick(large.canvas, Qt.Key.Key_C, CONTROL | SHIFT)
    with qtbot.waitSignal(large.studio.finished, timeout=TIMEOUT):
        making.go_on.set()
    QApplication.processEvents()
    assert "saturation" in QGuiApplication.clipboard().text()
    assert on_clipboard().isNull()


def test_another_photo_that_is_opened_does_not_stop_the_copy_of_the_one_before(
    large: MainWindow, making: Making, make_photo: Maker, qtbot: QtBot
) -> None:
    press_copy(large)
    assert making.entered.wait(TIMEOUT / 1000)
    large.open_photo(make_photo("other.png", width=64))
    with qtbot.waitSignals([large.studio.copied, large.studio.brightened], timeout=TIMEOUT):
        making.go_on.set()
    assert on_clipboard().width() == 825
    assert large.notice.text.text().startswith("large.png is copied")
    assert large.studio.document.photo is not None
    assert large.studio.document.photo.name == "other.png"


def test_before_the_photo_is_bright_there_is_nothing_to_copy(
    window: MainWindow, make_photo: Maker, network: Network, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("before")
    network.open_gate.clear()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.open_photo(make_photo())
    press_copy(window)
    assert "no result to copy yet" in window.notice.text.text()
    network.open_gate.set()
    with qtbot.waitSignal(window.studio.rendered, timeout=TIMEOUT):
        pass
    assert QGuiApplication.clipboard().text() == "before"


def test_the_window_closes_as_asked_when_the_copy_ends_during_the_question(
    large: MainWindow, making: Making, questions: Questions
) -> None:
    questions.ask()
    press_copy(large)
    assert making.entered.wait(TIMEOUT / 1000)
    QTimer.singleShot(0, making.go_on.set)
    assert large.close()
    assert on_clipboard().width() == 825


def test_the_window_stays_with_the_error_when_the_copy_fails_during_the_question(
    large: MainWindow, making: Making, questions: Questions
) -> None:
    questions.ask()
    press_copy(large)
    assert making.entered.wait(TIMEOUT / 1000)

    def fail() -> None:
        making.error = MemoryError()
        making.go_on.set()

    QTimer.singleShot(0, fail)
    assert not large.close()
    assert "not enough memory" in large.notice.text.text()


def test_too_little_memory_for_the_copy_is_told_and_the_clipboard_stays(
    large: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Engine, "export", refuse)
    with qtbot.waitSignal(large.studio.failed, timeout=TIMEOUT):
        press_copy(large)
    assert "not enough memory" in large.notice.text.text()
    assert not large.studio.copying
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize("stop", [False, True])
def test_closing_the_window_during_a_copy_asks_first(
    large: MainWindow, making: Making, questions: Questions, qtbot: QtBot, stop: bool
) -> None:
    asked: list[str] = []

    def answer(question: Question) -> int:
        asked.append(question.text.text())
        (question.act if stop else question.keep).click()
        return question.result()

    questions.answer = answer
    press_copy(large)
    assert making.entered.wait(TIMEOUT / 1000)
    threading.Timer(0.05, making.go_on.set).start()
    assert large.close() is stop
    assert asked == ["large.png is not on the clipboard yet."]
    if stop:
        assert large.engine_thread.isFinished()
        assert QGuiApplication.clipboard().text() == "before"
    else:
        qtbot.waitUntil(lambda: on_clipboard().width() == 825, timeout=TIMEOUT)
