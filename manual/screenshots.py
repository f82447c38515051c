"""The manual's pictures of the window: the real one, with the network that ships, driven as by a hand.

    python -m manual screenshots

Each session is a process of its own, on an X server without a screen where there is Xvfb, else without any.
Photos, settings and all that the program keeps lie in a folder that goes with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDeadlineTimer, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.dialogs.batch import BatchDialog
from app.dialogs.preferences import preferred_engine
from app.document.preferences import Preferences
from app.panel.slider import AdjustmentSlider
from app.translation import install_translation
from app.widgets.theme import apply_theme, styled_when_built
from app.window.window import MainWindow
from app.worker.thread import EngineThread
from ccnet_core.masks import MaskKind, Point
from ccnet_core.paths import RESOURCES, ROOT
from ccnet_core.styles import load_styles
from manual.photos import FOLDER as PHOTOS

PICTURES = ROOT / "docs" / "pictures" / "window"
_PATIENCE_MS = 120_000
_REST_MS = 200
_QUALITY = 84
_SIZE = (1440, 900)
_LEFT = Qt.MouseButton.LeftButton
_SCREEN = "-screen 0 3200x2200x24"


class Stage:
    """A window of a session, with photos to open.

    Attributes:
        window: the window.
        folder: where the photos are.
    """

    def __init__(self, folder: Path, preferences: Preferences) -> None:
        """Show the window.

        Args:
            folder: photos are copied into it, and settings are kept there.
            preferences: of the session.
        """
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, preferences.theme)
        install_translation(application, preferences.language)
        self.folder = folder / "Photos"
        self.folder.mkdir()
        for photo in (*PHOTOS.glob("*.jpg"), *(RESOURCES / "sample").glob("dark-*.jpg")):
            shutil.copy(photo, self.folder / photo.name.removeprefix("dark-"))
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        thread = EngineThread(partial(preferred_engine, preferences))
        with styled_when_built(application):
            self.window = MainWindow(thread, load_styles(), settings, preferences, folder / "presets")
        waiting = self.window.status.device
        self.window.resize(*_SIZE)
        self.window.show()
        self.activate()
        self.until(lambda: self.window.status.device != waiting, "the engine")

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the application work until something holds.

        Raises:
            TimeoutError: it does not.
        """
        deadline = QDeadlineTimer(_PATIENCE_MS)
        while not condition():
            if deadline.hasExpired():
                raise TimeoutError(f"waited in vain for {what}")
            QApplication.processEvents()
            # Leaves the interpreter to the engine's thread, which QTest.qWait does not.
            time.sleep(0.005)

    def rest(self) -> None:
        """Let what was asked for be laid out."""
        pause = QDeadlineTimer(_REST_MS)
        self.until(pause.hasExpired, "a moment")

    def activate(self) -> None:
        """Give the window the keyboard, which a dialog had."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow, "the keyboard")

    def settle(self) -> None:
        """Wait until all that follows from what was decided is there."""
        studio, thread, buttons = (
            self.window.studio,
            self.window.engine_thread,
            self.window.panel.gallery.buttons,
        )
        self.until(lambda: studio.settled and thread.idle, "the exact picture")
        if studio.document.photo is not None:
            self.until(
                lambda: all(button.picture is not None for button in buttons), "the styles' thumbnails"
            )

    def open(self, *names: str) -> None:
        """Open photos of the folder, as from a file dialog, and wait until the first is bright."""
        before = self.window.studio.document.photo_id
        self.activate()
        self.window.open_photos([self.folder / f"{name}.jpg" for name in names])
        studio = self.window.studio
        self.until(lambda: studio.document.photo_id > before and studio.ready, names[0])
        self.settle()

    def enter(self, slider: AdjustmentSlider, text: str) -> None:
        """Type a value into the box of a slider, and go on from there."""
        slider.box.setFocus()
        slider.box.selectAll()
        QTest.keyClicks(slider.box, text)
        QTest.keyClick(slider.box, Qt.Key.Key_Tab)

    def show_section(self, name: str) -> None:
        """Have the panel show one of its sections."""
        self.window.panel.jumps.buttons[name].click()
        self.rest()

    def pull(self, widget: QWidget, *way: QPointF | QPoint) -> None:
        """Press at the first point of a way, move along it, let go."""
        points = [QPointF(point).toPoint() for point in way]
        QTest.mousePress(widget, _LEFT, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(widget, point)
        QTest.mouseRelease(widget, _LEFT, pos=points[-1])

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Write what a widget shows, by default the window, once nothing changes any more."""
        self.settle()
        if widget is None and self.window.canvas.isVisible():
            self.window.canvas.setFocus()
        self.rest()
        picture = (widget or self.window).grab().toImage()
        path = PICTURES / f"{name}.webp"
        if not picture.save(str(path), quality=_QUALITY):
            raise OSError(f"{path} could not be written")
        print(path.relative_to(ROOT), f"{path.stat().st_size // 1024} kB", flush=True)

    def take_modal(self, name: str, ask: Callable[[], object]) -> None:
        """Write what a dialog shows that waits for an answer, and leave it."""
        taken: list[str] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and dialog.isVisible():
                timer.stop()
                self.rest()
                self.take(name, dialog)
                taken.append(name)
                dialog.reject()

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(50)
        ask()
        timer.stop()
        if not taken:
            raise TimeoutError(f"no dialog was there for {name}")


