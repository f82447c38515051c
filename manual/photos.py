"""The manual's photos, made from pictures of known licence as the sample photos are.

    python -m manual photos SOURCES

SOURCES is a folder with the pictures of Budgie Backgrounds that :data:`PHOTOS` names; those of scikit-image
come with it. ``docs/photos/README.md`` says where each is from and what its terms are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ccnet_core.paths import ROOT
from resources.sample.make_sample import Scene, darken, exif

FOLDER = ROOT / "docs" / "photos"
_LONG_SIDE = 1000
_QUALITY = 88
_BUDGIE = "the contributors of Budgie Backgrounds"


@dataclass(frozen=True)
class _Source:
    """Where a photo is from.

    Attributes:
        picture: the name in Budgie Backgrounds, or in ``skimage.data``.
        scene: how it is made dark; None where it is shown as it was taken.
        bundled: whether it comes with scikit-image.
    """

    picture: str
    scene: Scene | None
    bundled: bool = False


def _budgie(picture: str, exposure: float, full_well: float, sun: float = 1.0) -> _Source:
    title = f"'{picture}' of Budgie Backgrounds"
    return _Source(picture, Scene(exposure, full_well, False, sun, title, _BUDGIE))


def _bundled(picture: str, exposure: float, full_well: float, author: str, terms: str) -> _Source:
    scene = Scene(exposure, full_well, False, 1.0, f"'{picture}' of skimage.data", author, terms)
    return _Source(picture, scene, bundled=True)


PHOTOS = {
    "skyline": _budgie("singaporean-cityscape", 1 / 10, 9000, sun=3),
    "lake": _budgie("lake-sherburne", 1 / 14, 6000, sun=4),
    "otters": _budgie("oakland-zoo-otters", 1 / 16, 5000),
    "osprey": _budgie("perched-osprey", 1 / 14, 4000),
    "colosseum": _budgie("roman-colosseum", 1 / 12, 9000, sun=4),
    "spices": _budgie("the-spices-of-life", 1 / 18, 4000),
    "periwinkle": _budgie("blue-periwinkle", 1 / 8, 6000),
    "astronaut": _bundled("astronaut", 1 / 12, 5000, "NASA", "public domain"),
    "cat": _bundled("chelsea", 1 / 60, 1600, "Stefan van der Walt", "CC0"),
    "courtyard": _Source("casa-mila", None),
    "trestle": _Source("high-trestle-trail", None),
    "saturn": _Source("saturnian-profile", None),
}
"""By the names of their files."""


def make_photos(sources: Path) -> None:
    """Write all of :data:`FOLDER` anew.

    Args:
        sources: a folder with the pictures of Budgie Backgrounds, as ``NAME.jpg``.

    Raises:
        OSError: one of them cannot be read.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, source in PHOTOS.items():
        pixels = _read(source, sources)
        tags = Image.Exif() if source.scene is None else exif(source.scene)
        picture = Image.fromarray(pixels if source.scene is None else darken(pixels, source.scene))
        picture.save(FOLDER / f"{name}.jpg", quality=_QUALITY, subsampling="4:2:0", exif=tags)


def _read(source: _Source, sources: Path) -> NDArray[np.uint8]:
    """The picture, reduced, with even sides as a mosaic has them."""
    if source.bundled:
        from skimage import data

        image = Image.fromarray(getattr(data, source.picture)())
    else:
        image = Image.open(sources / f"{source.picture}.jpg").convert("RGB")
    image.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.LANCZOS)
    pixels = np.asarray(image)
    return pixels[: pixels.shape[0] // 2 * 2, : pixels.shape[1] // 2 * 2]
