"""CIE 1976 L*a*b* of one pixel, without tensors: a number to be shown must not wait for torch."""

from __future__ import annotations

from math import cbrt

RGB_TO_XYZ = (
    (0.412453, 0.357580, 0.180423),
    (0.212671, 0.715160, 0.072169),
    (0.019334, 0.119193, 0.950227),
)
WHITE = (0.95047, 1.0, 1.08883)
DELTA = 6.0 / 29.0
"""Of sRGB with D65, and where the curve of Lab turns into a line; tensors use the same."""


def pixel_to_lab(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    """L* in [0, 100], a* and b* under D65 of sRGB values in [0, 255], as of :func:`srgb_to_lab`."""
    linear = [_linear(value / 255) for value in rgb]
    x, y, z = (
        _f(sum(weight * value for weight, value in zip(row, linear, strict=True)) / white)
        for row, white in zip(RGB_TO_XYZ, WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(value: float) -> float:
    return ((value + 0.055) / 1.055) ** 2.4 if value > 0.04045 else value / 12.92


def _f(t: float) -> float:
    return cbrt(t) if t > DELTA**3 else t / (3 * DELTA**2) + 4 / 29
