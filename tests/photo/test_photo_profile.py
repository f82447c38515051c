"""Embedded profiles become sRGB, at the precision the module promises."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from photo_samples import chunk, encoded, exif_block, noise, png, smooth, tiff
from PIL import Image, ImageCms

from ccnet_core.photo import open_photo
from ccnet_core.photo.profile import ADOBE_RGB_PROFILE, SRGB_PROFILE, build_profile, to_srgb8, to_srgb16

Decode = Callable[[np.ndarray], np.ndarray]

P3 = build_profile(
    "Display P3",
    ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    (3, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)),
)

# Linear Display P3 and Adobe RGB to linear sRGB, all of white D65, from the published primaries
# (SMPTE EG 432-1, Adobe RGB (1998) 4.3.1, IEC 61966-2-1); written out to ten digits elsewhere.
P3_TO_SRGB = np.array(
    [
        [1.2249401763, -0.2249401763, 0.0],
        [-0.0420569547, 1.0420569547, 0.0],
        [-0.0196375546, -0.0786360456, 1.0982736002],
    ]
)
ADOBE_TO_SRGB = np.array(
    [
        [1.3983557440, -0.3983557440, 0.0],
        [0.0, 1.0, 0.0],
        [0.0, -0.0429289893, 1.0429289893],
    ]
)


def srgb_decode(encoded: np.ndarray) -> np.ndarray:
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def srgb_encode(linear: np.ndarray) -> np.ndarray:
    linear = linear.clip(0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def table_profile() -> bytes:
    """An RGB profile that has a table only: LittleCMS's own Lab table for sRGB, made by a two-node cube."""
    # lut8Type (ICC.1:2022, 10.11): identity matrix and curves, a 2 x 2 x 2 cube of Lab corner colours.
    srgb = ImageCms.createProfile("sRGB")
    lab = ImageCms.createProfile("LAB")
    to_lab = ImageCms.buildTransform(srgb, lab, "RGB", "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    corners = np.array(list(np.ndindex(2, 2, 2)), np.uint8).reshape(1, 8, 3) * 255
    nodes = ImageCms.applyTransform(Image.fromarray(corners), to_lab)
    assert nodes is not None
    cube = (np.asarray(nodes) ^ np.array([0, 128, 128], np.uint8)).tobytes()
    ramp = bytes(range(256)) * 3
    lut = b"mft1" + bytes(4) + bytes([3, 3, 2, 0]) + struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut += ramp + cube + ramp
    text = b"desc" + bytes(4) + struct.pack(">I", 8) + b"Scanner\0" + bytes(78)
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    tags = {b"desc": text, b"wtpt": white, b"A2B0": lut}
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += struct.pack(">4sII", name, 128 + 4 + 36 + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = 128 + len(table) + len(body)
    header = (
        struct.pack(">I4sI", size, bytes(4), 0x02400000)
        + b"scnrRGB Lab "
        + struct.pack(">6H", 2025, 1, 1, 0, 0, 0)
    )
    header += b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return header + table + body


def test_our_srgb_profile_is_littlecms_s() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(SRGB_PROFILE))
    theirs = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB"
    for colour in ("red", "green", "blue"):
        ours = np.array(getattr(profile.profile, f"{colour}_colorant"))
        np.testing.assert_allclose(ours, getattr(theirs.profile, f"{colour}_colorant"), atol=2e-5)


@pytest.mark.parametrize(
    ("profile", "matrix", "decode"),
    [(P3, P3_TO_SRGB, srgb_decode), (ADOBE_RGB_PROFILE, ADOBE_TO_SRGB, lambda v: v ** (563 / 256))],
    ids=["Display P3", "Adobe RGB"],
)
def test_16_bits_against_the_published_primaries(profile: bytes, matrix: np.ndarray, decode: Decode) -> None:
    rng = np.random.default_rng(3)
    linear = rng.uniform(0.002, 1, (60, 60, 3)) ** 2  # many dark ones
    inside = srgb_encode(linear)
    source = decode_inverse(decode, linear @ np.linalg.inv(matrix).T)
    samples = np.rint(source * 65535).astype(np.uint16)
    expected = srgb_encode(decode(samples / 65535) @ matrix.T) * 65535
    got, name = to_srgb16(samples, profile)
    assert name in ("Display P3", "Adobe RGB (1998)")
    error = np.abs(got - expected)
    # A profile stores its numbers in 1/65536, which moves dark, saturated colours most.
    assert np.median(error) < 1
    assert error.max() < 48
    assert np.abs(got / 65535 - inside).max() < 1e-3


def decode_inverse(decode: Decode, linear: np.ndarray) -> np.ndarray:
    axis = np.linspace(0, 1, 200_001)
    return np.interp(linear, decode(axis), axis)


def test_16_bits_are_evaluated_exactly() -> None:
    """Against the profile's own stored numbers in double precision, no result is off by more than one."""
    samples = noise(64, 64, bits=16)

    def colorants(icc: bytes) -> np.ndarray:
        columns = []
        for tag in (b"rXYZ", b"gXYZ", b"bXYZ"):
            at = icc.index(tag)
            (place,) = struct.unpack_from(">I", icc, at + 4)
            columns.append(struct.unpack_from(">3i", icc, place + 8))
        return np.array(columns).T / 65536

    matrix = np.linalg.solve(colorants(SRGB_PROFILE), colorants(ADOBE_RGB_PROFILE))
    expected = srgb_encode((samples / 65535) ** (563 / 256) @ matrix.T) * 65535
    got, _ = to_srgb16(samples, ADOBE_RGB_PROFILE)
    assert np.abs(got - expected).max() <= 1


@pytest.mark.parametrize("profile", [P3, ADOBE_RGB_PROFILE])
def test_16_bits_agree_with_littlecms_at_8(profile: bytes) -> None:
    samples = noise(64, 64)
    eight, _ = to_srgb8(Image.fromarray(samples), profile)
    deep, _ = to_srgb16(samples.astype(np.uint16) * 257, profile)
    assert np.abs(deep / 257 - eight).max() <= 1.1


def test_16_bits_stay_16_through_a_profile() -> None:
    ramp = np.repeat(np.arange(65536, dtype=np.uint16).reshape(256, 256, 1), 3, axis=2)
    got, _ = to_srgb16(ramp, P3)
    # Greys are greys in both, with the same curve: an 8-bit detour would leave 256 values.
    assert np.abs(got.astype(int) - ramp).max() <= 4
    assert len(np.unique(got[..., 1])) > 65_000


def test_a_profile_of_tables_only() -> None:
    profile = table_profile()
    samples = noise(64, 64)
    eight, name = to_srgb8(Image.fromarray(samples), profile)
    deep, deep_name = to_srgb16(samples.astype(np.uint16) * 257, profile)
    assert name == deep_name == "Scanner"
    assert np.abs(eight.astype(int) - samples).mean() > 5, "the profile does change colours"
    error = np.abs(deep / 257 - eight)
    assert error.mean() < 0.4
    assert np.percentile(error, 99.9) < 3
    fine = np.repeat(np.linspace(20_000, 22_000, 512).astype(np.uint16).reshape(1, 512, 1), 3, axis=2)
    assert len(np.unique(to_srgb16(fine, profile)[0][..., 1])) > 200, "smooth between 8-bit steps"


def test_grey_profiles(tmp_path: Path) -> None:
    header = bytearray(SRGB_PROFILE[:128])
    header[16:20] = b"GRAY"
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, 256)  # linear light
    text = b"desc" + bytes(4) + struct.pack(">I", 7) + b"Linear\0" + bytes(78)
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    table, body = struct.pack(">I", 3), b""
    for name, data in ((b"desc", text), (b"wtpt", white), (b"kTRC", curve)):
        table += struct.pack(">4sII", name, 168 + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header[:4] = struct.pack(">I", 168 + len(body))
    profile = bytes(header) + table + body
    samples = noise(channels=1, bits=16)
    expected = np.repeat((srgb_encode(samples / 65535) * 65535)[..., None], 3, axis=2)
    (tmp_path / "a.png").write_bytes(
        png(samples, 0, before=chunk(b"iCCP", b"x\0\0" + zlib.compress(profile)))
    )
    photo = open_photo(tmp_path / "a.png")
    assert np.abs(photo.pixels - expected).max() <= 1
    assert photo.profile == "Linear"
    eight = (samples >> 8).astype(np.uint8)
    got, _ = to_srgb8(Image.fromarray(eight), profile)
    assert np.abs(got[..., 0] - srgb_encode(eight / 255) * 255).max() <= 1.5


@pytest.mark.parametrize("bits", [8, 16])
def test_srgb_under_any_name_leaves_every_pixel_alone(bits: int) -> None:
    named = build_profile("sRGB by another name", ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)), (0, (2.2,)))
    samples = noise(64, 64, bits=bits)
    for profile in (SRGB_PROFILE, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()):
        got, _ = to_srgb16(samples, profile) if bits == 16 else to_srgb8(Image.fromarray(samples), profile)
        np.testing.assert_array_equal(got, samples)
    got, name = to_srgb16(samples, named) if bits == 16 else to_srgb8(Image.fromarray(samples), named)
    assert name == "sRGB by another name"
    assert (got != samples).any(), "gamma 2.2 is not sRGB's curve"


