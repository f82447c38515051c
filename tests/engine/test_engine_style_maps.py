"""Styles arrive: the map is corrected by what the network makes of it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import (
    AbStatistics,
    TransferMethod,
    chroma_gain,
    limit_chroma,
    transfer_map,
    wasserstein,
)
from ccnet_core.engine import Brightened, Engine
from ccnet_core.engine.style import SAMPLE_PIXELS
from ccnet_core.photo import Photo

WARM = Reference("warm", AbStatistics((0.2, 0.3), (0.02, 0.005, 0.03)))


@pytest.mark.parametrize("method", list(TransferMethod))
def test_full_strength_comes_closer_to_the_style_than_the_plain_transfer(
    engine: Engine, small: Brightened, method: TransferMethod
) -> None:
    for wanted in (
        AbStatistics((0.05, 0.1), (0.01, 0.0, 0.01)),
        AbStatistics((-0.1, 0.0), (0.004, 0.0, 0.02)),
    ):
        sample = engine.brighten(small.photo, pixels=SAMPLE_PIXELS)
        gain = chroma_gain(sample.bright.input_L, sample.bright.L)
        plain = transfer_map(sample.neutral, wanted, method)
        with torch.inference_mode():
            ab = engine.network.colorize(sample.bright, sample.guidance, plain(sample.guidance, gain), 1.0)
            shown = AbStatistics.of(limit_chroma(sample.bright.L.clamp(0, 1), ab))
        reference = Reference("wanted", wanted)
        adjustments = Adjustments(references=(reference,), style_strength=1.0, transfer=method)
        reached = engine.statistics(Photo.from_array(engine.render(small, adjustments)))
        assert wasserstein(reached, wanted) < 0.8 * wasserstein(shown, wanted)


def test_a_style_is_the_same_whatever_was_rendered_first(engine: Engine, dim_pixels: np.ndarray) -> None:
    adjustments = Adjustments(references=(WARM,), style_strength=1.0)
    brightened = engine.brighten(Photo.from_array(dim_pixels))
    engine.render(engine.reduced(brightened, 1_200), adjustments)
    after_thumbnail = engine.render(brightened, adjustments)
    fresh = Engine(engine.network, "cpu")
    assert np.array_equal(
        fresh.render(fresh.brighten(Photo.from_array(dim_pixels)), adjustments), after_thumbnail
    )
