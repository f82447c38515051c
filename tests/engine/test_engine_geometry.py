"""What is shown of a photo: in the preview as in the export, in the tone of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import color

from ccnet_core import framing
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Brightened, Engine, Region, fullsize
from ccnet_core.framing import cut
from ccnet_core.geometry import Crop, Geometry
from ccnet_core.photo import Photo
from ccnet_core.photo.reducing import reduce_pixels

_LOOK = Adjustments(saturation=1.4, exposure=0.4, shadows=0.3, range=0.7)
_EXACT = [
    Geometry(crop=Crop(0.3, 0.25, 0.5, 0.5)),
    Geometry(rotation=90),
    Geometry(rotation=270, mirrored=True, crop=Crop(0.1, 0.3, 0.6, 0.4)),
]
_TURNED = [Geometry(straighten=6), Geometry(rotation=90, straighten=-20, crop=Crop(0.2, 0.3, 0.5, 0.4))]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several tiles and pieces even of a small picture."""
    monkeypatch.setattr(fullsize, "TILE", 96)
    monkeypatch.setattr(fullsize, "_OVERLAP", 48)
    monkeypatch.setattr(framing, "PIECE_PIXELS", 900)


def _shown(geometry: Geometry) -> Adjustments:
    return Adjustments(saturation=1.4, exposure=0.4, shadows=0.3, range=0.7, geometry=geometry)


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean CIEDE2000."""
    return float(color.deltaE_ciede2000(color.rgb2lab(one), color.rgb2lab(other)).mean())


@pytest.mark.parametrize("geometry", _EXACT)
def test_cropping_and_turning_change_no_tone(engine: Engine, large: Brightened, geometry: Geometry) -> None:
    cropped = engine.export(large, _shown(geometry))
    whole = cut(engine.export(large, _LOOK), geometry)
    assert _difference(cropped, whole) < 0.1
    assert np.abs(cropped.astype(int) - whole).max() <= 1
    preview = engine.render(large, _shown(geometry))
    np.testing.assert_array_equal(preview, cut(engine.render(large, _LOOK), geometry))


@pytest.mark.parametrize("geometry", _TURNED)
def test_straightening_changes_no_tone(engine: Engine, large: Brightened, geometry: Geometry) -> None:
    turned = engine.export(large, _shown(geometry))
    assert _difference(turned, cut(engine.export(large, _LOOK), geometry)) < 0.1


@pytest.mark.parametrize(
    "geometry",
    [
        Geometry(crop=Crop(0.25, 0.25, 0.5, 0.5)),
        Geometry(rotation=270, mirrored=True, crop=Crop(0.25, 0.1, 0.5, 0.75)),
        Geometry(straighten=6),
    ],
)
def test_the_export_reduced_is_the_preview(
    engine: Engine, dim_pixels: np.ndarray, geometry: Geometry
) -> None:
    """Of sizes at which a pixel of the working picture is two by two of the photo's."""
    photo = Photo.from_array(dim_pixels[:112, :160])
    brightened = engine.brighten(photo, pixels=56 * 80)
    assert brightened.size == (56, 80)
    exported, shown = engine.export(brightened, _shown(geometry)), engine.render(brightened, _shown(geometry))
    assert exported.shape[:2] == geometry.size(112, 160)
    assert _difference(reduce_pixels(exported, shown.shape[:2]), shown) <= 1.5


@pytest.mark.parametrize("geometry", [*_EXACT, *_TURNED])
def test_a_region_is_a_part_of_the_export(engine: Engine, large: Brightened, geometry: Geometry) -> None:
    region = Region(7, 5, 31, 23)
    part = engine.render_region(large, _shown(geometry), region)
    expected = engine.export(large, _shown(geometry))[region.part]
    assert np.abs(part.astype(int) - expected).max() <= 1


@pytest.mark.parametrize(
    "geometry",
    [Geometry(crop=Crop(0.02, 0.02, 0.2, 0.2)), Geometry(straighten=2, crop=Crop(0.1, 0.1, 0.2, 0.2))],
)
def test_only_what_is_shown_is_made_at_full_size(
    engine: Engine, large: Brightened, geometry: Geometry
) -> None:
    engine.export(large, _shown(geometry))
    left = large.begin_full().missing()
    # Those that lie to the right of all that is shown and of what it is blended with.
    assert left
    assert all(columns.start >= 75 for _, columns in left)


@pytest.mark.parametrize("geometry", [*_EXACT, *_TURNED])
def test_a_drag_shows_nearly_the_same(engine: Engine, small: Brightened, geometry: Geometry) -> None:
    engine.prepare_quick(small, _LOOK)
    quick = engine.render_quick(small, _shown(geometry))
    exact = engine.render(small, _shown(geometry))
    assert quick is not None
    assert quick.shape == exact.shape
    assert _difference(quick, exact) < 1


def test_16_bits_stay_16_bits(engine: Engine) -> None:
    ramp = np.tile(np.linspace(0, 60_000, 400, dtype=np.uint16)[:, None], (60, 1, 3))
    brightened = engine.brighten(Photo.from_array(ramp))
    deep = engine.export(brightened, Adjustments(geometry=Geometry(straighten=10)), 16)
    assert deep.dtype == np.uint16
    assert len(np.unique(deep % 257)) > 200


def test_progress_reaches_the_end_and_never_goes_back(engine: Engine, large: Brightened) -> None:
    told: list[float] = []
    engine.export(large, _shown(_TURNED[0]), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) > 5
