"""A larger network out of a trained one."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import torch
from torch import nn

from ccnet_core.network.ccnet import CCNet
from ccnet_core.network.config import CCNetConfig
from ccnet_core.network.gain import Block, GainBrightening


def grow(network: CCNet, config: CCNetConfig) -> CCNet:
    """Add blocks that do nothing yet: the same function, with more to learn (Net2Net: Chen et al. 2016).

    The choice of light per place can be added, too: before training it takes half of the exposure of the
    whole and half of the fusion of exposures everywhere.

    Args:
        network: of the gain structure.
        config: that of the result, which differs from the network's in depth and light alone and has nowhere
            less of them.

    Raises:
        ValueError: the configuration is another one.
    """
    old = network.config
    shallower = any(new < now for new, now in zip(config.depth, old.depth, strict=True))
    if replace(config, depth=old.depth, light=old.light) != old or shallower or old.light > config.light:
        raise ValueError("only depth and light may grow, and nothing else may change")
    larger = CCNet(config)
    known = network.state_dict()
    larger.load_state_dict(known, strict=False)
    lightness = cast(GainBrightening, larger.lightness)
    for name, module in lightness.named_modules(prefix="lightness"):
        if isinstance(module, Block) and f"{name}.conv2.weight" not in known:
            nn.init.zeros_(module.conv2.weight)
            nn.init.zeros_(cast(torch.Tensor, module.conv2.bias))
    return larger
