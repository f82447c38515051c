"""Full size: the export is the preview with more pixels, whatever the photo's size."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import torch
from ccnet_samples import colour_ramp, counted
from skimage import color

from ccnet_core import framing
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Brightened, Cancelled, Engine, Region, fullsize, ignore_progress
from ccnet_core.engine.detail import Fitted, Layers
from ccnet_core.photo import Photo
from ccnet_core.photo.reducing import reduce_pixels

_VIVID = Adjustments(saturation=1.5, blue_yellow=1.2, brightness=0.8)


@pytest.fixture
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several tiles and strips even for a small picture."""
    monkeypatch.setattr(fullsize, "TILE", 96)
    monkeypatch.setattr(fullsize, "_CELL", 32)
    monkeypatch.setattr(framing, "PIECE_PIXELS", 5_000)


def made_anew(engine: Engine, brightened: Brightened) -> Fitted:
    """All of the luminance at full size, whatever there was of it."""
    brightened.full = None
    engine.brighten_full(brightened)
    return part_of(brightened)


def part_of(brightened: Brightened, rows: slice = slice(None), columns: slice = slice(None)) -> Fitted:
    """A part of what there is of the luminance at full size."""
    assert brightened.detail is not None
    return brightened.begin_full().part(rows, columns, brightened.detail.fitted)


def assert_equal(found: Fitted, expected: Fitted) -> None:
    """To within what half precision keeps of what the working picture cannot hold."""
    for layer, other in zip(found, expected, strict=True):
        torch.testing.assert_close(layer, other, rtol=0, atol=2e-4)


@pytest.mark.parametrize("bit_depth", [8, 16])
def test_export_has_the_photos_size_and_the_depth_asked_for(
    engine: Engine, large: Brightened, bit_depth: int
) -> None:
    picture = engine.export(large, _VIVID, bit_depth)
    assert picture.shape == large.photo.pixels.shape
    assert picture.itemsize * 8 == bit_depth


@pytest.mark.parametrize("adjustments", [Adjustments(), _VIVID])
def test_export_of_a_small_photo_is_what_is_shown(
    engine: Engine, small: Brightened, adjustments: Adjustments
) -> None:
    shown, exported = engine.render(small, adjustments), engine.export(small, adjustments)
    assert np.abs(shown.astype(int) - exported).max() <= 1


def test_16_bit_export_holds_more_levels_than_8_bits_can(engine: Engine) -> None:
    photo = Photo.from_array(colour_ramp(48, 512, np.uint16))
    picture = engine.export(engine.brighten(photo), Adjustments(), 16)
    assert all(len(np.unique(picture[..., channel])) > 1000 for channel in range(3))
    assert len(np.unique(picture % 257)) > 200


def test_16_and_8_bit_exports_agree(engine: Engine, large: Brightened) -> None:
    deep, plain = engine.export(large, _VIVID, 16), engine.export(large, _VIVID, 8)
    assert np.abs(deep / 257 - plain).max() <= 0.51


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("adjustments", [Adjustments(), _VIVID])
def test_export_reduced_is_what_is_shown(engine: Engine, large: Brightened, adjustments: Adjustments) -> None:
    exported = engine.export(large, adjustments)
    reduced = reduce_pixels(exported, large.size)
    difference = color.deltaE_ciede2000(
        color.rgb2lab(reduced), color.rgb2lab(engine.render(large, adjustments))
    )
    assert difference.mean() <= 1


@pytest.mark.usefixtures("small_tiles")
def test_export_takes_the_tone_of_the_working_picture_not_of_its_tiles(
    engine: Engine, large: Brightened
) -> None:
    other_tone = replace(large, bright=replace(large.bright, L=0.5 * large.bright.L + 0.2))
    reduced = reduce_pixels(engine.export(other_tone, Adjustments()), large.size)
    difference = color.deltaE_ciede2000(
        color.rgb2lab(reduced), color.rgb2lab(engine.render(other_tone, Adjustments()))
    )
    assert difference.mean() <= 1


@pytest.mark.usefixtures("small_tiles")
def test_full_size_takes_the_small_network_alone(engine: Engine, large: Brightened) -> None:
    with counted({"detail": engine.detail, "lightness": engine.network.lightness}) as calls:
        engine.brighten_full(large)
    assert calls["detail"] > 1
    assert calls["lightness"] == 0


