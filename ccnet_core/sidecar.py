"""Sidecars: what was decided about a photo, in a file beside it. The photo itself is never written."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from ccnet_core.adjustments import Adjustments
from ccnet_core.atomic import write_whole
from ccnet_core.canonical import canonical_path, named_host
from ccnet_core.documents import LARGEST, DocumentKind, with_absolute_paths, with_paths
from ccnet_core.errors import PhotoError, cannot_open, cannot_save
from ccnet_core.own_files import SIDECAR_SUFFIX, kept_apart
from ccnet_core.paths import personal_folder, ships
from ccnet_core.reading import UnusableFileError, read_regular

SCHEMA = 1
"""Version of the sidecar itself; the adjustments inside it have one of their own."""

_SAVING_ADVICE = {
    errno.EACCES: "Make the folder writable, or copy the photo elsewhere.",
    errno.EPERM: "Make the folder writable, or copy the photo elsewhere.",
    errno.EROFS: "Make the disk writable, or copy the photo elsewhere.",
    errno.ENOSPC: "Free some space.",
    errno.EDQUOT: "Free some space.",
    errno.ENAMETOOLONG: "Give the photo a shorter name.",
    errno.EISDIR: "Move that folder away.",
}

_UNUSABLE_ADVICE = "Make it readable or move it away, then open the photo again."


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


def sidecar_path(photo: Path, number: int = 1) -> Path:
    """Where the adjustments of a photo are kept: ``night.jpg.ccnet.json`` for ``night.jpg``.

    With a number from 2 it is where others are kept beside them, such as ``night.jpg.ccnet-2.json``.
    A symbolic link shares the sidecar of the photo that it points to: one photo, one set of adjustments. That
    of a photo that comes with the program is kept among what is the person's.
    """
    if os.path.islink(photo):  # noqa: PTH114  (Path.is_symlink raises for names that are too long)
        photo = canonical_path(photo)
    name = photo.name + (SIDECAR_SUFFIX if number == 1 else kept_apart(number))
    return personal_folder() / "samples" / name if ships(photo) else photo.with_name(name)


def read_sidecar(photo: Path, number: int = 1) -> Adjustments | None:
    """Read the adjustments of a photo; None when it has no sidecar, or none of a number.

    Paths of references come back absolute. Whether those files still exist plays no part: a reference
    carries its own statistics.

    Raises:
        SidecarError: the sidecar cannot be read, is broken, or was written by a newer version.
    """
    path = sidecar_path(photo, number)
    try:
        data = read_regular(path, LARGEST, follow_links=False)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        return None  # a NUL character, which no file's name has
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return None  # no file can have that name
        raise SidecarError(path, cannot_open(path, error).problem, _UNUSABLE_ADVICE) from error
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


def write_sidecar(
    photo: Path,
    adjustments: Adjustments,
    number: int = 1,
    check: Callable[[Adjustments | None], object] | None = None,
    *,
    overwrite: bool = True,
) -> Adjustments:
    """Write the adjustments of a photo beside it, in place of those that were there.

    Paths of references are stored relative to the sidecar's folder, with ``/``, so that a folder can be
    moved or shared; one on another drive stays absolute.

    Args:
        photo: the photo.
        adjustments: what was decided about it.
        number: as of :func:`sidecar_path`.
        check: told, until they are replaced, which adjustments are there, None where none are; what it raises
            leaves them.
        overwrite: False where the name is taken only if it is free at that very moment.

    Returns:
        The adjustments as they are read from there.

    Raises:
        SidecarError: it cannot be written, or what is there is to be checked and cannot be read; the sidecar
            that was there is as before. Its cause is a FileExistsError where the name is not free.
    """
    path = sidecar_path(photo, number)
    stored = with_paths(adjustments, lambda name: _relative(name, path.parent))

    def look() -> None:
        if check is not None:
            check(read_sidecar(photo, number))

    try:
        data = _KIND.write(stored)
        if ships(photo):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data, overwrite=overwrite, follow_links=False, check=look)
    except OSError as error:
        advice = _SAVING_ADVICE.get(error.errno or 0, "Check the folder, or copy the photo elsewhere.")
        if isinstance(error, UnusableFileError):
            advice = _UNUSABLE_ADVICE
        raise SidecarError(path, cannot_save(path, error).problem, advice) from error
    return parse_sidecar(path, data)


# Resolved before it is made relative, as when it is read: ".." means nothing across symbolic links.


def _relative(name: str, folder: Path) -> str:
    if named_host(name) != named_host(folder):
        return name  # on another machine, which is not asked for a reference
    try:
        parent, base = os.path.split(name)
        relative = os.path.relpath(os.path.join(os.path.realpath(parent), base), os.path.realpath(folder))  # noqa: PTH118
    except ValueError:
        return name  # on another drive, or no path at all
    return Path(relative).as_posix()
