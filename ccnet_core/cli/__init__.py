"""The command line: ``ccnet`` or ``python -m ccnet_core``. Needs no display and imports no Qt."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ccnet_core.cli import average, batch, curves, enhance, evaluate, export_onnx, train

_COMMANDS = (enhance, batch, train, average, curves, evaluate, export_onnx)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="ccnet", description="Brighten photos taken in the dark and decide how their colours come back."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.register(commands)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("ccnet: stopped", file=sys.stderr)
        return 130
