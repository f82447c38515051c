"""Where and how the picture is exported."""

from __future__ import annotations

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
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.messages import told
from ccnet_core.photo import ExportOptions, Photo, PhotoError, default_export_path

FORMATS = (
    ("JPEG", "jpeg", ".jpg"),
    ("PNG", "png", ".png"),
    ("TIFF", "tiff", ".tif"),
    ("WebP", "webp", ".webp"),
)
LOSSY = ("jpeg", "webp")
_DEEP = ("png", "tiff")


class ExportDialog(QDialog):
    """Asks for format, quality, bit depth and file; an existing file is replaced only when ticked."""

    def __init__(
        self,
        photo: Photo,
        options: ExportOptions | None = None,
        parent: QWidget | None = None,
        preferred: ExportOptions | None = None,
    ) -> None:
        """Propose a file beside the photo.

        Args:
            photo: what is exported.
            options: of the last export, to begin with, unless this photo would lose something by them.
            parent: the window.
            preferred: what to begin with otherwise; by default the photo's own format.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export {name}").format(name=photo.name))
        self.setMinimumWidth(520)
        self._photo = photo
        path = default_export_path(photo)
        if options is None or _loses(photo, options):
            options = preferred
        if options is None:
            options = ExportOptions.for_path(path, bit_depth=photo.bit_depth if path.suffix != ".jpg" else 8)
        elif ExportOptions.for_path(path).format != options.format:
            path = default_export_path(photo, next(s for _, f, s in FORMATS if f == options.format))

        self.format = QComboBox()
        for label, name, _ in FORMATS:
            self.format.addItem(label, name)
        self.format.setCurrentIndex(self.format.findData(options.format))
        self.quality = QSlider(Qt.Orientation.Horizontal)
        self.quality.setRange(1, 100)
        self.quality_box = QSpinBox()
        self.quality_box.setRange(1, 100)
        self.quality.valueChanged.connect(self.quality_box.setValue)
        self.quality_box.valueChanged.connect(self.quality.setValue)
        self.quality.setValue(options.quality)
        self.bit_depth = QComboBox()
        self.bit_depth.addItem(self.tr("8 bits per channel"), 8)
        self.bit_depth.addItem(self.tr("16 bits per channel"), 16)
        self.bit_depth.setCurrentIndex(self.bit_depth.findData(options.bit_depth))
        self.path = QLineEdit(str(path))
        browse = QPushButton(self.tr("Browse…"))
        browse.clicked.connect(self._browse)
        # Enter exports; without this it would browse.
        browse.setAutoDefault(False)
        self.replace = QCheckBox(self.tr("Replace the existing file"))
        note = QLabel(
            self.tr("{width} × {height} pixels, the photo's own size, with its EXIF data, in sRGB").format(
                width=photo.width, height=photo.height
            )
        )
        self.problem = QLabel()
        for text, role in ((note, "hint"), (self.problem, "error")):
            text.setProperty("role", role)
            text.setWordWrap(True)

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export = QPushButton(self.tr("Export"))
        self.export.setProperty("primary", True)
        self.export.setDefault(True)
        buttons.addButton(self.export, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

        quality_row, path_row = QHBoxLayout(), QHBoxLayout()
        quality_row.addWidget(self.quality, 1)
        quality_row.addWidget(self.quality_box)
        path_row.addWidget(self.path, 1)
        path_row.addWidget(browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Format"), self.format)
        form.addRow(self.tr("Quality"), quality_row)
        form.addRow(self.tr("Depth"), self.bit_depth)
        form.addRow(self.tr("File"), path_row)
        form.addRow("", self.replace)
        form.addRow("", note)
        form.addRow("", self.problem)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(buttons)

        self.format.currentIndexChanged.connect(self._follow_format)
        self.path.textChanged.connect(self._check)
        self.replace.toggled.connect(self._check)
        self._follow_format()

    @property
    def target(self) -> Path:
        """The chosen file; a name alone is beside the photo."""
        try:
            path = Path(self.path.text()).expanduser()
        except RuntimeError:  # ~somebody who is not known here
            path = Path(self.path.text())
        folder = self._photo.path.parent if self._photo.path else Path.home()
        return folder / path

    @property
    def options(self) -> ExportOptions:
        """How to write it.

        Raises:
            PhotoError: the choices do not fit together.
        """
        return ExportOptions(
            self.format.currentData(),
            self.quality_box.value(),
            self.bit_depth.currentData() if self.bit_depth.isEnabled() else 8,
            self.replace.isChecked() and self.replace.isEnabled(),
        )

    def _follow_format(self) -> None:
        name = self.format.currentData()
        for widget in (self.quality, self.quality_box):
            widget.setEnabled(name in LOSSY)
        self.bit_depth.setEnabled(name in _DEEP)
        suffix = next(s for _, f, s in FORMATS if f == name)
        if self.path.text() and self.target.name and self.target.suffix.lower() != suffix:
            self.path.setText(str(self.target.with_suffix(suffix)))
        self._check()

    def _check(self) -> None:
        """Say what stands in the way, before anything is computed."""
        target, problem = self.target, ""
        try:
            exists = target.is_file()
            self.replace.setEnabled(exists)
            named = ExportOptions.for_path(target)
            if named.format != self.format.currentData():
                self.format.setCurrentIndex(self.format.findData(named.format))
                return
            if not self.path.text():
                problem = self.tr("Name a file.")
            elif not target.parent.is_dir():
                problem = self.tr("The folder {name} does not exist.").format(name=target.parent)
            elif target.is_dir():
                problem = self.tr("{name} is a folder.").format(name=target.name)
            elif exists and self._photo.path is not None and target.samefile(self._photo.path):
                problem = self.tr("{name} is the photo itself. Choose another name.").format(name=target.name)
            elif exists and not self.replace.isChecked():
                problem = self.tr("{name} exists already. Tick the box, or choose another name.").format(
                    name=target.name
                )
        except PhotoError as error:
            problem = told(error)
        except (OSError, ValueError) as error:
            problem = self.tr("No file can have this name ({reason}).").format(reason=error)
        self.problem.setText(problem)
        self.export.setEnabled(not problem)

    def _browse(self) -> None:
        filters = ";;".join(f"{label} (*{suffix})" for label, _, suffix in FORMATS)
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export as"),
            str(self.target),
            filters,
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.path.setText(chosen)


def _loses(photo: Photo, options: ExportOptions) -> bool:
    """Whether options of another photo's export would silently lose something of this one."""
    flat = photo.alpha is not None and options.format == "jpeg"
    return flat or photo.bit_depth > options.bit_depth


def remembered(options: ExportOptions) -> ExportOptions:
    """What of an export's options begins the next one: permission to replace a file does not."""
    return replace(options, overwrite=False)
