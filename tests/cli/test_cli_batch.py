"""``ccnet batch``: in this process, and as a process that is killed."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp

from ccnet_core import cli
from ccnet_core.adjustments import Adjustments
from ccnet_core.batch import processes
from ccnet_core.batch.record import RECORD_NAME
from ccnet_core.export_presets import ExportPreset, ExportPresets
from ccnet_core.paths import ROOT
from ccnet_core.photo import ExportOptions, open_photo, save_photo
from ccnet_core.sidecar import write_sidecar

Batch = Callable[..., int]


@pytest.fixture
def batch(tiny_weights: Path) -> Batch:
    """Run the command and give its exit code."""

    def run(*arguments: str | Path) -> int:
        options = ["--weights", str(tiny_weights), "--device", "cpu"]
        return cli.main(["batch", *map(str, arguments), *options])

    return run


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(1, 4):
        _make(folder / f"night{number}.png", number)
    return folder


def _make(path: Path, number: int) -> None:
    save_photo(path, colour_ramp(10 + number, 24, np.uint8, 0.3), ExportOptions.for_path(path))


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != RECORD_NAME)


def test_a_folder_is_brightened_and_the_second_run_has_nothing_to_do(
    batch: Batch, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert batch(photos, "-o", out, "--jobs", "1") == 0
    assert _names(out) == ["night1-ccnet.png", "night2-ccnet.png", "night3-ccnet.png"]
    assert "3 written, 0 skipped, 0 failed" in capsys.readouterr().err
    assert batch(photos, "-o", out, "--jobs", "1") == 0
    assert "0 written, 3 skipped, 0 failed" in capsys.readouterr().err


def test_the_options_are_followed(batch: Batch, photos: Path, tmp_path: Path) -> None:
    (photos / "deep").mkdir()
    _make(photos / "deep" / "night1.png", 1)
    preset = tmp_path / "grey.json"
    preset.write_text(Adjustments(saturation=0.0, brightness=0.5).to_json())
    out = tmp_path / "out"
    arguments = ("--name", "{number}-{name}", "--resize", "12", "--format", "tiff", "--bit-depth", "16")
    assert batch(photos, "-o", out, "--recursive", "--preset", preset, *arguments, "--jobs", "1") == 0
    assert _names(out) == ["001-night1.tif", "002-night2.tif", "003-night3.tif", "004-night1.tif"]
    for name in _names(out):
        photo = open_photo(out / name)
        assert (photo.width, photo.bit_depth) == (12, 16)
        assert int(np.ptp(photo.pixels.astype(int), axis=2).max()) <= 0.02 * 65535


def test_what_is_saved_beside_a_photo_comes_first_when_asked_for(
    batch: Batch, photos: Path, tmp_path: Path
) -> None:
    write_sidecar(photos / "night2.png", Adjustments(saturation=0.0))
    assert batch(photos, "-o", tmp_path / "out", "--own-adjustments", "--jobs", "1") == 0
    pictures = [open_photo(tmp_path / "out" / name).pixels for name in _names(tmp_path / "out")]
    colours = [int(np.ptp(pixels.astype(int), axis=2).max()) for pixels in pictures]
    assert colours[1] <= 4 < min(colours[0], colours[2])


def test_options_change_the_preset(batch: Batch, photos: Path, tmp_path: Path) -> None:
    preset = tmp_path / "grey.json"
    preset.write_text(Adjustments(saturation=0.0, brightness=0.5).to_json())
    preset_and_more = ("--preset", preset, "--saturation", "1.5")
    assert batch(photos, "-o", tmp_path / "a", *preset_and_more, "--jobs", "1") == 0
    spelled_out = ("--saturation", "1.5", "--brightness", "0.5")
    assert batch(photos, "-o", tmp_path / "b", *spelled_out, "--jobs", "1") == 0
    for name in _names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_bad_photo_is_one_line_and_the_exit_code(
    batch: Batch, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "night2.png").write_bytes(b"no picture")
    assert batch(photos, "-o", tmp_path / "out", "--json", "--jobs", "1") == 1
    assert _names(tmp_path / "out") == ["night1-ccnet.png", "night3-ccnet.png"]
    told = capsys.readouterr()
    assert [line for line in told.err.splitlines() if "night2.png: " in line]
    assert "2 written, 0 skipped, 1 failed" in told.err
    states = [json.loads(line)["state"] for line in told.out.splitlines()]
    assert states == ["written", "failed", "written"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--name", "{title}"), "{title}"),
        (("--format", "jpeg", "--bit-depth", "16"), "16 bits"),
        (("--resize", "0"), "long side"),
        (("--quality", "101"), "quality"),
        (("--preset", "absent.json"), "absent.json"),
        (("--preset", "photos/night1.png"), "night1.png"),
        (("--style", "sepia"), "sepia"),
        (("--weights", "absent.safetensors", "--jobs", "1"), "absent.safetensors"),
    ],
)
def test_mistakes_are_told_in_one_line_before_any_work(
    photos: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tiny_weights: Path,
    arguments: tuple[str, ...],
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ["--weights", str(tiny_weights), "--device", "cpu", *arguments]
    assert cli.main(["batch", str(photos), "-o", "out", *options]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert named in lines[0]
    assert not (tmp_path / "out").exists()


def test_a_name_that_is_too_long_is_told_in_one_line(
    batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch("n" * 300 + ".jpg", "-o", tmp_path / "out") == 1
    told = capsys.readouterr().err
    assert f"{'n' * 300}.jpg: the file name is too long. Rename the file.\n" in told
    assert told.endswith("0 written, 0 skipped, 1 failed\n")


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5", "²"])
def test_a_number_of_jobs_that_is_none_is_told(
    batch: Batch, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    with pytest.raises(SystemExit):
        batch(photos, "-o", tmp_path / "out", f"--jobs={jobs}")
    assert f"argument --jobs: '{jobs}' is no whole number from 1" in capsys.readouterr().err


def test_a_folder_without_photos_is_told(
    batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert batch(tmp_path / "empty", "-o", tmp_path / "out") == 1
    assert "no photos" in capsys.readouterr().err


def test_several_processes_write_what_one_does(
    batch: Batch, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("b", "c"):
        (photos / folder).mkdir()
        _make(photos / folder / "night1.png", 1)
    (photos / "c" / "bad.png").write_bytes(b"no picture")
    arguments = (photos, "--recursive", "--on-conflict", "overwrite")
    assert batch(*arguments, "-o", tmp_path / "one", "--jobs", "1") == 1
    assert batch(*arguments, "-o", tmp_path / "two", "--jobs", "2") == 1
    told = capsys.readouterr().err
    assert told.count("5 written, 0 skipped, 1 failed") == 2
    assert told.count("bad.png: ") == 2
    one, two = (
        {name: (f / name).read_bytes() for name in _names(f)} for f in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two
    assert batch(*arguments, "-o", tmp_path / "two", "--jobs", "2") == 1
    assert "0 written, 5 skipped, 1 failed" in capsys.readouterr().err


def test_a_process_that_cannot_begin_leaves_the_others_to_work(
    batch: Batch,
    photos: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start, started = processes._Pool._start, []

    def start_and_kill_the_second(pool: processes._Pool) -> None:
        start(pool)
        started.append(list(pool._workers.values())[-1].process)
        if len(started) > 1:
            started[-1].kill()

    monkeypatch.setattr(processes._Pool, "_start", start_and_kill_the_second)
    assert batch(photos, "-o", tmp_path / "out", "--jobs", "2") == 0
    assert "3 written, 0 skipped, 0 failed" in capsys.readouterr().err
    assert len(started) == 2
    assert not any(process.is_alive() for process in started)


def test_where_no_process_can_begin_that_is_told(
    batch: Batch,
    photos: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = processes._Pool._start

    def start_and_kill(pool: processes._Pool) -> None:
        start(pool)
        list(pool._workers.values())[-1].process.kill()

    monkeypatch.setattr(processes._Pool, "_start", start_and_kill)
    assert batch(photos, "-o", tmp_path / "out", "--jobs", "2") == 1
    assert "a process ended with code -9 before it could work" in capsys.readouterr().err


def test_weights_that_no_process_can_load_are_told_in_one_line(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--weights", "absent.safetensors", "--device", "cpu", "--jobs", "2"]
    assert cli.main(["batch", str(photos), "-o", str(tmp_path / "out"), *arguments]) == 1
    assert "absent.safetensors" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="there is no Ctrl+C to send")
@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.thorough)])
def test_stopped_by_ctrl_c_it_ends_at_once_and_whole(
    photos: Path, tmp_path: Path, tiny_weights: Path, jobs: str
) -> None:
    for number in range(4, 60):
        _make(photos / f"night{number}.png", number)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "ccnet_core", "batch", str(photos), "-o", str(out), "--json"]
    command += ["--weights", str(tiny_weights), "--device", "cpu", "--jobs", jobs]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        # As a terminal does: to all processes of the command.
        os.killpg(process.pid, signal.SIGINT)
        # The pipes are closed when the last of them has ended.
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert first["state"] == "written"
    assert len(_names(out)) < 59
    assert all(open_photo(out / name).width == 24 for name in _names(out))


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.thorough)])
def test_killed_in_the_middle_it_goes_on_where_it_was(
    photos: Path, tmp_path: Path, tiny_weights: Path, jobs: str
) -> None:
    for number in range(4, 60):
        _make(photos / f"night{number}.png", number)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "ccnet_core", "batch", str(photos), "-o", str(out), "--json"]
    command += ["--weights", str(tiny_weights), "--device", "cpu", "--jobs", jobs]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        assert process.stdout is not None
        first = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert all(line["state"] == "written" for line in first)
    finished = {Path(line["output"]): Path(line["output"]).stat().st_mtime_ns for line in first}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stderr
    states = [json.loads(line)["state"] for line in run.stdout.splitlines()]
    assert states.count("written") + states.count("skipped") == 59
    assert 0 < states.count("written") <= 57
    assert {path: path.stat().st_mtime_ns for path in finished} == finished
    results = [name for name in _names(out) if not name.endswith(".tmp")]
    assert len(results) == 59
    assert all(open_photo(out / name).width == 24 for name in results)


def test_several_sizes_and_a_preset_are_written_at_once(
    batch: Batch,
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    ExportPresets().save(ExportPreset("Web", ExportOptions("jpeg", 70, sharpen="standard")))
    out = tmp_path / "out"
    assert batch(photos, "-o", out, "--export-preset", "Webb", "--jobs", "1") == 1
    assert "no export preset 'Webb'. Choose one of 'Web'" in capsys.readouterr().err
    sizes = ("--export-preset", "Web", "--resize", "12,6", "--jobs", "1")
    assert batch(photos, "-o", out, *sizes) == 0
    assert "6 written, 0 skipped, 0 failed" in capsys.readouterr().err
    assert {name: open_photo(out / name).width for name in _names(out)} == {
        f"night{number}-ccnet-{width}.jpg": width for number in (1, 2, 3) for width in (6, 12)
    }
    assert batch(photos, "-o", out, *sizes) == 0
    assert "0 written, 6 skipped, 0 failed" in capsys.readouterr().err
    assert batch(photos, "-o", out, *sizes, "--output-sharpen", "none") == 0
    assert "6 written" in capsys.readouterr().err, "they were sharpened before"


def test_photos_come_from_a_list_and_are_shared_out(
    batch: Batch,
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = sorted(str(path) for path in photos.iterdir())
    (tmp_path / "list.txt").write_text("\n".join(names[1:]) + "\n")
    arguments = (names[0], "--files-from", tmp_path / "list.txt", "-o", tmp_path / "out", "--jobs", "1")
    for number in (1, 2, 3):
        assert batch(*arguments, "--shard", f"{number}/3") == 0
    assert _names(tmp_path / "out") == ["night1-ccnet.png", "night2-ccnet.png", "night3-ccnet.png"]
    capsys.readouterr()
    assert batch(*arguments) == 0
    assert "0 written, 3 skipped" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\0".join(map(os.fsencode, names)))))
    assert batch("--files-from", "-", "-o", tmp_path / "again", "--jobs", "1") == 0
    assert "3 written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "no photos are named"),
        (("--files-from", "absent.txt"), "absent.txt: the file does not exist"),
        (("--files-from", "."), "this is a folder"),
    ],
)
def test_a_list_that_is_none_is_told(
    batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    assert batch(*arguments, "-o", tmp_path / "out") == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
