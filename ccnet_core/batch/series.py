"""Series: the frames of a time-lapse or a burst, with one decision of exposure that runs through them.

Each photo of a batch is brightened by itself, so what suits one frame may be a little darker than what suits
the next: played one after the other they flicker. Here the mean luminance that frames come to is measured on
small pictures of them, its course is smoothed by locally weighted regression (W. S. Cleveland: Robust locally
weighted regression and smoothing scatterplots, Journal of the American Statistical Association 74, 1979,
pages 829-836), which keeps what dusk does and passes over a car's headlights, and every frame gets the
exposure that brings it there. Frames with adjustments of their own are key frames: between them settings
change evenly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ccnet_core.adjustments import Adjustments
from ccnet_core.batch.job import BatchJob
from ccnet_core.batch.report import BatchProgress, Watch, ignore
from ccnet_core.batch.run import ReadAdjustments, read_own_adjustments
from ccnet_core.controls import CONTROLS, LARGEST_EXPOSURE
from ccnet_core.cv import cv2
from ccnet_core.develop import prepared
from ccnet_core.geometry import Crop, Geometry
from ccnet_core.masks import masks_towards
from ccnet_core.photo import PhotoError, open_photo
from ccnet_core.white_rule import AS_DECIDED

if TYPE_CHECKING:
    from ccnet_core.engine import Brightened, Engine

_PIXELS = 40_000
"""Of the pictures that are measured."""
_REACH = 8.0
"""Frames to either side that count for the course of one, the further the less."""
_ROUNDS = 3
_FURTHEST = 1.5
"""Stops by which a frame is corrected at most: beyond that it is another scene."""
_HALVINGS = 9


@dataclass(frozen=True, slots=True)
class Series:
    """What was decided about the frames of a batch.

    Attributes:
        job: the batch, with adjustments for each frame.
        flicker: mean step of mean L* from frame to frame beyond its course, before and after.
        key_frames: how many frames had adjustments of their own.
    """

    job: BatchJob
    flicker: tuple[float, float]
    key_frames: int


def plan_series(
    job: BatchJob,
    engine: Engine,
    watch: Watch = ignore,
    read_adjustments: ReadAdjustments = read_own_adjustments,
) -> Series:
    """Decide about all frames of a batch.

    Args:
        job: what is to be done; its sources are the frames, in their order.
        engine: what brightens.
        watch: told which frame is looked at; may stop it.
        read_adjustments: where a frame's own adjustments are.

    Returns:
        The batch with adjustments for each frame. Frames that cannot be read get those between their
        neighbours, and the batch says what is wrong with them.
    """
    keys: dict[int, Adjustments] = {}
    for index, source in enumerate(job.sources):
        try:
            own = read_adjustments(source)
        except PhotoError:
            continue
        if own not in (None, Adjustments()):
            keys[index] = own
    wanted = interpolated(keys, len(job.sources), job.adjustments)
    balances = _balances(job, engine, wanted, watch) if job.white.automatic else None
    if balances is not None:
        wanted = [
            replace(own, temperature=float(t), tint=float(m))
            for own, (t, m) in zip(wanted, balances, strict=True)
        ]
    before, after, corrected = _corrected(job, engine, wanted, watch)
    white = AS_DECIDED if balances is not None else job.white
    planned = replace(job, frames=tuple(corrected), own_adjustments=False, white=white)
    return Series(planned, (flicker(before), flicker(after)), len(keys))


def interpolated(keys: dict[int, Adjustments], count: int, default: Adjustments) -> list[Adjustments]:
    """Adjustments of every frame: those of key frames, and between two of them evenly from one to the other.

    Before the first and after the last they stay as there.

    Args:
        keys: of key frames, by index.
        count: of frames.
        default: of all, where there are no key frames.
    """
    if not keys:
        return [default] * count
    places = sorted(keys)
    frames = []
    for index in range(count):
        earlier = max((place for place in places if place <= index), default=places[0])
        later = min((place for place in places if place >= index), default=places[-1])
        share = 0.0 if later == earlier else (index - earlier) / (later - earlier)
        frames.append(between(keys[earlier], keys[later], min(max(share, 0.0), 1.0)))
    return frames


def between(one: Adjustments, other: Adjustments, share: float) -> Adjustments:
    """Adjustments on the way from one value to another, 0 to 1.

    Numbers, the tone curve, the colour mixer, masks of the same name and kind, and the frame of photos that
    are turned alike change evenly. The rest is as in the first, and switches where the other is reached:
    numbers that either leaves to the photo, switches, references, looks, quarter turns and flips; masks that
    only one of them has, and of the others strokes, whether they are shown, inverted or follow edges.
    """
    if share in (0.0, 1.0) or one == other:
        return other if share == 1.0 else one
    changed: dict[str, Any] = {}
    for control in CONTROLS:
        a, b = getattr(one, control.name), getattr(other, control.name)
        if a is not None and b is not None:
            changed[control.name] = round(a + share * (b - a), 6)
    changed["curve"] = one.curve.towards(other.curve, share)
    changed["mixer"] = one.mixer.towards(other.mixer, share)
    changed["masks"] = masks_towards(one.masks, other.masks, share)
    here, there = one.geometry, other.geometry
    if (here.rotation, here.mirrored) == (there.rotation, there.mirrored):
        crop = Crop(*(a + share * (b - a) for a, b in zip(here.crop, there.crop, strict=True)))
        angle = here.straighten + share * (there.straighten - here.straighten)
        changed["geometry"] = Geometry(here.rotation, here.mirrored, angle, crop)
    return replace(one, **changed)


def course(values: np.ndarray) -> np.ndarray:
    """The smooth course of values (N,) that may be missing (NaN): a line through each place's neighbours."""
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return np.full(len(values), values[known[0]] if len(known) else 0.0)
    trust = np.ones(len(known))
    smooth = np.empty(len(values))
    for _ in range(_ROUNDS):
        for index in range(len(values)):
            away = (known - index) / _REACH
            weights = trust * np.exp(-0.5 * np.square(away)) + 1e-12
            spread = np.stack((np.ones(len(known)), away))
            normal = (spread * weights) @ spread.T + 1e-9 * np.eye(2)
            smooth[index] = np.linalg.solve(normal, (spread * weights) @ values[known])[0]
        left = np.abs(values[known] - smooth[known])
        scale = 6 * max(float(np.median(left)), 1e-6)
        trust = np.square(np.clip(1 - np.square(left / scale), 0, 1))
    return smooth


