"""``ccnet export-onnx``: files that do as the network does, at any size."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from ccnet_samples import random_lab, tiny_network
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from ccnet_core import cli
from ccnet_core.network import CCNet, load_network, save_network
from ccnet_core.network import export as export_module

for _module in ("onnx", "onnxruntime", "onnxscript"):
    pytest.importorskip(_module, reason="exporting needs the extra onnx")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    weights = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    save_network(tiny_network("lit"), weights)
    folder = tmp_path_factory.mktemp("export") / "new" / "onnx"
    assert cli.main(["export-onnx", "--weights", str(weights), "--out", str(folder)]) == 0
    return folder


Runner = Callable[[str, dict[str, Tensor]], dict[str, Tensor]]
"""Runs a part on values by name, of which it takes what it needs."""


def _assert_does_as(network: CCNet, run: Runner, size: tuple[int, int]) -> None:
    L, guidance = random_lab(*size)
    values = {"L": L, "guidance": guidance, "mean_L": L.mean()[None]}
    for name, value in (("L", L), ("ab", guidance)):
        values[f"small_{name}"] = adaptive_avg_pool2d(value, 256)
    values["thumbnail"] = adaptive_avg_pool2d(L, 96)
    values["thumbnail_ab"] = adaptive_avg_pool2d(guidance, 96)
    for part in ("context", "brighten", "expose", "prepare", "colorize"):
        values |= run(part, values)
        if part == "brighten":
            values["small_raw_L"] = adaptive_avg_pool2d(values["raw_L"], 256)
            values["thumbnail_raw_L"] = run(part, values | {"L": values["thumbnail"]})["raw_L"]
    bright = network.brighten(L, ab=guidance)
    torch.testing.assert_close(values["bright_L"], bright.L, atol=1e-4, rtol=0)
    torch.testing.assert_close(values["ab"], network.colorize(bright, guidance), atol=1e-4, rtol=0)


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(64, 64), (160, 96)])
def test_files_do_as_the_network_does(exported: Path, size: tuple[int, int]) -> None:
    def run(part: str, values: dict[str, Tensor]) -> dict[str, Tensor]:
        import onnxruntime

        session = onnxruntime.InferenceSession(exported / f"{part}.onnx", providers=["CPUExecutionProvider"])
        names = [output.name for output in session.get_outputs()]
        wanted = {given.name: values[given.name].numpy() for given in session.get_inputs()}
        return dict(zip(names, map(torch.from_numpy, session.run(names, wanted)), strict=True))

    _assert_does_as(tiny_network("lit"), run, size)


@pytest.mark.parametrize("structure", ["gain", "lit"])
def test_parts_do_together_what_the_network_does(structure: str) -> None:
    network = tiny_network(structure)
    parts = {part.name: part for part in export_module.parts_of(network)}

    def run(name: str, values: dict[str, Tensor]) -> dict[str, Tensor]:
        part = parts[name]
        return dict(zip(part.outputs, part.module(tuple(values[each] for each in part.inputs)), strict=True))

    with torch.no_grad():
        _assert_does_as(network, run, (160, 96))


@pytest.mark.thorough
def test_files_are_whole_and_of_a_known_opset(exported: Path) -> None:
    import onnx

    assert sorted(path.name for path in exported.iterdir()) == [
        f"{name}.onnx" for name in ("brighten", "colorize", "context", "expose", "prepare")
    ]
    for path in exported.iterdir():
        model = onnx.load(path)
        onnx.checker.check_model(model)
        assert {item.domain: item.version for item in model.opset_import}[""] >= 17


def test_differences_are_printed(
    tiny_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = [export_module.Check("brighten", 96, 160, 2e-7), export_module.Check("prepare", 96, 160, 5e-7)]
    monkeypatch.setattr(export_module, "export_onnx", lambda *_: checks)
    assert cli.main(["export-onnx", "--weights", str(tiny_weights), "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "brighten   160x96  largest difference 2.0e-07"
    assert out[-1] == "largest difference of all: 5.0e-07"


def _one_line(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert cli.main(["export-onnx", *map(str, arguments)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("ccnet: ")
    return line


def test_published_structure_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "published.safetensors"
    save_network(tiny_network("published"), path)
    line = _one_line(capsys, "--weights", path, "--out", tmp_path / "onnx")
    assert "Fourier" in line
    assert not (tmp_path / "onnx").exists()


def test_missing_library_and_weights_are_named(
    tiny_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "absent" in _one_line(capsys, "--weights", tmp_path / "absent.safetensors", "--out", tmp_path)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    line = _one_line(capsys, "--weights", tiny_weights, "--out", tmp_path)
    assert 'pip install "ccnet-studio[onnx]"' in line


def test_files_that_differ_are_not_written(
    tiny_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "_export", lambda *_: b"")
    wrong = [export_module.Check("colorize", 96, 160, float("nan"))]
    monkeypatch.setattr(export_module, "_check", lambda *_: wrong)
    with pytest.raises(export_module.ExportError, match="colorize: differs from PyTorch by nan at 160x96"):
        export_module.export_onnx(load_network(tiny_weights), tmp_path / "onnx")
    assert not (tmp_path / "onnx").exists()
