"""The engine: a photo goes in once, pictures come out as often as its adjustments change."""

from ccnet_core.engine.brightened import Brightened
from ccnet_core.engine.engine import GLIMPSE_PIXELS, Engine, Region
from ccnet_core.engine.style import picture_reference, picture_statistics, picture_style
from ccnet_core.progress import Cancelled, Progress, ignore_progress

__all__ = [
    "GLIMPSE_PIXELS",
    "Brightened",
    "Cancelled",
    "Engine",
    "Progress",
    "Region",
    "ignore_progress",
    "picture_reference",
    "picture_statistics",
    "picture_style",
]
