"""Numbers as the language of the window writes them."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def decimal(value: float, digits: int) -> str:
    """A number with so many digits after the decimal mark."""
    return QLocale().toString(float(value), "f", digits)
