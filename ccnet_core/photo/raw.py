"""Camera raw files, developed by LibRaw through the optional package rawpy (``ccnet-studio[raw]``).

LibRaw does not tell of a file that ends too early: what is missing comes out as whatever stood in memory. So
what the file says of its own parts is looked at first; and of a kind that does not say, whether the pixels
depend on what stands behind the file's end.
"""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from ccnet_core.errors import PhotoError
from ccnet_core.photo.camera import raw_camera, white_balance_of
from ccnet_core.photo.exif import SUB_DIRECTORIES, Directory, Exif, Order, directories, numbers
from ccnet_core.photo.headroom import compressed
from ccnet_core.photo.iptc import IPTC_TAG
from ccnet_core.photo.jpeg import Jpeg
from ccnet_core.photo.lens import find_lens
from ccnet_core.photo.profile import SRGB, SRGB_PRIMARIES, by_bands, encode_srgb16, rgb_to_xyz
from ccnet_core.photo.source import Metadata, Picture, Source, ends_unwritten
from ccnet_core.photo.xmp import XMP_TAG

if TYPE_CHECKING:
    import rawpy

_WIDTH, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _SAMPLE_FORMAT = 256, 258, 259, 262, 277, 339
_PLACES = ((273, 279), (324, 325))
"""Where strips and tiles stand, and how long they are."""
DNG_VERSION = 50706
_SENSOR = (32803, 34892)
"""Photometric interpretations of what a sensor saw: its mosaic, and linear light (DNG 1.7)."""
_CANON_SLICES = 50752
"""What only the directory of the sensor has in a CR2."""
_UNCOMPRESSED, _JPEG, _DEFLATE = 1, 7, 8
_FLOATING_POINT = 3
_NOWHERE = 0xFFFFFFF0
_NO_SENSOR = 1024
"""So many bytes of zeros no sensor gives at the end: they were never written."""

_KNEE = 0.6
"""The light, of white's, from which on a photo that holds brighter light is compressed."""
_X_TRANS_TILE = 512
_MAXIMUM_BY_DATA = 0.75
"""From which share of the nominal maximum on the brightest value of a photo may be the sensor's end: sensors
end earlier than is said of them. LibRaw's own default."""


class _End(Enum):
    """What a file's parts say of its end."""

    THERE = "there"
    CUT = "cut"
    UNKNOWN = "unknown"


def is_raw(data: bytes) -> bool:
    """Whether a TIFF file holds what a sensor saw instead of a picture."""
    found = list(directories(data))
    if any(DNG_VERSION in directory for _, directory in found):
        return True
    pictures = [(order, directory) for order, directory in found if not _number(directory, order, 254) & 1]
    return any(_number(directory, order, _PHOTOMETRIC) == _SENSOR[0] for order, directory in pictures)


def read_raw(source: Source) -> Picture:
    """Develop a raw file to uint16 sRGB, upright; if a smaller picture will do at half its size, fast.

    The camera's white balance is used and nothing is brightened: a dark photo stays as dark as it is. White
    is where the channel that is amplified least ends. What is brighter, and what the others tell of it where
    one has ended (LibRaw's reconstruction of highlights), is compressed: see
    :mod:`ccnet_core.photo.headroom`.
    """
    try:
        import rawpy
    except ImportError as error:
        advice = 'Install it with: pip install "ccnet-studio[raw]"'
        raise source.unsupported("camera raw files need the rawpy package", advice) from error
    found = _found_exif(source.data)
    main = found.main if found else {}
    metadata = Metadata(
        exif=raw_exif(source.data),
        xmp=main[XMP_TAG].data if XMP_TAG in main else None,
        iim=main[IPTC_TAG].data if IPTC_TAG in main else None,
    )
    try:
        _check_end(source)
        with rawpy.imread(io.BytesIO(source.data)) as raw:
            sizes = raw.sizes
            source.check_size(sizes.raw_width, sizes.raw_height)
            camera = raw_camera(raw, source.data, metadata.exif)
            # A smaller picture is looked at, not worked on.
            is_whole = source.least_side is None
            lens = find_lens(camera, found, raw.lens.model) if is_whole else None
            developed = _developed(raw, source)
    except (
        rawpy.NotSupportedError,
        rawpy.LibRawFileUnsupportedError,
        rawpy.LibRawNotImplementedError,
    ) as error:
        raise _not_supported(source) from error
    except rawpy.LibRawDataError as error:
        if _is_deflated(source.data):
            raise _not_supported(source) from error
        raise
    return Picture(developed, None, SRGB, metadata, 1, kind="RAW", camera=camera, lens=lens)


