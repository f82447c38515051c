"""Where the files that come with the program are."""

from __future__ import annotations

from pathlib import Path

from ccnet_core.canonical import canonical_path

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "weights" / "ccnet-studio.safetensors"
RESOURCES = ROOT / "resources"
STYLES = RESOURCES / "styles"


def ships(path: Path) -> bool:
    """Whether a file lies among those that come with the program: nothing of the person's is put there."""
    return canonical_path(path).is_relative_to(RESOURCES)
