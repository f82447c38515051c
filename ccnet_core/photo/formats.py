"""Which kinds of picture file there are: by suffix for dialogs, by first bytes for reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ccnet_core.photo.encoding import (
    Encodable,
    can_encode_avif,
    encode_avif,
    encode_jpeg,
    encode_png,
    encode_tiff,
    encode_webp,
)
from ccnet_core.photo.jxl import encode_jxl, has_jxl

RAW_SUFFIXES = (
    *(".dng", ".nef", ".nrw", ".cr2", ".cr3", ".crw", ".arw", ".sr2", ".srf", ".raf", ".orf", ".rw2"),
    *(".pef", ".srw", ".x3f", ".3fr", ".fff", ".iiq", ".erf", ".mrw", ".dcr", ".kdc", ".mef", ".mos", ".rwl"),
)
"""Suffixes of camera raw files; most of them are TIFF files by their first bytes, so the suffix decides."""

HEIF_SUFFIXES = (".heic", ".heif", ".hif")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """What `save_photo` can do with a format.

    Attributes:
        label: its name, for people.
        suffixes: of its files, lower case, with the dot; new files get the first.
        largest_side: in pixels.
        encode: makes a file of a picture.
        lossy: whether it has a quality.
        depths: the bits a channel that it holds, rising from 8.
        transparent: whether it holds an alpha channel.
        is_there: whether the libraries are there that it takes.
    """

    label: str
    suffixes: tuple[str, ...]
    largest_side: int
    encode: Callable[[Encodable], bytes]
    lossy: bool = False
    depths: tuple[int, ...] = (8,)
    transparent: bool = True
    is_there: Callable[[], bool] = lambda: True

    @property
    def suffix(self) -> str:
        """What new files get."""
        return self.suffixes[0]

    @property
    def deep(self) -> bool:
        """Whether it holds more than 8 bits a channel."""
        return self.depths[-1] > 8

    def depth_for(self, bits: int) -> int:
        """The least of its depths that holds so many bits a channel; its largest where none does."""
        return next((depth for depth in self.depths if depth >= bits), self.depths[-1])


_FORMATS: Mapping[str, ExportFormat] = {
    "jpeg": ExportFormat(
        label="JPEG",
        suffixes=(".jpg", ".jpeg"),
        largest_side=65_500,
        encode=encode_jpeg,
        lossy=True,
        transparent=False,
    ),
    "png": ExportFormat(
        label="PNG", suffixes=(".png",), largest_side=2**31 - 1, encode=encode_png, depths=(8, 16)
    ),
    "tiff": ExportFormat(
        label="TIFF", suffixes=(".tif", ".tiff"), largest_side=2**32 - 1, encode=encode_tiff, depths=(8, 16)
    ),
    "webp": ExportFormat(
        label="WebP", suffixes=(".webp",), largest_side=16_383, encode=encode_webp, lossy=True
    ),
    "avif": ExportFormat(
        label="AVIF",
        suffixes=(".avif",),
        largest_side=32_768,
        encode=encode_avif,
        lossy=True,
        depths=(8, 10),
        is_there=can_encode_avif,
    ),
    "jxl": ExportFormat(
        label="JPEG XL",
        suffixes=(".jxl",),
        largest_side=1 << 18,
        encode=encode_jxl,
        lossy=True,
        depths=(8, 16),
        is_there=has_jxl,
    ),
}
"""Each with its encoder; those of which the libraries are there can be chosen."""

EXPORT_FORMATS: Mapping[str, ExportFormat] = {
    name: format for name, format in _FORMATS.items() if format.is_there()
}
"""By `ExportOptions.format`, in the order in which they are offered."""

BIT_DEPTHS = tuple(sorted({depth for format in _FORMATS.values() for depth in format.depths}))
"""The bits a channel that any of them holds."""

WRITABLE_SUFFIXES = tuple(suffix for format in EXPORT_FORMATS.values() for suffix in format.suffixes)
"""What `save_photo` writes, lower case, with the dot."""

_OTHER_SUFFIXES = (".jpe", ".jfif", ".bmp", ".avif", ".jxl", *HEIF_SUFFIXES, *RAW_SUFFIXES)
READABLE_SUFFIXES = tuple(dict.fromkeys((*WRITABLE_SUFFIXES, *_OTHER_SUFFIXES)))
"""What `open_photo` can be offered, lower case, with the dot; raw, HEIF and JPEG XL need their extras."""

_STARTS: Mapping[str, tuple[bytes, ...]] = {
    "JPEG": (b"\xff\xd8\xff",),
    "PNG": (b"\x89PNG\r\n\x1a\n",),
    "BMP": (b"BM",),
    "JXL": (b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"),
}
_CLOSED: Mapping[str, tuple[int, tuple[bytes, ...]]] = {
    "OpenEXR": (0, (b"\x76\x2f\x31\x01",)),
    "GIF": (0, (b"GIF87a", b"GIF89a")),
    "JPEG 2000": (0, (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")),
    "JPEG XR": (0, (b"II\xbc",)),
    "Photoshop": (0, (b"8BPS",)),
    "Radiance": (0, (b"#?RADIANCE", b"#?RGBE")),
    "Netpbm": (0, tuple(b"P%d%c" % (kind, space) for kind in range(1, 7) for space in b" \n\r\t")),
    "FITS": (0, (b"SIMPLE  =",)),
    "DICOM": (128, (b"DICM",)),
    "GIMP": (0, (b"gimp xcf",)),
    "DDS": (0, (b"DDS ",)),
    "ICO": (0, (b"\0\0\1\0",)),
    "PDF": (0, (b"%PDF-",)),
    "SVG": (0, (b"<svg",)),
    "QuickTime": (4, (b"ftypqt  ", b"moov", b"wide")),
    "MP4": (4, (b"ftyp",)),
    "Matroska": (0, (b"\x1a\x45\xdf\xa3",)),
    "AVI": (8, (b"AVI ",)),
}
"""What else people take for photos: where in the file its mark stands, and what it is."""
_TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
# Canon CR2 and CR3, Fujifilm RAF, Olympus ORF, Panasonic RW2, Sigma X3F, Canon CRW.
_RAW_STARTS = (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FOVb")
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"miaf"}
# Of the same boxes, but of pictures that are coded otherwise: these can at least be named.
_HEIF_BRANDS |= {b"avci", b"avcs", b"jpeg", b"jpgs", b"j2ki", b"vvic", b"evbi", b"unif", b"1pic"}


def format_of_suffix(suffix: str) -> str | None:
    """`ExportOptions.format` for a suffix with its dot, in any case; None where it cannot be written."""
    return next((name for name, format in EXPORT_FORMATS.items() if suffix.lower() in format.suffixes), None)


def format_of_depth(bits: int) -> str:
    """`ExportOptions.format` of the first without loss, else the first of all, that holds so many bits."""
    fitting = [name for name, format in EXPORT_FORMATS.items() if bits in format.depths]
    return next((name for name in fitting if not EXPORT_FORMATS[name].lossy), next(iter(fitting), "png"))


def own_export_format(photo_format: str) -> str:
    """`ExportOptions.format` for a photo of a `Photo.format`: JPEG where its own cannot be written."""
    return photo_format.lower() if photo_format.lower() in EXPORT_FORMATS else "jpeg"


def sniff(data: bytes, suffix: str) -> str | None:
    """Tell the format of a file from its first bytes, and from ``suffix`` where raw files look like TIFF.

    Gives "JPEG", "PNG", "WEBP", "BMP", "TIFF", "AVIF", "HEIF", "RAW" or "JXL", or None for others.
    """
    for kind, starts in _STARTS.items():
        if data.startswith(starts):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    return _sniff_box(data) or _sniff_tiff(data, suffix.lower())


def closed_kind(data: bytes) -> str | None:
    """The name of a kind of file that is known but cannot be opened; None where it is none of these."""
    return next((name for name, (at, marks) in _CLOSED.items() if data.startswith(marks, at)), None)


def _sniff_box(data: bytes) -> str | None:
    """Tell the files made of ISO base media boxes apart by their brands (ISO/IEC 14496-12, 4.3)."""
    if data[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[at : at + 4] for at in (8, *range(16, size, 4))}
    if b"crx " in brands:
        return "RAW"
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    return "HEIF" if brands & _HEIF_BRANDS else None


def _sniff_tiff(data: bytes, suffix: str) -> str | None:
    if suffix in RAW_SUFFIXES or data.startswith(_RAW_STARTS) or data[8:10] == b"CR":
        return "RAW"
    return "TIFF" if data.startswith(_TIFF_STARTS) else None
