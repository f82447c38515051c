"""Weights on disk. Read through safe loaders only: nothing in a weights file is ever executed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZIP_STORED, ZipFile

import torch
from safetensors import safe_open
from safetensors.torch import save
from torch import Tensor
from torch.nn import Module, Parameter
from torch.overrides import TorchFunctionMode

from ccnet_core.atomic import write_whole
from ccnet_core.messages import Message
from ccnet_core.network.ccnet import CCNet
from ccnet_core.network.config import CCNetConfig
from ccnet_core.reading import check_regular, open_regular

LARGEST_FILE = 1_000_000_000
"""Bytes of a weights file: those of VGG-19, by which training compares pictures, are 550 million."""
_LARGEST_HEADER = 4_000_000
"""Bytes that say what a file holds, before anything that it holds is read."""
_CONFIG_KEY = "ccnet_config"
_M = TypeVar("_M", bound=Module)
_SHOWN = 5
_LONGEST_SHOWN = 80


class WeightsError(Exception):
    """A weights file cannot be used; the message names the file, the reason and what to do."""


def load_network(path: str | Path, device: str | torch.device = "cpu") -> CCNet:
    """Build the network that a weights file describes, in evaluation mode.

    Args:
        path: a ``.safetensors`` file written by :func:`save_network`, whose metadata holds the configuration,
            or a ``.pth`` / ``.pt`` state dict of the published structure.
        device: where it is to compute, such as "cpu" or "cuda:0".

    Raises:
        WeightsError: the file cannot be read, or its keys or shapes are not the structure's, or it holds
            values that are no finite numbers.

    >>> from ccnet_core.paths import weights_file
    >>> network = load_network(weights_file("free"))
    >>> network.structure.name, network.config.light
    ('gain', True)
    """
    path = Path(path)
    network, state = (
        read_safetensors(path, _CONFIG_KEY, lambda text: CCNet(CCNetConfig.from_json(text)))
        if path.suffix == ".safetensors"
        else _read_published(path)
    )
    network.load_state_dict(state, assign=True)
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


class _WithoutValues(TorchFunctionMode):
    """Leaves out what gives parameters their first values, which nobody would see.

    On the meta device it would do nothing, but for importing PyTorch's compiler first, for seconds.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Collection[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        if getattr(func, "__name__", "") in _FILLING:
            return args[0] if args else (kwargs or {})["tensor"]
        return func(*args, **(kwargs or {}))


_FILLING = {"uniform_", "kaiming_uniform_", "normal_", "zeros_", "zero_", "fill_", "copy_", "__setitem__"}


def _planned(build: Callable[[], _M]) -> _M:
    """A network with shapes, which take no memory, and no values."""
    with torch.device("meta"), _WithoutValues():
        return build()


def _read_published(path: Path) -> tuple[CCNet, dict[str, Tensor]]:
    network, state = _planned(CCNet), read_state_dict(path)
    check_state(path, expected=network.state_dict(), found=state)
    return network, _plain_numbers(path, state)


def read_safetensors(path: Path, key: str, build: Callable[[str], _M]) -> tuple[_M, dict[str, Tensor]]:
    """The network that a ``.safetensors`` file describes, without values, and its values.

    Args:
        path: the file.
        key: the entry of its header that holds the configuration.
        build: makes the network of that; raises ValueError where it is no configuration.

    Raises:
        WeightsError: the file cannot be read, its tensors are not those of the network, or hold values that
            are no finite numbers.
    """
    try:
        _check_header(path)
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
            if key not in header:
                raise WeightsError(
                    Message(
                        "{file}: its header holds no CCNet configuration; choose a CCNet weights file",
                        file=path.name,
                    )
                )
            network = _planned(lambda: build(header[key]))
            names = list(file.keys())
            # By the header alone: what does not fit is not read.
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in names}
            _check_shapes(path, network.state_dict(), shapes)
            state = {name: file.get_tensor(name) for name in names}
            check_state(path, expected=network.state_dict(), found=state)
            return network, _plain_numbers(path, state)
    except WeightsError:
        raise
    except OSError as error:
        raise _unreadable(path, error) from error
    except Exception as error:  # of a broken file, whatever its readers raise
        raise WeightsError(
            Message(
                "{file}: cannot be read as weights ({reason}); choose another file",
                file=path.name,
                reason=_shorten([str(error)]),
            )
        ) from error


