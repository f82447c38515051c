"""Saves what is decided about the open photo in its sidecar, without being asked."""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance

from app.document.document import Document
from app.document.photo_key import Source
from app.widgets.messages import told
from ccnet_core.adjustments import Adjustments
from ccnet_core.canonical import canonical_path
from ccnet_core.photo import Photo
from ccnet_core.sidecar import (
    Notes,
    SidecarError,
    change_notes,
    read_sidecar,
    read_whole_sidecar,
    sidecar_path,
    write_sidecar,
)
from ccnet_core.writer import Writer

_log = logging.getLogger(__name__)

_DELAY_MS = 1000
"""How long after the last change the sidecar is written."""
_LATEST_MS = 1800
"""How long after the first change that is not saved writing begins, however fast others follow.

So it has reached the disk two seconds after that change.
"""
_MOST_BESIDE = 9
"""The largest number of a sidecar that is looked for."""
_PATIENCE_SECONDS = 5.0
"""How long the window waits for a disk that does not answer."""


class _ChangedByOthersError(Exception):
    """What is there is not what this window wrote or found."""


class _RepairedError(Exception):
    """What could not be read can be read again, and is wanted."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was decided about a photo, as it was found where the photo was read.

    Attributes:
        decided: what it is to be shown with, unless something else is decided meanwhile.
        kept: what its sidecar holds; None without one.
        error: why that cannot be read.
        since: how many sidecars had been written when it was asked for.
        beside: the number of a sidecar beside that one, which holds something else, and what that is.
        notes: what is noted in its sidecar.
    """

    decided: Adjustments = field(default_factory=Adjustments)
    kept: Adjustments | None = None
    error: SidecarError | None = None
    since: int = 0
    beside: tuple[int, Adjustments] | None = None
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True, slots=True)
class _Task:
    """Adjustments to be written.

    Attributes:
        path: the photo's resolved path.
        adjustments: what was decided.
        known: what is to be there, as it was read or written last.
        number: of the sidecar.
        unreadable: whether what was there could not be read.
    """

    path: Path
    adjustments: Adjustments
    known: Adjustments | None
    number: int
    unreadable: bool


@dataclass(frozen=True, slots=True)
class _Result:
    """What became of a task.

    Attributes:
        task: with the number under which it was written.
        known: the adjustments as they are read from there.
        error: why they are not written.
        saved: whether they are.
        parted: whether others were found, and these are kept apart from now on.
    """

    task: _Task
    known: Adjustments | None = None
    error: SidecarError | None = None
    saved: bool = False
    parted: bool = False


