"""From the working picture to parts of the full size."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.network.windows import mean_around

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
    """Carries maps from the working picture to full size along the edges of luminance.

    In every small window a map is taken as a linear function of luminance (fast guided filter: He, Sun, arXiv
    1505.00996); what such a function cannot express is enlarged bilinearly, so nothing of the working picture
    is lost.

    Attributes:
        maps: slopes of luminance, and what is enlarged bilinearly, (1, 2 C, h, w).
    """

    def __init__(self, L: Tensor, values: Tensor, size: tuple[int, int]) -> None:
        """Fit the functions.

        Args:
            L: luminance of the working picture, (1, 1, h, w).
            values: what is to be carried, (1, C, h, w).
            size: height and width of the full-size photo.
        """
        self._size = size
        self._exact = values if values.shape[-2:] == torch.Size(size) else None
        mean_L, mean = box(L), box(values)
        variance = box(L * L) - mean_L.square()
        slope = (box(L * values) - mean_L * mean) / (variance + _FLATNESS)
        slope = box(slope)
        self.maps = torch.cat((slope, values - slope * L), dim=1)

    def __call__(self, L: Tensor, y: int, x: int) -> Tensor:
        """The values (1, C, H', W') of the part at row y, column x, with luminance L (1, 1, H', W')."""
        part = (L.shape[-2], L.shape[-1])
        if self._exact is not None:
            return self._exact[..., y : y + part[0], x : x + part[1]]
        slope, rest = sample(self.maps, y, x, part, self._size).chunk(2, dim=1)
        return torch.addcmul(rest, slope, L)


def box(x: Tensor, radius: int = _RADIUS) -> Tensor:
    """Mean over a window of 2 ``radius`` + 1 pixels, the border repeated: (N, C, H, W) -> the same shape."""
    return mean_around(x, radius, repeated=True)
