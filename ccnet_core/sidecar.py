"""Sidecars: what was decided about a photo, in a file beside it. The photo itself is never written."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ccnet_core.adjustments import SCHEMA as ADJUSTMENTS_SCHEMA
from ccnet_core.adjustments import Adjustments
from ccnet_core.atomic import write_whole
from ccnet_core.photo.errors import PhotoError, cannot_open, cannot_save

SCHEMA = 1
"""Version of the sidecar itself; the adjustments inside it have one of their own."""
SUFFIX = ".ccnet.json"

_SAVING_ADVICE = {
    errno.EACCES: "Make the folder writable, or copy the photo elsewhere.",
    errno.EPERM: "Make the folder writable, or copy the photo elsewhere.",
    errno.EROFS: "Make the disk writable, or copy the photo elsewhere.",
    errno.ENOSPC: "Free some space.",
    errno.EDQUOT: "Free some space.",
    errno.ENAMETOOLONG: "Give the photo a shorter name.",
    errno.EISDIR: "Move that folder away.",
}


class SidecarError(PhotoError):
    """A sidecar could not be read or written.

    ``str(error)`` is fit to show as it is: the sidecar's name, what happened and what to do about it.
    """


def sidecar_path(photo: Path) -> Path:
    """Where the adjustments of a photo are kept: ``night.jpg.ccnet.json`` for ``night.jpg``.

    A symbolic link shares the sidecar of the photo that it points to: one photo, one set of adjustments.
    """
    if os.path.islink(photo):  # noqa: PTH114  (Path.is_symlink raises for names that are too long)
        photo = Path(os.path.realpath(photo))
    return photo.with_name(photo.name + SUFFIX)


def read_sidecar(photo: Path) -> Adjustments | None:
    """Read the adjustments of a photo; None when it has no sidecar.

    Paths of references come back absolute. Whether those files still exist plays no part: a reference
    carries its own statistics.

    Raises:
        SidecarError: the sidecar cannot be read, is broken, or was written by a newer version.
    """
    path = sidecar_path(photo)
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return None  # no file can have that name
        advice = "Make it readable or move it away, then open the photo again."
        raise SidecarError(path, cannot_open(path, error).problem, advice) from error
    return _with_paths(_parse(path, data), lambda name: _absolute(name, path.parent))


def write_sidecar(photo: Path, adjustments: Adjustments) -> None:
    """Write the adjustments of a photo beside it, in place of those that were there.

    Paths of references are stored relative to the sidecar's folder, with ``/``, so that a folder can be
    moved or shared; one on another drive stays absolute.

    Raises:
        SidecarError: it cannot be written; the sidecar that was there is as before.
    """
    path = sidecar_path(photo)
    stored = _with_paths(adjustments, lambda name: _relative(name, path.parent))
    document = {"schema": SCHEMA, "adjustments": json.loads(stored.to_json())}
    data = json.dumps(document, indent=1, sort_keys=True).encode() + b"\n"
    try:
        write_whole(path, data, overwrite=True)
    except OSError as error:
        advice = _SAVING_ADVICE.get(error.errno or 0, "Check the folder, or copy the photo elsewhere.")
        raise SidecarError(path, cannot_save(path, error).problem, advice) from error


def _parse(path: Path, data: bytes) -> Adjustments:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _broken(path, "no JSON") from error
    if not isinstance(document, dict):
        raise _broken(path, "expected an object")
    _check_schema(path, document, "", SCHEMA)
    adjustments = document.get("adjustments")
    if not isinstance(adjustments, dict):
        raise _broken(path, "no adjustments")
    _check_schema(path, adjustments, "adjustments of ", ADJUSTMENTS_SCHEMA)
    try:
        return Adjustments.from_json(json.dumps(adjustments))
    except (ValueError, RecursionError) as error:
        raise _broken(path, str(error)) from error


def _check_schema(path: Path, values: dict[str, object], of: str, newest: int) -> None:
    schema = values.get("schema")
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
        raise _broken(path, f"{of}schema {str(schema)[:20]}")
    if schema > newest:
        problem = f"a newer version wrote it ({of}schema {str(schema)[:20]}; this one reads up to {newest})"
        advice = "Update the program, or move the file away; then open the photo again."
        raise SidecarError(path, problem, advice)


def _broken(path: Path, reason: str) -> SidecarError:
    advice = "Repair it or move it away, then open the photo again."
    return SidecarError(path, f"it holds no adjustments that can be read ({reason})", advice)


def _with_paths(adjustments: Adjustments, change: Callable[[str], str]) -> Adjustments:
    """Change the path of every reference that has one."""
    references = tuple(replace(r, path=change(r.path)) if r.path else r for r in adjustments.references)
    return replace(adjustments, references=references)


# Folders are resolved before paths are made relative and after: ".." means nothing across symbolic links.


def _relative(name: str, folder: Path) -> str:
    try:
        parent, base = os.path.split(name)
        relative = os.path.relpath(os.path.join(os.path.realpath(parent), base), os.path.realpath(folder))  # noqa: PTH118
    except ValueError:
        return name  # on another drive, or no path at all
    return Path(relative).as_posix()


def _absolute(name: str, folder: Path) -> str:
    return os.path.normpath(os.path.join(os.path.realpath(folder), name))  # noqa: PTH118
