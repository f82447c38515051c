"""Where and how the picture is exported."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.export_preset_row import ExportPresetRow
from app.dialogs.long_side import LongSide
from app.dialogs.output import MetadataChoice, SharpenBox
from app.widgets.dialog import press_by_enter
from app.widgets.messages import photo_name, told
from app.widgets.spin_box import SpinBox
from ccnet_core.canonical import canonical_path, is_folder
from ccnet_core.export_presets import ExportPresets
from ccnet_core.geometry import Geometry
from ccnet_core.photo import ExportOptions, Photo, PhotoError, default_export_path
from ccnet_core.photo.formats import EXPORT_FORMATS, format_of_suffix
from ccnet_core.photo.pages import file_of
from ccnet_core.photo.profile import OUTPUT_PROFILES, SRGB_NAME
from ccnet_core.photo.reducing import size_within
from ccnet_core.photo.writing import check_writable, export_folder


class ExportDialog(QDialog):
    """Asks for format, quality, depth, colours and file; an existing file is replaced only when ticked."""

    def __init__(
        self,
        photo: Photo,
        options: ExportOptions | None = None,
        parent: QWidget | None = None,
        under_way: Collection[Path] = (),
        listed: Collection[Path] = (),
        geometry: Geometry | None = None,
    ) -> None:
        """Propose a file beside the photo.

        Args:
            photo: what is exported.
            options: to begin with; by default as the photo is.
            parent: the window.
            under_way: canonical names of files that are about to be written by exports before.
            listed: canonical names of the person's photos, of which none is ever replaced.
            geometry: what is shown of the photo; by default all of it.
        """
        super().__init__(parent)
        self._geometry = geometry or Geometry()
        self.setWindowTitle(self.tr("Export {name}").format(name=photo_name(photo)))
        self.setMinimumWidth(580)
        self._photo, self._under_way, self._listed = photo, under_way, listed
        options = options or ExportOptions(None, bit_depth=None).for_photo(photo)

        self._build_choices(options)
        self.size_choice = LongSide()
        self.size_choice.set_value(options.long_side)
        self.metadata = MetadataChoice()
        self.metadata.choose(options)
        self.no_location = self.metadata.no_location
        self.presets = ExportPresetRow(ExportPresets(), lambda: self.options)
        self._proposed = self._propose()
        self.path = QLineEdit(self._proposed)
        # It would take a file's name as a move, and a file manager may delete the file.
        self.path.setAcceptDrops(False)
        self.browse = QPushButton(self.tr("&Browse…"))
        self.browse.clicked.connect(self._browse)
        # Enter exports, also after a file was chosen.
        self.browse.setAutoDefault(False)
        self.replace = QCheckBox(self.tr("&Replace the existing file"))
        self.note = QLabel()
        self.problem = QLabel()
        # A file's name is no markup.
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        for text, role in ((self.note, "hint"), (self.problem, "error")):
            text.setProperty("role", role)
            text.setWordWrap(True)

        quality_row, path_row = QHBoxLayout(), QHBoxLayout()
        for row in (quality_row, path_row):
            row.setSpacing(8)
        quality_row.addWidget(self.quality, 1)
        quality_row.addWidget(self.quality_box)
        path_row.addWidget(self.path, 1)
        path_row.addWidget(self.browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("&Preset"), self.presets)
        form.addRow(self.tr("&Format"), self.format)
        form.addRow(_label(self.tr("&Quality"), self.quality_box), quality_row)
        form.addRow(self.tr("&Depth"), self.bit_depth)
        form.addRow(self.tr("&Colours"), self.profile)
        form.addRow(self.tr("Size"), self.size_choice)
        form.addRow(self.tr("S&harpen"), self.sharpen)
        form.addRow(self.tr("Metadata"), self.metadata)
        form.addRow(_label(self.tr("F&ile"), self.path), path_row)
        form.addRow("", self.replace)
        for widget, name in (
            (self.quality, self.tr("Quality")),
            (self.quality_box, self.tr("Quality")),
            (self.path, self.tr("File")),
        ):
            widget.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        # Not in the form, which leaves wrapped texts too little height.
        layout.addWidget(self.note)
        layout.addWidget(self.problem)
        layout.addWidget(self._build_buttons())
        press_by_enter(self.export, self.cancel)

        self.format.currentIndexChanged.connect(self._follow_format)
        self.path.textChanged.connect(self._check_choices)
        self.path.editingFinished.connect(self._complete)
        self.replace.toggled.connect(self._check_choices)
        self.size_choice.changed.connect(self._show_size)
        self.size_choice.changed.connect(self._check_choices)
        self.profile.currentIndexChanged.connect(self._show_size)
        self.metadata.none.toggled.connect(self._show_size)
        self.bit_depth.activated.connect(self._choose_depth)
        self.presets.chosen.connect(self._take_preset)
        self.presets.failed.connect(self._show_problem)
        self._follow_format()
        if self.presets.problem:
            self._show_problem(self.presets.problem)
            self.export.setEnabled(True)

    def _build_choices(self, options: ExportOptions) -> None:
        """Format, quality, depth and colours."""
        self.format = QComboBox()
        for name, format in EXPORT_FORMATS.items():
            self.format.addItem(format.label, name)
        self.format.setCurrentIndex(self.format.findData(options.format))
        self.quality = QSlider(Qt.Orientation.Horizontal)
        self.quality.setRange(1, 100)
        self.quality_box = SpinBox()
        self.quality_box.setRange(1, 100)
        self.quality.valueChanged.connect(self.quality_box.setValue)
        self.quality_box.valueChanged.connect(self.quality.setValue)
        self.quality.setValue(options.quality)
        self.bit_depth = QComboBox()
        self._bits = options.depth
        self._fill_depths(options.depth)
        self.profile = QComboBox()
        for name, profile in OUTPUT_PROFILES.items():
            self.profile.addItem(profile.label, name)
        self.profile.setCurrentIndex(self.profile.findData(options.profile))
        self.sharpen = SharpenBox()
        self.sharpen.setCurrentIndex(self.sharpen.findData(options.sharpen))

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.export = QPushButton(self.tr("&Export"))
        self.export.setProperty("primary", True)
        buttons.addButton(self.export, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    @property
    def target(self) -> Path:
        """The chosen file; a name alone is where exports go, and one without a suffix gets the format's."""
        text = self.path.text().strip()
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # ~somebody who is not known here
            path = Path(text)
        path = export_folder(self._photo) / path
        if self._names_file and not path.suffix and not is_folder(path):
            path = path.with_name(path.name + self._suffix)
        return path

    @property
    def options(self) -> ExportOptions:
        """How to write it.

        Raises:
            PhotoError: the choices do not fit together.
        """
        return ExportOptions(
            self.format.currentData(),
            self.quality_box.value(),
            self.bit_depth.currentData(),
            self.replace.isChecked() and self.replace.isEnabled(),
            self.size_choice.value,
            not self.no_location.isChecked(),
            self.profile.currentData() if self.profile.isEnabled() else SRGB_NAME,
            not self.metadata.none.isChecked(),
            self.sharpen.currentData(),
        )

    @property
    def targets(self) -> tuple[tuple[Path, ExportOptions], ...]:
        """What is to be written: a file of each size.

        Raises:
            PhotoError: the choices do not fit together.
        """
        target, options = self.target, self.options
        sizes = self.size_choice.values
        if len(sizes) == 1:
            return ((target, options),)
        return tuple(
            (target.with_name(f"{target.stem}-{pixels}{target.suffix}"), replace(options, long_side=pixels))
            for pixels in sizes
        )

    def accept(self) -> None:
        """Export; where no file can be written, say so now and not after the picture was computed."""
        self._check_choices()
        if not self.export.isEnabled():
            return
        try:
            check_writable(self.target)
        except PhotoError as error:
            self._show_problem(told(error))
            # The button that was pressed cannot keep the focus; another name is to be typed.
            self.path.setFocus()
        else:
            super().accept()

    def _take_preset(self, options: ExportOptions) -> None:
        """Choose as a preset has it; what it leaves to the photo is as the photo is."""
        try:
            chosen = options.for_photo(self._photo)
        except PhotoError as error:
            self._show_problem(told(error))
            return
        self._bits = chosen.depth
        self.format.setCurrentIndex(self.format.findData(chosen.format))
        self._fill_depths(chosen.depth)
        self.quality.setValue(chosen.quality)
        self.profile.setCurrentIndex(self.profile.findData(chosen.profile))
        self.sharpen.setCurrentIndex(self.sharpen.findData(chosen.sharpen))
        self.size_choice.set_value(chosen.long_side)
        self.metadata.choose(chosen)

    def _propose(self) -> str:
        """A free name beside the photo, in the chosen format."""
        return str(default_export_path(self._photo, self._suffix, self._under_way))

    @property
    def _suffix(self) -> str:
        """Of the chosen format."""
        return EXPORT_FORMATS[self.format.currentData()].suffix

    @property
    def _names_file(self) -> bool:
        """Whether anything that could be a file's name is typed: neither nothing nor a folder."""
        text = self.path.text().strip()
        return bool(text) and not text.endswith(("/", os.sep)) and Path(text).name not in ("", "..")

    def _fill_depths(self, bits: int) -> None:
        """Offer the depths of the chosen format, of which the one that holds so many bits is chosen."""
        format = EXPORT_FORMATS[self.format.currentData()]
        self.bit_depth.clear()
        for depth in format.depths:
            self.bit_depth.addItem(self.tr("{bits} bits per channel").format(bits=depth), depth)
        self.bit_depth.setCurrentIndex(self.bit_depth.findData(format.depth_for(bits)))
        self.bit_depth.setEnabled(format.deep)

    def _show_size(self) -> None:
        """Say how large the picture will be, and in which colours."""
        photo = self._photo.height, self._photo.width
        own = self._geometry.size(*photo)
        height, width = size_within(*own, self.size_choice.value)
        if (height, width) == own and sorted(own) != sorted(photo):
            text = self.tr(
                "{width} × {height} pixels, all of the crop, with the photo's metadata, in {colours}"
            )
        elif (height, width) == own:
            text = self.tr("{width} × {height} pixels, the photo's own size, with its metadata, in {colours}")
        else:
            text = self.tr("{width} × {height} pixels, with the photo's metadata, in {colours}")
        if self.metadata.none.isChecked():
            text = self.tr("{width} × {height} pixels, without metadata, in {colours}")
        self.note.setText(text.format(width=width, height=height, colours=self.profile.currentText()))

    def _follow_format(self) -> None:
        """The name tells the chosen format."""
        name = self.format.currentData()
        for widget in (self.quality, self.quality_box):
            widget.setEnabled(EXPORT_FORMATS[name].lossy)
        # What the photo or the person asked for is not lost by a look at a format that holds less.
        self._fill_depths(self._bits)
        self._show_size()
        target = self.target
        if self.path.text() == self._proposed:
            # What is taken in one format may be free in another.
            self._proposed = self._propose()
            self.path.setText(self._proposed)
        elif self._names_file and format_of_suffix(target.suffix) != name:
            self.path.setText(str(target.with_suffix(self._suffix)))
        self._check_choices()

    def _complete(self) -> None:
        """Show the suffix that a name without one gets."""
        if self._names_file and self.target.name != Path(self.path.text().strip()).name:
            self.path.setText(str(self.target))

    def _check_choices(self) -> None:
        """Say what stands in the way, before anything is computed."""
        problem = ""
        try:
            problem = self._problem()
        except PhotoError as error:
            problem = told(error)
        except (OSError, ValueError) as error:
            problem = self.tr("No file can have this name ({reason}).").format(reason=error)
        self._show_problem(problem)

    def _problem(self) -> str:
        """Why nothing can be written as things are; empty where it can. The format follows the name."""
        target, problem = self.target, ""
        self.replace.setEnabled(self._names_file and target.is_file())
        if not self.path.text().strip():
            problem = self.tr("Name a file.")
        elif target.is_dir():
            problem = self.tr("{name} is a folder. Name a file in it.").format(name=target)
        elif not target.parent.is_dir():
            problem = self.tr("The folder {name} does not exist.").format(name=target.parent)
        else:
            named = ExportOptions.for_path(target).format
            if named != self.format.currentData():
                self.format.setCurrentIndex(self.format.findData(named))
            written = [path for path, _ in self.targets]
            self.replace.setEnabled(self._names_file and any(path.is_file() for path in written))
            for path in written:
                if canonical_path(path) in self._under_way:
                    problem = self.tr("{name} is being exported already. Choose another name.").format(
                        name=path.name
                    )
                elif os.path.lexists(path):
                    problem = self._problem_with_existing(path)
                if problem:
                    break
        return problem

    def _problem_with_existing(self, target: Path) -> str:
        """Why what is there under the chosen name is not replaced; empty where it may be."""
        if not target.is_file():
            problem = self.tr("{name} is no file that could be replaced. Choose another name.")
        elif self._photo.path is not None and target.samefile(file_of(self._photo.path)):
            problem = self.tr("{name} is the photo itself. Choose another name.")
        elif canonical_path(target) in self._listed:
            problem = self.tr("{name} is a photo of the filmstrip. Choose another name.")
        elif not self.replace.isChecked():
            problem = self.tr("{name} exists already. Tick the box, or choose another name.")
        else:
            problem = ""
        return problem.format(name=target.name)

    def _choose_depth(self) -> None:
        self._bits = int(self.bit_depth.currentData())

    def _show_problem(self, problem: str) -> None:
        """Say why nothing can be exported; empty allows it."""
        self.problem.setText(problem)
        # One takes the other's place, and goes before that comes: the dialog keeps its height.
        hidden, shown = (self.note, self.problem) if problem else (self.problem, self.note)
        hidden.hide()
        shown.show()
        self.export.setEnabled(not problem)

    def _browse(self) -> None:
        before: str = self.format.currentData()
        filters = {f"{format.label} (*{format.suffix})": name for name, format in EXPORT_FORMATS.items()}
        chosen, chosen_filter = QFileDialog.getSaveFileName(
            self,
            self.tr("Export as"),
            str(self.target),
            ";;".join(filters),
            next(text for text, name in filters.items() if name == before),
            QFileDialog.Option.DontConfirmOverwrite,
        )
        if not chosen:
            return
        self.path.setText(chosen)
        # A suffix that was typed says more than the filter; one that was only proposed says less.
        if format_of_suffix(Path(chosen).suffix) in (None, before):
            self.format.setCurrentIndex(self.format.findData(filters.get(chosen_filter, before)))
        self._complete()


def _label(text: str, widget: QWidget) -> QLabel:
    """A label whose access key leads to one widget of a row; a form does so only for one that is alone."""
    label = QLabel(text)
    label.setBuddy(widget)
    return label
