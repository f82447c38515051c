"""Dialogs that ask one thing and are gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtWidgets import QDialog

_Dialog = TypeVar("_Dialog", bound=QDialog)


@contextmanager
def passing(dialog: _Dialog) -> Iterator[_Dialog]:
    """A dialog that ends with the block.

    Otherwise its parent keeps it, and all that it holds, for as long as the window lives.
    """
    try:
        yield dialog
    finally:
        dialog.deleteLater()