def _developed(raw: rawpy.RawPy, source: Source) -> np.ndarray:
    """(H, W, 3) uint16 sRGB of what the sensor saw, upright."""
    import rawpy

    multipliers = white_balance_of(raw)
    colours = [value for value in multipliers if value > 0]
    # With all light kept, LibRaw makes the largest multiplier 1 instead of the least.
    headroom = max(colours) / min(colours) if raw.num_colors > 1 else 1.0
    is_dng = any(DNG_VERSION in directory for _, directory in directories(source.data))
    balance: dict[str, object] = {"user_wb": multipliers}
    highlights: rawpy.HighlightMode | int = rawpy.HighlightMode.Ignore
    if raw.raw_type == rawpy.RawType.Stack and not is_dng:
        # Small raw files of three channels, which may have been balanced in the camera: LibRaw knows.
        balance, highlights, headroom = {"use_camera_wb": True}, rawpy.HighlightMode.Clip, 1.0
    elif raw.num_colors == 3 and _is_clipped(raw):
        highlights = rawpy.HighlightMode.ReconstructDefault
    linear: np.ndarray = raw.postprocess(
        demosaic_algorithm=_demosaicing(raw),
        no_auto_bright=True,
        # DNG says where white is; of other files LibRaw sees by what the brightest pixels have.
        adjust_maximum_thr=0.0 if is_dng else _MAXIMUM_BY_DATA,
        highlight_mode=highlights,
        half_size=source.least_side is not None,
        output_bps=16,
        output_color=rawpy.ColorSpace.sRGB,
        gamma=(1, 1),
        **balance,
    )
    if linear.shape[2] == 1:  # of a camera without colours
        linear = np.repeat(linear, 3, axis=2)
    return _encoded(linear, headroom)


def _demosaicing(raw: rawpy.RawPy) -> rawpy.DemosaicAlgorithm | None:
    """LibRaw's way from the mosaic to colours; None for its own choice."""
    import rawpy

    pattern: np.ndarray | None = raw.raw_pattern
    is_small = min(raw.sizes.height, raw.sizes.width) < _X_TRANS_TILE
    # Its way for X-Trans takes no less than a tile for a picture.
    return rawpy.DemosaicAlgorithm.VNG if pattern is not None and len(pattern) == 6 and is_small else None


def _is_clipped(raw: rawpy.RawPy) -> bool:
    """Whether there may be pixels of which a channel has ended."""
    values: np.ndarray | None = raw.raw_image
    return values is None or int(values.max()) > _MAXIMUM_BY_DATA * raw.white_level


def _encoded(linear: np.ndarray, headroom: float) -> np.ndarray:
    """Linear light (H, W, 3) uint16, of which the largest value is ``headroom`` times white, as sRGB."""
    light = (np.arange(65536) * (headroom / 65535)).astype(np.float32)
    table = encode_srgb16(light)
    luminance = rgb_to_xyz(SRGB_PRIMARIES)[1].astype(np.float32)
    knee = int(_KNEE / headroom * 65535)
    peak = 1.0

    def bright(band: np.ndarray) -> np.ndarray:
        return np.asarray(band.max(axis=1) > knee)

    def measured(band: np.ndarray) -> np.ndarray:
        nonlocal peak
        if (where := bright(band)).any():
            peak = max(peak, float((light[band[where]] @ luminance).max()))
        return band

    def shown(band: np.ndarray) -> np.ndarray:
        encoded: np.ndarray = table[band]
        if (where := bright(band)).any():
            encoded[where] = encode_srgb16(compressed(light[band[where]], luminance, peak, _KNEE))
        return encoded

    by_bands(linear, measured)
    return by_bands(linear, shown)


