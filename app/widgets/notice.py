"""Messages that lie over the photo: nothing moves, nothing is blocked, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import qtawesome
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.widgets.theme import Colors

_MARGIN = 12
_ABOVE_HANDLES = 4
"""Logical pixels between a message and what is grasped below it."""
_WIDEST = 640
"""A longer message takes several lines."""
_SHOWN = 2
"""So many at once; older ones wait until those are dismissed."""
_READ_MS, _ACT_MS = 8_000, 15_000
"""How long news stay, without and with something to do about them."""
_BESIDE = 8
"""More than its words a label takes, at least."""
_PACING = (
    QEvent.Type.Enter,
    QEvent.Type.Leave,
    QEvent.Type.FocusIn,
    QEvent.Type.FocusOut,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.WindowActivate,
    QEvent.Type.WindowDeactivate,
)
"""After these somebody may have begun or ended to attend to a message."""


class NoticeLine(QFrame):
    """One message, with an optional action.

    News leave by themselves, once they were seen for a while, with neither the pointer nor the keyboard in
    them.

    Attributes:
        kind: "message" for news, "offer" or "error".
        of_photo: whether it is about the open photo alone.
    """

    def __init__(
        self, message: str, kind: str, dismiss: Callable[[NoticeLine], object], *, of_photo: bool = False
    ) -> None:
        super().__init__()
        self._dismiss, self.of_photo = dismiss, of_photo
        self.setObjectName("notice")
        self.setAccessibleName(message)
        self.setProperty("kind", kind)
        self.kind = kind
        error = kind == "error"
        icon = QLabel()
        name = "mdi6.alert-circle-outline" if error else "mdi6.information-outline"
        icon.setPixmap(qtawesome.icon(name, color=Colors.error if error else Colors.accent).pixmap(18, 18))
        self.text = QLabel(message)
        # A file's name is no markup.
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton()
        self.action.hide()
        close = QToolButton()
        close.setIcon(qtawesome.icon("mdi6.close", color=Colors.faint))
        close.setAccessibleName(self.tr("Dismiss"))
        close.setToolTip(self.tr("Dismiss"))
        close.clicked.connect(lambda: dismiss(self))
        self.close_button = close
        self.leaving = QTimer(self)
        self.leaving.setSingleShot(True)
        self.leaving.setInterval(_READ_MS)
        self.leaving.timeout.connect(lambda: dismiss(self))
        for button in (self.action, close):
            button.installEventFilter(self)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 7, 7)
        layout.setSpacing(10)
        layout.addWidget(icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action)
        layout.addWidget(close)

    @property
    def wanted_width(self) -> int:
        """Of all of it in one line, in logical pixels."""
        text = QFontMetrics(self.text.font()).horizontalAdvance(self.text.text()) + _BESIDE
        margins, shown = self._layout.contentsMargins(), 2 + self.action.isVisibleTo(self)
        others = sum(
            item.sizeHint().width()
            for item in (self._layout.itemAt(index) for index in range(self._layout.count()))
            if item is not None and item.widget() is not self.text
        )
        return text + others + shown * self._layout.spacing() + margins.left() + margins.right()

    def offer(self, action: str, callback: Callable[[], object]) -> None:
        """Offer to do something about it, which takes longer to decide."""
        self.action.setText(action)
        self.action.clicked.connect(callback)
        self.action.show()
        self.leaving.setInterval(_ACT_MS)

    def event(self, event: QEvent) -> bool:
        """Time runs while nobody attends to it."""
        done = super().event(event)
        if event.type() in _PACING:
            self._pace()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard comes to a button, or goes."""
        if event.type() in _PACING:
            self._pace()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape dismisses it from any of its buttons."""
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss(self)
        else:
            super().keyPressEvent(event)

    def _pace(self) -> None:
        focused = QApplication.focusWidget()
        attended = self.underMouse() or (focused is not None and self.isAncestorOf(focused))
        if self.kind == "message" and self.isVisible() and self.isActiveWindow() and not attended:
            self.leaving.start()
        else:
            self.leaving.stop()


class Notice(QWidget):
    """What happened, the newest lowest, at the bottom of the widget that it lies over.

    It is as wide as its words need. A screen reader is told of each as it comes.

    A failure stays until it is dismissed, and so does an offer; news take the place of older news, and leave
    by themselves. What is about the open photo leaves with it; what is about a file, several photos or the
    program, as that something is exported, stays.

    Attributes:
        lines: one for each message, newest first; the first few are visible.
        more: how many older ones there are.

    Signals:
        passed: a message that is not told any more, and whose action was not wanted.
    """

    passed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handles: Callable[[], Sequence[QRect]] = list
        self.lines: list[NoticeLine] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.more = QLabel()
        self.more.setObjectName("noticeMore")
        self._layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignRight)
        self._none = NoticeLine("", "message", lambda _: None)
        self._none.setParent(self)
        self._none.hide()
        self.hide()

    @property
    def messages(self) -> list[str]:
        """What is told, newest first."""
        return [line.text.text() for line in self.lines]

    @property
    def text(self) -> QLabel:
        """The newest message."""
        return self._newest.text

    @property
    def action(self) -> QPushButton:
        """What the newest message offers."""
        return self._newest.action

    def lie_over(self, widget: QWidget) -> None:
        """Stay at the bottom of a widget, whatever its size."""
        self.setParent(widget)
        widget.installEventFilter(self)

    def keep_clear(self, handles: Callable[[], Sequence[QRect]]) -> None:
        """Lie over no handle, as far as there is room above them.

        Args:
            handles: where they are now, in the widget below; :meth:`make_way` has them looked at anew.
        """
        self._handles = handles

    def make_way(self) -> None:
        """Handles are elsewhere, or there are others."""
        self._place()

    def show_error(
        self,
        message: str,
        action: str = "",
        callback: Callable[[], object] | None = None,
        *,
        of_photo: bool = False,
    ) -> None:
        """Say that something failed, and offer what may help."""
        self._add_line(message, "error", action, callback, of_photo=of_photo)

    def show_message(
        self,
        message: str,
        action: str = "",
        callback: Callable[[], object] | None = None,
        *,
        of_photo: bool = False,
    ) -> None:
        """Say that something happened, and offer what may follow."""
        self._add_line(message, "message", action, callback, of_photo=of_photo)

    def show_offer(self, message: str, action: str, callback: Callable[[], object]) -> None:
        """Offer what may be wanted later, whatever happens meanwhile."""
        self._add_line(message, "offer", action, callback, of_photo=False)

    def leave_photo(self) -> None:
        """Another photo takes the open one's place: dismiss what is about that alone."""
        for line in [line for line in self.lines if line.of_photo]:
            self._dismiss(line)

    def take_focus(self) -> None:
        """Give the keyboard to the newest message: to what it offers, else to what dismisses it."""
        if self.lines:
            line = self._newest
            button = line.action if line.action.isVisibleTo(line) else line.close_button
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Dismiss everything."""
        for line in list(self.lines):
            self._remove(line)
        self._arrange()

    def dismiss(self, message: str) -> None:
        """Dismiss one that is out of date; nothing happens if it is not told any more."""
        for line in [line for line in self.lines if line.text.text() == message]:
            self._dismiss(line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the widget below."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return super().eventFilter(watched, event)

    @property
    def _newest(self) -> NoticeLine:
        return self.lines[0] if self.lines else self._none

    def _add_line(
        self,
        message: str,
        kind: str,
        action: str,
        callback: Callable[[], object] | None,
        *,
        of_photo: bool,
    ) -> None:
        for line in list(self.lines):
            # The same again is no second message, and news do not pile up.
            if line.text.text() == message or line.kind == kind == "message":
                self._remove(line)
        line = NoticeLine(message, kind, self._dismiss, of_photo=of_photo)
        if callback is not None:
            line.offer(action, lambda: self._carry_out(line, callback))
        self.lines.insert(0, line)
        self._layout.addWidget(line)
        self._arrange()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(line, message))

    def _carry_out(self, line: NoticeLine, callback: Callable[[], object]) -> None:
        self._remove_line(line)
        self._arrange()
        callback()

    def _dismiss(self, line: NoticeLine) -> None:
        if line in self.lines:
            self._remove(line)
            self._arrange()

    def _remove(self, line: NoticeLine) -> None:
        self._remove_line(line)
        self.passed.emit(line.text.text())

    def _remove_line(self, line: NoticeLine) -> None:
        self.lines.remove(line)
        self._layout.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _arrange(self) -> None:
        for index, line in enumerate(self.lines):
            line.setVisible(index < _SHOWN)
        hidden = len(self.lines) - _SHOWN
        self.more.setText(self.tr("{count} older").format(count=hidden))
        self.more.setVisible(hidden > 0)
        # First in its place: what appears below the pointer counts as pointed at.
        self._place()
        self.setVisible(bool(self.lines))

    def _place(self) -> None:
        below = self.parentWidget()
        if below is None or not self.lines:
            return
        room = max(0, below.width() - 2 * _MARGIN)
        wanted = max(line.wanted_width for line in self.lines[:_SHOWN])
        width = min(room, _WIDEST, wanted)
        self._layout.activate()
        height = self._layout.totalHeightForWidth(width)
        lowest = QRect((below.width() - width) // 2, below.height() - height - _MARGIN, width, height)
        place = QRect(lowest)
        handles = list(self._handles())
        while hidden := [handle.top() for handle in handles if handle.intersects(place)]:
            place.moveBottom(min(hidden) - _ABOVE_HANDLES)
        self.setGeometry(place if place.top() >= _MARGIN else lowest)
        self.raise_()
