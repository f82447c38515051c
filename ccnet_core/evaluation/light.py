"""What a photographer sees of a brightened photo without any target: what became of lights and shadows.

Each figure compares an output with its input, two pictures (H, W, 3) uint8 sRGB of the same size, in CIE Lab.
*Lights* are the bright and unclipped parts of the input, which a rescue of the shadows should leave as they
are; the *dark parts* are what it is to lift.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2
from ccnet_core.data.pictures import ByteImage
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.means import mean_of_known
from ccnet_core.evaluation.metrics import FloatArray
from ccnet_core.evaluation.table import json_number

_LIGHTS = (45.0, 92.0)
"""L* of the input between which a pixel belongs to the lights."""
_CLIPPED = 250
"""From this code of any channel on, the input may hold neither the colour nor the detail of a light."""
_FEWEST_LIGHTS = 0.003
"""Share of the pixels below which a photo counts as one without lights."""
_COLOURFUL = 4.0
"""Mean chroma of lights up to which there is no colour to keep."""
_HUE_CHROMA = (8.0, 3.0)
"""Chroma of input and output above which a pixel has a hue to compare."""
_FEWEST_HUES = 50
_DETAIL_SIGMA = 4.0
_LEAST_DETAIL = 0.3
_MOST_DETAIL = 1.5
"""Detail beyond that of the input is noise or sharpening: one photo must not make up for others by it."""
_HOLDS_BLACK = (2, 3.0)
"""A photo holds black where so many per cent of its pixels are below this L*."""
_BLACK_PERCENT = 1
_DARK_PERCENT = 40
_LEAST_LUMINANCE = 1.5
"""L* below which an 8-bit input holds no more than one or two codes: there is nothing to lift."""
_FEWEST_DARK = 100
_EDGE_SIGMA = 1.0
_EDGE = 4.0
_REVERSED = 0.5
_FEWEST_EDGES = 50
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Light:
    """The figures of one output, or their means over photos; NaN where a photo has nothing to measure by.

    Lights are the pixels with L* between 45 and 92 in the input and no channel of it at 250 or above; a photo
    with less than 0.3 % of them has none.

    Attributes:
        lights_chroma: chroma C*ab kept in the lights: the output's mean over the input's; 1 is all, above 1
            more colour than there was. Unknown where the input's mean is 4 or less.
        lights_detail: local contrast kept in the lights: mean standard deviation of L* within a Gaussian
            window of sigma 4, the output's over the input's, at most 1.5.
        lights_hue: mean absolute shift of the hue angle h_ab there in degrees, where C*ab is above 8 in the
            input and above 3 in the output, if these are 50 pixels.
        burnt_added: share of pixels with a channel at 254 or above, 0 to 1, less that of the input.
        black: L* below which the darkest 1 % of the output lie. Only of photos that hold black, with 2 % of
            the input below L* 3: they have lost it where the figure is high.
        mean: mean L* of the output.
        dark: mean L* of the output over the dark parts, which are the darkest 40 % of the input's pixels
            without those below L* 1.5.
        dark_before: the same of the input.
        halo: share of pixels on strong edges, 0 to 1, at which light and dark have changed sides. See
            :func:`reversed_edges`.
    """

    lights_chroma: float
    lights_detail: float
    lights_hue: float
    burnt_added: float
    black: float
    mean: float
    dark: float
    dark_before: float
    halo: float

    @property
    def lift(self) -> float:
        """By how much of L* the dark parts were lifted."""
        return self.dark - self.dark_before

    @classmethod
    def mean_of(cls, figures: Sequence[Light]) -> Light:
        """Of each figure the mean over the photos of which it is known."""
        return cls(**{f.name: mean_of_known(getattr(one, f.name) for one in figures) for f in fields(cls)})

    def to_dict(self) -> dict[str, float | None]:
        """For JSON."""
        return {name: json_number(value) for name, value in {**asdict(self), "lift": self.lift}.items()}


def measure_light(before: ByteImage, after: ByteImage) -> Light:
    """The figures of an output (H, W, 3) against its input of the same size.

    Raises:
        ValueError: the sizes differ.
    """
    if before.shape != after.shape:
        raise ValueError(f"pictures of {before.shape} and {after.shape} cannot be compared")
    first, second = metrics.to_lab(before), metrics.to_lab(after)
    L_before, L_after = first[..., 0], second[..., 0]
    lights = (L_before > _LIGHTS[0]) & (L_before < _LIGHTS[1]) & (before.max(axis=2) < _CLIPPED)
    lit = bool(lights.mean() >= _FEWEST_LIGHTS)
    percent, level = _HOLDS_BLACK
    holds_black = np.percentile(L_before, percent) < level
    dark = (L_before <= np.percentile(L_before, _DARK_PERCENT)) & (L_before >= _LEAST_LUMINANCE)
    return Light(
        lights_chroma=_chroma_kept(first[lights], second[lights]) if lit else math.nan,
        lights_detail=_detail_kept(L_before, L_after, lights) if lit else math.nan,
        lights_hue=_hue_shift(first[lights], second[lights]) if lit else math.nan,
        burnt_added=metrics.burnt(after) - metrics.burnt(before),
        black=float(np.percentile(L_after, _BLACK_PERCENT)) if holds_black else math.nan,
        mean=float(L_after.mean()),
        dark=_mean(L_after[dark], _FEWEST_DARK),
        dark_before=_mean(L_before[dark], _FEWEST_DARK),
        halo=reversed_edges(L_before, L_after),
    )


def reversed_edges(before: FloatArray, after: FloatArray) -> float:
    """Share of pixels on strong edges at which the gradient of luminance is reversed, 0 to 1.

    Where exposure changes from place to place, the darker side of an edge can come out brighter than the
    brighter one: gradient reversal, which is seen as a halo or as a ghost of the edge (He, Sun, Tang, Guided
    Image Filtering, IEEE TPAMI 35(6), 2013). Gradients are central differences of L* after a Gaussian of
    sigma 1. An edge is strong where the input's gradient is above 4 L* per pixel; it is reversed where the
    output's derivative along the input's gradient is below -0.5 L* per pixel.

    Args:
        before: L* (H, W) of the input, each side at least 2.
        after: L* (H, W) of the output.

    Returns:
        NaN where fewer than 50 pixels are on strong edges.
    """
    down, right = np.gradient(cv2.GaussianBlur(before, (0, 0), _EDGE_SIGMA))
    down_after, right_after = np.gradient(cv2.GaussianBlur(after, (0, 0), _EDGE_SIGMA))
    strength = np.hypot(down, right)
    edges = strength > _EDGE
    if edges.sum() < _FEWEST_EDGES:
        return math.nan
    along = (down * down_after + right * right_after)[edges] / strength[edges]
    return float((along < -_REVERSED).mean())


def _chroma_kept(before: FloatArray, after: FloatArray) -> float:
    chroma = float(metrics.chroma(before).mean())
    return float(metrics.chroma(after).mean()) / chroma if chroma > _COLOURFUL else math.nan


def _detail_kept(before: FloatArray, after: FloatArray, lights: _Mask) -> float:
    details = [float(_local_deviation(L)[lights].mean()) for L in (before, after)]
    return min(_MOST_DETAIL, details[1] / max(details[0], _LEAST_DETAIL))


def _local_deviation(L: FloatArray) -> FloatArray:
    """Standard deviation within a Gaussian window around each pixel: (H, W) -> (H, W)."""
    mean = cv2.GaussianBlur(L, (0, 0), _DETAIL_SIGMA)
    square = cv2.GaussianBlur(L * L, (0, 0), _DETAIL_SIGMA)
    return np.asarray(np.sqrt(np.maximum(square - mean * mean, 0)), np.float64)


def _hue_shift(before: FloatArray, after: FloatArray) -> float:
    return metrics.hue_difference(before, after, _HUE_CHROMA, _FEWEST_HUES)


def _mean(values: FloatArray, fewest: int) -> float:
    return float(values.mean()) if values.size >= fewest else math.nan
