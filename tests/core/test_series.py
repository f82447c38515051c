"""Series: key frames, the course of luminance, and no flicker."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp, tiny_network
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core.adjustments import Adjustments
from ccnet_core.batch import BatchJob, State, run_batch
from ccnet_core.batch.series import between, course, flicker, interpolated, plan_series
from ccnet_core.engine import Engine
from ccnet_core.geometry import Geometry
from ccnet_core.masks import Linear, LocalValues, Mask, MaskKind, Radial, Stroke
from ccnet_core.mixer import Band, ColourMixer
from ccnet_core.photo import ExportOptions, open_photo, save_photo
from ccnet_core.sidecar import write_sidecar
from ccnet_core.tone_curve import MOST_POINTS, Points, ToneCurve
from ccnet_core.white_rule import WhiteRule


def test_settings_change_evenly_between_key_frames() -> None:
    first = Adjustments(exposure=0.0, temperature=-0.2, luminance_noise=0.3)
    last = Adjustments(exposure=1.0, temperature=0.6, geometry=Geometry(crop=(0.2, 0.2, 0.6, 0.6)))
    frames = interpolated({2: first, 6: last}, 9, Adjustments())
    assert [frame.exposure for frame in frames] == [0, 0, 0, 0.25, 0.5, 0.75, 1, 1, 1]
    assert frames[4].temperature == pytest.approx(0.2)
    assert frames[4].geometry.crop == pytest.approx((0.1, 0.1, 0.8, 0.8))
    assert frames[4].luminance_noise == 0.3, "what is the photo's own cannot be on the way"
    assert frames[2] == first
    assert frames[6] == last
    assert interpolated({}, 2, last) == [last, last]


@given(st.floats(0, 1))
def test_on_the_way_between_the_same_nothing_changes(share: float) -> None:
    own = Adjustments(exposure=0.3, geometry=Geometry(90, straighten=2.5), saturation=1.2)
    assert between(own, own, share) == own


def test_curves_mixer_and_masks_change_evenly_too() -> None:
    sun = Mask(
        MaskKind.RADIAL, Radial((0.2, 0.4), (0.1, 0.2), 170), name="Sun", values=LocalValues(exposure=1)
    )
    later = replace(
        sun, shape=Radial((0.6, 0.2), (0.3, 0.2), -170, 0.1), strength=0.5, values=LocalValues(exposure=-1)
    )
    ground = Mask(MaskKind.LINEAR, Linear((0.5, 1), (0.5, 0.5)), values=LocalValues(contrast=0.4))
    alone = Mask(MaskKind.BRUSH, strokes=(Stroke(((0.5, 0.5),), 0.1),), values=LocalValues(shadows=1))
    first = Adjustments(
        masks=(alone, sun, ground),
        curve=ToneCurve(luminance=((0, 0), (0.4, 0.3), (1, 1)), red=((0, 0.2), (1, 1))),
        mixer=ColourMixer(blue=Band(saturation=-40)),
    )
    last = Adjustments(
        masks=(replace(ground, shape=Linear((0.5, 0.5), (0.5, 1))), later),
        curve=ToneCurve(luminance=((0, 0.1), (0.6, 0.5), (1, 1))),
    )
    half = between(first, last, 0.5)
    assert half.curve.luminance == ((0, 0.05), (0.5, 0.4), (1, 1))
    assert half.curve.red == ((0, 0.1), (1, 1))
    assert half.mixer == ColourMixer(blue=Band(saturation=-20))
    assert half.masks[0] == alone
    assert half.masks[1] == replace(
        sun, shape=Radial((0.4, 0.3), (0.2, 0.2), -180, 0.3), strength=0.75, values=LocalValues()
    ), "by the shorter way round"
    assert half.masks[2] == ground, "a gradient has a length"
    assert between(first, last, 0.25).masks[2].shape == Linear((0.5, 0.875), (0.5, 0.625))


_CURVES = st.lists(st.floats(0, 1), min_size=2, max_size=MOST_POINTS).map(
    lambda ys: tuple(zip(np.linspace(0, 1, len(ys)).tolist(), ys, strict=True))
)


@given(_CURVES, _CURVES, st.floats(0, 1))
def test_a_curve_on_the_way_lies_between_where_either_has_points(
    one: Points, other: Points, share: float
) -> None:
    ends = [ToneCurve(luminance=points) for points in (one, other)]
    curve = ends[0].towards(ends[1], share)
    x = [point.x for point in curve.luminance]
    low, high = np.sort([end.values("luminance", x) for end in ends], axis=0)
    y = curve.values("luminance", x)
    assert np.all(low - 1e-5 <= y)
    assert np.all(y <= high + 1e-5)


def test_the_course_keeps_a_trend_and_passes_over_single_frames() -> None:
    trend = np.linspace(30, 50, 60)
    np.testing.assert_allclose(course(trend), trend, atol=0.01)
    lamp = trend.copy()
    lamp[30] += 15
    np.testing.assert_allclose(course(lamp), trend, atol=0.3)
    gone = trend.copy()
    gone[10:13] = np.nan
    np.testing.assert_allclose(course(gone), trend, atol=0.05)
    assert flicker(trend) < 0.01
    assert course(np.array([np.nan, 4.0])).tolist() == [4.0, 4.0]


@pytest.fixture
def frames(tmp_path: Path) -> tuple[Path, ...]:
    """Dusk, as a camera exposes it that is not sure of itself."""
    rng = np.random.default_rng(4)
    paths = []
    for index in range(16):
        dusk = 0.5 - 0.012 * index
        pixels = colour_ramp(24, 36, np.uint8, dusk * 2 ** rng.uniform(-0.4, 0.4))
        paths.append(tmp_path / f"frame{index:02}.png")
        save_photo(paths[-1], pixels, ExportOptions.for_path(paths[-1]))
    return tuple(paths)


def means(folder: Path) -> np.ndarray:
    return np.array([open_photo(path).pixels.mean() for path in sorted(folder.glob("*.png"))])


def test_frames_do_not_flicker_and_dusk_stays(frames: tuple[Path, ...], tmp_path: Path) -> None:
    engine = Engine(tiny_network("gain"), "cpu")
    job = BatchJob(frames, tmp_path / "plain")
    run_batch(job, engine)
    write_sidecar(frames[0], Adjustments(saturation=0.5))
    write_sidecar(frames[8], Adjustments(saturation=1.5))
    series = plan_series(replace(job, folder=tmp_path / "even"), engine)
    assert series.key_frames == 2
    assert series.job.frames is not None
    assert series.job.frames[4].saturation == pytest.approx(1.0)
    assert series.flicker[1] < 0.1 * series.flicker[0]
    report = run_batch(series.job, engine)
    assert len(report.having(State.WRITTEN)) == len(frames)
    plain, even = means(tmp_path / "plain"), means(tmp_path / "even")
    assert flicker(even) < 0.25 * flicker(plain), "of what is written at full size"
    assert even[0] > even[-1] + 0.3 * (plain[:4].mean() - plain[-4:].mean()), "it gets dark all the same"
    # Done again there is nothing to do.
    again = run_batch(plan_series(replace(job, folder=tmp_path / "even"), engine).job, engine)
    assert len(again.having(State.SKIPPED)) == len(frames)


def test_a_frame_that_cannot_be_read_stops_no_other(frames: tuple[Path, ...], tmp_path: Path) -> None:
    frames[5].write_bytes(b"no picture")
    engine = Engine(tiny_network("gain"), "cpu")
    job = BatchJob(frames[:8], tmp_path / "out", white=WhiteRule(automatic=True))
    planned = plan_series(job, engine).job
    assert planned.frames is not None
    tints = np.array([frame.tint for frame in planned.frames])
    assert np.abs(np.diff(tints)).max() < 0.05, "the light is decided once for all, too"
    report = run_batch(planned, engine)
    assert [outcome.state for outcome in report.outcomes].count(State.FAILED) == 1
