"""One running program per person: a second start hands its files to the first and ends."""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, QStandardPaths, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)

NAME = "ccnet-studio"
_PATIENCE_MS = 3000
"""How long a second start waits for the first; one that hangs must not keep the second from starting."""
_ANSWER = b"ok\n"
_LARGEST_MESSAGE = 1 << 20
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
    socket = QLocalSocket()
    socket.connectToServer(socket_address(name))
    if not socket.waitForConnected(patience_ms):
        return False
    message = {
        "paths": [os.fsencode(path.absolute()).hex() for path in paths],
        "token": os.environ.get(_TOKEN),
    }
    socket.write(json.dumps(message).encode() + b"\n")
    answer = b""
    while not answer.endswith(b"\n") and socket.waitForReadyRead(patience_ms):
        answer += bytes(socket.readAll().data())
    socket.disconnectFromServer()
    if answer != _ANSWER:
        _log.warning("the running program does not answer; starting another")
    return answer == _ANSWER


class InstanceServer(QObject):
    """Where later starts knock.

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
        self._server = QLocalServer(self)
        # Files of other people are none of ours to open.
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept_connections)

    def listen(self) -> bool:
        """Be the one that later starts find; False where another is already, or none can be."""
        # Of two starts at the same moment one asks after the other has listened.
        lock = QLockFile(str(_folder() / f"{Path(self._address).name}.lock"))
        lock.tryLock(_PATIENCE_MS)
        probe = QLocalSocket()
        probe.connectToServer(self._address)
        if probe.waitForConnected(_PATIENCE_MS):
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
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda s=socket: self._read_message(s))
            socket.disconnected.connect(socket.deleteLater)
            # What was sent before the signal was connected.
            self._read_message(socket)

    def _read_message(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LARGEST_MESSAGE:
                socket.abort()
            return
        try:
            message = json.loads(bytes(socket.readLine().data()))
            paths = [Path(os.fsdecode(bytes.fromhex(name))) for name in message["paths"]]
            token = message.get("token")
        except (ValueError, TypeError, KeyError, AttributeError):
            _log.warning("somebody sent what is no list of files")
            socket.abort()
            return
        socket.write(_ANSWER)
        socket.flush()
        if isinstance(token, str) and "\0" not in token:
            os.environ[_TOKEN] = token
        _log.info("another start asks for %s", [str(path) for path in paths])
        self.received.emit(paths)


def socket_address(name: str) -> str:
    """The socket of a person's program: in the folder that is only theirs, where there is one."""
    person = hashlib.sha256(getpass.getuser().encode()).hexdigest()[:12]
    own = f"{name}-{person}"
    return own if sys.platform == "win32" else str(_folder() / own)


def _folder() -> Path:
    """Where sockets and locks are kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.RuntimeLocation)
    return Path(folder or QDir.tempPath())
