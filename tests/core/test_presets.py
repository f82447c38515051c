"""Presets: a name and adjustments in a file, and a folder of them in which nothing is lost."""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core import atomic
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AbStatistics
from ccnet_core.names import LONGEST_NAME, tidy_name
from ccnet_core.presets import (
    SCHEMA,
    SUFFIX,
    Preset,
    PresetError,
    PresetFolder,
    preset_file_name,
    read_preset,
    saved_presets,
    shared,
    write_preset,
)

_STATISTICS = AbStatistics((0.1, -0.2), (0.04, 0.01, 0.09))
_names = st.text(min_size=1).map(tidy_name).filter(bool)


@given(st.text())
def test_a_tidy_name_is_one_visible_line_and_stays_as_it_is(text: str) -> None:
    name = tidy_name(text)
    assert tidy_name(name) == name
    assert len(name) <= LONGEST_NAME
    assert name == name.strip()
    assert not name or name.isprintable()


@given(_names, _names)
def test_file_names_are_valid_everywhere_and_differ_as_the_names_do(one: str, other: str) -> None:
    files = [preset_file_name(name) for name in (one, other)]
    for file in files:
        assert Path(file).name == file
        assert not set(file) & set('/\\:*?"<>|')
        assert len(file.encode()) <= 255
        assert not file.startswith(".")
    assert (files[0] == files[1]) == (one == other)


@pytest.mark.parametrize("name", ["con", "NUL", "com1.x", "..", "a/b", "../../etc/passwd", "%2F"])
def test_names_that_mean_something_to_a_system_are_written_otherwise(name: str) -> None:
    file = preset_file_name(name)
    assert file != name + SUFFIX
    assert "/" not in file


@given(_names, st.floats(0, 3), st.floats(-2, 2))
def test_a_preset_comes_back_equal(name: str, saturation: float, exposure: float) -> None:
    preset = Preset(name, Adjustments(saturation=saturation, exposure=exposure))
    with TemporaryDirectory() as folder:
        path = Path(folder) / preset_file_name(name)
        write_preset(path, preset, overwrite=False)
        assert read_preset(path) == preset


def test_what_is_given_away_tells_no_folders_and_shows_no_pictures(tmp_path: Path) -> None:
    picture = Reference("cafe", _STATISTICS, 2.0, "/home/somebody/private/cafe.jpg", b"somebody")
    preset = Preset("Cafe", Adjustments(references=(picture,)))
    path = tmp_path / "cafe.ccnet-preset.json"
    write_preset(path, shared(preset), overwrite=False)
    assert "private" not in path.read_text()
    (reference,) = read_preset(path).adjustments.references
    assert (reference.statistics, reference.weight) == (_STATISTICS, 2.0)
    assert reference.thumbnail == b""
    assert reference.path == str(tmp_path.resolve() / "cafe.jpg")


_GOOD: dict[str, Any] = {"schema": SCHEMA, "name": "x", "adjustments": json.loads(Adjustments().to_json())}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "expected an object"),
        (b" " * 4_000_001, "too large"),
        ({**_GOOD, "schema": SCHEMA + 1}, "Update the program"),
        ({**_GOOD, "schema": "1"}, "schema 1"),
        ({**_GOOD, "name": "  "}, "no name"),
        ({**_GOOD, "name": 3}, "expected a name"),
        ({**_GOOD, "adjustments": None}, "expected a name and adjustments"),
        ({**_GOOD, "adjustments": {"schema": 99}}, "Update the program"),
        ({**_GOOD, "adjustments": {"schema": 1, "saturation": 9}}, "saturation must lie"),
        ({**_GOOD, "adjustments": {"schema": 1, "sepia": 1}}, "sepia"),
    ],
)
def test_a_broken_or_newer_file_is_told_by_its_name(tmp_path: Path, document: Any, told: str) -> None:
    path = tmp_path / ("bad" + SUFFIX)
    path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
    with pytest.raises(PresetError) as caught:
        read_preset(path)
    assert str(caught.value).startswith(path.name + ": ")
    assert told in str(caught.value)


def test_a_folder_keeps_renames_and_deletes(tmp_path: Path) -> None:
    folder = PresetFolder(tmp_path / "made" / "presets")
    assert folder.load() == []
    folder.save(Preset("Warm", Adjustments(saturation=1.2)))
    folder.save(Preset("Cold", Adjustments(saturation=0.5)))
    folder.save(Preset("Warm", Adjustments(saturation=1.4)))
    folder.rename("Cold", "Colder")
    folder.rename("Colder", "COLDER")
    with pytest.raises(ValueError, match="taken"):
        folder.rename("Warm", "Colder")
    again = PresetFolder(folder.folder)
    assert again.load() == []
    assert again.presets == folder.presets
    assert [(p.name, p.adjustments.saturation) for p in again.presets] == [("COLDER", 0.5), ("Warm", 1.4)]
    again.delete("colder")
    assert len(list(folder.folder.iterdir())) == 1


