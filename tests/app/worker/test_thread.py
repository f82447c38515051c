"""What may pass long work in the engine's thread: served here in the test's own."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from ccnet_samples import colour_ramp
from PySide6.QtCore import QRect

from app.worker.requests import (
    CopyRequest,
    ExportRequest,
    FullSizeRequest,
    RegionRequest,
    RenderRequest,
    Request,
    ThumbnailsRequest,
)
from app.worker.thread import EngineThread
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import ExportOptions, Photo

NEUTRAL = Adjustments()
PHOTO = Photo(colour_ramp(4, 4))
EXPORT = ExportRequest(1, 1, PHOTO, NEUTRAL, Path("out.png"), ExportOptions("png"))
COPY = CopyRequest(1, 1, PHOTO, NEUTRAL)
REGION = RegionRequest(1, 1, NEUTRAL, QRect(0, 0, 2, 2))
THUMBNAILS = ThumbnailsRequest(1, 1, (NEUTRAL,))


def no_engine() -> NoReturn:
    raise AssertionError


@pytest.mark.parametrize(
    ("running", "passing"),
    [
        (EXPORT, ["render", "region", "thumbnails"]),
        (COPY, ["render", "region", "thumbnails"]),
        (REGION, ["render"]),
        (THUMBNAILS, ["render", "region"]),
    ],
)
def test_what_the_eye_waits_for_passes_long_work(
    running: Request, passing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = EngineThread(no_engine)
    served: list[Request] = []

    def serve(request: Request) -> None:
        served.append(request)
        # Whatever it is, it lets pass what is more urgent itself.
        thread._progress_of(request, "")(0.5)

    monkeypatch.setattr(thread._jobs, "do", serve)
    names = {
        RenderRequest(2, 1, NEUTRAL): "render",
        RegionRequest(3, 1, NEUTRAL, QRect(0, 0, 2, 2)): "region",
        ThumbnailsRequest(4, 1, (NEUTRAL,)): "thumbnails",
        FullSizeRequest(5): "full size",
    }
    for request in names:
        if type(request) is not type(running):
            thread.submit(request)
    thread._progress_of(running, "", outlives_photo=True)(0.5)
    assert [names[request] for request in served] == passing
