"""A labelled slider with a value box: drag, type, fine steps, double-click to reset."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QSlider, QSpinBox, QWidget

from app.widgets.elided import ElidedLabel
from app.widgets.theme import Colors
from ccnet_core.controls import Unit

_HANDLE = 13
_RING = _HANDLE / 2 + 3
"""Radius of what shows the focus around the handle; the line keeps it from the ends."""
_HEIGHT = 21
_LARGER = 1.3
"""How much larger the handle of the most important slider is."""
_BOX = QSize(64, 20)
_SUFFIXES = {Unit.PERCENT: " %", Unit.POINTS: "", Unit.STOPS: "", Unit.DEGREES: "°"}
_HUNDREDTHS = (Unit.PERCENT, Unit.POINTS)
"""Written as hundredths."""
_FINE = 0.2
"""How far the handle goes for a hand that holds Shift."""


class _Track(QSlider):
    """A slider that jumps to where it is clicked and resets on a double click, or by the Delete key.

    Its line is marked at the neutral value and filled from there to the handle, or shows the
    colours that it is about.

    Signals:
        reset: it was double-clicked.
    """

    reset = Signal()

    def __init__(self, neutral: int, colors: tuple[QColor, ...], parent: QWidget, *, large: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._neutral, self._colors = neutral, colors
        self._size = _LARGER if large else 1.0
        self._offset = 0.0
        self._at = 0.0
        self.setFixedHeight(round(_HEIGHT * self._size))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_colors(self, colors: tuple[QColor, ...]) -> None:
        """Show others on the line."""
        self._colors = colors
        self.update()

    def set_neutral(self, neutral: int) -> None:
        """Mark another value, to which it resets."""
        self._neutral = neutral
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line, mark, fill, handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        left, right = self.x_of(self.minimum()), self.x_of(self.maximum())
        thick = 4 * self._size
        line = QRectF(left, middle - thick / 2, right - left, thick)
        if self._colors and self.isEnabled():
            gradient = QLinearGradient(line.topLeft(), line.topRight())
            for index, color in enumerate(self._colors):
                gradient.setColorAt(index / (len(self._colors) - 1), color)
            painter.setBrush(gradient)
            painter.drawRoundedRect(line, thick / 2, thick / 2)
        else:
            painter.setBrush(Colors.line)
            painter.drawRoundedRect(line, thick / 2, thick / 2)
            start, end = sorted((self.x_of(self._neutral), self.x_of(self.value())))
            painter.setBrush(Colors.faint if self.isEnabled() else Colors.line)
            painter.drawRect(QRectF(start, line.top(), end - start, thick))
        painter.setBrush(Colors.faint if self.isEnabled() else Colors.disabled)
        painter.drawRect(QRectF(self.x_of(self._neutral) - 0.75, middle - 5, 1.5, 10))
        active = self.isEnabled() and (self.isSliderDown() or self.hasFocus() or self.underMouse())
        if self.hasFocus():
            # The keys go here: a ring tells it apart from a handle that is only hovered.
            painter.setPen(QPen(Colors.accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = _RING * self._size
            painter.drawEllipse(QPointF(self.x_of(self.value()), middle), ring, ring)
        handle = Colors.accent if active else Colors.text if self.isEnabled() else Colors.disabled
        painter.setPen(QPen(Colors.panel, 2))
        painter.setBrush(handle)
        radius = _HANDLE / 2 * self._size + 1
        painter.drawEllipse(QPointF(self.x_of(self.value()), middle), radius, radius)

    def x_of(self, value: int) -> float:
        """Where a value lies, in logical pixels from the left."""
        span = self.width() - 2 * self._end
        return self._end + span * (value - self.minimum()) / max(1, self.maximum() - self.minimum())

    def _value_at(self, x: float) -> int:
        span = max(1, self.width() - 2 * self._end)
        share = (x - self._end) / span
        return round(self.minimum() + share * (self.maximum() - self.minimum()))

    @property
    def _end(self) -> int:
        """Room for the ring beyond the ends of the line, where the handle can be."""
        return round(_RING * self._size) + 1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grasp the handle, or bring it here first."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._offset = self.x_of(self.value()) - event.position().x()
        self.setSliderDown(True)
        if abs(self._offset) > _HANDLE:
            self._offset = 0.0
            self.setSliderPosition(self._value_at(event.position().x()))
        self._at = event.position().x()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle; with Shift it follows slowly."""
        if self.isSliderDown():
            x = event.position().x()
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._offset -= (1 - _FINE) * (x - self._at)
            self._at = x
            self.setSliderPosition(self._value_at(event.position().x() + self._offset))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self.isSliderDown():
            self.setSliderDown(False)
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Reset."""
        self.reset.emit()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the slider has the focus: scrolling must not edit."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step by 5, with Shift by 1; Delete resets."""
        arrows = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
        step = arrows.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setValue(self._neutral)
            return
        if step is None:
            super().keyPressEvent(event)
            return
        fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        self.setValue(self.value() + step * (1 if fine else 5))


