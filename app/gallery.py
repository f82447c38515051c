"""Thumbnails to choose styles from, each rendered on the person's own photo."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from app.theme import Colors

_COLUMNS = 3
_THUMBNAIL = QSize(88, 62)
_CAPTION = 19


class StyleButton(QAbstractButton):
    """A style as a picture with its name; checked while the photo follows it.

    Signals:
        chosen: it was clicked, and whether Ctrl was held to mix it with the others.
    """

    chosen = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(name)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(self.tr("{name}: click to follow, Ctrl-click to mix with others").format(name=name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._picture: QImage | None = None
        self._mixing = False
        self.clicked.connect(lambda: self.chosen.emit(self._mixing))

    def set_picture(self, picture: QImage | None) -> None:
        """Show the photo in this style; None while it is not known."""
        self._picture = picture
        self.update()

    @property
    def picture(self) -> QImage | None:
        """What is shown."""
        return self._picture

    def sizeHint(self) -> QSize:
        """Thumbnail and caption."""
        return _THUMBNAIL + QSize(0, _CAPTION)

    def nextCheckState(self) -> None:
        """The window decides what is checked, by the adjustments."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember whether Ctrl was held."""
        self._mixing = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mouseReleaseEvent(event)
        self._mixing = False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Thumbnail, frame, caption."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(QPointF(1, 1), QRectF(0, 0, _THUMBNAIL.width() - 2, _THUMBNAIL.height() - 2).size())
        outline = QPainterPath()
        outline.addRoundedRect(frame, 4, 4)
        painter.fillPath(outline, Colors.raised)
        if self._picture is not None:
            painter.setClipPath(outline)
            painter.drawImage(frame, self._picture, cover(self._picture, frame))
            painter.setClipping(False)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            painter.setPen(QPen(Colors.accent if self.isChecked() else Colors.faint, 2))
            painter.drawPath(outline)
        painter.setPen(Colors.text if self.isEnabled() else Colors.disabled)
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        caption = QRectF(0, _THUMBNAIL.height(), self.width(), _CAPTION)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, text)


class Gallery(QWidget):
    """A grid of styles.

    Signals:
        chosen: the index of a style that was clicked, and whether to mix it with the others.
    """

    chosen = Signal(int, bool)

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.buttons: list[StyleButton] = []
        for index, name in enumerate(names):
            button = StyleButton(name, self)
            button.chosen.connect(lambda mix, i=index: self.chosen.emit(i, mix))
            layout.addWidget(button, index // _COLUMNS, index % _COLUMNS)
            self.buttons.append(button)
        layout.setColumnStretch(_COLUMNS, 1)

    def set_checked(self, names: set[str]) -> None:
        """Mark the styles that are followed."""
        for button in self.buttons:
            button.setChecked(button.text() in names)

    def clear_pictures(self) -> None:
        """Another photo is open: its thumbnails are not made yet."""
        for button in self.buttons:
            button.set_picture(None)


def cover(picture: QImage, frame: QRectF) -> QRectF:
    """The central part of a picture that fills a frame."""
    factor = min(picture.width() / frame.width(), picture.height() / frame.height())
    part = QRectF(0, 0, frame.width() * factor, frame.height() * factor)
    part.moveCenter(QRectF(picture.rect()).center())
    return part
