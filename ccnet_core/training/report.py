"""What a run leaves for people to look at: its figures as a table and as curves."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from ccnet_core.atomic import write_whole

_log = logging.getLogger(__name__)
Row = Mapping[str, str]
_PSNR = "psnr_"
_NO_LOSS = {"step", "hours", "burnt_added", "score"}


def format_row(values: Mapping[str, float]) -> dict[str, str]:
    """Values as they stand in the table."""
    return {key: str(round(value, 5)) for key, value in values.items()}


def read_metrics(path: Path, last_step: int) -> list[Row]:
    """The rows of a table up to a step; none where there is no table."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if int(row["step"]) <= last_step]


def write_metrics(path: Path, rows: Sequence[Row]) -> None:
    """Write a table with the columns of all rows."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, text.getvalue().encode(), overwrite=True)


def write_curves(path: Path, rows: Sequence[Row]) -> None:
    """Draw losses and PSNR per data set against steps, as a PNG; without Matplotlib nothing is drawn."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        _log.info("%s is not drawn: it needs Matplotlib", path.name)
        return
    columns = list(dict.fromkeys(key for row in rows for key in row))
    decibels = [key for key in columns if key.startswith(_PSNR)]
    losses = [key for key in columns if key not in _NO_LOSS and key not in decibels]
    # Without pyplot no window system is asked for, whatever the machine has.
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    for axes, title, names in zip(
        figure.subplots(1, 2), ("losses, smoothed", "validation, PSNR in dB"), (losses, decibels), strict=True
    ):
        for name in names:
            points = [(int(row["step"]), float(row[name])) for row in rows if row.get(name)]
            axes.plot(*zip(*points, strict=True), marker=".", label=name.removeprefix(_PSNR))
        axes.set(title=title, xlabel="step")
        axes.grid(alpha=0.3)
        if names:
            axes.legend()
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=110)
    write_whole(path, data.getvalue(), overwrite=True)
