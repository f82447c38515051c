"""Which results are being made at this moment, by whatever batch: none is made twice.

What is made is held by a lock on a byte far behind the end of the folder's record, one byte for each result.
The system gives it back when its holder ends, however that ends. Where a system or a file system has no such
locks, two batches at once may make the same result; the record sees to it that neither replaces the other.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import struct
import sys
from pathlib import Path
from typing import BinaryIO

from ccnet_core.batch.record import LARGEST_RECORD
from ccnet_core.own_files import RECORD_NAME
from ccnet_core.reading import open_regular

_FIRST = 1 << 30
"""The first byte that is locked: no record has so many, and every system has numbers up to 2^31 - 1."""
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO, byte: int) -> None:
        file.seek(byte)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO, byte: int) -> None:
        # Locks of the open file, not of the process: other ways to the record in it come and go.
        wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0)
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, wanted)


class Holds:
    """What a batch is making in a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / RECORD_NAME
        self._files: dict[int, BinaryIO] = {}

    def take(self, index: int, key: str) -> bool:
        """Whether this batch may make a result, known by a key that is the same for all batches.

        False where another is at it. ``index`` is what :meth:`release` is told.
        """
        try:
            file = open_regular(self._path, LARGEST_RECORD, follow_links=False, append=True)
        except OSError:
            # What is wrong with the record is told when it is to be written.
            return True
        byte = _FIRST + int(hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest(), 16) % _FIRST
        try:
            _lock(file, byte)
        except OSError as error:
            if error.errno in _TAKEN:
                file.close()
                return False
        except AttributeError:
            # The system has no locks of open files.
            pass
        self.release(index)
        self._files[index] = file
        return True

    def release(self, index: int) -> None:
        """The result is made, or will not be."""
        file = self._files.pop(index, None)
        if file is not None:
            with contextlib.suppress(OSError):  # of a drive that is gone
                file.close()

    def release_all(self) -> None:
        """Nothing is made any more."""
        for index in list(self._files):
            self.release(index)
