"""Colour: sRGB and CIE Lab, the gamut, and the statistics that carry a style.

Names are imported from their modules on first use: styles are handled without torch, which takes a second to
import.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ccnet_core.colour.gamut import limit_chroma
    from ccnet_core.colour.lab import lab_to_srgb, srgb_to_lab
    from ccnet_core.colour.luminance import chroma_gain
    from ccnet_core.colour.pixel import AB_SCALE
    from ccnet_core.colour.rolloff import RollOff, roll_off_chroma
    from ccnet_core.colour.statistics import (
        AbMap,
        AbStatistics,
        TransferMethod,
        mix_maps,
        transfer_map,
        wasserstein,
    )
    from ccnet_core.colour.white_balance import WhiteBalance

__all__ = [
    "AB_SCALE",
    "AbMap",
    "AbStatistics",
    "RollOff",
    "TransferMethod",
    "WhiteBalance",
    "chroma_gain",
    "lab_to_srgb",
    "limit_chroma",
    "mix_maps",
    "roll_off_chroma",
    "srgb_to_lab",
    "transfer_map",
    "wasserstein",
]

_MODULES = {
    "AB_SCALE": "pixel",
    "lab_to_srgb": "lab",
    "srgb_to_lab": "lab",
    "chroma_gain": "luminance",
    "limit_chroma": "gamut",
    "RollOff": "rolloff",
    "roll_off_chroma": "rolloff",
    "WhiteBalance": "white_balance",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES.get(name, 'statistics')}"), name)
