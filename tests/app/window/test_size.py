"""Full HD at 200 % leaves 960 x 540 units for a window with its frame: everything fits, or scrolls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from window_helpers import TIMEOUT, open_and_wait, show_batch

from app.dialogs.export import ExportDialog
from app.dialogs.preferences import PreferencesDialog
from app.document.preferences import Preferences
from app.window.window import MainWindow

WIDTH, HEIGHT = 960, 500


def shrink(widget: QWidget, qtbot: QtBot) -> None:
    widget.resize(WIDTH, HEIGHT)
    widget.show()
    qtbot.waitExposed(widget)
    assert widget.width() <= WIDTH
    assert widget.height() <= HEIGHT


def test_the_window_fits_with_everything_shown(
    opened: MainWindow, make_photo: Callable[..., Path], qtbot: QtBot
) -> None:
    open_and_wait(opened, make_photo("second.png"), qtbot)
    opened.filmstrip.add([make_photo(f"{number}.png", 8, 8) for number in range(9)])
    last = opened.filmstrip.count() - 1
    opened.resize(1500, 900)
    opened.filmstrip.setCurrentRow(last)
    opened.menus.history.setChecked(True)
    shrink(opened, qtbot)
    # The photo that is worked on, and the slider that matters most, stay in sight.
    strip, brighten = opened.filmstrip, opened.panel.sliders["brightness"]
    qtbot.waitUntil(
        lambda: (
            strip.viewport().rect().adjusted(-1, 0, 1, 0).contains(strip.visualItemRect(strip.item(last)))
        ),
        timeout=TIMEOUT,
    )
    qtbot.waitUntil(lambda: brighten.visibleRegion().boundingRect() == brighten.rect(), timeout=TIMEOUT)
    for widget in (opened.filmstrip, opened.history, opened.panel.export, opened.status):
        bottom = widget.mapTo(opened, widget.rect().bottomRight())
        assert opened.rect().contains(bottom)


@pytest.mark.parametrize("which", ["preferences", "export", "batch"])
def test_the_buttons_of_a_dialog_are_in_sight_and_all_else_can_be_scrolled_to(
    which: str, opened: MainWindow, qtbot: QtBot
) -> None:
    photo = opened.studio.document.photo
    assert photo is not None
    dialog: QDialog
    if which == "preferences":
        dialog = PreferencesDialog(Preferences(), opened)
        button, last = dialog.save, dialog.theme
    elif which == "export":
        dialog = ExportDialog(photo, parent=opened)
        button, last = dialog.export, dialog.path
    else:
        dialog = show_batch(opened)
        button, last = dialog.begin, dialog.looks
    shrink(dialog, qtbot)
    assert dialog.rect().contains(button.mapTo(dialog, button.rect().bottomRight()))
    last.setFocus()
    qtbot.waitUntil(
        lambda: dialog.rect().contains(last.mapTo(dialog, last.rect().bottomRight())), timeout=TIMEOUT
    )
    # It is scrolled to once the dialog has its layout.
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty(), timeout=TIMEOUT)
    dialog.close()
