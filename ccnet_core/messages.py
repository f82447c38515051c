"""Texts for people that can be said in another language later."""

from __future__ import annotations

from typing import Any, Self


class Message(str):
    """An English text that remembers what it was made of: a window looks its template up in its own language.

    Attributes:
        template: as for :meth:`str.format`; without values, the text itself.
        values: what was filled in; messages among them can be translated as well.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Self:
        """Fill the values in."""
        message = super().__new__(cls, template.format(**values) if values else template)
        message.template, message.values = template, values
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """To travel between processes."""
        return (self.template,), self.values


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802  (what Qt's lupdate looks for)
    """Mark a text for the window's translators, who find it by its context; it stays as it is."""
    return text
