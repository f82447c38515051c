"""``ccnet curves``: what became of weights from run to run, as a picture."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ccnet_core.cli.telling import fail

if TYPE_CHECKING:
    from ccnet_core.training.report import Row


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "curves",
        help="draw the curves of training runs",
        description="Draw the losses and the validation of runs, one after the other.",
    )
    parser.add_argument(
        "tables", type=Path, nargs="+", metavar="TABLE", help="metrics.csv of each run, in their order"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="a PNG; replaced")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ccnet_core.atomic import write_whole
    from ccnet_core.training.report import draw_curves

    if options.output.suffix.lower() != ".png":
        return fail(f"{options.output}: give it a name that ends in .png")
    try:
        curves = draw_curves([_read_table(path) for path in options.tables])
    except ImportError:
        return fail('drawing needs Matplotlib; install it with: pip install "ccnet-studio[train]"')
    except ValueError as error:
        return fail(str(error))
    try:
        write_whole(options.output, curves, overwrite=True)
    except OSError as error:
        return fail(f"{options.output}: cannot be written ({error.strerror})")
    return 0


def _read_table(path: Path) -> list[Row]:
    """A table that can be drawn; raises ValueError with its name."""
    from ccnet_core.training.report import read_metrics

    try:
        rows = read_metrics(path, sys.maxsize)
        for value in (value for row in rows for value in row.values() if value):
            float(value)
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror})") from error
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: is no table of a run") from error
    if not rows:
        raise ValueError(f"{path}: there is no such table, or nothing in it")
    return rows
