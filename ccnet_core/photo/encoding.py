"""Pictures as files: an encoder for each format, and how much of the metadata it can hold."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, features

from ccnet_core.cv import cv2
from ccnet_core.messages import Message
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.jpeg import EXTENDED_HEADER, XMP_HEADER
from ccnet_core.photo.photo import Density
from ccnet_core.photo.profile import OUTPUT_PROFILES, SRGB_NAME, OutputProfile
from ccnet_core.photo.tiff import encode_tiff as tiff_file
from ccnet_core.photo.xmp import extended_name, split, to_png_text

_SEGMENT = 65_533
"""A JPEG segment's length counts itself (ITU-T T.81, B.1.1.4)."""
_EXIF_LIMIT = _SEGMENT - len(b"Exif\0\0")
_XMP_LIMIT = _SEGMENT - len(XMP_HEADER)
_EXTENDED_LIMIT = _SEGMENT - len(EXTENDED_HEADER) - 32 - 8
_PNG_COMPRESSION = 4  # beyond it, 5 % smaller files take 5 times as long
_INCHES_IN_METRE = 1 / 0.0254


def _ignore(message: Message) -> None:
    """Nobody is to be told."""


@dataclass(frozen=True, slots=True)
class Encodable:
    """A picture and what goes with it.

    Attributes:
        samples: (H, W, 3), or (H, W, 4) with alpha; uint8, or uint16 over the full range.
        bits: a channel, as the file is to have them.
        quality: 1 to 100, of formats that have one.
        exif: the EXIF to keep, true of the samples.
        xmp: the XMP packet to keep.
        density: pixels an inch, across and down.
        profile: the colour space of the samples.
        tell: told what does not fit into the format, each a sentence.
    """

    samples: np.ndarray
    bits: int = 8
    quality: int = 95
    exif: Exif | None = None
    xmp: bytes | None = None
    density: Density | None = None
    profile: OutputProfile = OUTPUT_PROFILES[SRGB_NAME]
    tell: Callable[[Message], object] = _ignore

    @property
    def block(self) -> bytes:
        """The EXIF; empty where there is none."""
        return self.exif.to_bytes() if self.exif else b""

    @property
    def image(self) -> Image.Image:
        """The samples of 8 bits a channel, for Pillow."""
        return Image.fromarray(np.ascontiguousarray(self.samples))


def encode_jpeg(picture: Encodable) -> bytes:
    """A JPEG file without chroma subsampling; XMP that does not fit into a segment is extended."""
    exif, dropped = picture.exif.shrunk_to(_EXIF_LIMIT) if picture.exif else (None, 0)
    if dropped:
        picture.tell(
            Message("JPEG holds 64 KB of EXIF; the {count} largest fields are left out.", count=dropped)
        )
    xmp, segments = picture.xmp or b"", b""
    if len(xmp) > _XMP_LIMIT:
        try:
            xmp, extended = split(xmp, _XMP_LIMIT)
            segments = _extended_segments(extended)
        except ValueError:
            picture.tell(Message("Its XMP does not fit into JPEG; it is left out."))
            xmp = b""
    encoded = io.BytesIO()
    picture.image.save(
        encoded,
        "JPEG",
        quality=picture.quality,
        subsampling=0,
        exif=b"Exif\0\0" + exif.to_bytes() if exif else b"",
        # What follows XMP is to come behind it, and Pillow puts the extra segments first.
        extra=_segment(XMP_HEADER + xmp) + segments if xmp else b"",
        icc_profile=picture.profile.icc,
        dpi=tuple(min(65_535, round(value)) for value in picture.density or (0, 0)),
    )
    return encoded.getvalue()


def _extended_segments(extended: bytes) -> bytes:
    head = EXTENDED_HEADER + extended_name(extended).encode() + struct.pack(">I", len(extended))
    return b"".join(
        _segment(head + struct.pack(">I", at) + extended[at : at + _EXTENDED_LIMIT])
        for at in range(0, len(extended), _EXTENDED_LIMIT)
    )


