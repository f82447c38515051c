"""Batches on the workers of a cluster: two processes, tiny photos, a tiny network."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ccnet_samples import colour_ramp

from ccnet_core import cli
from ccnet_core.adjustments import Adjustments
from ccnet_core.batch import BatchJob, BatchProgress, BatchReport, OnConflict, State, run_batch
from ccnet_core.batch.processes import ProcessError
from ccnet_core.batch.record import RECORD_NAME, read_record
from ccnet_core.batch.report import Outcome
from ccnet_core.batch.scheduler import Scheduler
from ccnet_core.engine import Cancelled, Engine
from ccnet_core.photo import ExportOptions, save_photo
from ccnet_core.photo.pages import file_of
from ccnet_core.sidecar import write_sidecar

pytest.importorskip("distributed", reason="the extra cluster is not installed")

from distributed import Client, LocalCluster

from ccnet_core.batch import cluster
from ccnet_core.batch.cluster import connected, run_on_cluster
from ccnet_core.batch.tasks import Setup, Unfit, bytes_for, look_at, versions


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with connected(Scheduler.parse("local:2"), 1) as client:
        yield client


@pytest.fixture
def engine(tiny_weights: Path) -> Engine:
    return Engine.load(tiny_weights, "cpu")


@pytest.fixture
def photos(tmp_path: Path) -> tuple[Path, ...]:
    """Some of one name, some of other kinds, one adjusted by itself, one that is none, one missing."""
    folder = tmp_path / "photos"
    made = [_make(folder / f"{number:02}.png", number) for number in range(6)]
    made += [_make(folder / part / "night.jpg", 7) for part in ("a", "b")]
    made += [_make(folder / "stack.tif", 9), _make(folder / "c" / "NIGHT.jpg", 8)]
    write_sidecar(made[2], Adjustments(saturation=0.2))
    (folder / "none.jpg").write_bytes(b"no photo")
    return (*made[:4], folder / "none.jpg", *made[4:], folder / "absent.png")


def _make(path: Path, number: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_photo(path, colour_ramp(10 + number, 24, np.uint8, 0.3), ExportOptions.for_path(path))
    return path


def _told(report: BatchReport) -> list[Outcome]:
    return [replace(outcome, output=None, seconds=0.0) for outcome in report.outcomes]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_results_record_and_report_are_those_of_one_process_to_the_byte(
    client: Client, engine: Engine, photos: tuple[Path, ...], tmp_path: Path, tiny_weights: Path
) -> None:
    job = BatchJob(
        photos, tmp_path / "one", template="{name}-{number}", own_adjustments=True, chosen=tuple(range(11))
    )
    jobs = {"one": job, "many": replace(job, folder=tmp_path / "many")}
    for name, template in (("numbered", "{name}"), ("dated", "{date}")):
        jobs |= {
            f"{name} {way}": replace(job, folder=tmp_path / name / way, template=template, chosen=None)
            for way in ("one", "many")
        }
    sized = replace(job, template="{name}", sizes=(20, 12), chosen=None)
    jobs |= {f"sized {way}": replace(sized, folder=tmp_path / "sized" / way) for way in ("one", "many")}
    ways = list(jobs.values())
    for one, many in zip(ways[::2], ways[1::2], strict=True):
        alone, shared = run_batch(one, engine), run_on_cluster(many, client, tiny_weights, "cpu")
        assert _told(alone) == _told(shared)
        assert [o.output and o.output.name for o in alone.outcomes] == [
            o.output and o.output.name for o in shared.outcomes
        ]
        assert (alone.not_begun, alone.cancelled) == (shared.not_begun, shared.cancelled) == (0, False)
        assert _files(one.folder) == _files(many.folder)
    next(ways[-1].folder.glob("03-20.png")).unlink()
    next(ways[-2].folder.glob("03-20.png")).unlink()
    again = run_on_cluster(ways[-1], client, tiny_weights, "cpu")
    assert len(again.having(State.SKIPPED)) == 2 * (len(photos) - 2) - 1
    assert _told(run_batch(ways[-2], engine)) == _told(again)
    assert _files(ways[-2].folder) == _files(ways[-1].folder)


def test_what_is_missing_is_made_and_what_exists_is_left_or_replaced(
    client: Client, engine: Engine, photos: tuple[Path, ...], tmp_path: Path, tiny_weights: Path
) -> None:
    out = tmp_path / "out"
    job = BatchJob(photos[:4], out, options=ExportOptions(None, bit_depth=None, quality=80))
    run_on_cluster(job, client, tiny_weights, "cpu")
    before = _files(out)
    (out / "01-ccnet.png").unlink()
    (out / "02-ccnet.png").write_bytes(b"retouched")
    skipping = replace(job, on_conflict=OnConflict.SKIP)
    report = run_on_cluster(skipping, client, tiny_weights, "cpu")
    assert [outcome.state.value for outcome in report.outcomes] == [
        "skipped",
        "written",
        "skipped",
        "skipped",
    ]
    assert (out / "02-ccnet.png").read_bytes() == b"retouched"
    assert (out / "01-ccnet.png").read_bytes() == before["01-ccnet.png"]
    (out / "02-ccnet.png").chmod(0o600)
    report = run_on_cluster(replace(job, on_conflict=OnConflict.OVERWRITE), client, tiny_weights, "cpu")
    assert [outcome.state.value for outcome in report.outcomes] == [
        "skipped",
        "skipped",
        "written",
        "skipped",
    ]
    assert (out / "02-ccnet.png").read_bytes() == before["02-ccnet.png"]
    if sys.platform != "win32":
        assert (out / "02-ccnet.png").stat().st_mode & 0o777 == 0o600


def test_a_killed_workers_photos_are_done_by_others_none_twice(
    client: Client, engine: Engine, tmp_path: Path, tiny_weights: Path
) -> None:
    photos = tuple(_make(tmp_path / f"{number}.png", number) for number in range(12))
    job = BatchJob(photos, tmp_path / "out")
    told: list[int] = []

    def watch(progress: BatchProgress) -> None:
        if progress.outcome is not None:
            told.append(progress.index)
            if len(told) == 2:
                victim = next(iter(client.run(os.getpid).values()))
                os.kill(victim, getattr(signal, "SIGKILL", signal.SIGTERM))

    report = run_on_cluster(job, client, tiny_weights, "cpu", watch)
    assert told == list(range(12))
    assert [outcome.state for outcome in report.outcomes] == [State.WRITTEN] * 12
    assert len((job.folder / RECORD_NAME).read_text().splitlines()) == 12
    alone = replace(job, folder=tmp_path / "alone")
    run_batch(alone, engine)
    assert _files(job.folder) == _files(alone.folder)


def test_a_run_that_was_stopped_goes_on_and_leaves_nothing_behind(
    client: Client, photos: tuple[Path, ...], tmp_path: Path, tiny_weights: Path
) -> None:
    job = BatchJob(photos[:4], tmp_path / "out")

    def stop(progress: BatchProgress) -> None:
        if progress.outcome is not None:
            raise Cancelled

    report = run_on_cluster(job, client, tiny_weights, "cpu", stop)
    assert (report.cancelled, len(report.outcomes), report.not_begun) == (True, 1, 3)
    report = run_on_cluster(job, client, tiny_weights, "cpu")
    assert [outcome.state.value for outcome in report.outcomes] == [
        "skipped",
        "written",
        "written",
        "written",
    ]
    # A worker that was at something when the run was stopped comes to this afterwards.
    workers = client.scheduler_info()["workers"]
    client.gather([client.submit(os.getpid, workers=[worker], pure=False) for worker in workers])
    assert set(_files(job.folder)) == {RECORD_NAME, *(f"{number:02}-ccnet.png" for number in range(4))}


def test_what_a_killed_run_left_behind_is_removed_by_the_next(
    client: Client,
    photos: tuple[Path, ...],
    tmp_path: Path,
    tiny_weights: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It ends when its first result is to have its name."""
    job = BatchJob(photos[:2], tmp_path / "out")

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(cluster, "take_name", killed)
        # A killed process removes nothing.
        patch.setattr(Path, "unlink", killed)
        with pytest.raises(KeyboardInterrupt):
            run_on_cluster(job, client, tiny_weights, "cpu")
    assert any(name.endswith(".tmp") for name in _files(job.folder))
    report = run_on_cluster(job, client, tiny_weights, "cpu")
    assert len(report.having(State.WRITTEN)) == 2
    assert not [name for name in _files(job.folder) if name.endswith(".tmp")]
    assert set(read_record(job.folder)) == {"00-ccnet.png", "01-ccnet.png"}


