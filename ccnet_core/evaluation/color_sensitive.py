"""CSE, the color-sensitive error by which CCNet's authors compare colours (Jin, Wang, Luo, TNNLS 2024).

It compares the histograms of hue, saturation and value of two pictures: how differently they rise and fall,
the more the farther apart their two highest peaks lie. A histogram of the target without a distinct peak is
compared bin by bin. It counts pixels, so it grows with the picture; the definition is that of the authors'
program, with its settings.
"""

from __future__ import annotations

import math

import numpy as np

from ccnet_core.cv import cv2
from ccnet_core.data.pictures import ByteImage
from ccnet_core.evaluation.metrics import FloatArray

_RANGES = (180, 256, 256)
"""Codes of hue, saturation and value."""
_BIN = 4
_PEAKS = 2
_DISTINCT = 0.25
"""A highest bin below this share of the highest of all three histograms is no distinct peak."""
_ALIKE = 0.3
"""Peaks whose heights differ by less than this share of their mean may be told apart by place alone."""
_Peak = tuple[int, float]


def color_sensitive_error(picture: ByteImage, target: ByteImage) -> float:
    """CSE of a picture (H, W, 3) against a target of its size; 0 for equal pictures, less is better."""
    own, wanted = _histograms(picture), _histograms(target)
    weights = np.array([(a.max() + b.max()) / 2 for a, b in zip(own, wanted, strict=True)])
    weights = weights / weights.sum()
    highest = max(histogram.max() for histogram in wanted)
    error = 0.0
    for codes, weight, a, b in zip(_RANGES, weights, own, wanted, strict=True):
        if b.max() < _DISTINCT * highest:
            difference = math.sqrt(float(np.mean((a - b) ** 2)))
        else:
            difference = abs(_variation(a) - _variation(b)) * math.exp(math.sqrt(_peak_distance(a, b)))
        error += float(weight) * difference / codes
    return error


def _histograms(picture: ByteImage) -> list[FloatArray]:
    hsv = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
    return [
        np.bincount(hsv[..., i].ravel() // _BIN, minlength=codes // _BIN)[: codes // _BIN].astype(np.float64)
        for i, codes in enumerate(_RANGES)
    ]


def _variation(histogram: FloatArray) -> float:
    """Integral of the absolute slope, by the trapezoidal rule."""
    slope = np.abs(np.diff(histogram))
    return float(slope.sum() - 0.5 * (slope[0] + slope[-1]))


def _peak_distance(own: FloatArray, wanted: FloatArray) -> float:
    """How many bins the peaks lie apart, the mean by height."""
    first, second = _align(_peaks(own), _peaks(wanted))
    count = min(len(first), len(second))
    heights = np.array([(first[i][1] + second[i][1]) / 2 for i in range(count)])
    distances = np.array([abs(first[i][0] - second[i][0]) for i in range(count)])
    return float(distances @ heights / heights.sum())


def _peaks(histogram: FloatArray) -> list[_Peak]:
    """Place and height of the two highest bins that are no lower than their neighbours."""
    padded = np.concatenate(([-1.0], histogram, [-1.0]))
    is_peak = (histogram >= padded[:-2]) & (histogram >= padded[2:])
    order = np.argsort(-histogram, kind="stable")
    return [(int(i), float(histogram[i])) for i in order if is_peak[i]][:_PEAKS]


def _align(first: list[_Peak], second: list[_Peak]) -> tuple[list[_Peak], list[_Peak]]:
    """Exchange the first histogram's peaks if they are nearly as high and lie nearer so."""
    if len(first) < _PEAKS or len(second) < _PEAKS:
        return first, second
    (a0, h0), (a1, h1) = first
    (b0, k0), (b1, k1) = second
    in_place = abs(a0 - b0) < abs(a0 - b1) and abs(a1 - b1) < abs(a1 - b0)
    difference = (abs(h0 - h1) + abs(k0 - k1)) / 2
    if not in_place and difference <= _ALIKE * (h0 + h1 + k0 + k1) / 4:
        return first[::-1], second
    return first, second