class Scale(Protocol):
    """How values are written where they are not written by their unit.

    Attributes:
        suffix: what stands behind the number.
    """

    suffix: str

    def text(self, value: float) -> str:
        """The number that a value is written as."""

    def value(self, number: float) -> float:
        """The value that is written as a number; it may lie beyond the ends."""


class _Box(QSpinBox):
    """A value box that keeps only the keys that edit a number, and gives the focus back when it is done."""

    def __init__(self, track: QWidget, unit: Unit, parent: QWidget) -> None:
        super().__init__(parent)
        self._track, self._unit = track, unit
        self._scale: Scale | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_scale(None)

    def set_scale(self, scale: Scale | None) -> None:
        """Write values by another scale than the unit's; None for that."""
        self._scale = scale
        # It writes the value anew.
        self.setSuffix(scale.suffix if scale else _SUFFIXES[self._unit])

    def textFromValue(self, value: int) -> str:
        """Hundredths as the unit shows them; where there are negative ones, positive ones show a sign."""
        if self._scale is not None:
            return self._scale.text(value / 100)
        text = str(value) if self._unit in _HUNDREDTHS else self.locale().toString(value / 100, "f", 2)
        return f"+{text}" if self.minimum() < 0 < value else text

    def valueFromText(self, text: str) -> int:
        """The way back, to the end of the scale where it is beyond; what is no number keeps the value."""
        value = self._number(text)
        if value is None:
            return self.value()
        if self._scale is not None:
            value = 100 * self._scale.value(value)
        hundredths = value if self._unit in _HUNDREDTHS else 100 * value
        return round(min(max(hundredths, self.minimum()), self.maximum()))

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        """Let numbers through while they are typed, with a sign and with either decimal mark."""
        number = text.removesuffix(self.suffix()).strip()
        if not all(c.isdigit() or c in "+-.," for c in number):
            return QValidator.State.Invalid, text, at
        known = self._number(text) is not None
        return QValidator.State.Acceptable if known else QValidator.State.Intermediate, text, at

    def _number(self, text: str) -> float | None:
        try:
            return float(text.removesuffix(self.suffix()).strip().replace(",", "."))
        except ValueError:
            return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the box has the focus: scrolling must not edit."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Leave letters and undo to the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.SelectAll):
                # The number is meant, not the photos of the window.
                event.accept()
                return True
            undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(
                QKeySequence.StandardKey.Redo
            )
            if undo or event.text().isalpha() or event.key() == Qt.Key.Key_Backslash:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the value, Escape leaves it as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.lineEdit().setText(self.textFromValue(self.value()) + self.suffix())
            self._track.setFocus()
        elif event.key() == Qt.Key.Key_Backslash:
            event.ignore()
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._track.setFocus()


