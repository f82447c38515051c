"""``ccnet curves``: the tables of runs as one picture."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image

from ccnet_core import cli
from ccnet_core.training.report import format_row, write_metrics


def _table(path: Path, *steps: int) -> Path:
    write_metrics(path, [format_row({"step": step, "L": 1 / step, "psnr_lol": 18.0}) for step in steps])
    return path


def test_curves_of_several_runs_are_one_picture_which_is_replaced(tmp_path: Path) -> None:
    tables = [_table(tmp_path / "first.csv", 10, 20), _table(tmp_path / "second.csv", 5)]
    output = tmp_path / "curves.png"
    output.write_bytes(b"old")
    assert cli.main(["curves", *map(str, tables), "-o", str(output)]) == 0
    with Image.open(output) as image:
        assert image.format == "PNG"


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "name\nnight\n",
        "step,L\nfirst,0.1\n",
        "step,L\n1,dark\n",
        "step,L\n1,2,3\n",
        "step,L\n1," + 200_000 * "9",
        "\0",
    ],
    ids=["absent", "empty", "no steps", "no number", "no loss", "too long", "endless", "no text"],
)
def test_what_is_no_table_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    bad = tmp_path / "bad.csv"
    if content is not None:
        bad.write_text(content)
    output = tmp_path / "curves.png"
    good = _table(tmp_path / "good.csv", 1)
    assert cli.main(["curves", str(good), str(bad), "-o", str(output)]) == 1
    assert str(bad) in capsys.readouterr().err
    assert not output.exists()


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "absent" / "curves.png"
    assert cli.main(["curves", str(_table(tmp_path / "good.csv", 1)), "-o", str(output)]) == 1
    assert str(output) in capsys.readouterr().err


def test_without_matplotlib_the_way_to_install_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    table = _table(tmp_path / "good.csv", 1)
    assert cli.main(["curves", str(table), "-o", str(tmp_path / "curves.png")]) == 1
    assert "pip install" in capsys.readouterr().err


def test_a_table_is_not_replaced_by_its_curves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(tmp_path / "good.csv", 1)
    before = table.read_bytes()
    assert cli.main(["curves", str(table), "-o", str(table)]) == 1
    assert ".png" in capsys.readouterr().err
    assert table.read_bytes() == before
