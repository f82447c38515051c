"""Reading what may be anything: a pipe that never ends, a device, a link that leads elsewhere, gigabytes.

Whoever puts a file beside a photo decides what the program finds there. So all that it reads beside photos
themselves is opened here: regular files alone, of bounded size, and without following links where the
program keeps the file for itself.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from ccnet_core.messages import Message

# A pipe opens at once, whether anybody is at its other end or not. Windows has neither of these.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20
_APPEND = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class UnusableFileError(OSError):
    """A file is there, but not one to be read: ``strerror`` says why, as a :class:`Message`."""

    def __init__(self, reason: Message, path: Path) -> None:
        super().__init__(errno.EINVAL, reason, str(path))


class TooLargeError(UnusableFileError):
    """It is larger than what is read of its kind."""

    def __init__(self, path: Path, largest: int) -> None:
        """Say that it has more than ``largest`` bytes."""
        reason = Message("it is too large: more than {megabytes} MB", megabytes=f"{largest / 1e6:g}")
        super().__init__(reason, path)


def read_regular(path: Path, largest: int, *, follow_links: bool = True) -> bytes:
    """The whole content of a regular file.

    Args:
        path: the file.
        largest: its size at most, in bytes.
        follow_links: False for what the program keeps for itself, where a link is somebody's trap.

    Raises:
        UnusableFileError: it is no regular file, is larger (:class:`TooLargeError`), or is a link that is
            not followed.
        OSError: as the operating system gives it.
        ValueError: no file can have that name.
    """
    with open_regular(path, largest, follow_links=follow_links) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(size + 1)
        if len(data) > size:  # it does not tell its size, or grows
            data += file.read(max(0, largest + 1 - len(data)))
    if len(data) > largest:
        raise TooLargeError(path, largest)
    return data


def read_bounded(stream: BinaryIO, path: Path, largest: int) -> bytes:
    """All that comes through a stream, such as standard input.

    Args:
        stream: what to read.
        path: what an error calls it.
        largest: bytes at most.

    Raises:
        TooLargeError: more come.
        OSError: as the operating system gives it.
    """
    data = bytearray()
    while piece := stream.read(_PIECE):
        data += piece
        if len(data) > largest:
            raise TooLargeError(path, largest)
    return bytes(data)


def open_regular(path: Path, largest: int, *, follow_links: bool = True, append: bool = False) -> BinaryIO:
    """Open a regular file to be read; with ``append`` it is made if need be, and what is written only adds.

    Args:
        path: the file.
        largest: its size at most when it is opened, in bytes.
        follow_links: as of :func:`read_regular`.
        append: whether what is written goes to its end, unbuffered.

    Raises:
        UnusableFileError: as :func:`read_regular`.
        OSError: as the operating system gives it.
        ValueError: no file can have that name.
    """
    try:
        # Looked at first: to open a device can be to do something with it.
        check_regular(path, largest, follow_links=follow_links)
    except FileNotFoundError:
        if not append:
            raise
    flags = _APPEND if append else _READ
    if not follow_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o666)
    try:
        # Again: it may have been put in the place of what was looked at.
        _check(path, os.fstat(handle), largest)
        # What is added goes to the file in one go, beside what others add.
        return open(handle, "r+b", buffering=0) if append else open(handle, "rb")  # noqa: PTH123
    except BaseException:
        os.close(handle)
        raise


def check_regular(path: Path, largest: int, *, follow_links: bool = True) -> int:
    """See whether a file could be read, without opening it; gives its size in bytes.

    Raises:
        UnusableFileError: as :func:`read_regular`.
        OSError: as the operating system gives it.
        ValueError: no file can have that name.
    """
    about = os.stat(path, follow_symlinks=follow_links)  # noqa: PTH116  (one way with os.open)
    _check(path, about, largest)
    return about.st_size


def _check(path: Path, about: os.stat_result, largest: int) -> None:
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if stat.S_ISLNK(about.st_mode):
        raise UnusableFileError(Message("it is a link to another file, which is not followed"), path)
    if not stat.S_ISREG(about.st_mode):
        raise UnusableFileError(Message("it is no regular file"), path)
    if about.st_size > largest:
        raise TooLargeError(path, largest)
