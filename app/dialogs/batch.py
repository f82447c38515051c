"""Many photos at once: which, where to, how; and how far they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import qtawesome
from PySide6.QtCore import QSettings, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.batch_table import BatchTable
from app.dialogs.export_preset_row import ExportPresetRow
from app.dialogs.last_batch import Choices, recall_choices, remember_choices
from app.dialogs.long_side import LongSide
from app.dialogs.look_box import LookBox
from app.dialogs.output import MetadataChoice, SharpenBox
from app.dialogs.photo_files import PhotoDialog
from app.document.written_files import WrittenFiles
from app.widgets.dialog import press_by_enter
from app.widgets.drops import accept_as_copy
from app.widgets.messages import told, translated
from app.widgets.scrolled import Scrolled
from app.widgets.showing import open_file, show_folder
from app.widgets.spin_box import SpinBox
from app.widgets.theme import Colors
from app.worker.batch import BatchThread
from app.worker.ending import end_thread
from app.worker.looking import Looking
from ccnet_core.adjustments import Adjustments
from ccnet_core.batch import (
    BatchJob,
    BatchProgress,
    BatchReport,
    OnConflict,
    State,
    collect_photos,
    read_own_adjustments,
)
from ccnet_core.batch.job import DEFAULT_TEMPLATE
from ccnet_core.batch.run import ReadAdjustments
from ccnet_core.canonical import canonical_path, canonical_paths
from ccnet_core.export_presets import ExportPresets
from ccnet_core.paths import ships
from ccnet_core.photo import ExportOptions, PhotoError
from ccnet_core.photo.formats import BIT_DEPTHS, EXPORT_FORMATS
from ccnet_core.photo.profile import OUTPUT_PROFILES
from ccnet_core.white_rule import WhiteRule

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

_FOLDER = "ccnet"
"""Proposed beside the photos, so that results and photos are told apart at a glance."""
_FAILURES_SHOWN = 3


class BatchDialog(QDialog):
    """Stays open beside the window; what runs goes on when it is closed, and shows when it is opened again.

    Signals:
        progressed: the number of the photo that is being made, from 1, and of how many.
        ended: what became of the batch, in a sentence, and whether nothing failed.
    """

    progressed = Signal(int, int)
    ended = Signal(str, bool)

    def __init__(
        self,
        load_engine: Callable[[], Engine],
        looks: LookBox,
        unsaved: Callable[[], Mapping[Path, Adjustments]],
        listed: Callable[[], Sequence[Path]],
        working_pixels: Callable[[], int],
        photo_folder: Callable[[], str],
        photo_filter: str,
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        """Begin without photos.

        Args:
            load_engine: makes the engine, in the thread of the batch.
            looks: asks which adjustments the photos get; the dialog takes it in.
            unsaved: saves those of the window beside its photo, and gives those of photos, by their resolved
                paths, that could not be saved; called once for a batch, at its start.
            listed: the photos that the window's filmstrip shows at this moment.
            working_pixels: size of the window's working picture at this moment.
            photo_folder: where the window would look for photos at this moment.
            photo_filter: of file dialogs.
            settings: where the choices of the last batch are kept.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Batch"))
        self.setAcceptDrops(True)
        self.resize(QSize(760, 720).boundedTo(self.screen().availableSize()))
        self._load_engine, self.looks, self._filter = load_engine, looks, photo_filter
        self._unsaved, self._listed, self._folder = unsaved, listed, photo_folder
        self._working_pixels, self._settings = working_pixels, settings
        self._photos: tuple[Path, ...] = ()
        self._known_by: dict[Path, Path] = {}
        self._looking = Looking(self)
        self._thread: BatchThread | None = None
        self._written_to = Path()
        self._proposed = ""

        self.table = BatchTable()
        self.table.removal_asked.connect(self._remove)
        self.table.open_asked.connect(open_file)
        self.table.folder_asked.connect(show_folder)
        self._build_choices()
        self._build_foot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(self._photo_row())
        recall_choices(self._settings, self._kept)
        layout.addWidget(self.table, 1)
        layout.addWidget(Scrolled(self._choices))
        layout.addWidget(self.problem)
        layout.addWidget(self.failures)
        layout.addWidget(self.progress)
        layout.addLayout(self._button_row())
        press_by_enter(self.begin, self.close_button, self.cancel)
        for changed in (self.folder.textChanged, self.template.textChanged, self.looks.decided):
            changed.connect(self._check_choices)
        # What was told of the last batch stays while its rows are looked at.
        self.table.itemSelectionChanged.connect(self._allow_removing)
        self._looking.changed.connect(self._check_choices)
        self._check_choices()

    @property
    def photos(self) -> tuple[Path, ...]:
        """What the batch is to do, in its order."""
        return self._photos

    @property
    def running(self) -> bool:
        """Whether a batch is under way."""
        return self._thread is not None

    def add_photos(self, paths: Sequence[Path]) -> None:
        """Add files, and the photos in folders; those that are there already stay where they are."""
        if self.running:
            return
        recursive, written = self.subfolders.isChecked(), WrittenFiles(self._settings).now

        def find() -> list[tuple[Path, Path]] | PhotoError:
            try:
                # By themselves: a folder of exports alone has photos, too.
                found = collect_photos(paths, recursive=recursive, exported=written)
            except PhotoError as error:
                return error
            return list(zip(canonical_paths(found), found, strict=True))

        self._looking.look(find, self._list_found)

    def _list_found(self, found: list[tuple[Path, Path]] | PhotoError) -> None:
        """Add photos with their canonical names to those that are there."""
        if isinstance(found, PhotoError):
            self._show_message(told(found), error=True)
            return
        there = {self._known_by[photo] for photo in self._photos}
        new = {name: photo for name, photo in found if name not in there}
        self._known_by |= {photo: name for name, photo in new.items()}
        self._set_photos((*self._photos, *new.values()))

    def start(self) -> None:
        """Run it."""
        try:
            job = self.job()
        except PhotoError as error:
            self._show_message(told(error), error=True)
            return
        remember_choices(self._settings, self._kept)
        self._set_photos(self._photos)
        self._written_to = job.folder
        self._thread = BatchThread(
            job, self._load_engine, self._read_adjustments(), self, series=self.series.isChecked()
        )
        self._thread.progressed.connect(self._show_progress)
        self._thread.reported.connect(self._show_report)
        self._thread.failed.connect(self._show_failure)
        self.progress.setValue(0)
        self.show_folder.hide()
        self._show_message(self.tr("Starting…"))
        self.progressed.emit(1, len(self._photos))
        self._check_choices()
        self._thread.start()

    def stop(self) -> None:
        """Stop what runs, and wait for its thread, though not without end."""
        self._looking.stop()
        if self._thread is not None:
            self._thread.cancel()
            end_thread(self._thread)

    # Events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome, unless a batch runs."""
        if not self.running and any(url.isLocalFile() for url in event.mimeData().urls()):
            accept_as_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """They are wherever they are."""
        accept_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what is dropped."""
        if accept_as_copy(event):
            self.add_photos([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # Building

    def _build_choices(self) -> None:
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(self.tr("A folder for the results"))
        browse = _button(self.tr("&Browse…"), self._browse)
        self.template = QLineEdit(DEFAULT_TEMPLATE)
        for field in (self.folder, self.template):
            # What falls there is meant for the batch; a field would take its name, as a move.
            field.setAcceptDrops(False)
        self.template.setToolTip(self.tr("{name}, {number} and {date} are filled in for each photo"))
        hint = QLabel(self.tr("{name}, {number} and {date} are filled in"))
        hint.setProperty("role", "hint")
        self.conflict = QComboBox()
        self.conflict.addItem(self.tr("Rename (add number)"), OnConflict.NUMBER)
        self.conflict.addItem(self.tr("Replace an earlier result (never a photo)"), OnConflict.OVERWRITE)
        self.conflict.addItem(self.tr("Skip"), OnConflict.SKIP)
        self.format = QComboBox()
        self.format.addItem(self.tr("Same as original"), None)
        for name, format in EXPORT_FORMATS.items():
            self.format.addItem(format.label, name)
        self.quality = SpinBox()
        self.quality.setRange(1, 100)
        self.quality.setValue(95)
        self.size_choice = LongSide()
        self.metadata = MetadataChoice()
        self.no_location = self.metadata.no_location
        self.sharpen = SharpenBox()
        self.bit_depth, self.profile = QComboBox(), QComboBox()
        self.bit_depth.addItem(self.tr("Depth of the photo"), None)
        for bits in BIT_DEPTHS:
            self.bit_depth.addItem(self.tr("{bits} bits per channel").format(bits=bits), bits)
        self.bit_depth.setAccessibleName(self.tr("Depth"))
        for profile_name, known in OUTPUT_PROFILES.items():
            self.profile.addItem(known.label, profile_name)
        sharpen_label = QLabel(self.tr("Shar&pen"))
        sharpen_label.setBuddy(self.sharpen)
        self.presets = ExportPresetRow(ExportPresets(), self._output)
        self.presets.chosen.connect(self._take_preset)
        self.presets.failed.connect(lambda text: self._show_message(text, error=True))
        self.auto_white = QCheckBox(self.tr("Auto &white balance"))
        self.auto_white.setToolTip(self.tr("Of each photo by itself, unless it keeps adjustments of its own"))
        self.series = QCheckBox(self.tr("Series without flic&ker"))
        self.series.setToolTip(
            self.tr(
                "Frames of a time-lapse or burst: one exposure runs smoothly through them, and between "
                "frames with adjustments of their own these change evenly"
            )
        )
        quality_label = QLabel(self.tr("&Quality"))
        quality_label.setBuddy(self.quality)

        def follow_format() -> None:
            # A photo's own format may be one of those.
            chosen = EXPORT_FORMATS.get(self.format.currentData())
            lossy = chosen is None or chosen.lossy
            self.quality.setEnabled(lossy)
            quality_label.setEnabled(lossy)

        self.format.currentIndexChanged.connect(follow_format)
        # Not every format holds every depth.
        for box in (self.format, self.bit_depth):
            box.currentIndexChanged.connect(self._check_choices)
        self._choices = QWidget()
        form = QFormLayout(self._choices)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        rows: tuple[tuple[str, QWidget, tuple[QWidget, ...]], ...] = (
            (self.tr("&Folder"), self.folder, (browse,)),
            (self.tr("&Name"), self.template, (hint,)),
            (self.tr("If a file e&xists"), self.conflict, ()),
            (self.tr("Preset"), self.presets, ()),
            (self.tr("F&ormat"), self.format, (quality_label, self.quality)),
            (self.tr("Colours"), self.profile, (self.bit_depth,)),
            (self.tr("Size"), self.size_choice, ()),
            (self.tr("Metadata"), self.metadata, (sharpen_label, self.sharpen)),
            (self.tr("Ad&justments"), self.looks, (self.auto_white, self.series)),
        )
        for text, widget, others in rows:
            label = QLabel(text)
            label.setBuddy(widget)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(widget, 1)
            for other in others:
                row.addWidget(other)
            form.addRow(label, row)

    def _build_foot(self) -> None:
        self.problem, self.failures = QLabel(), QLabel()
        for label in (self.problem, self.failures):
            # A file's name is no markup.
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.failures.setProperty("role", "error")
        self.failures.hide()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Progress of the batch"))
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.show_folder = _button(self.tr("S&how folder"), self._show_folder)
        self.show_folder.hide()
        self.close_button = _button(self.tr("&Close"), self.close)
        self.cancel = _button(self.tr("Canc&el"), self._cancel)
        self.begin = QPushButton(self.tr("&Start"))
        self.begin.setProperty("primary", True)
        self.begin.clicked.connect(self.start)

    def _photo_row(self) -> QHBoxLayout:
        self.subfolders = QCheckBox(self.tr("&Include subfolders"))
        add = _button(self.tr("&Add photos…"), self._choose_photos, "image-plus-outline")
        add_folder = _button(self.tr("Add fol&der…"), self._choose_folder, "folder-plus-outline")
        self.add_listed = _button(self.tr("Add the fil&mstrip"), self._add_listed, "filmstrip")
        self.add_listed.setToolTip(self.tr("All photos of the window's filmstrip"))
        self.remove = _button(self.tr("&Remove"), self._remove)
        self.remove.setToolTip(self.tr("Remove the selected photos; Ctrl+A selects all"))
        self._adding = (add, add_folder, self.add_listed, self.subfolders)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in self._adding:
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.remove)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.show_folder)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.cancel)
        row.addWidget(self.begin)
        return row

    # Choosing

    def _choose_photos(self) -> None:
        chosen = PhotoDialog.choose(self, self.tr("Add photos"), self._start_folder(), self._filter)
        self.add_photos([Path(name) for name in chosen])

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Add the photos of a folder"), self._start_folder()
        )
        if chosen:
            self.add_photos([Path(chosen)])

    def _start_folder(self) -> str:
        """Where photos are looked for: where the last ones were, here or in the window."""
        return str(self._photos[-1].parent) if self._photos else self._folder()

    def _add_listed(self) -> None:
        photos = self._listed()
        if photos:
            self.add_photos(photos)
        else:
            self._show_message(
                self.tr("The filmstrip is empty. Open photos in the window, or add them here."), error=True
            )

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the results"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _remove(self) -> None:
        """Take the selected photos out."""
        gone = self.table.chosen_rows
        if gone and self.remove.isEnabled():
            self._set_photos(tuple(photo for row, photo in enumerate(self._photos) if row not in gone))

    def _set_photos(self, photos: tuple[Path, ...]) -> None:
        self._photos = photos
        if self.folder.text() in ("", self._proposed):
            # Of other photos; what was named by hand stays.
            # Nothing is put beside a photo that comes with the program.
            beside = [Path.home() if ships(photo) else photo.parent for photo in photos[:1]]
            self._proposed = str(beside[0] / _FOLDER) if beside else ""
            self.folder.setText(self._proposed)
        self.table.list_photos(photos)
        self._check_choices()

    def job(self) -> BatchJob:
        """What is chosen; raises PhotoError where it does not fit together."""
        if not self._photos:
            raise PhotoError(
                None, self.tr("there are no photos yet"), self.tr("Add some, or drop them here.")
            )
        if not self.folder.text().strip():
            raise PhotoError(None, self.tr("the results need a folder"), self.tr("Choose one."))
        if self.looks.gone:
            raise PhotoError(
                None,
                self.tr("the chosen adjustments are gone: they were deleted or renamed"),
                self.tr("Choose others."),
            )
        try:
            folder = Path(self.folder.text().strip()).expanduser()
        except RuntimeError:  # ~somebody who is not known here
            folder = Path(self.folder.text().strip())
        return BatchJob(
            sources=self._photos,
            # A name alone is beside the photos.
            folder=self._photos[0].parent / folder,
            options=self._output(),
            template=self.template.text(),
            on_conflict=OnConflict(self.conflict.currentData()),
            adjustments=self.looks.adjustments,
            own_adjustments=self.looks.own,
            white=WhiteRule(automatic=self.auto_white.isChecked()),
            working_pixels=self._working_pixels(),
            sizes=self._sizes(),
        )

    def _sizes(self) -> tuple[int, ...] | None:
        """Where more than one is wanted."""
        sizes = tuple(pixels for pixels in self.size_choice.values if pixels is not None)
        return sizes if len(sizes) > 1 else None

    def _read_adjustments(self) -> ReadAdjustments:
        """What finds a photo's own adjustments: as the window shows them now, else beside the photo."""
        unsaved = dict(self._unsaved())

        def read(photo: Path) -> Adjustments | None:
            own = unsaved.get(canonical_path(photo))
            return read_own_adjustments(photo) if own is None else own

        return read

    @property
    def _kept(self) -> Choices:
        """What begins the next batch as it was chosen for the last; photos and folder belong to one alone."""
        return {
            "subfolders": self.subfolders,
            "name": self.template,
            "conflict": self.conflict,
            "format": self.format,
            "quality": self.quality,
            "reduce": self.size_choice.reduce,
            "long_side": self.size_choice.pixels,
            "no_location": self.no_location,
            "no_metadata": self.metadata.none,
            "depth": self.bit_depth,
            "profile": self.profile,
            "sharpen": self.sharpen,
            "more_sizes": self.size_choice.also,
            "adjustments": self.looks,
            "auto_white": self.auto_white,
            "series": self.series,
        }

    def _output(self) -> ExportOptions:
        """How the results are written, in the first of the sizes; raises PhotoError as :meth:`job`."""
        return ExportOptions(
            self.format.currentData(),
            self.quality.value(),
            bit_depth=self.bit_depth.currentData(),
            long_side=self.size_choice.value,
            keep_location=not self.no_location.isChecked(),
            profile=self.profile.currentData(),
            keep_metadata=not self.metadata.none.isChecked(),
            sharpen=self.sharpen.currentData(),
        )

    def _take_preset(self, options: ExportOptions) -> None:
        """Choose as a preset has it."""
        for box, value in (
            (self.format, options.format),
            (self.bit_depth, options.bit_depth),
            (self.profile, options.profile),
            (self.sharpen, options.sharpen),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self.quality.setValue(options.quality)
        self.size_choice.set_value(options.long_side)
        self.metadata.choose(options)

    def _check_choices(self) -> None:
        """Say what stands in the way, before anything is computed."""
        running = self.running or self._looking.looking
        for widget in (*self._adding, self._choices):
            widget.setEnabled(not running)
        self._allow_removing()
        self.cancel.setEnabled(self.running)
        self.begin.setEnabled(False)
        if self._looking.looking:
            self._show_message(self.tr("Looking for photos…"))
        if running:
            return
        try:
            self.job()
        except PhotoError as error:
            self._show_message(told(error), error=bool(self._photos))
        else:
            self._show_message("")
            self.begin.setEnabled(True)

    def _allow_removing(self) -> None:
        waiting = self.running or self._looking.looking
        self.remove.setEnabled(not waiting and bool(self.table.chosen_rows))

    # Running

    def _cancel(self) -> None:
        if self._thread is not None:
            self._thread.cancel()
            self.cancel.setEnabled(False)
            self._show_message(self.tr("Stopping…"))

    def _show_progress(self, progress: BatchProgress) -> None:
        self.progress.setValue(round(1000 * progress.whole))
        row = progress.index
        if progress.outcome is not None:
            self.table.show_outcome(row, progress.outcome)
            return
        self.progressed.emit(row + 1, len(self._photos))
        self.table.show_share(row, progress.share)
        if self.cancel.isEnabled():
            number = self.tr("Photo {number} of {count}: {name}")
            name = self._photos[row].name
            self._show_message(number.format(number=row + 1, count=len(self._photos), name=name))

    def _show_report(self, report: BatchReport) -> None:
        for row, photo in enumerate(self._photos):
            # Of one that was stopped in the middle there is no file.
            if row >= len(report.outcomes) or report.outcomes[row].source != photo:
                self.table.show_waiting(row)
        counts = self.tr("{written} written, {skipped} skipped, {failed} failed.").format(
            written=len(report.having(State.WRITTEN)),
            skipped=len(report.having(State.SKIPPED)),
            failed=len(report.having(State.FAILED)),
        )
        begin = self.tr("Stopped:") if report.cancelled else self.tr("Done:")
        summary = f"{begin} {counts}"
        failures = [translated(outcome.reason) for outcome in report.having(State.FAILED)]
        shown = failures[:_FAILURES_SHOWN]
        if len(failures) > _FAILURES_SHOWN:
            more = self.tr("{count} more failed; the table tells why.")
            shown.append(more.format(count=len(failures) - _FAILURES_SHOWN))
        self._end_batch("\n".join((summary, *map(translated, report.notices))), error=False)
        self.failures.setText("\n".join(shown))
        self.failures.setVisible(bool(shown))
        self.show_folder.setVisible(any(outcome.output for outcome in report.outcomes))
        self.ended.emit(summary, not failures)

    def _show_failure(self, message: str) -> None:
        self._end_batch(message, error=True)
        self.ended.emit(message, False)

    def _end_batch(self, message: str, *, error: bool) -> None:
        assert self._thread is not None
        self._thread.wait()
        self._thread.deleteLater()
        self._thread = None
        self._check_choices()
        # What stands in the way of another batch is to be seen too.
        obstacle = self.problem.text()
        self._show_message(f"{message}\n{obstacle}".rstrip(), error=error)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written_to)))

    # Helpers

    def _show_message(self, message: str, *, error: bool = False) -> None:
        self.failures.hide()
        self.problem.setText(message)
        self.problem.setProperty("role", "error" if error else "hint")
        self.problem.style().unpolish(self.problem)
        self.problem.style().polish(self.problem)


def _button(text: str, callback: Callable[[], object], icon: str = "") -> QPushButton:
    button = QPushButton(text)
    if icon:
        button.setIcon(qtawesome.icon(f"mdi6.{icon}", color=Colors.text, color_disabled=Colors.disabled))
    # Enter starts the batch; without this it would press whatever was clicked last.
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: callback())
    return button
