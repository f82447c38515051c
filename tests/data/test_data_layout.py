"""Layouts of data folders: each is recognized, and what is missing from it is named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from ccnet_core.data.layout import DataError, PhotoPair, list_clean, list_pairs, pair_folders, read_pairs


def _touch(folder: Path, names: Iterable[str]) -> None:
    """Pictures are listed by name, so they may be empty here."""
    for side in ("low", "high"):
        (folder / side).mkdir(parents=True)
        for name in names:
            (folder / side / name).touch()


def _names(pairs: list[PhotoPair]) -> list[str]:
    assert all(pair.low.name == pair.high.name for pair in pairs)
    assert all((pair.low.parent.name, pair.high.parent.name) == ("low", "high") for pair in pairs)
    return [f"{pair.source}/{pair.low.name}" for pair in pairs]


def test_tables_are_read_by_split(data_folder: Path) -> None:
    pairs = list_pairs(data_folder, "train")
    assert [pair.source for pair in pairs] == ["lol"] * 3 + ["sice"] * 3
    assert pairs[0].high == data_folder / "lol/high/0.png"
    assert len(list_clean(data_folder, "val")) == 4
    assert list_pairs(data_folder, "test") == []


def test_table_comes_before_any_other_layout(tmp_path: Path) -> None:
    _touch(tmp_path, ["a.png"])
    (tmp_path / "pairs.csv").write_text("low,high,scene,split\nx/low/b.png,x/high/b.png,b,train\n")
    assert _names(list_pairs(tmp_path, "train")) == ["x/b.png"]


def test_bright_photos_alone_are_a_folder_too(tmp_path: Path) -> None:
    (tmp_path / "clean.csv").write_text("photo,split\nclean/a.png,train\n")
    assert list_pairs(tmp_path, "train") == []
    assert list_clean(tmp_path, "train") == [tmp_path / "clean/a.png"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("low,high,scene,split\n", r"no row below its header; add rows of low, high, split, or remove"),
        ("low,high\na.png,b.png\n", "expected the columns low, high, split"),
        ("", "expected the columns low, high, split"),
        ("low,high,split\na.png,b.png,val\na.png\n", "row 2 below the header lacks one of"),
    ],
    ids=["header alone", "other columns", "empty", "short row"],
)
def test_a_table_that_lists_nothing_is_told_from_one_that_is_none(
    tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "pairs.csv").write_text(text)
    with pytest.raises(DataError, match=rf"pairs\.csv: .*{told}"):
        list_pairs(tmp_path, "train")


def test_a_table_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    (tmp_path / "clean.csv").write_text("photo,split\nclean/a.png,train\n", encoding="utf-8-sig")
    assert list_clean(tmp_path, "train") == [tmp_path / "clean/a.png"]
    (tmp_path / "clean.csv").write_text("photo,split\n")
    with pytest.raises(DataError, match=r"clean\.csv: has no row below its header; add rows of photo, split"):
        list_clean(tmp_path, "train")


def test_lol(tmp_path: Path) -> None:
    _touch(tmp_path / "our485", ["2.png", "10.png"])
    _touch(tmp_path / "eval15", ["1.png"])
    assert _names(list_pairs(tmp_path, "train")) == ["lol/10.png", "lol/2.png"]
    assert _names(list_pairs(tmp_path, "val")) == ["lol/1.png"]
    assert list_clean(tmp_path, "train") == []


def test_one_half_of_lol_is_enough_for_its_split(tmp_path: Path) -> None:
    _touch(tmp_path / "eval15", ["1.png"])
    assert list_pairs(tmp_path, "train") == []
    assert _names(list_pairs(tmp_path, "val")) == ["lol/1.png"]


def test_lsrw_and_one_of_its_cameras(tmp_path: Path) -> None:
    for camera in ("Huawei", "Nikon"):
        _touch(tmp_path / camera / "train", [f"{camera}1.jpg", f"{camera}2.jpg"])
        _touch(tmp_path / camera / "eval", [f"{camera}3.jpg"])
    train = ["huawei/Huawei1.jpg", "huawei/Huawei2.jpg", "nikon/Nikon1.jpg", "nikon/Nikon2.jpg"]
    assert _names(list_pairs(tmp_path, "train")) == train
    assert _names(list_pairs(tmp_path, "val")) == ["huawei/Huawei3.jpg", "nikon/Nikon3.jpg"]
    assert _names(list_pairs(tmp_path / "Nikon", "train")) == train[2:]
    assert list_pairs(tmp_path, "test") == []


def test_every_tenth_of_a_plain_folder_is_for_validation(tmp_path: Path) -> None:
    names = [f"{i:02}.png" for i in range(21)]
    _touch(tmp_path / "mine", names)
    val, train = (list_pairs(tmp_path / "mine", split) for split in ("val", "train"))
    assert _names(val) == ["mine/00.png", "mine/10.png", "mine/20.png"]
    assert sorted([*val, *train], key=lambda pair: pair.low) == pair_folders(
        tmp_path / "mine/low", tmp_path / "mine/high", "mine"
    )
    assert list_pairs(tmp_path / "mine", "test") == []


def test_unknown_layout_is_named(tmp_path: Path) -> None:
    (tmp_path / "low").mkdir()
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(DataError, match=rf"{folder.name}: has none of the known layouts: pairs\.csv"):
            list_pairs(folder, "train")


def test_picture_without_a_partner_is_named(tmp_path: Path) -> None:
    _touch(tmp_path, ["a.png", "b.png"])
    (tmp_path / "low" / "notes.txt").touch()
    assert len(pair_folders(tmp_path / "low", tmp_path / "high", "x")) == 2
    (tmp_path / "high" / "c.png").touch()
    with pytest.raises(DataError, match=r"high/c\.png: there is no picture of this name in .*low"):
        list_pairs(tmp_path, "train")


def test_folder_missing_or_empty_is_named(tmp_path: Path) -> None:
    (tmp_path / "our485").mkdir()
    with pytest.raises(DataError, match="low: cannot be read"):
        list_pairs(tmp_path, "train")
    with pytest.raises(DataError, match="holds no picture"):
        pair_folders(tmp_path, tmp_path, "x")


@pytest.mark.parametrize(
    ("low", "source"),
    [
        ("one/low/a.png", "one"),
        ("./one/a.png", "one"),
        ("a.png", "chosen"),
        ("./a.png", "chosen"),
        ("../one/a.png", "chosen"),
    ],
)
def test_the_data_set_of_a_table_is_its_first_folder_or_its_name(
    tmp_path: Path, low: str, source: str
) -> None:
    table = tmp_path / "chosen.csv"
    table.write_text(f"low,high,scene,split\n{low},high.png,1,val\n")
    assert [pair.source for pair in read_pairs(table, "val")] == [source]


def test_photos_of_a_table_by_their_whole_paths_are_one_data_set(tmp_path: Path) -> None:
    table = tmp_path / "chosen.csv"
    table.write_text(f"low,high,scene,split\n{tmp_path}/a.png,{tmp_path}/b.png,1,val\n")
    assert read_pairs(table, "val") == [PhotoPair(tmp_path / "a.png", tmp_path / "b.png", "chosen")]
