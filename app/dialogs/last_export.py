"""What an export begins with: as the last one was written, or as it is preferred."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import NoReturn

from PySide6.QtCore import QSettings

from app.document.preferences import Preferences
from ccnet_core.photo import ExportOptions, Photo, PhotoError

_KEY = "export/last"


def first_options(settings: QSettings, preferences: Preferences, photo: Photo) -> ExportOptions:
    """What the export of a photo begins with.

    That is what was chosen for the last one, at an earlier start as well; but what is preferred where nothing
    was exported since that was changed, and where this photo would silently lose something: transparency, or
    a depth that the photo of the last export did not have.
    """
    preferred = preferences.export_options(photo)
    try:
        values = json.loads(str(settings.value(_KEY, "")), parse_float=_refuse_fraction)
        options = ExportOptions(**values["options"])
        encoding, depth = options.encoding, options.depth
        alpha, bits = values["photo"]
        current = values["preferred"] == _preferred(preferences)
    except (ValueError, TypeError, KeyError, PhotoError):
        return preferred
    flattened = photo.alpha is not None and not alpha and not encoding.transparent
    cut = min(photo.bit_depth, preferred.depth) > depth and photo.bit_depth > bits
    return options if current and not flattened and not cut else preferred


def remember_options(
    settings: QSettings, preferences: Preferences, photo: Photo, options: ExportOptions
) -> None:
    """Keep what was chosen for a photo; permission to replace a file is given for that one alone."""
    values = {
        "options": asdict(replace(options, overwrite=False)),
        "photo": [photo.alpha is not None, photo.bit_depth],
        "preferred": _preferred(preferences),
    }
    settings.setValue(_KEY, json.dumps(values))


def _preferred(preferences: Preferences) -> list[str | int]:
    """By which a change of what is preferred is told."""
    return [preferences.export_format, preferences.export_quality, preferences.export_bit_depth]


def _refuse_fraction(number: str) -> NoReturn:
    raise ValueError(f"{number} is no whole number")
