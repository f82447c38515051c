"""Light on any folder of photos, without targets: what the product, or something else, makes of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ccnet_core.adjustments import Adjustments
from ccnet_core.batch.job import collect_photos
from ccnet_core.canonical import is_folder
from ccnet_core.data.pictures import ByteImage
from ccnet_core.engine import Engine
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.errors import EvaluationError
from ccnet_core.evaluation.light import Light, measure_light
from ccnet_core.evaluation.table import format_table, number
from ccnet_core.photo import Photo, PhotoError, open_photo
from ccnet_core.photo.reducing import reduce_pixels, reduced_photo, size_within
from ccnet_core.photo.writing import at_depth, exported_from

LONG_SIDE = 640
"""Pixels to which photos are reduced before they are brightened: quick to measure, and fit for a sheet."""
DARK, OTHERS, ALL = "dark", "backlit and mild", "all"
_MEASURED_SIDE = 512
_DARK_PHOTO = 22.0
"""Mean L* of an input below which the whole photo is dark, and not a part of it."""
_MOST_DISTORTION = 0.02

Develop = Callable[[Photo], ByteImage]
"""From a photo to the picture (H, W, 3) of its size that something makes of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Developed:
    """A photo with what was made of it.

    Attributes:
        name: of the photo's file.
        before: the photo itself, (H, W, 3), at most 640 pixels on the longer side.
        results: by method, pictures of its size.
    """

    name: str
    before: ByteImage
    results: Mapping[str, ByteImage]


@dataclass(frozen=True, slots=True)
class FreeFigures:
    """The figures of one method on one photo.

    Attributes:
        photo: its file's name.
        group: "dark" where the input's mean L* is below 22, else "backlit and mild".
        method: the method.
        light: the figures.
    """

    photo: str
    group: str
    method: str
    light: Light

    def to_dict(self) -> dict[str, str | float | None]:
        """For JSON."""
        return {"photo": self.photo, "group": self.group, "method": self.method, **self.light.to_dict()}


@dataclass(frozen=True, slots=True)
class FreeRow:
    """Mean figures of one method over one group of photos.

    Attributes:
        group: "dark", "backlit and mild" or "all".
        method: the method.
        photos: how many there are; a figure is the mean over those of which it is known.
        light: the means.
    """

    group: str
    method: str
    photos: int
    light: Light

    def to_dict(self) -> dict[str, str | float | None]:
        """For JSON."""
        return {"group": self.group, "method": self.method, "photos": self.photos, **self.light.to_dict()}


def list_photos(folder: Path) -> list[Path]:
    """The photos in a folder, but not in its folders, in the order of their names.

    Raises:
        EvaluationError: it is no folder, or holds no photo.
        PhotoError: it cannot be read.
    """
    if not is_folder(folder):
        raise EvaluationError(f"{folder}: is no folder")
    photos = list(collect_photos((folder,)))
    if not photos:
        raise EvaluationError(f"{folder}: holds no photo")
    return photos


def pictures_by_photo(folder: Path) -> dict[str, Path]:
    """Pictures that something else made, by the stems of their photos: of night.jpg, night or night-ccnet.

    Raises:
        EvaluationError: it is no folder, holds no picture, or two of one photo.
        PhotoError: it cannot be read.
    """
    found: dict[str, Path] = {}
    for path in list_photos(folder):
        stem = exported_from(path.stem) or path.stem
        if stem in found:
            raise EvaluationError(f"{path}: {found[stem].name} is of the same photo; leave one of them")
        found[stem] = path
    return found


def the_photo(photo: Photo) -> ByteImage:
    """The photo itself in 8 bits, to compare with."""
    return _bytes(photo.pixels)


def developed_by(engine: Engine) -> Develop:
    """What the product makes of a photo: its export with neutral adjustments."""

    def develop(photo: Photo) -> ByteImage:
        return np.asarray(engine.export(engine.brighten(photo), Adjustments()), np.uint8)

    return develop


