"""TIFF files: which of their pictures, laid out how, of what values.

tifffile reads the directories, and unpacks strips and tiles; what it cannot unpack without imagecodecs, which
``ccnet-studio[codecs]`` adds, Pillow does where it can. Pages and sections are those of TIFF 6.0.

Values become unsigned integers of 8 or 16 bits over the full range: integers by their number of bits, signed
ones from 0 on, floating-point ones from 0 to 1. Where most of the latter are above 1, as in pictures of
measurements, the smallest power of two above all of them takes the place of 1.
"""

from __future__ import annotations

import importlib.util
import io
import itertools
import logging
import struct
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, TiffImagePlugin

from ccnet_core.errors import PhotoError
from ccnet_core.messages import Message
from ccnet_core.photo.decoding import decode8_as_stored, divided_by_alpha, icc_or_adobe
from ccnet_core.photo.exif import LONG, Entry, Exif, Order, numbers
from ccnet_core.photo.lab import lab_to_srgb16
from ccnet_core.photo.profile import to_srgb, to_srgb8
from ccnet_core.photo.quiet import quiet
from ccnet_core.photo.source import SAVE_OTHERWISE, Metadata, Picture, Source, ends_unwritten

if TYPE_CHECKING:
    from tifffile import TiffFile, TiffPage

_NONE, _FAX_RLE, _FAX3, _FAX4, _LZW, _OLD_JPEG, _JPEG = 1, 2, 3, 4, 5, 6, 7
_DEFLATE, _OLD_DEFLATE, _PACKBITS, _LZMA, _ZSTD = 8, 32946, 32773, 34925, 50000
_UNPACKED_BY_PILLOW = {_LZW, _ZSTD}
_UNPACKED = {_NONE, _DEFLATE, _OLD_DEFLATE, _PACKBITS, _LZMA, *_UNPACKED_BY_PILLOW}
_FILLED_IN = {_OLD_JPEG, _JPEG, _ZSTD, 22610, 33003, 33004, 33005, 34712, 34892, 34934, 50001, 50002, 52546}
"""Of which decoders make pictures though zeros stand in the place of an end: JPEG, its like, Zstandard."""
_DECODED_BY_PILLOW = {_FAX_RLE, _FAX3, _FAX4, _OLD_JPEG, _JPEG, 32809}
_COMPRESSIONS = {
    _OLD_JPEG: "old JPEG",
    _JPEG: "JPEG",
    _LZW: "LZW",
    _LZMA: "LZMA",
    _ZSTD: "Zstandard",
    33003: "JPEG 2000",
    33004: "JPEG 2000",
    33005: "JPEG 2000",
    34712: "JPEG 2000",
    34676: "SGI LogLuv",
    34677: "SGI LogLuv",
    34887: "LERC",
    34892: "lossy JPEG",
    32909: "PixarLog",
    34661: "JBIG",
    50001: "WebP",
    50002: "JPEG XL",
    52546: "JPEG XL",
}
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _PALETTE, _MASK, _CMYK, _YCBCR = 0, 1, 2, 3, 4, 5, 6
_CIE_LAB, _ICC_LAB, _ITU_LAB, _LINEAR = 8, 9, 10, 34892
_COLOURS = {
    _WHITE_IS_ZERO: 1,
    _BLACK_IS_ZERO: 1,
    _MASK: 1,
    _PALETTE: 1,
    _RGB: 3,
    _CMYK: 4,
    _CIE_LAB: 3,
    _ICC_LAB: 3,
}
_SEPARATE = 2
"""Planar configuration: each channel by itself."""
_HORIZONTAL, _FLOATING_POINT = 2, 3
_LOWEST_FIRST = 2
"""Fill order: the lowest bit of a byte comes first."""
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_REDUCED, _TRANSPARENCY = 1, 4
_ASSOCIATED, _UNASSOCIATED = 1, 2
_COMPRESSION, _FILL_ORDER, _COLOUR_MAP, _INK_SET = 259, 266, 320, 332
_OLD_SUB_FILE, _ICC_PROFILE = 255, 34675
_MOST_BYTES_A_PIXEL = 16
# What Pillow is to know of a picture that it decodes: how it is stored, and none of what it says.
_STORAGE_TAGS = {256, 257, 258, 259, 262, 266, 277, 278, 284, 292, 293, 317, 320, 322, 323, 332, 338, 339}
_STORAGE_TAGS |= {347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532}
_PLACES = ((273, 279), (324, 325))

