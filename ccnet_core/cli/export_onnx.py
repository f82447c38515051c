"""``ccnet export-onnx``: weights as ONNX files."""

from __future__ import annotations

import argparse
from pathlib import Path

from ccnet_core.cli.telling import fail


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "export-onnx",
        help="write weights as ONNX files",
        description="Write context, brighten, expose, prepare and colorize as ONNX files for any height "
        "and width, and print how far ONNX Runtime is from PyTorch.",
    )
    parser.add_argument("--weights", type=Path, required=True, metavar="FILE", help="of the gain structure")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the ONNX files")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ccnet_core.network import WeightsError, load_network
    from ccnet_core.network.export import ExportError, export_onnx

    try:
        checks = export_onnx(load_network(options.weights), options.out)
    except (ExportError, WeightsError) as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"{options.out}: cannot be written ({error.strerror})")
    for check in checks:
        size = f"{check.width}x{check.height}"
        print(f"{check.part:8}  {size:>7}  largest difference {check.difference:.1e}")
    print(f"largest difference of all: {max(check.difference for check in checks):.1e}")
    return 0
