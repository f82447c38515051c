"""Opening photos.

Pixels and metadata are two concerns. Pixels come from Pillow, or from OpenCV where the file has 16 bits a
channel, which Pillow would cut to 8; metadata comes from Pillow's header and our own EXIF reader. Every
reader gives its pixels as stored, and one step turns them upright.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import (
    BmpImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from ccnet_core.cv import cv2
from ccnet_core.errors import PhotoError, cannot_open
from ccnet_core.messages import Message
from ccnet_core.photo.exif import Exif, integers
from ccnet_core.photo.formats import READABLE_SUFFIXES, is_rare_jpeg, sniff
from ccnet_core.photo.iptc import IPTC_RESOURCE, IPTC_TAG, with_iptc
from ccnet_core.photo.photo import Photo
from ccnet_core.photo.profile import ADOBE_RGB_PROFILE, SRGB, to_srgb8, to_srgb16
from ccnet_core.photo.raw import develop, raw_exif, too_large
from ccnet_core.photo.xmp import from_png_text, upright_xmp

MAX_PIXELS = 200_000_000
"""The largest picture that is opened: at 16 bits a channel its pixels alone take 1.2 GB."""

_START_BYTES = 512
"""By so many the kind of a file is told."""
_MAX_BYTES = 1 << 31  # more than any picture of MAX_PIXELS takes

_WIDTH, _HEIGHT, _BITS_PER_SAMPLE, _PHOTOMETRIC, _SAMPLES, _PLANAR = 256, 257, 258, 262, 277, 284
_EXTRA_SAMPLES, _SAMPLE_FORMAT, _XMP, _ICC_PROFILE, _DNG_VERSION = 338, 339, 700, 34675, 50706
_MIN_IS_WHITE, _MIN_IS_BLACK, _RGB, _SEPARATED = 0, 1, 2, 5


class _Picture(NamedTuple):
    """What a reader gives: sRGB pixels as stored, and how they are to be turned."""

    pixels: np.ndarray
    alpha: np.ndarray | None
    profile: str
    exif: Exif | None
    orientation: int
    xmp: bytes | None = None


class _TiffFile(TiffImagePlugin.TiffImageFile):
    """Pillow's TIFF reader, held to this module's limit instead of Pillow's process-wide one."""

    def load_prepare(self) -> None:
        if self._im is None:
            self.im = Image.new(self.mode, self._tile_size, None).im
        super().load_prepare()


