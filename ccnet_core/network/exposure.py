"""How bright a whole photo shall become: one number, chosen apart from everything local.

A network that sees a few hundred scenes learns their exposures by heart when it may. Here the mean luminance
of the result is chosen by a small head that sees only how the luminances of the photo are distributed and how
much they differ from row to row, and whatever mean the rest of the network arrives at is replaced by it. A
photo turned by a quarter can come out a little brighter or darker for that. How much light goes where is
decided after it, see :mod:`ccnet_core.network.light`.
"""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CANVAS = 96
"""Side of the picture of the whole photo, on which the choice is made."""
_QUANTILES = (0.0, 0.01, 0.03, 0.06, 0.12, 0.25, 0.37, 0.5, 0.63, 0.75, 0.88, 0.94, 0.97, 0.99, 1.0)
_FEATURES = len(_QUANTILES) + 2
_HIDDEN = 48
_DROPOUT = 0.3
_NOISE = 0.4
"""Standard deviation of what is added to each feature in training: no two photos are told apart by a hair."""
_OFFSET = 0.01
_STEPS = 6
_LARGEST_LOG = 3.0
_LEAST = 1e-3
"""Means nearer to black or white than this are taken for it."""


class Exposure(nn.Module):
    """The mean luminance wanted, from the distribution of a photo's luminance and its vertical contrast."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Sequential(
            nn.Linear(_FEATURES, _HIDDEN),
            nn.GELU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(_HIDDEN, _HIDDEN),
            nn.GELU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(_HIDDEN, 1),
        )
        last = cast(nn.Linear, self.head[-1])
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def forward(self, canvas: Tensor, own: Tensor) -> Tensor:
        """Choose.

        Args:
            canvas: L of the whole photo, (N, 1, 96, 96).
            own: the photo's mean L, (N,).

        Returns:
            The mean wanted, (N,), within (0, 1).
        """
        described = _describe(canvas.float())
        if self.training:
            described = described + _NOISE * torch.randn_like(described)
        with torch.autocast(canvas.device.type, enabled=False):
            offset = self.head(described)[:, 0]
        return torch.sigmoid(torch.logit(own.float().clamp(_LEAST, 1 - _LEAST)) + offset)


def _describe(canvas: Tensor) -> Tensor:
    """Quantiles of log L, and the mean and median of its vertical differences: (N, features), around 0."""
    logarithm = torch.log(canvas[:, 0].clamp_min(0) + _OFFSET)
    ordered = logarithm.flatten(1).sort(dim=1).values
    last = ordered.shape[1] - 1
    quantiles = ordered[:, [round(q * last) for q in _QUANTILES]]
    contrast = logarithm.diff(dim=1).abs().flatten(1)
    middle = contrast.sort(dim=1).values[:, contrast.shape[1] // 2]
    contrasts = torch.stack((contrast.mean(dim=1), middle), dim=1)
    return torch.cat((quantiles / 1.2 + 1.6, 0.8 * torch.log(contrasts + _OFFSET) + 2.0), dim=1)


def expose(L: Tensor, log_gain: Tensor) -> Tensor:
    """Apply the curve k x / (k x + 1 - x), which maps [0, 1] onto itself, to L (N, 1, H, W).

    Args:
        L: what lies outside [0, 1] keeps its distance from it.
        log_gain: logarithm of k, (N,), or of each pixel's, (N, 1, H, W).
    """
    inside = F.hardtanh(L, 0.0, 1.0)  # clamp, in a form that the ONNX exporter understands
    amplified = torch.exp(log_gain if log_gain.dim() == 4 else log_gain[:, None, None, None]) * inside
    return amplified / (amplified + (1 - inside)) + (L - inside)


def log_gain_for(L: Tensor, mean: Tensor) -> Tensor:
    """The argument of :func:`expose` that gives L (N, 1, H, W) a mean (N,), within e^-3 .. e^3: (N,).

    By Newton's method on the logit of the mean. The last step is differentiable, with the gradient of the
    exact solution.
    """
    wanted = torch.logit(mean.clamp(_LEAST, 1 - _LEAST))
    log_gain = torch.zeros_like(wanted)
    for step in range(_STEPS):
        source = L if step == _STEPS - 1 else L.detach()
        exposed = expose(source, log_gain).clamp(0, 1)
        reached = exposed.mean(dim=(1, 2, 3)).clamp(_LEAST, 1 - _LEAST)
        slope = (exposed * (1 - exposed)).detach().mean(dim=(1, 2, 3)) / (reached * (1 - reached)).detach()
        change = (wanted - torch.logit(reached)) / slope.clamp_min(0.1)
        log_gain = (log_gain.detach() + change).clamp(-_LARGEST_LOG, _LARGEST_LOG)
    return log_gain


def whole_photo(x: Tensor) -> Tensor:
    """L or ab of a whole photo (N, C, H, W) averaged by areas: (N, C, 96, 96)."""
    return F.adaptive_avg_pool2d(x, (CANVAS, CANVAS))
