"""The network: CCNet as published and the structure that ships, and what the engine asks of a runtime."""

from ccnet_core.network.averaging import average_networks, take_exposure
from ccnet_core.network.backend import Backend, BrightLuminance
from ccnet_core.network.ccnet import CCNet
from ccnet_core.network.checkpoint import WeightsError, load_network, save_network
from ccnet_core.network.config import CCNetConfig
from ccnet_core.network.growing import grow
from ccnet_core.network.structures import STRUCTURES, Structure
from ccnet_core.network.windows import Window

__all__ = [
    "STRUCTURES",
    "Backend",
    "BrightLuminance",
    "CCNet",
    "CCNetConfig",
    "Structure",
    "WeightsError",
    "Window",
    "average_networks",
    "grow",
    "load_network",
    "save_network",
    "take_exposure",
]
