"""Files of every kind that people have, made by other programs' writers or byte by byte, and what is to be seen.

A new kind is one line in one of the lists of `KINDS` or `REFUSED`.
"""

from __future__ import annotations

import binascii
import io
import itertools
import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tifffile
from foreign_files import written
from photo_samples import chunk, encoded, exif_block, oriented_as_stored, png, smooth, tiff
from PIL import Image, ImageCms

from ccnet_core.photo.profile import ADOBE_RGB_PROFILE, DISPLAY_P3_PROFILE

Array = np.ndarray
CHART = smooth(40, 56)
"""What is to be seen, unless said otherwise."""
DEEP = CHART.astype(np.uint16) * 257
GREY = CHART[..., 1]
BITS = (CHART[..., 0] > 100).astype(np.uint8)


@dataclass(frozen=True)
class Kind:
    """A file, and what is to be seen of it: pixels from 0 to 255, as an independent reader gives them."""

    name: str
    data: Callable[[], bytes]
    seen: Callable[[], Array]
    error: float = 0.0
    bits: int = 8
    page: int | None = None
    told: str = ""
    """A part of what is told, where anything is to be."""


def grey3(samples: Array) -> Array:
    return np.repeat(samples[..., None], 3, axis=2)


def chart() -> Array:
    return CHART


def grey() -> Array:
    return grey3(GREY)


def bilevel() -> Array:
    return grey3(BITS * 255)


def by_pillow(data: Callable[[], bytes]) -> Callable[[], Array]:
    """What Pillow sees, with the file's profile converted by LittleCMS."""

    def seen() -> Array:
        with Image.open(io.BytesIO(data())) as image:
            picture: Image.Image = image.convert("RGB")
            profile = image.info.get("icc_profile")
        if profile:
            own, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, own, srgb, ImageCms.Intent.RELATIVE_COLORIMETRIC)
            assert converted is not None
            picture = converted
        return np.asarray(picture)

    return seen


# Colours


def decoded(samples: Array) -> Array:
    """The light of sRGB's curve, of samples from 0 to 255 (IEC 61966-2-1)."""
    value = samples / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def shown(light: Array) -> Array:
    light = light.clip(0, 1)
    return 255 * np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


# Linear light of other primaries to that of sRGB; ITU-R BT.2087-0 (BT.2020), SMPTE EG 432-1 (Display P3).
P3 = np.array(
    [
        [1.2249401763, -0.2249401763, 0],
        [-0.0420569547, 1.0420569547, 0],
        [-0.0196375546, -0.0786360456, 1.0982736002],
    ]
)
BT2020 = np.array(
    [
        [1.6604910021, -0.5876411388, -0.0728498633],
        [-0.1245504745, 1.1328998971, -0.0083494226],
        [-0.0181507634, -0.1005788980, 1.1187296614],
    ]
)
ADOBE = np.array([[1.3983557440, -0.3983557440, 0], [0, 1, 0], [0, -0.0429289893, 1.0429289893]])


def pq(light: Array) -> Array:
    """Light in cd/m² to a signal from 0 to 1 (ITU-R BT.2100-2, table 4)."""
    power = (light.clip(0, 10_000) / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def hlg(light: Array) -> Array:
    """Light in cd/m² of a display of 1000 to a signal from 0 to 1 (ITU-R BT.2100-2, table 5)."""
    luminance = np.maximum((light / 1000) @ np.array([0.2627, 0.6780, 0.0593]), 1e-9)[..., None]
    scene = (light / 1000 * luminance ** (-0.2 / 1.2)).clip(1e-9, 1)
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), a * np.log(np.maximum(12 * scene - b, 1e-9)) + c)


def bt2020_signal(curve: Callable[[Array], Array]) -> Array:
    """The chart as BT.2020 with white at 203 cd/m², in 16 bits."""
    light = (decoded(CHART) @ np.linalg.inv(BT2020).T) * 203
    return (curve(light) * 65535 + 0.5).astype(np.uint16)


def cicp(primaries: int, transfer: int, full: int = 1) -> bytes:
    return chunk(b"cICP", bytes((primaries, transfer, 0, full)))


def gamma(value: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(value * 100_000)))


def primaries(*xy: float) -> bytes:
    return chunk(b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in xy)))


P3_XY = (0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060)
SRGB_XY = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def iccp(profile: bytes) -> bytes:
    return chunk(b"iCCP", b"any\0\0" + zlib.compress(profile))


# JPEG


def jpeg(pixels: Array = CHART, **options: Any) -> bytes:
    return encoded(pixels, "JPEG", **{"quality": 95, **options})


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def with_segments(*segments: bytes, data: bytes | None = None) -> bytes:
    data = jpeg() if data is None else data
    return data[:2] + b"".join(segments) + data[2:]


def without(data: bytes, marker: int) -> bytes:
    """Without the first segment of a marker."""
    at = data.index(bytes((0xFF, marker)))
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]


def cmyk(*, adobe: bool) -> bytes:
    file = io.BytesIO()
    Image.fromarray(CHART).convert("CMYK").save(file, "JPEG", quality=98, subsampling=0)
    return file.getvalue() if adobe else without(file.getvalue(), 0xEE)


VIDEO = struct.pack(">I4s4sI", 16, b"ftyp", b"mp42", 0) + bytes(range(256)) * 40

JPEGS: dict[str, Callable[[], bytes]] = {
    **{f"subsampling-{n}": (lambda n=n: jpeg(subsampling=n)) for n in (0, 1, 2)},
    **{f"progressive-{n}": (lambda n=n: jpeg(progressive=True, subsampling=n)) for n in (0, 2)},
    "optimized": lambda: jpeg(optimize=True),
    "restarts": lambda: jpeg(restart_marker_blocks=2),
    "keeps-rgb": lambda: jpeg(keep_rgb=True),
    "no-end": lambda: jpeg()[:-2],
    "no-end-progressive": lambda: jpeg(progressive=True)[:-2],
    "no-end-restarts": lambda: jpeg(restart_marker_rows=1)[:-2],
    "half-an-end": lambda: jpeg()[:-1],
    "no-end-zeros-behind": lambda: jpeg()[:-2] + bytes(5000),
    "video-behind": lambda: jpeg() + VIDEO,
    "no-end-video-behind": lambda: jpeg()[:-2] + VIDEO,
    "no-end-progressive-video-behind": lambda: jpeg(progressive=True)[:-2] + VIDEO,
    "zeros-behind": lambda: jpeg() + bytes(4096),
    "empty-jfif": lambda: with_segments(segment(0xE0, b""), data=without(jpeg(), 0xE0)),
    "short-jfif": lambda: with_segments(segment(0xE0, b"JFIF\0"), data=without(jpeg(), 0xE0)),
    "no-jfif": lambda: without(jpeg(), 0xE0),
    "two-jfif": lambda: with_segments(segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")),
    "jfxx": lambda: with_segments(segment(0xE0, b"JFXX\0\x10" + bytes(9))),
    "empty-exif": lambda: with_segments(segment(0xE1, b"Exif\0\0")),
    "broken-exif": lambda: with_segments(segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f" + bytes(9))),
    "profile-of-nothing": lambda: with_segments(segment(0xE2, b"ICC_PROFILE\0")),
    "half-a-profile": lambda: with_segments(segment(0xE2, b"ICC_PROFILE\0\1\2" + srgb_profile())),
    "broken-profile": lambda: with_segments(segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(200))),
    "broken-pictures": lambda: with_segments(segment(0xE2, b"MPF\0II*\0\xff\xff\xff\xff")),
    "broken-resources": lambda: with_segments(
        segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0\xff\xff\xff\xff")
    ),
    "short-adobe": lambda: with_segments(segment(0xEE, b"Adobe")),
    "comment": lambda: with_segments(segment(0xFE, b"hello \xff there")),
    "fill-bytes": lambda: with_segments(b"\xff\xff\xff" + segment(0xFE, b"a")),
    "junk-between": lambda: with_segments(segment(0xFE, b"a") + b"junk"),
    "length-of-nothing": lambda: with_segments(b"\xff\xe5\0\0"),
}


def arranged(kind: str, orientation: int) -> bytes:
    stored = oriented_as_stored(CHART, orientation)
    block = exif_block(orientation)
    digits = binascii.hexlify(b"Exif\0\0" + block).decode()
    text = f"\nexif\n{len(block) + 6:8}\n" + "\n".join(
        digits[at : at + 72] for at in range(0, len(digits), 72)
    )
    match kind:
        case "jpg":
            return jpeg(stored, exif=b"Exif\0\0" + block)
        case "png":
            return png(stored, 2, before=chunk(b"eXIf", block))
        case "raw-profile-exif.png":
            return png(
                stored, 2, before=chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(text.encode()))
            )
        case "raw-profile-app1.png":
            return png(stored, 2, before=chunk(b"tEXt", b"Raw profile type APP1\0" + text.encode()))
        case "webp":
            return encoded(stored, "WEBP", lossless=True, exif=block)
        case "tif":
            return tiff(stored, photometric="rgb", extratags=[(274, 3, 1, orientation, True)])
        case _:
            return encoded(stored, "AVIF", exif=block, quality=95)


# PNG

_PASSES = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))


def packed_rows(samples: Array, bits: int) -> bytes:
    """Rows as PNG and TIFF store them, each from a byte of its own."""
    if bits >= 8:
        return b"".join(row.astype(samples.dtype.newbyteorder(">")).tobytes() for row in samples)
    flat = samples.reshape(len(samples), -1)
    digits = (flat[..., None] >> np.arange(bits - 1, -1, -1, dtype=flat.dtype)) & 1
    return np.packbits(digits.reshape(len(samples), -1).astype(np.uint8), axis=1).tobytes()


