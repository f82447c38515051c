"""The keyboard goes where the mouse clicks only for as long as the pointer stays there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget


class MouseFocus(QObject):
    """Watches the widgets in an area that get the focus by a click.

    After a drag the arrow keys still nudge the slider, until the hand goes on to something else: then they
    are no longer meant for it. What is reached by the keyboard, or typed into, keeps the focus.

    Signals:
        left: the pointer left what has the focus by a click.
    """

    left = Signal()

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._clicked: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pointer leaves what was clicked, or something is typed into it."""
        if watched is self._clicked:
            if event.type() == QEvent.Type.Leave and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
                self._clicked = None
                self.left.emit()
            elif event.type() == QEvent.Type.KeyPress and isinstance(watched, QAbstractSpinBox):
                self._clicked = None
        return super().eventFilter(watched, event)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        # In another window nothing has the focus; back in this one the same widget has it again.
        if now is None or now is self._clicked:
            return
        clicked = self._area.isAncestorOf(now) and QApplication.mouseButtons() != Qt.MouseButton.NoButton
        self._clicked = now if clicked else None
        if clicked:
            now.installEventFilter(self)
