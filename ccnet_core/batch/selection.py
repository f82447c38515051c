"""Which photos: lists of names, and shares of a list for machines that do not know of each other."""

from __future__ import annotations

import codecs
import hashlib
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ccnet_core.photo.pages import file_of

LARGEST_LIST = 1 << 30
"""Bytes of a list of names: several million paths."""


def listed_paths(data: bytes) -> list[Path]:
    """The paths of a list: one a line, or with a NUL character behind each, as ``find -print0`` writes them.

    Only the second can hold names with line breaks. Empty lines count for nothing,
    nor does a byte order mark.

    >>> [path.name for path in listed_paths(b"night.jpg\\n\\ndusk.nef\\n")]
    ['night.jpg', 'dusk.nef']
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        names = data.split(b"\0")
    else:
        names = [line.removesuffix(b"\r") for line in data.split(b"\n")]
    return [Path(os.fsdecode(name)) for name in names if name]


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several shares of the same list of photos.

    A photo's share follows from its file's name without suffix, and from nothing else: so it is the same on
    machines that see the folder at other places, whatever is added to the list, and no photo has to be read
    for it, which by content every machine would have to do with all of them. Photos whose results would take
    the same name, ``a/night.jpg`` and ``b/night.nef``, are in one share, so no two machines are after it.

    Attributes:
        number: which one, from 1.
        count: how many there are.

    Raises:
        ValueError: there is no such share.
    """

    number: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise ValueError(f"of {self.count} shards there is no {self.number}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """``3/16``.

        Raises:
            ValueError: it is nothing of the kind.
        """
        number, slash, count = text.partition("/")
        if not (slash and number.isascii() and number.isdecimal() and count.isascii() and count.isdecimal()):
            raise ValueError(f"{text!r} is no shard: expected NUMBER/COUNT, such as 3/16")
        return cls(int(number), int(count))

    def holds(self, photo: Path) -> bool:
        """Whether a photo is in this share; it is in none of the others then."""
        # As file systems that ignore case or compose accents see it.
        stem = unicodedata.normalize("NFC", file_of(photo).stem).casefold()
        digest = hashlib.sha256(stem.encode(errors="surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1

    def indices(self, photos: Iterable[Path]) -> tuple[int, ...]:
        """The places, from 0, of this share's photos in the list."""
        return tuple(index for index, photo in enumerate(photos) if self.holds(photo))
