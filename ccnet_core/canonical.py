"""What identifies a file: the one name that all ways to it have in common."""

from __future__ import annotations

import os
from pathlib import Path


def canonical_path(path: Path) -> Path:
    """The absolute name of a file without links and without ``..``; the same for all names of one file.

    The file need not exist. A name that no file can have stays as it is.
    """
    try:
        return Path(os.path.realpath(path))
    except ValueError:  # a NUL character
        return path
