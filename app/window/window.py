"""The main window: the photo, the panel beside it, and what happens between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPoint, QRect, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from app.actions.auto_white import AutoWhite
from app.actions.clipboard import Clipboard
from app.actions.colour_picker import ColourPicker
from app.actions.cropping import Cropping
from app.actions.drag_out import DragHandle
from app.actions.dropping import Dropping
from app.actions.exporting import Exporting
from app.actions.flagging import Flagging
from app.actions.following import Following
from app.actions.grey_picker import GreyPicker
from app.actions.looks import LookFiles
from app.actions.masking import Masking
from app.actions.opening import Opening
from app.actions.presets import Presets
from app.actions.snapshots import Snapshots
from app.actions.syncing import Syncing
from app.actions.taking_out import TakingOut
from app.actions.watching import Watching
from app.canvas.canvas import Canvas
from app.dialogs.preferences import PreferenceKeeper, PreferencesDialog
from app.dialogs.reference_part import PartDialog
from app.document.photo_key import photo_source
from app.document.preferences import Preferences
from app.document.session import Session
from app.filmstrip.developed import DevelopedPictures, developed_folder
from app.filmstrip.filmstrip import THUMBNAILS, Filmstrip
from app.panel.history import HistoryPanel
from app.panel.panel import WIDTH, WIDTHS, AdjustmentPanel
from app.studio import Studio
from app.widgets.dialog import passing
from app.widgets.images import cut_image
from app.widgets.messages import photo_name, reference_name
from app.widgets.notice import Notice
from app.widgets.spin_box import commit_typed
from app.window.closing import Closing
from app.window.menus import Menus
from app.window.status_bar import StatusBar
from app.window.welcome import Welcome
from app.worker.cache import FileVersion
from app.worker.requests import Glimpsed, Opened, ReferencePictured, RegionRendered, Rendered
from app.worker.thread import EngineThread
from ccnet_core.adjustments import Adjustments
from ccnet_core.geometry import Geometry
from ccnet_core.photo import Photo
from ccnet_core.presets import Preset, saved_presets
from ccnet_core.styles import Style

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

_HANDLE = 5
"""Width of what the panel is dragged by, in logical pixels."""
_SEEN = 8
"""Of so many files the last picture is kept, of a preview's size, to be shown when they are opened again."""
_DETAIL_MARGIN = 0.2
"""Share of the view that is rendered around it at full size, so that small moves need no waiting."""


@dataclass(frozen=True, slots=True)
class _Detail:
    """A part of the photo at full size, reduced to a scale, in colours."""

    region: QRect
    scale: float
    adjustments: Adjustments


