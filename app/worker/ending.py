"""The end of threads that may hang: on a drive that does not answer, nobody can interrupt them."""

from __future__ import annotations

import logging
import os

from PySide6.QtCore import QThread

_log = logging.getLogger(__name__)

PATIENCE_SECONDS = 20.0
"""How long the end of the program waits for a thread: the longest step of one takes less."""
_left: list[QThread] = []


def end_thread(thread: QThread) -> bool:
    """Wait for a thread that was told to stop, though not without end; whether it ended.

    One that did not is left to itself: to destroy it would end the program by force, whatever else it is at.
    """
    if thread.wait(round(1000 * PATIENCE_SECONDS)):
        return True
    _log.warning("%s does not end; it is left to itself", thread.objectName() or "a thread")
    thread.setParent(None)
    _left.append(thread)
    return False


def leave_thread(thread: QThread) -> None:
    """Let a thread that was told to stop end by itself, whoever owned it: nobody waits for what it is at."""
    thread.setParent(None)
    still_left()
    if thread.isRunning():
        _left.append(thread)


def still_left() -> tuple[QThread, ...]:
    """The threads that were left to themselves and run on; those that ended are forgotten."""
    _left[:] = [thread for thread in _left if not thread.isFinished()]
    return tuple(_left)


def end_program(code: int) -> int:
    """The exit code, for who has nothing more to do; where a thread still hangs, the program ends here."""
    if any(thread.isRunning() for thread in still_left()):
        # Python would wait for it, or Qt abort.
        logging.shutdown()
        os._exit(code)
    return code
