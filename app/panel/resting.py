"""Where the pointer or the keyboard rests, once it rests."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

_REST_MS = 120
"""Long enough to pass over things on the way to others."""


class Resting(QObject):
    """Tells what is rested on, and that nothing is any more; going from one to the next tells only the next.

    Signals:
        changed: what is rested on now; None for nothing.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: object = None
        self._told: object = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._emit_change)

    def rest_on(self, what: object) -> None:
        """The pointer or the keyboard is here now; None for elsewhere."""
        self._wanted = what
        if what == self._told:
            self._timer.stop()
        else:
            self._timer.start()

    def end(self) -> None:
        """Nothing is looked at, wherever the pointer is, until it comes anew."""
        self._timer.stop()
        self._wanted = None
        self._emit_change()

    def _emit_change(self) -> None:
        if self._wanted != self._told:
            self._told = self._wanted
            self.changed.emit(self._told)
