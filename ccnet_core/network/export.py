"""The gain structure as ONNX files, for programs without PyTorch.

Five files, as colours change more often than luminance (sides are multiples of 32 from 64 on, N is 1):

* ``context.onnx``: ``thumbnail`` (1, 1, 96, 96), the whole L averaged by areas, and its mean ``mean_L`` (1)
  -> ``whole`` (1, K), and the mean that the exposure shall give, ``wanted`` (1).
* ``brighten.onnx``: ``L`` (1, 1, H, W), ``whole`` -> ``raw_L`` (1, 1, H, W), features ``f1`` .. ``f4``.
* ``expose.onnx``: ``L`` and ``raw_L`` of the whole photo, ``wanted``, and where the network chooses light per
  place ``thumbnail``, such a one of ab, ``thumbnail_ab``, and what ``brighten.onnx`` makes of the thumbnail,
  ``thumbnail_raw_L``; and L, ab and raw L averaged by areas to 256 x 256, ``small_L``, ``small_ab`` and
  ``small_raw_L`` -> ``bright_L``.
* ``prepare.onnx``: ``f1`` .. ``f4``, ``whole``, ``L``, ``bright_L`` -> ``u``, ``gain1`` .. ``gain3``, and
  ``own``, the share of the photo's own colours, where the network keeps them.
* ``colorize.onnx``: what ``prepare.onnx`` gives, ``guidance`` (1, 2, H, W) -> ``ab`` (1, 2, H, W).

L is L* / 100 and ab (a*, b*) / 110. Other sizes are padded by their caller, see
:mod:`ccnet_core.network.padding`.
"""

from __future__ import annotations

import importlib
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.export import Dim

from ccnet_core.atomic import write_whole
from ccnet_core.network.ccnet import CCNet
from ccnet_core.network.exposure import CANVAS, log_gain_for
from ccnet_core.network.fusing import small_copy
from ccnet_core.network.gain import GainBrightening, GainColorization

OPSET = 18
TOLERANCE = 1e-4
_EXAMPLE = (64, 96)
_CHECKED = ((96, 160), (224, 128))
_FEATURES = ("f1", "f2", "f3", "f4")
_GAINS = ("gain1", "gain2", "gain3")
_SHRINK = {"L": 32, "raw_L": 32, "bright_L": 32, "guidance": 32, "f1": 8, "f2": 4, "f3": 2, "f4": 1, "u": 8}
_SHRINK |= {"gain1": 16, "gain2": 4, "gain3": 1, "own": 16}
"""Pixels of each map for every 32 of the photo."""


