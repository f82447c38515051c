"""``ccnet train``: mistakes are told in one line, and the arguments reach the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccnet_core import cli
from ccnet_core.training import loop


def _train(tmp_path: Path, *more: str) -> int:
    folders = ("--data", str(tmp_path), "--out", str(tmp_path / "out"), "--device", "cpu")
    return cli.main(["train", "joint", "--config", str(tmp_path / "run.toml"), *folders, *more])


@pytest.mark.parametrize(
    ("text", "more", "named"),
    [
        (None, (), "run.toml"),
        ("magic = 1", (), "magic"),
        ("steps = 1", (), "pairs.csv"),
        ("steps = 1", ("--start", "absent.safetensors"), "absent.safetensors"),
        ("steps = 1", ("--device", "gpu"), "gpu"),
        ("steps = 1", ("--workers", "-1"), "workers must be"),
        ("steps = 1", ("--out", "{folder}/run.toml"), "run.toml: is no folder"),
        ("steps = 1", ("--out", "{folder}/used"), "used: holds a run already"),
        ("steps = 1", ("--out", "{folder}/used", "--resume"), "checkpoint.pt: is damaged"),
        ("betas = [0.9]", (), "run.toml: betas"),
    ],
)
def test_mistakes_are_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, more: tuple[str, ...], named: str
) -> None:
    if text is not None:
        (tmp_path / "run.toml").write_text(text)
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / loop.CHECKPOINT).write_bytes(b"cut")
    assert _train(tmp_path, *(argument.format(folder=tmp_path) for argument in more)) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("ccnet: ")
    assert named in lines[0]


def test_arguments_reach_the_run_and_an_interruption_saves_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    class Interrupted:
        """A run that is stopped at once."""

        def __init__(self, *arguments: object) -> None:
            seen.append(arguments)

        def run(self) -> None:
            raise KeyboardInterrupt

        def save(self) -> None:
            seen.append("saved")

    monkeypatch.setattr(loop, "Trainer", Interrupted)
    (tmp_path / "run.toml").write_text("steps = 7")
    run = ("--resume", "--workers", "0", "--cache-gib", "2", "--checkpoint-minutes", "0.5")
    assert _train(tmp_path, *run, "--vgg16", "vgg16.pth") == 130
    (config, phase, data, out, options, start), saved = seen
    assert (config.steps, phase, data, out, start) == (7, "joint", tmp_path, tmp_path / "out", None)
    assert (options.device, options.workers, options.resume) == ("cpu", 0, True)
    assert (options.checkpoint_minutes, options.cache_gib) == (0.5, 2)
    assert options.vgg16 == Path("vgg16.pth")
    assert saved == "saved"


@pytest.mark.parametrize("workers", ["0", "1"])
def test_picture_that_breaks_during_the_run_is_named_in_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], workers: str
) -> None:
    for side in ("low", "high"):
        (tmp_path / side).mkdir()
        for name in ("0.png", "1.png"):
            (tmp_path / side / name).write_bytes(b"no picture")
    (tmp_path / "run.toml").write_text(
        "[network]\nstructure = 'gain'\nchannels = [4, 4, 4, 4, 4]\nview = 4\n"
    )
    assert _train(tmp_path, "--workers", workers, "--cache-gib", "0") == 1
    (line,) = [line for line in capfd.readouterr().err.splitlines() if line.startswith("ccnet: ")]
    assert line == f"ccnet: {tmp_path / 'low' / '1.png'}: is no picture"
