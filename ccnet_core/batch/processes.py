"""Runs a batch in several processes, each with an engine of its own and a share of the threads.

One process alone decides about names and writes the record: the one that was started. The others compute, and
ask it over a pipe. So whichever of them is killed, at most its photo is lost to this run.
"""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from typing import Any, cast

from ccnet_core.batch.job import BatchJob
from ccnet_core.batch.ledger import FolderLedger
from ccnet_core.batch.record import Content, Made
from ccnet_core.batch.report import BatchReport, Outcome, State, Tally, Watch, ignore
from ccnet_core.messages import Message
from ccnet_core.photo import PhotoError
from ccnet_core.progress import Cancelled

_log = logging.getLogger(__name__)
_ENDING_SECONDS = 10
"""How long a process may take to finish the step it is at, once it is told to stop."""


class ProcessError(Exception):
    """A process could not begin to work; the message tells why, as a :class:`ccnet_core.messages.Message`."""


@dataclass(frozen=True, slots=True)
class _Setup:
    """What a process needs to know."""

    job: BatchJob
    weights: Path | None
    device: str
    threads: int


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    numbers: list[int] = field(default_factory=list)
    """The results it is to make: it is at the first."""
    ready: bool = False


def run_in_processes(
    job: BatchJob,
    processes: int,
    threads: int,
    weights: Path | None = None,
    device: str = "auto",
    watch: Watch = ignore,
) -> BatchReport:
    """Do a job as :func:`ccnet_core.batch.run_batch` does.

    Args:
        job: what to do.
        processes: how many compute at once, from 1.
        threads: of each process.
        weights: file of the network; None for the one that ships.
        device: what every engine computes on.
        watch: told how far the whole and each photo are; may stop the batch, what is written stays.

    Raises:
        PhotoError: the output folder cannot be made.
        ProcessError: no engine can be loaded.
    """
    ledger, tally = FolderLedger(job), Tally(job, watch)
    pool = _Pool(_Setup(job, weights, device, threads), processes, ledger, tally)
    try:
        with pool.running():
            pool.work()
    except Cancelled:
        return tally.report(cancelled=True)
    finally:
        ledger.close()
    return tally.report()


