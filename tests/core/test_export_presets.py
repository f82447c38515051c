"""Export presets: kept, found, and never written over where they cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccnet_core.export_presets import MOST, ExportPreset, ExportPresets
from ccnet_core.photo import ExportOptions, PhotoError

_WEB = ExportPreset("Web", ExportOptions("jpeg", 80, long_side=2048, keep_metadata=False, sharpen="low"))
_PRINT = ExportPreset("Print", ExportOptions("tiff", bit_depth=16, profile="adobe-rgb", overwrite=True))


def test_presets_are_kept_by_name_and_replace_no_files(tmp_path: Path) -> None:
    presets = ExportPresets(tmp_path / "new" / "exports.json")
    assert presets.all() == ()
    for preset in (_WEB, _PRINT):
        presets.save(preset)
    again = ExportPresets(presets.file)
    assert again.all() == (_PRINT, _WEB)
    assert not again.find("Print").options.overwrite
    again.save(ExportPreset("Web", ExportOptions(None, bit_depth=None)))
    assert presets.find("Web").options.format is None
    presets.delete("Print")
    assert [preset.name for preset in again.all()] == ["Web"]
    with pytest.raises(PhotoError, match=r"no export preset 'Print'\. Choose one of 'Web'"):
        again.find("Print")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"schema": 2, "presets": []}',
        '{"schema": 1, "presets": [{"name": "A", "options": {"magic": 1}}]}',
        '{"schema": 1, "presets": [{"name": "A", "options": {"quality": 900}}]}',
        '{"schema": 1, "presets": [{"name": "A", "options": {"long_side": 9.5}}]}',
        '{"schema": 1, "presets": [{"name": "", "options": {}}]}',
    ],
    ids=range(7),
)
def test_a_broken_file_is_named_and_stays(tmp_path: Path, text: str) -> None:
    presets = ExportPresets(tmp_path / "exports.json")
    presets.file.write_text(text)
    for act in (presets.all, lambda: presets.save(_WEB), lambda: presets.delete("Web")):
        with pytest.raises(PhotoError, match=r"exports\.json: .*Repair it or move it away"):
            act()
    assert presets.file.read_text() == text


def test_there_are_not_too_many(tmp_path: Path) -> None:
    presets = ExportPresets(tmp_path / "exports.json")
    for number in range(MOST):
        presets.save(ExportPreset(f"P{number}", ExportOptions()))
    with pytest.raises(PhotoError, match=r"at most\. Delete some"):
        presets.save(_WEB)
    assert len(presets.all()) == MOST