def test_workers_that_are_not_fit_end_the_run(
    client: Client,
    photos: tuple[Path, ...],
    tmp_path: Path,
    tiny_weights: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = BatchJob(photos, tmp_path / "out")
    with pytest.raises(ProcessError, match=r"absent\.safetensors"):
        run_on_cluster(job, client, tmp_path / "absent.safetensors", "cpu")
    monkeypatch.setattr(cluster, "versions", lambda: versions() | {"torch": "1.0"})
    with pytest.raises(ProcessError, match=r"has torch .*, and this machine 1\.0"):
        run_on_cluster(job, client, tiny_weights, "cpu")
    assert not list(job.folder.glob("*.png"))
    # A worker on a machine where the folder is another one, so that the mark is not in it.
    setup = Setup("0" * 8, replace(job, sources=()), tiny_weights, "cpu", {})
    unfit = look_at(setup, photos[0], "1", None, opened=True)
    assert isinstance(unfit, Unfit)
    assert f"does not see the folder {job.folder}" in unfit.reason


def test_photos_that_are_too_large_or_that_workers_do_not_see_are_told(
    client: Client,
    photos: tuple[Path, ...],
    tmp_path: Path,
    tiny_weights: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(cluster, "bytes_for", lambda pixels: bytes_for(pixels) + (1 << 50))
        report = run_on_cluster(BatchJob(photos[:1], tmp_path / "out"), client, tiny_weights, "cpu")
    assert report.outcomes[0].state is State.FAILED
    assert "00.png: it takes about 1125" in report.outcomes[0].reason
    with monkeypatch.context() as patch:
        # For this process alone it is there.
        patch.setattr(cluster, "is_file", lambda path: path == file_of(photos[-1]) or path.is_file())
        report = run_on_cluster(BatchJob(photos[-1:], tmp_path / "out"), client, tiny_weights, "cpu")
    assert "absent.png: a worker does not see it at " in report.outcomes[0].reason


def test_a_scheduler_that_goes_away_ends_the_run(tmp_path: Path, photos: tuple[Path, ...]) -> None:
    job = BatchJob(photos, tmp_path / "out")
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as scheduler:

        def watch(_: BatchProgress) -> None:
            scheduler.close()

        with (
            connected(Scheduler(scheduler.scheduler_address), 1, patience=0.2) as client,
            pytest.raises(ProcessError, match="the scheduler is gone"),
        ):
            run_on_cluster(job, client, watch=watch)
    assert set(_files(job.folder)) <= {RECORD_NAME}


def test_no_scheduler_and_no_dask_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        pytest.raises(ProcessError, match=r"tcp://127\.0\.0\.1:1: no scheduler answers there"),
        connected(Scheduler.parse("tcp://127.0.0.1:1"), 1, patience=0.2),
    ):
        pass
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ProcessError, match=r"pip install \"ccnet-studio\[cluster\]\""),
        connected(Scheduler.parse("local:2"), 1),
    ):
        pass


