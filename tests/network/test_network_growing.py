"""A deeper network out of a trained one."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from ccnet_samples import random_lab, tiny_network

from ccnet_core.network import CCNetConfig, grow

_DEPTH = (3, 2, 1, 2, 1)


def test_deeper_network_gives_the_same_picture() -> None:
    network = tiny_network()
    deeper = grow(network, replace(network.config, depth=_DEPTH)).eval()
    L, ab = random_lab(40, 50)
    for found, expected in zip(deeper(L, ab), network(L, ab), strict=True):
        torch.testing.assert_close(found, expected)
    assert [len(stage) for stage in deeper.lightness.encoder] == list(_DEPTH)
    assert [len(stage) for stage in deeper.lightness.decoder] == list(_DEPTH[:-1])


def test_new_blocks_learn() -> None:
    network = tiny_network()
    deeper = grow(network, replace(network.config, depth=_DEPTH))
    L, _ = random_lab(40, 50)
    deeper.brighten(L).L.sum().backward()
    for stages in (deeper.lightness.encoder, deeper.lightness.decoder):
        assert all(block.conv2.weight.grad.abs().sum() > 0 for stage in stages for block in stage)


def test_a_deeper_network_grows_further() -> None:
    network = tiny_network()
    deeper = grow(network, replace(network.config, depth=_DEPTH)).eval()
    with torch.no_grad():
        deeper.lightness.encoder[0][1].conv2.weight.normal_(std=0.1)
    deepest = grow(deeper, replace(network.config, depth=(3, 3, 3, 3, 3))).eval()
    L, _ = random_lab(40, 50)
    torch.testing.assert_close(deepest.brighten(L).L, deeper.brighten(L).L)


@pytest.mark.parametrize(
    "config",
    [
        replace(tiny_network().config, channels=(8, 8, 8, 8, 12), depth=_DEPTH),
        replace(tiny_network().config, view=4),
        CCNetConfig(),
    ],
)
def test_nothing_but_depth_and_light_grows(config: CCNetConfig) -> None:
    with pytest.raises(ValueError, match="depth"):
        grow(tiny_network(), config)


def test_light_per_place_grows_and_changes_little_at_first() -> None:
    torch.manual_seed(0)
    plain = tiny_network()
    lit = grow(plain, tiny_network("lit").config).eval()
    L, ab = random_lab(40, 50)
    with torch.inference_mode():
        before, after = plain.brighten(L).L, lit.brighten(L, ab=ab).L
    # Half of it is the fusion of its exposures.
    assert (before - L).abs().mean() > 0.02
    assert 0.001 < (after - before).abs().mean() < 0.1


def test_no_network_becomes_shallower() -> None:
    network = tiny_network()
    deeper = grow(network, replace(network.config, depth=_DEPTH))
    with pytest.raises(ValueError, match="depth"):
        grow(deeper, network.config)
    with pytest.raises(ValueError, match="light"):
        grow(tiny_network("lit"), network.config)
