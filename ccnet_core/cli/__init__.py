"""The command line: ``ccnet`` or ``python -m ccnet_core``. Needs no display and imports no Qt."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from ccnet_core.cli import average, batch, curves, enhance, evaluate, export_onnx, lut, sync, train
from ccnet_core.cli.telling import fail, flush, put, silence, visible
from ccnet_core.frozen import is_packed
from ccnet_core.version import program_version

_COMMANDS = (enhance, batch, lut, sync, train, average, curves, evaluate, export_onnx)


class _Parser(argparse.ArgumentParser):
    """Tells in one line what is wrong with the arguments, whatever they hold."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(message))


class _Version(argparse.Action):
    """Says which version this is; looked up only when asked."""

    def __init__(self, option_strings: Sequence[str], dest: str, **_: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, help="say which version this is, and end")

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        put(f"ccnet {program_version()}")
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; ``run`` of what it parses takes that, and gives the exit code."""
    parser = _Parser(
        prog="ccnet", description="Brighten photos taken in the dark and decide how their colours come back."
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.register(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ModuleNotFoundError as error:
        if not is_packed():
            raise
        return fail(
            f"the packed program comes without {error.name}, which this command needs; "
            "install ccnet-studio in a Python instead"
        )
    except KeyboardInterrupt:
        fail("stopped")
        return 130
    except BrokenPipeError:
        # Of a command whose only work is what it prints: there is nothing more to do.
        silence(sys.stdout)
        return 1
    finally:
        flush()
