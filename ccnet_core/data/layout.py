"""Where the pairs are: the layouts of data folders, recognized by what lies in them.

* A folder with ``pairs.csv`` (columns low, high, scene, split) and, if it has them, photos that need no
  brightening in ``clean.csv`` (columns photo, split).
* LOL (Wei et al., BMVC 2018): ``our485`` and ``eval15``, each with ``low`` and ``high``.
* LSRW (Hai et al., JVCIR 2023): ``Huawei`` and ``Nikon``, each with ``train`` and ``eval``, each with ``low``
  and ``high``; or the folder of one of the cameras.
* Any folder with ``low`` and ``high``; every tenth picture by name is for validation.

Beside any of them ``brackets.csv`` (columns dark, bright, split) may list two exposures each of still scenes,
which :mod:`ccnet_core.data.brackets` reads.

Pictures in ``low`` and ``high`` are paired by their names.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from ccnet_core.photo import READABLE_SUFFIXES

TRAIN = "train"
VAL = "val"
SEVERAL_EXPOSURES = "sice"
"""SICE (Cai et al., IEEE TIP 2018), the only data set whose name has effects in training: it has several
exposures of each scene, so its photos are not exposed anew. How often they are drawn is an entry of its own,
and their targets are darkened and kept unchanged as clean photos are.
"""
BRACKETS = "brackets.csv"
_PAIRS = "pairs.csv"
_CLEAN = "clean.csv"
_LOL = {TRAIN: "our485", VAL: "eval15"}
_LSRW = {TRAIN: "train", VAL: "eval"}
_LSRW_CAMERAS = ("Huawei", "Nikon")
_VAL_EVERY = 10
_T = TypeVar("_T")


class DataError(Exception):
    """Data is missing or cannot be read; the message names the file."""


@dataclass(frozen=True, slots=True)
class PhotoPair:
    """The files of a dark photo and of its target.

    Attributes:
        low: the dark photo.
        high: its target.
        source: the data set. With a table it is the first folder of the entry ``low``, else "lol", or the
            name of LSRW's camera, of the folder or of the table. Figures are means per data set; pairs of
            :data:`SEVERAL_EXPOSURES` are drawn apart.
    """

    low: Path
    high: Path
    source: str


def list_pairs(data: Path, split: str) -> list[PhotoPair]:
    """The pairs of one split, "train" or "val"; ``pairs.csv`` may name others.

    A folder may have bright photos in ``clean.csv`` and no pairs at all.

    Raises:
        DataError: the folder has none of the layouts, its table has other columns, no row or incomplete ones,
            or a picture has no partner.
    """
    if (data / _PAIRS).exists():
        return read_pairs(data / _PAIRS, split)
    if sets := _split_folders(data):
        folders = [(source, splits[split]) for source, splits in sets if split in splits]
        return [
            pair
            for source, folder in folders
            if folder.is_dir()
            for pair in pair_folders(folder / "low", folder / "high", source)
        ]
    if (data / "low").is_dir() and (data / "high").is_dir():
        pairs = pair_folders(data / "low", data / "high", data.resolve().name)
        chosen = {TRAIN: False, VAL: True}.get(split)
        return [pair for index, pair in enumerate(pairs) if (index % _VAL_EVERY == 0) is chosen]
    if (data / _CLEAN).exists():
        return []
    raise DataError(
        f"{data}: has none of the known layouts: {_PAIRS}; LOL's our485 and eval15; LSRW's Huawei and Nikon; "
        "low and high"
    )


def read_pairs(table: Path, split: str) -> list[PhotoPair]:
    """The pairs of one split of a table as ``pairs.csv``; its paths begin at its folder.

    The data set is the first folder of the entry ``low``, or the table's name where that has none.

    Raises:
        DataError: it cannot be read, has other columns, no row or incomplete ones.
    """
    folder = table.parent
    rows = read_rows(table, ("low", "high"), split)
    pairs = []
    for row in rows:
        first, *below = PurePosixPath(row["low"]).parts or ("",)
        source = first if below and first not in ("/", "..") else table.stem
        pairs.append(PhotoPair(folder / row["low"], folder / row["high"], source))
    return pairs


def list_clean(data: Path, split: str) -> list[Path]:
    """The bright photos of ``clean.csv`` in one split; none where there is no such table.

    Raises:
        DataError: the table has other columns, no row or incomplete ones.
    """
    if not (data / _CLEAN).exists():
        return []
    return [data / row["photo"] for row in read_rows(data / _CLEAN, ("photo",), split)]


def pair_folders(low: Path, high: Path, source: str) -> list[PhotoPair]:
    """The pictures of two folders, paired and sorted by name.

    Raises:
        DataError: a folder is missing or holds no picture, or a picture has no partner.
    """
    names = [_picture_names(folder) for folder in (low, high)]
    if lonely := sorted(names[0] ^ names[1]):
        there, missing = (low, high) if lonely[0] in names[0] else (high, low)
        more = f", nor have {len(lonely) - 1} others a partner" if len(lonely) > 1 else ""
        raise DataError(f"{there / lonely[0]}: there is no picture of this name in {missing}{more}")
    return [PhotoPair(low / name, high / name, source) for name in sorted(names[0])]


def choose_evenly(items: Sequence[_T], count: int) -> list[_T]:
    """At most ``count`` of the items, evenly spread from the first on, in their order."""
    count = min(count, len(items))
    return [items[i * len(items) // count] for i in range(count)]


def read_rows(path: Path, columns: tuple[str, ...], split: str) -> list[dict[str, str]]:
    """The rows of one split of a table that has these columns and the column split.

    Raises:
        DataError: it cannot be read, has other columns, no row or incomplete ones.
    """
    columns = (*columns, "split")
    try:
        # Some spreadsheets begin a file with a byte order mark.
        with path.open(newline="", encoding="utf-8-sig") as file:
            table = csv.DictReader(file)
            rows, header = list(table), table.fieldnames or ()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: is no table ({error})") from error
    names = ", ".join(columns)
    if not set(columns) <= set(header):
        raise DataError(f"{path}: expected the columns {names}")
    if not rows:
        raise DataError(f"{path}: has no row below its header; add rows of {names}, or remove the file")
    for number, row in enumerate(rows, 1):
        if any(row[column] is None for column in columns):
            raise DataError(f"{path}: row {number} below the header lacks one of {names}; complete it")
    return [row for row in rows if row["split"] == split]


def _split_folders(data: Path) -> list[tuple[str, dict[str, Path]]]:
    """For LOL and LSRW, each data set's name and its folder per split."""
    lol = {split: data / name for split, name in _LOL.items()}
    if any(folder.is_dir() for folder in lol.values()):
        return [("lol", lol)]
    cameras = [data / name for name in _LSRW_CAMERAS if (data / name).is_dir()] or [data]
    return [
        (camera.resolve().name.lower(), {split: camera / name for split, name in _LSRW.items()})
        for camera in cameras
        if any((camera / name).is_dir() for name in _LSRW.values())
    ]


def _picture_names(folder: Path) -> set[str]:
    try:
        names = {path.name for path in folder.iterdir() if path.suffix.lower() in READABLE_SUFFIXES}
    except OSError as error:
        raise DataError(f"{folder}: cannot be read ({error.strerror})") from error
    if not names:
        raise DataError(f"{folder}: holds no picture")
    return names