# Pillow's readers are called by name: Image.open would add its own size limit, a variable of the process.
_READERS: dict[str, type[ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
}


def open_photo(path: str | Path, *, max_pixels: int = MAX_PIXELS) -> Photo:
    """Open a photo file.

    JPEG, PNG, TIFF, WebP and BMP always; camera raw files with the ``raw`` extra, HEIC with the ``heif``
    extra, AVIF where Pillow was built with it. Pictures of 16 bits a channel (PNG, TIFF, raw; HEIC of more
    than 8 bits) come as uint16, all others as uint8. Orientation is applied and the embedded profile
    converted to sRGB.

    Raises:
        PhotoError: the file is missing, unreadable, not a picture, damaged or cut short, over ``max_pixels``
            by its header, or of a kind that cannot be opened; no other error escapes, whatever the bytes.
    """
    path = Path(path)
    with _worded(path):
        return _open(path, _read(path), max_pixels)


def read_thumbnail(path: str | Path, side: int) -> np.ndarray:
    """Read a small picture of a photo file, upright and in sRGB.

    JPEG is decoded at an eighth, a quarter or half of its size where that is enough, raw files at half size.

    Args:
        path: a file of any kind that `open_photo` opens.
        side: the longer side of the result in pixels, from 1; smaller photos keep their size.

    Returns:
        (H, W, 3) uint8, C-contiguous.

    Raises:
        PhotoError: as `open_photo` raises it.
    """
    path = Path(path)
    with _worded(path):
        pixels = _open(path, _read(path), MAX_PIXELS, side).pixels
        if pixels.dtype == np.uint16:
            pixels = (pixels >> 8).astype(np.uint8)
        height, width = pixels.shape[:2]
        factor = min(1.0, side / max(height, width))
        size = (max(1, round(factor * width)), max(1, round(factor * height)))
        small = pixels if factor == 1.0 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(small, np.uint8)


def check_kind(path: Path) -> None:
    """See whether a file may be a photo: by its name, else by its first bytes. A damaged photo is one.

    Raises:
        PhotoError: there is none, it is of no kind that `open_photo` opens, or it cannot be read.
    """
    with _worded(path):
        if path.suffix.lower() in READABLE_SUFFIXES and os.path.lexists(path):
            return
        if sniff(_read(path, _START_BYTES), path.suffix) is None:
            raise _no_picture(path)


@contextlib.contextmanager
def _worded(path: Path) -> Iterator[None]:
    """Turn whatever reading a file raises into a `PhotoError`."""
    try:
        yield
    except PhotoError:
        raise
    except MemoryError as error:
        raise PhotoError(
            path, "there is not enough memory to open it", "Close other programs and retry."
        ) from error
    except Image.DecompressionBombError as error:
        raise PhotoError(path, "it has too many pixels", "Save a smaller version of it first.") from error
    except Exception as error:  # decoders raise nearly anything on bad bytes
        raise _damaged(path) from error


def _read(path: Path, most: int = -1) -> bytes:
    """A file's bytes, or at most so many of its first ones."""
    try:
        about = path.stat()
        if not stat.S_ISDIR(about.st_mode) and not stat.S_ISREG(about.st_mode):
            # A pipe or a device would block or never end.
            raise PhotoError(path, "this is not a regular file", "Choose a photo file.")
        if about.st_size > _MAX_BYTES:
            raise PhotoError(path, "the file is larger than 2 GiB", "Save a smaller version of it first.")
        with path.open("rb") as file:
            data = file.read(most)
    except OSError as error:
        raise cannot_open(path, error) from error
    except ValueError as error:  # a NUL character in the name
        raise PhotoError(path, "the name is not a file name", "Check the name.") from error
    if not data:
        raise PhotoError(path, "the file is empty", "Copy it again from where it came from.")
    return data


def _damaged(path: Path) -> PhotoError:
    advice = "Copy it again from the camera or wherever it came from."
    return PhotoError(path, "the file is damaged or cut short", advice)


def _no_picture(path: Path) -> PhotoError:
    advice = "Choose a JPEG, PNG, TIFF, WebP, BMP, HEIC, AVIF or camera raw file."
    return PhotoError(path, "this is not a picture, or not of a kind that can be opened", advice)


def _open(path: Path, data: bytes, max_pixels: int, least_side: int | None = None) -> Photo:
    """Open what was read; smaller, but not below ``least_side`` on either side, where that is faster."""
    kind = sniff(data, path.suffix)
    tiff = Exif.parse(data) if kind == "TIFF" else None
    if tiff and _DNG_VERSION in tiff.main:
        kind = "RAW"
    if kind == "JPEG":
        with _told_of_rare_jpeg(path, data):
            picture = _open_common(path, data, kind, max_pixels, least_side)
    elif kind in _READERS:
        picture = _open_common(path, data, kind, max_pixels, least_side)
    elif kind == "TIFF":
        if tiff is None:
            raise _damaged(path)
        picture = _open_tiff(path, data, tiff, max_pixels)
    elif kind == "RAW":
        exif = None
        with contextlib.suppress(SyntaxError, OSError, struct.error):  # of a RAF file's preview
            exif = raw_exif(data)
        developed = develop(path, data, max_pixels, half_size=least_side is not None)
        picture = _Picture(developed, None, SRGB, exif, 1, _tiff_xmp(exif))
    elif kind == "HEIF":
        picture = _open_heif(path, data, max_pixels)
    elif kind == "AVIF":
        picture = _open_avif(path, data, max_pixels)
    elif kind == "EXR":
        advice = "Save it as a 16-bit TIFF or PNG first."
        raise PhotoError(path, "OpenEXR pictures of floating-point values cannot be opened", advice)
    else:
        raise _no_picture(path)
    pixels, alpha, profile, exif, orientation, xmp = picture
    return Photo(
        turned(pixels, orientation),
        None if alpha is None else turned(alpha, orientation),
        path,
        kind,
        exif.upright_srgb().to_bytes() if exif else None,
        profile,
        upright_xmp(xmp, turned=orientation != 1) if xmp else None,
    )


@contextlib.contextmanager
def _told_of_rare_jpeg(path: Path, data: bytes) -> Iterator[None]:
    """Where a JPEG of a rare kind cannot be decoded, say so rather than that it is damaged."""
    try:
        yield
    except (PhotoError, MemoryError):
        raise
    except Exception as error:
        if not is_rare_jpeg(data):
            raise
        advice = "Save it as an ordinary JPEG, PNG or TIFF with the program that made it."
        raise PhotoError(path, "this kind of JPEG cannot be opened", advice) from error


def turned(array: np.ndarray, orientation: int) -> np.ndarray:
    """Turn (H, W) or (H, W, C) as stored to upright, by the EXIF Orientation 1 to 8 (EXIF 3.0, 4.6.5.1)."""
    if orientation >= 5:
        array = array.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        array = array[::-1]
    if orientation in (2, 3, 6, 7):
        array = array[:, ::-1]
    return array


def _open_common(
    path: Path, data: bytes, kind: str, max_pixels: int, least_side: int | None = None
) -> _Picture:
    """Open JPEG, WebP, BMP and what PNG and TIFF files hold 8 bits a channel."""
    with _READERS[kind](io.BytesIO(data)) as image:
        _check_size(path, *image.size, max_pixels)
        if least_side is not None:
            image.draft(None, (least_side, least_side))
        if kind == "PNG":
            exif, xmp = _png_metadata(data)
        else:
            exif, xmp = Exif.parse(image.info.get("exif", b"")), image.info.get("xmp")
        if kind == "JPEG":
            xmp = with_iptc(xmp, image.info.get("photoshop", {}).get(IPTC_RESOURCE))
        icc = image.info.get("icc_profile")
        if not icc and exif and exif.is_adobe_rgb:
            icc = ADOBE_RGB_PROFILE
        if kind == "PNG" and data[24] == 16:
            pixels, alpha, profile = _decode_png16(path, data, image, icc)
        elif kind == "JPEG" and image.mode == "CMYK" and "adobe" not in image.info:
            # Pillow takes every CMYK JPEG as inverted, but only Adobe's are.
            pixels, alpha, profile = _decode8(path, image.point(lambda value: 255 - value), icc)
        else:
            pixels, alpha, profile = _decode8(path, image, icc)
    return _Picture(pixels, alpha, profile, exif, exif.orientation if exif else 1, xmp)


def _open_tiff(path: Path, data: bytes, tiff: Exif, max_pixels: int) -> _Picture:
    """Open a TIFF file by OpenCV where it holds 16 bits a channel, by Pillow otherwise."""
    width, height = tiff.number(_WIDTH, 0), tiff.number(_HEIGHT, 0)
    if not width or not height:  # a size that is not seen here must not get past the limit either
        raise _damaged(path)
    _check_size(path, width, height, max_pixels)
    # OpenCV and Pillow both obey a TIFF's Orientation, asked or not.
    stored = tiff.turned_upright_in(data)
    if _is_tiff16(path, tiff):
        pixels, alpha, profile = _decode_tiff16(path, stored, tiff)
    else:
        with _TiffFile(io.BytesIO(stored)) as image:
            _check_size(path, *image.size, max_pixels)
            pixels, alpha, profile = _decode8(path, image, image.info.get("icc_profile"))
    return _Picture(pixels, alpha, profile, tiff, tiff.orientation, _tiff_xmp(tiff))


def _tiff_xmp(tiff: Exif | None) -> bytes | None:
    xmp, iim = (tiff.main.get(tag) if tiff else None for tag in (_XMP, IPTC_TAG))
    return with_iptc(xmp.data if xmp else None, iim.data if iim else None)


def _check_size(path: Path, width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels:
        raise too_large(path, width, height, max_pixels)


def _decode8(path: Path, image: Image.Image, icc: bytes | None) -> tuple[np.ndarray, np.ndarray | None, str]:
    """Decode a picture of 8 bits a channel to sRGB pixels and alpha as stored, and its profile's name."""
    image.load()
    if image.mode in ("F", "I") or image.mode.startswith("I;") or image.mode == "LAB":
        advice = "Save it as 8- or 16-bit RGB first."
        raise PhotoError(
            path,
            Message("pictures that store their values as {mode} cannot be opened", mode=image.mode),
            advice,
        )
    alpha = None
    if image.has_transparency_data:
        grey = image.mode in ("LA", "La")
        whole = image.convert("LA" if grey else "RGBA")
        alpha = np.array(whole.getchannel("A"))
        image = whole.getchannel("L") if grey else whole.convert("RGB")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode not in ("L", "CMYK", "RGB"):
        image = image.convert("RGB")
    pixels, profile = to_srgb8(image, icc)
    return pixels, alpha, profile


def _decode16(path: Path, data: bytes) -> np.ndarray:
    """Decode by OpenCV, to (H, W) or (H, W, 3 or 4) uint16 in the order red, green, blue, alpha."""
    flags = cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION
    decoded: np.ndarray | None = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if decoded is None or decoded.dtype != np.uint16:
        raise _damaged(path)
    if decoded.ndim == 2:
        return decoded
    order = [2, 1, 0] if decoded.shape[2] == 3 else [2, 1, 0, 3]
    return decoded[..., order]


def _decode_png16(
    path: Path, data: bytes, header: Image.Image, icc: bytes | None
) -> tuple[np.ndarray, np.ndarray | None, str]:
    decoded = _decode16(path, data)
    alpha = decoded[..., 3] if decoded.ndim == 3 and decoded.shape[2] == 4 else None
    transparent = header.info.get("transparency")
    if decoded.ndim == 2 and isinstance(transparent, int):  # OpenCV heeds tRNS in colour pictures only
        alpha = np.where(decoded == transparent, 0, 65535).astype(np.uint16)
    is_grey = data[25] in (0, 4)
    colour = decoded if decoded.ndim == 2 else decoded[..., 0] if is_grey else decoded[..., :3]
    pixels, profile = to_srgb16(colour, icc)
    return pixels, alpha, profile


def _png_metadata(data: bytes) -> tuple[Exif | None, bytes | None]:
    """Find the eXIf chunk (PNG third edition, 11.3.4.6) and that of XMP, before or after the pixels."""
    exif, xmp, at = None, None, 8
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if name == b"eXIf" and exif is None:
            exif = Exif.parse(data[at + 8 : at + 8 + size])
        elif name == b"iTXt" and xmp is None:
            xmp = from_png_text(data[at + 8 : at + 8 + size])
        at += 12 + size
    return exif, xmp


def _is_tiff16(path: Path, tiff: Exif) -> bool:
    """Whether the TIFF holds 16-bit integers for OpenCV to decode; Pillow reads the rest.

    Raises:
        PhotoError: it holds 16-bit integers laid out in a way that would be decoded wrongly, or values that
            are not unsigned integers.
    """
    bits = set(integers(tiff.main.get(_BITS_PER_SAMPLE), tiff.order)) or {1}
    if tiff.number(_SAMPLE_FORMAT, 1) not in (1, 4) or max(bits) > 16:
        advice = "Save it as 8- or 16-bit TIFF first."
        raise PhotoError(
            path, "TIFF files of floating-point, signed or 32-bit values cannot be opened", advice
        )
    samples, photometric = tiff.number(_SAMPLES, 1), tiff.number(_PHOTOMETRIC, _RGB)
    if bits != {16} or photometric == _SEPARATED:  # 16-bit CMYK is read at 8 bits
        return False
    if (photometric, samples) not in {(_MIN_IS_WHITE, 1), (_MIN_IS_BLACK, 1), (_RGB, 3), (_RGB, 4)}:
        advice = "Save it as 16-bit grey, RGB or RGB with alpha first."
        raise PhotoError(
            path,
            Message("16-bit TIFF files of {samples} channels of this kind cannot be opened", samples=samples),
            advice,
        )
    if samples > 1 and tiff.number(_PLANAR, 1) != 1:
        advice = "Save it with interleaved channels (pixel order) first."
        raise PhotoError(path, "16-bit TIFF files with separate colour planes cannot be opened", advice)
    return True


def _decode_tiff16(path: Path, data: bytes, tiff: Exif) -> tuple[np.ndarray, np.ndarray | None, str]:
    decoded = _decode16(path, data)
    if tiff.number(_PHOTOMETRIC, _RGB) == _MIN_IS_WHITE:
        decoded = 65535 - decoded
    alpha = None
    if decoded.ndim == 3 and decoded.shape[2] == 4:
        extra = tiff.number(_EXTRA_SAMPLES, 2)
        if extra == 1:
            decoded = _unpremultiplied(decoded)
        alpha = decoded[..., 3] if extra else None  # 0: not said what it is
        decoded = decoded[..., :3]
    icc = tiff.main.get(_ICC_PROFILE)
    pixels, profile = to_srgb16(decoded, icc.data if icc else None)
    return pixels, alpha, profile


def _unpremultiplied(rgba: np.ndarray) -> np.ndarray:
    """Divide the colours of (H, W, 4) uint16 by their alpha (TIFF 6.0 page 77: associated alpha)."""
    alpha = np.maximum(rgba[..., 3:], 1).astype(np.float64)
    whole = np.iinfo(rgba.dtype).max
    colour = np.minimum(np.rint(rgba[..., :3] * (whole / alpha)), whole).astype(rgba.dtype)
    return np.concatenate([colour, rgba[..., 3:]], axis=2)


def _open_heif(path: Path, data: bytes, max_pixels: int) -> _Picture:
    """Open HEIC by libheif, which itself applies the file's turns, whatever its EXIF says of them."""
    try:
        import pillow_heif
    except ImportError as error:
        advice = 'Install it with: pip install "ccnet-studio[heif]"'
        raise PhotoError(path, "HEIC files need the pillow-heif package", advice) from error
    heif: Any = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=False)
    width, height = heif.size
    _check_size(path, width, height, max_pixels)
    exif = Exif.parse(heif.info.get("exif") or b"")
    icc = heif.info.get("icc_profile")
    values = np.asarray(heif)
    alpha = None
    if heif.mode.startswith("RGBa"):
        values = _unpremultiplied(values)
    if values.ndim == 3 and values.shape[2] == 4:
        values, alpha = values[..., :3], np.ascontiguousarray(values[..., 3])
    if values.dtype == np.uint16:
        pixels, profile = to_srgb16(values, icc)
    else:
        pixels, profile = to_srgb8(Image.fromarray(np.ascontiguousarray(values)), icc)
    return _Picture(pixels, alpha, profile, exif, 1, heif.info.get("xmp"))


def _open_avif(path: Path, data: bytes, max_pixels: int) -> _Picture:
    """Open AVIF by Pillow, which tells the file's turns as an EXIF Orientation."""
    try:
        from PIL import AvifImagePlugin
    except ImportError as error:
        advice = "Install a newer one with: pip install --upgrade pillow"
        raise PhotoError(path, "this Pillow cannot open AVIF files", advice) from error
    if not AvifImagePlugin.SUPPORTED:
        raise PhotoError(
            path, "this Pillow was built without AVIF", "Install Pillow from its official wheel."
        )
    with AvifImagePlugin.AvifImageFile(io.BytesIO(data)) as image:
        _check_size(path, *image.size, max_pixels)
        exif = Exif.parse(image.info.get("exif", b""))
        pixels, alpha, profile = _decode8(path, image, image.info.get("icc_profile"))
        xmp = image.info.get("xmp")
    return _Picture(pixels, alpha, profile, exif, exif.orientation if exif else 1, xmp)
