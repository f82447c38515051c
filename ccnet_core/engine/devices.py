"""Which device computes, and how it is named to people."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator

import torch

from ccnet_core.messages import Message

_NO_CPU_MEMORY = ("DefaultCPUAllocator", "bad_alloc")
"""Of torch's errors only the texts tell that the CPU's memory did not suffice."""


def choose_device(name: str = "auto") -> torch.device:
    """The device for a name: "auto" takes CUDA where there is one, else the CPU.

    It equals the device that tensors made there report: a GPU has its number, the first where none is
    given, and the CPU has none.

    Raises:
        ValueError: there is no such device here; a :class:`ccnet_core.messages.Message` tells why.
    """
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise ValueError(Message("{name!r} is no device; use auto, cpu or cuda", name=name)) from error
    if not _is_here(device):
        raise ValueError(Message("the device {name!r} is not available here; use cpu", name=name))
    return torch.device(device.type, device.index or 0) if device.type == "cuda" else torch.device("cpu")


def _is_here(device: torch.device) -> bool:
    if device.type == "cuda":
        return torch.cuda.is_available() and (device.index or 0) < torch.cuda.device_count()
    return device.type == "cpu"


def describe_device(device: torch.device) -> str:
    """As the status bar shows it: the GPU's name, or the CPU and its threads."""
    if device.type == "cuda":
        return str(torch.cuda.get_device_name(device))
    threads = torch.get_num_threads()
    return Message("CPU, {threads} threads", threads=threads) if threads != 1 else Message("CPU, 1 thread")


def give_back_memory() -> None:
    """Give the system what was freed and is held for the next allocations, where glibc does that.

    Its allocator takes what is as large as a tile's tensors from its heaps once such were freed, and keeps
    them there: after the full size of a photo is made that is as much as all that is in use.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


@contextlib.contextmanager
def told_of_cpu_memory() -> Iterator[None]:
    """Raise MemoryError where torch raises a RuntimeError because the CPU's memory does not suffice.

    ``torch.OutOfMemoryError``, which only GPUs raise, stays as it is.
    """
    try:
        yield
    except RuntimeError as error:
        if isinstance(error, torch.OutOfMemoryError) or not any(s in str(error) for s in _NO_CPU_MEMORY):
            raise
        raise MemoryError(
            Message("There is not enough memory. Close other programs and try again.")
        ) from error


def default_threads() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
