"""Make the sample photos: bright pictures of known licence, as a small sensor sees them in the dark.

    .venv/bin/python resources/sample/make_sample.py coffee
    .venv/bin/python resources/sample/make_sample.py street beacon-street-sunset.jpg

The same files come out each time, given the pinned versions of NumPy, OpenCV and Pillow.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

FOLDER = Path(__file__).parent
LONG_SIDE = 1200  # of the sample, in pixels: the source is reduced to it
READ_NOISE = 2.2  # electrons, standard deviation
ROW_NOISE = 0.35  # electrons: the faint banding of rows that are read out one after another
CAMERA_GAIN = (0.52, 1.0, 0.66)  # how much less red and blue a sensor collects than green
WHITE_BALANCE_ERROR = (0.95, 1.0, 1.08)  # the camera has guessed the light a little too cold

Picture = NDArray[np.float64]


@dataclass(frozen=True)
class Scene:
    """How a source is darkened.

    Attributes:
        exposure: of the light that the source was taken with.
        full_well: electrons at the sensor's white: less with a smaller pixel and a higher ISO speed.
        lamp: whether the light is that of one lamp, at the upper right.
        sun: how much brighter than its white the source's white was in the scene: a source has clipped it.
        title, author, terms: of the source, for the EXIF data.
    """

    exposure: float
    full_well: float
    lamp: bool
    sun: float
    title: str
    author: str
    terms: str = "CC0"


SCENES = {
    "coffee": Scene(1 / 14, 2600.0, True, 1.0, "'coffee' of skimage.data", "Rachel Michetti"),
    "street": Scene(
        1 / 13, 9000.0, False, 13.0, "'beacon-street-sunset' of Budgie Backgrounds", "Budgie Backgrounds"
    ),
}


def to_linear(srgb: Picture) -> Picture:
    """Undo the sRGB curve; values are 0 to 1."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def to_srgb(linear: Picture) -> Picture:
    """Apply the sRGB curve; values are 0 to 1."""
    srgb: Picture = np.where(
        linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 0) ** (1 / 2.4) - 0.055
    )
    return srgb


def fall_off(height: int, width: int) -> Picture:
    """Light that comes from the upper right, as of one lamp, and a lens that darkens its corners."""
    y, x = np.mgrid[0:height, 0:width] / (width - 1)
    lamp = 0.45 + 0.75 * np.exp(-(((x - 0.62) / 0.55) ** 2) - ((y - 0.18) / 0.45) ** 2)
    radius = np.hypot(x - 0.5, y - height / width / 2)
    light: Picture = lamp * np.cos(np.arctan(radius * 0.9)) ** 4
    return light


def restore_highlights(linear: Picture, sun: float) -> Picture:
    """Make what the source shows nearly white as bright as it was: up to ``sun`` times its white."""
    near_white = np.clip((linear.mean(axis=2, keepdims=True) - 0.6) / 0.4, 0, 1) ** 2
    brighter: Picture = linear * (1 + (sun - 1) * near_white)
    return brighter


def expose(linear: Picture, full_well: float, rng: np.random.Generator) -> NDArray[np.uint16]:
    """Sample a Bayer mosaic (RGGB) in electrons, with shot, read and row noise, in 14 bits."""
    height, width, _ = linear.shape
    channel = np.empty((height, width), np.intp)
    channel[0::2, 0::2], channel[0::2, 1::2], channel[1::2, 0::2], channel[1::2, 1::2] = 0, 1, 1, 2
    light = np.take_along_axis(linear * CAMERA_GAIN, channel[..., None], axis=2)[..., 0]
    electrons = rng.poisson(light * full_well).astype(np.float64)
    electrons += rng.normal(0, READ_NOISE, electrons.shape)
    electrons += rng.normal(0, ROW_NOISE, (height, 1))
    # The black level keeps the negative half of the read noise, as a raw file does.
    return np.clip(np.rint(1024 + electrons / full_well * 15000), 0, 16383).astype(np.uint16)


def develop(mosaic: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Demosaic, balance white, apply the curve: what a camera does on the way to its JPEG."""
    # Not edge-aware, and so that the noise of one cell spreads to its neighbours as coloured blotches.
    # OpenCV names a pattern by its second row and column: BG is this RGGB.
    rgb = (cv2.cvtColor(mosaic, cv2.COLOR_BayerBG2RGB).astype(np.float64) - 1024) / 15000
    rgb *= np.array(WHITE_BALANCE_ERROR) / np.array(CAMERA_GAIN)
    return np.rint(to_srgb(np.clip(rgb, 0, 1)) * 255).astype(np.uint8)


def exif(scene: Scene) -> Image.Exif:
    """Name the source and the maker; no camera is claimed."""
    tags = Image.Exif()
    # In this order: ImageDescription, Orientation (upright), Software, Artist, Copyright.
    tags[0x010E] = f"Darkened from {scene.title} (photo by {scene.author}, {scene.terms})"
    tags[0x0112] = 1
    tags[0x0131] = "CCNet Studio sample"
    tags[0x013B] = f"{scene.author} (source); The CCNet Studio authors (darkening)"
    tags[0x8298] = "CC0 1.0 Universal"
    details = tags.get_ifd(0x8769)
    details[0x9003] = "2026:01:01 21:30:00"  # DateTimeOriginal: of the sample, not of the source
    details[0xA001] = 1  # ColorSpace: sRGB
    return tags


def darken(pixels: NDArray[np.uint8], scene: Scene) -> NDArray[np.uint8]:
    """The bright picture as a small sensor sees it in the dark; both sides even, as a mosaic has them."""
    light = to_linear(pixels / 255) * scene.exposure
    if scene.lamp:
        light *= fall_off(*light.shape[:2])[..., None]
    if scene.sun > 1:
        light = restore_highlights(light / scene.exposure, scene.sun) * scene.exposure
    return develop(expose(light, scene.full_well, np.random.default_rng(14)))


def read_source(path: Path | None) -> NDArray[np.uint8]:
    """The bright picture, reduced, with even sides as a mosaic has them."""
    if path is None:
        from skimage import data

        return np.asarray(data.coffee(), np.uint8)
    with Image.open(path) as image:
        image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        pixels = np.asarray(image.convert("RGB"))
    return pixels[: pixels.shape[0] // 2 * 2, : pixels.shape[1] // 2 * 2]


def main() -> None:
    """Write one of the samples."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=sorted(SCENES))
    parser.add_argument("source", nargs="?", type=Path, help="the bright picture of 'street'")
    arguments = parser.parse_args()
    if (arguments.name == "coffee") != (arguments.source is None):
        parser.error("coffee comes with scikit-image, street takes the bright picture's file")
    scene = SCENES[arguments.name]
    output = FOLDER / f"dark-{arguments.name}.jpg"
    picture = Image.fromarray(darken(read_source(arguments.source), scene))
    picture.save(output, quality=93, subsampling="4:2:0", exif=exif(scene))


if __name__ == "__main__":
    main()
