"""Whether a photo looks the same at every size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour.lab import linear_to_srgb, srgb_to_linear
from ccnet_core.cv import cv2
from ccnet_core.data.pictures import ByteImage
from ccnet_core.engine import Engine
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.means import mean_of_known
from ccnet_core.evaluation.metrics import FloatArray
from ccnet_core.evaluation.table import format_table, json_number, number
from ccnet_core.photo import Photo
from ccnet_core.photo.reducing import reduce_pixels, reduced_size

MEGAPIXELS = (0.25, 1.0, 4.0)
"""The sizes. Outputs are compared at the first, with that of the second."""
_EXPOSURE = 1 / 16


@dataclass(frozen=True, slots=True)
class SizeRow:
    """Means over photos at one size.

    Attributes:
        megapixels: size of the photo.
        luminance_drift: mean |dL*| between its export and that of the 1 MP photo, both averaged down to
            0.25 MP.
    """

    megapixels: float
    luminance_drift: float

    def to_dict(self) -> dict[str, float | None]:
        """For JSON."""
        return {"megapixels": self.megapixels, "luminance_drift": json_number(self.luminance_drift)}


def measure_sizes(engine: Engine, bright_photos: Iterable[ByteImage]) -> list[SizeRow]:
    """Darken photos by four stops and brighten them at each of :data:`MEGAPIXELS`.

    A photo is enlarged to the largest size first, darkened there, and averaged down to the others, so that
    all sizes show the same. Detail finer than the photo had is missing at the largest size: tone is what this
    measures.

    Args:
        engine: the engine.
        bright_photos: well-exposed photos, (H, W, 3).
    """
    drifts: list[list[float]] = []
    for bright in bright_photos:
        dark = darken(_enlarge(bright, MEGAPIXELS[-1]))
        results = [_tone(engine, dark, megapixels) for megapixels in MEGAPIXELS]
        drifts.append([metrics.luminance_difference(result, results[1]) for result in results])
    return [SizeRow(size, mean_of_known(d[i] for d in drifts)) for i, size in enumerate(MEGAPIXELS)]


def darken(picture: ByteImage, exposure: float = _EXPOSURE) -> ByteImage:
    """Scale linear light by a factor and round to 8-bit sRGB: (H, W, 3) -> (H, W, 3)."""
    codes = linear_to_srgb(srgb_to_linear(torch.arange(256, dtype=torch.float64) / 255) * exposure)
    table = codes.mul(255).round().clamp(0, 255).to(torch.uint8).numpy()
    return np.asarray(table[picture], np.uint8)


def format_sizes(rows: Sequence[SizeRow]) -> str:
    """The rows as a table for people."""
    headers = ("megapixels", "mean abs dL* to 1 MP")
    return format_table(headers, [(number(r.megapixels, 2), number(r.luminance_drift, 3)) for r in rows])


def _tone(engine: Engine, dark: ByteImage, megapixels: float) -> FloatArray:
    """Lab of the export of the photo at a size, averaged down to the smallest size."""
    height, width = dark.shape[:2]
    photo = Photo(reduce_pixels(dark, reduced_size(height, width, round(megapixels * 1e6))))
    output = engine.export(engine.brighten(photo), Adjustments())
    smallest = reduced_size(height, width, round(MEGAPIXELS[0] * 1e6))
    return metrics.to_lab(np.asarray(reduce_pixels(output, smallest), np.uint8))


def _enlarge(picture: ByteImage, megapixels: float) -> ByteImage:
    height, width = picture.shape[:2]
    factor = (megapixels * 1e6 / (height * width)) ** 0.5
    if factor <= 1:
        return picture
    size = (round(width * factor), round(height * factor))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8)
