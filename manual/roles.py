"""An extension of Griffe for the manual: docstrings as Markdown, and controls by their neutral values."""

from __future__ import annotations

from typing import Any

from griffe import Attribute, ExprCall, Extension, Object

from manual.docstrings import as_markdown

_NEUTRAL = {"_control": 2, "_switch": 0}
"""Which argument of a declaration of :mod:`ccnet_core.controls` is the default of its field."""


class Roles(Extension):  # type: ignore[misc]  # not installed where types are checked
    """Rewrites each docstring and each declaration of a control as it is read."""

    def on_attribute_instance(self, *, attr: Attribute, **_: Any) -> None:
        """Leave of a declaration what the field begins with."""
        value = attr.value
        if isinstance(value, ExprCall) and str(value.function) in _NEUTRAL:
            attr.value = value.arguments[_NEUTRAL[str(value.function)]]

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Rewrite the docstring of one object."""
        if obj.docstring is not None:
            obj.docstring.value = as_markdown(obj.docstring.value)
