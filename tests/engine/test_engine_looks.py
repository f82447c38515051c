"""Looks on photos: in the preview, in a drag and in the export; and a photo's own colours as a look."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from skimage import color

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.batch import BatchJob
from ccnet_core.colour import AbStatistics
from ccnet_core.engine import Brightened, Engine
from ccnet_core.engine.cube import nodes_of
from ccnet_core.engine.looks import left_out_of_cube
from ccnet_core.looks import ColourCube, Look, allow, write_cube
from ccnet_core.mixer import Band, ColourMixer
from ccnet_core.photo.profile import OUTPUT_PROFILES, SRGB_NAME
from ccnet_core.photo.reducing import reduce_pixels
from ccnet_core.tone_curve import ToneCurve

_NODES = np.ascontiguousarray(nodes_of(17).reshape(3, -1).T.numpy())


@pytest.fixture
def identity(tmp_path: Path) -> Look:
    path = tmp_path / "identity.cube"
    write_cube(path, _NODES, "identity", overwrite=False)
    return Look(str(path))


@pytest.fixture
def inverse(tmp_path: Path) -> Look:
    path = tmp_path / "inverse.cube"
    write_cube(path, 1 - _NODES, "inverse", overwrite=False)
    return Look(str(path))


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(color.deltaE_ciede2000(color.rgb2lab(one), color.rgb2lab(other)).mean())


def test_identity_leaves_every_code_of_16_bits(engine: Engine, small: Brightened, identity: Look) -> None:
    plain = engine.export(small, Adjustments(), 16).astype(int)
    looked = engine.export(small, Adjustments(looks=(identity,)), 16).astype(int)
    assert np.abs(looked - plain).max() <= 1


def test_looks_follow_each_other_as_strong_as_they_are(
    engine: Engine, small: Brightened, inverse: Look, identity: Look
) -> None:
    plain = engine.export(small, Adjustments(), 16).astype(int)
    inverted = engine.export(small, Adjustments(looks=(inverse,)), 16).astype(int)
    np.testing.assert_allclose(inverted, 65535 - plain, atol=2)
    half = engine.export(small, Adjustments(looks=(Look(inverse.path, 0.5),)), 16).astype(int)
    np.testing.assert_allclose(half, 65535 / 2, atol=2)
    none = engine.export(small, Adjustments(looks=(Look(inverse.path, 0.0),)), 16).astype(int)
    np.testing.assert_array_equal(none, plain)
    twice = engine.export(small, Adjustments(looks=(inverse, identity, inverse)), 16).astype(int)
    np.testing.assert_allclose(twice, plain, atol=3)


def test_preview_drag_and_export_agree(engine: Engine, large: Brightened, tmp_path: Path) -> None:
    warm = tmp_path / "warm.cube"
    write_cube(warm, _NODES ** np.float32((0.85, 1.0, 1.25)), "warm", overwrite=False)
    look = Adjustments(exposure=0.4, looks=(Look(str(warm), 0.7),), mixer=ColourMixer(red=Band(hue=30)))
    preview = engine.render(large, look)
    assert _difference(reduce_pixels(engine.export(large, look), preview.shape[:2]), preview) < 1
    engine.prepare_quick(large, Adjustments())
    quick = engine.render_quick(large, look)
    assert quick is not None
    assert _difference(quick, preview) < 1
    assert _difference(quick, engine.render(large, Adjustments(exposure=0.4))) > 3


def test_every_profile_shows_the_colours_of_the_look(
    engine: Engine, small: Brightened, identity: Look
) -> None:
    # What sRGB shows, the identity leaves as it is in another space, too.
    grey = Adjustments(saturation=0)
    profile = next(name for name in OUTPUT_PROFILES if name != SRGB_NAME)
    plain = engine.export(small, grey, 16, profile=profile).astype(int)
    looked = engine.export(small, Adjustments(saturation=0, looks=(identity,)), 16, profile=profile)
    assert np.abs(looked.astype(int) - plain).max() <= 2


def test_without_its_file_the_photo_is_shown_without_it_and_that_is_told_once(
    engine: Engine, small: Brightened, inverse: Look
) -> None:
    plain = engine.render(small, Adjustments())
    looked, kept = Adjustments(looks=(inverse,)), Path(inverse.path).read_bytes()
    Path(inverse.path).unlink()
    np.testing.assert_array_equal(engine.render(small, looked), plain)
    np.testing.assert_array_equal(engine.render(small, looked), plain)
    (notice,) = engine.notices
    assert notice == (
        "inverse.cube: the file does not exist. Check the name, or whether it was moved. "
        "The photo is shown without this look."
    )
    # It is back, and in its place is another: both are seen without being asked for.
    Path(inverse.path).write_bytes(kept)
    assert _difference(engine.render(small, looked), plain) > 20
    write_cube(Path(inverse.path), _NODES, "changed", overwrite=True)
    os.utime(inverse.path, (1, 1))
    np.testing.assert_allclose(engine.render(small, looked).astype(int), plain, atol=1)
    assert len(engine.notices) == 1


def test_another_machine_is_asked_only_for_what_a_person_chose(
    engine: Engine, small: Brightened, inverse: Look
) -> None:
    # To this system it is the same file; its name says that it lies elsewhere.
    elsewhere = Look(f"/{inverse.path}")
    looked, plain = Adjustments(looks=(elsewhere,)), engine.render(small, Adjustments())
    np.testing.assert_array_equal(engine.render(small, looked), plain)
    assert "inverse.cube: it lies on another machine, which was not asked for it" in engine.notices[0]
    allow(elsewhere.path)
    assert _difference(engine.render(small, looked), plain) > 20


def test_a_batch_makes_anew_what_went_through_another_look(inverse: Look) -> None:
    adjustments = Adjustments(looks=(inverse,))
    job = BatchJob((), Path("out"), adjustments=adjustments)
    before = job.settings_digest(adjustments)
    assert job.settings_digest(adjustments) == before
    write_cube(Path(inverse.path), _NODES, "changed", overwrite=True)
    assert job.settings_digest(adjustments) != before


def test_colours_as_a_cube_are_those_of_the_photo(engine: Engine, small: Brightened) -> None:
    from ccnet_core.engine.looks import apply_cube
    from ccnet_core.engine.pixels import to_tensor

    decided = Adjustments(
        exposure=0.5,
        contrast=0.3,
        temperature=0.4,
        vibrance=0.3,
        saturation=1.2,
        curve=ToneCurve(luminance=((0, 0.03), (0.5, 0.55), (1, 1)), red=((0, 0), (0.5, 0.53), (1, 1))),
        mixer=ColourMixer(orange=Band(saturation=30)),
    )
    cube = ColourCube(engine.colour_cube(small.photo, decided, 33))
    neutral = to_tensor(engine.render(small, Adjustments()), engine.device)
    looked = (255 * apply_cube(neutral, cube)[0].permute(1, 2, 0).numpy()).round().astype(np.uint8)
    assert _difference(looked, engine.render(small, decided)) < 1.5
    assert _difference(looked, engine.render(small, Adjustments())) > 5
    np.testing.assert_allclose(engine.colour_cube(small.photo, Adjustments(), 17), _NODES, atol=2e-3)
    # A style is fitted to the photo and goes along.
    styled = Adjustments(references=(Reference("warm", AbStatistics((0.1, 0.3), (0.02, 0.0, 0.03))),))
    assert engine.colour_cube(small.photo, styled, 17)[17**3 // 2, 2] < 0.45


def test_what_acts_on_places_is_named(inverse: Look) -> None:
    assert left_out_of_cube(Adjustments(exposure=1, looks=(inverse,), saturation=0.5)) == ()
    assert left_out_of_cube(Adjustments(highlights=-0.5, clarity=0.2)) == ("highlights", "clarity")
