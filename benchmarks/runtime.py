"""Whether ONNX Runtime would compute the network faster than PyTorch does, on the CPU."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import onnxruntime
import torch

from benchmarks.report import Line
from ccnet_core.network import load_network
from ccnet_core.network.export import export_onnx
from ccnet_core.paths import WEIGHTS

_SIDES = (832, 1216)
"""A working picture of a megapixel, in multiples of 32."""
_REPEATS = 7


def measure_runtime() -> list[Line]:
    """Both on the same input with as many threads, by turns: seconds of the median, and their ratio."""
    network = load_network(WEIGHTS)
    network.use(torch.device("cpu"))
    L, guidance = torch.rand(1, 1, *_SIDES), 0.2 * torch.randn(1, 2, *_SIDES)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    with TemporaryDirectory() as name, torch.inference_mode():
        export_onnx(load_network(WEIGHTS), Path(name))
        sessions = {
            part: onnxruntime.InferenceSession(
                Path(name) / f"{part}.onnx", options, providers=["CPUExecutionProvider"]
            )
            for part in ("brighten", "colorize")
        }
        bright = network.brighten(L, ab=guidance)
        context = network.context(L, guidance)
        assert context is not None
        view = context[:, : network.config.view]

        def run(part: str, *inputs: torch.Tensor) -> Callable[[], object]:
            names = [entry.name for entry in sessions[part].get_inputs()]
            feed = {name: x.numpy() for name, x in zip(names, inputs, strict=True)}
            return lambda: sessions[part].run(None, feed)

        pairs = {
            "brightening": (lambda: network.brighten_part(L, context), run("brighten", L, view)),
            "colorization": (
                lambda: network.colorize(bright, guidance),
                run("colorize", *bright.prepared, guidance),
            ),
        }
        return [_compare(what, *calls) for what, calls in pairs.items()]


def _compare(what: str, torch_call: Callable[[], object], onnx_call: Callable[[], object]) -> Line:
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(_REPEATS + 1):
        for call, times in zip((torch_call, onnx_call), seconds, strict=True):
            started = time.perf_counter()
            call()
            if turn:  # the first of each warms up
                times.append(time.perf_counter() - started)
    of_torch, of_onnx = map(statistics.median, seconds)
    figure = f"{1000 * of_torch:.0f} ms, {1000 * of_onnx:.0f} ms: {of_torch / of_onnx:.2f} times as fast"
    return Line(f"{what} of a megapixel, PyTorch and ONNX Runtime", figure)
