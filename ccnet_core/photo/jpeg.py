"""JPEG files: their segments, what these tell, and the pixels, as far as they are in the file.

Segments are told apart here (ITU-T T.81, annex B), and the decoder is given those alone that it needs:
whatever else is broken in a file keeps no picture from being seen. Pixels are decoded by Pillow, which is to
say by libjpeg-turbo.

libjpeg fills what is missing at the end of a file in with grey, and does not tell. Whether anything is
missing is found out by putting other bytes behind the end: where the picture does not depend on them it is
complete.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, JpegImagePlugin

from ccnet_core.cv import cv2
from ccnet_core.messages import Message
from ccnet_core.photo.decoding import decode8_as_stored, icc_or_adobe
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.photo import Density
from ccnet_core.photo.profile import to_srgb8
from ccnet_core.photo.quiet import quiet
from ccnet_core.photo.resources import IPTC_RESOURCE, resource
from ccnet_core.photo.source import GAIN_MAP, GREY, Metadata, Picture, Source, of_missing
from ccnet_core.photo.xmp import extended_name

_SOI, _EOI, _SOS, _COM, _TEM = 0xD8, 0xD9, 0xDA, 0xFE, 0x01
_APP0, _APP1, _APP2, _APP13, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF
_RESTARTS = range(0xD0, 0xD8)
_NO_FRAMES = {0xC4, 0xC8, 0xCC}
"""Huffman tables, an extension, and arithmetic conditioning."""
_LS_FRAME = 0xF7
"""Of JPEG-LS (ITU-T T.87, C.2.2), which is another coding."""
_COMMON_FRAMES = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}
"""Sequential and progressive, in Huffman and arithmetic coding."""
_FRAMES = {*range(0xC0, 0xD0), _LS_FRAME} - _NO_FRAMES
_PROGRESSIVE = {0xC2, 0xCA}
_ARITHMETIC = {0xC9, 0xCA}
_BETWEEN_SCANS = {0xC4, 0xCC, _SOS, 0xDB, 0xDC, 0xDD, _COM, *range(_APP0, _APP15 + 1)}
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
_VIDEO = re.compile(rb"\0\0\0[\x10-\x80]ftyp")
"""The beginning of a video, which phones put behind a picture (ISO/IEC 14496-12, 4.3)."""
_END = bytes((0xFF, _EOI))
_FILLED = (128, (128, 128, 128), (127, 127, 127, 127))
"""What libjpeg fills pixels in with, as Pillow gives it: grey, RGB, and CMYK, which it inverts."""
_FILLERS = tuple(
    filler + b"".join(bytes((0xFF, restart)) + filler for restart in (*_RESTARTS, *_RESTARTS))
    for filler in (b"\xa5\x96\xd2\xb4" * 27, bytes(range(1, 250, 7)) * 3)
)
"""What is put behind the end of a file, to see whether the picture depends on it.

