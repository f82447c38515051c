"""Batches on several processes of a cluster: is any photo lost or done twice, and what does it cost?

A scheduler, three workers and a client of it run over loopback while workers and the client are killed; then
workers of one thread are timed against one process; then photos are done that take no time, which leaves what
the scheduler and the leading process cost for each.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import torch

from benchmarks.photos import night
from benchmarks.report import Line, at_least, at_most
from ccnet_core import rendering
from ccnet_core.adjustments import Adjustments
from ccnet_core.atomic import write_temporary
from ccnet_core.batch import BatchJob, BatchProgress, State, run_batch
from ccnet_core.batch.cluster import Tasks, connected, run_on_cluster
from ccnet_core.batch.record import Content, Made
from ccnet_core.batch.scheduler import Scheduler
from ccnet_core.batch.tasks import Developed, Looked, Result, Setup, Target
from ccnet_core.engine import Engine
from ccnet_core.own_files import RECORD_NAME
from ccnet_core.paths import ROOT
from ccnet_core.photo import ExportOptions, save_photo
from ccnet_core.white_rule import AS_DECIDED

PARTS = ("kills", "speed", "cost")
_PHOTOS = 200
_SMALL_MEGAPIXELS = 0.02
_WORKERS = 3
_TIMED = 8
_TIMED_MEGAPIXELS = 1.0
_SIMULATED = 10_000
_PATIENCE_SECONDS = 240


def measure_cluster(parts: Collection[str] = PARTS) -> Iterator[tuple[str, list[Line]]]:
    """Those of the :data:`PARTS` that are asked for, each as soon as it is measured."""
    if "kills" in parts:
        yield f"Cluster: {_PHOTOS} photos, {_WORKERS} workers, kills", measure_kills(_PHOTOS)
    if "speed" in parts:
        yield f"Cluster: {_TIMED} photos of {_TIMED_MEGAPIXELS:g} megapixels", measure_throughput(_TIMED)
    if "cost" in parts:
        yield f"Cluster: {_SIMULATED} photos that take no time", measure_overhead(_SIMULATED)


def measure_kills(count: int) -> list[Line]:
    """Kill a worker, start another, kill the client and start it again; compare with one process."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ccnet-")))
        photos = _write_photos(folder / "photos", count, _SMALL_MEGAPIXELS)
        # Sums in the network depend on the number of threads.
        torch.set_num_threads(1)
        run_batch(BatchJob(photos, folder / "one"), Engine.load(device="cpu"))
        address, workers = stack.enter_context(_cluster(folder, _WORKERS))
        client = ["-m", "ccnet_core", "batch", str(folder / "photos"), "-o", str(folder / "many")]
        client += ["--scheduler", address, "--device", "cpu", "--json"]

        told: Counter[str] = Counter()
        with _process(folder, *client) as first:
            for done, photo in enumerate(_written(first), 1):
                told[photo] += 1
                if done == count // 5:
                    workers[0].kill()
                if done == count * 2 // 5:
                    stack.enter_context(_process(folder, *_worker(address)))
                if done == count // 2:
                    first.kill()
        before = sum(told.values())
        with _process(folder, *client) as second:
            told.update(_written(second))
            code = second.wait(_PATIENCE_SECONDS)
        one, many = _contents(folder / "one"), _contents(folder / "many")
        same = sum(many.get(name) == data for name, data in one.items())
        doubles = sum(times > 1 for times in told.values())
        return [
            Line("written before the client was killed", str(before)),
            at_least("results as one process writes them, to the byte", same, count, f"of {count}"),
            at_most("results done twice", doubles, 0, ""),
            at_most("other files left behind", len(many.keys() - one.keys()), 0, ""),
            at_most("exit code of the second client", code, 0, ""),
        ]


def measure_throughput(count: int) -> list[Line]:
    """Photos a minute of one process and of two workers of a thread each."""
    threads = torch.get_num_threads()
    with tempfile.TemporaryDirectory(prefix="ccnet-") as name:
        folder = Path(name)
        photos = _write_photos(folder / "photos", count + 1, _TIMED_MEGAPIXELS)
        small = _write_photos(folder / "small", 8, _SMALL_MEGAPIXELS)
        engine = Engine.load(device="cpu")
        seconds = {}
        for used in (1, 2):
            torch.set_num_threads(used)
            run_batch(BatchJob(photos[:1], folder / f"warm {used}"), engine)
            started = time.perf_counter()
            run_batch(BatchJob(photos[1:], folder / f"one {used}"), engine)
            seconds[used] = time.perf_counter() - started
        torch.set_num_threads(threads)
        with connected(Scheduler(workers=2), 1) as client:
            # Both workers load the network.
            run_on_cluster(BatchJob(small, folder / "warm many"), client, device="cpu")
            started = time.perf_counter()
            run_on_cluster(BatchJob(photos[1:], folder / "many"), client, device="cpu")
            shared = time.perf_counter() - started
        return [
            Line("one process, 1 thread", f"{60 * count / seconds[1]:.1f} photos a minute"),
            Line("one process, 2 threads", f"{60 * count / seconds[2]:.1f} photos a minute"),
            Line("2 workers, 1 thread each", f"{60 * count / shared:.1f} photos a minute"),
            at_least("2 workers against one process of 1 thread", seconds[1] / shared, 1.6, "times", 2),
            Line("2 workers against one process of 2 threads", f"{seconds[2] / shared:.2f} times"),
        ]


