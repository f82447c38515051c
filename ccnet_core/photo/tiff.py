"""TIFF files, 8 and 16 bits a channel, with EXIF directories (TIFF 6.0; page numbers are its)."""

from __future__ import annotations

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ccnet_core.photo.exif import LONG, ORIENTATION, SHORT, Entry, Exif

_BYTE, _UNDEFINED = 1, 7
_XMP = 700
_STRIP_BYTES = 1 << 20
_DEFLATE = 8  # Adobe's Technical Notes of 2002: zlib streams
_STRIP_OFFSETS = 273


def encode_tiff(samples: np.ndarray, exif: Exif | None, xmp: bytes | None, icc: bytes) -> bytes:
    """Encode (H, W, 3) RGB or (H, W, 4) RGB and unassociated alpha, uint8 or uint16.

    Strips are deflated after horizontal differencing (page 64). The ``exif`` directories stand first in the
    file, so that offsets in a maker note stay true.

    Raises:
        ValueError: the file would pass the 4 GiB that TIFF can address.
    """
    exif = exif or Exif()
    height, width, channels = samples.shape
    rows = max(1, _STRIP_BYTES // (width * channels * samples.itemsize))
    strip_starts = range(0, height, rows)

    def compress(start: int) -> bytes:
        strip = samples[start : start + rows]
        differences = strip.copy()
        differences[:, 1:] -= strip[:, :-1]
        return zlib.compress(differences.astype(samples.dtype.newbyteorder(exif.order)).tobytes())

    with ThreadPoolExecutor() as pool:  # zlib works without the interpreter's lock
        strips = list(pool.map(compress, strip_starts))

    def values(kind: int, *numbers: int) -> Entry:
        code = {SHORT: "H", LONG: "I"}[kind]
        return Entry(kind, len(numbers), struct.pack(f"{exif.order}{len(numbers)}{code}", *numbers))

    sizes = [len(strip) for strip in strips]
    fields = {
        256: values(LONG, width),
        257: values(LONG, height),
        258: values(SHORT, *[8 * samples.itemsize] * channels),
        259: values(SHORT, _DEFLATE),
        262: values(SHORT, 2),  # RGB
        _STRIP_OFFSETS: values(LONG, *[0] * len(strips)),
        ORIENTATION: values(SHORT, 1),
        277: values(SHORT, channels),
        278: values(LONG, rows),
        279: values(LONG, *sizes),
        284: values(SHORT, 1),  # interleaved
        317: values(SHORT, 2),  # horizontal differencing
        34675: Entry(_UNDEFINED, len(icc), icc),
    }
    if channels == 4:
        fields[338] = values(SHORT, 2)  # unassociated alpha, page 31
    if xmp:
        fields[_XMP] = Entry(_BYTE, len(xmp), xmp)
    # The length does not depend on the offsets' values, so a first pass with zeros tells where strips start.
    begin = len(exif.to_bytes(fields))
    begin += begin % 2
    if begin + sum(sizes) >= 1 << 32:
        raise ValueError("the picture is too large for a TIFF file")
    offsets = np.cumsum([begin, *sizes[:-1]])
    fields[_STRIP_OFFSETS] = values(LONG, *map(int, offsets))
    return exif.to_bytes(fields).ljust(begin, b"\0") + b"".join(strips)
