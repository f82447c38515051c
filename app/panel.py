"""The panel beside the photo: everything that decides how the colours come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.gallery import Gallery
from app.histogram import Histogram
from app.references import ReferenceList
from app.slider import AdjustmentSlider, Unit
from app.theme import Colors
from ccnet_core.adjustments import LARGEST_EXPOSURE, LARGEST_SCALE, Adjustments, Reference
from ccnet_core.styles import Style

_WIDTH = 356
_NEUTRAL = Adjustments()
_TONE = ("brightness", "exposure", "highlights", "shadows")
_COLOUR = ("saturation", "vibrance", "green_magenta", "blue_yellow")


class AdjustmentPanel(QWidget):
    """Sliders, references and styles for a value of :class:`Adjustments`.

    Signals:
        decided: a new value, the step's name, and a number that steps of one drag share (-1 for none).
        add_reference_requested: the person wants to pick pictures.
        export_requested: the person wants to export.
    """

    decided = Signal(object, str, int)
    add_reference_requested = Signal()
    export_requested = Signal()

    def __init__(self, styles: tuple[Style, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self._styles = styles
        self._adjustments = Adjustments()
        self._drag = 0

        self.brightness = self._slider(
            "brightness",
            self.tr("Amount"),
            self.tr("From the photo's own brightness to the brightened one."),
            (0, 1),
        )
        self.exposure = self._slider(
            "exposure",
            self.tr("Exposure"),
            self.tr("Stops of light more or less; nothing burns."),
            (-LARGEST_EXPOSURE, LARGEST_EXPOSURE),
            unit=Unit.STOPS,
        )
        self.highlights = self._slider(
            "highlights",
            self.tr("Highlights"),
            self.tr("To the left bright areas come back, to the right they shine."),
            (-1, 1),
        )
        self.shadows = self._slider(
            "shadows",
            self.tr("Shadows"),
            self.tr("To the left dark areas deepen, to the right they open."),
            (-1, 1),
        )
        self.saturation = self._slider(
            "saturation",
            self.tr("Saturation"),
            self.tr("Strength of all colours; 0 % is grey."),
            (0, LARGEST_SCALE),
            colors=(QColor(120, 120, 120), QColor(190, 120, 90), QColor(235, 95, 45)),
        )
        self.green_magenta = self._slider(
            "green_magenta",
            self.tr("Green – magenta"),
            self.tr("Strength of greens and magentas alone."),
            (0, LARGEST_SCALE),
            colors=(QColor(120, 120, 120), QColor(90, 150, 100), QColor(190, 80, 160)),
        )
        self.blue_yellow = self._slider(
            "blue_yellow",
            self.tr("Blue – yellow"),
            self.tr("Strength of blues and yellows alone."),
            (0, LARGEST_SCALE),
            colors=(QColor(120, 120, 120), QColor(90, 120, 190), QColor(220, 190, 70)),
        )
        self.vibrance = self._slider(
            "vibrance",
            self.tr("Vibrance"),
            self.tr("Strength of weak colours; vivid ones stay as they are."),
            (-1, 1),
            colors=(QColor(120, 120, 120), QColor(150, 130, 120), QColor(200, 120, 85)),
        )
        self.style_strength = self._slider(
            "style_strength",
            self.tr("Strength"),
            self.tr("How far the colours move towards the style."),
            (0, 1),
        )
        self.references = ReferenceList()
        self.references.weight_changed.connect(self._change_weight)
        self.references.released.connect(self._end_drag)
        self.references.removed.connect(self._remove)
        self.gallery = Gallery([style.name for style in styles])
        self.gallery.chosen.connect(self._choose)
        self.add_reference = QPushButton(
            qtawesome.icon("mdi6.image-plus-outline", color=Colors.text), self.tr("Add reference pictures…")
        )
        self.add_reference.setToolTip(self.tr("Follow the colours of pictures of your own"))
        self.add_reference.clicked.connect(self.add_reference_requested)
        self.export = QPushButton(self.tr("Export…"))
        self.export.setProperty("primary", True)
        self.export.clicked.connect(self.export_requested)

        body = QWidget()
        body.setObjectName("panel")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 14, 14, 14)
        layout.setSpacing(9)
        self._add_section(
            layout,
            self.tr("Brightness"),
            [self.brightness, self.exposure, self.highlights, self.shadows],
            self._reset_brightness,
        )
        self._add_section(
            layout,
            self.tr("Colour"),
            [self.saturation, self.vibrance, self.green_magenta, self.blue_yellow],
            self._reset_colour,
        )
        self._add_section(
            layout,
            self.tr("Style"),
            [self.style_strength, self.gallery, self.references, self.add_reference],
            self._reset_style,
        )
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("panelScroll")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.histogram = Histogram()
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 2)
        head.addWidget(self.histogram)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)
        self._whole = whole
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.addWidget(self.export)
        whole.addLayout(foot)
        self.set_adjustments(self._adjustments)

    def set_adjustments(self, adjustments: Adjustments) -> None:
        """Show a value; nothing is emitted."""
        self._adjustments = adjustments
        for name in (*_TONE, *_COLOUR, "style_strength"):
            slider: AdjustmentSlider = getattr(self, name)
            slider.set_value(getattr(adjustments, name))
        self.style_strength.setEnabled(bool(adjustments.references))
        self.references.set_references(adjustments.references)
        self.gallery.set_checked({r.name for r in adjustments.references if not r.path})

    def add_foot(self, widget: QWidget) -> None:
        """Put a widget below all sections, above the button that exports."""
        self._whole.insertWidget(self._whole.count() - 1, widget)

    def preview_adjustments(self) -> tuple[Adjustments, ...]:
        """For each style, the current value with that style alone: what the gallery shows."""
        return tuple(replace(self._adjustments, references=(style.reference(),)) for style in self._styles)

    def add_reference_to_mix(self, reference: Reference) -> None:
        """Follow a picture of the person's own, beside what is followed already."""
        others = tuple(
            r for r in self._adjustments.references if (r.name, r.path) != (reference.name, reference.path)
        )
        text = self.tr("Reference {name}").format(name=reference.name)
        self._decide(text, references=(*others, reference))

    def set_style_picture(self, index: int, picture: QImage) -> None:
        """The photo in one of the styles."""
        style = self._styles[index]
        self.gallery.buttons[index].set_picture(picture)
        self.references.set_thumbnail(style.name, "", picture)

    def _slider(
        self,
        name: str,
        label: str,
        tip: str,
        limits: tuple[float, float],
        colors: tuple[QColor, ...] = (),
        unit: Unit = Unit.PERCENT,
    ) -> AdjustmentSlider:
        neutral = getattr(_NEUTRAL, name)
        slider = AdjustmentSlider(label, tip, limits, neutral, colors, unit)

        def change(value: float, dragging: bool) -> None:
            step = self._drag if dragging else -1
            # The slider knows how its value is written.
            self._decide(f"{label} {slider.box.text()}", step, **{name: value})

        slider.changed.connect(change)
        # The first press of the double click may have moved the handle: one step with the reset.
        reset = self.tr("Reset {section}").format(section=label)
        slider.reset.connect(lambda: self._decide(reset, self._drag - 1, **{name: neutral}))
        slider.released.connect(self._end_drag)
        return slider

    def _end_drag(self) -> None:
        """The next drag is another step of the history."""
        self._drag += 1

    def _add_section(
        self, layout: QVBoxLayout, title: str, widgets: list[QWidget], reset: Callable[[], None]
    ) -> None:
        if layout.count():
            rule = QFrame()
            rule.setProperty("role", "rule")
            layout.addSpacing(3)
            layout.addWidget(rule)
            layout.addSpacing(1)
        heading = QLabel(title)
        heading.setProperty("role", "section")
        button = QToolButton()
        button.setIcon(qtawesome.icon("mdi6.restore", color=Colors.faint))
        button.setToolTip(self.tr("Reset {section}").format(section=title))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(reset)
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addStretch(1)
        row.addWidget(button)
        layout.addLayout(row)
        for widget in widgets:
            layout.addWidget(widget)

    def _decide(self, text: str, merge: int = -1, **changes: object) -> None:
        self.decided.emit(replace(self._adjustments, **changes), text, merge)  # type: ignore[arg-type]

    def _reset_brightness(self) -> None:
        self._decide(self.tr("Reset brightness"), **{name: getattr(_NEUTRAL, name) for name in _TONE})

    def _reset_colour(self) -> None:
        self._decide(self.tr("Reset colour"), **{name: getattr(_NEUTRAL, name) for name in _COLOUR})

    def _reset_style(self) -> None:
        self._decide(self.tr("Reset style"), references=(), style_strength=_NEUTRAL.style_strength)

    def _choose(self, index: int, mix: bool) -> None:
        """Follow a style alone, or add it to or take it from the mix."""
        style = self._styles[index]
        present = tuple(r for r in self._adjustments.references if r.name == style.name and not r.path)
        others = tuple(r for r in self._adjustments.references if r not in present)
        if mix:
            references = others if present else (*others, style.reference())
        else:
            references = () if present and not others else (style.reference(),)
        text = self.tr("Style {name}") if style.reference() in references else self.tr("Remove {name}")
        self._decide(text.format(name=style.name), references=references)

    def _change_weight(self, index: int, weight: float, dragging: bool) -> None:
        references = list(self._adjustments.references)
        references[index] = replace(references[index], weight=weight)
        text = self.tr("Weight of {name} {percent:.0f} %").format(
            name=references[index].name, percent=100 * weight
        )
        self._decide(text, self._drag if dragging else -1, references=tuple(references))

    def _remove(self, index: int) -> None:
        references = self._adjustments.references
        text = self.tr("Remove {name}").format(name=references[index].name)
        self._decide(text, references=references[:index] + references[index + 1 :])
