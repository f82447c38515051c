"""Perceptual loss: how far the features of a network trained to recognize things lie apart.

Johnson, Alahi, Fei-Fei, "Perceptual Losses for Real-Time Style Transfer and Super-Resolution" (ECCV 2016),
with VGG-16 (Simonyan, Zisserman, ICLR 2015). Its weights are not part of this project: who trains names a
file of them as torchvision saves them (``vgg16-….pth``, with keys ``features.0.weight`` and so on).
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn

from ccnet_core.network.checkpoint import check_state, read_state_dict

_CHANNELS = ((64, 64), (128, 128), (256, 256, 256))
"""Of the convolutions before each pooling; later ones see what things are rather than how they look."""
_COMPARED = (1, 2)
"""Groups after which features are compared: relu2_2 and relu3_3."""
_MEAN, _STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of the RGB pictures that VGG-16 was trained on."""


class PerceptualLoss(nn.Module):
    """The mean absolute difference of VGG-16's features of luminance, at relu2_2 and relu3_3."""

    def __init__(self, weights: Path) -> None:
        """Load the convolutions that are needed.

        Raises:
            WeightsError: the file cannot be read, or does not hold the convolutions of VGG-16.
        """
        super().__init__()
        layers: list[nn.Module] = []
        self._ends = []
        inputs = 3
        for group, widths in enumerate(_CHANNELS):
            if group:
                layers.append(nn.MaxPool2d(2))
            for width in widths:
                layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU(inplace=True)]
                inputs = width
            if group in _COMPARED:
                self._ends.append(len(layers))
        self.features = nn.Sequential(*layers)
        self.register_buffer("mean", torch.tensor(_MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(_STD).view(1, 3, 1, 1), persistent=False)
        expected = self.state_dict()
        # What comes after the features that are compared is not read.
        found = read_state_dict(weights)
        found = {key: value for key, value in found.items() if key in expected}
        check_state(weights, expected, found)
        self.load_state_dict(found)
        self.eval().requires_grad_(requires_grad=False)

    def forward(self, L: Tensor, target: Tensor) -> Tensor:
        """L and its target (N, 1, H, W) in [0, 1], seen as grey pictures -> a scalar."""
        ours, theirs = self._features_of(L), self._features_of(target.detach())
        return torch.stack([(a - b).abs().mean() for a, b in zip(ours, theirs, strict=True)]).sum()

    def _features_of(self, L: Tensor) -> list[Tensor]:
        x = (L - cast(Tensor, self.mean)) / cast(Tensor, self.std)
        seen = []
        for end, layer in enumerate(self.features, start=1):
            x = layer(x)
            if end in self._ends:
                seen.append(x)
        return seen
