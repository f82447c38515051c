"""What comes first, what is dropped, and what waits for its time: without a thread, by a clock of its own."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from ccnet_samples import colour_ramp
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT

from app.worker.queue import RequestQueue
from app.worker.requests import (
    CopyRequest,
    ExportRequest,
    FullSizeRequest,
    OpenRequest,
    ReferenceRequest,
    RegionRequest,
    RenderRequest,
    Request,
    ThumbnailsRequest,
)
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import ExportOptions, Photo

PHOTO = Photo(colour_ramp(4, 4))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(clock: Clock) -> RequestQueue:
    return RequestQueue(clock)


def render(id: int) -> RenderRequest:
    return RenderRequest(id, 1, Adjustments())


def region(id: int) -> RegionRequest:
    return RegionRequest(id, 1, Adjustments(), QRect(0, 0, 9, 9))


def thumbnails(id: int) -> ThumbnailsRequest:
    return ThumbnailsRequest(id, 1, (Adjustments(),))


def copy(id: int) -> CopyRequest:
    return CopyRequest(id, 1, PHOTO, Adjustments())


def export(id: int) -> ExportRequest:
    return ExportRequest(id, 1, PHOTO, Adjustments(), Path(f"{id}.png"), ExportOptions("png"))


def taken(queue: RequestQueue) -> list[int]:
    ids = []
    while (request := queue.take()) is not None:
        ids.append(request.id)
    return ids


def test_what_the_eye_waits_for_comes_first(queue: RequestQueue) -> None:
    for request in (
        export(2),
        copy(3),
        thumbnails(4),
        region(5),
        render(6),
        OpenRequest(7, Path("a.png")),
    ):
        queue.put(request)
    assert taken(queue) == [7, 6, 5, 4, 3, 2]
    assert queue.take() is None


@pytest.mark.parametrize("kind", [render, region, thumbnails, copy])
def test_the_newest_of_its_kind_replaces_what_waits_in_whatever_order_they_come(
    queue: RequestQueue, kind: type[Request]
) -> None:
    for id in (2, 4, 3):
        queue.put(kind(id))  # type: ignore[call-arg]
    assert taken(queue) == [4]


def test_no_export_and_no_reference_is_dropped(queue: RequestQueue) -> None:
    for id in (2, 3):
        queue.put(export(id))
        queue.put(ReferenceRequest(id + 10, 1, ()))
    assert taken(queue) == [12, 13, 2, 3]


def test_a_photo_that_is_in_memory_alone_waits_beside_a_file_that_is_asked_for_later(
    queue: RequestQueue,
) -> None:
    pasted, newer = Photo(colour_ramp(4, 4)), Photo(colour_ramp(5, 4))
    first, second = OpenRequest(2, Path("a.png")), OpenRequest(3, pasted)
    assert queue.put(first) == []
    assert queue.put(second) == [first]
    assert queue.put(OpenRequest(4, Path("b.png"))) == []
    assert queue.put(OpenRequest(5, Path("c.png")))[0].id == 4
    assert taken(queue) == [3, 5]
    for id, source in ((6, pasted), (7, Path("d.png")), (8, newer)):
        queue.put(OpenRequest(id, source))
    assert taken(queue) == [8]


def test_only_the_kinds_asked_for_are_taken(queue: RequestQueue) -> None:
    queue.put(export(2))
    assert queue.take((RenderRequest,)) is None
    queue.put(render(3))
    assert queue.take((RenderRequest,)) == render(3)
    assert taken(queue) == [2]


def test_what_is_put_for_later_waits_for_its_time_and_for_no_newer_one(
    queue: RequestQueue, clock: Clock
) -> None:
    queue.put(render(2), delay=5.0)
    assert queue.take() is None
    clock.now = 5.0
    assert queue.take() == render(2)
    queue.put(render(3), delay=5.0)
    queue.put(render(4))
    clock.now = 20.0
    assert taken(queue) == [4]


def test_waiting_ends_when_something_is_due_or_everything_ends(queue: RequestQueue, clock: Clock) -> None:
    clock.now = 7.0
    queue.put(render(2), delay=-1.0)
    queue.wait()
    assert taken(queue) == [2]
    threading.Timer(0.0, queue.stop).start()
    queue.wait()
    assert queue.stopping


def test_a_cancelled_request_is_known_until_it_is_forgotten(queue: RequestQueue) -> None:
    queue.cancel(3)
    assert queue.is_cancelled(render(3))
    assert not queue.is_cancelled(render(4))
    queue.forget(3)
    assert not queue.is_cancelled(render(3))
    queue.stop()
    assert queue.is_cancelled(render(4))


@pytest.mark.parametrize("kind", [region, thumbnails, copy])
def test_what_runs_ends_for_a_newer_one_of_its_kind(queue: RequestQueue, kind: type[Request]) -> None:
    running = kind(3)  # type: ignore[call-arg]
    queue.put(render(4))
    queue.put(export(5))
    assert not queue.is_cancelled(running)
    queue.put(kind(6))  # type: ignore[call-arg]
    assert queue.is_cancelled(running)


def test_exports_end_for_no_newer_one(queue: RequestQueue) -> None:
    queue.put(export(4))
    assert not queue.is_cancelled(export(3))


def test_something_is_due_when_its_time_has_come(queue: RequestQueue, clock: Clock) -> None:
    assert not queue.is_due()
    queue.put(render(2), delay=1.0)
    assert not queue.is_due()
    clock.now = 1.0
    assert queue.is_due()


def test_no_more_pictures_are_made_than_one_that_is_written_and_one_that_waits(queue: RequestQueue) -> None:
    for id in (1, 2, 3, 4, 5):
        queue.put(export(id))
    queue.begin_writing(export(1))
    assert queue.take() == export(1)
    queue.begin_writing(export(2))
    assert queue.take() is None
    assert not queue.is_due()
    # All else goes on, a copy too, which needs no disk; and what is cancelled is told so.
    queue.put(render(6))
    queue.put(copy(7))
    assert taken(queue) == [6, 7]
    queue.cancel(3)
    assert taken(queue) == [3]
    queue.end_writing(export(1))
    assert taken(queue) == [2, 4, 5]


def test_who_waits_is_woken_when_something_is_written(queue: RequestQueue) -> None:
    for id in (1, 2):
        queue.begin_writing(export(id))
    queue.put(export(3))
    waiting = threading.Thread(target=queue.wait)
    waiting.start()
    queue.end_writing(export(1))
    waiting.join(10)
    assert not waiting.is_alive()


def test_a_queue_is_idle_while_it_is_waited_for_and_nothing_is_due(qtbot: QtBot) -> None:
    queue = RequestQueue()
    # Who serves may still be at the last one.
    assert not queue.idle
    serving = threading.Thread(target=queue.wait)
    serving.start()
    qtbot.waitUntil(lambda: queue.idle, timeout=TIMEOUT)
    queue.put(FullSizeRequest(1), 1000.0)
    assert queue.idle
    queue.put(FullSizeRequest(2))
    assert not queue.idle
    serving.join(TIMEOUT / 1000)
    assert not serving.is_alive()
    assert queue.take() == FullSizeRequest(2)
    assert not queue.idle
