"""JSON documents that hold adjustments: what presets and sidecars have in common.

Every document has a schema of its own, and so have the adjustments in it. What is wrong with one is told as
an error of its kind, which names the file and says what to do.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ccnet_core.adjustments import SCHEMA as ADJUSTMENTS_SCHEMA
from ccnet_core.adjustments import Adjustments
from ccnet_core.errors import PhotoError
from ccnet_core.messages import Message

LARGEST = 4_000_000
"""Bytes of a document: of thousands of references, or of a hundred pasted ones with their pictures."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document.

    Attributes:
        schema: the newest that this version reads, and the one it writes.
        error: raised for a document that cannot be used.
        unreadable: says of one that it is broken, and the {reason}.
        repair: what to do about a broken one.
        update: what to do about one of a newer version.
    """

    schema: int
    error: type[PhotoError]
    unreadable: str
    repair: str
    update: str

    def write(self, adjustments: Adjustments, schema: int | None = None, **others: object) -> bytes:
        """A document of adjustments and other entries; pictures of references only where there is room.

        Args:
            adjustments: what was decided.
            schema: an earlier one, which holds all of it; by default the kind's own.
            others: as JSON has them.

        Raises:
            OSError: even without them it would be larger than one that is read.
        """
        others["schema"] = self.schema if schema is None else schema
        data = _encoded(adjustments, others)
        if len(data) > LARGEST:
            # They are for the eye alone.
            references = tuple(replace(reference, thumbnail=b"") for reference in adjustments.references)
            data = _encoded(replace(adjustments, references=references), others)
        if len(data) > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return data

    def read(self, path: Path, data: bytes) -> dict[str, Any]:
        """The entries of the document in the file ``path``; of the adjustments in it nothing is checked.

        Raises:
            PhotoError: of the kind's own class; it is no document, or of a newer version.
        """
        try:
            document = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise self.broken(path, "no JSON") from error
        if not isinstance(document, dict):
            raise self.broken(path, "expected an object")
        self._check_schema(path, document, "", self.schema)
        return document

    def adjustments(self, path: Path, values: Mapping[str, Any]) -> Adjustments:
        """The adjustments of a document.

        Raises:
            PhotoError: as :meth:`read`.
        """
        self._check_schema(path, values, "adjustments of ", ADJUSTMENTS_SCHEMA)
        try:
            return Adjustments.from_json(json.dumps(values))
        except (ValueError, RecursionError) as error:
            raise self.broken(path, str(error)) from error

    def broken(self, path: Path, reason: str) -> PhotoError:
        """The error of a document that cannot be read, for ``reason``."""
        return self.error(path, Message(self.unreadable, reason=reason), self.repair)

    def _check_schema(self, path: Path, values: Mapping[str, Any], of: str, newest: int) -> None:
        schema = values.get("schema")
        if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
            raise self.broken(path, f"{of}schema {str(schema)[:20]}")
        if schema > newest:
            told = f"{of}schema {str(schema)[:20]}"
            problem = Message(
                "a newer version wrote it ({schema}; this one reads up to {newest})",
                schema=told,
                newest=newest,
            )
            raise self.error(path, problem, self.update)


def _encoded(adjustments: Adjustments, others: Mapping[str, object]) -> bytes:
    document = {**others, "adjustments": json.loads(adjustments.to_json())}
    return json.dumps(document, indent=1, sort_keys=True).encode() + b"\n"


def with_paths(adjustments: Adjustments, change: Callable[[str], str]) -> Adjustments:
    """Change the path of every reference that has one, and of every look."""
    references = tuple(replace(r, path=change(r.path)) if r.path else r for r in adjustments.references)
    looks = tuple(replace(look, path=change(look.path)) for look in adjustments.looks)
    return replace(adjustments, references=references, looks=looks)


def with_absolute_paths(adjustments: Adjustments, folder: Path) -> Adjustments:
    """With the paths of references and looks taken as relative to the folder of their document."""
    # Resolved before they are joined: ".." means nothing across symbolic links.
    parent = os.path.realpath(folder)
    return with_paths(adjustments, lambda name: os.path.normpath(os.path.join(parent, name)))  # noqa: PTH118
