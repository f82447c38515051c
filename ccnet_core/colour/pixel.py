"""CIE 1976 L*a*b* and OKLCh of one pixel, without tensors: a number to be shown must not wait for torch."""

from __future__ import annotations

from math import atan2, cbrt, degrees, hypot

AB_SCALE = 110.0
"""Divisor of a* and b*: in-gamut sRGB colours stay within about -1 to 1."""
RGB_TO_XYZ = (
    (0.412453, 0.357580, 0.180423),
    (0.212671, 0.715160, 0.072169),
    (0.019334, 0.119193, 0.950227),
)
WHITE = (0.95047, 1.0, 1.08883)
DELTA = 6.0 / 29.0
"""Of sRGB with D65, and where the curve of Lab turns into a line; tensors use the same."""
LINEAR_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LMS_TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
"""Linear light of sRGB to what cones respond to, and its cube roots to OKLab (B. Ottosson: A perceptual color
space for image processing, 2020, bottosson.github.io/posts/oklab)."""


def pixel_to_lab(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    """L* in [0, 100], a* and b* under D65 of sRGB values in [0, 255], as of :func:`srgb_to_lab`."""
    linear = [_linear(value / 255) for value in rgb]
    x, y, z = (
        _f(sum(weight * value for weight, value in zip(row, linear, strict=True)) / white)
        for row, white in zip(RGB_TO_XYZ, WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def pixel_to_oklch(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    """Lightness in [0, 1], chroma and hue in degrees, 0 to 360, in OKLCh of sRGB values in [0, 255]."""
    linear = [_linear(value / 255) for value in rgb]
    roots = [cbrt(sum(w * v for w, v in zip(row, linear, strict=True))) for row in LINEAR_TO_LMS]
    L, a, b = (sum(w * v for w, v in zip(row, roots, strict=True)) for row in LMS_TO_OKLAB)
    return L, hypot(a, b), degrees(atan2(b, a)) % 360


def _linear(value: float) -> float:
    return ((value + 0.055) / 1.055) ** 2.4 if value > 0.04045 else value / 12.92


def _f(t: float) -> float:
    return cbrt(t) if t > DELTA**3 else t / (3 * DELTA**2) + 4 / 29