class ExportError(Exception):
    """A network cannot be exported; the message says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """How far ONNX Runtime is from PyTorch: the largest difference over a part's outputs."""

    part: str
    height: int
    width: int
    difference: float


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes one file: a module of a row of tensors, and what goes in and comes out, by name."""

    name: str
    module: nn.Module
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


class _Function(nn.Module):
    """A function of tensors as the module that the exporter wants."""

    def __init__(self, owner: nn.Module, function: Callable[..., tuple[Tensor, ...]]) -> None:
        super().__init__()
        self.owner = owner
        self._function = function

    def forward(self, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return self._function(*inputs)


def export_onnx(network: CCNet, folder: Path) -> list[Check]:
    """Write the five files, each compared with PyTorch at two sizes before it is written.

    Raises:
        ExportError: the network is of the published structure, a library is missing, or a difference is above
            1e-4.
        OSError: a file cannot be written.
    """
    parts = parts_of(network)
    for module in ("onnx", "onnxscript", "onnxruntime"):
        _load(module)
    network.eval()
    models = {part.name: _export(part, _values(parts, _EXAMPLE)) for part in parts}
    checks = [check for size in _CHECKED for check in _check(parts, models, size)]
    for check in checks:
        if not check.difference <= TOLERANCE:
            size = f"{check.width}x{check.height}"
            raise ExportError(f"{check.part}: differs from PyTorch by {check.difference:.1e} at {size}")
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in models.items():
        write_whole(folder / f"{name}.onnx", model, overwrite=True)
    return checks


def parts_of(network: CCNet) -> tuple[Part, ...]:
    """The parts of a network, in the order in which they are run.

    Raises:
        ExportError: it is of the published structure.
    """
    lightness, chrominance = network.lightness, network.chrominance
    if not isinstance(lightness, GainBrightening) or not isinstance(chrominance, GainColorization):
        raise ExportError(
            "the published structure is not exported, as ONNX lacks its Fourier transforms of any size; "
            "choose weights of the gain structure"
        )
    lit = lightness.light is not None

    def context(thumbnail: Tensor, mean: Tensor) -> tuple[Tensor, ...]:
        return lightness.view(thumbnail), lightness.exposure(thumbnail, mean)

    def brighten(L: Tensor, whole: Tensor) -> tuple[Tensor, ...]:
        raw, features = lightness(L, whole)
        return raw, *features[1:5]

    def set_exposure(L: Tensor, raw: Tensor, wanted: Tensor, *seen: Tensor) -> tuple[Tensor, ...]:
        log_gain = log_gain_for(raw, wanted)
        context = torch.cat((raw.new_zeros((1, lightness.channels)), log_gain[:, None]), dim=1)
        if seen:
            thumbnail, thumbnail_ab, thumbnail_raw, small_L, small_ab, small_raw = seen
            gain = log_gain_for(thumbnail_raw, wanted)
            light = lightness.choose_light(
                thumbnail, thumbnail_ab, thumbnail_raw, gain, small_L, small_ab, small_raw, log_gain
            )
            context = torch.cat((context, light), dim=1)
        return (lightness.give_light(L, raw, context),)

    def prepare(*inputs: Tensor) -> tuple[Tensor, ...]:
        *features, whole, L, bright = inputs
        # The finest feature is not used there.
        return chrominance.prepare((L, *features, whole), L, bright)

    def colorize(*inputs: Tensor) -> tuple[Tensor, ...]:
        *prepared, guidance = inputs
        return (chrominance(tuple(prepared), guidance, None, 0.0),)

    seen = ("whole", "L", "bright_L")
    thumbnails = ("thumbnail", "thumbnail_ab", "thumbnail_raw_L")
    light = (*thumbnails, "small_L", "small_ab", "small_raw_L") if lit else ()
    own = ("own",) if lit else ()
    prepared = ("u", *_GAINS, *own)
    return (
        Part("context", _Function(lightness, context), ("thumbnail", "mean_L"), ("whole", "wanted")),
        Part("brighten", _Function(lightness, brighten), ("L", "whole"), ("raw_L", *_FEATURES)),
        Part("expose", _Function(lightness, set_exposure), ("L", "raw_L", "wanted", *light), ("bright_L",)),
        Part("prepare", _Function(chrominance, prepare), (*_FEATURES, *seen), prepared),
        Part("colorize", _Function(chrominance, colorize), (*prepared, "guidance"), ("ab",)),
    )


def _values(parts: tuple[Part, ...], size: tuple[int, int]) -> dict[str, Tensor]:
    """Random inputs at a size, and what PyTorch makes of them, by name."""
    generator = torch.Generator().manual_seed(0)
    values = {
        "thumbnail": torch.rand((1, 1, CANVAS, CANVAS), generator=generator),
        "thumbnail_ab": 0.2 * torch.randn((1, 2, CANVAS, CANVAS), generator=generator),
        "mean_L": torch.rand((1,), generator=generator),
        "L": torch.rand((1, 1, *size), generator=generator),
        "guidance": 0.2 * torch.randn((1, 2, *size), generator=generator),
    }
    values["small_L"] = small_copy(values["L"])
    values["small_ab"] = small_copy(values["guidance"])
    with torch.no_grad():
        for part in parts:
            outputs = part.module(tuple(values[name] for name in part.inputs))
            values |= dict(zip(part.outputs, outputs, strict=True))
            if "raw_L" in part.outputs:
                values["small_raw_L"] = small_copy(values["raw_L"])
                values["thumbnail_raw_L"], *_ = part.module((values["thumbnail"], values["whole"]))
    return values


def _export(part: Part, values: Mapping[str, Tensor]) -> bytes:
    height, width = Dim("height", min=2), Dim("width", min=2)
    shapes = tuple(
        {2: _SHRINK[name] * height, 3: _SHRINK[name] * width} if name in _SHRINK else None
        for name in part.inputs
    )
    with _quiet_exporter():
        program = torch.onnx.export(
            part.module.eval(),
            (tuple(values[name] for name in part.inputs),),
            input_names=part.inputs,
            output_names=part.outputs,
            opset_version=OPSET,
            dynamic_shapes=(shapes,),
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise ExportError(f"{part.name}: the exporter gave no program")
    return bytes(program.model_proto.SerializeToString())


@contextmanager
def _quiet_exporter() -> Iterator[None]:
    """Keep from people what the exporter warns its own authors of."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _check(parts: tuple[Part, ...], models: Mapping[str, bytes], size: tuple[int, int]) -> Iterator[Check]:
    runtime = _load("onnxruntime")
    values = _values(parts, size)
    for part in parts:
        session = runtime.InferenceSession(models[part.name], providers=["CPUExecutionProvider"])
        found = session.run(list(part.outputs), {name: values[name].numpy() for name in part.inputs})
        differences = [
            float((torch.from_numpy(output) - values[name]).abs().max())
            for name, output in zip(part.outputs, found, strict=True)
        ]
        yield Check(part.name, *size, max(differences))


def _load(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        install = 'pip install "ccnet-studio[onnx]"'
        raise ExportError(f"{module} is not installed; install it with: {install}") from error
