"""The panel's place and its sections: hidden, shown, made wider, and reached by the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QSplitter, QToolBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from window_fixtures import Network
from window_helpers import TIMEOUT, open_and_wait

from app.panel.panel import WIDTHS
from app.window.window import MainWindow
from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Engine
from ccnet_core.mixer import ColourMixer

Make = Callable[[Callable[[], Engine]], MainWindow]
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def pull(window: MainWindow, by: int) -> None:
    """Drag what divides photo and panel to the right."""
    across = window.findChild(QSplitter, "across")
    assert isinstance(across, QSplitter)
    handle = across.handle(1)
    middle = handle.rect().center()
    QTest.mousePress(handle, LEFT, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(by, 0))
    QTest.mouseRelease(handle, LEFT, pos=middle)


def test_tab_in_the_photo_hides_the_panel_and_shows_it(opened: MainWindow) -> None:
    opened.canvas.setFocus()
    before = opened.canvas.width()
    QTest.keyClick(opened.canvas, Key.Key_Tab)
    assert not opened.panel.isVisible()
    assert opened.canvas.hasFocus()
    QApplication.processEvents()
    assert opened.canvas.width() > before + WIDTHS[0]
    QTest.keyClick(opened.canvas, Key.Key_Tab)
    assert opened.panel.isVisible()
    assert opened.canvas.hasFocus()


def test_tab_moves_the_focus_everywhere_else(opened: MainWindow) -> None:
    opened.panel.sliders["saturation"].track.setFocus()
    QTest.keyClick(opened.panel.sliders["saturation"].track, Key.Key_Tab)
    assert opened.panel.isVisible()
    assert QApplication.focusWidget() is opened.panel.sliders["saturation"].box
    opened.canvas.setFocus()
    QTest.keyClick(opened.canvas, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is not opened.canvas
    assert opened.panel.isVisible()


def test_the_keyboard_gets_from_the_photo_to_the_panel_and_back(opened: MainWindow) -> None:
    opened.canvas.setFocus()
    QTest.keyClick(opened.canvas, Key.Key_F8)
    assert not opened.panel.isVisible()
    QTest.keyClick(opened.canvas, Key.Key_F6)
    assert opened.panel.isVisible()
    assert opened.menus.panel.isChecked()
    assert opened.panel.sliders["brightness"].track.hasFocus()
    QTest.keyClick(opened.panel.sliders["brightness"].track, Key.Key_F6)
    assert opened.canvas.hasFocus()
    opened.panel.sliders["saturation"].track.setFocus()
    QTest.keyClick(opened.panel.sliders["saturation"].track, Key.Key_F8)
    assert opened.canvas.hasFocus()


def test_the_panel_is_as_wide_as_it_is_dragged_within_limits(opened: MainWindow, qtbot: QtBot) -> None:
    pull(opened, -140)
    assert opened.panel.width() > 400
    first = opened.panel.gallery.buttons[:4]
    qtbot.waitUntil(lambda: len({button.y() for button in first}) == 1, timeout=TIMEOUT)
    pull(opened, -1000)
    assert opened.panel.width() <= WIDTHS[1]
    pull(opened, 1000)
    assert opened.panel.width() == WIDTHS[0]
    gallery = opened.panel.gallery
    qtbot.waitUntil(
        lambda: all(button.geometry().right() <= gallery.width() for button in gallery.buttons),
        timeout=TIMEOUT,
    )


def test_width_and_absence_are_remembered(
    make_window: Make, network: Network, make_photo: Callable[..., Path], settings: QSettings, qtbot: QtBot
) -> None:
    window, photo = make_window(network.load), make_photo()
    assert not window.panel.isVisible()
    open_and_wait(window, photo, qtbot)
    pull(window, -80)
    width = window.panel.width()
    assert width > 400
    window.menus.panel.trigger()
    window.close()
    again = make_window(network.load)
    open_and_wait(again, photo, qtbot)
    assert not again.panel.isVisible()
    again.menus.panel.trigger()
    QApplication.processEvents()
    assert again.panel.width() == width
    again.close()
    for name, broken in (("panel/width", "wide"), ("panel/shown", "perhaps")):
        settings.setValue(name, broken)
    last = make_window(network.load)
    open_and_wait(last, photo, qtbot)
    assert WIDTHS[0] <= last.panel.width() <= WIDTHS[1]


def test_the_window_fits_a_small_screen(opened: MainWindow) -> None:
    opened.resize(800, 600)
    assert (opened.width(), opened.height()) == (800, 600)


def seen_whole(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def overlapping(widget: QWidget) -> list[tuple[QWidget, QWidget]]:
    """Neighbours in a widget, and in all that is in it, that cover each other."""
    children = [child for child in widget.children() if isinstance(child, QWidget) and child.isVisible()]
    pairs = [
        (one, other)
        for index, one in enumerate(children)
        for other in children[index + 1 :]
        if one.geometry().intersects(other.geometry())
    ]
    return pairs + [pair for child in children for pair in overlapping(child)]


def test_styles_and_presets_are_two_tabs_and_the_next_start_shows_the_same(
    make_window: Make, network: Network, make_photo: Callable[..., Path], qtbot: QtBot
) -> None:
    window = make_window(network.load)
    window.resize(1280, 820)
    open_and_wait(window, make_photo(), qtbot)
    panel = window.panel
    styles, presets = panel.tabs.buttons
    assert (styles.text(), presets.text()) == ("Styles", "Presets")
    assert panel.gallery.isVisible()
    assert not panel.presets.isVisible()
    # What is followed stands above what can be chosen, beside its strength.
    QTest.mouseClick(panel.gallery.buttons[0], LEFT)
    qtbot.waitUntil(panel.references.isVisible, timeout=TIMEOUT)
    strength = panel.sliders["style_strength"]
    order = [strength, panel.references, panel.add_reference, panel.tabs, panel.gallery]

    def in_order() -> bool:
        heights = [widget.mapTo(panel, QPoint()).y() for widget in order]
        return heights == sorted(set(heights))

    qtbot.waitUntil(in_order, timeout=TIMEOUT)
    QTest.mouseClick(presets, LEFT)
    assert panel.presets.save.isVisible()
    assert not panel.gallery.isVisible()
    window.close()
    again = make_window(network.load)
    assert again.panel.tabs.index == 1
    assert again.panel.presets.isVisibleTo(again.panel)


@pytest.mark.parametrize("size", [QSize(1280, 820), QSize(800, 600)])
def test_nothing_in_the_panel_overlaps(opened: MainWindow, size: QSize) -> None:
    opened.panel.gallery.buttons[0].click()
    opened.menus.panel.setChecked(True)
    opened.history.show()
    opened.resize(size)
    QApplication.processEvents()
    panel = opened.panel
    # The marks of clipping lie in the histogram's corners.
    assert overlapping(panel.histogram) == []
    assert overlapping(panel) == []
    assert seen_whole(panel.export)
    assert seen_whole(panel.histogram)
    right = {panel.mapFromGlobal(w.mapToGlobal(w.rect().topRight())).x() for w in panel_edges(opened)}
    assert len(right) == 1


def panel_edges(window: MainWindow) -> list[QWidget]:
    """What ends at the panel's right margin."""
    panel = window.panel
    return [panel.histogram, panel.export, panel.sliders["brightness"], panel.add_reference, panel.tabs]


