"""The keyboard goes where the mouse clicks only for as long as the pointer stays there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QWidget


class MouseFocus(QObject):
    """Watches the widgets in an area that get the focus by a click.

    After a drag the arrow keys still nudge the slider, until the hand goes on to something else: then they
    are no longer meant for it. What is reached by the keyboard, or typed or pasted into, keeps the focus.
    While a menu or a dialog is open the pointer is there on its behalf, and nothing is left.

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
        application.focusChanged.connect(self._follow_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pointer leaves what was clicked, or something is typed into it."""
        if watched is self._clicked:
            if event.type() == QEvent.Type.Leave:
                self._leave_clicked()
            elif event.type() == QEvent.Type.FocusIn:
                # A menu or a dialog is closed; what was chosen there is done first.
                QTimer.singleShot(0, self, self._leave_from_afar)
            elif event.type() == QEvent.Type.KeyPress and isinstance(watched, QAbstractSpinBox):
                self._clicked = None
        return super().eventFilter(watched, event)

    def _leave_clicked(self) -> None:
        """The pointer is no longer over what was clicked."""
        held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if held or QApplication.activePopupWidget() or QApplication.activeModalWidget():
            return
        field = _field(self._clicked)
        self._clicked = None
        if field is None or not field.isModified():
            self.left.emit()

    def _leave_from_afar(self) -> None:
        """The pointer may have gone unseen, while there was something in front of the window."""
        clicked = self._clicked
        # What is gone by now has no focus.
        if clicked is None or clicked is not QApplication.focusWidget():
            return
        field = _field(clicked)
        if field is not None and field.hasSelectedText():
            # Selected by the menu, to be typed over.
            self._clicked = None
        elif not clicked.rect().contains(clicked.mapFromGlobal(QCursor.pos())):
            self._leave_clicked()

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        # In another window nothing has the focus; back in this one the same widget has it again.
        if now is None or now is self._clicked:
            return
        clicked = self._area.isAncestorOf(now) and QApplication.mouseButtons() != Qt.MouseButton.NoButton
        self._clicked = now if clicked else None
        if clicked:
            now.installEventFilter(self)
            field = _field(now)
            if field is not None:
                # What was typed earlier is taken.
                field.setModified(False)


def _field(widget: QWidget | None) -> QLineEdit | None:
    """What is typed into in a box."""
    field = widget.findChild(QLineEdit) if isinstance(widget, QAbstractSpinBox) else None
    return field if isinstance(field, QLineEdit) else None
