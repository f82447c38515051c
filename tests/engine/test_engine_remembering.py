"""What the engine remembers of pictures: as long as it is of use, and no longer."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from ccnet_samples import counted, tiny_network

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AbStatistics
from ccnet_core.engine import Brightened, Engine
from ccnet_core.photo import Photo

_WARM = Adjustments(references=(Reference("warm", AbStatistics((0.1, 0.2), (0.02, 0.005, 0.03))),))


def test_thumbnails_do_not_cost_the_colours_of_the_picture(engine: Engine, large: Brightened) -> None:
    engine.render(large, Adjustments())
    for _ in range(2):
        small = engine.reduced(large, 1_000)
        engine.render(small, Adjustments(saturation=2))
    with counted({"colorization": engine.network.chrominance}) as calls:
        engine.render(large, Adjustments(brightness=0.5))
    assert not calls


@pytest.mark.parametrize("device", ["cpu", "cpu:0"])
def test_device_named_with_its_number_remembers_as_one_without(device: str, dim_pixels: np.ndarray) -> None:
    engine = Engine(tiny_network("gain"), device)
    brightened = engine.brighten(Photo.from_array(dim_pixels))
    engine.render(brightened, Adjustments())
    with counted({"colorization": engine.network.chrominance}) as calls:
        engine.render(brightened, Adjustments(brightness=0.5))
    assert not calls
    engine.prepare_quick(brightened, Adjustments())
    assert engine.render_quick(brightened, Adjustments()) is not None


def test_two_photos_by_turns_each_keep_their_styles(engine: Engine, dim_pixels: np.ndarray) -> None:
    both = [engine.brighten(Photo.from_array(pixels)) for pixels in (dim_pixels, dim_pixels[::-1])]
    for brightened in both:
        engine.render(brightened, _WARM)
    with counted({"brightening": engine.network.lightness}) as calls:
        for brightened in both:
            engine.render(brightened, replace(_WARM, saturation=1.2))
    assert not calls


@pytest.mark.parametrize("forgotten", [True, False])
def test_of_a_forgotten_photo_nothing_is_held(
    engine: Engine, dim_pixels: np.ndarray, forgotten: bool
) -> None:
    brightened = engine.brighten(Photo.from_array(dim_pixels))
    engine.render(brightened, _WARM)
    if forgotten:
        engine.prepare_quick(brightened, _WARM)
        engine.forget(brightened.photo)
    held = weakref.ref(brightened.photo), weakref.ref(brightened.guidance)
    del brightened
    gc.collect()
    assert [thing() for thing in held] == [None, None]


def test_a_forgotten_photo_can_be_rendered_again(engine: Engine, small: Brightened) -> None:
    engine.prepare_quick(small, _WARM)
    before = engine.render(small, _WARM)
    engine.forget(small.photo)
    assert engine.render_quick(small, _WARM) is None
    np.testing.assert_array_equal(engine.render(small, _WARM), before)