def _plain_numbers(path: Path, state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors in single precision, all of them finite; raises WeightsError."""
    # What torch has made of a file may be part of something larger, or the same numbers in several places.
    plain = {
        key: value.detach().to(torch.float32, copy=True, memory_format=torch.contiguous_format)
        for key, value in state.items()
    }
    if odd := [key for key, value in plain.items() if not value.isfinite().all()]:
        raise WeightsError(
            Message(
                "{file}: holds values that are no finite numbers ({names}); choose another file",
                file=path.name,
                names=_shorten(odd),
            )
        )
    return plain


def _check_header(path: Path) -> None:
    """See that a .safetensors file is one to be opened; raises OSError or ValueError."""
    with open_regular(path, LARGEST_FILE) as file:
        if int.from_bytes(file.read(8), "little") > _LARGEST_HEADER:
            raise ValueError("its header is too large")


def _check_archive(path: Path) -> None:
    """See that a .pth file is one to be opened; raises OSError, ValueError or BadZipFile.

    PyTorch writes an archive of what is not compressed. One that is compressed is not PyTorch's, and may be
    a few kilobytes of many gigabytes.
    """
    with open_regular(path, LARGEST_FILE) as file:
        size = check_regular(path, LARGEST_FILE)
        if file.read(4) != b"PK\3\4":
            return  # what PyTorch wrote before version 1.6: no archive
        with ZipFile(file) as archive:
            parts = archive.infolist()
        stored = all(part.compress_type == ZIP_STORED for part in parts)
        if not stored or sum(part.file_size for part in parts) > size:
            raise ValueError("it is compressed")
        if any(part.file_size > _LARGEST_HEADER for part in parts if part.filename.endswith(".pkl")):
            raise ValueError("its header is too large")


def _unreadable(path: Path, error: OSError) -> WeightsError:
    return WeightsError(
        Message(
            "{file}: cannot be read ({reason}); choose a file that is there and can be read",
            file=path.name,
            reason=error.strerror or str(error),
        )
    )


def read_state_dict(path: Path) -> dict[str, Tensor]:
    """The tensors of a ``.pth`` / ``.pt`` state dict by name, without what frameworks wrap around it.

    Raises:
        WeightsError: the file cannot be read, or holds something else.
    """
    try:
        _check_archive(path)
        state = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise _unreadable(path, error) from error
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
    """See that a file holds the tensors of a structure, all of them and no others, each with its numbers.

    Raises:
        WeightsError: it names those that are missing, unexpected or of another shape or kind.
    """
    # Of a tensor of another kind not even the shape is to be asked for.
    odd = [key for key, value in found.items() if key in expected and not _is_plain(value)]
    if odd:
        raise _not_these(path, f"not of plain numbers {_shorten(odd)}")
    shapes = {key: tuple(value.shape) if key in expected else () for key, value in found.items()}
    _check_shapes(path, expected, shapes)


def _is_plain(value: Tensor) -> bool:
    """Whether a tensor holds floating-point numbers, all of them, in memory."""
    return (
        type(value) in (Tensor, Parameter)
        and value.layout is torch.strided
        and value.device.type == "cpu"
        and not value.is_nested
        and not value.is_quantized
        and value.is_floating_point()
    )


def _check_shapes(path: Path, expected: Mapping[str, Tensor], found: Mapping[str, tuple[int, ...]]) -> None:
    problems = []
    if missing := [key for key in expected if key not in found]:
        problems.append(f"missing {_shorten(missing)}")
    if unexpected := [key for key in found if key not in expected]:
        problems.append(f"unexpected {_shorten(unexpected)}")
    misshapen = [
        f"{key} is {tuple(found[key])}, expected {tuple(value.shape)}"
        for key, value in expected.items()
        if key in found and found[key] != value.shape
    ]
    if misshapen:
        problems.append(f"misshapen {_shorten(misshapen)}")
    if problems:
        raise _not_these(path, "; ".join(problems))


def _not_these(path: Path, problems: str) -> WeightsError:
    return WeightsError(
        Message(
            "{file}: not the weights of this structure: {problems}; choose another file",
            file=path.name,
            problems=problems,
        )
    )


def _shorten(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shown = (name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…" for name in names[:_SHOWN])
    return ", ".join(shown) + more
