"""How luminance and chrominance scale when light does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

_OFFSET = 0.16
"""L + 0.16 is proportional to the cube root of relative luminance (CIE 15:2004: L* = 116 Y^(1/3) - 16)."""


def chroma_gain(before: Tensor, after: Tensor) -> Tensor:
    """The factor that more light would put on a, b.

    a* and b* are differences of cube roots, as L* + 16 is a cube root: exposing a scene by any factor
    multiplies all three alike. Luminances (N, 1, H, W) in [0, 1] -> (N, 1, H, W), positive.
    """
    # In place, as most of the time goes into memory for intermediate values.
    lit, dim = after.clamp(0, 1).add_(_OFFSET), before.clamp(0, 1).add_(_OFFSET)
    return lit.div_(dim) if lit.shape == dim.shape else lit / dim


def lit(L: Tensor, factor: Tensor) -> Tensor:
    """The luminance when light is multiplied by a factor, as :func:`chroma_gain` has it."""
    return (L + _OFFSET) * factor ** (1 / 3) - _OFFSET