def _first_page(stage: Stage) -> None:
    stage.rest()
    stage.take("first-page")


def _editing(stage: Stage, name: str = "editing") -> None:
    """A street before and after, brightened to taste."""
    stage.open("street", "lake", "osprey", "skyline", "coffee", "spices")
    window = stage.window
    window.menus.split.trigger()
    stage.enter(window.panel.sliders["brightness"], "85")
    stage.enter(window.panel.sliders["highlights"], "-20")
    stage.enter(window.panel.sliders["shadows"], "15")
    window.canvas.setFocus()
    stage.take(name)


def _filmstrip(stage: Stage) -> None:
    """Several photos, one of them flagged, two selected."""
    window, strip = stage.window, stage.window.filmstrip
    window.open_photos(sorted(stage.folder.glob("*.jpg")))
    stage.settle()
    stage.open("osprey")
    window.flagging.flag(True)
    osprey = strip.open_source
    stage.until(lambda: osprey is not None and strip.is_flagged(osprey), "the flag")
    first = strip.visualItemRect(strip.item(1)).center()
    QTest.mouseClick(strip.viewport(), _LEFT, Qt.KeyboardModifier.ControlModifier, first)
    stage.take("filmstrip")
    strip.select_none()


def _white_balance(stage: Stage) -> None:
    stage.open("lake")
    window = stage.window
    window.menus.pick_grey.trigger()
    stage.show_section("white balance")
    QTest.mouseMove(window.canvas, window.canvas.rect().center())
    stage.take("white-balance")
    window.menus.pick_grey.trigger()


def _noise(stage: Stage) -> None:
    """Every pixel of a noisy photo, before and after."""
    stage.open("coffee")
    window = stage.window
    window.menus.split.setChecked(True)
    window.canvas.set_scale(2.0)
    stage.show_section("detail")
    stage.until(lambda: window.canvas.detail_region is not None or not window.canvas.wants_detail(), "detail")
    stage.take("noise")
    window.canvas.fit()
    window.menus.split.setChecked(False)


def _crop(stage: Stage) -> None:
    stage.open("colosseum")
    cropping = stage.window.cropping
    stage.window.menus.crop.setChecked(True)
    cropping.panel.shapes.setCurrentIndex(cropping.panel.shapes.findData("3:2"))
    stage.enter(cropping.panel.angle, "-2.50")
    corner = cropping.view.handle_rects()[-1].center()
    stage.pull(cropping.view, corner, corner - QPoint(30, 20), corner - QPoint(120, 80))
    stage.take("crop")
    cropping.panel.cancel.click()


def _curve_and_mixer(stage: Stage) -> None:
    stage.open("spices")
    panel = stage.window.panel
    stage.show_section("curve")
    graph = panel.curve.graph
    for start, end in (((0.25, 0.25), (0.25, 0.2)), ((0.7, 0.7), (0.7, 0.76))):
        stage.pull(graph, graph.position(start), graph.position(end))
    stage.take("tone-curve")
    stage.show_section("mixer")
    panel.mixer.tabs.buttons[1].click()
    stage.enter(panel.mixer.sliders["blue"], "40")
    stage.enter(panel.mixer.sliders["red"], "-30")
    stage.take("colour-mixer")


def _style(stage: Stage) -> None:
    """A built-in style beside a picture of the person's own."""
    stage.open("skyline")
    window = stage.window
    stage.show_section("style")
    window.panel.gallery.buttons[1].click()
    window.studio.add_references([stage.folder / "courtyard.jpg"])
    stage.until(lambda: len(window.studio.document.adjustments.references) == 2, "the reference")
    stage.enter(window.panel.sliders["style_strength"], "40")
    stage.settle()
    stage.show_section("style")
    stage.take("style")


