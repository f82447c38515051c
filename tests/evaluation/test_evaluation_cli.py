from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from evaluation_samples import save, scene
from PIL import Image

from ccnet_core.cli import main
from ccnet_core.evaluation import size


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["evaluate", *map(str, arguments), "--device", "cpu"])
    out, err = capsys.readouterr()
    return code, out, err


def without_seconds(text: str) -> dict[str, Any]:
    values = json.loads(text)
    for row in values["rows"]:
        assert row.pop("seconds") >= 0
    return values


def test_pairs_of_a_data_folder(data: Path, weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--data", data, "--weights", weights, "--limit", 1, "--json")
    code, first, _ = run(capsys, *arguments)
    assert code == 0
    values = without_seconds(first)
    assert values["weights"] == "tiny.safetensors"
    assert [row["source"] for row in values["rows"]] == ["one"] * 5 + ["two"] * 5 + ["unchanged"] * 5
    methods = ["input", "gamma 0.4", "CLAHE on L", "LIME", "CCNet Studio"]
    assert [row["method"] for row in values["rows"]] == methods * 3
    assert values["rows"][10]["psnr"] is None
    assert values["rows"][10]["ciede2000"] == 0
    _, second, _ = run(capsys, *arguments)
    assert without_seconds(second) == values


def test_pairs_of_folders_with_a_sheet(
    data: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.png"
    folders = ("--low", data / "one/low", "--high", data / "one/high")
    code, out, _ = run(capsys, *folders, "--weights", weights, "--sheet", sheet)
    assert code == 0
    assert "PSNR dB" in out
    assert out.count("| low ") == 5
    with Image.open(sheet) as image:
        assert image.width == 3 * 320 + 4 * 8
        assert image.height > 2 * 240
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_pairs_are_told_with_the_mean_given_too(
    data: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The dark photos are their targets divided by eight."""
    code, out, _ = run(capsys, "--data", data, "--weights", weights, "--limit", 1, "--json")
    assert code == 0
    row = json.loads(out)["rows"][0]
    assert row["method"] == "input"
    assert row["psnr_given_mean"] > 30 > row["psnr"]
    assert row["ssim_given_mean"] > row["ssim"]
    assert row["ciede2000_given_luminance"] < row["ciede2000"]


def test_control(
    data: Path, weights: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(size, "MEGAPIXELS", (0.002, 0.004, 0.008))
    arguments = ("control", "--data", data, "--weights", weights, "--limit", 1)
    code, first, _ = run(capsys, *arguments, "--json")
    assert code == 0
    values = json.loads(first)
    assert values["photos"] == 2
    assert [row["saturation"] for row in values["saturation"]] == [0, 0.5, 1, 1.5, 2, 3]
    assert [row["strength"] for row in values["style"]] == [0, 0.5, 1]
    assert [row["source"] for row in values["noise"]] == ["one", "two"]
    assert len(values["sizes"]) == 3
    assert run(capsys, *arguments, "--json")[1] == first
    _, table, _ = run(capsys, *arguments)
    for heading in ("Saturation", "Style", "Noise", "Tone against size"):
        assert heading in table


def one_line(text: str) -> str:
    (line,) = text.splitlines()
    assert line.startswith("ccnet: ")
    return line


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--low", "x"),
        ("--data", "x", "--low", "y", "--high", "z"),
        ("--data", "x", "--pairs", "y"),
        ("--low", "x", "--high", "y", "--split", "val"),
    ],
    ids=["nothing", "half", "both", "folder and table", "split of folders"],
)
def test_which_pairs_must_be_said(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 1
    assert "give either --data or --pairs" in one_line(err)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("control",), "control needs --data"),
        (("control", "--data", "x", "--sheet", "y.png"), "control takes no --sheet"),
        (("control", "--data", "x", "--split", "train"), "control takes no --split"),
        (("free",), "free needs --data"),
        (("free", "--data", "x", "--split", "val"), "free takes no --split"),
        (("free", "--data", "x", "--sheet", "y.png"), "free needs --against for a --sheet"),
        (("brackets",), "brackets needs --data"),
        (("brackets", "--data", "x", "--each"), "brackets takes no --each"),
        (("pairs", "--data", "x", "--against", "y"), "pairs takes no --against"),
        (("darkened", "--data", "x"), "darkened needs --sheet"),
        (("darkened", "--data", "x", "--sheet", "y.png", "--json"), "darkened takes no --json"),
    ],
)
def test_what_a_kind_of_evaluation_does_not_do_is_told(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 1
    assert told in one_line(err)


def test_pairs_of_a_table(
    data: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = data / "chosen.csv"
    table.write_text((data / "pairs.csv").read_text())
    (data / "pairs.csv").unlink()
    options = ("--weights", weights, "--limit", 1, "--json")
    code, out, _ = run(capsys, "--pairs", table, "--split", "val", *options)
    assert code == 0
    assert [row["source"] for row in json.loads(out)["rows"]] == ["one"] * 5 + ["two"] * 5
    code, _, err = run(capsys, "--pairs", table, "--split", "test", *options)
    assert code == 1
    assert "chosen.csv: has no pair in the split 'test'" in one_line(err)
    code, _, err = run(capsys, "--pairs", tmp_path / "absent.csv", *options)
    assert code == 1
    assert "absent.csv: cannot be read" in one_line(err)


def test_missing_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "control", "--data", tmp_path)
    assert code == 1
    assert "pairs.csv" in one_line(err)


def test_a_table_without_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pairs.csv").write_text("low,high,scene,split\n")
    code, _, err = run(capsys, "--data", tmp_path)
    assert code == 1
    assert "pairs.csv: has no row below its header; add rows of" in one_line(err)


def test_other_names(data: Path, weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = ("--low", data / "one/low", "--high", data / "two/high")
    code, _, err = run(capsys, *folders, "--weights", weights)
    assert code == 1
    assert "0.png" in one_line(err)


def test_other_sizes(data: Path, weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(data / "one/high/0.png", scene(1, (48, 65)))
    folders = ("--low", data / "one/low", "--high", data / "one/high")
    code, _, err = run(capsys, *folders, "--weights", weights)
    assert code == 1
    assert "0.png: is 64x48" in err.splitlines()[-1]


def test_bad_weights(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.safetensors"
    path.write_bytes(b"no weights")
    code, _, err = run(capsys, "--data", data, "--weights", path)
    assert code == 1
    assert "bad.safetensors" in one_line(err)


@pytest.mark.parametrize("name", ["sheet.gif", "nowhere/sheet.png"])
def test_bad_sheet(data: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--data", data, "--sheet", tmp_path / name)
    assert code == 1
    assert name in one_line(err)


def test_without_scikit_image(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "skimage", None)
    code, _, err = run(capsys, "--data", data)
    assert code == 1
    assert 'pip install "ccnet-studio[train]"' in one_line(err)


@pytest.mark.parametrize("limit", ["0", "-1", "x"])
def test_bad_limit(limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["evaluate", "--limit", limit])
    assert "is no whole number from 1" in capsys.readouterr().err


def test_bright_photos_are_darkened_and_brought_back(
    data: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.jpg"
    code, _, err = run(capsys, "darkened", "--data", data, "--weights", weights, "--sheet", sheet)
    assert code == 0, err
    with Image.open(sheet) as image:
        columns = [np.asarray(image.crop((8 + 328 * i, 28, 328 + 328 * i, 200))).mean() for i in range(3)]
    assert columns[0] < columns[1]
    assert columns[0] < 0.7 * columns[2]


def test_styles_are_measured_in_both_ways(
    data: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(
        capsys, "styles", "--data", data / "clean", "--weights", weights, "--limit", 1, "--json"
    )
    assert code == 0
    values = json.loads(out)
    rows = {(row["method"], row["strength"]): row for row in values["rows"]}
    assert list(rows) == [
        ("without", 0.0),
        ("simple", 0.5),
        ("palette", 0.5),
        ("simple", 1.0),
        ("palette", 1.0),
    ]
    without, palette = rows["without", 0.0], rows["palette", 1.0]
    assert palette["to_palette"] < without["to_palette"]
    assert without["luminance"] == 0 < palette["luminance"] < 1
