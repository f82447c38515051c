"""HEIC and AVIF files.

HEIC is decoded by libheif, through the optional package pillow-heif (``ccnet-studio[heif]``), which itself
applies the turns that the file asks for. AVIF is decoded by Pillow, which tells of the turns as an EXIF
Orientation; where it has more than 8 bits a channel, by OpenCV.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from ccnet_core.cv import cv2
from ccnet_core.messages import Message
from ccnet_core.photo.boxes import Items
from ccnet_core.photo.coded import Cicp
from ccnet_core.photo.decoding import decode8_as_stored, divided_by_alpha, icc_or_adobe
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.profile import to_srgb
from ccnet_core.photo.source import GAIN_MAP, Metadata, Picture, Source

_CODECS = {
    "avc1": "H.264 (AVC)",
    "av01": "AV1",
    "evc1": "EVC",
    "j2k1": "JPEG 2000",
    "jpeg": "JPEG",
    "lhv1": "layered H.265 (L-HEVC)",
    "unci": "uncompressed samples",
    "vvc1": "H.266 (VVC)",
}
_HEVC = {"hvc1", "hev1"}


def read_heif(source: Source) -> Picture:
    """Open a HEIC file."""
    try:
        import pillow_heif
    except ImportError as error:
        advice = 'Install it with: pip install "ccnet-studio[heif]"'
        raise source.unsupported("HEIC files need the pillow-heif package", advice) from error
    items = Items.parse(source.data)
    _check_codec(source, items, _HEVC)
    if items.is_cut(source.data):
        raise source.damaged()
    try:
        file: Any = pillow_heif.open_heif(io.BytesIO(source.data), convert_hdr_to_8bit=False)
        page = source.page or file.primary_index + 1
        if not 1 <= page <= len(file):
            raise source.no_page(len(file))
        image = file[page - 1]
        width, height = image.size
        source.check_size(width, height)
        values = np.asarray(image)
    except (ValueError, RuntimeError, NotImplementedError) as error:
        if "upported" in str(error):
            raise source.unsupported("this kind of HEIC cannot be opened") from error
        raise
    mode, info = image.mode, image.info
    exif = Exif.parse(info.get("exif") or b"")
    alpha = None
    if values.ndim == 3 and values.shape[2] in (2, 4):
        values, alpha = values[..., :-1], np.ascontiguousarray(values[..., -1])
        if mode.startswith("RGBa"):
            values = divided_by_alpha(values, alpha)
    if values.ndim == 3 and values.shape[2] == 1:
        values = values[..., 0]
    coded = info.get("nclx_profile")
    cicp = Cicp(coded["color_primaries"], coded["transfer_characteristics"]) if coded else items.cicp
    pixels, profile, notices = _to_srgb(values, info.get("icc_profile"), cicp, exif)
    metadata = Metadata(exif=exif, xmp=info.get("xmp"))
    return Picture(pixels, alpha, profile, metadata, 1, (*notices, *_gain_map(items)), pages=len(file))


def read_avif(source: Source) -> Picture:
    """Open an AVIF file."""
    try:
        from PIL import AvifImagePlugin
    except ImportError as error:
        advice = "Install a newer one with: pip install --upgrade pillow"
        raise source.unsupported("this Pillow cannot open AVIF files", advice) from error
    if not AvifImagePlugin.SUPPORTED:
        raise source.unsupported(
            "this Pillow was built without AVIF", "Install Pillow from its official wheel."
        )
    items = Items.parse(source.data)
    _check_codec(source, items, {"av01"})
    if items.is_cut(source.data):
        raise source.damaged()
    with AvifImagePlugin.AvifImageFile(io.BytesIO(source.data)) as image:
        source.check_size(*image.size)
        exif = Exif.parse(image.info.get("exif", b""))
        deep = _decode_deep(source, items.bits, image.size[::-1]) if items.bits > 8 else None
        if deep is not None:
            stored, alpha = deep
        else:
            colour, alpha = decode8_as_stored(source, image)
            stored = np.asarray(colour)
        metadata = Metadata(exif=exif, xmp=image.info.get("xmp"))
    cicp = items.cicp or (None if items.icc else items.coded_colours(source.data))
    pixels, profile, notices = _to_srgb(stored, items.icc, cicp, exif)
    return Picture(pixels, alpha, profile, metadata, notices=(*notices, *_gain_map(items)))


def _check_codec(source: Source, items: Items, known: set[str]) -> None:
    """Say what a picture is coded as where that is nothing that can be decoded."""
    unknown = sorted(kind for kind in items.coded() - known if kind in _CODECS)
    if unknown:
        problem = Message(
            "this picture is coded as {codec}, which cannot be opened", codec=_CODECS[unknown[0]]
        )
        raise source.unsupported(problem)


def _decode_deep(
    source: Source, bits: int, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray | None] | None:
    """Colours and alpha over the full range of uint16; None where OpenCV has no AVIF or gives 8 bits."""
    decoded: np.ndarray | None = cv2.imdecode(np.frombuffer(source.data, np.uint8), cv2.IMREAD_UNCHANGED)
    if decoded is None or decoded.dtype != np.uint16 or decoded.shape[:2] != shape:
        return None
    most = (1 << bits) - 1
    whole = np.empty_like(decoded)
    for row, narrow in zip(whole, decoded, strict=True):
        row[...] = (np.minimum(narrow, most).astype(np.uint32) * 65535 + most // 2) // most
    if whole.ndim == 2:
        return whole, None
    alpha = np.ascontiguousarray(whole[..., 3]) if whole.shape[2] == 4 else None
    return np.ascontiguousarray(whole[..., 2::-1]), alpha


def _to_srgb(
    stored: np.ndarray, icc: bytes | None, cicp: Cicp | None, exif: Exif | None
) -> tuple[np.ndarray, str, tuple[Message, ...]]:
    """By a profile, which says more than code points do; but of HDR only these tell."""
    if cicp is not None and (cicp.is_hdr or not icc):
        return cicp.convert(stored)
    return *to_srgb(stored, icc_or_adobe(icc, exif)), ()


def _gain_map(items: Items) -> tuple[Message, ...]:
    return (GAIN_MAP,) if items.has_gain_map else ()
