"""``--crop``, ``--straighten``, ``--rotate`` and ``--flip``, of single photos and of batches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ccnet_samples import colour_ramp
from PIL import Image

from ccnet_core import cli
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.framing import cut
from ccnet_core.geometry import Crop, Geometry
from ccnet_core.photo import Photo, open_photo
from ccnet_core.presets import Preset, write_preset
from ccnet_core.sidecar import write_sidecar


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "night.png"
    Image.fromarray(colour_ramp(60, 90, top=0.3)).save(path)
    return path


def _enhanced(photo: Path, weights: Path, *options: str | Path) -> Photo:
    target = photo.with_name("out.png")
    fixed = ("--overwrite", "--weights", weights, "--device", "cpu")
    assert cli.main(["enhance", str(photo), "-o", str(target), *map(str, (*options, *fixed))]) == 0
    return open_photo(target)


def _difference(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other).max())


@pytest.mark.parametrize(
    ("options", "geometry"),
    [
        (("--crop", "0.1,0.2,0.5,0.6"), Geometry(crop=Crop(0.1, 0.2, 0.5, 0.6))),
        (("--rotate", "90"), Geometry(rotation=90)),
        (("--flip", "horizontal"), Geometry(mirrored=True)),
        (("--flip", "vertical"), Geometry(rotation=180, mirrored=True)),
        (("--flip", "both"), Geometry(rotation=180)),
        (("--rotate", "270", "--flip", "horizontal"), Geometry(rotation=270, mirrored=True)),
        (
            ("--rotate", "90", "--straighten", "-4.5", "--crop", "0,0,0.5,0.5"),
            Geometry(90, straighten=-4.5, crop=Crop(0, 0, 0.5, 0.5)),
        ),
    ],
)
def test_what_is_written_is_that_part_of_the_whole(
    photo: Path, tiny_weights: Path, options: tuple[str, ...], geometry: Geometry
) -> None:
    whole = _enhanced(photo, tiny_weights, "--saturation", "1.4").pixels
    part = _enhanced(photo, tiny_weights, "--saturation", "1.4", *options).pixels
    assert part.shape[:2] == geometry.size(60, 90)
    assert _difference(part, cut(whole, geometry)) <= (1 if geometry.straighten == 0 else 2)


@pytest.mark.parametrize(
    ("options", "size"),
    [
        (("--crop", "0.1,0.1,0.8,0.8", "--resize", "36"), (24, 36)),
        (("--crop", "0,0,0.5,0.75", "--resize", "30"), (30, 30)),
        (("--rotate", "90", "--resize", "45"), (45, 30)),
        (("--straighten", "5", "--resize", "31"), (21, 31)),
        (("--crop", "0,0,0.5,0.5", "--resize", "500"), (30, 45)),
    ],
)
def test_the_long_side_is_that_of_the_crop(
    photo: Path,
    tiny_weights: Path,
    options: tuple[str, ...],
    size: tuple[int, int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = _enhanced(photo, tiny_weights, *options, "--json")
    assert result.pixels.shape[:2] == size
    told = json.loads(capsys.readouterr().out)
    assert (told["height"], told["width"]) == size


def test_the_options_change_what_a_preset_or_a_sidecar_says(photo: Path, tiny_weights: Path) -> None:
    geometry = Geometry(rotation=90, straighten=3, crop=Crop(0.25, 0.25, 0.5, 0.5))
    preset = photo.with_name("crop.ccnet-preset.json")
    write_preset(preset, Preset("Crop", Adjustments(geometry=geometry)), overwrite=False)
    assert _enhanced(photo, tiny_weights, "--preset", preset).pixels.shape[:2] == geometry.size(60, 90)
    level = _enhanced(photo, tiny_weights, "--preset", preset, "--straighten", "0")
    assert level.pixels.shape[:2] == (45, 30)
    lying = _enhanced(photo, tiny_weights, "--preset", preset, "--straighten", "0", "--rotate", "0")
    assert lying.pixels.shape[:2] == (30, 45)


def test_a_batch_crops_all_or_each_by_its_own(photo: Path, tiny_weights: Path, tmp_path: Path) -> None:
    other = tmp_path / "street.png"
    Image.fromarray(colour_ramp(40, 80, top=0.3)).save(other)
    write_sidecar(other, Adjustments(geometry=Geometry(rotation=90)))
    arguments = ["batch", str(photo), str(other), "-o", str(tmp_path / "out"), "--format", "png"]
    arguments += ["--weights", str(tiny_weights), "--device", "cpu", "--jobs", "1"]
    assert cli.main([*arguments, "--crop", "0,0,0.5,0.5", "--own-adjustments"]) == 0
    sizes = {path.name: open_photo(path).pixels.shape[:2] for path in (tmp_path / "out").glob("*.png")}
    assert sizes == {"night-ccnet.png": (30, 45), "street-ccnet.png": (80, 40)}


def test_results_with_another_crop_are_made_anew(
    photo: Path, tiny_weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["batch", str(photo), "-o", str(tmp_path / "out"), "--format", "png", "--on-conflict"]
    arguments += ["overwrite", "--weights", str(tiny_weights), "--device", "cpu", "--jobs", "1"]
    for crop, written in (("0,0,0.5,0.5", 1), ("0,0,0.5,0.5", 0), ("0,0,0.5,0.6", 1)):
        assert cli.main([*arguments, "--crop", crop]) == 0
        assert f"{written} written" in capsys.readouterr().err


def test_alpha_is_cropped_with_the_picture(tmp_path: Path, tiny_weights: Path) -> None:
    """Of half a turn, which keeps the size, too."""
    path = tmp_path / "night.png"
    alpha = np.linspace(0, 255, 60 * 90).reshape(60, 90).astype(np.uint8)
    Image.fromarray(np.dstack([colour_ramp(60, 90, top=0.3), alpha])).save(path)
    turned = _enhanced(path, tiny_weights, "--rotate", "180")
    assert turned.alpha is not None
    np.testing.assert_array_equal(turned.alpha, alpha[::-1, ::-1])
    cropped = _enhanced(path, tiny_weights, "--crop", "0.5,0.5,0.5,0.5")
    assert cropped.alpha is not None
    np.testing.assert_array_equal(cropped.alpha, alpha[30:, 45:])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--crop", "0.5,0,0.6,1"), "must be 1 or less together"),
        (("--crop", "0,0,0,1"), "not be 0"),
        (("--crop=-0.1,0,1,1",), "left of the crop must lie between 0 and 1"),
        (("--crop", "0,0,1"), "expected LEFT,TOP,WIDTH,HEIGHT"),
        (("--crop", "0,0,1,nan"), "must be a number"),
        (("--crop", "a,b,c,d"), "is no part of a photo"),
        (("--straighten", "46"), "is not between -45 and 45"),
        (("--straighten", "nan"), "is not between -45 and 45"),
        (("--rotate", "45"), "invalid choice"),
        (("--flip", "sideways"), "invalid choice"),
    ],
)
def test_what_cannot_be_is_told_before_the_work(
    photo: Path, options: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["enhance", str(photo), "-o", str(photo.with_name("out.png")), *options])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_places_in_the_metadata_are_left_out_once_they_are_elsewhere(
    tmp_path: Path, tiny_weights: Path
) -> None:
    """Where faces are in the picture; what describes the photo stays."""
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:r="http://www.metadataworkinggroup.com/schemas/regions/">
<r:Regions>faces</r:Regions><dc:format>image/jpeg</dc:format><dc:source>harbour</dc:source>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
    path = tmp_path / "night.jpg"
    Image.fromarray(colour_ramp(60, 90, top=0.3)).save(path, xmp=packet)

    def kept(*options: str) -> Any:
        return _enhanced(path, tiny_weights, *options).xmp or b""

    assert b"faces" in kept()
    for options in (("--rotate", "180"), ("--crop", "0,0,0.5,1")):
        assert b"faces" not in kept(*options)
        assert b"harbour" in kept(*options)


def test_the_engine_is_the_same(photo: Path, tiny_weights: Path) -> None:
    geometry = Geometry(straighten=4, crop=Crop(0.2, 0.2, 0.6, 0.6))
    engine = Engine.load(tiny_weights, "cpu")
    expected = engine.export(engine.brighten(open_photo(photo)), Adjustments(geometry=geometry))
    options = ("--straighten", "4", "--crop", "0.2,0.2,0.6,0.6")
    np.testing.assert_array_equal(_enhanced(photo, tiny_weights, *options).pixels, expected)
