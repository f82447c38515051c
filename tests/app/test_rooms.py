"""Rooms of the window know those below them alone, and the core knows no window."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from ccnet_core.paths import ROOT

ROOMS = (
    "widgets",
    "document",
    "worker",
    "studio",
    "canvas",
    "panel",
    "crop",
    "masks",
    "filmstrip",
    "dialogs",
    "actions",
    "window",
    "instance",
    "translation",
    "main",
)
"""Folders and files of the window, each of which may import those before it."""


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The full names of what a file imports, wherever in it, for types as well."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None
            assert node.level == 0, f"{path} imports a relative name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(parts: tuple[str, ...]) -> str:
    return parts[1].removesuffix(".py")


def test_every_file_of_the_window_is_in_a_room() -> None:
    found = {room(path.relative_to(ROOT).parts) for path in modules("app")}
    assert found == {*ROOMS, "__init__"}


@pytest.mark.parametrize("path", modules("app"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_is_below_it(path: Path) -> None:
    here = room(path.relative_to(ROOT).parts)
    below = ROOMS[: ROOMS.index(here) + 1] if here in ROOMS else ()
    names = [name for name in imported(path) if name.split(".")[0] == "app"]
    assert [name for name in names if room(tuple(name.split("."))) not in below] == []


def test_the_core_imports_neither_qt_nor_the_window() -> None:
    read = {path: list(imported(path)) for path in modules("ccnet_core")}
    assert any("torch" in names for names in read.values())
    windows = ("app", "PySide6", "shiboken6", "qtawesome")
    assert [
        f"{path.relative_to(ROOT)}: {name}"
        for path, names in read.items()
        for name in names
        if name.split(".")[0] in windows
    ] == []


def core_room(name: str) -> str:
    return ".".join(name.split(".")[:2])


def test_no_room_of_the_core_needs_one_that_needs_it() -> None:
    needs: dict[str, set[str]] = {}
    for path in modules("ccnet_core"):
        here = core_room(".".join(path.relative_to(ROOT).with_suffix("").parts))
        names = (name for name in imported(path) if name.startswith("ccnet_core."))
        needs.setdefault(here, set()).update({core_room(name) for name in names} - {here})
    # It raises CycleError, which names the rooms.
    TopologicalSorter({room: needed & needs.keys() for room, needed in needs.items()}).prepare()
    assert len(needs) > 20