_ADVICE = 'Save it as 8- or 16-bit TIFF with LZW; or install: pip install "ccnet-studio[codecs]"'


class _OwnLimit(TiffImagePlugin.TiffImageFile):
    """Pillow's TIFF reader, held to this package's limit instead of Pillow's process-wide one."""

    def load_prepare(self) -> None:
        if self._im is None:
            self.im = Image.new(self.mode, self._tile_size, 0).im
        super().load_prepare()


def read_tiff(source: Source) -> Picture:
    """Open a TIFF file, or one of its pictures."""
    import tifffile

    logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # what it has to say is said here in other words
    first = Exif.parse(source.data)
    if first is None or not first.main:
        raise source.damaged()
    with tifffile.TiffFile(io.BytesIO(source.data)) as file:
        pages = _pages(file)
        number = source.page or 1
        if not pages:
            raise source.damaged()
        if not 1 <= number <= len(pages):
            raise source.no_page(len(pages))
        page, shift = pages[number - 1]
        source.check_size(page.imagewidth, page.imagelength)
        directory = Exif.parse(source.data, page.offset)
        assert directory is not None  # it was parsed before
        told = directory
        if number == 1:
            # What is said of the photo stands in the first directory, be it that of a thumbnail.
            told = replace(
                directory,
                main={**first.main, **directory.main},
                exif=directory.exif or first.exif,
                gps=directory.gps or first.gps,
                interop=directory.interop or first.interop,
            )
        icc = told.main.get(_ICC_PROFILE)
        decoder = _Decoder(source, page, directory, shift)
        pixels, alpha, profile, notices = decoder.decode(icc_or_adobe(icc.data if icc else None, told))
        if len(pages) > 1 and source.page is None:
            notices += (Message("It holds {pages} pictures, of which the first is shown.", pages=len(pages)),)
        return Picture(
            pixels, alpha, profile, Metadata(exif=told), told.orientation, notices, pages=len(pages)
        )


def _pages(file: TiffFile) -> list[tuple[TiffPage, int]]:
    """The pictures: no reduced ones and no masks, unless there is nothing else (page 36).

    Where the first directory is a reduced picture, the whole one may stand in a directory of its own. ImageJ
    keeps a large stack behind one directory; of its pictures each comes with how many bytes behind the first
    it stands.
    """
    pages = [page.aspage() for page in file.pages]
    found = [page for page in pages if _is_picture(page)]
    if not found:
        found = [sub.aspage() for page in pages for sub in page.pages or () if _is_picture(sub.aspage())]
    found = found or [page for page in pages if page.imagewidth and page.imagelength]
    images = (file.imagej_metadata or {}).get("images", 1) if len(found) == len(pages) == 1 else 1
    if images > 1 and found[0].is_contiguous and found[0].compression == _NONE:
        size = found[0].nbytes
        there = (file.filehandle.size - found[0].dataoffsets[0]) // max(1, size)
        return [(found[0], number * size) for number in range(max(1, min(images, there)))]
    return [(page, 0) for page in found]


def _is_picture(page: TiffPage) -> bool:
    is_reduced = page.subfiletype & (_REDUCED | _TRANSPARENCY) or page.tags.valueof(_OLD_SUB_FILE, 1) == 2
    return bool(page.imagewidth and page.imagelength and not is_reduced)