class MainWindow(QMainWindow):
    """One window: one photo is open, of several that are listed.

    Attributes:
        engine_thread: the thread in which photos are brightened and rendered.
        welcome: what is shown before the first photo.
        tools: the strip at the edge of the photo.
        view_bar: the strip below it.
    """

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
            thread: the engine's thread, not yet started; the window starts it when it is shown and stops it
                when it is closed.
            styles: the built-in styles.
            settings: where recent files, the session, the window's place and preferences are kept.
            preferences: in force instead of the stored ones.
            presets: the folder of the person's presets; by default that of the platform.
            keep_session: whether it is the window whose photos are offered again by the next, as those of the
                last session or after a crash, and that offers those of the one before.
        """
        super().__init__()
        self.engine_thread, self._settings = thread, settings
        self.studio = Studio(thread, self)
        self.preferences = PreferenceKeeper(self.studio, settings, preferences, self)
        self.preferences.changed.connect(self._apply_preferences)
        self._developed = DevelopedPictures(developed_folder())
        self._apply_preferences(self.preferences.current)
        self._detail_wanted: _Detail | None = None
        self._detail_task = 0
        self._looked_at: Preset | None = None
        self._offered_beside = ""
        # All of the open photo, as it was read and as it was rendered last; and what of it is on the canvas.
        self._read_picture: QImage | None = None
        self._rendered_picture: QImage | None = None
        self._rendered_look = Adjustments()
        self._shown_geometry, self._shown_id = Geometry(), 0
        self._original_key = 0
        self._seen: dict[FileVersion, tuple[Adjustments, QImage]] = {}

        self.setWindowTitle("CCNet Studio")
        self.canvas = Canvas()
        self.notice = Notice()
        self.panel = AdjustmentPanel(styles)
        self.panel.setEnabled(False)
        self.panel.hide()
        self.history = HistoryPanel(self.studio.document.histories)
        self.history.hide()
        self.panel.add_foot(self.history)
        self.filmstrip = Filmstrip(self._developed)
        self.status = StatusBar()
        self.setStatusBar(self.status)

        document = self.studio.document
        self.presets = Presets(presets or saved_presets(), document, self.notice, self)
        self.drag_handle = DragHandle(self.canvas, self.studio)
        self.drag_handle.explained.connect(self._explain_dragging)
        self.syncing = Syncing(self.studio, self.filmstrip, self.notice, settings, self)
        self.flagging = Flagging(self.studio, self.filmstrip, self.notice, self)
        self.snapshots = Snapshots(self.studio, self.panel.snapshots, self.canvas, self.notice, self)
        self.snapshots.changed.connect(self.panel.snapshots_changed)
        self.snapshots.comparing_changed.connect(self._show_comparing)
        self.clipboard = Clipboard(self.studio, self.notice, self.syncing, self)
        self.grey_picker = GreyPicker(self.canvas, self.studio, self.notice, self)
        self.auto_white = AutoWhite(self.studio, self.notice, self)
        self.panel.auto_white.clicked.connect(self.auto_white.ask)
        self.colour_picker = ColourPicker(self.canvas, self.panel.mixer, self.notice, self)
        self.looks = LookFiles(self.studio, self.panel.looks, self.notice, settings, self)
        self.opening = Opening(self.studio, self.filmstrip, self.presets, self.notice, settings, self)
        self.exporting = Exporting(
            self.studio,
            self.preferences,
            self.notice,
            self._load_engine,
            lambda: self.filmstrip.paths,
            lambda: self.filmstrip.shown_paths,
            self.opening.photo_folder,
            self.opening.photo_filter(),
            self.presets,
            styles,
            settings,
            self,
        )
        self.watching = Watching(self.studio, self.opening, self)
        self.closing = Closing(self.studio, self.filmstrip, self)
        self.taking_out = TakingOut(self.filmstrip, self.studio, self.opening, self.notice, self)
        self.following = Following(document, self.panel, self.notice, self)
        self.cropping = Cropping(document, lambda: self._rendered_picture or self._read_picture, self)
        self.cropping.panel.hide()
        self.masking = Masking(self.studio, self.canvas, self.notice, self)
        self.masking.panel.hide()
        self._asks = True
        self._session = Session(settings, kept=keep_session)
        self.welcome = Welcome(self.opening.recents.photos, len(self._session.last), self._developed)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self.cropping.view)
        self.tools, self.view_bar = QToolBar(), QToolBar()
        self._build_layout()
        self.menus = Menus(self)
        self._connect()
        self._restore_geometry()
        self.opening.offer_interrupted(self._session)
        self.presets.load()

    # Photos

    def open_photo(self, path: Path) -> None:
        """List a file and open it; on failure the open photo stays."""
        self.opening.open_photo(path)

    def open_photos(self, paths: Sequence[Path]) -> None:
        """List files, and the photos of folders by their names; open the first that was not listed before."""
        self.opening.open_photos(paths)

    def receive_photos(self, paths: Sequence[Path]) -> None:
        """Another start of the program hands its files over: open them, and come to the front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.open_photos(paths)

    def end(self) -> None:
        """Save what can be saved and close, without a question: the system waits for no answer."""
        self._asks = False
        self.close()

    def reset(self) -> None:
        """Go back to what every photo begins with."""
        self.studio.document.change(Adjustments(), self.tr("Reset all"))

    def show_preferences(self) -> None:
        """Ask what is preferred."""
        with passing(PreferencesDialog(self.preferences.wanted, self)) as dialog:
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self.preferences.apply(dialog.preferences)

    def toggle_full_screen(self) -> None:
        """Take the whole screen, or give it back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_panel(self, shown: bool) -> None:
        """Show the panel, or leave its place to the photo."""
        held = self._panel_has_focus()
        # Without a photo there is nothing that it could do.
        self._panel_of_mode.setVisible(shown and self.studio.document.photo is not None)
        self._settings.setValue("panel/shown", shown)
        if held and not shown:
            self.canvas.setFocus()

    def show_in_panel(self, show: Callable[[], object]) -> None:
        """Have something in the panel of adjustments come into sight, whatever has its place."""
        self.masking.end()
        self.menus.panel.setChecked(True)
        show()

    def go_across(self) -> None:
        """Take the keyboard from the photo to the panel, which is shown for it, or back."""
        if self.studio.document.photo is None:
            return
        if self.cropping.active:
            view = self.cropping.view
            other = self.cropping.panel.shapes if view.hasFocus() else view
            other.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._panel_has_focus():
            self.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.masking.active:
            self.menus.panel.setChecked(True)
            self.masking.panel.take_focus()
        else:
            self.menus.panel.setChecked(True)
            self.panel.take_focus()

    def _panel_has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        panels = self.panel, self.masking.panel
        return focused is not None and any(panel.isAncestorOf(focused) for panel in panels)

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        """Start the engine: a photo that was asked for before is shown before it is loaded."""
        super().showEvent(event)
        if not self.engine_thread.isFinished():
            self.engine_thread.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While \\ is held the original shows; keys that the canvas has no use for go to the filmstrip.

        Escape ends what is looked at, then the full screen.
        """
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() == Qt.Key.Key_Backslash:
            self._original_key = event.nativeScanCode()
            self.canvas.hold_original(True)
        elif event.key() in steps and self.canvas.hasFocus():
            self.filmstrip.step(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete and self.canvas.hasFocus():
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.filmstrip.remove_broken_action.trigger()
            else:
                self.filmstrip.remove_open()
        elif event.key() == Qt.Key.Key_Escape and self._looked_at is not None:
            self.panel.look_away()
        elif event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.toggle_full_screen()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Back to the result.

        Where \\ is typed with AltGr and that is released first, the same key has become another character.
        """
        same = event.nativeScanCode() == self._original_key != 0
        if (same or event.key() == Qt.Key.Key_Backslash) and not event.isAutoRepeat():
            self._original_key = 0
            self.canvas.hold_original(False)
        else:
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A key that is released in another window is released here too."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.canvas.hold_original(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save and stop; an export under way and what cannot be saved are asked about first."""
        commit_typed()
        self.cropping.apply()
        may_close = self.exporting.may_stop() and self.closing.may_close() if self._asks else True
        if not may_close:
            event.ignore()
            return
        self._settings.setValue("geometry", self.saveGeometry())
        # For who closes it, it is closed, however long what runs takes to end.
        self.hide()
        self.opening.stop()
        self.syncing.stop()
        self.exporting.stop()
        self.studio.autosave.save_all()
        self.filmstrip.stop()
        self.welcome.stop()
        self.watching.stop()
        self.drag_handle.clean()
        self._session.end()
        self.presets.end()
        self.studio.end()
        # The pointer is to leave nothing that would be told later.
        self.panel.look_away()
        for timer in self.findChildren(QTimer):
            timer.stop()
        event.accept()

    # Building

    def _build_layout(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._stack, 1)
        row.addWidget(self.tools)
        column.addLayout(row, 1)
        column.addWidget(self.view_bar)
        column.addWidget(self.filmstrip)
        # Beside the strip, whose tools stay in reach.
        self.notice.lie_over(self._stack)
        self.notice.keep_clear(self._handles)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.setObjectName("across")
        self._across.setChildrenCollapsible(False)
        self._across.setHandleWidth(_HANDLE)
        self._across.addWidget(left)
        self._across.addWidget(self.panel)
        self._across.addWidget(self.cropping.panel)
        self._across.addWidget(self.masking.panel)
        # The photo takes what the window gains, and gives what it loses.
        self._across.setStretchFactor(0, 1)
        self._across.setStretchFactor(1, 0)
        for index in (2, 3):
            self._across.setStretchFactor(index, 0)
        self.setCentralWidget(self._across)
        self.dropping = Dropping(
            self.opening.take, lambda: self.studio.document.photo is not None, left, self.panel, self
        )

    def _connect(self) -> None:
        studio, document = self.studio, self.studio.document
        opening, status = self.opening, self.status
        self.welcome.open_requested.connect(opening.choose_photos)
        self.welcome.sample_requested.connect(opening.open_sample)
        self.welcome.recent_requested.connect(opening.open_photo)
        self.welcome.last_requested.connect(lambda: opening.open_last(self._session))
        opening.awaited.connect(self.welcome.show_opening)
        self.panel.decided.connect(document.change)
        self.panel.add_reference_requested.connect(opening.choose_references)
        self.panel.references.part_requested.connect(self._choose_part)
        self.panel.palettes_wanted.connect(studio.measure_again)
        self.panel.export_requested.connect(self.exporting.export)
        document.adjustments_changed.connect(self.panel.set_adjustments)
        document.adjustments_changed.connect(lambda _: self._set_previews())
        document.adjustments_changed.connect(self._frame_at_once)
        self.panel.looked_at.connect(self._look_at)
        self.panel.left.connect(self.canvas.setFocus)
        self.panel.preset_chosen.connect(self.presets.apply)
        self.panel.preset_menu_requested.connect(self.presets.show_menu)
        self.panel.save_preset_requested.connect(self.presets.save_current)
        self.panel.import_presets_requested.connect(self.presets.choose_import)
        self.presets.applied.connect(self._picture_references)
        self.clipboard.pasted.connect(self._picture_references)
        self.presets.changed.connect(self._show_presets)
        self.canvas.view_changed.connect(self._request_detail)
        self.canvas.scale_changed.connect(status.show_scale)
        self.canvas.picture_changed.connect(self.panel.histogram.show_picture)
        self.canvas.pixel_changed.connect(status.readout.set_pixel)
        studio.leaving.connect(commit_typed)
        studio.leaving.connect(self.cropping.apply)
        studio.leaving.connect(self.masking.end)
        studio.leaving.connect(self.notice.leave_photo)
        self.cropping.active_changed.connect(self._show_cropping)
        self.cropping.view.framed.connect(self.notice.make_way)
        self.masking.active_changed.connect(self._show_masking)
        self.masking.active_changed.connect(self.drag_handle.set_away)
        studio.leaving.connect(self.filmstrip.keep_developed)
        studio.opened.connect(self._show_photo)
        studio.closed.connect(self._show_nothing)
        studio.pictured.connect(self.canvas.set_original)
        studio.glimpsed.connect(self._show_glimpse)
        studio.rendered.connect(self._show_rendering)
        studio.rendered.connect(lambda rendered: self.panel.set_own_values(rendered.own))
        studio.detailed.connect(self._show_detail)
        studio.finished.connect(self._end_detail)
        studio.thumbnail.connect(self.panel.set_preview)
        studio.reference_measured.connect(self.following.follow)
        studio.reference_pictured.connect(self._show_reference)
        studio.failed.connect(self.notice.show_error)
        studio.autosave.failed.connect(self.notice.show_error)
        studio.autosave.saved.connect(self.filmstrip.set_edited)
        studio.autosave.parted.connect(self._show_parted)
        studio.autosave.found_beside.connect(self._offer_beside)
        studio.leaving.connect(self._take_offer_back)
        self.filmstrip.chosen.connect(opening.walk_to)
        self.filmstrip.removed.connect(document.forget)
        self.filmstrip.open_removed.connect(opening.leave)
        self.filmstrip.removed.connect(studio.give_up)
        self.filmstrip.changed.connect(self._keep_session)
        studio.dimmed.connect(lambda: self._allow_export(allowed=False))
        studio.brightened.connect(lambda: self._allow_export(allowed=True))
        studio.progressed.connect(status.show_progress)
        studio.finished.connect(status.hide_progress)
        self.filmstrip.progressed.connect(status.show_progress)
        self.filmstrip.finished.connect(status.hide_progress)
        status.cancelled.connect(self._cancel)
        status.batch_requested.connect(self.exporting.show_batch)
        self.exporting.batch_progressed.connect(status.show_batch)
        self.engine_thread.ready.connect(status.show_device)
        self.engine_thread.notice.connect(self.notice.show_error)

    # Reactions

    def _show_photo(self, opened: Opened) -> None:
        photo = opened.photo
        if self._stack.currentWidget() is self.welcome:
            self._show_mode()
        self._stack.setCurrentWidget(self.canvas)
        self._read_picture, self._rendered_picture = opened.picture, None
        self._shown_id = opened.photo_id
        self.status.show_photo(photo)
        adjustments = self.studio.document.adjustments
        self._frame(adjustments.geometry)
        file = _file_of(photo)
        if file in self._seen and self._seen[file][0] == adjustments:
            self.canvas.expect(self._seen[file][1])
        self.tools.show()
        self.view_bar.show()
        if not (self.filmstrip.hasFocus() or self._panel_has_focus()):
            self.canvas.setFocus()
        self.panel.clear_pictures()
        self.panel.set_light(photo.camera.light if photo.camera else None)
        self.panel.set_lens(photo.lens.name if photo.lens else "")
        self.panel.setEnabled(True)
        self.menus.photo_opened()
        self.setWindowTitle(f"{photo_name(photo)} – CCNet Studio")
        self._picture_references()
        self.filmstrip.set_open(photo_source(photo))
        self._keep_session()
        if photo.path is not None:
            self.opening.recents.remember(photo.path)
            self.filmstrip.set_edited(photo.path, self.studio.document.adjustments != Adjustments())

    def _show_nothing(self) -> None:
        """No photo is open any more: the invitation again."""
        self._stack.setCurrentWidget(self.welcome)
        self._read_picture = self._rendered_picture = None
        self.tools.hide()
        self.view_bar.hide()
        self.canvas.clear()
        self.panel.clear_pictures()
        self.panel.set_light(None)
        self.panel.set_lens("")
        self.panel.setEnabled(False)
        self._show_mode()
        self.menus.photo_closed()
        self.panel.export.setEnabled(False)
        self.setWindowTitle("CCNet Studio")
        self.status.clear_photo()
        self.filmstrip.set_open(None)
        self._keep_session()

    def _keep_session(self) -> None:
        photo = self.studio.document.photo
        self._session.set_photo(None if photo is None else photo.path, self.filmstrip.paths)

    def _cancel(self, task: int) -> None:
        """The person stops what the status bar shows."""
        if task == THUMBNAILS:
            self.filmstrip.cancel_thumbnails()
        else:
            self.studio.cancel(task)

    def _explain_dragging(self, text: str) -> None:
        """Offer the full size, unless it is at hand."""
        if not self.drag_handle.full_size:
            copy = self.clipboard.copy_picture
            self.notice.show_message(text, self.tr("Copy full size"), copy, of_photo=True)
        else:
            self.notice.show_message(text, of_photo=True)

    def _load_engine(self) -> Engine:
        """As the engine's thread does now, which preferences may have changed."""
        return self.engine_thread.load_engine()

    def _apply_preferences(self, preferences: Preferences) -> None:
        self.engine_thread.memory_limit = 1_000_000 * preferences.memory_megabytes
        self._developed.weights = preferences.weights

    def _show_parted(self, text: str, path: Path) -> None:
        """Somebody else decided about a photo, too."""
        self.notice.show_error(
            text, self.tr("Use what I decide"), lambda: self.studio.autosave.prefer_own(path)
        )

    def _offer_beside(self, text: str, path: Path, adjustments: Adjustments) -> None:
        """Something else was decided about the photo that is opened: both can be had."""

        def use() -> None:
            if self.studio.autosave.keep_beside():
                self.studio.document.change(
                    adjustments, self.tr("Adjustments from beside {name}").format(name=path.name)
                )

        self._offered_beside = text
        self.notice.show_offer(text, self.tr("Use that"), use)

    def _take_offer_back(self) -> None:
        """It is of the photo that is left; with that it comes again."""
        self.notice.dismiss(self._offered_beside)
        self._offered_beside = ""

    def _allow_export(self, *, allowed: bool) -> None:
        self.panel.export.setEnabled(allowed)
        self.menus.allow_export(allowed=allowed)

    def _picture_references(self) -> None:
        self.studio.picture_references(self.panel.references.without_thumbnail())

    def _choose_part(self, index: int) -> None:
        """Ask for the part of a reference's picture whose colours count; measure it."""
        reference, picture = self.panel.references.with_picture(index)
        if picture is None:
            return  # its file is gone, or was not read yet
        name = reference_name(reference)
        with passing(PartDialog(name, picture, reference.part, self)) as dialog:
            if dialog.exec() == QDialog.DialogCode.Accepted and dialog.part != reference.part:
                self.studio.add_references([Path(reference.path)], dialog.part)

    def _show_presets(self) -> None:
        self.panel.set_presets(self.presets.all)
        self._set_previews()

    def _set_previews(self) -> None:
        self.studio.set_previews(self.panel.preview_adjustments())

    def _look_at(self, looked_at: Preset | None) -> None:
        """Show a style or preset on the photo while the pointer or the keyboard rests on it."""
        self._looked_at = looked_at
        self.studio.try_out(None if looked_at is None else looked_at.adjustments)

    def _frame(self, geometry: Geometry) -> None:
        """Show another part of the open photo, as it was read; its rendering follows."""
        photo = self.studio.document.photo
        if photo is None or self._read_picture is None:
            return
        self._shown_geometry = geometry
        height, width = geometry.size(photo.height, photo.width)
        self.canvas.set_photo(QSize(width, height), cut_image(self._read_picture, geometry))
        self.status.show_size(photo, QSize(width, height))

    def _frame_at_once(self, adjustments: Adjustments) -> None:
        """Where only another part is to be shown it need not be rendered; its rendering is the same."""
        geometry = adjustments.geometry
        if self._shown_id != self.studio.document.photo_id or geometry == self._shown_geometry:
            return
        if self.canvas.result is None:
            self._frame(geometry)
        elif self._rendered_picture is not None and adjustments.of_whole == self._rendered_look:
            self._frame(geometry)
            self.canvas.set_result(cut_image(self._rendered_picture, geometry))

    def _show_cropping(self, active: bool) -> None:
        """The frame takes the place of the photo, and its panel that of the adjustments."""
        if active:
            self.masking.end()
        self._show_mode()
        self.view_bar.setHidden(active)
        widget = self.cropping.view if active else self.canvas
        self._stack.setCurrentWidget(widget)
        self.notice.make_way()
        widget.setFocus()

    def _handles(self) -> list[QRect]:
        """What a hand may want to grasp, where messages would lie."""
        view = self.cropping.view
        if not self.cropping.active:
            return []
        return [rect.translated(view.mapTo(self._stack, QPoint())) for rect in view.handle_rects()]

    def _show_masking(self, active: bool) -> None:
        """Masks lie over the photo, and their panel takes the place of the adjustments."""
        if active:
            self.cropping.apply()
        self._show_mode()
        self.canvas.setFocus()

    def _show_mode(self) -> None:
        """Show the panel of the mode, in the width of the one that was there."""
        width, shown = self._panel_width, self._panel_of_mode
        self.panel.look_away()
        for panel in (self.panel, self.cropping.panel, self.masking.panel):
            if panel is not shown:
                panel.hide()
        # A mode is of no use without its panel.
        wanted = shown is not self.panel or self.menus.panel.isChecked()
        shown.setVisible(wanted and self.studio.document.photo is not None)
        self._share_width(width)

    @property
    def _panel_of_mode(self) -> QWidget:
        """The panel that has its place beside the photo now."""
        if self.cropping.active:
            return self.cropping.panel
        return self.masking.panel if self.masking.active else self.panel

    @property
    def _panel_width(self) -> int:
        """Of the panel that is shown, or would be."""
        for panel in (self.panel, self.cropping.panel, self.masking.panel):
            if panel.isVisible():
                return panel.width()
        try:
            width = int(str(self._settings.value("panel/width", WIDTH)))
        except ValueError:
            width = WIDTH
        return min(max(width, WIDTHS[0]), WIDTHS[1])

    def _share_width(self, width: int) -> None:
        """Give a panel its width, and the photo the rest; of two panels one is shown at most."""
        self._across.setSizes([self._across.width() - width - _HANDLE, width, width, width])

    def _show_glimpse(self, glimpsed: Glimpsed) -> None:
        """A small bright picture until the photo is bright; the photo is framed as it was decided already."""
        if glimpsed.adjustments.geometry == self._shown_geometry:
            self.canvas.expect(glimpsed.picture)

    def _show_rendering(self, rendered: Rendered) -> None:
        if rendered.adjustments.geometry != self.studio.shown.geometry:
            return  # it is late, and the photo was turned or cropped since
        if rendered.adjustments.geometry != self._shown_geometry:
            self._frame(rendered.adjustments.geometry)
        if rendered.whole is not None:
            self._rendered_picture, self._rendered_look = rendered.whole, rendered.adjustments.of_whole
            self.cropping.set_picture(rendered.whole)
        self.canvas.set_result(rendered.picture)
        trying = self._looked_at is not None and rendered.adjustments == self.studio.tried
        name = self._looked_at.name if trying and self._looked_at is not None else ""
        if name:
            self.canvas.set_badge(self.tr("Preview: {name}").format(name=name), self.tr("Click to keep it"))
        else:
            self.canvas.set_badge("")
        self.status.show_time(rendered.seconds)
        self.status.show_noise(rendered.noise)
        self._show_developed(rendered)
        self._detail_wanted = None
        if rendered.exact:
            self._request_detail()

    def _show_developed(self, rendered: Rendered) -> None:
        """In the filmstrip, what was decided; not what is only looked at."""
        document = self.studio.document
        decided = rendered.exact and rendered.adjustments == document.adjustments
        if decided and document.photo is not None:
            source = photo_source(document.photo)
            self.filmstrip.set_developed(source, rendered.adjustments, rendered.picture)
            file = _file_of(document.photo)
            if file is not None:
                self._seen.pop(file, None)
                self._seen[file] = rendered.adjustments, rendered.picture
            if len(self._seen) > _SEEN:
                del self._seen[next(iter(self._seen))]

    def _show_comparing(self, comparing: bool) -> None:
        """A snapshot is seen beside what is decided now: as before and after are, or by a line."""
        menus = self.menus
        if comparing and not any(
            view.isChecked() for view in (menus.split, menus.level_split, menus.side_by_side)
        ):
            menus.split.setChecked(True)
        self._detail_wanted = None
        self._request_detail()

    def _request_detail(self) -> None:
        """Ask for the visible part at full size, unless it is there or on its way."""
        if not self.canvas.wants_detail() or not self.studio.ready:
            return
        if self.studio.shown.geometry != self._shown_geometry:
            return  # what is on the canvas is about to be another part
        visible = self.canvas.visible_region()
        adjustments, scale = self.studio.shown, min(self.canvas.scale, 1.0)
        wanted = self._detail_wanted
        if (
            wanted is not None
            and (wanted.adjustments, wanted.scale) == (adjustments, scale)
            and wanted.region.contains(visible)
        ):
            return
        photo = self.studio.document.photo
        if photo is None:
            return
        height, width = self._shown_geometry.size(photo.height, photo.width)
        margin = round(_DETAIL_MARGIN * max(visible.width(), visible.height()))
        whole = QRect(0, 0, width, height)
        region = visible.adjusted(-margin, -margin, margin, margin).intersected(whole)
        self._detail_wanted = _Detail(region, scale, adjustments)
        self._detail_task = self.studio.request_detail(region, scale)

    def _show_detail(self, detail: RegionRendered) -> None:
        self._detail_task = 0
        self.canvas.set_detail(detail.region, detail.picture, detail.original)

    def _end_detail(self, task: int) -> None:
        """One that came to nothing is asked for again with the next view."""
        if task == self._detail_task:
            self._detail_wanted = None

    def _show_reference(self, pictured: ReferencePictured) -> None:
        reference = pictured.reference
        self.panel.references.set_thumbnail(reference.name, reference.path, pictured.thumbnail)

    def _restore_geometry(self) -> None:
        geometry = self._settings.value("geometry")
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            self.resize(QSize(1280, 820).boundedTo(room))
        width = self._panel_width
        self._across.setSizes([self.width() - width - _HANDLE, width, 0, 0])
        self._across.splitterMoved.connect(lambda: self._settings.setValue("panel/width", self._panel_width))
        self.menus.panel.setChecked(self._settings.value("panel/shown", True, bool) is True)
        for name, section in {**self.panel.sections, "history": self.history.section}.items():
            key = f"panel/sections/{name}"
            at_first = section.heading.isChecked()
            section.heading.setChecked(self._settings.value(key, at_first, bool) is True)
            section.heading.toggled.connect(partial(self._settings.setValue, key))
        tabs = self.panel.tabs
        if self._settings.value("panel/tab") == "presets":
            tabs.choose(1)
        tabs.chosen.connect(lambda index: self._settings.setValue("panel/tab", ("styles", "presets")[index]))
        for key, switch in (
            ("filmstrip/shown", self.menus.filmstrip),
            ("history/shown", self.menus.history),
        ):
            switch.setChecked(self._settings.value(key, switch.isChecked(), bool) is True)
            switch.toggled.connect(lambda shown, key=key: self._settings.setValue(key, shown))


def _file_of(photo: Photo) -> FileVersion | None:
    """The file as it is now: another program may have written it meanwhile. None for a pasted picture."""
    source = photo_source(photo)
    return FileVersion.of(source) if isinstance(source, Path) else None