def _segment(payload: bytes) -> bytes:
    """An APP1 segment."""
    return b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload


def encode_webp(picture: Encodable) -> bytes:
    """A WebP file."""
    encoded = io.BytesIO()
    # exact: colours under transparent pixels are part of the photo too
    picture.image.save(
        encoded,
        "WEBP",
        quality=picture.quality,
        exact=True,
        exif=picture.block,
        xmp=picture.xmp or b"",
        icc_profile=picture.profile.icc,
    )
    return encoded.getvalue()


def can_encode_avif() -> bool:
    """Whether Pillow and OpenCV were built with AVIF."""
    return bool(features.check("avif")) and bool(cv2.haveImageWriter(".avif"))


def encode_avif(picture: Encodable) -> bytes:
    """An AVIF file without chroma subsampling; of 10 bits a channel by OpenCV, as Pillow writes 8.

    Raises:
        ValueError: it cannot be encoded.
    """
    if picture.bits == 8:
        encoded = io.BytesIO()
        picture.image.save(
            encoded,
            "AVIF",
            quality=picture.quality,
            subsampling="4:4:4",
            exif=picture.block,
            xmp=picture.xmp or b"",
            icc_profile=picture.profile.icc,
        )
        return encoded.getvalue()
    order = [2, 1, 0] if picture.samples.shape[2] == 3 else [2, 1, 0, 3]
    most = (1 << picture.bits) - 1
    samples = np.empty_like(picture.samples)
    for row, wide in zip(samples, picture.samples, strict=True):
        row[...] = (wide[..., order].astype(np.uint32) * most + 32_767) // 65_535
    kinds = {
        cv2.IMAGE_METADATA_EXIF: picture.block,
        cv2.IMAGE_METADATA_XMP: picture.xmp or b"",
        cv2.IMAGE_METADATA_ICCP: picture.profile.icc,
    }
    kept = {kind: np.frombuffer(data, np.uint8) for kind, data in kinds.items() if data}
    choices = [cv2.IMWRITE_AVIF_QUALITY, picture.quality, cv2.IMWRITE_AVIF_DEPTH, picture.bits]
    done, data = cv2.imencodeWithMetadata(".avif", samples, list(kept), list(kept.values()), choices)
    if not done:
        raise ValueError("OpenCV could not write the AVIF")
    return bytes(data)


def encode_tiff(picture: Encodable) -> bytes:
    """A TIFF file, deflated."""
    return tiff_file(picture.samples, picture.exif, picture.xmp, picture.profile.icc)


def encode_png(picture: Encodable) -> bytes:
    """A PNG file with its profile (iCCP), eXIf, pHYs and XMP (iTXt; PNG third edition, 11.3).

    Raises:
        ValueError: it cannot be encoded.
    """
    # OpenCV writes 16 bits.
    samples = picture.samples
    order = [2, 1, 0] if samples.shape[2] == 3 else [2, 1, 0, 3]
    done, encoded = cv2.imencode(".png", samples[..., order], [cv2.IMWRITE_PNG_COMPRESSION, _PNG_COMPRESSION])
    if not done:
        raise ValueError("OpenCV could not write the PNG")
    data = encoded.tobytes()
    chunks = _png_chunk(b"iCCP", b"ICC\0\0" + zlib.compress(picture.profile.icc))
    if picture.density:
        across, down = (min(2**31 - 1, round(value * _INCHES_IN_METRE)) for value in picture.density)
        chunks += _png_chunk(b"pHYs", struct.pack(">IIB", across, down, 1))
    if picture.exif:
        chunks += _png_chunk(b"eXIf", picture.block)
    if picture.xmp:
        chunks += _png_chunk(b"iTXt", to_png_text(picture.xmp))
    header_end = 8 + 12 + 13  # signature, and IHDR, after which they may stand
    return data[:header_end] + chunks + data[header_end:]


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
