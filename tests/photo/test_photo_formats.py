"""Every format that photos are saved in holds their pixels, their metadata and their colours."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from foreign_files import written
from photo_kinds import ADOBE, CHART, DEEP, P3, decoded, shown
from photo_samples import encoded, exif_block, oriented_as_stored
from PIL import Image
from test_photo_xmp import PACKET

from ccnet_core.photo import READABLE_SUFFIXES, ExportOptions, Photo, PhotoError, open_photo, save_photo
from ccnet_core.photo.encoding import Encodable
from ccnet_core.photo.exif import Entry, Exif
from ccnet_core.photo.formats import EXPORT_FORMATS, ExportFormat, format_of_suffix, own_export_format
from ccnet_core.photo.profile import OUTPUT_PROFILES
from ccnet_core.photo.xmp import upright_xmp

EXIF = Exif(
    main={0x110: Entry(2, 9, b"Nightcam\0")},
    exif={0xA001: Entry(3, 1, b"\1\0"), 0x829A: Entry(5, 1, bytes((1, 0, 0, 0, 60, 0, 0, 0)))},
)
BLOCK = EXIF.with_density((300, 300)).to_bytes()
SOURCE = Photo(CHART, exif=BLOCK, xmp=upright_xmp(PACKET), density=(300, 300))
CASES = [(name, depth) for name, format in EXPORT_FORMATS.items() for depth in format.depths]


def test_the_usual_formats_are_always_there() -> None:
    assert list(EXPORT_FORMATS)[:4] == ["jpeg", "png", "tiff", "webp"]
    assert EXPORT_FORMATS["avif"].depths == (8, 10), "Pillow's and OpenCV's wheels have AVIF"


@pytest.mark.parametrize(("name", "bits"), CASES)
def test_pixels_and_metadata_come_back(tmp_path: Path, name: str, bits: int) -> None:
    format = EXPORT_FORMATS[name]
    pixels, options = CHART if bits == 8 else DEEP, ExportOptions(name, bit_depth=bits)
    path = save_photo(tmp_path / f"a{format.suffix}", pixels, options, SOURCE)
    photo = open_photo(path)
    assert own_export_format(photo.format) == name == format_of_suffix(format.suffix)
    assert photo.bit_depth == (8 if bits == 8 else 16)
    factor = 1 if bits == 8 else 257
    assert np.abs(photo.pixels / factor - CHART).mean() <= (1.5 if format.lossy else 0)
    assert photo.density == pytest.approx((300, 300), abs=0.01)
    assert b"night" in (photo.xmp or b"")
    exif = Exif.parse(photo.exif or b"")
    assert exif is not None
    assert exif.main[0x110].data == b"Nightcam\0"
    assert 0x829A in exif.exif


@pytest.mark.parametrize(("name", "bits"), [case for case in CASES if EXPORT_FORMATS[case[0]].transparent])
def test_alpha_comes_back(tmp_path: Path, name: str, bits: int) -> None:
    pixels = CHART if bits == 8 else DEEP
    path = tmp_path / f"a{EXPORT_FORMATS[name].suffix}"
    save_photo(path, pixels, ExportOptions(name, bit_depth=bits), alpha=np.ascontiguousarray(pixels[..., 0]))
    photo = open_photo(path)
    assert photo.alpha is not None
    assert np.abs(photo.alpha.astype(float) - pixels[..., 0]).mean() <= (2 if bits == 8 else 400)


@pytest.mark.parametrize("name", [name for name, format in EXPORT_FORMATS.items() if format.lossy])
def test_quality_is_heeded(tmp_path: Path, name: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    sizes = [
        save_photo(tmp_path / f"{quality}", noise, ExportOptions(name, quality)).stat().st_size
        for quality in (10, 50, 95)
    ]
    assert sizes[0] < sizes[1] < sizes[2]


TO_SRGB: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "srgb": lambda pixels: pixels.astype(float),
    "display-p3": lambda pixels: shown(decoded(pixels) @ P3.T),
    "adobe-rgb": lambda pixels: shown((pixels / 255.0) ** (563 / 256) @ ADOBE.T),
}


@pytest.mark.parametrize("profile", OUTPUT_PROFILES)
@pytest.mark.parametrize(("name", "bits"), CASES)
def test_the_file_says_what_its_colours_are(tmp_path: Path, name: str, bits: int, profile: str) -> None:
    path = tmp_path / f"a{EXPORT_FORMATS[name].suffix}"
    pixels = CHART if bits == 8 else DEEP
    save_photo(path, pixels, ExportOptions(name, bit_depth=bits, profile=profile), SOURCE)
    photo = open_photo(path)
    assert photo.profile == OUTPUT_PROFILES[profile].label
    factor = 1 if bits == 8 else 257
    assert np.abs(photo.pixels / factor - TO_SRGB[profile](CHART)).mean() <= 2
    assert Exif.parse(photo.exif or b"") is not None
    if name == "jxl":  # Pillow knows nothing of it, and it tells of its colours without a profile
        return
    with Image.open(path) as image:
        assert image.info["icc_profile"] == OUTPUT_PROFILES[profile].icc
        told = image.getexif().get_ifd(0x8769)[0xA001]
        index = image.getexif().get_ifd(0x8769).get(0xA005)
    assert told == (1 if profile == "srgb" else 0xFFFF)
    assert (index is not None) == (profile == "adobe-rgb")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"format": "avif", "bit_depth": 16}, "16 bits a channel do not fit into avif, which holds 8, 10"),
        ({"format": "png", "bit_depth": 10}, "10 bits a channel do not fit into png, which holds 8, 16"),
        ({"profile": "rec2020"}, "there is no profile 'rec2020'. Choose one of srgb, display-p3, adobe-rgb."),
    ],
)
def test_what_does_not_fit_is_told(values: dict[str, object], words: str) -> None:
    with pytest.raises(PhotoError) as caught:
        ExportOptions(**values)  # type: ignore[arg-type]
    assert words.lower() in str(caught.value).lower()


def test_a_deep_photo_is_saved_as_deep_as_its_format_goes() -> None:
    deep = Photo(DEEP, format="AVIF")
    assert ExportOptions(None, bit_depth=None).for_photo(deep).bit_depth == 10
    assert ExportOptions("jpeg", bit_depth=None).for_photo(deep).bit_depth == 8
    assert ExportOptions("png", bit_depth=None).for_photo(deep).bit_depth == 16
    assert ExportOptions(None, bit_depth=10).for_photo(Photo(CHART, format="JPEG")).format == "avif"
    assert ExportOptions(None, bit_depth=16).for_photo(Photo(CHART, format="JPEG")).format == "png"


def test_a_new_format_is_one_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def encode(picture: Encodable) -> bytes:
        height, width = picture.samples.shape[:2]
        return b"P6 %d %d 255\n" % (width, height) + picture.samples.tobytes()

    format = ExportFormat(
        label="Portable pixmap", suffixes=(".ppm",), largest_side=1000, encode=encode, transparent=False
    )
    monkeypatch.setitem(EXPORT_FORMATS, "ppm", format)  # type: ignore[arg-type]
    path = save_photo(tmp_path / "a.ppm", CHART, ExportOptions.for_path("a.ppm"), SOURCE)
    with Image.open(path) as image:
        np.testing.assert_array_equal(np.asarray(image), CHART)
    assert own_export_format("PPM") == "ppm"
    with pytest.raises(PhotoError, match="16 bits a channel do not fit into ppm, which holds 8"):
        ExportOptions("ppm", bit_depth=16)
    with pytest.raises(PhotoError, match="ppm pictures have at most 1000 pixels a side"):
        save_photo(tmp_path / "b.ppm", np.zeros((1, 1001, 3), np.uint8), ExportOptions("ppm"))


@pytest.mark.parametrize("profile", OUTPUT_PROFILES)
@pytest.mark.parametrize("bits", [8, 16])
def test_jpeg_xl_of_full_quality_loses_nothing(tmp_path: Path, bits: int, profile: str) -> None:
    imagecodecs = pytest.importorskip("imagecodecs", reason="the codecs extra is not installed")
    pixels = np.random.default_rng(0).integers(0, 1 << bits, (33, 47, 4), np.uint16)
    pixels = pixels.astype(np.uint8 if bits == 8 else np.uint16)
    path = tmp_path / "a.jxl"
    options = ExportOptions("jxl", 100, bit_depth=bits, profile=profile)
    save_photo(path, pixels[..., :3].copy(), options, alpha=pixels[..., 3].copy())
    np.testing.assert_array_equal(imagecodecs.jpegxl_decode(path.read_bytes()), pixels)


@pytest.mark.parametrize("bits", [8, 16])
def test_jpeg_xl_keeps_colours_beyond_srgb(tmp_path: Path, bits: int) -> None:
    imagecodecs = pytest.importorskip("imagecodecs", reason="the codecs extra is not installed")
    whole = (1 << bits) - 1
    pixels = np.zeros((64, 64, 3), np.uint8 if bits == 8 else np.uint16)
    pixels[..., 1] = whole  # the green of Display P3, which sRGB cannot show
    path = save_photo(tmp_path / "a.jxl", pixels, ExportOptions("jxl", bit_depth=bits, profile="display-p3"))
    back = imagecodecs.jpegxl_decode(path.read_bytes())
    assert back.dtype == pixels.dtype
    assert np.abs(back / whole - pixels / whole).mean() < 0.02


def test_a_jpeg_within_jpeg_xl_keeps_what_it_told(tmp_path: Path) -> None:
    imagecodecs = pytest.importorskip("imagecodecs", reason="the codecs extra is not installed")
    stored = oriented_as_stored(CHART, 6)
    data = encoded(stored, "JPEG", quality=95, exif=b"Exif\0\0" + exif_block(6), xmp=PACKET)
    (tmp_path / "a.jxl").write_bytes(imagecodecs.jpegxl_encode_jpeg(data))
    photo = open_photo(tmp_path / "a.jxl")
    assert np.abs(photo.pixels.astype(int) - CHART).mean() < 3
    exif = Exif.parse(photo.exif or b"")
    assert exif is not None
    assert exif.main[0x110].data == b"Nightcam\0"
    assert b"harbour" in (photo.xmp or b"")


@pytest.mark.parametrize("damage", ["bomb", "nonsense"])
def test_metadata_that_cannot_be_unpacked_keep_no_jpeg_xl_from_being_seen(
    tmp_path: Path, damage: str
) -> None:
    imagecodecs = pytest.importorskip("imagecodecs", reason="the codecs extra is not installed")
    content = imagecodecs.brotli_encode(bytes(1 << 26)) if damage == "bomb" else b"nothing"
    box = struct.pack(">I4s4s", 12 + len(content), b"brob", b"Exif") + content
    file = bytes(imagecodecs.jpegxl_encode(CHART, usecontainer=True))
    (tmp_path / "a.jxl").write_bytes(file + box)
    np.testing.assert_array_equal(open_photo(tmp_path / "a.jxl").pixels, CHART)


def test_where_libjxl_cannot_be_reached_a_profile_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("imagecodecs", reason="the codecs extra is not installed")

    def refuse(_: object) -> NoReturn:
        raise OSError("no such library")

    (tmp_path / "a.jxl").write_bytes(written("adobe-profile.jxl"))
    monkeypatch.setattr(ctypes, "CDLL", refuse)
    with pytest.raises(PhotoError, match="JPEG XL files with a colour profile of their own cannot be opened"):
        open_photo(tmp_path / "a.jxl")


def test_without_its_package_jpeg_xl_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    (tmp_path / "a.jxl").write_bytes(b"\xff\x0a" + bytes(50))
    with pytest.raises(PhotoError, match=r'imagecodecs package\. .*pip install "ccnet-studio\[codecs\]"'):
        open_photo(tmp_path / "a.jxl")
    assert ".jxl" in READABLE_SUFFIXES
