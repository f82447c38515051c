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
    ],
)
def test_mistakes_are_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, more: tuple[str, ...], named: str
) -> None:
    if text is not None:
        (tmp_path / "run.toml").write_text(text)
    assert _train(tmp_path, *more) == 1
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
    assert _train(tmp_path, "--resume", "--workers", "0", "--checkpoint-minutes", "0.5") == 130
    (config, phase, data, out, options, start), saved = seen
    assert (config.steps, phase, data, out, start) == (7, "joint", tmp_path, tmp_path / "out", None)
    assert (options.device, options.workers, options.resume) == ("cpu", 0, True)
    assert options.checkpoint_minutes == 0.5
    assert saved == "saved"
