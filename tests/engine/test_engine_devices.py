"""Which device computes, and what happens when its memory does not suffice."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest
import torch

from ccnet_core.adjustments import Adjustments
from ccnet_core.engine import Brightened, Engine, devices
from ccnet_core.engine import engine as engine_module
from ccnet_core.engine.devices import choose_device, default_threads, describe_device
from ccnet_core.messages import Message
from ccnet_core.network import BrightLuminance, WeightsError
from ccnet_core.photo import Photo


@pytest.mark.parametrize(("available", "kind"), [(True, "cuda"), (False, "cpu")])
def test_auto_takes_the_gpu_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, available: bool, kind: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: available)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: int(available))
    assert choose_device("auto").type == kind
    assert choose_device("cpu").type == "cpu"


@pytest.mark.parametrize(
    ("name", "reported"), [("auto", "cuda:0"), ("cuda", "cuda:0"), ("cuda:1", "cuda:1"), ("cpu:0", "cpu")]
)
def test_device_is_the_one_that_tensors_made_there_report(
    monkeypatch: pytest.MonkeyPatch, name: str, reported: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert choose_device(name) == torch.device(reported)


@pytest.mark.parametrize("name", ["cuda", "cuda:0", "meta", "gpu", "", "cpu:x"])
def test_devices_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ValueError, match=f"'{name}'"):
        choose_device(name)


def test_gpu_of_a_number_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    assert choose_device("cuda:0").index == 0
    with pytest.raises(ValueError, match="'cuda:1'"):
        choose_device("cuda:1")


@pytest.mark.parametrize(("threads", "text"), [(1, "CPU, 1 thread"), (4, "CPU, 4 threads")])
def test_cpu_is_described_with_its_threads(monkeypatch: pytest.MonkeyPatch, threads: int, text: str) -> None:
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    assert describe_device(torch.device("cpu")) == text


def test_gpu_is_described_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "Some GPU")
    assert describe_device(torch.device("cuda")) == "Some GPU"


def test_default_threads_are_the_cores_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices.os, "sched_getaffinity", lambda process: {0, 5, 6}, raising=False)
    assert default_threads() == 3


def test_engine_describes_its_device(engine: Engine) -> None:
    assert engine.description == describe_device(torch.device("cpu"))


def test_engine_loads_a_weights_file(tiny_weights: Path, small: Brightened, engine: Engine) -> None:
    loaded = Engine.load(tiny_weights, "cpu")
    np.testing.assert_array_equal(
        loaded.export(loaded.brighten(small.photo), Adjustments()), engine.export(small, Adjustments())
    )


def test_engine_names_a_weights_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"absent\.safetensors"):
        Engine.load(tmp_path / "absent.safetensors", "cpu")


@pytest.fixture
def full_gpu(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An engine that believes in a GPU, where tensors hold no values and the network finds no memory."""
    brighten = engine.network.brighten

    def brighten_on_the_cpu(L: torch.Tensor, *, ab: torch.Tensor) -> BrightLuminance:
        if L.device.type != "cpu":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return brighten(L, ab=ab)

    monkeypatch.setattr(engine.network, "brighten", brighten_on_the_cpu)
    monkeypatch.setattr(
        engine_module, "describe_device", lambda device: "CPU" if device.type == "cpu" else "Some GPU"
    )
    engine.device = torch.device("meta")
    return engine


def test_too_little_gpu_memory_goes_on_with_the_cpu_and_says_so(
    full_gpu: Engine, dim_photo: Photo, caplog: pytest.LogCaptureFixture
) -> None:
    brightened = full_gpu.brighten(dim_photo)
    assert full_gpu.device.type == "cpu"
    assert brightened.device.type == "cpu"
    assert len(full_gpu.notices) == 1
    assert isinstance(full_gpu.notices[0], Message)  # for windows to translate
    assert "Some GPU" in full_gpu.notices[0]
    assert "CPU" in full_gpu.notices[0]
    assert "Some GPU" in caplog.text
    plain = Engine(full_gpu.network, "cpu")
    np.testing.assert_array_equal(
        full_gpu.export(brightened, Adjustments()), plain.export(plain.brighten(dim_photo), Adjustments())
    )
    assert len(full_gpu.notices) == 1


def test_falling_back_forgets_what_is_in_the_memory_of_the_gpu(full_gpu: Engine, dim_photo: Photo) -> None:
    full_gpu.device = torch.device("cpu")
    brightened = full_gpu.brighten(dim_photo)
    full_gpu.render(brightened, Adjustments())
    remembered = weakref.ref(brightened.guidance)
    del brightened
    full_gpu.device = torch.device("meta")
    full_gpu.brighten(dim_photo)
    gc.collect()
    assert remembered() is None


def test_too_little_memory_of_the_cpu_is_not_hidden(
    engine: Engine, small: Brightened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.network, "colorize", lambda *_: torch.empty(1 << 50, dtype=torch.uint8))
    with pytest.raises(MemoryError, match=r"not enough memory\. Close other programs"):
        engine.render(small, Adjustments(saturation=2))
    assert engine.notices == []


def test_too_little_memory_of_gpu_and_cpu_is_not_hidden(
    full_gpu: Engine, dim_photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_gpu.network, "colorize", lambda *_: torch.empty(1 << 50, dtype=torch.uint8))
    with pytest.raises(MemoryError, match="not enough memory"):
        full_gpu.brighten(dim_photo)


def test_other_errors_of_the_cpu_stay_what_they_are(
    engine: Engine, small: Brightened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.network, "colorize", lambda *_: torch.ones(2) @ torch.ones(3))
    with pytest.raises(RuntimeError, match="inconsistent tensor size"):
        engine.render(small, Adjustments(saturation=2))


def test_what_was_made_on_another_device_is_brought_over(engine: Engine, small: Brightened) -> None:
    moved = small.to(torch.device("meta"))
    tensors = (
        moved.guidance,
        moved.bright.L,
        moved.bright.input_L,
        *moved.bright.prepared,
        moved.bright.context,
    )
    assert {tensor.device.type for tensor in tensors} == {"meta"}
    assert moved.photo is small.photo
    assert moved.neutral == small.neutral
