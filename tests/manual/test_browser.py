"""The built manual in headless Chromium: as a reader sees it on a phone and on a desk, without a network."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest

from ccnet_core.paths import ROOT
from manual.browser import find_chromium, open_browser
from manual.paper import write_pdf

CHROMIUM = find_chromium()
MISSING = [
    name
    for name in ("mkdocs", "material", "mkdocstrings", "playwright")
    if not importlib.util.find_spec(name)
]
WIDTHS = (400, 1400)
PAPER = 680
"""Of A4 between its margins, in pixels of a page."""

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(
        bool(MISSING), reason=f"the extra 'docs' is not installed: {', '.join(MISSING)} missing"
    ),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manual, built strictly: a warning ends the build."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(build, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    assert CHROMIUM is not None
    with open_browser(CHROMIUM) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(site: Path) -> list[Path]:
    found = sorted(path for path in site.rglob("*.html") if path.name != "404.html")
    assert len(found) > 15
    return found


def local(address: str) -> tuple[Path, str]:
    """The file of an address, and the place in it."""
    parts = urlsplit(address)
    return Path(url2pathname(parts.path)), unquote(parts.fragment)


def test_pages_fit_their_width_show_all_pictures_and_ask_no_network(browser: Any, pages: list[Path]) -> None:
    problems: list[str] = []
    asked: list[str] = []

    def watch(tab: Any) -> None:
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: problems.append(f"script: {error}"))

    for width in WIDTHS:
        tab = browser.new_page(viewport={"width": width, "height": 900})
        watch(tab)
        for page in pages:
            tab.goto(page.as_uri())
            tab.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
            tab.wait_for_function("[...document.images].every(image => image.complete)")
            missing = tab.evaluate(
                "[...document.images].filter(image => !image.naturalWidth).map(image => image.src)"
            )
            problems += [f"{page.name}: no picture {source}" for source in missing]
            wide = tab.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                problems.append(f"{page.name}: {wide} pixels wide in a window of {width}")
        tab.close()
    assert problems == []
    assert len(asked) > len(pages)
    assert [address for address in asked if not address.startswith(("file:", "data:", "blob:"))] == []


def test_every_link_leads_somewhere(browser: Any, site: Path, pages: list[Path]) -> None:
    tab = browser.new_page()
    places: dict[Path, set[str]] = {}
    links = []
    for page in pages:
        tab.goto(page.as_uri())
        places[page] = set(tab.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)"))
        links += [(page, target) for target in tab.evaluate("[...document.links].map(link => link.href)")]
    assert len(links) > 1000
    broken = []
    for page, target in set(links):
        if not target.startswith("file:"):
            continue
        file, place = local(target)
        file = file / "index.html" if file.is_dir() else file
        if (
            not file.is_relative_to(site)
            or not file.is_file()
            or (place and place not in places.get(file, {place}))
        ):
            broken.append(f"{page.name}: {target}")
    assert broken == []


def test_the_search_finds_a_word_without_a_server(browser: Any, site: Path) -> None:
    tab = browser.new_page(viewport={"width": 1400, "height": 900})
    tab.goto((site / "index.html").as_uri())
    tab.locator("input.md-search__input").fill("Luminance noise")
    result = tab.locator(".md-search-result__link").first
    result.wait_for(state="attached")
    assert result.get_attribute("href")


def test_on_paper_no_column_of_a_table_is_cut(browser: Any, pages: list[Path]) -> None:
    tab = browser.new_page(viewport={"width": PAPER, "height": 900})
    tab.emulate_media(media="print")
    seen, cut = 0, []
    for page in pages:
        tab.goto(page.as_uri())
        edges = tab.evaluate(
            "[...document.querySelectorAll('table')].map(table => table.getBoundingClientRect().right)"
        )
        seen += len(edges)
        cut += [f"{page.name}: a table ends at {edge}" for edge in edges if edge > PAPER]
    assert cut == []
    assert seen > 20


def test_a_page_is_printed(browser: Any, site: Path, tmp_path: Path) -> None:
    write_pdf(browser, site / "first-photo.html", tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["page.pdf"]
