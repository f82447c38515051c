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
    from ccnet_core.network import CCNet, CCNetConfig, load_network, save_network
    from ccnet_core.photo import Photo, open_photo, save_photo

__all__ = [
    "Adjustments",
    "CCNet",
    "CCNetConfig",
    "Crop",
    "Engine",
    "Geometry",
    "Mask",
    "Photo",
    "Reference",
    "load_network",
    "open_photo",
    "save_network",
    "save_photo",
]

_MODULES = {
    "Adjustments": "adjustments",
    "CCNet": "network",
    "CCNetConfig": "network",
    "Crop": "geometry",
    "Engine": "engine",
    "Geometry": "geometry",
    "Mask": "masks",
    "Photo": "photo",
    "Reference": "adjustments",
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
