"""Sharpening for the screen, and metadata that is left out."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from ccnet_samples import colour_ramp
from photo_samples import exif_block

from ccnet_core.photo import ExportOptions, Photo, PhotoError, open_photo, save_photo
from ccnet_core.photo.sharpening import AMOUNTS, sharpened


def edge(dtype: type = np.uint8, height: int = 40) -> np.ndarray:
    """A soft edge between two greys, in rows that are alike."""
    steep = 1 / (1 + np.exp(-(np.arange(60) - 29.5) / 0.7))
    row = (0.3 + 0.4 * steep) * np.iinfo(dtype).max
    return np.broadcast_to(row[None, :, None], (height, 60, 3)).astype(dtype)


def contrast(picture: np.ndarray) -> float:
    """The steepest step, as a share of white."""
    return float(np.abs(np.diff(picture[20, :, 1].astype(float))).max() / np.iinfo(picture.dtype).max)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_edges_are_steeper_by_name_and_without_halo(dtype: type) -> None:
    picture = edge(dtype)
    steps = [contrast(sharpened(picture, amount, 0.3)) for amount in AMOUNTS]
    assert steps == sorted(steps)
    assert steps[0] == contrast(picture)
    assert steps[-1] > 1.25 * steps[0]
    result, white = sharpened(picture, "high", 0.3).astype(float), np.iinfo(dtype).max
    assert result.min() >= picture.min() - 0.025 * white
    assert result.max() <= picture.max() + 0.025 * white
    np.testing.assert_array_equal(sharpened(picture, "none", 0.3), picture)


def test_a_reduced_picture_is_sharpened_more_and_a_flat_one_not_at_all() -> None:
    picture = edge(np.uint16)
    assert contrast(sharpened(picture, "standard", 0.2)) > contrast(sharpened(picture, "standard", 1.0))
    flat = np.full((30, 40, 3), (200, 80, 20), np.uint8)
    np.testing.assert_array_equal(sharpened(flat, "high", 0.2), flat)


def test_strips_do_not_show_and_colours_stay() -> None:
    rng = np.random.default_rng(3)
    picture = cv2.GaussianBlur(rng.integers(0, 255, (600, 40, 3), np.uint8), (0, 0), 1.0)
    whole = sharpened(picture, "standard", 0.2)
    np.testing.assert_array_equal(whole[200:320], sharpened(picture[150:400], "standard", 0.2)[50:170])
    grey = np.repeat(picture[..., :1], 3, axis=2)
    assert np.ptp(sharpened(grey, "high", 0.2), axis=2).max() == 0


def test_metadata_is_left_out_wholly_where_that_is_asked_for(tmp_path: Path) -> None:
    source = Photo(colour_ramp(20, 30), exif=exif_block(), xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    for name, keep in (("kept.jpg", True), ("bare.jpg", False)):
        save_photo(tmp_path / name, source.pixels, ExportOptions(keep_metadata=keep), source)
    kept, bare = open_photo(tmp_path / "kept.jpg"), open_photo(tmp_path / "bare.jpg")
    assert kept.exif
    assert not bare.exif
    assert not bare.xmp
    assert b"ICC_PROFILE" in (tmp_path / "bare.jpg").read_bytes(), "colours are told all the same"
    with pytest.raises(PhotoError, match="no sharpening 'much'"):
        ExportOptions(sharpen="much")
