"""Weights on disk. Read through safe loaders only: nothing in a weights file is ever executed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from ccnet_core.atomic import write_whole
from ccnet_core.messages import Message
from ccnet_core.network.ccnet import CCNet
from ccnet_core.network.config import CCNetConfig

_CONFIG_KEY = "ccnet_config"
_SHOWN = 5


class WeightsError(Exception):
    """A weights file cannot be used; the message names the file, the reason and what to do."""


def load_network(path: str | Path, device: str | torch.device = "cpu") -> CCNet:
    """Build the network that a weights file describes, in evaluation mode.

    Args:
        path: a ``.safetensors`` file written by :func:`save_network`, whose metadata holds the configuration,
            or a ``.pth`` / ``.pt`` state dict of the published structure.
        device: where it is to compute, such as "cpu" or "cuda:0".

    Raises:
        WeightsError: the file cannot be read, or its keys or shapes are not the structure's.

    >>> from ccnet_core.paths import weights_file
    >>> network = load_network(weights_file("free"))
    >>> network.structure.name, network.config.light
    ('gain', True)
    """
    path = Path(path)
    config, state = (
        _read_safetensors(path) if path.suffix == ".safetensors" else (CCNetConfig(), read_state_dict(path))
    )
    network = CCNet(config)
    check_state(path, expected=network.state_dict(), found=state)
    network.load_state_dict({key: value.float() for key, value in state.items()})
    return network.to(device).eval().requires_grad_(requires_grad=False)


def save_network(network: CCNet, path: str | Path, metadata: Mapping[str, str] | None = None) -> None:
    """Write weights and configuration to a ``.safetensors`` file, atomically.

    Args:
        network: the network to write.
        path: the file; an existing one is replaced once the new one is complete.
        metadata: further facts for the file's header, such as the training step.

    >>> from ccnet_core import CCNet, CCNetConfig
    >>> small = CCNetConfig("gain", channels=(8, 8, 8, 8, 8), view=8)
    >>> save_network(CCNet(small), "small.safetensors", {"step": "0"})
    >>> load_network("small.safetensors").config == small
    True
    """
    state = {key: value.detach().cpu().contiguous() for key, value in network.state_dict().items()}
    header = {**(metadata or {}), _CONFIG_KEY: network.config.to_json()}
    write_whole(Path(path), save(state, metadata=header), overwrite=True)


def _read_safetensors(path: Path) -> tuple[CCNetConfig, dict[str, Tensor]]:
    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
            if _CONFIG_KEY not in header:
                raise WeightsError(
                    Message(
                        "{file}: its header holds no CCNet configuration; choose a CCNet weights file",
                        file=path.name,
                    )
                )
            config = CCNetConfig.from_json(header[_CONFIG_KEY])
            return config, {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - no mapping
    except (OSError, SafetensorError, ValueError) as error:
        raise WeightsError(
            Message(
                "{file}: cannot be read as weights ({reason}); choose another file",
                file=path.name,
                reason=str(error),
            )
        ) from error


def read_state_dict(path: Path) -> dict[str, Tensor]:
    """The tensors of a ``.pth`` / ``.pt`` state dict by name, without what frameworks wrap around it.

    Raises:
        WeightsError: the file cannot be read, or holds something else.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise WeightsError(
            Message(
                "{file}: cannot be read ({reason}); choose a file that is there and can be read",
                file=path.name,
                reason=error.strerror or str(error),
            )
        ) from error
    except Exception as error:  # a broken file makes the unpickler fail in any way
        # torch's own message advises to load it unsafely: nobody should.
        raise WeightsError(
            Message("{file}: is no checkpoint of weights; choose another file", file=path.name)
        ) from error
    # Training frameworks wrap the state dict in one of these.
    for wrapper in ("state_dict", "params", "model"):
        if isinstance(state, dict) and isinstance(state.get(wrapper), dict):
            state = state[wrapper]
    if not isinstance(state, dict) or not all(
        isinstance(key, str) and isinstance(value, Tensor) for key, value in state.items()
    ):
        raise WeightsError(Message("{file}: holds no state dict; choose another file", file=path.name))
    return {key.removeprefix("module."): value for key, value in state.items()}


def check_state(path: Path, expected: Mapping[str, Tensor], found: Mapping[str, Tensor]) -> None:
    """See that a file holds the tensors of a structure, all of them and no others.

    Raises:
        WeightsError: it names those that are missing, unexpected or of another shape.
    """
    problems = []
    if missing := [key for key in expected if key not in found]:
        problems.append(f"missing {_shorten(missing)}")
    if unexpected := [key for key in found if key not in expected]:
        problems.append(f"unexpected {_shorten(unexpected)}")
    misshapen = [
        f"{key} is {tuple(found[key].shape)}, expected {tuple(value.shape)}"
        for key, value in expected.items()
        if key in found and found[key].shape != value.shape
    ]
    if misshapen:
        problems.append(f"misshapen {_shorten(misshapen)}")
    if problems:
        raise WeightsError(
            Message(
                "{file}: not the weights of this structure: {problems}; choose another file",
                file=path.name,
                problems="; ".join(problems),
            )
        )


def _shorten(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
