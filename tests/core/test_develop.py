"""The one way from a photo to its picture in a file, whoever goes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from ccnet_samples import colour_ramp, tiny_network

from app.worker.cache import BrightenedCache
from app.worker.jobs import Jobs
from app.worker.queue import RequestQueue
from app.worker.requests import Exported, ExportRequest
from ccnet_core import cli
from ccnet_core.adjustments import Adjustments
from ccnet_core.batch import BatchJob, State, run_batch
from ccnet_core.develop import Developed, OneRendering, develop, develop_file
from ccnet_core.engine import Cancelled, Engine
from ccnet_core.geometry import Crop, Geometry
from ccnet_core.photo import ExportOptions, Photo, PhotoError, open_photo, save_photo
from ccnet_core.photo.reducing import reduce_pixels

LOOK = Adjustments(saturation=1.4, exposure=0.5)
_SHARPENED = ((40, "none"), (20, "high"))


@pytest.fixture
def engine() -> Engine:
    return Engine(tiny_network("gain"), "cpu")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A photo larger than it is to become."""
    return save_photo(
        tmp_path / "night.png", colour_ramp(60, 90, np.uint16, 0.3), ExportOptions("png", bit_depth=16)
    )


def _by_enhance(path: Path, target: Path, tiny_weights: Path) -> None:
    arguments = ["enhance", str(path), "-o", str(target), "--weights", str(tiny_weights), "--device", "cpu"]
    assert cli.main([*arguments, "--resize", "50", "--saturation", "1.4", "--exposure", "0.5"]) == 0


def _by_batch(path: Path, target: Path, tiny_weights: Path) -> None:
    options = ExportOptions(None, bit_depth=None, long_side=50)
    job = BatchJob((path,), target.parent, options, template=target.stem, adjustments=LOOK)
    report = run_batch(job, Engine.load(tiny_weights, "cpu"))
    assert [outcome.output for outcome in report.outcomes] == [target]


def _by_window(path: Path, target: Path, tiny_weights: Path) -> None:
    told: list[object] = []
    jobs = Jobs(
        lambda: Engine.load(tiny_weights, "cpu"),
        1_000_000,
        BrightenedCache(),
        told.append,
        lambda _: None,
        RequestQueue(),
        lambda *_, **__: lambda share: None,
        lambda request, work: work(SimpleNamespace(check=lambda: None, begin=lambda: None)),
        lambda: (0, None),
        1e6,
    )
    options = ExportOptions("png", bit_depth=16, long_side=50)
    jobs.do(ExportRequest(1, 1, open_photo(path), LOOK, target, options))
    assert [type(result) for result in told] == [Exported]


def test_command_line_batch_and_window_write_the_same_file(
    path: Path, tmp_path: Path, tiny_weights: Path
) -> None:
    ways: tuple[Callable[[Path, Path, Path], None], ...] = (_by_enhance, _by_batch, _by_window)
    written = []
    for number, way in enumerate(ways):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        way(path, folder / "out.png", tiny_weights)
        written.append((folder / "out.png").read_bytes())
    assert written[0] == written[1] == written[2]
    assert max(open_photo(tmp_path / "0" / "out.png").pixels.shape) == 50


def _sizes_by_enhance(path: Path, target: Path, tiny_weights: Path) -> None:
    arguments = ["enhance", str(path), "-o", str(target), "--weights", str(tiny_weights), "--device", "cpu"]
    assert cli.main([*arguments, "--resize", "25,50", "--saturation", "1.4", "--exposure", "0.5"]) == 0


def _sizes_by_batch(path: Path, target: Path, tiny_weights: Path) -> None:
    options = ExportOptions(None, bit_depth=None)
    job = BatchJob((path,), target.parent, options, template=target.stem, adjustments=LOOK, sizes=(25, 50))
    report = run_batch(job, Engine.load(tiny_weights, "cpu"))
    assert [outcome.state for outcome in report.outcomes] == [State.WRITTEN] * 2


