"""The main window: the photo, the panel beside it, menus, and the status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import qtawesome
from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, QRect, QSettings, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QProgressBar,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import adjustments_clipboard
from app.batch_dialog import BatchDialog
from app.canvas import Canvas
from app.elided import ElidedLabel
from app.export_dialog import ExportDialog, remembered
from app.filmstrip import Filmstrip
from app.help import Help
from app.history import HistoryPanel
from app.images import to_pixels
from app.notice import Notice
from app.panel import AdjustmentPanel
from app.preferences import PreferenceKeeper, PreferencesDialog
from app.presets import Presets, is_preset_file, presets_folder
from app.readout import Readout
from app.requests import (
    Exported,
    Opened,
    Progressed,
    ReferenceMeasured,
    ReferencePictured,
    RegionRendered,
    Rendered,
)
from app.session import Session
from app.settings import Preferences
from app.studio import Studio
from app.theme import Colors
from app.welcome import Welcome
from app.worker import EngineThread
from ccnet_core.adjustments import Adjustments
from ccnet_core.batch.job import collect_photos
from ccnet_core.paths import RESOURCES
from ccnet_core.photo import READABLE_SUFFIXES, ExportOptions, Photo, PhotoError
from ccnet_core.presets import Preset
from ccnet_core.styles import Style

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

SAMPLE = RESOURCES / "sample" / "dark-coffee.jpg"
_RECENT = 8
_DETAIL_MARGIN = 0.2
"""Share of the view that is rendered around it at full size, so that small moves need no waiting."""


class MainWindow(QMainWindow):
    """One window: one photo is open, of several that are listed."""

    def __init__(
        self,
        thread: EngineThread,
        styles: tuple[Style, ...],
        settings: QSettings,
        preferences: Preferences | None = None,
        presets: Path | None = None,
        *,
        keep_session: bool = True,
    ) -> None:
        """Build the window.

        Args:
            thread: the engine's thread, not yet started; the window stops it when it is closed.
            styles: the built-in styles.
            settings: where recent files, the session, the window's place and preferences are kept.
            preferences: in force instead of the stored ones.
            presets: the folder of the person's presets; by default that of the platform.
            keep_session: whether it is the window whose photos are offered again after a crash.
        """
        super().__init__()
        self._thread, self._settings = thread, settings
        self.studio = Studio(thread, self)
        self.preferences = PreferenceKeeper(self.studio, settings, preferences, self)
        self.preferences.changed.connect(self._limit_memory)
        self._limit_memory(self.preferences.current)
        self._export_options: ExportOptions | None = None
        self._batch: BatchDialog | None = None
        self._task = 0
        self._detail_wanted: tuple[QRect, Adjustments] | None = None

        self.setWindowTitle("CCNet Studio")
        self.setAcceptDrops(True)
        self.canvas = Canvas()
        self.notice = Notice()
        self.presets = Presets(presets or presets_folder(), self.studio.document, self.notice, self)
        self._looked_at: Preset | None = None
        self.panel = AdjustmentPanel(styles)
        self.panel.setEnabled(False)
        self.history = HistoryPanel(self.studio.document.histories)
        self.history.hide()
        self.panel.add_foot(self.history)
        self.filmstrip = Filmstrip()
        self._welcome = Welcome(self.recent_photos())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._welcome)
        self._stack.addWidget(self.canvas)
        self._build_layout()
        self._build_status_bar()
        self._build_actions()
        self._connect()
        self._restore_geometry()
        self._session = Session(settings, kept=keep_session)
        self._offer_interrupted()
        # What cannot be read is told after photos of the command line were asked for, which clears messages.
        QTimer.singleShot(0, self.presets.load)
        thread.start()

    # Photos

    def open_photo(self, path: Path) -> None:
        """List a file and open it; on failure the open photo stays."""
        self.notice.clear()
        self.filmstrip.add([path])
        self._open_listed(path)

    def open_photos(self, paths: Sequence[Path]) -> None:
        """List files, and the photos of folders by their names; open the first that was not listed before."""
        if not paths:
            return
        self.notice.clear()
        photos: list[Path] = []
        for path in paths:
            try:
                found = collect_photos([path])
            except PhotoError as error:
                self.notice.show_error(str(error))
                continue
            except (OSError, ValueError):
                # No file has such a name; opening it tells why.
                found = (path,)
            if not found:
                self.notice.show_error(
                    self.tr("{name}: there is no photo in this folder. Choose another.").format(
                        name=path.name or path
                    )
                )
            photos += found
        if photos:
            new = self.filmstrip.add(photos)
            self._open_listed(new[0] if new else photos[0])

    def receive_photos(self, paths: Sequence[Path]) -> None:
        """Another start of the program hands its files over: open them, and come to the front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.open_photos(paths)

    def choose_photo(self) -> None:
        """Ask for files and open them."""
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Open photos"), self._folder(), self._filter())
        self.open_photos([Path(name) for name in chosen])

    def choose_folder(self) -> None:
        """Ask for a folder and open its photos."""
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Open folder"), self._folder())
        if chosen:
            self.open_photos([Path(chosen)])

    def choose_references(self) -> None:
        """Ask for pictures to follow."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Add reference pictures"), self._folder(), self._filter()
        )
        if chosen:
            self.studio.add_references([Path(name) for name in chosen])

    def paste(self) -> None:
        """Open what the clipboard holds: a file or a picture."""
        if not self._open_data(QGuiApplication.clipboard().mimeData(), as_reference=False):
            self.notice.show_error(
                self.tr("The clipboard holds no picture. Copy one, or a picture's file, first.")
            )

    def copy_picture(self) -> None:
        """Put the result on the clipboard as it is shown."""
        picture = self.canvas.result
        if picture is None:
            self.notice.show_error(self.tr("There is no result to copy yet. Wait until the photo is bright."))
            return
        QGuiApplication.clipboard().setImage(picture)
        self.notice.show_message(
            self.tr("The preview is copied, {width} × {height} pixels. Export writes the full size.").format(
                width=picture.width(), height=picture.height()
            )
        )

    def copy_adjustments(self) -> None:
        """Put the adjustments on the clipboard, for another photo."""
        QGuiApplication.clipboard().setMimeData(
            adjustments_clipboard.to_mime(self.studio.document.adjustments)
        )

    def paste_adjustments(self) -> None:
        """Take the adjustments that the clipboard holds; with none, everything stays."""
        try:
            adjustments = adjustments_clipboard.from_mime(QGuiApplication.clipboard().mimeData())
        except ValueError:
            self.notice.show_error(
                self.tr("The clipboard holds no adjustments that can be read. Copy those of a photo first.")
            )
            return
        self.studio.document.change(adjustments, self.tr("Paste adjustments"))

    def export(self) -> None:
        """Ask how, then export."""
        photo = self.studio.document.photo
        if photo is None or not self.studio.ready:
            return
        dialog = ExportDialog(
            photo, self._export_options, self, self.preferences.current.export_options(photo)
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        if self.studio.document.photo is photo:
            self.export_to(dialog.target, dialog.options)
        else:
            self.notice.show_error(
                self.tr("Another photo was opened meanwhile; {name} was not exported.").format(
                    name=photo.name
                )
            )

    def export_to(self, path: Path, options: ExportOptions) -> None:
        """Export the picture as it is now."""
        self._export_options = remembered(options)
        self.notice.clear()
        self.studio.export(path, options)

    def batch(self) -> None:
        """Show what brightens many photos; the window goes on working beside it."""
        if self._batch is None:
            self._batch = BatchDialog(
                self._load_engine,
                self._saved_adjustments,
                lambda: self.preferences.current.preview_pixels,
                self._filter(),
                self,
            )
            self._batch.ended.connect(self._tell_batch)
        self._batch.show()
        self._batch.raise_()
        self._batch.activateWindow()

    def _load_engine(self) -> Engine:
        """As the engine's thread does now, which preferences may have changed."""
        return self._thread.load_engine()

    def _saved_adjustments(self) -> Adjustments:
        """The current value, saved beside its photo: the batch may read it there."""
        self.studio.autosave.flush()
        return self.studio.document.adjustments

    def show_preferences(self) -> None:
        """Ask what is preferred."""
        dialog = PreferencesDialog(self.preferences.wanted, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.preferences.apply(dialog.preferences)

    def recent_photos(self) -> list[Path]:
        """Photos opened before that are still there, newest first."""
        stored = self._settings.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [path for path in map(Path, names) if path.is_file()]

    # Events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures are welcome."""
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """On the panel a picture becomes a reference, elsewhere the photo."""
        position = self.panel.mapFrom(self, event.position().toPoint())
        on_panel = self.panel.rect().contains(position) and self.studio.document.photo is not None
        if self._open_data(event.mimeData(), as_reference=on_panel):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While \\ is held the original shows; arrows that the canvas has no use for go to other photos."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() == Qt.Key.Key_Backslash:
            self.canvas.hold_original(True)
        elif event.key() in steps and self.canvas.hasFocus():
            self.filmstrip.step(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self._looked_at is not None:
            self.panel.look_away()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Back to the result."""
        if event.key() == Qt.Key.Key_Backslash and not event.isAutoRepeat():
            self.canvas.hold_original(False)
        else:
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A key that is released in another window is released here too."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.canvas.hold_original(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the engine; an export under way is asked about first."""
        batching = self._batch is not None and self._batch.running
        if (self.studio.exporting or batching) and not self._confirm_stop():
            event.ignore()
            return
        if self._batch is not None:
            self._batch.stop()
        self._settings.setValue("geometry", self.saveGeometry())
        self.studio.autosave.flush()
        self.filmstrip.stop()
        self._session.end()
        self._thread.stop()
        event.accept()

    # Building

    def _build_layout(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.filmstrip)
        self.notice.lie_over(left)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 1)
        row.addWidget(self.panel)
        self.setCentralWidget(central)

    def _build_status_bar(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self.readout = Readout()
        # It takes what the others leave, and drops what does not fit.
        bar.addWidget(self.readout, 1)
        self.task_label = ElidedLabel()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(180)
        self.progress.setRange(0, 1000)
        self.cancel = QToolButton()
        self.cancel.setIcon(qtawesome.icon("mdi6.close-circle-outline", color=Colors.text))
        self.cancel.setToolTip(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel"))
        self.cancel.clicked.connect(lambda: self.studio.cancel(self._task))
        for widget in (self.task_label, self.progress, self.cancel):
            bar.addWidget(widget)
            widget.hide()
        self.scale_label, self.size_label = QLabel(), ElidedLabel()
        self.time_label, self.device_label = ElidedLabel(), ElidedLabel(self.tr("Loading the network…"))
        for label in (self.time_label, self.scale_label, self.size_label, self.device_label):
            bar.addPermanentWidget(label)

    def _build_actions(self) -> None:
        menu_bar = self.menuBar()
        file = menu_bar.addMenu(self.tr("&File"))
        edit = menu_bar.addMenu(self.tr("&Edit"))
        view = menu_bar.addMenu(self.tr("&View"))
        help_menu = menu_bar.addMenu(self.tr("&Help"))

        open_ = self._add_opening(file)
        references = self._action(
            file,
            self.tr("Add reference pictures…"),
            "Ctrl+Shift+O",
            self.choose_references,
            "palette-outline",
        )
        export = self._action(
            file, self.tr("Export…"), QKeySequence.StandardKey.Save, self.export, "export-variant"
        )
        self._action(file, self.tr("Batch…"), "Ctrl+Shift+B", self.batch, "image-multiple-outline")
        file.addSeparator()
        file.addAction(self.filmstrip.remove_action)
        file.addSeparator()
        self._action(file, self.tr("Quit"), QKeySequence.StandardKey.Quit, self.close)

        histories = self.studio.document.histories
        undo, redo = histories.createUndoAction(self), histories.createRedoAction(self)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        undo.setIcon(_icon("undo"))
        redo.setIcon(_icon("redo"))
        edit.addActions([undo, redo])
        edit.addSeparator()
        copy = self._action(edit, self.tr("Copy picture"), QKeySequence.StandardKey.Copy, self.copy_picture)
        self._action(edit, self.tr("Paste picture"), QKeySequence.StandardKey.Paste, self.paste)
        edit.addSeparator()
        copy_adjustments = self._action(
            edit, self.tr("Copy adjustments"), "Ctrl+Shift+C", self.copy_adjustments
        )
        paste_adjustments = self._action(
            edit, self.tr("Paste adjustments"), "Ctrl+Shift+V", self.paste_adjustments
        )
        edit.addSeparator()
        save_preset = self._action(
            edit, self.tr("Save current as preset…"), "Ctrl+Alt+S", self.presets.save_current
        )
        self._action(edit, self.tr("Import presets…"), "Ctrl+Alt+O", self.presets.choose_import)
        edit.addSeparator()
        reset = self._action(edit, self.tr("Reset all adjustments"), "Ctrl+R", self._reset)
        edit.addSeparator()
        self._action(edit, self.tr("Preferences…"), "Ctrl+,", self.show_preferences, "cog-outline")

        fit = self._action(view, self.tr("Fit"), "F", self.canvas.fit, "fit-to-screen-outline")
        actual = self._action(
            view, self.tr("Actual pixels (1:1)"), "Z", lambda: self.canvas.set_scale(1.0), "magnify-scan"
        )
        fill = self._action(view, self.tr("Fill"), "Shift+F", self.canvas.fill)
        double = self._action(
            view, self.tr("Double size (2:1)"), "Shift+Z", lambda: self.canvas.set_scale(2.0)
        )
        zoom_in = self._action(
            view, self.tr("Zoom in"), QKeySequence.StandardKey.ZoomIn, lambda: self.canvas.zoom(1.25)
        )
        zoom_out = self._action(
            view, self.tr("Zoom out"), QKeySequence.StandardKey.ZoomOut, lambda: self.canvas.zoom(0.8)
        )
        zoom_in.setShortcuts([QKeySequence.StandardKey.ZoomIn, QKeySequence("Ctrl+=")])  # type: ignore[list-item]
        view.addSeparator()
        self.split = self._action(view, self.tr("Before and after"), "S", self._toggle_split, "compare")
        self.split.setCheckable(True)
        self.side_by_side = self._action(
            view, self.tr("Side by side"), "Shift+S", self._toggle_side_by_side, "view-split-vertical"
        )
        self.side_by_side.setCheckable(True)
        original = self._action(
            view, self.tr("Toggle original (hold \\ to peek)"), "O", self._toggle_original, "eye-outline"
        )
        original.setCheckable(True)
        self._original = original
        view.addSeparator()
        clipping = self._action(view, self.tr("Mark clipped pixels"), "J", lambda: None)
        clipping.setCheckable(True)
        clipping.toggled.connect(self.canvas.mark_clipping)
        clipping.toggled.connect(self.panel.histogram.set_marking)
        self.panel.histogram.marking_requested.connect(clipping.toggle)
        show_history = self._action(view, self.tr("History"), "H", lambda: None)
        show_history.setCheckable(True)
        show_history.toggled.connect(self.history.setVisible)
        view.addSeparator()
        self._add_walking(view)
        view.addSeparator()
        self._action(view, self.tr("Full screen"), "F11", self._toggle_full_screen)
        about = Help(self, self.device_label.text, self.notice.show_error)
        for text, keys, callback, icon in about.commands():
            self._action(help_menu, text, keys, callback, icon)

        self._export_action = export
        self._photo_actions = [
            references,
            export,
            reset,
            fit,
            actual,
            fill,
            double,
            zoom_in,
            zoom_out,
            self.split,
            self.side_by_side,
            original,
            copy,
            copy_adjustments,
            paste_adjustments,
            save_preset,
            clipping,
            show_history,
        ]
        for action in self._photo_actions:
            action.setEnabled(False)
        self._build_tool_bar(
            [open_], [undo, redo], [fit, actual], [self.split, self.side_by_side, original], [export]
        )

    def _build_tool_bar(self, *groups: list[QAction]) -> None:
        bar = QToolBar(self.tr("Tools"))
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for group in groups:
            bar.addActions(group)
            bar.addSeparator()
        self.addToolBar(bar)

    def _add_walking(self, view: QMenu) -> None:
        """What leads from photo to photo."""
        step = self.filmstrip.step
        self._action(view, self.tr("Previous photo"), "PgUp", lambda: step(-1), "arrow-left")
        self._action(view, self.tr("Next photo"), "PgDown", lambda: step(1), "arrow-right")
        shown = self._action(view, self.tr("Filmstrip"), "T", lambda: None, "filmstrip")
        shown.setCheckable(True)
        shown.setChecked(True)
        shown.toggled.connect(self.filmstrip.set_wanted)

    def _add_opening(self, file: QMenu) -> QAction:
        """What opens photos; gives the action that asks for files."""
        open_ = self._action(
            file, self.tr("Open…"), QKeySequence.StandardKey.Open, self.choose_photo, "folder-open-outline"
        )
        self._action(
            file, self.tr("Open folder…"), "Ctrl+Shift+F", self.choose_folder, "folder-multiple-outline"
        )
        self._recent_menu = file.addMenu(self.tr("Open recent"))
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        self._action(file, self.tr("Open sample"), None, lambda: self.open_photo(SAMPLE))
        file.addSeparator()
        return open_

    def _action(
        self,
        menu: QMenu,
        text: str,
        shortcut: QKeySequence.StandardKey | str | None,
        callback: Callable[[], object],
        icon: str = "",
    ) -> QAction:
        action = menu.addAction(text)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        if icon:
            action.setIcon(_icon(icon))
        action.triggered.connect(lambda _checked=False: callback())
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text.rstrip('…')} ({keys})" if keys else text)
        return action

    def _connect(self) -> None:
        studio, document = self.studio, self.studio.document
        self._welcome.open_requested.connect(self.choose_photo)
        self._welcome.sample_requested.connect(lambda: self.open_photo(SAMPLE))
        self._welcome.recent_requested.connect(self.open_photo)
        self.panel.decided.connect(document.change)
        self.panel.add_reference_requested.connect(self.choose_references)
        self.panel.export_requested.connect(self.export)
        document.adjustments_changed.connect(self.panel.set_adjustments)
        document.adjustments_changed.connect(lambda _: self._set_previews())
        self.panel.looked_at.connect(self._look_at)
        self.panel.preset_chosen.connect(self.presets.apply)
        self.panel.preset_menu_requested.connect(self.presets.show_menu)
        self.panel.save_preset_requested.connect(self.presets.save_current)
        self.panel.import_presets_requested.connect(self.presets.choose_import)
        self.presets.applied.connect(self._picture_references)
        self.presets.changed.connect(self._show_presets)
        self.canvas.view_changed.connect(self._request_detail)
        self.canvas.scale_changed.connect(self._show_scale)
        self.canvas.picture_changed.connect(self.panel.histogram.show_picture)
        self.canvas.pixel_changed.connect(self.readout.set_pixel)
        studio.opened.connect(self._show_photo)
        studio.rendered.connect(self._show_rendering)
        studio.detailed.connect(self._show_detail)
        studio.thumbnail.connect(self.panel.set_preview)
        studio.reference_measured.connect(self._follow)
        studio.reference_pictured.connect(self._show_reference)
        studio.exported.connect(self._tell_export)
        studio.failed.connect(self.notice.show_error)
        studio.autosave.failed.connect(self.notice.show_error)
        studio.autosave.saved.connect(self.filmstrip.set_edited)
        self.filmstrip.chosen.connect(self._walk_to)
        self.filmstrip.removed.connect(document.forget)
        self.filmstrip.removed.connect(studio.give_up)
        self.filmstrip.changed.connect(self._keep_session)
        studio.brightened.connect(lambda: self._allow_export(allowed=True))
        studio.not_brightened.connect(self._offer_brightening)
        studio.progressed.connect(self._show_progress)
        studio.finished.connect(self._hide_progress)
        self._thread.ready.connect(self.device_label.setText)
        self._thread.notice.connect(self.notice.show_error)

    # Reactions

    def _show_photo(self, opened: Opened) -> None:
        photo = opened.photo
        self._stack.setCurrentWidget(self.canvas)
        self.canvas.set_photo(_size(photo), opened.picture)
        if not self.filmstrip.hasFocus():
            self.canvas.setFocus()
        self.panel.clear_pictures()
        self.panel.setEnabled(True)
        for action in self._photo_actions:
            action.setEnabled(True)
        self._allow_export(allowed=False)
        self.setWindowTitle(f"{photo.name} – CCNet Studio")
        bits = self.tr(", 16 bits") if photo.bit_depth == 16 else ""
        self.size_label.setText(f"{photo.width} × {photo.height}, {photo.megapixels:.1f} MP{bits}")
        self.time_label.clear()
        self._picture_references()
        self.filmstrip.set_open(photo.path)
        self._keep_session()
        if photo.path is not None:
            self._remember(photo.path)

    def _offer_interrupted(self) -> None:
        """After a crash: open what was open, and list what was listed."""
        photo, listed = self._session.interrupted, self._session.listed
        if len(listed) > 1:
            self.notice.show_message(
                self.tr("The program did not close properly while {count} photos were listed.").format(
                    count=len(listed)
                ),
                self.tr("Open them again"),
                lambda: self._restore(listed, photo or listed[0]),
            )
        elif photo is not None:
            self.notice.show_message(
                self.tr("The program did not close properly while {name} was open.").format(name=photo.name),
                self.tr("Open it again"),
                lambda: self.open_photo(photo),
            )

    def _restore(self, listed: Sequence[Path], photo: Path) -> None:
        self.filmstrip.add([*listed, photo])
        self._open_listed(photo)

    def _open_listed(self, photo: Path) -> None:
        self.filmstrip.select(photo)
        self.studio.open(photo)

    def _walk_to(self, photo: Path) -> None:
        self.notice.clear()
        self._open_listed(photo)

    def _keep_session(self) -> None:
        photo = self.studio.document.photo
        self._session.set_photo(None if photo is None else photo.path, self.filmstrip.paths)

    def _limit_memory(self, preferences: Preferences) -> None:
        self._thread.memory_limit = 1_000_000 * preferences.memory_megabytes

    def _allow_export(self, *, allowed: bool) -> None:
        self.panel.export.setEnabled(allowed)
        self._export_action.setEnabled(allowed)

    def _offer_brightening(self, message: str) -> None:
        """The photo is open but not bright: nothing that is decided would show."""
        photo = self.studio.document.photo
        if photo is not None:
            show = self.notice.show_error if message else self.notice.show_message
            text = message or self.tr("{name} was not brightened.").format(name=photo.name)
            source = photo.path or photo
            show(text, self.tr("Try again"), lambda: self.studio.open(source))

    def _picture_references(self) -> None:
        self.studio.picture_references(self.panel.references.without_thumbnail())

    def _show_presets(self) -> None:
        self.panel.set_presets(self.presets.all)
        self._set_previews()

    def _set_previews(self) -> None:
        self.studio.set_previews(self.panel.preview_adjustments())

    def _look_at(self, looked_at: Preset | None) -> None:
        """Show a style or preset on the photo while the pointer or the keyboard rests on it."""
        self._looked_at = looked_at
        self.studio.try_out(None if looked_at is None else looked_at.adjustments)

    def _show_rendering(self, rendered: Rendered) -> None:
        self.canvas.set_result(rendered.picture)
        trying = self._looked_at is not None and rendered.adjustments == self.studio.tried
        name = self._looked_at.name if trying and self._looked_at is not None else ""
        self.canvas.set_badge(self.tr("Preview: {name}").format(name=name) if name else "")
        self.time_label.setText(self.tr("Rendered in {ms:.0f} ms").format(ms=1000 * rendered.seconds))
        self._detail_wanted = None
        if rendered.exact:
            self._request_detail()

    def _request_detail(self) -> None:
        """Ask for the visible part at full size, unless it is there or on its way."""
        if not self.canvas.wants_detail() or not self.studio.ready:
            return
        visible = self.canvas.visible_region()
        adjustments = self.studio.shown
        if self._detail_wanted is not None:
            region, wanted = self._detail_wanted
            if wanted == adjustments and region.contains(visible):
                return
        photo = self.studio.document.photo
        if photo is None:
            return
        margin = round(_DETAIL_MARGIN * max(visible.width(), visible.height()))
        whole = QRect(QPoint(), _size(photo))
        region = visible.adjusted(-margin, -margin, margin, margin).intersected(whole)
        self._detail_wanted = (region, adjustments)
        self.studio.request_detail(region)

    def _show_detail(self, detail: RegionRendered) -> None:
        self.canvas.set_detail(detail.region, detail.picture, detail.original)

    def _show_reference(self, pictured: ReferencePictured) -> None:
        reference = pictured.reference
        self.panel.references.set_thumbnail(reference.name, reference.path, pictured.thumbnail)

    def _follow(self, measured: ReferenceMeasured) -> None:
        """Add a reference to the mix."""
        reference = measured.reference
        self.panel.references.set_thumbnail(reference.name, reference.path, measured.thumbnail)
        self.panel.add_reference_to_mix(reference)

    def _tell_export(self, exported: Exported) -> None:
        self.notice.show_message(
            self.tr("{name} is written ({seconds:.1f} s).").format(
                name=exported.path.name, seconds=exported.seconds
            ),
            self.tr("Show folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(exported.path.parent))),
        )

    def _tell_batch(self, message: str) -> None:
        """Where the batch itself tells it, nothing needs to be said twice."""
        if self._batch is not None and not self._batch.isVisible():
            self.notice.show_message(
                self.tr("Batch: {message}").format(message=message), self.tr("Show"), self.batch
            )

    def _show_progress(self, progressed: Progressed) -> None:
        self._task = progressed.id
        self.task_label.setText(progressed.task)
        self.progress.setValue(round(1000 * progressed.share))
        for widget in (self.task_label, self.progress, self.cancel):
            widget.show()

    def _hide_progress(self, task: int) -> None:
        if task == self._task:
            for widget in (self.task_label, self.progress, self.cancel):
                widget.hide()

    def _show_scale(self, scale: float) -> None:
        self.scale_label.setText(f"{100 * scale:.0f} %")

    def _toggle_split(self) -> None:
        # One view takes the other's place.
        if self.split.isChecked() and self.side_by_side.isChecked():
            self.side_by_side.trigger()
        self.canvas.set_split(0.5 if self.split.isChecked() else None)

    def _toggle_side_by_side(self) -> None:
        if self.side_by_side.isChecked() and self.split.isChecked():
            self.split.trigger()
        self.canvas.set_side_by_side(self.side_by_side.isChecked())

    def _toggle_original(self) -> None:
        self.canvas.show_original(self._original.isChecked())

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _reset(self) -> None:
        self.studio.document.change(Adjustments(), self.tr("Reset all"))

    def _confirm_stop(self) -> bool:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Export under way"))
        box.setText(self.tr("An export is not finished."))
        stop = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep exporting"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is stop

    # Helpers

    def _open_data(self, data: QMimeData, *, as_reference: bool) -> bool:
        """Open dropped or pasted data; False if it holds no picture."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        presets = [path for path in files if is_preset_file(path)]
        if presets:
            self.presets.take_in(presets)
        photos = [path for path in files if path not in presets]
        if files and (not photos or not as_reference):
            self.open_photos(photos)
            return True
        sources: list[Path | Photo] = [*photos]
        if not sources and data.hasImage():
            image = QImage(data.imageData())
            if not image.isNull():
                sources = [Photo.from_array(to_pixels(image))]
        if not sources:
            return False
        if as_reference:
            self.studio.add_references(sources)
        else:
            self.notice.clear()
            self.studio.open(sources[0])
        return True

    def _filter(self) -> str:
        patterns = " ".join(f"*{suffix}" for suffix in READABLE_SUFFIXES)
        photos, all_files = self.tr("Photos"), self.tr("All files")
        return f"{photos} ({patterns} {patterns.upper()});;{all_files} (*)"

    def _folder(self) -> str:
        recent = self.recent_photos()
        return str(recent[0].parent) if recent else str(Path.home())

    def _remember(self, path: Path) -> None:
        path = path.resolve()
        recent = [path, *(other for other in self.recent_photos() if other != path)][:_RECENT]
        self._settings.setValue("recent", [str(name) for name in recent])

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self.recent_photos():
            action = self._recent_menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, p=path: self.open_photo(p))
        if self._recent_menu.isEmpty():
            self._recent_menu.addAction(self.tr("None yet")).setEnabled(False)

    def _restore_geometry(self) -> None:
        geometry = self._settings.value("geometry")
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(1280, 820)


def _icon(name: str) -> QIcon:
    icon: QIcon = qtawesome.icon(f"mdi6.{name}", color=Colors.text, color_disabled=Colors.disabled)
    return icon


def _size(photo: Photo) -> QSize:
    return QSize(photo.width, photo.height)
