"""Free photos and brackets on the command line: figures by group, comparisons, and the blind sheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from evaluation_samples import save, scene
from PIL import Image

from ccnet_core.cli import main
from ccnet_core.data.brackets import fuse_exposures
from ccnet_core.evaluation import metrics
from ccnet_core.evaluation.blind import BlindSheet
from ccnet_core.evaluation.brackets import bracket_pairs, read_bracket
from ccnet_core.evaluation.errors import EvaluationError
from ccnet_core.evaluation.free import Developed
from ccnet_core.network import CCNet, CCNetConfig, save_network


@pytest.fixture
def free(tmp_path: Path) -> Path:
    """A folder of two dark photos and a bright one, and a file that is no photo."""
    folder = tmp_path / "free"
    for i in (1, 2):
        save(folder / f"night{i}.png", scene(i) // 6)
    save(folder / "window.png", scene(3))
    (folder / "notes.txt").write_text("no photo")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["evaluate", *map(str, arguments), "--device", "cpu"])
    out, err = capsys.readouterr()
    return code, out, err


def lines_of(err: str) -> list[str]:
    """What the command told of, without the bar of progress."""
    return [line for line in err.splitlines() if line.startswith("ccnet: ")]


def rows_of(out: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["group"], row["method"]): row for row in json.loads(out)["rows"]}


def test_photos_are_grouped_by_the_luminance_of_the_input(
    free: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "free", "--data", free, "--weights", weights, "--json", "--each")
    assert code == 0, err
    assert lines_of(err) == []
    values = json.loads(out)
    assert values["weights"] == "tiny.safetensors"
    rows = rows_of(out)
    methods = ("input", "CCNet Studio")
    assert list(rows) == [(group, m) for group in ("dark", "backlit and mild", "all") for m in methods]
    assert [rows[group, "input"]["photos"] for group in ("dark", "backlit and mild", "all")] == [2, 1, 3]
    assert [photo["photo"] for photo in values["photos"]] == [
        name for name in ("night1.png", "night2.png", "window.png") for _ in methods
    ]
    for group in ("dark", "all"):
        before, after = (rows[group, method] for method in methods)
        assert before["mean"] < after["mean"]
        assert before["lift"] == 0
        assert after["lift"] == pytest.approx(after["dark"] - after["dark_before"], abs=2e-6)
    nights = [p["mean"] for p in values["photos"] if p["group"] == "dark" and p["method"] == "CCNet Studio"]
    assert rows["dark", "CCNet Studio"]["mean"] == pytest.approx(sum(nights) / 2, abs=2e-6)


def test_the_table_shows_each_photo_when_asked(
    free: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, means, _ = run(capsys, "free", "--data", free, "--weights", weights)
    assert "night1.png" not in means
    _, both, _ = run(capsys, "free", "--data", free, "--weights", weights, "--each")
    assert both.endswith(means)
    assert both.count("night1.png") == 2


def test_large_photos_are_reduced_first(
    tmp_path: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scene at twice and at four times the size of what is measured gives nearly the same figures."""
    means = []
    for side in (1280, 2560):
        y = np.linspace(10, 50, side * 3 // 4)[:, None, None]
        photo = np.broadcast_to(y * np.array([1.0, 0.9, 0.7]), (side * 3 // 4, side, 3)).astype(np.uint8)
        save(tmp_path / str(side) / "a.png", photo)
        _, out, _ = run(capsys, "free", "--data", tmp_path / str(side), "--weights", weights, "--json")
        means.append(rows_of(out)["all", "CCNet Studio"]["mean"])
    assert means[0] == pytest.approx(means[1], abs=0.2)


def test_a_photo_that_cannot_be_opened_is_named_and_left_out(
    free: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (free / "broken.jpg").write_bytes(b"no picture")
    code, out, err = run(capsys, "free", "--data", free, "--weights", weights, "--json")
    assert code == 0
    (line,) = lines_of(err)
    assert "broken.jpg" in line
    assert "left out" in line
    assert rows_of(out)["all", "input"]["photos"] == 3


@pytest.mark.parametrize(
    ("content", "told"), [(None, "is no folder"), ({}, "holds no photo"), ({"a.jpg": b"x"}, "none of its")]
)
def test_a_folder_without_photos_is_told(
    tmp_path: Path,
    weights: Path,
    content: dict[str, bytes] | None,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "photos"
    if content is not None:
        folder.mkdir()
        for name, data in content.items():
            (folder / name).write_bytes(data)
    code, out, err = run(capsys, "free", "--data", folder, "--weights", weights)
    assert (code, out) == (1, "")
    assert told in lines_of(err)[-1]
    assert "photos" in lines_of(err)[-1]


def test_against_pictures_made_elsewhere(
    free: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the same photos, also as an export names them, and at any size."""
    other = tmp_path / "other"
    save(other / "night1.png", np.full((96, 128, 3), 200, np.uint8))
    save(other / "window-ccnet.jpg", np.full((48, 64, 3), 200, np.uint8))
    arguments = ("free", "--data", free, "--weights", weights, "--against", other, "--json")
    code, out, err = run(capsys, *arguments)
    assert code == 0
    (line,) = lines_of(err)
    assert "other: has no picture of night2.png" in line
    rows = rows_of(out)
    assert {row["photos"] for (group, _), row in rows.items() if group == "all"} == {2}
    grey = metrics.to_lab(np.full((1, 1, 3), 200, np.uint8))[0, 0, 0]
    assert rows["all", "against other"]["mean"] == pytest.approx(grey, abs=0.1)


def test_a_picture_of_another_shape_is_told(
    free: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    save(other / "night1.png", scene(1, (64, 48)))
    save(other / "night2.png", scene(2))
    code, out, err = run(capsys, "free", "--data", free, "--weights", weights, "--against", other, "--json")
    assert code == 0
    assert any("night1.png: is 48x64, which is not the shape of" in line for line in lines_of(err))
    assert rows_of(out)["all", "input"]["photos"] == 1


def test_two_pictures_of_one_photo_are_refused(
    free: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    save(other / "night1.png", scene(1))
    save(other / "night1.jpg", scene(1))
    code, _, err = run(capsys, "free", "--data", free, "--weights", weights, "--against", other)
    assert code == 1
    assert "of the same photo" in lines_of(err)[-1]


def test_blind_sheet_of_two_weights(
    free: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key tells the sides: on each row, the side of the brighter weights is the brighter one."""
    torch.manual_seed(6)
    network = CCNet(CCNetConfig(structure="gain", channels=(8, 8, 8, 8, 8), view=8))
    save_network(network, tmp_path / "untrained.safetensors")
    sheet = tmp_path / "sheet.png"
    arguments = ("--data", free, "--weights", weights, "--against", tmp_path / "untrained.safetensors")
    code, out, err = run(capsys, "free", *arguments, "--sheet", sheet, "--limit", 2, "--json", "--each")
    assert code == 0, err
    key = json.loads((tmp_path / "sheet.png.key.json").read_text())
    assert [row["photo"] for row in key["rows"]] == ["night1.png", "night2.png"]
    means = {(p["photo"], p["method"]): p["mean"] for p in json.loads(out)["photos"]}
    with Image.open(sheet) as image:
        pixels = np.asarray(image)
    top = 8
    for row in key["rows"]:
        assert {row["left"], row["right"]} == {"CCNet Studio", "against untrained.safetensors"}
        for left, side in ((8, "left"), (656, "right")):
            start = left + (640 - 64) // 2
            shown = metrics.to_lab(pixels[top : top + 48, start : start + 64])[..., 0].mean()
            assert shown == pytest.approx(means[row["photo"], row[side]], abs=0.01)
        top += 48 + 28


def developed(name: str, height: int = 640) -> Developed:
    pictures = {method: np.full((height, 480, 3), code, np.uint8) for method, code in (("a", 60), ("b", 180))}
    return Developed(name, pictures["a"], pictures)


def test_pages_stay_below_their_height_and_the_key_is_of_all(tmp_path: Path) -> None:
    sheet = BlindSheet(tmp_path / "sheet.jpg", ("a", "b"), seed=3)
    for i in range(12):
        sheet.add(developed(f"{i}.jpg"))
    paths = sheet.write()
    assert [path.name for path in paths] == ["sheet-1.jpg", "sheet-2.jpg", "sheet.jpg.key.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [path.name for path in paths]
    heights = []
    for path in paths[:-1]:
        with Image.open(path) as image:
            heights.append(image.height)
            assert image.width >= 2 * 640
    assert max(heights) < 6000
    assert sum(heights) > 12 * 640
    rows = json.loads(paths[-1].read_text())["rows"]
    assert [row["row"] for row in rows] == list(range(1, 13))
    assert [row["photo"] for row in rows] == [f"{i}.jpg" for i in range(12)]
    assert {row["page"] for row in rows} == {"sheet-1.jpg", "sheet-2.jpg"}
    for row in rows[:8]:  # the pages show what the key says
        with Image.open(tmp_path / row["page"]) as image:
            y = 8 + (row["row"] - 1) * 668 + 320
            left, right = (np.asarray(image)[y, x].mean() for x in (320, 970))
        assert (left < right) == (row["left"] == "a")


def test_sides_are_drawn_anew_for_each_sheet(tmp_path: Path) -> None:
    sides = []
    for i in range(2):
        sheet = BlindSheet(tmp_path / f"{i}.png", ("a", "b"))
        for number in range(64):
            sheet.add(developed(str(number), 4))
        key = json.loads(sheet.write()[-1].read_text())
        sides.append([row["left"] for row in key["rows"]])
        assert 8 < sides[-1].count("a") < 56
    assert sides[0] != sides[1]


@pytest.fixture
def brackets(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    for i in range(2):
        save(folder / f"dark/{i}.png", scene(i, (480, 800)) // 6)
        save(folder / f"bright/{i}.png", scene(i, (480, 800)))
    rows = ["dark,bright,split", *(f"dark/{i}.png,bright/{i}.png,val" for i in range(2))]
    (folder / "brackets.csv").write_text("\n".join(rows) + "\n")
    return folder


def test_brackets_on_the_command_line(
    brackets: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("brackets", "--data", brackets, "--weights", weights, "--limit", 1)
    code, out, err = run(capsys, *arguments, "--json")
    assert code == 0, err
    first, second = json.loads(out)["rows"]
    assert [first["method"], second["method"]] == ["input", "CCNet Studio"]
    assert first["photos"] == 1
    dark, fused = read_bracket(bracket_pairs(brackets, "val")[0])
    assert first["psnr"] == pytest.approx(metrics.psnr(dark, fused), abs=1e-6)
    given = metrics.psnr(metrics.with_mean_of(dark, fused), fused)
    assert first["psnr_given_mean"] == pytest.approx(given, abs=1e-6)
    _, table, _ = run(capsys, *arguments)
    assert "PSNR given mean" in table


def test_brackets_are_fused_at_the_size_that_is_compared(brackets: Path) -> None:
    dark, fused = read_bracket(bracket_pairs(brackets, "val")[1])
    assert dark.shape == fused.shape == (384, 640, 3)
    assert dark.mean() < fused.mean()
    bright = np.asarray(Image.open(brackets / "bright/1.png").resize((640, 384), Image.Resampling.BOX))
    np.testing.assert_allclose(fused.mean(), fuse_exposures(dark, bright).mean(), atol=0.5)


def test_without_brackets(tmp_path: Path, brackets: Path) -> None:
    with pytest.raises(EvaluationError, match=r"brackets\.csv: has no bracket in the split 'val'"):
        bracket_pairs(tmp_path, "val")
    with pytest.raises(EvaluationError, match=r"has no bracket in the split 'test'"):
        bracket_pairs(brackets, "test")
