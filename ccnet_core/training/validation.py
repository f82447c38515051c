"""The figures by which a run's best weights are chosen: on the val split, without any randomness."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ccnet_core.atomic import write_whole
from ccnet_core.colour.lab import lab_to_srgb, srgb_to_lab
from ccnet_core.evaluation.pairs import choose_evenly
from ccnet_core.evaluation.sheet import compose_sheet, reduce_picture
from ccnet_core.network import CCNet
from ccnet_core.training.layout import VAL, PhotoPair, list_clean, list_pairs
from ccnet_core.training.pictures import ByteImage, read_rgb

_EVERY = 2
"""Every second photo: enough to choose by, at half of the time."""
_SAMPLES = 6


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
                rgb = _enhance(network, low)
                decibels.setdefault(pair.source, []).append(_psnr(rgb, high))
                burnt.append(float(_burnt(rgb) - _burnt(low)))
        means = {source: sum(values) / len(values) for source, values in decibels.items()}
        figures = {f"psnr_{source}": value for source, value in means.items()}
        score = sum(means.values()) / len(means) if means else 0.0
        return {**figures, "burnt_added": sum(burnt) / max(1, len(burnt)), "score": score}

    def write_samples(self, path: Path, network: CCNet, device: torch.device) -> None:
        """Write a PNG of a few photos, evenly chosen: input, output and target side by side."""
        rows = []
        with torch.inference_mode():
            for pair in choose_evenly(self._pairs, _SAMPLES):
                low, high = (_load(path, device) for path in (pair.low, pair.high))
                rgb = _enhance(network, low)
                caption = f"{pair.source}  {pair.low.name}  {_psnr(rgb, high):.1f} dB"
                rows.append((caption, [reduce_picture(_to_bytes(x)) for x in (low, rgb, high)]))
        data = io.BytesIO()
        compose_sheet(rows).save(data, "PNG")
        write_whole(path, data.getvalue(), overwrite=True)


def _enhance(network: CCNet, low: Tensor) -> Tensor:
    L, ab = srgb_to_lab(low)
    bright = network.brighten(L)
    return lab_to_srgb(bright.L.clamp(0, 1), network.colorize(bright, ab)).clamp(0, 1)


def _psnr(rgb: Tensor, target: Tensor) -> float:
    """In dB; a photo already right has no bound, 40 is as good as unchanged."""
    error = float((rgb - target).square().mean())
    return min(40.0, -10 * math.log10(max(error, 1e-10))) if math.isfinite(error) else 0.0


def _to_bytes(rgb: Tensor) -> ByteImage:
    """(1, 3, H, W) in [0, 1] -> (H, W, 3)."""
    return np.asarray((255 * rgb[0].nan_to_num()).round().byte().permute(1, 2, 0).cpu().numpy())


def _load(path: Path, device: torch.device) -> Tensor:
    return torch.from_numpy(read_rgb(path)).to(device).permute(2, 0, 1)[None].float() / 255


def _burnt(rgb: Tensor) -> Tensor:
    """Share of pixels with a channel at 254 or above."""
    return (rgb.amax(1) >= 254 / 255).float().mean()
