"""Fidelity on scenes of a wide range: the picture of a dark exposure against two exposures fused."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ccnet_core.data.brackets import fuse_exposures, read_brackets
from ccnet_core.data.layout import BRACKETS, PhotoPair
from ccnet_core.data.pictures import ByteImage
from ccnet_core.evaluation.errors import EvaluationError
from ccnet_core.evaluation.free import LONG_SIDE
from ccnet_core.evaluation.pairs import read_pair
from ccnet_core.photo.reducing import reduce_pixels, size_within

SOURCE = "brackets"


def bracket_pairs(data: Path, split: str) -> list[PhotoPair]:
    """The brackets of a data folder's split, for :func:`read_bracket`: dark exposures and bright ones.

    Raises:
        DataError: the table cannot be read, has other columns, no row or incomplete ones.
        EvaluationError: there is no table, or nothing in the split.
    """
    brackets = read_brackets(data, split)
    if not brackets:
        raise EvaluationError(f"{data / BRACKETS}: has no bracket in the split {split!r}, or is missing")
    return [PhotoPair(bracket.dark, bracket.bright, SOURCE) for bracket in brackets]


def read_bracket(pair: PhotoPair) -> tuple[ByteImage, ByteImage]:
    """The dark exposure and the fusion of both, (H, W, 3) each, at most 640 pixels on the longer side.

    Raises:
        DataError, EvaluationError: as for :func:`ccnet_core.evaluation.pairs.read_pair`.
    """
    dark, bright = (_reduced(exposure) for exposure in read_pair(pair))
    return dark, fuse_exposures(dark, bright)


def _reduced(picture: ByteImage) -> ByteImage:
    height, width = picture.shape[:2]
    return np.asarray(reduce_pixels(picture, size_within(height, width, LONG_SIDE)), np.uint8)
