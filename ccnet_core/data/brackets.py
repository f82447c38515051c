"""Exposure brackets: a dark and a bright exposure of a still scene, and the picture they make together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ccnet_core.cv import cv2
from ccnet_core.data.layout import BRACKETS, read_rows
from ccnet_core.data.pictures import ByteImage


@dataclass(frozen=True, slots=True)
class Bracket:
    """The files of two exposures of one still scene, of the same size.

    Attributes:
        dark: the exposure that keeps the highlights; what is to be brightened.
        bright: the exposure that shows the shadows.
    """

    dark: Path
    bright: Path


def read_brackets(data: Path, split: str) -> list[Bracket]:
    """The brackets of ``brackets.csv`` in one split; none where there is no such table.

    Raises:
        DataError: the table has other columns, no row or incomplete ones.
    """
    if not (data / BRACKETS).exists():
        return []
    rows = read_rows(data / BRACKETS, ("dark", "bright"), split)
    return [Bracket(data / row["dark"], data / row["bright"]) for row in rows]


def fuse_exposures(dark: ByteImage, bright: ByteImage) -> ByteImage:
    """What both exposures show well, in one picture: (H, W, 3) and (H, W, 3) -> (H, W, 3) uint8 sRGB.

    Exposure fusion (Mertens, Kautz, Van Reeth, Computer Graphics Forum 28(1), 2009) with all three measures,
    contrast, saturation and well-exposedness, at exponent 1, as in the paper. OpenCV's, whose own default
    leaves well-exposedness out. What falls outside of [0, 255] where pyramids are collapsed is clipped.

    Raises:
        ValueError: the exposures are of different sizes.
    """
    if dark.shape != bright.shape:
        raise ValueError(f"exposures of {dark.shape} and {bright.shape} cannot be fused")
    fused = cv2.createMergeMertens(1.0, 1.0, 1.0).process([dark, bright])
    return np.asarray(np.rint(255 * np.clip(fused, 0, 1)), np.uint8)
