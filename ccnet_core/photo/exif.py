"""EXIF: the TIFF directories that say when, where and with what a photo was taken.

Field values stay the bytes they were and keep their byte order; only what the conversion made untrue is
changed. Read and written by EXIF 3.0 (CIPA DC-008-2023) 4.5-4.6, TIFF 6.0 section 2 (pages 13-16) and, for
reading only, BigTIFF.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, NamedTuple, Self

ORIENTATION = 0x0112
EXIF_POINTER = 0x8769
GPS_POINTER = 0x8825
INTEROP_POINTER = 0xA005
MAKER_NOTE = 0x927C
COLOR_SPACE = 0xA001
PIXEL_X = 0xA002
PIXEL_Y = 0xA003
INTEROP_INDEX = 0x0001
DESCRIPTION = 0x010E
ARTIST = 0x013B
COPYRIGHT = 0x8298
SOFTWARE = 0x0131
MODEL = 0x0110
DATE_TIME = 0x0132
DATE_TIME_ORIGINAL = 0x9003
USER_COMMENT = 0x9286
RATING, RATING_PERCENT = 0x4746, 0x4749
XP_TITLE, XP_COMMENT, XP_AUTHOR, XP_KEYWORDS, XP_SUBJECT = range(0x9C9B, 0x9CA0)
X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT = 0x011A, 0x011B, 0x0128
_RESOLUTION = {X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT}
SUB_DIRECTORIES = 0x014A
_UNCALIBRATED, _ADOBE_RGB = 0xFFFF, 2
"""What some cameras write as ColorSpace, though EXIF knows sRGB and "uncalibrated" only."""

ASCII = 2
SHORT = 3
LONG = 4
RATIONAL = 5
_UNDEFINED = 7
_INCH, _CENTIMETRE = 2, 3

_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_SIZES[129] = 1  # UTF-8, new in EXIF 3.0
_INTEGERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_BIGTIFF_ONLY = {16, 17, 18}
# 42 is TIFF and EXIF; the others are Olympus ORF (two) and Panasonic RW2, TIFF in all but this number.
_CLASSIC = {42, 0x4F52, 0x5352, 0x55}
_BIG = 43

# What the first directory says about the photo rather than about how the file stores it: description,
# camera, resolution, software, date, artist, copyright, rating, Microsoft's XP fields, and the fields that
# TIFF/EP (ISO 12234-2) puts there instead of in the EXIF directory.
_MAIN_TAGS = {0x010E, 0x010F, 0x0110, ORIENTATION, 0x011A, 0x011B, 0x0128, 0x0131, 0x0132, 0x013B, 0x013C}
_MAIN_TAGS |= {0x4746, 0x4749, 0x8298, 0x829A, 0x829D, 0x8822, 0x8827, 0x9003, 0x9201, 0x9202, 0x920A}
_MAIN_TAGS |= {0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F}
_POINTERS = {EXIF_POINTER, GPS_POINTER, INTEROP_POINTER}

# How the old file coded its samples, and the exponent of a colour space that the pixels are no more in.
_OF_THE_FILE = {0x9101, 0x9102, 0xA500}
# Where things are, in pixels: the subject's area and place. The focal plane's pixels an inch follow those.
_IN_PIXELS = {0x9214, 0xA214, 0xA20E, 0xA20F, 0xA210}
# What programs for microscopes write about all of a stack, as its description.
_STACK = re.compile(
    rb"ImageJ=|SCIFIO=|\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(\w+:)?OME[\s>]|\{\"shape\": \[", re.DOTALL
)

# No directory is longer or takes more bytes; a crafted file could ask for gigabytes of copies.
_MAX_ENTRIES = 1024
_MAX_BYTES = 1 << 23

# A maker note may hold offsets counted from the block's start, so it is only kept where it can stay put.
_MAKER_NOTE_END = 65_000


class Entry(NamedTuple):
    """One field: its type, its number of values, their bytes, and where those stood (-1 if made here)."""

    kind: int
    number: int
    data: bytes
    at: int = -1


Directory = dict[int, Entry]
Order = Literal["<", ">"]


@dataclass(frozen=True)
class Exif:
    """The directories of an EXIF block or of a TIFF-like file; ``order`` is "<" or ">"."""

    order: Order = "<"
    main: Directory = field(default_factory=dict)
    exif: Directory = field(default_factory=dict)
    gps: Directory = field(default_factory=dict)
    interop: Directory = field(default_factory=dict)

    @classmethod
    def parse(cls, block: bytes, at: int | None = None) -> Self | None:
        """Read a block that starts with a TIFF header (or ``Exif\\0\\0`` and one), None if it has none.

        Fields that point outside the block or have an unknown type are left out. The main directory is the
        first one, or that which stands ``at`` a byte.
        """
        if block[:4] == b"Exif":
            block = block[6:]  # the sixth byte is not always the zero that it should be
        header = _header(block)
        if header is None:
            return None
        order, big, first = header

        def directory(parent: Directory, pointer: int) -> Directory:
            target = integers(parent.get(pointer), order)
            return _read_directory(block, target[0], order, big) if target else {}

        main = _read_directory(block, first if at is None else at, order, big)
        exif = directory(main, EXIF_POINTER)
        return cls(order, main, exif, directory(main, GPS_POINTER), directory(exif, INTEROP_POINTER))

    def number(self, tag: int, default: int) -> int:
        """Give the first value of an integer field of the main directory."""
        values = integers(self.main.get(tag), self.order)
        return values[0] if values else default

    @property
    def orientation(self) -> int:
        """The Orientation field, 1 to 8; 1 where it is absent or out of range."""
        value = self.number(ORIENTATION, 1)
        return value if 1 <= value <= 8 else 1

    @property
    def is_adobe_rgb(self) -> bool:
        """Whether a camera marked the photo as Adobe RGB without a profile.

        By the index "R03" (DCF 2.0, 3.3), or by a ColorSpace of 2.
        """
        index = self.interop.get(INTEROP_INDEX)
        if index is not None and index.data.startswith(b"R03"):
            return True
        return integers(self.exif.get(COLOR_SPACE), self.order)[:1] == (_ADOBE_RGB,)

    @property
    def density(self) -> tuple[float, float] | None:
        """Pixels an inch, across and down, as stored; None where they are not told."""
        unit = self.number(RESOLUTION_UNIT, _INCH)
        across, down = self._rational(X_RESOLUTION), self._rational(Y_RESOLUTION)
        if across is None or unit not in (_INCH, _CENTIMETRE):
            return None
        factor = 2.54 if unit == _CENTIMETRE else 1
        return across * factor, (down or across) * factor

    def upright_srgb(self) -> Self:
        """Give what stays true once the pixels are upright and sRGB; drops how the old file was stored."""
        main = {tag: entry for tag, entry in self.main.items() if tag in _MAIN_TAGS}
        main[ORIENTATION] = self._short(1)
        if self.number(RESOLUTION_UNIT, _INCH) not in (_INCH, _CENTIMETRE):
            # TIFF has it for pixels of another shape than a square; EXIF knows no such unit.
            main = {tag: entry for tag, entry in main.items() if tag not in _RESOLUTION}
        if DESCRIPTION in main and _STACK.match(main[DESCRIPTION].data):
            del main[DESCRIPTION]
        gone = _OF_THE_FILE if self.orientation == 1 else _OF_THE_FILE | _IN_PIXELS
        exif = {tag: entry for tag, entry in self.exif.items() if tag not in gone}
        if COLOR_SPACE in exif:
            exif[COLOR_SPACE] = self._short(1)
        note = exif.get(MAKER_NOTE)
        if note is not None and not 8 <= note.at <= _MAKER_NOTE_END - len(note.data):
            del exif[MAKER_NOTE]
        interop = dict(self.interop)
        if self.is_adobe_rgb:
            interop[INTEROP_INDEX] = Entry(2, 4, b"R98\0")
        return replace(self, main=main, exif=exif, interop=interop)

    def in_colours(self, *, is_srgb: bool, is_adobe: bool) -> Self:
        """Give the same, said to be of pixels in sRGB, in Adobe RGB, or in what a profile alone tells."""
        if is_srgb or COLOR_SPACE not in self.exif:
            return self
        exif = {**self.exif, COLOR_SPACE: self._short(_UNCALIBRATED)}
        interop = {**self.interop, INTEROP_INDEX: Entry(ASCII, 4, b"R03\0")} if is_adobe else self.interop
        return replace(self, exif=exif, interop=interop)

    def without_maker_note(self) -> Self:
        """Give the same without the camera maker's own field."""
        return replace(self, exif={tag: entry for tag, entry in self.exif.items() if tag != MAKER_NOTE})

    def without_location(self, places: Collection[str] = ()) -> Self:
        """Give the same without where the photo was taken; the maker note, which may repeat it, goes too.

        So do Windows' keywords where one of them is among ``places``, which are in lower case.
        """
        smaller = replace(self.without_maker_note(), gps={})
        entry = self.main.get(XP_KEYWORDS)
        words = entry.data.decode("utf-16-le", "replace").rstrip("\0").lower().split(";") if entry else []
        return smaller.without(XP_KEYWORDS) if set(words) & set(places) else smaller

    def turned_upright_in(self, file: bytes) -> bytes:
        """Give ``file``, the TIFF file these directories were read from, with its Orientation set to 1."""
        entry = self.main.get(ORIENTATION)
        if entry is None or self.orientation == 1:
            return file
        one = struct.pack(self.order + _INTEGERS[entry.kind], 1)
        return file[: entry.at] + one + file[entry.at + len(one) :]

    def with_density(self, density: tuple[float, float] | None) -> Self:
        """Give the same with so many pixels an inch, across and down; None leaves it as it is."""
        if density is None:
            return self
        main = {**self.main, RESOLUTION_UNIT: self._short(_INCH)}
        for tag, value in ((X_RESOLUTION, density[0]), (Y_RESOLUTION, density[1])):
            fraction = Fraction(value).limit_denominator(10_000)
            numbers = (fraction.numerator, fraction.denominator)
            main[tag] = Entry(RATIONAL, 1, struct.pack(self.order + "2I", *numbers))
        return replace(self, main=main)

    def with_texts(self, texts: Mapping[int, str]) -> Self:
        """Give the same with texts, by their tags, for what it does not tell yet."""
        main, exif = dict(self.main), dict(self.exif)
        for tag, text in texts.items():
            if tag in main or tag in exif or not text:
                continue
            data = text.encode("utf-8", "replace").replace(b"\0", b"") + b"\0"
            if tag == USER_COMMENT:
                # EXIF 3.0, table 9: the character set stands before it.
                data = b"UNICODE\0" + text.encode(
                    "utf-16-le" if self.order == "<" else "utf-16-be", "replace"
                )
                exif[tag] = Entry(_UNDEFINED, len(data), data)
            elif tag in _MAIN_TAGS and tag != DATE_TIME_ORIGINAL:
                main[tag] = Entry(ASCII, len(data), data)
            else:
                exif[tag] = Entry(ASCII, len(data), data)
        return replace(self, main=main, exif=exif)

    def without(self, *tags: int) -> Self:
        """Give the same less the fields of these tags in the first two directories."""
        main = {tag: entry for tag, entry in self.main.items() if tag not in tags}
        return replace(self, main=main, exif={t: entry for t, entry in self.exif.items() if t not in tags})

    def without_places(self) -> Self:
        """Give the same less where things are in the picture."""
        return self.without(*_IN_PIXELS)

    def sized(self, width: int, height: int) -> Self:
        """Give the same with the pixel dimensions, where it has them, set to ``width`` and ``height``.

        Places and densities on the sensor are left out where these are not the dimensions it had.
        """
        exif = dict(self.exif)
        before = [integers(exif.get(tag), self.order)[:1] for tag in (PIXEL_X, PIXEL_Y)]
        if before not in ([(width,), (height,)], [(), ()]):
            exif = {tag: entry for tag, entry in exif.items() if tag not in _IN_PIXELS}
        for tag, value in ((PIXEL_X, width), (PIXEL_Y, height)):
            if tag in exif:
                exif[tag] = Entry(LONG, 1, struct.pack(self.order + "I", value))
        return replace(self, exif=exif)

    def shrunk_to(self, limit: int) -> tuple[Self, int]:
        """Give the same less its largest fields, as many as `to_bytes` has over ``limit``, and how many."""
        parts = [dict(part) for part in (self.main, self.exif, self.gps, self.interop)]
        excess, dropped = len(self.to_bytes()) - limit, 0
        largest = sorted(
            (
                (len(entry.data), number, tag)
                for number, part in enumerate(parts)
                for tag, entry in part.items()
            ),
            reverse=True,
        )
        for size, number, tag in largest:
            if excess <= 0:
                break
            del parts[number][tag]
            dropped += 1
            excess -= 12 + (size + size % 2 if size > 4 else 0)
        smaller = replace(self, main=parts[0], exif=parts[1], gps=parts[2], interop=parts[3])
        if dropped and len(smaller.to_bytes()) > limit:
            # A maker note stays where it was, and keeps the block as long as it was.
            smaller, dropped = smaller.without_maker_note(), dropped + 1
        return smaller, dropped

    def to_bytes(self, extra: Mapping[int, Entry] | None = None) -> bytes:
        """Write the block, without thumbnail, its main directory joined by the ``extra`` entries.

        The maker note stays at the offset it had; the rest is laid around it.
        """
        parts = [{**self.main, **(extra or {})}, dict(self.exif), dict(self.gps), dict(self.interop)]
        wanted = [True, bool(self.exif or self.interop), bool(self.gps), bool(self.interop)]
        parents = ((1, 0, EXIF_POINTER), (2, 0, GPS_POINTER), (3, 1, INTEROP_POINTER))
        for part in parts:
            for tag in [t for t, entry in part.items() if t in _POINTERS or entry.kind in _BIGTIFF_ONLY]:
                del part[tag]
        for child, parent, pointer in parents:
            if wanted[child]:
                parts[parent][pointer] = Entry(LONG, 1, bytes(4))

        note = parts[1].get(MAKER_NOTE)
        space = _Space(note.at if note else -1, len(note.data) if note else 0)
        starts = [
            space.take(2 + 12 * len(part) + 4) if want else 0
            for part, want in zip(parts, wanted, strict=True)
        ]
        for child, parent, pointer in parents:
            if wanted[child]:
                parts[parent][pointer] = Entry(LONG, 1, struct.pack(self.order + "I", starts[child]))

        block = bytearray(
            struct.pack(self.order + "2sHI", b"II" if self.order == "<" else b"MM", 42, starts[0])
        )
        for part, start in zip(parts, starts, strict=True):
            if start:
                self._write_directory(block, part, start, space)
        return bytes(block)

    def _write_directory(self, block: bytearray, part: Directory, start: int, space: _Space) -> None:
        table = struct.pack(self.order + "H", len(part))
        for tag, entry in sorted(part.items()):
            table += struct.pack(self.order + "HHI", tag, entry.kind, entry.number)
            if len(entry.data) <= 4:
                table += entry.data.ljust(4, b"\0")
            else:
                fixed = tag == MAKER_NOTE and entry.at >= 0
                at = entry.at if fixed else space.take(len(entry.data))
                table += struct.pack(self.order + "I", at)
                _put(block, at, entry.data)
        _put(block, start, table + bytes(4))  # no next directory: the thumbnail's would be it

    def _rational(self, tag: int) -> float | None:
        """The value of an unsigned rational of the main directory; None where it is none above zero."""
        entry = self.main.get(tag)
        if entry is None or entry.kind != RATIONAL:
            return None
        above, below = struct.unpack_from(self.order + "2I", entry.data)
        return above / below if above and below else None

    def _short(self, value: int) -> Entry:
        return Entry(SHORT, 1, struct.pack(self.order + "H", value))


