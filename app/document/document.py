"""The open photo, what the person decided about it, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoGroup, QUndoStack

from app.document.photo_key import Source, photo_key, photo_source
from app.document.step import Step
from ccnet_core.adjustments import Adjustments
from ccnet_core.photo import Photo


@dataclass(frozen=True, slots=True, eq=False)
class Undoing:
    """A step of a photo's history that may be taken back from outside.

    Attributes:
        key: of the photo.
        history: its history.
        index: how many steps are done once this one is.
    """

    key: Source
    history: QUndoStack
    index: int


class Document(QObject):
    """A photo and its adjustments with unlimited undo. Changing adjustments never touches the photo.

    Each photo has a history of its own, which is there again when it is opened again.

    Attributes:
        histories: the undo stacks of all photos; that of the open one is active.

    Signals:
        adjustments_changed: the new value, whatever changed it.
    """

    adjustments_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.histories = QUndoGroup(self)
        self._history = self._new_history()
        self._kept: dict[Source, tuple[QUndoStack, Adjustments]] = {}
        self._keeps = True
        self._photo: Photo | None = None
        # Of the open photo, as it was when it was opened: a link may lead elsewhere later.
        self._key: Source | None = None
        self._photo_id = 0
        self._adjustments = Adjustments()

    @property
    def history(self) -> QUndoStack:
        """The undo stack of the open photo; one step per decision, a whole drag being one."""
        return self._history

    @property
    def photo(self) -> Photo | None:
        """The open photo; None before the first, and where none that is left can be opened."""
        return self._photo

    @property
    def photo_id(self) -> int:
        """The id of the request that opened it, or closed the one before; 0 before the first."""
        return self._photo_id

    @property
    def adjustments(self) -> Adjustments:
        """The current value."""
        return self._adjustments

    def adjustments_of(self, photo: Photo) -> Adjustments:
        """What is decided about a photo that is open, or was; the defaults where it never was."""
        key = photo_key(photo_source(photo))
        if key == self._key:
            return self._adjustments
        _, left = self._kept.get(key, (None, Adjustments()))
        return left

    def has_open(self, source: Source) -> bool:
        """Whether a photo is the open one, by whatever name."""
        return photo_key(source) == self._key

    def open(self, photo_id: int, photo: Photo, adjustments: Adjustments) -> None:
        """Another photo takes the open one's place.

        Its history goes on where it was left; it begins anew where ``adjustments`` are others than then.
        """
        self._put_history_away()
        self._photo_id = photo_id
        self._photo, self._key = photo, photo_key(photo_source(photo))
        history, left = self._kept.pop(self._key, (None, None))
        if history is not None and left != adjustments:
            self._drop(history)
            history = None
        self._history = history or self._new_history()
        self._history.setActive()
        self._set_adjustments(adjustments)

    def close(self, photo_id: int) -> None:
        """No photo is open any more; what was asked for before ``photo_id`` comes too late."""
        self._put_history_away()
        self._photo_id = photo_id
        self._photo = self._key = None
        self._history = self._new_history()
        self._set_adjustments(Adjustments())

    def forget(self, source: Source) -> None:
        """The history of a photo is not wanted any more; that of the open one ends when another is open."""
        key = photo_key(source)
        if key == self._key:
            self._keeps = False
        history, _ = self._kept.pop(key, (None, None))
        if history is not None:
            self._drop(history)

    def _put_history_away(self) -> None:
        """Put the history of the open photo away, for when it is opened again."""
        if self._key is not None and self._keeps:
            self._kept[self._key] = (self._history, self._adjustments)
        else:
            self._drop(self._history)
        self._keeps = True

    def _new_history(self) -> QUndoStack:
        history = QUndoStack(self)
        self.histories.addStack(history)
        history.setActive()
        return history

    def _drop(self, history: QUndoStack) -> None:
        self.histories.removeStack(history)
        history.deleteLater()

    def change(self, adjustments: Adjustments, text: str, merge: int = -1) -> None:
        """Decide.

        Args:
            adjustments: the new value.
            text: what the step is called in the history.
            merge: steps in a row with the same number from 0 become one; -1 stands alone.
        """
        if adjustments != self._adjustments:
            self.history.push(
                Step(partial(self._set_of, self._key), self._adjustments, adjustments, text, merge)
            )

    def change_of(self, source: Source, before: Adjustments, after: Adjustments, text: str) -> Undoing:
        """Decide about a photo that is not open, in its own history.

        Args:
            source: the photo.
            before: what is decided about it now; its history begins anew where that is not what it led to.
            after: what is to be.
            text: what the step is called in the history.
        """
        key = photo_key(source)
        history, left = self._kept.get(key, (None, None))
        if history is not None and left != before:
            self._drop(history)
            history = None
        if history is None:
            history = QUndoStack(self)
            self.histories.addStack(history)
        self._kept[key] = (history, before)
        history.push(Step(partial(self._set_of, key), before, after, text, -1))
        return Undoing(key, history, history.index())

    def undoing(self) -> Undoing:
        """The last step of the open photo, which may be taken back from outside."""
        assert self._key is not None
        return Undoing(self._key, self._history, self._history.index())

    def undo_of(self, step: Undoing) -> Adjustments | None:
        """Take a step of :meth:`change_of` back, if it still is the last of its photo; gives what is then."""
        is_open = step.key == self._key
        history = self._history if is_open else self._kept.get(step.key, (None, None))[0]
        if history is not step.history or history.index() != step.index:
            return None
        history.undo()
        return self._adjustments if is_open else self._kept[step.key][1]

    def _set_of(self, key: Source | None, adjustments: Adjustments) -> None:
        """Whatever is open by now, as a step may be taken back from outside."""
        if key == self._key or key is None:
            self._set_adjustments(adjustments)
        else:
            self._kept[key] = (self._kept[key][0], adjustments)

    def _set_adjustments(self, adjustments: Adjustments) -> None:
        self._adjustments = adjustments
        self.adjustments_changed.emit(adjustments)
