"""Decoders that write to the process's standard error what their exceptions say again."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator

_STANDARD_ERROR = 2


class _Silence:
    """Lets standard error go nowhere while anybody in the process asks for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._kept: int | None = None

    def begin(self) -> None:
        with self._lock:
            self._count += 1
            if self._count > 1:
                return
            try:
                self._kept = os.dup(_STANDARD_ERROR)
            except OSError:  # closed: there is nothing to be silenced
                return
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, _STANDARD_ERROR)
            os.close(nowhere)

    def end(self) -> None:
        with self._lock:
            self._count -= 1
            if self._count or self._kept is None:
                return
            os.dup2(self._kept, _STANDARD_ERROR)
            os.close(self._kept)
            self._kept = None


_silence = _Silence()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Within it libtiff, which Pillow lets write to standard error, writes nothing there; nor does anybody.

    It is to last no longer than a strip or a picture takes to be decoded.
    """
    _silence.begin()
    try:
        yield
    finally:
        _silence.end()
