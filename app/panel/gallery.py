"""Thumbnails to choose styles and presets from, each rendered on the person's own photo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCursor,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QGridLayout, QSizePolicy, QToolTip, QWidget

from app.widgets.images import cover
from app.widgets.theme import Colors

_FEWEST_COLUMNS = 2
_SPACING = 6
_THUMBNAIL = QSize(100, 68)
_CAPTION = 19
_ABOVE_TIP = 14
"""Qt places a tool tip at least so far below where it is asked for."""
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class StyleButton(QAbstractButton):
    """A style as a picture with its name; checked while the photo follows it.

    Attributes:
        caption: what is written below the picture.

    Signals:
        chosen: it was clicked, and whether Ctrl was held to mix it with the others.
        rested: whether the pointer, or the focus that the keyboard moved, rests on it now.
    """

    chosen = Signal(bool)
    rested = Signal(bool)

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(name)
        self.caption = name
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._picture: QImage | None = None
        self._mixing = False
        self.clicked.connect(lambda: self.chosen.emit(self._mixing))

    def set_picture(self, picture: QImage | None) -> None:
        """Show the photo in this style; None while it is not known."""
        self._picture = picture
        self.update()

    @property
    def picture(self) -> QImage | None:
        """What is shown."""
        return self._picture

    def sizeHint(self) -> QSize:
        """Thumbnail and caption."""
        return _THUMBNAIL + QSize(0, _CAPTION)

    def nextCheckState(self) -> None:
        """The window decides what is checked, by the adjustments."""

    def event(self, event: QEvent) -> bool:
        """Give the tool tip below the name, which it would cover at the pointer."""
        if event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height() - _ABOVE_TIP)), self.toolTip(), self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember whether Ctrl was held."""
        self._mixing = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mouseReleaseEvent(event)
        self._mixing = False

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Ctrl mixes with the space bar too."""
        self._mixing = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().keyReleaseEvent(event)
        self._mixing = False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        super().enterEvent(event)
        self.update()
        self.rested.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer goes on."""
        super().leaveEvent(event)
        self.update()
        self.rested.emit(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A click takes the focus too, but decides rather than looks."""
        super().focusInEvent(event)
        if event.reason() in _BY_KEYBOARD:
            self.rested.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on."""
        super().focusOutEvent(event)
        if not self.underMouse():
            self.rested.emit(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Thumbnail, frame, caption."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(QPointF(1, 1), QRectF(0, 0, self.width() - 2, _THUMBNAIL.height() - 2).size())
        outline = QPainterPath()
        outline.addRoundedRect(frame, 4, 4)
        painter.fillPath(outline, Colors.raised)
        if self._picture is not None:
            painter.setClipPath(outline)
            painter.drawImage(frame, self._picture, cover(self._picture, frame))
            painter.setClipping(False)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            painter.setPen(QPen(Colors.accent if self.isChecked() else Colors.faint, 2))
            painter.drawPath(outline)
        painter.setPen(Colors.text if self.isEnabled() else Colors.disabled)
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        caption = QRectF(0, _THUMBNAIL.height(), self.width(), _CAPTION)
        text = painter.fontMetrics().elidedText(self.caption, Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, text)


class Gallery(QWidget):
    """A grid of styles or presets, with as many in a row as there is room for.

    Signals:
        chosen: the index of the one that was clicked, and whether to mix it with the others.
        rested: the index of the one that the pointer or the keyboard rests on; -1 when it goes away.
        menu_requested: the index of the one whose menu is asked for, and where on the screen.
    """

    chosen = Signal(int, bool)
    rested = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, tip: str, names: Sequence[str] = (), parent: QWidget | None = None) -> None:
        """Build the grid.

        Args:
            tip: the tool tip of each, with ``{name}``.
            names: what to choose from.
            parent: the owner.
        """
        super().__init__(parent)
        self._tip = tip
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_SPACING)
        self._columns = _FEWEST_COLUMNS
        # Its width is given; the columns follow.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons: list[StyleButton] = []
        self.set_names(names)

    def set_names(self, names: Sequence[str]) -> None:
        """Offer these instead."""
        for button in self.buttons:
            self._grid.removeWidget(button)
            # Another may be added under the pointer at once: this one has nothing to say any more.
            button.blockSignals(True)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(index, name) for index, name in enumerate(names)]
        self._arrange()
        self.setVisible(bool(names))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number may fit into a row."""
        super().resizeEvent(event)
        columns = max(_FEWEST_COLUMNS, (self.width() + _SPACING) // (_THUMBNAIL.width() + _SPACING))
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def set_checked(self, names: set[str]) -> None:
        """Mark the ones that are followed."""
        for button in self.buttons:
            button.setChecked(button.text() in names)

    def scrolled(self) -> None:
        """What the pointer was on may be elsewhere now; Qt tells that only when the pointer moves."""
        for button in self.buttons:
            beneath = button.mapFromGlobal(QCursor.pos())
            if button.underMouse() and not button.visibleRegion().contains(beneath):
                QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))

    def clear_pictures(self) -> None:
        """Another photo is open: its thumbnails are not made yet."""
        for button in self.buttons:
            button.set_picture(None)

    def _button(self, index: int, name: str) -> StyleButton:
        button = StyleButton(name, self._tip.format(name=name), self)
        button.chosen.connect(lambda mix: self.chosen.emit(index, mix))
        button.rested.connect(lambda here: self.rested.emit(index if here else -1))
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(
            lambda at: self.menu_requested.emit(index, button.mapToGlobal(at))
        )
        return button

    def _arrange(self) -> None:
        for column in range(max(self._columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, int(column < self._columns))
        for index, button in enumerate(self.buttons):
            self._grid.addWidget(button, index // self._columns, index % self._columns)
