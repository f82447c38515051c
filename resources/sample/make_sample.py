"""Make the sample photo: a bright picture of known licence, as a small sensor sees it in the dark.

    .venv/bin/python resources/sample/make_sample.py

The same file comes out each time, given the pinned versions of NumPy, OpenCV and Pillow.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage import data

OUTPUT = Path(__file__).with_name("dark-coffee.jpg")

EXPOSURE = 1 / 14  # of the light that the source was taken with
FULL_WELL = 2600.0  # electrons at the sensor's white: a small pixel at a high ISO speed
READ_NOISE = 2.2  # electrons, standard deviation
ROW_NOISE = 0.35  # electrons: the faint banding of rows that are read out one after another
CAMERA_GAIN = (0.52, 1.0, 0.66)  # how much less red and blue a sensor collects than green
WHITE_BALANCE_ERROR = (0.95, 1.0, 1.08)  # the camera has guessed the lamp a little too cold


def to_linear(srgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Undo the sRGB curve; values are 0 to 1."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def to_srgb(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """Apply the sRGB curve; values are 0 to 1."""
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 0) ** (1 / 2.4) - 0.055)


def fall_off(height: int, width: int) -> NDArray[np.float64]:
    """Light that comes from the upper right, as of one lamp, and a lens that darkens its corners."""
    y, x = np.mgrid[0:height, 0:width] / (width - 1)
    lamp = 0.45 + 0.75 * np.exp(-(((x - 0.62) / 0.55) ** 2) - ((y - 0.18) / 0.45) ** 2)
    radius = np.hypot(x - 0.5, y - height / width / 2)
    light: NDArray[np.float64] = lamp * np.cos(np.arctan(radius * 0.9)) ** 4
    return light


def expose(linear: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.uint16]:
    """Sample a Bayer mosaic (RGGB) in electrons, with shot, read and row noise, in 14 bits."""
    height, width, _ = linear.shape
    channel = np.empty((height, width), np.intp)
    channel[0::2, 0::2], channel[0::2, 1::2], channel[1::2, 0::2], channel[1::2, 1::2] = 0, 1, 1, 2
    light = np.take_along_axis(linear * CAMERA_GAIN, channel[..., None], axis=2)[..., 0]
    electrons = rng.poisson(light * FULL_WELL).astype(np.float64)
    electrons += rng.normal(0, READ_NOISE, electrons.shape)
    electrons += rng.normal(0, ROW_NOISE, (height, 1))
    # The black level keeps the negative half of the read noise, as a raw file does.
    return np.clip(np.rint(1024 + electrons / FULL_WELL * 15000), 0, 16383).astype(np.uint16)


def develop(mosaic: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Demosaic, balance white, apply the curve: what a camera does on the way to its JPEG."""
    # Not edge-aware, and so that the noise of one cell spreads to its neighbours as coloured blotches.
    # OpenCV names a pattern by its second row and column: BG is this RGGB.
    rgb = (cv2.cvtColor(mosaic, cv2.COLOR_BayerBG2RGB).astype(np.float64) - 1024) / 15000
    rgb *= np.array(WHITE_BALANCE_ERROR) / np.array(CAMERA_GAIN)
    return np.rint(to_srgb(np.clip(rgb, 0, 1)) * 255).astype(np.uint8)


def exif() -> Image.Exif:
    """Name the source and the maker; no camera is claimed."""
    tags = Image.Exif()
    # In this order: ImageDescription, Orientation (upright), Software, Artist, Copyright.
    tags[0x010E] = "Darkened from 'coffee' of skimage.data (photo by Rachel Michetti, CC0)"
    tags[0x0112] = 1
    tags[0x0131] = "CCNet Studio sample"
    tags[0x013B] = "Rachel Michetti (source); The CCNet Studio authors (darkening)"
    tags[0x8298] = "CC0 1.0 Universal"
    details = tags.get_ifd(0x8769)
    details[0x9003] = "2026:01:01 21:30:00"  # DateTimeOriginal: of the sample, not of the source
    details[0xA001] = 1  # ColorSpace: sRGB
    return tags


def main() -> None:
    """Write the sample."""
    rng = np.random.default_rng(14)
    scene = to_linear(data.coffee() / 255)
    scene *= EXPOSURE * fall_off(*scene.shape[:2])[..., None]
    Image.fromarray(develop(expose(scene, rng))).save(OUTPUT, quality=93, subsampling="4:2:0", exif=exif())


if __name__ == "__main__":
    main()