class _Space:
    """Hands out even offsets from 8 on, none of them inside the one stretch that is taken already."""

    def __init__(self, taken_at: int, taken_size: int) -> None:
        self._next = 8
        self._taken = range(taken_at, taken_at + taken_size)

    def take(self, size: int) -> int:
        at = self._next
        if self._taken and at < self._taken.stop and at + size > self._taken.start:
            at = self._taken.stop + self._taken.stop % 2
        self._next = at + size + size % 2
        return at


def _put(block: bytearray, at: int, data: bytes) -> None:
    if len(block) < at:
        block.extend(bytes(at - len(block)))
    block[at : at + len(data)] = data


def integers(entry: Entry | None, order: str) -> tuple[int, ...]:
    """Give the (first 16) values of an unsigned integer field; empty for None and for other types."""
    if entry is None or entry.kind not in _INTEGERS:
        return ()
    return struct.unpack_from(f"{order}{min(entry.number, 16)}{_INTEGERS[entry.kind]}", entry.data)


def directories(block: bytes) -> Iterator[tuple[Order, Directory]]:
    """All directories of pictures in a TIFF-like file, with the byte order: its chain, and those in them."""
    header = _header(block)
    if header is None:
        return
    order, big, first = header
    seen: set[int] = set()
    waiting = [first]
    while waiting and len(seen) < _MAX_ENTRIES:
        start = waiting.pop(0)
        if start in seen or start < 8 or start >= len(block):
            continue
        seen.add(start)
        directory = _read_directory(block, start, order, big)
        yield order, directory
        waiting += integers(directory.get(SUB_DIRECTORIES), order)
        waiting += _following(block, start, order, big)


