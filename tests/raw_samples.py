"""Camera raw files of known content."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import numpy as np
import tifffile

BAYER = ((0, 1), (1, 2))
X_TRANS = (
    (1, 1, 0, 1, 1, 2),
    (1, 1, 2, 1, 1, 0),
    (2, 0, 1, 0, 2, 1),
    (1, 1, 2, 1, 1, 0),
    (1, 1, 0, 1, 1, 2),
    (0, 2, 1, 2, 0, 1),
)
SRGB_CAMERA = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.969266, 1.8760108, 0.041556),
    (0.0556434, -0.2040259, 1.0572252),
)
"""From XYZ to a camera that sees as sRGB does."""  # fmt: skip
CAMERA = ((0.9020, -0.2890, -0.0715), (-0.4535, 1.2436, 0.2348), (-0.0934, 0.1919, 0.7086))
"""The same of one that sees as sensors do."""


def dng(
    light: np.ndarray,
    *,
    neutral: Sequence[float] = (1, 1, 1),
    camera: Sequence[Sequence[float]] = SRGB_CAMERA,
    mosaic: Sequence[Sequence[int]] | None = BAYER,
    black: int = 512,
    white: int = 16383,
    border: int = 0,
    read_noise: float = 0.0,
    noise_profile: tuple[float, ...] = (),
    iso: int = 0,
    make: str = "Test",
    model: str = "Nightcam",
    lens: str = "",
    focal_length: float = 0,
    aperture: float = 0,
    orientation: int = 1,
) -> bytes:
    """A DNG (DNG 1.6).

    Args:
        light: (H, W, 3) as the camera's channels see it, 1 being where they end; (H, W) of one without
            colours.
        neutral: what the channels see of a grey, for the white balance; empty leaves it out.
        camera: the matrix from XYZ.
        mosaic: what stands before the pixels; None for linear light without mosaic.
        black: the sensor's value without light.
        white: where it ends.
        border: so many rows and columns before the picture see no light.
        read_noise: standard deviation of the sensor's values.
        noise_profile: slope and offset, of one plane or of each.
        iso: the sensitivity; 0 leaves it out.
        make: of the camera.
        model: of the camera.
        lens: its name; empty leaves it out.
        focal_length: of the lens, in millimetres; 0 leaves it out.
        aperture: of the lens, as f-number; 0 leaves it out.
        orientation: EXIF's number.
    """
    height, width = light.shape[:2]
    values = light
    if mosaic is not None and light.ndim == 3:
        pattern = np.array(mosaic)
        rows, columns = (-(-side // pattern.shape[0]) for side in (height, width))
        channels = np.tile(pattern, (rows, columns))[:height, :width]
        values = np.take_along_axis(light, channels[..., None], 2)[..., 0]
    if border:
        values = np.pad(values, ((border, 0), (border, 0)))
    noise = np.random.default_rng(1).normal(0, read_noise, values.shape) if read_noise else 0
    sensor = np.clip(np.round(black + values * (white - black) + noise), 0, white).astype(np.uint16)
    known: list[tuple[object, ...]] = [
        (271, 2, len(make) + 1, make, True),
        (272, 2, len(model) + 1, model, True),
        (274, 3, 1, orientation, True),
        (50706, 1, 4, (1, 4, 0, 0), True),
        (50708, 2, len(model) + 1, model, True),
        (50714, 3, 1, black, True),
        (50717, 3, 1, white, True),
    ]
    if lens:
        known.append((42036, 2, len(lens) + 1, lens, True))
    for tag, value in ((37386, focal_length), (33437, aperture)):
        if value:
            known.append((tag, 5, 1, (round(100 * value), 100), True))
    if light.ndim == 3:
        known += [(50721, 10, 9, _rationals(np.ravel(camera)), True), (50778, 3, 1, 21, True)]
        if len(neutral):
            known.append((50728, 5, 3, _rationals(neutral), True))
    if mosaic is not None and light.ndim == 3:
        side = len(mosaic)
        known += [(33421, 3, 2, (side, side), True), (33422, 1, side**2, tuple(np.ravel(mosaic)), True)]
    if border:
        known.append((50829, 4, 4, (border, border, height + border, width + border), True))
    if noise_profile:
        known.append((51041, 12, len(noise_profile), noise_profile, True))
    if iso:
        known.append((34855, 3, 1, iso, True))
    photometric = 32803 if mosaic is not None and light.ndim == 3 else 34892
    # tifffile writes linear light of three channels only: of one its number is put in afterwards.
    told = photometric if light.ndim == 3 else 1
    file = io.BytesIO()
    tifffile.imwrite(file, sensor, photometric=told, extratags=known, metadata=None, software=False)
    data = file.getvalue()
    grey, raw = (struct.pack("<HHIHH", 262, 3, 1, number, 0) for number in (1, photometric))
    return data if told == photometric else data.replace(grey, raw, 1)


def _rationals(values: Sequence[float] | np.ndarray) -> list[int]:
    return [part for value in values for part in (round(float(value) * 1_000_000), 1_000_000)]


def ramp(top: float, neutral: Sequence[float] = (1, 1, 1), width: int = 512, height: int = 64) -> np.ndarray:
    """A grey ramp (height, width, 3) from black to ``top`` times white, as channels see it that end at 1."""
    grey = np.linspace(0, top, width)[None, :, None] * np.ones((height, 1, 1))
    return np.minimum(grey * np.array(neutral), 1)
