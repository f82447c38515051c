"""Crops, straightens, turns and flips the open photo: at once, or in a mode with a frame to be dragged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from app.crop.draft import Draft
from app.crop.panel import CropPanel
from app.crop.shapes import shaped, turned_over
from app.crop.view import CropView
from app.document.document import Document
from ccnet_core.geometry import Geometry


class Cropping(QObject):
    """The mode in which the frame is dragged. What is decided there is one step once it is taken.

    Attributes:
        view: the photo and the frame.
        panel: what else is decided about it.

    Signals:
        active_changed: whether the mode is on.
    """

    active_changed = Signal(bool)

    def __init__(self, document: Document, picture: Callable[[], QImage | None], parent: QObject) -> None:
        """Nothing is cropped yet.

        Args:
            document: whose geometry is decided.
            picture: all of the open photo as it is stored, as bright as it is by now; None without one.
            parent: the owner.
        """
        super().__init__(parent)
        self._document, self._picture = document, picture
        self.view, self.panel = CropView(), CropPanel()
        self._draft: Draft | None = None
        self._row = 0
        for part in (self.view, self.panel):
            part.decided.connect(self._decide)
            part.released.connect(self._end_row)
            part.swap_requested.connect(self._swap)
        self.view.applied.connect(self.apply)
        self.view.given_up.connect(self.give_up)
        self.view.levelling_changed.connect(self.panel.level.setChecked)
        self.panel.level.toggled.connect(self._level)
        self.panel.turning.connect(self.view.show_turning)
        self.panel.ratio_changed.connect(self._shape)
        self.panel.done.clicked.connect(self.apply)
        self.panel.cancel.clicked.connect(self.give_up)

    @property
    def active(self) -> bool:
        """Whether the frame is being dragged."""
        return self._draft is not None

    def begin(self) -> None:
        """Show all of the open photo, and the frame over it."""
        photo, picture = self._document.photo, self._picture()
        if self.active or photo is None or picture is None:
            return
        geometry, size = self._document.adjustments.geometry, QSize(photo.width, photo.height)
        self._draft = Draft(geometry, self._document.histories, self)
        self._draft.changed.connect(self._show)
        self.view.set_photo(size, picture)
        self.panel.begin(size, geometry)
        self.view.ratio = self.panel.ratio
        self._show()
        self.active_changed.emit(True)

    def apply(self) -> None:
        """Take the frame, and leave the mode."""
        if self._draft is not None:
            geometry = self._draft.geometry
            self._end()
            self._change(geometry, self._step_of(geometry))

    def give_up(self) -> None:
        """Leave the mode, with the photo as it was."""
        if self._draft is not None:
            self._end()

    def set_picture(self, picture: QImage) -> None:
        """All of the photo looks otherwise, as when it becomes bright."""
        photo = self._document.photo
        if self.active and photo is not None:
            self.view.set_photo(QSize(photo.width, photo.height), picture)

    def turn(self, degrees: int, text: str) -> None:
        """Turn what is shown clockwise by quarters, in one step."""
        self._change(self._geometry.turned(degrees), text)

    def flip(self, which: str, text: str) -> None:
        """Mirror what is shown, in one step: "horizontal" or "vertical"."""
        self._change(self._geometry.flipped(which), text)

    @property
    def _geometry(self) -> Geometry:
        return self._document.adjustments.geometry if self._draft is None else self._draft.geometry

    def _change(self, geometry: Geometry, text: str) -> None:
        """Decide: about the frame while it is dragged, else about the photo."""
        if self._draft is not None:
            self._draft.change(geometry, text)
        else:
            document = self._document
            if document.photo is not None:
                document.change(replace(document.adjustments, geometry=geometry), text)

    def _step_of(self, geometry: Geometry) -> str:
        """What a step is called that leads to a geometry."""
        before = self._document.adjustments.geometry
        if geometry.is_neutral:
            return self.tr("Reset crop")
        if replace(geometry, straighten=before.straighten) == before:
            return self.tr("Straighten {degrees}").format(degrees=self.panel.angle.box.text())
        return self.tr("Crop")

    def _decide(self, geometry: Geometry, text: str, in_row: bool) -> None:
        if self._draft is not None:
            self._draft.change(geometry, text, self._row if in_row else -1)

    def _end_row(self) -> None:
        """The next drag, or row of steps by keys, is another step."""
        self._row += 1

    def _show(self) -> None:
        self.view.set_geometry(self._geometry)
        self.panel.set_geometry(self._geometry)

    def _shape(self, ratio: float | None) -> None:
        """Another ratio is chosen: the frame has it at once."""
        self.view.ratio = ratio
        if ratio is not None:
            rect = self.view.rect_in_photo
            self._reshape(turned_over(ratio, rect), self.tr("Aspect ratio"))

    def _swap(self) -> None:
        rect = self.view.rect_in_photo
        self._reshape(rect.height / rect.width, self.tr("Swap width and height"))

    def _reshape(self, ratio: float, text: str) -> None:
        ground = self.view.ground
        crop = ground.crop(shaped(ground, self.view.rect_in_photo, ratio))
        self._change(replace(self._geometry, crop=crop), text)

    def _level(self, on: bool) -> None:
        self.view.level(on)
        if on:
            self.view.setFocus()

    def _end(self) -> None:
        assert self._draft is not None
        self.view.level(False)
        self._draft.end()
        self._draft = None
        self._document.history.setActive()
        self.active_changed.emit(False)
