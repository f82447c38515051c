"""``ccnet curves``: what became of weights from run to run, as a picture."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ccnet_core.cli.options import fail


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
    from ccnet_core.training.report import Row, draw_curves, read_metrics

    runs: list[list[Row]] = []
    for path in options.tables:
        try:
            rows = read_metrics(path, sys.maxsize)
            draw_curves([rows])
        except ImportError:
            return fail('drawing needs Matplotlib; install it with: pip install "ccnet-studio[train]"')
        except OSError as error:
            return fail(f"{path}: cannot be read ({error.strerror})")
        except (KeyError, TypeError, ValueError):
            return fail(f"{path}: is no table of a run")
        if not rows:
            return fail(f"{path}: there is no such table, or nothing in it")
        runs.append(rows)
    try:
        write_whole(options.output, draw_curves(runs), overwrite=True)
    except OSError as error:
        return fail(f"{options.output}: cannot be written ({error.strerror})")
    return 0
