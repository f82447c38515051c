"""The colour mixer by a drag on the photo: up for more of it, down for less."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.canvas.canvas import Canvas
from app.canvas.readout import Pixel
from app.panel.mixer import MixerEditor
from app.widgets.notice import Notice
from ccnet_core.colour.pixel import pixel_to_oklch

_PER_PIXEL = 0.5
"""Of a value from -100 to 100, for a logical pixel."""
_GREY = 0.012
"""Chroma up to which the hue of a colour is chance."""


class ColourPicker(QObject):
    """Changes the bands of the colour on which a drag begins."""

    def __init__(self, canvas: Canvas, mixer: MixerEditor, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._mixer, self._notice = canvas, mixer, notice
        self._holds = False
        self._hint = self.tr("Drag up or down on a colour in the photo; Escape ends this.")
        self._grey = self.tr("This is nearly grey. Drag on a colour.")
        mixer.picking_requested.connect(canvas.drag_colours)
        canvas.colour_drag_changed.connect(self._show_hint)
        canvas.colour_grasped.connect(self._grasp)
        canvas.colour_dragged.connect(self._drag)

    def _show_hint(self, on: bool) -> None:
        self._mixer.pick.setChecked(on)
        self._notice.dismiss(self._grey)
        if on:
            self._notice.show_message(self._hint, of_photo=True)
            self._canvas.setFocus()
        else:
            self._notice.dismiss(self._hint)

    def _grasp(self, pixel: Pixel) -> None:
        _, chroma, hue = pixel_to_oklch(pixel.rgb)
        self._holds = chroma > _GREY
        if self._holds:
            self._notice.dismiss(self._hint)
            self._mixer.grasp(hue)
        else:
            self._notice.show_message(self._grey, of_photo=True)

    def _drag(self, up: float) -> None:
        if self._holds:
            self._mixer.drag(_PER_PIXEL * up)
