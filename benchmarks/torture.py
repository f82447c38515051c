"""``python -m benchmarks.torture [PART ...]``: is anything lost, whatever happens to files and the program?

Four parts, each of a number of cases by chance, which a seed makes again:

* ``mutations``: files of every kind that the program reads are changed, and read. Each must be read, or
  refused by the error of its kind; anything else, a crash or a hang counts as lost.
* ``kills``: processes that save adjustments, presets and the results of batches are killed. What was there
  before must be there as a whole, and a batch must go on to the same end.
* ``faults``: calls of the system fail, one after the other, while files are written. What was there must
  stay, no other file may be left behind, and the error must be told in words.
* ``endurance``: the same work again and again must not take more and more memory or open files.
"""

from __future__ import annotations

import argparse
import errno
import functools
import gc
import io
import json
import logging
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from PIL import Image

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.batch import BatchJob, State, run_batch
from ccnet_core.batch.record import Record, read_record
from ccnet_core.colour import AbStatistics
from ccnet_core.engine import Engine
from ccnet_core.network import CCNet, CCNetConfig, WeightsError, load_network, save_network
from ccnet_core.own_files import RECORD_NAME
from ccnet_core.photo import ExportOptions, PhotoError, open_photo, save_photo
from ccnet_core.presets import SUFFIX, Preset, read_preset, write_preset
from ccnet_core.sidecar import read_sidecar, write_sidecar
from ccnet_core.styles import load_styles

PARTS = ("mutations", "kills", "faults", "endurance")
_PATIENCE_SECONDS = 20.0
"""A file that takes longer is one that hangs."""
_SHOWN = 10
_LOST_BYTES = 40_000_000
"""So much more memory after the last round than after the first ones is a leak."""
_STATISTICS = AbStatistics((0.1, -0.2), (0.04, 0.01, 0.09))
_SMALL = CCNetConfig(structure="gain", channels=(4, 4, 4, 4, 4), view=4, light=True)


@dataclass(slots=True)
class Tally:
    """What became of the cases of a part.

    Attributes:
        part: its name.
        outcomes: how often what happened.
        lost: what must not happen, case by case.
    """

    part: str
    outcomes: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    def lose(self, what: str) -> None:
        """Note that something was lost."""
        self.outcomes["LOST"] += 1
        self.lost.append(what)


# Mutations


def _network() -> CCNet:
    torch.manual_seed(0)
    return CCNet(_SMALL).eval()


def _picture(height: int = 24, width: int = 36, shade: float = 0.3) -> np.ndarray:
    """(H, W, 3) uint8 without edges."""
    y, x = np.mgrid[0:height, 0:width]
    ramp = np.stack((x / width, y / height, 1 - x / width), axis=-1)
    pixels: np.ndarray = np.round(255 * shade * ramp).astype(np.uint8)
    return pixels


def _read_record_of(path: Path) -> object:
    return Record(path.parent).entries


def _read_beside(path: Path) -> object:
    return read_sidecar(path.with_name(path.name.removesuffix(".ccnet.json")))


def _open_beside(path: Path) -> object:
    """A photo opens, whatever lies beside it."""
    photo = path.with_name(path.name.removesuffix(".xmp"))
    photo.write_bytes(_seeds()[photo.name])
    return open_photo(photo)


_READERS: dict[str, tuple[Callable[[Path], object], type[Exception] | tuple[()]]] = {
    "photo.jpg": (open_photo, PhotoError),
    "photo.png": (open_photo, PhotoError),
    "deep.png": (open_photo, PhotoError),
    "photo.tif": (open_photo, PhotoError),
    "photo.webp": (open_photo, PhotoError),
    "photo.bmp": (open_photo, PhotoError),
    "photo.jpg.xmp": (_open_beside, ()),
    "night.jpg.ccnet.json": (_read_beside, PhotoError),
    f"warm{SUFFIX}": (read_preset, PhotoError),
    RECORD_NAME: (_read_record_of, PhotoError),
    "weights.safetensors": (load_network, WeightsError),
    "weights.pth": (load_network, WeightsError),
    "style.json": (lambda path: load_styles(path.parent), ValueError),
}
"""What reads each of the seeds, and how it refuses them; by nothing where it never may."""


_XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmp:Rating="3"><dc:subject><rdf:Bag><rdf:li>night</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"""


@functools.cache
def _seeds() -> dict[str, bytes]:
    """A good file of every kind."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        adjustments = Adjustments(
            saturation=1.4, references=(Reference("warm", _STATISTICS, 1.0, "warm.jpg"),)
        )
        exif = Image.Exif()
        exif[0x0110] = "Nightcam"
        exif.get_ifd(0x8769)[0x9003] = "2024:12:31 23:59:59"
        image = Image.fromarray(_picture())
        for suffix in ("jpg", "png", "tif", "webp"):
            image.save(folder / f"photo.{suffix}", exif=exif)
        image.save(folder / "photo.bmp")
        save_photo(
            folder / "deep.png", _picture().astype(np.uint16) * 257, ExportOptions("png", bit_depth=16)
        )
        write_sidecar(folder / "night.jpg", adjustments)
        write_preset(folder / f"warm{SUFFIX}", Preset("Warm", adjustments), overwrite=False)
        run_batch(BatchJob((folder / "photo.png",), folder / "out"), Engine(_network(), "cpu"))
        save_network(_network(), folder / "weights.safetensors")
        weights = io.BytesIO()
        torch.save(CCNet().state_dict(), weights)
        style = {"name": "Warm", "source": "", **_STATISTICS.to_dict()}
        made = {
            "photo.jpg.xmp": _XMP,
            RECORD_NAME: (folder / "out" / RECORD_NAME).read_bytes(),
            "weights.pth": weights.getvalue(),
            "style.json": json.dumps(style).encode(),
        }
        return {file: made[file] if file in made else (folder / file).read_bytes() for file in _READERS}


_ODD = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**63)
_TEXTS = (
    b"NaN",
    b"Infinity",
    b"-1",
    b"1e999",
    b"\\ud800",
    b"\\u0000",
    b'"',
    b"[" * 2000,
    b"null",
    b"9" * 400,
)


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Change a file in some places: bytes, numbers, texts, the order and number of its parts, its end."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        length = chance.randint(1, 64)
        kind = chance.randrange(7)
        if kind == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            width = chance.choice((1, 2, 4, 8))
            number = chance.choice(_ODD) % (1 << 8 * width)
            changed[at : at + width] = number.to_bytes(width, chance.choice(("little", "big")))
        elif kind == 2:
            del changed[at : at + length]
        elif kind == 3:
            changed[at:at] = changed[at : at + length] * chance.randint(1, 20)
        elif kind == 4:
            del changed[at:]
        elif kind == 5:
            changed[at:at] = chance.choice(_TEXTS)
        else:
            changed[at : at + length] = chance.randbytes(length)
    return bytes(changed)


