"""Pages of the manual that follow from something else, and what others take in: hooks of MkDocs.

Gallery, keys, command line and model card are made when the manual is built, so that nothing is told in two
places. In any page ``<!-- README: Heading -->`` stands for that section of the README, and
``<!-- controls -->`` for a table of all controls.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from ccnet_core.cli import build_parser
from ccnet_core.controls import CONTROLS, SWITCHES
from ccnet_core.paths import ROOT
from manual.keyboard import read_keys
from manual.pairs import PAIRS, PICTURES, Pair

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_BORROWED = {
    "assets/icon.svg": "resources/icon.svg",
    "assets/darkened.jpg": "resources/darkened.jpg",
    "assets/curves.png": "weights/curves.png",
    "photos/dark-street.jpg": "resources/sample/dark-street.jpg",
    "photos/dark-coffee.jpg": "resources/sample/dark-coffee.jpg",
}
"""Files of the repository by their places in the manual."""
_TEXTS = {"model-card.md": "weights/README.md", "training.md": "weights/TRAINING.md"}
"""Pages that are files of the repository."""
_LINKS = {
    "../resources/darkened.jpg": "assets/darkened.jpg",
    "curves.png": "assets/curves.png",
    "weights/README.md": "model-card.md",
    "weights/TRAINING.md": "training.md",
    "docs/many-photos.md": "many-photos.md",
    "docs/releasing.md": "releasing.md",
    "TRAINING.md": "training.md",
    "README.md": "model-card.md",
}
"""Where links of files of the repository lead in the manual; others become plain words."""
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)([^)#\s]+)\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_SECTION = re.compile(r"<!-- README: (.+?) -->")
_CONTROLS = "<!-- controls -->"
_COLUMNS = 88
"""Width of what the command line says of itself."""


def generated_pages() -> dict[str, str]:
    """The Markdown of the pages that are made, by their names."""
    return {
        "gallery.md": gallery_page(),
        "keyboard.md": keyboard_page(),
        "command-line.md": command_line_page(),
        **text_pages(),
    }


def text_pages() -> dict[str, str]:
    """Those of them that are files of the repository."""
    return {name: _rewritten((ROOT / path).read_text(encoding="utf-8")) for name, path in _TEXTS.items()}


def borrowed_files() -> dict[str, str]:
    """Pictures from elsewhere in the repository, by their places in the manual."""
    return dict(_BORROWED)


def on_files(files: Files, *, config: MkDocsConfig, **_: Any) -> Files:
    """Add what is made, and what lies elsewhere."""
    from mkdocs.structure.files import File

    for name, path in _BORROWED.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / path)))
    for name, text in _generated().items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Take in sections of the README, and the table of controls."""
    return with_sections(markdown).replace(_CONTROLS, controls_table())


@cache
def _generated() -> dict[str, str]:
    return generated_pages()


def with_sections(markdown: str) -> str:
    """A page with the sections of the README that it names.

    Raises:
        ValueError: the README has no such section.
    """
    return _SECTION.sub(lambda found: _rewritten(_section(found[1])), markdown)


def _section(heading: str) -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"README.md has no section {heading!r}")
    return found[1].strip()


def _rewritten(text: str) -> str:
    """With links that lead to pages of the manual."""

    def link(found: re.Match[str]) -> str:
        target = _LINKS.get(found[2])
        return f"[{found[1]}]({target})" if target else found[1]

    def picture(found: re.Match[str]) -> str:
        return f"![{found[1]}]({_LINKS[found[2]]})"

    return _LINK.sub(link, _PICTURE.sub(picture, text))


def controls_table() -> str:
    """Every number and switch of adjustments."""
    rows = ["| name | range | neutral | what it does |", "|---|---|---|---|"]
    for control in CONTROLS:
        neutral = "None: the photo's own" if control.neutral is None else f"{control.neutral:g}"
        rows.append(f"| `{control.name}` | {control.low:g} to {control.high:g} | {neutral} | {control.tip} |")
    rows += [f"| `{switch.name}` | on, off | {switch.default} | {switch.tip} |" for switch in SWITCHES]
    return "\n".join(rows)


def gallery_page() -> str:
    """All pairs, those that fail last."""
    good, failures = [p for p in PAIRS if not p.fails], [p for p in PAIRS if p.fails]
    return "\n\n".join(
        (
            "# Gallery",
            f"{len(good)} photos before and after, and {len(failures)} that fail. Below each pair stand its "
            "settings, as Python and as a command line, which make the same picture.",
            "Most photos were made dark for this manual, as [their page](photos/README.md) says; "
            "there it also stands which of them the network was trained on. `make screenshots` develops all "
            "of them anew.",
            *map(_pair, good),
            "## What fails",
            "No photo was left out because its result is bad; these were sought out because theirs are.",
            *map(_pair, failures),
        )
    )


def _pair(pair: Pair) -> str:
    before = f"photos/{pair.photo.rsplit('/', 1)[-1]}"
    after = (PICTURES / f"{pair.name}.webp").as_posix()
    return "\n".join(
        (
            f"### {pair.title}",
            "",
            '<div class="pair" markdown>',
            _figure(f"{pair.title}, before", before, "Before"),
            _figure(f"{pair.title}, after", after, "After"),
            "</div>",
            "",
            pair.text,
            "",
            "```python",
            pair.code,
            "```",
            "",
            "```sh",
            pair.command,
            "```",
        )
    )


def _figure(title: str, picture: str, caption: str) -> str:
    image = f"![{title}]({picture}){{ loading=lazy }}"
    return f"<figure markdown>{image}<figcaption>{caption}</figcaption></figure>"


def keyboard_page() -> str:
    """The table that the window shows under F1."""
    parts = [
        "# Keyboard",
        "The window lists these keys under **Help**, **Keyboard shortcuts** (`F1`), and this page is made "
        "from that list. On macOS `Ctrl` is the command key. The keys of the frame of a "
        "[crop](light-and-colour.md#crop-and-straighten) and of [masks](masks.md) stand on their pages.",
    ]
    for title, rows in read_keys():
        parts.append(f"## {title}")
        lines = [f"| {text} | {_key_caps(keys)} |" for text, keys in rows]
        parts.append("\n".join(("| command | keys |", "|---|---|", *lines)))
    return "\n\n".join(parts)


def _key_caps(keys: str) -> str:
    """Each combination as code, where a bar would end the cell of the table."""
    return " or ".join(f"`{combination}`".replace("|", r"\|") for combination in keys.split(" or "))


def command_line_page() -> str:
    """What each command says of itself."""
    parts = [
        "# Command line",
        "What `ccnet COMMAND --help` prints, made from the program itself. The window's own command, "
        "`ccnet-studio`, takes photos and folders to open. Examples stand in "
        "[First photo](first-photo.md#without-the-window), [Many photos](batch.md) and in the "
        "[gallery](gallery.md).",
    ]
    for command, text in _helps(build_parser()):
        parts.append(f"{'##' if command.count(' ') < 2 else '###'} {command}")
        parts.append(f"```text\n{text.strip()}\n```")
    return "\n\n".join(parts)


def _helps(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """The names of commands, and of those below them, with their help."""
    width, os.environ["COLUMNS"] = os.environ.get("COLUMNS"), str(_COLUMNS)
    try:
        yield parser.prog, parser.format_help()
    finally:
        os.environ.pop("COLUMNS")
        if width is not None:
            os.environ["COLUMNS"] = width
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _helps(below)
