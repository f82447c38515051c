"""Disks are read one thing after another, and one that does not answer holds up nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

import app.worker.reader
from app.worker.reader import Reader
from app.worker.requests import OpenRequest, Request

SECONDS = 20.0


class Disk:
    """Reads when it is told to, and says what it reads."""

    def __init__(self) -> None:
        self.begun: SimpleQueue[int] = SimpleQueue()
        self.answer = threading.Event()
        self.dead: set[int] = set()
        self.ended: SimpleQueue[int] = SimpleQueue()

    def read(self, request: Request) -> None:
        self.begun.put(request.id)
        if request.id in self.dead:
            assert self.answer.wait(SECONDS)
        self.ended.put(request.id)


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    yield disk
    disk.answer.set()


@pytest.fixture
def reader(disk: Disk) -> Iterator[Reader]:
    reader = Reader("test", disk.read)
    yield reader
    disk.answer.set()
    reader.stop()
    assert reader.wait_until_stopped()


def photo(id: int) -> OpenRequest:
    return OpenRequest(id, Path(f"{id}.png"))


def test_what_was_asked_for_before_the_start_is_read_then(reader: Reader, disk: Disk) -> None:
    reader.put(photo(1))
    assert not reader.idle
    reader.start()
    assert disk.ended.get(timeout=SECONDS) == 1
    reader.wait_until_idle()
    assert reader.idle


def test_one_is_read_at_a_time_and_the_newest_after_it(reader: Reader, disk: Disk) -> None:
    reader.start()
    disk.dead.add(1)
    reader.put(photo(1))
    assert disk.begun.get(timeout=SECONDS) == 1
    assert reader.put(photo(2)) == []
    assert [dropped.id for dropped in reader.put(photo(3))] == [2]
    assert disk.begun.empty()
    disk.answer.set()
    assert [disk.ended.get(timeout=SECONDS) for _ in range(2)] == [1, 3]
    reader.wait_until_idle()
    assert disk.ended.empty()


def test_a_disk_that_does_not_answer_holds_up_neither_others_nor_who_waits(
    reader: Reader, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.worker.reader, "PATIENCE_SECONDS", 0.01)
    reader.start()
    disk.dead.add(1)
    for id in (1, 2, 3):
        reader.put(photo(id))
        assert disk.begun.get(timeout=SECONDS) == id
    assert [disk.ended.get(timeout=SECONDS) for _ in range(2)] == [2, 3]
    reader.wait_until_idle()
    assert not reader.idle


def test_nothing_is_read_after_the_end_and_nobody_waits(reader: Reader, disk: Disk) -> None:
    reader.start()
    disk.dead.add(1)
    reader.put(photo(1))
    assert disk.begun.get(timeout=SECONDS) == 1
    reader.put(photo(2))
    waiting = threading.Thread(target=reader.wait_until_idle)
    waiting.start()
    reader.stop()
    waiting.join(SECONDS)
    assert not waiting.is_alive()
    assert reader.is_cancelled(photo(1))
    disk.answer.set()
    assert reader.wait_until_stopped()
    assert disk.ended.get(timeout=SECONDS) == 1
    assert disk.begun.empty()


def test_the_end_does_not_wait_for_a_disk_that_never_answers(
    reader: Reader, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.worker.reader, "ENDING_SECONDS", 0.01)
    reader.start()
    disk.dead.add(1)
    reader.put(photo(1))
    assert disk.begun.get(timeout=SECONDS) == 1
    reader.stop()
    assert not reader.wait_until_stopped()
