"""Small picture files built byte by byte, so that nothing under test helps to make its own input."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import tifffile
from PIL import Image

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Some program">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="uuid:1" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmp:Rating="4" tiff:Orientation="6" tiff:ImageWidth="11" exif:PixelXDimension="11"
    exif:FocalLength="50/1" crs:Exposure2012="+1.00"/>
  <rdf:Description rdf:about="uuid:1" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
    xmlns:regions="http://www.metadataworkinggroup.com/schemas/regions/">
   <dc:format>image/x-raw</dc:format>
   <dc:description>
    <rdf:Alt><rdf:li xml:lang="x-default">Harbour, Straße &amp; 夜</rdf:li></rdf:Alt>
   </dc:description>
   <dc:subject><rdf:Bag><rdf:li>night</rdf:li><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject>
   <xmp:Thumbnails><rdf:Alt><rdf:li>AAAA</rdf:li></rdf:Alt></xmp:Thumbnails>
   <tiff:Orientation>6</tiff:Orientation>
   <regions:Regions>faces</regions:Regions>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def noise(height: int = 9, width: int = 11, channels: int = 3, bits: int = 8, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    shape = (height, width, channels) if channels > 1 else (height, width)
    return rng.integers(0, 1 << bits, shape, dtype=np.uint16 if bits == 16 else np.uint8)


def smooth(height: int = 48, width: int = 64) -> np.ndarray:
    """A picture that lossy formats keep well."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x * 255 // width, y * 255 // height, (x + y) * 255 // (width + height)], -1).astype(
        np.uint8
    )


def encoded(pixels: np.ndarray, format: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format, **options)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(samples: np.ndarray, colour_type: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """A PNG of 8 or 16 bits with extra chunks before or after its pixels."""
    height, width = samples.shape[:2]
    bits = 8 * samples.itemsize
    rows = b"".join(b"\0" + row.astype(samples.dtype.newbyteorder(">")).tobytes() for row in samples)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows)) + after + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + before + body


def tiff(samples: np.ndarray, **options: object) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(file, samples, **options)
    return file.getvalue()


def exif_block(orientation: int = 1, order: str = "<") -> bytes:
    """A hand-laid EXIF block: camera, Orientation, date, sizes, a maker note, GPS, a thumbnail in IFD1."""

    def entry(tag: int, kind: int, count: int, value: bytes | int) -> bytes:
        packed = struct.pack(order + "I", value) if isinstance(value, int) else value.ljust(4, b"\0")
        return struct.pack(order + "HHI", tag, kind, count) + packed

    def short(value: int) -> bytes:
        return struct.pack(order + "H", value)

    def directory(*entries: bytes, following: int = 0) -> bytes:
        return short(len(entries)) + b"".join(entries) + struct.pack(order + "I", following)

    note = b"NOTE" + bytes(range(36))
    date = b"2024:05:06 07:08:09\0"
    thumbnail = encoded(noise(4, 4), "JPEG")
    camera = b"Nightcam\0\0"
    latitude = struct.pack(order + "6I", 48, 1, 8, 1, 2550, 100)
    main_at = 8
    exif_at = main_at + 2 + 12 * 4 + 4
    gps_at = exif_at + 2 + 12 * 5 + 4
    first_at = gps_at + 2 + 12 * 2 + 4
    data_at = first_at + 2 + 12 * 2 + 4
    at: dict[str, int] = {}
    data = b""
    for name, value in (
        ("camera", camera),
        ("note", note),
        ("date", date),
        ("lat", latitude),
        ("thumb", thumbnail),
    ):
        at[name] = data_at + len(data)
        data += value + bytes(len(value) % 2)
    block = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, main_at)
    block += directory(
        entry(0x0110, 2, 9, at["camera"]),
        entry(0x0112, 3, 1, short(orientation)),
        entry(0x8769, 4, 1, exif_at),
        entry(0x8825, 4, 1, gps_at),
        following=first_at,
    )
    block += directory(
        entry(0x9003, 2, 20, at["date"]),
        entry(0x927C, 7, len(note), at["note"]),
        entry(0xA001, 3, 1, short(0xFFFF)),
        entry(0xA002, 3, 1, short(11)),
        entry(0xA003, 3, 1, short(9)),
    )
    block += directory(entry(1, 2, 2, b"N\0"), entry(2, 5, 3, at["lat"]))
    block += directory(entry(0x0201, 4, 1, at["thumb"]), entry(0x0202, 4, 1, len(thumbnail)))
    return block + data


def oriented_as_stored(upright: np.ndarray, orientation: int) -> np.ndarray:
    """Store a picture as a camera held at ``orientation`` does, by EXIF's words on row 0 and column 0."""
    # orientation: (visual side of row 0, visual side of column 0)
    height, width = upright.shape[:2]
    sides = {
        1: ("top", "left"),
        2: ("top", "right"),
        3: ("bottom", "right"),
        4: ("bottom", "left"),
        5: ("left", "top"),
        6: ("right", "top"),
        7: ("right", "bottom"),
        8: ("left", "bottom"),
    }
    row_side, column_side = sides[orientation]
    turned = row_side in ("left", "right")
    rows, columns = (width, height) if turned else (height, width)
    stored = np.empty((rows, columns, *upright.shape[2:]), upright.dtype)
    for row in range(rows):
        for column in range(columns):
            down, right = (column, row) if turned else (row, column)
            if "bottom" in (row_side, column_side):
                down = height - 1 - down
            if "right" in (row_side, column_side):
                right = width - 1 - right
            stored[row, column] = upright[down, right]
    return stored
