"""What following a style does to a photo's main colours, to skin and to grey: simply, and by main colours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AB_SCALE, TransferMethod
from ccnet_core.colour.palette import Palette
from ccnet_core.colour.skin import skin_is_told, skin_likeness
from ccnet_core.engine import Engine
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.means import mean_of_known
from ccnet_core.evaluation.metrics import FloatArray
from ccnet_core.evaluation.table import format_table, json_number, number
from ccnet_core.photo import open_photo
from ccnet_core.photo.reducing import reduced_photo

Pixels = npt.NDArray[np.bool_]
LONG_SIDE = 320
"""Pixels to which photos are reduced before they are brightened: enough for what is said of their colours."""
METHODS = {"simple": TransferMethod.MONGE_KANTOROVICH, "palette": TransferMethod.PALETTE}
NO_STYLE = "without"
STRENGTHS = (0.5, 1.0)
"""What is usual, and all there is."""
_GREY = 4.0
"""Chroma C*ab of the photo up to which a pixel counts as grey."""
_DARK = 35.0
"""L* up to which a grey one is a dark one, too: asphalt, shadows."""
_SKIN = 0.9
_FEWEST = 0.002
"""Share of the pixels from which what they have in common counts."""


@dataclass(frozen=True, slots=True)
class MatchingFigures:
    """One photo with one reference, or means of several.

    Attributes:
        to_palette: mean distance in (a*, b*) from the result's main colours to the nearest of the
            reference's, and from those to the nearest of the result's, by their shares; half of the sum.
        skin: mean CIEDE2000 against the photo without a style, where its colours are such as skin has; not of
            photos whose light has them.
        grey: the same where C*ab is 4 at most.
        dark_grey: of these where L* is 35 at most.
        luminance: mean |dL*|.
    """

    to_palette: float
    skin: float
    grey: float
    dark_grey: float
    luminance: float

    def to_dict(self) -> dict[str, float | None]:
        """For JSON."""
        return {name: json_number(getattr(self, name)) for name in _NAMES}


_NAMES = ("to_palette", "skin", "grey", "dark_grey", "luminance")


@dataclass(frozen=True, slots=True)
class MatchingRow:
    """Means of one way to follow styles over photos and references.

    Attributes:
        method: "without", "simple" or "palette".
        strength: of the style, 0 to 1.
        figures: the means; each over the photos that have such colours.
    """

    method: str
    strength: float
    figures: MatchingFigures

    def to_dict(self) -> dict[str, str | float | None]:
        """For JSON."""
        return {"method": self.method, "strength": self.strength, **self.figures.to_dict()}


def measure_matching(
    engine: Engine, photos: Iterable[Path], references: Sequence[Reference]
) -> list[MatchingRow]:
    """Measure photos with each reference, followed in each way.

    Args:
        engine: the engine.
        photos: reduced to 320 pixels on the longer side; consumed one by one, so that progress can be shown.
        references: with their palettes.

    Raises:
        PhotoError: a photo cannot be read.
    """
    measured: dict[tuple[str, float], list[MatchingFigures]] = {}
    for path in photos:
        brightened = engine.brighten(reduced_photo(open_photo(path), LONG_SIDE))
        photo = _Photo.of(metrics.to_lab(engine.render(brightened, Adjustments())))
        for reference in references:
            measured.setdefault((NO_STYLE, 0.0), []).append(photo.figures(photo.neutral, reference))
            for strength in STRENGTHS:
                for name, method in METHODS.items():
                    value = Adjustments(references=(reference,), style_strength=strength, transfer=method)
                    shown = metrics.to_lab(engine.render(brightened, value))
                    measured.setdefault((name, strength), []).append(photo.figures(shown, reference))
    return [
        MatchingRow(
            method,
            strength,
            MatchingFigures(*(mean_of_known(getattr(f, name) for f in figures) for name in _NAMES)),
        )
        for (method, strength), figures in sorted(measured.items(), key=lambda item: item[0][1])
    ]


def palette_of(lab: FloatArray) -> Palette:
    """The main colours of Lab (h, w, 3)."""
    return Palette.of(*_tensors(lab))


def palette_distance(first: Palette, second: Palette) -> float:
    """How far the main colours of two pictures are apart, as of :class:`MatchingFigures`."""
    means = [np.array([c.statistics.mean for c in palette.colours]) * AB_SCALE for palette in (first, second)]
    apart = np.linalg.norm(means[0][:, None] - means[1][None], axis=2)
    there, back = (
        float(np.average(apart.min(axis=axis), weights=[c.share for c in palette.colours]))
        for palette, axis in ((first, 1), (second, 0))
    )
    return (there + back) / 2


def format_matching(rows: Sequence[MatchingRow]) -> str:
    """The rows as a table for people."""
    headers = (
        "followed",
        "strength",
        "to palette",
        "skin dE00",
        "grey dE00",
        "dark grey dE00",
        "mean abs dL*",
    )
    return format_table(
        headers,
        [
            (row.method, number(row.strength, 1), *(number(getattr(row.figures, name), 2) for name in _NAMES))
            for row in rows
        ],
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Photo:
    """A photo without a style, and where what is measured of: Lab (h, w, 3), and pixels (h, w)."""

    neutral: FloatArray
    skin: Pixels
    grey: Pixels
    dark_grey: Pixels

    @classmethod
    def of(cls, neutral: FloatArray) -> _Photo:
        lab = _tensors(neutral)
        skin = skin_likeness(*lab)[0, 0].numpy() > (_SKIN if skin_is_told(*lab) == 1 else 1)
        grey = metrics.chroma(neutral) <= _GREY
        return cls(neutral, skin, grey, grey & (neutral[..., 0] <= _DARK))

    def figures(self, shown: FloatArray, reference: Reference) -> MatchingFigures:
        assert reference.palette is not None
        difference = metrics.ciede2000(shown, self.neutral)
        skin, grey, dark_grey = (
            float(difference[part].mean()) if part.mean() >= _FEWEST else math.nan
            for part in (self.skin, self.grey, self.dark_grey)
        )
        return MatchingFigures(
            to_palette=palette_distance(palette_of(shown), reference.palette),
            skin=skin,
            grey=grey,
            dark_grey=dark_grey,
            luminance=metrics.luminance_difference(shown, self.neutral),
        )


def _tensors(lab: FloatArray) -> tuple[torch.Tensor, torch.Tensor]:
    """L and ab as of :mod:`ccnet_core.colour.lab`."""
    channels = torch.from_numpy(np.ascontiguousarray(lab.transpose(2, 0, 1)[None]))
    return channels[:, :1] / 100, channels[:, 1:] / AB_SCALE
