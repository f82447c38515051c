"""What is shown before the first photo: an invitation, or which photo is on its way."""

from __future__ import annotations

from pathlib import Path

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.widgets.elided import ElidedLabel
from app.widgets.file_names import as_label, as_tip
from app.widgets.scrolled import Scrolled
from app.widgets.theme import Colors


class Welcome(Scrolled):
    """Drop target, open button, sample, recent photos and those of the last session.

    Signals:
        open_requested: the person wants to choose a file.
        sample_requested: the person wants to try the sample.
        recent_requested: a photo opened before.
        last_requested: the photos of the last session.
    """

    open_requested = Signal()
    sample_requested = Signal()
    recent_requested = Signal(Path)
    last_requested = Signal()

    def __init__(self, recent: list[Path], last: int = 0, parent: QWidget | None = None) -> None:
        """Build the page.

        Args:
            recent: photos opened before, newest first.
            last: how many photos the last session had; 0 where they are not to be offered.
            parent: the owner.
        """
        page = QWidget()
        super().__init__(page, parent)
        self.setObjectName("welcome")
        page.setAutoFillBackground(True)
        palette = page.palette()
        palette.setColor(page.backgroundRole(), Colors.surround)
        page.setPalette(palette)
        icon = QLabel()
        icon.setPixmap(qtawesome.icon("mdi6.image-plus-outline", color=Colors.faint).pixmap(64, 64))
        self.title = ElidedLabel("", mode=Qt.TextElideMode.ElideMiddle)
        self.title.setProperty("role", "title")
        # A file's name is no markup.
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = QLabel(self.tr("It is brightened once; then you decide how its colours come back."))
        self._hint.setProperty("role", "hint")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # Nothing moves when it is hidden.
        policy = self._hint.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._hint.setSizePolicy(policy)
        choose = QPushButton(self.tr("Open photo…"))
        choose.setProperty("primary", True)
        choose.clicked.connect(self.open_requested)
        sample = QPushButton(self.tr("Try the sample"))
        sample.clicked.connect(self.sample_requested)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(choose)
        buttons.addSpacing(4)
        buttons.addWidget(sample)
        buttons.addStretch(1)
        layout = QVBoxLayout(page)
        layout.setSpacing(10)
        layout.addStretch(3)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.title)
        layout.addWidget(self._hint)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        if recent:
            layout.addSpacing(18)
            heading = QLabel(self.tr("Recent"))
            heading.setProperty("role", "hint")
            layout.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
            for path in recent[:5]:
                button = QPushButton(as_label(path.name))
                button.setFlat(True)
                button.setToolTip(as_tip(str(path)))
                button.setCursor(Qt.CursorShape.PointingHandCursor)
                button.clicked.connect(lambda _=False, p=path: self.recent_requested.emit(p))
                layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        if last:
            layout.addSpacing(18)
            again = QPushButton(self.tr("Last session: {count} photos").format(count=last))
            again.setFlat(True)
            again.setToolTip(self.tr("Open all of them again"))
            again.setCursor(Qt.CursorShape.PointingHandCursor)
            again.clicked.connect(self.last_requested)
            layout.addWidget(again, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(4)
        self.show_opening("")

    def show_opening(self, name: str) -> None:
        """Say which photo is on its way, or invite again where it is empty."""
        self.title.setText(
            self.tr("Opening {name}…").format(name=name) if name else self.tr("Drop a dark photo here")
        )
        self._hint.setVisible(not name)
