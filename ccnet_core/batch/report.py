"""What a batch tells: how far it is, and what became of each photo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from ccnet_core.batch.job import BatchJob


class State(StrEnum):
    """What became of a photo."""

    WRITTEN = "written"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one photo.

    Attributes:
        source: the photo's file.
        state: what became of it.
        output: the result's file, if there is one.
        reason: why it was skipped or failed, fit to show; empty if it was written.
        seconds: how long that took.
        notices: what the person should know of how it was read and written, each a sentence.
        stops: whether what made it fail would make all others fail: the folder takes no more files.
    """

    source: Path
    state: State
    output: Path | None = None
    reason: str = ""
    seconds: float = 0.0
    notices: tuple[str, ...] = ()
    stops: bool = False


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a batch is.

    Attributes:
        index: of the source this is about, from 0.
        share: how far that photo is, 0 to 1.
        whole: how far the batch is, 0 to 1.
        outcome: what became of the photo, or of one of its sizes, once that is known.
    """

    index: int
    share: float
    whole: float
    outcome: Outcome | None = None


Watch = Callable[[BatchProgress], None]
"""Called several times a second; raises :class:`ccnet_core.engine.Cancelled` to stop the batch."""


def ignore(progress: BatchProgress) -> None:
    """A watch that does not look."""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a batch.

    Attributes:
        outcomes: of the photos that were come to, in the order of the sources; of each size one, in theirs.
        cancelled: whether it was stopped before the end, by the person or since nothing can be written.
        notices: what the person should know of the engine, such as a fall back to the CPU.
        not_begun: how many photos were not come to; each size counts.
    """

    outcomes: tuple[Outcome, ...]
    cancelled: bool = False
    notices: tuple[str, ...] = ()
    not_begun: int = 0

    def having(self, state: State) -> tuple[Outcome, ...]:
        """The photos of which this became."""
        return tuple(outcome for outcome in self.outcomes if outcome.state is state)


def by_photo(report: BatchReport) -> BatchReport:
    """Of each photo what is worst of its sizes."""
    worst: dict[Path, Outcome] = {}
    order = (State.SKIPPED, State.WRITTEN, State.FAILED)
    for outcome in report.outcomes:
        before = worst.get(outcome.source)
        if before is None or order.index(outcome.state) >= order.index(before.state):
            worst[outcome.source] = outcome
    return replace(report, outcomes=tuple(worst.values()))


class Tally:
    """Counts what a run has done, and tells the watch. Results are known by their numbers."""

    def __init__(self, job: BatchJob, watch: Watch) -> None:
        self._watch = watch
        self._sizes = job.count_of_sizes
        self._count = len(job.indices) * self._sizes
        self._done = 0.0
        self._shares: dict[int, float] = {}
        self._outcomes: dict[int, Outcome] = {}
        self._notices: list[str] = []

    def progress(self, number: int, share: float) -> None:
        """A result is so far."""
        self._set(number, share)
        self._tell(number)

    def finish(self, number: int, outcome: Outcome, notices: list[str]) -> None:
        """A result is done."""
        self._set(number, 1.0)
        self._outcomes[number] = outcome
        self._notices += [notice for notice in notices if notice not in self._notices]
        self._tell(number, outcome)

    def report(self, *, cancelled: bool = False) -> BatchReport:
        """What was done so far."""
        outcomes = tuple(outcome for _, outcome in sorted(self._outcomes.items()))
        not_begun = self._count - len(outcomes)
        return BatchReport(outcomes, cancelled, tuple(self._notices), not_begun)

    def _tell(self, number: int, outcome: Outcome | None = None) -> None:
        index = number // self._sizes
        first = index * self._sizes
        shares = [self._shares.get(other, 0.0) for other in range(first, first + self._sizes)]
        self._watch(BatchProgress(index, sum(shares) / self._sizes, self._whole, outcome))

    def _set(self, number: int, share: float) -> None:
        # Of a million photos not all are added up each time.
        self._done += share - self._shares.get(number, 0.0)
        self._shares[number] = share

    @property
    def _whole(self) -> float:
        # Sums of shares are not exact.
        if len(self._outcomes) == self._count:
            return 1.0
        return min(self._done / self._count, 1.0)
