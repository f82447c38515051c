"""Which settings the selected photos get."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.widgets.dialog import press_by_enter
from ccnet_core.groups import USUAL, Group

_KEY = "sync/groups"
_COLUMNS = 2


class SyncDialog(QDialog):
    """A tick for each group of settings; begins as the last time.

    Attributes:
        ticks: by group.
    """

    def __init__(self, name: str, count: int, settings: QSettings, parent: QWidget | None = None) -> None:
        """Ask.

        Args:
            name: of the photo whose settings are meant.
            count: how many others get them.
            settings: where the choice is kept.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sync settings"))
        self._settings = settings
        texts = {
            Group.LIGHT: self.tr("&Light"),
            Group.WHITE_BALANCE: self.tr("&White balance"),
            Group.COLOUR: self.tr("&Colour"),
            Group.CURVE: self.tr("&Tone curve"),
            Group.MIXER: self.tr("Colour mi&xer"),
            Group.DETAIL: self.tr("&Detail"),
            Group.STYLE: self.tr("&Style"),
            Group.LOOKS: self.tr("Loo&ks"),
            Group.LENS: self.tr("L&ens"),
            Group.CROP: self.tr("C&rop"),
            Group.MASKS: self.tr("&Masks"),
        }
        stored = settings.value(_KEY, [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        chosen = {group for group in Group if group.value in names} or USUAL
        self.ticks = {group: QCheckBox(text) for group, text in texts.items()}
        grid = QGridLayout()
        rows = -(-len(texts) // _COLUMNS)
        for index, (group, tick) in enumerate(self.ticks.items()):
            tick.setChecked(group in chosen)
            tick.toggled.connect(self._allow)
            grid.addWidget(tick, index % rows, index // rows)
        told = QLabel(
            self.tr("Settings of {name} for the other selected photos ({count}):").format(
                name=name, count=count
            )
        )
        told.setWordWrap(True)
        self.all_button, none = QPushButton(self.tr("&All")), QPushButton(self.tr("&None"))
        buttons = QDialogButtonBox()
        for button, on in ((self.all_button, True), (none, False)):
            button.clicked.connect(lambda _=False, on=on: self._tick_all(on))
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ResetRole)
        self.accept_button = buttons.addButton(self.tr("S&ync"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("primary", True)
        cancel = buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(told)
        layout.addLayout(grid)
        layout.addWidget(buttons)
        press_by_enter(self.accept_button, cancel, self.all_button, none)
        self._allow()

    @property
    def groups(self) -> frozenset[Group]:
        """What is ticked."""
        return frozenset(group for group, tick in self.ticks.items() if tick.isChecked())

    def accept(self) -> None:
        """Keep the choice for the next time."""
        self._settings.setValue(_KEY, [group.value for group in Group if group in self.groups])
        super().accept()

    def _tick_all(self, on: bool) -> None:
        for tick in self.ticks.values():
            tick.setChecked(on)

    def _allow(self) -> None:
        self.accept_button.setEnabled(bool(self.groups))