class Autosave(QObject):
    """Keeps the sidecar of the open photo as the document is, and those of others as is decided here.

    A photo that is as it was found gets no sidecar, and pasted pictures never do. One that is changed back
    to the defaults keeps its own, with the defaults in it: that too is a decision, and no file of a person is
    ever removed. A sidecar that cannot be read is never written over. Where another window or program wrote
    one meanwhile, that stays, and what is decided here is kept in another file beside it. What cannot be
    saved is remembered while the program runs, and tried again whenever something else could be saved.

    Files are written in a thread of their own: no disk holds the window up.

    Signals:
        failed: why changes are not saved, and what to do; once a folder.
        unreadable: why the sidecar of a photo that is opened cannot be read, and what to do.
        saved: the photo whose sidecar was written, and whether that holds more than the defaults.
        parted: that somebody else changed the adjustments of a photo, and the photo's path.
        found_beside: that there are others of a photo that is opened, as two windows may have left them; the
            photo's path, and those adjustments.
        noted: the photo whose :class:`ccnet_core.sidecar.Notes` were changed, and these.
    """

    failed = Signal(str)
    unreadable = Signal(str)
    saved = Signal(Path, bool)
    parted = Signal(str, Path)
    found_beside = Signal(str, Path, object)
    noted = Signal(Path, object)
    _done = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._path: Path | None = None
        # As they were decided, and as they are read: paths of references may be spelt otherwise.
        self._saved: dict[Path, Adjustments] = {}
        self._known: dict[Path, Adjustments | None] = {}
        self._unsaved: dict[Path, Adjustments] = {}
        self._unreadable: set[Path] = set()
        self._apart: dict[Path, int] = {}
        self._told: set[Path] = set()
        # How many were written, and the number of the last one of each photo.
        self._writings = 0
        self._written: dict[Path, int] = {}
        self._writer = Writer("sidecars")
        self._ids = itertools.count()
        self._results: SimpleQueue[list[_Result]] = SimpleQueue()
        self._noted: SimpleQueue[tuple[Path, Notes | SidecarError]] = SimpleQueue()
        # What is to be written and what is being written, and whether to go on once that ended.
        self._due: set[Path] = set()
        self._writing: set[Path] = set()
        self._again = False
        self._timer, self._latest = QTimer(self), QTimer(self)
        for timer, interval in ((self._timer, _DELAY_MS), (self._latest, _LATEST_MS)):
            timer.setSingleShot(True)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.setInterval(interval)
            timer.timeout.connect(self.save)
        self._done.connect(self._receive_results)
        document.adjustments_changed.connect(self._save_later)

    @property
    def unsaved(self) -> Mapping[Path, Adjustments]:
        """What is decided about photos, by their resolved paths, and is not saved, or not yet."""
        return self._unsaved

    def finder(self, source: Source) -> Callable[[], Found]:
        """What finds the adjustments of a photo that is to be opened; it may be called in any thread."""
        if isinstance(source, Photo) and source.path is None:
            decided = self._document.adjustments_of(source)
            return lambda: Found(decided)
        file = source.path if isinstance(source, Photo) else source
        assert file is not None
        unsaved, apart, since = dict(self._unsaved), dict(self._apart), self._writings

        def find() -> Found:
            path = canonical_path(file)
            kept, error, notes = None, None, Notes()
            number = apart.get(path, 1)
            try:
                whole = read_whole_sidecar(path, number)
                kept = None if whole is None else whole.adjustments
                if number > 1:
                    # They are in the first in any case.
                    with contextlib.suppress(SidecarError):
                        whole = read_whole_sidecar(path)
                notes = Notes() if whole is None else whole.notes
            except SidecarError as problem:
                kept, error = None, problem
            decided = unsaved.get(path, kept or Adjustments())
            # This window's own may be apart: then the others are another window's, which is told already.
            beside = None if path in apart or error is not None else _find_beside(path, decided)
            return Found(decided, kept, error, since, beside, notes)

        return find

    def begin(self, photo: Photo, found: Found) -> Adjustments:
        """Save the photo before this one, and give this one's adjustments: what its document starts with.

        Args:
            photo: it was read.
            found: from :meth:`finder`; what was written since then is newer.
        """
        self.save()
        self._path = path = _kept_with(photo)
        if path is None:
            return self._document.adjustments_of(photo)
        if self._written.get(path, 0) > found.since:
            return self._unsaved.get(path, self._saved_of(path))
        self._saved.pop(path, None)
        if found.error is not None:
            self._unreadable.add(path)
            self._show_failure(
                self.unreadable,
                found.error,
                self.tr("It is left as it is; changes to this photo last only while the program runs."),
            )
        else:
            self._known[path] = found.kept
            if found.kept is not None:
                self._saved[path] = found.kept
                if path in self._unreadable:
                    # Repaired meanwhile: what it holds is wanted.
                    self._unsaved.pop(path, None)
            self._unreadable.discard(path)
        if found.beside is not None:
            number, adjustments = found.beside
            text = self.tr("Something else was decided about {name}, too, and is kept in {file}.").format(
                name=path.name, file=sidecar_path(path, number).name
            )
            self.found_beside.emit(text, path, adjustments)
        return self._unsaved.get(path, self._saved_of(path))

    def end(self) -> None:
        """Save the open photo; there is none any more."""
        self.save()
        self._path = None

    def save(self) -> None:
        """Begin to save what is not saved yet of the open photo; where that succeeds, of the others too."""
        self._look_at_open()
        self._write(all_of_them=False)

    def flush(self) -> None:
        """As :meth:`save`, and wait for it, though not without end."""
        self.save()
        self._wait()

    def save_all(self) -> None:
        """Try to save everything: :attr:`unsaved` is then what cannot be saved."""
        if self._wait():
            self._look_at_open()
            self._write(all_of_them=True)
            self._wait()

    def stop(self) -> None:
        """Write nothing any more."""
        if not self._writer.stop(0.0 if self._writing else _PATIENCE_SECONDS):
            _log.warning("the disk does not answer; what is being written is left to itself")

    def keep_beside(self) -> bool:
        """Begin to keep what is decided about the open photo beside it, as something else is to be decided.

        False where it cannot be begun, as the disk does not answer.
        """
        if not self._wait():
            return False
        path, adjustments = self._path, self._document.adjustments
        if path is not None and adjustments != Adjustments():
            task = _Task(path, adjustments, None, 1, unreadable=False)
            self._put([task], [], _attempt_beside)
        return True

    def decide(self, decided: Iterable[tuple[Path, Adjustments, Found | None]]) -> None:
        """Decide about photos that are not open, and begin to save that.

        Args:
            decided: of each its path, what is decided, and what was found there before; None where that is
                known, as this window wrote it.
        """
        for file, adjustments, found in decided:
            path = canonical_path(file)
            known = path in self._unsaved or path in self._writing
            if found is not None and not known and self._written.get(path, 0) <= found.since:
                self._known[path] = found.kept
                self._saved[path] = found.kept or Adjustments()
            self._unsaved[path] = adjustments
            self._due.add(path)
        self._write(all_of_them=False)

    def note(self, file: Path, change: Callable[[Notes], Notes]) -> None:
        """Begin to change the notes of a photo; told by ``noted`` once they are written.

        Args:
            file: the photo's.
            change: as of :func:`ccnet_core.sidecar.change_notes`; called in the thread that writes.
        """
        path = canonical_path(file)

        def work() -> None:
            try:
                self._noted.put((path, change_notes(path, change)))
            except SidecarError as error:
                self._noted.put((path, error))
            except Exception:
                _log.exception("the notes of %s stay as they are", path)
            # The window may be gone.
            with contextlib.suppress(RuntimeError):
                self._done.emit()

        self._writer.put(next(self._ids), work)

    def prefer_own(self, path: Path) -> None:
        """Let adjustments of this window that are kept apart be the photo's; the others are kept, too."""
        if not self._wait() or path not in self._apart:
            return
        self._look_at_open()
        own = self._unsaved.get(path, self._saved_of(path))
        self._unsaved[path] = own
        self._put(
            [_Task(path, own, self._known.get(path), self._apart[path], unreadable=False)], [], _exchange
        )

    def _look_at_open(self) -> None:
        """Note what is not saved of the open photo."""
        self._timer.stop()
        self._latest.stop()
        path, adjustments = self._path, self._document.adjustments
        if path is None:
            return
        if adjustments == self._saved_of(path) and path not in self._writing:
            self._unsaved.pop(path, None)
        else:
            self._unsaved[path] = adjustments
            self._due.add(path)

    def _saved_of(self, path: Path) -> Adjustments:
        return self._saved.get(path, Adjustments())

    def _write(self, *, all_of_them: bool) -> None:
        """Write what is due, and the rest where that succeeds; or all of it in any case."""
        if self._writing:
            self._again = True
            return
        tasks = [
            _Task(
                path,
                adjustments,
                self._known.get(path),
                self._apart.get(path, 1),
                unreadable=path in self._unreadable,
            )
            for path, adjustments in self._unsaved.items()
        ]
        first = [task for task in tasks if all_of_them or task.path in self._due]
        self._due.clear()
        if first:
            self._put(first, [task for task in tasks if task not in first], _attempt)

    def _put(self, first: list[_Task], others: list[_Task], attempt: Callable[[_Task], _Result]) -> None:
        self._writing |= {task.path for task in (*first, *others)}

        def work() -> None:
            results: list[_Result] = []
            try:
                results += _attempt_all(first, attempt)
                if any(result.saved for result in results):
                    results += _attempt_all(others, attempt)
            except Exception:
                # Whatever happens to one, it is tried again.
                _log.exception("sidecars are not written")
            self._results.put(results)
            # The window may be gone.
            with contextlib.suppress(RuntimeError):
                self._done.emit()

        self._writer.put(next(self._ids), work)

    def _wait(self) -> bool:
        """Wait for what is being written; False where the disk does not answer."""
        while self._writing:
            try:
                results = self._results.get(timeout=_PATIENCE_SECONDS)
            except Empty:
                _log.warning("the disk does not answer; sidecars are not written")
                return False
            self._note_results(results)
        return True

    def _receive_results(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                path, notes = self._noted.get_nowait()
                if isinstance(notes, SidecarError):
                    self._show_failure(self.failed, notes, self.tr("Flags and snapshots stay as they were."))
                else:
                    self.noted.emit(path, notes)
        with contextlib.suppress(Empty):
            while True:
                self._note_results(self._results.get_nowait())

    def _note_results(self, results: list[_Result]) -> None:
        self._writing.clear()
        for result in results:
            self._note_result(result)
        if self._again:
            self._again = False
            self.save()

    def _note_result(self, result: _Result) -> None:
        task, path = result.task, result.task.path
        if result.error is not None and not task.unreadable and path.parent not in self._told:
            self._told.add(path.parent)
            consequence = self.tr("Until then changes last only while the program runs.")
            self._show_failure(self.failed, result.error, consequence)
        if not result.saved:
            return
        self._writings += 1
        self._written[path] = self._writings
        self._saved[path], self._known[path] = task.adjustments, result.known
        if self._unsaved.get(path) == task.adjustments:
            del self._unsaved[path]
        self._unreadable.discard(path)
        self._told.discard(path.parent)
        if task.number == 1:
            self._apart.pop(path, None)
        else:
            self._apart[path] = task.number
        self.saved.emit(path, task.adjustments != Adjustments())
        if result.parted:
            text = self.tr(
                "{name} was changed in another window or program, too. What you decide here is kept beside "
                "it, in {file}."
            ).format(name=path.name, file=sidecar_path(path, task.number).name)
            _log.warning("%s", text)
            self.parted.emit(text, path)

    def _save_later(self) -> None:
        self._timer.start()
        if not self._latest.isActive():
            self._latest.start()

    def _show_failure(self, signal: SignalInstance, error: SidecarError, consequence: str) -> None:
        # Also to stderr: the window may be closing.
        _log.warning("%s", error)
        signal.emit(f"{told(error)} {consequence}")


def _attempt_all(tasks: list[_Task], attempt: Callable[[_Task], _Result]) -> list[_Result]:
    """Carry tasks out; of a folder that takes no file only the first is tried."""
    results: list[_Result] = []
    failed: set[Path] = set()
    for task in tasks:
        if task.path.parent not in failed:
            results.append(attempt(task))
            if results[-1].error is not None and not task.unreadable:
                failed.add(task.path.parent)
    return results


def _attempt(task: _Task) -> _Result:
    """Write adjustments, beside others where somebody else put them there."""

    def check(found: Adjustments | None) -> None:
        if found is None or found == task.adjustments:
            return
        if task.unreadable:
            raise _RepairedError
        # A photo that was only flagged meanwhile has a sidecar in which nothing is decided.
        if found != (task.known or Adjustments()):
            raise _ChangedByOthersError

    try:
        try:
            known = write_sidecar(task.path, task.adjustments, task.number, check)
            return _Result(task, known, saved=True)
        except _ChangedByOthersError:
            number, known = _write_apart(task.path, task.adjustments)
            return _Result(replace(task, number=number), known, saved=True, parted=True)
    except _RepairedError:
        return _Result(task)
    except SidecarError as error:
        return _Result(task, error=error)


def _attempt_beside(task: _Task) -> _Result:
    """Write adjustments beside those of a photo."""
    try:
        _write_apart(task.path, task.adjustments)
    except SidecarError as error:
        return _Result(task, error=error)
    return _Result(task)


def _find_beside(path: Path, decided: Adjustments) -> tuple[int, Adjustments] | None:
    """The first sidecar beside a photo's own that holds something else, of those that can be read."""
    for number in range(2, _MOST_BESIDE + 1):
        with contextlib.suppress(SidecarError):
            beside = read_sidecar(path, number)
            if beside is not None and beside != decided:
                return number, beside
    return None


def _exchange(task: _Task) -> _Result:
    """Write adjustments that are kept apart in place of the others, which are kept apart in turn."""
    try:
        others = read_sidecar(task.path)

        def check(found: Adjustments | None) -> None:
            if found != others:
                raise _ChangedByOthersError

        if others is not None:
            _write_apart(task.path, others)
        known = write_sidecar(task.path, task.adjustments, 1, check)
    except _ChangedByOthersError:
        return _Result(task)
    except SidecarError as error:
        return _Result(task, error=error)
    with contextlib.suppress(SidecarError, OSError):
        # What this window put there itself.
        if read_sidecar(task.path, task.number) == task.known:
            sidecar_path(task.path, task.number).unlink()
    return _Result(replace(task, number=1), known, saved=True)


def _write_apart(path: Path, adjustments: Adjustments) -> tuple[int, Adjustments]:
    """Write a photo's adjustments under the first number that is free, whoever else looks for one now.

    Gives the number, and what :func:`write_sidecar` gives.
    """
    for number in itertools.count(2):
        if not os.path.lexists(sidecar_path(path, number)):
            try:
                return number, write_sidecar(path, adjustments, number, overwrite=False)
            except SidecarError as error:
                if not isinstance(error.__cause__, FileExistsError):
                    raise
    raise AssertionError("there is a number for every sidecar")


def _kept_with(photo: Photo) -> Path | None:
    """The file whose sidecar keeps a photo's adjustments; none for what was pasted."""
    return None if photo.path is None else canonical_path(photo.path)
