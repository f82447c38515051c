"""Reference pictures, parts of them, and how they are followed, on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import pytest

from ccnet_core.adjustments import Adjustments
from ccnet_core.cli.options import add_adjustment_options, read_adjustments
from ccnet_core.colour import TransferMethod
from ccnet_core.engine import picture_reference, picture_style
from ccnet_core.geometry import Crop
from ccnet_core.photo import open_photo
from ccnet_core.styles import find_style


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Blue above orange."""
    pixels = np.full((40, 60, 3), (160, 60, 30), np.uint8)
    pixels[20:] = (30, 120, 200)
    path = tmp_path / "sunset@1,2.png"
    cv2.imwrite(str(path), pixels)
    return path


def _read(*arguments: str) -> Adjustments:
    parser = argparse.ArgumentParser()
    add_adjustment_options(parser)
    return read_adjustments(parser.parse_args(arguments), picture_style)


def test_a_part_of_a_picture_is_followed_with_its_weight(picture: Path) -> None:
    photo = open_photo(picture)
    read = _read("--reference", f"{picture}:2@0,0.5,1,0.5", "--reference", str(picture))
    lower = picture_reference(photo, 2.0, Crop(0, 0.5, 1, 0.5))
    assert read.references == (lower, picture_reference(photo))
    assert lower.statistics.mean[1] > 0.2
    assert read.transfer is TransferMethod.PALETTE
    assert Adjustments.from_json(read.to_json()) == read


@pytest.mark.parametrize("part", ["0,0,2,1", "0,0,0,1", "a,0,1,1", "nan,0,1,1"])
def test_a_part_that_leaves_the_picture_is_told(picture: Path, part: str) -> None:
    with pytest.raises(ValueError, match=r"names no part of a picture"):
        _read("--reference", f"{picture}@{part}")


def test_styles_can_be_followed_simply(picture: Path) -> None:
    simple = _read("--style", "desert", "--follow", "simple", "--protect-skin", "0.3", "--match-luminance")
    assert simple == Adjustments(
        references=(find_style("Desert").reference(),),
        transfer=TransferMethod.MONGE_KANTOROVICH,
        protect_skin=0.3,
        match_luminance=True,
    )
    assert _read("--style", "desert").transfer is TransferMethod.PALETTE
    with pytest.raises(SystemExit):
        _read("--follow", "twice")
