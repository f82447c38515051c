from __future__ import annotations

import numpy as np
import pytest
from ccnet_samples import tiny_network
from skimage.color import deltaE_ciede2000, rgb2lab

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AbStatistics
from ccnet_core.engine import Brightened, Engine
from ccnet_core.photo import Photo

WARM = Reference("warm", AbStatistics((0.1, 0.2), (0.02, 0.005, 0.03)))
COLD = Reference("cold", AbStatistics((0.0, -0.2), (0.01, 0.0, 0.02)))


@pytest.fixture
def engine() -> Engine:
    return Engine(tiny_network("gain"), "cpu")


@pytest.fixture
def brightened(engine: Engine, dim_pixels: np.ndarray) -> Brightened:
    return engine.brighten(Photo.from_array(dim_pixels))


def difference(first: np.ndarray | None, second: np.ndarray) -> float:
    assert first is not None
    return float(deltaE_ciede2000(rgb2lab(first), rgb2lab(second)).mean())


@pytest.mark.parametrize("saturation", [0.0, 0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("brightness", [0.0, 0.4, 1.0])
def test_saturation_and_brightness_are_exact_up_to_rounding(
    engine: Engine, brightened: Brightened, saturation: float, brightness: float
) -> None:
    engine.prepare_quick(brightened, Adjustments())
    adjustments = Adjustments(saturation=saturation, brightness=brightness)
    quick = engine.render_quick(brightened, adjustments)
    assert difference(quick, engine.render(brightened, adjustments)) < 0.6


@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
def test_at_the_styles_it_was_prepared_for_it_follows_the_strength(
    engine: Engine, brightened: Brightened, strength: float
) -> None:
    engine.prepare_quick(brightened, Adjustments(references=(WARM, COLD), style_strength=0.3))
    adjustments = Adjustments(references=(WARM, COLD), style_strength=strength, saturation=0.8)
    quick = engine.render_quick(brightened, adjustments)
    assert difference(quick, engine.render(brightened, adjustments)) < 1.5


def test_other_styles_another_photo_and_the_published_structure_have_no_quick_way(
    engine: Engine, brightened: Brightened, dim_pixels: np.ndarray
) -> None:
    assert engine.render_quick(brightened, Adjustments()) is None
    engine.prepare_quick(brightened, Adjustments(references=(WARM,)))
    assert engine.render_quick(brightened, Adjustments(references=(COLD,))) is None
    assert engine.render_quick(brightened, Adjustments()) is not None
    other = engine.brighten(Photo.from_array(dim_pixels[:50]))
    assert engine.render_quick(other, Adjustments(references=(WARM,))) is None
    published = Engine(tiny_network("published"), "cpu")
    of_published = published.brighten(Photo.from_array(dim_pixels))
    published.prepare_quick(of_published, Adjustments())
    assert published.render_quick(of_published, Adjustments()) is None


def test_pasted_pictures_which_share_a_name_are_different_styles(
    engine: Engine, brightened: Brightened
) -> None:
    pasted = [Reference("Pasted picture", reference.statistics) for reference in (WARM, COLD)]
    engine.prepare_quick(brightened, Adjustments(references=(pasted[0],)))
    assert engine.render_quick(brightened, Adjustments(references=(pasted[1],))) is None
    assert engine.render_quick(brightened, Adjustments(references=(pasted[0],))) is not None


def test_what_changes_no_matrix_prepares_nothing_anew(engine: Engine, brightened: Brightened) -> None:
    calls = []
    engine.network.chrominance.conv_out.register_forward_hook(lambda *_: calls.append(True))
    engine.prepare_quick(brightened, Adjustments())
    assert len(calls) == 1
    engine.prepare_quick(brightened, Adjustments(saturation=2, brightness=0.5, style_strength=1))
    assert len(calls) == 1
    engine.prepare_quick(brightened, Adjustments(green_magenta=2))
    assert len(calls) == 2
