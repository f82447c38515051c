"""What is decided about masks beside the photo, in the place of the adjustments of all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import qtawesome
from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.masks.layer import overrides
from app.panel.panel import WIDTHS, track_colors
from app.panel.section import heading, mode_layouts, rule
from app.panel.slider import AdjustmentSlider
from app.widgets.messages import control_text
from app.widgets.theme import ON_FILL, Colors
from ccnet_core.controls import Section, Unit
from ccnet_core.masks import (
    LOCAL_CONTROLS,
    MOST_MASKS,
    LocalValues,
    LuminanceRange,
    Mask,
    MaskKind,
    Radial,
)

_LARGEST_BRUSH = 50
"""Radius of the largest brush, in hundredths of the photo's longer side."""
_ROWS_SEEN = (1, 6)
"""How many masks the list has room for, at least and at most."""
ICONS = {
    MaskKind.LINEAR: "mdi6.gradient-vertical",
    MaskKind.RADIAL: "mdi6.circle-opacity",
    MaskKind.BRUSH: "mdi6.brush",
    MaskKind.LUMINANCE: "mdi6.brightness-6",
    MaskKind.COLOUR: "mdi6.palette",
}


def kind_name(kind: MaskKind) -> str:
    """What masks of a kind are called."""
    names = {
        MaskKind.LINEAR: QCoreApplication.translate("Masks", "Linear"),
        MaskKind.RADIAL: QCoreApplication.translate("Masks", "Radial"),
        MaskKind.BRUSH: QCoreApplication.translate("Masks", "Brush"),
        MaskKind.LUMINANCE: QCoreApplication.translate("Masks", "Luminance"),
        MaskKind.COLOUR: QCoreApplication.translate("Masks", "Colour"),
    }
    return names[kind]


def mask_names(masks: Sequence[Mask]) -> list[str]:
    """What masks are called: by a person, or by their kind and number."""
    names, counts = [], dict.fromkeys(MaskKind, 0)
    for mask in masks:
        counts[mask.kind] += 1
        names.append(mask.name or f"{kind_name(mask.kind)} {counts[mask.kind]}")
    return names


