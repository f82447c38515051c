"""The table of a run and its curves."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from PIL import Image

from ccnet_core.training.report import draw_curves, format_row, read_metrics, write_curves, write_metrics

pytestmark = pytest.mark.usefixtures("drawn_curves")
_ROWS = [
    format_row({"step": 10, "hours": 0.1, "L": 0.123456, "psnr_lol": 18.0, "score": 18.0}),
    format_row({"step": 20, "hours": 0.2, "L": 0.1, "bins": 0.05, "psnr_lol": 19.0, "score": 19.0}),
]


def test_table_is_read_as_written_up_to_a_step(tmp_path: Path) -> None:
    path = tmp_path / "metrics.csv"
    assert read_metrics(path, 99) == []
    write_metrics(path, _ROWS)
    first, second = read_metrics(path, 99)
    assert (first["L"], first["bins"], second["bins"]) == ("0.12346", "", "0.05")
    assert read_metrics(path, 19) == [first]
    write_metrics(path, [first, second])
    assert read_metrics(path, 99) == [first, second]


def test_curves_are_drawn_from_incomplete_rows(tmp_path: Path) -> None:
    write_metrics(tmp_path / "metrics.csv", _ROWS)
    write_curves(tmp_path / "curves.png", read_metrics(tmp_path / "metrics.csv", 99))
    with Image.open(tmp_path / "curves.png") as image:
        assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 10


def test_curves_of_the_score_alone_are_empty_axes(tmp_path: Path) -> None:
    write_curves(tmp_path / "curves.png", [format_row({"step": 1, "score": 2.0})])
    assert (tmp_path / "curves.png").exists()


def test_curves_of_runs_follow_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Figure] = []
    save = Figure.savefig

    def keep(figure: Figure, *arguments: object, **options: object) -> None:
        drawn.append(figure)
        save(figure, *arguments, **options)

    monkeypatch.setattr(Figure, "savefig", keep)
    draw_curves([_ROWS, [format_row({"step": 5, "psnr_lol": 20.0})]])
    _, decibels = drawn[0].axes
    curves = [list(map(float, line.get_xdata())) for line in decibels.lines if line.get_marker() == "."]
    assert curves == [[10, 20], [25]]
    (legend,) = [text.get_text() for text in decibels.get_legend().get_texts()]
    assert legend == "lol"


def test_without_matplotlib_training_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with caplog.at_level(logging.INFO):
        write_curves(tmp_path / "curves.png", _ROWS)
    assert "needs Matplotlib" in caplog.text
    assert not (tmp_path / "curves.png").exists()
