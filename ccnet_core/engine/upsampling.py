"""From the working picture to parts of the full size."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

_RADIUS = 2
_FLATNESS = 0.02**2
"""Variance of L below which the guided filter takes a window as flat."""


def sample(values: Tensor, y: int, x: int, part: tuple[int, int], size: tuple[int, int]) -> Tensor:
    """A part of a map, as if it had been enlarged bilinearly to the full size.

    Args:
        values: (1, C, h, w).
        y: first row of the part, in full-size pixels.
        x: first column.
        part: height and width of the part.
        size: height and width of the full size.

    Returns:
        (1, C, *part).
    """
    rows = (torch.arange(part[0], device=values.device) + (y + 0.5)) * (2 / size[0]) - 1
    columns = (torch.arange(part[1], device=values.device) + (x + 0.5)) * (2 / size[1]) - 1
    grid = torch.stack(torch.meshgrid(rows, columns, indexing="ij")[::-1], dim=-1)[None]
    return F.grid_sample(values, grid.to(values), mode="bilinear", padding_mode="border", align_corners=False)


class JointUpsampler:
    """Carries chrominance from the working picture to full size along the edges of luminance; masks, too.

    In every small window chrominance is taken as a linear function of luminance (fast guided filter: He, Sun,
    arXiv 1505.00996); what such a function cannot express is enlarged bilinearly, so nothing of the working
    picture is lost.
    """

    def __init__(self, L: Tensor, ab: Tensor, size: tuple[int, int]) -> None:
        """Fit the functions.

        Args:
            L: bright luminance of the working picture, (1, 1, h, w).
            ab: its chrominance, (1, 2, h, w), or whatever else is to be carried, (1, C, h, w).
            size: height and width of the full-size photo.
        """
        self._size = size
        self._exact = ab if ab.shape[-2:] == torch.Size(size) else None
        mean_L, mean_ab = box(L), box(ab)
        variance = box(L * L) - mean_L.square()
        slope = (box(L * ab) - mean_L * mean_ab) / (variance + _FLATNESS)
        slope = box(slope)
        self._maps = torch.cat((slope, ab - slope * L), dim=1)

    def __call__(self, L: Tensor, y: int, x: int) -> Tensor:
        """The chrominance (1, C, H', W') of the part at row y, column x, with luminance L (1, 1, H', W')."""
        part = (L.shape[-2], L.shape[-1])
        if self._exact is not None:
            return self._exact[..., y : y + part[0], x : x + part[1]]
        maps = sample(self._maps, y, x, part, self._size)
        slope, intercept = maps.chunk(2, dim=1)
        return slope * L + intercept


def box(x: Tensor, radius: int = _RADIUS) -> Tensor:
    """Mean over a window of 2 ``radius`` + 1 pixels, the border repeated: (N, C, H, W) -> the same shape."""
    side = 2 * radius + 1
    padded = F.pad(x, (radius,) * 4, mode="replicate")
    # Along one axis after the other: the cost grows with the side instead of its square.
    return F.avg_pool2d(F.avg_pool2d(padded, (side, 1), stride=1), (1, side), stride=1)