def developed_elsewhere(pictures: Mapping[str, Path]) -> Develop:
    """What was made of a photo before, from :func:`pictures_by_photo`, reduced to the photo's size.

    It raises EvaluationError where there is no picture of the photo or it has another shape, and PhotoError
    where the picture cannot be read.
    """

    def develop(photo: Photo) -> ByteImage:
        path = pictures.get(photo.path.stem) if photo.path else None
        if path is None:
            raise EvaluationError(f"{photo.name}: there is no picture to compare with")
        picture = open_photo(path)
        if abs(math.log(picture.width * photo.height / (picture.height * photo.width))) > _MOST_DISTORTION:
            shape = f"{picture.width}x{picture.height}"
            raise EvaluationError(f"{path}: is {shape}, which is not the shape of {photo.name}")
        return _bytes(reduce_pixels(picture.pixels, (photo.height, photo.width)))

    return develop


def develop_photos(
    paths: Iterable[Path], methods: Mapping[str, Develop], tell: Callable[[str], object]
) -> Iterator[Developed]:
    """Make the results of photos, one by one.

    Args:
        paths: the photos' files, consumed one by one, so that progress can be shown.
        methods: what makes a picture of a photo, by name.
        tell: called with a line about each photo that is left out because something cannot be opened.
    """
    for path in paths:
        try:
            photo = reduced_photo(open_photo(path), LONG_SIDE)
            results = {name: develop(photo) for name, develop in methods.items()}
        except (PhotoError, EvaluationError) as error:
            tell(f"{error} (left out)")
            continue
        yield Developed(path.name, _bytes(photo.pixels), results)


def measure_developed(developed: Developed) -> list[FreeFigures]:
    """The figures of each result, on pictures of at most 512 pixels on the longer side."""
    before = _measured(developed.before)
    group = DARK if metrics.to_lab(before)[..., 0].mean() < _DARK_PHOTO else OTHERS
    return [
        FreeFigures(developed.name, group, method, measure_light(before, _measured(result)))
        for method, result in developed.results.items()
    ]


def summarize_free(figures: Sequence[FreeFigures]) -> list[FreeRow]:
    """Means over the dark photos, the others and all: of each group that has photos, a row per method."""
    methods = dict.fromkeys(f.method for f in figures)
    rows = []
    for group in (DARK, OTHERS, ALL):
        for method in methods:
            lights = [f.light for f in figures if f.method == method and group in (f.group, ALL)]
            if lights:
                rows.append(FreeRow(group, method, len(lights), Light.mean_of(lights)))
    return rows


def format_free(rows: Sequence[FreeRow]) -> str:
    """The means as a table for people."""
    cells = [(row.group, row.method, str(row.photos), *_cells(row.light)) for row in rows]
    return format_table(("photos", "method", "count", *_HEADERS), cells)


def format_each(figures: Sequence[FreeFigures]) -> str:
    """The figures of each photo as a table for people."""
    cells = [(f.photo, f.group, f.method, *_cells(f.light)) for f in figures]
    return format_table(("photo", "group", "method", *_HEADERS), cells)


_HEADERS = (
    "lights: chroma",
    "detail",
    "hue deg",
    "burnt added %",
    "black L*",
    "mean L*",
    "dark parts L*",
    "before",
    "lift",
    "halo %",
)


def _cells(light: Light) -> tuple[str, ...]:
    return (
        number(light.lights_chroma, 2),
        number(light.lights_detail, 2),
        number(light.lights_hue, 1),
        number(100 * light.burnt_added, 2),
        number(light.black, 1),
        number(light.mean, 1),
        number(light.dark, 1),
        number(light.dark_before, 1),
        number(light.lift, 1),
        number(100 * light.halo, 2),
    )


def _measured(picture: ByteImage) -> ByteImage:
    height, width = picture.shape[:2]
    return _bytes(reduce_pixels(picture, size_within(height, width, _MEASURED_SIDE)))


def _bytes(pixels: np.ndarray) -> ByteImage:
    return np.asarray(at_depth(pixels, 8), np.uint8)
