"""PNG files: their chunks, what these tell, and the pixels, as far as they are in the file.

Chunks are told apart here (PNG third edition, chapters 5 and 11), and the decoder is given those alone that
it needs: texts and profiles of any size, frames of an animation and whatever is broken keep no picture from
being seen. Pixels of 16 bits are decoded by OpenCV, as Pillow would cut them to 8, all others by Pillow.
"""

from __future__ import annotations

import binascii
import io
import re
import struct
import zlib
from dataclasses import dataclass, field

import numpy as np
from PIL import PngImagePlugin

from ccnet_core.messages import Message
from ccnet_core.photo.coded import Cicp, convert_by_gamma
from ccnet_core.photo.decoding import decode8_as_stored, decode16, icc_or_adobe
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.jpeg import XMP_HEADER
from ccnet_core.photo.photo import Density
from ccnet_core.photo.profile import Xy, to_srgb
from ccnet_core.photo.resources import IPTC_RESOURCE, resource
from ccnet_core.photo.source import GREY, Metadata, Picture, Source, of_missing
from ccnet_core.photo.xmp import PNG_KEYWORD

_START = b"\x89PNG\r\n\x1a\n"
_MOST_BYTES = 1 << 24
"""No compressed text or profile is unpacked further: it would be no text of a photo any more."""
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_RAW_PROFILE = "raw profile type "
_METRE_IN_INCHES = 0.0254
# Of each pass of Adam7: its first row and column, the steps between them, and the block that a sample stands
# for until later passes fill it in (8.2).
_PASSES = (
    (0, 0, 8, 8, 8, 8),
    (0, 4, 8, 8, 8, 4),
    (4, 0, 8, 4, 4, 4),
    (0, 2, 4, 4, 4, 2),
    (2, 0, 4, 2, 2, 2),
    (0, 1, 2, 2, 2, 1),
    (1, 0, 2, 1, 1, 1),
)


@dataclass(frozen=True, slots=True)
class Header:
    """What IHDR tells."""

    width: int
    height: int
    bits: int
    colour: int
    interlaced: bool

    def row_bytes(self, width: int) -> int:
        """What a row of so many pixels takes, its filter type included; none takes nothing."""
        return 1 + (width * self.bits * _CHANNELS[self.colour] + 7) // 8 if width else 0

    def sized(self, width: int, height: int) -> bytes:
        """The chunk's content for a picture of another size that is not interlaced."""
        return struct.pack(">IIBBBBB", width, height, self.bits, self.colour, 0, 0, 0)


@dataclass(slots=True)
class Png:
    """A PNG file, taken apart.

    Attributes:
        chunks: name and content of all that are whole, but of the pixels.
        data: the content of the chunks of pixels, of the last as much as there is.
        is_whole: whether all chunks up to the last are there, and those of the pixels as they were written.
    """

    chunks: list[tuple[bytes, bytes]] = field(default_factory=list)
    data: list[bytes] = field(default_factory=list)
    is_whole: bool = False

    @classmethod
    def parse(cls, data: bytes) -> Png:
        """Take a file apart, as far as it goes."""
        png, at, is_broken = cls(), len(_START), False
        while at + 8 <= len(data):
            size, name = struct.unpack_from(">I4s", data, at)
            content = data[at + 8 : at + 8 + size]
            is_critical = not name[0] & 0x20
            check = data[at + 8 + size : at + 12 + size]
            is_intact = len(check) == 4 and binascii.crc32(content, binascii.crc32(name)) == int.from_bytes(
                check, "big"
            )
            if name == b"IEND":
                png.is_whole = not is_broken
                break
            if not name.isalpha():
                break
            if name == b"IDAT":
                if not is_broken:
                    png.data.append(content if is_intact else _written(content, is_cut=len(check) < 4))
                is_broken = is_broken or not is_intact
            elif is_intact or (len(check) == 4 and not is_critical):
                # Texts and the like are worth more than their check sum.
                png.chunks.append((name, content))
            elif is_critical:
                is_broken = True
            at += 12 + size
        return png

    def first(self, name: bytes) -> bytes | None:
        """The content of the first chunk of a name; None where there is none."""
        return next((content for known, content in self.chunks if known == name), None)

    @property
    def header(self) -> Header | None:
        """What IHDR tells; None where it is missing or tells what cannot be."""
        chunk = self.first(b"IHDR")
        if chunk is None or len(chunk) != 13:
            return None
        width, height, bits, colour, compression, filters, interlaced = struct.unpack(">IIBBBBB", chunk)
        if bits not in _DEPTHS.get(colour, ()) or compression or filters or interlaced > 1:
            return None
        return Header(width, height, bits, colour, bool(interlaced))

    def cleaned(self, header: bytes, data: bytes) -> bytes:
        """A file with nothing but what its picture takes."""
        parts = [_START, _chunk(b"IHDR", header)]
        for name in (b"PLTE", b"tRNS"):
            content = self.first(name)
            if content is not None:
                parts.append(_chunk(name, content))
        return b"".join((*parts, _chunk(b"IDAT", data), _chunk(b"IEND", b"")))


