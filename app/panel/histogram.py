"""How the tones of the picture that is shown are spread, and whether any of them are clipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.canvas.clipping import HIGHLIGHTS, SHADOWS, ClippedShares, clipped_shares
from app.widgets.images import bgrx_view
from app.widgets.numbers import decimal
from app.widgets.theme import Colors
from ccnet_core.cv import cv2

BINS = 256
NOTABLE_SHARE = 0.001
"""From this share of clipped pixels on, a mark is lit."""
_PIXELS = 400_000
"""With more pixels than this, curves are taken from every second one of both directions, or fewer."""
_QUANTILE = 0.995
"""Of the heights of all curves without their ends: a few tall bins must not flatten everything else."""
_SMOOTHING = np.array((0.25, 0.5, 0.25))
_HEIGHT = 92
_MARK = 17
LUMINANCE = QColor(198, 198, 198)
RED, GREEN, BLUE = QColor(216, 112, 104, 205), QColor(122, 182, 122, 205), QColor(112, 152, 220, 205)
WELL = QColor(22, 22, 22)


@dataclass(frozen=True, slots=True, eq=False)
class Tones:
    """What a histogram shows. Every curve is (256,) float64 and sums to 1.

    Attributes:
        luminance: shares of pixels by L*, 0 to 100.
        red: shares by sRGB value, 0 to 255.
        green: likewise.
        blue: likewise.
        clipped: shares of pixels at the ends.
    """

    luminance: npt.NDArray[np.float64]
    red: npt.NDArray[np.float64]
    green: npt.NDArray[np.float64]
    blue: npt.NDArray[np.float64]
    clipped: ClippedShares


def measure(picture: QImage) -> Tones:
    """Count the tones of a picture of :func:`app.widgets.images.to_image`, which has at least one pixel."""
    pixels = bgrx_view(picture)
    # A curve needs no more pixels; few clipped ones could be missed, so these are counted in all.
    step = max(1, round((pixels.shape[0] * pixels.shape[1] / _PIXELS) ** 0.5))
    part = np.ascontiguousarray(pixels[::step, ::step])
    lab = cv2.cvtColor(part, cv2.COLOR_BGR2LAB)
    blue, green, red = (_shares(part, channel) for channel in range(3))
    return Tones(_shares(lab, 0), red, green, blue, clipped_shares(picture))


def _shares(pixels: Any, channel: int) -> npt.NDArray[np.float64]:
    counts = cv2.calcHist([pixels], [channel], None, [BINS], [0, BINS]).ravel().astype(np.float64)
    shares: npt.NDArray[np.float64] = counts / counts.sum()
    return shares


class ClippingMark(QAbstractButton):
    """A triangle at one end of the histogram; it is lit when pixels are clipped there.

    Checked while the clipped pixels are marked in the picture; the window decides that.
    """

    def __init__(self, name: str, color: QColor, *, right: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._color, self._right = name, color, right
        self._share = 0.0
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(_MARK, _MARK)
        self.set_share(0.0)

    @property
    def lit(self) -> bool:
        """Whether more pixels are clipped than can be passed over."""
        return self._share > NOTABLE_SHARE

    def set_share(self, share: float) -> None:
        """Show a share of clipped pixels, 0 to 1."""
        self._share = share
        percent = 100 * share
        amount = self.tr("{percent} %").format(percent=decimal(percent, 2))
        if 0 < percent < 0.01:
            amount = self.tr("under {percent} %").format(percent=decimal(0.01, 2))
        text = self.tr("{name}: {amount} of the pixels, in one channel or more").format(
            name=self._name, amount=amount
        )
        self.setToolTip(self.tr("{text}\nClick to mark them in the picture (J).").format(text=text))
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(_MARK, _MARK)

    def nextCheckState(self) -> None:
        """The window decides whether clipped pixels are marked."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The triangle, in a frame while it is switched on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            painter.setBrush(Colors.hover if self.underMouse() else Colors.raised)
            painter.setPen(QPen(Colors.accent if self.isChecked() else Colors.faint, 1))
            painter.drawRoundedRect(frame, 3, 3)
        inner = frame.adjusted(3.2, 3.2, -3.2, -3.2)
        corner = inner.topRight() if self._right else inner.topLeft()
        triangle = QPolygonF([inner.topLeft(), inner.topRight(), corner + QPointF(0, inner.height())])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color if self.lit and self.isEnabled() else Colors.disabled)
        painter.drawPolygon(triangle)


