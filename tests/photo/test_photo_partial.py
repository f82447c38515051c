"""Where the end of a JPEG or PNG is missing, what is there can be opened; the rest is grey, none made up."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from photo_kinds import VIDEO, filtered, png_of, split_data
from photo_samples import encoded, exif_block, noise, png, smooth
from PIL import Image

from ccnet_core.errors import CutShortError
from ccnet_core.photo import Photo, PhotoError, open_photo, read_thumbnail

CHART = noise(96, 120) // 3 + smooth(96, 120) // 2
DEEP = CHART.astype(np.uint16) * 257


def jpeg(**options: object) -> bytes:
    return encoded(CHART, "JPEG", **{"quality": 90, **options})


def partial(folder: Path, name: str, data: bytes) -> Photo:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(CutShortError, match=rf"{name}: the file is damaged or cut short\. Copy it again"):
        open_photo(path)
    photo = open_photo(path, partial=True)
    assert 0 < photo.missing < 1
    assert photo.pixels.shape == CHART.shape
    return photo


def scan_at(data: bytes, share: float) -> int:
    """A place in the data of the first scan."""
    start = data.index(b"\xff\xda")
    return start + int((len(data) - start) * share)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.97])
@pytest.mark.parametrize(
    "options",
    [{}, {"subsampling": 2}, {"subsampling": 1}, {"restart_marker_rows": 1}, {"optimize": True}],
    ids=str,
)
@pytest.mark.parametrize("ending", ["cut", "zeros", "closed"])
def test_of_a_jpeg_the_rows_before_the_cut_are_right_and_those_behind_grey(
    tmp_path: Path, options: dict[str, object], share: float, ending: str
) -> None:
    whole = jpeg(**options)
    at = scan_at(whole, share)
    end = {"cut": b"", "zeros": bytes(len(whole) - at), "closed": b"\xff\xd9"}[ending]
    photo = partial(tmp_path, "a.jpg", whole[:at] + end)
    expected = np.asarray(Image.open(io.BytesIO(whole)))
    rows = round(photo.pixels.shape[0] * (1 - photo.missing))
    assert abs(rows / 96 - share) < 0.25, "about as much is there as of the file"
    np.testing.assert_array_equal(photo.pixels[:rows], expected[:rows])
    assert (photo.pixels[rows:] == 128).all()


@pytest.mark.parametrize("options", [{"subsampling": 0}, {"subsampling": 2}, {"restart_marker_blocks": 3}])
@pytest.mark.parametrize("behind", [b"", bytes(600), VIDEO], ids=["nothing", "zeros", "video"])
def test_wherever_a_jpeg_is_cut_no_row_is_made_up(
    tmp_path: Path, options: dict[str, object], behind: bytes
) -> None:
    whole = encoded(noise(32, 24), "JPEG", quality=80, **options)
    expected = np.asarray(Image.open(io.BytesIO(whole)))
    start = whole.index(b"\xff\xda")
    data = start + 2 + int.from_bytes(whole[start + 2 : start + 4], "big")
    path, shown = tmp_path / "a.jpg", 0
    for at in range(data + 1, len(whole) - 3, 5):  # the last byte may be padding
        path.write_bytes(whole[:at] + behind)
        with pytest.raises(PhotoError, match="damaged or cut short"):
            open_photo(path)
        with contextlib.suppress(PhotoError):  # nothing of it is there
            photo = open_photo(path, partial=True)
            rows = round(len(expected) * (1 - photo.missing))
            np.testing.assert_array_equal(photo.pixels[:rows], expected[:rows])
            assert (photo.pixels[rows:] == 128).all()
            shown += 1
    assert shown > 20


def test_of_a_progressive_jpeg_all_is_there_but_coarse(tmp_path: Path) -> None:
    whole = jpeg(progressive=True)
    photo = partial(tmp_path, "a.jpg", whole[: int(len(whole) * 0.7)])
    assert np.abs(photo.pixels.astype(int) - CHART).mean() < 25
    # In the first scan the rest is not there at all.
    start = whole.index(b"\xff\xda")
    photo = partial(tmp_path, "b.jpg", whole[: (start + whole.index(b"\xff\xc4", start)) // 2])
    assert photo.missing > 0.3
    assert (photo.pixels[-8:] == 128).all()


@pytest.mark.parametrize("share", [0.75, 0.9, 0.99])
@pytest.mark.parametrize("options", [{}, {"subsampling": 0}, {"restart_marker_rows": 1}], ids=str)
def test_a_progressive_jpeg_cut_in_its_last_scan_is_not_whole_for_an_end_marker(
    tmp_path: Path, options: dict[str, object], share: float
) -> None:
    whole = jpeg(progressive=True, **options)
    last = whole.rindex(b"\xff\xda")
    photo = partial(tmp_path, "a.jpg", whole[: last + int((len(whole) - last) * share)] + b"\xff\xd9")
    expected = np.asarray(Image.open(io.BytesIO(whole))).astype(int)
    assert np.abs(photo.pixels - expected).mean() < 4, "all is there, some of it coarse"
    (tmp_path / "b.jpg").write_bytes(whole)
    assert open_photo(tmp_path / "b.jpg").missing == 0


def test_a_progressive_jpeg_that_ends_between_scans_is_not_whole(tmp_path: Path) -> None:
    whole = jpeg(progressive=True)
    scans = [at for at in range(len(whole)) if whole.startswith(b"\xff\xda", at)]
    tables = whole.rindex(b"\xff\xc4", 0, scans[-1])
    for end in (b"", b"\xff\xd9"):
        partial(tmp_path, "a.jpg", whole[:tables] + end)


@pytest.mark.parametrize(
    "make",
    [
        lambda: png(CHART, 2),
        lambda: png(DEEP, 2),
        lambda: split_data(png(CHART, 2), 500),
        lambda: png(np.dstack([CHART, CHART[..., 0]]), 6),
    ],
    ids=["8", "16", "chunks", "alpha"],
)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("ending", ["cut", "zeros"])
def test_of_a_png_the_rows_before_the_cut_are_right_and_those_behind_grey(
    tmp_path: Path, make: Callable[[], bytes], share: float, ending: str
) -> None:
    whole = make()
    at = int(len(whole) * share)
    photo = partial(tmp_path, "a.png", whole[:at] + bytes(len(whole) - at if ending == "zeros" else 0))
    factor = 257 if photo.bit_depth == 16 else 1
    rows = round(96 * (1 - photo.missing))
    assert abs(rows / 96 - share) < 0.2
    np.testing.assert_array_equal(photo.pixels[:rows], CHART[:rows].astype(photo.pixels.dtype) * factor)
    assert (photo.pixels[rows:] == 128 * factor).all() or photo.bit_depth == 16
    assert len(np.unique(photo.pixels[rows:])) == 1


def test_of_an_interlaced_png_the_coarse_picture_is_there(tmp_path: Path) -> None:
    whole = png_of(smooth(96, 120), 2, 8, interlaced=True)
    path = tmp_path / "a.png"
    path.write_bytes(whole[: len(whole) // 2])
    photo = open_photo(path, partial=True)
    assert 0 < photo.missing < 1
    assert np.abs(photo.pixels.astype(int) - smooth(96, 120)).mean() < 20


def test_a_png_with_a_wrong_sum_shows_what_stands_before_it(tmp_path: Path) -> None:
    data = bytearray(split_data(png(CHART, 2), 2000))
    data[len(data) * 3 // 4] ^= 8
    photo = partial(tmp_path, "a.png", bytes(data))
    rows = round(96 * (1 - photo.missing))
    np.testing.assert_array_equal(photo.pixels[:rows], CHART[:rows])


def test_what_is_there_is_turned_and_keeps_what_is_said_of_it(tmp_path: Path) -> None:
    whole = encoded(CHART, "JPEG", exif=b"Exif\0\0" + exif_block(6))
    path = tmp_path / "a.jpg"
    path.write_bytes(whole[: scan_at(whole, 0.5)])
    photo = open_photo(path, partial=True)
    assert photo.pixels.shape == (120, 96, 3)
    assert (photo.pixels[:, 0] == 128).all(), "the last rows are the left columns after a turn to the right"
    assert photo.exif is not None
    assert b"Nightcam" in photo.exif


def test_a_thumbnail_shows_what_is_there(tmp_path: Path) -> None:
    whole = jpeg()
    path = tmp_path / "a.jpg"
    path.write_bytes(whole[: scan_at(whole, 0.5)])
    small = read_thumbnail(path, 24)
    assert small.shape == (19, 24, 3)
    assert np.abs(small[-4:].astype(int) - 128).max() <= 2
    assert small[:6].std() > 10


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif", "a.bmp"])
def test_of_a_header_alone_nothing_can_be_shown(tmp_path: Path, name: str) -> None:
    formats = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF", "bmp": "BMP"}
    whole = encoded(CHART, formats[name[2:]])
    cut = whole[: whole.index(b"\xff\xda")] if name == "a.jpg" else whole[:60]
    (tmp_path / name).write_bytes(cut)
    with pytest.raises(PhotoError, match="damaged or cut short"):
        open_photo(tmp_path / name, partial=True)


def test_a_whole_photo_with_a_grey_edge_is_whole(tmp_path: Path) -> None:
    chart = CHART.copy()
    chart[-32:] = 128
    path = tmp_path / "a.jpg"
    path.write_bytes(encoded(chart, "JPEG", quality=100, subsampling=0))
    assert open_photo(path).missing == 0


def test_no_row_of_a_png_is_made_up(tmp_path: Path) -> None:
    """Cut anywhere, what is shown is either right or grey."""
    rows = filtered(CHART, 8)
    whole = png_of(CHART, 2, 8)
    assert len(rows) == 96 * 361
    for at in range(100, len(whole), len(whole) // 40):
        path = tmp_path / f"{at}.png"
        path.write_bytes(whole[:at])
        try:
            photo = open_photo(path, partial=True)
        except PhotoError:
            continue
        is_right = (photo.pixels == CHART).all(axis=(1, 2))
        is_grey = (photo.pixels == 128).all(axis=(1, 2))
        assert (is_right | is_grey).all()
