"""Between pixels in memory and tensors in the networks' units."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ccnet_core.colour import limit_chroma, srgb_to_lab
from ccnet_core.colour.lab import lab_to_srgb
from ccnet_core.photo.reducing import Pixels


def to_tensor(pixels: Pixels, device: torch.device) -> Tensor:
    """(H, W, 3) uint8 or uint16 -> (1, 3, H, W) float32 in [0, 1]."""
    scale = 1.0 / np.iinfo(pixels.dtype).max
    # torch has few operations on uint16; the widening happens in numpy.
    values = torch.from_numpy(pixels.astype(np.float32))
    return values.to(device).mul_(scale).permute(2, 0, 1)[None]


def to_lab(pixels: Pixels, device: torch.device) -> tuple[Tensor, Tensor]:
    """(H, W, 3) -> L (1, 1, H, W) and ab (1, 2, H, W)."""
    return srgb_to_lab(to_tensor(pixels, device))


def to_pixels(L: Tensor, ab: Tensor, bit_depth: int = 8) -> Pixels:
    """Join L (1, 1, H, W) and ab (1, 2, H, W) into (H, W, 3) sRGB, in the gamut at constant hue and L."""
    L = L.clamp(0, 1)
    rgb = lab_to_srgb(L, limit_chroma(L, ab))[0].permute(1, 2, 0).clamp(0, 1)
    if bit_depth == 8:
        return rgb.mul(255).add_(0.5).to(torch.uint8).contiguous().cpu().numpy()
    return rgb.mul(65535).add_(0.5).to(torch.int32).contiguous().cpu().numpy().astype(np.uint16)