libjpeg puts zeros there. The first begins with a one, so that no code is what zeros would make of it. Where
data is divided by restart markers, none is read until the next of them comes.
"""

XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED_HEADER = b"http://ns.adobe.com/xmp/extension/\0"
_MOST_EXTENDED = 1 << 22


@dataclass(frozen=True, slots=True)
class Segment:
    """A marker, the bytes that follow it, and where its first 0xFF stands."""

    marker: int
    payload: bytes
    at: int


@dataclass(slots=True)
class Jpeg:
    """A JPEG file, taken apart.

    Attributes:
        header: the segments before the first scan.
        scans: the header of each scan.
        end: where what belongs to the picture ends, its end marker not counted.
        has_end: whether the end marker stands there.
    """

    header: list[Segment] = field(default_factory=list)
    scans: list[Segment] = field(default_factory=list)
    end: int = 0
    has_end: bool = False

    @classmethod
    def parse(cls, data: bytes) -> Jpeg:
        """Take a file apart, as far as it goes; segments that are cut short are left out."""
        jpeg, at = cls(), 2
        video: re.Match[bytes] | None = None
        while True:
            found = _MARKER.search(data, at)
            if video is not None and (found is None or found.start() > video.start()):
                jpeg.end = _end_of_data(data[: video.start()])
                return jpeg
            if found is None:
                jpeg.end = _end_of_data(data) if jpeg.scans else len(data)
                return jpeg
            marker, after = found[1][0], found.end()
            if marker == _EOI and jpeg.scans:
                jpeg.end, jpeg.has_end = len(data[: found.start()].rstrip(b"\xff")), True
                return jpeg
            if marker == _SOI and jpeg.scans:
                # Another picture, as phones put behind the first, without the end marker between.
                jpeg.end = _end_of_data(data[: found.start()])
                return jpeg
            if marker in (_SOI, _EOI, _TEM):
                at = after
                continue
            size = int.from_bytes(data[after : after + 2], "big")
            segment = Segment(marker, data[after + 2 : after + size], found.start())
            fits = size >= 2 and after + size <= len(data)
            if jpeg.scans and not (
                fits and _is_between_scans(segment, data[after + size : after + size + 1])
            ):
                # Not of this picture: what some cameras put behind it, without the end marker between.
                jpeg.end = found.start()
                return jpeg
            if not fits:
                at = after if size < 2 else len(data)
                continue
            if marker == _SOS:
                jpeg.scans.append(segment)
                video = video or _VIDEO.search(data, after + size)
            elif not jpeg.scans:
                jpeg.header.append(segment)
            at = after + size

    def payloads(self, marker: int, prefix: bytes) -> Iterator[bytes]:
        """What follows the prefix in each segment before the first scan that has it."""
        for segment in self.header:
            if segment.marker == marker and segment.payload.startswith(prefix):
                yield segment.payload[len(prefix) :]

    @property
    def exif(self) -> Exif | None:
        """The EXIF; what is too long for one segment goes on in the next."""
        return Exif.parse(b"".join(payload[2:] for payload in self.payloads(_APP1, b"Exif")))

    @property
    def frame(self) -> Segment | None:
        """The frame header; None where there is none."""
        frames = (s for s in self.header if s.marker in _FRAMES)
        return next((s for s in frames if len(s.payload) >= 6), None)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height by the frame header; zeros where there is none."""
        frame = self.frame
        if frame is None:
            return 0, 0
        return int.from_bytes(frame.payload[3:5], "big"), int.from_bytes(frame.payload[1:3], "big")

    @property
    def is_rare(self) -> bool:
        """Whether it is lossless, hierarchical or not of 8 bits a sample: decoders may not know those.

        So may they not know a height that is told after the first scan (B.2.5).
        """
        frame = self.frame
        if frame is None:
            return False
        return frame.marker not in _COMMON_FRAMES or frame.payload[0] != 8 or self.size[1] == 0

    @property
    def is_progressive(self) -> bool:
        """Whether all of the picture comes coarse first, then finer."""
        return self.frame is not None and self.frame.marker in _PROGRESSIVE

    @property
    def components(self) -> int:
        """How many there are."""
        return len(self.frame.payload[6::3]) if self.frame else 0

    @property
    def is_arithmetic(self) -> bool:
        """Whether it is in arithmetic coding, not in Huffman's."""
        return self.frame is not None and self.frame.marker in _ARITHMETIC

    def known(self, scans: int) -> float:
        """Which share of the coefficients so many scans tell, 0 to 1; of what a later one refines, half."""
        frame = self.frame
        if frame is None:
            return 0.0
        told = {component: [0.0] * 64 for component in frame.payload[6::3]}
        for scan in self.scans[:scans]:
            count = scan.payload[0]
            first, last, bits = (
                scan.payload[1 + 2 * count : 4 + 2 * count] if self.is_progressive else (0, 63, 0)
            )
            for component in scan.payload[1 : 1 + 2 * count : 2]:
                for index in range(first, min(last, 63) + 1):
                    if component in told:
                        told[component][index] = 0.5 if bits & 15 else 1.0
        return sum(map(sum, told.values())) / (64 * max(1, len(told)))

    @property
    def row_height(self) -> int:
        """How many rows of pixels are coded together."""
        frame = self.frame
        factors = frame.payload[7::3] if frame else b""
        return 8 * max((factor & 15 for factor in factors), default=1)

    def cleaned(self, data: bytes, filler: bytes = b"") -> bytes:
        """The file with nothing but what its picture takes, an end marker included."""
        parts = [data[:2]]
        for segment in self.header:
            if self._decides(segment):
                size = (len(segment.payload) + 2).to_bytes(2, "big")
                parts += [bytes((0xFF, segment.marker)), size, segment.payload]
        parts += [data[self.scans[0].at : self.end] if self.scans else b"", filler, _END]
        return b"".join(parts)

    @staticmethod
    def _decides(segment: Segment) -> bool:
        """Whether a segment decides about pixels: all do but applications' own, save two of colour spaces."""
        if segment.marker == _APP0:
            return segment.payload.startswith(b"JFIF\0") and len(segment.payload) >= 14
        if segment.marker == _APP14:
            return segment.payload.startswith(b"Adobe") and len(segment.payload) >= 12
        return not (_APP0 <= segment.marker <= _APP15 or segment.marker == _COM)