def test_what_comes_in_never_replaces_another(tmp_path: Path) -> None:
    folder = PresetFolder(tmp_path)
    mine, theirs = Preset("Warm", Adjustments(saturation=1.2)), Preset("Warm", Adjustments(saturation=2.0))
    folder.save(mine)
    assert folder.add(mine) == mine
    assert folder.add(theirs).name == "Warm 2"
    assert [p.adjustments.saturation for p in folder.presets] == [1.2, 2.0]


def test_what_another_window_made_of_a_preset_is_not_replaced(tmp_path: Path) -> None:
    """Each has read the same; the other's is kept under another name, in either."""
    first, second = PresetFolder(tmp_path), PresetFolder(tmp_path)
    first.save(Preset("Warm", Adjustments(saturation=1.1)))
    second.load()
    first.save(Preset("Warm", Adjustments(saturation=1.2)))
    second.save(Preset("Warm", Adjustments(saturation=1.3)))
    kept = {"Warm": 1.3, "Warm 2": 1.2}
    assert {preset.name: preset.adjustments.saturation for preset in second.presets} == kept
    again = PresetFolder(tmp_path)
    assert again.load() == []
    assert {preset.name: preset.adjustments.saturation for preset in again.presets} == kept
    # What nobody else changed is replaced as before, and what is gone is made anew.
    second.save(Preset("Warm", Adjustments(saturation=1.4)))
    assert len(list(tmp_path.iterdir())) == 2
    for path in tmp_path.iterdir():
        path.unlink()
    second.save(Preset("Warm", Adjustments(saturation=1.5)))
    assert [path.name for path in tmp_path.iterdir()] == ["Warm-2" + SUFFIX]


def test_a_rename_takes_nothing_of_another_window_away(tmp_path: Path) -> None:
    first, second = PresetFolder(tmp_path), PresetFolder(tmp_path)
    first.save(Preset("Warm", Adjustments(saturation=1.1)))
    second.load()
    first.save(Preset("Warm", Adjustments(saturation=1.2)))
    second.rename("Warm", "Hot")
    assert [preset.name for preset in second.presets] == ["Hot"]
    again = PresetFolder(tmp_path)
    again.load()
    assert {preset.name: preset.adjustments.saturation for preset in again.presets} == {
        "Hot": 1.1,
        "Warm": 1.2,
    }


def test_a_file_that_cannot_be_read_is_never_written_over(tmp_path: Path) -> None:
    broken = tmp_path / preset_file_name("Warm")
    broken.write_text("precious")
    folder = PresetFolder(tmp_path)
    assert [error.path for error in folder.load()] == [broken]
    folder.save(Preset("Warm", Adjustments(saturation=1.2)))
    assert broken.read_text() == "precious"
    again = PresetFolder(tmp_path)
    again.load()
    assert [preset.name for preset in again.presets] == ["Warm"]


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = PresetFolder(tmp_path)
    folder.save(Preset("Warm", Adjustments(saturation=1.2)))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def refuse(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic.os, "replace", refuse)
    for act in (
        lambda: folder.save(Preset("Warm", Adjustments(saturation=2.0))),
        lambda: folder.save(Preset("New", Adjustments())),
        lambda: folder.rename("Warm", "Hot"),
    ):
        with pytest.raises(PresetError, match="disk is full"):
            act()
    assert [(p.name, p.adjustments.saturation) for p in folder.presets] == [("Warm", 1.2)]
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there the folder is another")
@pytest.mark.parametrize("data", ["", "relative", None])
def test_presets_are_in_the_home_folder_unless_an_absolute_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    ending = Path("CCNet Studio") / "CCNet Studio" / "presets"
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if data is not None:
        monkeypatch.setenv("XDG_DATA_HOME", data)
    assert saved_presets() == tmp_path / ".local" / "share" / ending
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert saved_presets() == tmp_path / "data" / ending


def test_a_rename_that_cannot_be_finished_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = PresetFolder(tmp_path)
    folder.save(Preset("Warm", Adjustments(saturation=1.2)))
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == preset_file_name("Warm"):
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(
        PresetError, match=r"it could not be deleted .Permission denied.*Make it and its folder"
    ):
        folder.rename("Warm", "Hot")
    assert [preset.name for preset in folder.presets] == ["Warm"]
    assert [path.name for path in tmp_path.iterdir()] == [preset_file_name("Warm")]
