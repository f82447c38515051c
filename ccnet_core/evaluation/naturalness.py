"""NIQE: how far a picture's local statistics are from those of good photographs, without any target.

Mittal, Soundararajan, Bovik, "Making a Completely Blind Image Quality Analyzer", IEEE SPL 20(3), 2013: 18
features of locally normalized luminance per patch and scale, described by a multivariate Gaussian, compared
with that of photographs known to be good. The authors fitted theirs to 125 photographs of their own choice;
here it is fitted to those that are given, so figures are comparable within one table only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from ccnet_core.cv import cv2
from ccnet_core.data.pictures import ByteImage
from ccnet_core.evaluation.errors import EvaluationError
from ccnet_core.evaluation.metrics import FloatArray

PATCH = 96
"""Side of a patch at the first of two scales."""
_SHARP = 0.75
"""Patches of good photographs count when they are at least so sharp, of their photograph's sharpest."""
_SHIFTS = ((0, 1), (1, 0), (1, 1), (1, -1))
_SHAPES: npt.NDArray[np.float64] = np.arange(0.2, 10.0, 0.001)
_RATIOS: npt.NDArray[np.float64] = np.array(
    [math.exp(2 * math.lgamma(2 / a) - math.lgamma(1 / a) - math.lgamma(3 / a)) for a in _SHAPES]
)
"""(E|x|)^2 / E x^2 of a generalized Gaussian of each shape; it ascends."""


@dataclass(frozen=True, slots=True, eq=False)
class NaturalSceneModel:
    """The Gaussian of the features of good photographs.

    Attributes:
        mean: (36,).
        covariance: (36, 36).
    """

    mean: FloatArray
    covariance: FloatArray

    @classmethod
    def fit(cls, photographs: Iterable[ByteImage]) -> Self:
        """Describe good photographs (H, W, 3).

        Raises:
            EvaluationError: they have fewer than two sharp patches.
        """
        features = [
            f[sharpness >= _SHARP * sharpness.max(initial=0)] for f, sharpness in map(_features, photographs)
        ]
        samples = np.concatenate(features) if features else np.empty((0, 36))
        if len(samples) < 2:
            raise EvaluationError("NIQE needs good photographs to compare with, of 96 pixels a side or more")
        return cls(samples.mean(axis=0), np.cov(samples, rowvar=False))

    def niqe(self, picture: ByteImage) -> float:
        """The distance of a picture (H, W, 3) from good photographs: 0 or more, less is better.

        NaN for pictures of fewer than two patches of 96 pixels.
        """
        if (picture.shape[0] // PATCH) * (picture.shape[1] // PATCH) < 2:
            return math.nan
        features, _ = _features(picture)
        difference = features.mean(axis=0) - self.mean
        pooled = (self.covariance + np.cov(features, rowvar=False)) / 2
        return math.sqrt(max(0.0, float(difference @ np.linalg.pinv(pooled) @ difference)))


def _features(picture: ByteImage) -> tuple[FloatArray, FloatArray]:
    """The features (P, 36) of a picture's patches, and their sharpness (P,)."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float64)
    rows, columns = grey.shape[0] // PATCH, grey.shape[1] // PATCH
    grey = grey[: rows * PATCH, : columns * PATCH]
    if not grey.size:
        return np.empty((0, 36)), np.empty(0)
    scales = []
    sharpness = np.empty(0)
    for side in (PATCH, PATCH // 2):
        normalized, deviation = _normalize(grey)
        scales.append(np.array([_describe(patch) for patch in _patches(normalized, side)]))
        if side == PATCH:
            sharpness = np.array([patch.mean() for patch in _patches(deviation, side)])
            grey = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.concatenate(scales, axis=1), sharpness


def _normalize(grey: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Luminance less its local mean, over its local deviation; and that deviation."""

    def blur(x: FloatArray) -> FloatArray:
        return np.asarray(cv2.GaussianBlur(x, (7, 7), 7 / 6, borderType=cv2.BORDER_REPLICATE), np.float64)

    mean = blur(grey)
    deviation = np.sqrt(np.abs(blur(grey * grey) - mean * mean))
    return (grey - mean) / (deviation + 1), deviation


def _patches(values: FloatArray, side: int) -> Iterable[FloatArray]:
    for y in range(0, values.shape[0] - side + 1, side):
        for x in range(0, values.shape[1] - side + 1, side):
            yield values[y : y + side, x : x + side]


def _describe(patch: FloatArray) -> list[float]:
    """The 18 features of a patch: shape and spread of its values and of their products with neighbours."""
    shape, left, right = _fit(patch)
    found = [shape, (left + right) / 2]
    for shift in _SHIFTS:
        shape, left, right = _fit(patch * np.roll(patch, shift, axis=(0, 1)))
        mean = (right - left) * math.exp(math.lgamma(2 / shape) - math.lgamma(1 / shape))
        found += [shape, mean, left, right]
    return found


def _fit(values: FloatArray) -> tuple[float, float, float]:
    """Shape, left and right scale of an asymmetric generalized Gaussian, by moments.

    Lasmar, Stitou, Berthoumieu, ICIP 2009, equations 7 to 9.
    """
    negative, positive = values[values < 0], values[values > 0]
    left = math.sqrt(float(np.mean(negative**2))) if negative.size else 0.0
    right = math.sqrt(float(np.mean(positive**2))) if positive.size else 0.0
    power = float(np.mean(values**2))
    if power == 0 or left == 0 or right == 0:
        # A patch without any structure, such as a blown highlight, has no shape: take the flattest.
        return float(_SHAPES[-1]), 0.0, 0.0
    balance = left / right
    ratio = float(np.mean(np.abs(values))) ** 2 / power
    ratio *= (balance**3 + 1) * (balance + 1) / (balance**2 + 1) ** 2
    shape = float(_SHAPES[min(int(np.searchsorted(_RATIOS, ratio)), len(_SHAPES) - 1)])
    scale = math.exp((math.lgamma(1 / shape) - math.lgamma(3 / shape)) / 2)
    return shape, left * scale, right * scale