@pytest.mark.parametrize("profile", [b"junk", P3[:200], P3[:128] + bytes(400), b""])
def test_a_broken_profile_is_ignored(profile: bytes) -> None:
    samples = noise(bits=16)
    np.testing.assert_array_equal(to_srgb16(samples, profile)[0], samples)
    eight = noise()
    got, name = to_srgb8(Image.fromarray(eight), profile)
    np.testing.assert_array_equal(got, eight)
    assert name == "sRGB"


def test_a_profile_of_another_colour_space_is_ignored() -> None:
    cmyk = Image.fromarray(noise(channels=4), "CMYK")
    np.testing.assert_array_equal(to_srgb8(cmyk, P3)[0], np.asarray(cmyk.convert("RGB")))


@pytest.mark.parametrize("name", ["8.jpg", "8.png", "8.webp", "8.tif", "16.png", "16.tif"])
def test_the_profile_is_found_in_every_format(tmp_path: Path, name: str) -> None:
    zipped = chunk(b"iCCP", b"x\0\0" + zlib.compress(P3))
    red = np.full((16, 16, 3), (200, 60, 60), np.uint8)
    deep = red.astype(np.uint16) * 257
    data = {
        "8.jpg": lambda: encoded(red, "JPEG", icc_profile=P3, quality=100, subsampling=0),
        "8.png": lambda: png(red, 2, before=zipped),
        "8.webp": lambda: encoded(red, "WEBP", icc_profile=P3, lossless=True),
        "8.tif": lambda: tiff(red, photometric="rgb", iccprofile=P3),
        "16.png": lambda: png(deep, 2, before=zipped),
        "16.tif": lambda: tiff(deep, photometric="rgb", iccprofile=P3),
    }[name]()
    (tmp_path / name).write_bytes(data)
    photo = open_photo(tmp_path / name)
    expected = srgb_encode(srgb_decode(np.array([200, 60, 60]) / 255) @ P3_TO_SRGB.T)
    whole = 255 if photo.bit_depth == 8 else 65535
    np.testing.assert_allclose(photo.pixels[8, 8] / whole, expected, atol=0.008 if whole == 255 else 1e-4)
    assert photo.profile == "Display P3"


