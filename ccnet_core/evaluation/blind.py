"""A blind sheet: two results of each photo side by side, and which is which in a file of its own.

Who knows what made a picture sees what he hopes for; the sides are drawn by chance for each photo.
"""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ccnet_core.data.pictures import ByteImage
from ccnet_core.evaluation.free import LONG_SIDE, Developed
from ccnet_core.evaluation.sheet import (
    CAPTION,
    INK,
    MARGIN,
    PAPER,
    check_sheet_path,
    write_beside_sheet,
    write_sheet_picture,
)

TALLEST = 6000
"""Pixels of a page's height: viewers and printers take no much larger pictures."""
_QUALITY = 92


class BlindSheet:
    """Collects photos, then writes pages and the key."""

    def __init__(self, path: Path, methods: tuple[str, str], seed: int | None = None) -> None:
        """Begin a sheet.

        Args:
            path: of the sheet. More pages than one have a number before the suffix: night-1.jpg, night-2.jpg.
            methods: the names of the two results to compare.
            seed: what the sides are drawn with; None for one that nobody knows before.

        Raises:
            EvaluationError: no picture can be written there.
        """
        check_sheet_path(path)
        self._path = path
        self._methods = methods
        self._seed = secrets.randbits(32) if seed is None else seed
        self._random = random.Random(self._seed)
        self._rows: list[tuple[str, tuple[str, str], list[ByteImage]]] = []

    def add(self, developed: Developed) -> None:
        """Draw the sides of a photo's two results, and keep them for its row."""
        first, second = self._methods
        sides = (second, first) if self._random.random() < 0.5 else (first, second)
        self._rows.append((developed.name, sides, [developed.results[side] for side in sides]))

    def write(self) -> list[Path]:
        """Write the pages and the key; gives their paths, the key's last.

        The key has the sheet's name with .key.json behind it: the seed, and for each row its page, its
        number, its photo and the result on either side.

        Raises:
            EvaluationError: a file cannot be written.
        """
        pages = self._pages()
        paths = [self._path]
        if len(pages) > 1:
            stem, suffix = self._path.stem, self._path.suffix
            paths = [self._path.with_name(f"{stem}-{number}{suffix}") for number in range(1, len(pages) + 1)]
        entries: list[dict[str, str | int]] = []
        for path, page in zip(paths, pages, strict=True):
            captions = []
            for photo, (left, right), _ in page:
                row = len(entries) + 1
                entries.append({"page": path.name, "row": row, "photo": photo, "left": left, "right": right})
                captions.append(f"{row}  {photo}")
            write_sheet_picture(path, _compose(captions, [pictures for *_, pictures in page]), _QUALITY)
        key = self._path.with_name(f"{self._path.name}.key.json")
        text = json.dumps({"seed": self._seed, "rows": entries}, indent=1, ensure_ascii=False)
        write_beside_sheet(key, (text + "\n").encode())
        return [*paths, key]

    def _pages(self) -> list[list[tuple[str, tuple[str, str], list[ByteImage]]]]:
        pages: list[list[tuple[str, tuple[str, str], list[ByteImage]]]] = [[]]
        height = MARGIN
        for row in self._rows:
            tall = _height(row[2])
            if pages[-1] and height + tall > TALLEST:
                pages.append([])
                height = MARGIN
            pages[-1].append(row)
            height += tall
        return pages


def _height(pictures: Sequence[ByteImage]) -> int:
    return int(pictures[0].shape[0]) + CAPTION + MARGIN


def _compose(captions: Sequence[str], rows: Sequence[Sequence[ByteImage]]) -> Image.Image:
    """Rows of two pictures, each in the middle of its half, with a caption below."""
    width = MARGIN + 2 * (LONG_SIDE + MARGIN)
    sheet = Image.new("RGB", (width, MARGIN + sum(map(_height, rows))), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(13)
    y = MARGIN
    for caption, pictures in zip(captions, rows, strict=True):
        for i, picture in enumerate(pictures):
            left = MARGIN + i * (LONG_SIDE + MARGIN) + (LONG_SIDE - picture.shape[1]) // 2
            sheet.paste(Image.fromarray(np.ascontiguousarray(picture)), (left, y))
        draw.text((MARGIN, y + pictures[0].shape[0] + 2), caption, INK, font)
        y += _height(pictures)
    return sheet
