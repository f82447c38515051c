"""Every kind of file gives the pixels it was made of."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from photo_kinds import broken_segment, cicp, pq
from photo_samples import chunk, encoded, exif_block, noise, oriented_as_stored, png, smooth, tiff
from PIL import Image

from ccnet_core.photo import (
    READABLE_SUFFIXES,
    WRITABLE_SUFFIXES,
    Photo,
    PhotoError,
    open_photo,
    read_thumbnail,
)
from ccnet_core.photo import png as png_reader
from ccnet_core.photo.boxes import Items
from ccnet_core.photo.coded import Cicp


def opened(folder: Path, name: str, data: bytes) -> Photo:
    path = folder / name
    path.write_bytes(data)
    return open_photo(path)


def grey3(samples: np.ndarray) -> np.ndarray:
    return np.repeat(samples[..., None], 3, axis=2)


def test_the_photo_is_read_only_and_knows_itself(tmp_path: Path) -> None:
    photo = opened(tmp_path, "Nächtlich 夜.png", png(noise(bits=16), 2))
    assert (photo.width, photo.height, photo.bit_depth, photo.name) == (11, 9, 16, "Nächtlich 夜.png")
    assert photo.megapixels == pytest.approx(99e-6)
    assert photo.pixels.flags.c_contiguous
    assert not photo.pixels.flags.writeable
    assert (photo.format, photo.profile, photo.exif, photo.alpha) == ("PNG", "sRGB", None, None)


def test_a_pasted_picture_is_a_copy() -> None:
    pixels = noise()
    photo = Photo.from_array(pixels)
    before = pixels.copy()
    pixels[:] = 0
    np.testing.assert_array_equal(photo.pixels, before)
    assert (photo.path, photo.exif) == (None, None)


@pytest.mark.parametrize(
    ("pixels", "alpha"),
    [
        (noise(channels=1), None),
        (noise(channels=4), None),
        (noise().astype(np.float32), None),
        (noise()[:0], None),
        (noise(), noise(9, 10, 1)),
        (noise(), noise(9, 11, 1, 16)),
    ],
)
def test_arrays_that_are_no_photo_are_refused(pixels: np.ndarray, alpha: np.ndarray | None) -> None:
    with pytest.raises(ValueError, match="pixels"):
        Photo.from_array(pixels, alpha)


@pytest.mark.parametrize(
    ("colour_type", "channels", "bits"),
    [(0, 1, 8), (2, 3, 8), (4, 2, 8), (6, 4, 8), (0, 1, 16), (2, 3, 16), (4, 2, 16), (6, 4, 16)],
)
def test_png(tmp_path: Path, colour_type: int, channels: int, bits: int) -> None:
    samples = noise(channels=channels, bits=bits)
    photo = opened(tmp_path, "a.png", png(samples, colour_type))
    colour = samples if channels == 1 else samples[..., 0] if channels == 2 else samples[..., :3]
    np.testing.assert_array_equal(photo.pixels, grey3(colour) if channels < 3 else colour)
    assert photo.bit_depth == bits
    if channels in (2, 4):
        assert photo.alpha is not None
        np.testing.assert_array_equal(photo.alpha, samples[..., -1])
    else:
        assert photo.alpha is None


@pytest.mark.parametrize(("colour_type", "channels"), [(0, 1), (2, 3)])
@pytest.mark.parametrize("bits", [8, 16])
def test_png_with_one_transparent_colour(tmp_path: Path, colour_type: int, channels: int, bits: int) -> None:
    samples = noise(channels=channels, bits=bits)
    key = chunk(b"tRNS", np.atleast_1d(samples[3, 4]).astype(">u2").tobytes())
    photo = opened(tmp_path, "a.png", png(samples, colour_type, before=key))
    assert photo.alpha is not None
    assert photo.alpha[3, 4] == 0
    assert photo.alpha[0, 0] == (1 << bits) - 1


def test_png_with_a_palette_and_transparency(tmp_path: Path) -> None:
    image = Image.fromarray(noise(channels=1) % 3).convert("P")
    image.putpalette([10, 20, 30, 40, 50, 60, 70, 80, 90])
    file = io.BytesIO()
    image.save(file, "PNG", transparency=bytes([0, 128, 255]))
    photo = opened(tmp_path, "a.png", file.getvalue())
    index = np.asarray(image)
    np.testing.assert_array_equal(photo.pixels, np.array([[10, 20, 30], [40, 50, 60], [70, 80, 90]])[index])
    assert photo.alpha is not None
    np.testing.assert_array_equal(photo.alpha, np.array([0, 128, 255])[index])


@pytest.mark.parametrize("name", ["a.jpg", "a.webp", "a.bmp", "a.tif"])
def test_eight_bit_formats_agree_with_pillow(tmp_path: Path, name: str) -> None:
    formats = {".jpg": "JPEG", ".webp": "WEBP", ".bmp": "BMP", ".tif": "TIFF"}
    format = formats[Path(name).suffix]
    data = encoded(smooth(), format)
    photo = opened(tmp_path, name, data)
    np.testing.assert_array_equal(photo.pixels, np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
    assert photo.format == format


def test_the_content_counts_not_the_suffix(tmp_path: Path) -> None:
    assert opened(tmp_path, "a.png", encoded(smooth(), "JPEG")).format == "JPEG"
    assert opened(tmp_path, "a.nef", encoded(smooth(), "JPEG")).format == "JPEG"


def test_a_phone_s_multi_picture_jpeg_is_a_jpeg(tmp_path: Path) -> None:
    file = io.BytesIO()
    first, second = Image.fromarray(smooth()), Image.fromarray(255 - smooth())
    first.save(file, "MPO", save_all=True, append_images=[second])
    photo = opened(tmp_path, "a.jpg", file.getvalue())
    assert photo.format == "JPEG"
    assert np.abs(photo.pixels.astype(int) - smooth()).mean() < 3


def test_grey_jpeg(tmp_path: Path) -> None:
    photo = opened(tmp_path, "a.jpg", encoded(smooth()[..., 0], "JPEG", quality=95))
    assert np.abs(photo.pixels.astype(int) - grey3(smooth()[..., 0])).max() <= 4


@pytest.mark.parametrize("adobe", [True, False])
def test_cmyk_jpeg_is_inverted_whether_adobe_says_so_or_not(tmp_path: Path, adobe: bool) -> None:
    # As Pillow and browsers take it: programs that write CMYK follow Adobe, with its marker or without.
    inks = np.full((16, 16, 4), (0, 204, 51, 25), np.uint8)
    file = io.BytesIO()
    Image.fromarray(inks, "CMYK").save(file, "JPEG", quality=100)
    data = file.getvalue()
    if not adobe:
        at = data.index(b"\xff\xee")
        data = data[:at] + data[at + 2 + struct.unpack_from(">H", data, at + 2)[0] :]
        assert b"Adobe" not in data
    photo = opened(tmp_path, "a.jpg", data)
    expected = [(255 - ink) * (255 - 25) / 255 for ink in (0, 204, 51)]
    np.testing.assert_allclose(photo.pixels[8, 8], expected, atol=3)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("bits", [8, 16])
def test_tiff(tmp_path: Path, order: str, compression: str | None, channels: int, bits: int) -> None:
    samples = noise(channels=channels, bits=bits)
    options: dict[str, object] = {"photometric": "minisblack" if channels == 1 else "rgb"}
    if channels == 4:
        options["extrasamples"] = ["unassalpha"]
    if compression:
        options |= {"compression": compression, "predictor": 2}
    photo = opened(tmp_path, "a.tif", tiff(samples, byteorder=order, **options))
    np.testing.assert_array_equal(photo.pixels, grey3(samples) if channels == 1 else samples[..., :3])
    if channels == 4:
        np.testing.assert_array_equal(photo.alpha, samples[..., 3])
    assert photo.bit_depth == bits


def test_big_tiff_and_lzw(tmp_path: Path) -> None:
    samples = noise(bits=16)
    data = tiff(samples, photometric="rgb", bigtiff=True, extratags=[(274, 3, 1, 3, True)])
    np.testing.assert_array_equal(opened(tmp_path, "a.tif", data).pixels, samples[::-1, ::-1])
    eight = noise()
    data = encoded(eight, "TIFF", compression="tiff_lzw")
    np.testing.assert_array_equal(opened(tmp_path, "b.tif", data).pixels, eight)


def test_sixteen_bit_tiff_with_white_as_zero(tmp_path: Path) -> None:
    samples = noise(channels=1, bits=16)
    photo = opened(tmp_path, "a.tif", tiff(samples, photometric="miniswhite"))
    np.testing.assert_array_equal(photo.pixels, grey3(65535 - samples))


def test_premultiplied_alpha_is_divided_out(tmp_path: Path) -> None:
    samples = np.full((4, 4, 4), (10_000, 20_000, 0, 32_768), np.uint16)
    photo = opened(tmp_path, "a.tif", tiff(samples, photometric="rgb", extrasamples=["assocalpha"]))
    np.testing.assert_allclose(photo.pixels[0, 0], [20_000, 39_999, 0], atol=1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x76\x2f\x31\x01" + bytes(60), "OpenEXR"),
        (b"GIF89a" + bytes(60), "GIF"),
    ],
)
def test_what_cannot_be_opened_says_why_and_what_to_do(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(PhotoError, match=rf"a\.tif: .*{words}.*Save it"):
        opened(tmp_path, "a.tif", data)


def orientation_files(upright: np.ndarray, orientation: int) -> dict[str, bytes]:
    stored = oriented_as_stored(upright, orientation)
    eight = (stored >> 8).astype(np.uint8)
    block = exif_block(orientation, ">")
    tag = [(274, 3, 1, orientation, True)]
    return {
        "8.jpg": encoded(eight, "JPEG", exif=b"Exif\0\0" + block, quality=100, subsampling=0),
        "8.png": png(eight, 2, before=chunk(b"eXIf", block)),
        "late.png": png(eight, 2, after=chunk(b"eXIf", block)),
        "16.png": png(stored, 2, before=chunk(b"eXIf", block)),
        "8.webp": encoded(eight, "WEBP", exif=block, lossless=True),
        "8.tif": tiff(eight, photometric="rgb", extratags=tag),
        "deflate.tif": tiff(eight, photometric="rgb", compression="zlib", extratags=tag),
        "16.tif": tiff(stored, photometric="rgb", extratags=tag),
    }


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_exactly_once(tmp_path: Path, orientation: int) -> None:
    # One plain colour a quadrant, for JPEG; four different ones, so no turn looks like another.
    upright = np.zeros((16, 32, 3), np.uint16)
    upright[:8, :16], upright[:8, 16:] = (60_000, 2_000, 2_000), (2_000, 60_000, 2_000)
    upright[8:, :16], upright[8:, 16:] = (2_000, 2_000, 60_000), (60_000, 60_000, 60_000)
    for name, data in orientation_files(upright, orientation).items():
        photo = opened(tmp_path, name, data)
        expected = upright if photo.bit_depth == 16 else (upright >> 8).astype(np.uint8)
        assert photo.pixels.shape == expected.shape, name
        tolerance = 6 if name.endswith("jpg") else 0
        assert np.abs(photo.pixels.astype(int) - expected).max() <= tolerance, name
        assert photo.exif is not None
        again = Image.Exif()
        again.load(photo.exif)
        assert again[0x0112] == 1, name


def test_alpha_turns_with_the_pixels(tmp_path: Path) -> None:
    samples = noise(channels=4, bits=16)
    photo = opened(tmp_path, "a.png", png(samples, 6, before=chunk(b"eXIf", exif_block(6))))
    np.testing.assert_array_equal(photo.alpha, np.rot90(samples[..., 3], -1))
    np.testing.assert_array_equal(photo.pixels, np.rot90(samples[..., :3], -1))


def bomb_png(width: int, height: int, bits: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("bits", [8, 16])
def test_a_bomb_is_refused_by_its_header(tmp_path: Path, bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("decoded before the limit was checked")

    monkeypatch.setattr(png_reader, "decode16", fail)
    monkeypatch.setattr(png_reader, "decode8_as_stored", fail)
    with pytest.raises(PhotoError, match=r"a\.png: 40000 × 20000 pixels are more than the 200 megapixels"):
        opened(tmp_path, "a.png", bomb_png(40_000, 20_000, bits))


def test_the_limit_holds_for_every_format_and_leaves_pillow_s_alone(tmp_path: Path) -> None:
    before = Image.MAX_IMAGE_PIXELS
    pixels = smooth()
    files = {f"a.{e}": encoded(pixels, f) for e, f in (("jpg", "JPEG"), ("webp", "WEBP"), ("bmp", "BMP"))}
    files |= {"8.tif": tiff(pixels, photometric="rgb"), "16.tif": tiff(noise(bits=16), photometric="rgb")}
    files |= {"16.png": png(noise(bits=16), 2), "a.avif": encoded(pixels, "AVIF")}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(PhotoError, match="megapixels that can be opened"):
            open_photo(tmp_path / name, max_pixels=98)
        open_photo(tmp_path / name)
    assert before == Image.MAX_IMAGE_PIXELS


def test_a_tiff_that_writes_its_size_oddly_is_held_to_the_limit(tmp_path: Path) -> None:
    samples = noise(bits=16)
    data = tiff(samples, photometric="rgb", byteorder="<")
    width = struct.pack("<HHI", 256, 4, 1)
    if width not in data:
        width = struct.pack("<HHI", 256, 3, 1)
    signed = data.replace(width, struct.pack("<HHI", 256, 9, 1))  # SLONG, which libtiff accepts
    assert signed != data
    np.testing.assert_array_equal(opened(tmp_path, "a.tif", signed).pixels, samples)
    with pytest.raises(PhotoError, match="megapixels that can be opened"):
        open_photo(tmp_path / "a.tif", max_pixels=98)


def test_pillow_s_own_limit_does_not_get_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    for name, data in {"a.tif": encoded(smooth(), "TIFF"), "a.jpg": encoded(smooth(), "JPEG")}.items():
        assert opened(tmp_path, name, data).width == 64


@pytest.mark.parametrize(
    "name", ["a.jpg", "p.jpg", "8.png", "16.png", "a.webp", "a.bmp", "8.tif", "16.tif", "z.tif"]
)
@pytest.mark.parametrize("part", [0.3, 0.7, 0.95])
def test_a_file_cut_short_is_an_error_not_grey_bands(tmp_path: Path, name: str, part: float) -> None:
    pixels, deep = noise(64, 64), noise(64, 64, bits=16)
    data = {
        "a.jpg": lambda: encoded(pixels, "JPEG"),
        "p.jpg": lambda: encoded(pixels, "JPEG", progressive=True),
        "8.png": lambda: png(pixels, 2),
        "16.png": lambda: png(deep, 2),
        "a.webp": lambda: encoded(pixels, "WEBP"),
        "a.bmp": lambda: encoded(pixels, "BMP"),
        "8.tif": lambda: tiff(pixels, photometric="rgb"),
        "16.tif": lambda: tiff(deep, photometric="rgb"),
        "z.tif": lambda: tiff(deep, photometric="rgb", compression="zlib"),
    }[name]()
    with pytest.raises(PhotoError, match=r"damaged or cut short\. Copy it again"):
        opened(tmp_path, name, data[: int(len(data) * part)])


def test_a_flipped_bit_in_a_16_bit_png_is_an_error(tmp_path: Path) -> None:
    data = bytearray(png(noise(64, 64, bits=16), 2))
    data[len(data) // 2] ^= 4
    with pytest.raises(PhotoError, match="damaged"):
        opened(tmp_path, "a.png", bytes(data))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Dear diary", "not a picture"),
        (b"BM", "damaged"),
    ],
)
def test_what_is_no_picture(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(PhotoError, match=rf"^a\.jpg: .*{words}"):
        opened(tmp_path, "a.jpg", data)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match=r"gone\.jpg: the file does not exist"):
        open_photo(tmp_path / "gone.jpg")
    with pytest.raises(PhotoError, match="this is a folder"):
        open_photo(tmp_path)
    with pytest.raises(PhotoError, match="not a file name"):
        open_photo("a\0b.jpg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(PhotoError, match="not a regular file"):
        open_photo(tmp_path / "pipe.jpg")


def test_no_permission_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")

    def deny(path: object, flags: int, mode: int = 0o777) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    with pytest.raises(PhotoError, match="no permission to read it"):
        open_photo(tmp_path / "a.jpg")


def test_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(png_reader, "decode16", exhaust)
    with pytest.raises(PhotoError, match="not enough memory"):
        opened(tmp_path, "a.png", png(noise(bits=16), 2))


def test_suffixes() -> None:
    assert set(WRITABLE_SUFFIXES) <= set(READABLE_SUFFIXES)
    assert len(READABLE_SUFFIXES) == len(set(READABLE_SUFFIXES))
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in READABLE_SUFFIXES)


def test_importing_opencv_leaves_the_environment_alone() -> None:
    code = (
        "import os; before = dict(os.environ); import ccnet_core.photo, sys; "
        "assert dict(os.environ) == before; assert 'cv2' in sys.modules; "
        "assert not {'torch', 'PySide6', 'rawpy', 'pillow_heif'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "QT_QPA_FONTDIR": "/mine"})
    clean = {k: v for k, v in os.environ.items() if not k.startswith("QT_QPA")}
    subprocess.run([sys.executable, "-c", code], check=True, env=clean)


@pytest.mark.parametrize(
    "read", [open_photo, lambda path: read_thumbnail(path, 8)], ids=["photo", "thumbnail"]
)
@pytest.mark.parametrize(
    ("marker", "bits"), [(0xC3, 8), (0xC7, 8), (0xCB, 8), (0xC1, 12)], ids=lambda value: f"{value:x}"
)
def test_jpegs_of_rare_kinds_are_not_called_damaged(
    tmp_path: Path, read: Callable[[Path], object], marker: int, bits: int
) -> None:
    data = encoded(np.zeros((16, 16, 3), np.uint8), "JPEG")
    at = data.index(b"\xff\xc0")
    (tmp_path / "a.jpg").write_bytes(data[:at] + bytes((0xFF, marker, 0, 17, bits)) + data[at + 5 :])
    with pytest.raises(PhotoError) as caught:
        read(tmp_path / "a.jpg")
    advice = "Save it as an ordinary JPEG, PNG or TIFF with the program that made it."
    assert str(caught.value) == f"a.jpg: this kind of JPEG cannot be opened. {advice}"


def test_a_damaged_strip_is_told_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.tif").write_bytes(broken_segment("tiff_lzw"))
    with pytest.raises(PhotoError, match="damaged or cut short"):
        open_photo(tmp_path / "a.tif")
    assert capfd.readouterr().err == "", "what libtiff has to say is said by the error"
    os.write(2, b"still there")
    assert capfd.readouterr().err == "still there"


def test_what_is_brighter_than_white_can_be_told_apart(tmp_path: Path) -> None:
    # Columns of 0 to 1000 cd/m² by PQ (ITU-R BT.2100-2, table 4).
    light = np.broadcast_to(np.linspace(0, 1000, 101)[None, :, None], (4, 101, 3))
    signal = (pq(light) * 65535 + 0.5).astype(np.uint16)
    (tmp_path / "a.png").write_bytes(png(signal, 2, before=cicp(9, 16)))
    shown = open_photo(tmp_path / "a.png").pixels[0, :, 1].astype(int)
    assert (np.diff(shown) > 0).all()
    assert shown[-1] == 65535
    white = shown[20]  # 200 cd/m²
    assert 248 * 257 < white < 252 * 257
    assert shown[50] - white > 800, "500 and 200 cd/m² are not the same white"


@pytest.mark.parametrize("bits", [8, 16])
def test_each_doubling_of_light_above_white_has_its_room(tmp_path: Path, bits: int) -> None:
    # 250 to 4000 cd/m², in steps of one exposure.
    light = np.broadcast_to((250.0 * 2 ** np.arange(5))[None, :, None], (4, 5, 3))
    signal = (pq(light) * ((1 << bits) - 1) + 0.5).astype(np.uint8 if bits == 8 else np.uint16)
    (tmp_path / "a.png").write_bytes(png(np.dstack([signal, signal[..., :1]]), 6, before=cicp(9, 16)))
    photo = open_photo(tmp_path / "a.png")
    assert photo.bit_depth == 16
    assert photo.alpha is not None
    assert photo.alpha[0, 4] == (int(signal[0, 4, 0]) * 257 if bits == 8 else signal[0, 4, 0])
    steps = np.diff(photo.pixels[0, :, 1].astype(int))
    assert steps.min() > 200
    assert steps.max() < 3 * steps.min()


def test_the_colours_of_a_picture_of_parts_may_be_told_of_its_parts() -> None:
    of_parts = {2: [(b"colr", b"nclx" + struct.pack(">HHHB", 12, 13, 6, 128))]}
    assert Items(primary=1, derived={1: [2, 3]}, properties=of_parts).cicp == Cicp(12, 13)
    own = {1: [(b"colr", b"nclx" + struct.pack(">HHHB", 9, 16, 9, 128))], **of_parts}
    assert Items(primary=1, derived={1: [2, 3]}, properties=own).cicp == Cicp(9, 16)
