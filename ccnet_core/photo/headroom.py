"""Light above white, which sensors and HDR pictures hold and sRGB does not.

It is compressed instead of cut: what lies below a knee stays as it is, the brightest of the picture becomes
white, and what lies between can still be told apart and brought back.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

Shoulder = Callable[[np.ndarray, float, float], np.ndarray]
"""What becomes of luminance above the knee, given it, the room that there is, and the most that comes there.

All are distances from the knee. It begins as steep as what is below, and takes the most to the room.
"""


def hyperbolic(above: np.ndarray, room: float, most: float) -> np.ndarray:
    """a / (1 + a (1 / room - 1 / most)): what is brightest is compressed most."""
    shown: np.ndarray = above / (1 + above * (1 / room - 1 / most))
    return shown


def logarithmic(above: np.ndarray, room: float, most: float) -> np.ndarray:
    """log(1 + s a) / s, with the s that fits: far above the knee each doubling of light has as much room."""
    if most <= room * 1.0001:
        return above
    low, high = 0.0, 1.0
    while math.log1p(high * most) / high > room:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if math.log1p(middle * most) / middle > room else (low, middle)
    shown: np.ndarray = np.log1p(high * above) / high
    return shown


def compressed(
    light: np.ndarray, weights: np.ndarray, peak: float, knee: float, shoulder: Shoulder = hyperbolic
) -> np.ndarray:
    """Bring light down so that a luminance of ``peak`` is white.

    Above the knee luminance follows the shoulder: smooth, rising, and no change where the peak is 1. Hues
    stay, and colours fade where they are too bright to be shown.

    Args:
        light: (N, 3) linear sRGB, 0 or more, white being 1.
        weights: (3,) of the channels in luminance.
        peak: the largest luminance of the picture, 1 or more.
        knee: the luminance below which nothing changes, below 1.
        shoulder: how it goes on above.

    Returns:
        (N, 3), in [0, 1] but for rounding.
    """
    before = (light @ weights)[:, None]
    above = np.maximum(before - knee, 0)
    luminance = np.minimum(before, knee) + shoulder(above, 1 - knee, peak - knee)
    light = light * (luminance / np.maximum(before, 1e-9))
    luminance = np.minimum(luminance, 1)
    brightest = light.max(axis=1, keepdims=True)
    excess = np.maximum(brightest - luminance, 1e-9)
    kept = np.where(brightest > 1, (1 - luminance) / excess, 1)
    faded: np.ndarray = luminance + (light - luminance) * kept
    return faded