def _end_of_data(data: bytes) -> int:
    """Where the coded data ends of a file without end marker: zeros and half a marker tell of no pixels.

    Two zeros may: of an even picture whole bytes of codes are.
    """
    end = len(data.rstrip(b"\0"))
    if len(data) - end <= 2 and data[end - 1 : end] != b"\xff":
        return len(data)
    if data[end - 1 : end] != b"\xff":
        return end
    # A zero behind it makes it one of the data (B.1.1.5).
    return end + 1 if end < len(data) else len(data.rstrip(b"\xff"))


def _is_between_scans(segment: Segment, following: bytes) -> bool:
    """Whether a segment after the first scan belongs to the picture, by what stands in it and behind it."""
    if segment.marker == _SOS:
        count = segment.payload[0] if segment.payload else 0
        return 1 <= count <= 4 and len(segment.payload) == 4 + 2 * count
    return segment.marker in _BETWEEN_SCANS and following == b"\xff"


def read_jpeg(source: Source) -> Picture:
    """Open a JPEG file."""
    jpeg = Jpeg.parse(source.data)
    metadata = _metadata(jpeg)
    width, height = jpeg.size
    # Of inks OpenCV would make other colours.
    if jpeg.is_rare or (jpeg.is_arithmetic and jpeg.components > 3):
        raise source.unsupported("this kind of JPEG cannot be opened")
    source.check_size(width, height)
    if not jpeg.scans:
        raise source.damaged()
    icc = icc_or_adobe(_icc(jpeg), metadata.exif)
    pixels, profile, may_be_filled = _decode(
        source, jpeg.cleaned(source.data), icc, is_arithmetic=jpeg.is_arithmetic
    )
    missing = 0.0
    # Of a file with its end nothing can be missing but what its maker had lost already: rows that libjpeg
    # fills in, or of a progressive one what makes it fine, which only another decoding tells.
    # Arithmetic coding leaves zeros at its end out (ITU-T T.81, D.1.8), so that it looks cut when it is not.
    can_tell = not jpeg.is_arithmetic
    is_doubtful = not jpeg.has_end or jpeg.known(len(jpeg.scans)) < 1 or (may_be_filled and can_tell)
    if is_doubtful or (jpeg.is_progressive and can_tell and source.least_side is None):
        fillers = _FILLERS if is_doubtful else _FILLERS[:1]
        pixels, missing = _without_filling(source, jpeg, icc, pixels, fillers)
        if missing and not source.partial:
            raise source.cut_short(1 - missing)
    return Picture(
        pixels, None, profile, metadata, notices=(*_notices(jpeg), *of_missing(missing)), missing=missing
    )


def _decode(
    source: Source, data: bytes, icc: bytes | None, *, is_arithmetic: bool
) -> tuple[np.ndarray, str, bool]:
    """The pixels, the name of their profile, and whether libjpeg may have filled the last in."""
    with (
        _arithmetic(source, data)
        if is_arithmetic
        else JpegImagePlugin.JpegImageFile(io.BytesIO(data)) as image
    ):
        if source.least_side is not None and not is_arithmetic:
            image.draft(None, (source.least_side, source.least_side))
        colour, _ = decode8_as_stored(source, image)
    last = colour.getpixel((colour.width - 1, colour.height - 1))
    pixels, profile = to_srgb8(colour, icc)
    return pixels, profile, last in _FILLED


def _arithmetic(source: Source, data: bytes) -> Image.Image:
    """Decode a JPEG in arithmetic coding by OpenCV: the libjpeg of Pillow's wheels knows it not."""
    with quiet():
        flags = cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION
        decoded: np.ndarray | None = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if decoded is None:
        raise source.damaged()
    return Image.fromarray(decoded if decoded.ndim == 2 else np.ascontiguousarray(decoded[..., ::-1]))


