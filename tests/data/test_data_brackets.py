"""Exposure brackets: the table that lists them, and the picture that two exposures make together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from ccnet_core.data.brackets import Bracket, fuse_exposures, read_brackets
from ccnet_core.data.layout import DataError

ROWS = "dark,bright,split\nd/1.webp,b/1.webp,train\nd/2.webp,b/2.webp,val\nd/3.webp,b/3.webp,train\n"


def test_brackets_are_read_by_split(tmp_path: Path) -> None:
    (tmp_path / "brackets.csv").write_text(ROWS)
    assert read_brackets(tmp_path, "val") == [Bracket(tmp_path / "d/2.webp", tmp_path / "b/2.webp")]
    assert [bracket.dark.stem for bracket in read_brackets(tmp_path, "train")] == ["1", "3"]
    assert read_brackets(tmp_path, "test") == []


def test_a_folder_without_the_table_has_no_brackets(tmp_path: Path) -> None:
    assert read_brackets(tmp_path, "train") == []


def test_a_table_of_other_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "brackets.csv").write_text("low,high,split\na,b,val\n")
    with pytest.raises(DataError, match=r"brackets\.csv: expected the columns dark, bright, split"):
        read_brackets(tmp_path, "val")


def test_each_part_comes_from_the_exposure_that_shows_it() -> None:
    """A lamp that only the dark exposure holds, and a room that only the bright one shows."""
    y, x = np.mgrid[0:96, 0:96]
    texture = 1 + 0.25 * np.sin(x / 2) * np.sin(y / 2)
    light = (np.where(x < 48, 0.02, 1.0) * texture)[..., None] * (1.0, 0.8, 0.6)
    dark, bright = (np.clip(255 * (light * gain) ** (1 / 2.2), 0, 255).astype(np.uint8) for gain in (0.3, 12))
    fused = fuse_exposures(dark, bright)
    assert fused.dtype == np.uint8
    assert fused.shape == dark.shape
    room, lamp = (slice(16, 80), slice(8, 40)), (slice(16, 80), slice(56, 88))
    assert bright[lamp].min() == 255
    assert fused[lamp].std() > 0.7 * dark[lamp].std()
    assert fused[room].mean() > 2 * dark[room].mean()
    assert fused[room].std() > 0.7 * bright[room].std()


@settings(max_examples=25, deadline=None)
@given(arrays(np.uint8, (9, 14, 3)))
def test_equal_exposures_fuse_to_themselves(picture: np.ndarray) -> None:
    assert np.abs(fuse_exposures(picture, picture).astype(int) - picture).max() <= 1


@settings(max_examples=25, deadline=None)
@given(arrays(np.uint8, (9, 14, 3)), arrays(np.uint8, (9, 14, 3)))
def test_the_order_of_exposures_does_not_matter(first: np.ndarray, second: np.ndarray) -> None:
    difference = fuse_exposures(first, second).astype(int) - fuse_exposures(second, first)
    assert np.abs(difference).max() <= 1


def test_exposures_of_other_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be fused"):
        fuse_exposures(np.zeros((8, 8, 3), np.uint8), np.zeros((8, 9, 3), np.uint8))
