"""What is decided about the frame by numbers and buttons, in the place of the adjustments."""

from __future__ import annotations

from dataclasses import replace

import qtawesome
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.crop.shapes import Ground
from app.panel.panel import WIDTHS
from app.panel.section import heading, mode_layouts, rule
from app.panel.slider import AdjustmentSlider
from app.widgets.spin_box import SpinBox
from app.widgets.theme import Colors
from ccnet_core.controls import Unit
from ccnet_core.geometry import LARGEST_ANGLE, Geometry

_FREE, _ORIGINAL, _OWN = "free", "original", "own"
_RATIOS = ("1:1", "5:4", "4:3", "3:2", "16:9")
_SAME = 0.004
"""By how much the sides of a frame of whole pixels may miss a ratio."""
_MOST = 999
_WIDE = 68


class CropPanel(QWidget):
    """Shape, angle and turns of the frame, and the buttons that take it or give it up.

    Attributes:
        shapes: the choice of a ratio of its sides.
        angle: the slider that straightens.
        level: whether the next drag in the photo is a line along what is to be level.
        pixels: how many the frame has.
        reset: shows the photo as it is stored, and all of it.
        cancel: gives up.
        done: takes the frame.

    Signals:
        decided: a new geometry, the step's name, and whether it is one of a row, as in a drag.
        released: a row of steps has ended.
        ratio_changed: another ratio is chosen: width for a height of 1; None for any.
        swap_requested: the frame is to lie where it stands, or stand where it lies.
        turning: whether the photo is turned at this moment.
    """

    decided = Signal(Geometry, str, bool)
    released = Signal()
    ratio_changed = Signal(object)
    swap_requested = Signal()
    turning = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(WIDTHS[0])
        self.setMaximumWidth(WIDTHS[1])
        self._geometry = Geometry()
        self._photo = QSize(1, 1)
        self._build_shapes()
        self._build_angle()
        self.pixels = QLabel()
        self.pixels.setProperty("role", "hint")
        self.reset = QPushButton(self.tr("Reset"))
        self.reset.setToolTip(self.tr("Show all of the photo again, as it is stored"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Leave the photo as it was (Escape)"))
        self.done = QPushButton(self.tr("Apply"))
        self.done.setProperty("primary", True)
        self.done.setToolTip(self.tr("Take the frame (Enter)"))
        self.reset.clicked.connect(lambda: self._decide(self.tr("Reset crop"), Geometry()))
        self._turns = QHBoxLayout()
        self._turns.setSpacing(6)
        self._build_layout()

    def set_turns(self, actions: list[QAction]) -> None:
        """Offer the commands that turn and flip, by their icons: words need more room than the panel has."""
        for action in actions:
            button = QPushButton(action.icon(), "")
            button.setToolTip(action.toolTip())
            button.setAccessibleName(action.text())
            button.clicked.connect(action.trigger)
            self._turns.addWidget(button, 1)

    def begin(self, size: QSize, geometry: Geometry) -> None:
        """Show the frame of another photo; the choice of its shape follows it where it is cropped.

        Args:
            size: of the photo in its own pixels, as it is stored.
            geometry: the frame.
        """
        self._photo = QSize(size)
        self.set_geometry(geometry)
        chosen = _FREE
        rect, whole = self._ground.rect(geometry.crop), self._ground
        if (rect.width, rect.height) != (whole.width, whole.height):
            for key in (_ORIGINAL, *_RATIOS):
                ratio = self._ratio_of(key)
                assert ratio is not None
                if any(abs(rect.width / rect.height / wanted - 1) < _SAME for wanted in (ratio, 1 / ratio)):
                    chosen = key
                    break
        with QSignalBlocker(self.shapes):
            self.shapes.setCurrentIndex(self.shapes.findData(chosen))
        self._show_own()

    def set_geometry(self, geometry: Geometry) -> None:
        """Show a frame; nothing is emitted."""
        self._geometry = geometry
        self.angle.set_value(geometry.straighten)
        height, width = geometry.size(self._photo.height(), self._photo.width())
        self.pixels.setText(self.tr("{width} × {height} pixels").format(width=width, height=height))
        self.reset.setEnabled(not geometry.is_neutral)

    @property
    def ratio(self) -> float | None:
        """The chosen ratio: width for a height of 1, or the other way round; None for any."""
        return self._ratio_of(self.shapes.currentData())

    @property
    def _ground(self) -> Ground:
        height, width = self._geometry.upright(self._photo.height(), self._photo.width())
        return Ground(width, height, self._geometry.straighten)

    def _ratio_of(self, key: str) -> float | None:
        if key == _FREE:
            return None
        if key == _ORIGINAL:
            return self._ground.shape
        if key == _OWN:
            return self.own[0].value() / self.own[1].value()
        width, height = map(int, key.split(":"))
        return width / height

    def _build_shapes(self) -> None:
        self.shapes = QComboBox()
        self.shapes.setAccessibleName(self.tr("Aspect ratio"))
        self.shapes.addItem(self.tr("Free"), _FREE)
        self.shapes.addItem(self.tr("Original"), _ORIGINAL)
        for name in _RATIOS:
            self.shapes.addItem(name.replace(":", " : "), name)
        self.shapes.addItem(self.tr("Own ratio"), _OWN)
        self.shapes.setMaxVisibleItems(self.shapes.count())
        self.swap = QToolButton()
        self.swap.setProperty("boxed", True)
        self.swap.setIcon(qtawesome.icon("mdi6.swap-horizontal", color=Colors.text))
        self.swap.setToolTip(self.tr("Swap width and height (X)"))
        self.swap.setAccessibleName(self.tr("Swap width and height"))
        self.swap.clicked.connect(self.swap_requested)
        self.own = (SpinBox(), SpinBox())
        for box, name, value in zip(self.own, (self.tr("Width"), self.tr("Height")), (7, 5), strict=True):
            box.setRange(1, _MOST)
            box.setValue(value)
            box.setAccessibleName(name)
            box.setFixedWidth(_WIDE)
            box.valueChanged.connect(self._choose_ratio)
        self._own_row = QWidget()
        row = QHBoxLayout(self._own_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.own[0])
        row.addWidget(QLabel(":"))
        row.addWidget(self.own[1])
        row.addStretch(1)
        self.shapes.currentIndexChanged.connect(self._choose_ratio)
        self._show_own()

    def _build_angle(self) -> None:
        self.angle = AdjustmentSlider(
            self.tr("Angle"),
            self.tr("Turns the photo until what is to be level is level."),
            (-LARGEST_ANGLE, LARGEST_ANGLE),
            0.0,
            (),
            Unit.DEGREES,
        )
        self.angle.changed.connect(self._straighten)
        self.angle.reset.connect(lambda: self._straighten(0.0, True))
        self.angle.released.connect(self.released)
        self.angle.track.sliderPressed.connect(lambda: self.turning.emit(True))
        self.angle.track.sliderReleased.connect(lambda: self.turning.emit(False))
        self.level = QPushButton(
            qtawesome.icon("mdi6.spirit-level", color=Colors.text), self.tr("Level by a line")
        )
        self.level.setCheckable(True)
        self.level.setToolTip(
            self.tr("Draw a line in the photo along the horizon or an edge; Ctrl and a drag do the same")
        )

    def _build_layout(self) -> None:
        shape = QHBoxLayout()
        shape.setSpacing(8)
        shape.addWidget(self.shapes, 1)
        shape.addWidget(self.swap)
        body, foot = mode_layouts(self)
        body.addWidget(heading(self.tr("Aspect ratio")))
        body.addLayout(shape)
        body.addWidget(self._own_row)
        body.addWidget(self.pixels)
        body.addSpacing(8)
        body.addWidget(rule())
        body.addSpacing(4)
        body.addWidget(heading(self.tr("Straighten")))
        body.addWidget(self.angle)
        body.addWidget(self.level)
        body.addSpacing(8)
        body.addWidget(rule())
        body.addSpacing(4)
        body.addWidget(heading(self.tr("Rotate and flip")))
        body.addLayout(self._turns)
        body.addStretch(1)
        hint = QLabel(
            self.tr("Drag a side or corner to crop, inside to move the frame, outside to turn the photo.")
        )
        hint.setProperty("role", "hint")
        hint.setWordWrap(True)
        body.addWidget(hint)
        foot.addWidget(self.reset)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, else takes the frame; Escape gives it up."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (focused if isinstance(focused, QAbstractButton) else self.done).click()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel.click()
        elif event.key() == Qt.Key.Key_X:
            self.swap_requested.emit()
        else:
            super().keyPressEvent(event)

    def _choose_ratio(self) -> None:
        self._show_own()
        self.ratio_changed.emit(self.ratio)

    def _show_own(self) -> None:
        self._own_row.setVisible(self.shapes.currentData() == _OWN)

    def _straighten(self, degrees: float, in_row: bool) -> None:
        text = self.tr("Straighten {degrees}").format(degrees=self.angle.box.text())
        self.decided.emit(replace(self._geometry, straighten=degrees), text, in_row)

    def _decide(self, text: str, geometry: Geometry) -> None:
        self.decided.emit(geometry, text, False)