def _not_supported(source: Source) -> PhotoError:
    advice = "Convert it with the camera maker's software, to DNG or TIFF for example."
    return source.unsupported("this kind of raw file is not supported", advice)


def _is_deflated(data: bytes) -> bool:
    """Whether the sensor's values are deflated integers, which LibRaw takes for damage (DNG 1.7, page 21)."""
    return any(
        _number(directory, order, _COMPRESSION) == _DEFLATE
        and _number(directory, order, _SAMPLE_FORMAT, 1) != _FLOATING_POINT
        for order, directory in directories(data)
        if _is_sensor(directory, order)
    )


def _check_end(source: Source) -> None:
    """Raise PhotoError where a part of the file is missing."""
    data = source.data
    end, is_certain = _end_of_tiff(data)
    if end is _End.UNKNOWN:
        end = _end_of_others(data)
    if end is _End.THERE:
        return
    if end is _End.CUT and is_certain:
        raise source.damaged()
    try:
        is_cut = _depends_on_what_follows(data)
    except Exception:
        if end is _End.CUT:
            raise source.damaged() from None
        raise
    if is_cut:
        raise source.damaged()


def _end_of_tiff(data: bytes) -> tuple[_End, bool]:
    """What the directories of a TIFF-like file say, and whether that is certain: it is of DNG."""
    found = list(directories(data))
    if _has_tiff_header(data) and not any(directory for _, directory in found):
        return _End.CUT, True
    is_dng = any(DNG_VERSION in directory for _, directory in found)
    ends = [_end_of_picture(data, directory, order) for order, directory in found]
    if _End.CUT in ends or _lacks_a_directory(data, found):
        return _End.CUT, is_dng
    sensors = [
        end for (order, directory), end in zip(found, ends, strict=True) if _is_sensor(directory, order)
    ]
    if _End.THERE in sensors:
        return _End.THERE, is_dng
    if sensors and _has_tiff_header(data):
        # What the sensor saw stands nowhere, so LibRaw would show what stood in memory before.
        return _End.CUT, True
    return _End.UNKNOWN, is_dng


def _lacks_a_directory(data: bytes, found: list[tuple[Order, Directory]]) -> bool:
    """Whether a directory in one stands behind the end, or where nothing was written."""
    places = (at for order, directory in found for at in numbers(directory.get(SUB_DIRECTORIES), order))
    return any((part := Exif.parse(data, at)) is None or not part.main for at in places)


def _has_tiff_header(data: bytes) -> bool:
    return data[:4] in (b"II*\0", b"MM\0*")


def _end_of_picture(data: bytes, directory: Directory, order: str) -> _End:
    """Whether all strips or tiles of a directory are in the file, and were written."""
    known = _End.UNKNOWN
    compression = _number(directory, order, _COMPRESSION, _UNCOMPRESSED)
    is_sensor = _is_sensor(directory, order)
    for places, sizes in _PLACES:
        segments = list(
            zip(numbers(directory.get(places), order), numbers(directory.get(sizes), order), strict=False)
        )
        for at, size in segments:
            if at >= _NOWHERE or not size:
                return _End.UNKNOWN
            if at + size > len(data) or (is_sensor and not at):
                return _End.CUT
            if (
                is_sensor
                and compression != _UNCOMPRESSED
                and not _is_coded(data[at : at + size], compression)
            ):
                return _End.CUT
            known = _End.THERE
        if segments and is_sensor and compression == _UNCOMPRESSED:
            at, size = max(segments)
            least = min(size, max(_NO_SENSOR, 2 * _row_bytes(directory, order)))
            if not any(data[at + size - least : at + size]):
                return _End.CUT
    return known


def _is_sensor(directory: Directory, order: str) -> bool:
    return _number(directory, order, _PHOTOMETRIC) in _SENSOR or _CANON_SLICES in directory


