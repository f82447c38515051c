"""What a lens does to a photo, and undoing it: distortion, vignetting, and lateral chromatic aberration.

By the measurements of lensfun through the optional package lensfunpy (``ccnet-studio[raw]``). Only camera raw
files need it: of other photos nobody tells whether the camera did it already.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ccnet_core.cv import cv2
from ccnet_core.photo.camera import Camera, rational_of, text_of
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.headroom import compressed
from ccnet_core.photo.profile import SRGB_PRIMARIES, decode_srgb16, encode_srgb16, rgb_to_xyz

if TYPE_CHECKING:
    import lensfunpy

    from ccnet_core.photo.photo import Photo

_LENS_MAKE, _LENS_MODEL, _FOCAL_LENGTH, _APERTURE, _DISTANCE = 0xA433, 0xA434, 0x920A, 0x829D, 0x9206
_FAR = 1000.0
"""Metres at which a lens is taken to be focused where nobody tells."""
_NEAR = 0.05
"""How far a focal length may lie beyond what the lens is said to have."""
_LONGEST = 32_000
"""The longest side that OpenCV moves pixels of."""
_ROWS = 64
_FINE = 1 << 17
_GRID = 512
"""Longer side of the picture on which the light that the lens loses is computed: it changes slowly."""
_KNEE = 0.9
"""The luminance from which on what is brighter than white in the corners is compressed."""
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Lens:
    """A lens of lensfun's, as it was set when a photo was taken.

    Attributes:
        camera: maker and model of the camera, as lensfun has them.
        maker: of the lens, as lensfun has it.
        model: likewise.
        focal_length: in millimetres.
        aperture: the f-number; None where it is not told.
        distance: to what it was focused on, in metres.
    """

    camera: tuple[str, str]
    maker: str
    model: str
    focal_length: float
    aperture: float | None
    distance: float = _FAR

    @property
    def name(self) -> str:
        """What it is called: the maker once."""
        known = self.maker.casefold() in self.model.casefold()
        return self.model if known else f"{self.maker} {self.model}".strip()


def find_lens(camera: Camera, exif: Exif | None, told: str = "") -> Lens | None:
    """The lens that a photo was taken with.

    Args:
        camera: what took it.
        exif: its EXIF.
        told: the name of the lens, where EXIF has none.

    Returns:
        None where it is not told, lensfun does not know it, or lensfunpy is not installed.
    """
    database = _database()
    if database is None or exif is None or not camera.model:
        return None
    fields = {**exif.main, **exif.exif}
    focal_length = rational_of(fields.get(_FOCAL_LENGTH), exif.order)
    cameras = database.find_cameras(camera.make, camera.model)
    if focal_length is None or not cameras:
        return None
    found = cameras[0]
    name = text_of(fields.get(_LENS_MODEL)) or told
    maker = text_of(fields.get(_LENS_MAKE)) or None
    # The mount of a lens that cannot be taken off begins with a small letter.
    if not name and not found.mount[:1].islower():
        return None
    lenses = database.find_lenses(found, maker, name or None) or database.find_lenses(
        found, None, name or None
    )
    fitting = [lens for lens in lenses if _fits(lens, focal_length)]
    if not fitting:
        return None
    return Lens(
        (found.maker, found.model),
        fitting[0].maker,
        fitting[0].model,
        focal_length,
        rational_of(fields.get(_APERTURE), exif.order),
        rational_of(fields.get(_DISTANCE), exif.order) or _FAR,
    )


def corrected(photo: Photo) -> Photo:
    """The photo without what its lens did to it; the same one where it has no `lens`.

    Light that the lens lost towards the corners is given back in linear light, and compressed where it would
    be brighter than white. Straight lines are straight and the colours meet: every channel is moved by
    cubic interpolation, and the picture enlarged as far as it takes to leave no empty corner.
    """
    lens, pixels = photo.lens, photo.pixels
    if lens is None:
        return photo
    found = _found(lens)
    if found is not None and max(photo.width, photo.height) <= _LONGEST:
        pixels = _moved(_with_light(pixels, lens, *found), lens, *found)
    return replace(photo, pixels=pixels, lens=None, uncorrected=photo)


def _database() -> lensfunpy.Database | None:
    """What is known of lenses; None where lensfunpy is not installed."""
    try:
        import lensfunpy  # noqa: F401
    except ImportError:
        return None
    return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> lensfunpy.Database:
    import lensfunpy

    return lensfunpy.Database()


def _fits(lens: lensfunpy.Lens, focal_length: float) -> bool:
    """Whether a lens can have a focal length, and something is known of what it does."""
    known = lens.calib_distortion or lens.calib_tca or lens.calib_vignetting
    low, high = lens.min_focal * (1 - _NEAR), lens.max_focal * (1 + _NEAR)
    return bool(known) and low <= focal_length <= high


def _found(lens: Lens) -> tuple[lensfunpy.Lens, float] | None:
    """The lens in the database, and by how much smaller than 24 x 36 mm the camera's sensor is."""
    database = _database()
    if database is None:
        return None
    for camera in database.find_cameras(*lens.camera):
        for found in database.find_lenses(camera, lens.maker, lens.model):
            if (found.maker, found.model) == (lens.maker, lens.model):
                return found, camera.crop_factor
    return None


