"""The open photo follows its file, which other programs may write; and what a file is is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from ccnet_samples import colour_ramp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, open_and_wait

from app.dialogs.export import ExportDialog
from app.window.window import MainWindow
from ccnet_core.photo import ExportOptions, Photo, default_export_path, save_photo
from ccnet_core.photo.formats import EXPORT_FORMATS

Maker = Callable[..., Path]


def write_in_place(path: Path, pixels: np.ndarray) -> None:
    other = path.with_name("other.png")
    save_photo(other, pixels, ExportOptions("png"))
    path.write_bytes(other.read_bytes())
    other.unlink()


def take_its_place(path: Path, pixels: np.ndarray) -> None:
    save_photo(path.with_name("other.png"), pixels, ExportOptions("png"))
    os.replace(path.with_name("other.png"), path)  # noqa: PTH105 - as other programs do


@pytest.mark.parametrize("write", [write_in_place, take_its_place])
def test_a_photo_that_another_program_writes_is_read_anew_and_keeps_what_is_decided(
    opened: MainWindow, qtbot: QtBot, write: Callable[[Path, np.ndarray], None]
) -> None:
    studio, document = opened.studio, opened.studio.document
    opened.panel.sliders["saturation"].box.setValue(140)
    decided, before = document.adjustments, document.photo
    assert before is not None
    assert before.path is not None
    for height, width in ((70, 50), (60, 80)):
        with qtbot.waitSignals([studio.opened, studio.brightened], timeout=TIMEOUT):
            write(before.path, colour_ramp(height, width, np.uint8, 0.5))
        photo = document.photo
        assert photo is not None
        assert (photo.height, photo.width) == (height, width)
        assert document.adjustments == decided
        assert "is read anew" in " ".join(opened.notice.messages)
    document.history.undo()
    assert document.adjustments != decided, "the way back is still there"


def test_where_the_new_file_cannot_be_read_the_photo_stays_until_it_can(
    opened: MainWindow, qtbot: QtBot
) -> None:
    studio = opened.studio
    before = studio.document.photo
    assert before is not None
    assert before.path is not None
    with qtbot.waitSignal(studio.not_opened, timeout=TIMEOUT):
        before.path.write_bytes(b"nothing of the kind")
    assert studio.document.photo is before
    assert opened.canvas.has_photo
    with qtbot.waitSignal(studio.opened, timeout=TIMEOUT):
        write_in_place(before.path, colour_ramp(70, 50, np.uint8, 0.5))
    assert studio.document.photo is not before


def stack(folder: Path) -> Path:
    path = folder / "stack.tif"
    first, second = (Image.fromarray(colour_ramp(*size, np.uint8, 0.3)) for size in ((40, 60), (30, 20)))
    first.save(path, save_all=True, append_images=[second])
    return path


def test_the_pictures_of_a_file_are_listed_each_as_a_photo(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = stack(tmp_path)
    open_and_wait(window, path, qtbot)
    assert window.notice.text.text() == "stack.tif: It holds 2 pictures, of which the first is shown."
    QTest.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert window.filmstrip.paths == [path, path.with_name("stack.tif#2")]
    with qtbot.waitSignal(window.studio.brightened, timeout=TIMEOUT):
        window.filmstrip.step(1)
    photo = window.studio.document.photo
    assert photo is not None
    assert (photo.height, photo.width, photo.page, photo.pages) == (30, 20, 2, 2)
    assert default_export_path(photo).name == "stack-2-ccnet.tif"
    window.panel.sliders["saturation"].box.setValue(140)
    with qtbot.waitSignal(window.studio.opened, timeout=TIMEOUT):
        window.filmstrip.step(-1)
    assert window.studio.document.adjustments.saturation == 1.0, "each has adjustments of its own"
    assert (tmp_path / "stack.tif#2.ccnet.json").is_file()


def test_what_is_there_of_a_photo_that_is_cut_short_is_shown_and_told(
    window: MainWindow, make_photo: Maker, qtbot: QtBot
) -> None:
    path = make_photo("cut.jpg")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    open_and_wait(window, path, qtbot)
    photo = window.studio.document.photo
    assert photo is not None
    assert 0 < photo.missing < 1
    assert window.notice.text.text().startswith("cut.jpg: The end of the file is missing: ")


def test_the_export_dialog_offers_what_a_format_holds(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    deep = Photo(colour_ramp(20, 30, np.uint16, 0.3), path=tmp_path / "night.tif", format="TIFF")
    dialog = ExportDialog(deep, parent=opened)
    qtbot.addWidget(dialog)
    assert dialog.options == ExportOptions("tiff", bit_depth=16)
    for name, format in EXPORT_FORMATS.items():
        dialog.format.setCurrentIndex(dialog.format.findData(name))
        offered = [dialog.bit_depth.itemData(index) for index in range(dialog.bit_depth.count())]
        assert tuple(offered) == format.depths
        assert dialog.options.bit_depth == format.depth_for(16)
        assert dialog.profile.isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData("tiff"))
    assert dialog.options.bit_depth == 16, "what the photo has is not lost by a look at other formats"
    assert dialog.note.text().endswith("in sRGB")
    dialog.profile.setCurrentIndex(dialog.profile.findData("display-p3"))
    assert dialog.note.text().endswith("in Display P3")
    assert dialog.options == ExportOptions("tiff", bit_depth=16, profile="display-p3")


def test_a_picture_is_exported_in_the_chosen_colours(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    opened.panel.sliders["saturation"].box.setValue(250)
    with qtbot.waitSignal(opened.studio.exported, timeout=TIMEOUT):
        opened.exporting.export_to(tmp_path / "wide.png", ExportOptions("png", profile="display-p3"))
    with Image.open(tmp_path / "wide.png") as image:
        assert b"D\0i\0s\0p\0l\0a\0y\0 \0P\0" in image.info["icc_profile"]
