"""Headless Chromium, for the paper and for a test of the pages; whatever one the machine has."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium() -> Path | None:
    """The program, from the path; or from ``CHROMIUM``, which names it. None where there is none."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, _NAMES)), None)
    return Path(found) if found else None


@contextmanager
def open_browser(program: Path) -> Iterator[Browser]:
    """A browser without a window, which reaches no network: every name leads to this machine.

    Args:
        program: Chromium.
    """
    from playwright.sync_api import sync_playwright

    # The sandbox refuses to work for root, as in a container.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = ["--host-resolver-rules=MAP * 127.0.0.1", *(["--no-sandbox"] if is_root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        try:
            yield browser
        finally:
            browser.close()
