"""Options that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

DATA_HELP = "a folder with pairs.csv, with low and high, or laid out as LOL or LSRW"


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """``--weights`` and ``--device``."""
    parser.add_argument(
        "--weights", type=Path, metavar="FILE", help="network weights (default: those that ship)"
    )
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (default: auto)")


def number_between(low: float, high: float) -> Callable[[str], float]:
    """An argparse type: a number in a closed range."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is not between {low:g} and {high:g}")
        return value

    return parse
