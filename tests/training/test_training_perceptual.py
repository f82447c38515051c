"""The perceptual loss against torch's own functions, with random weights, and in a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.network import WeightsError
from ccnet_core.training.config import ConfigError, LossConfig, Phase, TrainingConfig
from ccnet_core.training.loop import RunOptions, Trainer
from ccnet_core.training.perceptual import PerceptualLoss
from ccnet_core.training.report import read_metrics

_CONVOLUTIONS = {
    0: (3, 64),
    2: (64, 64),
    5: (64, 128),
    7: (128, 128),
    10: (128, 256),
    12: (256, 256),
    14: (256, 256),
}
"""Inputs and outputs by their number in torchvision's VGG-16."""


@pytest.fixture(scope="module")
def vgg16(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as torchvision's, with random values: what is compared, and some of what follows."""
    generator = torch.Generator().manual_seed(4)
    state = {}
    for number, (inputs, outputs) in {**_CONVOLUTIONS, 17: (256, 8)}.items():
        weight = torch.randn(outputs, inputs, 3, 3, generator=generator)
        state[f"features.{number}.weight"] = weight * (2 / (9 * inputs)) ** 0.5
        state[f"features.{number}.bias"] = 0.1 * torch.randn(outputs, generator=generator)
    state["classifier.0.weight"] = torch.zeros(3, 3)
    path = tmp_path_factory.mktemp("weights") / "vgg16.pth"
    torch.save(state, path)
    return path


def _features(L: Tensor, path: Path) -> list[Tensor]:
    """relu2_2 and relu3_3."""
    state = torch.load(path, weights_only=True)
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    x = (L.expand(-1, 3, -1, -1) - mean[:, None, None]) / std[:, None, None]
    seen = []
    for number in _CONVOLUTIONS:
        if number in (5, 10):
            x = F.max_pool2d(x, 2)
        weight, bias = state[f"features.{number}.weight"], state[f"features.{number}.bias"]
        x = F.relu(F.conv2d(x, weight, bias, padding=1))
        if number in (7, 14):
            seen.append(x)
    return seen


def test_loss_is_the_difference_of_features(vgg16: Path) -> None:
    x, target = torch.rand(2, 2, 1, 24, 32, generator=torch.Generator().manual_seed(1))
    loss = PerceptualLoss(vgg16)
    pairs = zip(_features(x, vgg16), _features(target, vgg16), strict=True)
    expected = sum(float((a - b).abs().mean()) for a, b in pairs)
    assert float(loss(x, target)) == pytest.approx(expected, rel=1e-4)
    assert float(loss(x, x)) == 0


def test_gradient_reaches_the_picture_and_not_the_weights(vgg16: Path) -> None:
    loss = PerceptualLoss(vgg16)
    x = torch.rand(1, 1, 16, 16, requires_grad=True)
    loss(x, torch.zeros_like(x)).backward()
    assert x.grad is not None
    assert bool((x.grad != 0).any())
    assert all(p.grad is None for p in loss.parameters())


def test_other_weights_are_refused_by_name(vgg16: Path, tmp_path: Path) -> None:
    state = torch.load(vgg16, weights_only=True)
    del state["features.7.bias"]
    torch.save(state, tmp_path / "other.pth")
    with pytest.raises(WeightsError, match=r"other\.pth.*missing features\.7\.bias"):
        PerceptualLoss(tmp_path / "other.pth")


@pytest.mark.parametrize("phase", ["brightening", "joint"])
def test_run_learns_by_it(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, vgg16: Path, phase: Phase
) -> None:
    """The weights of the brightening end elsewhere than without it; the loss is that of the row's name."""
    config = replace(config, steps=2)
    options = RunOptions(workers=0, checkpoint_minutes=60, validation_minutes=60, vgg16=vgg16)
    without = Trainer(config, phase, data_folder, tmp_path / "without", options).run()
    config = replace(config, loss=replace(config.loss, perceptual=0.5))
    trained = Trainer(config, phase, data_folder, tmp_path / "with", options).run()
    (row,) = read_metrics(tmp_path / "with" / "metrics.csv", config.steps)
    assert float(row["perceptual"]) > 0
    found, plain = trained.lightness.state_dict(), without.lightness.state_dict()
    same = [key for key, value in plain.items() if torch.equal(found[key], value)]
    # Only the choice of exposure does not depend on it.
    assert all(key.startswith("exposure.") for key in same), same


def test_run_that_lacks_the_weights_says_so(
    data_folder: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    config = replace(config, loss=LossConfig(perceptual=0.5))
    with pytest.raises(ConfigError, match="VGG-16"):
        Trainer(config, "joint", data_folder, tmp_path, RunOptions())


@pytest.mark.parametrize("phase", ["colorization", "exposure"])
def test_phases_without_luminance_need_none(
    data_folder: Path, tmp_path: Path, config: TrainingConfig, phase: Phase
) -> None:
    config = replace(config, steps=1, loss=replace(config.loss, perceptual=0.5))
    options = RunOptions(workers=0, checkpoint_minutes=60, validation_minutes=60)
    Trainer(config, phase, data_folder, tmp_path, options).run()
    assert "perceptual" not in read_metrics(tmp_path / "metrics.csv", 1)[0]