class _Pool:
    """The processes, seen from the one that leads them."""

    def __init__(self, setup: _Setup, processes: int, ledger: FolderLedger, tally: Tally) -> None:
        self._setup, self._processes, self._ledger, self._tally = setup, processes, ledger, tally
        # All sizes of a photo are one process's: it renders the largest, and reduces the others from it.
        self._waiting = deque([*setup.job.numbers_of(index)] for index in setup.job.indices)
        self._workers: dict[Connection, _Worker] = {}
        self._context: SpawnContext = get_context("spawn")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Leaves no process behind."""
        try:
            yield
        finally:
            # A process that finds its pipe closed stops at the next chance and leaves no file half written.
            for connection in self._workers:
                connection.close()
            for worker in self._workers.values():
                worker.process.join(_ENDING_SECONDS)
                if worker.process.is_alive():
                    worker.process.kill()
                    worker.process.join()

    def work(self) -> None:
        """Give out photos and answer questions until all is done."""
        while self._waiting or any(worker.numbers for worker in self._workers.values()):
            while len(self._workers) < min(self._processes, len(self._waiting) + len(self._workers)):
                self._start()
            for connection in wait(list(self._workers)):
                # What a pipe has, on Windows of another class.
                self._receive(cast(Connection, connection))

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        # Daemons end with their parent, whatever ends it.
        process = self._context.Process(target=_serve, args=(theirs, self._setup), daemon=True)
        process.start()
        theirs.close()
        self._workers[ours] = _Worker(process)

    def _receive(self, connection: Connection) -> None:
        worker = self._workers[connection]
        try:
            kind, *values = connection.recv()
        except (EOFError, OSError):
            self._bury(connection, worker)
            return
        if kind == "unusable":
            raise ProcessError(*values)
        if kind == "ready":
            worker.ready = True
            self._give_next(connection, worker)
        elif kind == "progress":
            self._tally.progress(worker.numbers[0], values[0])
        elif kind == "outcome":
            number = worker.numbers.pop(0)
            outcome, notices = values
            if outcome is None:
                # Another batch is at it.
                self._waiting.append([number])
            else:
                self._tally.finish(number, outcome, notices)
                if outcome.stops:
                    raise Cancelled
            if not worker.numbers:
                self._give_next(connection, worker)
        else:
            _send(connection, self._answer(kind, values))

    def _answer(self, question: str, values: list[Any]) -> tuple[object, Exception | None]:
        """The ledger's answer, or the error it raised: its photo fails, and no other."""
        questions: dict[str, Callable[..., object]] = {
            "is_result": self._ledger.is_result,
            "hold": self._ledger.hold,
            "release": self._ledger.release,
            "finished": self._ledger.finished,
            "claim": self._ledger.claim,
            "enter": self._ledger.enter,
        }
        try:
            return questions[question](*values), None
        except PhotoError as error:
            return None, error
        except Exception as error:
            _log.exception("%s of %s", question, values)
            return None, RuntimeError(f"{type(error).__name__}: {error}")

    def _give_next(self, connection: Connection, worker: _Worker) -> None:
        if self._waiting:
            worker.numbers = self._waiting.popleft()
            _send(connection, tuple(worker.numbers))

    def _bury(self, connection: Connection, worker: _Worker) -> None:
        """A process died: its photo failed, the next photo gets a new process.

        One that could not even begin gets no successor: for fewer, memory may suffice.
        """
        worker.process.join()
        del self._workers[connection]
        connection.close()
        if not worker.ready:
            self._processes -= 1
            if self._workers:
                return
            raise ProcessError(
                Message("a process ended with code {code} before it could work", code=worker.process.exitcode)
            )
        if worker.numbers:
            number, *others = worker.numbers
            if others:
                self._waiting.append(others)
            self._ledger.release(number)
            source = self._setup.job.sources[number // self._setup.job.count_of_sizes]
            reason = Message(
                "{file}: its process was ended by the system, perhaps for lack of memory. "
                "Try again with fewer jobs.",
                file=source.name,
            )
            self._tally.finish(number, Outcome(source, State.FAILED, reason=reason), [])


def _send(connection: Connection, value: object) -> None:
    """Send; that the other side is gone shows when it is listened to."""
    try:
        connection.send(value)
    except OSError:
        return


def _serve(connection: Connection, setup: _Setup) -> None:
    """The other processes' main function."""
    # Ctrl+C reaches them all; the one that leads them tells them to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import torch

    from ccnet_core.batch.run import PhotoWorker
    from ccnet_core.engine import Engine
    from ccnet_core.network import WeightsError

    torch.set_num_threads(setup.threads)
    try:
        try:
            engine = Engine.load(setup.weights, setup.device)
        except (WeightsError, ValueError) as error:
            # As it was put together, so that it can be told in the person's language.
            connection.send(("unusable", *error.args))
            return
        worker = PhotoWorker(setup.job, engine, _DistantLedger(connection))
        connection.send(("ready",))

        def progress(share: float) -> None:
            try:
                connection.send(("progress", share))
            except OSError:
                raise Cancelled from None

        while True:
            for number in connection.recv():
                outcome = worker.process(number, progress)
                notices, engine.notices[:] = list(engine.notices), []
                connection.send(("outcome", outcome, notices))
    except (Cancelled, EOFError, OSError):
        # The leading process has no more work, or is gone.
        return


class _DistantLedger:
    """The ledger of the leading process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_result(self, number: int) -> bool:
        return bool(self._ask("is_result", number))

    def hold(self, number: int, made: Made) -> bool:
        return bool(self._ask("hold", number, made))

    def release(self, number: int) -> None:
        self._ask("release", number)

    def finished(self, number: int, made: Made) -> Path | None:
        return self._ask("finished", number, made)  # type: ignore[no-any-return]

    def claim(self, number: int, stem: str, suffix: str) -> Path | None:
        return self._ask("claim", number, stem, suffix)  # type: ignore[no-any-return]

    def enter(self, number: int, target: Path, made: Made, content: Content) -> bool:
        return bool(self._ask("enter", number, target, made, content))

    def _ask(self, question: str, *values: object) -> Any:
        try:
            self._connection.send((question, *values))
            answer, error = self._connection.recv()
        except (EOFError, OSError):
            raise Cancelled from None
        if error is not None:
            raise error
        return answer
