"""What the built-in styles are called in the window's language; everywhere else they keep their names."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_CONTEXT = "Styles"


def shown_name(style_name: str) -> str:
    """The name of a style as the window shows it; what is no built-in style keeps its name."""
    return QCoreApplication.translate(_CONTEXT, style_name)


NAMES = (
    QT_TRANSLATE_NOOP("Styles", "Blue hour"),
    QT_TRANSLATE_NOOP("Styles", "Canyon"),
    QT_TRANSLATE_NOOP("Styles", "Clear sea"),
    QT_TRANSLATE_NOOP("Styles", "Desert"),
    QT_TRANSLATE_NOOP("Styles", "Golden hour"),
    QT_TRANSLATE_NOOP("Styles", "Mountain lake"),
    QT_TRANSLATE_NOOP("Styles", "Old town"),
    QT_TRANSLATE_NOOP("Styles", "Periwinkle"),
    QT_TRANSLATE_NOOP("Styles", "Spice market"),
    QT_TRANSLATE_NOOP("Styles", "Tea garden"),
    QT_TRANSLATE_NOOP("Styles", "Twilight path"),
)
"""For lupdate to find."""
