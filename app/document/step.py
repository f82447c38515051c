"""One step of a history: from a value to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

T = TypeVar("T")


class Step(QUndoCommand, Generic[T]):
    """From a value to another, and back."""

    def __init__(self, take: Callable[[T], None], before: T, after: T, text: str, merge: int) -> None:
        """Begin undone.

        Args:
            take: makes a value the current one.
            before: the value that there was.
            after: the value that there shall be.
            text: what the step is called.
            merge: steps in a row with the same number from 0 become one; -1 stands alone.
        """
        super().__init__(text)
        self._take, self._before, self._after, self._merge = take, before, after, merge

    def id(self) -> int:
        """Steps with the same id merge."""
        return self._merge

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the end of a step of the same drag."""
        if not isinstance(other, Step) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setText(other.text())
        # A drag that ends where it began decided nothing.
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Apply."""
        self._take(self._after)

    def undo(self) -> None:
        """Take back."""
        self._take(self._before)
