"""The look: neutral greys, so that colours are judged beside no colour, and one accent for what is active."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ccnet_core.paths import RESOURCES

_FONT_PIXELS = 13
SCROLL_BAR = 10
"""Width of scroll bars, in logical pixels."""
ON_FILL = QColor(28, 28, 28)
"""What is written on :attr:`Colors.fill`."""


class Colors:
    """The colours of the window, dark or as :func:`apply_theme` set them. All greys are neutral."""

    surround = QColor(42, 42, 42)
    panel = QColor(30, 30, 30)
    raised = QColor(48, 48, 48)
    hover = QColor(60, 60, 60)
    line = QColor(62, 62, 62)
    text = QColor(224, 224, 224)
    faint = QColor(158, 158, 158)
    disabled = QColor(104, 104, 104)
    accent = QColor(240, 178, 72)
    """Of lines, marks and words."""
    fill = QColor(240, 178, 72)
    """Of what is active as a whole: what is written on it is dark in both looks."""
    fill_hover = QColor(247, 194, 102)
    error = QColor(232, 104, 92)


_DARK = {name: color for name, color in vars(Colors).items() if isinstance(color, QColor)}
_LIGHT = {
    "surround": QColor(200, 200, 200),
    "panel": QColor(238, 238, 238),
    "raised": QColor(252, 252, 252),
    "hover": QColor(222, 222, 222),
    "line": QColor(202, 202, 202),
    "text": QColor(30, 30, 30),
    "faint": QColor(80, 80, 80),
    "disabled": QColor(108, 108, 108),
    "accent": QColor(146, 80, 0),
    "fill": QColor(244, 178, 62),
    "fill_hover": QColor(250, 196, 98),
    "error": QColor(184, 40, 28),
}


def apply_theme(application: QApplication, theme: str = "dark") -> None:
    """Give the application its look; windows that are there already keep their icons.

    Args:
        application: whose look it is.
        theme: one of `app.document.preferences.THEMES`.
    """
    colors = _LIGHT if theme == "light" else _DARK
    for name, color in colors.items():
        setattr(Colors, name, color)
    application.setStyle("Fusion")
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: Colors.panel,
        QPalette.ColorRole.WindowText: Colors.text,
        QPalette.ColorRole.Base: Colors.raised,
        QPalette.ColorRole.AlternateBase: Colors.panel,
        QPalette.ColorRole.Text: Colors.text,
        QPalette.ColorRole.PlaceholderText: Colors.faint,
        QPalette.ColorRole.Button: Colors.raised,
        QPalette.ColorRole.ButtonText: Colors.text,
        QPalette.ColorRole.ToolTipBase: Colors.raised,
        QPalette.ColorRole.ToolTipText: Colors.text,
        QPalette.ColorRole.Highlight: Colors.fill,
        QPalette.ColorRole.HighlightedText: ON_FILL,
        QPalette.ColorRole.Link: Colors.accent,
    }
    for role, color in roles.items():
        palette.setColor(role, color)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, Colors.disabled)
    application.setPalette(palette)
    # Not in the style sheet: a rule for every widget makes each of them a styled one, which costs Qt time.
    font = application.font()
    font.setPixelSize(_FONT_PIXELS)
    application.setFont(font)
    style = Template((Path(__file__).parent / "theme.qss").read_text(encoding="utf-8"))
    values = {name: color.name() for name, color in colors.items()}
    icons = RESOURCES / "icons" / ("light" if theme == "light" else "")
    application.setStyleSheet(
        style.substitute(values, on_fill=ON_FILL.name(), icons=icons.as_posix(), bar=SCROLL_BAR)
    )


@contextmanager
def styled_when_built(application: QApplication) -> Iterator[None]:
    """Keep the style sheet from a window until all of it is there.

    Whenever a widget is given a parent, Qt looks up the rules of all that it holds; a window is put together
    from the inside, so that most of its widgets would be looked at many times.
    """
    sheet = application.styleSheet()
    application.setStyleSheet("")
    try:
        yield
    finally:
        application.setStyleSheet(sheet)
        # Qt tells only those that were shown, and others keep what they reckoned with.
        for widget in application.allWidgets():
            QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
