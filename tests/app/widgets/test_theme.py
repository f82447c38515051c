"""Both looks: what is written can be read, and every grey is neutral."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QSpinBox, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.document.preferences import THEMES
from app.widgets.theme import ON_FILL, Colors, apply_theme


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    apply_theme(qapp, request.param)
    yield request.param
    apply_theme(qapp)


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_texts_can_be_read_on_what_lies_behind_them(theme: str) -> None:
    for behind in (Colors.panel, Colors.raised, Colors.surround, Colors.hover):
        assert contrast(Colors.text, behind) >= 7
    for behind in (Colors.panel, Colors.raised, Colors.surround):
        assert contrast(Colors.faint, behind) >= 4.5
    assert contrast(Colors.error, Colors.panel) >= 4.5
    for behind in (Colors.panel, Colors.raised, Colors.hover):
        assert contrast(Colors.accent, behind) >= 4.5
    for behind in (Colors.fill, Colors.fill_hover):
        assert contrast(ON_FILL, behind) >= 7
    if theme == "light":
        assert contrast(Colors.disabled, Colors.panel) >= 4.5


def test_greys_are_neutral(theme: str) -> None:
    greys = ("surround", "panel", "raised", "hover", "line", "text", "faint", "disabled")
    assert all(getattr(Colors, name).hsvSaturation() == 0 for name in greys)


def test_a_dialog_is_as_dark_or_light_as_its_theme(theme: str, qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    number = QSpinBox()
    for widget in (QLabel("Text"), QPushButton("Do"), number):
        layout.addWidget(widget)
    dialog.resize(200, 160)
    dialog.show()
    picture = dialog.grab().toImage()
    corner = picture.pixelColor(1, 1)
    assert (corner.lightness() > 128) == (theme == "light")
    # The arrows of a number stand out from their field.
    middle = number.geometry().center().y()
    seen = [
        picture.pixelColor(x, y)
        for x in range(number.geometry().right() - 18, number.geometry().right() - 4)
        for y in range(middle - 9, middle + 9)
    ]
    assert max(contrast(color, number.palette().base().color()) for color in seen) > 3
