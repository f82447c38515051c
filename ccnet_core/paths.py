"""Where the files that come with the program are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "weights" / "ccnet-studio.safetensors"
RESOURCES = ROOT / "resources"
STYLES = RESOURCES / "styles"