def filtered(samples: Array, bits: int) -> bytes:
    data = packed_rows(samples, bits)
    step = len(data) // len(samples)
    return b"".join(b"\0" + data[at : at + step] for at in range(0, len(data), step))


def png_of(samples: Array, colour: int, bits: int, before: bytes = b"", *, interlaced: bool = False) -> bytes:
    height, width = samples.shape[:2]
    parts = [samples[y::dy, x::dx] for y, x, dy, dx in _PASSES] if interlaced else [samples]
    data = zlib.compress(b"".join(filtered(part, bits) for part in parts if part.size))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced))
    return b"\x89PNG\r\n\x1a\n" + header + before + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def split_data(data: bytes, size: int) -> bytes:
    """With the chunk of pixels divided into many."""
    at = data.index(b"IDAT") - 4
    (length,) = struct.unpack_from(">I", data, at)
    content = data[at + 8 : at + 8 + length]
    parts = b"".join(chunk(b"IDAT", content[start : start + size]) for start in range(0, length, size))
    return data[:at] + parts + data[at + 12 + length :]


def broken_sum(name: bytes, content: bytes) -> bytes:
    return chunk(name, content)[:-4] + b"\1\2\3\4"


def apng(samples: Array, *, shows_default: bool = False) -> bytes:
    """A picture of which the first frame of an animation is another one."""
    other = (255 - samples).astype(samples.dtype) if samples.dtype == np.uint8 else 65535 - samples
    bits, (height, width) = 8 * samples.itemsize, samples.shape[:2]
    frame = struct.pack(">IIIIIHHBB", 0, width, height, 0, 0, 1, 10, 0, 0)
    data = struct.pack(">I", 1) + zlib.compress(filtered(other, bits))
    whole = png_of(samples, 2, bits, before=chunk(b"acTL", struct.pack(">II", 1, 0)))
    return whole[:-12] + chunk(b"fcTL", frame) + chunk(b"fdAT", data) + whole[-12:]


PALETTE = np.array([[10, 20, 30], [40, 50, 60], [200, 90, 10], [250, 250, 240]], np.uint8)
INDICES = (GREY // 64).astype(np.uint8)
LONG = b"night " * 300_000

PNGS: list[Kind] = [
    Kind(
        f"{name}-{bits}{'-interlaced' if interlaced else ''}.png",
        lambda colour=colour, bits=bits, samples=samples, interlaced=interlaced: png_of(
            samples(bits), colour, bits, chunk(b"PLTE", PALETTE.tobytes()) if colour == 3 else b"", interlaced=interlaced
        ),
        lambda bits=bits, seen=seen: seen(bits),
        error=0.51 if bits == 16 else 0.0,
        bits=16 if bits == 16 else 8,
    )
    for interlaced in (False, True)
    for name, colour, depths, samples, seen in (
        (
            "grey",
            0,
            (1, 2, 4, 8, 16),
            lambda b: DEEP[..., 1] if b == 16 else GREY >> (8 - b),
            lambda b: grey() if b == 16 else grey3((GREY >> (8 - b)) * (255 // ((1 << b) - 1))),
        ),
        ("rgb", 2, (8, 16), lambda b: DEEP if b == 16 else CHART, lambda b: CHART),
        ("palette", 3, (2, 4, 8), lambda b: INDICES, lambda b: PALETTE[INDICES]),
        (
            "grey-alpha",
            4,
            (8, 16),
            lambda b: np.dstack([DEEP[..., 1]] * 2) if b == 16 else np.dstack([GREY] * 2),
            lambda b: grey(),
        ),
        (
            "rgba",
            6,
            (8, 16),
            lambda b: np.dstack([DEEP, DEEP[..., 0]]) if b == 16 else np.dstack([CHART, GREY]),
            lambda b: CHART,
        ),
    )
    for bits in depths
]  # fmt: skip

PNG_CHUNKS: dict[str, Callable[[], bytes]] = {
    "ztxt-over-1mb": lambda: chunk(b"zTXt", b"Comment\0\0" + zlib.compress(LONG)),
    "itxt-over-1mb": lambda: chunk(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(LONG)),
    "text-over-1mb": lambda: chunk(b"tEXt", b"Comment\0" + LONG),
    "ztxt-bomb": lambda: chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(60_000_000), 9)),
    "profile-over-1mb": lambda: iccp(LONG),
    "profile-broken": lambda: chunk(b"iCCP", b"any\0\0nothing"),
    "profile-no-name": lambda: chunk(b"iCCP", b""),
    "raw-profile-broken": lambda: chunk(b"tEXt", b"Raw profile type exif\0\nexif\n  99\nzz"),
    "sum-of-a-text-broken": lambda: broken_sum(b"tEXt", b"Title\0Night"),
    "empty-text": lambda: chunk(b"tEXt", b""),
    "empty-exif": lambda: chunk(b"eXIf", b""),
    "time-and-more": lambda: chunk(b"tIME", bytes(7)) + chunk(b"bKGD", bytes(6)) + chunk(b"prVW", b"x"),
    "aspect": lambda: chunk(b"pHYs", struct.pack(">IIB", 2, 1, 0)),
    "short-gamma": lambda: chunk(b"gAMA", b"\0"),
    "gamma-of-nothing": lambda: gamma(0),
    "gamma-2.2": lambda: gamma(0.45455),
    "gamma-2.2-srgb-primaries": lambda: gamma(0.45455) + primaries(*SRGB_XY),
    "primaries-of-nothing": lambda: gamma(0.45455) + primaries(*[0] * 8),
    "srgb-over-gamma": lambda: chunk(b"sRGB", b"\0") + gamma(1.0),
    "profile-over-gamma": lambda: iccp(srgb_profile()) + gamma(1.0),
    "cicp-over-profile": lambda: cicp(1, 13) + iccp(srgb_profile()) + gamma(1.0),
    "cicp-bt709": lambda: cicp(1, 1),
    "cicp-unspecified": lambda: cicp(2, 2),
    "cicp-unknown": lambda: cicp(200, 200),
    "cicp-short": lambda: chunk(b"cICP", b"\1"),
}

PNG_COLOURS: list[tuple[str, Callable[[], Array], Callable[[], bytes], Callable[[], Array], float]] = [
    ("cicp-p3-8", chart, lambda: cicp(12, 13), lambda: shown(decoded(CHART) @ P3.T), 0.6),
    ("cicp-p3-16", lambda: DEEP, lambda: cicp(12, 13), lambda: shown(decoded(CHART) @ P3.T), 0.6),
    ("cicp-bt2020-16", lambda: DEEP, lambda: cicp(9, 13), lambda: shown(decoded(CHART) @ BT2020.T), 0.6),
    ("cicp-linear-16", lambda: DEEP, lambda: cicp(1, 8), lambda: shown(CHART / 255.0), 0.6),
    ("cicp-gamma-2.2-16", lambda: DEEP, lambda: cicp(1, 4), lambda: shown((CHART / 255.0) ** 2.2), 0.6),
    ("cicp-gamma-2.8-8", chart, lambda: cicp(1, 5), lambda: shown((CHART / 255.0) ** 2.8), 0.6),
    ("cicp-narrow-8", lambda: (16 + CHART * (219 / 255) + 0.5).astype(np.uint8), lambda: cicp(1, 13, 0), chart, 0.6),
    ("cicp-pq-16", lambda: bt2020_signal(pq), lambda: cicp(9, 16), chart, 0.6),
    ("cicp-hlg-16", lambda: bt2020_signal(hlg), lambda: cicp(9, 18), chart, 0.8),
    ("cicp-pq-8", lambda: (bt2020_signal(pq) / 257 + 0.5).astype(np.uint8), lambda: cicp(9, 16), chart, 2.0),
    ("cicp-over-wrong-profile", chart, lambda: cicp(12, 13) + iccp(srgb_profile()), lambda: shown(decoded(CHART) @ P3.T), 0.6),
    ("gamma-1-8", chart, lambda: gamma(1.0), lambda: shown(CHART / 255.0), 0.6),
    ("gamma-1-16", lambda: DEEP, lambda: gamma(1.0), lambda: shown(CHART / 255.0), 0.6),
    ("gamma-1.8-16", lambda: DEEP, lambda: gamma(1 / 1.8), lambda: shown((CHART / 255.0) ** 1.8), 0.6),
    ("gamma-2.2-p3", lambda: DEEP, lambda: gamma(1 / 2.2) + primaries(*P3_XY), lambda: shown(decoded(CHART) @ P3.T), 0.6),
    ("gamma-1-p3", lambda: DEEP, lambda: gamma(1.0) + primaries(*P3_XY), lambda: shown(CHART / 255.0 @ P3.T), 0.6),
    ("p3-alone", lambda: DEEP, lambda: primaries(*P3_XY), lambda: shown(decoded(CHART) @ P3.T), 0.6),
]  # fmt: skip

PNG_FILES: dict[str, Callable[[], bytes]] = {
    "no-end": lambda: png(CHART, 2)[:-12],
    "half-an-end": lambda: png(CHART, 2)[:-5],
    "no-sum-of-pixels": lambda: png(CHART, 2)[:-14],
    "junk-behind": lambda: png(CHART, 2) + b"junk" * 50,
    "video-behind": lambda: png(CHART, 2) + VIDEO,
    "many-chunks": lambda: split_data(png(CHART, 2), 7),
    "text-behind": lambda: png(CHART, 2, after=chunk(b"tEXt", b"Title\0Night")),
    "apng-8": lambda: apng(CHART),
    "apng-16": lambda: apng(DEEP),
}


# TIFF


def tiff_of(
    fields: dict[int, tuple[int, Sequence[int] | bytes]], strips: Sequence[bytes], order: str = "<"
) -> bytes:
    """A TIFF file of any fields, as type and values, with its strips."""
    sizes = {1: "B", 2: "s", 3: "H", 4: "I", 6: "b", 7: "s"}
    offset = 8 + sum(map(len, strips))
    starts = list(itertools.accumulate(map(len, strips), initial=8))[:-1]
    whole = {**fields, 273: (4, starts), 279: (4, [len(strip) for strip in strips])}
    table, behind = struct.pack(order + "H", len(whole)), b""
    end = offset + 2 + 12 * len(whole) + 4
    for tag, (kind, values) in sorted(whole.items()):
        data = (
            bytes(values)
            if isinstance(values, bytes)
            else struct.pack(f"{order}{len(values)}{sizes[kind]}", *values)
        )
        count = len(values)
        if len(data) <= 4:
            value = data.ljust(4, b"\0")
        else:
            value, behind = struct.pack(order + "I", end + len(behind)), behind + data + bytes(len(data) % 2)
        table += struct.pack(order + "HHI", tag, kind, count) + value
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, offset)
    return head + b"".join(strips) + table + bytes(4) + behind


