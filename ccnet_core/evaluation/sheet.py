"""A sheet of photos side by side: figures say how far, eyes say whether it matters."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ccnet_core.atomic import write_whole
from ccnet_core.data.layout import PhotoPair, choose_evenly
from ccnet_core.data.pictures import ByteImage, read_rgb
from ccnet_core.data.synthesis import Darkness
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.errors import EvaluationError
from ccnet_core.evaluation.pairs import Method, read_pair

PHOTOS = 12
_FORMATS = {".png": "PNG", ".jpg": "JPEG"}
_COLUMNS = ("input", "output", "target")
_WIDTH = 320
MARGIN = 8
CAPTION = 20
PAPER = (250, 250, 250)
INK = (40, 40, 40)


def check_sheet_path(path: Path) -> None:
    """Fail before the work rather than after it.

    Raises:
        EvaluationError: no picture can be written there.
    """
    if path.suffix.lower() not in _FORMATS:
        raise EvaluationError(f"{path}: the sheet is a picture; choose a name that ends in .png or .jpg")
    if not path.resolve().parent.is_dir():
        raise EvaluationError(f"{path}: its folder does not exist")


def write_sheet(path: Path, pairs: Sequence[PhotoPair], method: Method) -> None:
    """Write up to 12 photos, evenly chosen: columns input, output and target, a row per photo.

    Raises:
        DataError, EvaluationError: a photo cannot be read, or the sheet not written.
    """
    chosen = choose_evenly(pairs, PHOTOS)
    names = [f"{pair.source}  {pair.low.name}" for pair in chosen]
    _write(path, names, map(read_pair, chosen), method)


def write_darkened_sheet(path: Path, photos: Sequence[Path], method: Method) -> None:
    """The same of bright photos, each darkened by :mod:`ccnet_core.data.synthesis` as its number decides.

    Raises:
        DataError, EvaluationError: a photo cannot be read, or the sheet not written.
    """
    chosen = choose_evenly(photos, PHOTOS)
    if not chosen:
        raise EvaluationError("there is no bright photo to darken")
    pairs = (_darken(read_rgb(photo), number) for number, photo in enumerate(chosen))
    _write(path, [f"darkened  {photo.name}" for photo in chosen], pairs, method)


def _darken(photo: ByteImage, number: int) -> tuple[ByteImage, ByteImage]:
    """A dark photo and what it was made of, at even sides as a sensor's mosaic has them."""
    bright = photo[: photo.shape[0] // 2 * 2, : photo.shape[1] // 2 * 2]
    rng = np.random.default_rng(number)
    return replace(Darkness.draw(rng), exposure=float(2 ** -rng.uniform(2.5, 4.5))).apply(bright, rng), bright


def _write(
    path: Path, names: Sequence[str], pairs: Iterable[tuple[ByteImage, ByteImage]], method: Method
) -> None:
    rows = []
    for name, (low, high) in zip(names, pairs, strict=True):
        output = method(low)
        caption = f"{name}  {metrics.psnr(output, high):.1f} dB"
        rows.append((caption, [reduce_picture(picture) for picture in (low, output, high)]))
    write_sheet_picture(path, compose_sheet(rows))


def write_sheet_picture(path: Path, sheet: Image.Image, quality: int = 82) -> None:
    """Write a sheet to a path that :func:`check_sheet_path` let through; the quality is that of a JPEG.

    Raises:
        EvaluationError: it cannot be written.
    """
    data = io.BytesIO()
    sheet.save(data, _FORMATS[path.suffix.lower()], quality=quality)
    write_beside_sheet(path, data.getvalue())


def write_beside_sheet(path: Path, data: bytes) -> None:
    """Write a file of a sheet, in place of one of the same name.

    Raises:
        EvaluationError: it cannot be written.
    """
    try:
        write_whole(path, data, overwrite=True)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be written ({error.strerror})") from error


def compose_sheet(rows: Sequence[tuple[str, Sequence[Image.Image]]]) -> Image.Image:
    """Lay out rows of a caption and three pictures from :func:`reduce_picture`."""
    width = MARGIN + len(_COLUMNS) * (_WIDTH + MARGIN)
    height = CAPTION + MARGIN + sum(pictures[0].height + CAPTION + MARGIN for _, pictures in rows)
    sheet = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(13)
    lefts = [MARGIN + i * (_WIDTH + MARGIN) for i in range(len(_COLUMNS))]
    for left, name in zip(lefts, _COLUMNS, strict=True):
        draw.text((left, 4), name, INK, font)
    y = CAPTION + MARGIN
    for caption, pictures in rows:
        for left, picture in zip(lefts, pictures, strict=True):
            sheet.paste(picture, (left, y))
        draw.text((MARGIN, y + pictures[0].height + 2), caption, INK, font)
        y += pictures[0].height + CAPTION + MARGIN
    return sheet


def reduce_picture(picture: ByteImage) -> Image.Image:
    """A picture (H, W, 3) at the width of the sheet's columns."""
    height = max(1, round(picture.shape[0] * _WIDTH / picture.shape[1]))
    return Image.fromarray(np.ascontiguousarray(picture)).resize((_WIDTH, height), Image.Resampling.LANCZOS)
