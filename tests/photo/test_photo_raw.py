"""Camera raw files: their light, also above white, its colour, and what they tell of the sensor."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from photo_samples import encoded, exif_block, smooth
from raw_samples import BAYER, CAMERA, SRGB_CAMERA, X_TRANS, dng, ramp

from ccnet_core.photo import Photo, open_photo, read_thumbnail

pytest.importorskip("rawpy", reason="the raw extra is not installed")

NEUTRAL = (0.5, 1.0, 0.625)
"""What a camera sees of a grey that needs the multipliers 2, 1 and 1.6."""
ILLUMINANTS = {
    "A": (0.44757, 0.40745, 2856, 0),
    "D50": (0.34567, 0.35850, 5003, 10),
    "D65": (0.31272, 0.32903, 6504, 10),
    "D75": (0.29902, 0.31485, 7504, 9),
    "F2": (0.37208, 0.37529, 4230, 6),
}
"""Chromaticities and correlated colour temperatures of CIE 15:2004, tables T.3 and 11.1, and tints."""


def opened(tmp_path: Path, data: bytes) -> Photo:
    (tmp_path / "night.dng").write_bytes(data)
    return open_photo(tmp_path / "night.dng")


def linear(encoded: np.ndarray) -> np.ndarray:
    value = encoded / 65535
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("height", [64, 520], ids=["small", "large"])
@pytest.mark.parametrize("mosaic", [BAYER, X_TRANS, None], ids=["bayer", "x-trans", "linear"])
def test_a_grey_ramp_comes_out_grey_and_linear(tmp_path: Path, mosaic: object, height: int) -> None:
    light = ramp(1, NEUTRAL, width=520, height=height)
    photo = opened(tmp_path, dng(light, neutral=NEUTRAL, mosaic=mosaic))  # type: ignore[arg-type]
    expected = np.linspace(0, 1, 520)[8:-8, None] * np.ones(3)
    np.testing.assert_allclose(linear(photo.pixels[32])[8:-8], expected, atol=1 / 255)


def test_a_ramp_without_colours_comes_out_linear(tmp_path: Path) -> None:
    photo = opened(tmp_path, dng(ramp(1)[..., 0]))
    np.testing.assert_allclose(
        linear(photo.pixels[32]), np.linspace(0, 1, 512)[:, None] * np.ones(3), atol=1 / 255
    )
    assert photo.camera is not None
    assert photo.camera.light is None, "it sees no colours, and can tell none of the light"


def test_what_is_brighter_than_white_keeps_its_order_and_its_colour(tmp_path: Path) -> None:
    photo = opened(tmp_path, dng(ramp(2.5, NEUTRAL), neutral=NEUTRAL))
    row = photo.pixels[32].astype(np.int64)[8:-8]
    light = np.linspace(0, 2.5, 512)[8:-8]
    assert (np.diff(row, axis=0) >= 0).all()
    assert (np.diff(row[light < 1.95][::2], axis=0) > 0).all(), "red ends at twice white"
    assert (row.max(axis=1) - row.min(axis=1) < 257).all(), "where green has ended grey stays grey"
    np.testing.assert_allclose(
        linear(row[light < 0.55]), light[light < 0.55, None] * np.ones(3), atol=1 / 255
    )
    assert row[light > 2.1].min() == 65535, "the brightest is white"
    white = row[np.argmin(np.abs(light - 1))] / 257
    assert 220 < white[1] < 250, "white is bright, and leaves room"


def test_a_colour_that_is_brighter_than_white_keeps_its_hue(tmp_path: Path) -> None:
    lamp = np.linspace(0, 2, 512)[None, :, None] * np.ones((64, 1, 1)) * (1.0, 0.5, 0.2)
    photo = opened(tmp_path, dng(np.minimum(lamp * NEUTRAL, 1), neutral=NEUTRAL))
    shown = linear(photo.pixels[32])
    dim, bright = shown[64], shown[320]  # at a quarter of white, and where red is above it
    assert bright[0] > bright[1] > bright[2]
    share = [(colour[1] - colour[2]) / (colour[0] - colour[2]) for colour in (dim, bright)]
    assert share[0] == pytest.approx(share[1], abs=0.03)


def test_a_thumbnail_is_of_the_same_light(tmp_path: Path) -> None:
    photo = opened(tmp_path, dng(ramp(1.8, NEUTRAL), neutral=NEUTRAL))
    small = read_thumbnail(tmp_path / "night.dng", 256).astype(np.int64)
    assert small.shape == (32, 256, 3)
    whole = photo.pixels.reshape(32, 2, 256, 2, 3).mean(axis=(1, 3)) / 257
    assert np.abs(small - whole)[:, 4:-4].max() < 4


def test_the_sizes_of_sensors(tmp_path: Path) -> None:
    for height, width in ((600, 900), (4000, 6000)):
        grey = np.full((height, width), 0.2, np.float32)
        mosaic = np.broadcast_to(grey[..., None], (height, width, 3))
        (tmp_path / "large.dng").write_bytes(dng(mosaic))
        small = read_thumbnail(tmp_path / "large.dng", 300)
        assert small.shape == (200, 300, 3)
        assert np.abs(small.astype(int) - 124).max() <= 1  # the sRGB curve at 0.2


@pytest.mark.parametrize("name", ILLUMINANTS)
@pytest.mark.parametrize("camera", [SRGB_CAMERA, CAMERA], ids=["srgb", "sensor"])
def test_the_temperature_of_a_known_illuminant(tmp_path: Path, name: str, camera: object) -> None:
    x, y, kelvin, tint = ILLUMINANTS[name]
    seen = np.array(camera) @ (x / y, 1, (1 - x - y) / y)
    neutral = seen / seen.max()
    photo = opened(tmp_path, dng(ramp(0.5, neutral), neutral=neutral, camera=camera))  # type: ignore[arg-type]
    assert photo.camera is not None
    assert photo.camera.light is not None
    assert photo.camera.light.own.kelvin == pytest.approx(kelvin, rel=0.03)
    assert photo.camera.light.own.tint == pytest.approx(tint, abs=3)
    grey = photo.pixels[32, 8:-8].astype(int)
    assert (grey.max(axis=1) - grey.min(axis=1)).max() < 257, "a grey in that light is grey"


def test_without_a_white_balance_it_is_that_of_daylight(tmp_path: Path) -> None:
    seen = np.array(CAMERA) @ (0.95047, 1, 1.08883)
    photo = opened(tmp_path, dng(ramp(0.8, seen / seen.max()), neutral=(), camera=CAMERA))
    grey = photo.pixels[32, 8:-8].astype(int)
    assert (grey.max(axis=1) - grey.min(axis=1)).max() < 257
    assert photo.camera is not None
    assert photo.camera.light is not None
    assert photo.camera.light.own.kelvin == pytest.approx(6504, rel=0.01)


def test_a_raw_file_tells_of_its_sensor(tmp_path: Path) -> None:
    data = dng(ramp(0.5), black=600, white=15_000, iso=6400, noise_profile=(4e-4, 1e-6))
    camera = opened(tmp_path, data).camera
    assert camera is not None
    assert (camera.name, camera.iso, camera.black, camera.white) == ("Test Nightcam", 6400, 600, 15_000)
    assert camera.noise is not None
    assert camera.noise.gain == pytest.approx(4e-4 * 14_400)
    assert camera.noise.read == pytest.approx(1e-3 * 14_400)


def test_the_noise_of_planes_is_their_mean_and_nonsense_is_not_told(tmp_path: Path) -> None:
    planes = opened(tmp_path, dng(ramp(0.5), noise_profile=(2e-4, 0, 4e-4, 0, 6e-4, 0))).camera
    assert planes is not None
    assert planes.noise is not None
    assert planes.noise.gain == pytest.approx(4e-4 * (16_383 - 512))
    for profile in ((-1.0, 1e-6), (float("nan"), 1e-6), (1e-4,)):
        camera = opened(tmp_path, dng(ramp(0.5), noise_profile=profile)).camera
        assert camera is not None
        assert camera.noise is None


def test_noise_is_measured_where_no_light_came(tmp_path: Path) -> None:
    data = dng(ramp(0.5), border=8, read_noise=6)
    photo = opened(tmp_path, data)
    assert photo.pixels.shape == (64, 512, 3), "the border is no part of the picture"
    assert photo.camera is not None
    assert photo.camera.noise is not None
    assert photo.camera.noise.gain is None
    assert photo.camera.noise.read == pytest.approx(6, rel=0.15)
    without = opened(tmp_path, dng(ramp(0.5), read_noise=6)).camera
    assert without is not None
    assert without.noise is None, "the picture itself says nothing of the dark"


def test_other_photos_tell_what_exif_does(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(encoded(smooth(), "JPEG", exif=b"Exif\0\0" + exif_block()))
    (tmp_path / "b.png").write_bytes(encoded(smooth(), "PNG"))
    camera = open_photo(tmp_path / "a.jpg").camera
    assert camera is not None
    assert camera.name.endswith("Nightcam")
    assert (camera.black, camera.noise, camera.light) == (None, None, None)
    assert open_photo(tmp_path / "b.png").camera is None