def _is_coded(segment: bytes, compression: int) -> bool:
    """Whether a coder wrote a segment to its end."""
    if compression == _JPEG and not segment.startswith(b"\xff\xd8"):
        return False
    return not ends_unwritten(segment)


def _row_bytes(directory: Directory, order: str) -> int:
    width, samples = _number(directory, order, _WIDTH), _number(directory, order, _SAMPLES, 1)
    return width * samples * _number(directory, order, _BITS, 16) // 8


def _end_of_others(data: bytes) -> _End:
    """What the headers of Fujifilm's and Canon's files say."""
    if data.startswith(b"FUJIFILMCCD-RAW"):
        parts = struct.unpack_from(">6I", data, 84) if len(data) >= 108 else (1, 0)
        ends = [at + size for at, size in zip(parts[::2], parts[1::2], strict=True)]
        return _End.THERE if max(ends) <= len(data) and len(parts) == 6 else _End.CUT
    if data[4:8] == b"ftyp":
        at = 0
        while at + 16 <= len(data):
            (size,) = struct.unpack_from(">I", data, at)
            if size == 1:
                (size,) = struct.unpack_from(">Q", data, at + 8)
            if size < 8:
                return _End.UNKNOWN
            at += size
        return _End.CUT if at > len(data) or not any(data[-_NO_SENSOR:]) else _End.THERE
    return _End.UNKNOWN


def _depends_on_what_follows(data: bytes) -> bool:
    """Whether the sensor's values change with what stands behind the file's end, or instead of zeros."""
    written = data.rstrip(b"\0")
    if len(data) - len(written) < _NO_SENSOR:
        written = data
    behind = max(len(data) - len(written), len(data) // 4) + (1 << 16)
    first, second = (_sensor_values(written + filler * behind) for filler in (b"\x00", b"\xa5"))
    return not np.array_equal(first, second)


def _sensor_values(data: bytes) -> np.ndarray:
    import rawpy

    with rawpy.imread(io.BytesIO(data)) as raw:
        values: np.ndarray | None = raw.raw_image
        if values is not None:
            return values.copy()
        developed: np.ndarray = raw.postprocess(half_size=True, no_auto_bright=True)
        return developed


def _number(directory: Directory, order: str, tag: int, default: int = 0) -> int:
    """The first value of a field of a directory."""
    found = numbers(directory.get(tag), order)
    return found[0] if found else default


def raw_exif(data: bytes) -> Exif | None:
    """Find the EXIF of a raw file; None where it has none or keeps it in a way of its own.

    The maker note is left behind: it tells about the sensor's data, which the developed photo has no more.
    """
    found = _found_exif(data)
    return found.upright_srgb().without_maker_note() if found else None


def _found_exif(data: bytes) -> Exif | None:
    return _fujifilm(data) or _canon_cr3(data) or Exif.parse(data)


def _fujifilm(data: bytes) -> Exif | None:
    """Read the EXIF of the JPEG preview in a RAF file, whose place stands at byte 84."""
    if not data.startswith(b"FUJIFILMCCD-RAW"):
        return None
    at, size = int.from_bytes(data[84:88], "big"), int.from_bytes(data[88:92], "big")
    return Jpeg.parse(data[at : at + size]).exif


def _canon_cr3(data: bytes) -> Exif | None:
    """Join the directories of a CR3 file, each in a box of its own: CMT1 main, CMT2 EXIF, CMT4 GPS."""
    if data[8:12] != b"crx ":
        return None
    head = data[: 1 << 18]
    boxes = []
    for name in (b"CMT1", b"CMT2", b"CMT4"):
        at = head.find(name)
        size = int.from_bytes(head[max(at - 4, 0) : max(at, 0)], "big")
        boxes.append(Exif.parse(data[at + 4 : at - 4 + size]) if at >= 4 else None)
    main, exif, gps = boxes
    if main is None:
        return None
    same = [box if box and box.order == main.order else Exif() for box in (exif, gps)]
    return replace(main, exif=same[0].main, gps=same[1].main)
