"""The references that are mixed: a thumbnail, a share of the mix and a remove button each."""

from __future__ import annotations

import itertools
from dataclasses import replace

import qtawesome
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.panel.slider import AdjustmentSlider
from app.widgets.images import cover, from_jpeg
from app.widgets.messages import reference_name
from app.widgets.theme import Colors
from ccnet_core.adjustments import Reference
from ccnet_core.geometry import WHOLE, Crop
from ccnet_core.shares import percent_shares

_SIDE = 44
_Key = tuple[str, str, bytes, Crop]
"""Name, path, thumbnail and part: two photos may follow pasted pictures of one name."""


class _Thumbnail(QLabel):
    """A picture; where a part of it can be chosen it is clicked, or pressed by the keyboard.

    Signals:
        pressed: it was.
    """

    pressed = Signal()

    def offer(self, tip: str) -> None:
        """Let it be pressed; the tip says what for."""
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click within it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As of a button."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """With a frame while the keyboard is here."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(Colors.accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class ReferenceRow(QWidget):
    """One reference.

    Attributes:
        weight: its share of the mix.

    Signals:
        share_changed: the new share, 0 to 1, and whether a drag is going on.
        released: a drag of the share ended.
        removed: the remove button was clicked.
        part_requested: a part of its picture is to be chosen.
    """

    share_changed = Signal(float, bool)
    released = Signal()
    removed = Signal()
    part_requested = Signal()

    def __init__(self, reference: Reference, thumbnail: QImage | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnail = _Thumbnail(self)
        if reference.path:
            self.thumbnail.offer(self.tr("Follow a part of this picture…"))
            self.thumbnail.pressed.connect(self.part_requested)
        self.thumbnail.setFixedSize(_SIDE, _SIDE)
        self.set_thumbnail(thumbnail)
        name = reference_name(reference)
        self.weight = AdjustmentSlider(
            name,
            self.tr("How much of the mix this reference is; the others share the rest."),
            (0, 1),
        )
        self.weight.changed.connect(self.share_changed)
        self.weight.released.connect(self.released)
        self.weight.reset.connect(lambda: self.share_changed.emit(self.weight.neutral, False))
        self.remove = QToolButton(self)
        self.remove.setProperty("compact", True)
        self.remove.setIcon(qtawesome.icon("mdi6.close", color=Colors.faint))
        self.remove.setToolTip(self.tr("Remove this reference"))
        self.remove.setAccessibleName(self.tr("Remove {name}").format(name=name))
        self.remove.clicked.connect(self.removed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.thumbnail)
        self._layout.addWidget(self.weight, 1)
        self._layout.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    def offer_weight(self, offered: bool) -> None:
        """Whether the share can be changed; the name is there either way."""
        alone = self.tr("This reference is followed alone; a share counts beside another one.")
        self.weight.hide_value("" if offered else alone)
        # Beside the name, which is in the middle where it is all there is.
        place = Qt.AlignmentFlag.AlignTop if offered else Qt.AlignmentFlag.AlignVCenter
        self._layout.setAlignment(self.remove, place)

    def set_thumbnail(self, thumbnail: QImage | None) -> None:
        """Show a picture, cropped to a rounded square; without one, a stand-in."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(_SIDE, _SIDE) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(0, 0, _SIDE, _SIDE, 4, 4)
        painter.setClipPath(outline)
        painter.fillPath(outline, Colors.raised)
        if thumbnail is not None:
            frame = outline.boundingRect()
            painter.drawImage(frame, thumbnail, cover(thumbnail, frame))
        else:
            icon = qtawesome.icon("mdi6.palette-outline", color=Colors.faint)
            icon.paint(painter, QRect(0, 0, _SIDE, _SIDE).adjusted(12, 12, -12, -12))
        painter.end()
        self.thumbnail.setPixmap(pixmap)


class ReferenceList(QWidget):
    """The references of the adjustments.

    Signals:
        share_changed: index, share of 0 to 1, whether a drag is going on.
        released: a drag ended.
        removed: the index of a reference to leave out.
        part_requested: the index of one of whose picture a part is to be chosen.
    """

    share_changed = Signal(int, float, bool)
    released = Signal()
    removed = Signal(int)
    part_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._keys: list[_Key] = []
        self._references: tuple[Reference, ...] = ()
        self._thumbnails: dict[tuple[str, str], QImage] = {}
        self.rows: list[ReferenceRow] = []
        self.hide()

    def set_thumbnail(self, name: str, path: str, thumbnail: QImage) -> None:
        """The picture to show for references that carry none; kept while the window lives."""
        self._thumbnails[name, path] = thumbnail
        for reference, row in zip(self._references, self.rows, strict=True):
            if (reference.name, reference.path) == (name, path):
                row.set_thumbnail(self._thumbnail_of(reference))

    def numbered(self, reference: Reference) -> Reference:
        """A picture without a file, under a name of its own: a second one is no other version of the first.

        The same picture again is the same reference. In other mixes a name may be another picture's.
        """
        if reference.path:
            return reference
        for number in itertools.count(1):
            name = reference.name if number == 1 else f"{reference.name} {number}"
            same = [r.statistics for r in self._references if (r.name, r.path) == (name, "")]
            if reference.statistics in same or not same:
                break
        return replace(reference, name=name)

    def set_references(self, references: tuple[Reference, ...]) -> None:
        """Show these; rows that stay keep the drag that may be going on in them."""
        self._references = references
        keys = [(r.name, r.path, r.thumbnail, r.part) for r in references]
        if keys != self._keys:
            self._rebuild(references, keys)
        shares = percent_shares([reference.weight for reference in references])
        for row, reference, share in zip(self.rows, references, shares, strict=True):
            row.weight.set_value(share / 100)
            if reference.weight == 0:
                # Even alone, it is the way to see anything of the style.
                row.offer_weight(True)
        self.setVisible(bool(references))

    def with_picture(self, index: int) -> tuple[Reference, QImage | None]:
        """One of those that are shown, and the whole of its picture where that is known."""
        reference = self._references[index]
        return reference, self._thumbnails.get((reference.name, reference.path))

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, from the top."""
        return [
            stop
            for row in self.rows
            for stop in (row.thumbnail, row.weight.track, row.weight.box, row.remove)
        ]

    def without_thumbnail(self) -> list[Reference]:
        """Those that are shown without the picture of their file."""
        return [r for r in self._references if r.path and (r.name, r.path) not in self._thumbnails]

    def _thumbnail_of(self, reference: Reference) -> QImage | None:
        picture = from_jpeg(reference.thumbnail)
        if picture is None:
            picture = self._thumbnails.get((reference.name, reference.path))
        if picture is None or reference.part == WHOLE:
            return picture
        width, height, part = picture.width(), picture.height(), reference.part
        left, top = int(part.left * width), int(part.top * height)
        # What counts of it.
        return picture.copy(left, top, max(1, round(part.width * width)), max(1, round(part.height * height)))

    def _rebuild(self, references: tuple[Reference, ...], keys: list[_Key]) -> None:
        for row in self.rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._keys, self.rows = keys, []
        for index, reference in enumerate(references):
            row = ReferenceRow(reference, self._thumbnail_of(reference), self)
            row.offer_weight(len(references) > 1)
            row.weight.set_neutral(1 / len(references))
            row.share_changed.connect(lambda share, drag, i=index: self.share_changed.emit(i, share, drag))
            row.released.connect(self.released)
            row.removed.connect(lambda i=index: self.removed.emit(i))
            row.part_requested.connect(lambda i=index: self.part_requested.emit(i))
            self._layout.addWidget(row)
            self.rows.append(row)
