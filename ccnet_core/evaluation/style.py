"""Whether the style slider does what it says: the photo's chrominance moves towards the reference's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AB_SCALE, AbStatistics, TransferMethod, wasserstein
from ccnet_core.engine import Brightened, Engine
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.means import mean_of_known, ratio
from ccnet_core.evaluation.metrics import FloatArray
from ccnet_core.evaluation.table import format_table, json_number, number

STRENGTHS = (0.0, 0.5, 1.0)
REFERENCES = 8


@dataclass(frozen=True, slots=True)
class StyleFigures:
    """One photo with one reference at one strength; as in :class:`StyleRow`."""

    distance: float
    luminance_drift: float


@dataclass(frozen=True, slots=True)
class StyleRow:
    """Means over photos and references at one strength.

    Attributes:
        strength: 0 to 1.
        distance: 2-Wasserstein distance of Gaussians between the ab statistics of the 8-bit output and those
            of the reference, in units of a*, b*.
        fall: by how much of the distance at strength 0 it is less.
        luminance_drift: of the 8-bit output, mean |dL*| against that at strength 0.
    """

    strength: float
    distance: float
    fall: float
    luminance_drift: float

    def to_dict(self) -> dict[str, float | None]:
        """For JSON."""
        return {
            "strength": self.strength,
            "distance": json_number(self.distance),
            "fall": json_number(self.fall),
            "luminance_drift": json_number(self.luminance_drift),
        }


def measure_style(
    engine: Engine, brightened: Brightened, neutral: FloatArray, references: Sequence[Reference]
) -> list[list[StyleFigures]]:
    """The figures of one photo with each reference, a list per strength of :data:`STRENGTHS`.

    Args:
        engine: the engine that made it.
        brightened: the photo.
        neutral: Lab (h, w, 3) of its rendering with neutral adjustments, which is that at strength 0.
        references: the styles to follow, one at a time.
    """
    figures = []
    for strength in STRENGTHS:
        row = []
        for reference in references:
            # By one map: what moves main colours apart is measured by them (evaluation/matching.py).
            adjustments = Adjustments(
                references=(reference,), style_strength=strength, transfer=TransferMethod.MONGE_KANTOROVICH
            )
            lab = metrics.to_lab(engine.render(brightened, adjustments)) if strength > 0 else neutral
            row.append(
                StyleFigures(
                    distance=wasserstein(lab_statistics(lab), reference.statistics) * AB_SCALE,
                    luminance_drift=metrics.luminance_difference(lab, neutral),
                )
            )
        figures.append(row)
    return figures


def lab_statistics(lab: FloatArray) -> AbStatistics:
    """Statistics of the chrominance of Lab (h, w, 3), in the units of :class:`AbStatistics`."""
    ab = np.ascontiguousarray(lab[..., 1:].reshape(-1, 2).T) / AB_SCALE
    return AbStatistics.of(torch.from_numpy(ab))


def summarize_style(photos: Sequence[Sequence[Sequence[StyleFigures]]]) -> list[StyleRow]:
    """Means over photos and references of what :func:`measure_style` gave for each photo."""
    at = [[figures for photo in photos for figures in photo[i]] for i in range(len(STRENGTHS))]
    distances = [mean_of_known(f.distance for f in figures) for figures in at]
    return [
        StyleRow(
            strength=strength,
            distance=distance,
            fall=1 - ratio(distance, distances[0]),
            luminance_drift=mean_of_known(f.luminance_drift for f in figures),
        )
        for strength, distance, figures in zip(STRENGTHS, distances, at, strict=True)
    ]


def format_style(rows: Sequence[StyleRow]) -> str:
    """The rows as a table for people."""
    headers = ("strength", "distance to style", "fall %", "mean abs dL*")
    return format_table(
        headers,
        [
            (
                number(row.strength, 1),
                number(row.distance, 2),
                number(100 * row.fall, 1),
                number(row.luminance_drift, 3),
            )
            for row in rows
        ],
    )
