"""CCNet Studio's core: photos taken in the dark become bright, and their colours follow a person's wishes.

The names below are imported from their modules on first use: torch takes a second to import, which the
window's start does not have.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ccnet_core.adjustments import Adjustments, Reference
    from ccnet_core.engine import Engine
    from ccnet_core.geometry import Crop, Geometry
    from ccnet_core.looks import Look
    from ccnet_core.mixer import Band, ColourMixer
    from ccnet_core.network import CCNet, CCNetConfig, load_network, save_network
    from ccnet_core.photo import Photo, open_photo, save_photo
    from ccnet_core.tone_curve import ToneCurve

__all__ = [
    "Adjustments",
    "Band",
    "CCNet",
    "CCNetConfig",
    "ColourMixer",
    "Crop",
    "Engine",
    "Geometry",
    "Look",
    "Mask",
    "Photo",
    "Reference",
    "ToneCurve",
    "load_network",
    "open_photo",
    "save_network",
    "save_photo",
]

_MODULES = {
    "Adjustments": "adjustments",
    "Band": "mixer",
    "CCNet": "network",
    "CCNetConfig": "network",
    "ColourMixer": "mixer",
    "Crop": "geometry",
    "Engine": "engine",
    "Geometry": "geometry",
    "Look": "looks",
    "Mask": "masks",
    "Photo": "photo",
    "Reference": "adjustments",
    "ToneCurve": "tone_curve",
    "load_network": "network",
    "open_photo": "photo",
    "save_network": "network",
    "save_photo": "photo",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
