"""What identifies a file: the one name that all ways to it have in common."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def canonical_path(path: Path) -> Path:
    """The absolute name of a file without links and without ``..``; the same for all names of one file.

    The file need not exist. A name that no file can have stays as it is.
    """
    try:
        return Path(os.path.realpath(path))
    except ValueError:  # a NUL character
        return path


def canonical_paths(paths: Iterable[Path]) -> list[Path]:
    """As :func:`canonical_path` of each, but a folder that several have in common is resolved once."""
    folders: dict[Path, Path] = {}
    found: list[Path] = []
    for path in paths:
        folder, name = path.parent, path.name
        if name in ("", "..") or "\0" in str(path) or os.path.islink(path):  # noqa: PTH114  (Path's raises)
            found.append(canonical_path(path))
            continue
        if folder not in folders:
            folders[folder] = canonical_path(folder)
        found.append(folders[folder] / name)
    return found


def tidy_path(path: Path) -> Path:
    """The absolute name without ``..``.

    Links stay as they are, except one before a ``..``, which leads out of where the link leads.
    """
    anchor, *parts = path.absolute().parts
    tidy = Path(anchor)
    for part in parts:
        if part != "..":
            tidy /= part
        elif os.path.islink(tidy):  # noqa: PTH114  (Path's raises)
            tidy = canonical_path(tidy).parent
        else:
            tidy = tidy.parent
    return tidy


def is_file(path: Path | str) -> bool:
    """Whether there is a file, or a link to one, that can be seen.

    ``Path.is_file`` raises where a name is too long, a folder may not be entered or a drive does not answer.
    """
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path | str) -> bool:
    """Whether there is a folder, or a link to one, that can be seen; as :func:`is_file`."""
    return os.path.isdir(path)  # noqa: PTH112


def file_id(path: Path) -> tuple[int, int] | None:
    """What all names of one file have in common, links and other spellings too; None where there is none."""
    try:
        about = path.stat()
    except (OSError, ValueError):
        return None
    return about.st_dev, about.st_ino


def named_host(path: Path | str) -> str:
    """The machine that a path such as ``//host/share/night.jpg`` names, in lower case; empty for others.

    On some systems it is asked as soon as such a file is looked at, and told who asks.
    """
    text = str(path).replace("\\", "/")
    return text[2:].partition("/")[0].lower() if text.startswith("//") else ""


def is_device_name(name: str) -> bool:
    """Whether Windows takes a name, with whatever suffix, for a device's."""
    return name.partition(".")[0].strip().casefold() in _DEVICES


_DEVICES = frozenset(
    {
        *("con", "prn", "aux", "nul", "conin$", "conout$"),
        *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
    }
)
