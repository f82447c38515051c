"""The checkpoint of a run: everything by which it goes on as if it had never stopped."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import nn

from ccnet_core.atomic import write_whole
from ccnet_core.reading import check_regular
from ccnet_core.training.config import ConfigError, TrainingConfig

_MAY_CHANGE = ("steps", "stages")
_TABLES = ("data", "loss")


class Configuration(Protocol):
    """What a run is made by."""

    @property
    def steps(self) -> int:
        """Its steps in all."""

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a run after a whole step.

    Attributes:
        phase: of the run.
        config: of the run, as :meth:`TrainingConfig.to_dict` gives it.
        step: how many steps are done.
        seconds: that they took.
        best: the best score of a validation; minus infinity before the first.
        losses: smoothed, by name.
        network: state of the weights.
        average: state of their moving average.
        optimizer: state of the optimizer.
    """

    phase: str
    config: dict[str, Any]
    step: int
    seconds: float
    best: float
    losses: dict[str, float]
    network: dict[str, Any]
    average: dict[str, Any]
    optimizer: dict[str, Any]


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint; the one before is replaced once the new one is complete."""
    data = io.BytesIO()
    torch.save({field.name: getattr(checkpoint, field.name) for field in fields(Checkpoint)}, data)
    write_whole(path, data.getvalue(), overwrite=True)


def read_checkpoint(path: Path, config: Configuration, phase: str, device: torch.device) -> Checkpoint:
    """Read the checkpoint of a run that is to go on.

    The run must be of the same phase and configuration, or its curve would be that of no configuration. Two
    entries may change on purpose: ``steps``, for a longer run, and ``stages``, for a machine of other memory.

    Raises:
        ConfigError: the file cannot be read, is damaged, or is of a run of another phase or configuration, or
            that has gone beyond the last step.
    """
    try:
        check_regular(path, sys.maxsize)
        state = torch.load(path, map_location=device, weights_only=True)
        checkpoint = Checkpoint(**state)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except Exception as error:  # a broken file makes the unpickler fail in any way
        raise damaged(path) from error
    if checkpoint.phase != phase:
        raise ConfigError(
            f"{path}: is of phase {checkpoint.phase}, not {phase}; resume that phase or choose another folder"
        )
    stored = _filled(checkpoint.config, TrainingConfig().to_dict())
    if differences := ", ".join(_differences(stored, config.to_dict())):
        raise ConfigError(
            f"{path}: is of a run with another configuration ({differences}); resume with its own, "
            "or choose another folder"
        )
    if checkpoint.step > config.steps:
        raise ConfigError(
            f"{path}: is of step {checkpoint.step} already; raise steps = {config.steps} of the configuration"
        )
    return checkpoint


def damaged(path: Path) -> ConfigError:
    """What to tell of a checkpoint that does not hold what it should."""
    return ConfigError(
        f"{path}: is damaged or of another version; train in another folder, from the weights beside it with "
        "--start"
    )


def restore(
    checkpoint: Checkpoint,
    path: Path,
    network: nn.Module,
    average: nn.Module,
    optimizer: torch.optim.Optimizer,
) -> None:
    """Set a run's networks and optimizer to what a checkpoint of some path holds of them.

    Raises:
        ConfigError: it does not fit them.
    """
    try:
        network.load_state_dict(checkpoint.network)
        average.load_state_dict(checkpoint.average)
        optimizer.load_state_dict(checkpoint.optimizer)
    except (KeyError, RuntimeError, ValueError) as error:
        raise damaged(path) from error


def _filled(stored: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """With the defaults of entries that the tables of data and losses did not have yet."""
    tables = {name: {**defaults[name], **stored[name]} for name in _TABLES if name in stored}
    return {**stored, **tables}


def _differences(stored: Mapping[str, Any], wanted: Mapping[str, Any], table: str = "") -> Iterator[str]:
    """The entries whose values differ, with both."""
    for name in dict.fromkeys((*stored, *wanted)):
        if not table and name in _MAY_CHANGE:
            continue
        then, now = stored.get(name), wanted.get(name)
        if isinstance(then, Mapping) and isinstance(now, Mapping):
            yield from _differences(then, now, f"{name}.")
        elif then != now:
            yield f"{table}{name} was {then}, is {now}"
