"""JPEG XL files, by libjxl through the optional package imagecodecs (``ccnet-studio[codecs]``).

imagecodecs gives and takes pixels alone. What colours they are in stands in the first bits of the codestream,
which are read, and written anew where they are to tell of other colours than imagecodecs has them tell. An
ICC profile is asked of libjxl itself. The metadata stand in boxes around the codestream (ISO/IEC
18181-2:2024, clause 9).
"""

from __future__ import annotations

import importlib.util
import struct
from typing import Any

import numpy as np

from ccnet_core.photo.boxes import boxes
from ccnet_core.photo.coded import Cicp, convert_by_curve
from ccnet_core.photo.encoding import Encodable
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.jxl_header import BARE, Header
from ccnet_core.photo.libjxl import decode_with_profile
from ccnet_core.photo.profile import OUTPUT_PROFILES, SRGB_NAME, profile_name, to_linear_srgb, to_srgb
from ccnet_core.photo.source import Metadata, Picture, Source

_SIGNATURE = b"\0\0\0\x0cJXL \r\n\x87\n"
_FILE_TYPE = struct.pack(">I4s4sI4s", 20, b"ftyp", b"jxl ", 0, b"jxl ")
_MOST_BYTES = 1 << 24
"""No compressed box is unpacked further: it would tell of no photo any more."""


def has_jxl() -> bool:
    """Whether imagecodecs is installed."""
    return importlib.util.find_spec("imagecodecs") is not None


def read_jxl(source: Source) -> Picture:
    """Open a JPEG XL file; libjxl turns the pixels upright."""
    if not has_jxl():
        advice = 'Install it with: pip install "ccnet-studio[codecs]"'
        raise source.unsupported("JPEG XL files need the imagecodecs package", advice)
    import imagecodecs

    codestream, metadata = _parts(source.data)
    if not codestream.startswith(BARE):
        raise source.damaged()
    try:
        header = Header(codestream)
    except IndexError as error:
        raise source.damaged() from error
    source.check_size(header.width, header.height)
    if header.has_profile:
        return _read_with_profile(source, header, metadata)
    if header.colours is None:
        raise source.unsupported("the colours of this JPEG XL cannot be told")
    values: Any = imagecodecs.jpegxl_decode(source.data)
    if values.ndim not in (2, 3) or values.dtype.kind not in "uf":
        raise source.unsupported("this kind of JPEG XL cannot be opened")
    samples, alpha = _parted(_unsigned(values))
    if isinstance(header.colours, Cicp):
        pixels, profile, notices = header.colours.convert(samples)
        return Picture(pixels, alpha, profile, metadata, 1, notices)
    try:
        pixels = convert_by_curve(samples, *header.colours)
    except ValueError as error:
        raise source.unsupported("the colours of this JPEG XL cannot be told") from error
    return Picture(pixels, alpha, header.colours.name, metadata, 1)


def _read_with_profile(source: Source, header: Header, metadata: Metadata) -> Picture:
    """Open a file with an ICC profile."""
    if header.is_mixed:
        raise source.unsupported("this kind of JPEG XL cannot be opened")
    # libjxl gives what is coded in XYB as linear light, for which 8 bits are few.
    bits = 16 if header.is_xyb else header.sample_bits
    channels = (1 if header.is_grey else 3) + header.has_alpha
    shape = (header.width, header.height) if header.is_turned else (header.height, header.width)
    decoded = decode_with_profile(source.data, shape, channels, bits)
    if decoded is None:
        raise source.unsupported("JPEG XL files with a colour profile of their own cannot be opened")
    samples, alpha = _parted(decoded.samples)
    pixels, _ = to_srgb(samples, decoded.icc)
    if bits > header.sample_bits:
        pixels = _in_8_bits(pixels)
        alpha = None if alpha is None else _in_8_bits(alpha)
    return Picture(pixels, alpha, profile_name(decoded.told), metadata, 1)


