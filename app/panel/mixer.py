"""The colour mixer: eight bands of hue, by sliders or by a drag on the photo."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.panel.choice import Choice
from app.panel.slider import AdjustmentSlider
from app.widgets.theme import Colors
from ccnet_core.controls import Unit
from ccnet_core.mixer import BANDS, PARTS, ColourMixer, band_shares

_COLORS = (
    QColor(205, 72, 66),
    QColor(214, 126, 58),
    QColor(206, 176, 66),
    QColor(98, 160, 82),
    QColor(72, 170, 166),
    QColor(74, 120, 206),
    QColor(132, 88, 196),
    QColor(192, 80, 158),
)
"""What stands for each band."""
_GREY = QColor(128, 128, 128)
_OTHERS = 0.1
"""A band with a smaller share of a colour is left alone by a drag on the photo."""


class MixerEditor(QWidget):
    """Hue, saturation or luminance of each band.

    Attributes:
        tabs: which of them is shown.
        sliders: one for each band, by its name.
        pick: a button that stays down while a drag on the photo changes the colour beneath it.

    Signals:
        changed: the mixer, the step's name, and whether it is one of a row of changes.
        released: such a row has ended.
        picking_requested: the button was pressed, or let go.
    """

    changed = Signal(object, str, bool)
    released = Signal()
    picking_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mixer = ColourMixer()
        self._grasped: tuple[ColourMixer, dict[str, float]] | None = None
        self._titles = (self.tr("Hue"), self.tr("Saturation"), self.tr("Luminance"))
        names = (
            self.tr("Red"),
            self.tr("Orange"),
            self.tr("Yellow"),
            self.tr("Green"),
            self.tr("Aqua"),
            self.tr("Blue"),
            self.tr("Purple"),
            self.tr("Magenta"),
        )
        self._names = dict(zip(BANDS, names, strict=True))
        self.tabs = Choice(self._titles)
        self.sliders = {band: self._slider(band) for band in BANDS}
        self.pick = QPushButton(
            qtawesome.icon("mdi6.gesture-swipe-vertical", color=Colors.text), self.tr("Drag on the photo…")
        )
        self.pick.setToolTip(self.tr("Drag up or down on a colour in the photo to change it"))
        self.pick.setCheckable(True)
        self.pick.clicked.connect(self.picking_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.tabs)
        layout.addSpacing(4)
        for slider in self.sliders.values():
            layout.addWidget(slider)
        layout.addSpacing(6)
        layout.addWidget(self.pick)
        self.tabs.chosen.connect(lambda _: self._show_part())
        self._show_part()

    def set_mixer(self, mixer: ColourMixer) -> None:
        """Show another value; nothing is emitted."""
        self._mixer = mixer
        for band, slider in self.sliders.items():
            slider.set_value(mixer.value(band, self._part) / 100)
        for index, part in enumerate(PARTS):
            self.tabs.mark(index, any(mixer.value(band, part) for band in BANDS))

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, from the top."""
        sliders = [stop for slider in self.sliders.values() for stop in (slider.track, slider.box)]
        return [*self.tabs.buttons, *sliders, self.pick]

    def grasp(self, hue: float) -> None:
        """A drag on the photo begins, on a colour of a hue in degrees of OKLCh, as it is seen."""
        own = band_shares(self._mixer.hue_before(hue)).tolist()
        shares = dict(zip(BANDS, own, strict=True))
        whole = sum(share for share in shares.values() if share >= _OTHERS)
        kept = {band: share / whole for band, share in shares.items() if share >= _OTHERS}
        self._grasped = self._mixer, kept
        self.released.emit()

    def drag(self, by: float) -> None:
        """It is so far, -200 to 200, from where it began."""
        assert self._grasped is not None
        began, shares = self._grasped
        mixer = began.moved(shares, self._part, by)
        text = self.tr("{part}: {names}").format(
            part=self._title, names=", ".join(self._names[band] for band in shares)
        )
        if mixer != self._mixer:
            self.changed.emit(mixer, text, True)

    @property
    def _part(self) -> str:
        return PARTS[self.tabs.index]

    @property
    def _title(self) -> str:
        return self._titles[self.tabs.index]

    def _slider(self, band: str) -> AdjustmentSlider:
        name = self._names[band]
        slider = AdjustmentSlider(name, name, (-1.0, 1.0), 0.0, (_GREY, _GREY), Unit.POINTS)

        def change(value: float, dragging: bool) -> None:
            mixer = self._mixer.with_value(band, self._part, round(100 * value))
            text = self.tr("{part}: {names}").format(part=self._title, names=name)
            self.changed.emit(mixer, f"{text} {slider.box.text()}", dragging)

        def reset() -> None:
            text = self.tr("Reset {part}: {names}").format(part=self._title, names=name)
            self.changed.emit(self._mixer.with_value(band, self._part, 0), text, True)

        slider.changed.connect(change)
        slider.reset.connect(reset)
        slider.released.connect(self.released)
        return slider

    def _show_part(self) -> None:
        """Another tab: other values, and what each slider leads to on its line."""
        self.released.emit()
        for index, (band, slider) in enumerate(self.sliders.items()):
            own = _COLORS[index]
            around = _COLORS[index - 1], _COLORS[(index + 1) % len(_COLORS)]
            lines = {
                "hue": (_mean(around[0], own), own, _mean(own, around[1])),
                "saturation": (_GREY, own),
                "luminance": (own.darker(260), own, own.lighter(150)),
            }
            slider.set_colors(lines[self._part])
            slider.set_name(f"{self._title}: {self._names[band]}")
        self.set_mixer(self._mixer)


def _mean(one: QColor, other: QColor) -> QColor:
    red, green, blue = (
        round((a + b) / 2)
        for a, b in (
            (one.red(), other.red()),
            (one.green(), other.green()),
            (one.blue(), other.blue()),
        )
    )
    return QColor(red, green, blue)
