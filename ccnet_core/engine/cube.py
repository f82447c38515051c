"""Tables of colours: a cube of nodes over display values, and what lies between them."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def nodes_of(size: int) -> Tensor:
    """The colours at the nodes of a cube, red next to each other: (1, 3, size, size^2), 0 to 1."""
    axis = torch.linspace(0, 1, size)
    blue, green, red = torch.meshgrid(axis, axis, axis, indexing="ij")
    return torch.stack((red, green, blue)).reshape(1, 3, size, size * size)


def tetrahedral(cube: Tensor, rgb: Tensor) -> Tensor:
    """Colours by a cube, interpolated within the tetrahedron of nodes in which they lie.

    Args:
        cube: (size^3, 3), red next to each other.
        rgb: (1, 3, H, W); clamped to 0 to 1.

    Returns:
        (1, 3, H, W).
    """
    size = round(len(cube) ** (1 / 3))
    found = weighted(cube, *corners(size, rgb))
    return found.reshape(*rgb.shape[-2:], 3).permute(2, 0, 1)[None]


def corners(size: int, rgb: Tensor) -> tuple[Tensor, Tensor]:
    """The nodes of a cube around colours, and their weights, which sum to 1.

    Greys lie on an edge between two grey nodes, and have no other weights (P. Hung: Colorimetric calibration
    in electronic imaging devices using a look-up-table model and interpolations, J. Electronic Imaging 2,
    1993).

    Args:
        size: nodes of each channel.
        rgb: (1, 3, H, W); clamped to 0 to 1.

    Returns:
        Rows of the cube and weights, both (H * W, 4).
    """
    red, green, blue = strides = (1, size, size * size)
    at = rgb[0].reshape(3, -1).clamp(0, 1).mul_(size - 1)
    base = at.floor().clamp_max_(size - 2)
    first = sum(x * stride for x, stride in zip(base.to(torch.int32), strides, strict=True))
    r, g, b = part = at.sub_(base)
    most, least = part.amax(0), part.amin(0)
    middle = part.sum(0).sub_(most).sub_(least)
    # One step along the channel that is furthest; all steps but that along the one that is least far.
    steps = torch.where(r >= g, torch.where(r >= b, red, blue), torch.where(g >= b, green, blue))
    left = torch.where(r < g, torch.where(r < b, red, blue), torch.where(g < b, green, blue))
    last = first + sum(strides)
    index = torch.stack((first, first + steps, last - left, last), dim=1)
    weights = torch.stack((1 - most, most - middle, middle - least, least), dim=1)
    return index.to(torch.int32), weights


def weighted(cube: Tensor, index: Tensor, weights: Tensor) -> Tensor:
    """The mean of rows of a cube: (P, 3)."""
    return F.embedding_bag(index, cube, per_sample_weights=weights, mode="sum")
