"""What is kept stays within its limit, and the one not used for longest goes first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp, tiny_network
from hypothesis import given
from hypothesis import strategies as st

from app.worker.cache import BrightenedCache, FileVersion
from ccnet_core.engine import Brightened, Engine
from ccnet_core.photo import Photo


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(tiny_network("gain"), "cpu")


@pytest.fixture(scope="module")
def photos(engine: Engine) -> list[Brightened]:
    sizes = ((20, 30), (40, 30), (64, 64), (16, 16))
    return [engine.brighten(Photo(colour_ramp(h, w, np.uint8, 0.3))) for h, w in sizes]


def version(index: int, modified: int = 0) -> FileVersion:
    return FileVersion(f"/{index}.png", modified, 1)


def tensor_bytes(brightened: Brightened) -> int:
    tensors = [brightened.bright.L, brightened.bright.input_L, *brightened.bright.prepared]
    tensors += [brightened.guidance, brightened.surroundings.maps]
    tensors += [] if brightened.bright.context is None else [brightened.bright.context]
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


def test_pixels_tensors_and_full_luminance_are_counted(engine: Engine) -> None:
    pixels = colour_ramp(60, 80, np.uint16, 0.3)
    alpha = np.full((60, 80), 65535, np.uint16)
    brightened = engine.brighten(Photo(pixels, alpha, exif=b"x" * 100), pixels=1200)
    least = pixels.nbytes + alpha.nbytes + 100
    assert brightened.nbytes >= least + brightened.bright.L.numel() * 4
    # No tensor is forgotten; what shares memory counts once, what keeps more than it shows counts whole.
    without, promised = brightened.nbytes, brightened.nbytes_with_full
    assert without == pytest.approx(least + tensor_bytes(brightened), rel=0.5)
    # What belongs to the full size, a sixteenth of that for structure, and eleven maps of working size.
    of_full = 60 * 80 * 4 + 15 * 20 * 4 + 11 * brightened.bright.L.numel() * 4
    engine.brighten_full(brightened)
    assert brightened.nbytes - without == of_full
    assert brightened.nbytes == promised


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=30), st.integers(0, 4))
def test_the_limit_holds_and_the_last_used_stay(
    photos: list[Brightened], uses: list[tuple[int, bool]], room: int
) -> None:
    limit = sum(kept.nbytes for kept in photos[:room])
    cache = BrightenedCache(limit)
    order: list[int] = []
    for index, put in uses:
        if put:
            cache.put(version(index), photos[index])
        elif cache.get(version(index)) is None:
            continue
        order = [*(other for other in order if other != index), index]
        while sum(photos[other].nbytes for other in order) > limit:
            order.pop(0)
        assert cache.nbytes <= limit
        assert len(cache) == len(order)
    for index, kept in enumerate(photos):
        assert cache.get(version(index)) is (kept if index in order else None)


def test_a_smaller_limit_is_in_force_at_once(photos: list[Brightened]) -> None:
    cache = BrightenedCache()
    for index, kept in enumerate(photos):
        cache.put(version(index), kept)
    cache.limit = photos[3].nbytes
    assert len(cache) == 1
    assert cache.get(version(3)) is photos[3]
    cache.limit = 0
    assert cache.nbytes == 0


def test_a_newer_version_of_a_file_takes_the_place_of_the_older(photos: list[Brightened]) -> None:
    cache = BrightenedCache()
    cache.put(version(0), photos[0])
    assert cache.get(version(0, modified=1)) is None
    cache.put(version(0, modified=1), photos[1])
    assert len(cache) == 1
    assert cache.get(version(0)) is None
    cache.clear()
    assert len(cache) == 0


def test_the_version_of_a_file_tells_when_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    assert FileVersion.of(path) is None
    path.write_bytes(b"1")
    first = FileVersion.of(path)
    assert first == FileVersion.of(path)
    path.write_bytes(b"12")
    assert FileVersion.of(path) != first
    assert FileVersion.of(Path("\0")) is None
