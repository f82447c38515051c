"""Which device computes, and how it is named to people."""

from __future__ import annotations

import os

import torch

from ccnet_core.messages import Message


def choose_device(name: str = "auto") -> torch.device:
    """The device for a name: "auto" takes CUDA where there is one, else the CPU.

    Raises:
        ValueError: there is no such device here.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise ValueError(f"{name!r} is no device; use auto, cpu or cuda") from error
    if not _is_here(device):
        raise ValueError(f"the device {name!r} is not available here; use cpu")
    return device


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


def default_threads() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
