"""``ccnet sync``: what is decided about one photo, for others."""

from __future__ import annotations

import argparse
from pathlib import Path

from ccnet_core.adjustments import Adjustments
from ccnet_core.canonical import is_file
from ccnet_core.cli.telling import fail, tell
from ccnet_core.errors import PhotoError
from ccnet_core.groups import USUAL, Group, taken_over
from ccnet_core.photo.pages import file_of
from ccnet_core.sidecar import read_sidecar, write_sidecar

_USUAL = ",".join(group for group in Group if group in USUAL)


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "sync",
        help="give the settings of one photo to others",
        description="Write what is saved beside one photo beside others, too, by groups; all else that is "
        "decided about them stays.",
    )
    parser.add_argument("photo", type=Path, metavar="PHOTO", help="whose settings")
    parser.add_argument("others", nargs="+", type=Path, metavar="OTHER", help="the photos that get them")
    parser.add_argument(
        "--groups",
        type=_groups,
        default=_USUAL,
        metavar="GROUP,GROUP...",
        help=f"of {', '.join(Group)} (default: all but crop and masks)",
    )
    parser.set_defaults(run=_run)


def _groups(text: str) -> frozenset[Group]:
    """An argparse type: groups of adjustments."""
    try:
        return frozenset(Group(name) for name in text.split(","))
    except ValueError:
        expected = f"expected some of {', '.join(Group)}, with commas between them"
        raise argparse.ArgumentTypeError(f"{text!r} names no settings: {expected}") from None


def _run(options: argparse.Namespace) -> int:
    try:
        own = read_sidecar(options.photo)
    except PhotoError as error:
        return fail(str(error))
    if own is None:
        return fail(f"{options.photo}: nothing is saved beside it; open it in the window first")
    written = failures = 0
    for photo in options.others:
        try:
            if not is_file(file_of(photo)):
                raise PhotoError(photo, "there is no such photo", "Check the name.")
            written += _sync(photo, own, options.groups)
        except PhotoError as error:
            failures += 1
            fail(str(error))
    tell(f"{written} changed, {len(options.others) - written - failures} as before, {failures} failed")
    return 1 if failures else 0


def _sync(photo: Path, own: Adjustments, groups: frozenset[Group]) -> bool:
    """Write what one photo gets; whether that changed anything."""
    before = read_sidecar(photo)
    after = taken_over(before or Adjustments(), own, groups)
    if after == (before or Adjustments()):
        return False

    def check(there: Adjustments | None) -> None:
        if there != before:
            problem = "its settings were changed at the same time"
            raise PhotoError(photo, problem, "Try again.")

    write_sidecar(photo, after, check=check)
    return True
