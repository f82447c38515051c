"""The figures by which a run's best weights are chosen: on the val split, without any randomness."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor

from ccnet_core.colour.lab import lab_to_srgb, srgb_to_lab
from ccnet_core.network import CCNet
from ccnet_core.training.layout import VAL, PhotoPair, list_clean, list_pairs
from ccnet_core.training.pictures import read_rgb

_EVERY = 2
"""Every second photo: enough to choose by, at half of the time."""


class Validation:
    """Measures a network on the val split of a data folder."""

    def __init__(self, data: Path) -> None:
        unchanged = [PhotoPair(photo, photo, "unchanged") for photo in list_clean(data, VAL)]
        self._pairs = [*list_pairs(data, VAL)[::_EVERY], *unchanged[::_EVERY]]

    def measure(self, network: CCNet, device: torch.device) -> dict[str, float]:
        """Mean RGB PSNR (dB) per data set, share of burnt pixels added, and their mean PSNR as ``score``."""
        decibels: dict[str, list[float]] = {}
        burnt: list[float] = []
        with torch.inference_mode():
            for pair in self._pairs:
                low, high = (_load(path, device) for path in (pair.low, pair.high))
                L, ab = srgb_to_lab(low)
                bright = network.brighten(L)
                rgb = lab_to_srgb(bright.L.clamp(0, 1), network.colorize(bright, ab)).clamp(0, 1)
                error = float((rgb - high).square().mean())
                # A photo already right has no bound; 40 dB is as good as unchanged.
                psnr = min(40.0, -10 * math.log10(max(error, 1e-10))) if math.isfinite(error) else 0.0
                decibels.setdefault(pair.source, []).append(psnr)
                burnt.append(float(_burnt(rgb) - _burnt(low)))
        means = {source: sum(values) / len(values) for source, values in decibels.items()}
        figures = {f"psnr_{source}": value for source, value in means.items()}
        score = sum(means.values()) / len(means) if means else 0.0
        return {**figures, "burnt_added": sum(burnt) / max(1, len(burnt)), "score": score}


def _load(path: Path, device: torch.device) -> Tensor:
    return torch.from_numpy(read_rgb(path)).to(device).permute(2, 0, 1)[None].float() / 255


def _burnt(rgb: Tensor) -> Tensor:
    """Share of pixels with a channel at 254 or above."""
    return (rgb.amax(1) >= 254 / 255).float().mean()
