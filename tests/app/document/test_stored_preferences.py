from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings

from app.document.preferences import (
    BIT_DEPTHS,
    FORMAT_CHOICES,
    LANGUAGES,
    MEMORY_RANGE,
    PREVIEW_SIZES,
    THEMES,
    Preferences,
    read_preferences,
    write_preferences,
)
from ccnet_core.photo import Photo

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
PREFERENCES = st.builds(
    Preferences,
    device=st.sampled_from(["auto", "cpu", "cuda", "cuda:0", "cuda:11"]),
    threads=st.integers(0, 1024),
    preview_megapixels=st.sampled_from(PREVIEW_SIZES),
    memory_megabytes=st.integers(*MEMORY_RANGE),
    language=st.sampled_from(LANGUAGES),
    theme=st.sampled_from(THEMES),
    export_format=st.sampled_from(FORMAT_CHOICES),
    export_quality=st.integers(1, 100),
    export_bit_depth=st.sampled_from(BIT_DEPTHS),
    weights=st.none() | NAMES.map(Path),
)
STORED = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers(-(2**31), 2**31 - 1)
    | st.floats()
    | st.booleans()
    | st.lists(st.text(string.ascii_letters))
    | st.binary().map(QByteArray)
)
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def open_file(folder: Path) -> QSettings:
    return QSettings(str(folder / "preferences.ini"), QSettings.Format.IniFormat)


@SHARED
@given(preferences=PREFERENCES)
def test_what_is_written_is_read_by_the_next_start(preferences: Preferences, tmp_path: Path) -> None:
    write_preferences(open_file(tmp_path), preferences)
    assert read_preferences(open_file(tmp_path)) == preferences


@SHARED
@given(name=st.sampled_from(list(Preferences.__slots__)), stored=STORED)
def test_a_broken_value_gives_way_to_the_default_and_spoils_no_other(
    name: str, stored: object, tmp_path: Path
) -> None:
    file = open_file(tmp_path)
    file.clear()
    other = "memory_megabytes" if name != "memory_megabytes" else "threads"
    file.setValue(f"preferences/{other}", "512")
    file.setValue(f"preferences/{name}", stored)
    file.sync()
    read = read_preferences(open_file(tmp_path))
    assert getattr(read, other) == 512
    # Whatever was read can be in force: the value checks itself.
    assert replace(read) == read


@SHARED
@given(garbage=st.binary(max_size=400))
def test_a_corrupted_file_starts_with_usable_preferences(garbage: bytes, tmp_path: Path) -> None:
    (tmp_path / "preferences.ini").write_bytes(b"[preferences]\ndevice=" + garbage)
    read = read_preferences(open_file(tmp_path))
    assert replace(read) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("device", "toaster"),
        ("device", "cuda:-1"),
        ("threads", -1),
        ("preview_megapixels", 3.0),
        ("memory_megabytes", 0),
        ("language", "xx"),
        ("theme", "pink"),
        ("export_format", "gif"),
        ("export_quality", 101),
        ("export_bit_depth", 12),
        ("weights", Path("a\0b")),
    ],
)
def test_unknown_values_are_not_held(name: str, value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the kind is the contract)
        Preferences(**{name: value})  # type: ignore[arg-type]


def test_defaults_are_not_stored_so_that_later_defaults_apply(tmp_path: Path) -> None:
    write_preferences(open_file(tmp_path), Preferences(threads=3))
    file = open_file(tmp_path)
    assert file.allKeys() == ["preferences/threads"]
    write_preferences(file, Preferences())
    assert open_file(tmp_path).allKeys() == []


def test_exports_begin_as_preferred_and_lose_no_transparency() -> None:
    pixels = np.zeros((4, 5, 3), np.uint16)
    deep = Photo(pixels, path=Path("night.tif"))
    clear = replace(deep, alpha=np.zeros((4, 5), np.uint16))
    jpeg = Preferences(export_format="jpeg", export_quality=70, export_bit_depth=16)
    assert (jpeg.export_options(deep).format, jpeg.export_options(deep).bit_depth) == ("jpeg", 8)
    assert jpeg.export_options(deep).quality == 70
    assert jpeg.export_options(clear).format != "jpeg"
    assert Preferences().export_options(deep).bit_depth == 16
    assert Preferences(export_format="png", export_bit_depth=8).export_options(deep).bit_depth == 8
