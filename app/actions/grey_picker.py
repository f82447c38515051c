"""White balance by a click: on something in the photo that is to be grey."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from app.canvas.canvas import Canvas
from app.canvas.readout import Pixel
from app.studio import Studio
from app.widgets.notice import Notice


class GreyPicker(QObject):
    """Sets temperature and tint so that a picked colour becomes grey."""

    def __init__(self, canvas: Canvas, studio: Studio, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._studio, self._notice = canvas, studio, notice
        self._hint = self.tr("Click on something that should be neutral grey; Escape ends this.")
        canvas.picked.connect(self._make_grey)
        canvas.picking_changed.connect(self._show_hint)

    def _show_hint(self, picking: bool) -> None:
        if picking:
            self._notice.show_message(self._hint, of_photo=True)
            self._canvas.setFocus()
        else:
            self._notice.dismiss(self._hint)

    def _make_grey(self, pixel: Pixel) -> None:
        # With the engine torch is there by now; the window starts without it.
        from ccnet_core.colour import AB_SCALE, WhiteBalance

        # What is on the canvas may be a look that is only tried.
        shown = self._studio.rendered_with
        # Without saturation there is no colour to be told, and nothing changes.
        scales = (shown.scales[0] or 1.0, shown.scales[1] or 1.0)
        L, a, b = pixel.lab
        balance = WhiteBalance.of(shown.temperature, shown.tint)
        chosen = balance.neutralizing(L / 100, (a / AB_SCALE, b / AB_SCALE), scales).chosen
        temperature, tint = (min(1.0, max(-1.0, round(value, 2))) for value in chosen)
        document = self._studio.document
        balanced = replace(document.adjustments, temperature=temperature, tint=tint)
        document.change(balanced, self.tr("White balance picker"))
