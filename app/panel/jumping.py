"""The row of a panel's sections above them: a click opens one and brings it into sight."""

from __future__ import annotations

from collections.abc import Mapping

import qtawesome
from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QWidget

from app.panel.section import Section
from app.widgets.theme import Colors

_ICON = 18
_NEAR = 12
"""Logical pixels above a heading from which its section counts as the one that is seen."""


class SectionBar(QWidget):
    """A button for each section, of which that is marked which is seen at the top.

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
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for name, section in sections.items():
            button = QToolButton()
            button.setProperty("compact", True)
            icon = qtawesome.icon(f"mdi6.{icons[name]}", color=Colors.text, color_disabled=Colors.disabled)
            button.setIcon(icon)
            button.setIconSize(QSize(_ICON, _ICON))
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            title = section.heading.text()
            button.setToolTip(title)
            button.setAccessibleName(self.tr("Go to {section}").format(section=title))
            # The keyboard gets to the headings themselves.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, name=name: self.show_section(name))
            row.addWidget(button, 1)
            self.buttons[name] = button
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
