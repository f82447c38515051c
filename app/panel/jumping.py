"""The row of a panel's sections above them: a click opens one and brings it into sight."""

from __future__ import annotations

from collections.abc import Mapping

import qtawesome
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QWidget

from app.panel.section import Section
from app.widgets.theme import Colors

_ICON = 18
_NEAR = 12
"""Logical pixels above a heading from which its section counts as the one that is seen."""


_DOT = 2.5
"""Radius of the dot of a section with edits, in logical pixels."""
_WAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class JumpButton(QToolButton):
    """Leads to a section; a dot says that something is decided in it.

    Attributes:
        edited: whether something is.
    """

    def __init__(self, title: str, icon: str) -> None:
        super().__init__()
        self._title, self.edited = title, False
        self.setProperty("compact", True)
        self.setIcon(qtawesome.icon(f"mdi6.{icon}", color=Colors.text, color_disabled=Colors.disabled))
        self.setIconSize(QSize(_ICON, _ICON))
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Go to {section}").format(section=title))
        self.set_edited(False)

    def set_edited(self, edited: bool) -> None:
        """Whether something is decided in the section."""
        self.edited = edited
        self.setToolTip(self.tr("{section}, edited").format(section=self._title) if edited else self._title)
        self.setAccessibleDescription(self.tr("edited") if edited else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dot lies beside the icon's upper right corner."""
        super().paintEvent(event)
        if self.edited:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Colors.accent)
            middle, reach = QPointF(self.rect().center()), _ICON / 2
            painter.drawEllipse(middle + QPointF(reach + 1, 1 - reach), _DOT, _DOT)


class SectionBar(QWidget):
    """A button for each section, of which that is marked which is seen at the top.

    The keyboard stops at one of them, where it was last, and goes to the others by arrows, Home and End.

    Attributes:
        buttons: by the names of sections.
    """

    def __init__(
        self,
        sections: Mapping[str, Section],
        icons: Mapping[str, str],
        scroll: QScrollArea,
        parent: QWidget | None = None,
    ) -> None:
        """Lead to some sections.

        Args:
            sections: by their names, from the top.
            icons: of all, by the same names.
            scroll: shows them.
            parent: the owner.
        """
        super().__init__(parent)
        self._sections, self._scroll = sections, scroll
        # What was jumped to, though there is too little below it to bring it to the top.
        self._wanted = ""
        self.buttons: dict[str, JumpButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for name, section in sections.items():
            button = JumpButton(section.heading.text(), icons[name])
            button.installEventFilter(self)
            section.changed.connect(button.set_edited)
            button.clicked.connect(lambda _=False, name=name: self.show_section(name))
            row.addWidget(button, 1)
            self.buttons[name] = button
        self._stop_at(next(iter(self.buttons.values())))
        bar = scroll.verticalScrollBar()
        bar.valueChanged.connect(self._forget_wanted)
        bar.rangeChanged.connect(self._mark)
        self._mark()

    def show_section(self, name: str, within: QWidget | None = None) -> None:
        """Open a section and bring it to the top, or what is within it, as far as there is enough below."""
        section = self._sections[name]
        section.heading.setChecked(True)
        self._wanted = name
        self._mark()
        # What is opened has its place once it is laid out, which Qt does before this.
        QTimer.singleShot(0, self, lambda: self._go_to(name, within or section))

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab may stop, from the left; at a time it does so at one of them."""
        return [*self.buttons.values()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead the keyboard from button to button."""
        if not (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        buttons = [*self.buttons.values()]
        key, place = Qt.Key(event.key()), next(i for i, each in enumerate(buttons) if each is watched)
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(buttons) - 1}
        if key in _WAYS:
            wanted = (place + _WAYS[key]) % len(buttons)
        elif key in ends:
            wanted = ends[key]
        else:
            return super().eventFilter(watched, event)
        self._stop_at(buttons[wanted])
        buttons[wanted].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _stop_at(self, stop: QWidget) -> None:
        """Let Tab stop at one of the buttons; a click leaves the keyboard where it is."""
        for button in self.buttons.values():
            policy = Qt.FocusPolicy.TabFocus if button is stop else Qt.FocusPolicy.NoFocus
            button.setFocusPolicy(policy)

    def _go_to(self, name: str, widget: QWidget) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + widget.mapTo(self._scroll.viewport(), QPoint()).y() - 2)
        self._wanted = name
        self._mark()

    def _forget_wanted(self) -> None:
        """It was scrolled from there."""
        self._wanted = ""
        self._mark()

    def _mark(self) -> None:
        value = self._scroll.verticalScrollBar().value()
        above = [name for name, section in self._sections.items() if section.y() <= value + _NEAR]
        seen = self._wanted or (above[-1] if above else next(iter(self._sections)))
        for name, button in self.buttons.items():
            button.setChecked(name == seen)
