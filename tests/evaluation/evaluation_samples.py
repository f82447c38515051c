"""Small pictures to evaluate on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

SIZE = (48, 64)


def scene(seed: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    """A bright picture of smooth colours and a little noise: (H, W, 3) uint8."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0 : size[0], 0 : size[1]] / max(size)
    phase = rng.uniform(0, 6, 3)
    waves = [130 + 90 * np.sin(4 * x + 3 * y * (i + 1) + phase[i]) for i in range(3)]
    return np.clip(np.stack(waves, -1) + rng.normal(0, 2, (*size, 3)), 0, 255).astype(np.uint8)


def save(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
