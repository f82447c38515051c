"""``ccnet average``: one set of weights out of several runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "average",
        help="average weights",
        description="Average the weights of runs that were started from one another.",
    )
    parser.add_argument("weights", type=Path, nargs="+", metavar="WEIGHTS", help="two files or more")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="a new .safetensors")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ccnet_core.network import WeightsError, average_networks, load_network, save_network

    if options.output.exists():
        print(f"ccnet: {options.output}: exists already; choose another name", file=sys.stderr)
        return 1
    try:
        networks = [load_network(path) for path in options.weights]
        names = ", ".join(path.name for path in options.weights)
        save_network(average_networks(networks), options.output, {"averaged": names})
    except (WeightsError, ValueError) as error:
        print(f"ccnet: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"ccnet: {options.output}: cannot be written ({error.strerror})", file=sys.stderr)
        return 1
    return 0