def test_a_click_on_a_heading_hides_its_section_and_the_next_start_remembers(
    make_window: Make, network: Network, make_photo: Callable[..., Path], settings: QSettings, qtbot: QtBot
) -> None:
    window = make_window(network.load)
    open_and_wait(window, make_photo(), qtbot)
    assert window.canvas.hasFocus()
    section = window.panel.sections["colour"]
    QTest.mouseClick(section.heading, LEFT)
    assert not window.panel.sliders["saturation"].isVisible()
    assert window.panel.sliders["exposure"].isVisible()
    assert window.canvas.hasFocus()
    # What is hidden counts all the same, and can be set back.
    assert not section.reset.isEnabled()
    window.studio.document.change(replace(window.studio.document.adjustments, saturation=1.5), "")
    assert section.reset.isVisible()
    QTest.mouseClick(section.reset, LEFT)
    assert window.studio.document.adjustments.saturation == 1.0
    assert not section.reset.isEnabled()
    window.close()
    again = make_window(network.load)
    panel = again.panel
    assert not panel.sliders["saturation"].isVisibleTo(panel)
    assert panel.sliders["exposure"].isVisibleTo(panel)
    panel.sections["colour"].heading.toggle()
    assert panel.sliders["saturation"].isVisibleTo(panel)
    again.close()
    settings.setValue("panel/sections/colour", "perhaps")
    panel = make_window(network.load).panel
    assert panel.sliders["exposure"].isVisibleTo(panel)


