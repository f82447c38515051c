"""Whether what is to be written is still wanted: the writer knows, and it alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from ccnet_core.writer import Writer

SECONDS = 20.0


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    gate = threading.Event()
    yield gate
    gate.set()


@pytest.fixture
def writer(gate: threading.Event) -> Iterator[Writer]:
    """It is at a piece of work, 1, that has not come to its writing."""
    writer, entered = Writer("test"), threading.Event()

    def work() -> None:
        entered.set()
        assert gate.wait(SECONDS)

    writer.put(1, work)
    assert entered.wait(SECONDS)
    yield writer
    gate.set()
    assert writer.stop()


def test_what_is_not_at_its_writing_can_be_given_up_at_once_and_never_writes(writer: Writer) -> None:
    assert writer.is_wanted(1)
    assert writer.give_up(1)
    assert writer.is_given_up(1)
    assert not writer.is_wanted(1)
    assert not writer.begin_writing(1)
    assert not writer.give_up(1)


def test_what_is_at_its_writing_ends_when_it_asks(writer: Writer) -> None:
    assert writer.begin_writing(1)
    assert writer.is_wanted(1)
    assert not writer.give_up(1)
    # It tells itself how it ended.
    assert not writer.is_given_up(1)
    assert not writer.is_wanted(1)


def test_of_all_that_is_given_up_those_are_told_that_end_there(writer: Writer) -> None:
    assert writer.begin_writing(1)
    for id in (2, 3):
        writer.put(id, lambda: None)
    assert writer.give_all_up() == [2, 3]
    assert not any(writer.is_wanted(id) for id in (1, 2, 3))


def test_of_what_is_done_nothing_is_remembered(writer: Writer, gate: threading.Event) -> None:
    done = threading.Event()
    writer.put(2, done.set)
    gate.set()
    assert done.wait(SECONDS)
    assert not writer.is_wanted(1)
    assert not writer.give_up(1)
