"""What a program does first that was packed together with its Python, by PyInstaller.

https://pyinstaller.org/en/stable/common-issues-and-pitfalls.html tells why.
"""

from __future__ import annotations

import os
import sys
from multiprocessing import freeze_support

_ROOM = "LD_LIBRARY_PATH"
"""Where Linux looks for libraries; PyInstaller puts the program's own before those of the system."""
_BEFORE = f"{_ROOM}_ORIG"
"""Where PyInstaller keeps what it was; unset where it was not set."""


def is_packed() -> bool:
    """Whether this is such a program: it holds what photos need, and no more of PyTorch."""
    return bool(getattr(sys, "frozen", False))


def begin() -> None:
    """Become what this process was started as: a process of a batch, which does not return, or the program.

    The program's processes find their libraries by themselves; another one, such as the browser that a link
    opens, is not to find ours. What is loaded already stays, as the system read the variable at the start.
    """
    freeze_support()
    if is_packed() and sys.platform == "linux":
        before = os.environ.pop(_BEFORE, None)
        if before is None:
            os.environ.pop(_ROOM, None)
        else:
            os.environ[_ROOM] = before
