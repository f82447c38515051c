"""Names of single pictures in files that hold several: ``night.tif#2`` is the second of ``night.tif``."""

from __future__ import annotations

import os
import re
from pathlib import Path

_NAME = re.compile(r"(.+)#([1-9][0-9]{0,5})", re.DOTALL)


def page_of(path: Path) -> tuple[Path, int | None]:
    """The file that a name means, and which of its pictures, from 1; None where the name says none.

    A file whose own name ends so is that file.
    """
    match = _NAME.fullmatch(path.name)
    if match is None or os.path.lexists(path):
        return path, None
    return path.with_name(match[1]), int(match[2])


def file_of(path: Path) -> Path:
    """The file that a name means, whichever of its pictures."""
    return page_of(path)[0]


def stem_of(path: Path) -> str:
    """The name without suffix, of a single picture with its number: ``night-2`` of ``night.tif#2``."""
    file, page = page_of(path)
    return file.stem if page is None else f"{file.stem}-{page}"


def with_page(path: Path, page: int) -> Path:
    """The name of a picture, from 1, of a file."""
    return path.with_name(f"{path.name}#{page}")
