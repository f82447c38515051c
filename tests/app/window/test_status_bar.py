"""One progress bar for several tasks."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.window.status_bar import StatusBar
from app.worker.requests import Progressed

_BEHIND, _AWAITED = Progressed(-1, "Thumbnails", 0.25), Progressed(7, "Export", 0.5)


@pytest.fixture
def status(qtbot: QtBot) -> StatusBar:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_what_nobody_waits_for_is_shown_again_when_the_task_before_it_has_ended(status: StatusBar) -> None:
    status.show_progress(_AWAITED)
    status.show_progress(_BEHIND)
    assert status.task_label.text() == "Export"
    status.hide_progress(_AWAITED.id)
    assert status.progress.isVisible()
    assert (status.task_label.text(), status.progress.value()) == ("Thumbnails", 250)
    status.hide_progress(_BEHIND.id)
    assert not status.progress.isVisible()


def test_what_ended_behind_another_task_is_not_shown_again(status: StatusBar) -> None:
    status.show_progress(_AWAITED)
    status.show_progress(_BEHIND)
    status.hide_progress(_BEHIND.id)
    assert status.task_label.text() == "Export"
    status.hide_progress(_AWAITED.id)
    assert not status.progress.isVisible()
