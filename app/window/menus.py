"""The menus and the tool bar: every command with its keys and its icon."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import qtawesome
from PySide6.QtCore import QObject, QPoint, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QWidget

from app.widgets.theme import Colors
from app.window.help import Help

if TYPE_CHECKING:
    from app.window.window import MainWindow

Keys = QKeySequence.StandardKey


class Menus(QObject):
    """Builds the menu bar and the tool bars of a window.

    Attributes:
        recent: the menu of recent photos.
        crop: whether the frame is dragged.
        masks: whether masks are drawn.
        split: whether before and after are divided by an upright line.
        level_split: whether they are divided by a level one.
        side_by_side: whether before and after have a pane each.
        original: whether the photo is shown as it was.
        panel: whether the panel is shown.
        history: whether the steps are listed.
        filmstrip: whether the filmstrip is wanted.
    """

    def __init__(self, window: MainWindow) -> None:
        """Build them.

        Args:
            window: all of whose parts are there already.
        """
        super().__init__(window)
        self._window = window
        self._of_photo: list[QAction] = []
        self._build_file()
        self._build_edit()
        self._build_view()
        self._build_help()
        self._build_tool_bar()
        self._build_view_bar()
        self._build_tools()
        canvas = window.canvas
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        canvas.customContextMenuRequested.connect(lambda at: self._show_photo_menu(canvas.mapToGlobal(at)))
        self.photo_closed()

    def photo_opened(self) -> None:
        """Offer what needs a photo; its export waits until it is bright."""
        for action in self._of_photo:
            action.setEnabled(True)
        photo = self._window.studio.document.photo
        self._pictures.setEnabled(photo is not None and photo.pages > 1)

    def photo_closed(self) -> None:
        """Offer nothing that needs a photo."""
        for action in (*self._of_photo, self._export, self._pictures):
            action.setEnabled(False)

    def allow_export(self, *, allowed: bool) -> None:
        """Whether there is anything to export."""
        self._export.setEnabled(allowed)

    def _build_file(self) -> None:
        window = self._window
        opening = window.opening
        menu = window.menuBar().addMenu(self.tr("&File"))
        self._open = self._add_command(
            menu, self.tr("Open…"), Keys.Open, opening.choose_photos, icon="folder-open-outline"
        )
        self._add_command(
            menu,
            self.tr("Open folder…"),
            "Ctrl+Shift+F",
            opening.choose_folder,
            icon="folder-multiple-outline",
        )
        self.recent = menu.addMenu(self.tr("Open recent"))
        self.recent.aboutToShow.connect(lambda: opening.fill_recent(self.recent))
        self._pictures = self._add_command(
            menu, self.tr("List all pictures of the file"), "Ctrl+Shift+G", opening.list_pictures
        )
        self._add_command(menu, self.tr("Open sample"), "Ctrl+Shift+E", opening.open_sample)
        menu.addSeparator()
        self._add_command(
            menu,
            self.tr("Add reference pictures…"),
            "Ctrl+Shift+O",
            opening.choose_references,
            icon="palette-outline",
            of_photo=True,
        )
        self._add_command(
            menu, self.tr("Save colours as a look…"), "Ctrl+Alt+L", window.looks.save, of_photo=True
        )
        self._export = self._add_command(
            menu, self.tr("Export…"), Keys.Save, self._export_cropped, icon="export-variant"
        )
        self._add_command(
            menu, self.tr("Exports of this window…"), "Ctrl+Shift+X", window.exporting.show_queue
        )
        self._add_command(
            menu,
            self.tr("Batch…"),
            "Ctrl+Shift+B",
            window.exporting.show_batch,
            icon="image-multiple-outline",
        )
        menu.addSeparator()
        menu.addActions([window.filmstrip.remove_action, window.filmstrip.remove_broken_action])
        menu.addSeparator()
        # Not every platform has keys of its own for it.
        self._add_command(menu, self.tr("Quit"), "Ctrl+Q", window.close)

    def _export_cropped(self) -> None:
        """What is decided about the frame is meant, too."""
        self._window.cropping.apply()
        self._window.exporting.export()

    def _build_edit(self) -> None:
        window = self._window
        histories, clipboard, presets = window.studio.document.histories, window.clipboard, window.presets
        menu = window.menuBar().addMenu(self.tr("&Edit"))
        self._undo, self._redo = histories.createUndoAction(self), histories.createRedoAction(self)
        self._undo.setShortcut(Keys.Undo)
        self._redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._undo.setIcon(_icon("undo"))
        self._redo.setIcon(_icon("redo"))
        # In the tool bar; the menu names the step, too.
        self._undo.setIconText(self.tr("Undo"))
        self._redo.setIconText(self.tr("Redo"))
        # What it was may be out of sight: in a part of the panel that is scrolled away, or of another mask.
        self._undo.triggered.connect(lambda: self._tell(self.tr("Undone: {step}"), histories.redoText()))
        self._redo.triggered.connect(lambda: self._tell(self.tr("Redone: {step}"), histories.undoText()))
        menu.addActions([self._undo, self._redo])
        menu.addSeparator()
        self._copy = self._add_command(
            menu, self.tr("Copy picture"), Keys.Copy, clipboard.copy_picture, of_photo=True
        )
        self._add_command(menu, self.tr("Paste picture"), Keys.Paste, window.opening.paste)
        menu.addSeparator()
        self._copy_settings = self._add_command(
            menu, self.tr("Copy settings"), "Ctrl+Shift+C", clipboard.copy_adjustments, of_photo=True
        )
        self._paste_settings = self._add_command(
            menu, self.tr("Paste settings"), "Ctrl+Shift+V", clipboard.paste_adjustments, of_photo=True
        )
        self._add_command(
            menu, self.tr("Paste colours only"), "Ctrl+Alt+Shift+V", clipboard.paste_colours, of_photo=True
        )
        self._add_command(menu, self.tr("Paste crop only"), "Ctrl+Alt+V", clipboard.paste_crop, of_photo=True)
        self._add_command(
            menu, self.tr("Paste masks only"), "Ctrl+Alt+M", clipboard.paste_masks, of_photo=True
        )
        self._add_command(menu, self.tr("Sync settings…"), "Ctrl+Shift+S", window.syncing.ask, of_photo=True)
        menu.addSeparator()
        self._add_command(menu, self.tr("Save preset…"), "Ctrl+Alt+S", presets.save_current, of_photo=True)
        self._add_command(menu, self.tr("New snapshot…"), "Ctrl+Shift+N", window.snapshots.add, of_photo=True)
        self._add_command(menu, self.tr("Import presets…"), "Ctrl+Alt+O", presets.choose_import)
        menu.addSeparator()
        self.pick_grey = self._add_switch(menu, self.tr("White balance picker"), "W", of_photo=True)
        self.pick_grey.toggled.connect(window.canvas.pick)
        window.canvas.picking_changed.connect(self.pick_grey.setChecked)
        window.panel.pick_grey.toggled.connect(self.pick_grey.setChecked)
        self.pick_grey.toggled.connect(window.panel.pick_grey.setChecked)
        self._add_command(
            menu, self.tr("Auto white balance"), "Ctrl+Shift+U", window.auto_white.ask, of_photo=True
        )
        menu.addSeparator()
        self._add_cropping(menu)
        menu.addSeparator()
        self._add_masking(menu)
        menu.addSeparator()
        self._reset = self._add_command(
            menu, self.tr("Reset all adjustments"), "Ctrl+R", window.reset, of_photo=True
        )
        menu.addSeparator()
        self._add_command(
            menu, self.tr("Preferences…"), "Ctrl+,", window.show_preferences, icon="cog-outline"
        )

    def _tell(self, text: str, step: str) -> None:
        """Say which step was taken back, or taken again."""
        if step:
            self._window.notice.show_message(text.format(step=step), of_photo=True)

    def _add_cropping(self, menu: QMenu) -> None:
        """Which part of the photo is shown, and which way up."""
        cropping = self._window.cropping
        self.crop = self._add_switch(
            menu, self.tr("Crop and straighten"), "C", icon="crop-rotate", of_photo=True, in_crop=True
        )
        self.crop.toggled.connect(lambda on: cropping.begin() if on else cropping.apply())
        cropping.active_changed.connect(self.crop.setChecked)
        self._turns = [
            self._add_command(menu, text, keys, act, icon=icon, of_photo=True, in_crop=True)
            for text, keys, act, icon in (
                (
                    self.tr("Rotate left"),
                    "Shift+R",
                    lambda: cropping.turn(-90, self.tr("Rotate left")),
                    "rotate-left",
                ),
                (
                    self.tr("Rotate right"),
                    "R",
                    lambda: cropping.turn(90, self.tr("Rotate right")),
                    "rotate-right",
                ),
                (
                    self.tr("Flip horizontally"),
                    "Alt+R",
                    lambda: cropping.flip("horizontal", self.tr("Flip horizontally")),
                    "flip-horizontal",
                ),
                (
                    self.tr("Flip vertically"),
                    "Alt+Shift+R",
                    lambda: cropping.flip("vertical", self.tr("Flip vertically")),
                    "flip-vertical",
                ),
            )
        ]

    def _add_masking(self, menu: QMenu) -> None:
        """Parts of the photo that are adjusted apart."""
        masking = self._window.masking
        self.masks = self._add_switch(menu, self.tr("Masks"), "M", icon="vector-circle", of_photo=True)
        self.masks.toggled.connect(lambda on: masking.begin() if on else masking.end())
        masking.active_changed.connect(self.masks.setChecked)
        self.cover = self._add_switch(menu, self.tr("Mask overlay"), "Shift+O")
        self.cover.setEnabled(False)
        self.cover.toggled.connect(masking.show_cover)
        masking.cover_shown.connect(self._show_cover)
        masking.active_changed.connect(self.cover.setEnabled)

    def _show_cover(self, shown: bool) -> None:
        with QSignalBlocker(self.cover):
            self.cover.setChecked(shown)

    def _build_view(self) -> None:
        canvas = self._window.canvas
        menu = self._window.menuBar().addMenu(self.tr("&View"))
        self._fit = self._add_command(
            menu, self.tr("Fit"), "F", canvas.fit, icon="fit-to-screen-outline", of_photo=True
        )
        self._actual = self._add_command(
            menu,
            self.tr("Actual pixels (1:1)"),
            "Z",
            lambda: canvas.set_scale(1.0),
            icon="magnify-scan",
            of_photo=True,
        )
        self._actual.setIconText("1:1")
        self._add_command(menu, self.tr("Fill"), "Shift+F", canvas.fill, of_photo=True)
        self._add_command(
            menu, self.tr("Double size (2:1)"), "Shift+Z", lambda: canvas.set_scale(2.0), of_photo=True
        )
        self._zoom_in = self._add_command(
            menu, self.tr("Zoom in"), Keys.ZoomIn, lambda: canvas.zoom(1.25), of_photo=True
        )
        self._zoom_in.setShortcuts([Keys.ZoomIn, QKeySequence("Ctrl+=")])  # type: ignore[list-item]
        self._zoom_in.setIconText("+")
        self._zoom_out = self._add_command(
            menu, self.tr("Zoom out"), Keys.ZoomOut, lambda: canvas.zoom(0.8), of_photo=True
        )
        self._zoom_out.setIconText("−")
        menu.addSeparator()
        self._add_comparing(menu)
        menu.addSeparator()
        self._add_showing(menu)
        menu.addSeparator()
        self._add_walking(menu)
        menu.addSeparator()
        self._add_command(menu, self.tr("Full screen"), "F11", self._window.toggle_full_screen)

    def _add_comparing(self, menu: QMenu) -> None:
        """Before and after."""
        canvas = self._window.canvas
        self.split = self._add_switch(menu, self.tr("Split view"), "S", icon="compare", of_photo=True)
        self.level_split = self._add_switch(
            menu, self.tr("Before above after"), "Alt+S", icon="view-split-horizontal", of_photo=True
        )
        self.side_by_side = self._add_switch(
            menu, self.tr("Side by side"), "Shift+S", icon="view-split-vertical", of_photo=True
        )
        self.original = self._add_switch(
            menu, self.tr("Show original (hold \\ to peek)"), "O", icon="eye-outline", of_photo=True
        )
        self.original.setIconText(self.tr("Original"))
        # One view takes another's place.
        views = QActionGroup(self)
        views.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for view in (self.split, self.level_split, self.side_by_side):
            views.addAction(view)
        for view, level in ((self.split, False), (self.level_split, True)):
            view.toggled.connect(lambda on, level=level: self._show_split(on, level))
        self.side_by_side.toggled.connect(canvas.set_side_by_side)
        self.original.toggled.connect(canvas.show_original)

    def _show_split(self, on: bool, level: bool) -> None:
        """Show a line, or take it away, unless the other one is there by now."""
        canvas = self._window.canvas
        if on:
            canvas.set_split(0.5, level=level)
        elif canvas.level == level:
            canvas.set_split(None)

    def _add_showing(self, menu: QMenu) -> None:
        """What is shown beside the picture, or marked in it."""
        window = self._window
        clipping = self._add_switch(menu, self.tr("Show clipping"), "J", of_photo=True)
        clipping.toggled.connect(window.canvas.mark_clipping)
        clipping.toggled.connect(window.panel.histogram.set_marking)
        window.panel.histogram.marking_requested.connect(clipping.toggle)
        self.panel = self._add_switch(menu, self.tr("Panel (Tab in the photo)"), "F8", icon="dock-right")
        self.panel.setChecked(True)
        self.panel.toggled.connect(window.show_panel)
        window.canvas.tab_pressed.connect(self.panel.toggle)
        self._add_command(menu, self.tr("Go to the panel, or back to the photo"), "F6", window.go_across)
        self._presets = self._add_command(
            menu,
            self.tr("Presets"),
            "Ctrl+Alt+P",
            lambda: window.show_in_panel(window.panel.show_presets),
            icon="palette-swatch-outline",
            of_photo=True,
        )
        self._snapshots = self._add_command(
            menu,
            self.tr("Snapshots"),
            "Ctrl+Alt+N",
            lambda: window.show_in_panel(window.panel.show_snapshots),
            icon="camera-plus-outline",
            of_photo=True,
        )
        self._add_command(menu, self.tr("Go to the newest message"), "Shift+F6", window.notice.take_focus)
        self.history = self._add_switch(menu, self.tr("History"), "H", of_photo=True, in_crop=True)
        self.history.toggled.connect(window.history.setVisible)
        window.history.close_button.clicked.connect(lambda: self.history.setChecked(False))

    def _add_walking(self, menu: QMenu) -> None:
        """What leads from photo to photo."""
        strip = self._window.filmstrip
        self._add_command(menu, self.tr("Previous photo"), "PgUp", lambda: strip.step(-1), icon="arrow-left")
        self._add_command(menu, self.tr("Next photo"), "PgDown", lambda: strip.step(1), icon="arrow-right")
        self.filmstrip = self._add_switch(menu, self.tr("Filmstrip"), "T", icon="filmstrip")
        self.filmstrip.setChecked(True)
        self.filmstrip.toggled.connect(strip.set_wanted)
        flagging = self._window.flagging
        self._flag = self._add_command(
            menu,
            self.tr("Flag"),
            "P",
            lambda: flagging.flag(True),
            icon="flag-outline",
            of_photo=True,
        )
        self._unflag = self._add_command(
            menu,
            self.tr("Remove flag"),
            "U",
            lambda: flagging.flag(False),
            icon="flag",
            of_photo=True,
        )
        self._unflag.setIconText(self.tr("Unflag"))
        self._add_command(menu, self.tr("Select all photos"), Keys.SelectAll, strip.select_all)
        self._add_command(menu, self.tr("Select this photo alone"), "Ctrl+D", strip.select_none)
        shown = menu.addMenu(self.tr("Show in the filmstrip"))
        shown.addActions(list(strip.filter_actions.values()))

    def _build_help(self) -> None:
        window = self._window
        menu = window.menuBar().addMenu(self.tr("&Help"))
        commands = Help(window, lambda: window.status.device, window.notice.show_error).commands()
        for text, keys, callback, icon in commands:
            self._add_command(menu, text, keys, callback, icon=icon)

    def _build_tool_bar(self) -> None:
        bar = QToolBar(self.tr("Tools"))
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setIconSize(QSize(18, 18))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.addAction(self._open)
        bar.addSeparator()
        bar.addActions([self._undo, self._redo])
        bar.addSeparator()
        bar.addActions([self._flag, self._presets, self._snapshots])
        self._window.flagging.changed.connect(lambda flagged: self._put_flag(bar, flagged))
        self._window.addToolBar(bar)

    def _build_view_bar(self) -> None:
        """Below the photo: how it is compared, and how large it is shown."""
        bar = self._window.view_bar
        bar.setObjectName("view")
        bar.setAccessibleName(self.tr("View of the photo"))
        # Words alone, which have room in a narrow window.
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        bar.addActions([self.split, self.side_by_side, self.original])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        bar.addActions([self._fit, self._actual, self._zoom_out, self._zoom_in])
        bar.hide()
        self.level_split.toggled.connect(lambda level: self._put_split(bar, level))

    def _build_tools(self) -> None:
        """The strip at the edge of the photo: its modes."""
        tools = self._window.tools
        tools.setObjectName("tools")
        tools.setOrientation(Qt.Orientation.Vertical)
        tools.setIconSize(QSize(20, 20))
        tools.setAccessibleName(self.tr("Tools of the photo"))
        tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.crop.setIconText(self.tr("Crop"))
        self.masks.setIconText(self.tr("Masks"))
        tools.addActions([self.crop, self.masks])
        tools.hide()
        self._window.cropping.panel.set_turns(self._turns)

    def _show_photo_menu(self, at: QPoint) -> None:
        """What can be done with the photo, where it is pointed at."""
        window = self._window
        if window.studio.document.photo is None:
            return
        menu = QMenu(window)
        for group in (
            [self._fit, self._actual],
            [self.split, self.side_by_side, self.original],
            [self.crop, self.masks, self.pick_grey],
            [self._copy, self._copy_settings, self._paste_settings, self._reset],
            [self._export, window.filmstrip.remove_action],
        ):
            menu.addActions(group)
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _put_flag(self, bar: QToolBar, flagged: bool) -> None:
        """One button is enough: what it does to the open photo tells whether that is flagged."""
        shown, other = (self._unflag, self._flag) if flagged else (self._flag, self._unflag)
        bar.insertAction(self._presets, shown)
        bar.removeAction(other)

    def _put_split(self, bar: QToolBar, level: bool) -> None:
        """One button is enough for both lines, while it is that of the line that is there."""
        shown, other = (self.level_split, self.split) if level else (self.split, self.level_split)
        bar.insertAction(other, shown)
        bar.removeAction(other)

    def _add_command(
        self,
        menu: QMenu,
        text: str,
        keys: Keys | str,
        callback: Callable[[], object] | None,
        *,
        icon: str = "",
        of_photo: bool = False,
        in_crop: bool = False,
    ) -> QAction:
        """A command; one of a photo waits for the first, and takes the frame if it is not of that itself."""
        action = menu.addAction(text)
        action.setShortcut(QKeySequence(keys))
        if icon:
            action.setIcon(_icon(icon))
        if of_photo and not in_crop:
            action.triggered.connect(lambda _checked=False: self._window.cropping.apply())
        if callback is not None:
            action.triggered.connect(lambda _checked=False: callback())
        written = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text.rstrip('…')} ({written})" if written else text)
        if of_photo:
            self._of_photo.append(action)
        return action

    def _add_switch(
        self,
        menu: QMenu,
        text: str,
        keys: str,
        *,
        icon: str = "",
        of_photo: bool = False,
        in_crop: bool = False,
    ) -> QAction:
        """What is on or off."""
        action = self._add_command(menu, text, keys, None, icon=icon, of_photo=of_photo, in_crop=in_crop)
        action.setCheckable(True)
        # In the menu the box that tells its state has the icon's place.
        action.setIconVisibleInMenu(False)
        return action


def _icon(name: str) -> QIcon:
    icon: QIcon = qtawesome.icon(f"mdi6.{name}", color=Colors.text, color_disabled=Colors.disabled)
    return icon