def _in_8_bits(samples: np.ndarray) -> np.ndarray:
    rounded: np.ndarray = ((samples.astype(np.uint32) + 128) // 257).astype(np.uint8)
    return rounded


def _parted(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """(H, W) grey or (H, W, 3) colours, and alpha where there is one."""
    alpha = None
    if samples.ndim == 3 and samples.shape[2] in (2, 4):
        samples, alpha = samples[..., :-1], np.ascontiguousarray(samples[..., -1])
    if samples.ndim == 3 and samples.shape[2] == 1:
        samples = samples[..., 0]
    return np.ascontiguousarray(samples), alpha


def _unsigned(values: np.ndarray) -> np.ndarray:
    if values.dtype in (np.uint8, np.uint16):
        return values
    scaled: np.ndarray = (np.nan_to_num(values).clip(0, 1) * 65_535 + 0.5).astype(np.uint16)
    return scaled


def _parts(data: bytes) -> tuple[bytes, Metadata]:
    """The codestream, and what the boxes around it tell."""
    if data.startswith(BARE):
        return data, Metadata()
    codestream, exif, xmp = b"", None, None
    for kind, content in map(_unpacked, boxes(data[len(_SIGNATURE) :])):
        if kind == b"jxlc":
            codestream = content
        elif kind == b"jxlp":
            codestream += content[4:]
        elif kind == b"Exif" and len(content) > 4:
            exif = Exif.parse(content[4 + int.from_bytes(content[:4], "big") :])
        elif kind == b"xml " and xmp is None:
            xmp = content
    return codestream, Metadata(exif=exif, xmp=xmp)


def _unpacked(box: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A box, or what is in one that is compressed by Brotli (9.7), as those of former JPEG files are."""
    kind, content = box
    if kind != b"brob":
        return box
    import imagecodecs

    try:
        return content[:4], bytes(imagecodecs.brotli_decode(content[4:], out=_MOST_BYTES))
    except imagecodecs.BrotliError:  # metadata that are damaged, or too large, keep no photo from being seen
        return kind, b""


def encode_jxl(picture: Encodable) -> bytes:
    """A JPEG XL file, as imagecodecs writes it; of the quality 100 without loss.

    Raises:
        ValueError: it cannot be encoded.
    """
    import imagecodecs

    samples, lossless = np.ascontiguousarray(picture.samples), picture.quality == 100
    told = None
    if not lossless and (picture.bits > 8 or picture.profile != OUTPUT_PROFILES[SRGB_NAME]):
        samples, told = _as_light(picture)
    file = bytes(imagecodecs.jpegxl_encode(samples, distance=_distance(picture.quality), lossless=lossless))
    known = dict(boxes(file[len(_SIGNATURE) :])) if file.startswith(_SIGNATURE) else {}
    codestream = _parts(file)[0]
    header, end = Header(codestream).telling(picture.profile, told)
    parts = [_SIGNATURE, _FILE_TYPE]
    if b"jxll" in known:  # how much a decoder must be able to do
        parts.append(_box(b"jxll", known[b"jxll"]))
    if picture.exif:
        parts.append(_box(b"Exif", bytes(4) + picture.block))
    if picture.xmp:
        parts.append(_box(b"xml ", picture.xmp))
    return b"".join((*parts, _box(b"jxlc", header + codestream[end:])))


def _as_light(picture: Encodable) -> tuple[np.ndarray, int | None]:
    """A picture as linear light of sRGB, and how deep the file is to say it is; None leaves that as it is.

    imagecodecs takes all but bytes for that, and libjxl codes any light, beyond sRGB too.
    """
    light = to_linear_srgb(picture.samples[..., :3], picture.profile)
    alpha = picture.samples[..., 3:]
    if picture.profile == OUTPUT_PROFILES[SRGB_NAME]:
        light *= 65_535
        light += 0.5
        return np.dstack([light.astype(np.uint16), alpha]), None
    return np.dstack([light, alpha.astype(np.float32) / np.iinfo(alpha.dtype).max]), picture.bits


def _distance(quality: int) -> float:
    """How far from the original a quality from 1 to 100 may lead: 1 is where it begins to be seen.

    As libjxl's own tools count it.
    """
    if quality >= 30:
        return 0.0 if quality == 100 else 0.1 + (100 - quality) * 0.09
    return 53 / 3000 * quality**2 - 23 / 20 * quality + 25


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content
