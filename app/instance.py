"""One running program per person: a second start hands its files to the first and ends."""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
import os
import socket
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QLockFile, QObject, QStandardPaths, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from ccnet_core.paths import personal_folder

_log = logging.getLogger(__name__)

NAME = "ccnet-studio"
_PATIENCE_MS = 3000
"""How long a second start waits for the first; one that hangs must not keep the second from starting."""
_ANSWER = b"ok\n"
_LARGEST_MESSAGE = 1 << 26
"""Bytes: of more than a hundred thousand names."""
_LONGEST_TOKEN = 500
_NAMES_LOGGED = 5
_TOKEN = "XDG_ACTIVATION_TOKEN"
"""Where a desktop says that a program may come to the front."""


def hand_over(paths: Sequence[Path], name: str = NAME, patience_ms: int = _PATIENCE_MS) -> bool:
    """Give files to the running program of this person.

    Args:
        paths: files to open, relative to the current folder or absolute; none to come to the front only.
        name: of the program; tests use their own.
        patience_ms: how long to wait for it, in milliseconds.

    Returns:
        Whether there is one that took them.
    """
    connection = QLocalSocket()
    connection.connectToServer(socket_address(name))
    if not connection.waitForConnected(patience_ms):
        return False
    if not _is_of_this_person(connection):
        _log.warning("what answers in the place of a running program is somebody else's")
        return False
    message = {
        "paths": [os.fsencode(path.absolute()).hex() for path in paths],
        "token": os.environ.get(_TOKEN),
    }
    connection.write(json.dumps(message).encode() + b"\n")
    answer = b""
    while not answer.endswith(b"\n") and connection.waitForReadyRead(patience_ms):
        answer += bytes(connection.readAll().data())
    connection.disconnectFromServer()
    if answer != _ANSWER:
        _log.warning("the running program does not answer; starting another")
    return answer == _ANSWER


class InstanceServer(QObject):
    """Where later starts knock.

    Attributes:
        found_another: whether another program listened when this one was to.

    Signals:
        received: absolute paths of files to open, maybe none; the window is wanted in front.
    """

    received = Signal(list)

    def __init__(self, name: str = NAME, parent: QObject | None = None) -> None:
        """Nothing listens before :meth:`listen`.

        Args:
            name: of the program; tests use their own.
            parent: the owner.
        """
        super().__init__(parent)
        self._address = socket_address(name)
        self.found_another = False
        self._server = QLocalServer(self)
        # Files of other people are none of ours to open; who knocks is looked at, too.
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept_connections)

    def listen(self) -> bool:
        """Be the one that later starts find; False where another is already, or none can be."""
        # Of two starts at the same moment one asks after the other has listened.
        lock = QLockFile(str(_folder() / f"{Path(self._address).name}.lock"))
        lock.tryLock(_PATIENCE_MS)
        probe = QLocalSocket()
        probe.connectToServer(self._address)
        self.found_another = probe.waitForConnected(_PATIENCE_MS)
        if self.found_another:
            probe.disconnectFromServer()
            return False
        # Nobody is behind the socket, if there is one: it was left by a program that was killed.
        QLocalServer.removeServer(self._address)
        if self._server.listen(self._address):
            return True
        _log.warning("other starts will not find this window: %s", self._server.errorString())
        return False

    def close(self) -> None:
        """Be found no more."""
        self._server.close()

    def _accept_connections(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            if not _is_of_this_person(connection):
                _log.warning("somebody else knocked")
                connection.abort()
                connection.deleteLater()
                continue
            connection.disconnected.connect(connection.deleteLater)
            visitor = _Visitor(connection)
            visitor.asked.connect(self.received)
            # What was sent before it listened.
            visitor.read()


class Application(QApplication):
    """The application, which the desktop may ask to open files, as macOS does rather than start it with them.

    Signals:
        received: as of :class:`InstanceServer`.
    """

    received = Signal(list)

    def event(self, event: QEvent) -> bool:
        """Take files; what else comes to the application itself is Qt's."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.received.emit([Path(event.file())])
            return True
        return super().event(event)


class _Visitor(QObject):
    """Another start, and what it says.

    It holds no server: the last that holds one must not be what the server's own end destroys.

    Signals:
        asked: as :attr:`InstanceServer.received`.
    """

    asked = Signal(list)

    def __init__(self, connection: QLocalSocket) -> None:
        super().__init__(connection)
        self._connection, self._received = connection, bytearray()
        connection.readyRead.connect(self.read)

    def read(self) -> None:
        """Take in what has come, and answer where that is all."""
        connection = self._connection
        new = bytes(connection.readAll().data())
        self._received += new
        if b"\n" not in new:
            if len(self._received) > _LARGEST_MESSAGE:
                connection.abort()
            return
        line, _, _ = bytes(self._received).partition(b"\n")
        self._received.clear()
        try:
            paths, token = _parse(line)
        except (ValueError, TypeError, KeyError, RecursionError):
            _log.warning("somebody sent what is no list of files")
            connection.abort()
            return
        connection.write(_ANSWER)
        connection.flush()
        if token:
            os.environ[_TOKEN] = token
        _log.info("another start asks for %d files: %s", len(paths), list(map(str, paths[:_NAMES_LOGGED])))
        self.asked.emit(paths)


def _parse(line: bytes) -> tuple[list[Path], str]:
    """The files of a message, and its token or nothing; raises several errors where it is none."""
    message = json.loads(line)
    names, token = message["paths"], message.get("token")
    if not isinstance(names, list):
        raise TypeError("no list")
    paths = [Path(os.fsdecode(bytes.fromhex(name))) for name in names]
    if any("\0" in str(path) for path in paths):
        raise ValueError("no file can have that name")
    usable = (
        isinstance(token, str) and len(token) <= _LONGEST_TOKEN and token.isascii() and token.isprintable()
    )
    return paths, token if usable else ""


def _is_of_this_person(connection: QLocalSocket) -> bool:
    """Whether the program at the other end runs for the same user. Windows lets in no others."""
    if sys.platform == "win32":
        return True
    try:
        with socket.socket(fileno=os.dup(int(connection.socketDescriptor()))) as end:
            if sys.platform == "darwin":
                # struct xucred begins with its version and the user (sys/ucred.h).
                _, user = struct.unpack_from("2I", end.getsockopt(0, 1, 76))
            else:
                _, user, _ = struct.unpack("3i", end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    except OSError as error:
        _log.warning("who is at the other end cannot be told: %s", error)
        return False
    return bool(user == os.geteuid())


def socket_address(name: str) -> str:
    """The socket of a person's program: in the folder that is only theirs, where there is one."""
    own = f"{name}-{hashlib.sha256(_person().encode()).hexdigest()[:12]}"
    return own if sys.platform == "win32" else str(_folder() / own)


def _person() -> str:
    """What tells this person from others here: a number where one has no name, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else str(Path.home())


def _folder() -> Path:
    """Where sockets and locks are kept: a folder into which nobody else can put anything.

    Qt gives only one that belongs to the person and that others cannot enter.
    """
    location = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.RuntimeLocation)
    if location:
        return Path(location)
    folder = personal_folder() / "run"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