class Swatch(QLabel):
    """A patch of a colour.

    Attributes:
        colour: what it shows.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.colour = QColor()
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_colour(self, colour: QColor) -> None:
        """Show another."""
        self.colour = colour
        patch = QPixmap(28, 18)
        patch.fill(colour)
        self.setPixmap(patch)
        self.setAccessibleDescription(colour.name())


class MaskPanel(QWidget):
    """Adds masks, lists them, and decides about the selected one.

    Attributes:
        add: a button for each kind, which has the next drag or click in the photo make one.
        list: all masks, ticked while they have an effect.
        sliders: one for each of the values of a mask, by its name; "strength" and what else a mask has, too.
        swatch: the colour that the selected mask is limited to, as it was seen.
        done: leaves the mode.

    Signals:
        armed: the kind that is to be drawn or picked next; None for none.
        selected: the index of the mask that is to be decided.
        decided: the selected mask as it is now, the step's name, and whether it is one of a row.
        replaced: the index of a mask, what it is now, and the step's name.
        released: a row of steps has ended.
        copied: the selected mask is wanted twice.
        deleted: the selected mask is not wanted.
        limit_wanted: the next click in the photo is to limit the selected mask, to luminances or a colour.
        cover_wanted: whether what is covered is to be shown.
        brush_changed: radius and softness of the brush.
    """

    armed = Signal(object)
    selected = Signal(int)
    decided = Signal(object, str, bool)
    replaced = Signal(int, object, str)
    released = Signal()
    copied = Signal()
    deleted = Signal()
    limit_wanted = Signal(object)
    cover_wanted = Signal(bool)
    brush_changed = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(WIDTHS[0])
        self.setMaximumWidth(WIDTHS[1])
        self._masks: tuple[Mask, ...] = ()
        self._mask: Mask | None = None
        self._armed: MaskKind | None = None
        self.sliders: dict[str, AdjustmentSlider] = {}
        self._build_adding()
        self._build_list()
        self._build_place()
        self._build_values()
        self.cover = QCheckBox(self.tr("Show overlay (O)"))
        self.cover.clicked.connect(self.cover_wanted)
        self.done = QPushButton(self.tr("Done"))
        self.done.setProperty("primary", True)
        self.done.setToolTip(self.tr("Back to the adjustments of the whole photo (Escape)"))
        self._build_layout()
        self.set_masks((), -1)

    def set_masks(self, masks: tuple[Mask, ...], index: int, colour: QColor | None = None) -> None:
        """Show masks, and the values of the selected one; nothing is emitted.

        Args:
            masks: all of the photo.
            index: the index of the selected one, -1 for none.
            colour: what the colour looks like that it is limited to; None without one.
        """
        self._masks, self._mask = masks, masks[index] if 0 <= index < len(masks) else None
        names = mask_names(masks)
        with QSignalBlocker(self.list):
            while self.list.count() > len(masks):
                self.list.takeItem(self.list.count() - 1)
            for row, (mask, name) in enumerate(zip(masks, names, strict=True)):
                if row < self.list.count():
                    item = self.list.item(row)
                else:
                    item = QListWidgetItem()
                    item.setSizeHint(QSize(0, _ROW))
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
                    self.list.addItem(item)
                item.setText(name)
                item.setIcon(_icon(ICONS[mask.kind]))
                item.setCheckState(Qt.CheckState.Checked if mask.shown else Qt.CheckState.Unchecked)
            self.list.setCurrentRow(index)
        rows = min(max(len(masks), _ROWS_SEEN[0]), _ROWS_SEEN[1])
        self.list.setFixedHeight(rows * _ROW + 4)
        self.list.setVisible(bool(masks))
        self._empty.setVisible(not masks)
        self._tools.setVisible(bool(masks))
        for button in self.add.values():
            button.setEnabled(len(masks) < MOST_MASKS)
        self._body.setVisible(self._mask is not None)
        if self._mask is not None:
            self._show_mask(self._mask)
        if colour is not None:
            self.swatch.set_colour(colour)

    def set_armed(self, kind: MaskKind | None) -> None:
        """Show what is to be drawn or picked next; nothing is emitted."""
        self._armed = kind
        for other, button in self.add.items():
            with QSignalBlocker(button):
                button.setChecked(other is kind)
        hints = {
            MaskKind.LINEAR: self.tr("Drag over the photo, from where all is adjusted to where nothing is."),
            MaskKind.RADIAL: self.tr("Drag over the photo, from the middle outwards; Shift draws a circle."),
            MaskKind.BRUSH: self.tr(
                "Paint on the photo; Alt erases, [ and ] size the brush, with Shift they soften it."
            ),
            MaskKind.LUMINANCE: self.tr(
                "Click in the photo on a place as bright as what is meant, or choose the range below."
            ),
            MaskKind.COLOUR: self.tr("Click on the colour in the photo that is to be adjusted."),
        }
        self._hint.setText(self._hint_of_selected if kind is None else hints[kind])
        self._brush_rows.setVisible(kind is MaskKind.BRUSH)

    @property
    def _hint_of_selected(self) -> str:
        """What can be done about the selected mask; what covers by a range alone has no pin."""
        if self._mask is None:
            return ""
        if self._mask.shape is None and not self._mask.strokes:
            return self.tr("Delete removes the mask.")
        return self.tr("Drag a pin or handle to move it; Delete removes the mask.")

    def set_brush(self, radius: float, softness: float) -> None:
        """Show the brush; nothing is emitted."""
        self.sliders["brush size"].set_value(radius)
        self.sliders["brush softness"].set_value(softness)

    def set_covering(self, shown: bool) -> None:
        """Show whether what is covered is shown; nothing is emitted."""
        self.cover.setChecked(shown)

    def take_focus(self) -> None:
        """Take the keyboard: the list of masks, or what adds the first."""
        first: QWidget = self.list if self._masks else self.add[MaskKind.LINEAR]
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def event(self, event: QEvent) -> bool:
        """Take the key of the overlay from the command that it is elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and overrides(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts down what is armed, then leaves; O shows what is covered; Delete removes a mask."""
        if event.key() == Qt.Key.Key_Escape and self._armed is not None:
            self.armed.emit(None)
        elif event.key() == Qt.Key.Key_Escape:
            self.done.click()
        elif event.key() == Qt.Key.Key_O and not event.modifiers():
            self.cover.click()
        elif event.key() == Qt.Key.Key_Delete and self.list.hasFocus() and self._mask is not None:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)

    # Building

    def _build_adding(self) -> None:
        self.add: dict[MaskKind, QToolButton] = {}
        tips = {
            MaskKind.LINEAR: self.tr("A gradient along a line, as for a sky"),
            MaskKind.RADIAL: self.tr("An ellipse, as for a face"),
            MaskKind.BRUSH: self.tr("What you paint"),
            MaskKind.LUMINANCE: self.tr("What is as bright, wherever it is"),
            MaskKind.COLOUR: self.tr("What has a colour that you pick in the photo"),
        }
        for kind in MaskKind:
            button = QToolButton()
            button.setProperty("boxed", True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setIcon(_icon(ICONS[kind]))
            button.setText(kind_name(kind))
            button.setToolTip(tips[kind])
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            # It is chosen, however often it is clicked; Escape, or drawing it, puts it down.
            button.clicked.connect(lambda _=False, kind=kind: self.armed.emit(kind))
            self.add[kind] = button

    def _build_list(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Masks"))
        self.list.setIconSize(QSize(18, 18))
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip(
            self.tr("The tick shows a mask or hides it; a double click, or F2, gives it a name")
        )
        self.list.currentRowChanged.connect(self.selected)
        self.list.itemChanged.connect(self._change_item)
        self._empty = QLabel(self.tr("Adjust parts of the photo: add a mask for each."))
        self._empty.setProperty("role", "hint")
        self._empty.setWordWrap(True)
        self.invert = self._tool("mdi6.invert-colors", self.tr("Invert: adjust what is not covered"))
        self.invert.setCheckable(True)
        self.invert.clicked.connect(lambda on: self._change(self.tr("Invert"), inverted=on))
        self.copy = self._tool("mdi6.content-copy", self.tr("Duplicate"))
        self.copy.clicked.connect(self.copied)
        self.delete = self._tool("mdi6.trash-can-outline", self.tr("Delete"))
        self.delete.clicked.connect(self.deleted)
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self.invert, self.copy, self.delete):
            row.addWidget(button, 1)

    def _build_place(self) -> None:
        """What says where a mask acts, beside what is dragged in the photo."""
        self._add_slider(
            "strength",
            self.tr("Strength"),
            self.tr("How far the mask is applied."),
            1.0,
            lambda mask, value: replace(mask, strength=value),
        )
        self._add_slider(
            "softness",
            self.tr("Softness"),
            self.tr("How gradually the ellipse fades out."),
            0.5,
            lambda mask, value: (
                replace(mask, shape=replace(mask.shape, softness=value))
                if isinstance(mask.shape, Radial)
                else mask
            ),
        )
        self.edges = QCheckBox(self.tr("Follow edges"))
        self.edges.setToolTip(self.tr("Paint only what is as bright as what lies under the brush's middle"))
        self.edges.clicked.connect(lambda on: self._change(self.tr("Follow edges"), follows_edges=on))
        self.by_light = QCheckBox(self.tr("Limit by luminance"))
        self.by_light.setToolTip(self.tr("Adjust only what is as bright in the brightened photo"))
        self.by_light.clicked.connect(
            lambda on: self._change(self.tr("Limit by luminance"), luminance=LuminanceRange() if on else None)
        )
        self.pick_light = self._tool("mdi6.eyedropper", self.tr("Pick the luminance in the photo"))
        self.pick_light.clicked.connect(lambda: self.limit_wanted.emit(MaskKind.LUMINANCE))
        ranges: dict[str, tuple[str, str, float]] = {
            "low": (self.tr("Darkest"), self.tr("The darkest that is covered."), 0.0),
            "high": (self.tr("Brightest"), self.tr("The brightest that is covered."), 1.0),
            "luminance softness": (self.tr("Fading"), self.tr("How far beyond them it fades out."), 0.1),
        }
        for name, (label, tip, neutral) in ranges.items():
            self._add_slider(name, label, tip, neutral, partial(_with_luminance, name))
        self.by_colour = QCheckBox(self.tr("Limit by colour…"))
        self.by_colour.setToolTip(self.tr("Adjust only what has a colour that you pick in the photo"))
        self.by_colour.clicked.connect(self._limit_to_colour)
        self.pick = self._tool("mdi6.eyedropper", self.tr("Pick another colour"))
        self.pick.clicked.connect(lambda: self.limit_wanted.emit(MaskKind.COLOUR))
        self.swatch = Swatch(self.tr("The colour that was clicked on"))
        self._add_slider(
            "tolerance",
            self.tr("Tolerance"),
            self.tr("How much colours may differ from that."),
            0.15,
            lambda mask, value: (
                mask
                if mask.colour is None
                else replace(mask, colour=replace(mask.colour, tolerance=max(value, 0.01)))
            ),
        )
        self._brush_rows = QWidget()
        rows = QVBoxLayout(self._brush_rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        for name, label, tip, limits, neutral in (
            (
                "brush size",
                self.tr("Brush size"),
                self.tr("Also [ and ]."),
                (0.0, _LARGEST_BRUSH / 100),
                0.05,
            ),
            ("brush softness", self.tr("Softness"), self.tr("Also [ and ] with Shift."), (0.0, 1.0), 0.5),
        ):
            slider = AdjustmentSlider(label, tip, limits, neutral)
            slider.changed.connect(lambda _value, _row: self._change_brush())
            slider.reset.connect(partial(self._reset_brush, slider))
            self.sliders[name] = slider
            rows.addWidget(slider)

    def _build_values(self) -> None:
        for control in LOCAL_CONTROLS:
            neutral = 0.0 if control.neutral is None else control.neutral
            self._add_slider(
                control.name,
                control_text(control.label),
                control_text(control.tip),
                neutral,
                partial(_with_value, control.name),
                limits=(control.low, control.high),
                unit=control.unit,
            )
        self.reset = QPushButton(self.tr("Reset values"))
        self.reset.clicked.connect(lambda: self._change(self.tr("Reset values"), values=LocalValues()))

    def _build_layout(self) -> None:
        adding = QVBoxLayout()
        adding.setSpacing(6)
        buttons = list(self.add.values())
        # What is drawn, and what is told by the photo.
        for together in (buttons[:3], buttons[3:]):
            line = QHBoxLayout()
            line.setSpacing(6)
            for button in together:
                line.addWidget(button)
            adding.addLayout(line)
        light, colour = _row(self.by_light, self.pick_light), _row(self.by_colour, self.swatch, self.pick)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(3)
        for widget in (self.sliders["strength"], self.sliders["softness"], self.edges, light):
            body.addWidget(widget)
        for name in ("low", "high", "luminance softness"):
            body.addWidget(self.sliders[name])
        body.addWidget(colour)
        body.addWidget(self.sliders["tolerance"])
        light_of = [control for control in LOCAL_CONTROLS if control.is_tone]
        detail_of = [control for control in LOCAL_CONTROLS if control.section is Section.DETAIL]
        colour_of = [control for control in LOCAL_CONTROLS if control not in (*light_of, *detail_of)]
        for title, controls in (
            (self.tr("Light"), light_of),
            (self.tr("Colour"), colour_of),
            (self.tr("Detail"), detail_of),
        ):
            body.addSpacing(8)
            body.addWidget(rule())
            body.addSpacing(4)
            body.addWidget(heading(title))
            for control in controls:
                body.addWidget(self.sliders[control.name])
        body.addSpacing(8)
        body.addWidget(self.reset)
        self._hint = QLabel()
        self._hint.setProperty("role", "hint")
        self._hint.setWordWrap(True)
        layout, foot = mode_layouts(self)
        layout.addWidget(heading(self.tr("Add a mask")))
        layout.addLayout(adding)
        layout.addWidget(self._empty)
        layout.addWidget(self._hint)
        layout.addWidget(self._brush_rows)
        layout.addWidget(self.list)
        layout.addWidget(self._tools)
        layout.addWidget(self._body)
        layout.addStretch(1)
        foot.addWidget(self.cover)
        foot.addStretch(1)
        foot.addWidget(self.done)

    def _add_slider(
        self,
        name: str,
        label: str,
        tip: str,
        neutral: float,
        change: Callable[[Mask, float], Mask],
        *,
        limits: tuple[float, float] = (0.0, 1.0),
        unit: Unit = Unit.PERCENT,
    ) -> None:
        """A slider of the selected mask."""
        slider = AdjustmentSlider(label, tip, limits, neutral, track_colors(name), unit)

        def decide(value: float, in_row: bool) -> None:
            if self._mask is not None:
                self.decided.emit(change(self._mask, value), f"{label} {slider.box.text()}", in_row)

        slider.changed.connect(decide)
        slider.reset.connect(lambda: decide(slider.neutral, False))
        slider.released.connect(self.released)
        self.sliders[name] = slider

    def _tool(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("boxed", True)
        button.setIcon(_icon(icon))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # It may be painted before its row, which was hidden, is laid out.
        button.setMinimumHeight(_TOOL)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    # Reactions

    def _show_mask(self, mask: Mask) -> None:
        """Show what is decided about a mask."""
        values = {name: getattr(mask.values, name) for name in (c.name for c in LOCAL_CONTROLS)}
        values["strength"] = mask.strength
        if isinstance(mask.shape, Radial):
            values["softness"] = mask.shape.softness
        light, colour = mask.luminance, mask.colour
        if light is not None:
            values |= {"low": light.low, "high": light.high, "luminance softness": light.softness}
        if colour is not None:
            values["tolerance"] = colour.tolerance
        for name, value in values.items():
            self.sliders[name].set_value(value)
        self.invert.setChecked(mask.inverted)
        self.edges.setChecked(mask.follows_edges)
        self.edges.setVisible(mask.kind is MaskKind.BRUSH)
        self.sliders["softness"].setVisible(isinstance(mask.shape, Radial))
        self.by_light.setChecked(light is not None)
        self.by_light.setEnabled(mask.kind is not MaskKind.LUMINANCE)
        self.pick_light.setVisible(light is not None)
        for name in ("low", "high", "luminance softness"):
            self.sliders[name].setVisible(light is not None)
        self.by_colour.setChecked(colour is not None)
        self.by_colour.setEnabled(mask.kind is not MaskKind.COLOUR)
        self.swatch.setVisible(colour is not None)
        self.pick.setVisible(colour is not None)
        self.sliders["tolerance"].setVisible(colour is not None)
        self.reset.setEnabled(mask.values != LocalValues())

    def _change(self, text: str, **changes: Any) -> None:
        if self._mask is not None:
            self.decided.emit(replace(self._mask, **changes), text, False)

    def _limit_to_colour(self, on: bool) -> None:
        if on:
            # It is ticked once a colour is picked.
            self.by_colour.setChecked(False)
            self.limit_wanted.emit(MaskKind.COLOUR)
        else:
            self._change(self.tr("No limit by colour"), colour=None)

    def _change_item(self, item: QListWidgetItem) -> None:
        """A name was typed, or a tick set."""
        row = self.list.row(item)
        mask, name = self._masks[row], mask_names(self._masks)[row]
        shown = item.checkState() == Qt.CheckState.Checked
        if shown != mask.shown:
            text = self.tr("Show {name}") if shown else self.tr("Hide {name}")
            self.replaced.emit(row, replace(mask, shown=shown), text.format(name=name))
        elif item.text() != name:
            renamed = replace(mask, name=item.text())
            self.replaced.emit(row, renamed, self.tr("Rename {name}").format(name=name))

    def _change_brush(self) -> None:
        radius, softness = (self.sliders[f"brush {name}"].value for name in ("size", "softness"))
        self.brush_changed.emit(max(radius, 0.005), softness)

    def _reset_brush(self, slider: AdjustmentSlider) -> None:
        slider.set_value(slider.neutral)
        self._change_brush()


_TOOL = 28
"""Height of small buttons, in logical pixels."""
_ROW = 28
"""Height of a mask in the list, in logical pixels."""


def _with_value(name: str, mask: Mask, value: float) -> Mask:
    return replace(mask, values=replace(mask.values, **{name: value}))


def _with_luminance(name: str, mask: Mask, value: float) -> Mask:
    """With an end of the range at a value; the other makes way."""
    limits = mask.luminance or LuminanceRange()
    if name == "low":
        limits = replace(limits, low=value, high=max(value, limits.high))
    elif name == "high":
        limits = replace(limits, high=value, low=min(value, limits.low))
    else:
        limits = replace(limits, softness=value)
    return replace(mask, luminance=limits)


def _row(tick: QWidget, *beside: QWidget) -> QWidget:
    """A tick at the left, and what goes with it at the right."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(tick)
    layout.addStretch(1)
    for widget in beside:
        # Nothing moves when it comes or goes.
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)
        layout.addWidget(widget)
    return row


def _icon(name: str) -> QIcon:
    icon: QIcon = qtawesome.icon(
        name, color=Colors.text, color_disabled=Colors.disabled, color_selected=ON_FILL
    )
    return icon
