"""Whether the style slider does what it says: the photo's chrominance moves towards the reference's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AB_SCALE, AbStatistics, wasserstein
from ccnet_core.engine import Brightened, Engine
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.means import mean_of_known, ratio
from ccnet_core.evaluation.metrics import FloatArray
from ccnet_core.evaluation.table import format_table, json_number, number

STRENGTHS = (0.0, 0.5, 1.0)
REFERENCES = 8


@dataclass(frozen=True, slots=True)
class StyleRow:
    """Means over photos and references at one strength.

    Attributes:
        strength: 0 to 1.
        distance: 2-Wasserstein distance of Gaussians between the ab statistics of the 8-bit output and those
            of the reference, in units of a*, b*.
        fall: by how much of the distance at strength 0 it is less.
    """

    strength: float
    distance: float
    fall: float

    def to_dict(self) -> dict[str, float | None]:
        """For JSON."""
        return {
            "strength": self.strength,
            "distance": json_number(self.distance),
            "fall": json_number(self.fall),
        }


def measure_style(
    engine: Engine, brightened: Brightened, neutral: FloatArray, references: Sequence[Reference]
) -> list[list[float]]:
    """Distances of one photo to each reference, a list per strength of :data:`STRENGTHS`.

    Args:
        engine: the engine that made it.
        brightened: the photo.
        neutral: Lab (h, w, 3) of its rendering with neutral adjustments, which is that at strength 0.
        references: the styles to follow, one at a time.
    """
    distances = []
    for strength in STRENGTHS:
        statistics = lab_statistics(neutral)
        row = []
        for reference in references:
            if strength > 0:
                adjustments = Adjustments(references=(reference,), style_strength=strength)
                statistics = lab_statistics(metrics.to_lab(engine.render(brightened, adjustments)))
            row.append(wasserstein(statistics, reference.statistics) * AB_SCALE)
        distances.append(row)
    return distances


def lab_statistics(lab: FloatArray) -> AbStatistics:
    """Statistics of the chrominance of Lab (h, w, 3), in the units of :class:`AbStatistics`."""
    ab = np.ascontiguousarray(lab[..., 1:].reshape(-1, 2).T) / AB_SCALE
    return AbStatistics.of(torch.from_numpy(ab))


def summarize_style(photos: Sequence[Sequence[Sequence[float]]]) -> list[StyleRow]:
    """Means over photos and references of what :func:`measure_style` gave for each photo."""
    means = [mean_of_known(d for photo in photos for d in photo[i]) for i in range(len(STRENGTHS))]
    return [StyleRow(s, mean, 1 - ratio(mean, means[0])) for s, mean in zip(STRENGTHS, means, strict=True)]


def format_style(rows: Sequence[StyleRow]) -> str:
    """The rows as a table for people."""
    headers = ("strength", "distance to style", "fall %")
    cells = [(number(r.strength, 1), number(r.distance, 2), number(100 * r.fall, 1)) for r in rows]
    return format_table(headers, cells)
