"""What is as large as it wants to be where there is room, and scrolls on a small screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QScrollArea, QWidget

_LEAST_HEIGHT = 90
_WINDOW_FRAME = 60
"""Room for the frame of a window, and the bars of a desktop that do not tell their place."""


class Scrolled(QScrollArea):
    """Takes the height of what it holds, but can be made lower; its width fits always.

    What gets the keyboard is scrolled into sight.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Only what it holds gets the keyboard.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        # Qt does so for Tab alone, and not for access keys.
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._show_focused)

    def sizeHint(self) -> QSize:
        """As its content at its width."""
        hint, layout = self._content.sizeHint(), self._content.layout()
        if layout is not None and layout.hasHeightForWidth():
            width = max(self._content.width(), hint.width())
            hint = QSize(width, layout.totalHeightForWidth(width))
        return hint

    def minimumSizeHint(self) -> QSize:
        """As wide as its content needs, beside a scroll bar."""
        content = self._content.minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(content.width() + bar, min(content.height(), _LEAST_HEIGHT))

    def _show_focused(self, _: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and self._content.isAncestorOf(focused):
            self.ensureWidgetVisible(focused)


def scrolled_panel(content: QWidget) -> QScrollArea:
    """What a panel at the edge holds, of the panel's width, with a scroll bar that always has its place."""
    scroll = QScrollArea()
    scroll.setObjectName("panelScroll")
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # Nothing moves sideways when a part is hidden; where there is nothing to scroll no bar is painted.
    scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    bar = scroll.verticalScrollBar()
    bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    # It shows no focus, and a click beside what it holds leaves the keyboard where it is.
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(content)
    return scroll


def fit_on_screen(dialog: QDialog) -> None:
    """Give a dialog the size it wants, as far as its screen has room."""
    for area in dialog.findChildren(Scrolled):
        # What it holds may have become larger.
        area.updateGeometry()
    room = dialog.screen().availableSize()
    wanted = dialog.sizeHint().expandedTo(dialog.minimumSize())
    dialog.resize(wanted.width(), min(wanted.height(), room.height() - _WINDOW_FRAME))
