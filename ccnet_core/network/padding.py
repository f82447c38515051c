"""Padding to the sizes that a network's levels need, and cropping back."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor


def pad_to_multiple(x: Tensor, multiple: int) -> Tensor:
    """Pad (N, C, H, W) at the right and the bottom until both sides are multiples of ``multiple``.

    Reflects as the published network does; a side too short to be reflected is repeated instead.
    """
    height, width = x.shape[-2:]
    bottom, right = -height % multiple, -width % multiple
    x = F.pad(x, (0, right, 0, 0), mode="reflect" if right < width else "replicate")
    return F.pad(x, (0, 0, 0, bottom), mode="reflect" if bottom < height else "replicate")


def crop(x: Tensor, size: tuple[int, int]) -> Tensor:
    """Take the top left (height, width) of (N, C, H, W)."""
    return x[..., : size[0], : size[1]]
