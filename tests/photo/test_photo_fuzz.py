"""No bytes make `open_photo` raise anything but PhotoError."""

from __future__ import annotations

import contextlib
import functools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from photo_samples import chunk, encoded, exif_block, noise, png, smooth, tiff
from PIL import Image

from ccnet_core.photo import Photo, PhotoError, open_photo
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.profile import ADOBE_RGB_PROFILE, to_srgb8, to_srgb16


@functools.cache
def seeds() -> dict[str, bytes]:
    block, deep, small = exif_block(6), noise(bits=16), smooth(8, 10)
    exif = b"Exif\0\0" + block
    return {
        "a.jpg": encoded(small, "JPEG", exif=exif, icc_profile=ADOBE_RGB_PROFILE),
        "8.png": png(small, 2, before=chunk(b"eXIf", block)),
        "16.png": png(deep, 2, before=chunk(b"eXIf", block)),
        "a.webp": encoded(small, "WEBP", exif=block, icc_profile=ADOBE_RGB_PROFILE),
        "a.bmp": encoded(small, "BMP"),
        "8.tif": encoded(small, "TIFF", compression="tiff_lzw", icc_profile=ADOBE_RGB_PROFILE),
        "16.tif": tiff(
            deep, photometric="rgb", iccprofile=ADOBE_RGB_PROFILE, extratags=[(274, 3, 1, 6, True)]
        ),
        "a.avif": encoded(small, "AVIF", exif=block),
        "a.nef": tiff(deep, photometric="rgb"),
        "a.raf": b"FUJIFILMCCD-RAW "
        + bytes(68)
        + (100).to_bytes(4, "big")
        + (500).to_bytes(4, "big")
        + bytes(600),
        "a.heic": bytes([0, 0, 0, 24]) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(200),
    }


edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", sorted(seeds()))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=edits, cut=st.floats(0, 1), is_cut=st.booleans())
def test_corrupted_files(
    tmp_path: Path, name: str, edits: list[tuple[float, int]], cut: float, is_cut: bool
) -> None:
    data = bytearray(seeds()[name])
    for place, value in edits:
        data[int(place * (len(data) - 1))] = value
    path = tmp_path / name
    path.write_bytes(data[: int(cut * len(data))] if is_cut else data)
    with contextlib.suppress(PhotoError):
        assert isinstance(open_photo(path, max_pixels=1_000_000), Photo)


@settings(max_examples=150, deadline=None)
@given(edits=edits)
def test_corrupted_profiles_never_keep_a_photo_shut(edits: list[tuple[float, int]]) -> None:
    icc = bytearray(ADOBE_RGB_PROFILE)
    for place, value in edits:
        icc[int(place * (len(icc) - 1))] = value
    deep, small = noise(bits=16), smooth(8, 10)
    assert to_srgb16(deep, bytes(icc))[0].shape == deep.shape
    assert to_srgb8(Image.fromarray(small), bytes(icc))[0].shape == small.shape


@settings(max_examples=200, deadline=None)
@given(edits=edits, order=st.sampled_from("<>"))
def test_corrupted_exif_is_read_and_written_again(edits: list[tuple[float, int]], order: str) -> None:
    data = bytearray(exif_block(6, order))
    for place, value in edits:
        data[int(place * (len(data) - 1))] = value
    exif = Exif.parse(bytes(data))
    if exif is None:
        return
    clean = exif.upright_srgb().to_bytes()
    again = Exif.parse(clean)
    assert again is not None
    assert again.orientation == 1
    assert again.upright_srgb().to_bytes() == clean


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200))
def test_random_exif(data: bytes) -> None:
    for start in (b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II+\0\x08\0\0\0"):
        exif = Exif.parse(start + data)
        if exif:
            Exif.parse(exif.upright_srgb().to_bytes())
