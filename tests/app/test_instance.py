from __future__ import annotations

import getpass
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment, QSettings, QStandardPaths, Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_fixtures import Network
from window_helpers import TIMEOUT, environment

from app.instance import InstanceServer, hand_over, socket_address
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.sidecar import read_sidecar

START = "import sys; from app.main import main; raise SystemExit(main(sys.argv[2:], sys.argv[1]))"
HOLD = """
import sys
from PySide6.QtCore import QCoreApplication
from app.instance import InstanceServer
application = QCoreApplication([])
server = InstanceServer(sys.argv[1])
print(server.listen(), flush=True)
application.exec()
"""
# Ends itself, as the system does, right after a change and while a dialog is open.
TERMINATED = """
import os, signal, sys
from PySide6.QtCore import QTimer
from app import main

class Window(main.MainWindow):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.studio.opened.connect(self.change)

    def change(self, opened):
        self.panel.sliders["saturation"].box.setValue(150)
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGTERM))
        self.show_preferences()

main.MainWindow = Window
raise SystemExit(main.main(sys.argv[2:], sys.argv[1]))
"""


@pytest.fixture
def name() -> str:
    """No name of a program that runs."""
    return f"test-{secrets.token_hex(6)}"


@pytest.fixture
def server(name: str, qtbot: QtBot) -> Iterator[InstanceServer]:
    server = InstanceServer(name)
    assert server.listen()
    yield server
    server.close()


def prepare(home: Path, folder: Path) -> QProcess:
    """A process with settings and logs of its own."""
    variables = QProcessEnvironment()
    for name, value in environment(home).items():
        variables.insert(name, value)
    process = QProcess()
    process.setProcessEnvironment(variables)
    process.setWorkingDirectory(str(folder))
    return process


def start(qtbot: QtBot, home: Path, arguments: list[str], folder: Path) -> str:
    """Start the program while this one serves, which succeeds; what it tells."""
    process = prepare(home, folder)
    with qtbot.waitSignal(process.finished, timeout=3 * TIMEOUT):
        process.start(sys.executable, ["-c", START, *arguments])
    assert process.exitStatus() == QProcess.ExitStatus.NormalExit
    assert process.exitCode() == 0
    return bytes(process.readAllStandardOutput().data()).decode()


def test_a_second_start_hands_its_photos_to_the_open_window_and_ends(
    window: MainWindow, server: InstanceServer, name: str, make_photo, tmp_path: Path, qtbot: QtBot
) -> None:
    make_photo("später – 夜.png")
    server.received.connect(window.receive_photos)
    window.showMinimized()
    with qtbot.waitSignal(window.studio.rendered, timeout=3 * TIMEOUT):
        told = start(qtbot, tmp_path / "home", [name, "später – 夜.png"], tmp_path)
    assert told == "Opened in the window that is running.\n"
    assert "später – 夜.png" in window.windowTitle()
    assert window.isVisible()
    assert not window.isMinimized()


