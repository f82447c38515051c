"""The manual as one PDF: ``python -m manual paper``, after ``make docs`` has built the pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from ccnet_core.paths import ROOT
from manual.browser import find_chromium, open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAPER = ROOT / "build" / "manual" / "ccnet-studio.pdf"
_PAGE = ROOT / "build" / "paper" / "print_page.html"
_QUALITY = 80


def print_manual() -> bool:
    """Build the manual as one page and print it.

    Returns:
        Whether there was a Chromium to print it with; where there is none that is said.

    Raises:
        subprocess.CalledProcessError: it cannot be built.
    """
    program = find_chromium()
    if program is None:
        print("No PDF: there is no Chromium on the path. Install it, or name it by CHROMIUM=FILE.")
        return False
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", "manual/paper.yml"]
    subprocess.run(build, cwd=ROOT, env=environment, check=True)
    for picture in _PAGE.parent.rglob("*.webp"):
        _make_jpeg(picture)
    PAPER.parent.mkdir(parents=True, exist_ok=True)
    with open_browser(program) as browser:
        write_pdf(browser, _PAGE, PAPER)
    shutil.rmtree(_PAGE.parent)
    print(f"{PAPER.relative_to(ROOT)}: {PAPER.stat().st_size / 1e6:.1f} MB")
    return True


def _make_jpeg(picture: Path) -> None:
    """Write a picture anew in its place: Chromium puts JPEG into a PDF as it is, all else without loss.

    What a picture is it sees from its content, not from its name.
    """
    with Image.open(picture) as image:
        pixels = image.convert("RGB")
    pixels.save(picture, "jpeg", quality=_QUALITY)


def write_pdf(browser: Browser, page: Path, target: Path) -> None:
    """Print an HTML file on A4, with its headings as an outline.

    Args:
        browser: Chromium.
        page: the file.
        target: the PDF, which is written whole or not at all.
    """
    written = target.with_name(f".{target.name}.part")
    tab = browser.new_page()
    tab.goto(page.as_uri())
    # Pictures that are loaded once they are seen are seen by nobody here.
    tab.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    tab.wait_for_function("[...document.images].every(image => image.complete)")
    tab.pdf(
        path=written,
        prefer_css_page_size=True,
        print_background=True,
        outline=True,
        tagged=True,
    )
    written.replace(target)
