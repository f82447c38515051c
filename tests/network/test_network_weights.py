"""Weights on disk: what is written comes back, the rest is refused in words, and nothing is executed."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from ccnet_samples import GOLDEN, random_lab, tiny_network
from safetensors import safe_open
from safetensors.torch import load_file, save, save_file
from torch import Tensor, nn

from ccnet_core import atomic
from ccnet_core.network import CCNet, CCNetConfig, WeightsError, load_network, save_network
from ccnet_core.network.config import MOST_BLOCKS, MOST_CHANNELS

_CONV = "lightness.conv_in.weight"


def _saved(state: dict[str, torch.Tensor], network: CCNet, path: Path) -> Path:
    save_file(state, path, metadata={"ccnet_config": network.config.to_json()})
    return path


def test_saved_network_gives_equal_outputs(network: CCNet, tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    save_network(network, path, {"step": "7"})
    loaded = load_network(path)
    inputs = random_lab(33, 47)
    assert loaded.config == network.config
    for ours, theirs in zip(network(*inputs), loaded(*inputs), strict=True):
        assert torch.equal(ours, theirs)
    with safe_open(path, framework="pt") as file:
        assert file.metadata()["step"] == "7"


def test_loaded_network_is_frozen_and_evaluates(tiny_weights: Path) -> None:
    network = load_network(tiny_weights)
    assert not network.training
    assert not any(p.requires_grad for p in network.parameters())


def test_half_precision_weights_become_float32(gain_network: CCNet, tmp_path: Path) -> None:
    state = {key: value.half() for key, value in gain_network.state_dict().items()}
    loaded = load_network(_saved(state, gain_network, tmp_path / "half.safetensors"))
    assert {p.dtype for p in loaded.parameters()} == {torch.float32}


def test_missing_unexpected_and_misshapen_keys_are_named(gain_network: CCNet, tmp_path: Path) -> None:
    state = gain_network.state_dict()
    del state["chrominance.conv_out.bias"]
    state["lightness.surplus"] = torch.zeros(1)
    state[_CONV] = torch.zeros(3, 3)
    path = _saved(state, gain_network, tmp_path / "wrong.safetensors")
    with pytest.raises(WeightsError) as caught:
        load_network(path)
    message = str(caught.value)
    assert message.startswith("wrong.safetensors: ")
    assert message.endswith("; choose another file")
    assert "missing chrominance.conv_out.bias" in message
    assert "unexpected lightness.surplus" in message
    assert f"{_CONV} is (3, 3), expected {tuple(gain_network.state_dict()[_CONV].shape)}" in message


def test_long_lists_of_keys_are_cut(gain_network: CCNet, tmp_path: Path) -> None:
    path = _saved({_CONV: gain_network.state_dict()[_CONV]}, gain_network, tmp_path / "short.safetensors")
    with pytest.raises(WeightsError, match=rf"and {len(gain_network.state_dict()) - 6} more"):
        load_network(path)


@pytest.mark.parametrize("wrapper", ["state_dict", "params", "model"])
def test_wrapped_published_checkpoints_are_read(tmp_path: Path, wrapper: str) -> None:
    state = torch.load(GOLDEN / "weights_fp16.pth", weights_only=True)
    torch.save({wrapper: {f"module.{key}": value for key, value in state.items()}}, tmp_path / "wrapped.pth")
    loaded = load_network(tmp_path / "wrapped.pth")
    assert torch.equal(
        loaded.state_dict()["lightness.conv_in.0.weight"], state["lightness.conv_in.0.weight"].float()
    )


@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
def test_missing_file_is_named(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(WeightsError, match=f"nowhere{suffix}: .*choose"):
        load_network(tmp_path / f"nowhere{suffix}")


@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
def test_folder_is_refused(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"folder{suffix}").mkdir()
    with pytest.raises(WeightsError, match=f"folder{suffix}: .*choose"):
        load_network(tmp_path / f"folder{suffix}")


def _complete(suffix: str) -> bytes:
    network = tiny_network("published")
    if suffix == ".pth":
        file = io.BytesIO()
        torch.save(network.state_dict(), file)
        return file.getvalue()
    return save(network.state_dict(), metadata={"ccnet_config": network.config.to_json()})


@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
@pytest.mark.parametrize("share", [0.0, 0.0001, 0.01, 0.5, 0.999])
def test_truncated_file_is_refused(tmp_path: Path, suffix: str, share: float) -> None:
    data = _complete(suffix)
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(WeightsError, match=f"cut{suffix}: .*choose"):
        load_network(path)


@pytest.mark.parametrize(
    "data",
    [
        b"not weights\n",
        b"\x80\x02.",
        b"\x80\x02}q\x00.",
        b"(.",
        b"0.",
        b"\x80\x04\x95",
        bytes(range(256)) * 8,
    ],
)
@pytest.mark.parametrize("suffix", [".safetensors", ".pth", ".pt"])
def test_other_bytes_are_refused(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"other{suffix}"
    path.write_bytes(data)
    with pytest.raises(WeightsError, match=f"other{suffix}"):
        load_network(path)


@pytest.mark.parametrize("content", [[1, 2], {"a": 1}, {3: torch.zeros(1)}, torch.zeros(2)])
def test_pickles_of_something_else_are_refused(tmp_path: Path, content: object) -> None:
    torch.save(content, tmp_path / "list.pth")
    with pytest.raises(WeightsError, match=r"list\.pth.*state dict"):
        load_network(tmp_path / "list.pth")


def test_safetensors_without_configuration_are_refused(tmp_path: Path) -> None:
    save_file({"x": torch.zeros(1)}, tmp_path / "foreign.safetensors")
    with pytest.raises(WeightsError, match=r"foreign\.safetensors.*configuration"):
        load_network(tmp_path / "foreign.safetensors")


def test_broken_configuration_is_refused(tmp_path: Path) -> None:
    save_file({"x": torch.zeros(1)}, tmp_path / "odd.safetensors", metadata={"ccnet_config": "{}"})
    with pytest.raises(WeightsError, match=r"odd\.safetensors.*configuration"):
        load_network(tmp_path / "odd.safetensors")


class _Touch:
    """Pickles into an order to create a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._path,)


