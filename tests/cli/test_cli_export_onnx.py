"""``ccnet export-onnx``: files that do as the network does, at any size."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch
from ccnet_samples import random_lab, tiny_network

from ccnet_core import cli
from ccnet_core.network import export as export_module
from ccnet_core.network import load_network, save_network

for _module in ("onnx", "onnxruntime", "onnxscript"):
    pytest.importorskip(_module, reason="exporting needs the extra onnx")


@pytest.fixture(scope="module", params=["gain", "lit"])
def structure(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def exported(structure: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    weights = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    save_network(tiny_network(structure), weights)
    folder = tmp_path_factory.mktemp("export") / "new" / "onnx"
    assert cli.main(["export-onnx", "--weights", str(weights), "--out", str(folder)]) == 0
    return folder


def _run(folder: Path, part: str, **inputs: torch.Tensor) -> dict[str, torch.Tensor]:
    import onnxruntime

    session = onnxruntime.InferenceSession(folder / f"{part}.onnx", providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    wanted = {given.name: inputs[given.name].numpy() for given in session.get_inputs()}
    return dict(zip(names, map(torch.from_numpy, session.run(names, wanted)), strict=True))


@pytest.mark.parametrize("size", [(64, 64), (160, 96)])
def test_files_do_as_the_network_does(exported: Path, structure: str, size: tuple[int, int]) -> None:
    network = tiny_network(structure)
    L, guidance = random_lab(*size)
    thumbnail = torch.nn.functional.adaptive_avg_pool2d(L, 96)
    small = torch.nn.functional.adaptive_avg_pool2d(L, 256)
    values = {
        "L": L,
        "guidance": guidance,
        "thumbnail": thumbnail,
        "thumbnail_ab": torch.nn.functional.adaptive_avg_pool2d(guidance, 96),
        "mean_L": L.mean()[None],
        "small_L": small,
        "small_ab": torch.nn.functional.adaptive_avg_pool2d(guidance, 256),
    }
    for part in ("context", "brighten", "expose", "prepare", "colorize"):
        values |= _run(exported, part, **values)
        if part == "brighten":
            values["small_raw_L"] = torch.nn.functional.adaptive_avg_pool2d(values["raw_L"], 256)
    bright = network.brighten(L, ab=guidance)
    torch.testing.assert_close(values["bright_L"], bright.L, atol=1e-4, rtol=0)
    torch.testing.assert_close(values["ab"], network.colorize(bright, guidance), atol=1e-4, rtol=0)


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