def _header(block: bytes) -> tuple[Order, bool, int] | None:
    """Byte order, whether it is a BigTIFF, where the first directory stands; None of what is no TIFF."""
    orders: dict[bytes, Order] = {b"II": "<", b"MM": ">"}
    order = orders.get(block[:2])
    if order is None or len(block) < 16:
        return None
    (magic,) = struct.unpack_from(order + "H", block, 2)
    if magic not in _CLASSIC and magic != _BIG:
        return None
    big = magic == _BIG
    (first,) = struct.unpack_from(order + ("Q" if big else "I"), block, 8 if big else 4)
    return order, big, first


def _following(block: bytes, start: int, order: str, big: bool) -> tuple[int, ...]:
    """Where the directory after one stands; empty after the last."""
    count_format, step, offset = ("Q", 20, "Q") if big else ("H", 12, "I")
    (count,) = struct.unpack_from(order + count_format, block, start)
    at = start + struct.calcsize("=" + count_format) + count * step
    if at + struct.calcsize("=" + offset) > len(block):
        return ()
    return struct.unpack_from(order + offset, block, at)


def numbers(entry: Entry | None, order: str) -> tuple[int, ...]:
    """Give all values of an unsigned integer field; empty for None and for other types."""
    if entry is None or entry.kind not in _INTEGERS:
        return ()
    return struct.unpack_from(f"{order}{entry.number}{_INTEGERS[entry.kind]}", entry.data)


def _read_directory(block: bytes, start: int, order: str, big: bool) -> Directory:
    count_format, entry_format, inline = ("Q", "HHQ", 8) if big else ("H", "HHI", 4)
    head = struct.calcsize("=" + count_format)
    step = struct.calcsize("=" + entry_format) + inline
    if start < 8 or start + head > len(block):
        return {}
    (count,) = struct.unpack_from(order + count_format, block, start)
    entries: Directory = {}
    budget = _MAX_BYTES
    for index in range(min(count, (len(block) - start - head) // step, _MAX_ENTRIES)):
        at = start + head + index * step
        tag, kind, number = struct.unpack_from(order + entry_format, block, at)
        size = _SIZES.get(kind, 0) * number
        at += step - inline
        if size > inline:
            (at,) = struct.unpack_from(order + ("Q" if big else "I"), block, at)
        if 0 < size <= budget and at + size <= len(block):
            budget -= size
            entries.setdefault(
                tag, Entry(kind, number, block[at : at + size], at)
            )  # libtiff, too, heeds the first of two
    return entries
