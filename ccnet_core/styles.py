"""The built-in styles: statistics of chrominance and main colours, one JSON file each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ccnet_core.adjustments import Reference
from ccnet_core.colour import AbStatistics
from ccnet_core.colour.palette import Palette
from ccnet_core.paths import STYLES
from ccnet_core.reading import read_regular

_LARGEST_FILE = 100_000


@dataclass(frozen=True, slots=True)
class Style:
    """A named style.

    Attributes:
        name: shown to the person; unique.
        statistics: of the picture the style was taken from.
        source: that picture, and its terms.
        palette: its main colours; None where the file has none.
    """

    name: str
    statistics: AbStatistics
    source: str
    palette: Palette | None = None

    def reference(self, weight: float = 1.0) -> Reference:
        """As a reference of adjustments."""
        return Reference(self.name, self.statistics, weight, palette=self.palette)


def load_styles(folder: Path = STYLES) -> tuple[Style, ...]:
    """The styles of a folder, by name.

    Raises:
        ValueError: a file holds no style; the message names it.
    """
    return tuple(sorted((_read(path) for path in folder.glob("*.json")), key=lambda style: style.name))


def find_style(name: str, folder: Path = STYLES) -> Style:
    """The style of a name, in any case.

    Raises:
        ValueError: there is none; the message lists those there are.
    """
    styles = load_styles(folder)
    for style in styles:
        if style.name.casefold() == name.casefold():
            return style
    raise ValueError(f"no style {name!r}; there are {', '.join(style.name for style in styles)}")


def _read(path: Path) -> Style:
    try:
        fields = json.loads(read_regular(path, _LARGEST_FILE))
        palette = Palette.from_dict(fields["palette"]) if "palette" in fields else None
        return Style(str(fields["name"]), AbStatistics.from_dict(fields), str(fields["source"]), palette)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{path.name}: holds no style ({error})") from error