def test_the_keyboard_reaches_a_hidden_section_and_shows_it(opened: MainWindow) -> None:
    heading = opened.panel.sections["light"].heading
    heading.setChecked(False)
    opened.canvas.setFocus()
    plain = heading.grab().toImage()
    QTest.keyClick(opened.canvas, Key.Key_F6)
    brighten = opened.panel.sliders["brightness"]
    assert brighten.track.hasFocus()
    QTest.keyClick(brighten.track, Key.Key_Tab)
    QTest.keyClick(brighten.box, Key.Key_Tab)
    # The row of sections is a stop between.
    QTest.keyClick(opened.panel.jumps.buttons["light"], Key.Key_Tab)
    assert heading.hasFocus()
    assert heading.grab().toImage() != plain
    assert heading.accessibleName() or heading.text() == "Light"
    QTest.keyClick(heading, Key.Key_Space)
    assert opened.panel.sliders["exposure"].isVisible()
    QTest.keyClick(heading, Key.Key_Tab)
    assert QApplication.focusWidget() is opened.panel.sliders["exposure"].track


def test_filmstrip_and_history_begin_as_they_were_left(
    make_window: Make, network: Network, make_photo: Callable[..., Path]
) -> None:
    photos = [make_photo("one.png"), make_photo("two.png")]
    window = make_window(network.load)
    assert window.menus.filmstrip.isChecked()
    assert not window.menus.history.isChecked()
    window.menus.filmstrip.toggle()
    window.menus.history.toggle()
    window.close()
    window = make_window(network.load)
    assert not window.menus.filmstrip.isChecked()
    assert window.menus.history.isChecked()
    assert window.history.isVisibleTo(window.panel)
    assert window.history.steps.isVisibleTo(window.history)
    window.history.section.heading.toggle()
    window.close()
    window = make_window(network.load)
    assert not window.history.steps.isVisibleTo(window.history)
    window.filmstrip.add(photos)
    assert not window.filmstrip.isVisible()
    window.menus.filmstrip.toggle()
    window.menus.history.toggle()
    window.close()
    window = make_window(network.load)
    window.filmstrip.add(photos)
    assert window.filmstrip.isVisible()
    assert not window.history.isVisibleTo(window.panel)