def _masks(stage: Stage) -> None:
    """Each kind of mask, with what it covers."""
    stage.open("lake")
    masking, document = stage.window.masking, stage.window.studio.document
    layer, panel = masking.layer, masking.panel
    stage.window.menus.masks.setChecked(True)

    def at(x: float, y: float) -> QPointF:
        return layer.to_widget(Point(x, y))

    ways = {
        MaskKind.LINEAR: [at(0.5, 0.05), at(0.5, 0.2), at(0.5, 0.45)],
        MaskKind.RADIAL: [at(0.55, 0.85), at(0.65, 0.9), at(0.85, 0.97)],
        MaskKind.BRUSH: [at(x / 20, 0.55 + 0.02 * (x % 3)) for x in range(1, 19)],
        MaskKind.LUMINANCE: [at(0.3, 0.33)],
        MaskKind.COLOUR: [at(0.75, 0.1)],
    }
    for number, (kind, way) in enumerate(ways.items(), start=1):
        panel.add[kind].click()
        stage.pull(layer, *way)
        stage.until(lambda: len(document.adjustments.masks) == number, f"{kind} mask")  # noqa: B023
        if not masking.covering:
            panel.cover.click()
        stage.until(lambda: layer.cover is not None, "what is covered")
        stage.take(f"mask-{kind.value}")
    panel.list.setCurrentRow(0)
    stage.enter(panel.sliders["exposure"], "-0.60")
    stage.take("mask-values")
    masking.end()


def _batch(stage: Stage) -> None:
    stage.window.exporting.show_batch()
    dialog = stage.window.findChild(BatchDialog)
    assert isinstance(dialog, BatchDialog)
    dialog.add_photos([stage.folder])
    stage.until(lambda: len(dialog.photos) > 1, "the photos of the batch")
    stage.rest()
    stage.take("batch", dialog)
    dialog.close()


def _dialogs(stage: Stage) -> None:
    stage.open("street")
    stage.take_modal("export", stage.window.exporting.export)
    stage.take_modal("preferences", stage.window.show_preferences)


def _small(stage: Stage) -> None:
    stage.window.resize(960, 500)
    stage.rest()
    stage.take("small")
    stage.window.resize(*_SIZE)


@dataclass(frozen=True)
class Session:
    """Pictures that one window takes.

    Attributes:
        scenes: what is done, in order.
        language: of the window.
        theme: of the window.
        scale: device pixels of a logical one.
    """

    scenes: tuple[Callable[[Stage], None], ...]
    language: str = "en"
    theme: str = "dark"
    scale: int = 1


SESSIONS = {
    "window": Session(
        (
            _first_page,
            _editing,
            _small,
            _dialogs,
            _white_balance,
            _noise,
            _crop,
            _curve_and_mixer,
            _style,
            _masks,
            _filmstrip,
            _batch,
        )
    ),
    "light": Session((partial(_editing, name="light"),), theme="light"),
    "german": Session((partial(_editing, name="german"),), language="de"),
    "chinese": Session((partial(_editing, name="chinese"),), language="zh"),
    "double": Session((partial(_editing, name="double"),), scale=2),
}


def take_screenshots(names: Sequence[str] = ()) -> None:
    """Take all pictures, or those of some sessions, anew.

    Raises:
        ValueError: there is no such session.
        subprocess.CalledProcessError: a session failed; why was told on stderr.
    """
    if unknown := set(names) - SESSIONS.keys():
        raise ValueError(f"no session {', '.join(sorted(unknown))}; there are {', '.join(SESSIONS)}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    server = shutil.which("xvfb-run")
    for name in names or SESSIONS:
        with TemporaryDirectory(prefix="ccnet-manual-") as home:
            command = [sys.executable, "-m", "manual.screenshots", name, home]
            if server:
                command = [server, "-a", "-s", _SCREEN, *command]
            subprocess.run(
                command, env=_environment(home, SESSIONS[name], bool(server)), cwd=ROOT, check=True
            )


def _environment(home: str, session: Session, server: bool) -> dict[str, str]:
    """Of a process with settings, cache and data of its own."""
    folders = {
        f"XDG_{kind}_HOME": str(Path(home, kind.lower())) for kind in ("CONFIG", "DATA", "CACHE", "STATE")
    }
    return {
        **os.environ,
        **folders,
        "HOME": home,
        "QT_QPA_PLATFORM": "xcb" if server else "offscreen",
        "QT_SCALE_FACTOR": str(session.scale),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
    }


def _run_session(name: str, home: Path) -> None:
    """What a session's process does."""
    session = SESSIONS[name]
    application = QApplication(sys.argv[:1])
    application.setApplicationName("CCNet Studio")
    stage = Stage(home, Preferences(device="cpu", language=session.language, theme=session.theme))
    try:
        for scene in session.scenes:
            scene(stage)
    finally:
        stage.window.end()


if __name__ == "__main__":
    _run_session(sys.argv[1], Path(sys.argv[2]))