class _Decoder:
    """Decodes one picture of a TIFF file."""

    def __init__(self, source: Source, page: TiffPage, directory: Exif, shift: int) -> None:
        self._source, self._page, self._directory = source, page, directory
        self._photometric = int(page.photometric)
        self._compression = int(page.compression)
        self._shift = shift

    def decode(self, profile: bytes | None) -> tuple[np.ndarray, np.ndarray | None, str, tuple[Message, ...]]:
        """Pixels of a profile as sRGB, and alpha, as stored; the profile's name, and what is to be told."""
        page, segments = self._page, self._segments()
        is_jpeg = self._compression in (_JPEG, _OLD_JPEG)
        is_deep = (
            is_jpeg
            and self._bits > 8
            and self._photometric != _YCBCR
            and self._compression in _decompressors()
        )
        if not is_deep and (
            self._compression in _DECODED_BY_PILLOW or (self._photometric == _YCBCR and not is_jpeg)
        ):
            return *self._decode_by_pillow(segments, profile), ()
        if self._photometric not in _COLOURS:
            raise self._source.unsupported(
                Message(
                    "TIFF files of this kind of colours ({kind}) cannot be opened", kind=self._colour_name()
                )
            )
        samples = self._samples(segments)
        colours = _COLOURS[self._photometric]
        if samples.shape[2] < colours or (self._photometric == _CMYK and page.tags.valueof(_INK_SET, 1) != 1):
            raise self._source.unsupported(
                Message(
                    "TIFF files of {samples} channels of this kind cannot be opened", samples=samples.shape[2]
                )
            )
        if self._photometric in (_CIE_LAB, _ICC_LAB):
            converted = self._lab(samples)
            alpha = self._alpha(samples, colours) if samples.dtype == converted.dtype else None
            return converted, alpha, "Lab", ()
        if self._photometric == _PALETTE:
            pixels, name = to_srgb(self._coloured(samples[..., 0]), profile)
            alpha = self._alpha(_unsigned(samples, self._bits), colours)
            return pixels, alpha if alpha is not None and alpha.dtype == np.uint8 else None, name, ()
        whole = _unsigned(samples, self._bits)
        alpha = self._alpha(whole, colours)
        colour = whole[..., :colours]
        if alpha is not None and self._is_associated(colours):
            colour = divided_by_alpha(colour, alpha)
        if self._photometric == _WHITE_IS_ZERO:
            colour = np.iinfo(colour.dtype).max - colour
        if self._photometric == _CMYK:
            inks = Image.fromarray(np.ascontiguousarray(_in_8_bits(colour)), "CMYK")
            pixels, name = to_srgb8(inks, profile)
            return pixels, None if alpha is None else _in_8_bits(alpha), name, ()
        pixels, name = to_srgb(colour[..., 0] if colours == 1 else colour, profile)
        return pixels, alpha, name, self._notices(whole.shape[2], colours)

    def _notices(self, channels: int, colours: int) -> tuple[Message, ...]:
        """A picture of many channels is no photo; its first is shown."""
        if channels < 3 or colours != 1:
            return ()
        return (Message("It has {channels} channels, of which the first is shown.", channels=channels),)

    @property
    def _bits(self) -> int:
        bits = self._page.bitspersample
        if not isinstance(bits, int) or self._page.dtype is None or self._page.dtype.kind not in "buif":
            raise self._source.unsupported("TIFF files of this depth cannot be opened")
        return bits

    def _segments(self) -> list[bytes]:
        """The strips or tiles as stored; raises PhotoError where one is not in the file."""
        data, page = self._source.data, self._page
        segments = []
        sizes = page.databytecounts
        for index, place in enumerate(page.dataoffsets):
            at = place + self._shift
            size = sizes[index] if index < len(sizes) else 0
            if self._compression == _NONE and self._photometric != _YCBCR:
                size = self._shape_of(index)[2]  # whatever is said
            segment = data[at : at + size]
            if not at or not size or at + size > len(data):
                raise self._source.damaged()
            if self._compression in _FILLED_IN and ends_unwritten(segment):
                raise self._source.damaged()
            segments.append(segment)
        rows, columns = self._grid()
        planes = page.samplesperpixel if page.planarconfig == _SEPARATE else 1
        if self._compression != _OLD_JPEG and len(segments) < rows * columns * planes * page.imagedepth:
            raise self._source.damaged()
        return segments

    def _grid(self) -> tuple[int, int]:
        """How many strips or tiles there are down and across, of a plane."""
        page = self._page
        if page.is_tiled:
            return -(-page.imagelength // page.tilelength), -(-page.imagewidth // page.tilewidth)
        return -(-page.imagelength // max(1, min(page.rowsperstrip, page.imagelength))), 1

    def _shape_of(self, index: int) -> tuple[int, int, int]:
        """Rows, bytes a row and bytes of a strip or tile."""
        page = self._page
        samples = 1 if page.planarconfig == _SEPARATE else page.samplesperpixel
        if page.is_tiled:
            rows, columns = page.tilelength, page.tilewidth
        else:
            strips = self._grid()[0]
            step = min(page.rowsperstrip, page.imagelength)
            rows, columns = min(step, page.imagelength - index % strips * step), page.imagewidth
        row = (columns * samples * self._bits + 7) // 8
        return rows, row, rows * row

    def _samples(self, segments: list[bytes]) -> np.ndarray:
        """(H, W, C) of the type they are stored in; of less than 8 bits and of odd ones in the next wider."""
        page = self._page
        bits, kind = self._bits, page.dtype
        assert kind is not None  # as of `_bits`
        planes = page.samplesperpixel if page.planarconfig == _SEPARATE else 1
        channels = page.samplesperpixel // planes
        if page.imagewidth * page.imagelength * page.samplesperpixel * kind.itemsize > (
            _MOST_BYTES_A_PIXEL * self._source.max_pixels
        ):
            raise self._source.unsupported("TIFF files of so many channels cannot be opened")
        if self._compression not in _UNPACKED:
            return self._samples_by_imagecodecs()
        samples = np.zeros((page.imagelength, page.imagewidth, planes, channels), kind)
        down, across = self._grid()
        for index in range(down * across * planes):
            rows, row_bytes, size = self._shape_of(index)
            data = self._unpacked(segments[index], rows, row_bytes)
            if len(data) < size:
                raise self._source.damaged()
            columns = page.tilewidth if page.is_tiled else page.imagewidth
            part = _values(data[:size], (rows, columns, channels), bits, kind, self._order, self._predictor)
            plane, place = divmod(index, down * across)
            top, left = (
                place // across * (page.tilelength if page.is_tiled else self._rows),
                place % across * columns,
            )
            target = samples[top : top + rows, left : left + columns, plane]
            target[...] = part[: target.shape[0], : target.shape[1]]
        return samples.reshape(page.imagelength, page.imagewidth, planes * channels)

    def _samples_by_imagecodecs(self) -> np.ndarray:
        """As :meth:`_samples`, of what only imagecodecs can unpack."""
        page = self._page
        if self._shift or self._page.compression not in _decompressors():
            raise self._no_codec()
        planes, depth, height, width, channels = page.shaped
        try:
            samples: np.ndarray = page.asarray().reshape(planes, depth, height, width, channels)[:, 0]
        except (NotImplementedError, ValueError) as error:
            if "COMPRESSION" in str(error) or "support" in str(error):
                raise self._no_codec() from error
            raise
        moved: np.ndarray = np.moveaxis(samples, 0, 2)
        return moved.reshape(height, width, planes * channels)

    def _unpacked(self, segment: bytes, rows: int, row_bytes: int) -> bytes:
        """The bytes of a strip or tile, before the predictor is taken back."""
        fill = self._page.fillorder
        if self._compression in _UNPACKED_BY_PILLOW:
            return self._unpacked_by_pillow(segment, rows, row_bytes)
        if fill == _LOWEST_FIRST:
            segment = segment.translate(_REVERSED)
        if self._compression == _NONE:
            return segment
        return bytes(_decompressors()[self._compression](segment))

    def _unpacked_by_pillow(self, segment: bytes, rows: int, row_bytes: int) -> bytes:
        """As :meth:`_unpacked`: Pillow takes the bytes for a grey picture."""
        fields = {
            256: _entry(self._order, row_bytes),
            257: _entry(self._order, rows),
            258: _entry(self._order, 8),
            _COMPRESSION: _entry(self._order, self._compression),
            262: _entry(self._order, _BLACK_IS_ZERO),
            _FILL_ORDER: _entry(self._order, self._page.fillorder),
            278: _entry(self._order, rows),
        }
        try:
            file = io.BytesIO(_alone(self._order, fields, [segment], tiled=False))
            with quiet(), _OwnLimit(file) as image:
                return image.tobytes()
        except OSError as error:
            if self._compression == _ZSTD and not _pillow_has_zstd():
                raise self._no_codec() from error
            raise

    def _decode_by_pillow(
        self, segments: list[bytes], profile: bytes | None
    ) -> tuple[np.ndarray, np.ndarray | None, str]:
        """Decode a picture of 8 bits a channel, or of one bit, that Pillow knows as a whole."""
        page = self._page
        if self._compression == _OLD_JPEG:  # its tables stand where the file says
            if self._directory.main != (Exif.parse(self._source.data) or Exif()).main:
                raise self._no_codec()
            file = self._directory.turned_upright_in(self._source.data)
        else:
            fields = {tag: entry for tag, entry in self._directory.main.items() if tag in _STORAGE_TAGS}
            file = _alone(self._order, fields, segments, tiled=page.is_tiled)
        try:
            image = _OwnLimit(io.BytesIO(file))
        except SyntaxError as error:
            raise self._no_codec() from error
        with image:
            self._source.check_size(*image.size)
            if image.size != (page.imagewidth, page.imagelength):
                raise self._source.damaged()
            with quiet():
                colour, alpha = decode8_as_stored(self._source, image)
        pixels, name = to_srgb8(colour, profile)
        return pixels, alpha, name

    def _lab(self, samples: np.ndarray) -> np.ndarray:
        """CIE L*a*b* to sRGB (section 23, and Adobe's TIFF Technical Note 4 of 16 bits)."""
        bits, kind = self._bits, samples.dtype.kind
        if kind != "f" and bits not in (8, 16):
            raise self._source.unsupported("TIFF files of this depth cannot be opened")
        is_icc = self._photometric == _ICC_LAB

        def scaled(rows: np.ndarray) -> np.ndarray:
            if kind == "f":
                return rows.astype(np.float64)
            lab = rows.astype(np.float64)
            whole = (1 << bits) - 1
            lightness = np.where(lab[..., :1] < 0, lab[..., :1] + whole + 1, lab[..., :1]) * (100 / whole)
            opponent = lab[..., 1:]
            if is_icc:
                return np.concatenate([lightness, opponent / (1 << (bits - 8)) - 128], axis=-1)
            opponent = np.where(opponent >= 1 << (bits - 1), opponent - (1 << bits), opponent)
            return np.concatenate([lightness, opponent / (1 << (bits - 8))], axis=-1)

        pixels = np.empty((*samples.shape[:2], 3), np.uint16)
        for target, row in zip(pixels, samples, strict=True):
            target[...] = lab_to_srgb16(scaled(row[..., :3]))
        return _in_8_bits(pixels) if bits == 8 else pixels

    def _coloured(self, indices: np.ndarray) -> np.ndarray:
        """(H, W, 3) uint8 of the palette's colours; where it fills 8 bits of 16 alone, of those."""
        palette = np.array(numbers(self._directory.main.get(_COLOUR_MAP), self._order), np.uint16)
        if palette.size < 3 << self._bits or self._bits > 16:
            raise self._source.damaged()
        colours = palette[: 3 << self._bits].reshape(3, -1).T
        eight: np.ndarray = (colours >> 8 if colours.max() > 255 else colours).astype(np.uint8)
        return np.asarray(eight[indices])

    def _alpha(self, samples: np.ndarray, colours: int) -> np.ndarray | None:
        """The channel that says how opaque the picture is; None where none says so."""
        place = self._alpha_place(colours)
        return samples[..., place] if place is not None and place < samples.shape[2] else None

    def _alpha_place(self, colours: int) -> int | None:
        extra = [int(kind) for kind in self._page.extrasamples]
        return next(
            (colours + i for i, kind in enumerate(extra) if kind in (_ASSOCIATED, _UNASSOCIATED)), None
        )

    def _is_associated(self, colours: int) -> bool:
        place = self._alpha_place(colours)
        return place is not None and int(self._page.extrasamples[place - colours]) == _ASSOCIATED

    @property
    def _order(self) -> Order:
        return self._directory.order

    @property
    def _rows(self) -> int:
        """Of a strip."""
        return max(1, min(int(self._page.rowsperstrip), int(self._page.imagelength)))

    @property
    def _predictor(self) -> int:
        predictor = int(self._page.predictor)
        if predictor not in (1, _HORIZONTAL, _FLOATING_POINT):
            raise self._no_codec()
        return predictor

    def _no_codec(self) -> PhotoError:
        """What cannot be unpacked is no damage."""
        name = _COMPRESSIONS.get(self._compression, str(self._compression))
        problem = Message("TIFF files compressed by {name} in this way cannot be opened", name=name)
        return self._source.unsupported(problem, SAVE_OTHERWISE if _has_imagecodecs() else _ADVICE)

    def _colour_name(self) -> str:
        return {_ITU_LAB: "ITU Lab", 32844: "LogL", 32845: "LogLuv", _LINEAR: "linear raw"}.get(
            self._photometric, str(self._photometric)
        )


def _values(
    data: bytes, shape: tuple[int, int, int], bits: int, kind: np.dtype[Any], order: Order, predictor: int
) -> np.ndarray:
    """A strip or tile, (rows, columns, channels), of its unpacked bytes."""
    rows, columns, channels = shape
    stored = kind.newbyteorder(order)
    if predictor == _FLOATING_POINT and kind.kind == "f":
        # Adobe's TIFF Technical Note 3: bytes of the same weight stand together, and are differences.
        steps = np.frombuffer(data, np.uint8).reshape(rows, -1, channels)
        planes = np.cumsum(steps, axis=1, dtype=np.uint8).reshape(rows, kind.itemsize, columns * channels)
        whole = np.ascontiguousarray(np.moveaxis(planes, 1, 2))
        return whole.view(kind.newbyteorder(">")).reshape(shape).astype(kind)
    if bits == 8 * kind.itemsize:
        values = np.frombuffer(data, stored).reshape(shape)
    else:
        digits = np.unpackbits(np.frombuffer(data, np.uint8).reshape(rows, -1), axis=1)
        digits = digits[:, : columns * channels * bits].reshape(*shape, bits)
        weights = 1 << np.arange(bits - 1, -1, -1, dtype=np.uint32)
        values = (digits @ weights).astype(kind)
    if predictor == _HORIZONTAL and kind.kind in "ui":
        values = np.cumsum(values, axis=1, dtype=kind)
        if bits < 8 * kind.itemsize:
            values &= kind.type((1 << bits) - 1)
    return values


def _unsigned(samples: np.ndarray, bits: int) -> np.ndarray:
    """Values as unsigned integers of 8 or 16 bits over the full range."""
    kind = samples.dtype.kind
    if kind == "b":
        return samples.astype(np.uint8) * np.uint8(255)
    if kind == "u" and bits % 8 and int(samples.max()) >> bits:
        bits = 8 * samples.itemsize  # what is coded has a depth of its own, which some directories misstate
    if kind == "u" and bits in (8, 16):
        return samples
    target = np.uint8 if kind != "f" and bits <= 8 else np.uint16
    whole = float(np.iinfo(target).max)
    white = _white_of(samples) if kind == "f" else (1 << (bits - (kind == "i"))) - 1
    unsigned = np.empty(samples.shape, target)
    # By rows: a copy of it all in floating point would take much memory.
    for row, values in zip(unsigned, samples, strict=True):
        scaled = np.nan_to_num(values.astype(np.float64) * (whole / white), nan=0.0)
        row[...] = np.clip(scaled + 0.5, 0, whole)
    return unsigned


def _white_of(samples: np.ndarray) -> float:
    """What floating-point values are to be white: 1, or what is above all of them where most are above 1."""
    finite = samples[np.isfinite(samples)]
    if not finite.size or float(np.median(finite)) <= 1:
        return 1.0
    return float(2 ** np.ceil(np.log2(float(finite.max()) + 1)) - 1)


def _in_8_bits(samples: np.ndarray) -> np.ndarray:
    return (
        samples if samples.dtype == np.uint8 else ((samples.astype(np.uint32) + 128) // 257).astype(np.uint8)
    )


def _entry(order: Order, *values: int) -> Entry:
    return Entry(LONG, len(values), struct.pack(f"{order}{len(values)}I", *values))


def _alone(order: Order, fields: dict[int, Entry], segments: list[bytes], *, tiled: bool) -> bytes:
    """A TIFF file of nothing but one picture: its fields of how it is stored, and its strips or tiles."""
    places, sizes = _PLACES[tiled]
    fields = {tag: entry for tag, entry in fields.items() if tag not in (places, sizes)}
    fields[sizes] = _entry(order, *map(len, segments))
    fields[places] = _entry(order, *[0] * len(segments))
    # The length does not depend on the offsets' values, so a first pass with zeros tells where they start.
    begin = len(Exif(order).to_bytes(fields))
    ends = list(itertools.accumulate(map(len, segments), initial=begin))
    fields[places] = _entry(order, *ends[:-1])
    return b"".join((Exif(order).to_bytes(fields), *segments))


def _has_imagecodecs() -> bool:
    return importlib.util.find_spec("imagecodecs") is not None


@cache
def _pillow_has_zstd() -> bool:
    try:
        Image.new("L", (1, 1)).save(io.BytesIO(), "TIFF", compression="zstd")
    except OSError:
        return False
    return True


def _decompressors() -> Any:
    """What unpacks a strip or tile, by the compression's number; of some only with imagecodecs."""
    from tifffile import TIFF

    return TIFF.DECOMPRESSORS
