"""Presets: adjustments with a name, each in a file of its own that can be kept, shared and applied."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from ccnet_core.adjustments import Adjustments
from ccnet_core.atomic import write_whole
from ccnet_core.canonical import is_device_name
from ccnet_core.documents import LARGEST, DocumentKind, with_absolute_paths, with_paths
from ccnet_core.errors import PhotoError, cannot_open, cannot_save
from ccnet_core.messages import Message
from ccnet_core.names import LONGEST_NAME, tidy_name
from ccnet_core.paths import personal_folder
from ccnet_core.reading import read_regular

SCHEMA = 1
"""Version of the preset file itself; the adjustments inside it have one of their own."""
SUFFIX = ".ccnet-preset.json"
_LONGEST_STEM = 200
_UNSAFE = frozenset('%/\\:*?"<>|')


class PresetError(PhotoError):
    """A preset could not be read, written, renamed or deleted.

    ``str(error)`` is fit to show as it is: the file's name, what happened and what to do about it.
    """


_KIND = DocumentKind(
    SCHEMA,
    PresetError,
    unreadable="it holds no preset that can be read ({reason})",
    repair="Export the preset again, or move the file away.",
    update="Update the program to use it.",
)


@dataclass(frozen=True, slots=True)
class Preset:
    """Adjustments with a name.

    Attributes:
        name: as :func:`ccnet_core.names.tidy_name` gives it, never empty.
        adjustments: all of them, references with their statistics included.
    """

    name: str
    adjustments: Adjustments

    def __post_init__(self) -> None:
        if not self.name or self.name != tidy_name(self.name):
            raise ValueError(f"no name for a preset: {self.name!r}")


def preset_file_name(name: str) -> str:
    """The name of a preset's file, valid on all common systems; different names give different files.

    What file systems do not allow is written as ``%`` and two hexadecimal digits.
    """
    stem = "".join(f"%{ord(c):02X}" if c in _UNSAFE else c for c in name)
    if stem.startswith(".") or is_device_name(stem):
        stem = f"%{ord(stem[0]):02X}{stem[1:]}"
    if len(stem.encode()) > _LONGEST_STEM:
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        stem = stem.encode()[: _LONGEST_STEM - 17].decode(errors="ignore") + "-" + digest
    return stem + SUFFIX


def read_preset(path: Path) -> Preset:
    """Read a preset's file.

    Paths of references come back absolute; whether those pictures still exist plays no part.

    Raises:
        PresetError: it cannot be read, is broken, or was written by a newer version.
    """
    try:
        data = read_regular(path, LARGEST)
    except (OSError, ValueError) as error:
        cause = error if isinstance(error, OSError) else OSError(errno.EINVAL, "no file name")
        advice = "Choose a preset's file that exists and can be read."
        raise PresetError(path, cannot_open(path, cause).problem, advice) from error
    return parse_preset(path, data)


def parse_preset(path: Path, data: bytes) -> Preset:
    """The preset in what the file ``path`` holds; as :func:`read_preset`.

    Raises:
        PresetError: it is broken, or was written by a newer version.
    """
    document = _KIND.read(path, data)
    name, adjustments = document.get("name"), document.get("adjustments")
    if not isinstance(name, str) or not isinstance(adjustments, dict):
        raise _KIND.broken(path, "expected a name and adjustments")
    read = _KIND.adjustments(path, adjustments)
    try:
        return Preset(tidy_name(name), with_absolute_paths(read, path.parent))
    except ValueError as error:
        raise _KIND.broken(path, str(error)) from error


def write_preset(path: Path, preset: Preset, *, overwrite: bool) -> Preset:
    """Write a preset to a file; gives it as it is read from there.

    Raises:
        PresetError: it cannot be written, or the name is not free; what was there is as before.
    """
    try:
        data = _KIND.write(preset.adjustments, name=preset.name)
        write_whole(path, data, overwrite=overwrite)
    except OSError as error:
        raise _cannot_save(path, error) from error
    return parse_preset(path, data)


def shared(preset: Preset) -> Preset:
    """The preset as it is given away: of references' pictures the names, not their folders or thumbnails."""
    adjustments = with_paths(preset.adjustments, lambda name: Path(name).name)
    references = tuple(replace(reference, thumbnail=b"") for reference in adjustments.references)
    return replace(preset, adjustments=replace(adjustments, references=references))


def saved_presets() -> Path:
    """The folder of the person's presets, where the window keeps them on this system."""
    return personal_folder() / "presets"


