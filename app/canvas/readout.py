"""The pixel under the cursor, in numbers that do not jump."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.widgets.numbers import decimal
from app.widgets.theme import Colors
from ccnet_core.colour.pixel import pixel_to_lab

_GAP, _PAIR_GAP, _GROUP_GAP, _SWATCH = 5, 14, 28, 11


@dataclass(frozen=True, slots=True)
class Pixel:
    """One pixel of what is shown.

    Attributes:
        x: column of the full-size photo, from 0.
        y: row, from 0.
        rgb: sRGB, 0 to 255 each.
        original: whether it is the photo as it was.
    """

    x: int
    y: int
    rgb: tuple[int, int, int]
    original: bool = False

    @property
    def lab(self) -> tuple[float, float, float]:
        """L* (0 to 100), a*, b* under D65."""
        return pixel_to_lab(self.rgb)


class Readout(QWidget):
    """Position, R G B and L* a* b* of a pixel, each number right-aligned in a place of its own.

    In a narrow window whole groups are left out at the end, none is cut.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pixel under the cursor"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._pixel: Pixel | None = None

    def set_pixel(self, pixel: Pixel | None) -> None:
        """Show a pixel; nothing with None."""
        if pixel != self._pixel:
            self._pixel = pixel
            self.setAccessibleDescription(self.text())
            self.update()

    def text(self) -> str:
        """What is shown, in one line; empty without a pixel."""
        words = [
            word for group in self._groups(self._pixel) for label, value in group for word in (label, value)
        ]
        return " ".join(words) if self._pixel is not None else ""

    def sizeHint(self) -> QSize:
        """Room for the largest numbers."""
        widest = Pixel(99999, 99999, (255, 255, 255), original=True)
        width = sum(self._group_width(group) + _GROUP_GAP for group in self._groups(widest))
        return QSize(round(width) + _PAIR_GAP + _SWATCH + _PAIR_GAP, 18)

    def minimumSizeHint(self) -> QSize:
        """A narrow window may leave everything out."""
        return QSize(0, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pixel's colour, then its numbers."""
        if self._pixel is None:
            return
        painter = QPainter(self)
        painter.setFont(self._digits())
        x = float(_PAIR_GAP)
        swatch = QRectF(x, (self.height() - _SWATCH) / 2, _SWATCH, _SWATCH)
        painter.fillRect(swatch, QColor(*self._pixel.rgb))
        x += _SWATCH + _PAIR_GAP
        for group in self._groups(self._pixel):
            if x + self._group_width(group) > self.width():
                break
            for label, value in group:
                for text, color, width, side, gap in (
                    (label, Colors.faint, self._width(label), Qt.AlignmentFlag.AlignLeft, _GAP),
                    (value, Colors.text, self._slot(label), Qt.AlignmentFlag.AlignRight, _PAIR_GAP),
                ):
                    painter.setPen(color)
                    box = QRectF(x, 0, width, self.height())
                    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
                    x += width + gap
            x += _GROUP_GAP - _PAIR_GAP

    def _groups(self, pixel: Pixel | None) -> list[list[tuple[str, str]]]:
        """Labels and values, by what belongs together."""
        if pixel is None:
            return []
        # A rounded −0.0 would flicker beside 0.0; adding 0 makes it one.
        lab = [decimal(round(value, 1) + 0.0, 1).replace("-", "−") for value in pixel.lab]
        groups = [
            [("x", str(pixel.x)), ("y", str(pixel.y))],
            [(label, str(value)) for label, value in zip("RGB", pixel.rgb, strict=True)],
            list(zip(("L*", "a*", "b*"), lab, strict=True)),
        ]
        if pixel.original:
            groups.append([(self.tr("Original"), "")])
        return groups

    def _group_width(self, group: list[tuple[str, str]]) -> float:
        pairs = sum(self._width(label) + _GAP + self._slot(label) for label, _ in group)
        return pairs + _PAIR_GAP * (len(group) - 1)

    def _slot(self, label: str) -> float:
        """The width of the largest value of a label."""
        widest = {"x": "00000", "y": "00000", "L*": "100.0", "a*": "−100.0", "b*": "−100.0"}
        if label in "RGB":
            return self._width("000")
        return self._width(widest.get(label, ""))

    def _width(self, text: str) -> float:
        return QFontMetricsF(self._digits()).horizontalAdvance(text)

    def _digits(self) -> QFont:
        """The window's font with digits of equal width."""
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        return font
