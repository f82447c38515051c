"""Batches on tiny photos, with a tiny network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ccnet_samples import colour_ramp, tiny_network
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import ccnet_core.photo.writing
import ccnet_core.rendering
from ccnet_core.adjustments import Adjustments
from ccnet_core.batch import (
    BatchJob,
    BatchProgress,
    BatchReport,
    OnConflict,
    Outcome,
    State,
    collect_photos,
    run_batch,
)
from ccnet_core.batch.processes import run_in_processes
from ccnet_core.batch.record import RECORD_NAME, read_record
from ccnet_core.batch.report import by_photo
from ccnet_core.engine import Cancelled, Engine
from ccnet_core.photo import ExportOptions, Photo, PhotoError, open_photo, save_photo
from ccnet_core.photo.exif import Entry, Exif

GREY = Adjustments(saturation=0.0)


@pytest.fixture
def engine() -> Engine:
    return Engine(tiny_network("gain"), "cpu")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Three photos of different sizes, in three formats."""
    folder = tmp_path / "photos"
    _make(folder / "IMG_2.jpg", 12, 18)
    _make(folder / "IMG_10.png", 20, 30)
    _make(folder / "IMG_9.tif", 16, 14)
    return folder


def _make(path: Path, height: int = 12, width: int = 18, top: float = 0.3) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_photo(path, colour_ramp(height, width, np.uint8, top), ExportOptions.for_path(path))
    return path


def _job(sources: Path | tuple[Path, ...], out: Path, **choices: object) -> BatchJob:
    photos = sources if isinstance(sources, tuple) else collect_photos([sources])
    names = {option.name for option in fields(ExportOptions)} & choices.keys()
    options = {"format": None, "bit_depth": None} | {name: choices.pop(name) for name in names}
    return BatchJob(photos, out, ExportOptions(**options), **choices)  # type: ignore[arg-type]


def _states(report: BatchReport) -> list[tuple[str, str, str | None]]:
    return [(o.source.name, o.state.value, o.output and o.output.name) for o in report.outcomes]


def _results(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != RECORD_NAME}


