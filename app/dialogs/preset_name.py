"""Asks for the name of something that is kept under it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.widgets.dialog import press_by_enter
from ccnet_core.names import LONGEST_NAME, tidy_name


class PresetNameDialog(QDialog):
    """Asks for the name of a preset, and says what the name would do."""

    def __init__(
        self, title: str, name: str, hint: Callable[[str], tuple[str, bool]], parent: QWidget | None = None
    ) -> None:
        """Build the dialog.

        Args:
            title: of the window.
            name: to begin with.
            hint: for a name that is not empty, what is to be said of it, and whether it may be used.
            parent: the owner.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(360)
        self._hint_of = hint
        self.edit = QLineEdit(name)
        # It would take a file's name as a move, and a file manager may delete the file.
        self.edit.setAcceptDrops(False)
        self.edit.setMaxLength(LONGEST_NAME)
        self.edit.setAccessibleName(self.tr("Name"))
        self.edit.selectAll()
        self.edit.textChanged.connect(self._show_hint)
        self.hint = QLabel()
        self.hint.setProperty("role", "hint")
        self.with_crop = QCheckBox(self.tr("With the &crop of this photo"))
        self.with_crop.hide()
        self.with_masks = QCheckBox(self.tr("With the &masks of this photo"))
        self.with_masks.hide()
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton(self.tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("primary", True)
        cancel = self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        label = QLabel(self.tr("&Name"))
        label.setBuddy(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(8)
        for widget in (label, self.edit, self.with_crop, self.with_masks, self.hint):
            layout.addWidget(widget)
        layout.addSpacing(6)
        layout.addWidget(self.buttons)
        press_by_enter(self.accept_button, cancel)
        self._show_hint()

    @property
    def name(self) -> str:
        """What was typed, tidied."""
        return tidy_name(self.edit.text())

    def _show_hint(self) -> None:
        text, allowed = self._hint_of(self.name) if self.name else ("", False)
        self.hint.setText(text)
        self.accept_button.setEnabled(allowed)
