"""Fidelity: the product and the reference methods against bright photos of the same scenes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from ccnet_core.adjustments import Adjustments
from ccnet_core.data.layout import TRAIN, PhotoPair, choose_evenly, list_clean, list_pairs
from ccnet_core.data.pictures import ByteImage, read_rgb, unchanged_pairs
from ccnet_core.engine import Engine
from ccnet_core.evaluation import baselines, metrics
from ccnet_core.evaluation.color_sensitive import color_sensitive_error
from ccnet_core.evaluation.errors import EvaluationError
from ccnet_core.evaluation.means import mean_of_known
from ccnet_core.evaluation.naturalness import NaturalSceneModel
from ccnet_core.evaluation.table import format_table, json_number, number
from ccnet_core.photo import Photo

Method = Callable[[ByteImage], ByteImage]

INPUT = "input"
PRODUCT = "CCNet Studio"
_GOOD_PHOTOGRAPHS = 60
BASELINES: Mapping[str, Method] = MappingProxyType(
    {
        INPUT: baselines.unchanged,
        "gamma 0.4": baselines.gamma,
        "CLAHE on L": baselines.clahe,
        "LIME": baselines.lime,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """Mean figures of one method on one data set; each is defined in :mod:`ccnet_core.evaluation.metrics`.

    Attributes:
        source: the data set.
        method: the method.
        photos: how many photos the means are over.
        psnr: dB; infinite where a picture equals its target.
        psnr_given_mean: of the output scaled to the target's mean grey.
        ssim: up to 1.
        ssim_given_mean: of the output scaled to the target's mean grey.
        ciede2000: mean colour difference.
        ciede2000_given_luminance: of the output with the target's L*.
        cse: color-sensitive error, see :mod:`ccnet_core.evaluation.color_sensitive`.
        niqe: unnaturalness, see :mod:`ccnet_core.evaluation.naturalness`; NaN where it was not measured.
        burnt_added: share of pixels burnt in the output less that of the input.
        chroma_ratio: mean chroma of the outputs over that of the targets; NaN where the targets are grey.
        seconds: per photo.
    """

    source: str
    method: str
    photos: int
    psnr: float
    psnr_given_mean: float
    ssim: float
    ssim_given_mean: float
    ciede2000: float
    ciede2000_given_luminance: float
    cse: float
    niqe: float
    burnt_added: float
    chroma_ratio: float
    seconds: float

    def to_dict(self) -> dict[str, str | float | None]:
        """For JSON; an infinite PSNR is null."""
        return {
            "source": self.source,
            "method": self.method,
            "photos": self.photos,
            "psnr": json_number(self.psnr),
            "psnr_given_mean": json_number(self.psnr_given_mean),
            "ssim": json_number(self.ssim),
            "ssim_given_mean": json_number(self.ssim_given_mean),
            "ciede2000": json_number(self.ciede2000),
            "ciede2000_given_luminance": json_number(self.ciede2000_given_luminance),
            "cse": json_number(self.cse),
            "niqe": json_number(self.niqe),
            "burnt_added": json_number(self.burnt_added),
            "chroma_ratio": json_number(self.chroma_ratio),
            "seconds": json_number(self.seconds),
        }


@dataclass(frozen=True, slots=True)
class _Figures:
    psnr: float
    psnr_given_mean: float
    ssim: float
    ssim_given_mean: float
    ciede2000: float
    ciede2000_given_luminance: float
    cse: float
    niqe: float
    burnt_added: float
    chroma: float
    target_chroma: float
    seconds: float


def split_pairs(data: Path, split: str) -> list[PhotoPair]:
    """The pairs of a data folder's split, and its well-exposed clean photos as the data set "unchanged".

    A clean photo counts as well exposed when its mean code is 70 of 255 or more.

    Raises:
        DataError: the folder has no layout that :mod:`ccnet_core.data.layout` knows, or a picture
            cannot be read.
        EvaluationError: there is nothing in the split.
    """
    pairs = [*list_pairs(data, split), *unchanged_pairs(data, split)]
    if not pairs:
        raise EvaluationError(f"{data}: has no pair in the split {split!r}")
    return pairs


def limit_pairs(pairs: Sequence[PhotoPair], limit: int) -> list[PhotoPair]:
    """At most ``limit`` pairs of each data set, evenly chosen."""
    return [pair for group in group_by_source(pairs).values() for pair in choose_evenly(group, limit)]


def group_by_source(pairs: Iterable[PhotoPair]) -> dict[str, list[PhotoPair]]:
    """Pairs by data set, in the order in which the data sets come first."""
    groups: dict[str, list[PhotoPair]] = {}
    for pair in pairs:
        groups.setdefault(pair.source, []).append(pair)
    return groups


def read_pair(pair: PhotoPair) -> tuple[ByteImage, ByteImage]:
    """The dark photo and its target, (H, W, 3) each.

    Raises:
        DataError: one cannot be read.
        EvaluationError: their sizes differ, or they are too small to compare.
    """
    low = read_rgb(pair.low)
    high = low if pair.high == pair.low else read_rgb(pair.high)
    if low.shape != high.shape:
        sizes = [f"{image.shape[1]}x{image.shape[0]}" for image in (low, high)]
        raise EvaluationError(f"{pair.low}: is {sizes[0]}, but {pair.high} is {sizes[1]}")
    if min(low.shape[:2]) < metrics.SMALLEST_SIDE:
        raise EvaluationError(f"{pair.low}: is smaller than {metrics.SMALLEST_SIDE} pixels")
    return low, high


def product(engine: Engine) -> Method:
    """What the product makes of a photo as it opens it: the full-size export with neutral adjustments."""

    def enhance(picture: ByteImage) -> ByteImage:
        brightened = engine.brighten(Photo.from_array(picture))
        return np.asarray(engine.export(brightened, Adjustments()), np.uint8)

    return enhance


def natural_scenes(data: Path | None, pairs: Sequence[PhotoPair]) -> NaturalSceneModel | None:
    """What good photographs look like: the clean train photos of a data folder, else the pairs' targets.

    None where they are too small for NIQE.

    Raises:
        DataError: a photo cannot be read.
    """
    good = list_clean(data, TRAIN) if data else []
    good = good or [pair.high for pair in pairs]
    try:
        return NaturalSceneModel.fit(read_rgb(path) for path in choose_evenly(good, _GOOD_PHOTOGRAPHS))
    except EvaluationError:
        return None


def evaluate_pairs(
    pairs: Iterable[PhotoPair],
    methods: Mapping[str, Method],
    natural: NaturalSceneModel | None = None,
    read: Callable[[PhotoPair], tuple[ByteImage, ByteImage]] = read_pair,
) -> list[Row]:
    """Measure methods on pairs.

    Args:
        pairs: consumed one by one, so that progress can be shown.
        methods: functions from a dark photo (H, W, 3) to the bright one of its size, by name.
        natural: good photographs, for NIQE.
        read: from the files of a pair to the dark photo and its target.

    Returns:
        One row per data set and method, data sets in the order of the pairs.

    Raises:
        DataError, EvaluationError: as for ``read``.
    """
    figures: dict[str, dict[str, list[_Figures]]] = {}
    for pair in pairs:
        low, high = read(pair)
        target = metrics.to_lab(high)
        for name, method in methods.items():
            started = time.perf_counter()
            output = method(low)
            seconds = time.perf_counter() - started
            result = _measure(output, low, high, target, seconds, natural)
            figures.setdefault(pair.source, {}).setdefault(name, []).append(result)
    return [_row(source, name, f) for source, methods_ in figures.items() for name, f in methods_.items()]


def burnt_of_all(rows: Sequence[Row]) -> dict[str, float]:
    """By method, the mean of burnt pixels added over the photos of all data sets, 0 to 1."""
    methods = dict.fromkeys(row.method for row in rows)
    return {method: _burnt_of_all([row for row in rows if row.method == method]) for method in methods}


def _burnt_of_all(rows: Sequence[Row]) -> float:
    return math.fsum(row.burnt_added * row.photos for row in rows) / sum(row.photos for row in rows)


def format_rows(rows: Sequence[Row]) -> str:
    """The rows as tables for people."""
    headers = (
        "data",
        "method",
        "photos",
        "PSNR dB",
        "PSNR given mean",
        "SSIM",
        "SSIM given mean",
        "CIEDE2000",
        "CIEDE2000 given L*",
        "CSE /1000",
        "NIQE",
        "burnt added %",
        "chroma",
        "s/photo",
    )
    cells = [
        (
            row.source,
            row.method,
            str(row.photos),
            number(row.psnr, 2),
            number(row.psnr_given_mean, 2),
            number(row.ssim, 4),
            number(row.ssim_given_mean, 4),
            number(row.ciede2000, 2),
            number(row.ciede2000_given_luminance, 2),
            number(row.cse / 1000, 1),
            number(row.niqe, 2),
            number(100 * row.burnt_added, 2),
            number(row.chroma_ratio, 2),
            number(row.seconds, 2),
        )
        for row in rows
    ]
    table = format_table(headers, cells)
    if len({row.source for row in rows}) == 1:
        return table
    burnt = [(method, number(100 * share, 2)) for method, share in burnt_of_all(rows).items()]
    return "\n\n".join((table, format_table(("all photos", "burnt added %"), burnt)))


def _measure(
    output: ByteImage,
    low: ByteImage,
    high: ByteImage,
    target: metrics.FloatArray,
    seconds: float,
    natural: NaturalSceneModel | None,
) -> _Figures:
    lab = metrics.to_lab(output)
    given_mean = metrics.with_mean_of(output, high)
    given_luminance = metrics.with_luminance_of(lab, target)
    return _Figures(
        psnr=metrics.psnr(output, high),
        psnr_given_mean=metrics.psnr(given_mean, high),
        ssim=metrics.ssim(output, high),
        ssim_given_mean=metrics.ssim(given_mean, high),
        ciede2000=float(metrics.ciede2000(lab, target).mean()),
        ciede2000_given_luminance=float(metrics.ciede2000(given_luminance, target).mean()),
        cse=color_sensitive_error(output, high),
        niqe=natural.niqe(output) if natural else math.nan,
        burnt_added=metrics.burnt(output) - metrics.burnt(low),
        chroma=float(metrics.chroma(lab).mean()),
        target_chroma=float(metrics.chroma(target).mean()),
        seconds=seconds,
    )


def _row(source: str, method: str, figures: Sequence[_Figures]) -> Row:
    def mean(name: str) -> float:
        return math.fsum(getattr(f, name) for f in figures) / len(figures)

    target_chroma = mean("target_chroma")
    return Row(
        source=source,
        method=method,
        photos=len(figures),
        psnr=mean("psnr"),
        psnr_given_mean=mean("psnr_given_mean"),
        ssim=mean("ssim"),
        ssim_given_mean=mean("ssim_given_mean"),
        ciede2000=mean("ciede2000"),
        ciede2000_given_luminance=mean("ciede2000_given_luminance"),
        cse=mean("cse"),
        niqe=mean_of_known(f.niqe for f in figures),
        burnt_added=mean("burnt_added"),
        # A ratio of means: in the mean of ratios, almost grey photos would count most.
        chroma_ratio=mean("chroma") / target_chroma if target_chroma > 0.1 else math.nan,
        seconds=mean("seconds"),
    )
