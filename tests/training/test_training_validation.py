"""What chooses the best weights: the photos that are evaluated, brightened as the product does it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from ccnet_samples import tiny_network
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.data.pictures import read_rgb
from ccnet_core.engine import Engine
from ccnet_core.evaluation.pairs import split_pairs
from ccnet_core.network import CCNet
from ccnet_core.photo import Photo
from ccnet_core.training import validation
from ccnet_core.training.config import TrainingConfig
from ccnet_core.training.validation import Validation

_CPU = torch.device("cpu")


class _Identity(CCNet):
    """Gives back what it gets."""

    def colorize(self, bright: object, guidance: Tensor, *_: object) -> Tensor:
        return guidance


def test_figures_of_the_identity_are_known(data_folder: Path, config: TrainingConfig) -> None:
    figures = Validation(data_folder).measure(_Identity(config.network), _CPU)
    assert figures["psnr_unchanged"] == pytest.approx(40)
    assert figures["burnt_added"] == pytest.approx(0)
    assert figures["psnr_lol"] < 15
    assert figures["score"] == pytest.approx(
        sum(figures[f"psnr_{name}"] for name in ("lol", "sice", "unchanged")) / 3
    )


def test_photos_are_those_of_the_evaluation_without_night_scenes(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validation, "_EVERY", 1)
    seen: list[Path] = []
    monkeypatch.setattr(validation, "read_rgb", lambda path: seen.append(path) or read_rgb(path))
    Validation(data_folder).measure(tiny_network("gain"), _CPU)
    expected = split_pairs(data_folder, "val")
    assert seen == [path for pair in expected for path in (pair.low, pair.high)]
    assert data_folder / "clean/0.png" in seen
    assert data_folder / "clean/night.png" not in seen


def test_colours_outside_of_srgb_are_those_that_the_product_shows(data_folder: Path) -> None:
    network = tiny_network("gain")
    with torch.no_grad():
        network.chrominance.conv_out.weight.normal_(std=1.0, generator=torch.Generator().manual_seed(2))
    engine = Engine(network, "cpu")
    decibels = []
    for name in ("0", "2"):  # every second is measured
        low, high = (read_rgb(data_folder / "lol" / side / f"{name}.png") for side in ("low", "high"))
        shown = engine.render(engine.brighten(Photo(low)), Adjustments())
        decibels.append(20 * math.log10(255) - 10 * math.log10(np.square(shown - high.astype(float)).mean()))
    figures = Validation(data_folder).measure(network, _CPU)
    assert figures["psnr_lol"] == pytest.approx(np.mean(decibels), abs=0.05)
