"""The thread of a batch, with an engine of its own.

The engine's thread of the window serves one request at a time and lets only few kinds pass in between: a
batch of hours there would hold back exports, details at full size and thumbnails, and the writing of a large
PNG would hold back the sliders. A second network is a few megabytes. The thread runs at low priority, so that
the hand on a slider comes first.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from app.widgets.messages import told
from app.worker.priority import step_back
from ccnet_core.batch import BatchJob, BatchProgress, BatchReport, run_batch
from ccnet_core.batch.report import by_photo
from ccnet_core.batch.run import ReadAdjustments
from ccnet_core.photo import PhotoError

if TYPE_CHECKING:
    from ccnet_core.engine import Engine

_log = logging.getLogger(__name__)
_PROGRESS_SECONDS = 0.05


class BatchThread(QThread):
    """Does a job.

    Signals:
        progressed: a :class:`ccnet_core.batch.BatchProgress`.
        reported: the :class:`ccnet_core.batch.BatchReport`, at the end.
        failed: why nothing could be done.
    """

    progressed = Signal(object)
    reported = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        job: BatchJob,
        load_engine: Callable[[], Engine],
        read_adjustments: ReadAdjustments,
        parent: QObject | None = None,
        *,
        series: bool = False,
    ) -> None:
        """Prepare the thread.

        Args:
            job: what to do.
            load_engine: called in the thread.
            read_adjustments: where a photo's own adjustments are; called in the thread.
            parent: the owner.
            series: whether the photos are frames that follow each other.
        """
        super().__init__(parent)
        self.setObjectName("batch")
        self._job, self._load_engine, self._read_adjustments = job, load_engine, read_adjustments
        self._series = series
        self._cancelled = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Stop at the next chance; the report follows."""
        self._cancelled.set()

    def run(self) -> None:
        """The thread: the batch."""
        from ccnet_core.batch.series import plan_series
        from ccnet_core.engine import Cancelled
        from ccnet_core.network import WeightsError

        step_back()
        try:
            engine, job = self._load_engine(), self._job
            if self._series:
                job = plan_series(job, engine, self._watch, self._read_adjustments).job
            self.reported.emit(by_photo(run_batch(job, engine, self._watch, self._read_adjustments)))
        except Cancelled:
            # Before anything was begun.
            count = len(self._job.sources)
            self.reported.emit(BatchReport((), cancelled=True, not_begun=count))
        except (PhotoError, WeightsError) as error:
            self.failed.emit(told(error))
        except Exception as error:
            _log.exception("the batch failed")
            self.failed.emit(f"{type(error).__name__}: {error}")

    def _watch(self, progress: BatchProgress) -> None:
        from ccnet_core.engine import Cancelled

        now = time.monotonic()
        if progress.outcome is not None or progress.share == 0 or now - self._told > _PROGRESS_SECONDS:
            self._told = now
            self.progressed.emit(progress)
        if self._cancelled.is_set():
            raise Cancelled
