"""Tables as Markdown, which reads as plain text too."""

from __future__ import annotations

import math
from collections.abc import Sequence


def format_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """An aligned Markdown table; columns of numbers stand to the right.

    Args:
        headers: one per column.
        rows: as many cells each.
    """
    widths = [max(3, *(len(cell) for cell in column)) for column in zip(headers, *rows, strict=True)]
    right = [all(_is_number(cell) for cell in column) for column in zip(*rows, strict=True)] or [False] * len(
        widths
    )

    def line(cells: Sequence[str]) -> str:
        aligned = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
        return f"| {' | '.join(aligned)} |"

    rule = ("-" * (w - 1) + ":" if r else "-" * w for w, r in zip(widths, right, strict=True))
    return "\n".join((line(headers), f"| {' | '.join(rule)} |", *(line(row) for row in rows)))


def number(value: float | None, digits: int) -> str:
    """A figure for a cell; a dash where there is none."""
    return "–" if value is None or math.isnan(value) else f"{value:.{digits}f}"


def json_number(value: float) -> float | None:
    """A figure for JSON, which knows neither infinity nor NaN: null stands for both."""
    return round(value, 6) if math.isfinite(value) else None


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell == "–"
    return True
