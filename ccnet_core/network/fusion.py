"""The color embedding module (CEM): where the guidance meets the features of the bright picture."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_SLOPE = 0.1


class ColorEmbedding(nn.Module):
    """Gate the features of luminance and of guidance by two masks made from their sum (CEM, TNNLS 2024)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        # The indices inside the Sequentials are part of the published checkpoints' keys.
        self.conv1 = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, groups=4), nn.LeakyReLU(_SLOPE)
        )
        self.conv2 = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, groups=4), nn.LeakyReLU(_SLOPE)
        )

    def forward(self, luminance: Tensor, guidance: Tensor) -> Tensor:
        """Both (N, C, H, W) -> (N, C, H, W)."""
        total = luminance + guidance
        return luminance * torch.sigmoid(self.conv1(total)) + guidance * torch.sigmoid(self.conv2(total))


def leaky_(x: Tensor) -> Tensor:
    """The one activation of these networks, LeakyReLU with slope 0.1, in the memory of its argument."""
    return F.leaky_relu_(x, _SLOPE)