def measure_overhead(count: int) -> list[Line]:
    """What scheduler and leading process cost, and what each photo leaves in memory."""
    sizes: dict[int, int] = {}
    done = 0

    def watch(progress: BatchProgress) -> None:
        nonlocal done
        if progress.outcome is not None:
            done += 1
            if done in (count // 10, count // 2, count):
                sizes[done] = _memory()

    with tempfile.TemporaryDirectory(prefix="ccnet-") as name:
        folder = Path(name)
        sources = tuple(folder / "photos" / f"{number}.jpg" for number in range(count))
        job = BatchJob(sources, folder / "out")
        with _cluster(folder, 2) as (address, _), connected(Scheduler(address), 1) as client:
            warm = BatchJob(sources[:10], folder / "warm")
            run_on_cluster(warm, client, tasks=Tasks(_simulated_look, _simulated_develop))
            started, computed = time.perf_counter(), time.process_time()
            report = run_on_cluster(
                job, client, watch=watch, tasks=Tasks(_simulated_look, _simulated_develop)
            )
            seconds, computed = time.perf_counter() - started, time.process_time() - computed
        written = len(report.having(State.WRITTEN))
        record = (folder / "out" / RECORD_NAME).stat().st_size
    early, middle, late = (sizes[part] for part in (count // 10, count // 2, count))
    return [
        at_least("results", written, count, f"of {count}"),
        at_most("a photo", 1000 * seconds / count, 20, "ms", 1),
        Line("of it computed by the leading process", f"{1000 * computed / count:.1f} ms"),
        Line("memory of the leading process after a tenth", f"{early / 1e6:.0f} MB"),
        Line("of it more for each photo, first half", f"{(middle - early) / (0.4 * count):.0f} bytes"),
        Line("of it more for each photo, second half", f"{(late - middle) / (0.5 * count):.0f} bytes"),
        Line("record, a photo", f"{record / count:.0f} bytes"),
    ]


def _simulated_look(setup: Setup, source: Path, number: str, frame: None, *, opened: bool) -> Looked:
    digest = hashlib.sha256(source.name.encode()).hexdigest()
    made = Made(digest, "0" * 64, "0" * 64, rendering.RENDERING)
    return Looked((made,), Adjustments(), AS_DECIDED, (source.stem,), ".jpg", pixels=1)


def _simulated_develop(setup: Setup, source: Path, looked: Looked, targets: tuple[Target, ...]) -> Developed:
    temporary, data = setup.temporary(), source.name.encode()
    write_temporary(temporary, data, targets[0].mode)
    return Developed((Result(temporary, Content.of(data), ()),), (), 0.0)


def _memory() -> int:
    """Bytes that this process holds at this moment."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return int(statm.read_text().split()[1]) * resource.getpagesize()


def _write_photos(folder: Path, count: int, megapixels: float) -> tuple[Path, ...]:
    """Photos with grain of their own each."""
    folder.mkdir()
    photos = tuple(folder / f"night-{number:03}.jpg" for number in range(count))
    for number, path in enumerate(photos):
        save_photo(path, night(megapixels, seed=number).pixels, ExportOptions("jpeg", 92))
    return photos


@contextmanager
def _cluster(folder: Path, count: int) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """The address of a scheduler of its own process, and its workers, each a process with a thread."""
    with ExitStack() as stack:
        port = _free_port()
        address = f"tcp://127.0.0.1:{port}"
        scheduler = ["-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        stack.enter_context(_process(folder, *scheduler))
        yield address, [stack.enter_context(_process(folder, *_worker(address))) for _ in range(count)]


def _worker(address: str) -> list[str]:
    return ["-m", "dask", "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]


@contextmanager
def _process(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Python with arguments, which ends with the block; what it says beside its results is kept in a file."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with (folder / "said").open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.PIPE if "--json" in arguments else said,
            stderr=said,
            text=True,
            cwd=folder,
            env=environment,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def _written(client: subprocess.Popen[str]) -> Iterator[str]:
    """The photos of which a client says that it wrote their results."""
    assert client.stdout is not None
    for line in client.stdout:
        try:
            told: dict[str, Any] = json.loads(line)
        except ValueError:  # the last one of a client that was killed
            continue
        if told["state"] == State.WRITTEN:
            yield told["photo"]


def _contents(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != RECORD_NAME
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
