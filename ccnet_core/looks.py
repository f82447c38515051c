"""Looks: tables of colours in files, which photo and film programs exchange.

Two kinds are read: ``.cube`` (Adobe: Cube LUT Specification 1.0, 2013), of one or three dimensions, and Hald
CLUT pictures (quelsolaar.com/technology/clut.html), whose pixels are the nodes of a cube. Both map display
values of sRGB.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ccnet_core.atomic import write_whole
from ccnet_core.canonical import named_host
from ccnet_core.controls import check_range
from ccnet_core.errors import PhotoError, cannot_open, cannot_save
from ccnet_core.messages import Message
from ccnet_core.reading import UnusableFileError, read_regular

CUBE_SUFFIX = ".cube"
MOST_LOOKS = 8
SIZES = (2, 65)
"""Fewest and most nodes of each channel of a cube."""
DEFAULT_SIZE = 33
"""Of a cube that is written: what photo and film programs exchange most."""
_CURVE_SIZES = (2, 65_536)
"""Of a table of one dimension, as the specification has it."""
_LARGEST = 32_000_000
"""Bytes of a .cube: of 65 nodes in 100 characters a line."""
_LARGEST_VALUE = 1e6
_HALD_LEVELS = (2, 8)
"""Of its sides: the third power in pixels, and the second in nodes of each channel."""
_KINDS = {"LUT_1D_SIZE": 1, "LUT_3D_SIZE": 3}
_DOMAINS = ("DOMAIN_MIN", "DOMAIN_MAX")
_RANGES = ("LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class LookError(PhotoError):
    """A look could not be read or written."""


@dataclass(frozen=True, slots=True)
class Look:
    """A file of colours that a photo goes through, and how far.

    Attributes:
        path: of the file.
        strength: 0 to 1; half shows the mean of before and after.

    Raises:
        ValueError: the strength is out of range, or there is no path.

    >>> Look("looks/film.cube", 0.6).name
    'film'
    """

    path: str
    strength: float = 1.0

    def __post_init__(self) -> None:
        if not isinstance(self.path, str) or not self.path or "\0" in self.path:
            raise ValueError("a look needs the path of a file")
        check_range("strength of a look", self.strength, 0.0, 1.0)

    @property
    def name(self) -> str:
        """What it is called: as its file, without the suffix."""
        return Path(self.path).stem


@dataclass(frozen=True, slots=True, eq=False)
class ColourCube:
    """A table of display values.

    Attributes:
        table: of three dimensions (size^3, 3), red next to each other; of one (size, 3).
        dimensions: 3, or 1 where each channel goes its own way.
        low: of red, green and blue, where the table begins.
        high: and where it ends; what lies outside goes as the ends do.
    """

    table: npt.NDArray[np.float32]
    dimensions: int = 3
    low: tuple[float, float, float] = (0.0, 0.0, 0.0)
    high: tuple[float, float, float] = (1.0, 1.0, 1.0)

    @property
    def size(self) -> int:
        """Nodes of each channel."""
        return len(self.table) if self.dimensions == 1 else round(len(self.table) ** (1 / 3))


_asked: set[str] = set()
"""Machines of which a person named a file."""


def allow(path: str | Path) -> None:
    """A person chose this file: the machine on which it lies may be asked for looks."""
    _asked.add(named_host(path))


def is_allowed(look: Look) -> bool:
    """Whether the file of a look may be looked at.

    Another machine is asked only where a person chose a look on it: else who wrote a sidecar would learn who
    opens it.
    """
    return named_host(look.path) in ("", *_asked)


def read_look(path: Path) -> ColourCube:
    """Read a ``.cube``, or any other file as a Hald CLUT picture.

    Raises:
        LookError: it cannot be read, or is neither.
    """
    if path.suffix.lower() != CUBE_SUFFIX:
        return _read_hald(path)
    try:
        data = read_regular(path, _LARGEST)
    except UnusableFileError as error:
        raise LookError(path, str(error.strerror), "Choose a .cube file or a Hald CLUT picture.") from error
    except (OSError, ValueError) as error:
        problem = cannot_open(path, error if isinstance(error, OSError) else OSError(str(error)))
        raise LookError(path, problem.problem, problem.advice) from error
    return parse_cube(path, data)


def look_digest(look: Look) -> str:
    """A hash of what is in the file of a look; empty where it cannot be read."""
    if not is_allowed(look):
        return ""
    try:
        return hashlib.sha256(read_regular(Path(look.path), _LARGEST)).hexdigest()
    except (OSError, ValueError):
        return ""


def parse_cube(path: Path, data: bytes) -> ColourCube:
    """The table in what the ``.cube`` file ``path`` holds.

    Raises:
        LookError: it is none; with the number of the line at fault.
    """
    text = data.decode("utf-8-sig", errors="replace")
    return _Parser(path).parse(text)


class _Parser:
    """Reads a .cube line by line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._dimensions = self._size = 0
        self._domain: dict[str, tuple[float, ...]] = {}
        self._rows: list[tuple[float, ...]] = []

    def parse(self, text: str) -> ColourCube:
        number = 1
        for number, raw in enumerate(text.splitlines(), 1):
            line = raw.strip()
            if line and not line.startswith("#"):
                self._read(number, line)
        if not self._size:
            raise self._wrong(number, "there is no LUT_1D_SIZE or LUT_3D_SIZE")
        if len(self._rows) < self._wanted:
            raise self._wrong(number, f"it ends after {len(self._rows)} of {self._wanted} colours")
        low, high = self._ends(number)
        return ColourCube(np.array(self._rows, np.float32), self._dimensions, low, high)

    @property
    def _wanted(self) -> int:
        return self._size if self._dimensions == 1 else self._size**3

    def _read(self, number: int, line: str) -> None:
        word, *values = line.split()
        if not word[0].isalpha():
            self._read_colour(number, line)
        elif self._rows:
            raise self._wrong(number, f"{word[:20]} comes after the first colour")
        elif word in _KINDS:
            self._read_size(number, word, values)
        elif word in _DOMAINS or word in _RANGES:
            count = 3 if word in _DOMAINS else 2
            if word in self._domain:
                raise self._wrong(number, f"there is a second {word}")
            self._domain[word] = self._numbers(number, values, count)
        elif word != "TITLE":
            raise self._wrong(number, f"{word[:20]} is not known")

    def _read_size(self, number: int, word: str, values: list[str]) -> None:
        if self._size:
            raise self._wrong(number, "there is a second size; a file with several tables cannot be used")
        self._dimensions = _KINDS[word]
        low, high = _CURVE_SIZES if self._dimensions == 1 else SIZES
        digits = values[0] if len(values) == 1 else ""
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 8 and low <= int(digits) <= high):
            raise self._wrong(number, f"{word} must be a whole number from {low} to {high}")
        self._size = int(digits)

    def _read_colour(self, number: int, line: str) -> None:
        if not self._size:
            raise self._wrong(number, "a colour comes before LUT_1D_SIZE or LUT_3D_SIZE")
        if len(self._rows) == self._wanted:
            raise self._wrong(number, f"there are more than {self._wanted} colours")
        self._rows.append(self._numbers(number, line.split(), 3))

    def _numbers(self, number: int, values: list[str], count: int) -> tuple[float, ...]:
        if len(values) != count:
            raise self._wrong(number, f"{count} numbers were expected")
        if not all(_NUMBER.fullmatch(value) for value in values):
            raise self._wrong(number, "what should be a number is none")
        numbers = tuple(map(float, values))
        if not all(abs(value) <= _LARGEST_VALUE for value in numbers):
            raise self._wrong(number, "a number is out of range")
        return numbers

    def _ends(self, number: int) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """Where the table begins and ends."""
        low, high = self._domain.get("DOMAIN_MIN", (0.0,) * 3), self._domain.get("DOMAIN_MAX", (1.0,) * 3)
        given = self._domain.get(f"LUT_{self._dimensions}D_INPUT_RANGE")
        if given is not None:
            low, high = (given[0],) * 3, (given[1],) * 3
        if not all(a < b for a, b in zip(low, high, strict=True)):
            raise self._wrong(number, "its domain ends before it begins")
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def _wrong(self, number: int, reason: str) -> LookError:
        problem = Message("line {number} of it cannot be read ({reason})", number=number, reason=reason)
        return LookError(self._path, problem, "Export the look again from the program that made it.")


