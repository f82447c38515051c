"""Fixtures of the window's tests; what tests do with it is in window_helpers."""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest
from leaks import Watch
from window_fixtures import (
    hanging_disk,
    make_photo,
    make_window,
    network,
    opened,
    preview_pixels,
    questions,
    reading,
    settings,
    three,
    window,
)

__all__ = [
    "hanging_disk",
    "make_photo",
    "make_window",
    "network",
    "opened",
    "preview_pixels",
    "questions",
    "reading",
    "settings",
    "three",
    "window",
]
WATCH, FAILED = pytest.StashKey[Watch](), pytest.StashKey[bool]()


def pytest_collection_finish() -> None:
    """All modules are loaded: what is there by now need not be looked through after each test."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Watch each test from its beginning."""
    item.stash[WATCH] = Watch(item.config.getini("qt_log_ignore"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Remember what failed already."""
    item.stash[FAILED] = True
    yield
    item.stash[FAILED] = False


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """A test that leaves something behind fails."""
    watch = item.stash[WATCH]
    watch.begin_closing()
    try:
        yield
    finally:
        # The windows are held by it too.
        item.funcargs.clear()  # type: ignore[attr-defined]
        left = watch.end(failed=item.stash.get(FAILED, True))
    if left:
        pytest.fail("\n".join(left), pytrace=False)
