"""The choice of a part of a reference picture whose colours are followed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from app.widgets.theme import Colors
from ccnet_core.geometry import WHOLE, Crop

_LEAST = 0.05
"""Share of a side that a part has at least."""
_STEP = 0.02
_SHADE = QColor(0, 0, 0, 150)
_SIZE = QSize(480, 360)
_DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PartView(QWidget):
    """A picture with a part of it that can be drawn; the keyboard moves and sizes it.

    Signals:
        changed: the part is another.
    """

    changed = Signal()

    def __init__(self, picture: QImage, part: Crop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._part = picture, part
        self._begin: QPointF | None = None
        self.setMinimumSize(_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Part of the picture"))
        self.setAccessibleDescription(
            self.tr(
                "Its colours are followed. Drag over the picture, or move it with the arrow keys and size it "
                "with Shift and the arrow keys."
            )
        )

    @property
    def part(self) -> Crop:
        """What counts of the picture, in shares of it."""
        return self._part

    def set_part(self, part: Crop) -> None:
        """Choose a part."""
        if part != self._part:
            self._part = part
            self.update()
            self.changed.emit()

    def frame(self) -> QRectF:
        """Where the picture is shown."""
        size = QSizeF(self._picture.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        frame = QRectF(QPointF(), size)
        frame.moveCenter(QRectF(self.rect()).center())
        return frame

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a part."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin = self._share(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw it."""
        if self._begin is not None:
            self.set_part(_between(self._begin, self._share(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It stays; a click alone chooses nothing."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move it, or with Shift change its size."""
        direction = _DIRECTIONS.get(Qt.Key(event.key()))
        if direction is None:
            super().keyPressEvent(event)
            return
        across, down = (_STEP * step for step in direction)
        left, top, width, height = self._part
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            width, height = (
                min(max(length + step, _LEAST), 1 - start)
                for length, step, start in ((width, across, left), (height, down, top))
            )
        else:
            left, top = (
                min(max(start + step, 0.0), 1 - length)
                for start, step, length in ((left, across, width), (top, down, height))
            )
        self.set_part(Crop(left, top, width, height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, what does not count darkened, and the frame of what does."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = self.frame()
        painter.drawImage(frame, self._picture)
        part = QRectF(
            frame.left() + self._part.left * frame.width(),
            frame.top() + self._part.top * frame.height(),
            self._part.width * frame.width(),
            self._part.height * frame.height(),
        )
        painter.fillRect(QRectF(frame.topLeft(), QPointF(frame.right(), part.top())), _SHADE)
        painter.fillRect(QRectF(QPointF(frame.left(), part.bottom()), frame.bottomRight()), _SHADE)
        painter.fillRect(QRectF(QPointF(frame.left(), part.top()), part.bottomLeft()), _SHADE)
        painter.fillRect(QRectF(part.topRight(), QPointF(frame.right(), part.bottom())), _SHADE)
        painter.setPen(QPen(Colors.accent if self.hasFocus() else QColor(255, 255, 255), 2))
        painter.drawRect(part.adjusted(1, 1, -1, -1))

    def _share(self, at: QPointF) -> QPointF:
        """A place in shares of the picture."""
        frame = self.frame()
        x, y = (at.x() - frame.left()) / frame.width(), (at.y() - frame.top()) / frame.height()
        return QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))


class PartDialog(QDialog):
    """Asks for a part of a reference picture.

    Attributes:
        view: the picture with the part.
        whole: the button that chooses all of it.
    """

    def __init__(self, name: str, picture: QImage, part: Crop, parent: QWidget | None = None) -> None:
        """Build the dialog.

        Args:
            name: of the reference.
            picture: the picture, of any size.
            part: what counts of it so far.
            parent: the owner.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Colours of {name}").format(name=name))
        self.view = PartView(picture, part)
        hint = QLabel(self.tr("Drag over the part whose colours count."))
        hint.setProperty("role", "hint")
        buttons = QDialogButtonBox()
        self.whole = buttons.addButton(self.tr("Whole picture"), QDialogButtonBox.ButtonRole.ResetRole)
        apply = buttons.addButton(self.tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        apply.setDefault(True)
        self.whole.clicked.connect(lambda: self.view.set_part(WHOLE))
        self.whole.setEnabled(part != WHOLE)
        self.view.changed.connect(lambda: self.whole.setEnabled(self.part != WHOLE))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(hint)
        layout.addWidget(self.view, 1)
        layout.addWidget(buttons)
        self.view.setFocus()

    @property
    def part(self) -> Crop:
        """What is chosen."""
        return self.view.part


def _between(first: QPointF, second: QPointF) -> Crop:
    """The part between two corners, not too small."""
    sides = []
    for one, other in ((first.x(), second.x()), (first.y(), second.y())):
        start, length = min(one, other), max(abs(one - other), _LEAST)
        sides.append((min(start, 1 - length), length))
    (left, width), (top, height) = sides
    return Crop(left, top, width, height)
