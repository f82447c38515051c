"""The preferences dialog, and what follows from a change."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.document.preferences import (
    BIT_DEPTHS,
    FORMAT_CHOICES,
    MEMORY_RANGE,
    PREVIEW_SIZES,
    THEMES,
    Preferences,
    read_preferences,
    write_preferences,
)
from app.studio import Studio
from app.widgets.dialog import press_by_enter
from app.widgets.elided import ElidedLabel
from app.widgets.messages import told, translated
from app.widgets.scrolled import Scrolled, fit_on_screen
from app.widgets.spin_box import SpinBox
from app.worker.thread import default_engine
from ccnet_core.paths import FREE_WEIGHTS
from ccnet_core.photo.formats import EXPORT_FORMATS

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

_OF_ENGINE = ("device", "threads", "preview_megapixels", "weights")
"""Preferences that the engine's thread has to accept first."""


def preferred_engine(preferences: Preferences) -> Engine:
    """The engine of some preferences; a device that is not here (any more) is told and done without.

    Raises:
        WeightsError: the weights file cannot be used.
    """
    load = partial(default_engine, preferences.weights, threads=preferences.threads)
    try:
        return load(device=preferences.device)
    except ValueError as error:
        engine = load(device="auto")
        text = QCoreApplication.translate("PreferenceKeeper", "{problem}. Going on with {device}.")
        problem = told(error)
        notice = text.format(problem=problem[:1].upper() + problem[1:], device=translated(engine.description))
        engine.notices.append(notice)
        return engine


