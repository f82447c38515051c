"""The panel beside the photo: everything that decides how the colours come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise

import qtawesome
from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QImage, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.panel.choice import Choice
from app.panel.curve import CurveEditor
from app.panel.gallery import Gallery
from app.panel.histogram import Histogram
from app.panel.jumping import SectionBar
from app.panel.light_scale import KelvinScale, TintScale
from app.panel.looks import LookList
from app.panel.mixer import MixerEditor
from app.panel.mouse_focus import MouseFocus
from app.panel.presets import PresetSection
from app.panel.references import ReferenceList
from app.panel.resting import Resting
from app.panel.section import MARGIN, Section, rule
from app.panel.slider import AdjustmentSlider
from app.panel.snapshots import SnapshotList
from app.widgets.elided import ElidedLabel
from app.widgets.messages import control_text, named, reference_name
from app.widgets.scrolled import scrolled_panel
from app.widgets.theme import SCROLL_BAR, Colors
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.colour.illuminant import CameraLight
from ccnet_core.colour.statistics import TransferMethod
from ccnet_core.controls import CONTROLS, DECLARED, SWITCHES, Control, Switch
from ccnet_core.controls import Section as Group
from ccnet_core.presets import Preset
from ccnet_core.shares import with_share
from ccnet_core.styles import Style

WIDTH = 356
WIDTHS = (320, 560)
"""Narrowest and widest, in logical pixels."""
_ROWS, _BLOCKS = 2, 8
"""Space between sliders, and between larger things, in logical pixels."""
_LOW = 520
"""A panel that is lower has little room for sliders."""
_NEUTRAL = Adjustments()
_BALANCE = ("temperature", "tint")
_HERO = "brightness"
"""The control that always is in sight, above all that can be scrolled."""
_GREY, _WARM = QColor(120, 120, 120), QColor(225, 165, 70)
_GREEN, _MAGENTA = QColor(80, 160, 95), QColor(190, 80, 160)
_BLUE, _YELLOW = QColor(90, 120, 190), QColor(220, 190, 70)
_MIDDLE = QColor(150, 150, 150)
_COLORS = {
    "temperature": (QColor(80, 130, 200), _MIDDLE, _WARM),
    "tint": (_GREEN, _MIDDLE, _MAGENTA),
    "saturation": (_GREY, QColor(190, 120, 90), QColor(235, 95, 45)),
    "vibrance": (_GREY, QColor(150, 130, 120), QColor(200, 120, 85)),
    "green_magenta": (_GREY, QColor(90, 150, 100), _MAGENTA),
    "blue_yellow": (_GREY, _BLUE, _YELLOW),
}
"""What the line of a slider shows of the colours that it is about, from left to right."""


_SECTION_ICONS = {
    Group.LIGHT: "white-balance-sunny",
    "curve": "chart-bell-curve-cumulative",
    Group.WHITE_BALANCE: "thermometer",
    Group.COLOUR: "palette-outline",
    "mixer": "tune-vertical",
    Group.DETAIL: "grain",
    Group.STYLE: "auto-fix",
    "looks": "filmstrip-box-multiple",
    Group.LENS: "camera-iris",
    "snapshots": "camera-plus-outline",
}


def track_colors(name: str) -> tuple[QColor, ...]:
    """What the line of a control's slider shows, by the control's name; nothing for most."""
    return _COLORS.get(name, ())


class AdjustmentPanel(QWidget):
    """Sliders, references and styles for a value of :class:`Adjustments`.

    Attributes:
        sliders: one for each control, by its name.
        switches: a tick for each switch, by its name.
        curve: the tone curves.
        mixer: the colour mixer.
        tabs: whether styles or presets are offered.
        looks: the looks that the colours go through.
        snapshots: those of the photo.
        following: whether styles are followed by their main colours, or simply.
        lens: the name of the lens that can be corrected.
        sections: the parts that can be hidden, by a name that no language changes.
        jumps: leads to each of them.

    Signals:
        decided: a new value, the step's name, and a number that steps of one drag share (-1 for none).
        add_reference_requested: the person wants to pick pictures.
        palettes_wanted: references whose main colours are not known, but are to be followed.
        export_requested: the person wants to export.
        looked_at: the style or preset, as a :class:`Preset`, that the pointer or the keyboard rests on; None
            when it goes away.
        preset_chosen: the index of a preset that was clicked.
        preset_menu_requested: the index of a preset, and where its menu is to be.
        save_preset_requested: the person wants to keep the current value.
        import_presets_requested: the person wants to take in presets.
        left: the pointer left what has the keyboard by a click.
    """

    decided = Signal(object, str, int)
    add_reference_requested = Signal()
    palettes_wanted = Signal(tuple)
    export_requested = Signal()
    looked_at = Signal(object)
    preset_chosen = Signal(int)
    preset_menu_requested = Signal(int, QPoint)
    save_preset_requested = Signal()
    import_presets_requested = Signal()
    left = Signal()

    def __init__(self, styles: tuple[Style, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(WIDTHS[0])
        self.setMaximumWidth(WIDTHS[1])
        self._styles = styles
        self._presets: tuple[Preset, ...] = ()
        self._presets_known = False
        self._adjustments = self._decided = Adjustments()
        self._light: CameraLight | None = None
        self._drag = 0
        self._grasped = ("", 0.0)
        self._mix: tuple[int, tuple[float, ...]] = (-1, ())
        self._resting = Resting(self)
        self._resting.changed.connect(self._look_at)
        MouseFocus(self).left.connect(self.left)

        self.sliders = {control.name: self._slider(control) for control in CONTROLS}
        self.switches = {switch.name: self._tick(switch) for switch in SWITCHES}
        self.lens = ElidedLabel()
        self.lens.setProperty("role", "hint")
        self.curve, self.mixer, self.looks = CurveEditor(), MixerEditor(), LookList()
        self.snapshots = SnapshotList()
        self.curve.changed.connect(
            lambda curve, text, dragging: self._decide(text, self._drag if dragging else -1, curve=curve)
        )
        self.mixer.changed.connect(
            lambda mixer, text, dragging: self._decide(text, self._drag if dragging else -1, mixer=mixer)
        )
        self.looks.changed.connect(
            lambda looks, text, dragging: self._decide(text, self._drag if dragging else -1, looks=looks)
        )
        for editor in (self.curve, self.mixer, self.looks):
            editor.released.connect(self._end_drag)
        self._build_choices()
        self._build_layout()
        self.set_lens("")
        self.set_adjustments(self._adjustments)

    def set_adjustments(self, adjustments: Adjustments) -> None:
        """Show a value; nothing is emitted."""
        if adjustments != self._decided:
            # Undone, pasted or of another photo: what follows is no part of the steps before.
            self._end_drag()
        self._adjustments = self._decided = adjustments
        # What was looked at is decided on, or out of date.
        self.look_away()
        followed = bool(adjustments.references)
        self._show_following(followed)
        self._show_values()
        self.sliders["style_strength"].set_obstacle(
            "" if followed else self.tr("Choose a style or add a reference picture first.")
        )
        rows = self.references.rows
        self.references.set_references(adjustments.references)
        if self.references.rows is not rows:
            self._order_focus()
        self.gallery.set_checked({named(r.name) for r in adjustments.references if not r.path})
        self._mark_presets()
        self.curve.set_curve(adjustments.curve)
        self.mixer.set_mixer(adjustments.mixer)
        if self.looks.set_looks(adjustments.looks):
            self._order_focus()
        self.sections["looks"].set_changed(bool(adjustments.looks))
        self.sections["curve"].set_changed(adjustments.curve != _NEUTRAL.curve)
        self.sections["mixer"].set_changed(not adjustments.mixer.is_neutral)
        for group in _HEADED:
            names = _decided_in(group)
            changed = any(getattr(adjustments, name) != getattr(_NEUTRAL, name) for name in names)
            self.sections[group].set_changed(changed)

    def set_own_values(self, own: Mapping[str, float]) -> None:
        """The values of controls that are the photo's own where none is chosen, by their names."""
        for name, value in own.items():
            self.sliders[name].set_neutral(value)
            if getattr(self._adjustments, name) is None:
                self.sliders[name].set_value(value)

    def set_light(self, light: CameraLight | None) -> None:
        """How the camera sees light, where the photo tells: its white balance is in kelvin then."""
        self._light = light
        self.sliders["temperature"].set_scale(KelvinScale(light) if light else None)
        self.sliders["tint"].set_scale(TintScale(light) if light else None)
        self._show_values()

    def set_lens(self, name: str) -> None:
        """The lens of the photo, where it can be corrected; empty where it is not known."""
        tick = self.switches["lens_correction"]
        tick.setEnabled(bool(name))
        self.lens.setText(name or self.tr("The lens of this photo is not known."))
        self._show_values()

    def show_presets(self) -> None:
        """Bring the presets into sight."""
        self.tabs.choose(1)
        self.jumps.show_section(Group.STYLE, self.tabs)

    def show_snapshots(self) -> None:
        """Bring the snapshots into sight."""
        self.jumps.show_section("snapshots")

    def take_focus(self) -> None:
        """Take the keyboard: the first slider."""
        self.sliders[_HERO].track.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def snapshots_changed(self) -> None:
        """Other snapshots are listed: Tab leads through them."""
        self._order_focus()

    def add_foot(self, widget: QWidget) -> None:
        """Put a widget below all sections, above the button that exports."""
        self._whole.insertWidget(self._whole.count() - 1, widget)

    def preview_adjustments(self) -> tuple[Adjustments, ...]:
        """What the galleries show: for each style, the current value with that style alone; each preset."""
        styles = tuple(replace(self._adjustments, references=(style.reference(),)) for style in self._styles)
        return (*styles, *(preset.adjustments.over(self._adjustments) for preset in self._presets))

    def set_presets(self, presets: tuple[Preset, ...]) -> None:
        """Offer these; one that is new is shown, where others were known."""
        self.look_away()
        if self._presets_known and len(presets) > len(self._presets):
            self.tabs.choose(1)
        self._presets, self._presets_known = presets, True
        self.presets.set_names([preset.name for preset in presets])
        self._order_focus()
        self._mark_presets()

    def look_away(self) -> None:
        """Look at no style or preset any more, wherever the pointer is."""
        self._resting.end()

    def clear_pictures(self) -> None:
        """Another photo is open: its thumbnails are not made yet."""
        self.gallery.clear_pictures()
        self.presets.gallery.clear_pictures()

    def add_reference_to_mix(self, reference: Reference) -> None:
        """Follow a picture of the person's own, beside what is followed already."""
        references = self._adjustments.references
        name = reference_name(reference)
        same = [r for r in references if (r.name, r.path) == (reference.name, reference.path)]
        if same and (same[0].part != reference.part or same[0].palette is None):
            # Another part of it, or its main colours, take the place of what was there before.
            other = replace(reference, weight=same[0].weight)
            text = self.tr("Part of {name}") if same[0].palette else self.tr("Reference {name}")
            self._decide(
                text.format(name=name),
                references=tuple(other if r is same[0] else r for r in references if r not in same[1:]),
            )
            return
        others = tuple(r for r in references if r not in same)
        self._decide(self.tr("Reference {name}").format(name=name), references=(*others, reference))

    def set_preview(self, index: int, picture: QImage) -> None:
        """The photo as one of :meth:`preview_adjustments`."""
        if index < len(self._styles):
            self.gallery.buttons[index].set_picture(picture)
            self.references.set_thumbnail(self._styles[index].name, "", picture)
        elif index - len(self._styles) < len(self._presets):
            self.presets.gallery.buttons[index - len(self._styles)].set_picture(picture)

    def _rest_on(self, index: int, first: int = 0) -> None:
        """The pointer or the keyboard came to one of a gallery, or went."""
        self._resting.rest_on(first + index if index >= 0 else None)

    def _look_at(self, index: int | None) -> None:
        if index is None:
            self.looked_at.emit(None)
            return
        names = [
            *(named(style.name) for style in self._styles),
            *(preset.name for preset in self._presets),
        ]
        self.looked_at.emit(Preset(names[index], self.preview_adjustments()[index]))

    def _mark_presets(self) -> None:
        """Mark those that the photo has exactly."""
        own = self._adjustments
        same = {preset.name for preset in self._presets if preset.adjustments.over(own) == own}
        self.presets.gallery.set_checked(same)

    def _build_choices(self) -> None:
        """References, styles, presets, and the buttons."""
        self.references = ReferenceList()
        self.references.share_changed.connect(self._change_share)
        self.references.released.connect(self._end_drag)
        self.references.removed.connect(self._remove)
        self.gallery = Gallery(
            self.tr("{name}: click to apply, Ctrl-click to mix with others"),
            [named(style.name) for style in self._styles],
        )
        self.gallery.chosen.connect(self._choose)
        self.gallery.rested.connect(self._rest_on)
        self.presets = PresetSection()
        self.presets.gallery.chosen.connect(lambda index, _mix: self.preset_chosen.emit(index))
        self.presets.gallery.menu_requested.connect(self.preset_menu_requested)
        self.presets.gallery.rested.connect(lambda index: self._rest_on(index, len(self._styles)))
        self.presets.save_requested.connect(self.save_preset_requested)
        self.presets.import_requested.connect(self.import_presets_requested)
        self.following = Choice(
            (self.tr("By colours"), self.tr("Simple")),
            (
                self.tr("Main colours move apart: sky by sky, ground by ground"),
                self.tr("All colours move alike, as under another light"),
            ),
        )
        self.following.chosen.connect(self._follow)
        self.tabs = Choice((self.tr("Styles"), self.tr("Presets")))
        self.tabs.chosen.connect(self._show_tab)
        self._show_tab(self.tabs.index)
        self.add_reference = QPushButton(
            qtawesome.icon("mdi6.image-plus-outline", color=Colors.text), self.tr("Add reference pictures…")
        )
        self.add_reference.setToolTip(self.tr("Match the colours of pictures of your own"))
        self.add_reference.clicked.connect(self.add_reference_requested)
        self.pick_grey = QPushButton(
            qtawesome.icon("mdi6.eyedropper", color=Colors.text), self.tr("White balance picker")
        )
        self.pick_grey.setToolTip(self.tr("Click on something in the photo that should be neutral grey (W)"))
        self.pick_grey.setCheckable(True)
        self.auto_white = QPushButton(self.tr("Auto"))
        self.auto_white.setAccessibleName(self.tr("Auto white balance"))
        self.auto_white.setToolTip(
            self.tr("Set white balance by the photo itself; warm light stays a little warm (Ctrl+Shift+U)")
        )
        self._white = QWidget()
        beside = QHBoxLayout(self._white)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.pick_grey, 1)
        beside.addWidget(self.auto_white)
        self.export = QPushButton(self.tr("Export…"))
        self.export.setProperty("primary", True)
        self.export.clicked.connect(self.export_requested)

    def _build_layout(self) -> None:
        body = QWidget()
        body.setObjectName("panel")
        layout = QVBoxLayout(body)
        # The scroll bar takes the rest of the margin on the right.
        layout.setContentsMargins(MARGIN, 4, MARGIN - SCROLL_BAR, 12)
        layout.setSpacing(6)
        rows: dict[str, list[QWidget]] = {group: [] for group in _HEADED}
        for control in CONTROLS:
            if control.name != _HERO:
                rows[control.section].append(self.sliders[control.name])
        # Above the sliders, which it sets; below them a window of usual height cuts it off.
        rows[Group.WHITE_BALANCE].insert(0, self._white)
        # Beside the strength, which acts on them; what else they can be chosen from stands below.
        place = rows[Group.STYLE].index(self.sliders["style_strength"]) + 1
        rows[Group.STYLE][place:place] = [self.references, self.add_reference]
        for switch in SWITCHES:
            rows[switch.section].append(self.switches[switch.name])
        # How a style is followed, below what it is chosen from.
        refining = [self.following, self.sliders["protect_skin"], self.switches["match_luminance"]]
        rows[Group.STYLE] = [row for row in rows[Group.STYLE] if row not in refining]
        rows[Group.STYLE] += [self.tabs, self.gallery, self.presets, *refining]
        rows[Group.LENS].append(self.lens)
        rows |= {
            "curve": [self.curve],
            "mixer": [self.mixer],
            "looks": [self.looks],
            "snapshots": [self.snapshots],
        }
        self._rows = rows
        # In the order of the work.
        self.sections: dict[str, Section] = {
            Group.LIGHT: Section(self.tr("Light"), rows[Group.LIGHT], _ROWS),
            "curve": Section(self.tr("Tone curve"), rows["curve"], _ROWS, shown=False),
            Group.WHITE_BALANCE: Section(self.tr("White balance"), rows[Group.WHITE_BALANCE], _ROWS),
            Group.COLOUR: Section(self.tr("Colour"), rows[Group.COLOUR], _ROWS),
            "mixer": Section(self.tr("Colour mixer"), rows["mixer"], _ROWS, shown=False),
            Group.DETAIL: Section(self.tr("Detail"), rows[Group.DETAIL], _ROWS),
            Group.STYLE: Section(self.tr("Style"), rows[Group.STYLE], _BLOCKS),
            "looks": Section(self.tr("Looks"), rows["looks"], _ROWS, shown=False),
            Group.LENS: Section(self.tr("Lens"), rows[Group.LENS], _ROWS),
            "snapshots": Section(
                self.tr("Snapshots"), rows["snapshots"], _BLOCKS, resettable=False, shown=False
            ),
        }
        resets = {
            Group.LIGHT: self.tr("Reset light"),
            Group.WHITE_BALANCE: self.tr("Reset white balance"),
            Group.COLOUR: self.tr("Reset colour"),
            Group.DETAIL: self.tr("Reset detail"),
            Group.STYLE: self.tr("Reset style"),
            Group.LENS: self.tr("Reset lens"),
        }
        for group, text in resets.items():
            self.sections[group].reset_requested.connect(partial(self._reset, group, text))
        self.sections["curve"].reset_requested.connect(
            lambda: self._decide(self.tr("Reset tone curve"), curve=_NEUTRAL.curve)
        )
        self.sections["mixer"].reset_requested.connect(
            lambda: self._decide(self.tr("Reset colour mixer"), mixer=_NEUTRAL.mixer)
        )
        self.sections["looks"].reset_requested.connect(
            lambda: self._decide(self.tr("Remove all looks"), looks=())
        )
        for section in self.sections.values():
            if layout.count():
                layout.addWidget(rule())
            layout.addWidget(section)
        layout.addStretch(1)
        scroll = scrolled_panel(body)
        for gallery in (self.gallery, self.presets.gallery):
            scroll.verticalScrollBar().valueChanged.connect(lambda _, gallery=gallery: gallery.scrolled())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.histogram = Histogram(
            lambda name: f"{self.sliders[name].track.accessibleName()} {self.sliders[name].box.text()}"
        )
        self.histogram.grasped.connect(self._grasp_zone)
        self.histogram.dragged.connect(self._drag_zone)
        self.histogram.released.connect(lambda: self.sliders[self._grasped[0]].track.setSliderDown(False))
        self.histogram.reset.connect(lambda name: self.sliders[name].reset.emit())
        self.histogram.measured.connect(lambda: self.curve.graph.show_tones(self.histogram.tones))
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 12, MARGIN, 6)
        head.setSpacing(6)
        head.addWidget(self.histogram)
        head.addWidget(self.sliders[_HERO])
        self.jumps = SectionBar(self.sections, _SECTION_ICONS, scroll)
        head.addWidget(self.jumps)
        whole.addLayout(head)
        whole.addWidget(rule())
        whole.addWidget(scroll, 1)
        whole.addWidget(rule())
        self._whole = whole
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, 10, MARGIN, 12)
        foot.addWidget(self.export)
        whole.addLayout(foot)

    def _show_values(self) -> None:
        """Show the value of each control; nothing is emitted."""
        balance = self._white_balance()
        for control in CONTROLS:
            slider = self.sliders[control.name]
            value = balance.get(control.name, getattr(self._adjustments, control.name))
            slider.set_value(slider.neutral if value is None else value)
        for name, tick in self.switches.items():
            # What has no effect is not ticked.
            tick.setChecked(getattr(self._adjustments, name) and tick.isEnabledTo(self))

    def _show_following(self, followed: bool) -> None:
        """How styles are followed, and what can be decided about that."""
        by_colours = self._adjustments.transfer is TransferMethod.PALETTE
        with QSignalBlocker(self.following):
            self.following.buttons[0 if by_colours else 1].setChecked(True)
        choose_first = self.tr("Choose a style or add a reference picture first.")
        obstacle = self.tr("Styles that are followed simply do not know skin.") if not by_colours else ""
        self.sliders["protect_skin"].set_obstacle(obstacle if followed else choose_first)
        self.switches["match_luminance"].setEnabled(followed and by_colours)

    def _follow(self, index: int) -> None:
        """Follow styles by their main colours, or simply."""
        if index:
            self._decide(self.tr("Simple style"), transfer=TransferMethod.MONGE_KANTOROVICH)
            return
        # Those of earlier versions have none: built-in styles know theirs, pictures are measured.
        palettes = {(style.name, style.statistics): style.palette for style in self._styles}
        references = tuple(
            replace(r, palette=palettes.get((r.name, r.statistics)))
            if r.palette is None and not r.path
            else r
            for r in self._adjustments.references
        )
        self._decide(self.tr("Style by colours"), transfer=TransferMethod.PALETTE, references=references)
        unknown = tuple(r for r in references if r.palette is None and r.path)
        if unknown:
            self.palettes_wanted.emit(unknown)

    def _white_balance(self) -> dict[str, float]:
        """Where the handles of temperature and tint are."""
        values = self._adjustments.temperature, self._adjustments.tint
        return dict(zip(_BALANCE, self._light.chosen(*values) if self._light else values, strict=True))

    def _decided_by(self, name: str, value: float | None) -> dict[str, float | None]:
        """What a control decides whose handle is brought to a value."""
        if self._light is None or name not in _BALANCE or value is None:
            return {name: value}
        # Temperature in kelvin and tint stay what they are while the other moves.
        places = self._white_balance() | {name: value}
        return dict(zip(_BALANCE, self._light.adjusted(*(places[n] for n in _BALANCE)), strict=True))

    def _tick(self, switch: Switch) -> QCheckBox:
        name, label = switch.name, control_text(switch.label)
        tick = QCheckBox(label)
        tick.setToolTip(control_text(switch.tip))

        def decide(on: bool) -> None:
            text = self.tr("{name} on") if on else self.tr("{name} off")
            self._decide(text.format(name=label), **{name: on})

        # By a hand alone.
        tick.clicked.connect(decide)
        return tick

    def _slider(self, control: Control) -> AdjustmentSlider:
        name, label = control.name, control_text(control.label)
        neutral = 0.0 if control.neutral is None else control.neutral
        limits = control.low, control.high
        tip, colors = control_text(control.tip), track_colors(name)
        slider = AdjustmentSlider(label, tip, limits, neutral, colors, control.unit, large=name == _HERO)

        def change(value: float, dragging: bool) -> None:
            step = self._drag if dragging else -1
            # What is the photo's own is left to the photo. The slider knows how its value is written.
            own = control.neutral is None and value == slider.neutral
            decided = self._decided_by(name, None if own else value)
            self._decide(f"{label} {slider.box.text()}", step, **decided)

        slider.changed.connect(change)
        # The first press of the double click may have moved the handle: one step with the reset.
        reset = self.tr("Reset {section}").format(section=label)
        slider.reset.connect(
            lambda: self._decide(reset, self._drag - 1, **self._decided_by(name, control.neutral))
        )
        slider.released.connect(self._end_drag)
        return slider

    def _end_drag(self) -> None:
        """The next drag, or row of steps by keys, is another step of the history."""
        self._drag += 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low panel the histogram makes way for the sliders."""
        super().resizeEvent(event)
        self.histogram.set_low(self.height() < _LOW)

    def _grasp_zone(self, name: str) -> None:
        """Begin a drag in the histogram; all of its width is the way from end to end of a slider."""
        slider = self.sliders[name]
        slider.track.setSliderDown(True)
        self._grasped = name, slider.value

    def _drag_zone(self, share: float) -> None:
        name, start = self._grasped
        slider = self.sliders[name]
        way = (slider.track.maximum() - slider.track.minimum()) / 100
        slider.drag_to(start + share * way)

    def _order_focus(self) -> None:
        """Let Tab lead from top to bottom: what is made later would come last."""
        chain = [*self._stops_in(self.sliders[_HERO]), *self.jumps.stops]
        chain += [
            stop
            for name, section in self.sections.items()
            for widget in (section.heading, section.reset, *self._rows[name])
            for stop in self._stops_in(widget)
            if self.isAncestorOf(stop)
        ]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _stops_in(self, widget: QWidget) -> list[QWidget]:
        """Where Tab stops in a row of the panel, from top to bottom."""
        if isinstance(widget, AdjustmentSlider):
            return [widget.track, widget.box]
        if widget is self.gallery:
            return [*self.gallery.buttons]
        if widget is self._white:
            return [self.pick_grey, self.auto_white]
        if isinstance(
            widget,
            CurveEditor | MixerEditor | LookList | Choice | ReferenceList | PresetSection | SnapshotList,
        ):
            return widget.stops
        return [] if isinstance(widget, QLabel) else [widget]

    def _decide(self, text: str, merge: int = -1, **changes: object) -> None:
        self._decided = replace(self._adjustments, **changes)  # type: ignore[arg-type]
        self.decided.emit(self._decided, text, merge)

    def _reset(self, group: Group, text: str) -> None:
        self._decide(text, **{name: getattr(_NEUTRAL, name) for name in _decided_in(group)})

    def _choose(self, index: int, mix: bool) -> None:
        """Follow a style alone, or add it to or take it from the mix."""
        style = self._styles[index]
        present = tuple(r for r in self._adjustments.references if r.name == style.name and not r.path)
        others = tuple(r for r in self._adjustments.references if r not in present)
        if mix and others:
            references = _left(others) if present else (*others, style.reference())
            text = self.tr("Take {name} out of the mix") if present else self.tr("Mix in {name}")
        else:
            references = () if present and not others else (style.reference(),)
            text = self.tr("Style {name}") if references else self.tr("Remove {name}")
        self._decide(text.format(name=named(style.name)), references=references)

    def _change_share(self, index: int, share: float, dragging: bool) -> None:
        references = self._adjustments.references
        weights = tuple(reference.weight for reference in references)
        if dragging:
            # The others divide the rest as they did when the drag began, wherever it led meanwhile.
            if self._mix[0] != self._drag or len(self._mix[1]) != len(weights):
                self._mix = self._drag, weights
            weights = self._mix[1]
        mixed = tuple(
            replace(reference, weight=weight)
            for reference, weight in zip(references, with_share(weights, index, share), strict=True)
        )
        text = self.tr("Share of {name} {percent:.0f} %").format(
            name=reference_name(references[index]), percent=100 * share
        )
        self._decide(text, self._drag if dragging else -1, references=mixed)

    def _show_tab(self, index: int) -> None:
        """Offer styles, or presets."""
        self.look_away()
        self.gallery.setVisible(index == 0)
        self.presets.setVisible(index == 1)

    def _remove(self, index: int) -> None:
        references = self._adjustments.references
        text = self.tr("Remove {name}").format(name=reference_name(references[index]))
        self._decide(text, references=_left(references[:index] + references[index + 1 :]))


_HEADED = tuple(group for group in Group if group is not Group.BRIGHTEN)
"""The groups that stand below a heading."""


def _decided_in(group: Group) -> tuple[str, ...]:
    """The adjustments of a section."""
    names = tuple(declared.name for declared in DECLARED if declared.section is group)
    return (*names, "references", "transfer") if group is Group.STYLE else names


def _left(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """What stays of a mix: one that weighed nothing beside others would do nothing alone."""
    if len(references) == 1 and references[0].weight == 0:
        return (replace(references[0], weight=1.0),)
    return references
