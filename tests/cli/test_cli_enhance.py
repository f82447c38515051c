"""``ccnet enhance``, run in this process with tiny weights."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
import torch
from ccnet_samples import colour_ramp
from PIL import Image
from raw_samples import dng

from ccnet_core import cli
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine, picture_reference
from ccnet_core.network import CCNet
from ccnet_core.own_files import RECORD_NAME
from ccnet_core.photo import ExportOptions, Photo, open_photo, save_photo
from ccnet_core.photo.exif import Entry, Exif
from ccnet_core.sidecar import write_sidecar
from ccnet_core.styles import load_styles

Enhance = Callable[..., int]


@pytest.fixture
def enhance(tiny_weights: Path) -> Enhance:
    """Run the command and give its exit code."""

    def run(*arguments: str | Path) -> int:
        return cli.main(["enhance", *map(str, arguments), "--weights", str(tiny_weights), "--device", "cpu"])

    return run


@pytest.fixture
def photos(tmp_path: Path, dim_pixels: np.ndarray) -> Path:
    """A JPEG, a 16-bit PNG and a TIFF of different sizes."""
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.fromarray(dim_pixels).save(folder / "evening.jpg")
    (folder / "ramp.png").write_bytes(_png16(colour_ramp(33, 47, np.uint16, top=0.3)))
    tifffile.imwrite(folder / "night.tif", colour_ramp(40, 25, top=0.2))
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def _png16(pixels: np.ndarray) -> bytes:
    return cv2.imencode(".png", pixels[..., ::-1])[1].tobytes()


def test_every_photo_of_a_folder_is_written_at_its_size(
    enhance: Enhance, photos: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = sorted(photos.iterdir())
    assert enhance(*inputs, "-o", out) == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "evening-ccnet.jpg",
        "night-ccnet.tif",
        "ramp-ccnet.png",
    ]
    for path in inputs:
        result, photo = open_photo(next(out.glob(f"{path.stem}-*"))), open_photo(path)
        assert result.pixels.shape == photo.pixels.shape
        assert result.pixels.mean() > photo.pixels.mean() * (
            np.iinfo(result.pixels.dtype).max / np.iinfo(photo.pixels.dtype).max
        )
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("bit_depth", [8, 16])
def test_result_is_the_engines_export(
    enhance: Enhance, photos: Path, out: Path, tiny_weights: Path, bit_depth: int
) -> None:
    style = load_styles()[0]
    target = out / "result.png"
    options = ("--saturation", "1.4", "--green-magenta", "0.8", "--blue-yellow", "1.1", "--vibrance", "0.4")
    options += ("--brightness", "0.7", "--exposure", "-0.5", "--highlights", "-0.3", "--shadows", "0.2")
    options += ("--temperature", "0.5", "--tint", "-0.2", "--contrast", "0.3", "--whites", "-0.4")
    options += ("--blacks", "0.1", "--clarity", "0.7", "--range", "0.6")
    styled = ("--style", style.name.upper(), "--style-strength", "0.6", "--bit-depth", str(bit_depth))
    assert enhance(photos / "ramp.png", "-o", target, *options, *styled) == 0
    engine = Engine.load(tiny_weights, "cpu")
    adjustments = Adjustments(
        brightness=0.7,
        saturation=1.4,
        green_magenta=0.8,
        blue_yellow=1.1,
        vibrance=0.4,
        exposure=-0.5,
        highlights=-0.3,
        shadows=0.2,
        temperature=0.5,
        tint=-0.2,
        contrast=0.3,
        whites=-0.4,
        blacks=0.1,
        clarity=0.7,
        range=0.6,
        references=(style.reference(),),
        style_strength=0.6,
    )
    expected = engine.export(engine.brighten(open_photo(photos / "ramp.png")), adjustments, bit_depth)
    result = open_photo(target)
    assert result.bit_depth == bit_depth
    np.testing.assert_array_equal(result.pixels, expected)


@pytest.mark.parametrize("option", ["--brighten", "--brightness"])
def test_a_photo_that_is_not_brightened_at_all_is_the_photo(
    enhance: Enhance, photos: Path, out: Path, option: str
) -> None:
    target = out / "same.png"
    assert enhance(photos / "ramp.png", "-o", target, option, "0", "--range", "auto") == 0
    result, photo = open_photo(target).pixels, open_photo(photos / "ramp.png").pixels
    assert result.dtype == photo.dtype
    assert np.abs(result.astype(int) - photo).max() <= np.iinfo(photo.dtype).max // 255


@pytest.mark.parametrize(("suffix", "weight"), [("", 1.0), (":2.5", 2.5)])
def test_reference_is_a_picture_with_a_weight(
    enhance: Enhance, photos: Path, out: Path, tiny_weights: Path, suffix: str, weight: float
) -> None:
    style = load_styles()[0]
    reference = photos / "evening.jpg"
    arguments = ("--style", style.name, "--reference", f"{reference}{suffix}")
    assert enhance(photos / "night.tif", "-o", out / "night.png", *arguments) == 0
    engine = Engine.load(tiny_weights, "cpu")
    measured = picture_reference(open_photo(reference), weight)
    adjustments = Adjustments(references=(style.reference(), measured))
    expected = engine.export(engine.brighten(open_photo(photos / "night.tif")), adjustments)
    np.testing.assert_array_equal(open_photo(out / "night.png").pixels, expected)


def test_reference_whose_name_ends_like_a_weight_is_the_file(
    enhance: Enhance, photos: Path, out: Path
) -> None:
    odd = photos / "evening.jpg:3"
    odd.write_bytes((photos / "evening.jpg").read_bytes())
    assert enhance(photos / "night.tif", "-o", out / "a.png", "--reference", odd) == 0
    assert enhance(photos / "night.tif", "-o", out / "b.png", "--reference", photos / "evening.jpg") == 0
    assert (out / "a.png").read_bytes() == (out / "b.png").read_bytes()


def test_existing_file_is_not_touched_without_being_told_to(
    enhance: Enhance, photos: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = out / "evening-ccnet.jpg"
    target.write_bytes(b"precious")
    assert enhance(photos / "evening.jpg", "-o", out) == 1
    assert target.read_bytes() == b"precious"
    message = capsys.readouterr().err
    assert "evening-ccnet.jpg" in message
    assert "--overwrite" in message
    assert enhance(photos / "evening.jpg", "-o", out, "--overwrite") == 0
    assert open_photo(target).width == 171
    assert list(out.iterdir()) == [target]


def test_one_run_never_replaces_its_own_result(
    enhance: Enhance, photos: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "other").mkdir()
    Image.fromarray(colour_ramp(10, 12)).save(photos / "other" / "evening.jpg")
    inputs = (photos / "evening.jpg", photos / "other" / "evening.jpg")
    assert enhance(*inputs, "-o", out, "--overwrite") == 1
    assert open_photo(out / "evening-ccnet.jpg").width == 171
    assert "evening-ccnet.jpg" in capsys.readouterr().err


def test_failing_photo_does_not_stop_the_others(
    enhance: Enhance, photos: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "broken.jpg").write_bytes(b"no picture")
    inputs = (photos / "broken.jpg", photos / "absent.png", photos / "evening.jpg", photos / "night.tif")
    assert enhance(*inputs, "-o", out) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("ccnet: broken.jpg: ")
    assert lines[1].startswith("ccnet: absent.png: ")
    assert sorted(path.name for path in out.iterdir()) == ["evening-ccnet.jpg", "night-ccnet.tif"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (lambda: torch.empty(1 << 50, dtype=torch.uint8), "there is not enough memory"),
        (lambda: torch.ones(2) @ torch.ones(3), "RuntimeError: inconsistent tensor size"),
    ],
)
def test_whatever_fails_in_one_photo_is_one_line_and_stops_no_other(
    enhance: Enhance,
    photos: Path,
    out: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[], object],
    told: str,
) -> None:
    colorize = CCNet.colorize

    def fail_once(network: CCNet, *arguments: object) -> object:
        monkeypatch.setattr(CCNet, "colorize", colorize)
        return fault()

    monkeypatch.setattr(CCNet, "colorize", fail_once)
    assert enhance(photos / "evening.jpg", photos / "night.tif", "-o", out) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"ccnet: evening.jpg: {told}")
    assert [path.name for path in out.iterdir()] == ["night-ccnet.tif"]


@pytest.mark.parametrize(
    ("photo", "target", "named"),
    [
        ("n" * 300 + ".jpg", "a.png", "n" * 300 + ".jpg"),
        ("photos/evening.jpg", "o" * 300 + ".png", "o" * 300),
    ],
)
def test_names_that_are_too_long_are_told_in_one_line(
    enhance: Enhance,
    photos: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    photo: str,
    target: str,
    named: str,
) -> None:
    monkeypatch.chdir(photos.parent)
    assert enhance(photo, "-o", target, "--reference", "r" * 300 + ":2") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("ccnet: rrr")
    assert enhance(photo, "-o", target) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"ccnet: {named}")
    assert "the file name is too long." in line


def test_json_tells_about_each_photo(
    enhance: Enhance, photos: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enhance(photos / "evening.jpg", photos / "night.tif", "-o", out, "--json") == 0
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(report["width"], report["height"]) for report in reports] == [(171, 118), (25, 40)]
    assert [report["photo"] for report in reports] == [str(photos / "evening.jpg"), str(photos / "night.tif")]
    assert all(Path(report["output"]).is_file() for report in reports)
    assert all(report["device"].startswith("CPU") and report["seconds"] >= 0 for report in reports)


def test_the_photos_own_bit_depth_is_kept_where_the_format_holds_it(
    enhance: Enhance, photos: Path, out: Path
) -> None:
    deep = photos / "deep.png"
    save_photo(deep, colour_ramp(20, 30, np.uint16), ExportOptions.for_path(deep, bit_depth=16))
    assert enhance(deep, "-o", out) == 0
    assert enhance(deep, "-o", out / "deep.jpg") == 0
    assert open_photo(out / "deep-ccnet.png").bit_depth == 16
    assert open_photo(out / "deep.jpg").bit_depth == 8


def test_16_bits_into_a_folder_need_a_format_that_holds_them(
    enhance: Enhance, photos: Path, out: Path
) -> None:
    assert enhance(photos / "evening.jpg", photos / "night.tif", "-o", out, "--bit-depth", "16") == 0
    assert {path.name: open_photo(path).bit_depth for path in out.iterdir()} == {
        "evening-ccnet.png": 16,
        "night-ccnet.tif": 16,
    }


def test_quality_is_that_of_the_jpeg(enhance: Enhance, photos: Path, out: Path) -> None:
    for quality in ("30", "95"):
        assert enhance(photos / "evening.jpg", "-o", out / f"{quality}.jpg", "--quality", quality) == 0
    assert (out / "30.jpg").stat().st_size < 0.6 * (out / "95.jpg").stat().st_size


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--style", "sepia"), "sepia"),
        (("--reference", "absent.jpg"), "absent.jpg"),
        (("--reference", "absent.jpg:2"), "absent.jpg"),
        (("--reference", "photos/evening.jpg:-1"), "weight"),
        (("--device", "gpu"), "gpu"),
        (("--weights", "absent.safetensors"), "absent.safetensors"),
        (("--quality", "0"), "quality"),
    ],
)
def test_mistakes_are_told_in_one_line(
    enhance: Enhance,
    photos: Path,
    out: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tiny_weights: Path,
    arguments: tuple[str, str],
    named: str,
) -> None:
    monkeypatch.chdir(photos.parent)
    options = ["--weights", str(tiny_weights), "--device", "cpu", *arguments]
    assert cli.main(["enhance", str(photos / "evening.jpg"), "-o", str(out / "a.jpg"), *options]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("ccnet: ")
    assert named in lines[0]
    assert not list(out.iterdir())


def test_unknown_style_lists_those_there_are(
    enhance: Enhance, photos: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enhance(photos / "evening.jpg", "-o", out, "--style", "sepia") == 1
    message = capsys.readouterr().err
    assert all(style.name in message for style in load_styles())


@pytest.mark.parametrize("target", ["absent", "file.jpg"])
def test_several_photos_need_a_folder(
    enhance: Enhance, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    (tmp_path / "file.jpg").write_bytes(b"precious")
    assert enhance(photos / "evening.jpg", photos / "night.tif", "-o", tmp_path / target) == 1
    assert "folder" in capsys.readouterr().err
    assert (tmp_path / "file.jpg").read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--saturation", "3.1"),
        ("--saturation", "nan"),
        ("--brightness", "-0.1"),
        ("--exposure", "5.5"),
        ("--brighten", "1.6"),
        ("--range", "wide"),
        ("--vibrance", "-1.5"),
        ("--temperature", "5500"),
        ("--style-strength", "much"),
        ("--bit-depth", "12"),
    ],
)
def test_values_out_of_range_end_with_the_usage(
    enhance: Enhance, photos: Path, out: Path, capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        enhance(photos / "evening.jpg", "-o", out, f"{option}={value}")
    assert stop.value.code == 2
    assert option in capsys.readouterr().err
    assert not list(out.iterdir())


def test_interruption_ends_with_the_code_of_one(
    enhance: Enhance,
    photos: Path,
    out: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Engine, "brighten", interrupt)
    assert enhance(photos / "evening.jpg", "-o", out) == 130
    assert capsys.readouterr().err == "ccnet: stopped\n"
    assert not list(out.iterdir())


def test_fall_back_to_the_cpu_is_told(
    enhance: Enhance,
    photos: Path,
    out: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = Engine.brighten

    def brighten(engine: Engine, *arguments: object) -> object:
        engine.notices.append("Some GPU has too little memory")
        return original(engine, *arguments)

    monkeypatch.setattr(Engine, "brighten", brighten)
    assert enhance(photos / "evening.jpg", "-o", out) == 0
    assert capsys.readouterr().err == "ccnet: Some GPU has too little memory\n"


def test_a_result_can_be_smaller_and_tell_no_place(
    enhance: Enhance, photos: Path, out: Path, tmp_path: Path
) -> None:
    placed = tmp_path / "placed.jpg"
    exif = Exif(main={0x0110: Entry(2, 9, b"Nightcam\0")}, gps={1: Entry(2, 2, b"N\0")})
    photo = Photo(colour_ramp(20, 30, np.uint8), path=placed, exif=exif.to_bytes())
    save_photo(placed, photo.pixels, ExportOptions(), photo)
    assert enhance(placed, "-o", out, "--resize", "15", "--no-location") == 0
    result = open_photo(out / "placed-ccnet.jpg")
    assert (result.width, result.height) == (15, 10)
    kept = Exif.parse(result.exif or b"")
    assert kept is not None
    assert kept.main[0x0110].data == b"Nightcam\0"
    assert kept.gps == {}


def test_no_photo_of_a_run_is_replaced_by_the_result_of_another(
    enhance: Enhance, tmp_path: Path, dim_pixels: np.ndarray, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before it was its turn to be read, nor after."""
    first, second = tmp_path / "a.png", tmp_path / "a-ccnet.png"
    for path in (first, second):
        Image.fromarray(dim_pixels[: 40 if path == first else 50]).save(path)
    before = second.read_bytes()
    for photos in ((first, second), (second, first)):
        assert enhance(*photos, "-o", tmp_path, "--overwrite") == 1
        assert "a-ccnet.png: is one of the pictures to begin with" in capsys.readouterr().err
        assert second.read_bytes() == before
        assert open_photo(tmp_path / "a-ccnet-ccnet.png").height == 50