def _written(content: bytes, *, is_cut: bool) -> bytes:
    """What is to be believed of a chunk without its check sum: what stands before the cut or zeros."""
    before_zeros = content.rstrip(b"\0")
    return before_zeros if is_cut or len(before_zeros) < len(content) - 8 else b""


def read_png(source: Source) -> Picture:
    """Open a PNG file."""
    png = Png.parse(source.data)
    header = png.header
    if png.first(b"CgBI") is not None:
        raise source.unsupported("this is a PNG of Apple's own kind, which cannot be opened")
    if header is None:
        raise source.damaged()
    source.check_size(header.width, header.height)
    metadata, profiles = _metadata(png)
    missing = 0.0
    if png.is_whole:
        stored, alpha = _decode(source, png, header, b"".join(png.data))
    else:
        stored, alpha, missing = _decode_what_is_there(source, png, header)
        if missing and not source.partial:
            raise source.cut_short(1 - missing)
    pixels, profile, notices = _to_srgb(png, stored, metadata, profiles)
    notices += of_missing(missing)
    return Picture(pixels, alpha, profile, metadata, notices=notices, missing=missing)


def _decode(source: Source, png: Png, header: Header, data: bytes) -> tuple[np.ndarray, np.ndarray | None]:
    """(H, W) or (H, W, 3) uint8 or uint16 in the file's own colours, and alpha."""
    chunk = png.first(b"IHDR")
    assert chunk is not None
    file = png.cleaned(chunk, data)
    if header.bits == 16:
        decoded = decode16(source, file, (header.height, header.width))
        alpha = decoded[..., 3] if decoded.ndim == 3 and decoded.shape[2] == 4 else None
        key = png.first(b"tRNS")
        if decoded.ndim == 2 and key and len(key) == 2:  # OpenCV heeds it in colour pictures only
            alpha = np.where(decoded == int.from_bytes(key, "big"), 0, 65535).astype(np.uint16)
        is_grey = header.colour in (0, 4)
        return decoded if decoded.ndim == 2 else decoded[..., 0] if is_grey else decoded[..., :3], alpha
    with PngImagePlugin.PngImageFile(io.BytesIO(file)) as image:
        colour, alpha = decode8_as_stored(source, image)
        return np.asarray(colour), alpha


