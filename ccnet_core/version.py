"""Which version of the program this is, and under which terms."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution, version

_NAME = "ccnet-studio"


def program_version() -> str:
    """As it was installed; "unknown" where it runs without having been."""
    try:
        return version(_NAME)
    except PackageNotFoundError:
        return "unknown"


def program_licence() -> str:
    """The text that it was installed with; empty where it runs without having been."""
    try:
        return distribution(_NAME).read_text("licenses/LICENSE") or ""
    except PackageNotFoundError:
        return ""