def test_several_sizes_are_one_rendering_whoever_asks_for_them(
    path: Path, tmp_path: Path, tiny_weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brightened: list[tuple[int, int]] = []
    brighten = Engine.brighten

    def count(engine: Engine, photo: Photo, *arguments: Any) -> object:
        brightened.append((photo.height, photo.width))
        return brighten(engine, photo, *arguments)

    monkeypatch.setattr(Engine, "brighten", count)
    written = []
    for number, way in enumerate((_sizes_by_enhance, _sizes_by_batch)):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        way(path, folder / "out.png", tiny_weights)
        assert brightened == [(33, 50)] * (number + 1), "the largest alone, and not the photo's own size"
        written.append({side: (folder / f"out-{side}.png").read_bytes() for side in (25, 50)})
    _by_enhance(path, tmp_path / "alone.png", tiny_weights)
    assert written[0] == written[1]
    assert written[0][50] == (tmp_path / "alone.png").read_bytes()
    large, small = (open_photo(tmp_path / "0" / f"out-{side}.png").pixels for side in (50, 25))
    assert small.shape == (17, 25, 3)
    np.testing.assert_array_equal(small, reduce_pixels(large, (17, 25)))


def test_what_sizes_share_is_of_one_photo_and_one_decision_alone(engine: Engine, tmp_path: Path) -> None:
    """Cropped and with transparency; each size is sharpened by itself."""
    pixels = colour_ramp(60, 90, np.uint8, 0.3)
    alpha = np.repeat(np.linspace(0, 255, 90, dtype=np.uint8)[None], 60, axis=0)
    photo = Photo(pixels, alpha=alpha)
    cropped = replace(LOOK, geometry=Geometry(crop=Crop(0.5, 0.0, 0.5, 1.0)))
    once = OneRendering(40)
    wanted = [ExportOptions("png", long_side=side, sharpen=sharpen) for side, sharpen in _SHARPENED]
    made = [develop(engine, photo, cropped, options, once=once) for options in wanted]
    alone = develop(engine, photo, cropped, wanted[0])
    np.testing.assert_array_equal(made[0].picture, alone.picture)
    for developed, options in zip(made, wanted, strict=True):
        height, width = 60 * options.long_side // 60, 45 * options.long_side // 60  # type: ignore[operator]
        assert developed.picture.shape == (height, width, 3)
        assert developed.alpha is not None
        assert developed.alpha.shape == (height, width)
        assert developed.alpha[0, -1] > developed.alpha[0, 0] > 120, "the right half"
    plain = develop(engine, photo, cropped, replace(wanted[1], sharpen="none"), once=once).picture
    assert np.abs(made[1].picture.astype(int) - plain).max() > 0
    # Of another photo, or decided otherwise, nothing is taken from what is held.
    for other, adjustments in ((replace(photo, pixels=pixels[::-1].copy()), cropped), (photo, LOOK)):
        kept = develop(engine, other, adjustments, wanted[0], once=once).picture
        expected = develop(engine, other, adjustments, wanted[0]).picture
        np.testing.assert_array_equal(kept, expected)


def test_what_is_there_of_a_photo_is_not_made_again(engine: Engine, path: Path) -> None:
    photo, options = open_photo(path), ExportOptions("png", bit_depth=16)
    whole = develop(engine, photo, LOOK, options)
    brightened = engine.brighten(photo)
    asked: list[Photo] = []

    def begun(source: Photo) -> object:
        asked.append(source)
        return brightened if source is photo else None

    again = develop(engine, photo, LOOK, options, begun=begun)  # type: ignore[arg-type]
    np.testing.assert_array_equal(again.picture, whole.picture)
    assert asked == [photo]
    small = develop(engine, photo, LOOK, ExportOptions("png", bit_depth=16, long_side=50), begun=begun)  # type: ignore[arg-type]
    assert asked[1] is small.source is not photo


@pytest.mark.parametrize("stopped_at", [0.0, 0.1, 0.5, 0.9])
def test_it_tells_how_far_it_is_and_is_stopped_without_a_file(
    engine: Engine, path: Path, tmp_path: Path, stopped_at: float
) -> None:
    shares: list[float] = []

    def watch(share: float) -> None:
        shares.append(share)
        if share >= stopped_at and stopped_at < 0.9:
            raise Cancelled

    def run() -> object:
        target = tmp_path / "out.png"
        return develop_file(engine, path, LOOK, lambda photo: ExportOptions("png"), lambda *_: target, watch)

    if stopped_at < 0.9:
        with pytest.raises(Cancelled):
            run()
        assert not (tmp_path / "out.png").exists()
    else:
        run()
        assert shares[-1] == pytest.approx(0.95)
        assert (tmp_path / "out.png").exists()
    assert shares == sorted(shares)


def test_a_name_that_is_taken_meanwhile_is_left_and_another_asked_for(
    engine: Engine, path: Path, tmp_path: Path
) -> None:
    names = [tmp_path / "first.png", tmp_path / "second.png"]
    made: list[Path] = []

    def take(target: Path, data: bytes) -> None:
        made.append(target)
        if target == names[0]:
            target.write_bytes(b"precious")

    left = iter(names)
    options = ExportOptions("png", overwrite=True)
    written = develop_file(engine, path, LOOK, lambda _: options, lambda *_: next(left), before_writing=take)
    assert written is not None
    assert written.target == names[1]
    assert made == names
    assert names[0].read_bytes() == b"precious"


def test_nothing_is_computed_where_nothing_is_to_be_written(
    engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Engine, "brighten", lambda *_: pytest.fail("it was brightened"))
    assert develop_file(engine, path, LOOK, lambda _: ExportOptions("png"), lambda *_: None) is None


def test_an_error_of_writing_is_told_as_it_is(engine: Engine, path: Path, tmp_path: Path) -> None:
    developed = develop(engine, open_photo(path), LOOK, ExportOptions("png"))
    assert isinstance(developed, Developed)
    with pytest.raises(PhotoError, match="nowhere does not exist"):
        developed.save(tmp_path / "nowhere" / "out.png")
