"""The command line behaves beside other programs: in pipes, with odd names, on full disks."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp
from PIL import Image

from ccnet_core import atomic, cli
from ccnet_core.cli.telling import visible

Run = Callable[..., int]


@pytest.fixture
def run(tiny_weights: Path) -> Run:
    def run(command: str, *arguments: str | Path) -> int:
        weights = ["--weights", str(tiny_weights), "--device", "cpu"]
        return cli.main([command, *map(str, arguments), *weights])

    return run


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.png" for name in "abc"]
    for path in paths:
        Image.fromarray(colour_ramp(12, 16, np.uint8, top=0.3)).save(path)
    return paths


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("night.jpg", "night.jpg"),
        ("Nächtlich 夜 👨‍👩‍👧.jpg", "Nächtlich 夜 👨‍👩‍👧.jpg"),
        ("a\nccnet: b\r\t", "a\\nccnet: b\\r\\t"),
        ("\x1b[31mred\x7f\x9b", "\\x1b[31mred\\x7f\\x9b"),
        ("gpj.\u202ecod", "gpj.\\u202ecod"),
        ("a\u2028b", "a\\u2028b"),
        (os.fsdecode(b"\xff.jpg"), "\\udcff.jpg"),
    ],
    ids=range(7),
)
def test_what_would_steer_a_terminal_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("command", ["enhance", "batch"])
def test_a_failure_is_one_line_whatever_the_name(
    run: Run, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "no\nphoto\x1b[2J.jpg"
    path.write_bytes(b"nothing of the kind")
    assert run(command, path, "-o", out) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("ccnet: no\\nphoto\\x1b[2J.jpg: this is not a picture")
    assert len(lines) == (1 if command == "enhance" else 2)


def test_arguments_are_told_in_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["enhance", "a.jpg", "-o", "b.jpg", "--no\nsuch"])
    assert capsys.readouterr().err.splitlines()[-1].endswith("unrecognized arguments: --no\\nsuch")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"ccnet {version('ccnet-studio')}\n"


@pytest.mark.parametrize("command", ["enhance", "batch"])
def test_json_comes_as_each_photo_is_done_be_it_written_or_not(
    run: Run, photos: list[Path], out: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    photos[1].write_bytes(b"nothing of the kind")
    assert run(command, *photos, "-o", out, "--json", *(["--jobs", "1"] if command == "batch" else [])) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["photo"] for report in told] == [str(path) for path in photos]
    assert [report["output"] is None for report in told] == [False, True, False]
    assert "not a picture" in told[1]["error" if command == "enhance" else "reason"]


def _telling_each(photos: list[Path], out: Path, weights: Path) -> list[str]:
    """Arguments that print a line of JSON for each photo."""
    return [*map(str, photos), "-o", str(out), "--json", "--weights", str(weights), "--device", "cpu"]


@pytest.mark.parametrize("command", ["enhance", "batch"])
def test_where_nobody_reads_the_work_goes_on(
    photos: list[Path], out: Path, tiny_weights: Path, command: str
) -> None:
    arguments = _telling_each(photos, out, tiny_weights)
    arguments += ["--jobs", "1"] if command == "batch" else []
    reading, writing = os.pipe()
    os.close(reading)  # as of a command that ended, `| true`
    ended = subprocess.run(
        [sys.executable, "-m", "ccnet_core", command, *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert "Traceback" not in ended.stderr
    assert "BrokenPipe" not in ended.stderr
    assert ended.returncode == 0
    assert len([path for path in out.iterdir() if path.suffix == ".png"]) == len(photos)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")  # noqa: PTH110
def test_where_what_is_printed_finds_no_room_the_work_goes_on_and_it_is_told(
    photos: list[Path], out: Path, tiny_weights: Path
) -> None:
    arguments = _telling_each(photos, out, tiny_weights)
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ended = subprocess.run(
            [sys.executable, "-m", "ccnet_core", "enhance", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 0
    assert len(list(out.iterdir())) == len(photos)
    lines = [line for line in ended.stderr.splitlines() if "photo/s" not in line and "s/photo" not in line]
    assert lines == ["ccnet: what is printed cannot be written (No space left on device)"]


def test_a_closed_output_is_no_matter(photos: list[Path], out: Path, tiny_weights: Path) -> None:
    arguments = [str(photos[0]), "-o", str(out), "--json", "--weights", str(tiny_weights), "--device", "cpu"]
    ended = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "ccnet_core", "enhance", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS], ids=errno.errorcode.get)
@pytest.mark.parametrize("command", ["enhance", "batch"])
def test_a_disk_that_takes_no_more_ends_the_work_with_one_line(
    run: Run,
    photos: list[Path],
    out: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    number: int,
) -> None:
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic.os, "fsync", full)
    assert run(command, *photos, "-o", out, *(["--jobs", "1"] if command == "batch" else [])) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(calls) == 1, "the second photo was not brightened in vain"
    # Also where it is the record of a batch that has no room: people know the result.
    assert "a-ccnet.png: the disk" in lines[0]
    assert lines[1:] == (
        [] if command == "enhance" else ["ccnet: 0 written, 0 skipped, 1 failed, 2 not begun"]
    )


def test_a_photo_that_cannot_be_read_ends_nothing(
    run: Run, photos: list[Path], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos[0].unlink()
    assert run("batch", *photos, "-o", out, "--jobs", "1") == 1
    assert capsys.readouterr().err.splitlines()[-1] == "ccnet: 2 written, 0 skipped, 1 failed"


def cut(photo: Path) -> Path:
    path = photo.with_suffix(".jpg")
    noise = np.random.default_rng(0).integers(0, 90, (64, 48, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    return path


@pytest.mark.parametrize("command", ["enhance", "batch"])
def test_what_is_there_of_a_photo_is_brightened_if_asked(
    run: Run, photos: list[Path], out: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = cut(photos[0])
    assert run(command, path, "-o", out) == 1
    told = capsys.readouterr().err
    assert "a.jpg: the file is damaged or cut short. Copy it again" in told
    assert ("pass --partial" in told) == (command == "enhance")
    assert run(command, path, "-o", out, "--partial") == 0
    assert "a.jpg: The end of the file is missing: " in capsys.readouterr().err
    with Image.open(out / "a-ccnet.jpg") as image:
        assert image.size == (48, 64)


@pytest.mark.parametrize("command", ["enhance", "batch"])
def test_a_picture_of_several_is_named_by_its_number(
    run: Run, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    first = Image.fromarray(np.full((20, 30, 3), 40, np.uint8))
    second = Image.fromarray(np.full((10, 16, 3), 60, np.uint8))
    path = tmp_path / "stack.tif"
    first.save(path, save_all=True, append_images=[second])
    assert run(command, f"{path}#2", "-o", out) == 0
    assert "pictures" not in capsys.readouterr().err
    with Image.open(out / "stack-2-ccnet.tif") as image:
        assert image.size == (16, 10)
    assert run(command, path, "-o", out) == 0
    assert "stack.tif: It holds 2 pictures, of which the first is shown." in capsys.readouterr().err
    with Image.open(out / "stack-ccnet.tif") as image:
        assert image.size == (30, 20)
    assert run(command, f"{path}#3", "-o", out) == 1
    assert "stack.tif#3: it has 2 pictures, and no picture 3" in capsys.readouterr().err
