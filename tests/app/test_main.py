"""How the program begins: its options, the stored preferences, its entry in the desktop's menu."""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from ccnet_samples import colour_ramp
from PIL import Image
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication
from window_helpers import environment

from app.document.preferences import Preferences, write_preferences
from app.main import main
from ccnet_core.paths import RESOURCES, ROOT

REPORT = """
import json, sys
from PySide6.QtCore import QTimer
import app.main

class Window(app.main.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(0, self.report)

    def report(self):
        print(json.dumps({
            "menus": [action.text() for action in self.menuBar().actions()],
            "lightness": self.grab().toImage().pixelColor(2, 2).lightness(),
            "memory": self.engine_thread.memory_limit,
            "preferences": repr(self.preferences.current),
        }))
        self.close()

app.main.MainWindow = Window
raise SystemExit(app.main.main(["--new-window"]))
"""


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    told = capsys.readouterr().out
    for option in ("photo", "--weights", "--device", "--new-window", "--log-level"):
        assert option in told


def test_an_option_that_is_none_ends_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--bright"])
    assert end.value.code == 2
    assert "--bright" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere settings lie in other places")
def test_the_program_starts_as_preferred(tmp_path: Path) -> None:
    stored = QSettings(str(tmp_path / "CCNet Studio" / "CCNet Studio.conf"), QSettings.Format.IniFormat)
    wanted = Preferences(device="cpu", threads=1, memory_megabytes=300, language="de", theme="light")
    write_preferences(stored, wanted)
    started = subprocess.run(
        [sys.executable, "-c", REPORT], env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert started.returncode == 0, started.stderr
    told = json.loads(started.stdout)
    assert told["menus"] == ["&Datei", "&Bearbeiten", "&Ansicht", "&Hilfe"]
    assert told["lightness"] > 200
    assert told["memory"] == 300_000_000
    assert told["preferences"] == repr(wanted)


def test_the_desktop_shows_the_program_with_its_icon(qapp: QApplication) -> None:
    file = RESOURCES / "ccnet-studio.desktop"
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(file, encoding="utf-8")
    about = entry["Desktop Entry"]
    command, files = about["Exec"].split()
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["gui-scripts"]
    assert scripts[command] == "app.main:main"
    # Several photos come to one start.
    assert files == "%F"
    assert {"image/jpeg", "image/png", "image/tiff", "image/webp"} <= set(about["MimeType"].split(";"))
    for suffix in ("svg", "png"):
        icon = QIcon(str(RESOURCES / f"icon.{suffix}")).pixmap(64, 64).toImage()
        assert icon.width() == 64
        colors = {icon.pixel(x, y) for x in range(0, 64, 4) for y in range(0, 64, 4)}
        assert len(colors) > 4
    assert file.stem == about["Icon"]
    assert QGuiApplication.desktopFileName() in ("", file.stem)


ASKED = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
import app.main

class Window(app.main.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        self.studio.opened.connect(lambda opened: self.tell(opened.photo.path))
        application = QCoreApplication.instance()
        QTimer.singleShot(0, lambda: QCoreApplication.sendEvent(application, QFileOpenEvent(sys.argv[1])))

    def tell(self, path):
        print(path)
        self.close()

app.main.MainWindow = Window
raise SystemExit(app.main.main(["--new-window"]))
"""


def test_the_program_opens_what_the_desktop_asks_it_to_as_macos_does(tmp_path: Path) -> None:
    photo = tmp_path / "später – 夜.png"
    Image.fromarray(colour_ramp(9, 12)).save(photo)
    started = subprocess.run(
        [sys.executable, "-c", ASKED, str(photo)],
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr
    assert started.stdout.strip() == str(photo)


HANGING = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
import app.main, app.worker.ending, {module}

app.worker.ending.PATIENCE_SECONDS = 0.1
entered = threading.Event()

def hang(*_, **__):
    entered.set()
    threading.Event().wait()

{module}.{function} = hang

class Window(app.main.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        self.timer = QTimer(self)
        self.timer.timeout.connect(lambda: entered.is_set() and self.close())
        self.timer.start(10)

app.main.MainWindow = Window
raise SystemExit(app.main.main(["--new-window", *sys.argv[1:]]))
"""


@pytest.mark.parametrize(
    ("module", "function"),
    [("app.worker.reading", "open_photo"), ("app.filmstrip.thumbnails", "read_thumbnail")],
)
def test_a_drive_that_does_not_answer_does_not_keep_the_program(
    tmp_path: Path, module: str, function: str
) -> None:
    for name in ("a.png", "b.png"):
        Image.fromarray(colour_ramp(9, 12)).save(tmp_path / name)
    program = HANGING.format(module=module, function=function)
    arguments = [str(tmp_path / "a.png"), str(tmp_path / "b.png")]
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    log = next((tmp_path / "home").rglob("ccnet-studio.log")).read_text(encoding="utf-8")
    assert "left to itself" in log
