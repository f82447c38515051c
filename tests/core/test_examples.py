"""What the docstrings of the public names show happens so."""

from __future__ import annotations

import doctest
import sys
from pathlib import Path

import pytest
from ccnet_samples import colour_ramp

import ccnet_core
from ccnet_core.photo import ExportOptions, save_photo


@pytest.mark.parametrize("name", ccnet_core.__all__)
def test_the_example_of_a_public_name_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save_photo("night.jpg", colour_ramp(60, 90, top=0.2), ExportOptions("jpeg"))
    shown = getattr(ccnet_core, name)
    module = sys.modules[shown.__module__]
    finder = doctest.DocTestFinder(recurse=False)
    (example,) = [test for test in finder.find(shown, name, module) if test.examples]
    said: list[str] = []
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=said.append)
    assert results.failed == 0, "".join(said)
    assert results.attempted > 0
