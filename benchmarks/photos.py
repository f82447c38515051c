"""Night photos of any size, made from the sample: enlarged, with grain of their own at every size."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2
from ccnet_core.paths import RESOURCES
from ccnet_core.photo import ExportOptions, Photo, open_photo, save_photo

_SAMPLE = RESOURCES / "sample" / "dark-coffee.jpg"
_ROWS = 256


def night(megapixels: float, grain: float = 0.004, seed: int = 0) -> Photo:
    """A dim photo of about so many megapixels; ``grain`` is the noise's standard deviation in sRGB."""
    sample = open_photo(_SAMPLE).pixels
    factor = math.sqrt(megapixels * 1e6 / (sample.shape[0] * sample.shape[1]))
    size = (round(sample.shape[1] * factor), round(sample.shape[0] * factor))
    # The sample has grain of its own, which enlarged would be blotches.
    smooth = cv2.GaussianBlur(sample, (0, 0), 1.2)
    large: npt.NDArray[np.uint8] = cv2.resize(smooth, size, interpolation=cv2.INTER_CUBIC)
    rng = np.random.default_rng(seed)
    for y in range(0, size[1], _ROWS):
        rows = large[y : y + _ROWS].astype(np.float32)
        rows += rng.standard_normal(rows.shape, np.float32) * np.float32(255 * grain)
        large[y : y + _ROWS] = np.clip(rows + 0.5, 0, 255)
    return Photo.from_array(large)


def write_night(folder: Path, megapixels: float) -> Path:
    """The same as a JPEG file."""
    path = folder / f"night-{megapixels:g}mp.jpg"
    save_photo(path, night(megapixels).pixels, ExportOptions("jpeg", 92))
    return path
