"""The boxes of HEIF and AVIF files: which item is the picture, how it is coded, and what is said of it.

By ISO/IEC 14496-12:2022 (boxes, items) and ISO/IEC 23008-12:2022 (HEIF: properties, derived pictures).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ccnet_core.photo.av1 import colours_of
from ccnet_core.photo.coded import Cicp
from ccnet_core.photo.source import ends_unwritten

_MOST_ITEMS = 1 << 14


@dataclass(slots=True)
class Items:
    """The items of a file.

    Attributes:
        primary: the number of the item that the file is about.
        kinds: of each item, such as "hvc1".
        extents: where the parts of each item stand, and how long they are; of those in the file itself.
        properties: kind and content of those of each item.
        derived: the items that an item is put together from.
    """

    primary: int = 0
    kinds: dict[int, str] = field(default_factory=dict)
    extents: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    properties: dict[int, list[tuple[bytes, bytes]]] = field(default_factory=dict)
    derived: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def parse(cls, data: bytes) -> Items:
        """Read what can be read; of a file without items there is nothing."""
        items = cls()
        try:
            for kind, content in boxes(data):
                if kind == b"meta":
                    items._read_meta(content[4:])
                    break
        except (struct.error, IndexError, UnicodeDecodeError):
            pass  # the decoder tells of what is damaged
        return items

    def coded(self) -> set[str]:
        """The kinds of what the primary item is made of in the end."""
        kinds, waiting, seen = set[str](), [self.primary], set[int]()
        while waiting:
            item = waiting.pop()
            if item in seen:
                continue
            seen.add(item)
            parts = self.derived.get(item)
            if parts:
                waiting += parts
            elif item in self.kinds:
                kinds.add(self.kinds[item])
        return kinds

    def is_cut(self, data: bytes) -> bool:
        """Whether a part of an item lies behind the file's end, or ends in zeros that no coder writes."""
        for item, extents in self.extents.items():
            if self.kinds.get(item) in ("Exif", "mime"):
                continue
            for at, size in extents:
                if at + size > len(data) or ends_unwritten(data[at : at + size]):
                    return True
        return False

    @property
    def cicp(self) -> Cicp | None:
        """The code points of the primary item's colours; None where it has none."""
        for kind, content in self._of_colours():
            if kind == b"colr" and content[:4] == b"nclx" and len(content) >= 10:
                return Cicp(*struct.unpack_from(">HH", content, 4))
        return None

    def coded_colours(self, data: bytes) -> Cicp | None:
        """The code points in what the primary item is coded as, AV1; None where it tells of none there.

        They are what counts where no box tells of colours (ISO/IEC 23000-22, 7.3.6.4).
        """
        item = self.derived.get(self.primary, [self.primary])[0]
        for kind, content in self.properties.get(item, ()):
            if kind == b"av1C" and (colours := colours_of(content[4:])):
                return colours
        extents = self.extents.get(item) if self.kinds.get(item) == "av01" else None
        return colours_of(b"".join(data[at : at + size] for at, size in extents)) if extents else None

    @property
    def icc(self) -> bytes | None:
        """The profile of the primary item; None where it has none."""
        for kind, content in self._of_colours():
            if kind == b"colr" and content[:4] in (b"prof", b"rICC"):
                return content[4:]
        return None

    def _of_colours(self) -> list[tuple[bytes, bytes]]:
        """What is said of the primary item; of its first part where that alone says any colours."""
        said = self.properties.get(self.primary, [])
        parts = self.derived.get(self.primary)
        if parts and not any(kind == b"colr" for kind, _ in said):
            return self.properties.get(parts[0], [])
        return said

    @property
    def bits(self) -> int:
        """How many bits a channel of the primary item has, by what is said of it; 8 where nothing is."""
        for kind, content in self.properties.get(self.primary, ()):
            if kind == b"pixi" and len(content) > 5:
                return content[5]
            if kind == b"av1C" and len(content) > 2:
                return (12 if content[2] & 0x20 else 10) if content[2] & 0x40 else 8
        return 8

    @property
    def has_gain_map(self) -> bool:
        """Whether there is what makes an HDR picture of it (ISO 21496-1), be it in Apple's way."""
        if "tmap" in self.kinds.values():
            return True
        auxiliary = (c for properties in self.properties.values() for k, c in properties if k == b"auxC")
        return any(b"hdrgainmap" in content or b"21496" in content for content in auxiliary)

    def _read_meta(self, meta: bytes) -> None:
        found = dict(boxes(meta))
        if b"pitm" in found:
            pitm = found[b"pitm"]
            self.primary = int.from_bytes(pitm[4 : 6 if pitm[0] == 0 else 8], "big")
        iinf = found.get(b"iinf", bytes(6))
        for kind, content in boxes(iinf[6 if iinf[0] == 0 else 8 :]):
            if kind == b"infe" and content[0] >= 2:
                wide = content[0] > 2
                item = int.from_bytes(content[4 : 8 if wide else 6], "big")
                start = 10 if wide else 8
                self.kinds[item] = content[start : start + 4].decode("latin-1")
        self._read_locations(found.get(b"iloc", b""))
        self._read_references(found.get(b"iref", b""))
        self._read_properties(dict(boxes(found.get(b"iprp", b""))), found.get(b"iprp", b""))

    def _read_locations(self, iloc: bytes) -> None:
        if len(iloc) < 8:
            return
        version = iloc[0]
        offset_size, length_size, base_size, index_size = (
            iloc[4] >> 4,
            iloc[4] & 15,
            iloc[5] >> 4,
            iloc[5] & 15,
        )
        wide = version == 2
        at, count = (10, int.from_bytes(iloc[6:10], "big")) if wide else (8, int.from_bytes(iloc[6:8], "big"))
        reader = _Reader(iloc, at)
        for _ in range(min(count, _MOST_ITEMS)):
            item = reader.number(4 if wide else 2)
            method = reader.number(2) & 15 if version else 0
            reader.number(2)  # of the file that holds the data
            base = reader.number(base_size)
            for _ in range(reader.number(2)):
                if version and index_size:
                    reader.number(index_size)
                offset, length = reader.number(offset_size), reader.number(length_size)
                if method == 0 and length:
                    self.extents.setdefault(item, []).append((base + offset, length))

    def _read_references(self, iref: bytes) -> None:
        size = 4 if iref[:1] == b"\1" else 2
        for kind, content in boxes(iref[4:]):
            if kind == b"dimg":
                reader = _Reader(content, 0)
                item, count = reader.number(size), reader.number(2)
                self.derived[item] = [reader.number(size) for _ in range(count)]

    def _read_properties(self, iprp: dict[bytes, bytes], whole: bytes) -> None:
        known = list(boxes(iprp.get(b"ipco", b"")))
        for kind, ipma in boxes(whole):
            if kind != b"ipma":
                continue
            reader = _Reader(ipma, 4)
            for _ in range(min(reader.number(4), _MOST_ITEMS)):
                item = reader.number(4 if ipma[0] else 2)
                for _ in range(reader.number(1)):
                    index = reader.number(2) & 0x7FFF if ipma[3] & 1 else reader.number(1) & 0x7F
                    if 1 <= index <= len(known):
                        self.properties.setdefault(item, []).append(known[index - 1])


class _Reader:
    """Reads numbers one after the other; beyond the end an IndexError is raised."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def number(self, size: int) -> int:
        self._at += size
        if self._at > len(self._data):
            raise IndexError("beyond the end")
        return int.from_bytes(self._data[self._at - size : self._at], "big")


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the boxes side by side; the last may be cut short."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            if at + 16 > len(data):
                return
            (size,), head = struct.unpack_from(">Q", data, at + 8), 16
        elif size == 0:
            size = len(data) - at
        if size < head:
            return
        yield kind, data[at + head : at + size]
        at += size
