"""Sidecars: what was decided about a photo, in a file beside it. The photo itself is never written.

Beside the adjustments a sidecar holds notes: whether the photo is flagged, and snapshots, which are
adjustments with names. Each is written without a change of the other, by whatever window or program.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ccnet_core.adjustments import Adjustments
from ccnet_core.atomic import write_whole
from ccnet_core.canonical import canonical_path, named_host
from ccnet_core.documents import LARGEST, DocumentKind, with_absolute_paths, with_paths
from ccnet_core.errors import PhotoError, cannot_open, cannot_save
from ccnet_core.names import tidy_name
from ccnet_core.own_files import SIDECAR_SUFFIX, kept_apart
from ccnet_core.paths import personal_folder, ships
from ccnet_core.reading import UnusableFileError, read_regular

SCHEMA = 2
"""Version of the sidecar itself; the adjustments inside it have one of their own. 2 added notes: a sidecar
without any is written as of 1, which earlier versions read."""
MOST_SNAPSHOTS = 50
_ATTEMPTS = 8
"""So often notes are written anew where somebody else writes them at the same time."""

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


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Adjustments of a photo under a name.

    Attributes:
        name: as :func:`ccnet_core.names.tidy_name` gives it, never empty.
        adjustments: all of them; small pictures of references are not kept.

    Raises:
        ValueError: that is no name.
    """

    name: str
    adjustments: Adjustments

    def __post_init__(self) -> None:
        if not self.name or self.name != tidy_name(self.name):
            raise ValueError(f"no name for a snapshot: {self.name!r}")


@dataclass(frozen=True, slots=True)
class Notes:
    """What a sidecar holds beside the adjustments.

    Attributes:
        flagged: whether the person picked the photo out of others.
        snapshots: oldest first, each name once; `MOST_SNAPSHOTS` at most.

    Raises:
        ValueError: there are too many snapshots, or two of a name.
    """

    flagged: bool = False
    snapshots: tuple[Snapshot, ...] = ()

    def __post_init__(self) -> None:
        if len(self.snapshots) > MOST_SNAPSHOTS:
            raise ValueError(f"a photo has {MOST_SNAPSHOTS} snapshots at most")
        if len({snapshot.name for snapshot in self.snapshots}) < len(self.snapshots):
            raise ValueError("two snapshots have the same name")

    def find(self, name: str) -> Snapshot | None:
        """The snapshot of a name."""
        return next((snapshot for snapshot in self.snapshots if snapshot.name == name), None)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar holds."""

    adjustments: Adjustments
    notes: Notes = field(default_factory=Notes)


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
    """The adjustments of a photo alone, as of :func:`read_whole_sidecar`."""
    whole = read_whole_sidecar(photo, number)
    return None if whole is None else whole.adjustments


def read_whole_sidecar(photo: Path, number: int = 1) -> Sidecar | None:
    """Read what is kept beside a photo; None when it has no sidecar, or none of a number.

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


def parse_sidecar(path: Path, data: bytes) -> Sidecar:
    """What the sidecar ``path`` holds; as :func:`read_whole_sidecar`.

    Raises:
        SidecarError: it is broken, or was written by a newer version.
    """
    document = _KIND.read(path, data)
    adjustments = document.get("adjustments")
    if not isinstance(adjustments, dict):
        raise _KIND.broken(path, "no adjustments")
    return Sidecar(_read_adjustments(path, adjustments), _read_notes(path, document))


def _read_adjustments(path: Path, values: Mapping[str, Any]) -> Adjustments:
    return with_absolute_paths(_KIND.adjustments(path, values), path.parent)


def _read_notes(path: Path, document: Mapping[str, Any]) -> Notes:
    flagged, snapshots = document.get("flagged", False), document.get("snapshots", [])
    if not isinstance(flagged, bool) or not isinstance(snapshots, list):
        raise _KIND.broken(path, "expected a flag and a list of snapshots")
    if len(snapshots) > MOST_SNAPSHOTS:
        raise _KIND.broken(path, f"more than {MOST_SNAPSHOTS} snapshots")
    read = []
    for values in snapshots:
        if not isinstance(values, dict) or not isinstance(values.get("adjustments"), dict):
            raise _KIND.broken(path, "a snapshot needs a name and adjustments")
        try:
            read.append(Snapshot(str(values.get("name", "")), _read_adjustments(path, values["adjustments"])))
        except ValueError as error:
            raise _KIND.broken(path, str(error)) from error
    try:
        return Notes(flagged, tuple(read))
    except ValueError as error:
        raise _KIND.broken(path, str(error)) from error


