"""``--curve`` and ``--mixer``: over a preset, and refused in one line."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp
from PIL import Image

from ccnet_core import cli
from ccnet_core.adjustments import Adjustments
from ccnet_core.cli.options import add_adjustment_options, read_adjustments
from ccnet_core.mixer import Band, ColourMixer
from ccnet_core.presets import Preset, write_preset
from ccnet_core.tone_curve import ToneCurve

_CURVE = ToneCurve(luminance=((0, 0), (0.25, 0.2), (1, 1)))
_MIXER = ColourMixer(orange=Band(saturation=-20))


def _read(*options: str) -> Adjustments:
    parser = argparse.ArgumentParser()
    add_adjustment_options(parser)
    return read_adjustments(parser.parse_args(options), lambda *_: pytest.fail("no picture was given"))


def test_options_are_the_values_and_change_those_of_a_preset(tmp_path: Path) -> None:
    given = ("--curve", "luminance:0,0;0.25,0.2;1,1", "--mixer", "orange.saturation=-20")
    assert _read(*given) == Adjustments(curve=_CURVE, mixer=_MIXER)
    preset = Adjustments(
        curve=ToneCurve(luminance=((0, 0.1), (1, 1)), red=((0, 0.1), (1, 1))),
        mixer=ColourMixer(orange=Band(hue=7), blue=Band(luminance=-5)),
    )
    path = tmp_path / "dusk.json"
    write_preset(path, Preset("Dusk", preset), overwrite=False)
    changed = _read("--preset", str(path), *given)
    assert changed.curve == ToneCurve(luminance=_CURVE.luminance, red=preset.curve.red)
    assert changed.mixer == ColourMixer(orange=Band(hue=7, saturation=-20), blue=Band(luminance=-5))
    assert _read("--preset", str(path)) == preset


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--curve", "0,0;1,1", "is no tone curve: expected CURVE:X,Y"),
        ("--curve", "gamma:0,0;1,1", "CURVE one of luminance, red, green, blue"),
        ("--curve", "red:0,0;1", "must be two numbers"),
        ("--curve", "red:0,0;1,x", "is no tone curve"),
        ("--curve", "red:0,0;1,2", "must lie between 0 and 1, got 2"),
        ("--curve", "red:0.5,0;0.5,1", "must ascend"),
        ("--mixer", "orange=3", "is nothing to mix: expected BAND.PART=NUMBER"),
        ("--mixer", "teal.hue=3", "BAND one of red, orange"),
        ("--mixer", "red.hue", "is nothing to mix"),
        ("--mixer", "red.hue=200", "200 is not between -100 and 100"),
        ("--mixer", "red.hue=warm", "'warm' is no number"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    option: str, value: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["enhance", "night.jpg", "-o", "out.png", option, value])
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert told in last
    assert option in last


def test_the_picture_that_is_written_has_them(tmp_path: Path, tiny_weights: Path) -> None:
    photo, target = tmp_path / "night.png", tmp_path / "out.png"
    Image.fromarray(colour_ramp(60, 90, top=0.3)).save(photo)

    def written(*options: str) -> np.ndarray:
        fixed = ["-o", str(target), "--overwrite", "--weights", str(tiny_weights), "--device", "cpu"]
        assert cli.main(["enhance", str(photo), *options, *fixed]) == 0
        return np.asarray(Image.open(target)).astype(int)

    plain = written()
    red = written("--curve", "red:0,0.5;1,1")
    np.testing.assert_array_equal(red[..., 1:], plain[..., 1:])
    np.testing.assert_allclose(red[..., 0], 127.5 + plain[..., 0] / 2, atol=1)
    mixed = written("--mixer", "purple.luminance=-100", "--mixer", "blue.luminance=-100")
    assert np.abs(mixed - plain).max() > 10
