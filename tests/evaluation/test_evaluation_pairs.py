from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from evaluation_samples import save, scene

import ccnet_core.evaluation
from ccnet_core.adjustments import Adjustments
from ccnet_core.data.layout import PhotoPair, choose_evenly
from ccnet_core.engine import Engine
from ccnet_core.evaluation import baselines
from ccnet_core.evaluation.errors import EvaluationError
from ccnet_core.evaluation.pairs import (
    burnt_of_all,
    evaluate_pairs,
    format_rows,
    limit_pairs,
    product,
    read_pair,
    split_pairs,
)
from ccnet_core.evaluation.table import format_table
from ccnet_core.photo import Photo


def test_identity_pairs_have_no_error(data: Path) -> None:
    pairs = [p for p in split_pairs(data, "val") if p.source == "unchanged"]
    (row,) = evaluate_pairs(pairs, {"input": baselines.unchanged})
    assert row.psnr == math.inf
    assert row.ssim == pytest.approx(1)
    assert row.ciede2000 == 0
    assert row.burnt_added == 0
    assert row.chroma_ratio == pytest.approx(1)
    assert row.to_dict()["psnr"] is None


def test_means_are_over_photos(tmp_path: Path) -> None:
    pairs = []
    for i, error in enumerate((10, 20)):
        save(tmp_path / f"low{i}.png", np.full((16, 16, 3), 100, np.uint8))
        save(tmp_path / f"high{i}.png", np.full((16, 16, 3), 100 + error, np.uint8))
        pairs.append(PhotoPair(tmp_path / f"low{i}.png", tmp_path / f"high{i}.png", "set"))
    (row,) = evaluate_pairs(pairs, {"input": baselines.unchanged})
    assert row.photos == 2
    decibels = [20 * math.log10(255 / error) for error in (10, 20)]
    assert row.psnr == pytest.approx(sum(decibels) / 2)
    assert math.isnan(row.chroma_ratio)


def test_burnt_is_counted_over_the_input(tmp_path: Path) -> None:
    low = np.full((16, 16, 3), 100, np.uint8)
    low[:4] = 255
    save(tmp_path / "a.png", low)

    def burn(picture: np.ndarray) -> np.ndarray:
        burnt = picture.copy()
        burnt[:8] = 255
        return burnt

    (row,) = evaluate_pairs([PhotoPair(tmp_path / "a.png", tmp_path / "a.png", "set")], {"burn": burn})
    assert row.burnt_added == pytest.approx(0.25)


def test_product_is_the_export(engine: Engine) -> None:
    dark = scene(3) // 8
    expected = engine.export(engine.brighten(Photo(dark)), Adjustments())
    np.testing.assert_array_equal(product(engine)(dark), expected)


def test_split_leaves_out_night_scenes_and_other_splits(data: Path) -> None:
    pairs = split_pairs(data, "val")
    assert [pair.source for pair in pairs] == ["one", "one", "two", "two", "unchanged"]
    assert pairs[-1].low == pairs[-1].high == data / "clean/day.png"


def test_split_works_without_clean_photos(data: Path) -> None:
    (data / "clean.csv").unlink()
    assert len(split_pairs(data, "val")) == 4


def test_empty_split(data: Path) -> None:
    with pytest.raises(EvaluationError, match=r"no pair in the split 'test'"):
        split_pairs(data, "test")


def test_limit_is_per_data_set(data: Path) -> None:
    pairs = limit_pairs(split_pairs(data, "val"), 1)
    assert [pair.source for pair in pairs] == ["one", "two", "unchanged"]


def test_evaluation_loads_nothing_of_training() -> None:
    """Training takes from evaluation what validates it, never the other way round."""
    folder = Path(ccnet_core.evaluation.__file__).parent
    modules = [f"ccnet_core.evaluation.{path.stem}" for path in folder.glob("[a-z]*.py")]
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = run.stdout.split()
    assert set(modules) <= set(loaded)
    assert [name for name in loaded if name.startswith("ccnet_core.training")] == []


def test_choose_evenly() -> None:
    assert choose_evenly(range(10), 5) == [0, 2, 4, 6, 8]
    assert choose_evenly(range(3), 12) == [0, 1, 2]
    assert choose_evenly([], 4) == []


def test_split_of_another_layout(tmp_path: Path) -> None:
    for name in ("low", "high"):
        save(tmp_path / "eval15" / name / "1.png", scene(1))
    (pair,) = split_pairs(tmp_path, "val")
    assert pair == PhotoPair(tmp_path / "eval15/low/1.png", tmp_path / "eval15/high/1.png", "lol")


def test_sizes_must_agree(tmp_path: Path) -> None:
    save(tmp_path / "low.png", scene(1, (20, 30)))
    save(tmp_path / "high.png", scene(1, (20, 31)))
    with pytest.raises(EvaluationError, match=r"low\.png: is 30x20, but .*high\.png is 31x20"):
        read_pair(PhotoPair(tmp_path / "low.png", tmp_path / "high.png", "set"))


def test_too_small_to_compare(tmp_path: Path) -> None:
    save(tmp_path / "a.png", scene(1, (10, 30)))
    with pytest.raises(EvaluationError, match="smaller than 11 pixels"):
        read_pair(PhotoPair(tmp_path / "a.png", tmp_path / "a.png", "set"))


def test_table_aligns_numbers() -> None:
    table = format_table(("name", "dB"), [("a", "9.50"), ("bcdef", "–")])
    assert table.splitlines() == [
        "| name  |   dB |",
        "| ----- | ---: |",
        "| a     | 9.50 |",
        "| bcdef |    – |",
    ]


def test_burnt_pixels_are_averaged_over_photos_and_not_over_data_sets(tmp_path: Path) -> None:
    dark = np.zeros((16, 16, 3), np.uint8)
    for name in ("a", "b", "c"):
        save(tmp_path / f"{name}.png", dark)
    sets = (("a", "one"), ("b", "one"), ("c", "two"))
    pairs = [PhotoPair(tmp_path / f"{n}.png", tmp_path / f"{n}.png", source) for n, source in sets]
    calls = iter((1.0, 0.5, 0.0))

    def burn(picture: np.ndarray) -> np.ndarray:
        out = picture.copy()
        out[: round(16 * next(calls))] = 255
        return out

    rows = evaluate_pairs(pairs, {"burn": burn})
    assert [row.burnt_added for row in rows] == [0.75, 0.0]
    assert burnt_of_all(rows) == {"burn": pytest.approx(0.5)}
    assert "| burn       |         50.00 |" in format_rows(rows)
