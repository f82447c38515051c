"""The figures by which a run's best weights are chosen: on the val split, without any randomness."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import torch

from ccnet_core.atomic import write_whole
from ccnet_core.data.brackets import Bracket, fuse_exposures, read_brackets
from ccnet_core.data.layout import VAL, PhotoPair, choose_evenly, list_pairs
from ccnet_core.data.pictures import ByteImage, read_rgb, unchanged_pairs
from ccnet_core.engine.pixels import to_lab, to_pixels
from ccnet_core.evaluation.sheet import compose_sheet, reduce_picture
from ccnet_core.network import CCNet

_EVERY = 2
"""Every second photo: enough to choose by, at half of the time."""
_SAMPLES = 6


class Validation:
    """Measures a network on the val split of a data folder, on the photos that ``ccnet evaluate`` takes."""

    def __init__(self, data: Path) -> None:
        """List the photos.

        Raises:
            DataError: the folder, or a clean photo, cannot be used.
        """
        self._pairs: list[PhotoPair | Bracket] = [
            *list_pairs(data, VAL)[::_EVERY],
            *unchanged_pairs(data, VAL)[::_EVERY],
            *read_brackets(data, VAL)[::_EVERY],
        ]

    @property
    def empty(self) -> bool:
        """Whether there is no photo to measure on."""
        return not self._pairs

    def measure(self, network: CCNet, device: torch.device) -> dict[str, float]:
        """Mean RGB PSNR (dB) per data set, share of burnt pixels added, and their mean PSNR as ``score``.

        Without val photos there are no figures, and no score.
        """
        decibels: dict[str, list[float]] = {}
        burnt: list[float] = []
        for pair in self._pairs:
            source, _, low, high = _read(pair)
            output = _enhance(network, low, device)
            decibels.setdefault(source, []).append(_psnr(output, high))
            burnt.append(_burnt(output) - _burnt(low))
        if not burnt:
            return {}
        means = {source: sum(values) / len(values) for source, values in decibels.items()}
        figures = {f"psnr_{source}": value for source, value in means.items()}
        return {
            **figures,
            "burnt_added": sum(burnt) / len(burnt),
            "score": sum(means.values()) / len(means),
        }

    def write_samples(self, path: Path, network: CCNet, device: torch.device) -> None:
        """Write a PNG of a few photos, evenly chosen: input, output and target side by side."""
        rows = []
        for pair in choose_evenly(self._pairs, _SAMPLES):
            source, name, low, high = _read(pair)
            output = _enhance(network, low, device)
            caption = f"{source}  {name}  {_psnr(output, high):.1f} dB"
            rows.append((caption, [reduce_picture(picture) for picture in (low, output, high)]))
        data = io.BytesIO()
        compose_sheet(rows).save(data, "PNG")
        write_whole(path, data.getvalue(), overwrite=True)


def _read(pair: PhotoPair | Bracket) -> tuple[str, str, ByteImage, ByteImage]:
    """The data set, the name, the dark photo and its target."""
    if isinstance(pair, Bracket):
        dark = read_rgb(pair.dark)
        return "brackets", pair.dark.name, dark, fuse_exposures(dark, read_rgb(pair.bright))
    return pair.source, pair.low.name, read_rgb(pair.low), read_rgb(pair.high)


def _enhance(network: CCNet, low: ByteImage, device: torch.device) -> ByteImage:
    """A photo (H, W, 3) as the product brightens it; black where the network gives no number."""
    with torch.inference_mode():
        L, ab = to_lab(low, device)
        bright = network.brighten(L, ab=ab)
        out = network.colorize(bright, ab)
        return np.asarray(to_pixels(bright.L.nan_to_num(), out.nan_to_num()), np.uint8)


def _psnr(output: ByteImage, target: ByteImage) -> float:
    """In dB; a photo already right has no bound, 40 is as good as unchanged."""
    error = float(np.square((output.astype(np.float64) - target) / 255).mean())
    return min(40.0, -10 * math.log10(max(error, 1e-10)))


def _burnt(picture: ByteImage) -> float:
    """Share of pixels with a channel at 254 or above."""
    return float((picture.max(axis=2) >= 254).mean())
