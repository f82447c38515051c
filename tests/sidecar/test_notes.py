"""Flags and snapshots: kept beside the adjustments, neither at the cost of the other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ccnet_core import atomic
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AbStatistics
from ccnet_core.sidecar import (
    MOST_SNAPSHOTS,
    SCHEMA,
    Notes,
    SidecarError,
    Snapshot,
    change_notes,
    read_sidecar,
    read_whole_sidecar,
    sidecar_path,
    write_sidecar,
)

_VIVID = Adjustments(saturation=1.7)


def flag(notes: Notes) -> Notes:
    return replace(notes, flagged=True)


def with_snapshot(name: str, adjustments: Adjustments) -> Any:
    return lambda notes: replace(notes, snapshots=(*notes.snapshots, Snapshot(name, adjustments)))


def notes_of(photo: Path) -> Notes:
    whole = read_whole_sidecar(photo)
    assert whole is not None
    return whole.notes


def test_notes_and_adjustments_are_written_apart_and_stay_together(tmp_path: Path) -> None:
    photo = tmp_path / "night.jpg"
    assert change_notes(photo, flag) == Notes(flagged=True)
    assert read_sidecar(photo) == Adjustments()
    write_sidecar(photo, _VIVID)
    picture = Reference("warm", AbStatistics((0.1, 0), (0.04, 0, 0.09)), path=str(tmp_path / "warm.jpg"))
    warm = Adjustments(temperature=0.4, references=(picture,))
    change_notes(photo, with_snapshot("Warm", warm))
    write_sidecar(photo, replace(_VIVID, exposure=1.0))
    assert notes_of(photo) == Notes(flagged=True, snapshots=(Snapshot("Warm", warm),))
    assert read_sidecar(photo) == replace(_VIVID, exposure=1.0)
    stored = json.loads(sidecar_path(photo).read_bytes())
    assert stored["schema"] == SCHEMA
    assert stored["snapshots"][0]["adjustments"]["references"][0]["path"] == "warm.jpg"
    change_notes(photo, lambda _: Notes())
    assert json.loads(sidecar_path(photo).read_bytes())["schema"] == 1, "earlier versions read it again"


def test_what_others_write_at_the_same_moment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = tmp_path / "night.jpg"
    write_sidecar(photo, _VIVID)
    fsync, others = atomic.os.fsync, [lambda: change_notes(photo, flag), lambda: write_sidecar(photo, _VIVID)]

    def sync(handle: int) -> None:
        fsync(handle)
        if others:
            others.pop()()

    monkeypatch.setattr(atomic.os, "fsync", sync)
    assert change_notes(photo, with_snapshot("Mine", _VIVID)).find("Mine") is not None
    others.append(lambda: change_notes(photo, with_snapshot("Theirs", _VIVID)))
    write_sidecar(photo, replace(_VIVID, exposure=-1))
    assert read_sidecar(photo) == replace(_VIVID, exposure=-1)
    notes = notes_of(photo)
    assert notes.flagged
    assert [snapshot.name for snapshot in notes.snapshots] == ["Mine", "Theirs"]


def test_there_are_not_too_many_snapshots_and_each_has_a_name_of_its_own(tmp_path: Path) -> None:
    many = tuple(Snapshot(f"S{number}", _VIVID) for number in range(MOST_SNAPSHOTS))
    photo = tmp_path / "night.jpg"
    change_notes(photo, lambda _: Notes(snapshots=many))
    for name, reason in (("One more", "at most"), ("S1", "at most")):
        with pytest.raises(ValueError, match=reason):
            change_notes(photo, with_snapshot(name, _VIVID))
    with pytest.raises(ValueError, match="same name"):
        Notes(snapshots=(many[0], many[0]))
    with pytest.raises(ValueError, match="no name"):
        Snapshot(" ", _VIVID)
    assert notes_of(photo).snapshots == many


_STORED = json.loads(_VIVID.to_json())


@pytest.mark.parametrize(
    "entries",
    [
        {"flagged": 1},
        {"snapshots": {}},
        {"snapshots": [3]},
        {"snapshots": [{"name": "A"}]},
        {"snapshots": [{"name": "", "adjustments": _STORED}]},
        {"snapshots": [{"name": "A", "adjustments": {**_STORED, "magic": 1}}]},
        {"snapshots": [{"name": "A", "adjustments": _STORED}] * 2},
        {"snapshots": [{"name": str(n), "adjustments": _STORED} for n in range(MOST_SNAPSHOTS + 1)]},
    ],
    ids=range(8),
)
def test_broken_notes_are_named_and_never_written_over(tmp_path: Path, entries: dict[str, object]) -> None:
    photo = tmp_path / "night.jpg"
    sidecar_path(photo).write_text(json.dumps({"schema": SCHEMA, "adjustments": _STORED, **entries}))
    before = sidecar_path(photo).read_bytes()
    for act in (read_sidecar, lambda photo: change_notes(photo, flag)):
        with pytest.raises(SidecarError, match=r"night\.jpg\.ccnet\.json: .*Repair it"):
            act(photo)
    assert sidecar_path(photo).read_bytes() == before
