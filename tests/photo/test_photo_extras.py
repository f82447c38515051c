"""Camera raw, HEIC and AVIF: what optional packages read, and what is said without them."""

from __future__ import annotations

import io
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
from photo_samples import encoded, exif_block, oriented_as_stored, smooth, tiff
from PIL import Image

from ccnet_core.photo import PhotoError, open_photo
from ccnet_core.photo.exif import Exif
from ccnet_core.photo.profile import ADOBE_RGB_PROFILE
from ccnet_core.photo.raw import raw_exif


def dng(level: float, orientation: int = 1) -> bytes:
    """A DNG of a 64 x 96 Bayer sensor (DNG 1.6), left half at ``level`` of full scale, right black."""
    sensor = np.zeros((64, 96), np.uint16)
    sensor[:, :48] = round(level * 65535)
    xyz_to_srgb = [
        3.2404542,
        -1.5371385,
        -0.4985314,
        -0.969266,
        1.8760108,
        0.041556,
        0.0556434,
        -0.2040259,
        1.0572252,
    ]
    matrix = [part for value in xyz_to_srgb for part in (round(value * 10_000), 10_000)]
    tags = [
        (271, 2, 5, "Test", True),
        (272, 2, 9, "Nightcam", True),
        (274, 3, 1, orientation, True),
        (50706, 1, 4, (1, 4, 0, 0), True),
        (50708, 2, 9, "Nightcam", True),
        (33421, 3, 2, (2, 2), True),
        (33422, 1, 4, (0, 1, 1, 2), True),
        (50714, 3, 1, 0, True),
        (50717, 3, 1, 65535, True),
        (50721, 10, 9, matrix, True),
        (50728, 5, 3, (1, 1, 1, 1, 1, 1), True),
        (50778, 3, 1, 21, True),
        (306, 2, 20, "2024:05:06 07:08:09", True),
    ]
    return tiff(sensor, photometric=32803, extratags=tags, metadata=None, software=False)


@pytest.mark.parametrize("name", ["a.dng", "a.DNG", "a.tif"])
def test_raw_is_developed_to_16_bits_and_not_brightened(tmp_path: Path, name: str) -> None:
    pytest.importorskip("rawpy", reason="the raw extra is not installed")
    (tmp_path / name).write_bytes(dng(0.18))
    photo = open_photo(tmp_path / name)
    assert (photo.format, photo.bit_depth, photo.profile) == ("RAW", 16, "sRGB")
    assert (photo.height, photo.width) == (64, 96)
    grey = (1.055 * 0.18 ** (1 / 2.4) - 0.055) * 65535  # the sRGB curve and nothing else
    np.testing.assert_allclose(photo.pixels[32, 20], grey, rtol=0.02)
    assert photo.pixels[32, 80].max() < 300
    exif = Exif.parse(photo.exif or b"")
    assert exif is not None
    assert exif.main[272].data == b"Nightcam\0"
    assert exif.orientation == 1
    assert not {256, 273, 33422, 50721} & set(exif.main), "how the raw file was stored is not kept"


def test_raw_is_turned_once(tmp_path: Path) -> None:
    pytest.importorskip("rawpy", reason="the raw extra is not installed")
    (tmp_path / "a.dng").write_bytes(dng(0.5, orientation=6))
    photo = open_photo(tmp_path / "a.dng")
    assert (photo.height, photo.width) == (96, 64)
    assert photo.pixels[20, 32].min() > 30_000, "the left half is up after a turn to the right"
    assert photo.pixels[80, 32].max() < 300


def test_raw_limits_and_damage(tmp_path: Path) -> None:
    pytest.importorskip("rawpy", reason="the raw extra is not installed")
    (tmp_path / "a.dng").write_bytes(dng(0.5))
    with pytest.raises(PhotoError, match="96 × 64 pixels are more"):
        open_photo(tmp_path / "a.dng", max_pixels=6000)
    (tmp_path / "b.dng").write_bytes(dng(0.5)[:6000])
    with pytest.raises(PhotoError, match="damaged or cut short"):
        open_photo(tmp_path / "b.dng")
    (tmp_path / "c.nef").write_bytes(b"nothing of the kind" * 20)
    with pytest.raises(PhotoError, match="not supported"):
        open_photo(tmp_path / "c.nef")


@pytest.mark.parametrize(("name", "module"), [("a.dng", "rawpy"), ("a.heic", "pillow_heif")])
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    heic = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"heic", 0, b"mif1", b"heic") + bytes(100)
    (tmp_path / name).write_bytes(dng(0.5) if name == "a.dng" else heic)
    extra = "raw" if name == "a.dng" else "heif"
    with pytest.raises(PhotoError, match=rf'^{name}: .*pip install "ccnet-studio\[{extra}\]"'):
        open_photo(tmp_path / name)