def flicker(values: np.ndarray) -> float:
    """The mean step from a value to the next that is no part of their course; 0 for fewer than three."""
    known = values[np.isfinite(values)]
    if len(known) < 3:
        return 0.0
    return float(np.abs(np.diff(known - course(known))).mean())


def _corrected(
    job: BatchJob, engine: Engine, wanted: Sequence[Adjustments], watch: Watch
) -> tuple[np.ndarray, np.ndarray, list[Adjustments]]:
    """Mean L* before and after, and the adjustments with which each frame follows the course."""
    count = len(job.sources)
    before, after = np.full(count, np.nan), np.full(count, np.nan)
    # What frames come to at several exposures: then no frame is to be read a second time.
    offsets = np.linspace(-_FURTHEST, _FURTHEST, _HALVINGS)
    curves = np.full((count, _HALVINGS), np.nan)
    for index, small in _frames(job, engine, wanted, watch):
        for column, offset in enumerate(offsets):
            curves[index, column] = _mean_lightness(engine, small, _exposed(wanted[index], float(offset)))
        before[index] = curves[index, _HALVINGS // 2]
    aim = course(before)
    corrections = np.full(count, np.nan)
    for index in np.flatnonzero(np.isfinite(before)).tolist():
        rising = np.maximum.accumulate(curves[index]) + 1e-9 * np.arange(_HALVINGS)
        corrections[index] = np.interp(aim[index], rising, offsets)
        after[index] = np.interp(corrections[index], offsets, curves[index])
    known = np.flatnonzero(np.isfinite(corrections))
    if len(known):
        corrections = np.interp(np.arange(count), known, corrections[known])
    frames = [
        _exposed(own, float(correction))
        for own, correction in zip(wanted, np.nan_to_num(corrections), strict=True)
    ]
    return before, after, frames


def _balances(
    job: BatchJob, engine: Engine, wanted: Sequence[Adjustments], watch: Watch
) -> list[tuple[float, float]]:
    """The white balance that each frame asks for itself, smoothed alike."""
    asked = np.full((2, len(job.sources)), np.nan)
    for index, small in _frames(job, engine, wanted, watch):
        asked[:, index] = engine.auto_white_balance(small)
    smooth = np.clip(np.stack([course(row) for row in asked]), -1, 1).round(4)
    return [(float(t), float(m)) for t, m in smooth.T]


def _frames(
    job: BatchJob, engine: Engine, wanted: Sequence[Adjustments], watch: Watch
) -> Iterator[tuple[int, Brightened]]:
    """Small working pictures of the frames that can be read, with their indices."""
    for index, source in enumerate(job.sources):
        watch(BatchProgress(index, 0.0, 0.0))
        try:
            photo = prepared(open_photo(source, partial=job.partial), wanted[index])
        except (PhotoError, OSError):
            continue
        small = engine.brighten(photo, pixels=_PIXELS)
        try:
            yield index, small
        finally:
            engine.forget(photo)


def _exposed(adjustments: Adjustments, stops: float) -> Adjustments:
    exposure = min(max(adjustments.exposure + stops, -LARGEST_EXPOSURE), LARGEST_EXPOSURE)
    return replace(adjustments, exposure=round(exposure, 4))


def _mean_lightness(engine: Engine, small: Brightened, adjustments: Adjustments) -> float:
    """Mean L* of what is shown."""
    picture = engine.render(small, adjustments).astype(np.float32) / 255
    return float(cv2.cvtColor(picture, cv2.COLOR_RGB2LAB)[..., 0].mean())
