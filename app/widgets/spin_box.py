"""Numbers in forms."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QSpinBox, QWidget

_MARGIN = 4


class SpinBox(QSpinBox):
    """A spin box whose number keeps the distance from the border that other fields keep.

    Style sheets cannot say so: Qt leaves the padding of spin boxes out of their field.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin at 0."""
        super().__init__(parent)
        self.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)


def commit_typed() -> None:
    """What is typed into the box that has the focus counts now, as if the focus had left it."""
    focused = QApplication.focusWidget()
    if isinstance(focused, QAbstractSpinBox):
        focused.interpretText()
