"""The one error of an evaluation that cannot be made."""

from __future__ import annotations


class EvaluationError(Exception):
    """Something an evaluation needs is missing or unfit; the message names it and says what to do."""
