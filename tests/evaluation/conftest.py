from __future__ import annotations

from pathlib import Path

import pytest
import torch
from evaluation_samples import save, scene

from ccnet_core.engine import Engine
from ccnet_core.network import CCNet, CCNetConfig, save_network


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A tiny network of random weights, which changes both luminance and chrominance."""
    torch.manual_seed(5)
    network = CCNet(CCNetConfig(structure="gain", channels=(8, 8, 8, 8, 8), view=8))
    with torch.no_grad():
        network.lightness.conv_out.bias[0] = 0.6
        network.chrominance.conv_out.weight.normal_(std=0.02)
    path = tmp_path / "tiny.safetensors"
    save_network(network, path)
    return path


@pytest.fixture
def engine(weights: Path) -> Engine:
    return Engine.load(weights, "cpu")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of two sets of two pairs each and two clean photos, one of them a night scene."""
    folder = tmp_path / "data"
    pairs = []
    for i, source in enumerate(("one", "one", "two", "two")):
        low, high = f"{source}/low/{i}.png", f"{source}/high/{i}.png"
        save(folder / high, scene(i))
        save(folder / low, scene(i) // 8)
        pairs.append(f"{low},{high},{source}{i},val")
    save(folder / "clean/day.png", scene(7))
    save(folder / "clean/night.png", scene(8) // 10)
    rows = "\n".join(["low,high,scene,split", *pairs, "x/low.png,x/high.png,x,train"])
    (folder / "pairs.csv").write_text(rows + "\n")
    (folder / "clean.csv").write_text("photo,split\nclean/day.png,val\nclean/night.png,val\n")
    return folder