def _decode_what_is_there(
    source: Source, png: Png, header: Header
) -> tuple[np.ndarray, np.ndarray | None, float]:
    """As :func:`_decode`, of a file that is cut short: grey where it has nothing, and the share of that."""
    passes = _passes(header)
    expected = sum(rows * header.row_bytes(columns) for rows, columns, _ in passes)
    unpacked = _unpacked(png.data, expected)
    if len(unpacked) < header.row_bytes(passes[0][1]):
        raise source.damaged()
    stored: np.ndarray | None = None
    alpha: np.ndarray | None = None
    at = filled = 0
    for rows, columns, place in passes:
        size = header.row_bytes(columns)
        there = min(rows, (len(unpacked) - at) // size) if size else 0
        if not there:
            break
        part = zlib.compress(unpacked[at : at + there * size], 1)
        at += there * size
        filled += there * columns
        others = [chunk for chunk in png.chunks if chunk[0] != b"IHDR"]
        small = Png([(b"IHDR", header.sized(columns, there)), *others], [part], is_whole=True)
        colours, opacity = _decode(
            source, small, Header(columns, there, header.bits, header.colour, False), part
        )
        if stored is None:
            shape = (header.height, header.width, *colours.shape[2:])
            stored = np.full(shape, round(np.iinfo(colours.dtype).max * GREY), colours.dtype)
            if opacity is not None:
                alpha = np.full(shape[:2], np.iinfo(colours.dtype).max, colours.dtype)
        _place(stored, colours, place)
        if alpha is not None and opacity is not None:
            _place(alpha, opacity, place)
    assert stored is not None
    return stored, alpha, 1 - filled / (header.width * header.height)


def _passes(header: Header) -> list[tuple[int, int, tuple[int, ...]]]:
    """Rows, columns and places of each pass in which the picture is stored."""
    if not header.interlaced:
        return [(header.height, header.width, (0, 0, 1, 1, 1, 1))]
    sizes = [
        (max(0, -(-(header.height - row) // down)), max(0, -(-(header.width - column) // right)), place)
        for place in _PASSES
        for row, column, down, right, *_ in (place,)
    ]
    return [size for size in sizes if size[0] and size[1]]


def _place(target: np.ndarray, samples: np.ndarray, place: tuple[int, ...]) -> None:
    """Put the samples of a pass where they belong, each standing for its block."""
    row, column, down, right, height, width = place
    for y in range(height):
        for x in range(width):
            part = target[row + y :: down, column + x :: right][: len(samples)]
            part[...] = samples[: part.shape[0], : part.shape[1]]


def _unpacked(data: list[bytes], most: int) -> bytes:
    """What can be unpacked of a compressed stream that ends too early or is broken."""
    stream, parts, size = zlib.decompressobj(), list[bytes](), 0
    for content in data:
        # In small steps, as of one that is broken nothing is given.
        for start in range(0, len(content), 64):
            try:
                part = stream.decompress(content[start : start + 64], most - size + 1)
            except zlib.error:
                return b"".join(parts)
            parts.append(part)
            size += len(part)
            if size >= most:
                return b"".join(parts)[:most]
    return b"".join(parts)


def _to_srgb(
    png: Png, stored: np.ndarray, metadata: Metadata, profiles: dict[str, bytes]
) -> tuple[np.ndarray, str, tuple[Message, ...]]:
    """By the best that the file tells of its colours (4.3, 11.3.2): cICP, iCCP, sRGB, gAMA and cHRM, EXIF."""
    cicp = png.first(b"cICP")
    if cicp is not None and len(cicp) == 4 and cicp[2] == 0:
        return Cicp(cicp[0], cicp[1], bool(cicp[3])).convert(stored)
    icc = _icc(png) or profiles.get("icc") or profiles.get("icm")
    if not icc and png.first(b"sRGB") is None:
        gamma, chromaticities = _gamma(png), _chromaticities(png)
        if gamma is not None or chromaticities is not None:
            return *convert_by_gamma(stored, gamma, chromaticities), ()
        icc = icc_or_adobe(icc, metadata.exif)
    return *to_srgb(stored, icc), ()


def _gamma(png: Png) -> float | None:
    chunk = png.first(b"gAMA")
    value = int.from_bytes(chunk, "big") / 100_000 if chunk and len(chunk) == 4 else 0
    return value if 0.01 <= value <= 100 else None


def _chromaticities(png: Png) -> tuple[Xy, Xy, Xy, Xy] | None:
    """Of white, red, green and blue."""
    chunk = png.first(b"cHRM")
    if chunk is None or len(chunk) != 32:
        return None
    values = [value / 100_000 for value in struct.unpack(">8I", chunk)]
    white, red, green, blue = ((values[at], values[at + 1]) for at in range(0, 8, 2))
    return white, red, green, blue


def _icc(png: Png) -> bytes | None:
    chunk = png.first(b"iCCP")
    _, _, rest = (chunk or b"").partition(b"\0")
    return _inflated(rest[1:]) if rest[:1] == b"\0" else None


def _inflated(data: bytes) -> bytes | None:
    """None of what is damaged or too large."""
    stream = zlib.decompressobj()
    try:
        whole = stream.decompress(data, _MOST_BYTES)
    except zlib.error:
        return None
    return None if stream.unconsumed_tail else whole


def _metadata(png: Png) -> tuple[Metadata, dict[str, bytes]]:
    """What the file tells, and the profiles in its texts by their kind."""
    texts = _texts(png)
    profiles = {
        keyword[len(_RAW_PROFILE) :].strip(): content
        for keyword, text in texts.items()
        if keyword.startswith(_RAW_PROFILE) and (content := _raw_profile(text))
    }
    app1 = profiles.get("app1", b"")
    exif = next(
        filter(None, map(Exif.parse, (png.first(b"eXIf") or b"", profiles.get("exif", b""), app1))), None
    )
    xmp = texts.get(PNG_KEYWORD.lower(), "").encode("utf-8", "surrogateescape") or profiles.get("xmp")
    if not xmp and app1.startswith(XMP_HEADER):
        xmp = app1[len(XMP_HEADER) :]
    iptc = profiles.get("iptc") or profiles.get("8bim") or b""
    metadata = Metadata(
        exif=exif,
        xmp=xmp,
        iim=resource(iptc.removeprefix(b"Photoshop 3.0\0"), IPTC_RESOURCE) or iptc or None,
        density=_density(png),
        texts=texts,
    )
    return metadata, profiles


def _density(png: Png) -> Density | None:
    """Pixels an inch by pHYs (11.3.4.3), where it tells more than the pixels' shape."""
    chunk = png.first(b"pHYs")
    if chunk is None or len(chunk) != 9 or chunk[8] != 1:
        return None
    across, down = struct.unpack_from(">II", chunk)
    return (across * _METRE_IN_INCHES, down * _METRE_IN_INCHES) if across and down else None


def _texts(png: Png) -> dict[str, str]:
    """The texts by their keyword in lower case (11.3.3), the first of each."""
    texts: dict[str, str] = {}
    for name, content in png.chunks:
        keyword, _, rest = content.partition(b"\0")
        text: bytes | None = None
        encoding = "latin-1"
        if name == b"tEXt":
            text = rest
        elif name == b"zTXt" and rest[:1] == b"\0":
            text = _inflated(rest[1:])
        elif name == b"iTXt" and len(rest) >= 2:
            text, encoding = rest[2:].split(b"\0", 2)[-1], "utf-8"
            if rest[0] == 1:
                text = _inflated(text)
        if text is not None:
            texts.setdefault(keyword.decode("latin-1").strip().lower(), _decoded(text, encoding))
    return texts


def _decoded(text: bytes, encoding: str) -> str:
    """Many programs write UTF-8 where Latin 1 is asked for; what is neither stays as it is."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode(encoding, "surrogateescape")


def _raw_profile(text: str) -> bytes | None:
    """The content of a profile in a text, as ImageMagick writes it: name, length, hexadecimal digits."""
    found = re.fullmatch(r"\s*\S[^\n]*\n\s*(\d+)\s+([0-9a-fA-F\s]*)", text)
    if found is None:
        return None
    digits = re.sub(r"\s", "", found[2])
    content = binascii.unhexlify(digits[: len(digits) // 2 * 2])
    return content[: int(found[1])] if len(content) >= int(found[1]) else None


def _chunk(name: bytes, data: bytes) -> bytes:
    return (
        struct.pack(">I", len(data))
        + name
        + data
        + struct.pack(">I", binascii.crc32(data, binascii.crc32(name)))
    )
