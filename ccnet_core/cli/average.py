"""``ccnet average``: one set of weights out of several runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from ccnet_core.cli.telling import fail


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "average",
        help="average weights",
        description="Average the weights of runs that were started from one another.",
    )
    parser.add_argument("weights", type=Path, nargs="+", metavar="WEIGHTS", help="two files or more")
    parser.add_argument(
        "--exposure-of",
        type=Path,
        metavar="FILE",
        help="take what chooses the exposure from these weights",
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="a new .safetensors")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ccnet_core.network import WeightsError, average_networks, load_network, save_network, take_exposure

    if options.output.exists():
        return fail(f"{options.output}: exists already; choose another name")
    try:
        networks = [load_network(path) for path in options.weights]
        mean = average_networks(networks)
        if options.exposure_of:
            take_exposure(mean, load_network(options.exposure_of))
        save_network(mean, options.output, {"phase": "average"})
    except (WeightsError, ValueError) as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"{options.output}: cannot be written ({error.strerror})")
    return 0
