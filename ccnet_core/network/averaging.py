"""One network out of several of the same training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import torch

from ccnet_core.network.ccnet import CCNet
from ccnet_core.network.gain import GainBrightening


def average_networks(networks: Sequence[CCNet]) -> CCNet:
    """The mean of all weights (model soups: Wortsman et al., ICML 2022).

    Runs that were started from one another, or from the same weights, end in one valley of the loss, whose
    middle often generalizes better than its rim.

    Args:
        networks: of one structure, at least one; of different depths, the result is as deep as the deepest. A
            block that a network lacks counts as one that does nothing.

    Raises:
        ValueError: they are of different structures.
    """
    config = networks[0].config
    if any(replace(network.config, depth=config.depth) != config for network in networks):
        raise ValueError("weights of different structures have no average")
    depths = zip(*(network.config.depth for network in networks), strict=True)
    mean = CCNet(replace(config, depth=tuple(map(max, depths)))).eval().requires_grad_(requires_grad=False)
    states = [network.state_dict() for network in networks]
    for key, value in mean.state_dict().items():
        known = torch.stack([state[key] for state in states if key in state]).sum(0)
        # What ends a block adds nothing where there is no such block; what begins it is as elsewhere.
        ends = ".conv2." in key
        value.copy_(known / (len(states) if ends else sum(key in state for state in states)))
    return mean


def take_exposure(network: CCNet, other: CCNet) -> None:
    """Let a network choose how bright photos become as another one does.

    That part sees nothing but the dim photo's luminances, so it fits any network of the gain structure.

    Raises:
        ValueError: one of them chooses no exposure: it is of the published structure.
    """
    parts = [n.lightness for n in (network, other)]
    if not all(isinstance(part, GainBrightening) for part in parts):
        raise ValueError("only the gain structure chooses an exposure")
    ours, theirs = cast(list[GainBrightening], parts)
    ours.exposure.load_state_dict(theirs.exposure.state_dict())