def plain(
    samples: Array, bits: int, photometric: int, order: str = "<", packing: str = "", **more: Any
) -> bytes:
    """A TIFF of one strip or several, packed by Pillow's libtiff where ``packing`` says how."""
    height, width = samples.shape[:2]
    channels = samples.shape[2] if samples.ndim == 3 else 1
    rows = more.pop("rows", height)
    fields: dict[int, tuple[int, Sequence[int] | bytes]] = {
        256: (4, [width]),
        257: (4, [height]),
        258: (3, [bits] * channels),
        259: (3, [{"": 1, "tiff_lzw": 5, "zstd": 50000, "lzma": 34925, "packbits": 32773}[packing]]),
        262: (3, [photometric]),
        277: (3, [channels]),
        278: (4, [rows]),
        **{int(tag[1:]): value for tag, value in more.items()},
    }
    strips = []
    for top in range(0, height, rows):
        part = samples[top : top + rows]
        wide = part.astype(part.dtype.newbyteorder(order)).tobytes()
        data = wide if bits >= 8 else packed_rows(part, bits)
        strips.append(packed(data, len(part), packing))
    return tiff_of(fields, strips, order)


def packed(data: bytes, rows: int, packing: str) -> bytes:
    """Bytes as libtiff packs them, taken out of a grey picture of as many rows."""
    if not packing:
        return data
    grey_picture = np.frombuffer(data, np.uint8).reshape(rows, -1)
    file = io.BytesIO()
    Image.fromarray(grey_picture).save(file, "TIFF", compression=packing, tiffinfo={278: rows})
    with tifffile.TiffFile(io.BytesIO(file.getvalue())) as opened:
        page = opened.pages[0]
        assert len(page.dataoffsets) == 1
        at, size = page.dataoffsets[0], page.databytecounts[0]
    return file.getvalue()[at : at + size]


def differences(samples: Array) -> Array:
    """Horizontal differencing (TIFF 6.0, section 14)."""
    changed = samples.copy()
    changed[:, 1:] -= samples[:, :-1]
    return changed


def floating_predictor(samples: Array) -> bytes:
    """Adobe's TIFF Technical Note 3, of (H, W, C) float32."""
    rows = b""
    for row in samples:
        data = np.ascontiguousarray(
            np.moveaxis(row.astype(">f4").reshape(-1).view(np.uint8).reshape(-1, 4), 1, 0)
        )
        flat = data.reshape(-1, samples.shape[2]).astype(np.uint8)
        changed = flat.copy()
        changed[1:] -= flat[:-1]
        rows += changed.tobytes()
    return rows


def digits(samples: Array, bits: int) -> bytes:
    """Rows of samples of any number of bits."""
    flat = samples.reshape(len(samples), -1).astype(np.uint32)
    split = (flat[..., None] >> np.arange(bits - 1, -1, -1, dtype=np.uint32)) & 1
    return np.packbits(split.reshape(len(samples), -1).astype(np.uint8), axis=1).tobytes()


def tiff_digits(samples: Array, bits: int, photometric: int) -> bytes:
    height, width = samples.shape[:2]
    channels = samples.shape[2] if samples.ndim == 3 else 1
    fields: dict[int, tuple[int, Sequence[int] | bytes]] = {
        256: (4, [width]), 257: (4, [height]), 258: (3, [bits] * channels), 259: (3, [1]),
        262: (3, [photometric]), 277: (3, [channels]), 278: (4, [height]),
    }  # fmt: skip
    return tiff_of(fields, [digits(samples, bits)])


def lab_of(pixels: Array) -> Array:
    """CIE L*a*b* of D50, 0 to 255 as LittleCMS codes it: a* and b* from 128."""
    lab = ImageCms.createProfile("LAB")
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), lab, "RGB", "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    converted = ImageCms.applyTransform(Image.fromarray(pixels), transform)
    assert converted is not None
    # Pillow shows a* and b* as signed bytes, in whose bits they are stored.
    return np.frombuffer(converted.tobytes(), np.uint8).reshape(pixels.shape)


