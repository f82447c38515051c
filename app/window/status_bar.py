"""The line at the foot of the window: the pixel under the cursor, long tasks, and facts about the photo."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from app.canvas.readout import Readout
from app.widgets.elided import ElidedLabel
from app.widgets.numbers import decimal
from app.widgets.theme import Colors
from app.worker.requests import Progressed
from ccnet_core.photo import Photo
from ccnet_core.photo.camera import Camera

_CAMERA = 300
"""The longest text about the camera, in logical pixels."""


class StatusBar(QStatusBar):
    """Where numbers stand that nobody has to act on, and the progress of the task that runs.

    Attributes:
        readout: the pixel under the cursor.
        camera_label: the camera, its sensitivity, and what a raw file tells of its sensor.
        device_label: what the engine computes on.
        batch: how far the batch is, while one runs, whether its own window is open or not.

    Signals:
        cancelled: the id of a task that the person wants to stop.
        batch_requested: the person wants to see the batch.
    """

    cancelled = Signal(int)
    batch_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = 0
        self._behind: Progressed | None = None
        self.setSizeGripEnabled(False)
        self.readout = Readout()
        # It takes what the others leave, and drops what does not fit.
        self.addWidget(self.readout, 1)
        self.task_label = ElidedLabel()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(180)
        self.progress.setRange(0, 1000)
        self.cancel = QToolButton()
        self.cancel.setIcon(qtawesome.icon("mdi6.close-circle-outline", color=Colors.text))
        self.cancel.setToolTip(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel"))
        self.cancel.clicked.connect(lambda: self.cancelled.emit(self._task))
        for widget in (self.task_label, self.progress, self.cancel):
            self.addWidget(widget)
            widget.hide()
        self.batch = QToolButton()
        self.batch.setProperty("compact", True)
        self.batch.setToolTip(self.tr("Show the batch"))
        self.batch.clicked.connect(self.batch_requested)
        self.addPermanentWidget(self.batch)
        self.batch.hide()
        self.scale_label, self.size_label = QLabel(), ElidedLabel()
        self.camera_label = ElidedLabel()
        # What is cut is in its tool tip; the pixel under the cursor needs room, too.
        self.camera_label.setMaximumWidth(_CAMERA)
        self.time_label, self.device_label = ElidedLabel(), ElidedLabel(self.tr("Loading the network…"))
        for label in (
            self.time_label,
            self.scale_label,
            self.camera_label,
            self.size_label,
            self.device_label,
        ):
            self.addPermanentWidget(label)

    def show_photo(self, photo: Photo) -> None:
        """Another photo is open; it is not rendered yet."""
        self.show_size(photo, QSize(photo.width, photo.height))
        self.camera_label.setText(", ".join(self._facts(photo.camera)) if photo.camera else "")
        self.time_label.clear()

    def show_size(self, photo: Photo, size: QSize) -> None:
        """How much of the photo is shown, in its pixels."""
        bits = self.tr(", 16 bits") if photo.bit_depth == 16 else ""
        megapixels = decimal(size.width() * size.height() / 1e6, 1)
        self.size_label.setText(f"{size.width()} × {size.height()}, {megapixels} MP{bits}")

    def _facts(self, camera: Camera) -> list[str]:
        """What is known of a camera, in words."""
        facts = [camera.name] if camera.name else []
        if camera.iso is not None:
            facts.append(f"ISO {camera.iso}")
        if camera.black is not None:
            facts.append(self.tr("black level {value}").format(value=decimal(camera.black, 0)))
        if camera.noise is not None:
            facts.append(self.tr("read noise {value}").format(value=decimal(camera.noise.read, 1)))
            if camera.noise.gain is not None:
                facts.append(self.tr("gain {value} per electron").format(value=decimal(camera.noise.gain, 2)))
        return facts

    def clear_photo(self) -> None:
        """No photo is open."""
        self.hide_progress(self._task)
        for label in (self.camera_label, self.size_label, self.time_label, self.scale_label):
            label.clear()

    def show_time(self, seconds: float) -> None:
        """How long the rendering took that is shown."""
        self.time_label.setText(self.tr("Rendered in {ms:.0f} ms").format(ms=1000 * seconds))

    def show_scale(self, scale: float) -> None:
        """Device pixels per photo pixel."""
        self.scale_label.setText(f"{100 * scale:.0f} %")

    def show_batch(self, progress: str) -> None:
        """How far the batch is; empty when none runs."""
        self.batch.setText(progress)
        self.batch.setVisible(bool(progress))

    def show_progress(self, progressed: Progressed) -> None:
        """How far a task is; it takes the place of another, unless it is one that nobody waits for."""
        if progressed.id < 0 < self._task:
            self._behind = progressed
            return
        self._task = progressed.id
        self.task_label.setText(progressed.task)
        self.progress.setValue(round(1000 * progressed.share))
        for widget in (self.task_label, self.progress, self.cancel):
            widget.show()

    def hide_progress(self, task: int) -> None:
        """A task has ended."""
        if self._behind is not None and self._behind.id == task:
            self._behind = None
        if task != self._task:
            return
        self._task = 0
        behind, self._behind = self._behind, None
        if behind is not None:
            self.show_progress(behind)
            return
        for widget in (self.task_label, self.progress, self.cancel):
            widget.hide()
