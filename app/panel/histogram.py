"""How the tones of the picture that is shown are spread, and whether any of them are clipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
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
_SMOOTHING = np.array((1, 4, 6, 4, 1)) / 16
_HEIGHT, _LOW_HEIGHT = 92, 56
_SHADE = 120
"""Opacity of a channel's area."""
_MARK = 17
LUMINANCE = QColor(198, 198, 198)
RED, GREEN, BLUE = QColor(216, 112, 104, 205), QColor(122, 182, 122, 205), QColor(112, 152, 220, 205)
WELL = QColor(22, 22, 22)
ZONES = {
    "blacks": (0.0, 0.1),
    "shadows": (0.1, 0.3),
    "exposure": (0.3, 0.7),
    "highlights": (0.7, 0.9),
    "whites": (0.9, 1.0),
}
"""Which control of tone a drag changes, by the shares of the width from where it is taken hold of."""
_ZONE, _HELD = QColor(255, 255, 255, 20), QColor(255, 255, 255, 34)
_TOLD = QColor(224, 224, 224)


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
    """Luminance, red, green and blue as areas, the marks of clipping, and zones that change tones by a drag.

    Attributes:
        shadows: the mark on the left.
        highlights: the mark on the right.

    Signals:
        measured: the tones of a picture are drawn.
        marking_requested: the person wants clipped pixels marked in the picture, or no longer.
        grasped: the control of a zone, one of `ZONES`, that is taken hold of.
        dragged: how far to the right it is dragged since, as a share of the width.
        released: the drag has ended.
        reset: the control of a zone that was double-clicked.
    """

    measured = Signal()
    marking_requested = Signal()
    grasped = Signal(str)
    dragged = Signal(float)
    released = Signal()
    reset = Signal(str)

    def __init__(self, told: Callable[[str], str], parent: QWidget | None = None) -> None:
        """Show nothing yet.

        Args:
            told: gives name and value of a control of `ZONES`, as they are written in its zone.
            parent: the owner.
        """
        super().__init__(parent)
        self._told = told
        self._zone = ""
        self._from: float | None = None
        self.setMouseTracking(True)
        self.setAccessibleDescription(self.tr("Drag left or right to change the tones below the pointer"))
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

    def set_low(self, low: bool) -> None:
        """Take less height, or as much as is good to read."""
        self.setFixedHeight(_LOW_HEIGHT if low else _HEIGHT)

    def set_marking(self, marking: bool) -> None:
        """Show whether clipped pixels are marked in the picture."""
        for mark in (self.shadows, self.highlights):
            mark.setChecked(marking)

    @property
    def zone(self) -> str:
        """The control that a drag changes, or would change; empty without one."""
        return self._zone

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a drag would change, or change it."""
        if self._from is None:
            self._set_zone(self._zone_at(event.position().x()))
        else:
            self.dragged.emit((event.position().x() - self._from) / max(1, self.width()))
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a zone."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position().x()
            self._set_zone(self._zone_at(self._from))
            self.grasped.emit(self._zone)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._from is not None and event.button() == Qt.MouseButton.LeftButton:
            self._from = None
            self.released.emit()
            self._set_zone(self._zone_at(event.position().x()))
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Set back what the zone changes."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset.emit(self._zone_at(event.position().x()))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        super().leaveEvent(event)
        if self._from is None:
            self._set_zone("")

    def _zone_at(self, x: float) -> str:
        share = min(max(x / max(1, self.width()), 0.0), 1.0)
        return next(name for name, (_, end) in ZONES.items() if share <= end)

    def _set_zone(self, zone: str) -> None:
        if zone != self._zone:
            self._zone = zone
            if zone:
                self.setCursor(Qt.CursorShape.SizeHorCursor)
            else:
                self.unsetCursor()
            self.update()

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
        if self._zone and self.isEnabled():
            self._paint_zone(painter, frame)
        painter.setClipping(False)
        painter.setPen(QPen(Colors.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_curves(self, painter: QPainter, area: QRectF, tones: Tones) -> None:
        channels = (tones.red, RED), (tones.green, GREEN), (tones.blue, BLUE)
        curves = shown_heights([tones.luminance, *(curve for curve, _ in channels)])
        # Where all three are it is grey, as light adds up.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        for curve, (_, color) in zip(curves[1:], channels, strict=True):
            shade = QColor(color)
            shade.setAlpha(_SHADE)
            painter.fillPath(_filled(curve_path(curve, area), area), shade)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        luminance = curve_path(curves[0], area)
        shade = QColor(LUMINANCE)
        shade.setAlpha(40)
        painter.fillPath(_filled(luminance, area), shade)
        shade.setAlpha(190)
        painter.setPen(QPen(shade, 1.2))
        painter.drawPath(luminance)

    def _paint_zone(self, painter: QPainter, frame: QRectF) -> None:
        """What a drag changes, and its value, clear of the marks."""
        start, end = (frame.left() + share * frame.width() for share in ZONES[self._zone])
        held = self._from is not None
        painter.fillRect(QRectF(start, frame.top(), end - start, frame.height()), _HELD if held else _ZONE)
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        text, centred = self._told(self._zone), Qt.AlignmentFlag.AlignHCenter
        room = frame.adjusted(_MARK + 8, 4, -_MARK - 8, 0)
        plate = QColor(WELL)
        plate.setAlpha(200)
        painter.fillRect(painter.boundingRect(room, centred, text).adjusted(-4, -1, 4, 1), plate)
        painter.setPen(_TOLD)
        painter.drawText(room, centred, text)

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


def _filled(path: QPainterPath, area: QRectF) -> QPainterPath:
    """What lies below a curve."""
    filled = QPainterPath(path)
    filled.lineTo(area.bottomRight())
    filled.lineTo(area.bottomLeft())
    filled.closeSubpath()
    return filled


def curve_path(heights: npt.NDArray[np.float64], area: QRectF) -> QPainterPath:
    """A curve from left to right; heights above 1 are cut off."""
    x = np.linspace(area.left(), area.right(), len(heights))
    y = area.bottom() - area.height() * np.minimum(heights, 1.0)
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)]))
    return path
