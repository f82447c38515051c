"""The priority of threads that nobody waits for at this moment."""

from __future__ import annotations

import logging
import os
import sys
import threading

_log = logging.getLogger(__name__)
_NICENESS = 10


def step_back() -> None:
    """Leave the processor to the engine, from this thread and those that compute for it.

    On Linux that is set for each thread, and Qt's priority is not; elsewhere the whole program would do so.
    """
    if sys.platform != "linux":
        return
    try:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
    except OSError as error:
        _log.info("%s works at usual priority: %s", threading.current_thread().name, error)
