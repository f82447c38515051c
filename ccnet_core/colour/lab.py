"""sRGB and CIE 1976 L*a*b* on tensors.

Networks see luminance as ``L = L* / 100`` and chrominance as ``ab = (a*, b*) / 110``; every tensor
here uses these scales. Matrix and white point are those of sRGB with D65 (IEC 61966-2-1; CIE 15:2004).
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ccnet_core.colour.pixel import AB_SCALE, DELTA, RGB_TO_XYZ, WHITE

_TO_XYZ = np.array(RGB_TO_XYZ) / np.array(WHITE)[:, None]
"""Linear sRGB to XYZ relative to the white point."""
_FROM_XYZ = np.linalg.inv(_TO_XYZ)


def _matmul(matrix: Tensor, x: Tensor) -> Tensor:
    """Apply a 3x3 matrix to the channels of (N, 3, H, W)."""
    return torch.einsum("ij,njhw->nihw", matrix, x)


def _rgb_to_xyz(like: Tensor) -> Tensor:
    return torch.from_numpy(_TO_XYZ).to(like)


def _xyz_to_rgb(like: Tensor) -> Tensor:
    return torch.from_numpy(_FROM_XYZ).to(like)


def srgb_to_linear(rgb: Tensor) -> Tensor:
    """Undo the sRGB transfer curve. Any shape, range [0, 1]."""
    return torch.where(rgb > 0.04045, ((rgb.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4, rgb / 12.92)


def linear_to_srgb(linear: Tensor) -> Tensor:
    """Apply the sRGB transfer curve. Any shape; negative light becomes 0, values above 1 are carried on."""
    return torch.where(
        linear > 0.0031308,
        1.055 * linear.clamp_min(0.0031308) ** (1 / 2.4) - 0.055,
        12.92 * linear.clamp_min(0),
    )


def srgb_to_lab(rgb: Tensor) -> tuple[Tensor, Tensor]:
    """Split sRGB into luminance and chrominance.

    Args:
        rgb: (N, 3, H, W) in [0, 1].

    Returns:
        L (N, 1, H, W) in [0, 1] and ab (N, 2, H, W) = (a*, b*) / 110.
    """
    return linear_to_lab(srgb_to_linear(rgb))


def linear_to_lab(linear: Tensor) -> tuple[Tensor, Tensor]:
    """The same of linear sRGB (N, 3, H, W)."""
    xyz = _matmul(_rgb_to_xyz(linear), linear)
    f = torch.where(xyz > DELTA**3, xyz.clamp_min(DELTA**3) ** (1 / 3), xyz / (3 * DELTA**2) + 4 / 29)
    fx, fy, fz = f.unbind(1)
    luminance = (116.0 * fy - 16.0) / 100.0
    ab = torch.stack((500.0 * (fx - fy), 200.0 * (fy - fz)), dim=1) / AB_SCALE
    return luminance.unsqueeze(1), ab


def lab_to_linear(luminance: Tensor, ab: Tensor) -> Tensor:
    """Join luminance and chrominance to linear sRGB (N, 3, H, W), unclipped.

    Args:
        luminance: (N, 1, H, W), L* / 100.
        ab: (N, 2, H, W), (a*, b*) / 110.
    """
    fy = (100.0 * luminance[:, 0] + 16.0) / 116.0
    f = torch.stack((fy + ab[:, 0] * (AB_SCALE / 500.0), fy, fy - ab[:, 1] * (AB_SCALE / 200.0)), dim=1)
    # A colour so far out that X or Z would be negative has no XYZ: 0 is the nearest that has.
    f = f.clamp_min(0.0)
    xyz = torch.where(f > DELTA, f * f * f, 3 * DELTA**2 * (f - 4 / 29))
    return _matmul(_xyz_to_rgb(xyz), xyz)


def lab_to_srgb(luminance: Tensor, ab: Tensor) -> Tensor:
    """Join luminance and chrominance to sRGB (N, 3, H, W), at least 0; above 1 where it is out of gamut.

    Args:
        luminance: (N, 1, H, W), L* / 100.
        ab: (N, 2, H, W), (a*, b*) / 110.
    """
    return linear_to_srgb(lab_to_linear(luminance, ab))