class PreferenceKeeper(QObject):
    """Holds the preferences in force; a change is stored once it has worked.

    Signals:
        changed: the preferences in force are others now.
    """

    changed = Signal(object)

    def __init__(
        self,
        studio: Studio,
        settings: QSettings,
        session: Preferences | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Begin with what is stored.

        Args:
            studio: where another engine is asked for.
            settings: where preferences are stored.
            session: in force instead of the stored ones; what of it is not changed is not stored either.
            parent: the owner.
        """
        super().__init__(parent)
        self._studio, self._settings = studio, settings
        self._current = self._wanted = read_preferences(settings) if session is None else session
        self._asked: dict[int, Preferences] = {}
        studio.configured.connect(self._accept_engine)
        studio.finished.connect(self._give_up_change)

    @property
    def current(self) -> Preferences:
        """In force."""
        return self._current

    @property
    def wanted(self) -> Preferences:
        """In force, or about to be: the engine's thread may still be busy."""
        return self._wanted

    def apply(self, preferences: Preferences) -> None:
        """Put preferences in force; those of the engine when the engine's thread has taken them."""
        before, self._wanted = self._wanted, preferences
        if any(getattr(before, name) != getattr(preferences, name) for name in _OF_ENGINE):
            load = partial(preferred_engine, preferences)
            self._asked[self._studio.configure(load, preferences.preview_pixels)] = preferences
        self._put_in_force(_with_engine_of(self._current, preferences))

    def _accept_engine(self, change: int) -> None:
        """An engine is in force: that which this change asked for, whatever was asked since."""
        if change in self._asked:
            self._put_in_force(_with_engine_of(self._asked[change], self._current))
            self._forget_change(change)

    def _give_up_change(self, task: int) -> None:
        """The engine stayed as it was; the message tells why."""
        if task in self._asked:
            self._forget_change(task)
            if not self._asked:
                self._wanted = self._current

    def _forget_change(self, change: int) -> None:
        """Nothing more is heard of a change, nor of those before it, whose place it took."""
        self._asked = {other: asked for other, asked in self._asked.items() if other > change}

    def _put_in_force(self, preferences: Preferences) -> None:
        names = [field.name for field in fields(Preferences)]
        changes = {
            name: getattr(preferences, name)
            for name in names
            if getattr(preferences, name) != getattr(self._current, name)
        }
        if changes:
            self._current = preferences
            write_preferences(self._settings, replace(read_preferences(self._settings), **changes))
            self.changed.emit(preferences)


def _with_engine_of(engine: Preferences, others: Preferences) -> Preferences:
    """The preferences of the engine of one value, all others of another."""
    return replace(others, **{name: getattr(engine, name) for name in _OF_ENGINE})


class PreferencesDialog(QDialog):
    """Asks for everything in :class:`Preferences`."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        """Show preferences.

        Args:
            preferences: what is in force.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.setMinimumWidth(600)
        self._weights: Path | None = None
        self._build_engine()
        self._build_export()
        self._build_interface()
        self.problem = _label("", "error")
        self.problem.setWordWrap(True)

        buttons = QDialogButtonBox()
        self.cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.save = buttons.addButton(self.tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setProperty("primary", True)
        self.defaults = buttons.addButton(self.tr("Restore defaults"), QDialogButtonBox.ButtonRole.ResetRole)
        self.defaults.clicked.connect(lambda: self.show_preferences(Preferences()))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

        choices = QWidget()
        form = QFormLayout(choices)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._add_engine(form)
        self._add_export(form)
        self._add_interface(form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        self._choices = Scrolled(choices)
        layout.addWidget(self._choices)
        layout.addWidget(buttons)
        press_by_enter(self.save, self.cancel, self.defaults)
        self.export_format.currentIndexChanged.connect(self._follow_format)
        self.show_preferences(preferences)

    @property
    def preferences(self) -> Preferences:
        """What is chosen."""
        return Preferences(
            device=self.device.currentData(),
            threads=self.threads.value(),
            preview_megapixels=self.preview.currentData(),
            memory_megabytes=self.memory.value(),
            language=self.language.currentData(),
            theme=self.theme.currentData(),
            export_format=self.export_format.currentData(),
            export_quality=self.quality.value(),
            export_bit_depth=self.bit_depth.currentData(),
            weights=self._weights,
        )

    def show_preferences(self, preferences: Preferences) -> None:
        """Show other values; nothing is stored."""
        if self.device.findData(preferences.device) < 0:
            # It was here once: keep it until another is chosen.
            self.device.addItem(
                self.tr("{name} (not here)").format(name=preferences.device), preferences.device
            )
        for box, value in (
            (self.device, preferences.device),
            (self.preview, preferences.preview_megapixels),
            (self.language, preferences.language),
            (self.theme, preferences.theme),
            (self.export_format, preferences.export_format),
            (self.bit_depth, preferences.export_bit_depth),
        ):
            box.setCurrentIndex(box.findData(value))
        self.threads.setMaximum(max(self.threads.maximum(), preferences.threads))
        self.threads.setValue(preferences.threads)
        self.memory.setValue(preferences.memory_megabytes)
        self.quality.setValue(preferences.export_quality)
        self._set_weights(preferences.weights)
        self._follow_format()

    def load_weights(self, path: Path) -> None:
        """Choose a weights file; one that cannot be used is told and changes nothing."""
        from ccnet_core.network import WeightsError, load_network

        try:
            load_network(path)
        except WeightsError as error:
            self._show_problem(told(error))
        else:
            self._set_weights(path.absolute())

    def _build_engine(self) -> None:
        from ccnet_core.engine.devices import default_threads

        self.device = _combo(self.tr("Device"))
        for name, label in _devices():
            self.device.addItem(label or self.tr("Automatic"), name)
        self.threads = SpinBox()
        self.threads.setRange(0, default_threads())
        self.threads.setSpecialValueText(self.tr("Automatic"))
        self.threads.setAccessibleName(self.tr("CPU threads"))
        self.preview = _combo(self.tr("Preview size"))
        for size in PREVIEW_SIZES:
            self.preview.addItem(self.tr("{size} MP").format(size=QLocale().toString(size, "g", 6)), size)
        self.memory = SpinBox()
        self.memory.setRange(*MEMORY_RANGE)
        self.memory.setSingleStep(256)
        self.memory.setSuffix(self.tr(" MB"))
        self.memory.setAccessibleName(self.tr("Memory for brightened photos"))
        self.weights = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.choose_weights = QPushButton(self.tr("Load…"))
        self.choose_weights.clicked.connect(self._choose_weights)
        self.shipped_weights = QPushButton(self.tr("Use built-in"))
        self.shipped_weights.clicked.connect(lambda: self._set_weights(None))
        self.free_weights = QPushButton(self.tr("Use built-in (free)"))
        self.free_weights.setToolTip(self.tr("Trained on free photographs alone, for any use."))
        self.free_weights.clicked.connect(lambda: self._set_weights(FREE_WEIGHTS))
        for button in (self.choose_weights, self.shipped_weights, self.free_weights):
            button.setAutoDefault(False)

    def _add_engine(self, form: QFormLayout) -> None:
        weights = QHBoxLayout()
        weights.setSpacing(8)
        weights.addWidget(self.choose_weights)
        weights.addWidget(self.shipped_weights)
        weights.addWidget(self.free_weights)
        weights.addStretch(1)
        form.addRow(_label(self.tr("Model"), "section"))
        form.addRow(self.tr("&Device"), self.device)
        form.addRow(self.tr("CPU &threads"), self.threads)
        form.addRow(self.tr("Previe&w size"), self.preview)
        form.addRow(
            "", _label(self.tr("Tone and colours are decided at this size. Smaller is faster."), "hint")
        )
        form.addRow(self.tr("&Memory for photos"), self.memory)
        form.addRow(self.tr("Weights"), self.weights)
        form.addRow("", weights)
        form.addRow("", self.problem)

    def _build_export(self) -> None:
        self.export_format = _combo(self.tr("Format"))
        for name in FORMAT_CHOICES:
            known = EXPORT_FORMATS.get(name)
            self.export_format.addItem(known.label if known else self.tr("Same as original"), name)
        self.quality = SpinBox()
        self.quality.setRange(1, 100)
        self.quality.setAccessibleName(self.tr("Quality"))
        self.bit_depth = _combo(self.tr("Depth"))
        for bits in BIT_DEPTHS:
            text = (
                self.tr("{bits} bits per channel").format(bits=bits) if bits else self.tr("Same as original")
            )
            self.bit_depth.addItem(text, bits)

    def _add_export(self, form: QFormLayout) -> None:
        form.addRow(_heading(self.tr("Export defaults")))
        form.addRow(self.tr("&Format"), self.export_format)
        form.addRow(self.tr("&Quality"), self.quality)
        form.addRow(self.tr("De&pth"), self.bit_depth)
        form.addRow(
            "", _label(self.tr("Later exports begin as the last one did, until this is changed."), "hint")
        )

    def _build_interface(self) -> None:
        self.language = _combo(self.tr("Language"))
        # Each in its own language: who looks for it may read no other.
        for name, label in (
            ("system", self.tr("System default")),
            ("en", "English"),
            ("de", "Deutsch"),
            ("zh", "中文"),
        ):
            self.language.addItem(label, name)
        self.theme = _combo(self.tr("Theme"))
        for name, label in zip(THEMES, (self.tr("Dark"), self.tr("Light")), strict=True):
            self.theme.addItem(label, name)

    def _add_interface(self, form: QFormLayout) -> None:
        form.addRow(_heading(self.tr("Window")))
        form.addRow(self.tr("&Language"), self.language)
        form.addRow(self.tr("T&heme"), self.theme)
        form.addRow("", _label(self.tr("Both take effect when the program is started again."), "hint"))

    def _show_problem(self, problem: str) -> None:
        """Show what is wrong with the weights, or nothing; the dialog grows by it."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        fit_on_screen(self)
        self._choices.ensureWidgetVisible(self.problem)

    def _set_weights(self, path: Path | None) -> None:
        self._weights = path
        self._show_problem("")
        named = {
            None: self.tr("Shipped with the program: for non-commercial use"),
            FREE_WEIGHTS: self.tr("Free: for any use, a little less faithful"),
        }
        self.weights.setText(named.get(path, str(path)))
        self.shipped_weights.setEnabled(path is not None)
        self.free_weights.setEnabled(path != FREE_WEIGHTS)

    def _choose_weights(self) -> None:
        folder = Path.home() if self._weights is None else self._weights.parent
        weights, all_files = self.tr("Weights"), self.tr("All files")
        filters = f"{weights} (*.safetensors *.pth *.pt);;{all_files} (*)"
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Load weights"), str(folder), filters)
        if chosen:
            self.load_weights(Path(chosen))

    def _follow_format(self) -> None:
        # A photo's own format may be any of them.
        chosen = EXPORT_FORMATS.get(self.export_format.currentData())
        self.quality.setEnabled(chosen is None or chosen.lossy)
        self.bit_depth.setEnabled(chosen is None or chosen.deep)


def _devices() -> list[tuple[str, str]]:
    """Names and labels of the devices that are here; the automatic choice comes first, without a label."""
    import torch

    devices = [("auto", ""), ("cpu", "CPU")]
    if torch.cuda.is_available():
        devices += [
            (f"cuda:{index}", f"{torch.cuda.get_device_name(index)} (cuda:{index})")
            for index in range(torch.cuda.device_count())
        ]
    return devices


def _combo(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    return box


def _heading(text: str) -> QLabel:
    """What stands above a further group."""
    label = _label(text, "section")
    label.setContentsMargins(0, 12, 0, 0)
    return label


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label
