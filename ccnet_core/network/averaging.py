"""One network out of several of the same training."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import cast

import torch

from ccnet_core.network.ccnet import CCNet
from ccnet_core.network.gain import GainBrightening


def average_networks(networks: Sequence[CCNet]) -> CCNet:
    """The mean of all weights (model soups: Wortsman et al., ICML 2022).

    Runs that were started from one another, or from the same weights, end in one valley of the loss, whose
    middle often generalizes better than its rim.

    Args:
        networks: of one structure, at least one.

    Raises:
        ValueError: they are of different structures.
    """
    if any(network.config != networks[0].config for network in networks):
        raise ValueError("weights of different structures have no average")
    mean = deepcopy(networks[0])
    states = [network.state_dict() for network in networks]
    mean.load_state_dict({key: torch.stack([s[key] for s in states]).mean(0) for key in states[0]})
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
