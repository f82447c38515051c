"""OKLab on tensors (B. Ottosson: A perceptual color space for image processing, 2020)."""

from __future__ import annotations

import torch
from torch import Tensor

from ccnet_core.colour.pixel import LINEAR_TO_LMS, LMS_TO_OKLAB

_TO_LMS = torch.tensor(LINEAR_TO_LMS, dtype=torch.float64)
_TO_OKLAB = torch.tensor(LMS_TO_OKLAB, dtype=torch.float64)
_FROM_LMS = torch.linalg.inv(_TO_LMS)
_FROM_OKLAB = torch.linalg.inv(_TO_OKLAB)


def linear_to_oklab(linear: Tensor) -> Tensor:
    """Linear sRGB (N, 3, H, W), in the gamut or not -> L in [0, 1], a and b: (N, 3, H, W)."""
    lms = _apply(_TO_LMS, linear)
    return _apply(_TO_OKLAB, lms.abs().pow_(1 / 3).copysign_(lms))


def oklab_to_linear(oklab: Tensor) -> Tensor:
    """The way back; unclipped."""
    roots = _apply(_FROM_OKLAB, oklab)
    return _apply(_FROM_LMS, roots * roots * roots)


def _apply(matrix: Tensor, x: Tensor) -> Tensor:
    return torch.einsum("ij,njhw->nihw", matrix.to(x), x)
