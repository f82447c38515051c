"""What `pip install` gives: the wheel in an empty environment, away from the source tree."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from ccnet_core.paths import RESOURCES, ROOT

pytestmark = pytest.mark.thorough

BUILD = "import sys, setuptools.build_meta as build; print(getattr(build, sys.argv[1])(sys.argv[2]))"

WINDOW = """
import json, sys
import app.main, ccnet_core.paths
from ccnet_core.version import program_licence

class Window(app.main.MainWindow):
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.studio.rendered.connect(self.report)

    def report(self, *_):
        self.studio.rendered.disconnect(self.report)
        print(json.dumps({
            "from": [app.main.__file__, str(ccnet_core.paths.ROOT)],
            "menus": [action.text() for action in self.menuBar().actions()],
            "icon": app.main.Application.windowIcon().pixmap(64, 64).width(),
            "styles": len(app.main.load_styles()),
            "licence": program_licence()[:11],
        }))
        self.close()

app.main.MainWindow = Window
raise SystemExit(app.main.main(["--new-window", "--device", "cpu", sys.argv[1]]))
"""


def _run(*command: str | Path, folder: Path, **variables: str) -> str:
    """What a command printed, run in a folder and with no path to this source tree."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=kept | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _build(kind: str, source: Path, folder: Path) -> Path:
    folder.mkdir()
    return folder / _run(sys.executable, "-c", BUILD, kind, folder, folder=source).splitlines()[-1]


def _contents(wheel: Path) -> dict[str, str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source tree without what earlier builds left in it."""
    copy = tmp_path_factory.mktemp("source") / "ccnet"
    left = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__")
    builds = {"build", "dist", "runs", "data"}  # as in .gitignore
    return Path(
        shutil.copytree(
            ROOT,
            copy,
            ignore=lambda folder, names: left(folder, names) | (builds if Path(folder) == ROOT else set()),
        )
    )


@pytest.fixture(scope="module")
def sdist(source: Path) -> Path:
    return _build("build_sdist", source, source.parent / "sdist")


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    return _build("build_wheel", source, source.parent / "wheel")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands of an environment are that holds the wheel, and borrows what it depends on."""
    folder = tmp_path_factory.mktemp("installed")
    _run(sys.executable, "-m", "venv", "--without-pip", "env", folder=folder)
    binaries = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    python = binaries / "python"
    options = ("--no-deps", "--no-index", "--quiet")
    _run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel, folder=folder)
    site = _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    (Path(site) / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return binaries


def test_the_wheel_has_what_the_program_reads_and_nothing_else(wheel: Path) -> None:
    packed = {name for name in _contents(wheel) if ".dist-info/" not in name}
    tree = {
        path.relative_to(ROOT).as_posix()
        for folder in ("app", "ccnet_core", "resources", "weights")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert packed <= tree
    left = {name for name in tree - packed if not name.startswith("weights/metrics/")}
    assert left == {
        "resources/ccnet-studio.desktop",  # of packages that desktops know
        "resources/darkened.jpg",  # of README
        "resources/icon.png",
        "resources/sample/make_sample.py",
        "resources/screenshot.png",
        "resources/translations/ccnet_de.ts",  # sources of the .qm files
        "resources/translations/ccnet_zh.ts",
        "weights/curves.png",
    }


def test_the_source_distribution_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2].partition("/")[0] for name in archive.getnames()}
        archive.extractall(tmp_path, filter="data")
    assert names - {""} == {
        *("CHANGELOG.md", "LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "pyproject.toml", "setup.cfg"),
        *("app", "ccnet_core", "ccnet_studio.egg-info", "resources", "weights"),
    }
    again = _build("build_wheel", next(path for path in tmp_path.iterdir()), tmp_path / "again")
    assert again.name == wheel.name
    assert _contents(again) == _contents(wheel)


def test_the_installed_commands_enhance_a_photo_and_open_the_window(installed: Path, tmp_path: Path) -> None:
    photo = RESOURCES / "sample" / "dark-coffee.jpg"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert _run(installed / "ccnet", "--version", folder=tmp_path) == f"ccnet {version}\n"
    _run(installed / "ccnet", "enhance", photo, "-o", "bright.jpg", "--style", "Desert", folder=tmp_path)
    with Image.open(photo) as before, Image.open(tmp_path / "bright.jpg") as after:
        assert after.size == before.size
        assert sum(after.convert("L").histogram()[128:]) > 2 * sum(before.convert("L").histogram()[128:])
    own = {name: str(tmp_path / "home") for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    assert "--new-window" in _run(installed / "ccnet-studio", "--help", folder=tmp_path)
    told = json.loads(
        _run(
            installed / "python",
            *("-c", WINDOW, photo),
            folder=tmp_path,
            QT_QPA_PLATFORM="offscreen",
            LC_ALL="C.UTF-8",
            LANGUAGE="de_DE",
            **own,
        )
    )
    assert all(Path(place).is_relative_to(installed.parent) for place in told.pop("from"))
    assert told == {
        "menus": ["&Datei", "&Bearbeiten", "&Ansicht", "&Hilfe"],
        "icon": 64,
        "styles": 11,
        "licence": "MIT License",
    }