def test_cmyk_with_a_profile(tmp_path: Path) -> None:
    places = ["/usr/share/color/icc/ghostscript/default_cmyk.icc"]
    found = [place for place in places if Path(place).exists()]
    if not found:
        pytest.skip("no CMYK profile on this machine")
    icc = Path(found[0]).read_bytes()
    file = io.BytesIO()
    Image.new("CMYK", (16, 16), (255, 0, 0, 0)).save(file, "JPEG", quality=100, icc_profile=icc)
    (tmp_path / "a.jpg").write_bytes(file.getvalue())
    photo = open_photo(tmp_path / "a.jpg")
    red, green, blue = photo.pixels[8, 8]
    assert photo.profile != "sRGB"
    assert red < 60
    assert 120 < green < 200
    assert 180 < blue < 250, "printed cyan, not the (0, 255, 255) of ideal inks"


def test_a_camera_s_adobe_rgb_mark_stands_in_for_a_profile(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 0xFFFF
    exif.get_ifd(0x8769)[0xA005] = {1: "R03"}
    data = encoded(
        np.full((16, 16, 3), (90, 200, 90), np.uint8), "JPEG", exif=exif, quality=100, subsampling=0
    )
    (tmp_path / "a.jpg").write_bytes(data)
    photo = open_photo(tmp_path / "a.jpg")
    assert photo.profile == "Adobe RGB (1998)"
    assert photo.pixels[8, 8, 0] < 40, "the same green needs less red in sRGB"
    again = Image.Exif()
    assert photo.exif is not None
    again.load(photo.exif)
    assert again.get_ifd(0x8769)[0xA001] == 1
    assert again.get_ifd(0xA005)[1] == "R98"


def test_a_mark_of_srgb_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(smooth(), 2, before=chunk(b"eXIf", exif_block())))
    np.testing.assert_array_equal(open_photo(tmp_path / "a.png").pixels, smooth())