def test_no_picture_that_is_followed_is_replaced(
    enhance: Enhance, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (photos / "ramp.png").read_bytes()
    arguments = (photos / "evening.jpg", "-o", photos / "ramp.png", "--overwrite")
    assert enhance(*arguments, "--reference", photos / "ramp.png") == 1
    assert "ramp.png: is one of the pictures to begin with" in capsys.readouterr().err
    assert (photos / "ramp.png").read_bytes() == before


def test_what_the_program_put_beside_photos_is_not_taken_for_one(
    enhance: Enhance, photos: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a shell names all that is in a folder."""
    write_sidecar(photos / "evening.jpg", Adjustments(saturation=0.5))
    (photos / RECORD_NAME).touch()
    assert enhance(*sorted(photos.iterdir()), "-o", out) == 0
    assert len(list(out.iterdir())) == 3
    # Alone it is what was asked for.
    assert enhance(photos / "evening.jpg.ccnet.json", "-o", out) == 1
    assert "evening.jpg.ccnet.json: " in capsys.readouterr().err


def test_the_lens_of_a_raw_file_is_corrected_unless_that_is_switched_off(
    enhance: Enhance, tmp_path: Path
) -> None:
    pytest.importorskip("rawpy", reason="the raw extra is not installed")
    pytest.importorskip("lensfunpy", reason="the raw extra is not installed")
    data = dng(
        np.full((120, 180, 3), 0.15),
        make="NIKON CORPORATION",
        model="NIKON D750",
        lens="AF-S Nikkor 24-70mm f/2.8G ED",
        focal_length=24,
        aperture=2.8,
    )
    (tmp_path / "night.dng").write_bytes(data)
    results = {}
    for name, options in (("corrected", ()), ("plain", ("--no-lens-correction",))):
        target = tmp_path / f"{name}.png"
        assert enhance(tmp_path / "night.dng", "-o", target, "--brighten", "0", *options) == 0
        results[name] = open_photo(target).pixels.astype(int)
    assert results["corrected"].shape == results["plain"].shape == (120, 180, 3)
    assert np.ptp(results["plain"]) < 0.02 * 65535, "as even as the sensor saw it"
    corner, middle = results["corrected"][3, 3], results["corrected"][60, 90]
    assert (corner > 1.2 * middle).all(), "what the lens lost there is given back"


def _cast(pixels: np.ndarray) -> float:
    """Red against blue in what is grey in white light."""
    return float(pixels[..., 0].mean() / pixels[..., 2].mean())


def test_the_photo_itself_sets_its_white_balance(
    enhance: Enhance, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grey = np.random.default_rng(2).uniform(30, 110, (40, 60, 1))
    Image.fromarray((grey * (1.0, 0.8, 0.55)).astype(np.uint8)).save(tmp_path / "bulb.png")
    assert enhance(tmp_path / "bulb.png", "-o", out / "own.png") == 0
    assert enhance(tmp_path / "bulb.png", "-o", out / "auto.png", "--auto-white-balance") == 0
    own, auto = (_cast(open_photo(out / f"{name}.png").pixels) for name in ("own", "auto"))
    assert 1 < auto < 1 + 0.6 * (own - 1), "less warm, and not cold"
    assert enhance(tmp_path / "bulb.png", "-o", out / "k.png", "--temperature", "3200K") == 1
    assert "bulb.png: it does not tell the light" in capsys.readouterr().err
    assert enhance(tmp_path / "bulb.png", "-o", out / "k.png", "--auto-white-balance", "--tint", "0.1") == 1
    assert "give either" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        enhance(tmp_path / "bulb.png", "-o", out / "k.png", "--temperature", "99K")
    assert "no temperature in kelvin" in capsys.readouterr().err


def test_the_light_of_a_raw_file_is_given_in_kelvin(enhance: Enhance, out: Path, tmp_path: Path) -> None:
    pytest.importorskip("rawpy", reason="the raw extra is not installed")
    light = np.random.default_rng(2).uniform(0.02, 0.3, (64, 96, 1)) * np.ones(3)
    (tmp_path / "night.dng").write_bytes(dng(light))
    casts = []
    for kelvin in ("3200K", "6500K", "9000K"):
        assert enhance(tmp_path / "night.dng", "-o", out / f"{kelvin}.png", "--temperature", kelvin) == 0
        casts.append(_cast(open_photo(out / f"{kelvin}.png").pixels))
    assert enhance(tmp_path / "night.dng", "-o", out / "own.png") == 0
    assert casts[0] < casts[1] < casts[2]
    assert casts[1] == pytest.approx(_cast(open_photo(out / "own.png").pixels), abs=0.02), "it is of D65"


def test_several_sizes_get_names_of_their_own(enhance: Enhance, photos: Path, out: Path) -> None:
    photo = photos / "ramp.png"
    assert enhance(photo, "-o", out / "small.jpg", "--resize", "20,10", "--no-metadata") == 0
    assert enhance(photo, photos / "night.tif", "-o", out, "--resize", "20,10", "--quality", "80") == 0
    assert {path.name: max(open_photo(path).pixels.shape) for path in out.iterdir()} == {
        f"{name}-{size}{suffix}": size
        for name, suffix in (("small", ".jpg"), ("ramp-ccnet", ".png"), ("night-ccnet", ".tif"))
        for size in (20, 10)
    }


class _Stream:
    """A standard stream of bytes."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)

    def write(self, text: str) -> int:
        return self.buffer.write(text.encode())

    def flush(self) -> None:
        """Nothing is kept back."""


def test_a_picture_goes_through_pipes_as_through_files(
    enhance: Enhance, photos: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert enhance(photos / "ramp.png", "-o", out / "file.tif") == 0
    monkeypatch.setattr(sys, "stdin", _Stream((photos / "ramp.png").read_bytes()))
    stdout = _Stream()
    monkeypatch.setattr(sys, "stdout", stdout)
    assert enhance("-", "-o", "-", "--format", "tiff") == 0
    assert stdout.buffer.getvalue() == (out / "file.tif").read_bytes()


def test_a_pipe_without_a_picture_gives_none(
    enhance: Enhance, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", _Stream(b"no picture"))
    stdout = _Stream()
    monkeypatch.setattr(sys, "stdout", stdout)
    assert enhance("-", "-o", "-") == 1
    assert stdout.buffer.getvalue() == b""
    assert "standard input: this is not a picture" in capsys.readouterr().err
    assert enhance("-", "-o", "-", "--json") == 1
    assert enhance("-", "-o", "-", "--resize", "9,5") == 1
    assert enhance("-", "x.png", "-o", "-") == 1
    assert stdout.buffer.getvalue() == b""


def test_a_format_decides_in_a_folder_and_contradicts_no_name(
    enhance: Enhance, photos: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enhance(photos / "ramp.png", "-o", out, "--format", "webp") == 0
    assert [path.name for path in out.iterdir()] == ["ramp-ccnet.webp"]
    assert enhance(photos / "ramp.png", "-o", out / "x.jpg", "--format", "png") == 1
    assert "x.jpg: is named as another format than --format png" in capsys.readouterr().err


def test_a_program_that_made_the_file_to_be_edited_into_gets_it(
    enhance: Enhance, photos: Path, out: Path
) -> None:
    """As file managers and photo programs call an editor: an input, and an empty file for the output."""
    (out / "result.jpg").touch()
    assert enhance(photos / "evening.jpg", "--output", out / "result.jpg", "--overwrite") == 0
    assert open_photo(out / "result.jpg").width == open_photo(photos / "evening.jpg").width
