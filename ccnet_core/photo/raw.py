"""Camera raw files, developed by LibRaw through the optional package rawpy (``ccnet-studio[raw]``)."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import JpegImagePlugin

from ccnet_core.errors import PhotoError
from ccnet_core.messages import Message
from ccnet_core.photo.exif import Exif


def develop(path: Path, data: bytes, max_pixels: int, *, half_size: bool = False) -> np.ndarray:
    """Develop the raw file ``data`` to (H, W, 3) uint16 sRGB, upright; if asked at half its size, fast.

    The camera's white balance is used and nothing is brightened: a dark photo stays as dark as it is.

    Raises:
        PhotoError: rawpy is not installed, or LibRaw cannot read the file, or it is over ``max_pixels``.
    """
    try:
        import rawpy
    except ImportError as error:
        advice = 'Install it with: pip install "ccnet-studio[raw]"'
        raise PhotoError(path, "camera raw files need the rawpy package", advice) from error
    try:
        with rawpy.imread(io.BytesIO(data)) as raw:
            sizes = raw.sizes
            if sizes.raw_width * sizes.raw_height > max_pixels:
                raise too_large(path, sizes.raw_width, sizes.raw_height, max_pixels)
            developed: np.ndarray = raw.postprocess(
                use_camera_wb=True,
                no_auto_bright=True,
                half_size=half_size,
                output_bps=16,
                output_color=rawpy.ColorSpace.sRGB,
                gamma=(2.4, 12.92),
            )
    except (rawpy.NotSupportedError, rawpy.LibRawFileUnsupportedError) as error:
        advice = "Convert it with the camera maker's software, to DNG or TIFF for example."
        raise PhotoError(path, "this kind of raw file is not supported", advice) from error
    return developed


def too_large(path: Path, width: int, height: int, max_pixels: int) -> PhotoError:
    """Word the refusal of a picture of more than ``max_pixels`` pixels."""
    problem = Message(
        "{width} × {height} pixels are more than the {megapixels} megapixels that can be opened",
        width=width,
        height=height,
        megapixels=f"{max_pixels / 1e6:g}",
    )
    return PhotoError(path, problem, "Save a smaller version of it first.")


def raw_exif(data: bytes) -> Exif | None:
    """Find the EXIF of a raw file; None where it has none or keeps it in a way of its own.

    The maker note is left behind: it tells about the sensor's data, which the developed photo has no more.
    """
    found = _fujifilm(data) or _canon_cr3(data) or Exif.parse(data)
    return found.upright_srgb().without_maker_note() if found else None


def _fujifilm(data: bytes) -> Exif | None:
    """Read the EXIF of the JPEG preview in a RAF file, whose place stands at byte 84."""
    if not data.startswith(b"FUJIFILMCCD-RAW"):
        return None
    at, size = int.from_bytes(data[84:88], "big"), int.from_bytes(data[88:92], "big")
    preview = JpegImagePlugin.JpegImageFile(io.BytesIO(data[at : at + size]))
    return Exif.parse(preview.info.get("exif", b""))


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