class PresetFolder:
    """The presets of a person, each in a file of one folder. The folder is made when first needed.

    Names are the same if they differ in case only, as file names are on some systems. Another window may use
    the folder, too: what it changed since this one read it is not replaced.

    One thread may change it while others ask what it holds.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, Path] = {}
        self._presets: dict[str, Preset] = {}
        # As they are in their files: paths of references may be spelt otherwise.
        self._read: dict[str, Adjustments] = {}

    @property
    def presets(self) -> tuple[Preset, ...]:
        """All of them, by name."""
        presets = self._presets
        return tuple(presets[key] for key in sorted(presets))

    def find(self, name: str) -> Preset | None:
        """The preset of a name."""
        return self._presets.get(_key(name))

    def load(self) -> list[PresetError]:
        """Read the folder anew; gives what is wrong with files that cannot be read. They stay as they are."""
        self._files, self._presets, self._read = {}, {}, {}
        errors: list[PresetError] = []
        try:
            paths = sorted(self.folder.glob(f"*{SUFFIX}"))
        except OSError:
            return errors
        for path in paths:
            try:
                preset = read_preset(path)
            except PresetError as error:
                errors.append(error)
                continue
            free = replace(preset, name=self.free_name(preset.name))
            self._keep(free, path, preset.adjustments)
        return errors

    def save(self, preset: Preset) -> None:
        """Keep a preset, in place of one of the same name; beside it where another window changed that since.

        Raises:
            PresetError: it cannot be written; everything is as before.
        """
        old = self._files.get(_key(preset.name))
        changed = old is not None and self._is_changed(preset.name)
        path = self._free_file(preset.name) if old is None or changed else old
        self._keep(preset, path, self._write(path, preset).adjustments)
        if old is not None and changed:
            with contextlib.suppress(PresetError):
                other = read_preset(old)
                self._keep(replace(other, name=self.free_name(other.name)), old, other.adjustments)

    def add(self, preset: Preset) -> Preset:
        """Keep a preset beside the others; gives it as it is kept, under another name if its own is taken.

        Raises:
            PresetError: as :meth:`save`.
        """
        if self.find(preset.name) != preset:
            preset = replace(preset, name=self.free_name(preset.name))
            self.save(preset)
        return preset

    def rename(self, name: str, new: str) -> None:
        """Give a preset another name; the file follows, unless another window changed it since.

        Raises:
            KeyError: there is no such preset.
            ValueError: the new name is none, or taken by another.
            PresetError: it cannot be written; everything is as before.
        """
        old = self._presets[_key(name)]
        preset = replace(old, name=new)
        if _key(new) == _key(name):
            self.save(preset)
            return
        if self.find(new) is not None:
            raise ValueError(f"{new!r} is taken")
        self.save(preset)
        if self._is_changed(name):
            self._forget(name)
            return
        try:
            self.delete(name)
        except PresetError:
            with contextlib.suppress(PresetError):
                self.delete(new)
            raise

    def delete(self, name: str) -> None:
        """Remove a preset and its file.

        Raises:
            KeyError: there is no such preset.
            PresetError: the file cannot be removed; everything is as before.
        """
        path = self._files[_key(name)]
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            problem = Message("it could not be deleted ({reason})", reason=error.strerror or str(error))
            advice = "Make it and its folder writable, then try again."
            raise PresetError(path, problem, advice) from error
        self._forget(name)

    def free_name(self, name: str) -> str:
        """The name, or with the first number from 2 that makes it free."""
        candidate, number = name, 2
        while self.find(candidate) is not None:
            ending = f" {number}"
            candidate, number = name[: LONGEST_NAME - len(ending)].rstrip() + ending, number + 1
        return candidate

    def _keep(self, preset: Preset, path: Path, read: Adjustments) -> None:
        key = _key(preset.name)
        self._files[key], self._read[key] = path, read
        # Not changed in place: another thread may be going through them.
        self._presets = {**self._presets, key: preset}

    def _forget(self, name: str) -> None:
        key = _key(name)
        for known in (self._files, self._read):
            known.pop(key, None)
        self._presets = {other: preset for other, preset in self._presets.items() if other != key}

    def _is_changed(self, name: str) -> bool:
        """Whether the file of a preset holds what this folder neither wrote nor read."""
        path = self._files[_key(name)]
        try:
            return read_preset(path).adjustments != self._read[_key(name)]
        except PresetError:
            return os.path.lexists(path)

    def _free_file(self, name: str) -> Path:
        """A file for a new preset: one that is there and could not be read is not written over."""
        path = self.folder / preset_file_name(name)
        number = 2
        while os.path.lexists(path):
            path = self.folder / (preset_file_name(name)[: -len(SUFFIX)] + f"-{number}{SUFFIX}")
            number += 1
        return path

    def _write(self, path: Path, preset: Preset) -> Preset:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot_save(self.folder, error) from error
        return write_preset(path, preset, overwrite=True)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _cannot_save(path: Path, error: OSError) -> PresetError:
    told = cannot_save(path, error)
    return PresetError(path, told.problem, told.advice)