@pytest.mark.usefixtures("small_tiles")
def test_export_holds_detail_that_the_working_picture_cannot(engine: Engine, large: Brightened) -> None:
    L = color.rgb2lab(engine.export(large, Adjustments()))[..., 0]
    shown = color.rgb2lab(engine.render(large, Adjustments()))[..., 0]
    repeated = shown[np.arange(118) * large.size[0] // 118][:, np.arange(171) * large.size[1] // 171]
    L_input = color.rgb2lab(large.photo.pixels)[..., 0]
    enlarged = np.diff(repeated, axis=1)
    detail = np.corrcoef(np.diff(L, axis=1).ravel(), np.diff(L_input, axis=1).ravel())[0, 1]
    assert detail > 0.8
    assert detail > np.corrcoef(enlarged.ravel(), np.diff(L_input, axis=1).ravel())[0, 1] + 0.2


@pytest.mark.parametrize("size", [(5, 3000), (1025, 1500), (1024, 1024), (2500, 2049)])
def test_tiles_cover_every_place_once(size: tuple[int, int]) -> None:
    full = fullsize.FullLuminance(np.zeros((5, 30), np.float32), size, 1024)
    times = np.zeros(size, int)
    for tile in full.missing():
        times[tile] += 1
        assert max(times[tile].shape) <= 1024
        assert all(side.start % 4 == 0 for side in tile)
    assert (times == 1).all()


@pytest.mark.usefixtures("small_tiles")
def test_tiles_leave_no_seams_on_a_ramp(engine: Engine) -> None:
    brightened = engine.brighten(Photo.from_array(colour_ramp(200, 260, np.uint16)), pixels=5_000)
    borders = [
        {side.start for tile in brightened.begin_full().missing() for side in (tile[axis],) if side.start}
        for axis in (1, 0)
    ]
    with counted({"detail": engine.detail}) as calls:
        engine.brighten_full(brightened)
    assert calls["detail"] > 6
    L = part_of(brightened).clean[0, 0].double().numpy()
    for values, starts in zip((L, L.T), borders, strict=True):
        steps = np.abs(np.diff(values, axis=1)).mean(axis=0)
        for border in starts:
            around = np.r_[steps[border - 12 : border - 3], steps[border + 3 : border + 12]]
            assert steps[border - 1] < 1.5 * around.max()


@pytest.mark.usefixtures("small_tiles")
def test_one_tile_and_many_agree(engine: Engine, large: Brightened, monkeypatch: pytest.MonkeyPatch) -> None:
    many = made_anew(engine, large)
    monkeypatch.setattr(fullsize, "TILE", 512)
    assert_equal(made_anew(engine, large), many)


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("which", ["small", "large"])
@pytest.mark.parametrize("region", [Region(0, 0, 171, 118), Region(13, 37, 50, 40), Region(170, 117, 1, 1)])
def test_region_is_the_crop_of_the_export(
    engine: Engine, request: pytest.FixtureRequest, which: str, region: Region
) -> None:
    brightened = request.getfixturevalue(which)
    crop = engine.export(brightened, _VIVID)[region.y :, region.x :][: region.height, : region.width]
    found = engine.render_region(brightened, _VIVID, region)
    assert found.shape == (region.height, region.width, 3)
    assert np.abs(found.astype(int) - crop).max() <= 1


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("scale", [0.37, 0.8])
def test_a_region_that_is_shown_reduced_is_averaged_down(
    engine: Engine, large: Brightened, scale: float
) -> None:
    region = Region(13, 7, 150, 101)
    whole = engine.render_region(large, _VIVID, region)
    found = engine.render_region(large, _VIVID, region, scale=scale)
    size = round(101 * scale), round(150 * scale)
    np.testing.assert_array_equal(found, reduce_pixels(whole, size))
    assert engine.render_region(large, _VIVID, Region(0, 0, 1, 1), scale=scale).shape == (1, 1, 3)


@pytest.mark.usefixtures("small_tiles")
def test_between_the_strips_of_a_region_others_may_use_the_engine(engine: Engine, large: Brightened) -> None:
    region = Region(0, 0, 171, 118)
    expected = engine.render_region(large, _VIVID, region)
    other = engine.render(large, Adjustments())
    shares = []

    def look(share: float) -> None:
        shares.append(share)
        np.testing.assert_array_equal(engine.render(large, Adjustments()), other)

    np.testing.assert_array_equal(engine.render_region(large, _VIVID, region, look), expected)
    # A strip has at most 5000 of its 20178 pixels.
    assert len({share for share in shares if share < 1}) >= 5


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("size", [(300, 470), (411, 299)])
def test_a_region_needs_only_its_tiles_and_is_the_crop_of_the_whole(
    engine: Engine, size: tuple[int, int]
) -> None:
    brightened = engine.brighten(Photo.from_array(colour_ramp(*size, top=0.3)), pixels=5_000)
    regions = [Region(0, 0, 60, 40), Region(151, 133, 77, 50), Region(size[1] - 30, size[0] - 20, 30, 20)]
    whole_photo = replace(brightened)
    whole = made_anew(engine, whole_photo)
    count = len(brightened.begin_full().missing())
    for region in regions:
        brightened.full = None
        with counted({"detail": engine.detail}) as calls:
            found = engine.render_region(brightened, _VIVID, region)
        assert 0 < calls["detail"] < count / 2
        rows, columns = (
            slice(region.y, region.y + region.height),
            slice(region.x, region.x + region.width),
        )
        expected_part = Fitted(*(layer[..., rows, columns] for layer in whole))
        assert_equal(part_of(brightened, rows, columns), expected_part)
        expected = engine.render_region(whole_photo, _VIVID, region)
        assert np.abs(found.astype(int) - expected).max() <= 1


@pytest.mark.usefixtures("small_tiles")
def test_what_was_stopped_goes_on_where_it_was_and_ends_as_if_it_had_not(
    engine: Engine, large: Brightened
) -> None:
    full = large.begin_full()
    count = len(full.missing())

    def stop(share: float) -> None:
        if share >= 0.5:
            raise Cancelled

    # The working picture's own layers are not counted.
    engine.render(large, Adjustments(luminance_noise=0.0))
    with counted({"detail": engine.detail}) as calls:
        with pytest.raises(Cancelled):
            engine.brighten_full(large, stop)
        engine.render_region(large, Adjustments(), Region(0, 0, 20, 20))
        engine.brighten_full(large)
    assert calls["detail"] == count
    assert_equal(part_of(large), made_anew(engine, large))


@pytest.mark.usefixtures("small_tiles")
def test_a_region_may_be_rendered_while_the_whole_is_made(
    engine: Engine, large: Brightened, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = large.begin_full()
    times = np.zeros(large.photo.pixels.shape[:2], int)
    add = full.add

    def count(tile: fullsize.Tile, layers: Layers) -> None:
        times[tile] += 1
        add(tile, layers)

    monkeypatch.setattr(full, "add", count)
    region = Region(100, 70, 30, 30)
    rendered = []

    def look(share: float) -> None:
        if not rendered:
            rendered.append(engine.render_region(large, _VIVID, region))

    engine.brighten_full(large, look)
    assert (times == 1).all()
    large.full = None
    expected = engine.export(large, _VIVID)[70:100, 100:130]
    assert np.abs(rendered[0].astype(int) - expected).max() <= 1


def test_full_luminance_at_hand_is_not_computed_again(engine: Engine, large: Brightened) -> None:
    engine.brighten_full(large)
    with counted({"lightness": engine.network.lightness, "detail": engine.detail}) as calls:
        engine.export(large, Adjustments())
        engine.render_region(large, Adjustments(), Region(0, 0, 9, 9))
    assert not calls


@pytest.mark.usefixtures("small_tiles")
def test_strips_do_not_show(engine: Engine, large: Brightened, monkeypatch: pytest.MonkeyPatch) -> None:
    strips = engine.export(large, _VIVID)
    monkeypatch.setattr(framing, "PIECE_PIXELS", 10**6)
    assert np.abs(engine.export(large, _VIVID).astype(int) - strips).max() <= 1


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("which", ["small", "large"])
@pytest.mark.parametrize(
    "work", ["brighten", "brighten_full", "region", "region with full", "export", "export with full"]
)
def test_progress_rises_to_one(engine: Engine, request: pytest.FixtureRequest, which: str, work: str) -> None:
    brightened = request.getfixturevalue(which)
    shares: list[float] = []
    if work == "brighten":
        engine.brighten(brightened.photo, shares.append)
    elif work == "brighten_full":
        engine.brighten_full(brightened, shares.append)
    elif work.startswith("region"):
        if "full" in work:
            engine.brighten_full(brightened)
        region = Region(0, 0, brightened.photo.width, brightened.photo.height)
        engine.render_region(brightened, Adjustments(), region, shares.append)
    elif work == "export":
        engine.export(brightened, Adjustments(), progress=shares.append)
    else:
        engine.brighten_full(brightened)
        engine.export(brightened, Adjustments(), progress=shares.append)
        # What is there already takes no part of the bar.
        assert 0.8 not in shares
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] == pytest.approx(1, abs=1e-12)


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("work", ["brighten", "brighten_full", "region", "export"])
@pytest.mark.parametrize("after", [0.0, 0.5])
def test_cancelling_stops_the_work_and_leaves_the_engine_usable(
    engine: Engine, large: Brightened, work: str, after: float
) -> None:
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        if share >= after:
            raise Cancelled

    works = {
        "brighten": lambda: engine.brighten(large.photo, stop),
        "brighten_full": lambda: engine.brighten_full(large, stop),
        "region": lambda: engine.render_region(large, Adjustments(), Region(0, 0, 171, 118), stop),
        "export": lambda: engine.export(large, Adjustments(), progress=stop),
    }
    expected = engine.export(large, _VIVID)
    large.full = None
    with pytest.raises(Cancelled):
        works[work]()
    assert all(share < after for share in shares[:-1])
    np.testing.assert_array_equal(engine.export(large, _VIVID), expected)


def test_within_a_tile_others_may_use_the_engine_and_even_make_it_themselves(
    engine: Engine, large: Brightened
) -> None:
    expected, shown = made_anew(engine, large), engine.render(large, _VIVID)
    region = Region(30, 20, 60, 40)
    part = engine.render_region(large, _VIVID, region)
    asked = 0

    def look(share: float) -> None:
        nonlocal asked
        asked += 1
        np.testing.assert_array_equal(engine.render(large, _VIVID), shown)
        if asked == 5:
            np.testing.assert_array_equal(engine.render_region(large, _VIVID, region), part)

    large.full = None
    engine.brighten_full(large, look)
    # All of it is one tile: most of these were within it.
    assert asked > 10
    assert_equal(part_of(large), expected)


def test_work_ends_within_a_tile_and_can_be_begun_again(engine: Engine, large: Brightened) -> None:
    expected = made_anew(engine, large)
    for last in (2, 7, 12):
        shares: list[float] = []

        def stop(share: float, last: int = last, shares: list[float] = shares) -> None:
            shares.append(share)
            if len(shares) == last:
                raise Cancelled

        large.full = None
        with pytest.raises(Cancelled):
            engine.brighten_full(large, stop)
        assert len(shares) == last
        engine.brighten_full(large)
        assert_equal(part_of(large), expected)


@pytest.mark.parametrize("working", [(4, 1000), (2, 500)], ids=["at its size", "tile by tile"])
def test_full_luminance_keeps_steps_finer_than_16_bits_do(working: tuple[int, int]) -> None:
    values = np.tile(np.linspace(0.5, 0.501, 1000, dtype=np.float32), (4, 1))
    tone = cv2.resize(values, working[::-1], interpolation=cv2.INTER_AREA)
    full = fullsize.FullLuminance(tone, (4, 1000), fullsize.TILE)
    exact = torch.from_numpy(values)[None, None]
    for rows, columns in full.missing():
        tile = exact[..., rows, columns]
        full.add((rows, columns), Layers(tile, torch.zeros_like(tile), torch.zeros(1, 1, 1, 250)))
    shown = torch.from_numpy(tone)[None, None]
    part = full.part(slice(0, 4), slice(10, 990), Fitted.plain(shown))
    np.testing.assert_allclose(part.clean[0, 0], values[:, 10:990], rtol=0, atol=0.1 / 65535)


def test_tiles_shrink_until_they_fit_into_the_memory_of_the_gpu(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = Photo.from_array(colour_ramp(600, 700))
    brightened = engine.brighten(photo, pixels=20_000)
    expected = made_anew(engine, brightened)
    sizes: list[int] = []
    on_cpu = fullsize.to_lab

    def little_memory(L: torch.Tensor, ab: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
        sizes.append(max(L.shape[-2:]))
        if sizes[-1] > 650:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return engine.detail(L, ab, told)

    monkeypatch.setattr(fullsize, "to_lab", lambda pixels, _: on_cpu(pixels, torch.device("cpu")))
    on_gpu = SimpleNamespace(photo=photo, bright=brightened.bright, device=torch.device("cuda"), full=None)
    on_gpu.begin_full = lambda: Brightened.begin_full(on_gpu)  # type: ignore[arg-type]
    detail = brightened.detail
    fullsize.brighten_full(little_memory, detail, on_gpu, ignore_progress)  # type: ignore[arg-type]
    assert detail is not None
    assert sizes[:2] == [704, 704]
    assert set(sizes[2:]) <= {512 + 112, 600, 704 - 512 + 112}
    assert_equal(on_gpu.begin_full().part(slice(None), slice(None), detail.fitted), expected)