@pytest.mark.parametrize("suffix", [".pth", ".pt"])
@pytest.mark.parametrize("plain", [False, True])
def test_code_in_a_pickle_is_never_executed(tmp_path: Path, suffix: str, plain: bool) -> None:
    mark, path = tmp_path / "executed", tmp_path / f"evil{suffix}"
    content = {_CONV: torch.zeros(1), "x": _Touch(mark)}
    if plain:
        path.write_bytes(pickle.dumps({"x": _Touch(mark)}, protocol=2))
    else:
        torch.save(content, path)
    with pytest.raises(WeightsError, match=f"evil{suffix}"):
        load_network(path)
    assert not mark.exists()
    pickle.loads(pickle.dumps(_Touch(mark)))  # the order itself works
    assert mark.exists()


def test_failed_save_leaves_the_old_file_and_nothing_else(
    gain_network: CCNet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "weights.safetensors"
    save_network(gain_network, path)
    before = path.read_bytes()

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        save_network(tiny_network("gain", seed=1), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_save_replaces_an_existing_file(gain_network: CCNet, tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(b"old")
    save_network(gain_network, path)
    assert set(load_file(path)) == set(gain_network.state_dict())
    assert list(tmp_path.iterdir()) == [path]


_FOUR = [4, 4, 4, 4, 4]
_ONE = [1, 1, 1, 1, 1]
_HUGE = 4_000_000_000


@pytest.mark.parametrize(
    "config",
    [
        {"structure": "gain", "channels": [_HUGE] * 5, "depth": _ONE, "view": 4},
        {"structure": "gain", "channels": _FOUR, "depth": [10**9, 1, 1, 1, 1], "view": 4},
        {"structure": "gain", "channels": _FOUR, "depth": _ONE, "view": _HUGE},
        {"structure": "gain", "channels": _FOUR, "depth": _ONE, "view": -4},
        {"structure": "published", "channels": [_HUGE << level for level in range(5)]},
        [[[[[]]]]],
        "[" * 100_000,
        '{"channels": ' + "[" * 9_000,
        '{"channels": [' + "9" * 5_000 + "]}",
        '{"structure": "' + "x" * 9_000 + '", "channels": [4]}',
    ],
    ids=range(10),
)
def test_a_configuration_beyond_all_bounds_is_refused_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: object
) -> None:
    path = tmp_path / "odd.safetensors"
    text = config if isinstance(config, str) else json.dumps(config)
    save_file({"x": torch.zeros(1)}, path, metadata={"ccnet_config": text})
    built: list[object] = []
    monkeypatch.setattr(nn.Conv2d, "__init__", lambda self, *_, **__: built.append(self))
    with pytest.raises(WeightsError, match=r"odd\.safetensors: .*choose another file") as caught:
        load_network(path)
    assert built == []
    assert len(str(caught.value)) < 300


def test_the_largest_network_is_planned_without_its_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = CCNetConfig("gain", (MOST_CHANNELS,) * 5, (MOST_BLOCKS,) * 5, MOST_CHANNELS, light=True)
    path = tmp_path / "large.safetensors"
    save_file({"x": torch.zeros(1)}, path, metadata={"ccnet_config": config.to_json()})
    devices: set[str] = set()
    register = nn.Module.register_parameter

    def watched(module: nn.Module, name: str, value: nn.Parameter | None) -> None:
        if value is not None:
            devices.add(value.device.type)
        register(module, name, value)

    monkeypatch.setattr(nn.Module, "register_parameter", watched)
    with pytest.raises(WeightsError, match=r"large\.safetensors: .*missing .* more; unexpected x"):
        load_network(path)
    assert devices == {"meta"}


@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_values_that_are_no_finite_numbers_are_refused(tmp_path: Path, suffix: str, value: float) -> None:
    network = tiny_network("gain") if suffix == ".safetensors" else CCNet()
    state = {key: value.double() for key, value in network.state_dict().items()}
    name = next(iter(state))
    state[name].view(-1)[0] = value
    path = tmp_path / f"odd{suffix}"
    if suffix == ".pth":
        torch.save(state, path)
    else:
        _saved(state, network, path)
    with pytest.raises(WeightsError, match=rf"odd\{suffix}: .*no finite numbers \({name}\); choose"):
        load_network(path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value.to_sparse(),
        lambda value: value.to("meta"),
        lambda value: value.int(),
        lambda value: value.to(torch.complex64),
        lambda value: torch.nested.nested_tensor([value, value[:1]]),
        lambda value: torch.quantize_per_tensor(value, 0.1, 0, torch.qint8),
    ],
    ids=["sparse", "meta", "whole", "complex", "nested", "quantized"],
)
@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.filterwarnings("ignore:torch.quantize_per_tensor")
def test_tensors_that_are_no_plain_numbers_are_refused(
    tmp_path: Path, spoil: Callable[[Tensor], Tensor]
) -> None:
    state = dict(CCNet().state_dict())
    name = "lightness.conv_in.0.weight"
    state[name] = spoil(state[name])
    torch.save(state, tmp_path / "odd.pth")
    with pytest.raises(WeightsError, match=r"odd\.pth: .*choose another file"):
        load_network(tmp_path / "odd.pth")


def test_an_archive_that_is_compressed_is_refused_unread(tmp_path: Path) -> None:
    """Zeros, which are a thousandth of their size there."""
    torch.save(CCNet().state_dict(), tmp_path / "whole.pth")
    with (
        zipfile.ZipFile(tmp_path / "whole.pth") as whole,
        zipfile.ZipFile(tmp_path / "bomb.pth", "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for part in whole.infolist():
            data = whole.read(part)
            bomb.writestr(part.filename, bytes(len(data)) if "/data/" in part.filename else data)
    with pytest.raises(WeightsError, match=r"bomb\.pth: is no checkpoint of weights; choose another file"):
        load_network(tmp_path / "bomb.pth")


def test_weights_that_share_their_numbers_are_taken_apart(tmp_path: Path) -> None:
    state = dict(CCNet().state_dict())
    names = [key for key, value in state.items() if value.shape == state["lightness.conv_out.0.weight"].shape]
    one = torch.full((1,), 0.25)
    for name in names:
        state[name] = one.expand(state[name].shape)
    torch.save(state, tmp_path / "shared.pth")
    loaded = load_network(tmp_path / "shared.pth").state_dict()
    loaded[names[0]].fill_(0.5)
    assert names
    assert all((loaded[name] == 0.25).all() for name in names[1:])


def test_names_of_any_length_are_told_shortly(tmp_path: Path) -> None:
    network = tiny_network("gain")
    path = _saved({"x" * 100_000: torch.zeros(1)}, network, tmp_path / "odd.safetensors")
    with pytest.raises(WeightsError, match=r"unexpected x+…; choose") as caught:
        load_network(path)
    assert len(str(caught.value)) < 1000
