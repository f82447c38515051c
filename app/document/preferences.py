"""What the person prefers, between two starts of the program."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import QSettings

from ccnet_core.paths import NAMED_WEIGHTS, weights_file
from ccnet_core.photo import ExportOptions, Photo
from ccnet_core.photo.formats import EXPORT_FORMATS, own_export_format

PREVIEW_SIZES = (0.5, 1.0, 2.0)
"""Megapixels of the working picture that can be chosen."""
LANGUAGES = ("system", "en", "de", "zh")
"""What the window can speak; "system" follows the system as far as it is one of the others."""
FORMAT_CHOICES = ("photo", *EXPORT_FORMATS)
"""What an export begins with; "photo" is the format of the photo itself."""
THEMES = ("dark", "light")
"""The looks of the window; dark is the first, as colours stand out from it."""
BIT_DEPTHS = (0, 8, 16)
"""Bits a channel of an export; 0 is as many as the photo has."""
MEMORY_RANGE = (128, 262_144)
"""Smallest and largest limit for brightened photos, in MB."""
_LARGEST_THREADS = 1024
_DEVICE = re.compile(r"auto|cpu|cuda(:\d{1,2})?", re.ASCII)
_GROUP = "preferences"


@dataclass(frozen=True, slots=True)
class Preferences:
    """One value of everything that the preferences dialog asks.

    Attributes:
        device: "auto", "cpu", "cuda" or "cuda:N".
        threads: of the CPU, 1 to 1024; 0 lets the program choose.
        preview_megapixels: size of the working picture, one of `PREVIEW_SIZES`.
        memory_megabytes: limit for brightened photos that are kept, within `MEMORY_RANGE`, in MB.
        language: one of `LANGUAGES`.
        theme: one of `THEMES`.
        export_format: one of `FORMAT_CHOICES`.
        export_quality: 1 to 100, of JPEG and WebP.
        export_bit_depth: one of `BIT_DEPTHS`.
        weights: the weights file; None for the one that ships. Of named weights the name is stored, as a
            newer program has their file elsewhere.

    Raises:
        ValueError: a value is none of these.
    """

    device: str = "auto"
    threads: int = 0
    preview_megapixels: float = 1.0
    memory_megabytes: int = 1024
    language: str = "system"
    theme: str = "dark"
    export_format: str = "photo"
    export_quality: int = 95
    export_bit_depth: int = 0
    weights: Path | None = None

    def __post_init__(self) -> None:
        for name, parse in _PARSERS.items():
            parse(getattr(self, name))

    @property
    def preview_pixels(self) -> int:
        """Size of the working picture in pixels."""
        return round(1e6 * self.preview_megapixels)

    def export_options(self, photo: Photo) -> ExportOptions:
        """What the export of a photo begins with, before anything was exported."""
        format = self.export_format
        # Transparency is given up only by who asks for it in the export dialog.
        if format == "photo" or (photo.alpha is not None and not EXPORT_FORMATS[format].transparent):
            format = own_export_format(photo.format)
        bits = self.export_bit_depth or photo.bit_depth
        return ExportOptions(format, self.export_quality, EXPORT_FORMATS[format].depth_for(bits))


def read_preferences(settings: QSettings) -> Preferences:
    """The stored preferences; what is missing, unknown or broken is as in ``Preferences()``."""
    values: dict[str, object] = {}
    for name, parse in _PARSERS.items():
        stored = settings.value(f"{_GROUP}/{name}")
        if stored is not None:
            try:
                values[name] = parse(stored)
            except (ValueError, TypeError, OverflowError):
                continue
    return Preferences(**values)  # type: ignore[arg-type]


def write_preferences(settings: QSettings, preferences: Preferences) -> None:
    """Store preferences; those that are as in ``Preferences()`` follow later versions of the program."""
    usual = Preferences()
    for field in fields(Preferences):
        key, value = f"{_GROUP}/{field.name}", getattr(preferences, field.name)
        if value == getattr(usual, field.name):
            settings.remove(key)
        else:
            names = (name for name, path in NAMED_WEIGHTS.items() if path == value)
            settings.setValue(key, next(names, str(value)))
    settings.sync()


def _whole(smallest: int, largest: int) -> Callable[[object], int]:
    """A parser of whole numbers within a range."""

    def parse(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise TypeError(value)
        number = int(value)
        if not smallest <= number <= largest:
            raise ValueError(f"{number} is not from {smallest} to {largest}")
        return number

    return parse


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    """A parser of a few names."""

    def parse(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"{value!r} is none of {', '.join(choices)}")
        return value

    return parse


def _device(value: object) -> str:
    if not isinstance(value, str) or not _DEVICE.fullmatch(value):
        raise ValueError(f"{value!r} names no device")
    return value


def _preview(value: object) -> float:
    if not isinstance(value, str | int | float) or float(value) not in PREVIEW_SIZES:
        raise ValueError(f"{value!r} is none of the preview sizes")
    return float(value)


def _bit_depth(value: object) -> int:
    number = _whole(0, 16)(value)
    if number not in BIT_DEPTHS:
        raise ValueError(f"there is no bit depth {number}")
    return number


def _weights(value: object) -> Path | None:
    if value is None:
        return None
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise ValueError(f"{value!r} names no file")
    return weights_file(str(value))


_PARSERS: dict[str, Callable[[object], object]] = {
    "device": _device,
    "threads": _whole(0, _LARGEST_THREADS),
    "preview_megapixels": _preview,
    "memory_megabytes": _whole(*MEMORY_RANGE),
    "language": _one_of(LANGUAGES),
    "theme": _one_of(THEMES),
    "export_format": _one_of(FORMAT_CHOICES),
    "export_quality": _whole(1, 100),
    "export_bit_depth": _bit_depth,
    "weights": _weights,
}
