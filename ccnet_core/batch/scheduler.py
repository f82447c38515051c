"""Which machines do a batch, as a person names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Which cluster.

    Attributes:
        address: of a scheduler that is there, such as ``tcp://host:8786``; empty for one of its own.
        workers: how many workers are started here; 0 where the scheduler has its own.
    """

    address: str = ""
    workers: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """``local:4``, or the address of a scheduler.

        Raises:
            ValueError: it is neither.

        >>> Scheduler.parse("local:4").workers
        4
        """
        kind, _, rest = text.partition(":")
        if kind == "local" and rest.isascii() and rest.isdecimal() and 0 < int(rest) < 1000:
            return cls(workers=int(rest))
        if re.fullmatch(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[^\s:/\[\]]+):[0-9]{1,5}", text):
            return cls(text)
        raise ValueError(f"{text!r} is no scheduler: expected local:WORKERS or tcp://HOST:PORT")
