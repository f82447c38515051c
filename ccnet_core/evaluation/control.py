"""How well the product obeys: saturation, style, size, and noise, over the val photos of a data folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.data.layout import PhotoPair, choose_evenly, list_clean
from ccnet_core.data.pictures import UNCHANGED, ByteImage, read_rgb
from ccnet_core.engine import Engine
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.errors import EvaluationError
from ccnet_core.evaluation.noise import NoiseRow, format_noise, measure_noise, summarize_noise
from ccnet_core.evaluation.pairs import read_pair
from ccnet_core.evaluation.saturation import (
    SaturationRow,
    format_saturation,
    measure_saturation,
    summarize_saturation,
)
from ccnet_core.evaluation.size import SizeRow, format_sizes
from ccnet_core.evaluation.style import REFERENCES, StyleRow, format_style, measure_style, summarize_style
from ccnet_core.photo import Photo
from ccnet_core.styles import load_styles


@dataclass(frozen=True, slots=True)
class ControlReport:
    """What one pass over the dark photos gives."""

    photos: int
    references: tuple[str, ...]
    saturation: list[SaturationRow]
    style: list[StyleRow]
    noise: list[NoiseRow]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "photos": self.photos,
            "references": list(self.references),
            "saturation": [row.to_dict() for row in self.saturation],
            "style": [row.to_dict() for row in self.style],
            "noise": [row.to_dict() for row in self.noise],
        }


def measure_control(
    engine: Engine, pairs: Iterable[PhotoPair], references: Sequence[Reference]
) -> ControlReport:
    """Measure saturation, style and noise on dark photos.

    Args:
        engine: the engine.
        pairs: consumed one by one, so that progress can be shown. Targets serve the measure of noise only.
        references: the styles to follow, one at a time.

    Raises:
        DataError, EvaluationError: a photo cannot be read, or its target is of another size.
    """
    saturation, style = [], []
    noise: dict[str, list[tuple[float, float]]] = {}
    for pair in pairs:
        low, high = read_pair(pair)
        brightened = engine.brighten(Photo(low))
        neutral = metrics.to_lab(engine.render(brightened, Adjustments()))
        saturation.append(measure_saturation(engine, brightened, neutral))
        style.append(measure_style(engine, brightened, neutral, references))
        if neutral.shape == low.shape:  # a photo above the working size is rendered smaller
            L = (metrics.to_lab(low)[..., 0], neutral[..., 0], metrics.to_lab(high)[..., 0])
            noise.setdefault(pair.source, []).append(measure_noise(*L))
    return ControlReport(
        photos=len(saturation),
        references=tuple(reference.name for reference in references),
        saturation=summarize_saturation(saturation),
        style=summarize_style(style),
        noise=summarize_noise(noise),
    )


def style_references(engine: Engine, data: Path, split: str) -> list[Reference]:
    """Eight references: built-in styles, evenly chosen by name; without any, clean photos of the split.

    Raises:
        DataError: there are no styles, and clean.csv is no such table or a photo cannot be read.
        EvaluationError: there are neither styles nor clean photos.
        ValueError: a style's file holds none.
    """
    if styles := load_styles():
        return [style.reference() for style in choose_evenly(styles, REFERENCES)]
    photos = choose_evenly(list_clean(data, split), REFERENCES)
    if not photos:
        raise EvaluationError(
            f"{data / 'clean.csv'}: lists no photo in the split {split!r} to take styles from"
        )
    names = [photo.relative_to(data).as_posix() for photo in photos]
    statistics = [engine.statistics(Photo(read_rgb(photo))) for photo in photos]
    return [Reference(name, s) for name, s in zip(names, statistics, strict=True)]


def size_photos(pairs: Iterable[PhotoPair], count: int) -> list[ByteImage]:
    """The ``count`` largest of the well-exposed photos among the pairs; of equal ones the first.

    Raises:
        DataError: one cannot be read.
    """
    photos = [read_rgb(pair.high) for pair in pairs if pair.source == UNCHANGED]
    return sorted(photos, key=lambda photo: -photo.size)[:count]


def format_control(report: ControlReport, sizes: Sequence[SizeRow]) -> str:
    """The tables for people."""
    parts = [
        f"Saturation, {report.photos} photos, relative to saturation 1",
        format_saturation(report.saturation),
        f"Style, {report.photos} photos and {len(report.references)} references",
        format_style(report.style),
        "Noise in flat dark areas",
        format_noise(report.noise),
    ]
    if sizes:
        parts += ["Tone against size", format_sizes(sizes)]
    return "\n\n".join(parts)
