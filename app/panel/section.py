"""A part of the panel under a heading that hides it and shows it."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.widgets.buttons import compact_button
from app.widgets.scrolled import scrolled_panel
from app.widgets.theme import SCROLL_BAR, Colors

MARGIN = 16
"""Of panels at the edge, in logical pixels."""


def rule() -> QFrame:
    """A thin line between parts."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def heading(text: str) -> QLabel:
    """A title of what stands below it."""
    label = QLabel(text)
    label.setProperty("role", "section")
    return label


def mode_layouts(panel: QWidget) -> tuple[QVBoxLayout, QHBoxLayout]:
    """Lay out the panel of a mode: what it holds scrolls, and below a line stands what ends the mode."""
    inside = QWidget()
    inside.setObjectName("panel")
    body = QVBoxLayout(inside)
    # The scroll bar takes the rest of the margin on the right.
    body.setContentsMargins(MARGIN, 14, MARGIN - SCROLL_BAR, 12)
    body.setSpacing(8)
    foot = QHBoxLayout()
    foot.setContentsMargins(MARGIN, 10, MARGIN, 12)
    foot.setSpacing(8)
    whole = QVBoxLayout(panel)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(scrolled_panel(inside), 1)
    whole.addWidget(rule())
    whole.addLayout(foot)
    return body, foot


class Section(QWidget):
    """Widgets below each other under a heading.

    Attributes:
        heading: a button with the title; checked while the widgets are shown.
        reset: sets back what the section decides, as long as there is anything to set back.

    Signals:
        reset_requested: the reset button was clicked.
        changed: whether there is anything to set back.
    """

    reset_requested = Signal()
    changed = Signal(bool)

    def __init__(
        self,
        title: str,
        widgets: Sequence[QWidget],
        spacing: int,
        *,
        resettable: bool = True,
        shown: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Show the widgets.

        Args:
            title: what the section is called.
            widgets: what is in it, from the top.
            spacing: between them, in logical pixels.
            resettable: whether there is a reset button.
            shown: whether the widgets are shown at first.
            parent: the owner.
        """
        super().__init__(parent)
        self.heading = QPushButton(title)
        self.heading.setProperty("role", "section")
        self.heading.setCheckable(True)
        # A click leaves the keyboard to the photo.
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setAutoDefault(False)
        self.heading.toggled.connect(self._show_body)
        self.reset = compact_button("mdi6.restore", self.tr("Reset {section}").format(section=title))
        self.reset.clicked.connect(self.reset_requested)
        self._row = row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.heading, 1)
        if resettable:
            row.addWidget(self.reset)
        else:
            self.reset.hide()
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(spacing)
        for widget in widgets:
            body.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self._body)
        self.heading.setChecked(True)
        self.heading.setChecked(shown)

    def add_to_heading(self, widget: QWidget) -> None:
        """Put a widget at the end of the heading's row."""
        self._row.addWidget(widget)

    def set_changed(self, changed: bool) -> None:
        """Whether there is anything to set back."""
        self.reset.setEnabled(changed)
        self.changed.emit(changed)

    def _show_body(self, shown: bool) -> None:
        self._body.setVisible(shown)
        icon = "mdi6.chevron-down" if shown else "mdi6.chevron-right"
        self.heading.setIcon(qtawesome.icon(icon, color=Colors.faint, color_disabled=Colors.disabled))
        self.heading.setToolTip(self.tr("Hide this section") if shown else self.tr("Show this section"))