def test_the_command_uses_a_cluster_that_is_there(
    client: Client,
    photos: tuple[Path, ...],
    tmp_path: Path,
    tiny_weights: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["batch", *(os.path.relpath(path) for path in photos[:2]), "-o", "out", "--resize", "12,6"]
    arguments += ["--json", "--weights", str(tiny_weights), "--device", "cpu"]
    address = client.scheduler.address
    assert cli.main([*arguments, "--scheduler", address]) == 0
    told = capsys.readouterr()
    assert f"{address}: 2 workers" in told.err
    first = json.loads(told.out.splitlines()[0])
    assert (first["photo"], first["state"]) == (os.path.relpath(photos[0]), "written")
    assert first["output"] == str(Path("out", "00-ccnet-12.png"))
    assert {path.name for path in Path("out").glob("*.png")} == {
        f"0{number}-ccnet-{size}.png" for number in range(2) for size in (12, 6)
    }
    with pytest.raises(SystemExit):
        cli.main([*arguments, "--scheduler", "host"])
    assert "'host' is no scheduler: expected local:WORKERS or tcp://HOST:PORT" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["local", "local:0", "local:-1", "local:1000", "tcp://", "tcp://host", "http://a:1"]
)
def test_what_is_no_scheduler_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is no scheduler"):
        Scheduler.parse(text)


def test_schedulers_are_named_by_their_address() -> None:
    assert Scheduler.parse("local:3") == Scheduler(workers=3)
    for address in ("tcp://node-1.example:8786", "tls://10.0.0.1:80", "tcp://[::1]:8786"):
        assert Scheduler.parse(address) == Scheduler(address)
