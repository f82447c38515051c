"""Docstrings as Markdown, for the manual."""

from __future__ import annotations

import re

_ROLE = re.compile(r":(?:class|meth|func|mod|data|attr):`~?([^`]+)`")
_EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


def as_markdown(text: str) -> str:
    """A docstring whose roles are code and whose examples are blocks.

    >>> as_markdown(":class:`ccnet_core.photo.Photo` of :func:`open_photo`")
    '`Photo` of `open_photo`'
    """
    text = _EXAMPLE.sub(lambda example: f"```pycon\n{example[0]}\n```", text)
    return _ROLE.sub(lambda role: f"`{_short(role[1])}`", text)


def _short(name: str) -> str:
    """Without the modules before what a reader looks for."""
    module, _, last = name.rpartition(".")
    owner = module.rpartition(".")[2]
    return f"{owner}.{last}" if owner[:1].isupper() else last
