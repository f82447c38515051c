"""Libraries that only evaluation needs: scikit-image, and SciPy, which comes with it."""

from __future__ import annotations

import importlib
from typing import Any

from ccnet_core.evaluation.errors import EvaluationError


def load_library(module: str) -> Any:
    """Import a module of theirs on first use, as the product itself runs without them.

    Raises:
        EvaluationError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        install = 'pip install "ccnet-studio[train]"'
        raise EvaluationError(f"evaluating needs scikit-image; install it with: {install}") from error
