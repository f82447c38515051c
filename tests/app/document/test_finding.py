"""What was decided about a photo is found where the photo is read; nothing newer is lost to that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ccnet_samples import colour_ramp
from pytestqt.qtbot import QtBot

from app.document.autosave import Autosave
from app.document.document import Document
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import Photo
from ccnet_core.sidecar import sidecar_path, write_sidecar

VIVID, GREY = Adjustments(saturation=2), Adjustments(saturation=0)


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    return Document()


@pytest.fixture
def autosave(document: Document) -> Iterator[Autosave]:
    autosave = Autosave(document)
    yield autosave
    autosave.flush()
    autosave.stop()


def photo(path: Path | None) -> Photo:
    return Photo(colour_ramp(4, 4), path=path)


def test_what_the_sidecar_holds_is_found(autosave: Autosave, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    assert autosave.finder(path)().decided == Adjustments()
    write_sidecar(path, VIVID)
    found = autosave.finder(path)()
    assert found.decided == VIVID
    assert autosave.begin(photo(path), found) == VIVID


def test_what_is_decided_while_the_same_photo_is_read_again_is_newer(
    document: Document, autosave: Autosave, tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    document.open(1, photo(path), autosave.begin(photo(path), autosave.finder(path)()))
    found = autosave.finder(path)()
    document.change(GREY, "grey")
    autosave.flush()
    document.change(VIVID, "vivid")
    assert autosave.begin(photo(path), found) == VIVID


def test_what_was_saved_before_the_photo_was_asked_for_is_older_than_what_another_program_wrote(
    document: Document, autosave: Autosave, tmp_path: Path
) -> None:
    path, other = tmp_path / "a.jpg", tmp_path / "b.jpg"
    document.open(1, photo(path), autosave.begin(photo(path), autosave.finder(path)()))
    document.change(GREY, "grey")
    autosave.flush()
    document.open(2, photo(other), autosave.begin(photo(other), autosave.finder(other)()))
    write_sidecar(path, VIVID)
    found = autosave.finder(path)()
    assert found.decided == VIVID
    assert autosave.begin(photo(path), found) == VIVID


def test_what_cannot_be_saved_is_shown_instead_of_the_sidecar(
    document: Document, autosave: Autosave, tmp_path: Path
) -> None:
    path, other = tmp_path / "a.jpg", tmp_path / "b.jpg"
    sidecar_path(path).mkdir()
    told: list[str] = []
    autosave.unreadable.connect(told.append)
    document.open(1, photo(path), autosave.begin(photo(path), autosave.finder(path)()))
    assert len(told) == 1
    document.change(GREY, "grey")
    document.open(2, photo(other), autosave.begin(photo(other), autosave.finder(other)()))
    found = autosave.finder(path)()
    assert found.error is not None
    assert found.decided == GREY
    assert autosave.begin(photo(path), found) == GREY


def test_a_pasted_picture_comes_back_as_it_was_left(document: Document, autosave: Autosave) -> None:
    pasted = photo(None)
    document.open(1, pasted, autosave.begin(pasted, autosave.finder(pasted)()))
    document.change(VIVID, "vivid")
    other = photo(None)
    document.open(2, other, autosave.begin(other, autosave.finder(other)()))
    found = autosave.finder(pasted)()
    assert found.decided == VIVID
    assert autosave.begin(pasted, found) == VIVID