def change_notes(photo: Path, change: Callable[[Notes], Notes]) -> Notes:
    """Change the notes of a photo, whose adjustments stay as they are at that moment.

    Args:
        photo: the photo.
        change: given what is there gives what is to be there; asked again where that changed meanwhile.

    Returns:
        The notes as they are now.

    Raises:
        SidecarError: they cannot be written, or what is there cannot be read; it is as before.
        ValueError: raised by ``change``, as :class:`Notes` does.
    """

    def changed(there: Sidecar | None) -> Sidecar | None:
        before = there or Sidecar(Adjustments())
        notes = change(before.notes)
        return None if notes == before.notes else Sidecar(before.adjustments, notes)

    # What cannot be read is told, and never written over.
    read_whole_sidecar(photo)
    written = _write(photo, 1, changed, overwrite=True)
    if written is None:
        written = read_whole_sidecar(photo)
    return Notes() if written is None else written.notes


def write_sidecar(
    photo: Path,
    adjustments: Adjustments,
    number: int = 1,
    check: Callable[[Adjustments | None], object] | None = None,
    *,
    overwrite: bool = True,
) -> Adjustments:
    """Write the adjustments of a photo beside it, in place of those that were there. Notes stay.

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

    def changed(there: Sidecar | None) -> Sidecar:
        return Sidecar(adjustments, Notes() if there is None else there.notes)

    written = _write(photo, number, changed, check, overwrite=overwrite)
    assert written is not None
    return written.adjustments


class _ChangedMeanwhileError(Exception):
    """Somebody else wrote what is to stay."""


def _write(
    photo: Path,
    number: int,
    changed: Callable[[Sidecar | None], Sidecar | None],
    check: Callable[[Adjustments | None], object] | None = None,
    *,
    overwrite: bool,
) -> Sidecar | None:
    """Write what becomes of what is there; gives it as it is read from there, None where nothing is to be."""
    for attempt in range(_ATTEMPTS):
        with contextlib.suppress(_ChangedMeanwhileError):
            return _write_once(photo, number, changed, check, overwrite, last=attempt == _ATTEMPTS - 1)
    raise AssertionError("the last attempt looks at nothing that could change")


def _write_once(
    photo: Path,
    number: int,
    changed: Callable[[Sidecar | None], Sidecar | None],
    check: Callable[[Adjustments | None], object] | None,
    overwrite: bool,
    *,
    last: bool,
) -> Sidecar | None:
    path = sidecar_path(photo, number)
    try:
        there = read_whole_sidecar(photo, number)
    except SidecarError:
        # Where that matters it is looked at below.
        there = None
    whole = changed(there)
    if whole is None:
        return None

    def look() -> None:
        found = there
        if check is not None:
            found = read_whole_sidecar(photo, number)
            check(None if found is None else found.adjustments)
        elif not last:
            with contextlib.suppress(SidecarError):
                found = read_whole_sidecar(photo, number)
        if not last and changed(found) != whole:
            raise _ChangedMeanwhileError

    try:
        data = _KIND.write(_stored(whole.adjustments, path), **_stored_notes(whole.notes, path))
        if ships(photo):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data, overwrite=overwrite, follow_links=False, check=look)
    except OSError as error:
        advice = _SAVING_ADVICE.get(error.errno or 0, "Check the folder, or copy the photo elsewhere.")
        if isinstance(error, UnusableFileError):
            advice = _UNUSABLE_ADVICE
        raise SidecarError(path, cannot_save(path, error).problem, advice) from error
    return parse_sidecar(path, data)


def _stored(adjustments: Adjustments, path: Path) -> Adjustments:
    return with_paths(adjustments, lambda name: _relative(name, path.parent))


def _stored_notes(notes: Notes, path: Path) -> dict[str, Any]:
    """The entries of notes, and the schema that holds them."""
    if notes == Notes():
        return {"schema": 1}
    snapshots = []
    for snapshot in notes.snapshots:
        references = tuple(replace(reference, thumbnail=b"") for reference in snapshot.adjustments.references)
        stored = _stored(replace(snapshot.adjustments, references=references), path)
        snapshots.append({"name": snapshot.name, "adjustments": json.loads(stored.to_json())})
    return {"schema": SCHEMA, "flagged": notes.flagged, "snapshots": snapshots}


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
