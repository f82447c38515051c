"""Larger colour spaces keep what sRGB cannot show, and show the rest alike."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from ccnet_samples import colour_ramp, tiny_network

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour.lab import srgb_to_lab
from ccnet_core.engine import Engine
from ccnet_core.engine.pixels import to_lab, to_pixels
from ccnet_core.photo import Photo
from ccnet_core.photo.profile import OUTPUT_PROFILES, to_srgb16

WIDE = [name for name in OUTPUT_PROFILES if name != "srgb"]


@pytest.mark.parametrize("name", WIDE)
def test_colours_of_srgb_are_the_same_colours(name: str) -> None:
    pixels = colour_ramp(20, 30, np.uint16)
    written = to_pixels(*to_lab(pixels, torch.device("cpu")), 16, name)
    assert not np.array_equal(written, pixels)
    back, _ = to_srgb16(written, OUTPUT_PROFILES[name].icc)
    assert np.abs(back.astype(int) - pixels).mean() < 30
    assert np.abs(back.astype(int) - pixels).max() < 400


@pytest.mark.parametrize("name", WIDE)
def test_more_of_a_strong_colour_is_kept_at_the_same_luminance_and_hue(name: str) -> None:
    profile = OUTPUT_PROFILES[name]
    angles = torch.linspace(0, 2 * np.pi, 73)
    L = torch.full((1, 1, 1, 73), 0.6)
    ab = torch.stack((angles.cos(), angles.sin()))[None, :, None]
    written = to_pixels(L, ab, 16, name)[0] / 65535.0
    light = (
        written**profile.gamma
        if profile.gamma
        else np.where(written <= 0.04045, written / 12.92, ((written + 0.055) / 1.055) ** 2.4)
    )
    linear = light @ np.linalg.inv(np.array(profile.from_srgb)).T
    # What leaves sRGB has values outside of 0 to 1, of which Lab is made all the same.
    encoded = np.sign(linear) * np.where(
        np.abs(linear) <= 0.0031308, np.abs(linear) * 12.92, 1.055 * np.abs(linear) ** (1 / 2.4) - 0.055
    )
    small = to_pixels(L, ab, 16)[0] / 65535.0
    chroma = []
    for rgb in (encoded, small):
        lightness, found = srgb_to_lab(torch.tensor(rgb.T[None, :, None].copy(), dtype=torch.float64))
        is_inside = (rgb >= 0).all(axis=-1) & (rgb <= 1).all(axis=-1)
        assert (lightness[0, 0, 0] - 0.6).abs()[torch.tensor(is_inside)].max() < 0.01
        chroma.append(torch.linalg.vector_norm(found[0, :, 0], dim=0))
    assert (chroma[0] - chroma[1]).max() > 0.1
    assert (chroma[0] - chroma[1]).min() > -0.02


def test_the_engine_exports_into_a_larger_space() -> None:
    engine = Engine(tiny_network("gain"), "cpu")
    brightened = engine.brighten(Photo.from_array(colour_ramp(24, 36, np.uint8, 0.5)))
    vivid = Adjustments(saturation=3.0)
    plain, wide = (engine.export(brightened, vivid, 16, profile=name) for name in ("srgb", "display-p3"))
    assert plain.shape == wide.shape
    back, _ = to_srgb16(wide, OUTPUT_PROFILES["display-p3"].icc)
    assert np.abs(back.astype(int) - plain).mean() < 1500
    assert not np.array_equal(plain, wide)
