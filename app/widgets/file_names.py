"""Names of files as widgets take them, which read markup and access keys into texts."""

from __future__ import annotations

import html


def as_label(name: str) -> str:
    """For buttons, menus and labels with an access key: ``R&B.png`` has none."""
    return name.replace("&", "&&")


def as_tip(text: str) -> str:
    """For tool tips: what looks like markup is shown as it is."""
    return f"<span>{html.escape(text)}</span>" if set("<&") & set(text) else text
