"""What a run leaves for people to look at: its figures as a table and as curves."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from ccnet_core.atomic import write_whole
from ccnet_core.training.config import ConfigError

_log = logging.getLogger(__name__)
Row = Mapping[str, str]
_PSNR = "psnr_"
_NO_LOSS = {"step", "hours", "burnt_added", "score"}


def format_row(values: Mapping[str, float]) -> dict[str, str]:
    """Values as they stand in the table."""
    return {key: str(round(value, 5)) for key, value in values.items()}


def read_metrics(path: Path, last_step: int) -> list[Row]:
    """The rows of a table up to a step; none where there is no table.

    Raises:
        OSError: it cannot be read.
        KeyError, TypeError, ValueError: it is no table of a run.
    """
    if not path.exists():
        return []
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    if any(None in row for row in rows):
        raise ValueError("a row is longer than its header")
    return [row for row in rows if int(row["step"]) <= last_step]


def resumed_metrics(path: Path, last_step: int) -> list[Row]:
    """As :func:`read_metrics`, for who resumes a run.

    Raises:
        ConfigError: the table cannot be used, in words.
    """
    try:
        return read_metrics(path, last_step)
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ConfigError(f"{path}: is no table of a run; move it away to resume without it") from error


def write_metrics(path: Path, rows: Sequence[Row]) -> None:
    """Write a table with the columns of all rows."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, text.getvalue().encode(), overwrite=True)


def write_curves(path: Path, rows: Sequence[Row]) -> None:
    """Draw the curves of a run, as a PNG; without Matplotlib nothing is drawn."""
    try:
        write_whole(path, draw_curves([rows]), overwrite=True)
    except ImportError:
        _log.info("%s is not drawn: it needs Matplotlib", path.name)


def draw_curves(runs: Sequence[Sequence[Row]]) -> bytes:
    """Draw losses and PSNR per data set against steps.

    Args:
        runs: the tables of runs, each started from the one before; their steps are added up, and a line shows
            where each begins. Losses of runs with different weights of them do not compare.

    Returns:
        A PNG.

    Raises:
        ImportError: Matplotlib is not installed.
        KeyError, ValueError: a table has no steps, or holds what is no number.
    """
    from matplotlib.figure import Figure

    columns = list(dict.fromkeys(key for rows in runs for row in rows for key in row))
    decibels = [key for key in columns if key.startswith(_PSNR)]
    losses = [key for key in columns if key not in _NO_LOSS and key not in decibels]
    begins = [0, *accumulate(int(rows[-1]["step"]) if rows else 0 for rows in runs)]
    # Without pyplot no window system is asked for, whatever the machine has.
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    for axes, title, names in zip(
        figure.subplots(1, 2), ("losses, smoothed", "validation, PSNR in dB"), (losses, decibels), strict=True
    ):
        for index, name in enumerate(names):
            label = name.removeprefix(_PSNR)
            for begin, rows in zip(begins, runs, strict=False):
                points = [(begin + int(row["step"]), float(row[name])) for row in rows if row.get(name)]
                if points:
                    axes.plot(*zip(*points, strict=True), marker=".", color=f"C{index}", label=label)
                    label = ""  # one entry of the legend for all runs
        for begin in begins[1:-1]:
            axes.axvline(begin, color="0.6", linewidth=0.8)
        axes.set(title=title, xlabel="step")
        axes.grid(alpha=0.3)
        if axes.get_legend_handles_labels()[0]:
            axes.legend()
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=110)
    return data.getvalue()
