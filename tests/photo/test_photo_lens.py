"""Lenses: found by what a raw file tells, and what they did undone, by lensfun's measurements."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pytest
from photo_samples import encoded, smooth
from raw_samples import dng, ramp

from ccnet_core.adjustments import Adjustments
from ccnet_core.cli.options import add_adjustment_options, read_adjustments
from ccnet_core.develop import prepared
from ccnet_core.photo import Photo, open_photo
from ccnet_core.photo.lens import corrected
from ccnet_core.photo.reducing import reduced_photo

pytest.importorskip("rawpy", reason="the raw extra is not installed")
lensfunpy = pytest.importorskip("lensfunpy", reason="the raw extra is not installed")

CAMERA = {"make": "NIKON CORPORATION", "model": "NIKON D750"}
ZOOM = {**CAMERA, "lens": "AF-S Nikkor 24-70mm f/2.8G ED", "focal_length": 24, "aperture": 2.8}
HEIGHT, WIDTH = 400, 600


def opened(tmp_path: Path, light: np.ndarray, **told: object) -> Photo:
    (tmp_path / "night.dng").write_bytes(dng(light, **told))  # type: ignore[arg-type]
    return open_photo(tmp_path / "night.dng")


def measured() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What lensfun knows of the zoom at 24 mm and f/2.8: of distortion, and of vignetting far away."""
    database = lensfunpy.Database()
    camera = database.find_cameras(CAMERA["make"], CAMERA["model"])[0]
    lens = database.find_lenses(camera, None, ZOOM["lens"])[0]
    bent = next(c for c in lens.calib_distortion if c.focal == 24)
    far = [c for c in lens.calib_vignetting if c.focal == 24 and c.aperture == pytest.approx(2.8)]
    return tuple(bent.terms), tuple(max(far, key=lambda c: c.distance).terms)


def seen_through_the_lens(lines: bool) -> np.ndarray:
    """Grey, or level lines on it, as the zoom draws them: (HEIGHT, WIDTH, 3).

    Distortion is the PTLens polynomial r_d = r_u (a r_u^3 + b r_u^2 + c r_u + 1 - a - b - c) in units of half
    the shorter side; vignetting 1 + k1 r^2 + k2 r^4 + k3 r^6 in units of half the diagonal: lensfun's manual.
    """
    (a, b, c), (k1, k2, k3) = measured()
    y, x = np.mgrid[:HEIGHT, :WIDTH] - np.array([(HEIGHT - 1) / 2, (WIDTH - 1) / 2])[:, None, None]
    drawn = np.hypot(x, y) / (HEIGHT / 2)
    true = np.linspace(0, 3, 30_001)
    at = np.interp(drawn, true * (a * true**3 + b * true**2 + c * true + 1 - a - b - c), true)
    row = y * at / np.maximum(drawn, 1e-9)
    r2 = (x**2 + y**2) / ((HEIGHT / 2) ** 2 + (WIDTH / 2) ** 2)
    light = 0.2 * (1 + k1 * r2 + k2 * r2**2 + k3 * r2**3)
    if lines:
        light *= 1 - 0.8 * np.exp(-(((row + 160) / 2) ** 2))
    return np.repeat(light[..., None], 3, axis=2)


def line(photo: Photo) -> np.ndarray:
    """The row of the dark line in the upper part of each column but the outermost."""
    dark = 1 - photo.pixels[5:100, 20:-20, 1] / photo.pixels[5:100, 20:-20, 1].max(axis=0)
    dark = np.where(dark > 0.2, dark, 0)
    return np.asarray((np.arange(95)[:, None] * dark).sum(axis=0) / dark.sum(axis=0))


def test_a_bent_line_becomes_straight(tmp_path: Path) -> None:
    photo = opened(tmp_path, seen_through_the_lens(lines=True), **ZOOM)
    assert np.ptp(line(photo)) > 3
    straight = corrected(photo)
    assert straight.pixels.shape == photo.pixels.shape
    assert np.ptp(line(straight)) < 0.6


def test_dark_corners_become_as_bright_as_the_middle(tmp_path: Path) -> None:
    photo = opened(tmp_path, seen_through_the_lens(lines=False), **ZOOM)
    assert photo.pixels[5, 5].max() < 0.7 * photo.pixels[200, 300].min()
    even = corrected(photo).pixels[4:-4, 4:-4].astype(int)
    assert np.abs(even - even[196, 296]).max() < 0.02 * 65535


