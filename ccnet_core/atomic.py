"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from ccnet_core.reading import check_regular

_PIECE = 16_000_000
"""Bytes that reach the disk in one go: on a slow one, what cannot be stopped is not to take long."""
# What os.link says on file systems without hard links: FAT and exFAT, some network and FUSE mounts.
_NO_LINKS = {
    errno.EPERM,
    errno.ENOSYS,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.EMLINK,
    errno.EXDEV,
    errno.EINVAL,
}


def write_whole(
    target: Path,
    data: bytes,
    *,
    overwrite: bool,
    follow_links: bool = True,
    check: Callable[[], object] = lambda: None,
) -> None:
    """Write ``data`` to ``target``, which holds either all of it or what it held before.

    The data goes to a temporary file beside the target, reaches the disk, and then takes the target's name.
    Without ``overwrite`` the name is taken only if it is free at that very moment. With it, a regular file is
    replaced and its mode kept; a symbolic link stays one, and the file it points to is replaced. The
    temporary file is removed whatever happens.

    Args:
        target: where to.
        data: the whole content.
        overwrite: whether a file of the name may be replaced.
        follow_links: False for what the program keeps for itself: where a link is, nothing is written.
        check: called several times until the name is taken; what it raises stops the writing.

    Raises:
        UnusableFileError: what is to be replaced is no regular file, such as a device.
        OSError: as the operating system gives it; FileExistsError when the name is not free.
    """
    if overwrite:
        target = Path(os.path.realpath(target)) if follow_links else target
        with contextlib.suppress(FileNotFoundError):
            check_regular(target, sys.maxsize, follow_links=False)
    old_mode = mode_of(target) if overwrite else None
    temporary = target.with_name(temporary_name())
    try:
        write_temporary(temporary, data, old_mode, check)
        check()
        take_name(temporary, target, overwrite=overwrite)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108


def write_temporary(
    temporary: Path, data: bytes, mode: int | None = None, check: Callable[[], object] = lambda: None
) -> None:
    """Write a file that is to take another's name, and see it reach the disk.

    Args:
        temporary: its name until then, which no file has.
        data: the whole content.
        mode: its permissions; None for what the umask leaves.
        check: called several times; what it raises stops the writing.

    Raises:
        OSError: as the operating system gives it. What was written so far stays.
    """
    # os.open rather than tempfile: the umask decides on the mode, as for any file a program saves. What
    # replaces a file that few may read is never open to others.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123  (a file descriptor)
        if mode is not None:
            with contextlib.suppress(OSError):  # of file systems without modes
                os.chmod(temporary, mode)  # noqa: PTH101  (one way with os.open)
        pieces = memoryview(data)
        for start in range(0, max(1, len(data)), _PIECE):
            check()
            file.write(pieces[start : start + _PIECE])
            file.flush()
            os.fsync(file.fileno())


def take_name(temporary: Path, target: Path, *, overwrite: bool) -> None:
    """Give a file that is wholly written the name it was written for, in the same folder.

    Args:
        temporary: the file. Where that fails it keeps its name; without ``overwrite`` it may keep it beside
            the new one, too.
        target: the name.
        overwrite: whether a file of the name is replaced.

    Raises:
        OSError: as the operating system gives it; FileExistsError when the name is not free.
    """
    if overwrite:
        os.replace(temporary, target)  # noqa: PTH105  (one way with os.link and os.open)
    else:
        _take_free_name(temporary, target)
    _sync_folder(target.parent)


def mode_of(path: Path) -> int | None:
    """The permissions of a file; None where there is none."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode) & 0o777  # noqa: PTH116  (one way with os.open)
    except OSError:
        return None


def temporary_name() -> str:
    """A name that no file has, and that tells whose it was should it ever stay behind."""
    return f".ccnet-{secrets.token_hex(8)}.tmp"


def _take_free_name(temporary: Path, target: Path) -> None:
    """Give the temporary file the target's name, or raise FileExistsError."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError, AttributeError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LINKS:
            raise
        # Without hard links the free name is first claimed by an empty file, then that file is replaced.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            os.replace(temporary, target)  # noqa: PTH105
        except BaseException:
            os.unlink(target)  # noqa: PTH108
            raise


def _sync_folder(folder: Path) -> None:
    """Make the new name itself last through a power cut, where the system can sync folders."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
