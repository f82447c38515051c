"""The pages of the manual, as they are written and made: links, pictures, commands, settings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
import yaml

from ccnet_core.adjustments import Adjustments
from ccnet_core.cli import build_parser
from ccnet_core.controls import CONTROLS
from ccnet_core.paths import ROOT
from ccnet_core.styles import find_style
from manual.docstrings import as_markdown
from manual.pages import (
    borrowed_files,
    command_line_page,
    controls_table,
    gallery_page,
    keyboard_page,
    text_pages,
    with_sections,
)
from manual.pairs import PAIRS, Pair, expression
from manual.photos import FOLDER, PHOTOS

DOCS = ROOT / "docs"
LARGEST = 6_000_000
"""Bytes of all photos and pictures of the manual."""
COMMAND = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"\]\((?!https?:)([^)\s]*)\)|(?:src|href)=\"(?!https?:)([^\"]*)\"")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The Markdown of all pages by their names."""
    written = {path.relative_to(DOCS).as_posix(): path for path in DOCS.rglob("*.md")}
    made = {
        "gallery.md": gallery_page(),
        "keyboard.md": keyboard_page(),
        "command-line.md": command_line_page(),
    }
    texts = {name: with_sections(path.read_text(encoding="utf-8")) for name, path in written.items()}
    return {**texts, **text_pages(), **made}


def anchor(heading: str) -> str:
    """What MkDocs calls a heading's place."""
    words = re.sub(r"[^\w\s-]", "", re.sub(r"[`*]", "", heading)).strip().lower()
    return re.sub(r"[-\s]+", "-", words)


def anchors(page: str) -> set[str]:
    return {anchor(heading) for heading in HEADING.findall(FENCE.sub("", page))}


def targets(page: str) -> Iterator[str]:
    for found in TARGET.finditer(FENCE.sub("", page)):
        yield found[1] or found[2]


def test_links_and_pictures_exist_and_every_picture_is_shown(pages: dict[str, str]) -> None:
    files = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*") if path.is_file()}
    known, used, broken = files | set(borrowed_files()) | set(pages), set(), []
    assert sum(len(list(targets(page))) for page in pages.values()) > 60
    for name, page in pages.items():
        for target in targets(page):
            path, _, place = target.partition("#")
            there = str(PurePosixPath(name).parent / path) if path else name
            used.add(there)
            if there not in known or (place and place not in anchors(pages.get(there, ""))):
                broken.append(f"{name}: {target}")
    assert broken == []
    assert {path for path in files if path.startswith(("pictures/", "photos/", "drawings/"))} - used <= set(
        pages
    )
    assert all((ROOT / path).is_file() for path in borrowed_files().values())


def test_the_navigation_names_every_page_once(pages: dict[str, str]) -> None:
    def names(entry: object) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry
        else:
            for below in entry.values() if isinstance(entry, dict) else entry:  # type: ignore[attr-defined]
                yield from names(below)

    listed = list(names(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))
    assert sorted(listed) == sorted(pages)


def commands(page: str) -> Iterator[str]:
    """The lines of shell that a page shows, those that go on joined."""
    for block in COMMAND.findall(page):
        yield from filter(None, block.replace("\\\n", " ").splitlines())


def calls(line: str) -> Iterator[list[str]]:
    """The arguments of each call of ``ccnet`` in a line of pipes, without what is led in and out."""
    words = shlex.split(line, comments=True)
    while words:
        end = words.index("|") if "|" in words else len(words)
        call, words = words[:end], words[end + 1 :]
        while led := {"<", ">"} & set(call):
            at = call.index(led.pop())
            del call[at : at + 2]
        if call and call[0] == "ccnet":
            yield call[1:]


def test_every_command_is_understood(pages: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    parser, parsed, refused = build_parser(), 0, []
    for name, page in pages.items():
        for line in commands(page):
            if line.startswith("make ") and f"\n{line.split()[1]}:" not in makefile:
                refused.append(f"{name}: {line}")
            for arguments in calls(line):
                parsed += 1
                try:
                    parser.parse_args(arguments)
                except SystemExit:
                    refused.append(f"{name}: {line}: {capsys.readouterr().err}")
    assert refused == []
    assert parsed > 40


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_settings_of_a_pair_are_the_same_in_python_and_on_the_command_line(pair: Pair) -> None:
    given = eval(pair.code, {"Adjustments": Adjustments, "find_style": find_style})
    assert given == pair.adjustments
    assert (given == Adjustments()) == (not pair.options)
    assert (ROOT / pair.photo).is_file()


def test_the_gallery_shows_ten_pairs_and_failures() -> None:
    assert sum(not pair.fails for pair in PAIRS) >= 10
    assert sum(pair.fails for pair in PAIRS) >= 3
    page = gallery_page()
    assert page.index("## What fails") > max(page.index(f"### {p.title}") for p in PAIRS if not p.fails)
    with pytest.raises(ValueError, match="geometry has no short form"):
        expression(Adjustments(geometry=Adjustments().geometry.turned(90)))


def test_photos_are_named_with_their_terms_and_pictures_stay_small() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+?)\.jpg` \| .+? \| .*(?:CC0|public domain).*? \|", readme, re.MULTILINE)
    assert sorted(rows) == sorted(PHOTOS) == sorted(path.stem for path in FOLDER.glob("*.jpg"))
    pictures = [path for path in DOCS.rglob("*") if path.suffix in (".jpg", ".webp", ".png", ".svg")]
    assert 0 < sum(path.stat().st_size for path in pictures) < LARGEST


def test_pages_are_made_of_what_the_program_says(pages: dict[str, str]) -> None:
    assert "| Export | `Ctrl+S` |" in pages["keyboard.md"]
    assert "| Redo | `Ctrl+Shift+Z` or `Ctrl+Y` |" in pages["keyboard.md"]
    for words in ("## ccnet enhance", "--auto-white-balance", "## ccnet evaluate", "## ccnet train"):
        assert words in pages["command-line.md"]
    for control in CONTROLS:
        assert f"| `{control.name}` | {control.low:g} to {control.high:g} |" in controls_table()
    assert "How it works" not in pages["how-it-works.md"].split("\n", 1)[1]
    assert "A photo is split in CIE Lab" in pages["how-it-works.md"]
    with pytest.raises(ValueError, match="no section 'Nothing'"):
        with_sections("<!-- README: Nothing -->")


def test_docstrings_become_markdown() -> None:
    roles = "As :class:`~ccnet_core.photo.Photo` and :meth:`ccnet_core.engine.Engine.load`."
    assert as_markdown(roles) == "As `Photo` and `Engine.load`."
    assert as_markdown("One.\n\n>>> 1 + 1\n2\n\nEnd.") == "One.\n\n```pycon\n>>> 1 + 1\n2\n```\n\nEnd."
