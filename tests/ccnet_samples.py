"""Tiny networks and small pictures, and ways to look at what happens inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path

import numpy as np
import torch
from hypothesis import strategies as st
from torch import Tensor, nn

from ccnet_core.controls import CONTROLS
from ccnet_core.mixer import BANDS, PARTS, Band, ColourMixer
from ccnet_core.network import CCNet, CCNetConfig
from ccnet_core.network.detail import DetailConfig, DetailNetwork
from ccnet_core.tone_curve import MOST_POINTS

GOLDEN = Path(__file__).parent / "golden"
SAMPLE = Path(__file__).parent.parent / "resources" / "sample" / "dark-coffee.jpg"
CONFIGS = {
    "gain": CCNetConfig(structure="gain", channels=(8, 8, 8, 8, 8), view=8),
    "lit": CCNetConfig(structure="gain", channels=(8, 8, 8, 8, 8), view=8, light=True),
    "published": CCNetConfig(channels=(4, 8, 16, 32, 64)),
}

CONTROL_VALUES = {
    c.name: st.floats(c.low, c.high) if c.neutral is not None else st.none() | st.floats(c.low, c.high)
    for c in CONTROLS
}
"""Whatever a hand can set, by the name of the control."""
MIXERS = st.builds(
    ColourMixer, **dict.fromkeys(BANDS, st.builds(Band, *[st.floats(-100, 100) for _ in PARTS]))
)


@st.composite
def point_lists(draw: st.DrawFn) -> tuple[tuple[float, float], ...]:
    """What a hand can draw as a tone curve."""
    steps = draw(st.lists(st.integers(5, 60), min_size=2, max_size=MOST_POINTS))
    # From black on, or beside it.
    first = draw(st.sampled_from((0, steps[0])))
    return tuple(((sum(steps[:n]) - first) / 1000, draw(st.floats(0, 1))) for n in range(1, len(steps) + 1))


def tiny_network(structure: str = "gain", seed: int = 0) -> CCNet:
    """A network that does something everywhere: what training starts at zero is random here."""
    network = deepcopy(_tiny_network(structure, seed))
    torch.manual_seed(seed)
    return network


@cache
def _tiny_network(structure: str, seed: int) -> CCNet:
    torch.manual_seed(seed)
    network = CCNet(CONFIGS[structure])
    if structure != "published":
        with torch.no_grad():
            network.lightness.conv_out.weight.normal_(std=0.03)
            network.lightness.conv_out.bias.copy_(torch.tensor((0.4, 0.0, 0.0, 0.0, 0.0)))
            network.chrominance.conv_out.weight.normal_(std=0.05)
            network.lightness.exposure.head[-1].weight.normal_(std=0.01)
            network.lightness.exposure.head[-1].bias.fill_(0.6)
            if structure == "lit":
                network.lightness.light.conv_out.weight.normal_(std=0.03)
    return network.eval().requires_grad_(requires_grad=False)


def tiny_detail(seed: int = 0) -> DetailNetwork:
    """A network that changes luminance somewhat everywhere."""
    torch.manual_seed(seed)
    network = DetailNetwork(DetailConfig((4, 8, 8), (1, 1, 1)))
    with torch.no_grad():
        network.conv_out.weight.normal_(std=0.1)
    return network.eval().requires_grad_(requires_grad=False)


def random_lab(height: int, width: int, seed: int = 0, batch: int = 1) -> tuple[Tensor, Tensor]:
    """L (N, 1, H, W) in [0, 1] and ab (N, 2, H, W) of about half a saturated photo's spread."""
    generator = torch.Generator().manual_seed(seed)
    L = torch.rand((batch, 1, height, width), generator=generator)
    return L, 0.1 * torch.randn((batch, 2, height, width), generator=generator)


def colour_ramp(height: int, width: int, dtype: type = np.uint8, top: float = 0.6) -> np.ndarray:
    """A picture without edges: red grows to the right, green downwards, blue falls to the right."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    x, y = x / max(1, width - 1), y / max(1, height - 1)
    ramp = np.stack((0.1 + 0.8 * x, 0.1 + 0.6 * y, 0.7 - 0.5 * x), axis=-1) * top
    return np.round(ramp * np.iinfo(dtype).max).astype(dtype)


@contextmanager
def counted(modules: Mapping[str, nn.Module]) -> Iterator[Counter[str]]:
    """Count the calls of modules, by name."""
    calls: Counter[str] = Counter()
    handles = [
        module.register_forward_hook(lambda *_, name=name: calls.update([name]))
        for name, module in modules.items()
    ]
    try:
        yield calls
    finally:
        for handle in handles:
            handle.remove()
