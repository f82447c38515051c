"""What importing costs: no torch until a tensor is handled, no Qt at all."""

from __future__ import annotations

import subprocess
import sys

import pytest

import ccnet_core
import ccnet_core.engine
import ccnet_core.geometry
import ccnet_core.network
import ccnet_core.photo

_HELP = """
import ccnet_core.cli
try:
    ccnet_core.cli.main(["enhance", "--help"])
except SystemExit as stop:
    assert stop.code == 0, stop.code
"""


def _loaded_after(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after running code."""
    report = "\nimport sys; print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code + report], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split("LOADED ")[-1].split())


@pytest.mark.parametrize("name", ccnet_core.__all__)
def test_every_public_name_is_that_of_its_module(name: str) -> None:
    homes = (
        ccnet_core.network,
        ccnet_core.photo,
        ccnet_core.engine,
        ccnet_core.adjustments,
        ccnet_core.geometry,
        ccnet_core.looks,
        ccnet_core.mixer,
        ccnet_core.tone_curve,
    )
    assert any(getattr(ccnet_core, name) is getattr(home, name, None) for home in homes)


def test_unknown_names_are_refused_as_by_any_module() -> None:
    with pytest.raises(AttributeError, match="'ccnet_core' has no attribute 'Unknown'"):
        _ = ccnet_core.Unknown
    assert set(ccnet_core.__all__) <= set(dir(ccnet_core))


@pytest.mark.parametrize(
    "code",
    [
        "import ccnet_core",
        "from ccnet_core import Adjustments, Reference, Photo, open_photo, save_photo",
        "from ccnet_core.styles import load_styles; load_styles()",
        "from ccnet_core.colour import AbStatistics; AbStatistics((0, 0), (1, 0, 1)).to_dict()",
        _HELP,
    ],
)
def test_what_handles_no_tensor_imports_no_torch(code: str) -> None:
    loaded = _loaded_after(code)
    assert "ccnet_core" in loaded
    assert "torch" not in loaded


def test_command_line_imports_no_qt() -> None:
    code = _HELP + "\nimport ccnet_core.engine, ccnet_core.training.loop"
    loaded = _loaded_after(code)
    assert "torch" in loaded
    assert not {name for name in loaded if "qt" in name.lower() or name.startswith(("PySide", "shiboken"))}


@pytest.mark.parametrize("module", ["ccnet_core.training.loop", "ccnet_core.cli", "ccnet_core.photo"])
def test_imports_leave_no_trace_of_opencvs_qt(module: str) -> None:
    code = f"""
import os
before = dict(os.environ)
import {module}
changed = {{name for name in {{*before, *os.environ}} if before.get(name) != os.environ.get(name)}}
assert not {{name for name in changed if name.startswith(("QT_", "LD_"))}}, changed
"""
    assert "cv2" in _loaded_after(code)
