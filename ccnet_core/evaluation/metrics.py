"""Figures of merit on 8-bit sRGB pictures: pure functions, each with its definition.

scikit-image computes SSIM, Lab and CIEDE2000. Pictures are (H, W, 3) uint8 sRGB; Lab arrays are (H, W, 3)
float64 with L* in [0, 100], D65.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from ccnet_core.data.pictures import ByteImage
from ccnet_core.evaluation.libraries import load_library

FloatArray = npt.NDArray[np.float64]

SMALLEST_SIDE = 11
"""Pixels of the SSIM window, into which no smaller picture fits."""
_GREY = np.array([0.299, 0.587, 0.114])
"""Weights of red, green and blue in luma (ITU-R BT.601)."""
_BURNT = 254
_COLOURED = 5.0
"""Chroma C*ab at and below which a pixel counts as grey: 8-bit rounding decides its hue."""


def psnr(picture: ByteImage, target: ByteImage) -> float:
    """Peak signal to noise ratio in dB over all pixels and the three channels; infinite for equal pictures.

    10 log10(255^2 / MSE) on 8-bit sRGB codes. The picture is taken as it is; to fit its mean to the target's
    first, as some tables of the field do, is what :func:`with_mean_of` is for.
    """
    _check_sizes(picture, target)
    error = float(np.mean((picture.astype(np.float64) - target) ** 2))
    return math.inf if error == 0 else 10 * math.log10(255**2 / error)


def ssim(picture: ByteImage, target: ByteImage) -> float:
    """Structural similarity, mean over pixels and the three channels; 1 for equal pictures.

    Wang, Bovik, Sheikh, Simoncelli, IEEE TIP 13(4), 2004, with the authors' settings: Gaussian window of 11
    pixels and sigma 1.5, K1 = 0.01, K2 = 0.03, data range 255, population covariance. Sides must be at least
    11.
    """
    _check_sizes(picture, target)
    similarity = load_library("skimage.metrics").structural_similarity
    return float(
        similarity(
            picture,
            target,
            channel_axis=2,
            gaussian_weights=True,  # scikit-image cuts the window at 3.5 sigma: 11 pixels for sigma 1.5
            sigma=1.5,
            use_sample_covariance=False,
            data_range=255,
        )
    )


def to_lab(picture: npt.NDArray[Any]) -> FloatArray:
    """CIE 1976 L*a*b* of sRGB under D65, 2 degree observer (IEC 61966-2-1; CIE 15:2004)."""
    return np.asarray(load_library("skimage.color").rgb2lab(picture), np.float64)


def ciede2000(first: FloatArray, second: FloatArray) -> FloatArray:
    """CIEDE2000 colour difference of Lab arrays (..., 3) -> (...), kL = kC = kH = 1.

    CIE 142:2001; Sharma, Wu, Dalal, Color Research and Application 30(1), 2005.
    """
    return np.asarray(load_library("skimage.color").deltaE_ciede2000(first, second), np.float64)


def with_mean_of(picture: ByteImage, target: ByteImage) -> ByteImage:
    """The picture scaled to the target's mean grey: (H, W, 3) -> (H, W, 3), clipped to 0..255 and rounded.

    Of its codes, as the field's tables do that give the mean ("GT mean", first in the code of KinD: Zhang,
    Zhang, Guo, ACM MM 2019); grey is 0.299 R + 0.587 G + 0.114 B. It takes away that exposure is a matter of
    taste, and flatters: no photo comes with its target's mean. A black picture stays black.
    """
    mean = _mean_grey(picture)
    if mean == 0:
        return picture
    scaled = picture * (_mean_grey(target) / mean)
    return np.asarray(np.rint(np.clip(scaled, 0, 255)), np.uint8)


def with_luminance_of(lab: FloatArray, target: FloatArray) -> FloatArray:
    """Lab (H, W, 3) of the target's L* and the first's own a*, b*: what differs from the target is colour."""
    return np.concatenate((target[..., :1], lab[..., 1:]), axis=-1)


def chroma(lab: FloatArray) -> FloatArray:
    """C*ab, the length of (a*, b*): (..., 3) -> (...)."""
    return np.asarray(np.hypot(lab[..., 1], lab[..., 2]))


def burnt(picture: ByteImage) -> float:
    """Share of pixels, 0 to 1, of which any channel is at 254 or above.

    What a method burns is this share of its output less that of the input: detail that was there and is gone.
    It is negative where highlights were recovered.
    """
    return float(np.mean(picture.max(axis=2) >= _BURNT))


def hue_difference(
    first: FloatArray,
    second: FloatArray,
    coloured: tuple[float, float] = (_COLOURED, _COLOURED),
    fewest: int = 1,
) -> float:
    """Mean absolute difference of the hue angle h_ab in degrees, 0 to 180, over coloured pixels.

    Args:
        first: Lab (..., 3).
        second: Lab (..., 3) of the same shape.
        coloured: C*ab of the first and of the second above which a pixel counts as coloured.
        fewest: of coloured pixels; NaN where there are less.
    """
    has_hue = (chroma(first) > coloured[0]) & (chroma(second) > coloured[1])
    if has_hue.sum() < fewest:
        return math.nan
    angles = [np.degrees(np.arctan2(lab[..., 2][has_hue], lab[..., 1][has_hue])) for lab in (first, second)]
    turn = np.abs(angles[0] - angles[1])
    return float(np.minimum(turn, 360 - turn).mean())


def luminance_difference(first: FloatArray, second: FloatArray) -> float:
    """Mean |dL*| of Lab arrays (H, W, 3)."""
    return float(np.abs(first[..., 0] - second[..., 0]).mean())


def _mean_grey(picture: ByteImage) -> float:
    return float(picture.mean(axis=(0, 1)) @ _GREY)


def _check_sizes(first: ByteImage, second: ByteImage) -> None:
    if first.shape != second.shape:
        raise ValueError(f"pictures of {first.shape} and {second.shape} cannot be compared")