def _modifier(
    lens: Lens, found: lensfunpy.Lens, crop: float, size: tuple[int, int], flags: int
) -> lensfunpy.Modifier:
    """What lensfun does to a picture of a height and width."""
    import lensfunpy

    modifier = lensfunpy.Modifier(found, crop, size[1], size[0])
    aperture = lens.aperture or found.min_aperture or 8.0
    modifier.initialize(
        lens.focal_length,
        aperture,
        lens.distance,
        scale=0.0,
        targeom=found.type,
        pixel_format=np.float32,
        flags=flags,
    )
    return modifier


def _with_light(pixels: np.ndarray, lens: Lens, found: lensfunpy.Lens, crop: float) -> np.ndarray:
    """With the light that the lens lost; the same where that is not known."""
    import lensfunpy

    if lens.aperture is None or not found.calib_vignetting:
        return pixels
    height, width = pixels.shape[:2]
    factor = min(1.0, _GRID / max(height, width))
    size = max(2, round(height * factor)), max(2, round(width * factor))
    modifier = _modifier(lens, found, crop, size, lensfunpy.ModifyFlags.VIGNETTING)
    gain = np.ones((*size, 3), np.float32)
    if not modifier.apply_color_modification(gain):
        return pixels
    gains = cv2.resize(gain[..., 0], (width, height), interpolation=cv2.INTER_LINEAR)
    weights = rgb_to_xyz(SRGB_PRIMARIES)[1].astype(np.float32)
    linear = decode_srgb16().astype(np.float32)
    # Most pixels are dark enough for a table; its steps are a fortieth of an 8-bit code in black.
    encoded = encode_srgb16(np.arange(_FINE) / (_FINE - 1))
    result = np.empty_like(pixels)
    bands = [slice(start, start + _ROWS) for start in range(0, height, _ROWS)]

    def light(band: slice) -> tuple[np.ndarray, np.ndarray]:
        given = linear[pixels[band]] * gains[band, :, None]
        return given, given.max(axis=2) > _KNEE

    peak = 1.0
    for band in bands:
        given, bright = light(band)
        peak = max(peak, float((given[bright] @ weights).max(initial=0)))
    for band in bands:
        given, bright = light(band)
        shown = encoded[np.minimum(given * (_FINE - 1) + 0.5, _FINE - 1).astype(np.int32)]
        shown[bright] = encode_srgb16(compressed(given[bright], weights, peak, _KNEE))
        result[band] = shown
    return result


def _moved(pixels: np.ndarray, lens: Lens, found: lensfunpy.Lens, crop: float) -> np.ndarray:
    """With straight lines, and channels that meet; the same where that is not known."""
    import lensfunpy

    height, width = pixels.shape[:2]
    flags = lensfunpy.ModifyFlags.DISTORTION | lensfunpy.ModifyFlags.TCA | lensfunpy.ModifyFlags.SCALE
    modifier = _modifier(lens, found, crop, (height, width), flags)
    result = np.empty_like(pixels)
    for top in range(0, height, _ROWS):
        last_row = min(top + _ROWS, height) - 1
        ends = [modifier.apply_subpixel_geometry_distortion(0, row, width, 1) for row in (top, last_row)]
        if ends[0] is None or ends[1] is None:
            return pixels
        # Between them it is a straight line, within a hundredth of a pixel.
        share = np.linspace(0, 1, last_row - top + 1, dtype=np.float32)[:, None, None, None]
        places = ends[0] + (ends[1] - ends[0]) * share
        # A part of the picture, as where it comes from is never far away.
        first = int(np.clip(np.floor(places[..., 1].min()) - _MARGIN, 0, height - 1))
        last = int(np.clip(np.ceil(places[..., 1].max()) + _MARGIN, first, height - 1))
        part = pixels[first : last + 1]
        for channel in range(3):
            result[top : last_row + 1, :, channel] = cv2.remap(
                np.ascontiguousarray(part[..., channel]),
                np.ascontiguousarray(places[:, :, channel, 0]),
                places[:, :, channel, 1] - np.float32(first),
                cv2.INTER_CUBIC,
                borderMode=cv2.BORDER_REPLICATE,
            )
    return result
