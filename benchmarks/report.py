"""What a benchmark reports."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

import torch


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        what: what was measured.
        figure: the result, with its unit.
        aim: what it should be.
        met: whether it is; None where there is no aim.
    """

    what: str
    figure: str
    aim: str = ""
    met: bool | None = None


def at_most(what: str, value: float, limit: float, unit: str, digits: int = 0) -> Line:
    """A line whose figure must not exceed a limit."""
    return Line(what, f"{value:.{digits}f} {unit}", f"≤ {limit:g} {unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str, digits: int = 0) -> Line:
    """A line whose figure must reach a limit."""
    return Line(what, f"{value:.{digits}f} {unit}", f"≥ {limit:g} {unit}", value >= limit)


def machine() -> str:
    """Processor, threads and versions, on one line."""
    info = Path("/proc/cpuinfo")
    names = [x.split(":", 1)[1].strip() for x in info.read_text().splitlines() if x.startswith("model name")]
    gpu = f", {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ""
    cpu = names[0] if names else platform.processor()
    return f"{cpu}, {len(names)} cores, {torch.get_num_threads()} threads{gpu}, torch {torch.__version__}"


def print_lines(title: str, lines: list[Line]) -> None:
    """Print a part of the table as it is ready."""
    print(f"\n### {title}\n\n| measured | result | aim | |\n|---|---:|---:|---|")
    marks = {True: "met", False: "MISSED", None: ""}
    for line in lines:
        print(f"| {line.what} | {line.figure} | {line.aim} | {marks[line.met]} |", flush=True)