def pages(*pictures: tuple[Array, dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    with tifffile.TiffWriter(file) as writer:
        for samples, options in pictures:
            writer.write(samples, **{"metadata": None, **options})
    return file.getvalue()


THUMBNAIL = (255 - CHART)[::2, ::2]
RGB: dict[str, Any] = {"photometric": "rgb"}
SUB: dict[str, Any] = {"subifds": 1}
STACK = np.stack([DEEP[..., 1] // 2, DEEP[..., 1], 65535 - DEEP[..., 1]])


def masked() -> bytes:
    """With a transparency mask before the picture."""
    data = pages((THUMBNAIL, {**RGB, "subfiletype": 1}), (CHART, RGB))
    reduced, mask = (struct.pack("<HHII", 254, 4, 1, kind) for kind in (1, 4))
    assert reduced in data
    return data.replace(reduced, mask)


def imagej(**options: Any) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(file, STACK, imagej=True, **options)
    return file.getvalue()


def one_directory() -> bytes:
    """A stack of which ImageJ writes the first picture's directory alone, as of large ones."""
    data = imagej()
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        first = file.pages[0]
        at, count = first.offset, len(first.tags)
    end = at + 2 + 12 * count
    return data[:end] + bytes(4) + data[end + 4 :]


TIFFS: list[Kind] = [
    *(
        Kind(
            f"{bits}-{layout}-{packing or 'plain'}-{'little' if order == '<' else 'big'}{'-bigtiff' if large else ''}.tif",
            lambda bits=bits, layout=layout, packing=packing, order=order, large=large: tiff(
                np.ascontiguousarray(np.moveaxis(DEEP if bits == 16 else CHART, -1, 0)) if layout == "planar" else DEEP if bits == 16 else CHART,
                photometric="rgb", byteorder=order, bigtiff=large,
                **({"planarconfig": "separate"} if layout == "planar" else {}),
                **({"tile": (16, 32)} if layout == "tiles" else {"rowsperstrip": 7}),
                **({"compression": packing, "predictor": 2} if packing else {}),
            ),
            chart, error=0.51 if bits == 16 else 0.0, bits=bits,
        )
        for bits in (8, 16) for layout in ("pixels", "planar", "tiles") for packing in ("", "zlib")
        for order, large in (("<", False), (">", False), ("<", True), (">", True))
    ),
    *(
        Kind(
            f"{bits}-{packing}-{order == '<'}-{predictor}.tif",
            lambda bits=bits, packing=packing, order=order, predictor=predictor: plain(
                (differences if predictor == 2 else lambda it: it)(DEEP if bits == 16 else CHART),
                bits, 2, order, packing, rows=9, t317=(3, [predictor]),
            ),
            chart, error=0.51 if bits == 16 else 0.0, bits=bits,
        )
        for bits in (8, 16) for packing in ("tiff_lzw", "zstd", "lzma", "packbits")
        for order in "<>" for predictor in (1, 2)
    ),
    Kind("float32.tif", lambda: tiff((CHART / 255).astype(np.float32), **RGB), chart, 0.51, 16),
    Kind("float16.tif", lambda: tiff((CHART / 255).astype(np.float16), **RGB), chart, 0.6, 16),
    Kind("float64.tif", lambda: tiff(CHART / 255, **RGB), chart, 0.51, 16),
    Kind("float32-big.tif", lambda: tiff((CHART / 255).astype(np.float32), byteorder=">", **RGB), chart, 0.51, 16),
    Kind("float32-grey.tif", lambda: tiff((GREY / 255).astype(np.float32), photometric="minisblack"), grey, 0.51, 16),
    Kind("float32-deflate.tif", lambda: tiff((CHART / 255).astype(np.float32), compression="zlib", **RGB), chart, 0.51, 16),
    Kind("float32-lzw.tif", lambda: plain((CHART / 255).astype(np.float32), 32, 2, packing="tiff_lzw", t339=(3, [3] * 3)), chart, 0.51, 16),
    Kind(
        "float32-predictor.tif",
        lambda: tiff_of(
            {256: (4, [56]), 257: (4, [40]), 258: (3, [32] * 3), 259: (3, [8]), 262: (3, [2]), 277: (3, [3]),
             278: (4, [40]), 317: (3, [3]), 339: (3, [3] * 3)},
            [zlib.compress(floating_predictor((CHART / 255).astype(np.float32)))],
        ),
        chart, 0.51, 16,
    ),
    Kind("float32-not-finite.tif", lambda: tiff(np.where(CHART.max() == CHART, np.nan, CHART / 255).astype(np.float32), **RGB), chart, 20, 16),
    Kind("float32-of-counts.tif", lambda: tiff((CHART * 257.0).astype(np.float32), **RGB), chart, 0.6, 16),
    Kind("float32-above-white.tif", lambda: tiff((CHART / 255 * np.where(CHART > 250, 4, 1)).astype(np.float32), **RGB), chart, 1.0, 16),
    Kind("uint32.tif", lambda: tiff(DEEP.astype(np.uint32) << 16, **RGB), chart, 0.51, 16),
    Kind("uint64.tif", lambda: tiff(DEEP.astype(np.uint64) << np.uint64(48), **RGB), chart, 0.51, 16),
    Kind("int16.tif", lambda: tiff((DEEP >> 1).astype(np.int16), **RGB), chart, 0.51, 16),
    Kind("int8.tif", lambda: tiff((CHART >> 1).astype(np.int8), **RGB), chart, 1.1),
    Kind("int32-negative.tif", lambda: tiff(np.full((8, 8), -5, np.int32), photometric="minisblack"), lambda: np.zeros((8, 8, 3)), 0.51, 16),
    Kind("grey-8.tif", lambda: tiff(GREY, photometric="minisblack"), grey),
    Kind("grey-16.tif", lambda: tiff(DEEP[..., 1], photometric="minisblack"), grey, 0.51, 16),
    Kind("white-is-zero-8.tif", lambda: tiff(255 - GREY, photometric="miniswhite"), grey),
    Kind("white-is-zero-16.tif", lambda: tiff(65535 - DEEP[..., 1], photometric="miniswhite"), grey, 0.51, 16),
    Kind("white-is-zero-1.tif", lambda: plain(1 - BITS, 1, 0), bilevel),
    Kind("bilevel.tif", lambda: plain(BITS, 1, 1), bilevel),
    Kind("bilevel-lzw.tif", lambda: plain(BITS, 1, 1, packing="tiff_lzw"), bilevel),
    Kind("bilevel-lowest-first.tif", lambda: plain_reversed(), bilevel),
    Kind("grey-2.tif", lambda: plain(GREY >> 6, 2, 1), lambda: grey3((GREY >> 6) * 85)),
    Kind("grey-4.tif", lambda: plain(GREY >> 4, 4, 1), lambda: grey3((GREY >> 4) * 17)),
    Kind("rgb-4.tif", lambda: plain(CHART >> 4, 4, 2), lambda: (CHART >> 4) * 17),
    *(Kind(f"grey-{b}.tif", lambda b=b: tiff_digits(DEEP[..., 1] >> (16 - b), b, 1), grey, 0.6, 16) for b in (10, 12, 14)),
    *(Kind(f"rgb-{b}.tif", lambda b=b: tiff_digits(DEEP >> (16 - b), b, 2), chart, 0.6, 16) for b in (10, 12, 14)),
    Kind("grey-24.tif", lambda: tiff_digits(DEEP[..., 1].astype(np.uint32) << 8, 24, 1), grey, 0.6, 16),
    Kind("palette-8.tif", lambda: plain(INDICES, 8, 3, t320=(3, colour_map(256))), lambda: PALETTE[INDICES]),
    Kind("palette-4.tif", lambda: plain(INDICES, 4, 3, t320=(3, colour_map(16))), lambda: PALETTE[INDICES]),
    Kind("palette-of-bytes.tif", lambda: plain(INDICES, 8, 3, t320=(3, [v // 257 for v in colour_map(256)])), lambda: PALETTE[INDICES]),
    *(
        Kind(
            f"grey-alpha-{bits}-{packing or 'plain'}.tif",
            lambda bits=bits, packing=packing: plain(
                np.dstack([DEEP[..., 1], DEEP[..., 0]]) if bits == 16 else np.dstack([GREY, CHART[..., 0]]), bits, 1, packing=packing, t338=(3, [2])
            ),
            grey, 0.51 if bits == 16 else 0, bits,
        )
        for bits in (8, 16) for packing in ("", "tiff_lzw")
    ),
    Kind("rgba-16-planar.tif", lambda: tiff(np.moveaxis(np.dstack([DEEP, DEEP[..., 0]]), -1, 0), planarconfig="separate", extrasamples=["unassalpha"], **RGB), chart, 0.51, 16),
    Kind("rgb-and-more-8.tif", lambda: tiff(np.dstack([CHART, GREY, GREY]), extrasamples=["unspecified", "unspecified"], **RGB), chart),
    Kind("grey-and-more-16.tif", lambda: tiff(np.dstack([DEEP[..., 1]] * 5), photometric="minisblack", planarconfig="contig"), grey, 0.51, 16, told="channels"),
    Kind("premultiplied-8.tif", lambda: tiff(np.dstack([CHART // 2, np.full_like(GREY, 128)]), extrasamples=["assocalpha"], **RGB), chart, 2.0),
    Kind("cmyk-8.tif", lambda: tiff(inks(), photometric="separated"), lambda: seen_inks(), 0.6),
    Kind("cmyk-16.tif", lambda: tiff(inks().astype(np.uint16) * 257, photometric="separated"), lambda: seen_inks(), 0.6),
    Kind("cmyk-planar.tif", lambda: tiff(np.moveaxis(inks(), -1, 0), photometric="separated", planarconfig="separate"), lambda: seen_inks(), 0.6),
    Kind("icc-lab-8.tif", lambda: tiff(lab_of(CHART) ^ np.array([0, 128, 128], np.uint8) if signed_lab() else lab_of(CHART), photometric="icclab"), chart, 2.0),
    Kind("cie-lab-8.tif", lambda: tiff(lab_of(CHART) if signed_lab() else lab_of(CHART) ^ np.array([0, 128, 128], np.uint8), photometric="cielab"), chart, 2.0),
    Kind("cie-lab-16.tif", lambda: tiff(exact_lab(), photometric="cielab"), chart, 0.6, 16),
    Kind("cie-lab-16-lzw.tif", lambda: plain(exact_lab(), 16, 8, packing="tiff_lzw"), chart, 0.6, 16),
    *(Kind(f"{name}.tif", data, by_pillow(data), 0.6) for name, data in {
        "jpeg": lambda: encoded(CHART, "TIFF", compression="jpeg"),
        "jpeg-grey": lambda: encoded(GREY, "TIFF", compression="jpeg"),
    }.items()),
    *(Kind(f"fax-{name}.tif", lambda name=name: bilevel_by(name), bilevel) for name in ("group3", "group4", "tiff_ccitt")),
    Kind("strips-of-a-row.tif", lambda: tiff(CHART, rowsperstrip=1, **RGB), chart),
    Kind("tiles-of-16.tif", lambda: tiff(CHART, tile=(16, 16), **RGB), chart),
    Kind("thumbnail-first.tif", lambda: pages((THUMBNAIL, {**RGB, "subfiletype": 1}), (CHART, RGB)), chart),
    Kind("thumbnail-first-16.tif", lambda: pages((THUMBNAIL, {**RGB, "subfiletype": 1}), (DEEP, RGB)), chart, 0.51, 16),
    Kind("thumbnail-second.tif", lambda: pages((CHART, RGB), (THUMBNAIL, {**RGB, "subfiletype": 1})), chart),
    Kind("thumbnail-above.tif", lambda: pages((THUMBNAIL, {**RGB, **SUB, "subfiletype": 1}), (CHART, RGB)), chart),
    Kind("mask-first.tif", lambda: masked(), chart),
    Kind("old-thumbnail-first.tif", lambda: pages((THUMBNAIL, {**RGB, "extratags": [(255, 3, 1, 2, True)]}), (CHART, RGB)), chart),
    Kind("only-a-thumbnail.tif", lambda: pages((CHART, {**RGB, "subfiletype": 1})), chart),
    Kind("two-pages.tif", lambda: pages((CHART, RGB), (255 - CHART, RGB)), chart, told="2 pictures"),
    Kind("second-page.tif", lambda: pages((255 - CHART, RGB), (CHART, RGB)), chart, page=2),
    Kind("third-page-of-other-depth.tif", lambda: pages((CHART, RGB), (GREY, {"photometric": "minisblack"}), (DEEP, RGB)), chart, 0.51, 16, page=3),
    Kind("imagej.tif", imagej, lambda: grey3(GREY // 2), 1, 16, told="3 pictures"),
    Kind("imagej-second.tif", imagej, grey, 0.51, 16, page=2),
    Kind("imagej-one-directory.tif", one_directory, grey, 0.51, 16, page=2),
    Kind("imagej-one-directory-third.tif", one_directory, lambda: grey3(255 - GREY), 0.51, 16, page=3),
]  # fmt: skip


def plain_reversed() -> bytes:
    data = plain(BITS, 1, 1, t266=(3, [2]))
    start, size = 8, 40 * 7
    turned = bytes(int(f"{byte:08b}"[::-1], 2) for byte in data[start : start + size])
    return data[:start] + turned + data[start + size :]


def colour_map(count: int) -> list[int]:
    whole = np.zeros((count, 3), np.uint16)
    whole[: len(PALETTE)] = PALETTE.astype(np.uint16) * 257
    return [int(value) for value in whole.T.reshape(-1)]


def inks() -> Array:
    return np.asarray(Image.fromarray(CHART).convert("CMYK"))


def seen_inks() -> Array:
    return np.asarray(Image.fromarray(inks(), "CMYK").convert("RGB"))


def signed_lab() -> bool:
    """Whether this Pillow's LAB has a* and b* as signed bytes: of grey they are zero then."""
    return int(lab_of(np.full((1, 1, 3), 128, np.uint8))[0, 0, 1]) < 64


def exact_lab() -> Array:
    """CIE L*a*b* of D50 in 16 bits, a* and b* signed (Adobe's TIFF Technical Note 4)."""
    to_xyz = np.array(
        [
            [0.4360747, 0.3850649, 0.1430804],
            [0.2225045, 0.7168786, 0.0606169],
            [0.0139322, 0.0971045, 0.7141733],
        ]
    )
    xyz = decoded(CHART) @ to_xyz.T / np.array([0.9642, 1.0, 0.8249])
    roots = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    x, y, z = np.moveaxis(roots, -1, 0)
    lightness, a, b = 116 * y - 16, 500 * (x - y), 200 * (y - z)
    opponent = np.round(np.stack([a, b], -1) * 256).astype(np.int16).view(np.uint16)
    return np.dstack([np.round(lightness * 655.35).astype(np.uint16), opponent])


def bilevel_by(compression: str) -> bytes:
    file = io.BytesIO()
    Image.fromarray(BITS * 255).convert("1").save(file, "TIFF", compression=compression)
    return file.getvalue()


# BMP


def bmp(
    words: Array,
    bits: int,
    masks: Iterable[int] = (),
    size: int = 40,
    *,
    top_down: bool = False,
    compression: int | None = None,
) -> bytes:
    """Of (H, W) values of so many bits, with the masks of their channels in the header or behind it."""
    height, width = words.shape
    masks = list(masks)
    compression = (3 if masks else 0) if compression is None else compression
    header = struct.pack(
        "<IiiHHIIiiII",
        size,
        width,
        -height if top_down else height,
        1,
        bits,
        compression,
        0,
        3937,
        3937,
        0,
        0,
    )
    behind = b""
    if size > 40:
        header += struct.pack(f"<{len(masks)}I", *masks) + bytes(size - 40 - 4 * len(masks))
    else:
        behind = struct.pack(f"<{len(masks)}I", *masks)
    rows = words if top_down else words[::-1]
    stride = -(-width * bits // 32) * 4
    data = b"".join(row.astype(f"<u{bits // 8}").tobytes().ljust(stride, b"\0") for row in rows)
    at = 14 + len(header) + len(behind)
    return struct.pack("<2sIHHI", b"BM", at + len(data), 0, 0, at) + header + behind + data


def words(*channels: tuple[Array, int, int]) -> Array:
    """Samples of 8 bits as so many bits at a place."""
    whole = np.zeros(channels[0][0].shape, np.uint32)
    for samples, bits, shift in channels:
        whole |= (samples.astype(np.uint32) * ((1 << bits) - 1) + 127) // 255 << shift
    return whole


R, G, B = np.moveaxis(CHART, -1, 0)
FULL = np.full_like(R, 255)
BMPS: list[Kind] = [
    *(Kind(f"{name}.bmp", data, by_pillow(data)) for name, data in {
        "1": lambda: bilevel_bmp("1"), "8-grey": lambda: encoded(GREY, "BMP"), "8-palette": lambda: bilevel_bmp("P"),
        "24": lambda: encoded(CHART, "BMP"),
    }.items()),
    Kind("32.bmp", lambda: bmp(words((R, 8, 16), (G, 8, 8), (B, 8, 0)), 32), chart),
    Kind("32-top-down.bmp", lambda: bmp(words((R, 8, 16), (G, 8, 8), (B, 8, 0)), 32, top_down=True), chart),
    Kind("555.bmp", lambda: bmp(words((R, 5, 10), (G, 5, 5), (B, 5, 0)), 16), chart, 3),
    Kind("565.bmp", lambda: bmp(words((R, 5, 11), (G, 6, 5), (B, 5, 0)), 16, (0xF800, 0x7E0, 0x1F)), chart, 3),
    *(
        Kind(f"bitfields-{r}-{g}-{b}-{size}.bmp",
            lambda r=r, g=g, b=b, size=size: bmp(words((R, 8, r), (G, 8, g), (B, 8, b)), 32, (255 << r, 255 << g, 255 << b, *([0] if size > 40 else [])), size), chart)
        for r, g, b in ((16, 8, 0), (24, 16, 8), (0, 8, 16), (8, 16, 24)) for size in (40, 56, 108, 124)
    ),
    Kind("bitfields-alpha.bmp", lambda: bmp(words((R, 8, 16), (G, 8, 8), (B, 8, 0), (FULL, 8, 24)), 32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000), 108), chart),
    Kind("bitfields-10.bmp", lambda: bmp(words((R, 10, 20), (G, 10, 10), (B, 10, 0)), 32, (0x3FF00000, 0xFFC00, 0x3FF)), chart, 0.6, 16),
    Kind("alpha-bitfields.bmp", lambda: bmp(words((R, 8, 16), (G, 8, 8), (B, 8, 0), (FULL, 8, 24)), 32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000), compression=6), chart),
    Kind("4444.bmp", lambda: bmp(words((R, 4, 8), (G, 4, 4), (B, 4, 0)), 16, (0xF00, 0xF0, 0xF)), chart, 6),
]  # fmt: skip


def bilevel_bmp(mode: str) -> bytes:
    file = io.BytesIO()
    Image.fromarray(CHART).convert(mode).save(file, "BMP")
    return file.getvalue()


# WebP, AVIF, HEIC


def coded(data: bytes, primaries: int, transfer: int) -> bytes:
    """With other code points of colours in its nclx box."""
    at = data.index(b"nclx") + 4
    return data[:at] + struct.pack(">HH", primaries, transfer) + data[at + 4 :]


def avif(pixels: Array = CHART, **options: Any) -> bytes:
    return encoded(pixels, "AVIF", **{"quality": 98, "subsampling": "4:4:4", **options})


def deep_avif(pixels: Array) -> bytes:
    """Of 16-bit samples as 10."""
    import cv2

    done, data = cv2.imencode(
        ".avif",
        np.ascontiguousarray((pixels >> 6)[..., ::-1]),
        [cv2.IMWRITE_AVIF_QUALITY, 98, cv2.IMWRITE_AVIF_DEPTH, 10],
    )
    assert done
    return bytes(data)


def heic(pixels: Array = CHART, **options: Any) -> bytes:
    import pillow_heif

    file = io.BytesIO()
    height, width = pixels.shape[:2]
    mode = "RGB;16" if pixels.dtype == np.uint16 else "RGB"
    pillow_heif.encode(
        mode,
        (width, height),
        np.ascontiguousarray(pixels).tobytes(),
        file,
        **{"quality": -1, "chroma": 444, **options},
    )
    return file.getvalue()


def animation(format: str) -> bytes:
    file = io.BytesIO()
    Image.fromarray(CHART).save(
        file, format, save_all=True, append_images=[Image.fromarray(255 - CHART)], lossless=True, quality=95
    )
    return file.getvalue()


GAIN_MAP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"/>'
    b"</rdf:RDF></x:xmpmeta>"
)
ISO_GAIN_MAP = segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + bytes(4))

OTHERS: list[Kind] = [
    Kind("ultra-hdr.jpg", lambda: jpeg(xmp=GAIN_MAP) + jpeg(GREY), by_pillow(jpeg), 3, told="gain map"),
    Kind("iso-gain-map.jpg", lambda: with_segments(ISO_GAIN_MAP) + jpeg(GREY), by_pillow(jpeg), 3, told="gain map"),
    Kind("lossless.webp", lambda: encoded(CHART, "WEBP", lossless=True), chart),
    Kind("lossy.webp", lambda: encoded(CHART, "WEBP", quality=95), chart, 3),
    Kind("alpha.webp", lambda: encoded(np.dstack([CHART, FULL]), "WEBP", lossless=True), chart),
    Kind("animation.webp", lambda: animation("WEBP"), chart, 3),
    Kind("a.avif", avif, chart, 3),
    Kind("alpha.avif", lambda: avif(np.dstack([CHART, FULL])), chart, 3),
    Kind("animation.avif", lambda: animation("AVIF"), chart, 5),
    Kind("deep.avif", lambda: deep_avif(DEEP), chart, 3, 16),
    Kind("p3.avif", lambda: coded(avif(), 12, 13), lambda: shown(decoded(CHART) @ P3.T), 3),
    Kind("bt2020.avif", lambda: coded(avif(), 9, 13), lambda: shown(decoded(CHART) @ BT2020.T), 4),
    Kind("p3-deep.avif", lambda: coded(deep_avif(DEEP), 12, 13), lambda: shown(decoded(CHART) @ P3.T), 3, 16),
    Kind("pq.avif", lambda: coded(deep_avif(bt2020_signal(pq)), 9, 16), chart, 6, 16, told="HDR"),
    Kind("hlg.avif", lambda: coded(deep_avif(bt2020_signal(hlg)), 9, 18), chart, 6, 16, told="HDR"),
    Kind("stream-p3.avif", lambda: written("stream-p3.avif"), lambda: shown(decoded(CHART) @ P3.T), 2),
    Kind("stream-bt2020.avif", lambda: written("stream-bt2020.avif"), lambda: shown(decoded(CHART) @ BT2020.T), 2, 16),
    Kind("stream-pq.avif", lambda: written("stream-pq.avif"), chart, 2, 16, told="HDR"),
    Kind("a.heic", heic, chart, 3),
    Kind("420.heic", lambda: heic(chroma=420), chart, 4),
    Kind("deep.heic", lambda: heic(DEEP), chart, 3, 16),
    Kind("p3.heic", lambda: coded(heic(), 12, 13), lambda: shown(decoded(CHART) @ P3.T), 3),
    Kind("bt2020.heic", lambda: coded(heic(), 9, 13), lambda: shown(decoded(CHART) @ BT2020.T), 4),
    Kind("pq.heic", lambda: coded(heic(bt2020_signal(pq)), 9, 16), chart, 6, 16, told="HDR"),
    Kind("hlg.heic", lambda: coded(heic(bt2020_signal(hlg)), 9, 18), chart, 6, 16, told="HDR"),
]  # fmt: skip


def coded_strip(depth: int) -> bytes:
    """A grey TIFF of one strip of JPEG: of 12 bits, or of 16 without loss."""
    import imagecodecs

    grey_16 = DEEP[..., 1]
    strip = (
        imagecodecs.ljpeg_encode(grey_16)
        if depth == 16
        else imagecodecs.jpeg8_encode(grey_16 >> 4, level=98, bitspersample=12)
    )
    fields: dict[int, tuple[int, Sequence[int] | bytes]] = {
        256: (4, [56]), 257: (4, [40]), 258: (3, [depth]), 259: (3, [7]), 262: (3, [1]), 277: (3, [1]), 278: (4, [40]),
    }  # fmt: skip
    return tiff_of(fields, [bytes(strip)])


def jxl(pixels: Array = CHART, **options: Any) -> bytes:
    import imagecodecs

    return bytes(imagecodecs.jpegxl_encode(pixels, **options))


def odd_curve(value: Array) -> Array:
    """A parametric curve of the fourth kind (ICC.1:2022, table 68), as no standard has it."""
    return np.where(value >= 0.1, (0.9 * value + 0.1) ** 3, 0.3 * value)


JXLS: list[Kind] = [
    Kind("lossless.jxl", jxl, chart),
    Kind("lossy.jxl", lambda: jxl(distance=0.5), chart, 3),
    Kind("boxes.jxl", lambda: jxl(usecontainer=True), chart),
    Kind("grey.jxl", lambda: jxl(GREY), grey),
    Kind("alpha.jxl", lambda: jxl(np.dstack([CHART, FULL])), chart),
    Kind("grey-alpha.jxl", lambda: jxl(np.dstack([GREY, FULL])), grey),
    Kind("linear-16.jxl", lambda: jxl(DEEP), lambda: shown(CHART / 255.0), 0.6, 16),
    Kind("linear-float.jxl", lambda: jxl(decoded(CHART).astype(np.float32), distance=0.3), chart, 3, 16),
    Kind("large-8.jxl", lambda: jxl(np.kron(CHART, np.ones((8, 8, 1), np.uint8))), lambda: np.kron(CHART, np.ones((8, 8, 1)))),
    Kind("adobe-profile.jxl", lambda: written("adobe-profile.jxl"), lambda: shown((CHART / 255.0) ** (563 / 256) @ ADOBE.T), 0.6),
    Kind("odd-profile-lossy.jxl", lambda: written("odd-profile-lossy.jxl"), lambda: shown(odd_curve(CHART / 255.0) @ ADOBE.T), 2),
    Kind("p3-profile-alpha.jxl", lambda: written("p3-profile-alpha.jxl"), lambda: shown(decoded(CHART) @ P3.T), 0.6),
    Kind("p3-lossy.jxl", lambda: written("p3-lossy.jxl"), lambda: shown(decoded(CHART) @ P3.T), 2),
    Kind("pq.jxl", lambda: written("pq.jxl"), chart, 2, 16, told="HDR"),
    Kind("hlg.jxl", lambda: written("hlg.jxl"), chart, 2, 16, told="HDR"),
    Kind("square.jxl", lambda: jxl(CHART[:33, :33]), lambda: CHART[:33, :33]),
]  # fmt: skip

# Others of the kinds that went wrong once


def raw_profile(block: bytes, before: bytes = b"Exif\0\0", *, upper: bool = False, line: str = "\n") -> bytes:
    """EXIF as digits, as ImageMagick puts it into a text."""
    text = binascii.hexlify(before + block).decode()
    text = text.upper() if upper else text
    lines = [text[at : at + 72] for at in range(0, len(text), 72)]
    return line.join(["", "exif", f"{len(before + block):8}", *lines]).encode()


def sideways(*chunks: bytes, behind: bytes = b"") -> bytes:
    """A PNG that its EXIF turns upright."""
    return png(oriented_as_stored(CHART, 6), 2, before=b"".join(chunks), after=behind)


def told_in_exif(space: int, rule: bytes = b"") -> bytes:
    """EXIF of a ColorSpace, and of an InteroperabilityIndex where one is given."""
    count = 2 if rule else 1
    behind = 8 + 2 + 12 + 4
    block = b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 0x8769, 4, 1, behind, 0)
    block += struct.pack("<HHHIHH", count, 0xA001, 3, 1, space, 0)
    if rule:
        block += struct.pack("<HHII", 0xA005, 4, 1, behind + 2 + 12 * count + 4)
    block += bytes(4)
    return block + (struct.pack("<HHHI4sI", 1, 1, 2, 4, rule, 0) if rule else b"")


def in_bigtiff(*pictures: tuple[Array, dict[str, Any]], order: str = "<") -> bytes:
    file = io.BytesIO()
    with tifffile.TiffWriter(file, bigtiff=True, byteorder=order) as writer:
        for samples, options in pictures:
            writer.write(samples, **{"metadata": None, **options})
    return file.getvalue()


def pyramid() -> bytes:
    file = io.BytesIO()
    with tifffile.TiffWriter(file) as writer:
        writer.write(CHART, subifds=1, tile=(16, 16), metadata=None, **RGB)
        writer.write(THUMBNAIL.copy(), subfiletype=1, tile=(16, 16), metadata=None, **RGB)
    return file.getvalue()


def in_p3() -> Array:
    return shown(decoded(CHART) @ P3.T)


def in_adobe_rgb() -> Array:
    return shown((CHART / 255.0) ** (563 / 256) @ ADOBE.T)


EXIF_6 = exif_block(6)
MORE: list[Kind] = [
    *(Kind(f"raw-profile-{name}.png", data, chart) for name, data in {
        "upper-case": lambda: sideways(chunk(b"tEXt", b"Raw profile type exif\0" + raw_profile(EXIF_6, upper=True))),
        "itxt": lambda: sideways(chunk(b"iTXt", b"Raw profile type exif\0\0\0\0\0" + raw_profile(EXIF_6))),
        "itxt-deflated": lambda: sideways(chunk(b"iTXt", b"Raw profile type exif\0\1\0\0\0" + zlib.compress(raw_profile(EXIF_6)))),
        "behind": lambda: sideways(behind=chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw_profile(EXIF_6)))),
        "bare": lambda: sideways(chunk(b"tEXt", b"Raw profile type exif\0" + raw_profile(EXIF_6, b""))),
        "carriage-returns": lambda: sideways(chunk(b"tEXt", b"Raw profile type exif\0" + raw_profile(EXIF_6, line="\r\n"))),
        "big-endian": lambda: sideways(chunk(b"tEXt", b"Raw profile type exif\0" + raw_profile(exif_block(6, ">")))),
        "exif-with-a-head": lambda: sideways(chunk(b"eXIf", b"Exif\0\0" + EXIF_6)),
        "exif-behind": lambda: sideways(behind=chunk(b"eXIf", EXIF_6)),
    }.items()),
    *(Kind(f"{name}.jpg", data, by_pillow(jpeg), 3) for name, data in {
        "no-end-thumbnail": lambda: jpeg(exif=b"Exif\0\0" + exif_block())[:-2],
        "no-end-line": lambda: jpeg()[:-2] + b"\r\n",
        "no-end-fill": lambda: jpeg()[:-2] + b"\xff" * 64,
        "no-end-trailer": lambda: jpeg()[:-2] + bytes(10) + b"SEFT" + bytes(30),
        "no-end-archive": lambda: jpeg()[:-2] + b"PK\3\4" + bytes(range(1, 200)) * 3,
        "no-end-quicktime": lambda: jpeg()[:-2] + VIDEO.replace(b"mp42", b"qt  "),
        "no-end-second": lambda: jpeg()[:-2] + jpeg(255 - CHART),
        "second": lambda: jpeg() + jpeg(255 - CHART),
        "motion-trailer": lambda: jpeg() + bytes(4) + b"\1\0\x0a\x0eMotionPhoto_Data" + VIDEO + b"SEFH" + bytes(20),
        "thumbnail-in-jfif": lambda: with_segments(segment(0xE0, b"JFIF\0\1\2\1\0\1\0\1\2\2" + bytes(12)), data=without(jpeg(), 0xE0)),
        "longest-comment": lambda: with_segments(segment(0xFE, b"x" * 65533)),
        "srgb-by-r98": lambda: jpeg(exif=b"Exif\0\0" + told_in_exif(0xFFFF, b"R98\0")),
    }.items()),
    *(Kind(f"{name}.jpg", data, in_p3, 3) for name, data in {
        "profile-twice": lambda: with_segments(*[segment(0xE2, b"ICC_PROFILE\0\1\1" + DISPLAY_P3_PROFILE)] * 2),
        "profile-of-no-count": lambda: with_segments(segment(0xE2, b"ICC_PROFILE\0\1\0" + DISPLAY_P3_PROFILE)),
        "profile-in-disorder": lambda: with_segments(segment(0xE2, b"ICC_PROFILE\0\2\2" + DISPLAY_P3_PROFILE[200:]), segment(0xE2, b"ICC_PROFILE\0\1\2" + DISPLAY_P3_PROFILE[:200])),
    }.items()),
    Kind("adobe-by-2.jpg", lambda: jpeg(exif=b"Exif\0\0" + told_in_exif(2)), in_adobe_rgb, 3),
    Kind("adobe-by-r03.jpg", lambda: jpeg(exif=b"Exif\0\0" + told_in_exif(0xFFFF, b"R03\0")), in_adobe_rgb, 3),
    Kind("adobe-by-r03.png", lambda: png(CHART, 2, before=chunk(b"eXIf", told_in_exif(0xFFFF, b"R03\0"))), in_adobe_rgb, 0.6),
    Kind("adobe-by-r03.webp", lambda: encoded(CHART, "WEBP", lossless=True, exif=told_in_exif(0xFFFF, b"R03\0")), in_adobe_rgb, 0.6),
    Kind("p3-profile.webp", lambda: encoded(CHART, "WEBP", lossless=True, icc_profile=DISPLAY_P3_PROFILE), in_p3, 0.6),
    Kind("adobe-profile.avif", lambda: avif(icc_profile=ADOBE_RGB_PROFILE), in_adobe_rgb, 3),
    Kind("p3-profile.tif", lambda: tiff(CHART, iccprofile=DISPLAY_P3_PROFILE, **RGB), in_p3, 0.6),
    Kind("p3-profile-16.tif", lambda: tiff(DEEP, iccprofile=DISPLAY_P3_PROFILE, **RGB), in_p3, 0.6, 16),
    Kind("cicp-grey-p3.png", lambda: png(GREY, 0, before=cicp(12, 13)), grey, 0.6),
    Kind("cicp-of-a-palette.png", lambda: png_of(INDICES, 3, 8, chunk(b"PLTE", PALETTE.tobytes()) + cicp(12, 13)), lambda: shown(decoded(PALETTE[INDICES]) @ P3.T), 0.6),
    Kind("cicp-linear-bt2020.png", lambda: png(DEEP, 2, before=cicp(9, 8)), lambda: shown((CHART / 255.0) @ BT2020.T), 0.6, 16),
    Kind("cicp-of-a-matrix.png", lambda: png(CHART, 2, before=chunk(b"cICP", bytes((12, 13, 6, 1)))), chart),
    Kind("pq-grey.png", lambda: png((pq(decoded(GREY) * 203) * 65535 + 0.5).astype(np.uint16), 0, before=cicp(9, 16)), grey, 0.6, 16, told="HDR"),
    Kind("pq-alpha.png", lambda: png(np.dstack([bt2020_signal(pq), DEEP[..., 0]]), 6, before=cicp(9, 16)), chart, 0.6, 16, told="HDR"),
    Kind("gamma-1-grey.png", lambda: png(DEEP[..., 1], 0, before=gamma(1.0)), lambda: grey3(shown(GREY / 255.0)), 0.6, 16),
    Kind("gamma-1-grey-4.png", lambda: png_of(GREY >> 4, 0, 4, gamma(1.0)), lambda: grey3(shown((GREY >> 4) / 15.0)), 0.6),
    Kind("gamma-1-palette.png", lambda: png_of(INDICES, 3, 8, gamma(1.0) + chunk(b"PLTE", PALETTE.tobytes())), lambda: shown(PALETTE[INDICES] / 255.0), 0.6),
    Kind("gamma-1-broken-profile.png", lambda: png(CHART, 2, before=chunk(b"iCCP", b"x\0\0zzz") + gamma(1.0)), lambda: shown(CHART / 255.0), 0.6),
    *(
        Kind(f"{name}-{bits}.png", lambda data=data, bits=bits: png(DEEP if bits == 16 else CHART, 2, before=data()), chart, 0.51 if bits == 16 else 0, bits)
        for bits in (8, 16) for name, data in {
            "exif-of-3-mb": lambda: chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0" + bytes(3_000_000)),
            "suggested-palette": lambda: chunk(b"sPLT", b"x" * 2_000_000),
            "many-texts": lambda: b"".join(chunk(b"tEXt", b"K%d\0v" % number) for number in range(2000)),
            "broken-utf-8": lambda: chunk(b"iTXt", b"Title\0\0\0\0\0\xff\xfe\x80"),
        }.items()
    ),
    Kind("apng-of-its-first-16.png", lambda: png_of(DEEP, 2, 16, chunk(b"acTL", struct.pack(">II", 1, 0)) + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 56, 40, 0, 0, 1, 10, 0, 0))), chart, 0.51, 16),
    Kind("apng-many-chunks-16.png", lambda: split_data(apng(DEEP), 99), chart, 0.51, 16),
    Kind("thumbnail-first-bigtiff.tif", lambda: in_bigtiff((THUMBNAIL, {**RGB, "subfiletype": 1}), (CHART, RGB)), chart),
    Kind("thumbnail-first-bigtiff-big-16.tif", lambda: in_bigtiff((DEEP[::2, ::2], {**RGB, "subfiletype": 1}), (DEEP, RGB), order=">"), chart, 0.51, 16),
    Kind("thumbnails-around.tif", lambda: pages((THUMBNAIL, {**RGB, "subfiletype": 1}), (CHART, RGB), (THUMBNAIL, {**RGB, "subfiletype": 1})), chart),
    Kind("pyramid.tif", pyramid, chart),
    *(
        Kind(f"codec-{packing}-{bits}-big.tif", lambda packing=packing, bits=bits, options=options: tiff(DEEP if bits == 16 else CHART, bigtiff=True, compression=packing, compressionargs=options, tile=(16, 16), **RGB), chart, 0.51 if bits == 16 else 0, bits)
        for bits in (8, 16) for packing, options in {
            "zstd": {}, "lzma": {}, "lzw": {}, "packbits": {}, "png": {}, "lerc": {}, "jpegxl": {"lossless": True}, "jpeg2000": {"reversible": True, "level": 0}, "jpegxr": {"level": 1.0},
        }.items()
    ),
    *(Kind(f"codec-planar-{packing}.tif", lambda packing=packing: tiff(np.moveaxis(DEEP, -1, 0).copy(), planarconfig="separate", compression=packing, **RGB), chart, 0.51, 16) for packing in ("zstd", "lzma", "lerc")),
    Kind("codec-float-zstd.tif", lambda: tiff((CHART / 255).astype(np.float32), compression="zstd", predictor=3, **RGB), chart, 0.51, 16),
    Kind("codec-float-lerc.tif", lambda: tiff((CHART / 255).astype(np.float32), compression="lerc", **RGB), chart, 0.51, 16),
]  # fmt: skip

KINDS: list[Kind] = [
    *(Kind(f"{name}.jpg", data, by_pillow(jpeg), 3) for name, data in JPEGS.items()),
    *(Kind(f"{name}.jpg", lambda name=name: written(f"{name}.jpg"), by_pillow(jpeg), 3) for name in ("arithmetic", "arithmetic-progressive")),
    *(Kind(f"even-{value}-no-end.jpg", lambda value=value: jpeg(np.full((67, 51, 3), value, np.uint8))[:-2], lambda value=value: np.full((67, 51, 3), value, np.uint8)) for value in (0, 128)),
    Kind("grey.jpg", lambda: jpeg(GREY), by_pillow(lambda: jpeg(GREY)), 1),
    *(Kind(f"cmyk-{adobe}.jpg", lambda adobe=adobe: cmyk(adobe=adobe), by_pillow(lambda adobe=adobe: cmyk(adobe=adobe)), 1) for adobe in (True, False)),
    *(
        Kind(f"{orientation}.{kind}", lambda kind=kind, orientation=orientation: arranged(kind, orientation), chart, 3)
        for kind in ("jpg", "png", "raw-profile-exif.png", "raw-profile-app1.png", "webp", "tif", "avif") for orientation in range(1, 9)
    ),
    *PNGS,
    *(Kind(f"{name}.png", lambda data=data: png(CHART, 2, before=data()), chart) for name, data in PNG_CHUNKS.items()),
    *(
        Kind(f"{name}.png", lambda samples=samples, data=data: png(samples(), 2, before=data()), seen, error, bits=16 if "pq" in name or "hlg" in name else 8 * samples().itemsize, told="HDR" if "pq" in name or "hlg" in name else "")
        for name, samples, data, seen, error in PNG_COLOURS
    ),
    *(Kind(f"{name}.png", data, chart, 0.51 if "16" in name else 0, 16 if "16" in name else 8) for name, data in PNG_FILES.items()),
    *TIFFS,
    *BMPS,
    *OTHERS,
    *(Kind(f"codec-{depth}.tif", lambda depth=depth: coded_strip(depth), grey, 0.6, 16) for depth in (12, 16)),
    *JXLS,
    *MORE,
]  # fmt: skip


@dataclass(frozen=True)
class Refused:
    """A file that is not opened, and what it is told to be."""

    name: str
    data: Callable[[], bytes]
    words: str


DAMAGED, DEPTH, SAVE = "damaged or cut short", "cannot be opened", "Save it"


def dng(tiles: int = 4, *, packing: int | None = None, samples: int = 1) -> bytes:
    """A DNG of linear light, or of a mosaic, in tiles."""
    rng = np.random.default_rng(1)
    shape = (64, 64) if samples == 1 else (64, 64, samples)
    sensor = rng.integers(1000, 60_000, shape, np.uint16)
    tags = [
        (271, 2, 5, "Test", True), (272, 2, 4, "Cam", True), (50706, 1, 4, (1, 4, 0, 0), True), (50708, 2, 4, "Cam", True),
        (50717, 3, 1, 65535, True), (50721, 10, 9, [v for value in (1, 0, 0, 0, 1, 0, 0, 0, 1) for v in (value, 1)], True),
        (50728, 5, 3, (1, 1, 1, 1, 1, 1), True), (50778, 3, 1, 21, True),
    ]  # fmt: skip
    if samples == 1:
        tags += [(33421, 3, 2, (2, 2), True), (33422, 1, 4, (0, 1, 1, 2), True)]
    options: dict[str, Any] = {"photometric": 32803 if samples == 1 else 34892, "metadata": None}
    options |= {"tile": (64, 16)} if tiles else {"rowsperstrip": 16}
    if packing:
        options["compression"] = packing
    return tiff(sensor, extratags=tags, **options)


def places(data: bytes) -> list[int]:
    """Where strips or tiles begin."""
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        return list(file.pages[0].dataoffsets)


def zeros_from(data: bytes, share: float) -> bytes:
    at = int(len(data) * share)
    return data[:at] + bytes(len(data) - at)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def heif_of(kind: bytes) -> bytes:
    """A HEIF file whose picture is coded in another way than HEVC."""
    return heic().replace(b"hvc1", kind)


RAWS = {
    "tiles": lambda: dng(),
    "strips": lambda: dng(0),
    "colours": lambda: dng(samples=3),
    "deflate": lambda: dng(packing=8),
}
REFUSED: list[Refused] = [
    *(Refused(f"{name}-at-{n}.dng", lambda data=data, n=n: data()[: places(data())[n]], DAMAGED) for name, data in RAWS.items() for n in (1, 2, 3)),
    *(Refused(f"{name}-in-{n}.dng", lambda data=data, n=n: data()[: places(data())[n] + 77], DAMAGED) for name, data in RAWS.items() for n in (0, 2)),
    *(Refused(f"{name}-zeros-{share}.dng", lambda data=data, share=share: zeros_from(data(), share), DAMAGED) for name, data in RAWS.items() for share in (0.4, 0.6, 0.8)),
    *(Refused(f"{name}-header.dng", lambda data=data: data()[: min(places(data()))], DAMAGED) for name, data in RAWS.items()),
    *(Refused(f"{name}-last-byte.dng", lambda data=data: data()[:-1], DAMAGED) for name, data in RAWS.items() if name != "deflate"),
    Refused("header.raf", lambda: b"FUJIFILMCCD-RAW 0201FF383501X-T3".ljust(84, b"\0") + struct.pack(">6I", 160, 90_000, 91_000, 9_000, 100_000, 50_000_000) + bytes(400), DAMAGED),
    Refused("header.cr3", lambda: box(b"ftyp", b"crx \0\0\0\1crx isom") + struct.pack(">I4s", 40_000_000, b"mdat") + bytes(500), DAMAGED),
    Refused("header.cr2", lambda: b"II*\0\x10\0\0\0CR\2\0\0\0\0\0" + bytes(200), DAMAGED),
    *(
        Refused(f"cut-{share}-{name}.tif", lambda data=data, share=share: data()[: int(len(data()) * share)], DAMAGED)
        for name, data in {
            "strips": lambda: tiff_of({256: (4, [56]), 257: (4, [40]), 258: (3, [8] * 3), 259: (3, [1]), 262: (3, [2]), 277: (3, [3]), 278: (4, [10])}, [CHART[at : at + 10].tobytes() for at in range(0, 40, 10)]),
            "deflate": lambda: tiff(CHART, compression="zlib", **RGB), "deep": lambda: tiff(DEEP, **RGB),
            "tiles": lambda: tiff(DEEP, tile=(16, 16), **RGB), "float": lambda: tiff((CHART / 255).astype(np.float32), **RGB),
        }.items() for share in (0.3, 0.7)
    ),
    Refused("missing-strip.tif", lambda: missing_strip(), DAMAGED),
    Refused("zeros.webp", lambda: zeros_from(encoded(noise_chart(), "WEBP", quality=95), 0.5), DAMAGED),
    Refused("zeros-lossless.webp", lambda: zeros_from(encoded(noise_chart(), "WEBP", lossless=True), 0.5), DAMAGED),
    Refused("zeros.avif", lambda: zeros_from(avif(noise_chart()), 0.5), DAMAGED),
    Refused("zeros.heic", lambda: zeros_from(heic(noise_chart()), 0.5), DAMAGED),
    Refused("cut.avif", lambda: avif(noise_chart())[:-900], DAMAGED),
    Refused("cut.heic", lambda: heic(noise_chart())[:-900], DAMAGED),
    Refused("cut.bmp", lambda: bmp(words((R, 8, 16), (G, 8, 8), (B, 8, 0)), 32)[:-100], DAMAGED),
    *(Refused(f"{kind.decode()}.heic", lambda kind=kind: heif_of(kind), f"coded as {word}.*cannot be opened.*Save it") for kind, word in (
        (b"avc1", "H.264"), (b"jpeg", "JPEG"), (b"unci", "uncompressed"), (b"j2k1", "JPEG 2000"), (b"vvc1", "H.266"), (b"av01", "AV1"), (b"lhv1", "layered"),
    )),
    *(Refused(f"compression-{number}.tif", lambda number=number: plain(DEEP, 16, 2).replace(struct.pack("<HHIHH", 259, 3, 1, 1, 0), struct.pack("<HHIHH", 259, 3, 1, number, 0)), f"compressed by {word}.*cannot be opened.*Save it") for number, word in (
        (34676, "SGI LogLuv"), (32909, "PixarLog"), (34661, "JBIG"), (65000, "65000"),
    )),
    Refused("logluv.tif", lambda: plain(DEEP, 16, 32845), "LogLuv.*cannot be opened"),
    Refused("itulab.tif", lambda: plain(CHART, 8, 10), "ITU Lab.*cannot be opened"),
    Refused("complex.tif", lambda: tiff(np.ones((8, 8), np.complex64), photometric="minisblack"), "depth cannot be opened.*Save it"),
    Refused("inks.tif", lambda: plain(np.dstack([CHART, CHART]), 8, 5, t332=(3, [2])), "channels of this kind cannot be opened"),
    Refused("apple.png", lambda: png(CHART, 2)[:8] + chunk(b"CgBI", bytes(4)) + png(CHART, 2)[8:], "Apple's own kind"),
    *(Refused(f"{kind}.jpg", lambda data=data: data + bytes(200), f"{kind} files cannot be opened. Save it") for kind, data in {
        "OpenEXR": b"\x76\x2f\x31\x01", "GIF": b"GIF89a", "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG XR": b"II\xbc\1", "Photoshop": b"8BPS\0\1",
        "Radiance": b"#?RADIANCE\n", "Netpbm": b"P6\n8 8\n255\n", "FITS": b"SIMPLE  =                    T", "DICOM": bytes(128) + b"DICM",
        "GIMP": b"gimp xcf v011\0", "PDF": b"%PDF-1.7\n", "QuickTime": box(b"ftyp", b"qt  \0\0\2\0qt  "), "MP4": box(b"ftyp", b"isom\0\0\2\0isommp42"),
    }.items()),
    Refused("nothing.jpg", lambda: b"hello", "not a picture"),
    Refused("jpeg-ls.jpg", lambda: jpeg().replace(b"\xff\xc0", b"\xff\xf7", 1), "this kind of JPEG cannot be opened"),
    *(Refused(f"no-{tag}.dng", lambda tag=tag: without_values(dng(), tag), DAMAGED) for tag in (324, 325)),
    Refused("deflated-integers.dng", lambda: dng(packing=8), "this kind of raw file is not supported"),
    *(Refused(f"in-a-directory-{behind}.dng", lambda behind=behind: inner_dng(behind), DAMAGED) for behind in (False, True)),
    *(Refused(f"unwritten-{photometric}.tif", lambda photometric=photometric: unwritten_jpeg(photometric), DAMAGED) for photometric in ("ycbcr", "minisblack")),
    Refused("broken-zstd.tif", lambda: broken_segment("zstd"), DAMAGED),
    Refused("broken-lzw.tif", lambda: broken_segment("tiff_lzw"), DAMAGED),
    Refused("jpeg.bmp", lambda: bmp(words((R, 8, 0)), 32, compression=4), "JPEG or PNG for printers"),
]  # fmt: skip


def without_values(data: bytes, tag: int) -> bytes:
    """With zeros in the place of a field's values."""
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        found = file.pages[0].tags[tag]
        at, size = found.valueoffset, found.count * {3: 2, 4: 4}[int(found.dtype)]
    return data[:at] + bytes(size) + data[at + size :]


def inner_dng(written: bool) -> bytes:
    """A DNG whose sensor stands in a directory of the first, cut before that; zeros in its place if ``written``."""
    whole = dng()
    with tifffile.TiffFile(io.BytesIO(whole)) as file:
        tags = {tag.code: tag.value for tag in file.pages[0].tags if tag.code in (50706, 50708)}
    data = tiff_of(
        {256: (4, [8]), 257: (4, [8]), 258: (3, [8] * 3), 259: (3, [1]), 262: (3, [2]), 277: (3, [3]), 278: (4, [8]), 254: (4, [1]),
         271: (2, b"Test\0"), 272: (2, b"Cam\0"), 330: (4, [5_000]), 50706: (1, [*tags[50706]]), 50708: (2, b"Cam\0")},
        [bytes(range(192))],
    )  # fmt: skip
    return data.ljust(9_000, b"\0") if written else data


def unwritten_jpeg(photometric: str) -> bytes:
    """A TIFF of one strip, the second half of which was never written."""
    pixels = np.kron(CHART, np.ones((4, 4, 1), np.uint8))
    stored = pixels if photometric == "ycbcr" else pixels[..., 1]
    file = io.BytesIO()
    Image.fromarray(stored).save(file, "TIFF", compression="jpeg", quality=90)
    data = file.getvalue()
    with tifffile.TiffFile(io.BytesIO(data)) as opened:
        page = opened.pages[0]
        at, size = page.dataoffsets[-1], page.databytecounts[-1]
    return data[: at + size // 2] + bytes(size - size // 2) + data[at + size :]


def broken_segment(packing: str) -> bytes:
    """A TIFF whose strip a coder cannot have written."""
    data = plain(noise_chart(), 8, 2, packing=packing)
    with tifffile.TiffFile(io.BytesIO(data)) as opened:
        page = opened.pages[0]
        at, size = page.dataoffsets[0], page.databytecounts[0]
    middle = at + size // 4
    return data[:middle] + b"\xff\x13" * 200 + data[middle + 400 :]


def noise_chart() -> Array:
    return (CHART[:, :, :] // 2 + np.random.default_rng(2).integers(0, 128, CHART.shape, np.uint8)).astype(
        np.uint8
    )


def missing_strip() -> bytes:
    """Of which a strip's place was never written."""
    data = tiff(CHART, rowsperstrip=10, **RGB)
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        tag = file.pages[0].tags[273]
        at, size = tag.valueoffset, 4 if tag.dtype == 4 else 2
    return data[: at + size] + bytes(size) + data[at + 2 * size :]
