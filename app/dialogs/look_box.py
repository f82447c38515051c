"""The choice of what all photos of a batch are made to look like."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.widgets.messages import named
from ccnet_core.adjustments import Adjustments
from ccnet_core.presets import Preset
from ccnet_core.styles import Style

_OWN, _WINDOW, _NONE = "own", "window", "none"
_PRESET, _STYLE = "preset:", "style:"
"""What keys of presets and styles begin with; their names follow."""
_EARLIER = {"0": _WINDOW, "1": _OWN}
"""Keys of versions that knew these two alone."""
_ROWS = 20


class LookBox(QComboBox):
    """Each photo's own adjustments, those of the window, none, or those of a preset or a built-in style.

    What was chosen stays so when it is deleted or renamed: it is for the person to say what takes its place.

    Signals:
        decided: something else is chosen, or what is chosen went or came back.
    """

    decided = Signal()

    def __init__(
        self,
        in_window: Callable[[], Adjustments],
        presets: Callable[[], Sequence[Preset]],
        styles: Sequence[Style],
        parent: QWidget | None = None,
    ) -> None:
        """Begin with each photo's own.

        Args:
            in_window: the adjustments of the window at this moment.
            presets: the person's at this moment; see :meth:`refresh`.
            styles: the built-in ones.
            parent: the owner.
        """
        super().__init__(parent)
        self._in_window, self._presets, self._styles = in_window, presets, styles
        self._looks: dict[str, Adjustments] = {}
        self.setMaxVisibleItems(_ROWS)
        self.refresh()
        self.currentIndexChanged.connect(self.decided)

    @property
    def key(self) -> str:
        """What is chosen, to be kept for the next time."""
        return str(self.currentData())

    def choose(self, key: str) -> None:
        """Choose what a key stands for, though it be gone; each photo's own where it stands for nothing."""
        key = _EARLIER.get(key, key)
        if self.findData(key) < 0:
            self._add_gone(key)
        self.setCurrentIndex(max(0, self.findData(key)))

    @property
    def gone(self) -> bool:
        """Whether the preset or style that is chosen is not there any more: there are no adjustments."""
        return self.key not in (_OWN, _WINDOW, _NONE, *self._looks)

    @property
    def own(self) -> bool:
        """Whether a photo's own adjustments count, where it has any."""
        return self.key == _OWN

    @property
    def adjustments(self) -> Adjustments:
        """Those of all photos, at this moment."""
        return self._in_window() if self.key == _WINDOW else self._looks.get(self.key, Adjustments())

    def refresh(self) -> None:
        """Offer what there is now, as presets come and go; what was chosen stays so."""
        chosen, was_gone = self.key, self.gone
        with QSignalBlocker(self):
            self._list_looks(chosen)
        if self.gone != was_gone:
            self.decided.emit()

    def _list_looks(self, chosen: str) -> None:
        self.clear()
        self._looks.clear()
        self.addItem(self.tr("Each photo's own"), _OWN)
        self.addItem(self.tr("As in the window now"), _WINDOW)
        self.addItem(self.tr("None: brighten only"), _NONE)
        text = self.tr("Preset: {name}")
        self._add_looks(
            {
                _PRESET + preset.name: (text.format(name=preset.name), preset.adjustments)
                for preset in self._presets()
            }
        )
        text = self.tr("Style: {name}")
        self._add_looks(
            {
                _STYLE + style.name: (
                    text.format(name=named(style.name)),
                    Adjustments(references=(style.reference(),)),
                )
                for style in self._styles
            }
        )
        self.choose(chosen)

    def _add_gone(self, key: str) -> None:
        """One that cannot be used."""
        for kind, text in (
            (_PRESET, self.tr("Preset: {name} (gone)")),
            (_STYLE, self.tr("Style: {name} (gone)")),
        ):
            if key.startswith(kind):
                self.insertSeparator(self.count())
                self.addItem(text.format(name=key.removeprefix(kind)), key)

    def _add_looks(self, looks: dict[str, tuple[str, Adjustments]]) -> None:
        """Further choices, apart from those before."""
        if looks:
            self.insertSeparator(self.count())
        for key, (text, adjustments) in looks.items():
            self.addItem(text, key)
            self._looks[key] = adjustments