def _processes() -> SpawnContext | ForkServerContext:
    """What starts processes, quickly where the system can: they find everything imported."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.torture"])
    return context


def _read_mutated(files: list[tuple[str, int]], folder: str, pipe: Connection) -> None:
    """In a process of its own: what became of each file."""
    torch.set_num_threads(1)
    # Damaged records are told in the log, and here there are many.
    logging.disable()
    for file, seed in files:
        read, refusal = _READERS[file]
        with tempfile.TemporaryDirectory(dir=folder) as name:
            path = Path(name) / file
            path.write_bytes(mutate(_seeds()[file], random.Random(seed)))
            started = time.monotonic()
            try:
                read(path)
                outcome = "read"
            except refusal as error:
                outcome = "refused in words" if path.name in str(error) else f"LOST: no name in {error}"
            except BaseException as error:
                outcome = f"LOST: {type(error).__name__}: {error}"
            pipe.send((outcome[:200], time.monotonic() - started))
    pipe.close()


def mutations(count: int, seed: int, folder: Path) -> Tally:
    """Read changed files; of each kind as many."""
    tally, kinds, context = Tally("mutations"), list(_READERS), _processes()
    waiting = [(kinds[number % len(kinds)], seed + number) for number in range(count)]
    slowest = 0.0
    while waiting:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_read_mutated, args=(list(waiting), str(folder), theirs))
        process.start()
        theirs.close()
        # It has to begin first.
        patience = 10 * _PATIENCE_SECONDS
        while waiting:
            case = f"{waiting[0][0]} of seed {waiting[0][1]}"
            try:
                outcome, seconds = ours.recv() if ours.poll(patience) else ("LOST: hangs", 0.0)
            except EOFError:
                outcome, seconds = "LOST: crash", 0.0
            patience, slowest = _PATIENCE_SECONDS, max(slowest, seconds)
            del waiting[0]
            if not outcome.startswith("LOST"):
                tally.outcomes[outcome] += 1
                continue
            tally.lose(f"{case}: {outcome}")
            if outcome in ("LOST: hangs", "LOST: crash"):
                break
        process.kill()
        process.join()
        ours.close()
    tally.outcomes["ms for the slowest"] = round(1000 * slowest)
    return tally


# Kills


def _save_for_ever(folder: Path, tell: Callable[[], None]) -> None:
    """Save what is decided about a photo, and a preset, as fast as can be."""
    number = 0
    while True:
        number += 1
        decided = Adjustments(saturation=3 * (number % 1000) / 1000)
        write_sidecar(folder / "night.png", decided, check=lambda _: tell())
        write_preset(folder / f"own{SUFFIX}", Preset("Own", decided), overwrite=True)
        tell()


def _run_batch_in(folder: Path, tell: Callable[[], None]) -> None:
    run_batch(_batch_of(folder), Engine(_network(), "cpu"), lambda _: tell())


def _batch_of(folder: Path) -> BatchJob:
    return BatchJob(tuple(sorted(folder.glob("*.png"))), folder / "out", template="{name}")


def _work(work: Callable[[Path, Callable[[], None]], None], folder: str, pipe: Connection) -> None:
    """In a process of its own, which tells of each step."""
    torch.set_num_threads(1)
    with suppress(BrokenPipeError):
        work(Path(folder), lambda: pipe.send(None))


def _killed(work: Callable[[Path, Callable[[], None]], None], folder: Path, steps: int) -> bool:
    """Kill a process after so many steps of its work; whether it was still at it."""
    context = _processes()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, str(folder), theirs))
    process.start()
    theirs.close()
    with suppress(EOFError):
        for _ in range(steps):
            ours.recv()
    process.kill()
    process.join()
    ours.close()
    return bool(process.exitcode)


def kills(count: int, seed: int, folder: Path) -> Tally:
    """Kill processes: half of them save, half of them run a batch."""
    tally, chance = Tally("kills"), random.Random(seed)
    for number in range(count):
        place = folder / f"{number}"
        place.mkdir()
        saving = number % 2 == 0
        photos = {}
        for name in ("night.png", "other.png", "third.png"):
            save_photo(place / name, _picture(40, 60), ExportOptions("png"))
            photos[place / name] = (place / name).read_bytes()
        write_sidecar(place / "night.png", Adjustments())
        killed = _killed(_save_for_ever if saving else _run_batch_in, place, chance.randint(1, 60))
        tally.outcomes[
            "had ended" if not killed else "killed while saving" if saving else "killed in a batch"
        ] += 1
        for problem in _problems_after_a_kill(place, photos, saving=saving):
            tally.lose(f"kill {number} of seed {seed}: {problem}")
        shutil.rmtree(place)
    return tally


def _problems_after_a_kill(folder: Path, photos: dict[Path, bytes], *, saving: bool) -> Iterator[str]:
    if any(photo.read_bytes() != data for photo, data in photos.items()):
        yield "a photo is changed"
    try:
        if read_sidecar(folder / "night.png") is None:
            yield "the sidecar is gone"
        if (folder / f"own{SUFFIX}").exists():
            read_preset(folder / f"own{SUFFIX}")
    except PhotoError as error:
        yield str(error)
    if saving:
        return
    report = run_batch(_batch_of(folder), Engine(_network(), "cpu"))
    if report.having(State.FAILED):
        yield f"the batch goes on with failures: {report.having(State.FAILED)}"
    results = {path.name for path in (folder / "out").iterdir() if not path.name.startswith(".")}
    if results != {photo.name for photo in photos} or set(read_record(folder / "out")) != results:
        yield f"the results are {sorted(results)}"


# Faults

_CALLS = ("open", "replace", "link", "fsync", "unlink", "close")
_ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EMFILE)


@contextmanager
def _failing(call: str, number: int, code: int) -> Iterator[list[bool]]:
    """Let one call of the system fail; tells whether it came to that."""
    real, left, failed = getattr(os, call), [number], [False]

    def fail(*arguments: object, **options: object) -> object:
        left[0] -= 1
        if left[0] == 0:
            failed[0] = True
            if call == "close":
                # The file is closed all the same, as close(2) says.
                real(*arguments, **options)
            raise OSError(code, os.strerror(code))
        return real(*arguments, **options)

    with mock.patch.object(os, call, fail):
        yield failed


def _calls_of(work: Callable[[], object]) -> Counter[str]:
    """How often some work, which succeeds, calls what can be let fail."""
    made: Counter[str] = Counter()

    def count(call: str, real: Callable[..., object], *arguments: object, **options: object) -> object:
        made[call] += 1
        return real(*arguments, **options)

    with ExitStack() as stack:
        for call in _CALLS:
            counting = functools.partial(count, call, getattr(os, call))
            stack.enter_context(mock.patch.object(os, call, counting))
        work()
    return made


def _begin(place: Path) -> None:
    """A folder with what is there before anything fails."""
    place.mkdir()
    save_photo(place / "night.png", _picture(), ExportOptions("png"))
    save_photo(place / "result.png", _picture(shade=0.5), ExportOptions("png"))
    write_sidecar(place / "night.png", _OLD)
    write_preset(place / f"own{SUFFIX}", Preset("Own", _OLD), overwrite=False)


_OLD, _NEW = Adjustments(saturation=1.5), Adjustments(saturation=0.5)


def faults(count: int, seed: int, folder: Path) -> Tally:
    """Let calls of the system fail while adjustments, a preset, a photo and a batch are written."""
    tally, chance = Tally("faults"), random.Random(seed)
    engine = Engine(_network(), "cpu")
    writings: dict[str, Callable[[Path], object]] = {
        "night.png.ccnet.json": lambda place: write_sidecar(place / "night.png", _NEW),
        f"own{SUFFIX}": lambda place: write_preset(
            place / f"own{SUFFIX}", Preset("Own", _NEW), overwrite=True
        ),
        "result.png": lambda place: save_photo(
            place / "result.png", _picture(shade=0.9), ExportOptions("png", overwrite=True)
        ),
        "out": lambda place: _told_by_batch(place, engine),
    }
    calls: dict[str, list[tuple[str, int]]] = {}
    for name, writing in writings.items():
        place = folder / f"calls of {name}"
        _begin(place)
        made = _calls_of(functools.partial(writing, place))
        calls[name] = [(call, number) for call in _CALLS for number in range(1, made[call] + 1)]
    for number in range(count):
        place = folder / f"{number}"
        _begin(place)
        before = _contents(place)
        target = list(writings)[number % len(writings)]
        (call, nth), code = chance.choice(calls[target]), chance.choice(_ERRORS)
        case = f"fault {number} of seed {seed}: {target}, {call} {nth} fails with {errno.errorcode[code]}"
        with _failing(call, nth, code) as failed:
            try:
                writings[target](place)
                outcome = "written all the same" if failed[0] else "did not come to it"
            except PhotoError:
                outcome = "told in words"
            except Exception as error:
                outcome = ""
                tally.lose(f"{case}: {type(error).__name__}: {error}")
        after = _contents(place)
        changed = {name for name in before if after.get(name) != before[name]}
        left = {name for name in after.keys() - before.keys() if not name.startswith("out/")}
        hidden = {name for name in after if name.rpartition("/")[2].startswith(".ccnet-") and "tmp" in name}
        # A file that cannot be removed stays, under a name that tells whose it was.
        left -= hidden if call == "unlink" else set()
        if changed - {target} or (changed and outcome == "told in words" and call != "close") or left:
            tally.lose(f"{case}: changed {sorted(changed)}, left {sorted(left)}")
        elif outcome:
            tally.outcomes[outcome] += 1
        shutil.rmtree(place)
    return tally


def _told_by_batch(place: Path, engine: Engine) -> None:
    """Raise the batch's failure as the others raise theirs."""
    report = run_batch(BatchJob((place / "night.png",), place / "out"), engine)
    for outcome in report.having(State.FAILED):
        if "Error" in outcome.reason:
            raise RuntimeError(outcome.reason)
        raise PhotoError(outcome.source, outcome.reason, "")


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Endurance


