"""What photos look like, kept from one start of the program to the next."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from window_fixtures import Network
from window_helpers import TIMEOUT, open_and_wait

from app.filmstrip import developed as developed_module
from app.filmstrip.developed import DevelopedPictures, developed_folder
from app.filmstrip.filmstrip import EDITED_ROLE, THUMBNAIL_ROLE, Filmstrip
from app.filmstrip.thumbnails import Thumbnail
from app.window.window import MainWindow
from app.worker.cache import FileVersion
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour import AbStatistics
from ccnet_core.engine import Engine

Maker = Callable[..., Path]
_WARM = Reference("warm", AbStatistics((0.1, 0.2), (0.01, 0.0, 0.01)), path="/pictures/warm.jpg")


def picture(color: Qt.GlobalColor = Qt.GlobalColor.red) -> QImage:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(color)
    return image


def is_red(image: QImage | None) -> bool:
    return image is not None and image.size() == picture().size() and image.pixelColor(20, 15).red() > 240


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"a photo")
    return path


@pytest.fixture
def pictures(tmp_path: Path) -> DevelopedPictures:
    return DevelopedPictures(tmp_path / "cache" / "developed")


def version(path: Path) -> FileVersion:
    found = FileVersion.of(path)
    assert found is not None
    return found


def test_what_is_kept_is_found_for_the_same_adjustments_alone(
    pictures: DevelopedPictures, photo: Path
) -> None:
    edited = Adjustments(saturation=1.5, references=(_WARM,))
    assert pictures.find(version(photo), edited) is None
    pictures.keep(version(photo), edited, picture())
    assert is_red(pictures.find(version(photo), edited))
    moved = replace(edited, references=(replace(_WARM, path="/elsewhere/warm.jpg"),))
    assert is_red(pictures.find(version(photo), moved))
    assert pictures.find(version(photo), Adjustments()) is None


def test_a_photo_is_known_by_all_its_names_until_it_changes(pictures: DevelopedPictures, photo: Path) -> None:
    pictures.keep(version(photo), Adjustments(), picture())
    link = photo.with_name("link.jpg")
    link.symlink_to(photo)
    assert is_red(pictures.find(version(link), Adjustments()))
    photo.write_bytes(b"another photo")
    assert pictures.find(version(photo), Adjustments()) is None


def test_what_other_weights_or_another_version_rendered_is_out_of_date(
    pictures: DevelopedPictures, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures.keep(version(photo), Adjustments(), picture())
    pictures.weights = tmp_path / "others.safetensors"
    pictures.weights.write_bytes(b"weights")
    assert pictures.find(version(photo), Adjustments()) is None
    pictures.keep(version(photo), Adjustments(), picture())
    assert is_red(pictures.find(version(photo), Adjustments()))
    pictures.weights.write_bytes(b"new weights")
    assert pictures.find(version(photo), Adjustments()) is None
    pictures.weights = None
    assert is_red(pictures.find(version(photo), Adjustments()))
    monkeypatch.setattr(developed_module, "RENDERING", 0)
    assert pictures.find(version(photo), Adjustments()) is None


def test_what_was_looked_at_last_stays(
    pictures: DevelopedPictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(developed_module, "KEPT", 2)
    folder = tmp_path / "cache" / "developed"
    (folder / "a folder.jpg.d").mkdir(parents=True)
    photos = [tmp_path / f"{name}.jpg" for name in "abc"]
    for photo in photos:
        photo.write_bytes(photo.name.encode())
        pictures.keep(version(photo), Adjustments(), picture())
        for file in folder.glob("*.jpg"):
            os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 60))
        assert is_red(pictures.find(version(photos[0]), Adjustments()))
    assert [is_red(pictures.find(version(photo), Adjustments())) for photo in photos] == [True, False, True]


def test_what_cannot_be_kept_or_read_is_made_anew(tmp_path: Path, photo: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    nowhere = DevelopedPictures(in_the_way / "developed")
    nowhere.keep(version(photo), Adjustments(), picture())
    assert nowhere.find(version(photo), Adjustments()) is None
    folder = tmp_path / "developed"
    broken = DevelopedPictures(folder)
    broken.keep(version(photo), Adjustments(), picture())
    (file,) = folder.iterdir()
    file.write_bytes(b"no picture")
    assert broken.find(version(photo), Adjustments()) is None


def _tile(strip: Filmstrip, row: int) -> Thumbnail | None:
    tile: Thumbnail | None = strip.item(row).data(THUMBNAIL_ROLE)
    return tile


def _light(tile: Thumbnail | None) -> int:
    assert tile is not None
    assert tile.picture is not None
    return QColor(tile.picture.pixelColor(tile.picture.width() // 2, tile.picture.height() // 2)).lightness()


def test_after_a_restart_photos_are_shown_as_they_were_developed(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    make_photo: Maker,
    qtbot: QtBot,
) -> None:
    first, second = make_photo("first.png"), make_photo("second.png")
    window = make_window(network.load)
    window.filmstrip.add([first, second])
    open_and_wait(window, first, qtbot)
    qtbot.waitUntil(lambda: _tile(window.filmstrip, 1) is not None, timeout=TIMEOUT)
    dim = _light(_tile(window.filmstrip, 0))
    bright = Adjustments(exposure=2.0)
    with qtbot.waitSignal(
        window.studio.rendered,
        timeout=TIMEOUT,
        check_params_cb=lambda r: r.exact and r.adjustments == bright,
    ):
        window.studio.document.change(bright, "Exposure")
    window.close()
    assert len(list(developed_folder().iterdir())) == 1

    again = make_window(network.load)
    again.filmstrip.add([second, first])
    qtbot.waitUntil(lambda: _tile(again.filmstrip, 1) is not None, timeout=TIMEOUT)
    assert _light(_tile(again.filmstrip, 1)) > dim + 40
    assert again.filmstrip.item(1).data(EDITED_ROLE)
    before = _tile(again.filmstrip, 1)
    os.utime(first, (0, 0))
    again.filmstrip.look_again(first)
    qtbot.waitUntil(lambda: _tile(again.filmstrip, 1) is not before, timeout=TIMEOUT)
    assert _light(_tile(again.filmstrip, 1)) == dim


def test_what_is_left_is_kept_before_the_window_closes(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    open_and_wait(window, make_photo("first.png"), qtbot)
    assert not developed_folder().exists()
    open_and_wait(window, make_photo("second.png"), qtbot)
    qtbot.waitUntil(lambda: developed_folder().exists() and len(list(developed_folder().iterdir())) == 1)


def test_what_a_file_looked_like_is_not_kept_for_what_has_replaced_it(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    photo = make_photo("first.png")
    open_and_wait(window, photo, qtbot)
    opened = version(photo)
    make_photo("brighter.png", top=0.9).replace(photo)
    window.close()
    pictures = DevelopedPictures(developed_folder())
    assert pictures.find(version(photo), Adjustments()) is None
    assert pictures.find(opened, Adjustments()) is not None


def test_a_file_that_cannot_be_read_any_more_is_marked_when_it_is_opened(
    make_window: Callable[[Callable[[], Engine]], MainWindow],
    network: Network,
    make_photo: Maker,
    qtbot: QtBot,
) -> None:
    first, second = make_photo("first.png"), make_photo("second.png")
    window = make_window(network.load)
    open_and_wait(window, first, qtbot)
    before = first.stat()
    window.close()
    # It is damaged, with the size and the time that it had.
    first.write_bytes(b"x" * before.st_size)
    os.utime(first, ns=(before.st_atime_ns, before.st_mtime_ns))
    again = make_window(network.load)
    again.filmstrip.add([first])
    open_and_wait(again, second, qtbot)
    qtbot.waitUntil(lambda: _tile(again.filmstrip, 0) is not None, timeout=TIMEOUT)
    tile = _tile(again.filmstrip, 0)
    assert tile is not None
    assert tile.problem == ""
    again.open_photo(first)
    qtbot.waitUntil(lambda: bool(getattr(_tile(again.filmstrip, 0), "problem", "")), timeout=TIMEOUT)
