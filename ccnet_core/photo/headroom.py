"""Light above white, which sensors and HDR pictures hold and sRGB does not.

It is compressed instead of cut: what lies below a knee stays as it is, the brightest of the picture becomes
white, and what lies between can still be told apart and brought back.
"""

from __future__ import annotations

import numpy as np


def compressed(light: np.ndarray, weights: np.ndarray, peak: float, knee: float) -> np.ndarray:
    """Bring light down so that a luminance of ``peak`` is white.

    Above the knee luminance follows a / (1 + a (1 / (1 - knee) - 1 / (peak - knee))), with a its distance
    from there: smooth, rising, and no change where the peak is 1. Hues stay, and colours fade where they are
    too bright to be shown.

    Args:
        light: (N, 3) linear sRGB, 0 or more, white being 1.
        weights: (3,) of the channels in luminance.
        peak: the largest luminance of the picture, 1 or more.
        knee: the luminance below which nothing changes, below 1.

    Returns:
        (N, 3), in [0, 1] but for rounding.
    """
    before = (light @ weights)[:, None]
    above = np.maximum(before - knee, 0)
    luminance = np.minimum(before, knee) + above / (1 + above * (1 / (1 - knee) - 1 / (peak - knee)))
    light = light * (luminance / np.maximum(before, 1e-9))
    luminance = np.minimum(luminance, 1)
    brightest = light.max(axis=1, keepdims=True)
    excess = np.maximum(brightest - luminance, 1e-9)
    kept = np.where(brightest > 1, (1 - luminance) / excess, 1)
    faded: np.ndarray = luminance + (light - luminance) * kept
    return faded
