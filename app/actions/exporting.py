"""What leaves the window as files: one photo exported, or many by the batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.actions.presets import Presets
from app.dialogs.batch import BatchDialog
from app.dialogs.export import ExportDialog
from app.dialogs.export_queue import ExportQueue
from app.dialogs.last_export import first_options, remember_options
from app.dialogs.look_box import LookBox
from app.dialogs.preferences import PreferenceKeeper
from app.document.written_files import WrittenFiles
from app.studio import Studio
from app.widgets.dialog import Question, passing, short_name
from app.widgets.messages import photo_name, translated
from app.widgets.notice import Notice
from app.widgets.numbers import decimal
from app.widgets.showing import show_folder
from app.worker.requests import Exported, Progressed
from ccnet_core.adjustments import Adjustments
from ccnet_core.canonical import canonical_paths
from ccnet_core.develop import OneRendering
from ccnet_core.photo import ExportOptions
from ccnet_core.photo.pages import file_of
from ccnet_core.styles import Style

if TYPE_CHECKING:
    from ccnet_core.engine import Engine


class Exporting(QObject):
    """Asks how to export, and tells what became of it.

    Signals:
        batch_progressed: how far the batch is, in a few words; empty when none runs.
    """

    batch_progressed = Signal(str)

    def __init__(
        self,
        studio: Studio,
        preferences: PreferenceKeeper,
        notice: Notice,
        load_engine: Callable[[], Engine],
        listed: Callable[[], Sequence[Path]],
        shown: Callable[[], Sequence[Path]],
        photo_folder: Callable[[], str],
        photo_filter: str,
        presets: Presets,
        styles: Sequence[Style],
        settings: QSettings,
        window: QWidget,
    ) -> None:
        """Export nothing yet.

        Args:
            studio: writes the open photo.
            preferences: what an export begins with.
            notice: tells what was written.
            load_engine: makes the engine of a batch, as the one of the window is then.
            listed: the photos of the filmstrip.
            shown: those of them that it shows.
            photo_folder: where the batch's file dialogs begin.
            photo_filter: of the same.
            presets: the person's, for a batch to follow.
            styles: the built-in ones, likewise.
            settings: where the choices of the last export and the last batch are kept.
            window: over which dialogs open.
        """
        super().__init__(window)
        self._studio, self._preferences, self._notice = studio, preferences, notice
        self._load_engine, self._listed, self._shown = load_engine, listed, shown
        self._photo_folder, self._photo_filter = photo_folder, photo_filter
        self._presets, self._styles = presets, styles
        self._settings, self._window = settings, window
        self._written = WrittenFiles(settings)
        self._batch: BatchDialog | None = None
        # What was asked for, as long as it runs.
        self._tasks: dict[int, Path] = {}
        self._queue: ExportQueue | None = None
        self._question: Question | None = None
        self._told = ""
        studio.exported.connect(self._show_written)
        studio.export_cancelled.connect(self._show_cancelled)
        # What is asked while something is being made holds as long as that lasts.
        for ended in (studio.exported, studio.export_cancelled, studio.copied):
            ended.connect(self._update_question)
        studio.not_made.connect(self._reject_question)
        studio.not_made.connect(self._note_failures)
        studio.progressed.connect(self._show_share)

    @property
    def running(self) -> bool:
        """Whether an export or a batch is under way."""
        return self._studio.exporting or (self._batch is not None and self._batch.running)

    def export(self) -> None:
        """Ask how, then export."""
        photo = self._studio.document.photo
        if photo is None or not self._studio.ready:
            return
        begin = first_options(self._settings, self._preferences.current, photo)
        under_way = canonical_paths(self._studio.export_targets)
        listed = canonical_paths(map(file_of, self._listed()))
        geometry = self._studio.document.adjustments.geometry
        with passing(ExportDialog(photo, begin, self._window, under_way, listed, geometry)) as dialog:
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            targets = dialog.targets
        if self._studio.document.photo is photo:
            sizes = [options.long_side for _, options in targets if options.long_side is not None]
            once = OneRendering(max(sizes)) if len(targets) > 1 else None
            for target, options in reversed(targets):
                self.export_to(target, options, once)
        else:
            self._notice.show_error(
                self.tr("Another photo was opened meanwhile; {name} was not exported.").format(
                    name=photo_name(photo)
                )
            )

    def export_to(self, path: Path, options: ExportOptions, once: OneRendering | None = None) -> None:
        """Export the picture as it is now; what several sizes share is rendered once."""
        photo = self._studio.document.photo
        if photo is not None:
            remember_options(self._settings, self._preferences.current, photo, options)
        # What is written already is not to be taken for what is about to be.
        self._notice.dismiss(self._told)
        task = self._studio.export(path, options, once)
        self._tasks[task] = path
        self.queue.add(task, path)

    @property
    def queue(self) -> ExportQueue:
        """The exports of this window; hidden until it is asked for."""
        if self._queue is None:
            self._queue = ExportQueue(self._window)
            self._queue.cancel_requested.connect(self._studio.cancel)
        return self._queue

    def show_queue(self) -> None:
        """Show what was exported, and what is being."""
        self.queue.show()
        self.queue.raise_()
        self.queue.activateWindow()

    def _show_share(self, progress: Progressed) -> None:
        if progress.id in self._tasks:
            self.queue.show_share(progress.id, progress.share)

    def _note_failures(self) -> None:
        """What is not under way any more, and was neither written nor cancelled, has failed."""
        under_way = set(self._studio.export_tasks)
        for task in [task for task in self._tasks if task not in under_way]:
            del self._tasks[task]
            self.queue.finish(task, done=False)

    def show_batch(self) -> None:
        """Show what brightens many photos; the window goes on working beside it."""
        if self._batch is None:
            looks = LookBox(
                lambda: self._studio.document.adjustments.of_any_photo,
                lambda: self._presets.all,
                self._styles,
            )
            self._presets.changed.connect(looks.refresh)
            self._batch = BatchDialog(
                self._load_engine,
                looks,
                self._unsaved_adjustments,
                self._shown,
                lambda: self._preferences.current.preview_pixels,
                self._photo_folder,
                self._photo_filter,
                self._settings,
                self._window,
            )
            self._batch.progressed.connect(self._show_batch_progress)
            self._batch.ended.connect(self._show_batch_end)
        self._batch.show()
        self._batch.raise_()
        self._batch.activateWindow()

    def may_stop(self) -> bool:
        """Whether the window may be closed: where something is still being made, the person is asked."""
        return not (self.running or self._studio.copying) or self._confirm_stop()

    def stop(self) -> None:
        """Stop a batch that runs, and wait for it."""
        if self._batch is not None:
            self._batch.stop()

    def _confirm_stop(self) -> bool:
        with passing(Question("", "", self.tr("Stop and close"), "", self._window)) as question:
            self._question = question
            self._word_question(question)
            try:
                return question.exec() == QDialog.DialogCode.Accepted
            finally:
                self._question = None

    def _word_question(self, question: Question) -> None:
        """Name what is not finished at this moment."""
        if self.running:
            question.setWindowTitle(self.tr("Export under way"))
            question.keep.setText(self.tr("Keep exporting"))
        else:
            question.setWindowTitle(self.tr("Copy under way"))
            question.keep.setText(self.tr("Keep copying"))
        files = [short_name(path.name, question) for path in self._studio.export_targets]
        copying, texts = self._studio.copying, []
        if len(files) == 1:
            texts.append(self.tr("{name} is not written yet.").format(name=files[0]))
        elif files:
            texts.append(self.tr("Not written yet: {names}").format(names=", ".join(files)))
        if self._batch is not None and self._batch.running:
            texts.append(self.tr("The batch is not finished."))
        if copying is not None:
            name = short_name(photo_name(copying), question)
            texts.append(self.tr("{name} is not on the clipboard yet.").format(name=name))
        question.text.setText("\n".join(texts))

    def _update_question(self) -> None:
        """Something has ended well: where that was all, the window is closed as was asked."""
        if self._question is not None:
            if self.running or self._studio.copying:
                self._word_question(self._question)
            else:
                self._question.accept()

    def _reject_question(self) -> None:
        """What was waited for has failed: the window stays, which shows why."""
        if self._question is not None:
            self._question.reject()

    def _unsaved_adjustments(self) -> Mapping[Path, Adjustments]:
        """What cannot be read beside the photos; the current value is saved there, if it can be."""
        self._studio.autosave.flush()
        return self._studio.autosave.unsaved

    def _show_cancelled(self, path: Path) -> None:
        for task in [task for task, other in self._tasks.items() if other == path]:
            if task not in self._studio.export_tasks:
                del self._tasks[task]
                self.queue.finish(task, done=False, cancelled=True)
        self._told = self.tr("The export of {name} was cancelled. Nothing was written.").format(
            name=path.name
        )
        self._notice.show_message(self._told)

    def _show_written(self, exported: Exported) -> None:
        self._written.remember(exported.path)
        if self._tasks.pop(exported.id, None) is not None:
            self.queue.finish(exported.id, done=True)
        self._told = self.tr("Exported {name} ({seconds} s)").format(
            name=exported.path.name, seconds=decimal(exported.seconds, 1)
        )
        if exported.notices:
            self._told += " " + " ".join(map(translated, exported.notices))
        self._notice.show_message(
            self._told,
            self.tr("Show folder"),
            lambda: show_folder(exported.path),
        )

    def _show_batch_progress(self, number: int, count: int) -> None:
        self.batch_progressed.emit(self.tr("Batch: {number} of {count}").format(number=number, count=count))

    def _show_batch_end(self, message: str, well: bool) -> None:
        """Where the batch itself tells it, nothing needs to be said twice."""
        self.batch_progressed.emit("")
        if self._batch is not None and not self._batch.isVisible():
            self._notice.show_message(
                self.tr("Batch: {message}").format(message=message), self.tr("Show"), self.show_batch
            )
        if well:
            self._update_question()
        else:
            self._reject_question()