class AdjustmentSlider(QWidget):
    """One adjustment, held in hundredths: its name and a value box above a line of full width.

    Attributes:
        neutral: the value that a double click sets.

    Signals:
        changed: the person changed the value; the value itself, and whether it is one of a row of changes, as
            in a drag, or while the focus stays.
        released: a drag ended, or a row of steps by keys or wheel: the focus is lost, or the handle grasped.
        reset: a double click on the slider, whose first press may have moved it.
    """

    changed = Signal(float, bool)
    released = Signal()
    reset = Signal()

    def __init__(
        self,
        label: str,
        tip: str,
        limits: tuple[float, float],
        neutral: float = 1.0,
        colors: tuple[QColor, ...] = (),
        unit: Unit = Unit.PERCENT,
        *,
        large: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Begin with the neutral value.

        Args:
            label: what it is called.
            tip: what it does.
            limits: the least and the largest value.
            neutral: the value that changes nothing.
            colors: what the line shows of the colours that it is about, from left to right.
            unit: how values are written.
            large: whether it is larger than others, as the most important one.
            parent: the owner.
        """
        super().__init__(parent)
        self.neutral = neutral
        low, high = (round(100 * limit) for limit in limits)
        self._track = _Track(round(100 * neutral), colors, self, large=large)
        self._track.setRange(low, high)
        self._track.setPageStep(10)
        self._track.setAccessibleName(label)
        self._box = _Box(self._track, unit, self)
        self._box.setRange(low, high)
        self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._box.setProperty("flat", True)
        self._box.setKeyboardTracking(False)
        self._box.setFixedSize(_BOX)
        self._box.setAccessibleName(label)
        self._tip = self.tr("{tip}\nA double click resets, or the Delete key.").format(tip=tip)
        # Cut, its own tip is the whole of it.
        name = ElidedLabel(label, self, Qt.TextElideMode.ElideMiddle)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # A file's name is no markup.
        name.setTextFormat(Qt.TextFormat.PlainText)
        if large:
            name.setProperty("role", "section")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(name, 0, 0)
        layout.addWidget(self._box, 0, 1)
        layout.addWidget(self._track, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        self.set_obstacle("")
        self.set_value(neutral)
        for widget in (name, self._track, self._box):
            widget.installEventFilter(self)
        self._track.reset.connect(self.reset)
        self._track.valueChanged.connect(self._moved)
        self._track.sliderReleased.connect(self.released)
        self._track.sliderPressed.connect(self.released)
        self._box.valueChanged.connect(self._step)

    @property
    def track(self) -> QSlider:
        """The slider itself."""
        return self._track

    @property
    def box(self) -> QSpinBox:
        """The value box."""
        return self._box

    @property
    def value(self) -> float:
        """The value; 1 is 100 %, a stop or a degree."""
        return self._track.value() / 100

    def set_value(self, value: float) -> None:
        """Show a value; nothing is emitted."""
        for widget in (self._track, self._box):
            widget.blockSignals(True)
            widget.setValue(round(100 * value))
            widget.blockSignals(False)
        self._track.update()

    def drag_to(self, value: float) -> None:
        """Change the value as far as its ends, as who drags the handle does."""
        self._track.setValue(round(100 * value))

    def set_neutral(self, neutral: float) -> None:
        """Reset to another value, in hundredths, and mark it; the value stays."""
        hundredths = round(100 * neutral)
        self.neutral = hundredths / 100
        self._track.set_neutral(hundredths)

    def set_scale(self, scale: Scale | None) -> None:
        """Write values by another scale than the unit's; None for that."""
        self._box.set_scale(scale)

    def set_colors(self, colors: tuple[QColor, ...]) -> None:
        """Show other colours on the line."""
        self._track.set_colors(colors)

    def set_name(self, name: str) -> None:
        """Call it otherwise where it is not seen beneath what, and in its tool tip."""
        self._track.setAccessibleName(name)
        self._box.setAccessibleName(name)
        self._tip = self.tr("{tip}\nA double click resets, or the Delete key.").format(tip=name)
        self._explain("")

    def set_obstacle(self, reason: str) -> None:
        """Disable the slider and say in its tool tip why; empty enables it."""
        self.setEnabled(not reason)
        self._explain(reason)

    def hide_value(self, reason: str) -> None:
        """Leave only the name, and say in its tool tip why; empty shows the value again."""
        self._track.setVisible(not reason)
        self._box.setVisible(not reason)
        self._explain(reason)

    def _explain(self, reason: str) -> None:
        """Say in the tool tip why it cannot be moved; empty for what it does."""
        # The name has it from here.
        for widget in (self, self._track, self._box):
            widget.setToolTip(reason or self._tip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on the label resets what it shows too; where the focus goes, a row of steps ends."""
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(watched, QLabel):
            if self.isEnabled() and self._track.isVisibleTo(self):
                self._change(self.neutral)
            return True
        if event.type() == QEvent.Type.FocusOut:
            self.released.emit()
        return super().eventFilter(watched, event)

    def _moved(self, position: int) -> None:
        self.set_value(position / 100)
        self.changed.emit(self.value, self._track.isSliderDown() or self._track.hasFocus())

    def _step(self, value: int) -> None:
        self.set_value(value / 100)
        self.changed.emit(self.value, self._box.hasFocus())

    def _change(self, value: float) -> None:
        self.set_value(value)
        self.changed.emit(self.value, False)