def test_light_in_the_corners_that_gets_brighter_than_white_keeps_its_order(tmp_path: Path) -> None:
    photo = corrected(opened(tmp_path, ramp(1, width=WIDTH, height=HEIGHT), **ZOOM))
    row = photo.pixels[10, 12:-12].astype(int)
    assert (np.diff(row, axis=0)[::2].min(axis=0) > -40).all()
    assert len(np.unique(row[-100:, 1])) > 60


def test_a_turned_photo_is_corrected_alike(tmp_path: Path) -> None:
    light = seen_through_the_lens(lines=True)
    level = corrected(opened(tmp_path, light, **ZOOM)).pixels.astype(int)
    turned = corrected(opened(tmp_path, light, orientation=6, **ZOOM)).pixels.astype(int)
    assert np.abs(np.rot90(turned) - level)[8:-8, 8:-8].mean() < 60


def test_a_smaller_photo_is_corrected_as_the_whole(tmp_path: Path) -> None:
    photo = opened(tmp_path, seen_through_the_lens(lines=False), **ZOOM)
    before = reduced_photo(corrected(photo), 300).pixels.astype(int)
    after = corrected(reduced_photo(photo, 300)).pixels.astype(int)
    assert np.abs(before - after)[4:-4, 4:-4].max() < 400


def test_it_is_done_once_and_can_be_left(tmp_path: Path) -> None:
    photo = opened(tmp_path, ramp(0.5, width=WIDTH, height=HEIGHT), **ZOOM)
    assert photo.lens is not None
    assert photo.lens.name == "Nikon AF-S Zoom-Nikkor 24-70mm f/2.8G ED"
    done = prepared(photo, Adjustments())
    assert done.lens is None
    assert done.uncorrected is photo
    assert corrected(done) is done
    assert prepared(photo, Adjustments(lens_correction=False)) is photo
    assert done.nbytes == 2 * photo.nbytes, "both are in memory"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (ZOOM, "Nikon AF-S Zoom-Nikkor 24-70mm f/2.8G ED"),
        ({**ZOOM, "lens": ""}, None),
        ({**ZOOM, "focal_length": 0}, None),
        ({**ZOOM, "focal_length": 200}, None),
        ({**ZOOM, "lens": "Nobody's 24-70mm"}, None),
        ({**ZOOM, "model": "Nobody's"}, None),
        ({"make": "Canon", "model": "Canon PowerShot G7 X", "focal_length": 9}, "Canon G7 X & compatibles"),
    ],
    ids=["known", "no lens", "no length", "other length", "unknown", "no camera", "fixed lens"],
)
def test_which_lens_it_was(tmp_path: Path, told: dict[str, object], name: str | None) -> None:
    lens = opened(tmp_path, ramp(0.5), **told).lens
    assert (lens and lens.name) == name


def test_without_a_known_aperture_lines_are_straightened_and_corners_stay(tmp_path: Path) -> None:
    photo = opened(tmp_path, seen_through_the_lens(lines=True), **{**ZOOM, "aperture": 0})
    straight = corrected(photo)
    assert np.ptp(line(straight)) < 0.6
    assert straight.pixels[5, 5].max() < 0.75 * straight.pixels[200, 300].min()


def test_no_lens_of_other_photos_and_none_without_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(encoded(smooth(), "JPEG"))
    assert open_photo(tmp_path / "a.jpg").lens is None
    photo = opened(tmp_path, ramp(0.5), **ZOOM)
    monkeypatch.setitem(sys.modules, "lensfunpy", None)
    assert open_photo(tmp_path / "night.dng").lens is None
    assert np.array_equal(corrected(photo).pixels, photo.pixels)


def test_the_command_line_switches_it_off_and_on(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_adjustment_options(parser)
    (tmp_path / "off.json").write_text(Adjustments(lens_correction=False).to_json())

    def correction(*arguments: str) -> bool:
        read = read_adjustments(parser.parse_args(arguments), lambda *_: pytest.fail("no reference"))
        return read.lens_correction

    assert correction()
    assert not correction("--no-lens-correction")
    preset = ("--preset", str(tmp_path / "off.json"))
    assert not correction(*preset)
    assert correction(*preset, "--lens-correction")
