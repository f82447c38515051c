"""The network: CCNet as published and the structure that ships."""

from ccnet_core.network.averaging import average_networks, take_exposure
from ccnet_core.network.ccnet import BrightLuminance, CCNet
from ccnet_core.network.checkpoint import WeightsError, load_network, save_network
from ccnet_core.network.config import CCNetConfig
from ccnet_core.network.growing import grow
from ccnet_core.network.windows import Window

__all__ = [
    "BrightLuminance",
    "CCNet",
    "CCNetConfig",
    "WeightsError",
    "Window",
    "average_networks",
    "grow",
    "load_network",
    "save_network",
    "take_exposure",
]
