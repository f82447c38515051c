"""The choice of a smaller size, in every dialog that writes pictures."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from app.widgets.spin_box import SpinBox

_LARGEST = 65_500


class LongSide(QWidget):
    """Whether the longer side is reduced, to how many pixels, and which other sizes are written with it.

    Signals:
        changed: another size is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with pictures as they are."""
        super().__init__(parent)
        self.reduce = QCheckBox(self.tr("Resize lon&g edge to"))
        self.pixels = SpinBox()
        self.pixels.setRange(1, _LARGEST)
        self.pixels.setValue(2048)
        self.pixels.setSuffix(self.tr(" pixels"))
        self.pixels.setAccessibleName(self.tr("Long edge"))
        self.pixels.setEnabled(False)
        self.reduce.toggled.connect(self.pixels.setEnabled)
        self.also = QLineEdit()
        self.also.setPlaceholderText(self.tr("also at 1080, 640 px"))
        self.also.setToolTip(self.tr("More long edges in pixels, each for a file of its own"))
        self.also.setAccessibleName(self.tr("More sizes"))
        self.also.setValidator(QRegularExpressionValidator(QRegularExpression(r"[0-9, ]{0,60}"), self.also))
        self.also.setAcceptDrops(False)
        self.also.setMaximumWidth(150)
        self.also.setEnabled(False)
        self.reduce.toggled.connect(self.also.setEnabled)
        self.reduce.toggled.connect(self.changed)
        self.also.textChanged.connect(self.changed)
        self.pixels.valueChanged.connect(self.changed)
        self.setFocusProxy(self.reduce)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.reduce)
        layout.addWidget(self.pixels)
        layout.addWidget(self.also)
        layout.addStretch(1)

    @property
    def value(self) -> int | None:
        """Most pixels on the longer side; None for as many as there are."""
        return self.pixels.value() if self.reduce.isChecked() else None

    @property
    def values(self) -> tuple[int | None, ...]:
        """The same of each size that is wanted, at least one."""
        first = self.value
        if first is None:
            return (None,)
        others = (int(part) for part in self.also.text().replace(" ", "").split(",") if part)
        sizes = dict.fromkeys((first, *(min(pixels, _LARGEST) for pixels in others if pixels)))
        return tuple(sizes)

    def set_value(self, value: int | None) -> None:
        """Choose; the number stays where none is given."""
        self.reduce.setChecked(value is not None)
        if value is not None:
            self.pixels.setValue(min(value, _LARGEST))
