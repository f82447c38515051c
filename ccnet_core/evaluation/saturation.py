"""Whether the saturation slider does what it says: chroma follows, hue and luminance stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import AB_SCALE
from ccnet_core.colour.gamut import in_gamut
from ccnet_core.colour.lab import lab_to_linear
from ccnet_core.engine import Brightened, Engine
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.means import mean_of_known, ratio
from ccnet_core.evaluation.metrics import FloatArray
from ccnet_core.evaluation.table import format_table, json_number, number

BoolArray = npt.NDArray[np.bool_]

SATURATIONS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class SaturationFigures:
    """One photo at one saturation, beside the same photo at saturation 1.

    Attributes:
        chroma: mean C*ab of what the network gives, which sRGB need not be able to show.
        shown_chroma: mean C*ab of the 8-bit picture, brought into sRGB.
        hue_drift: of the 8-bit picture, mean absolute degrees over pixels with C*ab > 5 in both; NaN without
            such.
        luminance_drift: of the 8-bit picture, mean |dL*|.
        mapped: share of pixels, 0 to 1, that sRGB cannot show as the network gives them.
        mapped_hue_shift: from what the network gives to the 8-bit picture, mean absolute degrees over those
            pixels with C*ab > 5 in both; NaN without such.
    """

    chroma: float
    shown_chroma: float
    hue_drift: float
    luminance_drift: float
    mapped: float
    mapped_hue_shift: float


@dataclass(frozen=True, slots=True)
class SaturationRow:
    """Means over photos at one saturation; chromas are ratios of means to those at saturation 1."""

    saturation: float
    chroma_ratio: float
    shown_chroma_ratio: float
    hue_drift: float
    luminance_drift: float
    mapped: float
    mapped_hue_shift: float

    def to_dict(self) -> dict[str, float | None]:
        """For JSON."""
        return {
            "saturation": self.saturation,
            "chroma_ratio": json_number(self.chroma_ratio),
            "shown_chroma_ratio": json_number(self.shown_chroma_ratio),
            "hue_drift": json_number(self.hue_drift),
            "luminance_drift": json_number(self.luminance_drift),
            "mapped": json_number(self.mapped),
            "mapped_hue_shift": json_number(self.mapped_hue_shift),
        }


def measure_saturation(
    engine: Engine, brightened: Brightened, neutral: FloatArray
) -> list[SaturationFigures]:
    """The figures of one photo at each of :data:`SATURATIONS`.

    Args:
        engine: the engine that made it.
        brightened: the photo.
        neutral: Lab (h, w, 3) of its rendering with neutral adjustments.
    """
    figures = []
    for saturation in SATURATIONS:
        lab = metrics.to_lab(engine.render(brightened, Adjustments(saturation=saturation)))
        given, shown = unmapped(engine, brightened, saturation)
        figures.append(
            SaturationFigures(
                chroma=float(metrics.chroma(given).mean()),
                shown_chroma=float(metrics.chroma(lab).mean()),
                hue_drift=metrics.hue_difference(lab, neutral),
                luminance_drift=metrics.luminance_difference(lab, neutral),
                mapped=float(1 - shown.mean()),
                mapped_hue_shift=metrics.hue_difference(lab[~shown], given[~shown]),
            )
        )
    return figures


def unmapped(engine: Engine, brightened: Brightened, saturation: float) -> tuple[FloatArray, BoolArray]:
    """What the network gives at a saturation, before gamut mapping and rounding.

    Returns:
        Lab (h, w, 3) of the working picture, and which of its pixels sRGB can show (h, w).
    """
    here = brightened.to(engine.device)
    with torch.inference_mode():
        ab = engine.network.colorize(here.bright, here.guidance * saturation)
        L = here.bright.L.clamp(0, 1)
        shown = in_gamut(lab_to_linear(L, ab))[0]
    lab = torch.cat((100 * L.double(), AB_SCALE * ab.double()), dim=1)[0].movedim(0, -1)
    return lab.cpu().numpy(), shown.cpu().numpy()


def summarize_saturation(photos: Sequence[Sequence[SaturationFigures]]) -> list[SaturationRow]:
    """Means over photos, each with its figures at each of :data:`SATURATIONS`."""
    at = {saturation: [photo[i] for photo in photos] for i, saturation in enumerate(SATURATIONS)}
    chroma = {s: mean_of_known(f.chroma for f in figures) for s, figures in at.items()}
    shown = {s: mean_of_known(f.shown_chroma for f in figures) for s, figures in at.items()}
    return [
        SaturationRow(
            saturation=s,
            chroma_ratio=ratio(chroma[s], chroma[1.0]),
            shown_chroma_ratio=ratio(shown[s], shown[1.0]),
            hue_drift=mean_of_known(f.hue_drift for f in figures),
            luminance_drift=mean_of_known(f.luminance_drift for f in figures),
            mapped=mean_of_known(f.mapped for f in figures),
            mapped_hue_shift=mean_of_known(f.mapped_hue_shift for f in figures),
        )
        for s, figures in at.items()
    ]


def format_saturation(rows: Sequence[SaturationRow]) -> str:
    """The rows as a table for people."""
    headers = (
        "saturation",
        "chroma ratio",
        "shown in sRGB",
        "hue drift deg",
        "mean abs dL*",
        "mapped %",
        "their hue shift deg",
    )
    return format_table(
        headers,
        [
            (
                number(row.saturation, 1),
                number(row.chroma_ratio, 3),
                number(row.shown_chroma_ratio, 3),
                number(row.hue_drift, 2),
                number(row.luminance_drift, 3),
                number(100 * row.mapped, 1),
                number(row.mapped_hue_shift, 2),
            )
            for row in rows
        ],
    )