def test_a_person_without_a_name_has_a_program_too(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr(getpass, "getuser", nameless)
    own = socket_address(name)
    assert own == socket_address(name)
    if sys.platform != "win32":
        monkeypatch.setattr(os, "getuid", lambda: 4321)
        assert socket_address(name) != own


def test_a_start_without_photos_only_brings_the_window_to_the_front(
    opened: MainWindow, server: InstanceServer, name: str, tmp_path: Path, qtbot: QtBot
) -> None:
    server.received.connect(opened.receive_photos)
    photo = opened.studio.document.photo
    opened.showMinimized()
    assert start(qtbot, tmp_path / "home", [name], tmp_path) == "The window that is running is in front.\n"
    qtbot.waitUntil(lambda: not opened.isMinimized(), timeout=TIMEOUT)
    assert opened.studio.document.photo is photo


@pytest.mark.skipif(sys.platform == "win32", reason="there is no Ctrl+C to send")
def test_the_program_itself_takes_photos_ends_by_ctrl_c_and_leaves_a_log(
    name: str, make_photo, tmp_path: Path, qtbot: QtBot
) -> None:
    photo = make_photo()
    process = prepare(tmp_path / "home", tmp_path)
    process.start(sys.executable, ["-c", START, name])
    try:
        qtbot.waitUntil(lambda: hand_over([photo], name), timeout=TIMEOUT)
        with qtbot.waitSignal(process.finished, timeout=3 * TIMEOUT):
            os.kill(process.processId(), signal.SIGINT)
    finally:
        process.kill()
    assert process.exitCode() == 0
    logs = list((tmp_path / "home").rglob("ccnet-studio.log"))
    assert len(logs) == 1
    text = logs[0].read_text(encoding="utf-8")
    assert "started" in text
    assert str(photo) in text


@pytest.mark.skipif(sys.platform == "win32", reason="programs are not asked to end there")
def test_the_program_saves_and_ends_when_it_is_asked_to(
    name: str, make_photo, tmp_path: Path, qtbot: QtBot
) -> None:
    photo = make_photo()
    process = prepare(tmp_path / "home", tmp_path)
    with qtbot.waitSignal(process.finished, timeout=3 * TIMEOUT):
        process.start(sys.executable, ["-c", TERMINATED, name, str(photo)])
    assert process.exitStatus() == QProcess.ExitStatus.NormalExit
    assert process.exitCode() == 0
    assert read_sidecar(photo) == Adjustments(saturation=1.5)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere settings lie in other places")
def test_a_program_that_was_killed_is_offered_again_with_its_photo(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    settings: QSettings,
    name: str,
    make_photo: Callable[..., Path],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    home, photo = tmp_path / "home", make_photo()
    stored = home / "CCNet Studio" / "CCNet Studio.conf"
    process = prepare(home, tmp_path)
    process.start(sys.executable, ["-c", START, name, str(photo)])
    try:
        # So it is written as soon as the photo is open.
        qtbot.waitUntil(
            lambda: stored.exists() and f"\nphoto={photo}\n" in stored.read_text(), timeout=3 * TIMEOUT
        )
    finally:
        with qtbot.waitSignal(process.finished, timeout=TIMEOUT):
            process.kill()
    Path(settings.fileName()).write_bytes(stored.read_bytes())
    settings.sync()
    window = make_window(network.load)
    assert "did not close properly while night.png was open" in window.notice.text.text()
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        QTest.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert "night.png" in window.windowTitle()


def test_nobody_takes_the_photos_where_no_window_is_open(name: str, qtbot: QtBot) -> None:
    assert not hand_over([Path("night.jpg")], name)


def test_only_one_listens(server: InstanceServer, name: str) -> None:
    second = InstanceServer(name)
    assert not second.listen()
    server.close()
    assert second.listen()
    second.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows end with their program")
def test_the_socket_of_a_program_that_was_killed_is_taken_over(name: str, qtbot: QtBot) -> None:
    killed = subprocess.Popen([sys.executable, "-c", HOLD, name], stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    assert killed.stdout.readline().strip() == "True"
    killed.kill()
    killed.wait()
    killed.stdout.close()
    assert Path(socket_address(name)).exists()
    assert not hand_over([], name)
    server = InstanceServer(name)
    assert server.listen()
    server.close()


def test_a_window_that_hangs_keeps_nobody_from_starting(name: str, qtbot: QtBot) -> None:
    # Listens, but its event loop does not run while the second start waits.
    server = InstanceServer(name)
    assert server.listen()
    assert not hand_over([Path("night.jpg")], name, patience_ms=100)
    server.close()


@pytest.mark.parametrize(
    "message",
    [
        b"\n",
        b"[]\n",
        b'{"paths": 3}\n',
        b'{"paths": "2f61"}\n',
        b'{"paths": ["xyz"]}\n',
        b'{"paths": ["2f0061"]}\n',
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b'{"paths": ' + b"9" * 10_000 + b"}\n",
    ],
    ids=range(9),
)
def test_what_is_no_list_of_files_is_refused_and_the_next_is_served(
    server: InstanceServer, name: str, qtbot: QtBot, message: bytes
) -> None:
    received: list[list[Path]] = []
    server.received.connect(received.append)
    socket = QLocalSocket()
    socket.connectToServer(socket_address(name))
    assert socket.waitForConnected(TIMEOUT)
    with qtbot.waitSignal(socket.disconnected, timeout=TIMEOUT):
        socket.write(message)
    assert received == []
    again = QLocalSocket()
    again.connectToServer(socket_address(name))
    assert again.waitForConnected(TIMEOUT)
    with qtbot.waitSignal(server.received, timeout=TIMEOUT):
        again.write(b'{"paths": ["2f61"], "token": null}\n')
    assert received == [[Path("/a")]]


@pytest.mark.parametrize("token", ["a\0b", "\ud800", "x" * 100_000, "a\nb", 7, [], None])
def test_a_token_that_is_none_is_not_taken_for_one(
    server: InstanceServer, name: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, token: object
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "before")
    socket = QLocalSocket()
    socket.connectToServer(socket_address(name))
    assert socket.waitForConnected(TIMEOUT)
    with qtbot.waitSignal(server.received, timeout=TIMEOUT) as received:
        socket.write(json.dumps({"paths": ["2f61"], "token": token}).encode() + b"\n")
    assert received.args == [[Path("/a")]]
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "before"


def test_thousands_of_photos_are_handed_over_at_once(
    server: InstanceServer, name: str, tmp_path: Path, qtbot: QtBot
) -> None:
    """Of 20,000 long names the message has 8 MB."""
    photos = [Path("/", "n" * 190, f"{number}.jpg") for number in range(20_000)]
    program = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.instance import hand_over
application = QCoreApplication([])
photos = [Path("/", "n" * 190, f"{{number}}.jpg") for number in range(20_000)]
raise SystemExit(not hand_over(photos, {name!r}, 60_000))
"""
    process = prepare(tmp_path / "home", tmp_path)
    with (
        qtbot.waitSignal(process.finished, timeout=3 * TIMEOUT),
        qtbot.waitSignal(server.received, timeout=3 * TIMEOUT) as received,
    ):
        process.start(sys.executable, ["-c", program])
    assert process.exitCode() == 0
    assert received.args == [photos]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows let nobody else in")
def test_who_runs_for_another_user_is_heard_by_neither_side(
    server: InstanceServer, name: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[list[Path]] = []
    server.received.connect(received.append)
    socket = QLocalSocket()
    with monkeypatch.context() as another:
        another.setattr(os, "geteuid", lambda: 54321)
        socket.connectToServer(socket_address(name))
        with qtbot.waitSignal(socket.disconnected, timeout=TIMEOUT):
            socket.write(b'{"paths": ["2f61"], "token": null}\n')
        # Nor is it told of files where somebody else sits in the window's place.
        assert not hand_over([Path("/secret.jpg")], name)
    assert received == []
    again = QLocalSocket()
    with qtbot.waitSignal(server.received, timeout=TIMEOUT):
        again.connectToServer(socket_address(name))
        again.write(b'{"paths": ["2f62"], "token": null}\n')
    assert received == [[Path("/b")]]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows lie in no folder")
def test_without_a_folder_of_the_session_the_socket_lies_among_the_persons_files(
    name: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not under a name that anybody can guess, in a folder where anybody may write."""
    home = Path(tempfile.mkdtemp())  # the names of sockets are short
    try:
        monkeypatch.setenv("XDG_DATA_HOME", str(home))
        monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: "")
        server = InstanceServer(name)
        assert server.listen()
        (socket,) = (path for path in home.rglob("*") if path.is_socket())
        assert socket.parent.stat().st_mode & 0o777 == 0o700
        assert not InstanceServer(name).listen()
        server.close()
    finally:
        shutil.rmtree(home)


def test_beside_a_window_that_does_not_answer_nothing_is_taken_for_crashed(
    server: InstanceServer, name: str, make_photo: Callable[..., Path], tmp_path: Path, qtbot: QtBot
) -> None:
    """It lists its photos still; the new window keeps no session and offers none."""
    home, photo = tmp_path / "home", make_photo()
    stored = QSettings(str(home / "CCNet Studio" / "CCNet Studio.conf"), QSettings.Format.IniFormat)
    stored.setValue("session/running", True)
    stored.setValue("session/photo", str(photo))
    stored.sync()
    # This process serves nobody while it waits.
    program = f"""
import app.main
from PySide6.QtCore import QTimer

hand_over = app.main.hand_over
app.main.hand_over = lambda photos, name: hand_over(photos, name, 100)

class Window(app.main.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(0, self.report)

    def report(self):
        print(self.notice.messages)
        self.close()

app.main.MainWindow = Window
raise SystemExit(app.main.main([], {name!r}))
"""
    started = subprocess.run(
        [sys.executable, "-c", program], env=environment(home), capture_output=True, text=True, check=False
    )
    assert started.returncode == 0, started.stderr
    assert started.stdout == "[]\n"
    stored.sync()
    assert stored.value("session/photo") == str(photo)
    assert stored.value("session/running", False, bool)
