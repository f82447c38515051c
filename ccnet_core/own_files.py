"""The files that the program puts beside photos, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

SIDECAR_SUFFIX = ".ccnet.json"
"""What the name of a sidecar has behind that of its photo."""
RECORD_NAME = ".ccnet-batch.jsonl"
"""The record of the results in a folder."""
_SIDECAR = re.compile(r".+\.ccnet(?:-\d+)?\.json", re.DOTALL)


def kept_apart(number: int) -> str:
    """What the name of a sidecar has instead of :data:`SIDECAR_SUFFIX` where another is in its place."""
    return f".ccnet-{number}.json"


def is_own_file(path: Path) -> bool:
    """Whether a file is a sidecar or the record of a batch, by its name."""
    return path.name == RECORD_NAME or _SIDECAR.fullmatch(path.name) is not None


def without_own_files(paths: Iterable[Path]) -> list[Path]:
    """The files that are no such; all where there are no others.

    Whoever takes all that lies in a folder means the photos.
    """
    paths = list(paths)
    return [path for path in paths if not is_own_file(path)] or paths
