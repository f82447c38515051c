"""Saving photos."""

from __future__ import annotations

import errno
import itertools
import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from ccnet_core.atomic import temporary_name, write_whole
from ccnet_core.canonical import canonical_path
from ccnet_core.cv import cv2
from ccnet_core.errors import FolderError, PhotoError, cannot_save
from ccnet_core.messages import Message
from ccnet_core.paths import ships
from ccnet_core.photo.encoding import Encodable
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.formats import (
    BIT_DEPTHS,
    EXPORT_FORMATS,
    WRITABLE_SUFFIXES,
    ExportFormat,
    format_of_depth,
    format_of_suffix,
    own_export_format,
)
from ccnet_core.photo.pages import stem_of
from ccnet_core.photo.photo import Photo, check_pixels
from ccnet_core.photo.profile import OUTPUT_PROFILES, SRGB_NAME
from ccnet_core.photo.sharpening import AMOUNTS, NO_SHARPENING
from ccnet_core.photo.xmp import places_in, upright_xmp, without_location

EXPORT_MARK = "-ccnet"
"""What the name of an export has behind that of its photo, unless the person names it."""
_EXPORTED = re.compile(rf"(.+){EXPORT_MARK}(?:-\d+)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How a photo is saved.

    What is left to the photo, :meth:`for_photo` fills in; before that nothing can be saved so.

    Attributes:
        format: "jpeg", "png", "tiff", "webp", and where the libraries are there "avif" and "jxl". None leaves
            it to the photo: its own where that can be written and holds the bit depth; else JPEG, or what
            holds that.
        quality: 1 to 100, of formats that have one.
        bit_depth: bits a channel: 8; 16 for PNG and TIFF, 10 for AVIF. None leaves it to the photo: its own
            where the format holds it, else the format's largest.
        overwrite: whether a file of the same name may be replaced.
        long_side: most pixels on the longer side; None for the photo's own. :func:`reduced_photo` sees to it
            before the picture is made.
        keep_location: whether the metadata goes on telling where the photo was taken.
        keep_metadata: whether there is any; the colour space is told in any case.
        sharpen: for the screen, at its final size: "none", "low", "standard" or "high".
        profile: the colour space of the pixels: "srgb", "display-p3" or "adobe-rgb".

    Raises:
        PhotoError: a value is out of its range, or the format cannot hold the bit depth or the profile.

    >>> photo = Photo(np.zeros((60, 90, 3), np.uint16), format="TIFF")
    >>> options = ExportOptions(format=None, bit_depth=None, long_side=45).for_photo(photo)
    >>> options.format, options.bit_depth
    ('tiff', 16)
    """

    format: str | None = "jpeg"
    quality: int = 95
    bit_depth: int | None = 8
    overwrite: bool = False
    long_side: int | None = None
    keep_location: bool = True
    profile: str = SRGB_NAME
    keep_metadata: bool = True
    sharpen: str = NO_SHARPENING

    def __post_init__(self) -> None:
        bits = 8 if self.bit_depth is None else self.bit_depth
        format = self.format or format_of_depth(bits)
        if format not in EXPORT_FORMATS:
            problem = Message("photos cannot be saved in the format {format!r}", format=format)
            raise PhotoError(
                None, problem, Message("Choose one of {formats}.", formats=", ".join(EXPORT_FORMATS))
            )
        if not 1 <= self.quality <= 100:
            problem = Message("there is no quality {quality}", quality=self.quality)
            raise PhotoError(None, problem, "Choose one from 1 to 100.")
        if bits not in BIT_DEPTHS:
            problem = Message("there is no bit depth {bits}", bits=bits)
            raise PhotoError(None, problem, "Choose 8 or 16, or 10 for avif.")
        known = EXPORT_FORMATS[format]
        if bits not in known.depths:
            problem = Message(
                "{bits} bits a channel do not fit into {format}, which holds {depths}",
                bits=bits,
                format=format,
                depths=", ".join(map(str, known.depths)),
            )
            raise PhotoError(None, problem, "Choose png or tiff, or a bit depth of 8.")
        if self.profile not in OUTPUT_PROFILES:
            problem = Message("there is no profile {profile!r}", profile=self.profile)
            advice = Message("Choose one of {profiles}.", profiles=", ".join(OUTPUT_PROFILES))
            raise PhotoError(None, problem, advice)
        if self.sharpen not in AMOUNTS:
            problem = Message("there is no sharpening {amount!r}", amount=self.sharpen)
            advice = Message("Choose one of {amounts}.", amounts=", ".join(AMOUNTS))
            raise PhotoError(None, problem, advice)
        if self.long_side is not None and self.long_side < 1:
            problem = Message("there is no long side of {pixels} pixels", pixels=self.long_side)
            raise PhotoError(None, problem, "Choose one from 1.")

    @classmethod
    def for_path(
        cls, path: str | Path, quality: int = 95, bit_depth: int = 8, overwrite: bool = False
    ) -> Self:
        """Choose the format by the suffix of ``path``.

        Raises:
            PhotoError: the suffix is none of `WRITABLE_SUFFIXES`, or as for the class itself.
        """
        path = Path(path)
        format = format_of_suffix(path.suffix)
        if format is None:
            if path.suffix:
                problem = Message("the suffix {suffix} names no format that can be saved", suffix=path.suffix)
            else:
                problem = Message("without a suffix the name tells no format that can be saved")
            advice = Message("Use one of {suffixes}.", suffixes=", ".join(WRITABLE_SUFFIXES))
            raise PhotoError(path, problem, advice)
        return cls(format, quality, bit_depth, overwrite)

    def for_photo(self, photo: Photo) -> Self:
        """These options with what they leave to the photo filled in.

        Raises:
            PhotoError: as for the class itself.
        """
        format, bits = self.format, self.bit_depth
        if format is None:
            format = own_export_format(photo.format)
            if bits is not None and bits not in EXPORT_FORMATS[format].depths:
                format = format_of_depth(bits)
        if bits is None:
            bits = EXPORT_FORMATS[format].depth_for(photo.bit_depth)
        return replace(self, format=format, bit_depth=bits)

    @property
    def encoding(self) -> ExportFormat:
        """What is known of the format.

        Raises:
            ValueError: it is left to the photo.
        """
        if self.format is None:
            raise ValueError("which format it is the photo decides: see ExportOptions.for_photo")
        return EXPORT_FORMATS[self.format]

    @property
    def depth(self) -> int:
        """Bits a channel.

        Raises:
            ValueError: they are left to the photo.
        """
        if self.bit_depth is None:
            raise ValueError("how many bits a channel has the photo decides: see ExportOptions.for_photo")
        return self.bit_depth

    @property
    def suffix(self) -> str:
        """The suffix, with its dot, that files of the format have."""
        return self.encoding.suffix

    @property
    def sample_bits(self) -> int:
        """Bits of the samples that :func:`save_photo` takes: 8, or 16 for any bit depth above."""
        return 8 if self.depth == 8 else 16


def save_photo(
    path: str | Path,
    pixels: np.ndarray,
    options: ExportOptions,
    source: Photo | None = None,
    alpha: np.ndarray | None = None,
    before_writing: Callable[[bytes], object] | None = None,
    check: Callable[[], object] = lambda: None,
    tell: Callable[[Message], object] = lambda message: None,
    *,
    moved: bool = False,
) -> Path:
    """Save a picture with the source's metadata and its profile; gives the path as a `Path`.

    The file appears whole or not at all, and replaces another only if the options say so.

    Args:
        path: where to; its suffix is not looked at, ``options.format`` decides.
        pixels: (H, W, 3) uint8 or uint16 in the colour space of ``options.profile``, upright. More than 8
            bits a channel take uint16 over the full range; for 8 bits, uint16 is rounded to the nearest.
        options: format, quality, depth, overwriting, what of the metadata is kept.
        source: the photo the picture was made from. Its XMP is kept, and its EXIF with the pixel dimensions
            set right.
        alpha: (H, W) uint8 or uint16, full range; by default the source's, if the picture has its size and is
            not moved. JPEG has none.
        before_writing: told the file's content just before it is written; what it raises leaves no file.
        check: called several times until the file is there; what it raises leaves none.
        tell: told what of the metadata does not fit into the format, each a sentence.
        moved: whether things lie elsewhere in the picture than in the source, as it is cropped or turned:
            where faces and the subject are is no longer true then.

    Raises:
        PhotoError: the target exists, its folder does not, the disk is full, there is no permission, or the
            picture is larger than the format allows.
        ValueError: arrays of another shape or type, or uint8 pixels for 16 bits a channel.

    >>> from ccnet_core import open_photo
    >>> photo = open_photo("night.jpg")
    >>> save_photo("copy.png", photo.pixels, ExportOptions("png"), photo).name
    'copy.png'
    >>> save_photo("copy.png", photo.pixels, ExportOptions("png"), photo)
    Traceback (most recent call last):
    ccnet_core.errors.PhotoError: copy.png: ...
    """
    path = Path(path)
    check_pixels(pixels)
    try:
        _check_target(path, options)
    except OSError as error:
        raise cannot_save(path, error) from error
    data = encode_photo(path, pixels, options, source, alpha, tell, moved=moved)
    if before_writing is not None:
        before_writing(data)
    try:
        write_whole(path, data, overwrite=options.overwrite, check=check)
    except OSError as error:
        raise _cannot_save(path, error) from error
    return path


def encode_photo(
    path: Path,
    pixels: np.ndarray,
    options: ExportOptions,
    source: Photo | None = None,
    alpha: np.ndarray | None = None,
    tell: Callable[[Message], object] = lambda message: None,
    *,
    moved: bool = False,
) -> bytes:
    """The content of the file that :func:`save_photo` writes, of the same arguments.

    Args:
        path: what errors call it.

    Raises:
        PhotoError: the picture is larger than the format allows, or there is not enough memory.
        ValueError: arrays of another shape or type, or uint8 pixels for 16 bits a channel.
    """
    check_pixels(pixels)
    if options.sample_bits == 16 and pixels.dtype != np.uint16:
        raise ValueError(f"{options.depth} bits a channel take uint16 pixels")
    if alpha is not None and (alpha.shape != pixels.shape[:2] or alpha.dtype not in (np.uint8, np.uint16)):
        raise ValueError(f"alpha {alpha.shape} {alpha.dtype} does not fit pixels {pixels.shape}")
    if alpha is None and source is not None and source.pixels.shape == pixels.shape and not moved:
        alpha = source.alpha
    largest = options.encoding.largest_side
    if max(pixels.shape[:2]) > largest:
        problem = Message(
            "{format} pictures have at most {largest} pixels a side", format=options.format, largest=largest
        )
        raise PhotoError(path, problem, "Save it as PNG or TIFF.")

    samples = at_depth(pixels, options.sample_bits)
    if alpha is not None and options.encoding.transparent:
        samples = np.dstack([samples, at_depth(alpha, options.sample_bits)])
    exif = Exif.parse(source.exif) if source and source.exif else None
    if exif:
        exif = exif.upright_srgb().sized(pixels.shape[1], pixels.shape[0])
        exif = exif.without_places() if moved else exif
        exif = exif.in_colours(is_srgb=options.profile == SRGB_NAME, is_adobe=options.profile == "adobe-rgb")
    xmp = source.xmp if source else None
    if xmp and moved:
        xmp = upright_xmp(xmp, turned=True)
    if not options.keep_location:
        exif = exif.without_location(places_in(xmp) if xmp else ()) if exif else None
        xmp = without_location(xmp) if xmp else None
    if not options.keep_metadata:
        exif = xmp = None
    density = source.density if source else None
    profile = OUTPUT_PROFILES[options.profile]
    picture = Encodable(samples, options.depth, options.quality, exif, xmp, density, profile, tell)
    try:
        return options.encoding.encode(picture)
    except MemoryError as error:
        raise PhotoError(
            path, "there is not enough memory to save it", "Close other programs and retry."
        ) from error
    except (ValueError, OSError, cv2.error) as error:
        raise PhotoError(
            path, Message("it could not be encoded ({reason})", reason=str(error)), "Try another format."
        ) from error


def default_export_path(photo: Photo, suffix: str | None = None, taken: Collection[Path] = ()) -> Path:
    """Propose ``<photo>-ccnet.<suffix>`` in :func:`export_folder`, numbered from 2 where that is taken.

    The suffix (with its dot) follows the photo's own format where that can be written, else it is ``.jpg``.

    Args:
        photo: what is exported.
        suffix: instead of that of the photo's format.
        taken: canonical names that are not there yet, but will be.
    """
    suffix = suffix or EXPORT_FORMATS[own_export_format(photo.format)].suffix
    folder, stem = export_folder(photo), stem_of(photo.path) if photo.path else "pasted"
    for number in itertools.count(1):
        path = folder / f"{stem}{EXPORT_MARK}{'' if number == 1 else f'-{number}'}{suffix}"
        if not os.path.lexists(path) and canonical_path(path) not in taken:
            break
    return path


def export_folder(photo: Photo) -> Path:
    """Where a photo is exported to by itself: beside it; home if it was pasted or ships with the program."""
    return Path.home() if photo.path is None or ships(photo.path) else photo.path.parent


def check_writable(path: str | Path) -> None:
    """See whether a file could be written at ``path`` now, before the time that making it takes.

    Raises:
        PhotoError: its folder takes no files, for lack of permission, on a disk that is read-only or full.
    """
    path = Path(path)
    probe = path.with_name(temporary_name())
    try:
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        os.unlink(probe)  # noqa: PTH108  (one way with os.open)
    except OSError as error:
        raise _cannot_save(path, error) from error


def exported_from(stem: str) -> str | None:
    """The photo's name without suffix, for a name that :func:`default_export_path` gives; None for others."""
    match = _EXPORTED.fullmatch(stem)
    return match[1] if match else None


def _cannot_save(path: Path, error: OSError) -> PhotoError:
    """As `cannot_save`, but of a folder that is there and takes no files nobody is told that it is not."""
    if error.errno == errno.ENOENT and path.parent.is_dir():
        return FolderError(path, "no file can be written in this folder", "Choose another folder.")
    return cannot_save(path, error)


def _check_target(path: Path, options: ExportOptions) -> None:
    """Refuse early what is known to fail, before the seconds that encoding takes."""
    if not path.parent.is_dir():
        problem = Message("the folder {folder} does not exist", folder=str(path.parent))
        raise FolderError(path, problem, "Create it first or choose another folder.")
    if path.is_dir():
        raise PhotoError(path, "this is a folder", "Give a file name inside it.")
    if path.exists() and not path.is_file():
        raise PhotoError(path, "this is no file but a device", "Choose another name.")
    if not options.overwrite and (path.is_symlink() or path.exists()):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def at_depth(samples: np.ndarray, bits: int) -> np.ndarray:
    """Convert full-range samples to ``bits`` each: times 257 up, rounded to the nearest down."""
    if bits == 8 and samples.dtype == np.uint16:
        rounded = np.empty(samples.shape, np.uint8)
        for row, wide in zip(rounded, samples, strict=True):  # by rows, to need no 32-bit copy of it all
            row[...] = (wide.astype(np.uint32) + 128) // 257
        return rounded
    if bits == 16 and samples.dtype == np.uint8:
        return samples.astype(np.uint16) * 257
    return samples


def encode_png(samples: np.ndarray) -> bytes:
    """A PNG file with an sRGB profile, as the clipboard takes it.

    Args:
        samples: (H, W, 3), or (H, W, 4) with alpha; uint8 or uint16.

    Raises:
        ValueError: it cannot be encoded.
    """
    return EXPORT_FORMATS["png"].encode(Encodable(samples, 8 * samples.itemsize))
