"""``ccnet average``: the mean of weights, with the exposure of one of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from ccnet_samples import tiny_network

from ccnet_core import cli
from ccnet_core.network import CCNet, grow, load_network, save_network


@pytest.fixture
def runs(tmp_path: Path) -> list[Path]:
    """Three sets of weights of one structure."""
    paths = []
    for number in range(3):
        network = tiny_network("gain")
        with torch.no_grad():
            for parameter in network.parameters():
                parameter.add_(0.1 * number)
        paths.append(tmp_path / f"run{number}.safetensors")
        save_network(network, paths[-1])
    return paths


def values(network: CCNet, part: str) -> torch.Tensor:
    return torch.cat([v.flatten() for k, v in network.state_dict().items() if part in k])


def test_result_is_the_mean(runs: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "mean.safetensors"
    assert cli.main(["average", *map(str, runs), "-o", str(out)]) == 0
    torch.testing.assert_close(values(load_network(out), ""), values(load_network(runs[1]), ""))


def test_exposure_comes_from_the_weights_named_for_it(runs: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "mean.safetensors"
    files = [str(runs[0]), str(runs[2])]
    assert cli.main(["average", *files, "--exposure-of", str(runs[2]), "-o", str(out)]) == 0
    mean, middle, last = load_network(out), load_network(runs[1]), load_network(runs[2])
    assert torch.equal(values(mean, ".exposure."), values(last, ".exposure."))
    torch.testing.assert_close(values(mean, "chrominance."), values(middle, "chrominance."))


def test_mistakes_are_told_in_one_line(
    runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.safetensors"
    save_network(tiny_network("published"), other)
    out = str(tmp_path / "mean.safetensors")
    for arguments, told in (
        ([str(runs[0]), str(other), "-o", out], "different structures"),
        ([str(runs[0]), "--exposure-of", str(other), "-o", out], "only the gain structure"),
        ([str(runs[0]), str(tmp_path / "absent.safetensors"), "-o", out], "absent.safetensors"),
        ([str(runs[0]), "-o", str(runs[1])], "exists already"),
        ([str(runs[0]), "-o", str(tmp_path / "nowhere" / "mean.safetensors")], "cannot be written"),
    ):
        assert cli.main(["average", *arguments]) == 1
        line = capsys.readouterr().err
        assert line.startswith("ccnet: ")
        assert line.count("\n") == 1
        assert told in line
    assert not Path(out).exists()


def test_of_different_depths_the_result_lies_between(runs: list[Path], tmp_path: Path) -> None:
    shallow = load_network(runs[0])
    deep = grow(shallow, replace(shallow.config, depth=(2, 1, 1, 1, 3)))
    with torch.no_grad():
        for stage, block in ((0, 1), (4, 2)):
            deep.lightness.encoder[stage][block].conv2.weight.normal_(std=0.1)
    deeper = tmp_path / "deeper.safetensors"
    save_network(deep, deeper)
    for order in ([runs[0], deeper], [deeper, runs[0]]):
        out = tmp_path / f"{order[0].stem}-first.safetensors"
        assert cli.main(["average", *map(str, order), "-o", str(out)]) == 0
        mean = load_network(out)
        assert mean.config == deep.config
        added, half = deep.lightness.encoder[0][1], mean.lightness.encoder[0][1]
        x, view = torch.rand(1, 8, 12, 12), torch.rand(1, 8)
        torch.testing.assert_close(half(x, view), (x + added(x, view)) / 2)
        torch.testing.assert_close(values(mean, "chrominance."), values(shallow, "chrominance."))