def test_every_photo_gets_its_result_in_its_own_format(engine: Engine, photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    report = run_batch(_job(photos, out), engine)
    assert _states(report) == [
        ("IMG_2.jpg", "written", "IMG_2-ccnet.jpg"),
        ("IMG_9.tif", "written", "IMG_9-ccnet.tif"),
        ("IMG_10.png", "written", "IMG_10-ccnet.png"),
    ]
    source = open_photo(photos / "IMG_10.png")
    expected = engine.export(engine.brighten(source), Adjustments())
    np.testing.assert_array_equal(open_photo(out / "IMG_10-ccnet.png").pixels, expected)


def test_format_size_and_adjustments_are_those_of_the_job(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    job = _job(photos, out, format="png", bit_depth=16, long_side=15, adjustments=GREY)
    run_batch(job, engine)
    found = {path.name: open_photo(path) for path in out.glob("*.png")}
    assert {name: photo.pixels.shape[:2] for name, photo in found.items()} == {
        "IMG_2-ccnet.png": (10, 15),
        "IMG_9-ccnet.png": (15, 13),
        "IMG_10-ccnet.png": (10, 15),
    }
    for photo in found.values():
        assert photo.bit_depth == 16
        assert int(np.ptp(photo.pixels.astype(int), axis=2).max()) <= 0.02 * 65535


def test_a_reduced_photo_keeps_its_transparency(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "cut-out.png"
    pixels = np.dstack([colour_ramp(20, 30, np.uint8, 0.3), np.full((20, 30), 77, np.uint8)])
    Image.fromarray(pixels).save(path)
    run_batch(_job((path,), tmp_path / "out", long_side=10), engine)
    alpha = open_photo(tmp_path / "out" / "cut-out-ccnet.png").alpha
    assert alpha is not None
    assert alpha.shape == (7, 10)
    assert (alpha == 77).all()


def test_a_bad_photo_is_told_and_stops_no_other(engine: Engine, photos: Path, tmp_path: Path) -> None:
    (photos / "IMG_3.jpg").write_bytes(b"no picture")
    (photos / "IMG_4.jpg").write_bytes(b"")
    sources = (*collect_photos([photos]), photos / "absent.jpg", photos)
    report = run_batch(_job(sources, tmp_path / "out"), engine)
    assert [o.state for o in report.outcomes].count(State.WRITTEN) == 3
    failed = {o.source.name: o.reason for o in report.having(State.FAILED)}
    assert set(failed) == {"IMG_3.jpg", "IMG_4.jpg", "absent.jpg", "photos"}
    assert all(reason.startswith(f"{name}: ") for name, reason in failed.items())
    assert not report.cancelled


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("the network is odd")])
def test_whatever_befalls_one_photo_the_others_are_written(
    engine: Engine, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    brighten = Engine.brighten

    def fail_once(self: Engine, photo: object, *rest: object) -> object:
        if photo.path.name == "IMG_9.tif":  # type: ignore[attr-defined]
            raise error
        return brighten(self, photo, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "brighten", fail_once)
    report = run_batch(_job(photos, tmp_path / "out"), engine)
    assert [o.state.value for o in report.outcomes] == ["written", "failed", "written"]
    assert report.outcomes[1].reason.startswith("IMG_9.tif: ")


def test_the_second_run_has_nothing_to_do(engine: Engine, photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_batch(_job(photos, out), engine)
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    report = run_batch(_job(photos, out), engine)
    assert [o.state for o in report.outcomes] == [State.SKIPPED] * 3
    assert all("already finished: " in o.reason and o.output is not None for o in report.outcomes)
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before


def test_what_changed_is_made_anew_and_nothing_else(engine: Engine, photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    job = _job(photos, out, on_conflict=OnConflict.OVERWRITE)
    run_batch(job, engine)
    before = _results(out)
    _make_over(photos / "IMG_9.tif")
    assert _changed(run_batch(job, engine)) == ["IMG_9.tif"]
    (out / "IMG_2-ccnet.jpg").write_bytes(b"cut short")
    assert _changed(run_batch(job, engine)) == ["IMG_2.jpg"]
    assert _results(out)["IMG_2-ccnet.jpg"] == before["IMG_2-ccnet.jpg"]
    (out / "IMG_10-ccnet.png").unlink()
    assert _changed(run_batch(job, engine)) == ["IMG_10.png"]
    assert _changed(run_batch(replace(job, adjustments=GREY), engine)) == [p.name for p in job.sources]
    other = Engine(tiny_network("gain", seed=1), "cpu")
    assert len(_changed(run_batch(replace(job, adjustments=GREY), other))) == 3
    assert sorted(_results(out)) == sorted(before)


def _make_over(path: Path, height: int = 12, width: int = 18) -> Path:
    path.unlink()
    return _make(path, height, width, top=0.5)


def _changed(report: BatchReport) -> list[str]:
    return [outcome.source.name for outcome in report.having(State.WRITTEN)]


def test_moved_photos_and_results_are_recognized_by_their_content(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    run_batch(_job(photos, tmp_path / "out"), engine)
    moved, out = photos.rename(tmp_path / "elsewhere"), (tmp_path / "out").rename(tmp_path / "results")
    for path in (*moved.iterdir(), *out.iterdir()):
        os.utime(path, (1, 1))
    assert _changed(run_batch(_job(moved, out), engine)) == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_the_worst_moment_it_goes_on_without_doubles(
    engine: Engine, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    out = tmp_path / "out"
    write = ccnet_core.photo.writing.write_whole

    def killed(target: Path, data: bytes, **options: Any) -> None:
        if target.name.startswith("IMG_9"):
            if moment == "after":
                write(target, data, **options)
            raise KeyboardInterrupt
        write(target, data, **options)

    with monkeypatch.context() as patch:
        patch.setattr(ccnet_core.photo.writing, "write_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            run_batch(_job(photos, out), engine)
    report = run_batch(_job(photos, out), engine)
    assert _changed(report) == (["IMG_9.tif"] if moment == "before" else []) + ["IMG_10.png"]
    assert sorted(_results(out)) == ["IMG_10-ccnet.png", "IMG_2-ccnet.jpg", "IMG_9-ccnet.tif"]


@pytest.mark.parametrize(
    "text", ["{", "[]", "7\n", '{"schema": 9}\n', '{"schema": 1, "name": "a"}\n\n', "\xff"]
)
def test_a_damaged_record_costs_time_but_no_file(
    engine: Engine, photos: Path, tmp_path: Path, text: str
) -> None:
    out = tmp_path / "out"
    run_batch(_job(photos, out), engine)
    before = _results(out)
    (out / RECORD_NAME).write_bytes(text.encode("latin-1"))
    report = run_batch(_job(photos, out), engine)
    assert len(_changed(report)) == 3
    assert before.items() <= _results(out).items()
    assert _changed(run_batch(_job(photos, out), engine)) == []


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (OnConflict.NUMBER, ["IMG_2-ccnet-3.jpg", "IMG_2-ccnet-2.jpg", "IMG_2-ccnet.jpg"]),
        (OnConflict.OVERWRITE, ["IMG_2-ccnet-2.jpg", "IMG_2-ccnet.jpg"]),
        (OnConflict.SKIP, ["IMG_2-ccnet-2.jpg", "IMG_2-ccnet.jpg"]),
    ],
)
def test_names_that_are_taken(
    engine: Engine, photos: Path, tmp_path: Path, choice: OnConflict, expected: list[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("IMG_2-ccnet.jpg", "IMG_2-ccnet-2.jpg"):
        (out / name).write_bytes(b"precious")
    report = run_batch(_job((photos / "IMG_2.jpg",), out, on_conflict=choice), engine)
    assert sorted(_results(out)) == sorted(expected)
    precious = [name for name, data in _results(out).items() if data == b"precious"]
    assert len(precious) == (1 if choice is OnConflict.OVERWRITE else 2)
    assert report.outcomes[0].state is (State.SKIPPED if choice is OnConflict.SKIP else State.WRITTEN)
    if choice is OnConflict.SKIP:
        assert "already exists: IMG_2-ccnet.jpg" in report.outcomes[0].reason


@pytest.mark.parametrize("choice", list(OnConflict))
def test_two_sources_of_one_name_both_have_their_result(
    engine: Engine, tmp_path: Path, choice: OnConflict
) -> None:
    sources = tuple(
        _make(tmp_path / folder / "night.png", height) for folder, height in (("a", 10), ("b", 11))
    )
    copy = tmp_path / "c" / "night.png"
    copy.parent.mkdir()
    copy.write_bytes(sources[0].read_bytes())
    out, sources = tmp_path / "out", (*sources, copy)
    job = _job(sources, out, on_conflict=choice)
    report = run_batch(job, engine)
    names = ["night-ccnet.png", "night-ccnet-2.png", "night-ccnet-3.png"]
    assert [o.output and o.output.name for o in report.outcomes] == names
    assert [open_photo(out / name).height for name in names] == [10, 11, 10]
    assert _changed(run_batch(job, engine)) == []
    # Nor does the second alone, with other settings, take the first's place.
    before = _results(out)
    run_batch(_job(sources[1:2], out, on_conflict=choice, adjustments=GREY), engine)
    assert _results(out)["night-ccnet.png"] == before["night-ccnet.png"]
    assert _results(out)["night-ccnet-3.png"] == before["night-ccnet-3.png"]


@pytest.mark.parametrize("choice", list(OnConflict))
def test_in_the_photos_own_folder_no_photo_is_replaced_and_no_result_read(
    engine: Engine, photos: Path, choice: OnConflict
) -> None:
    before = _results(photos)
    job = _job(photos, photos, template="{name}", on_conflict=choice)
    report = run_batch(job, engine)
    assert len(_changed(report)) == 3
    assert before.items() <= _results(photos).items()
    assert len(_results(photos)) == 6
    assert collect_photos([photos]) == job.sources
    everything = tuple(sorted(path for path in photos.iterdir() if path.name != RECORD_NAME))
    again = run_batch(_job(everything, photos, template="{name}", on_conflict=choice), engine)
    assert _changed(again) == []
    assert sum("result of an earlier batch" in o.reason for o in again.outcomes) == 3


def test_a_source_under_another_name_is_not_replaced_either(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    source, before = photos / "IMG_2.jpg", (photos / "IMG_2.jpg").read_bytes()
    os.link(source, out / "IMG_2-ccnet.jpg")
    (out / "IMG_2-ccnet-2.jpg").symlink_to(source)
    report = run_batch(_job((source,), out, on_conflict=OnConflict.OVERWRITE), engine)
    assert _states(report) == [("IMG_2.jpg", "written", "IMG_2-ccnet-3.jpg")]
    assert source.read_bytes() == before


def test_the_template_names_by_place_and_date(engine: Engine, photos: Path, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2023:04:05 06:07:08"
    Image.fromarray(colour_ramp(9, 9, np.uint8, 0.3)).save(photos / "IMG_1.jpg", exif=exif)
    noon = 1_700_000_000
    os.utime(photos / "IMG_2.jpg", (noon, noon))
    job = _job(photos, tmp_path / "out", template="{date}_{number}_{name}", format="webp")
    report = run_batch(job, engine)
    names = [outcome.output.name for outcome in report.outcomes if outcome.output]
    assert names[:2] == ["2023-04-05_001_IMG_1.webp", "2023-11-14_002_IMG_2.webp"]
    assert names[3].endswith("_004_IMG_10.webp")


@pytest.mark.parametrize("template", ["{Name}", "{name", "{name!r}", "{number:9}", "a/b", "..\\x", " ", "{}"])
def test_templates_that_name_no_file_are_told(tmp_path: Path, template: str) -> None:
    with pytest.raises(PhotoError, match="name"):
        BatchJob((tmp_path / "a.jpg",), tmp_path, template=template)


@pytest.mark.parametrize(
    "choices", [{"format": "gif"}, {"quality": 0}, {"format": "jpeg", "bit_depth": 16}, {"long_side": 0}]
)
def test_choices_that_cannot_be_are_told(tmp_path: Path, choices: dict[str, object]) -> None:
    with pytest.raises(PhotoError):
        _job((tmp_path / "a.jpg",), tmp_path, **choices)


def test_progress_tells_of_each_photo_and_of_the_whole(engine: Engine, photos: Path, tmp_path: Path) -> None:
    told: list[BatchProgress] = []
    run_batch(_job(photos, tmp_path / "out"), engine, told.append)
    assert [p.whole for p in told] == sorted(p.whole for p in told)
    assert told[-1].whole == 1.0
    assert [p.outcome.source.name for p in told if p.outcome] == ["IMG_2.jpg", "IMG_9.tif", "IMG_10.png"]
    for index in range(3):
        shares = [p.share for p in told if p.index == index]
        assert shares[0] == 0.0
        assert shares == sorted(shares)
        assert any(0 < share < 1 for share in shares)


def test_a_cancelled_batch_tells_what_it_did_and_goes_on_later(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def stop(progress: BatchProgress) -> None:
        if progress.index == 1 and progress.share > 0.5:
            raise Cancelled

    report = run_batch(_job(photos, out), engine, stop)
    assert report.cancelled
    assert _states(report) == [("IMG_2.jpg", "written", "IMG_2-ccnet.jpg")]
    assert sorted(path.name for path in out.iterdir()) == [RECORD_NAME, "IMG_2-ccnet.jpg"]
    assert _changed(run_batch(_job(photos, out), engine)) == ["IMG_9.tif", "IMG_10.png"]


def test_each_photos_own_adjustments_come_first(engine: Engine, photos: Path, tmp_path: Path) -> None:
    own: dict[str, Adjustments] = {"IMG_10.png": GREY}

    def read(photo: Path) -> Adjustments | None:
        if photo.name == "IMG_2.jpg":
            raise PhotoError(photo, "its adjustments are damaged", "Remove them.")
        return own.get(photo.name)

    out = tmp_path / "out"
    job = _job(photos, out, own_adjustments=True, on_conflict=OnConflict.OVERWRITE)
    report = run_batch(job, engine, read_adjustments=read)
    assert report.outcomes[0].reason == "IMG_2.jpg: its adjustments are damaged. Remove them."
    grey, coloured = (
        np.ptp(open_photo(out / name).pixels.astype(int), axis=2).max()
        for name in ("IMG_10-ccnet.png", "IMG_9-ccnet.tif")
    )
    assert grey <= 4 < coloured
    own["IMG_9.tif"] = GREY
    assert _changed(run_batch(job, engine, read_adjustments=read)) == ["IMG_9.tif"]


def test_a_folder_that_cannot_be_made_is_told_before_any_work(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"precious")
    with pytest.raises(PhotoError, match="file"):
        run_batch(_job(photos, tmp_path / "file"), engine)
    assert (tmp_path / "file").read_bytes() == b"precious"


def test_folders_give_their_photos_in_the_order_of_numbers(photos: Path, tmp_path: Path) -> None:
    _make(photos / "deep" / "er" / "z.png")
    (photos / "notes.txt").write_bytes(b"no photo")
    (photos / ".hidden.jpg").write_bytes(b"no photo")
    (photos / "round").symlink_to(photos)
    flat = ["IMG_2.jpg", "IMG_9.tif", "IMG_10.png"]
    assert [path.name for path in collect_photos([photos])] == flat
    assert [path.name for path in collect_photos([photos], recursive=True)] == [*flat, "z.png"]
    twice = [photos / "IMG_9.tif", photos, photos / "deep" / ".." / "IMG_9.tif", tmp_path / "absent.jpg"]
    expected = ["IMG_9.tif", "IMG_2.jpg", "IMG_10.png", "absent.jpg"]
    assert [path.name for path in collect_photos(twice)] == expected


def test_results_are_left_out_wherever_they_lie(engine: Engine, photos: Path) -> None:
    run_batch(_job(photos, photos / "out"), engine)
    assert len(collect_photos([photos], recursive=True)) == 3


def test_a_folder_of_nothing_but_results_is_listed(engine: Engine, photos: Path, tmp_path: Path) -> None:
    results = [outcome.output for outcome in run_batch(_job(photos, photos / "out"), engine).outcomes]
    assert list(collect_photos([photos / "out"])) == results
    # As a shell names what is in a folder.
    sources = collect_photos([photos, photos / "out"])
    assert [path.parent for path in sources] == [photos] * 3
    # They are no photos of a batch for that.
    again = run_batch(_job(photos / "out", tmp_path / "again"), engine)
    assert {outcome.state for outcome in again.outcomes} == {State.SKIPPED}


def test_the_record_says_of_what_each_result_is_made(engine: Engine, photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_batch(_job(photos, out), engine)
    lines = [json.loads(line) for line in (out / RECORD_NAME).read_text().splitlines()]
    assert [line["name"] for line in lines] == ["IMG_2-ccnet.jpg", "IMG_9-ccnet.tif", "IMG_10-ccnet.png"]
    entries = list(read_record(out).values())
    assert len({entry.made.source for entry in entries}) == 3
    assert len({(entry.made.settings, entry.made.weights) for entry in entries}) == 1


def test_the_record_only_grows_and_its_last_line_of_a_name_counts(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run_batch(_job(photos, out), engine)
    before = (out / RECORD_NAME).read_bytes()
    job = _job(photos, out, adjustments=GREY, on_conflict=OnConflict.OVERWRITE)
    assert len(_changed(run_batch(job, engine))) == 3
    after = (out / RECORD_NAME).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == 2 * before.count(b"\n") == 6
    assert _changed(run_batch(job, engine)) == []
    assert (out / RECORD_NAME).read_bytes() == after


def test_a_line_that_was_cut_off_costs_its_photo_alone(engine: Engine, photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_batch(_job(photos, out), engine)
    record = out / RECORD_NAME
    record.write_bytes(record.read_bytes()[:-20])
    (out / "IMG_10-ccnet.png").unlink()
    assert _changed(run_batch(_job(photos, out), engine)) == ["IMG_10.png"]
    assert _changed(run_batch(_job(photos, out), engine)) == []


def test_a_record_that_is_taken_away_meanwhile_is_begun_anew(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def disturb(progress: BatchProgress) -> None:
        if progress.index == 2 and progress.share < 0.5:
            (out / RECORD_NAME).unlink(missing_ok=True)

    assert len(_changed(run_batch(_job(photos, out), engine, disturb))) == 3
    assert list(read_record(out)) == ["IMG_10-ccnet.png"]


def test_a_retouched_result_is_written_over_only_where_that_is_wanted(
    engine: Engine, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    job = _job(photos, out)
    run_batch(job, engine)
    before = _results(out)
    monkeypatch.setattr(ccnet_core.rendering, "RENDERING", 99)
    (out / "IMG_2-ccnet.jpg").write_bytes(b"retouched")
    assert len(_changed(run_batch(job, engine))) == 3
    after = _results(out)
    assert len(after) == 6
    assert after["IMG_2-ccnet.jpg"] == b"retouched"
    assert after["IMG_9-ccnet-2.tif"] == after["IMG_9-ccnet.tif"] == before["IMG_9-ccnet.tif"]
    assert _changed(run_batch(job, engine)) == []
    monkeypatch.setattr(ccnet_core.rendering, "RENDERING", 100)
    assert len(_changed(run_batch(replace(job, on_conflict=OnConflict.OVERWRITE), engine))) == 3
    assert len(_results(out)) == 6


@pytest.mark.parametrize("moment", [0.0, 0.5], ids=["before", "while"])
def test_two_batches_into_one_folder_leave_each_other_their_results(
    engine: Engine, photos: Path, tmp_path: Path, moment: float
) -> None:
    """Before a photo has a name, and while its result is computed."""
    others = tmp_path / "others"
    for number, name in enumerate(("IMG_2.jpg", "IMG_9.tif")):
        _make(others / name, 8 + number)
    out = tmp_path / "out"
    job, other = (_job(folder, out, on_conflict=OnConflict.OVERWRITE) for folder in (photos, others))
    reports: list[BatchReport] = []

    def disturb(progress: BatchProgress) -> None:
        if progress.index == 1 and progress.share >= moment and not reports:
            reports.append(run_batch(other, Engine(tiny_network("gain"), "cpu")))

    reports.append(run_batch(job, engine, disturb))
    assert [len(_changed(report)) for report in reports] == [2, 3]
    for report in reports:
        for outcome in report.outcomes:
            assert _height(outcome) == open_photo(outcome.source).height
    assert sorted(read_record(out)) == sorted(_results(out))
    assert len(_results(out)) == 5
    assert _changed(run_batch(job, engine)) == _changed(run_batch(other, engine)) == []


def test_what_another_rendering_made_is_made_anew(
    engine: Engine, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _job(photos, tmp_path / "out", on_conflict=OnConflict.OVERWRITE)
    run_batch(job, engine)
    with monkeypatch.context() as newer:
        newer.setattr(ccnet_core.rendering, "RENDERING", ccnet_core.rendering.RENDERING + 1)
        assert len(_changed(run_batch(job, engine))) == 3
        assert _changed(run_batch(job, engine)) == []
    assert len(_changed(run_batch(job, engine))) == 3


def test_notices_of_the_engine_are_in_the_report(
    engine: Engine, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brighten = Engine.brighten

    def fall_back(self: Engine, *arguments: object) -> object:
        self.notices.append("Some GPU has too little memory")
        return brighten(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "brighten", fall_back)
    report = run_batch(_job(photos, tmp_path / "out"), engine)
    assert report.notices == ("Some GPU has too little memory",)
    assert engine.notices == []


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(["a/x.png", "b/x.png", "b/X.png", "c/x.jpg", "c/x-ccnet.png"]), min_size=1),
    st.lists(st.sampled_from(list(OnConflict)), min_size=1, max_size=2),
    st.sampled_from(["{name}", "{name}-ccnet", "{number}", "same"]),
)
def test_no_source_is_ever_touched_and_each_has_its_own_result(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], choices: list[OnConflict], template: str
) -> None:
    folder = tmp_path_factory.mktemp("batch")
    files = {
        name: _make(folder / name, 6 + i, 8)
        for i, name in enumerate(["a/x.png", "b/x.png", "b/X.png", "c/x.jpg", "c/x-ccnet.png"])
    }
    sources = collect_photos([files[name] for name in names])
    before = {path: path.read_bytes() for path in sources}
    engine = Engine(tiny_network("gain"), "cpu")
    for strength, choice in enumerate(choices):
        job = BatchJob(
            sources,
            folder / "c",
            template=template,
            on_conflict=choice,
            adjustments=Adjustments(saturation=strength),
        )
        report = run_batch(job, engine)
        assert not report.having(State.FAILED)
        outputs = [outcome.output for outcome in report.outcomes if outcome.output]
        assert len(set(outputs)) == len(outputs)
        assert {path: path.read_bytes() for path in before} == before
        for outcome in report.having(State.WRITTEN):
            assert _height(outcome) == open_photo(outcome.source).height


def _height(outcome: Outcome) -> int:
    assert outcome.output is not None
    return open_photo(outcome.output).height


def test_exports_beside_their_photo_are_left_out_of_a_folder_but_not_by_name(tmp_path: Path) -> None:
    names = [
        "a.nef",
        "a-ccnet.jpg",
        "a-ccnet-2.tif",
        "a-ccnet-ccnet.jpg",
        "b-ccnet.jpg",
        "-ccnet.jpg",
        "c-ccnet-x.jpg",
    ]
    for name in names:
        (tmp_path / name).touch()
    found = [path.name for path in collect_photos([tmp_path])]
    assert sorted(found) == ["-ccnet.jpg", "a.nef", "b-ccnet.jpg", "c-ccnet-x.jpg"]
    assert collect_photos([tmp_path / "a-ccnet.jpg"]) == (tmp_path / "a-ccnet.jpg",)


def test_results_tell_no_place_where_it_is_to_be_left_out(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "night.jpg"
    gps = {1: Entry(2, 2, b"N\0"), 2: Entry(5, 3, bytes(24))}
    exif = Exif(main={0x0110: Entry(2, 9, b"Nightcam\0")}, gps=gps)
    photo = Photo(colour_ramp(20, 30, np.uint8, 0.3), path=path, exif=exif.to_bytes())
    save_photo(path, photo.pixels, ExportOptions(), photo)
    for keep_location in (True, False):
        job = _job((path,), tmp_path / f"{keep_location}", keep_location=keep_location)
        run_batch(job, engine)
        kept = Exif.parse(open_photo(job.folder / "night-ccnet.jpg").exif or b"")
        assert kept is not None
        assert kept.main[0x0110].data == b"Nightcam\0"
        assert bool(kept.gps) == keep_location
    # What was made with the place in it is no result of a batch that leaves it out.
    again = run_batch(_job((path,), tmp_path / "True", keep_location=False), engine)
    assert _states(again) == [("night.jpg", "written", "night-ccnet-2.jpg")]


def test_overwriting_takes_no_neighbour(engine: Engine, tmp_path: Path) -> None:
    """Not even one whose name is the next in line."""
    night, neighbour = _make(tmp_path / "night.jpg"), _make(tmp_path / "night-2.jpg", 14)
    before = neighbour.read_bytes()
    job = _job((night,), tmp_path, template="{name}", on_conflict=OnConflict.OVERWRITE)
    report = run_batch(job, engine)
    assert _states(report) == [("night.jpg", "written", "night-3.jpg")]
    assert neighbour.read_bytes() == before
    # Its own result is what overwriting is about.
    assert _changed(run_batch(replace(job, adjustments=GREY), engine)) == ["night.jpg"]
    assert sorted(_results(tmp_path)) == ["night-2.jpg", "night-3.jpg", "night.jpg"]
    assert neighbour.read_bytes() == before


def test_overwriting_takes_no_photo_that_came_in_the_place_of_a_result(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    job = _job((photos / "IMG_2.jpg",), out, template="{name}", on_conflict=OnConflict.OVERWRITE)
    run_batch(job, engine)
    before = _make_over(out / "IMG_2.jpg", 15).read_bytes()
    report = run_batch(replace(job, adjustments=GREY), engine)
    assert _states(report) == [("IMG_2.jpg", "written", "IMG_2-2.jpg")]
    assert (out / "IMG_2.jpg").read_bytes() == before


@pytest.mark.parametrize("choice", list(OnConflict))
def test_a_photo_that_comes_while_a_result_of_its_name_is_made_stays(
    engine: Engine, photos: Path, tmp_path: Path, choice: OnConflict
) -> None:
    out = tmp_path / "out"
    job = _job((photos / "IMG_2.jpg",), out, template="{name}", on_conflict=choice)

    def disturb(progress: BatchProgress) -> None:
        if progress.share > 0.5 and not (out / "IMG_2.jpg").exists():
            (out / "IMG_2.jpg").write_bytes(b"precious")

    report = run_batch(job, engine, disturb)
    assert (out / "IMG_2.jpg").read_bytes() == b"precious"
    written = [] if choice is OnConflict.SKIP else [("IMG_2.jpg", "written", "IMG_2-2.jpg")]
    assert [state for state in _states(report) if state[1] == "written"] == written


def test_no_link_is_followed_to_what_it_leads_to(engine: Engine, photos: Path, tmp_path: Path) -> None:
    out, precious = tmp_path / "out", tmp_path / "precious.jpg"
    out.mkdir()
    precious.write_bytes(b"precious")
    (out / "IMG_2-ccnet.jpg").symlink_to(precious)
    job = _job((photos / "IMG_2.jpg",), out, on_conflict=OnConflict.OVERWRITE)
    assert _states(run_batch(job, engine)) == [("IMG_2.jpg", "written", "IMG_2-ccnet-2.jpg")]
    assert precious.read_bytes() == b"precious"


@pytest.mark.parametrize("earlier", [False, True], ids=["this version", "an earlier version"])
def test_a_new_photo_under_the_name_of_an_old_result_is_a_photo(
    engine: Engine, photos: Path, tmp_path: Path, earlier: bool
) -> None:
    """A camera that begins to count anew, or a folder that is emptied and used again."""
    out = tmp_path / "out"
    run_batch(_job(photos, out, template="{name}"), engine)
    if earlier:
        # Their lines told neither size nor ends.
        lines = [json.loads(line) for line in (out / RECORD_NAME).read_text().splitlines()]
        for line in lines:
            del line["size"], line["ends"]
        (out / RECORD_NAME).write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    new = _make_over(out / "IMG_9.tif", 16, 14)
    assert collect_photos([out]) == (new,)
    everything = tuple(sorted(path for path in out.iterdir() if path.name != RECORD_NAME))
    report = run_batch(_job(everything, tmp_path / "again"), engine)
    assert _changed(report) == ["IMG_9.tif"]


def test_a_new_photo_of_the_same_size_as_the_old_result_is_a_photo(engine: Engine, tmp_path: Path) -> None:
    """As pictures that are not compressed are; by their beginnings or their ends they differ."""
    out = tmp_path / "out"
    run_batch(_job((_make(tmp_path / "night.tif", 300, 400),), out, template="{name}"), engine)
    result = (out / "night.tif").read_bytes()
    _make(out / "other.png")
    for at in (9, len(result) - 9):
        changed = bytearray(result)
        changed[at] ^= 1
        (out / "night.tif").write_bytes(changed)
        assert {path.name for path in collect_photos([out])} == {"night.tif", "other.png"}
    (out / "night.tif").write_bytes(result)
    assert {path.name for path in collect_photos([out])} == {"other.png"}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "x\0y"},
        {"path": "/photos/x\0y"},
        {"name": "../photos/IMG_2.jpg"},
        {"name": "."},
        {"name": "\ud800x"},
        {"name": 7},
        {"made": {"rendering": float("inf")}},
        {"size": "many"},
    ],
    ids=range(8),
)
def test_a_line_of_the_record_that_names_no_result_is_ignored(
    engine: Engine, photos: Path, tmp_path: Path, changes: dict[str, Any]
) -> None:
    job = _job_with_an_odd_line(engine, photos, tmp_path / "out", changes)
    assert [outcome.state for outcome in run_batch(job, engine).outcomes] == [State.WRITTEN] * 2


def test_sizes_of_one_rendering_are_not_taken_for_sizes_of_their_own(
    engine: Engine, photos: Path, tmp_path: Path, tiny_weights: Path
) -> None:
    out, template = tmp_path / "out", "{name}-12"
    alone = _job((photos / "IMG_10.png",), out, template=template, long_side=12)
    both = _job((photos / "IMG_10.png",), out, template="{name}", sizes=(12, 24))
    told: list[BatchProgress] = []
    assert _states(run_batch(alone, engine)) == [("IMG_10.png", "written", "IMG_10-12.png")]
    report = run_batch(both, engine, told.append)
    assert _states(report) == [
        ("IMG_10.png", "written", "IMG_10-12-2.png"),
        ("IMG_10.png", "written", "IMG_10-24.png"),
    ], "what is reduced from 24 pixels is another picture than what is rendered at 12"
    assert {progress.index for progress in told} == {0}
    assert [p.share for p in told if p.outcome is not None] == [0.5, 1.0]
    assert [p.whole for p in told] == sorted(p.whole for p in told)
    assert told[-1].whole == 1.0
    # All are found again: also of another order, as the largest is the same; what is rendered larger is new.
    assert _changed(run_batch(both, engine)) == []
    assert _changed(run_batch(replace(both, sizes=(24, 12)), engine)) == []
    assert _changed(run_batch(alone, engine)) == []
    larger = run_batch(replace(both, sizes=(12, 28)), engine)
    assert [state for _, state, _ in _states(larger)] == ["written", "written"]
    # One of three that is missing is made, as it was.
    before = _results(out)
    (out / "IMG_10-24.png").unlink()
    assert _changed(run_batch(both, engine)) == ["IMG_10.png"]
    assert _results(out) == before
    with pytest.raises(PhotoError, match="long side"):
        replace(both, sizes=(12, 0))


def test_processes_make_all_sizes_of_a_photo(
    engine: Engine, photos: Path, tmp_path: Path, tiny_weights: Path
) -> None:
    job = _job((*collect_photos([photos]), photos / "absent.png"), tmp_path / "many", sizes=(12, 9))
    one = replace(job, folder=tmp_path / "one")
    told: list[BatchProgress] = []
    many = run_in_processes(job, 2, 1, tiny_weights, "cpu", told.append)
    alone = run_batch(one, Engine.load(tiny_weights, "cpu"))
    assert _states(many) == _states(alone)
    assert [state for _, state, _ in _states(many)] == ["written"] * 6 + ["failed"] * 2
    assert _results(job.folder).keys() == _results(one.folder).keys()
    assert told[-1].whole == 1.0
    assert [state.value for state in (outcome.state for outcome in by_photo(many).outcomes)] == [
        *["written"] * 3,
        "failed",
    ]


def test_an_odd_line_of_the_record_stops_no_batch_of_several_processes(
    engine: Engine, photos: Path, tmp_path: Path, tiny_weights: Path
) -> None:
    job = _job_with_an_odd_line(engine, photos, tmp_path / "out", {"name": "x\0y"})
    report = run_in_processes(job, 2, 1, tiny_weights, "cpu")
    assert [outcome.state for outcome in report.outcomes] == [State.WRITTEN] * 2


def _job_with_an_odd_line(engine: Engine, photos: Path, out: Path, changes: dict[str, Any]) -> BatchJob:
    """Two photos, and a record with a line of the first, which has no result, and one with changes."""
    run_batch(_job((photos / "IMG_2.jpg",), out), engine)
    line = json.loads((out / RECORD_NAME).read_text())
    made = line["made"] | changes.get("made", {})
    with (out / RECORD_NAME).open("a") as record:
        record.write(json.dumps(line | changes | {"made": made}) + "\n")
    (out / "IMG_2-ccnet.jpg").unlink()
    return _job((photos / "IMG_2.jpg", photos / "IMG_10.png"), out)


def test_two_identical_batches_at_once_make_each_photo_once(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    """The second comes while the first is at its second photo, which it leaves to it."""
    job = _job(photos, tmp_path / "out")
    reports: list[BatchReport] = []
    others: list[threading.Thread] = []
    at_first, done_all_else = threading.Event(), threading.Event()

    def other_watch(progress: BatchProgress) -> None:
        at_first.set()
        if progress.index == 2 and progress.outcome is not None:
            done_all_else.set()

    def other() -> None:
        reports.append(run_batch(job, Engine(tiny_network("gain"), "cpu"), other_watch))

    def watch(progress: BatchProgress) -> None:
        if progress.index == 1 and progress.share > 0.5 and not others:
            others.append(threading.Thread(target=other))
            others[0].start()
            assert done_all_else.wait(60)

    reports.append(run_batch(job, engine, watch))
    others[0].join()
    assert at_first.is_set()
    made = dict.fromkeys(job.sources, 0)
    for report in reports:
        assert not report.having(State.FAILED)
        assert len(report.outcomes) == 3
        for outcome in report.having(State.WRITTEN):
            made[outcome.source] += 1
    assert set(made.values()) == {1}
    assert sorted(_results(tmp_path / "out")) == sorted(read_record(tmp_path / "out"))
    assert len(_results(tmp_path / "out")) == 3


def test_what_a_batch_that_was_killed_was_at_is_made_by_the_next(
    engine: Engine, photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    program = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from pathlib import Path
from ccnet_samples import tiny_network
from ccnet_core.batch import BatchJob, collect_photos, run_batch
from ccnet_core.engine import Engine

def watch(progress):
    if progress.index == 1 and progress.share > 0.5:
        os.kill(os.getpid(), 9)

job = BatchJob(collect_photos([Path({str(photos)!r})]), Path({str(out)!r}))
run_batch(job, Engine(tiny_network("gain"), "cpu"), watch)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode != 0
    assert _changed(run_batch(_job(photos, out), engine)) == ["IMG_9.tif", "IMG_10.png"]


@pytest.mark.parametrize("seconds", [253402300800, -99999999999999, 2**62])
def test_a_date_beyond_all_calendars_is_left_out(
    engine: Engine, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    photo = photos / "IMG_2.jpg"
    job = _job((photo,), tmp_path / "out", template="{date}_{name}")
    stat = Path.stat

    def odd(path: Path, **options: Any) -> Any:
        about = stat(path, **options)
        if path != photo:
            return about
        return os.stat_result((*about[:8], seconds, about[9]), {"st_mtime": float(seconds)})

    monkeypatch.setattr(Path, "stat", odd)
    assert _states(run_batch(job, engine)) == [("IMG_2.jpg", "written", "undated_IMG_2.jpg")]


@pytest.mark.parametrize("template", ["C:{name}", "{name}:stream", "what?", '"{name}"'])
def test_names_that_windows_does_not_allow_are_told_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    assert BatchJob((tmp_path / "a.jpg",), tmp_path, template=template).template == template
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(PhotoError, match="characters that Windows does not allow"):
        BatchJob((tmp_path / "a.jpg",), tmp_path, template=template)


@pytest.mark.parametrize(("template", "stem"), [("con", "_con"), ("NUL.{name}", "_NUL.a"), ("com9", "_com9")])
def test_no_result_is_written_to_a_device_of_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str, stem: str
) -> None:
    photo = Photo.from_array(colour_ramp(4, 4))
    job = BatchJob((tmp_path / "a.jpg",), tmp_path, template=template)
    assert job.stem_for(0, photo) == stem[1:]
    monkeypatch.setattr(sys, "platform", "win32")
    assert job.stem_for(0, photo) == stem
