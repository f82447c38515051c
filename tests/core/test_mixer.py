"""The colour mixer as a value: its bands of hue, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
from ccnet_samples import MIXERS
from hypothesis import given

from ccnet_core.adjustments import SCHEMA, Adjustments
from ccnet_core.colour.pixel import pixel_to_oklch
from ccnet_core.mixer import BANDS, Band, ColourMixer, band_shares


def _shares_of(rgb: tuple[int, int, int]) -> dict[str, float]:
    return dict(zip(BANDS, band_shares(pixel_to_oklch(rgb)[2]).tolist(), strict=True))


def test_bands_share_every_hue_smoothly_and_wholly() -> None:
    shares = band_shares(np.linspace(-360, 720, 10_801))
    assert shares.min() >= 0
    np.testing.assert_allclose(shares.sum(0), 1, atol=1e-12)
    # At no hue more than two bands, and no jump, nor any in how fast it changes: a tenth of a degree each.
    assert (shares > 0).sum(0).max() == 2
    assert np.abs(np.diff(shares)).max() < 0.006
    assert np.abs(np.diff(shares, 2)).max() < 0.001
    np.testing.assert_array_equal(band_shares(np.array(list(BANDS.values()))), np.eye(8))


@pytest.mark.parametrize(
    ("rgb", "band"),
    [
        ((255, 0, 0), "red"),
        ((255, 128, 0), "orange"),
        ((224, 172, 105), "orange"),  # skin
        ((141, 85, 36), "orange"),  # dark skin
        ((255, 255, 0), "yellow"),
        ((60, 110, 40), "green"),
        ((0, 255, 255), "aqua"),
        ((70, 130, 180), "blue"),
        ((135, 206, 235), "blue"),  # a clear sky
        ((0, 0, 255), "blue"),
        ((128, 0, 255), "purple"),
        ((255, 0, 255), "magenta"),
    ],
)
def test_colours_are_mostly_in_the_band_of_their_name(rgb: tuple[int, int, int], band: str) -> None:
    shares = _shares_of(rgb)
    assert max(shares, key=shares.__getitem__) == band
    assert shares[band] > 0.6


def test_reference_values_of_oklch() -> None:
    # As the sample values of CSS Color Module Level 4 have red and lime.
    assert pixel_to_oklch((255, 0, 0)) == pytest.approx((0.628, 0.2577, 29.23), abs=0.01)
    assert pixel_to_oklch((0, 255, 0)) == pytest.approx((0.8664, 0.2948, 142.5), abs=0.01)
    assert pixel_to_oklch((255, 255, 255))[:2] == pytest.approx((1, 0), abs=1e-6)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("turn", [-100, 0, 100])
def test_a_hue_that_is_seen_tells_which_it_was(band: str, turn: float) -> None:
    mixer = ColourMixer().with_value(band, "hue", turn)
    hues = np.linspace(0, 360, 721)
    for hue in range(0, 360, 15):
        seen = hue + float(np.interp(hue, hues, mixer.table()[0]))
        assert (mixer.hue_before(seen % 360) - hue + 180) % 360 - 180 == pytest.approx(0, abs=4)


@given(MIXERS)
def test_mixers_survive_json_and_old_files_have_none(mixer: ColourMixer) -> None:
    adjustments = Adjustments(mixer=mixer)
    assert Adjustments.from_json(adjustments.to_json()) == adjustments
    values = json.loads(adjustments.to_json()) | {"schema": 5}
    with pytest.raises(ValueError, match=r"unknown entries .*mixer"):
        Adjustments.from_json(json.dumps(values))


@pytest.mark.parametrize(
    ("mixer", "told"),
    [
        ([], "mixer must be an object"),
        ({"teal": {}}, "unknown entries teal"),
        ({"red": 3}, "red of the mixer must be an object"),
        ({"red": {"light": 3}}, "red of the mixer has unknown entries light"),
        ({"red": {"hue": 101}}, "red of the mixer: hue must lie between -100 and 100, got 101"),
        ({"red": {"hue": "1"}}, "red of the mixer: hue must be a number"),
        ({"red": {"hue": None}}, "red of the mixer: hue must be a number"),
        ({"red": {"hue": True}}, "red of the mixer: hue must be a number"),
    ],
    ids=str,
)
def test_what_is_no_mixer_is_refused_by_its_name(mixer: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Adjustments.from_json(json.dumps({"schema": SCHEMA, "mixer": mixer}))


def test_what_lies_between_two_bands_moves_both_as_far_as_they_go() -> None:
    mixer = ColourMixer(orange=Band(saturation=90)).moved({"orange": 0.75, "yellow": 0.25}, "saturation", 40)
    assert mixer == ColourMixer(orange=Band(saturation=100), yellow=Band(saturation=10))
