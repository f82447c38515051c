"""What a batch begins with: as was chosen for the last one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox

from app.dialogs.look_box import LookBox

Choices = Mapping[str, QComboBox | QSpinBox | QCheckBox | QLineEdit]
"""What asks for the choices, by the names under which they are kept."""
_GROUP = "batch"


def remember_choices(settings: QSettings, choices: Choices) -> None:
    """Keep what is chosen, at a later start as well."""
    for name, widget in choices.items():
        value: object
        if isinstance(widget, LookBox):
            value = widget.key
        elif isinstance(widget, QComboBox):
            value = widget.currentIndex()
        elif isinstance(widget, QCheckBox):
            value = widget.isChecked()
        else:
            value = widget.value() if isinstance(widget, QSpinBox) else widget.text()
        settings.setValue(f"{_GROUP}/{name}", value)


def recall_choices(settings: QSettings, choices: Choices) -> None:
    """Choose as was kept; what is missing or makes no sense stays as it is."""
    for name, widget in choices.items():
        stored = settings.value(f"{_GROUP}/{name}")
        if stored is None:
            continue
        text = str(stored)
        if isinstance(widget, LookBox):
            widget.choose(text)
        elif isinstance(widget, QLineEdit):
            widget.setText(text)
        elif isinstance(widget, QCheckBox):
            widget.setChecked(text.lower() == "true")
        elif text.isdecimal():
            if isinstance(widget, QSpinBox):
                widget.setValue(min(int(text), widget.maximum()))
            elif int(text) < widget.count():
                widget.setCurrentIndex(int(text))
