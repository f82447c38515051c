"""What the engine's thread does, without the thread: one request after another, by a clock of its own."""

from __future__ import annotations

import gc
import itertools
import time
import weakref
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import torch
from ccnet_samples import tiny_detail, tiny_network

from app.worker.cache import BrightenedCache, FileVersion
from app.worker.jobs import Jobs
from app.worker.queue import RequestQueue
from app.worker.reading import read_photo
from app.worker.requests import (
    ConfigureRequest,
    ExportRequest,
    FullSizeRequest,
    Glimpsed,
    Opened,
    OpenRequest,
    Rendered,
    RenderRequest,
    Request,
)
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import GLIMPSE_PIXELS, Brightened, Cancelled, Engine
from ccnet_core.photo import ExportOptions, Photo

Maker = Callable[..., Path]
IDLE = 1.0
TILES = 6
"""Of a photo of 2400 x 2000 pixels."""


class Always:
    """What is to be written is wanted."""

    def check(self) -> None:
        pass

    def begin(self) -> None:
        pass


@dataclass
class Bench:
    """Jobs with all around them: what they gave, and how often they ran the network."""

    now: float = 0.0
    results: list[object] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    open_photo: tuple[int, Photo | None] = (0, None)
    on_tile: Callable[[], None] = lambda: None
    on_progress: Callable[[float], None] = lambda share: None

    def __post_init__(self) -> None:
        self.queue = RequestQueue(lambda: self.now)
        self.cache = BrightenedCache()
        self.jobs = Jobs(
            self._load,
            1_000_000,
            self.cache,
            self.results.append,
            lambda description: None,
            self.queue,
            lambda request, task, **_: self.on_progress,
            lambda request, work: work(Always()),
            lambda: self.open_photo,
            IDLE,
        )

    def _load(self) -> Engine:
        detail = tiny_detail()
        detail.register_forward_hook(lambda *_: self._count())
        return Engine(tiny_network("gain"), "cpu", detail)

    def _count(self) -> None:
        self.calls.update(["detail"])
        self.on_tile()

    def open(self, id: int, path: Path) -> None:
        """Read a photo, and have it brightened and rendered."""
        read_photo(OpenRequest(id, path), self.cache, self.take_up, lambda: None, self.jobs.do)
        self.calls.clear()

    def take_up(self, result: object) -> None:
        """What is read is open in the document."""
        assert isinstance(result, Opened)
        self.open_photo = result.photo_id, result.photo

    def next(self) -> Request | None:
        """What is to be done when nothing was asked for some time."""
        self.now += IDLE
        return self.queue.take()

    @property
    def missing(self) -> int:
        """Tiles that the open photo's full size lacks."""
        assert self.jobs.at_hand is not None
        full = self.jobs.at_hand.full
        return TILES if full is None else len(full.missing())


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_the_exact_picture_waits_longer_where_quick_ones_take_long(
    bench: Bench, make_photo: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each move of a drag on a slow machine would wait for the exact picture of the one before."""
    bench.open(1, make_photo("photo.png", 600, 400))
    delays: list[float] = []
    put = bench.queue.put

    def note(request: Request, delay: float = 0.0) -> list[Request]:
        if isinstance(request, RenderRequest) and request.exact:
            delays.append(delay)
        return put(request, delay)

    monkeypatch.setattr(bench.queue, "put", note)
    for id, seconds in ((5, 1e-6), (6, 1 / 3)):
        # Each look at the clock takes it on by so much.
        clock = itertools.count(step=seconds)
        monkeypatch.setattr(time, "perf_counter", lambda clock=clock: next(clock))
        bench.jobs.do(RenderRequest(id, 1, Adjustments(saturation=id / 4)))
    quick, slow = delays
    assert quick < 0.1
    assert slow >= 2 / 3


def test_full_size_is_made_when_the_hand_rests_and_gives_way_to_what_is_asked(
    bench: Bench, make_photo: Maker
) -> None:
    bench.open(1, make_photo("large.png", 2000, 2400))
    assert bench.queue.take() is None
    request = bench.next()
    assert isinstance(request, FullSizeRequest)

    def ask() -> None:
        # The working picture comes first.
        if bench.calls["detail"] == 1 + 2:
            bench.queue.put(RenderRequest(5, 1, Adjustments(saturation=2)))

    bench.on_tile = ask
    bench.jobs.do(request)
    assert bench.missing == TILES - 2
    wanted = bench.queue.take()
    assert isinstance(wanted, RenderRequest)
    bench.jobs.do(wanted)
    # It goes on where it was, once the hand rests again.
    assert bench.queue.take() is None
    request = bench.next()
    while request is not None:
        bench.jobs.do(request)
        request = bench.next()
    assert bench.missing == 0
    assert bench.calls["detail"] == 1 + TILES


def test_a_photo_that_takes_long_is_glimpsed_once_before_it_is_bright(
    bench: Bench, make_photo: Maker
) -> None:
    large = make_photo("large.png", 700, 900)
    bench.open(1, large)
    assert [type(result) for result in bench.results] == [Glimpsed, Rendered]
    glimpsed, rendered = bench.results
    assert isinstance(glimpsed, Glimpsed)
    assert isinstance(rendered, Rendered)
    assert glimpsed.photo_id == rendered.photo_id
    assert glimpsed.picture.width() * glimpsed.picture.height() <= GLIMPSE_PIXELS
    # It comes back from what is kept, and a small one is bright soon.
    bench.open(2, make_photo("small.png"))
    bench.open(3, large)
    assert [type(result) for result in bench.results[2:]] == [Rendered, Rendered]


def test_each_rendering_puts_off_the_full_size(bench: Bench, make_photo: Maker) -> None:
    bench.open(1, make_photo("large.png", 2000, 2400))
    for step in range(4):
        bench.now += 0.6 * IDLE
        while (request := bench.queue.take()) is not None:
            bench.jobs.do(request)
        bench.jobs.do(RenderRequest(10 + step, 1, Adjustments(saturation=1 + step / 10)))
    assert bench.missing == TILES


def test_what_nobody_asked_for_takes_no_more_memory_than_photos_may(bench: Bench, make_photo: Maker) -> None:
    bench.open(1, make_photo("large.png", 2000, 2400))
    at_hand = bench.jobs.at_hand
    assert at_hand is not None
    bench.cache.limit = at_hand.nbytes + 2000 * 2400 * 4
    request = bench.next()
    assert isinstance(request, FullSizeRequest)
    bench.jobs.do(request)
    assert at_hand.full is None
    bench.cache.limit += 12 * 4 * 1_000_000
    bench.jobs.do(request)
    assert bench.missing == 0


def test_a_photo_of_the_working_size_has_no_full_size_to_make(bench: Bench, make_photo: Maker) -> None:
    bench.open(1, make_photo())
    request = bench.next()
    assert isinstance(request, FullSizeRequest)
    bench.jobs.do(request)
    assert not bench.calls
    assert bench.jobs.at_hand is not None
    assert bench.jobs.at_hand.full is None


def test_nothing_holds_a_photo_that_was_left_and_is_not_kept(bench: Bench, make_photo: Maker) -> None:
    bench.cache.limit = 0
    bench.open(1, make_photo("a.png"))
    assert bench.jobs.at_hand is not None
    left = weakref.ref(bench.jobs.at_hand.photo)
    bench.results.clear()
    bench.open(2, make_photo("b.png"))
    gc.collect()
    assert left() is None


def test_of_a_photo_that_is_kept_only_what_the_cache_counts_is_held(bench: Bench, make_photo: Maker) -> None:
    path = make_photo("a.png")
    bench.open(1, path)
    bench.open(2, make_photo("b.png"))
    version = FileVersion.of(path)
    assert version is not None
    kept = bench.cache.get(version)
    assert kept is not None
    engine = bench.jobs.engine
    assert engine is not None
    # It is where it was, but for its colours.
    assert engine.render_quick(kept, Adjustments()) is None
    assert kept not in engine._colours
    assert kept.photo not in engine._styles


def test_of_a_photo_that_is_left_during_its_export_nothing_more_is_held_though_that_is_cancelled(
    bench: Bench, make_photo: Maker
) -> None:
    path, other = make_photo("a.png"), make_photo("b.png")
    bench.open(1, path)
    brightened, engine = bench.jobs.at_hand, bench.jobs.engine
    assert brightened is not None
    assert engine is not None
    open_other = OpenRequest(3, other)
    events = iter([lambda: read_photo(open_other, bench.cache, bench.take_up, lambda: None, bench.jobs.do)])

    def disturb(share: float) -> None:
        # At once another photo is opened, and the export is stopped when it has its colours.
        for event in events:
            event()
        if bench.jobs.at_hand is not brightened and brightened in engine._colours:
            raise Cancelled

    bench.on_progress = disturb
    target = path.with_name("out.png")
    request = ExportRequest(2, 1, brightened.photo, Adjustments(), target, ExportOptions("png"))
    with pytest.raises(Cancelled):
        bench.jobs.do(request)
    assert brightened not in engine._colours
    assert brightened.photo not in engine._styles
    assert not target.exists()


def test_after_a_fall_back_nothing_of_the_photo_stays_on_the_gpu(
    bench: Bench, make_photo: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_photo()
    bench.open(1, path)
    on_cpu, version = bench.jobs.at_hand, FileVersion.of(path)
    assert on_cpu is not None
    assert version is not None
    bench.jobs.at_hand = on_cpu.to(torch.device("meta"))
    monkeypatch.setattr(Brightened, "to", lambda self, device: on_cpu)
    bench.jobs.do(RenderRequest(2, 1, Adjustments(saturation=2)))
    assert bench.jobs.at_hand is on_cpu
    assert bench.cache.get(version) is on_cpu


@pytest.mark.parametrize("at", [0.0, 0.8])
def test_a_cancelled_change_of_the_engine_leaves_the_number_of_threads(
    bench: Bench, make_photo: Maker, at: float
) -> None:
    bench.open(1, make_photo())
    engine, threads = bench.jobs.engine, torch.get_num_threads()

    def load() -> Engine:
        torch.set_num_threads(threads + 1)
        return Engine(tiny_network("gain", seed=3), "cpu")

    def cancel(share: float) -> None:
        if torch.get_num_threads() != threads and share >= at:
            raise Cancelled

    bench.on_progress = cancel
    try:
        with pytest.raises(Cancelled):
            bench.jobs.do(ConfigureRequest(2, load, 1_000_000))
        assert torch.get_num_threads() == threads
        assert bench.jobs.engine is engine
    finally:
        torch.set_num_threads(threads)
