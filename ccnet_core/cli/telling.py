"""What the command line prints: whole lines, whatever names hold, and whether anybody reads them or not."""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import TextIO

_NAMES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
"""What makes a terminal show text in another order than it is written in."""


def visible(text: str) -> str:
    """The text with what would end the line, steer the terminal or turn the text around shown as escapes."""
    return "".join(_escaped(character) if _is_hidden(character) else character for character in text)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") or character in _DIRECTIONS


def _escaped(character: str) -> str:
    code = ord(character)
    return _NAMES.get(character) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def tell(text: str) -> None:
    """Say something beside the results, in one line."""
    _write(sys.stderr, f"ccnet: {visible(text)}\n")


def fail(message: str) -> int:
    """Tell of a failure in one line; gives the exit code."""
    tell(message)
    return 1


def put(line: str) -> None:
    """Print a line of results at once; where nobody reads any more, the work goes on all the same."""
    _write(sys.stdout, f"{line}\n")


def flush() -> None:
    """See that what was printed is out, before Python does and complains."""
    for stream in (sys.stdout, sys.stderr):
        _write(stream, "")


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # closed from the beginning
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        silence(stream)
    except OSError as error:  # of a file on a full disk, for instance
        silence(stream)
        if stream is not sys.stderr:
            fail(f"what is printed cannot be written ({error.strerror})")


def silence(stream: TextIO) -> None:
    """Let go nowhere what is still printed on a stream that nobody reads."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
