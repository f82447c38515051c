"""What took a photo: the camera, its sensitivity, and what a raw file tells of its sensor."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ccnet_core.colour.illuminant import CameraLight, Three
from ccnet_core.photo.exif import MODEL, RATIONAL, Directory, Entry, Exif, directories, integers

if TYPE_CHECKING:
    import rawpy

_MAKE = 0x010F
_EXPOSURE_TIME = 0x829A
_ISO, _ISO_LONG = 0x8827, (0x8833, 0x8831, 0x8832)
"""PhotographicSensitivity, and those that tell it where it does not fit into 16 bits (EXIF 3.0, 4.6.6)."""
_TOO_LARGE = 65535
_NOISE_PROFILE = 51041
_DOUBLE = 12
_FEWEST_BLACK = 1000
"""Masked pixels, of which noise is measured."""
_MAD = 1.4826
"""Standard deviation of a normal distribution by its median absolute deviation."""


@dataclass(frozen=True, slots=True)
class Noise:
    """The noise of a sensor's values at the sensitivity of a photo, in digital numbers.

    A value that is ``signal`` above black has the variance ``gain * signal + read ** 2``.

    Attributes:
        gain: digital numbers an electron; None where the file does not tell.
        read: standard deviation in the dark.
    """

    gain: float | None
    read: float


@dataclass(frozen=True, slots=True)
class Camera:
    """What took a photo.

    Attributes:
        make: the maker as the file has it; empty where it does not tell.
        model: likewise.
        iso: the sensitivity; None where it is not told.
        black: the sensor's value without light, in digital numbers, of a raw file.
        white: that where it ends, or is said to.
        noise: of the sensor at that sensitivity, where the file tells, or has pixels that no light reached.
        light: the light that the photo was balanced for, and how the camera sees others; of a raw file in
            colour.
        exposure_time: for how many seconds the shutter was open; None where it is not told.
    """

    make: str = ""
    model: str = ""
    iso: int | None = None
    black: float | None = None
    white: float | None = None
    noise: Noise | None = None
    light: CameraLight | None = None
    exposure_time: float | None = None

    @property
    def name(self) -> str:
        """What it is called: the maker once.

        >>> Camera("NIKON CORPORATION", "NIKON Z 6").name, Camera("Canon", "EOS R6").name
        ('NIKON Z 6', 'Canon EOS R6')
        """
        maker = self.make.split(" ")[0]
        known = maker.casefold() in self.model.casefold()
        return self.model if known else f"{maker} {self.model}".strip()


def camera_of(exif: Exif | None) -> Camera | None:
    """What EXIF tells of the camera; None where that is nothing."""
    if exif is None:
        return None
    times = [rational_of(part.get(_EXPOSURE_TIME), exif.order) for part in (exif.exif, exif.main)]
    camera = Camera(
        text_of(exif.main.get(_MAKE)),
        text_of(exif.main.get(MODEL)),
        _iso(exif),
        exposure_time=next(filter(None, times), None),
    )
    return None if camera == Camera() else camera


def raw_camera(raw: rawpy.RawPy, data: bytes, exif: Exif | None) -> Camera:
    """What a raw file tells of its camera.

    Args:
        raw: the opened file.
        data: its content.
        exif: its EXIF.
    """
    told = camera_of(exif) or Camera()
    iso = told.iso or round(float(raw.other.iso_speed)) or None
    blacks = [float(value) for value in raw.black_level_per_channel[: raw.num_colors]]
    black, white = sum(blacks) / len(blacks), float(raw.white_level)
    noise = _told_noise(data, white - black) or _measured_noise(raw, black)
    light = _light_of(raw)
    return Camera(told.make, told.model, iso, black, white, noise, light, told.exposure_time)


def white_balance_of(raw: rawpy.RawPy) -> list[float]:
    """The multipliers of four channels that the camera chose; those of daylight where it chose none."""
    for found in (raw.camera_whitebalance, raw.daylight_whitebalance):
        multipliers = [float(value) for value in found]
        if all(math.isfinite(value) and value > 0 for value in multipliers[:3]):
            # 0 stands for the same as of the first green.
            return [*multipliers[:3], multipliers[3] or multipliers[1]]
    return [1.0] * 4


def _light_of(raw: rawpy.RawPy) -> CameraLight | None:
    if raw.num_colors != 3:
        return None
    balance, daylight = white_balance_of(raw), raw.daylight_whitebalance
    as_shot: Three = (balance[0], balance[1], balance[2])
    of_daylight: Three = (float(daylight[0]), float(daylight[1]), float(daylight[2]))
    return CameraLight.of(np.asarray(raw.color_matrix, np.float64)[:, :3], of_daylight, as_shot)


def _told_noise(data: bytes, span: float) -> Noise | None:
    """What a DNG tells: per plane the slope and offset of the variance, of values in 0 to 1 (DNG 1.6)."""
    for order, directory in directories(data):
        values = _doubles(directory, _NOISE_PROFILE, order)
        if values and len(values) % 2 == 0 and all(math.isfinite(value) and value >= 0 for value in values):
            slope, offset = (sum(values[first::2]) / (len(values) // 2) for first in (0, 1))
            return Noise(slope * span, math.sqrt(offset) * span)
    return None


def _doubles(directory: Directory, tag: int, order: str) -> tuple[float, ...]:
    entry = directory.get(tag)
    if entry is None or entry.kind != _DOUBLE or not 0 < entry.number <= 8:
        return ()
    return struct.unpack_from(f"{order}{entry.number}d", entry.data)


def _measured_noise(raw: rawpy.RawPy, black: float) -> Noise | None:
    """The spread of pixels that no light reached, where there are such beside the picture."""
    values: np.ndarray | None = raw.raw_image
    sizes = raw.sizes
    top, left = sizes.top_margin, sizes.left_margin
    if values is None or values.ndim != 2:
        return None
    masked = np.concatenate((values[:top].ravel(), values[top:, :left].ravel())).astype(np.float64)
    if masked.size < _FEWEST_BLACK:
        return None
    middle = float(np.median(masked))
    spread = _MAD * float(np.median(np.abs(masked - middle)))
    # Some makers put other things there than what no light reached.
    return Noise(None, spread) if spread and abs(middle - black) <= spread else None


def text_of(entry: Entry | None) -> str:
    """The text of a field; empty for None."""
    if entry is None:
        return ""
    return " ".join(entry.data.split(b"\0")[0].decode("utf-8", "replace").split())


def rational_of(entry: Entry | None, order: str) -> float | None:
    """The first value of an unsigned rational field; None where it is none above 0."""
    if entry is None or entry.kind != RATIONAL:
        return None
    above, below = struct.unpack_from(order + "2I", entry.data)
    return above / below if above and below else None


def _iso(exif: Exif) -> int | None:
    # TIFF/EP has it in the first directory.
    values = [integers(part.get(_ISO), exif.order)[:1] for part in (exif.exif, exif.main)]
    iso = next((value[0] for value in values if value), 0)
    if iso in (0, _TOO_LARGE):
        longer = [integers(exif.exif.get(tag), exif.order)[:1] for tag in _ISO_LONG]
        iso = next((value[0] for value in longer if value and value[0]), iso)
    return iso or None
