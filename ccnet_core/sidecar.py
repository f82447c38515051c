"""Sidecars: what was decided about a photo, in a file beside it. The photo itself is never written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from ccnet_core.adjustments import Adjustments
from ccnet_core.atomic import write_whole
from ccnet_core.canonical import canonical_path
from ccnet_core.documents import DocumentKind, with_absolute_paths, with_paths
from ccnet_core.errors import PhotoError, cannot_open, cannot_save
from ccnet_core.paths import personal_folder, ships

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


_KIND = DocumentKind(
    SCHEMA,
    SidecarError,
    unreadable="it holds no adjustments that can be read ({reason})",
    repair="Repair it or move it away, then open the photo again.",
    update="Update the program, or move the file away; then open the photo again.",
)


def sidecar_path(photo: Path) -> Path:
    """Where the adjustments of a photo are kept: ``night.jpg.ccnet.json`` for ``night.jpg``.

    A symbolic link shares the sidecar of the photo that it points to: one photo, one set of adjustments. That
    of a photo that comes with the program is kept among what is the person's.
    """
    if os.path.islink(photo):  # noqa: PTH114  (Path.is_symlink raises for names that are too long)
        photo = canonical_path(photo)
    if ships(photo):
        return personal_folder() / "samples" / (photo.name + SUFFIX)
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
    except ValueError:
        return None  # a NUL character, which no file's name has
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return None  # no file can have that name
        advice = "Make it readable or move it away, then open the photo again."
        raise SidecarError(path, cannot_open(path, error).problem, advice) from error
    return parse_sidecar(path, data)


def parse_sidecar(path: Path, data: bytes) -> Adjustments:
    """The adjustments in what the sidecar ``path`` holds; as :func:`read_sidecar`.

    Raises:
        SidecarError: it is broken, or was written by a newer version.
    """
    adjustments = _KIND.read(path, data).get("adjustments")
    if not isinstance(adjustments, dict):
        raise _KIND.broken(path, "no adjustments")
    return with_absolute_paths(_KIND.adjustments(path, adjustments), path.parent)


def write_sidecar(photo: Path, adjustments: Adjustments) -> None:
    """Write the adjustments of a photo beside it, in place of those that were there.

    Paths of references are stored relative to the sidecar's folder, with ``/``, so that a folder can be
    moved or shared; one on another drive stays absolute.

    Raises:
        SidecarError: it cannot be written; the sidecar that was there is as before.
    """
    path = sidecar_path(photo)
    stored = with_paths(adjustments, lambda name: _relative(name, path.parent))
    data = _KIND.write(stored)
    try:
        if ships(photo):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data, overwrite=True)
    except OSError as error:
        advice = _SAVING_ADVICE.get(error.errno or 0, "Check the folder, or copy the photo elsewhere.")
        raise SidecarError(path, cannot_save(path, error).problem, advice) from error


# Resolved before it is made relative, as when it is read: ".." means nothing across symbolic links.


def _relative(name: str, folder: Path) -> str:
    try:
        parent, base = os.path.split(name)
        relative = os.path.relpath(os.path.join(os.path.realpath(parent), base), os.path.realpath(folder))  # noqa: PTH118
    except ValueError:
        return name  # on another drive, or no path at all
    return Path(relative).as_posix()
