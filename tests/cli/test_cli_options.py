"""Options that several commands share."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.cli.options import add_adjustment_options, read_adjustments
from ccnet_core.colour import AbStatistics
from ccnet_core.engine.style import PictureStyle
from ccnet_core.geometry import Crop
from ccnet_core.photo import Photo, PhotoError
from ccnet_core.presets import Preset, PresetFolder, saved_presets, write_preset
from ccnet_core.sidecar import sidecar_path, write_sidecar

_REFERENCE = Reference('"adjustments" and "name"', AbStatistics((0.1, 0.2), (0.02, 0.005, 0.03)))
_ADJUSTMENTS = Adjustments(saturation=1.4, references=(_REFERENCE,))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def read(preset: str | Path) -> Adjustments:
    def unused(_: Photo, __: Crop) -> PictureStyle:
        raise AssertionError

    parser = argparse.ArgumentParser()
    add_adjustment_options(parser)
    return read_adjustments(parser.parse_args(["--preset", str(preset)]), unused)


def told(preset: str | Path) -> str:
    with pytest.raises(PhotoError) as caught:
        read(preset)
    return str(caught.value)


def test_adjustments_alone_are_taken_whatever_their_references_are_called() -> None:
    for name in ("adjustments", "name", '"adjustments" and "name"'):
        adjustments = replace(_ADJUSTMENTS, references=(replace(_REFERENCE, name=name),))
        Path("a.json").write_text(adjustments.to_json())
        assert read("a.json") == adjustments


def test_the_file_of_a_preset_and_that_of_a_photo_are_taken() -> None:
    write_preset(Path("warm.json"), Preset("Warm", _ADJUSTMENTS), overwrite=False)
    write_sidecar(Path("night.jpg"), _ADJUSTMENTS)
    assert read("warm.json") == read(sidecar_path(Path("night.jpg"))) == _ADJUSTMENTS


@pytest.mark.parametrize("name", ["Warm", "Warm / evening//", "w" * 60, "."])
def test_a_saved_preset_is_found_by_its_name_beside_a_folder_called_alike(name: str) -> None:
    PresetFolder(saved_presets()).save(Preset(name, _ADJUSTMENTS))
    assert read(name) == _ADJUSTMENTS
    Path("Warm").mkdir()
    assert read(name) == read(name.swapcase()) == _ADJUSTMENTS


@pytest.mark.parametrize("name", ["absent", "n" * 300, "folder", "file/absent"])
def test_a_name_of_nothing_is_told(name: str) -> None:
    Path("folder").mkdir()
    Path("file").touch()
    problem = "there is no such file and no saved preset of this name"
    assert told(name) == f"{Path(name).name}: {problem}. Check the name."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xfe\xff", "it holds no adjustments"),
        (b"[" * 100_000, "it holds no adjustments"),
        (b"[]", "it holds no adjustments (not adjustments: expected an object)"),
        (
            json.dumps({"schema": 1, "contrast": 1}).encode(),
            "it holds no adjustments (not adjustments: unknown entries contrast)",
        ),
        (
            json.dumps({"schema": 1, "adjustments": {"schema": 1, "contrast": 1}}).encode(),
            "it holds no adjustments that can be read (not adjustments: unknown entries contrast)",
        ),
        (b'{"schema": 1, "name": 3, "adjustments": {}}', "it holds no preset that can be read"),
        (b'{"schema": 2, "name": "x", "adjustments": {}}', "a newer version wrote it"),
    ],
    ids=range(7),
)
def test_a_file_of_something_else_is_told(content: bytes, problem: str) -> None:
    Path("a.json").write_bytes(content)
    assert told("a.json").startswith(f"a.json: {problem}")