class Histogram(QWidget):
    """Luminance as an area, red, green and blue as lines, and the marks of clipping.

    Attributes:
        shadows: the mark on the left.
        highlights: the mark on the right.

    Signals:
        measured: the tones of a picture are drawn.
        marking_requested: the person wants clipped pixels marked in the picture, or no longer.
    """

    measured = Signal()
    marking_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Histogram"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.shadows = ClippingMark(self.tr("Clipped shadows"), SHADOWS, right=False, parent=self)
        self.highlights = ClippingMark(self.tr("Clipped highlights"), HIGHLIGHTS, right=True, parent=self)
        for mark in (self.shadows, self.highlights):
            mark.clicked.connect(self.marking_requested)
        self._picture: QImage | None = None
        self._tones: Tones | None = None
        # The picture itself is painted first: the histogram follows when nothing else is to be done.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._measure)

    @property
    def tones(self) -> Tones | None:
        """What is drawn; None without a picture."""
        return self._tones

    def show_picture(self, picture: QImage | None) -> None:
        """Draw the tones of a picture as soon as nothing else is to be done; of several, of the last."""
        self._picture = picture
        self._soon.start()

    def set_marking(self, marking: bool) -> None:
        """Show whether clipped pixels are marked in the picture."""
        for mark in (self.shadows, self.highlights):
            mark.setChecked(marking)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the marks in the upper corners."""
        super().resizeEvent(event)
        self.shadows.move(3, 3)
        self.highlights.move(self.width() - _MARK - 3, 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Well, quarters, curves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 5, 5)
        painter.fillPath(outline, WELL)
        painter.setClipPath(outline)
        painter.setPen(QPen(QColor(255, 255, 255, 16), 1))
        for quarter in (1, 2, 3):
            x = round(frame.left() + frame.width() * quarter / 4) + 0.5
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        if self._tones is not None:
            self._paint_curves(painter, frame.adjusted(1, 7, -1, 0), self._tones)
        painter.setClipping(False)
        painter.setPen(QPen(Colors.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_curves(self, painter: QPainter, area: QRectF, tones: Tones) -> None:
        channels = (tones.red, RED), (tones.green, GREEN), (tones.blue, BLUE)
        curves = shown_heights([tones.luminance, *(curve for curve, _ in channels)])
        luminance = curve_path(curves[0], area)
        filled = QPainterPath(luminance)
        filled.lineTo(area.bottomRight())
        filled.lineTo(area.bottomLeft())
        filled.closeSubpath()
        shade = QColor(LUMINANCE)
        shade.setAlpha(70)
        painter.fillPath(filled, shade)
        for curve, (_, color) in zip(curves[1:], channels, strict=True):
            painter.setPen(QPen(color, 1.2))
            painter.drawPath(curve_path(curve, area))
        shade.setAlpha(170)
        painter.setPen(QPen(shade, 1.2))
        painter.drawPath(luminance)

    def _measure(self) -> None:
        self._tones = measure(self._picture) if self._picture is not None else None
        clipped = self._tones.clipped if self._tones is not None else ClippedShares()
        self.shadows.set_share(clipped.shadows)
        self.highlights.set_share(clipped.highlights)
        self.update()
        self.measured.emit()


def _smooth(curve: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Close the gaps that steps of 8 bits leave; the ends stay, as clipping is read from them."""
    smooth = np.convolve(curve, _SMOOTHING, "same")
    smooth[[0, -1]] = curve[[0, -1]]
    return smooth


def shown_heights(curves: list[npt.NDArray[np.float64]]) -> list[npt.NDArray[np.float64]]:
    """Curves of :class:`Tones` smoothed, and so high that few of their bins are above 1."""
    smooth = [_smooth(curve) for curve in curves]
    inner = np.concatenate([curve[1:-1] for curve in smooth])
    # With nothing but the ends, these are all there is to show.
    top = float(np.quantile(inner[inner > 0], _QUANTILE)) if inner.any() else 1.0
    return [curve / top for curve in smooth]


def curve_path(heights: npt.NDArray[np.float64], area: QRectF) -> QPainterPath:
    """A curve from left to right; heights above 1 are cut off."""
    x = np.linspace(area.left(), area.right(), len(heights))
    y = area.bottom() - area.height() * np.minimum(heights, 1.0)
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)]))
    return path
