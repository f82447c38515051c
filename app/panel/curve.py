"""The tone curve over the photo's histogram: points are added, dragged and taken away."""

from __future__ import annotations

import numpy as np
import qtawesome
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.panel.choice import Choice
from app.panel.histogram import BLUE, GREEN, LUMINANCE, RED, WELL, Tones, curve_path, shown_heights
from app.widgets.theme import Colors
from ccnet_core.tone_curve import CURVES, IDENTITY, LEAST_STEP, MOST_POINTS, Point, Points, ToneCurve

_HEIGHT = 210
_MARGIN = 9
"""Around the square of the curve, so that points in its corners are seen whole."""
_POINT, _REACH = 4.5, 11
"""Radius of a point, and how far from it the hand may grasp it, in logical pixels."""
_NEAR = 14
"""How far from the curve a click still means the curve."""
_STEP, _FINE = 0.02, LEAST_STEP
_LINES = {"luminance": QColor(226, 226, 226), "red": RED, "green": GREEN, "blue": BLUE}
_SHOWN = {"luminance": LUMINANCE, "red": RED, "green": GREEN, "blue": BLUE}
_MARK = QColor(240, 178, 72)
"""Of the chosen point: on a well that is dark in both looks."""


class CurveGraph(QWidget):
    """One curve: a click adds a point, or grasps one; Delete or a double click takes it away.

    Ctrl and the arrows choose a point, arrows move it, with Shift finely; Enter adds one after it.

    Attributes:
        name: which of :data:`ccnet_core.tone_curve.CURVES` it shows.
        chosen: the place of the point that the keys move; None without one.

    Signals:
        changed: the points, and whether it is one of a row of changes, as in a drag.
        released: a drag ended, or a row of steps by keys.
    """

    changed = Signal(object, bool)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = CURVES[0]
        self.chosen: int | None = None
        self._points: Points = IDENTITY
        self._tones: Tones | None = None
        self._dragging = False
        self._hovered: int | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setToolTip(
            self.tr(
                "A click adds a point, a drag moves it, a double click or the Delete key takes it away.\n"
                "Ctrl and the arrows choose one, arrows move it, with Shift finely; Enter adds one."
            )
        )

    def show_curve(self, name: str, title: str, points: Points) -> None:
        """Show one of the curves; nothing is emitted.

        Args:
            name: of :data:`ccnet_core.tone_curve.CURVES`.
            title: the same in the window's language.
            points: of it.
        """
        if name != self.name or (self.chosen is not None and self.chosen >= len(points)):
            self.chosen = self._hovered = None
        self.name, self._points = name, points
        self.setAccessibleName(self.tr("Tone curve: {name}").format(name=title))
        self._tell()

    def show_tones(self, tones: Tones | None) -> None:
        """Draw another histogram behind the curve."""
        self._tones = tones
        self.update()

    @property
    def points(self) -> Points:
        """What is shown."""
        return self._points

    def position(self, point: tuple[float, float]) -> QPointF:
        """Where a point lies in the widget."""
        area = self._area
        return QPointF(area.left() + point[0] * area.width(), area.bottom() - point[1] * area.height())

    # Painting

    @property
    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def sizeHint(self) -> QSize:
        """As high as it is."""
        return QSize(_HEIGHT, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Well, quarters, histogram, curve, points."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 5, 5)
        painter.fillPath(outline, WELL)
        area = self._area
        painter.setPen(QPen(QColor(255, 255, 255, 20), 1))
        for quarter in range(5):
            x = round(area.left() + area.width() * quarter / 4) + 0.5
            y = round(area.top() + area.height() * quarter / 4) + 0.5
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        if self._tones is not None:
            self._paint_tones(painter, area, self._tones)
        painter.setPen(QPen(QColor(255, 255, 255, 60), 1, Qt.PenStyle.DashLine))
        painter.drawLine(area.bottomLeft(), area.topRight())
        self._paint_curve(painter, area)
        # The keys go here: the frame says so, as a ring does around a handle.
        painter.setPen(QPen(Colors.accent if self.hasFocus() else Colors.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_tones(self, painter: QPainter, area: QRectF, tones: Tones) -> None:
        filled = curve_path(shown_heights([getattr(tones, self.name)])[0], area)
        filled.lineTo(area.bottomRight())
        filled.lineTo(area.bottomLeft())
        filled.closeSubpath()
        shade = QColor(_SHOWN[self.name])
        shade.setAlpha(48)
        painter.fillPath(filled, shade)

    def _paint_curve(self, painter: QPainter, area: QRectF) -> None:
        x = np.linspace(0, 1, max(2, round(area.width())))
        y = ToneCurve().with_points(self.name, self._points).values(self.name, x)
        line = QPainterPath()
        line.addPolygon(QPolygonF([self.position(at) for at in zip(x.tolist(), y.tolist(), strict=True)]))
        color = _LINES[self.name] if self.isEnabled() else Colors.disabled
        painter.setPen(QPen(color, 1.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line)
        if not self.isEnabled():
            return
        for index, point in enumerate(self._points):
            near = index in (self.chosen, self._hovered)
            painter.setPen(QPen(WELL if index == self.chosen else color, 1.5))
            painter.setBrush(_MARK if index == self.chosen else WELL)
            radius = _POINT + (1 if near else 0)
            painter.drawEllipse(self.position(point), radius, radius)
        if self.chosen is not None:
            self._paint_numbers(painter, area)

    def _paint_numbers(self, painter: QPainter, area: QRectF) -> None:
        """What the chosen point makes of what, where the curve seldom is."""
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(200, 200, 200))
        corner = area.adjusted(6, 4, -6, -4)
        place = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(corner, int(place), self._numbers())

    def _numbers(self) -> str:
        assert self.chosen is not None
        x, y = (round(100 * value) for value in self._points[self.chosen])
        return f"{x} \N{RIGHTWARDS ARROW} {y}"

    def _tell(self) -> None:
        """Say to who cannot see it what is chosen."""
        if self.chosen is None:
            told = self.tr("{count} points").format(count=len(self._points))
        else:
            x, y = (round(100 * value) for value in self._points[self.chosen])
            told = self.tr("Point {number} of {count}: {x} becomes {y}").format(
                number=self.chosen + 1, count=len(self._points), x=x, y=y
            )
        self.setAccessibleDescription(told)
        self.update()

    # Changing

    def _choose(self, index: int | None) -> None:
        self.chosen = index
        self._tell()

    def _show(self, points: list[Point], dragging: bool) -> None:
        self._points = tuple(points)
        self._tell()
        self.changed.emit(self._points, dragging)

    def _add(self, x: float, y: float) -> bool:
        """Put a point where there is room for one, and choose it."""
        points = list(self._points)
        place = sum(point.x < x for point in points)
        if len(points) == MOST_POINTS or any(abs(point.x - x) < LEAST_STEP for point in points):
            return False
        points.insert(place, Point(x, y))
        self.chosen = place
        self._show(points, True)
        return True

    def _move(self, index: int, x: float, y: float) -> None:
        """Move a point, between its neighbours."""
        points = list(self._points)
        low = points[index - 1].x + LEAST_STEP if index else 0.0
        high = points[index + 1].x - LEAST_STEP if index + 1 < len(points) else 1.0
        moved = Point(round(min(max(x, low), high), 6), round(min(max(y, 0.0), 1.0), 6))
        if moved != points[index]:
            points[index] = moved
            self._show(points, True)

    def _remove(self, index: int, dragging: bool) -> None:
        """Take a point away; the ends go back to their corners."""
        points = list(self._points)
        if 0 < index < len(points) - 1:
            del points[index]
        else:
            points[index] = IDENTITY[0] if index == 0 else IDENTITY[1]
        self.chosen = None
        if tuple(points) != self._points:
            self._show(points, dragging)
        else:
            self._tell()

    def _at(self, position: QPointF) -> int | None:
        """The nearest point in reach."""
        distances = [
            (way.x() ** 2 + way.y() ** 2, index)
            for index, point in enumerate(self._points)
            for way in (self.position(point) - position,)
        ]
        distance, index = min(distances)
        return index if distance <= _REACH**2 else None

    def _values_at(self, position: QPointF) -> tuple[float, float]:
        area = self._area
        x = (position.x() - area.left()) / max(1.0, area.width())
        y = (area.bottom() - position.y()) / max(1.0, area.height())
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grasp a point, or a new one: of the curve if it is near, else here."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.released.emit()
        index = self._at(event.position())
        self._dragging = True
        if index is not None:
            self._choose(index)
            return
        x, y = self._values_at(event.position())
        on_curve = float(ToneCurve().with_points(self.name, self._points).values(self.name, x))
        if abs(self.position((x, on_curve)).y() - event.position().y()) <= _NEAR:
            y = on_curve
        self._dragging = self._add(round(x, 6), round(y, 6))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the point, or show what would be grasped."""
        if self._dragging and self.chosen is not None:
            self._move(self.chosen, *self._values_at(event.position()))
            return
        hovered = self._at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the point away that is here; of one that the first click added no step is left."""
        index = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self._remove(index, True)
            self.released.emit()

    def leaveEvent(self, event: object) -> None:
        """Nothing is hovered."""
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, move, add and take away."""
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        key = Qt.Key(event.key())
        if key in arrows and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = sum(arrows[key])
            start = (-1 if step > 0 else len(self._points)) if self.chosen is None else self.chosen
            self._choose(min(max(start + step, 0), len(self._points) - 1))
        elif key in arrows:
            index = 0 if self.chosen is None else self.chosen
            self._choose(index)
            step_of = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            x, y = self._points[index]
            self._move(index, x + step_of * arrows[key][0], y + step_of * arrows[key][1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert):
            index = min(self.chosen or 0, len(self._points) - 2)
            x = round((self._points[index].x + self._points[index + 1].x) / 2, 6)
            curve = ToneCurve().with_points(self.name, self._points)
            self.released.emit()
            self._add(x, round(float(curve.values(self.name, x)), 6))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chosen is not None:
            self._remove(self.chosen, False)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A row of steps by keys ends."""
        super().focusOutEvent(event)
        self.released.emit()
        self.update()


class CurveEditor(QWidget):
    """The four curves, one at a time.

    Attributes:
        tabs: which one is shown.
        graph: the curve.
        reset: sets the shown one back.

    Signals:
        changed: the curves, the step's name, and whether it is one of a row of changes.
        released: such a row has ended.
    """

    changed = Signal(object, str, bool)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve = ToneCurve()
        self._titles = (self.tr("Luminance"), self.tr("Red"), self.tr("Green"), self.tr("Blue"))
        letters = (self.tr("L"), self.tr("R"), self.tr("G"), self.tr("B"))
        self.tabs = Choice(letters, [self.tr("Tone curve: {name}").format(name=t) for t in self._titles])
        self.graph = CurveGraph()
        self.reset = QToolButton()
        self.reset.setProperty("compact", True)
        self.reset.setIcon(qtawesome.icon("mdi6.restore", color=Colors.text, color_disabled=Colors.line))
        self.reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.tabs, 1)
        head.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.graph)
        self.tabs.chosen.connect(lambda _: self._show())
        self.graph.changed.connect(self._change)
        self.graph.released.connect(self.released)
        self.reset.clicked.connect(self._reset)
        self._show()

    def set_curve(self, curve: ToneCurve) -> None:
        """Show other curves; nothing is emitted."""
        self._curve = curve
        self._show()

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, from the top."""
        return [*self.tabs.buttons, self.reset, self.graph]

    @property
    def _name(self) -> str:
        return CURVES[self.tabs.index]

    @property
    def _title(self) -> str:
        return self._titles[self.tabs.index]

    def _show(self) -> None:
        self.graph.show_curve(self._name, self._title, self._curve.of(self._name))
        for index, name in enumerate(CURVES):
            self.tabs.mark(index, not self._curve.is_identity(name))
        self.reset.setEnabled(self._curve.of(self._name) != IDENTITY)
        text = self.tr("Reset curve: {name}").format(name=self._title)
        self.reset.setToolTip(text)
        self.reset.setAccessibleName(text)

    def _change(self, points: Points, dragging: bool) -> None:
        text = self.tr("Tone curve: {name}").format(name=self._title)
        self.changed.emit(self._curve.with_points(self._name, points), text, dragging)

    def _reset(self) -> None:
        text = self.tr("Reset curve: {name}").format(name=self._title)
        self.changed.emit(self._curve.with_points(self._name, IDENTITY), text, False)
