"""The one error of reading and writing photos."""

from __future__ import annotations

import errno
from pathlib import Path


class PhotoError(Exception):
    """A photo could not be opened or saved.

    ``str(error)`` is fit to show as it is: the file's name, what happened and what to do about it.
    """

    def __init__(self, path: Path | None, problem: str, advice: str) -> None:
        """Say that ``problem``, a clause, befell ``path`` and give ``advice``, a sentence."""
        super().__init__(path, problem, advice)
        self.path = path
        self.problem = problem
        self.advice = advice

    def __str__(self) -> str:
        sentence = f"{self.problem}. {self.advice}"
        if self.path is None:
            return sentence[:1].upper() + sentence[1:]
        return f"{self.path.name or self.path}: {sentence}"


_SAVING = {
    errno.ENOSPC: ("the disk is full", "Free some space or save to another disk."),
    errno.EDQUOT: ("the disk quota is used up", "Free some space or save to another disk."),
    errno.EACCES: ("there is no permission to write here", "Choose another folder."),
    errno.EPERM: ("there is no permission to write here", "Choose another folder."),
    errno.EROFS: ("the disk is read-only", "Choose another folder."),
    errno.ENOENT: ("the folder does not exist", "Create it first or choose another folder."),
    errno.ENOTDIR: ("the folder does not exist", "Create it first or choose another folder."),
    errno.EISDIR: ("this is a folder", "Give a file name inside it."),
    errno.EEXIST: ("a file of this name already exists", "Choose another name or allow overwriting."),
    errno.ENAMETOOLONG: ("the file name is too long", "Choose a shorter name."),
}

_OPENING = {
    errno.ENOENT: ("the file does not exist", "Check the name, or whether it was moved."),
    errno.ENOTDIR: ("the file does not exist", "Check the name, or whether it was moved."),
    errno.EACCES: (
        "there is no permission to read it",
        "Change the file's permissions or copy it elsewhere.",
    ),
    errno.EPERM: ("there is no permission to read it", "Change the file's permissions or copy it elsewhere."),
    errno.EISDIR: ("this is a folder", "Choose a photo inside it."),
    errno.ENAMETOOLONG: ("the file name is too long", "Rename the file."),
}


def cannot_save(path: Path, error: OSError) -> PhotoError:
    """Word the operating system's ``error`` about writing ``path`` for the person who saves."""
    other = (f"it could not be saved ({error.strerror or error})", "Try another folder or disk.")
    return PhotoError(path, *_SAVING.get(error.errno or 0, other))


def cannot_open(path: Path, error: OSError) -> PhotoError:
    """Word the operating system's ``error`` about reading ``path`` for the person who opens."""
    other = (
        f"it could not be read ({error.strerror or error})",
        "Check the disk, or copy the file elsewhere.",
    )
    return PhotoError(path, *_OPENING.get(error.errno or 0, other))
