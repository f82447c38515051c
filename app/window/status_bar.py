"""The line at the foot of the window: the pixel under the cursor, long tasks, and facts about the photo."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from app.canvas.readout import Readout
from app.widgets.elided import ElidedLabel
from app.widgets.messages import photo_name
from app.widgets.numbers import decimal
from app.widgets.theme import Colors
from app.worker.requests import Progressed
from ccnet_core.photo import Photo
from ccnet_core.photo.camera import Camera

_NAME = 260
"""The longest name of a photo, in logical pixels."""


class StatusBar(QStatusBar):
    """Where numbers stand that nobody has to act on, and the progress of the task that runs.

    What few look for is in its tool tip: camera and sensor, noise, times, and what the engine computes on.

    Attributes:
        readout: the pixel under the cursor.
        name_label: what the photo is called.
        exposure_label: sensitivity and shutter.
        size_label: how large what is shown of the photo is.
        scale_label: how large it is shown.
        device: what the engine computes on.
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
        self.name_label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        # A file's name is no markup. What is cut is in its tool tip; the pixel under the cursor needs room.
        self.name_label.setTextFormat(Qt.TextFormat.PlainText)
        self.name_label.setMaximumWidth(_NAME)
        self.exposure_label, self.size_label, self.scale_label = ElidedLabel(), ElidedLabel(), QLabel()
        self._labels = self.name_label, self.exposure_label, self.size_label, self.scale_label
        for label in self._labels:
            self.addPermanentWidget(label)
        self.device = self.tr("Loading the network…")
        self._camera: list[str] = []
        self._noise = self._time = ""

    @property
    def details(self) -> str:
        """What the tool tip tells, in lines."""
        return "\n".join(filter(None, [", ".join(self._camera), self._noise, self._time, self.device]))

    def event(self, event: QEvent) -> bool:
        """The tool tip is made when it is wanted: what it tells changes with every frame."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.details)
        return super().event(event)

    def show_device(self, device: str) -> None:
        """What the engine computes on."""
        self.device = device
        self._tell()

    def show_photo(self, photo: Photo) -> None:
        """Another photo is open; it is not rendered yet."""
        self.name_label.setText(photo_name(photo))
        self.show_size(photo, QSize(photo.width, photo.height))
        camera = photo.camera
        self.exposure_label.setText("" if camera is None else ", ".join(_exposure(camera)))
        self._camera = [] if camera is None else self._facts(camera)
        self._noise = self._time = ""
        self._tell()

    def show_size(self, photo: Photo, size: QSize) -> None:
        """How much of the photo is shown, in its pixels."""
        bits = self.tr(", 16 bits") if photo.bit_depth == 16 else ""
        megapixels = decimal(size.width() * size.height() / 1e6, 1)
        self.size_label.setText(f"{size.width()} × {size.height()}, {megapixels} MP{bits}")

    def _facts(self, camera: Camera) -> list[str]:
        """What is known of a camera, in words."""
        facts = [camera.name] if camera.name else []
        facts += _exposure(camera)
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
        for label in self._labels:
            label.clear()
        self._camera, self._noise, self._time = [], "", ""
        self._tell()

    def show_time(self, seconds: float) -> None:
        """How long the rendering took that is shown."""
        self._time = self.tr("Rendered in {ms:.0f} ms").format(ms=1000 * seconds)
        self._tell()

    def show_noise(self, deviation: float) -> None:
        """How noisy the photo is: standard deviation of L* in dark parts, before it is brightened."""
        self._noise = self.tr("Noise in dark parts: {deviation} of L*").format(
            deviation=decimal(deviation, 1)
        )
        self._tell()

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

    def _tell(self) -> None:
        """Tell who does not see it."""
        self.setAccessibleDescription(self.details)


def _exposure(camera: Camera) -> list[str]:
    """Sensitivity and shutter, as photographers write them."""
    told = [] if camera.iso is None else [f"ISO {camera.iso}"]
    seconds = camera.exposure_time
    if seconds is not None:
        # From 0.3 s on cameras write seconds, below it fractions of one.
        told.append(f"1/{1 / seconds:.0f} s" if seconds < 0.3 else f"{decimal(seconds, 1)} s")
    return told
