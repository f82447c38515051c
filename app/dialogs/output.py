"""Choices of what is written, in every dialog that writes pictures."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from ccnet_core.photo import ExportOptions
from ccnet_core.photo.sharpening import NO_SHARPENING


class SharpenBox(QComboBox):
    """How much a picture is sharpened for the screen; its data are those of export options."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for name, text in (
            (NO_SHARPENING, self.tr("None")),
            ("low", self.tr("For screen, low")),
            ("standard", self.tr("For screen, standard")),
            ("high", self.tr("For screen, high")),
        ):
            self.addItem(text, name)
        self.setToolTip(self.tr("At the final size; the more a picture is reduced, the more"))


class MetadataChoice(QWidget):
    """What of the metadata is left out.

    Attributes:
        no_location: where the photo was taken.
        none: all of it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.no_location = QCheckBox(self.tr("Remove &location"))
        self.none = QCheckBox(self.tr("Remove all"))
        self.none.setToolTip(self.tr("Camera, date, place, captions, rights; colours are told all the same"))
        self.none.toggled.connect(self.no_location.setDisabled)
        self.setFocusProxy(self.no_location)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.no_location)
        layout.addWidget(self.none)
        layout.addStretch(1)

    def choose(self, options: ExportOptions) -> None:
        """Choose as options have it."""
        self.no_location.setChecked(not options.keep_location)
        self.none.setChecked(not options.keep_metadata)