def _read_hald(path: Path) -> ColourCube:
    from ccnet_core.photo import open_photo

    try:
        photo = open_photo(path)
    except PhotoError as error:
        raise LookError(path, error.problem, error.advice) from error
    for level in range(_HALD_LEVELS[0], _HALD_LEVELS[1] + 1):
        if photo.height == photo.width == level**3:
            scale = np.float32(1 / np.iinfo(photo.pixels.dtype).max)
            return ColourCube(photo.pixels.reshape(-1, 3).astype(np.float32) * scale)
    problem = Message(
        "it is no Hald CLUT: {width} × {height} pixels are not 8, 27, 64, 125, 216, 343 or 512 squared",
        width=photo.width,
        height=photo.height,
    )
    raise LookError(path, problem, "Choose a .cube file or a Hald CLUT picture.")


def write_cube(path: Path, cube: npt.NDArray[np.float32], title: str, *, overwrite: bool) -> None:
    """Write a table (size^3, 3), red next to each other, as a ``.cube`` of three dimensions.

    Raises:
        LookError: it cannot be written; a file that was there is as before.
    """
    plain = "".join(c for c in title if c.isprintable() and c != '"')
    lines = [f'TITLE "{plain}"', f"LUT_3D_SIZE {round(len(cube) ** (1 / 3))}", *_written(cube)]
    try:
        write_whole(path, ("\n".join(lines) + "\n").encode(), overwrite=overwrite)
    except OSError as error:
        problem = cannot_save(path, error)
        raise LookError(path, problem.problem, problem.advice) from error


def _written(cube: npt.NDArray[np.float32]) -> Iterator[str]:
    for row in cube.tolist():
        assert all(math.isfinite(value) for value in row)
        yield " ".join(f"{value:.6f}" for value in row)