def test_the_row_of_sections_is_one_stop_of_the_keyboard_and_tells_what_is_edited(
    opened: MainWindow, qtbot: QtBot
) -> None:
    panel, jumps = opened.panel, opened.panel.jumps
    names = list(jumps.buttons)
    buttons = list(jumps.buttons.values())
    opened.panel.sliders["brightness"].box.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert buttons[0].hasFocus()
    for key, place in (
        (Key.Key_Right, 1),
        (Key.Key_Down, 2),
        (Key.Key_Left, 1),
        (Key.Key_Home, 0),
        (Key.Key_Left, len(names) - 1),
        (Key.Key_Right, 0),
        (Key.Key_End, len(names) - 1),
        (Key.Key_Home, 0),
        (Key.Key_Right, 1),
    ):
        QTest.keyClick(QApplication.focusWidget(), key)
        assert buttons[place].hasFocus(), key
    panel.sections[names[1]].heading.setChecked(False)
    QTest.keyClick(buttons[1], Key.Key_Space)
    assert panel.sections[names[1]].heading.isChecked()
    qtbot.waitUntil(buttons[1].isChecked, timeout=TIMEOUT)
    # The rest of the row is no stop of its own.
    QTest.keyClick(buttons[1], Key.Key_Tab)
    assert QApplication.focusWidget() is panel.sections[names[0]].heading
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert buttons[1].hasFocus()

    assert not any(button.edited for button in buttons)
    plain = buttons[names.index("mixer")].grab().toImage()
    edited = Adjustments(tint=0.3, sharpen=0.5, mixer=ColourMixer().with_value("red", "hue", 0.5))
    opened.studio.document.change(edited, "edit")
    told = {name for name, button in jumps.buttons.items() if button.edited}
    assert told == {"white balance", "detail", "mixer"}
    mixer = jumps.buttons["mixer"]
    assert mixer.grab().toImage() != plain
    assert (mixer.toolTip(), mixer.accessibleDescription()) == ("Colour mixer, edited", "edited")
    opened.studio.document.history.undo()
    assert not any(button.edited for button in buttons)
    assert mixer.toolTip() == "Colour mixer"


@pytest.mark.parametrize("size", [(1440, 900), (960, 500)])
def test_a_click_leads_to_every_section(opened: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    opened.resize(*size)
    panel, scroll = opened.panel, opened.panel.findChild(QScrollArea, "panelScroll")
    opened.canvas.setFocus()

    def is_in_sight(widget: QWidget) -> bool:
        place = QRect(widget.mapTo(scroll.viewport(), QPoint()), widget.size())
        return widget.isVisible() and scroll.viewport().rect().contains(place)

    assert list(panel.jumps.buttons) == list(panel.sections)
    for name in [*panel.sections, *reversed(panel.sections)]:
        button, section = panel.jumps.buttons[name], panel.sections[name]
        assert button.toolTip() == section.heading.text()
        QTest.mouseClick(button, LEFT)
        qtbot.waitUntil(lambda section=section: is_in_sight(section.heading), timeout=TIMEOUT)
        assert section.heading.isChecked()
        qtbot.waitUntil(button.isChecked, timeout=TIMEOUT)
        assert sum(other.isChecked() for other in panel.jumps.buttons.values()) == 1
    assert opened.canvas.hasFocus()
    # What is looked for by its name has a button with its word, from any mode.
    bar = next(bar for bar in opened.findChildren(QToolBar) if bar.windowTitle() == "Tools")
    words = {
        action.iconText(): button
        for action in bar.actions()
        if isinstance(button := bar.widgetForAction(action), QToolButton)
    }
    for mode, word, found in (
        (Key.Key_M, "Snapshots", panel.snapshots.add),
        (Key.Key_C, "Presets", panel.presets.save),
    ):
        QTest.keyClick(opened.canvas, mode)
        assert panel.isHidden()
        QTest.mouseClick(words[word], LEFT)
        qtbot.waitUntil(lambda found=found: is_in_sight(found), timeout=TIMEOUT)
    # So has the flag: what can be done tells whether the photo has one.
    for word, other in (("Flag", "Unflag"), ("Unflag", "Flag")):
        action = next(action for action in bar.actions() if action.iconText() == word)
        QTest.mouseClick(bar.widgetForAction(action), LEFT)
        qtbot.waitUntil(
            lambda other=other: other in [action.iconText() for action in bar.actions()], timeout=TIMEOUT
        )
        assert word not in [action.iconText() for action in bar.actions()]
