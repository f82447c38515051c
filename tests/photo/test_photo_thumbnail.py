"""Small pictures look like the photos that `open_photo` gives, and fail as it does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from photo_samples import encoded, exif_block, oriented_as_stored, png, smooth, tiff
from PIL import JpegImagePlugin

from ccnet_core.cv import cv2
from ccnet_core.photo import PhotoError, open_photo, read_thumbnail


def stored(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def reduced(path: Path, size: tuple[int, int]) -> np.ndarray:
    pixels = open_photo(path).pixels
    eight = pixels if pixels.dtype == np.uint8 else (pixels >> 8).astype(np.uint8)
    small: np.ndarray = cv2.resize(np.asarray(eight), size[::-1], interpolation=cv2.INTER_AREA)
    return small


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", encoded(smooth(480, 640), "JPEG", quality=95)),
        ("a.webp", encoded(smooth(480, 640), "WEBP", lossless=True)),
        ("a.png", encoded(smooth(480, 640), "PNG")),
        ("deep.png", png(smooth(480, 640).astype(np.uint16) * 257, 2)),
        ("a.tif", tiff(smooth(480, 640))),
    ],
)
def test_it_is_the_photo_reduced(tmp_path: Path, name: str, data: bytes) -> None:
    path = stored(tmp_path, name, data)
    small = read_thumbnail(path, 64)
    assert small.shape == (48, 64, 3)
    assert small.dtype == np.uint8
    assert np.abs(small.astype(int) - reduced(path, (48, 64))).mean() < 1.5


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright(tmp_path: Path, orientation: int) -> None:
    upright = smooth(240, 320)
    exif = b"Exif\0\0" + exif_block(orientation)
    data = encoded(oriented_as_stored(upright, orientation), "JPEG", exif=exif, quality=95)
    small = read_thumbnail(stored(tmp_path, "a.jpg", data), 40)
    assert small.shape == (30, 40, 3)
    expected = cv2.resize(upright, (40, 30), interpolation=cv2.INTER_AREA)
    assert np.abs(small.astype(int) - expected).mean() < 2


@settings(deadline=None, max_examples=30)
@given(height=st.integers(1, 300), width=st.integers(1, 300), side=st.integers(1, 400))
def test_the_longer_side_is_as_asked_and_small_photos_stay(
    tmp_path_factory: pytest.TempPathFactory, height: int, width: int, side: int
) -> None:
    path = tmp_path_factory.mktemp("photos") / "a.jpg"
    path.write_bytes(encoded(np.full((height, width, 3), 90, np.uint8), "JPEG"))
    small = read_thumbnail(path, side)
    assert max(small.shape[:2]) == min(side, max(height, width))
    assert np.abs(small.astype(int) - 90).max() <= 3


def test_of_a_large_jpeg_only_a_part_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(tmp_path, "a.jpg", encoded(smooth(1200, 1600), "JPEG"))
    decoded = []
    load = JpegImagePlugin.JpegImageFile.load

    def watched(image: JpegImagePlugin.JpegImageFile) -> object:
        decoded.append(image.size)
        return load(image)

    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, "load", watched)
    read_thumbnail(path, 100)
    assert decoded[0] == (200, 150)


@pytest.mark.parametrize("data", [b"", b"not a photo", encoded(smooth(), "JPEG")[:400]])
def test_it_fails_as_opening_does(tmp_path: Path, data: bytes) -> None:
    path = stored(tmp_path, "a.jpg", data)
    with pytest.raises(PhotoError) as opening:
        open_photo(path)
    with pytest.raises(PhotoError) as reading:
        read_thumbnail(path, 64)
    assert str(reading.value) == str(opening.value)
