"""Export presets: how pictures are written, under names, in one file of the person's folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from ccnet_core.atomic import write_whole
from ccnet_core.errors import PhotoError, cannot_open, cannot_save
from ccnet_core.messages import Message
from ccnet_core.names import tidy_name
from ccnet_core.paths import personal_folder
from ccnet_core.photo import ExportOptions
from ccnet_core.reading import read_regular

SCHEMA = 1
MOST = 100
_LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class ExportPreset:
    """How pictures are written, under a name.

    Attributes:
        name: as :func:`ccnet_core.names.tidy_name` gives it, never empty.
        options: what they leave open the photo decides; no file is replaced by them.

    Raises:
        ValueError: that is no name.
    """

    name: str
    options: ExportOptions

    def __post_init__(self) -> None:
        if not self.name or self.name != tidy_name(self.name):
            raise ValueError(f"no name for a preset: {self.name!r}")
        object.__setattr__(self, "options", replace(self.options, overwrite=False))


class ExportPresets:
    """The export presets of a file, which is made when first needed. Several windows may use it.

    >>> presets = ExportPresets(Path("exports.json"))
    >>> presets.save(ExportPreset("Web", ExportOptions(long_side=2048, keep_location=False)))
    >>> [preset.name for preset in presets.all()]
    ['Web']
    """

    def __init__(self, file: Path | None = None) -> None:
        """Read nothing yet.

        Args:
            file: where they are; by default among what is the person's on this system.
        """
        self.file = file or personal_folder() / "export-presets.json"

    def all(self) -> tuple[ExportPreset, ...]:
        """All of them, by name.

        Raises:
            PhotoError: the file cannot be read, or is broken.
        """
        try:
            data = read_regular(self.file, _LARGEST)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise cannot_open(self.file, error) from error
        try:
            document = json.loads(data, parse_float=_refuse_fraction)
            if document["schema"] != SCHEMA:
                raise ValueError(f"schema {document['schema']}")
            presets = [_preset(values) for values in document["presets"]]
        except (ValueError, TypeError, KeyError, RecursionError, PhotoError) as error:
            problem = Message("it holds no export presets that can be read ({reason})", reason=str(error))
            raise PhotoError(self.file, problem, "Repair it or move it away.") from error
        return tuple(sorted({p.name: p for p in presets}.values(), key=lambda p: p.name.casefold())[:MOST])

    def find(self, name: str) -> ExportPreset:
        """The preset of a name.

        Raises:
            PhotoError: there is none, or as :meth:`all`.
        """
        presets = self.all()
        found = next((preset for preset in presets if preset.name == name), None)
        if found is None:
            names = ", ".join(repr(preset.name) for preset in presets)
            problem = f"there is no export preset {name!r}"
            raise PhotoError(None, problem, f"Choose one of {names}." if names else "Save one in the window.")
        return found

    def save(self, preset: ExportPreset) -> None:
        """Keep a preset, in place of one of its name.

        Raises:
            PhotoError: it cannot be written, there are too many, or what is there cannot be read; that stays.
        """
        self._change(lambda others: (*(o for o in others if o.name != preset.name), preset))

    def delete(self, name: str) -> None:
        """Remove a preset, if it is there.

        Raises:
            PhotoError: as :meth:`save`.
        """
        self._change(lambda others: tuple(other for other in others if other.name != name))

    def _change(self, change: Callable[[tuple[ExportPreset, ...]], tuple[ExportPreset, ...]]) -> None:
        presets = change(self.all())
        if len(presets) > MOST:
            problem = Message("there are {count} export presets at most", count=MOST)
            raise PhotoError(self.file, problem, "Delete some.")
        values = [{"name": p.name, "options": asdict(p.options)} for p in presets]
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            data = json.dumps({"schema": SCHEMA, "presets": values}, indent=1).encode()
            write_whole(self.file, data, overwrite=True)
        except OSError as error:
            raise cannot_save(self.file, error) from error


def _preset(values: Any) -> ExportPreset:
    return ExportPreset(str(values["name"]), ExportOptions(**values["options"]))


def _refuse_fraction(number: str) -> NoReturn:
    raise ValueError(f"{number} is no whole number")