def _without_filling(
    source: Source, jpeg: Jpeg, icc: bytes | None, pixels: np.ndarray, fillers: Sequence[bytes]
) -> tuple[np.ndarray, float]:
    """The pixels with grey where the file has none, and which share that is; so far as the fillers tell."""
    left_out = bytes(16 if jpeg.is_arithmetic else 0)
    files = (jpeg.cleaned(source.data, left_out + filler) for filler in fillers)
    others = (_decode(source, file, icc, is_arithmetic=jpeg.is_arithmetic)[0] for file in files)
    differing = np.flatnonzero(sum((pixels != other).any(axis=(1, 2)) for other in others))
    whole_scans = len(jpeg.scans) - (1 if len(differing) else 0)
    if not len(differing) or whole_scans:
        # All rows are there; but colours may be missing, or what makes the picture fine.
        known = jpeg.known(whole_scans)
        if known < 1 and not (jpeg.is_progressive and whole_scans):
            raise source.damaged()
        return pixels, 1 - known
    height = len(pixels)
    step = max(1, jpeg.row_height * height // max(1, jpeg.size[1]))
    if jpeg.is_progressive:
        # Coarse blocks are smoothed over two rows of them, so all that is left is what was filled in.
        filled = np.flatnonzero((pixels != pixels[-1]).any(axis=(1, 2)))
        first = (int(filled[-1]) + 1 if len(filled) else 0) // step * step - 2 * step
    else:
        # A row of blocks that is cut in the middle is left out; the row of pixels before it is mixed with it.
        first = int(differing[0])
        first = first if (first + 1) % step == 0 else first - first % step
    if first < 1:
        raise source.damaged()
    kept = np.full_like(pixels, round(np.iinfo(pixels.dtype).max * GREY))
    kept[:first] = pixels[:first]
    return kept, 1 - first / height


def _notices(jpeg: Jpeg) -> tuple[Message, ...]:
    """What is to be told: a gain map is not applied.

    It is told by XMP (Ultra HDR image format 1.1), or by the segment of ISO 21496-1.
    """
    xmp = next(jpeg.payloads(_APP1, XMP_HEADER), b"")
    is_hdr = b"http://ns.adobe.com/hdr-gain-map/1.0/" in xmp or b"HDRGainMap" in xmp
    if is_hdr or any(jpeg.payloads(_APP2, b"urn:iso:std:iso:ts:21496:-1\0")):
        return (GAIN_MAP,)
    return ()


def _metadata(jpeg: Jpeg) -> Metadata:
    xmp = next(jpeg.payloads(_APP1, XMP_HEADER), None)
    resources = b"".join(jpeg.payloads(_APP13, b"Photoshop 3.0\0"))
    comment = next(jpeg.payloads(_COM, b""), b"").strip(b"\0")
    return Metadata(
        exif=jpeg.exif,
        xmp=xmp,
        extended=_extended(jpeg, xmp),
        iim=resource(resources, IPTC_RESOURCE),
        density=_density(jpeg),
        texts={"Comment": comment.decode("utf-8", "replace")} if comment else {},
    )


def _density(jpeg: Jpeg) -> Density | None:
    """Pixels an inch by the JFIF segment (ITU-T T.871, 10.1)."""
    jfif = next(jpeg.payloads(_APP0, b"JFIF\0"), b"")
    if len(jfif) < 7 or jfif[2] not in (1, 2):
        return None
    factor = 2.54 if jfif[2] == 2 else 1.0
    across, down = int.from_bytes(jfif[3:5], "big"), int.from_bytes(jfif[5:7], "big")
    return (across * factor, down * factor) if across and down else None


def _icc(jpeg: Jpeg) -> bytes | None:
    """The profile, whose parts are numbered from 1 (ICC.1:2022, B.4); None where one is missing."""
    parts = {p[0]: p[2:] for p in jpeg.payloads(_APP2, b"ICC_PROFILE\0") if len(p) > 2}
    whole = b"".join(parts[number] for number in sorted(parts))
    return whole if sorted(parts) == list(range(1, len(parts) + 1)) and whole else None


def _extended(jpeg: Jpeg, xmp: bytes | None) -> bytes | None:
    """The extended part of the XMP, put together from its segments; None where it has none or one is missing.

    Each tells its digest, the whole's length, and where in the whole it belongs (XMP Specification Part 3,
    1.1.3.1).
    """
    wanted = re.search(rb"HasExtendedXMP\s*(?:=\s*[\"']|>)\s*([0-9A-Fa-f]{32})", xmp or b"")
    if wanted is None:
        return None
    parts: dict[int, bytes] = {}
    length = 0
    for payload in jpeg.payloads(_APP1, EXTENDED_HEADER + wanted[1]):
        if len(payload) > 8:
            length = int.from_bytes(payload[:4], "big")
            parts[int.from_bytes(payload[4:8], "big")] = payload[8:]
    whole = b"".join(parts[at] for at in sorted(parts))
    if not whole or len(whole) != length or length > _MOST_EXTENDED:
        return None
    return whole if extended_name(whole) == wanted[1].decode().upper() else None
