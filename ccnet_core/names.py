"""Names that a person gives: of presets, and of masks."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 60
"""Characters of a name."""


def tidy_name(text: str) -> str:
    """A name as a person may have typed or pasted it, in one line without invisible characters.

    At most `LONGEST_NAME` characters of it are kept; empty if nothing is left.
    """
    visible = "".join(c for c in " ".join(text.split()) if c.isprintable())
    return " ".join(unicodedata.normalize("NFC", visible)[:LONGEST_NAME].split())
