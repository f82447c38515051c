"""The one error of reading and writing photos."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from ccnet_core.messages import Message


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

    @property
    def message(self) -> Message:
        """The whole text as it was put together; :meth:`told` makes a sentence of it."""
        problem, advice = _message(self.problem), _message(self.advice)
        if self.path is None:
            return Message("{problem}. {advice}", problem=problem, advice=advice)
        file = str(self.path.name or self.path)
        return Message("{file}: {problem}. {advice}", file=file, problem=problem, advice=advice)

    def told(self, translate: Callable[[Message], str] = str) -> str:
        """The whole text, in the language of ``translate``; ``str(error)`` gives it in English."""
        text = translate(self.message)
        # A file's name is as it is; a problem that comes first begins the sentence.
        return text if self.path is not None else text[:1].upper() + text[1:]

    def __str__(self) -> str:
        return self.told()


class FolderError(PhotoError):
    """No file can be written in a folder, whatever its name: what befell one befalls the next."""


class CutShortError(PhotoError):
    """The end of a file is missing, and what is there could be opened.

    Attributes:
        share: which share of the picture is there, 0 to 1.
    """

    def __init__(self, path: Path | None, problem: str, advice: str, share: float = 0.0) -> None:
        """As :class:`PhotoError`; ``share`` of the picture is there."""
        super().__init__(path, problem, advice)
        self.share = share


def _message(text: str) -> Message:
    return text if isinstance(text, Message) else Message(text)


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


_OF_THE_FOLDER = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOENT, errno.ENOTDIR),
    *(errno.EACCES, errno.EPERM, errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE),
}


def cannot_save(path: Path, error: OSError) -> PhotoError:
    """Word the operating system's ``error`` about writing ``path`` for the person who saves.

    Gives a `FolderError` where the folder or its disk is what fails.
    """
    other = (
        Message("it could not be saved ({reason})", reason=error.strerror or str(error)),
        "Try another folder or disk.",
    )
    kind = FolderError if error.errno in _OF_THE_FOLDER else PhotoError
    return kind(path, *_SAVING.get(error.errno or 0, other))


def cannot_open(path: Path, error: OSError) -> PhotoError:
    """Word the operating system's ``error`` about reading ``path`` for the person who opens."""
    other = (
        Message("it could not be read ({reason})", reason=error.strerror or str(error)),
        "Check the disk, or copy the file elsewhere.",
    )
    return PhotoError(path, *_OPENING.get(error.errno or 0, other))