def test_the_exif_of_a_cr3_is_joined_from_its_boxes() -> None:
    whole = Exif.parse(exif_block())
    assert whole is not None
    parts = {
        b"CMT1": Exif("<", whole.main, {}, {}, {}),
        b"CMT2": Exif("<", whole.exif, {}, {}, {}),
        b"CMT4": Exif("<", whole.gps, {}, {}, {}),
    }
    boxes = b"".join(
        struct.pack(">I4s", 8 + len(e.to_bytes()), name) + e.to_bytes() for name, e in parts.items()
    )
    data = struct.pack(">I4s4sI", 16, b"ftyp", b"crx ", 1) + boxes
    exif = raw_exif(data)
    assert exif is not None
    assert exif.main[0x0110].data == b"Nightcam\0"
    assert exif.exif[0x9003].data == b"2024:05:06 07:08:09\0"
    assert exif.gps == {tag: entry._replace(at=exif.gps[tag].at) for tag, entry in whole.gps.items()}
    assert 0x927C not in exif.exif


def test_the_exif_of_a_raf_is_its_preview_s() -> None:
    preview = encoded(smooth(), "JPEG", exif=b"Exif\0\0" + exif_block(6))
    data = b"FUJIFILMCCD-RAW ".ljust(84, b"0") + struct.pack(">II", 160, len(preview))
    exif = raw_exif(data.ljust(160, b"\0") + preview)
    assert exif is not None
    assert exif.exif[0x9003].data == b"2024:05:06 07:08:09\0"
    assert exif.orientation == 1


def heic(pixels: np.ndarray, **options: object) -> bytes:
    pillow_heif = pytest.importorskip("pillow_heif", reason="the heif extra is not installed")
    file = io.BytesIO()
    height, width = pixels.shape[:2]
    mode = ("RGBA" if pixels.shape[2] == 4 else "RGB") + (";16" if pixels.dtype == np.uint16 else "")
    pillow_heif.encode(
        mode, (width, height), np.ascontiguousarray(pixels).tobytes(), file, quality=-1, **options
    )
    return file.getvalue()


def test_heic(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(heic(smooth(), exif=exif_block(), icc_profile=ADOBE_RGB_PROFILE))
    photo = open_photo(tmp_path / "a.heic")
    assert (photo.format, photo.bit_depth, photo.profile) == ("HEIF", 8, "Adobe RGB (1998)")
    assert (photo.height, photo.width) == (48, 64)
    assert Exif.parse(photo.exif or b"").main[0x0110].data == b"Nightcam\0"  # type: ignore[union-attr]
    with pytest.raises(PhotoError, match="64 × 48 pixels are more"):
        open_photo(tmp_path / "a.heic", max_pixels=100)
    (tmp_path / "b.heic").write_bytes((tmp_path / "a.heic").read_bytes()[:1500])
    with pytest.raises(PhotoError, match="damaged or cut short"):
        open_photo(tmp_path / "b.heic")


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_heic_is_turned_once(tmp_path: Path, orientation: int) -> None:
    stored = oriented_as_stored(smooth(), orientation)
    (tmp_path / "a.heic").write_bytes(heic(stored, exif=exif_block(orientation)))
    photo = open_photo(tmp_path / "a.heic")
    assert photo.pixels.shape == (48, 64, 3)
    assert np.abs(photo.pixels.astype(int) - smooth()).mean() < 4


def test_heic_of_more_than_8_bits_and_alpha(tmp_path: Path) -> None:
    deep = np.dstack([smooth(), np.full((48, 64), 128, np.uint8)]).astype(np.uint16) * 257
    (tmp_path / "a.heic").write_bytes(heic(deep))
    photo = open_photo(tmp_path / "a.heic")
    assert photo.bit_depth == 16
    assert np.abs(photo.pixels.astype(int) - deep[..., :3]).mean() < 1000
    assert photo.alpha is not None
    assert np.abs(photo.alpha.astype(int) - deep[..., 3]).mean() < 1000


@pytest.mark.parametrize("orientation", range(1, 9))
def test_avif_is_turned_once(tmp_path: Path, orientation: int) -> None:
    pytest.importorskip("PIL.AvifImagePlugin", reason="this Pillow has no AVIF")
    stored = oriented_as_stored(smooth(), orientation)
    (tmp_path / "a.avif").write_bytes(encoded(stored, "AVIF", exif=exif_block(orientation), quality=95))
    photo = open_photo(tmp_path / "a.avif")
    assert photo.format == "AVIF"
    assert photo.pixels.shape == (48, 64, 3)
    assert np.abs(photo.pixels.astype(int) - smooth()).mean() < 4
    again = Image.Exif()
    again.load(photo.exif or b"")
    assert again[0x0112] == 1
