"""Sidecars: what was decided about a photo comes back, and nothing that exists is spoiled."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest
from ccnet_samples import CONTROL_VALUES
from hypothesis import given
from hypothesis import strategies as st

from ccnet_core import atomic
from ccnet_core.adjustments import SCHEMA as ADJUSTMENTS_SCHEMA
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AbStatistics, TransferMethod
from ccnet_core.sidecar import SCHEMA, SidecarError, read_sidecar, sidecar_path, write_sidecar

_STATISTICS = AbStatistics((0.1, -0.2), (0.04, 0.01, 0.09))
_VIVID = Adjustments(saturation=1.7)
_names = st.text(
    st.characters(exclude_characters="/\\\0", exclude_categories=("Cs",)), min_size=1, max_size=9
)


@st.composite
def _references(draw: st.DrawFn) -> Reference:
    """With a path below the folder "/pictures", or none."""
    sa, sb = draw(st.floats(0, 0.5)), draw(st.floats(0, 0.5))
    mean = (draw(st.floats(-1, 1)), draw(st.floats(-1, 1)))
    statistics = AbStatistics(mean, (sa * sa, draw(st.floats(-1, 1)) * sa * sb, sb * sb))
    parts = draw(st.lists(_names.filter(lambda name: name not in {".", ".."}), max_size=3))
    path = str(Path("/pictures", *parts)) if parts else ""
    return Reference(draw(st.text()), statistics, draw(st.floats(0, 1e6)), path)


_adjustments = st.builds(
    Adjustments,
    **CONTROL_VALUES,
    references=st.lists(_references(), max_size=3).map(tuple),
    transfer=st.sampled_from(TransferMethod),
)


def _stored(photo: Path) -> dict[str, Any]:
    document = json.loads(sidecar_path(photo).read_bytes())
    assert isinstance(document, dict)
    return document


def _write(photo: Path, document: object) -> None:
    sidecar_path(photo).write_text(json.dumps(document))


def test_the_sidecar_lies_beside_the_photo_under_its_whole_name() -> None:
    assert sidecar_path(Path("pictures/night.jpg")) == Path("pictures/night.jpg.ccnet.json")
    assert sidecar_path(Path("night.png")) != sidecar_path(Path("night.jpg"))


@given(_adjustments)
def test_adjustments_survive_their_sidecar(adjustments: Adjustments) -> None:
    with TemporaryDirectory() as folder:
        photo = Path(folder) / "night.jpg"
        write_sidecar(photo, adjustments)
        assert read_sidecar(photo) == adjustments
        assert list(Path(folder).iterdir()) == [sidecar_path(photo)]


def test_a_photo_without_sidecar_has_none(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "night.jpg") is None
    assert read_sidecar(tmp_path / "no folder" / "night.jpg") is None


def test_a_photo_whose_name_leaves_no_room_has_none_and_is_told_so(tmp_path: Path) -> None:
    photo = tmp_path / ("n" * 247 + ".jpg")
    photo.touch()
    assert read_sidecar(photo) is None
    with pytest.raises(SidecarError, match="shorter name"):
        write_sidecar(photo, _VIVID)


def test_the_file_tells_its_schema(tmp_path: Path) -> None:
    photo = tmp_path / "night.jpg"
    write_sidecar(photo, _VIVID)
    stored = _stored(photo)
    assert stored["schema"] == 1, "without notes earlier versions read it"
    assert stored["adjustments"] == json.loads(_VIVID.to_json())


def test_references_are_stored_relative_and_move_with_the_folder(tmp_path: Path) -> None:
    trip = tmp_path / "trip"
    (trip / "photos").mkdir(parents=True)
    photo = trip / "photos" / "night.jpg"
    near, far = trip / "photos" / "warm.jpg", trip / "styles" / "cold.jpg"
    references = tuple(Reference(path.name, _STATISTICS, 1.0, str(path)) for path in (near, far))
    built_in = Reference("Golden hour", _STATISTICS)
    write_sidecar(photo, Adjustments(references=(*references, built_in)))
    paths = [reference["path"] for reference in _stored(photo)["adjustments"]["references"]]
    assert paths == ["warm.jpg", "../styles/cold.jpg", ""]

    moved = tmp_path / "moved"
    shutil.move(trip, moved)
    adjustments = read_sidecar(moved / "photos" / "night.jpg")
    assert adjustments is not None
    assert [reference.path for reference in adjustments.references] == [
        str(moved / "photos" / "warm.jpg"),
        str(moved / "styles" / "cold.jpg"),
        "",
    ]


def test_a_path_relative_to_the_working_folder_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "photos").mkdir()
    monkeypatch.chdir(tmp_path)
    photo = Path("photos/night.jpg")
    write_sidecar(photo, Adjustments(references=(Reference("warm", _STATISTICS, 1.0, "styles/warm.jpg"),)))
    assert _stored(photo)["adjustments"]["references"][0]["path"] == "../styles/warm.jpg"
    monkeypatch.chdir("/")
    adjustments = read_sidecar(tmp_path / photo)
    assert adjustments is not None
    assert adjustments.references[0].path == str(tmp_path / "styles" / "warm.jpg")


def test_a_reference_beside_a_linked_folder_is_found_again(tmp_path: Path) -> None:
    (tmp_path / "disk" / "photos").mkdir(parents=True)
    link, warm = tmp_path / "photos", tmp_path / "warm.jpg"
    link.symlink_to(tmp_path / "disk" / "photos")
    references = (Reference("warm", _STATISTICS, 1.0, str(warm)),)
    write_sidecar(link / "night.jpg", Adjustments(references=references))
    for folder in (link, link.resolve()):
        adjustments = read_sidecar(folder / "night.jpg")
        assert adjustments is not None
        assert adjustments.references == references


def test_a_path_that_cannot_be_relative_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_drive(*_: object) -> NoReturn:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", other_drive)
    references = (Reference("warm", _STATISTICS, 1.0, "/styles/warm.jpg"),)
    write_sidecar(tmp_path / "night.jpg", Adjustments(references=references))
    adjustments = read_sidecar(tmp_path / "night.jpg")
    assert adjustments is not None
    assert adjustments.references == references


def test_a_style_works_without_the_picture_it_came_from(tmp_path: Path) -> None:
    warm = tmp_path / "warm.jpg"
    warm.touch()
    references = (Reference("warm.jpg", _STATISTICS, 2.0, str(warm)),)
    write_sidecar(tmp_path / "night.jpg", Adjustments(references=references))
    warm.unlink()
    adjustments = read_sidecar(tmp_path / "night.jpg")
    assert adjustments is not None
    assert adjustments.active_references == references


def test_a_link_to_a_photo_shares_its_sidecar(tmp_path: Path) -> None:
    (tmp_path / "albums").mkdir()
    photo, link = tmp_path / "night.jpg", tmp_path / "albums" / "best.jpg"
    photo.touch()
    link.symlink_to(photo)
    write_sidecar(link, _VIVID)
    assert read_sidecar(photo) == _VIVID
    assert list((tmp_path / "albums").iterdir()) == [link]


_ADJUSTMENTS = json.loads(Adjustments().to_json())


@pytest.mark.parametrize(
    ("document", "of"),
    [
        ({"schema": SCHEMA + 1, "adjustments": {"tones": []}}, f"{SCHEMA + 1}"),
        (
            {"schema": SCHEMA, "adjustments": {"schema": ADJUSTMENTS_SCHEMA + 1, "tones": 1}},
            f"adjustments of schema {ADJUSTMENTS_SCHEMA + 1}",
        ),
    ],
)
def test_newer_sidecars_are_refused_with_what_to_do(tmp_path: Path, document: object, of: str) -> None:
    photo = tmp_path / "night.jpg"
    _write(photo, document)
    before = sidecar_path(photo).read_bytes()
    with pytest.raises(SidecarError) as caught:
        read_sidecar(photo)
    message = str(caught.value)
    assert message.startswith("night.jpg.ccnet.json: a newer version wrote it")
    assert of in message
    assert "Update the program" in message
    assert sidecar_path(photo).read_bytes() == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("null", "expected an object"),
        ("{}", "schema None"),
        ('{"schema": true}', "schema True"),
        ('{"schema": 0}', "schema 0"),
        (f'{{"schema": {SCHEMA}}}', "no adjustments"),
        (f'{{"schema": {SCHEMA}, "adjustments": []}}', "no adjustments"),
        (f'{{"schema": {SCHEMA}, "adjustments": {{}}}}', "adjustments of schema None"),
        (json.dumps({"schema": SCHEMA, "adjustments": _ADJUSTMENTS | {"saturation": 9}}), "saturation"),
        (json.dumps({"schema": SCHEMA, "adjustments": _ADJUSTMENTS | {"magic": 9}}), "magic"),
    ],
    ids=range(12),
)
def test_broken_sidecars_are_named_with_the_reason_and_what_to_do(
    tmp_path: Path, text: str, reason: str
) -> None:
    photo = tmp_path / "night.jpg"
    sidecar_path(photo).write_text(text)
    with pytest.raises(SidecarError) as caught:
        read_sidecar(photo)
    message = str(caught.value)
    assert message.startswith("night.jpg.ccnet.json: ")
    assert reason in message
    assert "Repair it or move it away" in message


@pytest.mark.parametrize("is_folder", [True, False])
def test_an_unreadable_sidecar_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_folder: bool
) -> None:
    if is_folder:
        sidecar_path(tmp_path / "night.jpg").mkdir()
    else:
        sidecar_path(tmp_path / "night.jpg").touch()

        def denied(*_: object) -> NoReturn:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(os, "open", denied)
    with pytest.raises(SidecarError, match=r"night\.jpg\.ccnet\.json: .*move it away"):
        read_sidecar(tmp_path / "night.jpg")


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=9,
)


@given(
    st.binary()
    | _json.map(lambda value: json.dumps(value).encode())
    | st.dictionaries(st.sampled_from(sorted(_ADJUSTMENTS)), _json).map(
        lambda changes: json.dumps({"schema": SCHEMA, "adjustments": _ADJUSTMENTS | changes}).encode()
    )
)
def test_whatever_the_file_holds_it_is_adjustments_or_an_error_in_words(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        photo = Path(folder) / "night.jpg"
        sidecar_path(photo).write_bytes(data)
        try:
            outcome: Adjustments | str | None = read_sidecar(photo)
        except SidecarError as error:
            outcome = str(error)
    assert isinstance(outcome, Adjustments) or str(outcome).startswith("night.jpg.ccnet.json: ")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_sidecar_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    photo = tmp_path / "night.jpg"
    write_sidecar(photo, _VIVID)
    with monkeypatch.context() as broken:
        broken.setattr(atomic.os, call, full)
        with pytest.raises(SidecarError, match=r"night\.jpg\.ccnet\.json: the disk is full.*Free some space"):
            write_sidecar(photo, Adjustments(saturation=0.2))
    assert read_sidecar(photo) == _VIVID
    assert list(tmp_path.iterdir()) == [sidecar_path(photo)]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EACCES, "no permission to write here. Make the folder writable"),
        (errno.EROFS, "the disk is read-only. Make the disk writable"),
        (errno.EIO, "Check the folder"),
    ],
)
def test_a_folder_that_cannot_be_written_to_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(atomic.os, "open", refuse)
    with pytest.raises(SidecarError, match=words):
        write_sidecar(tmp_path / "night.jpg", _VIVID)


def test_a_folder_in_the_sidecars_place_stays(tmp_path: Path) -> None:
    taken = sidecar_path(tmp_path / "night.jpg")
    taken.mkdir()
    with pytest.raises(SidecarError, match="Move that folder away"):
        write_sidecar(tmp_path / "night.jpg", _VIVID)
    assert list(tmp_path.iterdir()) == [taken]


def test_a_name_that_is_to_be_free_is_taken_from_nobody(tmp_path: Path) -> None:
    """Two windows that look for a number at the same time do not find the same."""
    photo, check = tmp_path / "night.jpg", []
    write_sidecar(photo, _VIVID, 2, check.append, overwrite=False)
    assert check
    assert set(check) == {None}
    with pytest.raises(SidecarError, match="already exists") as caught:
        write_sidecar(photo, Adjustments(saturation=0.5), 2, overwrite=False)
    assert isinstance(caught.value.__cause__, FileExistsError)
    assert read_sidecar(photo, 2) == _VIVID
    assert [path.name for path in tmp_path.iterdir()] == ["night.jpg.ccnet-2.json"]


@pytest.mark.parametrize("name", ["\ud800x", "\udcffx"], ids=["high", "low"])  # noqa: PT014  (they differ)
def test_half_characters_are_mended_once(tmp_path: Path, name: str) -> None:
    photo = tmp_path / "night.jpg"
    statistics = _STATISTICS.to_dict()
    references = [
        {"name": name, "path": "", "statistics": statistics},
        {"name": "a", "path": "\ud800.jpg", "statistics": statistics},
        {"name": "b", "path": "a\0b.jpg", "statistics": statistics},
    ]
    _write(photo, {"schema": SCHEMA, "adjustments": _ADJUSTMENTS | {"references": references}})
    adjustments = read_sidecar(photo)
    assert adjustments is not None
    assert [reference.name for reference in adjustments.references] == [
        "\N{REPLACEMENT CHARACTER}x",
        "a",
        "b",
    ]
    assert {reference.path for reference in adjustments.references} == {""}
    adjustments.references[0].name.encode()
    write_sidecar(photo, adjustments)
    assert read_sidecar(photo) == adjustments


@pytest.mark.parametrize("host", ["//host/share", "//HOST/share/.."])
def test_a_reference_on_another_machine_is_kept_and_the_machine_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    photo = tmp_path / "night.jpg"
    reference = {"name": "warm", "path": f"{host}/warm.jpg", "statistics": _STATISTICS.to_dict()}
    _write(photo, {"schema": SCHEMA, "adjustments": _ADJUSTMENTS | {"references": [reference]}})
    asked: list[str] = []
    for call in ("stat", "lstat", "open", "readlink"):
        real = getattr(os, call)

        def watched(path: object, *rest: Any, real: Any = real, **named: Any) -> Any:
            if "host" in str(path).lower():
                asked.append(str(path))
            return real(path, *rest, **named)

        monkeypatch.setattr(os, call, watched)
    adjustments = read_sidecar(photo)
    assert adjustments is not None
    write_sidecar(photo, adjustments)
    assert asked == []
    again = read_sidecar(photo)
    assert again == adjustments
    assert "warm.jpg" in adjustments.references[0].path
