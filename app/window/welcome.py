"""What is shown before the first photo: an invitation, or which photo is on its way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import qtawesome
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QImageReader,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.canvas.overlay import paint_divider, paint_sides
from app.filmstrip.developed import DevelopedPictures
from app.filmstrip.thumbnails import Thumbnail, ThumbnailThread
from app.panel.gallery import StyleButton
from app.widgets.elided import ElidedLabel
from app.widgets.file_names import as_tip
from app.widgets.images import cover
from app.widgets.scrolled import Scrolled
from app.widgets.theme import Colors
from ccnet_core.paths import RESOURCES

_SAMPLE = RESOURCES / "sample"
_RECENT = 6
"""So many photos are offered, in one row."""
_PICTURE = QSize(420, 270)
_LEAST_PICTURE = QSize(240, 150)
_WORDS = 430
"""Width of what stands beside it."""
_BELOW = 230
"""Room for margins, recent photos and the last session, in logical pixels."""


class BeforeAfter(QAbstractButton):
    """The sample as it is and as it comes out, divided by a line that follows the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The sample, before and after"))
        self.setToolTip(self.tr("Try the sample"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(_LEAST_PICTURE)
        self.setMaximumSize(_PICTURE)
        self._share = 0.5
        self._pictures: tuple[QImage, QImage] | None = None

    def sizeHint(self) -> QSize:
        """Large enough to see what becomes of a photo."""
        return _PICTURE

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line follows."""
        super().mouseMoveEvent(event)
        self._share = min(max(event.position().x() / max(1, self.width()), 0.0), 1.0)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the middle."""
        super().leaveEvent(event)
        self._share = 0.5
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both pictures, the line, and what lies on its sides."""
        if self._pictures is None:
            # Not before somebody sees them: a start with a photo does not.
            ratio = self.devicePixelRatioF()
            self._pictures = _read("dark-street.jpg", ratio), _read("bright-street.jpg", ratio)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 6, 6)
        at = frame.left() + self._share * frame.width()
        for picture, side in (
            (self._pictures[0], QRectF(frame.topLeft(), QPointF(at, frame.bottom()))),
            (self._pictures[1], QRectF(QPointF(at, frame.top()), frame.bottomRight())),
        ):
            part = QPainterPath()
            part.addRect(side)
            painter.setClipPath(outline.intersected(part))
            painter.drawImage(frame, picture, cover(picture, frame))
        painter.setClipPath(outline)
        paint_divider(painter, QLineF(at, frame.top(), at, frame.bottom()))
        paint_sides(painter, (self.tr("Before"), self.tr("After")), frame, at, level=False)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(Colors.accent, 2))
            painter.drawPath(outline)


class Welcome(Scrolled):
    """Drop target, open button, sample, recent photos and those of the last session.

    Attributes:
        recent: a picture for each recent photo, newest first.

    Signals:
        open_requested: the person wants to choose a file.
        sample_requested: the person wants to try the sample.
        recent_requested: a photo opened before.
        last_requested: the photos of the last session.
    """

    open_requested = Signal()
    sample_requested = Signal()
    recent_requested = Signal(Path)
    last_requested = Signal()

    def __init__(
        self, recent: list[Path], last: int, developed: DevelopedPictures, parent: QWidget | None = None
    ) -> None:
        """Build the page.

        Args:
            recent: photos opened before, newest first.
            last: how many photos the last session had; 0 where they are not to be offered.
            developed: what photos looked like when they were developed last.
            parent: the owner.
        """
        page = QWidget()
        super().__init__(page, parent)
        self.setObjectName("welcome")
        page.setAutoFillBackground(True)
        palette = page.palette()
        palette.setColor(page.backgroundRole(), Colors.surround)
        page.setPalette(palette)
        self._opening = False
        self._thread = ThumbnailThread(developed, self)
        self._thread.made.connect(self._show_thumbnail)
        self.recent = {path: self._recent_button(path, recent) for path in recent[:_RECENT]}
        layout = QVBoxLayout(page)
        layout.setContentsMargins(28, 20, 28, 20)
        layout.setSpacing(12)
        layout.addStretch(3)
        layout.addLayout(self._invitation())
        layout.addSpacing(8)
        if recent:
            heading = QLabel(self.tr("Recent"))
            heading.setProperty("role", "hint")
            layout.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addStretch(1)
            for button in self.recent.values():
                row.addWidget(button)
            row.addStretch(1)
            layout.addLayout(row)
        if last:
            again = QPushButton(self.tr("Last session: {count} photos").format(count=last))
            again.setFlat(True)
            again.setToolTip(self.tr("Open all of them again"))
            again.setCursor(Qt.CursorShape.PointingHandCursor)
            again.clicked.connect(self.last_requested)
            layout.addWidget(again, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(4)
        self.show_opening("")

    def show_opening(self, name: str) -> None:
        """Say which photo is on its way, or invite again where it is empty."""
        self.title.setText(
            self.tr("Opening {name}…").format(name=name) if name else self.tr("Drop a dark photo here")
        )
        self._hint.setVisible(not name)
        self._opening = bool(name)

    def stop(self) -> None:
        """Make no more pictures of recent photos."""
        self._thread.stop()

    def minimumSizeHint(self) -> QSize:
        """It has all of the window, and asks nothing of it while a photo is shown in its place."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the picture makes way for what stands below it."""
        super().resizeEvent(event)
        room = self.height() - (_BELOW if self.recent else 0)
        self._picture.setMaximumHeight(min(max(room, _LEAST_PICTURE.height()), _PICTURE.height()))

    def showEvent(self, event: QShowEvent) -> None:
        """Make pictures of recent photos, unless one is on its way already."""
        super().showEvent(event)
        if not self._opening:
            self._thread.request([path for path, button in self.recent.items() if button.picture is None])

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at them."""
        super().hideEvent(event)
        self._thread.put_off()

    def _invitation(self) -> QHBoxLayout:
        """What can be done, beside what comes of it."""
        self.title = ElidedLabel("", mode=Qt.TextElideMode.ElideMiddle)
        self.title.setProperty("role", "title")
        # A file's name is no markup.
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._hint = QLabel(self.tr("It is brightened once; then you decide how its colours come back."))
        self._hint.setProperty("role", "hint")
        self._hint.setWordWrap(True)
        # Nothing moves when it is hidden.
        policy = self._hint.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._hint.setSizePolicy(policy)
        choose = QPushButton(self.tr("Open photo…"))
        choose.setProperty("primary", True)
        choose.clicked.connect(self.open_requested)
        sample = QPushButton(self.tr("Try the sample"))
        sample.clicked.connect(self.sample_requested)
        self._picture = BeforeAfter()
        self._picture.clicked.connect(self.sample_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(choose)
        buttons.addWidget(sample)
        buttons.addStretch(1)
        lock = QLabel()
        lock.setPixmap(qtawesome.icon("mdi6.lock-outline", color=Colors.faint).pixmap(16, 16))
        private = QLabel(self.tr("Nothing leaves your computer."))
        private.setProperty("role", "hint")
        private.setWordWrap(True)
        promise = QHBoxLayout()
        promise.setSpacing(6)
        promise.addWidget(lock)
        promise.addWidget(private, 1)
        beside = QWidget()
        beside.setFixedWidth(_WORDS)
        words = QVBoxLayout(beside)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(12)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self._hint)
        words.addLayout(buttons)
        words.addLayout(promise)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(32)
        row.addStretch(1)
        row.addWidget(beside)
        row.addWidget(self._picture, 8)
        row.addStretch(1)
        return row

    def _recent_button(self, path: Path, recent: list[Path]) -> StyleButton:
        """Two files of one name are told apart by their folders."""
        alike = Counter(other.name for other in recent)
        name = path.name if alike[path.name] == 1 else f"{path.parent.name}/{path.name}"
        button = StyleButton("", as_tip(str(path)))
        button.caption = name
        button.setAccessibleName(name)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.recent_requested.emit(path))
        return button

    def _show_thumbnail(self, thumbnail: Thumbnail) -> None:
        self.recent[thumbnail.path].set_picture(thumbnail.picture)


def _read(name: str, ratio: float) -> QImage:
    """A picture of the sample's, no larger than it is shown."""
    reader = QImageReader(str(_SAMPLE / name))
    size = reader.size().scaled(_PICTURE * ratio, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    reader.setScaledSize(size)
    return reader.read()
