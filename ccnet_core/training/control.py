"""Teaching control: random maps of the ab plane, so that colorization learns to follow its guidance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from ccnet_core.training.config import Control


@dataclass(frozen=True, slots=True)
class ColourMaps:
    """Affine maps x -> A x + t of the ab plane, one per sample.

    Attributes:
        A: (N, 2, 2).
        t: (N, 2), in units of ab / 110.
    """

    A: Tensor
    t: Tensor

    @classmethod
    def identity(cls, count: int) -> ColourMaps:
        """Maps that change nothing."""
        return cls(torch.eye(2).expand(count, 2, 2), torch.zeros(count, 2))

    @classmethod
    def draw_scales(cls, count: int, generator: torch.Generator) -> ColourMaps:
        """Identity for about half of the samples, else a scale of 0.5 to 1."""
        scale = 0.5 + 0.5 * torch.rand(count, generator=generator)
        scale = torch.where(torch.rand(count, generator=generator) < 0.5, 1.0, scale)
        return cls(scale[:, None, None] * torch.eye(2), torch.zeros(count, 2))

    @classmethod
    def draw_affine(cls, count: int, generator: torch.Generator) -> ColourMaps:
        """Identity for about half of the samples, else scale, per-axis scale, rotation and shift."""

        def uniform(low: float, high: float) -> Tensor:
            return low + (high - low) * torch.rand(count, generator=generator)

        angle = uniform(-0.35, 0.35)
        scale = uniform(0, 2.5)
        axes = torch.stack((uniform(0.6, 1.5), uniform(0.6, 1.5)), dim=1)
        rotation = torch.stack((angle.cos(), -angle.sin(), angle.sin(), angle.cos()), dim=1).view(-1, 2, 2)
        matrix = rotation * (scale[:, None] * axes)[:, None, :]
        angle = uniform(0, 2 * math.pi)
        shift = torch.stack((angle.cos(), angle.sin()), dim=1) * uniform(0, 0.15)[:, None]
        identity = torch.rand(count, generator=generator) < 0.5
        matrix = torch.where(identity[:, None, None], torch.eye(2), matrix)
        shift = torch.where((identity | (torch.rand(count, generator=generator) < 0.4))[:, None], 0.0, shift)
        return cls(matrix, shift)

    def apply(self, ab: Tensor, gain: Tensor | None = None) -> Tensor:
        """Map ab (N, 2, H, W).

        Args:
            ab: (N, 2, H, W).
            gain: (N, 1, H, W), the chroma gain of the brightening when ab is that of the dim photo: there a
                shift is dimmer by as much as everything else.
        """
        A, t = self.A.to(ab), self.t.to(ab)[:, :, None, None]
        return torch.einsum("nij,njhw->nihw", A, ab) + (t if gain is None else t / gain)


def draw_maps(control: Control, count: int, generator: torch.Generator) -> tuple[ColourMaps, ColourMaps]:
    """The maps of guidance and of target for a batch.

    "affine" maps both alike, so that whatever is done to the guidance is found in the result. "published"
    scales the guidance alone (Jin et al., TNNLS 2024), so that the network learns to enrich it. "none"
    leaves both as they are.
    """
    if control == "affine":
        maps = ColourMaps.draw_affine(count, generator)
        return maps, maps
    identity = ColourMaps.identity(count)
    return (ColourMaps.draw_scales(count, generator) if control == "published" else identity), identity
