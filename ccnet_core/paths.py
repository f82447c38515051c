"""Where the files that come with the program are, and where it keeps those of the person."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from ccnet_core.canonical import canonical_path

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "weights" / "ccnet-studio.safetensors"
FREE_WEIGHTS = ROOT / "weights" / "ccnet-studio-free.safetensors"
DETAIL_WEIGHTS = ROOT / "weights" / "ccnet-detail.safetensors"
"""Those of the network that takes noise out of luminance at full size, whatever network brightens."""
NAMED_WEIGHTS: Mapping[str, Path] = MappingProxyType({"studio": WEIGHTS, "free": FREE_WEIGHTS})
"""The weights that ship, by the names by which they are asked for; "free" ones are for any use."""
RESOURCES = ROOT / "resources"
STYLES = RESOURCES / "styles"


def weights_file(name: str) -> Path:
    """The file of weights that are asked for by a name of :data:`NAMED_WEIGHTS` or by their path."""
    return NAMED_WEIGHTS.get(name) or Path(name)


def ships(path: Path) -> bool:
    """Whether a file lies among those that come with the program: nothing of the person's is put there."""
    return canonical_path(path).is_relative_to(RESOURCES)


def personal_folder() -> Path:
    """Where this system keeps what a person makes with the program, beside no photo. It need not exist."""
    if sys.platform == "win32":
        data = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        data = Path.home() / "Library" / "Application Support"
    else:
        # By the XDG Base Directory Specification a relative path counts as none.
        data = Path(os.environ.get("XDG_DATA_HOME", ""))
        data = data if data.is_absolute() else Path.home() / ".local" / "share"
    return data / "CCNet Studio" / "CCNet Studio"
