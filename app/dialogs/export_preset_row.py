"""The choice of an export preset, and what keeps the choices of a dialog as one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QWidget

from app.dialogs.preset_name import PresetNameDialog
from app.widgets.dialog import passing
from app.widgets.messages import told
from ccnet_core.export_presets import ExportPreset, ExportPresets
from ccnet_core.photo import ExportOptions, PhotoError


class ExportPresetRow(QWidget):
    """Export presets, by name, with one row for none of them.

    Signals:
        chosen: the :class:`ccnet_core.photo.ExportOptions` of a preset.
        failed: what went wrong with the file of the presets, in words.
    """

    chosen = Signal(object)
    failed = Signal(str)

    def __init__(
        self, presets: ExportPresets, current: Callable[[], ExportOptions], parent: QWidget | None = None
    ) -> None:
        """Offer those that there are.

        Args:
            presets: the person's.
            current: what the dialog asks for at this moment; may raise PhotoError.
            parent: the dialog.
        """
        super().__init__(parent)
        self._presets, self._current = presets, current
        self._options: dict[str, ExportOptions] = {}
        self.problem = ""
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("Preset"))
        self.save = QPushButton(self.tr("Sa&ve…"))
        self.save.setToolTip(self.tr("Keep these choices as an export preset"))
        self.delete = QPushButton(self.tr("Dele&te"))
        self.delete.setToolTip(self.tr("Delete the chosen export preset"))
        for button, act in ((self.save, self._ask_name), (self.delete, self._delete)):
            # Enter exports, also after a preset was kept.
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.setFocusProxy(self.box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.box, 1)
        layout.addWidget(self.save)
        layout.addWidget(self.delete)
        self.refresh()
        self.box.activated.connect(self._choose)

    def refresh(self, name: str = "") -> None:
        """List the presets anew; one of them is chosen."""
        try:
            presets = self._presets.all()
        except PhotoError as error:
            presets, self.problem = (), told(error)
        self._options = {preset.name: preset.options for preset in presets}
        self.box.clear()
        self.box.addItem(self.tr("No preset"), "")
        for preset in presets:
            self.box.addItem(preset.name, preset.name)
        self.box.setCurrentIndex(max(0, self.box.findData(name)))
        self._allow()

    def _choose(self) -> None:
        self._allow()
        options = self._options.get(self.box.currentData())
        if options is not None:
            self.chosen.emit(options)

    def _ask_name(self) -> None:
        try:
            options = self._current()
        except PhotoError as error:
            self.failed.emit(told(error))
            return

        def hint(name: str) -> tuple[str, bool]:
            taken = name in self._options
            return (self.tr("Takes the place of the preset of this name.") if taken else "", True)

        name = self.box.currentData() or self.tr("My export")
        with passing(PresetNameDialog(self.tr("Save export preset"), name, hint, self)) as dialog:
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            name = dialog.name
        self._try(lambda: self._presets.save(ExportPreset(name, options)), name)

    def _delete(self) -> None:
        name = self.box.currentData()
        self._try(lambda: self._presets.delete(name), "")

    def _try(self, act: Callable[[], object], name: str) -> None:
        try:
            act()
        except PhotoError as error:
            self.failed.emit(told(error))
        else:
            self.refresh(name)

    def _allow(self) -> None:
        self.delete.setEnabled(bool(self.box.currentData()))