def endurance(count: int, seed: int, folder: Path) -> Tally:
    """Open, decide, render, export and save, again and again."""
    tally, chance = Tally("endurance"), random.Random(seed)
    engine = Engine(_network(), "cpu")
    path = folder / "night.png"
    save_photo(path, _picture(300, 400), ExportOptions("png"))
    warm, early = max(2, count // 4), 0
    for number in range(count):
        adjustments = Adjustments(saturation=chance.uniform(0, 3), exposure=chance.uniform(-2, 2))
        photo = open_photo(path)
        brightened = engine.brighten(photo)
        engine.render(brightened, adjustments)
        save_photo(
            folder / "out.jpg", engine.export(brightened, adjustments), ExportOptions(overwrite=True), photo
        )
        write_sidecar(path, adjustments)
        engine.forget(photo)
        del photo, brightened
        if number == warm - 1:
            early, files = _memory(), _open_files()
        elif number == count - 1:
            grown, more = _memory() - early, _open_files() - files
            tally.outcomes["memory gained, kB"] = max(0, grown // 1000)
            if grown > _LOST_BYTES:
                tally.lose(f"{grown / 1e6:.0f} MB more after {count} rounds than after {warm}")
            if more > 0:
                tally.lose(f"{more} more open files after {count} rounds than after {warm}")
    tally.outcomes["rounds"] = count
    return tally


def _memory() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    gc.collect()
    about = Path("/proc/self/statm")
    return int(about.read_text().split()[1]) * os.sysconf("SC_PAGESIZE") if about.exists() else 0


def _open_files() -> int:
    about = Path("/proc/self/fd")
    return len(list(about.iterdir())) if about.exists() else 0


# The table

_RUN: dict[str, Callable[[int, int, Path], Tally]] = {
    "mutations": mutations,
    "kills": kills,
    "faults": faults,
    "endurance": endurance,
}
_COUNTS = {"mutations": 20_000, "kills": 400, "faults": 1_000, "endurance": 1_000}


def run(part: str, count: int, seed: int) -> Tally:
    """Run a part in a folder of its own, which is removed after it.

    Raises:
        KeyError: there is no such part.
    """
    work = _RUN[part]
    with tempfile.TemporaryDirectory(prefix="ccnet-torture-") as folder:
        return work(count, seed, Path(folder))


def main(arguments: list[str] | None = None) -> int:
    """Run the parts that are asked for, each printed as soon as it is done; 1 where anything was lost."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.torture",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument(
        "--scale",
        type=float,
        default=1.0,
        help="share of the usual number of cases; 0.02 takes about a minute",
    )
    parser.add_argument("--seed", type=int, default=1, help="of chance (default: 1)")
    options = parser.parse_args(arguments)
    if unknown := [part for part in options.parts if part not in PARTS]:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    if not options.scale > 0:
        parser.error("--scale must be more than 0")
    print("| part | cases | outcomes | lost | seconds |\n|---|---:|---|---:|---:|", flush=True)
    lost: list[str] = []
    for part in options.parts or PARTS:
        count, started = max(4, round(options.scale * _COUNTS[part])), time.monotonic()
        tally = run(part, count, options.seed)
        outcomes = ", ".join(f"{n} {what}" for what, n in sorted(tally.outcomes.items()) if what != "LOST")
        seconds = time.monotonic() - started
        print(f"| {part} | {count} | {outcomes} | {len(tally.lost)} | {seconds:.0f} |", flush=True)
        lost += tally.lost
    for what in lost[:_SHOWN]:
        print(f"LOST: {what}", file=sys.stderr)
    if len(lost) > _SHOWN:
        print(f"and {len(lost) - _SHOWN} more", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
