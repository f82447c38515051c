"""What a program that is packed with its Python does otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ccnet_core.cli import main
from ccnet_core.frozen import begin


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.parametrize("before", [None, "/opt/theirs"])
@pytest.mark.usefixtures("packed")
def test_other_programs_find_their_own_libraries(monkeypatch: pytest.MonkeyPatch, before: str | None) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/program/_internal:/opt/theirs")
    if before is None:
        monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    else:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    begin()
    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ


def test_a_program_of_an_installed_python_leaves_the_variable_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/theirs")
    begin()
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/theirs"


@pytest.mark.usefixtures("packed")
def test_a_command_that_needs_what_is_not_packed_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny_weights: Path
) -> None:
    monkeypatch.setitem(sys.modules, "ccnet_core.network.export", None)
    assert main(["export-onnx", "--weights", str(tiny_weights), "--out", str(tmp_path / "onnx")]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "ccnet_core.network.export" in told
    assert "install ccnet-studio in a Python" in told
