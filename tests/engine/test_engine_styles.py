"""The built-in styles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ccnet_core.colour import AbStatistics
from ccnet_core.styles import find_style, load_styles

_FIELDS = {"name": "Old town", "mean": [0.1, 0.2], "covariance": [0.04, 0.0, 0.01], "source": "CC0"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.json").write_text(json.dumps(_FIELDS))
    (tmp_path / "a.json").write_text(json.dumps(_FIELDS | {"name": "Sea"}))
    return tmp_path


def test_styles_come_by_name(folder: Path) -> None:
    assert [style.name for style in load_styles(folder)] == ["Old town", "Sea"]


def test_style_is_found_in_any_case_and_becomes_a_reference(folder: Path) -> None:
    reference = find_style("OLD TOWN", folder).reference(2.0)
    assert reference.name == "Old town"
    assert reference.weight == 2.0
    assert reference.statistics == AbStatistics((0.1, 0.2), (0.04, 0.0, 0.01))


def test_unknown_style_lists_those_there_are(folder: Path) -> None:
    with pytest.raises(ValueError, match=r"'sepia'.*Old town, Sea"):
        find_style("sepia", folder)


@pytest.mark.parametrize("text", ["{", "[]", "{}", json.dumps({**_FIELDS, "mean": [1]})])
def test_broken_style_is_named(folder: Path, text: str) -> None:
    (folder / "c.json").write_text(text)
    with pytest.raises(ValueError, match=r"c\.json"):
        load_styles(folder)


def test_shipped_styles_are_readable_and_distinct() -> None:
    styles = load_styles()
    assert len({style.name.casefold() for style in styles}) == len(styles) >= 5
    assert len({style.statistics for style in styles}) == len(styles)
    assert all(style.source for style in styles)
