"""Between pixels in memory and tensors in the networks' units."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ccnet_core.colour import limit_chroma
from ccnet_core.colour.lab import lab_to_linear, lab_to_srgb, linear_to_lab, linear_to_srgb, srgb_to_linear
from ccnet_core.photo.profile import OUTPUT_PROFILES, SRGB_NAME
from ccnet_core.photo.reducing import Pixels

Finish = Callable[[Tensor], Tensor]
"""What is done to display values of sRGB (1, 3, H, W), 0 to 1, last of all."""


def to_lab(pixels: Pixels, device: torch.device) -> tuple[Tensor, Tensor]:
    """(H, W, 3) -> L (1, 1, H, W) and ab (1, 2, H, W)."""
    # Looked up, the transfer curve takes a small part of the time of computing it.
    linear = _linear_light(pixels.dtype.name)[pixels]
    return linear_to_lab(torch.from_numpy(linear).to(device).permute(2, 0, 1)[None])


@cache
def _linear_light(kind: str) -> npt.NDArray[np.float32]:
    """Linear light of every code of "uint8" or "uint16"."""
    codes = np.arange(np.iinfo(kind).max + 1)
    scale = 1.0 / np.iinfo(kind).max
    return np.asarray(srgb_to_linear(torch.from_numpy(codes.astype(np.float32)).mul_(scale)).numpy())


def to_pixels(
    L: Tensor, ab: Tensor, bit_depth: int = 8, profile: str = SRGB_NAME, finish: Finish | None = None
) -> Pixels:
    """Join L (1, 1, H, W) and ab (1, 2, H, W) into (H, W, 3), in the gamut at constant hue and L.

    In sRGB, or in another of `OUTPUT_PROFILES`, whose gamut has room for colours that sRGB has none for;
    none of these is left for what finishes the picture.
    """
    L = L.clamp(0, 1)
    if profile == SRGB_NAME or finish is not None:
        joined = lab_to_srgb(L, limit_chroma(L, ab, unclipped=True))
        if finish is not None:
            joined = finish(joined.clamp(0, 1))
        if profile != SRGB_NAME:
            joined = _encoded(srgb_to_linear(joined), profile)
    else:
        joined = _in_profile(L, ab, profile)
    rgb = joined[0].permute(1, 2, 0).clamp(0, 1)
    if bit_depth == 8:
        return rgb.mul(255).add_(0.5).to(torch.uint8).contiguous().cpu().numpy()
    return rgb.mul(65535).add_(0.5).to(torch.int32).contiguous().cpu().numpy().astype(np.uint16)


def _in_profile(L: Tensor, ab: Tensor, name: str) -> Tensor:
    """(1, 3, H, W) in the colour space of a profile, not clipped."""
    rows = OUTPUT_PROFILES[name].from_srgb
    return _encoded(lab_to_linear(L, limit_chroma(L, ab, rows, unclipped=True)), name)


def _encoded(linear: Tensor, name: str) -> Tensor:
    """Linear sRGB (1, 3, H, W) as a profile writes it."""
    profile = OUTPUT_PROFILES[name]
    own = torch.einsum("ij,njhw->nihw", torch.tensor(profile.from_srgb).to(linear), linear)
    return linear_to_srgb(own) if profile.gamma is None else own.clamp_min(0) ** (1 / profile.gamma)
