"""The part of the panel that offers the person's presets."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.panel.gallery import Gallery
from app.widgets.theme import Colors


class PresetSection(QWidget):
    """Presets as thumbnails, and the ways to get more of them.

    Signals:
        save_requested: the person wants to keep the current adjustments.
        import_requested: the person wants to take in preset files.
    """

    save_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gallery = Gallery(self.tr("{name}: click to apply, right-click to rename, export or delete"))
        self.hint = QLabel(self.tr("Save the adjustments of a photo, to give them to other photos."))
        self.hint.setProperty("role", "hint")
        self.hint.setWordWrap(True)
        self.save = QPushButton(
            qtawesome.icon("mdi6.content-save-outline", color=Colors.text), self.tr("Save preset…")
        )
        self.save.setToolTip(self.tr("Save the current adjustments as a preset (Ctrl+Alt+S)"))
        self.save.clicked.connect(self.save_requested)
        self.import_ = QPushButton(qtawesome.icon("mdi6.import", color=Colors.text), self.tr("Import…"))
        self.import_.setToolTip(self.tr("Take in preset files (Ctrl+Alt+O), which can also be dropped here"))
        self.import_.clicked.connect(self.import_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save, 1)
        buttons.addWidget(self.import_)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(9)
        layout.addWidget(self.gallery)
        layout.addWidget(self.hint)
        layout.addLayout(buttons)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, from the top."""
        return [*self.gallery.buttons, self.save, self.import_]

    def set_names(self, names: list[str]) -> None:
        """Offer the presets of these names; without any, say what they are good for."""
        self.gallery.set_names(names)
        self.hint.setVisible(not names)
